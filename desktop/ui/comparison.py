"""Two sides of the same facts, and short lists of points with their marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.theme import look, px
from desktop.ui.widgets import Chip, Mark, Text, column, empty_layout, hairline, line

TOP = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class FactRow:
    """One fact on both sides and how they compare."""

    name: str
    ours: str
    theirs: str
    mark: Mark


class Comparison(QWidget):
    """Facts side by side under two headings, a mark at the end of each line; unknown values read as a dash."""

    def __init__(self, ours: str, theirs: str) -> None:
        super().__init__()
        self._heads = ("", ours, theirs, "")
        self._facts: tuple[FactRow, ...] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnMinimumWidth(0, look().em(8))

    def set(self, facts: Sequence[FactRow]) -> None:
        """Show other facts; the same ones stay as they are, with what is selected in them."""
        if (shown := tuple(facts)) == self._facts:
            return
        self._facts = shown
        empty_layout(self._grid)
        for at, head in enumerate(self._heads):
            self._grid.addWidget(Text(head, "label"), 0, at, TOP)
        for row, fact in enumerate(facts):
            self._grid.addWidget(hairline(), 2 * row + 1, 0, 1, 4)
            name = Text(fact.name, "quiet", measure=12)
            chip = Chip(fact.mark)
            chip.setAccessibleName(f"{fact.name}: {fact.mark.text}")
            for at, part in enumerate((name, Text(fact.ours or "–"), Text(fact.theirs or "–"), chip)):
                self._grid.addWidget(part, 2 * row + 2, at, TOP)


@dataclass(frozen=True)
class Point:
    """One point: a mark, a sentence, and a quieter one under it; the first and the last may be missing."""

    text: str
    note: str = ""
    mark: Mark | None = None


class Points(QWidget):
    """Points below one another, numbered where they are acts in an order; the sentences wrap."""

    def __init__(self, points: Sequence[Point] = (), *, numbered: bool = False) -> None:
        super().__init__()
        self._numbered = numbered
        self._points: tuple[Point, ...] = ()
        self._rows = column(self, 10)
        self.set(points)

    def set(self, points: Sequence[Point]) -> None:
        """Show other points; the same ones stay as they are, with what is selected in them."""
        if (shown := tuple(points)) == self._points:
            return
        self._points = shown
        empty_layout(self._rows)
        for number, point in enumerate(points, 1):
            row, words = line(gap=12), column(gap=2)
            if self._numbered:
                place = Text(f"{number}.", "strong", measure=0)
                place.setWordWrap(False)
                row.addWidget(place, 0, TOP)
            words.addWidget(Text(point.text, "strong" if self._numbered else "body", measure=0))
            words.addWidget(Text(point.note, "quiet", measure=0))
            row.addLayout(words, 1)
            if point.mark is not None:
                row.addWidget(Chip(point.mark), 0, TOP)
            self._rows.addLayout(row)
