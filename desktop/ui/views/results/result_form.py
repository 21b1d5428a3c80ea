"""The page of a form about what came of a partnership: the partners of a name that is typed can be chosen below it."""

from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.results.result_form import ResultForm
from desktop.ui.keyboard import ASIDE
from desktop.ui.views.results.about_partner import unknown_partner
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, Text, set_shown

R = TypeVar("R", bound=ResultForm)


class ProposedPartners(Card):
    """The partners of a like name, each a button, where there are any."""

    def __init__(self, view: View[R]) -> None:
        super().__init__()
        self._presenter: ResultForm = view.presenter
        self.setProperty(ASIDE, True)
        self._proposed: tuple[object, ...] | None = None
        self.show_partners()

    def show_partners(self) -> None:
        """As the presenter proposes them."""
        shown = self._presenter
        ids = (shown.is_unknown, *(line.id for line in shown.alike))
        set_shown(self, bool(shown.alike) or shown.is_unknown)
        if ids == self._proposed:
            return
        self._proposed = ids
        self.clear()
        if shown.is_unknown:
            self.add(Text(unknown_partner()))
            return
        self.add(Text(_("Which partner is it?"), "strong"))
        for line in shown.alike:
            words = shown.where(line).replace("&", "&&")
            self.add(beside(Button(words, partial(shown.choose, line.id), "link")))


def beside(button: Button) -> QWidget:
    """A button at the beginning of a line of its own."""
    holder = QWidget()
    row = ButtonFlow(holder)
    row.addWidget(button)
    row.addStretch(1)
    return holder
