"""Reading a text in one language, or two side by side where there is room, its values lit up and its gaps marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QTextEdit, QWidget

from desktop.ui.theme import look, px

NARROW = 26  # em: two languages stand one below the other in less
LEAST = 8  # em: the height without which a text that scrolls is not read
ITEM = "\n• "  # how an item of a list begins
LOW = 20  # em: in less height a text has its whole length, and what is around it scrolls


class RunTone(StrEnum):
    """How some words of a text look: a value that was filled in, a gap, quietly, taken out, put in, a heading."""

    PLAIN = "plain"
    VALUE = "value"
    GAP = "gap"
    QUIET = "quiet"
    REMOVED = "removed"
    ADDED = "added"
    HEADING = "heading"


@dataclass(frozen=True)
class Run:
    """Some words in their tone."""

    text: str
    tone: RunTone = RunTone.PLAIN


@dataclass(frozen=True)
class Passage:
    """One paragraph in each language, under its number; `marked` when it was changed."""

    number: str
    texts: tuple[tuple[Run, ...], ...]
    marked: bool = False


class Reading(QTextEdit):
    """Shows passages; the arrows and the mouse move through them, and `moved` tells which one from 1.

    It scrolls by itself, or, while `show_whole` says so, has the height of its text in an area that scrolls.
    """

    moved = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setProperty("role", "reading")
        self.setMinimumHeight(look().em(LEAST))
        self._shown: tuple[Passage, ...] = ()
        self._stacked = self._whole = False
        self.cursorPositionChanged.connect(self._tell)

    @property
    def place(self) -> int:
        """The passage that the cursor is in, from 1; 0 without any."""
        table = self.textCursor().currentTable()
        return table.cellAt(self.textCursor()).row() + 1 if table is not None else 0

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """Show another text."""
        if tuple(passages) == self._shown:
            return
        self._shown = tuple(passages)
        self._set_out()

    def go_to(self, place: int) -> None:
        """Put the cursor into a passage, from 1, at the top of what is seen; nothing where there is none."""
        table = next(iter(self.document().rootFrame().childFrames()), None)
        if not isinstance(table, QTextTable) or not 1 <= place <= table.rows():
            return
        self.moveCursor(QTextCursor.MoveOperation.End)  # from below, what is gone to comes to the top
        self.setTextCursor(table.cellAt(place - 1, 1).firstCursorPosition())
        self.ensureCursorVisible()

    def show_whole(self, whole: bool) -> None:
        """Whether the whole text stands here, for an area around it to scroll."""
        self._whole = whole
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(never if whole else needed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._stacked != self._narrow():
            self._set_out()
        self._fit()

    def _narrow(self) -> bool:
        return self.width() < look().em(NARROW)

    def _fit(self) -> None:
        least = look().em(LEAST)
        self.setMinimumHeight(max(least, round(self.document().size().height()) + 2) if self._whole else least)

    def _set_out(self) -> None:
        """Write the passages anew: a language in each column, or one below the other where it is narrow."""
        self._stacked, before = self._narrow(), self.place
        self.clear()
        if not self._shown:
            return
        cursor = QTextCursor(self.document())
        columns = 2 if self._stacked else 1 + max(len(passage.texts) for passage in self._shown)
        table = cursor.insertTable(len(self._shown), columns, self._form(columns))
        for row, passage in enumerate(self._shown):
            number = f"{passage.number} ✎" if passage.marked else passage.number
            self._write(table.cellAt(row, 0).firstCursorPosition(), (Run(number, RunTone.QUIET),))
            for at, runs in enumerate(passage.texts, 1):
                cell = table.cellAt(row, 1 if self._stacked else at)
                if self._stacked and at > 1:
                    cell.lastCursorPosition().insertText("\n\n")
                self._write(cell.lastCursorPosition(), runs)
        self.setTextCursor(table.cellAt(max(before - 1, 0), min(1, columns - 1)).firstCursorPosition())
        self._fit()

    def _form(self, columns: int) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(px(6))
        form.setCellSpacing(0)
        fixed, share = QTextLength.Type.FixedLength, QTextLength.Type.PercentageLength
        numbered = any(passage.number or passage.marked for passage in self._shown)
        widths = [QTextLength(fixed, look().em(3.4 if numbered else 0.2))]
        widths += [QTextLength(share, 92 / max(columns - 1, 1)) for _column in range(columns - 1)]
        form.setColumnWidthConstraints(widths)
        form.setWidth(QTextLength(share, 100))
        return form

    def _write(self, cursor: QTextCursor, runs: Sequence[Run]) -> None:
        for run in runs:
            words, form = run.text, _form_of(run.tone)
            if words.startswith(ITEM):
                cursor.insertBlock(self._item_form(), form)
                words = words.removeprefix("\n")
            cursor.insertText(words, form)

    def _item_form(self) -> QTextBlockFormat:
        """An item of a list hangs from its dot."""
        form, dot = QTextBlockFormat(), self.fontMetrics().horizontalAdvance(ITEM.strip("\n"))
        form.setLeftMargin(dot)
        form.setTextIndent(-dot)
        form.setTopMargin(px(2))
        return form

    def _tell(self) -> None:
        if self.place:
            self.moved.emit(self.place)


class ReadingArea(QScrollArea):
    """A text with what is done with it: the text scrolls where there is height for both, else they scroll together."""

    def __init__(self, text: Reading, inside: QWidget) -> None:
        super().__init__()
        self._text = text
        inside.setProperty("role", "clear")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        text.cursorPositionChanged.connect(self._follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.widget()
        around = inside.minimumSizeHint().height() - self._text.minimumHeight() if inside is not None else 0
        self._text.show_whole(self.height() < max(look().em(LOW), around + look().em(LEAST)))

    def minimumSizeHint(self) -> QSize:
        """As wide as what cannot be made narrower in it: nothing scrolls sideways."""
        inside = self.widget()
        wide = (
            inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() if inside is not None else 0
        )
        return super().minimumSizeHint().expandedTo(QSize(wide, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """Keep the line that the arrows are on in sight."""
        inside = self.widget()
        if self._text.hasFocus() and inside is not None:
            line = self._text.cursorRect()
            at = self._text.viewport().mapTo(inside, line.center())
            self.ensureVisible(at.x(), at.y(), 0, line.height())


def _form_of(tone: RunTone) -> QTextCharFormat:
    current, form = look(), QTextCharFormat()
    quiet = tone in (RunTone.QUIET, RunTone.REMOVED)
    form.setForeground(QColor(current.tokens.quiet if quiet else current.tokens.text))
    form.setFontStrikeOut(tone == RunTone.REMOVED)
    form.setFontUnderline(tone == RunTone.ADDED)
    if tone == RunTone.ADDED:
        form.setForeground(QColor(current.tone("info")[0]))
    if tone in (RunTone.VALUE, RunTone.GAP):
        ink, ground = current.tone("info" if tone == RunTone.VALUE else "warn")
        form.setForeground(QColor(ink))
        form.setBackground(QColor(ground))
    if tone in (RunTone.GAP, RunTone.HEADING):
        form.setFontWeight(QFont.Weight.DemiBold)
    return form
