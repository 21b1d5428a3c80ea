"""Rows: the labels at the left or, where it is narrow, above; values to the right, each written at its end."""

from collections.abc import Iterator
from decimal import Decimal

from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind
from desktop.documents.charts.marks import (
    Box,
    ChartBar,
    ChartScene,
    LetterWidths,
    MarkInk,
    Spot,
    WordsAnchor,
)
from desktop.documents.charts.setting import LOOKS, REFERENCE_DASH, ChartKey, ChartSheet, ValueScale, domain

LABEL_BEFORE = 24.0  # letters: from this width on, a label stands before its row, not above it
LABELS, NUMBERS = 0.38, 0.34  # of the width at most, for labels, and for a number at the end of a row
THICK, APART = 1.15, 0.18  # letters: a bar, and the gap to the next one of its group
LEAST_BARS = 6.0  # letters: for the longest bar beside its label; with less room the label stands above
BETWEEN = 0.75  # letters between two rows


class LyingChart(ChartSheet):
    """Sets out rows from the top to the bottom."""

    gap_lines, lying = 1, True

    def __init__(self, chart: Chart, width: float, letters: LetterWidths) -> None:
        super().__init__(chart, width, letters)
        self.before = width >= LABEL_BEFORE * self.em
        self._settle()
        if self.before and self.right - self.left < LEAST_BARS * self.em:
            self.before = False
            self._settle()

    def _settle(self) -> None:
        """The first magnitude in which the numbers leave enough room for the bars, or the greatest."""
        low, high = domain(self.chart)
        longest = max(
            (self.measure(label, self.is_marked(place)) for place, label in enumerate(self.chart.labels)), default=0.0
        )
        self.label_room = min(longest, self.width * LABELS) if self.before else 0.0
        stacked = self.chart.kind is ChartKind.STACKED
        ends = gap = 2.2 * self.em if stacked and any(map(self._is_partial, range(len(self.chart.labels)))) else 0.0
        for magnitude in self.magnitudes():
            self.magnitude = magnitude
            ends = max(gap, *(self.measure(*number) + self.em * 0.5 for number in self._numbers()), self.em * 0.3)
            if ends <= self.width * NUMBERS:
                break
        self.left = self.label_room + (self.em * 0.7 if self.before else 0) + (ends if low < 0 else 0)
        self.right = max(self.width - (ends if high > 0 else self.em * 0.3), self.left + self.em)
        self.scale = ValueScale([low, high], self.left, self.right)

    def _is_partial(self, label: int) -> bool:
        return self.chart.total(label) is None

    def _numbers(self) -> Iterator[tuple[str, bool]]:
        """The numbers at the ends of the rows, and whether in bold."""
        for label in range(len(self.chart.labels)):
            if self.chart.kind is ChartKind.STACKED:
                total = self.chart.total(label)
                if total is not None:
                    yield self.drawn_value(total), False
                continue
            for series in self.chart.series:
                value = series.data[label].value
                if value is not None:
                    yield self.drawn_value(value), self.is_marked(label)

    def _keys(self) -> list[ChartKey]:
        chart = self.chart
        several = len(chart.series) > 1
        keys = [ChartKey(s.name, *LOOKS[number][:2]) for number, s in enumerate(chart.series) if several]
        if chart.reference:
            keys.append(ChartKey(chart.reference.words, MarkInk.TEXT, dash=REFERENCE_DASH))
        gaps = [self.right - self.left for series in chart.series for datum in series.data if datum.value is None]
        return keys + self.missing_key(gaps if chart.kind is not ChartKind.STACKED else [0.0 for _gap in gaps])

    def drawn(self) -> ChartScene:
        """The scene, as high as its rows are together."""
        self.head()
        self.keys(self._keys())
        self.down += self.em * 0.7
        top = self.down
        bars = 1 if self.chart.kind is ChartKind.STACKED else len(self.chart.series)
        for label, text in enumerate(self.chart.labels):
            room, bold = self.label_room if self.before else self.width, self.is_marked(label)
            lines = self.lines_of(text, room, bold)
            block = bars * THICK * self.em + (bars - 1) * APART * self.em
            if self.before:
                tall = max(len(lines) * self.line, block)
                first = self.down + (tall - len(lines) * self.line) / 2
                self.stack(lines, self.label_room, first, WordsAnchor.END, bold=bold)
                self._row(label, self.down + (tall - block) / 2)
            else:
                tall = len(lines) * self.line + self.em * 0.1 + block
                self.stack(lines, 0, self.down, WordsAnchor.START, bold=bold)
                self._row(label, self.down + tall - block)
            self.down += tall + BETWEEN * self.em
        bottom = self.down - BETWEEN * self.em / 2
        self._upright_lines(top - self.em * 0.35, bottom)
        return self.scene(bottom + self.em * 0.2)

    def _upright_lines(self, top: float, bottom: float) -> None:
        """The line of zero and that of reference."""
        zero = self.scale(Decimal())
        self.hair(Spot(zero, top), Spot(zero, bottom), MarkInk.AXIS)
        if self.chart.reference:
            x = self.scale(self.chart.reference.value)
            self.stroke([Spot(x, top), Spot(x, bottom)], MarkInk.TEXT, 0.11, REFERENCE_DASH)

    def _row(self, label: int, top: float) -> None:
        data = [series.data[label] for series in self.chart.series]
        if self.chart.kind is ChartKind.STACKED:
            self._stack(label, data, top)
            return
        for number, datum in enumerate(data):
            low = top + number * (THICK + APART) * self.em
            if datum.value is None:
                box = Box(self.left, low, self.right, low + THICK * self.em)
                self.hatch(box, self.stop(number, label, box), room=box.width)
                continue
            box = self._bar(Decimal(), datum.value, low, seen=bool(datum.value))
            stop = self.stop(number, label, box)
            if datum.value:
                self.marks.append(ChartBar(box, *self.look(number, datum), stop))
            self._number(self.drawn_value(datum.value), box, datum.value < 0, self.is_marked(label))

    def _bar(self, start: Decimal, end: Decimal, top: float, *, seen: bool) -> Box:
        """From one value to another; however small it is, it is seen."""
        from_, to = self.scale(start), self.scale(end)
        if seen and abs(to - from_) < self.em * 0.12:
            to = from_ + self.em * (0.12 if end > start else -0.12)
        return Box(min(from_, to), top, max(from_, to), top + THICK * self.em)

    def _stack(self, label: int, data: list[ChartDatum], top: float) -> None:
        up, down, gap = Decimal(), Decimal(), self.em * 0.07
        farthest = self.scale(Decimal())
        for number, datum in enumerate(data):
            value = datum.value or Decimal()
            start = up if value >= 0 else down
            up, down = (up + value, down) if value >= 0 else (up, down + value)
            box = self._bar(start, start + value, top, seen=False)
            inner = Box(box.left + gap, box.top, max(box.right - gap, box.left + 2 * gap), box.bottom)
            farthest = max(farthest, inner.right if value else box.right)
            stop = self.stop(number, label, box)
            if value:
                self.marks.append(ChartBar(inner, *LOOKS[number][:2], stop))
        total = self.chart.total(label)
        whole = Box(self.scale(down), top, farthest, top + THICK * self.em)
        if total is None:
            end = min(max(self.right, farthest + 2 * self.em), self.width)
            self.hatch(Box(farthest + gap, top, end, whole.bottom))
        else:
            self._number(self.drawn_value(total), whole, not up and total < 0, bold=False)

    def _number(self, text: str, box: Box, below: bool, bold: bool) -> None:
        """A number at the end of its row."""
        x = box.left - self.em * 0.35 if below else box.right + self.em * 0.35
        y = (box.top + box.bottom) / 2 + self.note * 0.35
        anchor = WordsAnchor.END if below else WordsAnchor.START
        words = self.text(text, Spot(x, y), anchor, bold=bold, cleared=True)
        if not words.box.meets(box):  # where not even the greatest magnitude leaves it room, the table has it
            self.put(words)
