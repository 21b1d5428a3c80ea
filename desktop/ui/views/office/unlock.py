"""The unlocking page, at the start and over the window after a pause."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _, plural
from desktop.presenters.form import Option
from desktop.presenters.office.unlock import PASSPHRASE, WORDS, UnlockPresenter
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import PasswordField, TextArea
from desktop.ui.theme import look
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Text, column, emblem, line, set_shown


class UnlockView(View[UnlockPresenter[Any]]):
    """A card in the middle: which office, who, one field, one button."""

    centred = True

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.add_before_title(emblem())
        page.set_title(presenter.title, self._sentence())
        self._build_who()
        self.secret = page.add(PasswordField(_("Passphrase")))
        self.secret.entered.connect(self._open)
        self._build_words()
        self.waiting = page.add(Text(role="strong"))
        self._build_buttons()
        self._clock = QTimer(self, interval=500)
        self._clock.timeout.connect(self.show_state)

    def _sentence(self) -> str:
        if self.presenter.training:
            return _("This is the training office: everything in it is invented, and nothing leaves this computer.")
        if self.presenter.locked:
            return _("What you were typing is still there.")
        return _("Everything on this computer is encrypted; your passphrase opens it.")

    def _build_who(self) -> None:
        officers = self.presenter.officers
        self.who = Text(self.presenter.officer.name, "section")
        self.other = Button(_("Switch user"), self._choose_other, "link")
        row, rows = QWidget(), [Option(o.id, o.name, self.presenter.roles.get(o.id, "")) for o in officers]
        across = line(row, 16)
        across.addWidget(self.who)
        across.addWidget(self.other)
        across.addStretch(1)
        self.page.add(row)
        self.list = self.page.add(ChoiceRows(_("Who are you?"), rows))
        self.list.setMaximumWidth(look().em(32))
        self.list.chosen.connect(self._chosen)
        self.list.hide()
        set_shown(self.other, len(officers) > 1)

    def _build_words(self) -> None:
        self.words = QWidget()
        inner = column(self.words, 16)
        help_text = _("The 12 words of the recovery sheet, in their order; accents and capitals do not matter.")
        self.typed = TextArea(_("Recovery words"), help_text, 3)
        self.fresh = PasswordField(_("Your new passphrase"))
        self.strength = Text(self.presenter.advice(""), "note")
        self.fresh.edit.textEdited.connect(lambda text: self.strength.set(self.presenter.advice(text)))
        self.fresh.entered.connect(self._open)
        for part in (self.typed, self.fresh, self.strength):
            inner.addWidget(part)
        self.page.add(self.words)

    def _build_buttons(self) -> None:
        self.forgot = Button(_("Forgotten passphrase"), self._turn, "link")
        row = QWidget()
        across = ButtonFlow(row, 16)
        self.main = Button(_("Open"), self._open, "filled")
        across.addWidget(self.main)
        across.addWidget(self.forgot)
        across.addStretch(1)
        self.page.add(row)

    # --- gestures

    def _choose_other(self) -> None:
        self.list.set_value(self.presenter.officer.id)
        self.list.show()
        self.list.buttons[self.presenter.officer.id].setFocus()

    def _chosen(self, officer_id: str) -> None:
        self.secret.clear()
        self.presenter.choose(officer_id)

    def _turn(self) -> None:
        self.presenter.ask_for(WORDS if self.presenter.mode == PASSPHRASE else PASSPHRASE)
        (self.typed if self.presenter.mode == WORDS else self.secret).setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        if self.presenter.mode == WORDS:
            self.presenter.open_with_words(self.typed.text(), self.fresh.text())
        elif self.presenter.with_keyring and not self.secret.text():
            self.presenter.open_with_keyring()
        else:
            self.presenter.open(self.secret.text())

    # --- state

    def show_state(self) -> None:
        """Make the page agree: mode, wait, work under way."""
        presenter = self.presenter
        words, wait = presenter.mode == WORDS, presenter.wait
        self.who.set(presenter.officer.name)
        set_shown(self.secret, not words and not presenter.training)
        set_shown(self.words, words)
        set_shown(self.forgot, presenter.has_words and not presenter.training)
        self.forgot.setText(_("Back to the passphrase") if words else _("Forgotten passphrase"))
        self.main.setText(_("Opening…") if presenter.busy else _("Open"))
        self.main.setEnabled(not presenter.busy and not wait)
        text = plural("Next try in {count} second.", "Next try in {count} seconds.", wait) if wait else ""
        self.waiting.set(text)
        if presenter.problem is not None and not words and not presenter.busy:
            self.secret.edit.selectAll()
        if bool(wait) != self._clock.isActive():
            (self._clock.start if wait else self._clock.stop)()

    def focus_first(self) -> None:
        """Into the field, at the start and when the window comes back."""
        if self.presenter.training:
            self.main.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()
