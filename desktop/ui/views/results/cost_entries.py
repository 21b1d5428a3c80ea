"""The entries of time and money of a year."""

from desktop.base.text import _
from desktop.presenters.results.cost_entries import CostEntriesPresenter, CostLine
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, set_shown


class CostEntriesView(View[CostEntriesPresenter]):
    """The latest day first; Enter opens an entry."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Settings"), lambda: shown.open_place("settings")),
                (_("Cost of the function"), lambda: shown.open_place("costs")),
                (_("Every entry"), None),
            ]
        )
        self.filters = page.add(FilterBar(_("Partner or words")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(_("Time and money spent"), listing=shown.listing, way=shown.way), 1)
        self.list.opened.connect(shown.open)
        self.bind_paper(self.list.print_rows)
        button = _("Record time or money") if shown.may_add else ""
        self.none = page.add(EmptyState("contributions", "", button, shown.add, "outlined"), 1)
        unfound = _("No entry matches. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        page.bar.back(_("Back to the cost of the function"), lambda: shown.open_place("costs"))
        if shown.may_add:
            page.bar.primary(_("Record time or money"), shown.add)

    def show_state(self) -> None:
        """The rows, and how many they are."""
        shown = self.presenter
        self.page.set_title(_("Time and money spent"), shown.state)
        lines = shown.lines
        self.filters.write(shown.text)
        self.filters.show_filters(shown.filters)
        self.list.set_rows([self._row(line) for line in lines])
        set_shown(self.list, bool(lines))
        self.none.say(_("Nothing is recorded for {year}.").format(year=shown.year))
        set_shown(self.none, shown.known and not shown.every)
        set_shown(self.unfound, shown.known and bool(shown.every) and not lines)

    @staticmethod
    def _row(line: CostLine) -> Row:
        return Row(line.entry.cost.id, line.title, line.note, cells=line.cells, brief=line.brief)

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
