"""The budget of the office for a year."""

from desktop.base.text import _
from desktop.presenters.results.budget import BudgetPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, EmptyState, SideHelp, UndoLine, set_shown


class BudgetView(View[BudgetPresenter]):
    """Ctrl+Enter records it; what was recorded can be taken back."""

    def build(self) -> None:
        """The form."""
        page, shown = self.page, self.presenter
        crumb = _("Budget of {year}").format(year=shown.year)
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (crumb, None)])
        page.bar.back(_("Back to the indicators"), lambda: shown.open_place("indicators"))
        if not shown.editable:
            reads = _("Your role reads the budget; a colleague who manages the office writes it.")
            page.add(EmptyState("results", reads), 1)
            return
        self.undo = page.add(UndoLine(page))
        self.form = add_held_form(self, shown.rows)
        self.away = page.add(Button(_("Recorded by mistake: take it back"), self._take_back, "link"))
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        shortcut(self, deeds.CONTINUE, self._save)
        page.bar.primary(_("Record it"), self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(_("Budget of {year}").format(year=shown.year), shown.state)
        if not shown.editable:
            return
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        set_shown(self.away, shown.budget is not None)

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()
            self._offer(_("recording the budget"))

    def _take_back(self) -> None:
        self.presenter.before = None
        self.presenter.take_back()
        self._offer(_("taking back the budget"))

    def _offer(self, deed: str) -> None:
        shown = self.presenter
        self.undo.offer_after(deed, shown.recorded_sentence, shown.take_back, shown.take_back)


def _why() -> str:
    return _(
        "The strategy aims at five per cent of the budget from the private sector by 2020 (¶29 c), and the Chief of "
        "Mission helps to reach it (¶30 a). The share is computed against this amount; without it, it is not "
        "computable."
    )
