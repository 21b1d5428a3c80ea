"""The pages on which Headquarters' own keys are changed, one key after the other."""

from desktop.base.text import _
from desktop.presenters.exchange.key_ceremony import KeyCeremonyPresenter
from desktop.ui import deeds
from desktop.ui.forms.fields import PasswordField
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, EmptyState, Message, Text, set_shown


class KeyCeremonyView(View[KeyCeremonyPresenter]):
    """What it is for, the keys that are here, the passphrase of the one that is due. Ctrl+Enter goes on."""

    def build(self) -> None:
        """Every part once."""
        page, shown = self.page, self.presenter
        keys = (_("Keys of Headquarters"), shown.go_back)
        page.set_crumbs([(_("Headquarters"), lambda: shown.open_place("hq")), keys, (shown.title, None)])
        self.none = page.add(EmptyState("headquarters", _("This cannot be done here now.")))
        self.about = page.add(Card())
        self.explanation = self.about.add(Text())
        self.present = self.about.add(Text(role="quiet"))
        self.due = page.add(Card())
        self.instruction = self.due.add(Text())
        self.secret = self.due.add(PasswordField(_("Passphrase of this key")))
        self.again = self.due.add(PasswordField(_("The same passphrase once more")))
        self.secret.entered.connect(self._enter)
        self.again.entered.connect(self._press)
        page.add_stretch()
        page.bar.back(_("Back to the keys"), shown.go_back)
        self.main = page.bar.primary(_("Open the key file…"), self._press)
        shortcut(self, deeds.CONTINUE, self._press)
        self._number = 0

    def _enter(self) -> None:
        if self.again.isVisible():
            self.again.edit.setFocus()
        else:
            self._press()

    def _press(self) -> None:
        if self.presenter.is_possible:
            self.presenter.press(self.secret.text(), self.again.text())

    def show_state(self) -> None:
        """The step."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.sentence)
        set_shown(self.none, not shown.is_possible)
        set_shown(self.about, shown.is_possible and shown.done is None)
        self.explanation.set(shown.explanation)
        ready = _("Ready: {keys}").format(keys=", ".join(shown.keys_here)) if shown.keys_here else ""
        self.present.set(ready)
        set_shown(self.present, bool(ready))
        step = shown.step
        set_shown(self.due, step is not None)
        set_shown(self.again, step is not None and step.creates)
        self.instruction.set(shown.instruction)
        set_shown(self.main, shown.is_possible)
        self.main.setText(shown.main_label)
        self.main.setEnabled(not shown.busy)
        if shown.number != self._number:  # the passphrase of the next key is somebody else's
            self._number = shown.number
            self.secret.edit.clear()
            self.again.edit.clear()
            self.focus_first()
        if shown.outcome:
            self.page.show_message(Message("good", shown.outcome[0], "\n".join(shown.outcome[1:])), "done")
        else:
            self.page.clear_message("done")
