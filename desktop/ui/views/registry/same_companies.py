"""The list of two offices' records that may be one company."""

from desktop.base.text import _
from desktop.presenters.registry.same_companies import PairLine, SameCompaniesPresenter
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class SameCompaniesView(View[SameCompaniesPresenter]):
    """Filters above, the pairs below; Enter opens one."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        title = _("One company in several offices")
        page.set_crumbs([(_("Partners"), lambda: shown.open_place("partners")), (title, None)])
        self.filters = page.add(FilterBar(_("Name of a partner")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(title, listing=shown.listing, way=shown.way), 1)
        self.list.opened.connect(shown.open)
        self.bind_paper(self.list.print_rows)
        none = _(
            "No two offices have partners that look alike and that no number decides. They are compared again as "
            "bundles arrive."
        )
        self.none = page.add(EmptyState("partners", none), 1)
        unfound = _("No pair matches. Look for something else, or show those that wait for a ruling.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show those to rule on"), self._clear, "outlined"), 1)
        page.bar.back(_("Back to the partners"), lambda: shown.open_place("partners"))

    def show_state(self) -> None:
        """The rows, and how many wait."""
        shown = self.presenter
        self.page.set_title(_("One company in several offices"), shown.state)
        self.filters.write(shown.text)
        if shown.is_read:
            self.filters.show_filters(shown.filters)
        lines = shown.lines
        self.list.set_rows([self._row(line) for line in lines])
        set_shown(self.list, bool(lines))
        set_shown(self.none, shown.is_read and not lines and not shown.filtered)
        set_shown(self.unfound, shown.is_read and not lines and shown.filtered)

    @staticmethod
    def _row(line: PairLine) -> Row:
        mark = Mark(line.tone, line.ruling)
        return Row(line.pair.key, line.pair.first.name, line.note, mark, cells=line.cells, brief="", mark_in="ruling")

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
