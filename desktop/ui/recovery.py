"""The recovery words on a card: numbered, with the way to paper and two boxes to type words back from it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.base.text import _
from desktop.presenters.office.recovery import RecoveryWords
from desktop.ui.forms.fields import FieldRow, TextField
from desktop.ui.theme import px
from desktop.ui.widgets import Button, Card, Deed, Text, column, empty_layout, line

ROWS = 4


class WordsCard(QWidget):
    """Shows the words; `typed` gives back what was typed from the paper."""

    def __init__(self, save: Deed) -> None:
        super().__init__()
        inner = column(self, 16)
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
        self.checks = (TextField(_("First word"), chars=16), TextField(_("Second word"), chars=16))
        self._shown = RecoveryWords()
        for part in (card, row, Text(_("Now take your paper and type two of its words."), "strong")):
            inner.addWidget(part)
        inner.addWidget(FieldRow(*self.checks))

    def show_words(self, recovery: RecoveryWords) -> None:
        """Show these words and ask for two of them; nothing happens when they are shown already."""
        if recovery == self._shown:
            return
        self._shown = recovery
        empty_layout(self._grid)
        for place, word in enumerate(recovery.words):
            row, side = place % ROWS, place // ROWS * 2
            number = Text(str(place + 1), "quiet")
            number.setMinimumWidth(px(24))
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(number, row, side)
            self._grid.addWidget(Text(word, "strong"), row, side + 1)
            self._grid.setColumnStretch(side + 1, 1)
        for place, field in zip(recovery.checked_places, self.checks, strict=False):
            field.set_label(_("Word number {number}").format(number=place + 1))
            field.edit.clear()

    def say_saved(self, done: bool) -> None:
        """Say that the sheet is on the disk."""
        self.saved.set(_("The sheet is saved: print it, then delete the file.") if done else "")

    def typed(self) -> tuple[str, str]:
        """The two words typed."""
        return self.checks[0].text(), self.checks[1].text()
