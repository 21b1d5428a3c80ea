"""What the office tells of a period in its own words."""

from desktop.base.text import _
from desktop.presenters.results.narrative import NarrativePresenter
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.widgets import EmptyState, SideHelp, set_shown


class NarrativeView(CorrectableFormView[NarrativePresenter]):
    """Ctrl+Enter records it; what was recorded can be taken back."""

    def build(self) -> None:
        """The form."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Reports"), shown.go_back), (_("In the words of the office"), None)])
        page.bar.back(_("Back to the reports"), shown.go_back)
        self.has_form = shown.editable
        if not self.has_form:
            reads = _("Your role reads it in the reports; colleagues who register partners write it.")
            page.add(EmptyState("results", reads), 1)
            return
        self.add_undo()
        self.add_record_form()
        self.add_way_back()
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What it is for"), _why())])
        self.add_saving(_("Record it"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        self.show_record()
        if self.has_form:
            set_shown(self.away, bool(self.presenter.id))

    def save(self) -> None:
        if self.filled_in(self.form):
            shown = self.presenter
            shown.save()
            deed = _("writing about the period")
            self.undo.offer_after(deed, shown.recorded_sentence, shown.undo, shown.undo)


def _why() -> str:
    return _(
        "Figures say how much; this says what it was like. It opens the report of the office, and Headquarters prints "
        "it under the name of the office in its consolidated report. Name no migrant, and no partner that asked for "
        "discretion: the report of the office may be handed on."
    )
