"""The list of focal points."""

from desktop.base.text import _
from desktop.presenters.office.focal_points import KINDS, FocalLine, FocalPointsPresenter
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class FocalPointsView(View[FocalPointsPresenter]):
    """The offices without one first, then who is or was one, and the substitutes; Enter opens one."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: shown.open_place("settings")), (_("Focal points"), None)])
        self.filters = page.add(FilterBar(_("Name or role")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(_("Focal points"), listing=shown.listing, way=shown.way), 1)
        self.list.opened.connect(shown.open)
        self.bind_paper(self.list.print_rows)
        none = _("No focal point yet. Say who follows private-sector partners in this office, and who stands in.")
        button = _("Name a focal point") if shown.may_add else ""
        self.none = page.add(EmptyState("user", none, button, shown.add, "outlined"), 1)
        unfound = _("No focal point matches. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        page.bar.back(_("Back to the settings"), lambda: shown.open_place("settings"))
        page.bar.other(_("Trainings"), lambda: shown.open_place("trainings"))
        if shown.may_add:
            page.bar.primary(_("Name a focal point"), shown.add)

    def show_state(self) -> None:
        """The rows, and how many they are."""
        shown = self.presenter
        self.page.set_title(_("Focal points"), shown.state)
        lines = shown.lines
        self.filters.write(shown.text)
        self.filters.show_filters(shown.filters)
        self.list.set_rows([self._row(line) for line in lines])
        set_shown(self.list, bool(lines))
        set_shown(self.none, shown.known and not shown.every)
        set_shown(self.unfound, shown.known and bool(shown.every) and not lines)

    def _row(self, line: FocalLine) -> Row:
        tone, word = KINDS[line.kind]
        mark = Mark(tone, _(word))
        return Row(line.key, line.name, line.note, mark, cells=line.cells, brief=line.brief, mark_in="state")

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
