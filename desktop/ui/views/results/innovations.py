"""The list of innovations."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.results.innovations import InnovationRow, InnovationsPresenter
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark


class InnovationsView(NarrowedListView[InnovationsPresenter]):
    """By name; Enter opens one."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Pipeline"), lambda: shown.open_place("pipeline")), (_("Innovations"), None)])
        none = _(
            "No innovation yet. One of an innovation partnership in force, at the stage of a prototype or later, "
            "makes the first indicator of ¶29 b move; another office that takes it up, the second; persons assisted, "
            "the third."
        )
        button = _("Record an innovation") if shown.may_add else ""
        unfound = _("No innovation matches. Look for another word, or show them all again.")
        nothing = EmptyState("results", none, button, shown.add, "outlined")
        self.build_list(_("Innovations"), _("Name, partner or office"), nothing, unfound)
        page.bar.back(_("Back to the pipeline"), lambda: shown.open_place("pipeline"))
        page.bar.other(_("Activities"), lambda: shown.open_place("activities"))
        if shown.may_add:
            page.bar.primary(_("Record an innovation"), shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        return [_row(row) for row in self.presenter.lines]


def _row(row: InnovationRow) -> Row:
    mark = Mark(row.tone, row.word)
    return Row(row.key, row.title, row.note, mark, cells=row.cells, brief=row.brief, mark_in="stage")
