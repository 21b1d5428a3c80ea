"""The card of a form that says which partner it is about, or asks which of those of a like name."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.results.about_partner import AboutPartner
from desktop.ui.keyboard import ASIDE
from desktop.ui.widgets import Button, ButtonFlow, Card, Text, set_shown


class WhoseCard(Card):
    """Hidden while no partner is chosen and none has a like name; `other` are the words for choosing another one."""

    def __init__(self, presenter: AboutPartner, other: str) -> None:
        super().__init__()
        self.setProperty(ASIDE, True)
        self._presenter, self._other = presenter, other
        self._shown: tuple[object, ...] | None = None

    def show_whose(self, editable: bool) -> None:
        """The partner that it is about, or those of a like name."""
        shown = self._presenter
        named = shown.partner.id if shown.partner is not None else ""
        alike = () if named else shown.alike
        is_unknown = shown.is_unknown and not named
        state = (named, is_unknown, *(line.id for line in alike))
        set_shown(self, editable and (bool(named) or bool(alike) or is_unknown))
        if state == self._shown:
            return
        self._shown = state
        self.clear()
        if shown.partner is not None:
            self.add(Text(_("About {name}").format(name=shown.partner.name)))
            self.add(beside(Button(self._other, partial(shown.is_about, ""), "link")))
            return
        if is_unknown:
            self.add(Text(unknown_partner()))
            return
        self.add(Text(_("Which partner is it about?"), "strong"))
        for line in alike:
            words = shown.where(line).replace("&", "&&")
            self.add(beside(Button(words, partial(shown.is_about, line.id), "link")))


def unknown_partner() -> str:
    """What is said of a name that no partner has."""
    return _("No partner of the register has such a name. Check how it is written, or add the partner first.")


def beside(*buttons: Button) -> QWidget:
    """Buttons at the beginning of a line of their own."""
    holder = QWidget()
    row = ButtonFlow(holder)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return holder
