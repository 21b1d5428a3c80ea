"""The list of the partners that other offices have."""

from desktop.base.text import _
from desktop.presenters.registry.elsewhere import ElsewhereLine, ElsewherePresenter
from desktop.presenters.registry.elsewhere_words import OLD
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Message, set_shown


class ElsewhereView(View[ElsewherePresenter]):
    """Filters above, the list below; Enter begins a partner of ours with the name."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, what the list cannot know, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Partners"), lambda: shown.open_place("partners")), (_("Other offices"), None)])
        self.filters = page.add(FilterBar(_("Name of a partner")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(_("Partners of other offices"), listing=shown.listing), 1)
        self.list.view.find_row = shown.find
        self.list.opened.connect(shown.add)
        self.bind_paper(self.list.print_rows)
        none = _(
            "Headquarters has told of no other office yet. Its next return brings the names of their partners, and "
            "they are searched here without a network."
        )
        self.none = page.add(EmptyState("partners", none), 1)
        unfound = _("No other office has a partner of that name. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        page.bar.back(_("Back to the partners"), lambda: shown.open_place("partners"))

    def show_state(self) -> None:
        """The rows, how many they are, and how old that is."""
        shown = self.presenter
        is_told = shown.standing.day is not None
        state = f"{shown.state} {shown.untold}" if is_told else shown.state
        self.page.set_title(_("Partners of other offices"), state)
        self.filters.write(shown.text)
        if shown.is_read:
            self.filters.show_filters(shown.filters)
        self.list.set_rows(LazyRows(shown.ids, shown.lines, self._row))
        set_shown(self.filters, is_told or not shown.is_read)  # where a page begins must be there as it opens
        set_shown(self.list, is_told and bool(shown.lines))
        set_shown(self.none, shown.is_read and not is_told)
        set_shown(self.unfound, shown.is_read and is_told and not shown.lines)
        if shown.is_old:
            self.page.show_message(Message("warn", _(OLD)), "old")
        else:
            self.page.clear_message("old")

    def _row(self, line: ElsewhereLine) -> Row:
        return Row(line.key, line.name, line.note, cells=line.cells, brief=self.presenter.brief(line))

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.view.go_to(0)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
