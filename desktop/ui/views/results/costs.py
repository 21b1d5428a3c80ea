"""The cost of the function in a year at a glance."""

from collections.abc import Callable, Sequence

from desktop.base.text import _
from desktop.documents.charts.chart import Chart
from desktop.presenters.listing import Listing, NotedLine
from desktop.presenters.results.costs import CostsPresenter
from desktop.ui import deeds
from desktop.ui.charts import ChartPanel
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Button, EmptyState, SectionBox, set_shown


class CostsView(PaperView[CostsPresenter]):
    """The year and the offices as filters; hours and dollars month by source, drawn and listed; the dearest ones."""

    wide = True

    def build(self) -> None:
        """Every section once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: shown.open_place("settings")), (_("Cost of the function"), None)])
        self.filters = page.add(FilterBar(_("Year"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.hours, self.hour_list, self.hour_chart = self._drawn_section(shown.hours)
        self.money, self.money_list, self.money_chart = self._drawn_section(shown.money)
        self.mend = Button(_("Work out the dollars that lack"), shown.convert, "link")
        self.money.add_beside_title(self.mend)
        self.offices, self.office_list = self._section(shown.offices, shown.open_office)
        self.regions, self.region_list = self._section(shown.regions, shown.open_region)
        self.dearest, self.partner_list = self._section(shown.dearest, shown.open_partner)
        none = _("Nothing yet. Half a minute after a meeting is enough: hours or an amount, what for, who pays.")
        button = _("Record time or money") if shown.may_add else ""
        self.none = page.add(EmptyState("contributions", none, button, shown.add, "outlined"))
        page.add_stretch()
        self.add_paper()

    def _section(self, listing: Listing, opened: Callable[[object], None] | None = None) -> tuple[SectionBox, RowList]:
        section = self.page.add(SectionBox(listing.title))
        rows = section.add(RowList(listing.title, fits=True, arrows=opened is not None, listing=listing))
        rows.opened.connect(opened or (lambda _key: self.presenter.open_entries()))
        return section, rows

    def _drawn_section(self, listing: Listing) -> tuple[SectionBox, RowList, ChartPanel]:
        """A section with a chart above its list."""
        section = self.page.add(SectionBox(listing.title))
        chart = section.add(ChartPanel(titled=False))
        chart.opened.connect(lambda _month: self.presenter.open_entries())
        rows = section.add(RowList(listing.title, fits=True, listing=listing))
        rows.opened.connect(lambda _key: self.presenter.open_entries())
        return section, rows, chart

    def show_state(self) -> None:
        """The sums of the year."""
        shown = self.presenter
        self.page.set_title(_("Cost of the function"), shown.state)
        self.filters.show_filters(shown.filters)
        set_shown(self.filters, self.filters.offers)
        self.money.note.set(shown.caution)
        set_shown(self.mend, bool(shown.caution) and shown.may_add)
        at_headquarters = shown.office.is_hq
        self._draw(self.hour_chart, shown.hour_chart)
        self._draw(self.money_chart, shown.money_chart)
        self._show(self.hours, self.hour_list, shown.hour_lines)
        self._show(self.money, self.money_list, shown.money_lines)
        set_shown(self.money_list, bool(shown.money_lines))
        set_shown(self.money, bool(shown.money_lines) or bool(shown.caution))
        self._show(self.offices, self.office_list, shown.office_lines if at_headquarters else ())
        self._show(self.regions, self.region_list, shown.region_lines if at_headquarters else ())
        self._show(self.dearest, self.partner_list, shown.partner_lines)
        set_shown(self.none, shown.is_read and not shown.year.total.entries)
        self.agree_on_paper()
        self.agree_on_bar()

    @staticmethod
    def _draw(panel: ChartPanel, chart: Chart | None) -> None:
        if chart is not None:
            panel.show_chart(chart)
        set_shown(panel, chart is not None)

    @staticmethod
    def _show(section: SectionBox, rows: RowList, lines: Sequence[NotedLine]) -> None:
        rows.set_rows(rows_of(lines))
        set_shown(section, bool(lines))

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the year"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the settings"), lambda: shown.open_place("settings"))
        bar.other(_("Sheet on paper"), shown.show_paper).says_key(deeds.PRINT)
        bar.other(_("Every entry"), shown.open_entries)
        if shown.may_add:
            bar.primary(_("Record time or money"), shown.add)
