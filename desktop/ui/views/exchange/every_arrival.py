"""Everything that arrived at Headquarters."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.exchange.every_arrival import EveryArrivalPresenter, key_of
from desktop.services.exchange.headquarters.every_arrival import FileArrival
from desktop.ui import deeds
from desktop.ui.keyboard import by_key
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.record_pane import ListBeside, ListColumnOfPage
from desktop.ui.views.exchange.bundle_intake import ImportedFiles, bundle_drop, show_intake, take_dropped
from desktop.ui.views.only_reading import shut
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class EveryArrivalView(View[EveryArrivalPresenter]):
    """One list over all offices, what narrows it, and where files are dropped; a file in short beside it."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """What was just imported stands above the list."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Headquarters"), shown.go_back), (_("Arrivals"), None)])
        lists = ListColumnOfPage()
        self.imported = lists.add(ImportedFiles(shown))
        self.filters = lists.add(FilterBar(_("File"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        none = EmptyState("headquarters", _("Nothing has arrived yet. Drop a bundle here, or a folder of bundles."))
        self.files = lists.add(RowList(_("Arrivals"), none, fits=True, arrows=True, listing=shown.listing))
        self.files.opened.connect(shown.open_file)
        unfound = _("No file is like this.")
        self.unfound = lists.add(EmptyState("search", unfound, _("Show all"), shown.show_all, "outlined"))
        self.drop = lists.add(bundle_drop(shown))
        self.beside = page.add(ListBeside(lists, [self.files], shown.summarise), 1)
        self.bind_paper(self.files.print_rows)
        page.bar.back(_("Back to Headquarters"), shown.go_back)
        self.main = page.bar.primary(_("Import bundles…"), shown.choose_bundles)
        by_key(self.main, deeds.TAKE_IN)

    def show_state(self) -> None:
        """What there is."""
        shown = self.presenter
        self.page.set_title(_("Arrivals"), shown.sentence)
        show_intake(self.page, shown)
        self.imported.show_verdicts()
        self.filters.show_filters(shown.filters)
        set_shown(self.filters, self.filters.offers and not shown.is_empty)
        self.files.set_rows(LazyRows([key_of(file) for file in shown.files], shown.files, self._row))
        narrowed_away = shown.is_read and not shown.is_empty and not self.files.rows
        set_shown(self.unfound, narrowed_away)
        set_shown(self.files, not narrowed_away)
        self.beside.look_again()
        self.main.setEnabled(not shown.busy)
        set_shown(self.drop, not shown.only_reads)
        shut(shown.only_reads, self.main)

    def _row(self, file: FileArrival) -> Row:
        line, tone, word, said = self.presenter.line(file)
        mark = Mark(tone, word)
        return Row(line.key, line.title, line.note, mark, cells=line.cells, brief=said, mark_in="state")

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Folders, and what comes by mail, dropped anywhere on the page."""
        return take_dropped(self.presenter, paths)
