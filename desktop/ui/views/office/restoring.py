"""The page on which a backup becomes the office of this computer."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.office.restoring import RestoringPresenter
from desktop.ui import deeds
from desktop.ui.forms.fields import ChoiceField, PasswordField, TextArea
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Text, emblem, set_shown


class RestoringView(View[RestoringPresenter]):
    """The file, who opens it, its passphrase or words, one button."""

    centred = True

    def build(self) -> None:
        page, shown = self.page, self.presenter
        page.add_before_title(emblem())
        self.file = page.add(Text(role="strong"))
        self.choose = Button(_("Choose the backup…"), shown.choose, "outlined", "folder")
        page.add(_at_its_width(self.choose))
        self.who = page.add(ChoiceField(_("Who are you?"), ()))
        self.who.chosen.connect(shown.choose_officer)
        help_text = _("The one that you had when the backup was made.")
        self.secret = page.add(PasswordField(_("Passphrase"), help_text))
        self.secret.entered.connect(self._restore)
        help_text = _("The 12 words of the recovery sheet, in their order; accents and capitals do not matter.")
        self.words = page.add(TextArea(_("Recovery words"), help_text, 3))
        self.turn = Button("", shown.turn, "link")
        page.add(_at_its_width(self.turn))
        self._chosen: Path | None = None
        page.add_stretch()
        page.bar.back(_("Back"), shown.back)
        self.main = page.bar.primary(_("Restore the office"), self._restore)
        shortcut(self, deeds.BACK, shown.back)
        shortcut(self, deeds.CONTINUE, self._restore)

    def _restore(self) -> None:
        self.presenter.restore(self.words.text() if self.presenter.by_words else self.secret.text())

    def show_state(self) -> None:
        """The file and who may open it."""
        shown = self.presenter
        has_file = shown.path is not None
        self.page.set_title(
            _("Restore an office"),
            _("It goes on here as it was in the backup. What Headquarters received since comes with its next return."),
        )
        self.file.set(shown.about)
        self.choose.setText(_("Choose another backup…") if has_file else _("Choose the backup…"))
        self.who.set_options([(holder.id, holder.name) for holder in shown.holders])
        self.who.set_value(shown.officer)
        set_shown(self.who, len(shown.holders) > 1)
        set_shown(self.secret, has_file and not shown.by_words)
        set_shown(self.words, has_file and shown.by_words)
        set_shown(self.turn, has_file)
        self.turn.setText(_("Back to the passphrase") if shown.by_words else _("Forgotten passphrase"))
        set_shown(self.main, has_file)
        self.main.setText(_("One moment…") if shown.busy else _("Restore the office"))
        self.main.setEnabled(not shown.busy)
        if shown.path != self._chosen:
            self._chosen = shown.path
            self.focus_first()

    def focus_first(self) -> None:
        """On the choice of the file; with one, at the first field."""
        if self.presenter.path is None:
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()


def _at_its_width(button: Button) -> QWidget:
    row = QWidget()
    buttons = ButtonFlow(row)
    buttons.addWidget(button)
    buttons.addStretch(1)
    return row
