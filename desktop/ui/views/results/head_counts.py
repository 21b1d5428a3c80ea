"""The list of persons assisted below an innovation or an activity."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from desktop.presenters.listing import Listing
from desktop.presenters.results.head_counts import ResultRow
from desktop.presenters.results.recorded_form import RecordedForm
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, SectionBox, set_shown

M = TypeVar("M", bound=RecordedForm)


def add_hanging_list(view: View[M], listing: Listing, none: str, opened: Callable[[object], None]) -> RowList:
    """A list of what hangs on the record of a page, in a section of its own; of a new record it is out of sight."""
    section = view.page.add(SectionBox(listing.title))
    rows = section.add(RowList(listing.title, EmptyState("results", none), fits=True, arrows=True, listing=listing))
    rows.opened.connect(opened)
    set_shown(section, bool(view.presenter.id))
    return rows


def hanging_rows(rows: Sequence[ResultRow]) -> Sequence[Row]:
    """What hangs on a record, as the list shows it."""
    return [Row(row.key, row.title, row.note, cells=row.cells, brief="") for row in rows]
