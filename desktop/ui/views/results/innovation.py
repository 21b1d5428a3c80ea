"""One innovation: its form with a day for each stage, who took it up, whom it assisted, and what shows it."""

from collections.abc import Callable, Sequence

from desktop.base.text import _
from desktop.presenters.listing import Listing
from desktop.presenters.results.innovation import InnovationPresenter, ResultRow
from desktop.ui.lists import Row, RowList
from desktop.ui.views.results.recorded_form import EvidencedFormView, RecordWords
from desktop.ui.widgets import EmptyState, SectionBox, set_shown


class InnovationView(EvidencedFormView[InnovationPresenter]):
    """The lists below the form open what hangs on the innovation."""

    @property
    def words(self) -> RecordWords:
        return RecordWords(
            _("Innovations"),
            _("Innovation"),
            _("Your role reads the innovations; colleagues who register partners record them."),
            _("Back to the innovations"),
            _("Record the innovation"),
            _("How it counts"),
            _(
                "A partnership counts as creating solutions with one innovation at the stage of a prototype or later; "
                "as replicated once another office takes one up, from a day on; persons assisted are added up by "
                "innovation and the same persons never twice (¶29 b)."
            ),
        )

    def build_below(self) -> None:
        shown = self.presenter
        none = _("No other office on record. One that takes it up, from a day on, makes it count as replicated.")
        self.replications = self._section(shown.replications, none, shown.open_replication)
        none = _("Nobody on record. A number with the way in which it was counted is enough; groups can follow.")
        self.head_counts = self._section(shown.head_counts, none, shown.open_head_count)

    def _section(self, listing: Listing, none: str, opened: Callable[[object], None]) -> RowList:
        section = self.page.add(SectionBox(listing.title))
        rows = section.add(RowList(listing.title, EmptyState("results", none), fits=True, arrows=True, listing=listing))
        rows.opened.connect(opened)
        set_shown(section, bool(self.presenter.id))
        return rows

    def fill_bar_beside(self) -> None:
        bar, shown = self.page.bar, self.presenter
        if shown.id:
            bar.other(_("Taken up by another office"), shown.replicate, drawing="add")
            bar.other(_("Persons assisted"), shown.assist, drawing="add")

    def show_below(self) -> None:
        super().show_below()
        self.replications.set_rows(_rows(self.presenter.replication_rows))
        self.head_counts.set_rows(_rows(self.presenter.head_count_rows))


def _rows(rows: Sequence[ResultRow]) -> Sequence[Row]:
    return [Row(row.key, row.title, row.note, cells=row.cells, brief="") for row in rows]
