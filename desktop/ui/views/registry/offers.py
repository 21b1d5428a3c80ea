"""The list of offers."""

from desktop.base.text import _
from desktop.presenters.registry.offers import OffersPresenter
from desktop.store.records import Offer
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class OffersView(View[OffersPresenter]):
    """What, where, within how long: filters above, the offers below; Enter opens one."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Pipeline"), lambda: shown.open_place("pipeline")), (_("Offers"), None)])
        self.filters = page.add(FilterBar(_("Who, what or where")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(_("Offers"), listing=shown.listing, way=shown.way), 1)
        self.list.opened.connect(shown.open)
        self.list.view.find_row = shown.find
        self.bind_paper(self.list.print_rows)
        none = _("No offer yet. Record the next one while you are on the telephone: it takes two minutes.")
        none = _("No offer has arrived from an office yet.") if shown.office.is_hq else none
        button = _("Record an offer") if shown.may_add else ""
        self.none = page.add(EmptyState("inbox", none, button, shown.add, "outlined"), 1)
        unfound = _("No offer matches. Look for something else, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        page.bar.back(_("Back to the pipeline"), lambda: shown.open_place("pipeline"))
        if shown.may_add:
            page.bar.other(_("Record a stand-by offer"), shown.add_standby)
            page.bar.primary(_("Record an offer"), shown.add)

    def show_state(self) -> None:
        """The rows, and how many they are."""
        shown = self.presenter
        self.page.set_title(_("Offers"), shown.state)
        offered = shown.shown.offers
        self.filters.write(shown.text)
        self.filters.show_filters(shown.filters)
        self.list.set_rows(LazyRows(shown.shown.keys, offered, self._row))
        set_shown(self.list, bool(offered))
        set_shown(self.none, shown.known and not shown.every)
        set_shown(self.unfound, shown.known and bool(shown.every) and not offered)

    def _row(self, offer: Offer) -> Row:
        line = self.presenter.line(offer)
        mark = Mark(line.tone, line.label)
        return Row(line.offer.id, line.offer.name, line.note, mark, cells=line.cells, brief="", mark_in="state")

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
