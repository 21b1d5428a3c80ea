"""Where the parts of a list's row stand, and how they share its width: nothing is cut while there is room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from desktop.presenters.listing import ListLine, RowCell
from desktop.ui.theme import look, note_font, px, strong_font
from desktop.ui.widgets import Mark, mark_size

GAP = 12  # between neighbours, in pixels of the 14-pixel font
LEAST = 60  # per cent of a line that its words keep before they are cut for what stands at the right


@dataclass(frozen=True)
class Row:
    """One line of a list. `key` is given back when it is opened; `right` stands before the chip or under it.

    `drawing` is an icon's meaning; `number` is shown before the title, as in a plan of sections. `cells` are what it
    says in the columns of its list; where these stand, `brief` takes the place of the note, and the chip and the text
    at the right stand in the columns that `mark_in` and `right_in` name. With `bold_title` no other letter of the
    title is bold.
    """

    key: object
    title: str
    note: str = ""
    mark: Mark | None = None
    right: str = ""
    drawing: str = ""
    number: str = ""
    strong: bool = False
    cells: Mapping[str, RowCell] = field(default_factory=dict)
    brief: str | None = None
    mark_in: str = ""
    right_in: str = ""
    bold_title: tuple[tuple[int, int], ...] | None = None  # where the title is bold, from a letter to before another
    bold_note: tuple[tuple[int, int], ...] = ()

    @property
    def line(self) -> ListLine:
        """The row as a table takes it."""
        return ListLine(self.title, self.cells)

    @property
    def words(self) -> str:
        """Everything it says, parted by tabs."""
        parts = (self.title, self.note, self.right, self.mark.text if self.mark else "")
        return "\t".join(" ".join(part.split()) for part in parts if part)

    def beside_columns(self, columns: Sequence[str]) -> "Row":
        """The main line of a row some of whose words stand in these columns."""
        note = self.note if self.brief is None else self.brief
        mark = None if self.mark_in in columns else self.mark
        return replace(self, note=note, mark=mark, right="" if self.right_in in columns else self.right)

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        parts = (self.number, self.title, self.note, self.right, self.mark.text if self.mark else "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Words:
    """A text as it fits, and where."""

    text: str
    box: QRect
    font: QFont
    bold: tuple[tuple[int, int], ...] = ()  # letters that are bold, from one to before another


@dataclass(frozen=True)
class Laid:
    """The words and the chip of a row; what a row lacks, or has no room for, is None."""

    title: Words
    note: Words | None = None
    right: Words | None = None
    mark: tuple[Mark, QRect] | None = None

    def lacking(self, row: Row) -> str:
        """What of this row cannot be read whole: line by line, what the eye would look for."""
        shown = {words.text for words in (self.title, self.note, self.right) if words is not None}
        if self.mark is not None:
            shown.add(self.mark[0].text)
        parts = (row.title, row.note, row.right, row.mark.text if row.mark else "")
        whole = [" ".join(part.split("\n")) for part in parts if part]
        return "\n".join(whole) if any(part not in shown for part in whole) else ""


def row_height(two_lines: bool) -> int:
    """How tall the rows of a list are."""
    title = QFontMetrics(strong_font()).height()
    if not two_lines:
        return max(px(36), title + px(12))
    return max(px(36), title + QFontMetrics(note_font()).height() + px(14))


Lay = Callable[[Row, QRect, QFont], Laid]


def layout(rows: Sequence[tuple[Row, int]]) -> Lay:
    """How these rows, each with the width that it has, are laid out alike: the calmest way that cuts nothing."""
    measured = _Measured()
    if all(measured.fits(row, width, row.note) for row, width in rows):
        return beside
    return over if all(measured.fits(row, width, "") for row, width in rows) else stacked


class _Measured:
    """What fits into many rows: the fonts are asked for once, and each chip is measured once."""

    def __init__(self) -> None:
        self._title, self._note, self._gap = QFontMetrics(strong_font()), QFontMetrics(note_font()), px(GAP)
        self._sides: dict[tuple[Mark | None, str], int] = {}

    def fits(self, row: Row, width: int, note: str) -> bool:
        """Whether the chip and the text at the right leave room for the title and the note whole."""
        ends = (row.mark, row.right)
        if ends not in self._sides:
            self._sides[ends] = _side(*ends)
        side = self._sides[ends]
        if not side:
            return True
        room = width - self._gap - side
        return self._title.horizontalAdvance(row.title) <= room and self._note.horizontalAdvance(note) <= room


def beside(row: Row, room: QRect, font: QFont) -> Laid:
    """One line, or two with the chip and the text at the right beside both."""
    first, second = _lines(row, room, font)
    mark, right, left = _ended(row, room, max(_wide(row.title, font), _wide(row.note, note_font())))
    title = _words(row.title, font, first.intersected(left))
    note = _words(row.note, note_font(), second.intersected(left)) if row.note else None
    return Laid(title, note, right, mark)


def stacked(row: Row, room: QRect, font: QFont) -> Laid:
    """Two lines that give up only what stands in them: the chip at the end of the first, the text in the second."""
    if not (row.note and row.right):
        return over(row, room, font)
    first, second = _lines(row, room, font)
    mark, _text, left = _ended(replace(row, right=""), first, _wide(row.title, font))
    _mark, right, below = _ended(replace(row, mark=None), second, _wide(row.note, note_font()))
    return Laid(_words(row.title, font, left), _words(row.note, note_font(), below), right, mark)


def over(row: Row, room: QRect, font: QFont) -> Laid:
    """Whatever stands at the right is in the first line; the second has the whole width."""
    if not row.note:
        return beside(row, room, font)
    first, second = _lines(row, room, font)
    mark, right, left = _ended(row, first, _wide(row.title, font))
    return Laid(_words(row.title, font, left), _words(row.note, note_font(), second), right, mark)


def _lines(row: Row, room: QRect, font: QFont) -> tuple[QRect, QRect]:
    """The main line and the quiet one below it; a main line alone has the whole height."""
    if not row.note:
        return room, QRect()
    main, quiet = QFontMetrics(font).height(), QFontMetrics(note_font()).height()
    top = room.top() + (room.height() - main - quiet) // 2
    return QRect(room.left(), top, room.width(), main), QRect(room.left(), top + main, room.width(), quiet)


def _ended(row: Row, line: QRect, words: int) -> tuple[tuple[Mark, QRect] | None, Words | None, QRect]:
    """The chip and the text at the end of a line whose words want this width, and the room that they leave."""
    side = min(_side(row.mark, row.right), max(line.width() - words - px(GAP), line.width() * (100 - LEAST) // 100))
    mark, rest = None, line
    if row.mark:
        mark = chip(row.mark, line, at_right=True, width=side)
        rest = line.adjusted(0, 0, -mark[1].width() - px(GAP), 0)
    right = _at_right(row.right, rest, side - (line.width() - rest.width()))
    return mark, right, rest.adjusted(0, 0, -right.box.width() - px(GAP), 0) if right else rest


def _wide(text: str, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(text)


def _side(mark: Mark | None, right: str) -> int:
    """The width that the right side would take if it could."""
    widths = [mark_size(mark).width()] if mark else []
    widths += [_wide(right, note_font())] if right else []
    return sum(widths) + px(GAP) * max(0, len(widths) - 1)


def chip(mark: Mark, line: QRect, *, at_right: bool, width: int = 0) -> tuple[Mark, QRect]:
    """The chip at an end of a line, in so much of it; only a very long word in a very narrow row is cut."""
    frame = mark_size(replace(mark, text="")).width()
    shown = replace(mark, text=cut(mark.text, note_font(), (width or line.width()) - frame))
    size = mark_size(shown)
    left = line.right() + 1 - size.width() if at_right else line.left()
    return shown, QRect(QPoint(left, line.center().y() - size.height() // 2), size)


def _at_right(text: str, line: QRect, width: int) -> Words | None:
    """A quiet text at the right end of a line; none where only an ellipsis would be left of it."""
    shown = cut(text, note_font(), width)
    if not text or (shown != text and width < look().em(3)):
        return None
    wide = _wide(shown, note_font())
    return Words(shown, QRect(line.right() + 1 - wide, line.top(), wide, line.height()), note_font())


def _words(text: str, font: QFont, room: QRect) -> Words:
    return Words(cut(text, font, room.width()), room, font)


def cut(text: str, font: QFont, width: int) -> str:
    """The text on one line, with an ellipsis where it does not fit."""
    line = text.replace("\n", " ")
    if _wide(line, font) <= width:  # Qt's own ellipsis counts fractions of a pixel and would cut what just fits
        return line
    return QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, max(0, width))
