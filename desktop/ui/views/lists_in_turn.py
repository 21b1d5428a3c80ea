"""Lists below one another: those in sight are made at once, the others in their turn, and nothing seen moves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop.presenters.listing import Listing
from desktop.ui.lists import Row, RowList
from desktop.ui.record_pane import ListBeside, ListColumnOfPage, ReadSummary
from desktop.ui.row_layout import row_height
from desktop.ui.views.view import View
from desktop.ui.widgets import SectionBox

AT_ONCE = 12  # lines that are in sight in a window of usual height


@dataclass(frozen=True)
class ListedSection:
    """A list of the page: its heading, how many rows it has now, and how they are read."""

    id: str
    title: str
    count: int
    rows: Callable[[], Sequence[Row]]


class ListsInTurn:
    """The lists of a page and the record beside them, as `view` asks for them; `opened` is told the key of a row."""

    def __init__(
        self,
        view: View[Any],
        sections: Sequence[ListedSection],
        listing: Listing,
        read: ReadSummary,
        opened: Callable[[str], object],
    ) -> None:
        self._view, self._sections, self._listing, self._opened = view, sections, listing, opened
        self.column = ListColumnOfPage()
        self.made: dict[str, RowList] = {}
        self._beside: ListBeside | None = None
        lines = 0
        for section in sections:
            if lines < AT_ONCE:
                self.column.add(self._section(section))
            else:
                height = row_height(two_lines=False) * (section.count + 1)
                self.column.add_in_turn(section.id, height, partial(self._later, section))
                view.make_later(partial(self.column.make, section.id))
            lines += section.count
        self._beside = view.page.add(ListBeside(self.column, tuple(self.made.values()), read), 1)

    @property
    def all(self) -> Mapping[str, RowList]:
        """The list of each section."""
        self._view.make_all()
        return {section.id: self.made[section.id] for section in self._sections}

    def _section(self, section: ListedSection) -> SectionBox:
        rows = self.made[section.id] = RowList(section.title, fits=True, arrows=True, listing=self._listing)
        rows.opened.connect(lambda key: self._opened(str(key)))
        box = SectionBox(section.title)
        box.add(rows)
        return box

    def _later(self, section: ListedSection) -> SectionBox:
        box = self._section(section)
        self.made[section.id].set_rows(section.rows())
        if self._beside is not None:
            self._beside.take(self.made[section.id])
        return box

    def show_rows(self) -> None:
        """The rows as they are now."""
        for section in self._sections:
            if section.id in self.made:
                self.made[section.id].set_rows(section.rows())
        if self._beside is not None:
            self._beside.look_again()

    def begin_at(self, section: str, key: str) -> None:
        """Put the arrows on a row, wherever it stands, and bring it into sight."""
        self.column.make(section)
        rows = self.made[section]
        rows.set_current(key)
        rows.view.setFocus()
        self.column.lead_to(rows.view)
