"""Reading a text in one or two languages side by side, with its values lit up and its gaps marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor, QTextLength, QTextTableFormat
from PySide6.QtWidgets import QFrame, QTextEdit

from desktop.ui.theme import look, px


class RunTone(StrEnum):
    """How some words of a text look: a value that was filled in, a gap, or quietly."""

    PLAIN = "plain"
    VALUE = "value"
    GAP = "gap"
    QUIET = "quiet"


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
    """Shows passages; the arrows and the mouse move through them, and `moved` tells which one from 1."""

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
        self.setMinimumHeight(look().em(8))
        self._shown: tuple[Passage, ...] = ()
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
        self.clear()
        if not passages:
            return
        cursor = QTextCursor(self.document())
        columns = 1 + max(len(passage.texts) for passage in passages)
        table = cursor.insertTable(len(passages), columns, self._form(columns))
        for row, passage in enumerate(passages):
            number = f"{passage.number} ✎" if passage.marked else passage.number
            self._write(table.cellAt(row, 0).firstCursorPosition(), (Run(number, RunTone.QUIET),))
            for at, runs in enumerate(passage.texts, 1):
                self._write(table.cellAt(row, at).firstCursorPosition(), runs)
        self.setTextCursor(table.cellAt(0, min(1, columns - 1)).firstCursorPosition())

    def _form(self, columns: int) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(px(6))
        form.setCellSpacing(0)
        fixed, share = QTextLength.Type.FixedLength, QTextLength.Type.PercentageLength
        widths = [QTextLength(fixed, look().em(3.4))]
        widths += [QTextLength(share, 92 / max(columns - 1, 1)) for _column in range(columns - 1)]
        form.setColumnWidthConstraints(widths)
        form.setWidth(QTextLength(share, 100))
        return form

    def _write(self, cursor: QTextCursor, runs: Sequence[Run]) -> None:
        for run in runs:
            cursor.insertText(run.text, _form_of(run.tone))

    def _tell(self) -> None:
        if self.place:
            self.moved.emit(self.place)


def _form_of(tone: RunTone) -> QTextCharFormat:
    current, form = look(), QTextCharFormat()
    form.setForeground(QColor(current.tokens.quiet if tone == RunTone.QUIET else current.tokens.text))
    if tone in (RunTone.VALUE, RunTone.GAP):
        ink, ground = current.tone("info" if tone == RunTone.VALUE else "warn")
        form.setForeground(QColor(ink))
        form.setBackground(QColor(ground))
    if tone == RunTone.GAP:
        form.setFontWeight(QFont.Weight.DemiBold)
    return form
