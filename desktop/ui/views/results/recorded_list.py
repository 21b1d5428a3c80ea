"""The page of a list of what was written down about partnerships."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop.base.text import _
from desktop.presenters.results.recorded_list import RecordedList, RecordedRow
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark

K = TypeVar("K", bound=RecordedList[Any])


@dataclass(frozen=True)
class ListWords:
    """What the page says: what is searched, what stands there without a row or a match, and the button that adds."""

    title: str
    searched: str
    none: str
    unfound: str
    add: str


class RecordedListView(NarrowedListView[K]):
    """Enter opens a row."""

    @property
    @abstractmethod
    def words(self) -> ListWords:
        """What the page says."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown, words = self.page, self.presenter, self.words
        page.set_crumbs([(_("Pipeline"), lambda: shown.open_place("pipeline")), (words.title, None)])
        nothing = EmptyState("results", words.none, words.add if shown.may_add else "", shown.add, "outlined")
        self.build_list(words.title, words.searched, nothing, words.unfound)
        page.bar.back(_("Back to the pipeline"), lambda: shown.open_place("pipeline"))
        if shown.may_add:
            page.bar.primary(words.add, shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        return [_row(row) for row in self.presenter.lines]


def _row(row: RecordedRow) -> Row:
    mark = Mark(row.tone, row.word)
    return Row(row.key, row.title, row.note, mark, cells=row.cells, brief=row.brief, mark_in="state")
