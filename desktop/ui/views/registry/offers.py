"""The list of offers."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.registry.offers import OffersPresenter
from desktop.store.records import Offer
from desktop.ui.lists import LazyRows, Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark


class OffersView(NarrowedListView[OffersPresenter]):
    """What, where, within how long: a row for each offer, put into words as somebody looks at it."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Pipeline"), lambda: shown.open_place("pipeline")), (_("Offers"), None)])
        none = _("No offer yet. Record the next one while you are on the telephone: it takes two minutes.")
        none = _("No offer has arrived from an office yet.") if shown.office.is_hq else none
        button = _("Record an offer") if shown.may_add else ""
        unfound = _("No offer matches. Look for something else, or show them all again.")
        nothing = EmptyState("inbox", none, button, shown.add, "outlined")
        self.build_list(_("Offers"), _("Who, what or where"), nothing, unfound)
        self.list.view.find_row = shown.find
        page.bar.back(_("Back to the pipeline"), lambda: shown.open_place("pipeline"))
        if shown.may_add:
            page.bar.other(_("Record a stand-by offer"), shown.add_standby)
            page.bar.primary(_("Record an offer"), shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        shown = self.presenter.shown
        return LazyRows(shown.keys, shown.offers, self._row)

    def _row(self, offer: Offer) -> Row:
        line = self.presenter.line(offer)
        mark = Mark(line.tone, line.label)
        return Row(line.offer.id, line.offer.name, line.note, mark, cells=line.cells, brief="", mark_in="state")
