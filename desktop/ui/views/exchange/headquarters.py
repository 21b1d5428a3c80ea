"""The page of Headquarters: offices, arrivals, returns."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.office_summary import OfficeRow
from desktop.ui import deeds
from desktop.ui.keyboard import by_key
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.record_pane import ListBeside, ListColumnOfPage
from desktop.ui.views.exchange.bundle_intake import ImportedFiles, bundle_drop, show_intake, take_dropped
from desktop.ui.views.only_reading import shut
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, Message, SectionBox, set_shown


class HeadquartersView(View[HeadquartersPresenter]):
    """The offices first; what was just taken in stands above them, the office in short beside them."""

    wide = True
    scrolls = False

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        lists = ListColumnOfPage()
        self.arrivals = lists.add(ImportedFiles(presenter))
        self.known = lists.add(SectionBox(_("Offices")))
        text = _("No office yet. Authorize the laptop of the first one.")
        none = EmptyState("headquarters", text, _("Authorize a laptop…"), presenter.enrol, "outlined")
        self.filters = self.known.add(FilterBar(_("Office"), searches=False))
        self.filters.narrowed.connect(lambda name, code: presenter.narrow(**{name: code}))
        self.offices = self.known.add(RowList(_("Offices"), none, fits=True, arrows=True, listing=presenter.listing))
        self.offices.opened.connect(presenter.open_office)
        self.drop = lists.add(bundle_drop(presenter))
        self.beside = page.add(ListBeside(lists, [self.offices], presenter.summarise), 1)
        page.bar.other(_("Keys"), lambda: presenter.open_place("hq_keys"))
        page.bar.other(_("Map"), presenter.open_map)
        page.bar.other(_("Laptops"), lambda: presenter.open_place("hq_laptops"))
        page.bar.other(_("Rules and lists"), lambda: presenter.open_place("hq_contents"))
        page.bar.other(_("Arrivals"), lambda: presenter.open_place("hq_arrivals"))
        self.returns = page.bar.other(_("Write the returns…"), presenter.write_returns, drawing="export")
        self.main = page.bar.primary(_("Import bundles…"), presenter.choose_bundles)
        by_key(self.main, deeds.TAKE_IN)
        by_key(self.returns, deeds.WRITE_RETURNS)

    def show_state(self) -> None:
        presenter = self.presenter
        self.page.set_title(_("Headquarters"), presenter.sentence)
        self.filters.show_filters(presenter.filters)
        set_shown(self.filters, self.filters.offers)
        self.offices.set_rows([_office(row) for row in presenter.offices])
        self.beside.look_again()
        self.arrivals.show_verdicts()
        self.returns.setEnabled(bool(presenter.to_answer) and not presenter.busy)
        self.main.setEnabled(not presenter.busy)
        set_shown(self.drop, not presenter.only_reads)
        shut(presenter.only_reads, self.returns, self.main)
        show_intake(self.page, presenter)
        if presenter.written:
            self.page.show_message(Message("good", _("The returns are written."), "\n".join(presenter.written)), "back")
        else:
            self.page.clear_message("back")
        if presenter.unwritten:
            text = _("These returns could not be written; they are due as before.")
            self.page.show_message(Message("warn", text, "\n".join(presenter.unwritten)), "unwritten")
        else:
            self.page.clear_message("unwritten")

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Folders, and what comes by mail, dropped anywhere on the page."""
        return take_dropped(self.presenter, paths)


def _office(row: OfficeRow) -> Row:
    mark = Mark(row.tone, row.state)
    brief = row.name if row.cells.get("heard") else row.about
    note = " · ".join(part for part in (row.name, row.about) if part)
    return Row(row.code, row.code, note, mark, cells=row.cells, brief=brief, mark_in="state")
