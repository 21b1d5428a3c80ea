"""The laptops that Headquarters authorized."""

from desktop.base.text import _
from desktop.presenters.exchange.laptops import LaptopsPresenter
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.only_reading import shut
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class LaptopsView(View[LaptopsPresenter]):
    """One list over all offices."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The list and what narrows it."""
        page, shown = self.page, self.presenter
        title = _("Laptops")
        page.set_crumbs([(_("Headquarters"), lambda: shown.open_place("hq")), (title, None)])
        self.filters = page.add(FilterBar(_("Laptop"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        text = _("No laptop was authorized yet.")
        none = EmptyState("headquarters", text, _("Authorize a laptop…"), shown.enrol, "outlined")
        self.rows = page.add(RowList(title, none, arrows=True, listing=shown.listing), 1)
        self.rows.opened.connect(shown.open_laptop)
        page.bar.back(_("Back to Headquarters"), lambda: shown.open_place("hq"))
        self.enrol = page.bar.other(_("Authorize a laptop…"), shown.enrol)

    def show_state(self) -> None:
        """What there is."""
        shown = self.presenter
        self.page.set_title(_("Laptops"), "" if shown.is_empty else shown.sentence)
        self.filters.show_filters(shown.filters)
        set_shown(self.filters, self.filters.offers)
        set_shown(self.enrol, shown.office.is_hq)
        shut(shown.only_reads, self.enrol)
        self.rows.set_rows(
            [
                Row(line.key, line.title, line.note, Mark(tone, word), cells=line.cells, brief="", mark_in="state")
                for line, tone, word in shown.lines
            ]
        )
