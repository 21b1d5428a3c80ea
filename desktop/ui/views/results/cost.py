"""Time or money spent: a short form, ready for the next entry once one is recorded."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.results.cost import CostPresenter
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.views.results.about_partner import WhoseCard
from desktop.ui.widgets import (
    EmptyState,
    KeyValueGrid,
    SectionBox,
    SideHelp,
    set_shown,
)


class CostView(CorrectableFormView[CostPresenter]):
    """Ctrl+Enter records; the form is empty again then, and what was recorded can be taken back."""

    def build(self) -> None:
        """Whom it is about, the form, and on record where its dollars come from."""
        page, shown = self.page, self.presenter
        self._set_crumbs()
        page.bar.back(shown.leads_back, shown.go_back)
        reads = _("Your role reads what the function costs; colleagues who register partners record it.")
        self.none = page.add(EmptyState("contributions", reads), 1)
        self.has_form = shown.editable or bool(shown.id)
        set_shown(self.none, not self.has_form)
        if self.has_form:
            self._build_form()

    def _set_crumbs(self) -> None:
        page, shown, title = self.page, self.presenter, (_("Time or money spent"), None)
        if shown.about and shown.partner is not None:
            page.set_crumbs(
                [(_("Partners"), lambda: shown.open_place("partners")), (shown.partner.name, shown.go_back), title]
            )
            return
        costs = (_("Cost of the function"), lambda: shown.open_place("costs"))
        page.set_crumbs([(_("Settings"), lambda: shown.open_place("settings")), costs, title])

    def _build_form(self) -> None:
        page, shown = self.page, self.presenter
        self.add_undo()
        self.add_record_form()
        self.whose = page.add(WhoseCard(shown, _("Another partner, or none")))
        self.on_record = page.add(SectionBox(_("On record")))
        self.facts = self.on_record.add(KeyValueGrid())
        self.add_way_back()
        set_shown(self.on_record, bool(shown.id))
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        self.add_saving(_("Record it"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.show_record()
        if self.has_form:
            self.facts.set(shown.facts)
            self.whose.show_whose(shown.editable)

    def save(self) -> None:
        if not self.filled_in(self.form):
            return
        shown = self.presenter
        shown.save()
        recorded = shown.recorded
        if recorded is not None and not shown.id:
            back, again = partial(shown.turn, recorded.id, True), partial(shown.turn, recorded.id, False)
            self.undo.offer_after(_("recording time or money"), shown.recorded_sentence, back, again)
            self.page.reveal(self.form.inputs["hours"].first())


def _why() -> str:
    return _(
        "The function is funded from internal resources, by donors, later by the private sector (¶30 b). What it costs "
        "beside what it brings is asked every year: hours and money by source, month and partner. Headquarters adds "
        "the offices up."
    )
