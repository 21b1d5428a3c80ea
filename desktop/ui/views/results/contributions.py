"""The ledger of contributions."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QResizeEvent

from desktop.base.text import _
from desktop.presenters.listing import RowDeed
from desktop.presenters.registry.partners import TABLES
from desktop.presenters.results.contributions import ContributionLine, ContributionsPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.record_pane import ListBeside
from desktop.ui.theme import look
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, Text, set_shown


def _of_row(listed: deeds.ListedDeed, deed: Callable[[object], None]) -> RowDeed:
    """A deed on one row, for its menu."""
    return RowDeed(_(listed.words), lambda keys: deed(keys[0]))


LOWEST, ROWS_ALONE = 32, 16  # em: a page on which every sum and some rows have room; one too low for any sum


class ContributionsView(View[ContributionsPresenter]):
    """Each contribution with its partner, what it is worth and how it stands; above them the sums of what is shown."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, the sums, the list, or a sentence."""
        shown = self.presenter
        self.filters = self.page.add(FilterBar(_("Partner, words, reference or receipt")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.sums = self.page.add(Text("", "note", measure=0))
        none = _("No contribution yet. Record a promise as soon as it is written.")
        button = _("Record a promise") if shown.may_record else ""
        empty = EmptyState("contributions", none, button, shown.new, "outlined")
        self.list = RowList(_("Contributions"), empty, listing=shown.listing, way=shown.way)
        self.beside = self.page.add(ListBeside(self.list, [self.list], shown.summarise), 1)
        self.list.view.find_row = shown.find
        shown.rows_came = self.list.look_again
        self.bind_paper(self.list.print_rows)
        self.list.opened.connect(shown.open)
        unfound = _("No contribution matches. Look for another word, or show them all again.")
        self.unfound = self.page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        bar = self.page.bar
        bar.other(_("Cost of the function"), lambda: shown.open_place("costs"))
        if shown.may_import:
            bar.other(_("Import a table…"), shown.import_table)
        if shown.may_record:
            by_row = ((deeds.RECEIVE, shown.receive), (deeds.VALUE, shown.value), (deeds.REPEAT, shown.repeat))
            for listed, deed in by_row:
                self._bind(listed, deed)
            self.list.deeds = tuple(_of_row(listed, deed) for listed, deed in by_row)
            shortcut(self, deeds.NEW_LINE, shown.new, whole_window=False)
            bar.primary(_("Record a promise"), shown.new).says_key(deeds.NEW_LINE)

    def _bind(self, listed: deeds.ListedDeed, deed: Callable[[object], None]) -> None:
        """A key that does something with the row on which the arrows are."""

        def do() -> None:
            if (key := self.list.current_key()) is not None:
                deed(key)

        shortcut(self, listed, do, ready=lambda: self.list.current_key() is not None)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A table or an activity file of contributions."""
        takes = self.presenter.may_import and paths[0].suffix.lower() in TABLES
        if takes:
            self.presenter.import_table(str(paths[0]))
        return takes

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(_("Contributions"), shown.state)
        set_shown(self.filters, shown.total > 1 or shown.filtered)
        self.filters.write(shown.search_text)
        if shown.is_read:
            self.filters.show_filters(shown.filters)
        self._show_sums()
        self.list.set_rows(LazyRows(shown.ids, shown.lines, self._row))
        missed = shown.is_read and shown.filtered and not shown.lines
        set_shown(self.beside, shown.is_read and not missed)
        self.beside.look_again()
        set_shown(self.unfound, missed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page on which the list would have no room beside every sum shows one of them."""
        super().resizeEvent(event)
        self._show_sums()

    def _show_sums(self) -> None:
        shown = self.presenter
        is_low = self.height() < look().em(LOWEST)
        words = [f"{name} {amount}" for name, amount in (shown.total_words if is_low else shown.sum_words)]
        lines = [" · ".join(words), "" if is_low else shown.caution]
        self.sums.set("\n".join(line for line in lines if line))
        set_shown(self.sums, any(lines) and self.height() >= look().em(ROWS_ALONE))

    def go_on(self) -> None:
        """In the list, on the row of the record that was shown."""
        self.list.focus_rows()

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.view.go_to(0)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()

    @staticmethod
    def _row(line: ContributionLine) -> Row:
        if not line.id:  # nothing is known of it yet
            return Row("", line.title)
        mark = Mark(line.tone, line.state)
        return Row(line.id, line.title, line.note, mark, cells=line.cells, brief=line.brief, mark_in="standing")
