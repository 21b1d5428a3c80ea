"""One target, baseline or budget that Headquarters sets."""

from desktop.base.text import _
from desktop.presenters.results.strategy_figure import StrategyFigurePresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form, take_back_or_again
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, EmptyState, KeyValueGrid, SectionBox, SideHelp, UndoLine, set_shown


class StrategyFigureView(View[StrategyFigurePresenter]):
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
        self.undo = page.add(UndoLine(page))
        self.form = add_held_form(self, shown.rows)
        self.away = page.add(Button("", self._turn, "link"))
        set_shown(self.away, bool(shown.id))
        self.past = page.add(SectionBox(_("What was written")))
        self.history = self.past.add(KeyValueGrid())
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        shortcut(self, deeds.CONTINUE, self._save)
        page.bar.primary(_("Save the corrections") if shown.id else _("Record it"), self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        if not self.has_form:
            return
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        self.away.setText(_("Put it back on record") if shown.is_set_aside else _("Recorded by mistake: take it back"))
        self.history.set(shown.history)
        set_shown(self.past, bool(shown.history))

    def _save(self) -> None:
        if self.filled_in(self.form):
            shown = self.presenter
            shown.save()
            self.undo.offer_after(_("recording a target"), shown.recorded_sentence, shown.undo, shown.undo)

    def _turn(self) -> None:
        take_back_or_again(self.presenter, self.undo)


def _why() -> str:
    return _(
        "The strategy is judged by its indicators against what was aimed at and where it began (¶29, ¶30 f). A "
        "target is of a year, for IOM, a region or an office; an office reads it beside its own. The budget of IOM is "
        "what the five per cent are of (¶29 c)."
    )
