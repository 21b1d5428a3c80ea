"""One target, baseline or budget that Headquarters sets."""

from desktop.base.text import _
from desktop.presenters.results.strategy_figure import StrategyFigurePresenter
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.widgets import EmptyState, KeyValueGrid, SectionBox, SideHelp, set_shown


class StrategyFigureView(CorrectableFormView[StrategyFigurePresenter]):
    """Ctrl+Enter records it; what was recorded can be taken back."""

    def build(self) -> None:
        """The form, and on record its history."""
        page, shown = self.page, self.presenter
        targets = (_("Targets and baselines"), shown.go_back)
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), targets, (shown.title, None)])
        page.bar.back(_("Back to the targets"), shown.go_back)
        self.has_form = shown.editable and (shown.figure is not None or not shown.id)
        if not self.has_form:
            page.add(EmptyState("results", _("Headquarters sets the targets; your role reads them.")), 1)
            return
        self.add_undo()
        self.add_record_form()
        self.add_way_back()
        self.past = page.add(SectionBox(_("What was written")))
        self.history = self.past.add(KeyValueGrid())
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        self.add_saving(_("Record it"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.show_record()
        if self.has_form:
            self.history.set(shown.history)
            set_shown(self.past, bool(shown.history))

    def save(self) -> None:
        if self.filled_in(self.form):
            shown = self.presenter
            shown.save()
            self.undo.offer_after(_("recording a target"), shown.recorded_sentence, shown.undo, shown.undo)


def _why() -> str:
    return _(
        "The strategy is judged by its indicators against what was aimed at and where it began (¶29, ¶30 f). A "
        "target is of a year, for IOM, a region or an office; an office reads it beside its own. The budget of IOM is "
        "what the five per cent are of (¶29 c)."
    )
