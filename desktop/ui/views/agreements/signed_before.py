"""The list of everything that was signed before the program."""

from desktop.base.text import _
from desktop.presenters.agreements.signed_before import SignedBeforeLine, SignedBeforePresenter
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class SignedBeforeView(View[SignedBeforePresenter]):
    """Filters above, the list below; Enter opens one."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        title = _("Signed before the program")
        page.set_crumbs([(_("Agreements"), lambda: shown.open_place("agreements")), (title, None)])
        self.filters = page.add(FilterBar(_("Partner, reference or type")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(title, listing=shown.listing, way=shown.way), 1)
        self.list.opened.connect(shown.open)
        self.bind_paper(self.list.print_rows)
        none = _(
            "Nothing is recorded that was signed before the program. It is recorded from the page of its partner, or "
            "imported from a table."
        )
        self.none = page.add(EmptyState("agreements", none), 1)
        unfound = _("Nothing matches. Look for something else, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        page.bar.back(_("Back to the agreements"), lambda: shown.open_place("agreements"))

    def show_state(self) -> None:
        """The rows, and how many they are."""
        shown = self.presenter
        self.page.set_title(_("Signed before the program"), shown.state)
        lines = shown.lines
        self.filters.write(shown.text)
        self.filters.show_filters(shown.filters)
        self.list.set_rows([self._row(line) for line in lines])
        set_shown(self.list, bool(lines))
        set_shown(self.none, shown.is_read and not shown.every)
        set_shown(self.unfound, shown.is_read and bool(shown.every) and not lines)

    def _row(self, line: SignedBeforeLine) -> Row:
        mark, brief = Mark(line.tone, line.state), self.presenter.brief(line)
        return Row(line.id, line.partner, line.note, mark, cells=line.cells, brief=brief, mark_in="state")

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
