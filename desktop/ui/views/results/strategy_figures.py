"""The targets, baselines and budgets that Headquarters sets."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.results.strategy_figures import StrategyFiguresPresenter
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState


class StrategyFiguresView(NarrowedListView[StrategyFiguresPresenter]):
    """The latest year first."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        title = _("Targets and baselines")
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (title, None)])
        none = _("No target is set yet. Write one with its document: the offices that it concerns hear of it.")
        button = _("Write a target") if shown.may_add else ""
        unfound = _("No figure matches. Look for another word, or show them all again.")
        nothing = EmptyState("results", none, button, shown.add, "outlined")
        self.build_list(title, _("Indicator, office or document"), nothing, unfound)
        page.bar.back(_("Back to the indicators"), lambda: shown.open_place("indicators"))
        if shown.may_add:
            page.bar.primary(_("Write a target"), shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        return [Row(line.figure.id, line.title, line.note, cells=line.cells, brief="") for line in self.presenter.lines]
