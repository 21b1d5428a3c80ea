"""The sheet on which a chart is set out: its head, its keys, texts that stay inside, and where its data are met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.base.text import in_series, said_in
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartMagnitude
from desktop.documents.charts.marks import (
    ABOVE_BASE,
    Box,
    ChartBar,
    ChartDot,
    ChartMark,
    ChartPattern,
    ChartScene,
    ChartStop,
    ChartStroke,
    ChartWords,
    DotShape,
    LetterWidths,
    MarkInk,
    Spot,
    WordsAnchor,
)

TITLE, NOTE = 1.14, 0.92  # of the size of letters: those of the title, and of all others
LEADING = 1.32  # from line to line, of the size of its letters
LOOKS = (
    (MarkInk.FIRST, ChartPattern.SOLID, DotShape.DISC, ()),
    (MarkInk.SECOND, ChartPattern.DIAGONAL, DotShape.SQUARE, (0.8, 0.35)),
    (MarkInk.THIRD, ChartPattern.DOTS, DotShape.TRIANGLE, (0.2, 0.3)),
    (MarkInk.FOURTH, ChartPattern.CROSS, DotShape.DIAMOND, (1.3, 0.4, 0.2, 0.4)),
    (MarkInk.FIFTH, ChartPattern.HORIZONTAL, DotShape.RING, (0.45, 0.25)),
    (MarkInk.SIXTH, ChartPattern.VERTICAL, DotShape.CROSS, (1.6, 0.5)),
)
MOST_GAPS = 3  # that are named one by one
REFERENCE_DASH = (0.55, 0.35)  # letters


def wrapped(text: str, room: float, size: float, letters: LetterWidths, bold: bool = False) -> list[str]:
    """A text in lines that fit in `room`, broken at blanks; a word that is longer is broken where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if letters.width(longer, size, bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, room, size, letters, bold)
        lines += full
    return [*lines, line] if line or not lines else lines


def _broken(word: str, room: float, size: float, letters: LetterWidths, bold: bool) -> list[str]:
    pieces: list[str] = []
    piece = ""
    for letter in word:
        if piece and letters.width(piece + letter, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def tick_values(low: Decimal, high: Decimal, most: int, least_step: Decimal) -> list[Decimal]:
    """Round values, 1, 2 or 5 times a power of ten apart and at most so many, that reach over both ends."""
    span = high - low or Decimal(1)
    step = max(least_step, Decimal(1).scaleb((span / most).adjusted()))
    factors = iter((Decimal(2), Decimal("2.5"), Decimal(2)))
    while True:
        first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
        if last - first < most:
            return [step * (first + number) for number in range(int(last - first) + 1)]
        factor = next(factors, None)
        if factor is None:
            factors = iter((Decimal(2), Decimal("2.5"), Decimal(2)))
            factor = next(factors)
        step *= factor


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Values on a stretch of the drawing, the first tick at `start` and the last at `end`."""

    ticks: Sequence[Decimal]
    start: float
    end: float

    def __call__(self, value: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + float((value - low) / (high - low)) * (self.end - self.start)


def domain(chart: Chart) -> tuple[Decimal, Decimal]:
    """The least and the greatest value that a drawing reaches, zero and the line of reference included."""
    values = [*chart.values(), Decimal()]
    if chart.kind is ChartKind.STACKED:
        columns = list(zip(*(series.data for series in chart.series), strict=True))
        for sign in (1, -1):
            sums = (sum((max(sign * (d.value or Decimal()), Decimal()) for d in data), Decimal()) for data in columns)
            values += [sign * total for total in sums]
    if chart.reference:
        values.append(chart.reference.value)
    low, high = min(values), max(values)
    return low, high if high > low else Decimal(1)


@dataclass(slots=True)
class ChartKey:
    """A name above the drawing with a sample of how its marks look."""

    words: str
    ink: MarkInk
    pattern: ChartPattern | None = None
    shape: DotShape | None = None
    dash: tuple[float, ...] = ()


class ChartSheet:
    """What both ways of drawing share: the head, the keys, texts that meet nothing, and the stops."""

    gap_lines, lying = 3, False  # how many lines a gap holds

    def __init__(self, chart: Chart, width: float, letters: LetterWidths) -> None:
        self.chart, self.width, self.letters = chart, width, letters
        self.em, self.note = letters.size, letters.size * NOTE
        self.line = self.note * LEADING
        self.behind: list[ChartMark] = []  # hatching and hairlines, below everything
        self.marks: list[ChartMark] = []
        self.words: list[ChartWords] = []
        self.stops: list[ChartStop] = []
        self.down = 0.0
        self.magnitude = ChartMagnitude.ONES
        self.missing = said_in(chart.language, "not computable")
        self.short = said_in(chart.language, "n. c.")

    def measure(self, text: str, bold: bool = False) -> float:
        return self.letters.width(text, self.note, bold)

    def lines_of(self, text: str, room: float, bold: bool = False) -> list[str]:
        return wrapped(text, room, self.note, self.letters, bold)

    def whole(self, text: str, room: float, most: int, bold: bool = False) -> list[str] | None:
        """The text in at most so many lines with no word broken; None where that does not fit."""
        if max((self.measure(word, bold) for word in text.split(" ")), default=0) > room:
            return None
        lines = self.lines_of(text, room, bold)
        return lines if len(lines) <= most else None

    def text(
        self,
        text: str,
        spot: Spot,
        anchor: WordsAnchor = WordsAnchor.START,
        ink: MarkInk = MarkInk.TEXT,
        *,
        bold: bool = False,
        cleared: bool = False,
        size: float = 0,
    ) -> ChartWords:
        """A line of text as it would stand; it stays inside the width."""
        size = size or self.note
        width = self.letters.width(text, size, bold)
        placed = ChartWords(text, spot, anchor, size, width, ink, bold, cleared)
        aside = max(0.0, -placed.left) - max(0.0, placed.box.right - self.width)
        return replace(placed, spot=Spot(spot.x + aside, spot.y)) if aside else placed

    def put(self, words: ChartWords) -> None:
        if words.text.strip():
            self.words.append(words)

    def stack(
        self,
        lines: Iterable[str],
        x: float,
        top: float,
        anchor: WordsAnchor,
        ink: MarkInk = MarkInk.TEXT,
        *,
        bold: bool = False,
        cleared: bool = False,
    ) -> None:
        """Lines one under the other from `top` down."""
        for number, line in enumerate(lines):
            base = top + number * self.line + self.note * ABOVE_BASE
            self.put(self.text(line, Spot(x, base), anchor, ink, bold=bold, cleared=cleared))

    def head(self) -> None:
        """The title and, below it, in what is counted."""
        size = self.em * TITLE
        for line in wrapped(self.chart.title, self.width, size, self.letters, True) if self.chart.title else ():
            self.put(self.text(line, Spot(0, self.down + size * ABOVE_BASE), bold=True, size=size))
            self.down += size * LEADING
        heading = self.chart.unit.heading(self.chart.language, self.magnitude)
        for line in self.lines_of(heading, self.width) if heading else ():
            self.put(self.text(line, Spot(0, self.down + self.note * ABOVE_BASE), ink=MarkInk.QUIET))
            self.down += self.line

    def keys(self, keys: Sequence[ChartKey]) -> None:
        """Names with a sample before each, as many on a line as fit."""
        if not keys:
            return
        self.down += self.em * 0.35
        sample, gap, x = self.em * 1.9, self.em * 1.3, 0.0
        for key in keys:
            lines = self.lines_of(key.words, self.width - sample - self.em * 0.45)
            breadth = sample + self.em * 0.45 + max(map(self.measure, lines))
            if x and x + breadth > self.width:
                x, self.down = 0.0, self.down + self.line
            self._sample(key, x, self.down + self.line / 2)
            self.stack(lines, x + sample + self.em * 0.45, self.down, WordsAnchor.START)
            x += breadth + gap
            if len(lines) > 1:
                x, self.down = self.width, self.down + self.line * (len(lines) - 1)
        self.down += self.line

    def _sample(self, key: ChartKey, x: float, middle: float) -> None:
        breadth, half = self.em * 1.9, self.em * 0.42
        if key.pattern is not None:
            self.marks.append(ChartBar(Box(x, middle - half, x + breadth, middle + half), key.ink, key.pattern))
        else:
            self.stroke([Spot(x, middle), Spot(x + breadth, middle)], key.ink, 0.14, key.dash)
        if key.shape is not None:
            self.marks.append(ChartDot(Spot(x + breadth / 2, middle), self.em * 0.32, key.ink, key.shape))

    def stroke(self, spots: Sequence[Spot], ink: MarkInk, thick: float, dash: tuple[float, ...] = ()) -> None:
        """A line; its thickness and its dashes in letters."""
        lengths = tuple(length * self.em for length in dash)
        self.marks.append(ChartStroke(tuple(spots), ink, thick * self.em, lengths))

    def hair(self, start: Spot, end: Spot, ink: MarkInk = MarkInk.HAIR) -> None:
        self.behind.append(ChartStroke((start, end), ink, self.em * 0.05))

    def stop(self, series: int, label: int, box: Box) -> int:
        """Note where a datum is met, at least as large as a finger of the keyboard shows; its number."""
        least = self.em * 0.8
        aside, up = max(0.0, least - box.width) / 2, max(0.0, least - box.height) / 2
        met = Box(box.left - aside, box.top - up, box.right + aside, box.bottom + up)
        key = self.chart.series[series].data[label].key
        self.stops.append(ChartStop(series, label, met, self.chart.spoken(series, label), key))
        return len(self.stops) - 1

    def look(self, series: int, datum: ChartDatum) -> tuple[MarkInk, ChartPattern]:
        """How a bar is filled."""
        if self.stands_out and not datum.marked:
            return MarkInk.OTHERS, ChartPattern.HOLLOW
        return LOOKS[series][:2]

    @property
    def stands_out(self) -> bool:
        """Whether one datum is marked among those of a single series."""
        return len(self.chart.series) == 1 and any(datum.marked for datum in self.chart.series[0].data)

    def is_marked(self, label: int) -> bool:
        return self.stands_out and self.chart.series[0].data[label].marked

    def missing_words(self, breadth: float) -> list[str] | None:
        """How a gap so broad says that it is not computable: in full, in short, or not at all."""
        room = breadth - self.em * 0.3
        return self.whole(self.missing, room, self.gap_lines) or self.whole(self.short, room, 1)

    def hatch(self, box: Box, stop: int = -1, *, room: float = 0) -> None:
        """A gap that is not computable, with the word in it where that fits in `room`; else the keys explain it."""
        self.behind.append(ChartBar(box, MarkInk.OTHERS, ChartPattern.GAP, stop))
        if lines := self.missing_words(room):
            top = (box.top + box.bottom - len(lines) * self.line) / 2
            self.stack(lines, (box.left + box.right) / 2, top, WordsAnchor.MIDDLE, cleared=True)

    def missing_key(self, rooms: Iterable[float]) -> list[ChartKey]:
        """What hatching means, where one of the gaps cannot say it in full, and at which labels of which series."""
        lines = [self.missing_words(room) for room in rooms]
        if all(line and line != [self.short] for line in lines):
            return []
        language, shortened = self.chart.language, [self.short] in lines
        sentence = said_in(language, "n. c.: not computable") if shortened else said_in(language, "not computable")
        if len(self.chart.series) > 1:
            gaps = [
                f"{series.name}, {label}"
                for series in self.chart.series
                for label, datum in zip(self.chart.labels, series.data, strict=True)
                if datum.value is None
            ]
            if len(gaps) <= MOST_GAPS:
                sentence = f"{sentence} ({in_series(language, gaps)})"
        return [ChartKey(sentence, MarkInk.OTHERS, ChartPattern.GAP)]

    def drawn_value(self, value: Decimal) -> str:
        """A number as it stands beside its mark."""
        return self.chart.unit.drawn(value, self.chart.language, self.magnitude, self.chart.decimals)

    def meets_words(self, box: Box) -> bool:
        """Whether a text there would touch another one, or come so near at its side that both read as one."""
        air = self.em * 0.3
        broad = Box(box.left - air, box.top, box.right + air, box.bottom)
        return any(broad.meets(words.box) for words in self.words)

    def magnitudes(self) -> list[ChartMagnitude]:
        """In what the numbers can be written: never so that the largest is less than one."""
        largest = max((abs(value) for value in self.chart.values()), default=Decimal())
        if self.chart.unit.percent:
            return [ChartMagnitude.ONES]
        return [size for size in ChartMagnitude if size is ChartMagnitude.ONES or size.factor <= largest]

    def scene(self, height: float) -> ChartScene:
        marks = (*self.behind, *self.marks, *self.words)
        return ChartScene(self.width, height, marks, tuple(self.stops), self.lying)
