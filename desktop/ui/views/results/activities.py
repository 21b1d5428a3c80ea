"""The list of activities."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.results.activities import ActivitiesPresenter, ActivityRow
from desktop.ui.lists import LazyRows, Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark


class ActivitiesView(NarrowedListView[ActivitiesPresenter]):
    """The latest day first; Enter opens one."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Pipeline"), lambda: shown.open_place("pipeline")), (_("Activities"), None)])
        none = _(
            "No activity yet. A campaign with the part of a partner, its country, its day and one piece of evidence "
            "makes the first indicators of ¶29 a move; a study does with its authors and the day of its release."
        )
        button = _("Record an activity") if shown.may_add else ""
        unfound = _("No activity matches. Look for another word, or show them all again.")
        nothing = EmptyState("results", none, button, shown.add, "outlined")
        self.build_list(_("Activities"), _("Title, partner or country"), nothing, unfound)
        self.list.view.find_row = shown.find
        page.bar.back(_("Back to the pipeline"), lambda: shown.open_place("pipeline"))
        page.bar.other(_("Innovations"), lambda: shown.open_place("innovations"))
        page.bar.other(_("Names and emblems"), lambda: shown.open_place("visibility"))
        page.bar.other(_("Risks under way"), lambda: shown.open_place("delivery_risks"))
        page.bar.other(_("Lessons"), lambda: shown.open_place("lessons"))
        if shown.may_add:
            page.bar.primary(_("Record an activity"), shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        shown = self.presenter.shown
        return LazyRows(shown.keys, shown.lines, self._row)

    def _row(self, row: ActivityRow) -> Row:
        brief = self.presenter.listing.brief({"project": row.line.project_code})
        return Row(
            row.key, row.title, row.note, Mark(row.tone, row.word), cells=row.cells, brief=brief, mark_in="state"
        )
