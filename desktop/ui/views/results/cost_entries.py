"""The entries of time and money of a year."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.results.cost_entries import CostEntriesPresenter, CostLine
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState


class CostEntriesView(NarrowedListView[CostEntriesPresenter]):
    """The latest day first."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Settings"), lambda: shown.open_place("settings")),
                (_("Cost of the function"), lambda: shown.open_place("costs")),
                (_("Every entry"), None),
            ]
        )
        none = _("Nothing is recorded for {year}.").format(year=shown.year)
        button = _("Record time or money") if shown.may_add else ""
        unfound = _("No entry matches. Look for another word, or show them all again.")
        nothing = EmptyState("contributions", none, button, shown.add, "outlined")
        self.build_list(_("Time and money spent"), _("Partner or words"), nothing, unfound)
        page.bar.back(_("Back to the cost of the function"), lambda: shown.open_place("costs"))
        if shown.may_add:
            page.bar.primary(_("Record time or money"), shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        return [_row(line) for line in self.presenter.lines]


def _row(line: CostLine) -> Row:
    return Row(line.entry.cost.id, line.title, line.note, cells=line.cells, brief=line.brief)
