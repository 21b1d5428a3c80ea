"""The page of a list: filters above, the rows below, or a sentence."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from desktop.base.text import _
from desktop.presenters.narrowed_list import NarrowedList
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, set_shown

N = TypeVar("N", bound=NarrowedList)


class NarrowedListView(View[N]):
    """Call `build_list` in `build`, and give the rows; Enter opens one."""

    wide, scrolls = True, False

    def build_list(self, title: str, searched: str, none: EmptyState, unfound: str, show_all: str = "") -> None:
        """The filters, which search what `searched` names; the list; what is said without rows, and without a match."""
        page, shown = self.page, self.presenter
        self.title = title
        self.filters = page.add(FilterBar(searched))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(title, listing=shown.listing, way=shown.way), 1)
        self.list.opened.connect(shown.open)
        self.bind_paper(self.list.print_rows)
        self.none = page.add(none, 1)
        button = show_all or _("Show all")
        self.unfound = page.add(EmptyState("search", unfound, button, self._clear, "outlined"), 1)

    @property
    @abstractmethod
    def rows(self) -> Sequence[Row]:
        """What the filters leave."""

    def show_state(self) -> None:
        """The rows, and how many they are."""
        shown, rows = self.presenter, self.rows
        self.page.set_title(self.title, shown.state)
        self.filters.write(shown.text)
        self.filters.show_filters(shown.filters)
        self.list.set_rows(rows)
        set_shown(self.list, bool(rows))
        set_shown(self.none, shown.is_empty)
        set_shown(self.unfound, shown.is_read and not shown.is_empty and not rows)

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
