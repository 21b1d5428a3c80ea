"""The recovery words on a card: numbered, with the way to paper; or two boxes to type words back from it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.base.text import _
from desktop.presenters.office.recovery import RecoveryWords
from desktop.ui.forms.fields import FieldRow, TextField
from desktop.ui.theme import px
from desktop.ui.widgets import Button, Card, Deed, Text, column, empty_layout, line, set_shown

ROWS = 4


class WordsCard(QWidget):
    """Shows the words, or asks for two of them; `typed` gives back what was typed from the paper."""

    def __init__(self, save: Deed, turn: Deed) -> None:
        super().__init__()
        inner = column(self, 16)
        self.face, self.question = QWidget(), QWidget()
        for part in (self.face, self.question):
            inner.addWidget(part)
        self._shown = RecoveryWords()
        self._build_face(save)
        self._build_question(turn)

    def _build_face(self, save: Deed) -> None:
        inner = column(self.face, 16)
        card, box = Card(), QWidget()
        self._grid = QGridLayout(box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        card.add(box)
        row = QWidget()
        across = line(row, 16)
        self.save = Button(_("Save the sheet to print it…"), save, "outlined", "print")
        self.saved = Text(role="note")
        across.addWidget(self.save)
        across.addWidget(self.saved)
        across.addStretch(1)
        for part in (card, row):
            inner.addWidget(part)

    def _build_question(self, turn: Deed) -> None:
        inner = column(self.question, 16)
        self.checks = (TextField(_("First word"), chars=16), TextField(_("Second word"), chars=16))
        row = QWidget()
        across = line(row, 16)
        self.again = Button(_("Show the words again"), turn, "link", "show")
        across.addWidget(self.again)
        across.addWidget(Text(_("Two other words are then asked for."), "note"), 1)
        inner.addWidget(Text(_("Now take your paper and type two of its words."), "strong"))
        inner.addWidget(FieldRow(*self.checks))
        inner.addWidget(row)

    @property
    def first(self) -> QWidget:
        """Where its reader begins."""
        return self.checks[0].edit if self._shown.hidden else self.save

    def show_words(self, recovery: RecoveryWords) -> None:
        """Show these words, or ask for two of them; nothing happens when that is shown already."""
        if recovery == self._shown:
            return
        turned = bool(self._shown.words)
        self._shown = recovery
        set_shown(self.face, not recovery.hidden)
        set_shown(self.question, recovery.hidden)
        self._fill(() if recovery.hidden else recovery.words)
        for place, field in zip(recovery.checked_places, self.checks, strict=False):
            field.set_label(_("Word number {number}").format(number=place + 1))
            field.edit.clear()
        if turned and self.isVisible():
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, words: tuple[str, ...]) -> None:
        empty_layout(self._grid)
        for place, word in enumerate(words):
            row, side = place % ROWS, place // ROWS * 2
            number = Text(str(place + 1), "quiet")
            number.setMinimumWidth(px(24))
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(number, row, side)
            self._grid.addWidget(Text(word, "strong").keep_secret(), row, side + 1)
            self._grid.setColumnStretch(side + 1, 1)

    def say_saved(self, done: bool) -> None:
        """Say that the sheet is on the disk."""
        self.saved.set(_("The sheet is saved: print it, then delete the file.") if done else "")

    def typed(self) -> tuple[str, str]:
        """The two words typed."""
        return self.checks[0].text(), self.checks[1].text()
