"""Columns, stacks and lines: labels below, values upwards, names at the right where there is room for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartMagnitude
from desktop.documents.charts.marks import (
    Box,
    ChartBar,
    ChartDot,
    ChartScene,
    ChartStroke,
    ChartWords,
    LetterWidths,
    MarkInk,
    Spot,
    WordsAnchor,
)
from desktop.documents.charts.setting import (
    LOOKS,
    REFERENCE_DASH,
    ChartKey,
    ChartSheet,
    ValueScale,
    domain,
    tick_values,
)

BESIDE = 30.0  # letters: from this width on, names stand beside their marks
LEAST_PLOT, MOST_PLOT = 9.0, 17.0  # letters: how high columns and lines are where nothing else is asked
BROADEST = 4.2  # letters: of a column
MOST_SLOT = 13.0  # letters: from label to label
LABEL_AIR = 0.5  # letters between two labels
LABEL_LINES = 3  # of the label of a column
GROUPED = 0.8  # of the room of a label that its group of columns takes
REFERENCE = -1  # among the names at the right: the line of reference


@dataclass(slots=True)
class _SideName:
    """A name at the right, at the height of what it names, to which a hairline leads."""

    lines: list[str]
    end: Spot
    top: float


@dataclass(frozen=True, slots=True)
class _PlacedLabel:
    """The lines of the label of a column, and how far they reach to both sides."""

    label: int
    lines: list[str]
    box: Box


class UprightChart(ChartSheet):
    """Sets out the drawing; `labels` are those that can be read below it, none where not enough of them can.

    `beside` puts names at the right of the drawing where it is broad enough, and not into keys above it.
    """

    def __init__(self, chart: Chart, width: float, letters: LetterWidths, *, beside: bool) -> None:
        super().__init__(chart, width, letters)
        self.beside = beside and width >= BESIDE * letters.size
        self.low, self.high = domain(chart)
        self._settle()
        self.labels = self._labels()
        aside = any(label.box.left < self.left or label.box.right > self.right for label in self.labels)
        self.pad = self.em * (1.5 if self.low < 0 else 0.8 if aside else 0.55)  # from the lowest value to the labels

    # how broad everything is

    def _settle(self) -> None:
        """The first magnitude in which the numbers fit; where they fit in none, the first that leaves them room."""
        magnitudes, slim = self.magnitudes(), list[ChartMagnitude]()
        for magnitude in magnitudes:
            fits = self._try(magnitude)
            if self.left <= max(5.5 * self.em, self.width * 0.2):
                if fits:
                    return
                slim.append(magnitude)
        self._try([*slim, magnitudes[-1]][0])

    def _try(self, magnitude: ChartMagnitude) -> bool:
        """Reckon with a magnitude; whether every number then fits beside its mark."""
        self.magnitude = magnitude
        self.ticks = self._ticks(5)
        self.left = max(map(self.measure, self._tick_texts())) + self.em * 0.6
        self.right = self.width - self._side_room()
        self.slot = min(max(self.right - self.left, self.em) / len(self.chart.labels), MOST_SLOT * self.em)
        self.right = self.left + self.slot * len(self.chart.labels)
        room = self.pitch - self.em * (0.1 if self._grouped else 0.3)
        return all(self.measure(text, bold) <= room for text, bold in self._value_texts())

    def _ticks(self, most: int) -> list[Decimal]:
        return tick_values(self.low, self.high, most, Decimal(1).scaleb(-self.chart.unit.places))

    def _tick_texts(self) -> list[str]:
        """The numbers at the ticks, with as many decimals as tell them apart."""
        factor, unit = self.magnitude.factor, self.chart.unit
        step = ((self.ticks[1] - self.ticks[0]) / factor).normalize()
        places = max(0, -int(step.as_tuple().exponent))
        return [unit.tick(tick / factor, self.chart.language, places) for tick in self.ticks]

    def _value_texts(self) -> Iterator[tuple[str, bool]]:
        """The numbers that stand beside marks, and whether in bold."""
        chart = self.chart
        if chart.kind is ChartKind.STACKED:
            totals = (chart.total(label) for label in range(len(chart.labels)))
            yield from ((self.drawn_value(total), False) for total in totals if total is not None)
        elif chart.kind is ChartKind.COLUMNS or len(chart.series) == 1:
            for series in chart.series:
                for label, datum in enumerate(series.data):
                    if datum.value is not None:
                        yield self.drawn_value(datum.value), self.is_marked(label)

    @property
    def _grouped(self) -> bool:
        return self.chart.kind is ChartKind.COLUMNS and len(self.chart.series) > 1

    @property
    def pitch(self) -> float:
        """From one column of a group to the next, or from label to label."""
        if not self._grouped:
            return self.slot
        return min(self.slot * GROUPED / len(self.chart.series), BROADEST * self.em * 1.1)

    @property
    def breadth(self) -> float:
        """How broad a column is."""
        return min(self.pitch * (0.9 if self._grouped else 0.62), BROADEST * self.em)

    def centre(self, label: int) -> float:
        """The middle of the room of a label."""
        return self.left + self.slot * (label + 0.5)

    def column(self, label: int, series: int) -> tuple[float, float]:
        """The edges of a column."""
        aside = self.pitch * (series - (len(self.chart.series) - 1) / 2) if self._grouped else 0
        middle = self.centre(label) + aside
        return middle - self.breadth / 2, middle + self.breadth / 2

    # names at the right, or in keys above the drawing

    def _beside(self) -> list[tuple[str, int]]:
        """What is named at the right: the number of a series, or REFERENCE."""
        chart = self.chart
        if not self.beside:
            return []
        named = [(chart.reference.words, REFERENCE)] if chart.reference else []
        names = [(series.name, number) for number, series in enumerate(chart.series)]
        if len(names) == 1 or chart.kind is ChartKind.COLUMNS:
            return named
        if chart.kind is ChartKind.STACKED:
            return [*named, *names] if all(series.data[-1].value for series in chart.series) else named
        lasts = [(f"{name} {self._last_number(number)}", number) for name, number in names]
        return [*named, *lasts] if all(map(_last, (series.data for series in chart.series))) else named

    def _last_number(self, series: int) -> str:
        last = _last(self.chart.series[series].data)
        return self.drawn_value(last[1]) if last else ""

    def _side_room(self) -> float:
        names = self._beside()
        if not names:
            return self.em * 0.3
        room = min(max(self.width * 0.26, 7 * self.em), 15 * self.em)
        lines = (line for words, _number in names for line in self.lines_of(words, room))
        return max(map(self.measure, lines)) + 1.3 * self.em

    def _keys(self) -> list[ChartKey]:
        """The names for which there is no room at the right, and what hatching means."""
        chart, named = self.chart, {number for _words, number in self._beside()}
        keys = []
        for number, series in enumerate(chart.series):
            ink, pattern, shape, dash = LOOKS[number]
            if number in named or len(chart.series) == 1:
                continue
            line = chart.kind is ChartKind.LINES
            keys.append(ChartKey(series.name, ink, None, shape, dash) if line else ChartKey(series.name, ink, pattern))
        if chart.reference and REFERENCE not in named:
            keys.append(ChartKey(chart.reference.words, MarkInk.TEXT, dash=REFERENCE_DASH))
        return keys + self.missing_key(self._gaps())

    def _gaps(self) -> Iterator[float]:
        """The room for its word of each gap that is not computable, 0 for one where the word would cover others."""
        for data in self._by_label():
            missing = sum(datum.value is None for datum in data)
            if missing and self.chart.kind is ChartKind.COLUMNS:
                yield from [self.pitch] * missing
            elif missing:
                yield self.slot if missing == len(data) else 0.0

    def _by_label(self) -> Iterator[tuple[ChartDatum, ...]]:
        for label in range(len(self.chart.labels)):
            yield tuple(series.data[label] for series in self.chart.series)

    @property
    def _gap_breadth(self) -> float:
        return self.slot * 0.86 if self.chart.kind is ChartKind.LINES else self.breadth

    def _gap(self, label: int) -> Box:
        """The room of a label over the whole height."""
        half = self._gap_breadth / 2
        return Box(self.centre(label) - half, self.top, self.centre(label) + half, self.bottom)

    def _place_side(self) -> bool:
        """Spread the names at the right so that none meets another; whether they all fit."""
        room, air = self.right + 1.25 * self.em, self.em * 0.15
        self.side = []
        for words, number in self._beside():
            end, lines = self._named_spot(number), self.lines_of(words, self.width - room)
            self.side.append(_SideName(lines, end, end.y - len(lines) * self.line / 2))
        self.side.sort(key=lambda name: name.end.y)
        low, high = self.top - self.em, self.bottom + self.em * 0.5
        for name in self.side:
            name.top = max(name.top, low)
            low = name.top + len(name.lines) * self.line + air
        for name in reversed(self.side):
            name.top = min(name.top, high - len(name.lines) * self.line)
            high = name.top - air
        return not self.side or self.side[0].top >= self.top - self.em - 0.01

    def _named_spot(self, number: int) -> Spot:
        """The place at the right end of what is named."""
        chart, lasting = self.chart, len(self.chart.labels) - 1
        if number == REFERENCE:
            return Spot(self.right, self.scale(chart.reference.value if chart.reference else Decimal()))
        if chart.kind is ChartKind.LINES:
            label, value = _last(chart.series[number].data) or (lasting, Decimal())
            return Spot(self.centre(label) + self.em * 0.4, self.scale(value))
        box = self._segments(lasting)[number]
        return Spot(box.right, (box.top + box.bottom) / 2)

    # labels below

    def _labels(self) -> list[_PlacedLabel]:
        count = len(self.chart.labels)
        thinned = self.chart.over_time or self.chart.kind is ChartKind.LINES
        for every in range(1, count + 1 if thinned else 2):
            for room in (every * self.slot - self.em * 0.5, every * self.slot * 1.25):  # or into the room of short ones
                if placed := self._every(every, min(room, self.width)):
                    return placed
        return self._every(count, self.width, broken=True) if thinned or count == 1 else []

    def _every(self, every: int, room: float, *, broken: bool = False) -> list[_PlacedLabel]:
        """Each so many-th label, the last one among them; none where they do not fit so."""
        count, placed = len(self.chart.labels), list[_PlacedLabel]()
        for label in range((count - 1) % every, count, every):
            text, bold = self.chart.labels[label], self.is_marked(label)
            lines = self.lines_of(text, room, bold) if broken else self.whole(text, room, LABEL_LINES, bold)
            if lines is None:
                return []
            boxes = [self.text(line, Spot(self.centre(label), 0), WordsAnchor.MIDDLE, bold=bold).box for line in lines]
            box = Box(min(b.left for b in boxes), 0, max(b.right for b in boxes), len(lines) * self.line)
            if placed and box.meets(placed[-1].box, self.em * LABEL_AIR):
                return []
            placed.append(_PlacedLabel(label, lines, box))
        return placed

    # the drawing

    def drawn(self, height: float) -> ChartScene | None:
        """The scene; None where the names at the right do not fit."""
        self.head()
        self.keys(self._keys())
        below = self.pad + max(len(label.lines) for label in self.labels) * self.line + self.em * 0.2
        self.top = self.down + self.em * 1.6
        plot_height = min(max(self.width * 0.34, LEAST_PLOT * self.em), MOST_PLOT * self.em)
        if height:
            plot_height = max(height - self.top - below, 6 * self.em)
        self.bottom = self.top + plot_height
        self.ticks = self._ticks(max(3, min(6, int(plot_height / (2.4 * self.em)) + 1)))
        self.scale = ValueScale(self.ticks, self.bottom, self.top)
        if not self._place_side():
            return None
        self._grid()
        for label in self.labels:
            top, bold = self.bottom + self.pad, self.is_marked(label.label)
            self.stack(label.lines, self.centre(label.label), top, WordsAnchor.MIDDLE, bold=bold)
        self._name_side()
        {
            ChartKind.COLUMNS: self._columns,
            ChartKind.ROWS: self._columns,
            ChartKind.STACKED: self._stacks,
            ChartKind.LINES: self._lines,
        }[self.chart.kind]()
        return self.scene(max(height, self.bottom + below))

    def _grid(self) -> None:
        for tick, text in zip(self.ticks, self._tick_texts(), strict=True):
            y = self.scale(tick)
            self.hair(Spot(self.left, y), Spot(self.right, y), MarkInk.AXIS if tick == 0 else MarkInk.HAIR)
            spot = Spot(self.left - self.em * 0.4, y + self.note * 0.35)
            self.put(self.text(text, spot, WordsAnchor.END, MarkInk.QUIET))

    def _refer(self) -> None:
        if self.chart.reference:
            y = self.scale(self.chart.reference.value)
            self.stroke([Spot(self.left, y), Spot(self.right, y)], MarkInk.TEXT, 0.11, REFERENCE_DASH)

    def _name_side(self) -> None:
        x = self.right + 1.25 * self.em
        for name in self.side:
            middle = name.top + len(name.lines) * self.line / 2
            self.stack(name.lines, x, name.top, WordsAnchor.START)
            self.behind.append(
                ChartStroke((name.end, Spot(self.right + self.em * 0.55, middle), Spot(x - self.em * 0.2, middle)),
                            MarkInk.QUIET, self.em * 0.06)
            )  # fmt: skip

    def _columns(self) -> None:
        waiting: list[tuple[str, Box, bool, bool]] = []
        for label, data in enumerate(self._by_label()):
            for number, datum in enumerate(data):
                left, right = self.column(label, number)
                if datum.value is None:
                    box = Box(left, self.top, right, self.bottom)
                    self.hatch(box, self.stop(number, label, box), room=self.pitch)
                    continue
                box = self._standing(left, right, self.scale(Decimal()), self.scale(datum.value), bool(datum.value))
                stop = self.stop(number, label, box)
                if datum.value:
                    self.marks.append(ChartBar(box, *self.look(number, datum), stop))
                waiting.append((self.drawn_value(datum.value), box, datum.value < 0, self.is_marked(label)))
        self._refer()
        self._say_values(waiting)

    def _standing(self, left: float, right: float, foot: float, end: float, any_value: bool) -> Box:
        """A column between two heights; however small its value is, it is seen."""
        if any_value and abs(end - foot) < self.em * 0.12:
            end = foot + self.em * (0.12 if end > foot else -0.12)
        return Box(left, min(foot, end), right, max(foot, end))

    def _segments(self, label: int) -> list[Box]:
        """The boxes of a stack, of which those below zero grow downwards."""
        boxes, up, down = [], Decimal(), Decimal()
        left, right = self.column(label, 0)
        for series in self.chart.series:
            value = series.data[label].value or Decimal()
            start = up if value >= 0 else down
            up, down = (up + value, down) if value >= 0 else (up, down + value)
            boxes.append(self._standing(left, right, self.scale(start), self.scale(start + value), False))
        return boxes

    def _stacks(self) -> None:
        waiting: list[tuple[str, Box, bool, bool]] = []
        gap = self.em * 0.07
        for label, data in enumerate(self._by_label()):
            boxes = self._segments(label)
            whole = Box(boxes[0].left, min(b.top for b in boxes), boxes[0].right, max(b.bottom for b in boxes))
            if all(datum.value is None for datum in data):
                whole = self._gap(label)
                self.hatch(whole, room=self.slot)
            elif any(datum.value is None for datum in data):
                high = max(whole.top - 2 * self.em, self.top - self.em)
                whole = Box(whole.left, high, whole.right, whole.top - gap)
                self.hatch(whole)
            for number, (datum, box) in enumerate(zip(data, boxes, strict=True)):
                stop = self.stop(number, label, box if datum.value is not None else whole)
                if datum.value:
                    inner = Box(box.left, box.top + gap, box.right, max(box.bottom - gap, box.top + gap + gap))
                    self.marks.append(ChartBar(inner, *LOOKS[number][:2], stop))
            if (total := self.chart.total(label)) is not None:
                hangs = total < 0 and all((datum.value or 0) <= 0 for datum in data)
                waiting.append((self.drawn_value(total), whole, hangs, False))
        self._refer()
        self._say_values(waiting)

    def _lines(self) -> None:
        self._refer()
        dots: list[tuple[ChartDot, ChartDatum, int]] = []
        for label, data in enumerate(self._by_label()):
            if any(datum.value is None for datum in data):
                alone = all(datum.value is None for datum in data)
                self.hatch(self._gap(label), room=self.slot if alone else 0)
            for number, datum in enumerate(data):
                if datum.value is None:
                    self.stop(number, label, self._gap(label))
                    continue
                ink, _pattern, shape, _dash = LOOKS[number]
                spot, radius = Spot(self.centre(label), self.scale(datum.value)), self.em * 0.32
                met = Box(spot.x - radius, spot.y - radius, spot.x + radius, spot.y + radius)
                dot = ChartDot(spot, radius, ink, shape, self.stop(number, label, met))
                dots.append((dot, datum, number))
        for number, series in enumerate(self.chart.series):
            ink, _pattern, _shape, dash = LOOKS[number]
            for run in _runs(series.data):
                spots = [Spot(self.centre(label), self.scale(value)) for label, value in run]
                if len(spots) > 1:
                    self.stroke(spots, ink, 0.16, dash)
        self.marks += [dot for dot, _datum, _number in dots]
        if len(self.chart.series) == 1:
            self._say_points([(dot, datum.value) for dot, datum, _number in dots if datum.value is not None])

    # numbers beside their marks

    def _say_values(self, waiting: Sequence[tuple[str, Box, bool, bool]]) -> None:
        """Text, box, whether it hangs below zero, whether in bold: all where they fit, or else what matters most."""
        boxes = [mark.box for mark in self.marks if isinstance(mark, ChartBar) and mark.stop >= 0]
        for place in _by_weight([box.height for _text, box, _below, _bold in waiting], [w[3] for w in waiting]):
            text, box, below, bold = waiting[place]
            y = box.bottom + self.note * 1.15 if below else box.top - self.note * 0.42
            words = self.text(text, Spot((box.left + box.right) / 2, y), WordsAnchor.MIDDLE, bold=bold, cleared=True)
            if not self.meets_words(words.box) and not any(words.box.meets(other) for other in boxes):
                self.put(words)

    def _say_points(self, dots: Sequence[tuple[ChartDot, Decimal]]) -> None:
        """The numbers of a single line, each where it covers neither the line nor anything else."""
        lines = [mark for mark in self.marks if isinstance(mark, ChartStroke)]
        others = [_around(dot) for dot, _value in dots]
        for place in _by_weight([self.bottom - dot.spot.y for dot, _value in dots], []):
            dot, value = dots[place]
            for words in self._ways(self.drawn_value(value), dot):
                box = words.box
                free = box.top >= self.top - 1.6 * self.em and box.bottom <= self.bottom + self.pad
                free = free and not self.meets_words(box) and not any(map(box.meets, others))
                if free and not any(_crosses(line, box) for line in lines):
                    self.put(words)
                    break

    def _ways(self, text: str, dot: ChartDot) -> Iterator[ChartWords]:
        """The number of a dot at the places around it, the best one first."""
        above, below = dot.spot.y - dot.radius - self.note * 0.36, dot.spot.y + dot.radius + self.note * 1.02
        aside = self.em * 0.25
        for y in (above, below):
            for x, anchor in ((0.0, WordsAnchor.MIDDLE), (aside, WordsAnchor.END), (-aside, WordsAnchor.START)):
                yield self.text(text, Spot(dot.spot.x + x, y), anchor, cleared=True)


def _last(data: Sequence[ChartDatum]) -> tuple[int, Decimal] | None:
    """The place and the value of the last datum that is computable."""
    computed = [(place, datum.value) for place, datum in enumerate(data) if datum.value is not None]
    return computed[-1] if computed else None


def _runs(data: Sequence[ChartDatum]) -> Iterator[list[tuple[int, Decimal]]]:
    """The stretches of a series without a gap."""
    run: list[tuple[int, Decimal]] = []
    for place, datum in enumerate(data):
        if datum.value is None:
            yield run
            run = []
        else:
            run.append((place, datum.value))
    yield run


def _by_weight(heights: Sequence[float], marked: Sequence[bool]) -> list[int]:
    """Places in the order in which their numbers find room: marked, last, highest, lowest, first, then the others."""
    places = range(len(heights))
    if not heights:
        return []
    first = [place for place in places if place < len(marked) and marked[place]]
    most, least = max(places, key=lambda p: heights[p]), min(places, key=lambda p: heights[p])
    return list(dict.fromkeys((*first, len(heights) - 1, most, least, 0, *places)))


def _around(dot: ChartDot) -> Box:
    x, y, r = *dot.spot, dot.radius
    return Box(x - r, y - r, x + r, y + r)


def _crosses(line: ChartStroke, box: Box) -> bool:
    """Whether a line goes through a box."""
    return any(_cuts(start, end, box) for start, end in zip(line.spots, line.spots[1:], strict=False))


def _cuts(start: Spot, end: Spot, box: Box) -> bool:
    """Whether a straight line between two places goes through a box (Liang and Barsky)."""
    low, high = 0.0, 1.0
    for at, step, least, most in (
        (start.x, end.x - start.x, box.left, box.right),
        (start.y, end.y - start.y, box.top, box.bottom),
    ):
        if step == 0:
            if not least <= at <= most:
                return False
            continue
        enters, leaves = sorted(((least - at) / step, (most - at) / step))
        low, high = max(low, enters), min(high, leaves)
    return low < high
