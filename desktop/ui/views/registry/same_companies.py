"""The list of two offices' records that may be one company."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.registry.same_companies import PairLine, SameCompaniesPresenter
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark


class SameCompaniesView(NarrowedListView[SameCompaniesPresenter]):
    """The pairs that wait for a ruling, or those of one."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        title = _("One company in several offices")
        page.set_crumbs([(_("Partners"), lambda: shown.open_place("partners")), (title, None)])
        none = _(
            "No two offices have partners that look alike and that no number decides. They are compared again as "
            "bundles arrive."
        )
        unfound = _("No pair matches. Look for something else, or show those that wait for a ruling.")
        nothing = EmptyState("partners", none)
        self.build_list(title, _("Name of a partner"), nothing, unfound, _("Show those to rule on"))
        page.bar.back(_("Back to the partners"), lambda: shown.open_place("partners"))

    @property
    def rows(self) -> Sequence[Row]:
        return [_row(line) for line in self.presenter.lines]


def _row(line: PairLine) -> Row:
    mark = Mark(line.tone, line.ruling)
    return Row(line.pair.key, line.pair.first.name, line.note, mark, cells=line.cells, brief="", mark_in="ruling")
