"""Two offices' records side by side, and the ruling on them."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.registry.same_company import SameCompanyPresenter, ruling_rows
from desktop.ui import deeds
from desktop.ui.comparison import Comparison, FactRow
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, Chip, Mark, set_shown


class SameCompanyView(View[SameCompanyPresenter]):
    """The facts of both, then the ruling with its reason. Ctrl+Enter records it, Ctrl+Z takes it back."""

    def build(self) -> None:
        """The comparison, the form, the way back."""
        page, shown = self.page, self.presenter
        title, to_list = _("One company in several offices"), partial(shown.open_place, "same_companies")
        page.set_crumbs(
            [(_("Partners"), lambda: shown.open_place("partners")), (title, to_list), (_("Two records"), None)]
        )
        self.chip = Chip()
        page.add_beside_title(self.chip)
        self.sides = page.add(Card(_("What speaks for it, and against it")))
        self.facts = self.sides.add(Comparison(*shown.heads))
        ways = QWidget()
        row = ButtonFlow(ways)
        for words, deed in zip(shown.heads, (shown.open_first, shown.open_second), strict=True):
            row.addWidget(Button(_("Open the record of {office}").format(office=words), deed, "link"))
        row.addStretch(1)
        self.sides.add(ways)
        self.form = add_held_form(self, ruling_rows())
        self.form.lock(not shown.editable)
        page.add_stretch()
        page.bar.back(_("Back to the list"), to_list)
        self.taking_back = page.bar.other(_("Take the ruling back"), shown.take_back)
        if shown.editable:
            page.bar.primary(_("Record the ruling"), self._rule)
            shortcut(self, deeds.CONTINUE, self._rule)
        self.undoing = LastDeed(self, self.presenter)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(f"{shown.pair.first.name} · {shown.pair.second.name}", shown.state)
        self.chip.set(Mark(*shown.mark))
        self.facts.set(
            [FactRow(fact.name, fact.first, fact.second, Mark(fact.tone, fact.word)) for fact in shown.facts]
        )
        self.form.set_values(shown.fields)
        set_shown(self.taking_back, shown.editable and bool(shown.pair.ruling))
        self.undoing.show()

    def _rule(self) -> None:
        if self.filled_in(self.form):
            self.presenter.rule()
