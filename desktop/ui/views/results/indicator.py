"""One indicator with everything behind it."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.listing import Listing, NotedLine, PagedLines
from desktop.presenters.results.indicator import IndicatorPresenter
from desktop.ui.charts import ChartPanel
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, RowList, row_of, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, KeyValueGrid, SectionBox, Text, set_shown

MOST_ROWS = 20  # of a list; with more of them it scrolls by itself


class IndicatorView(View[IndicatorPresenter]):
    """The value, how it is counted, its years and groups, every record that counts and every one that does not."""

    wide = True

    def build(self) -> None:
        """Every part once; Enter on a record opens it."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (shown.id, None)])
        self.filters = page.add(FilterBar(_("Period"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.value = page.add(Card()).add(Text(role="title"))
        self.facts = page.add(SectionBox(_("The rule"))).add(KeyValueGrid())
        self.confirmed = page.add(SectionBox(_("This office and Headquarters")))
        self.confirmed_facts = self.confirmed.add(KeyValueGrid())
        self.causes: list[tuple[Text, RowList]] = []  # each with the records that it concerns
        self._add_cause()
        self.counted, self.counted_rows = self._section(shown.counted)
        self.left_out, self.left_out_rows = self._section(shown.left_out)
        self.years = page.add(ChartPanel())
        self.years.opened.connect(lambda year: shown.narrow(year=year))
        self.region = page.add(ChartPanel())
        self.groups = page.add(SectionBox(_("Broken down")))
        self.panels: list[ChartPanel] = []
        page.add_stretch()

    def _section(self, listing: Listing) -> tuple[SectionBox, RowList]:
        section = self.page.add(SectionBox(listing.title))
        rows = section.add(RowList(listing.title, fits=True, most=MOST_ROWS, arrows=True, listing=listing))
        rows.opened.connect(self.presenter.open_record)
        return section, rows

    def show_state(self) -> None:
        """The figure of the period."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.filters.show_filters(shown.filters)
        self.value.set(shown.value)
        self.facts.set(shown.facts)
        self.confirmed.note.set(shown.confirmed_sentence)
        self.confirmed_facts.set(shown.confirmed_facts)
        set_shown(self.confirmed, bool(shown.confirmed_facts))
        self._show_causes()
        self._show(self.counted, self.counted_rows, shown.counted_lines)
        self._show(self.left_out, self.left_out_rows, shown.left_out_lines)
        chart = shown.chart
        if chart is not None:
            self.years.show_chart(chart)
        among = shown.region_chart
        set_shown(self.region, among is not None)
        if among is not None:
            self.region.show_chart(among)
        self._show_groups()

    @staticmethod
    def _show(section: SectionBox, rows: RowList, lines: Sequence[NotedLine]) -> None:
        keys = lines.ids if isinstance(lines, PagedLines) else ()
        rows.set_rows(LazyRows(keys, lines, row_of))
        set_shown(section, bool(lines))

    def _add_cause(self) -> None:
        words = self.confirmed.add(Text())
        rows = self.confirmed.add(RowList(_("Why they differ"), fits=True, arrows=True))
        rows.opened.connect(self.presenter.open_cause)
        self.causes.append((words, rows))

    def _show_causes(self) -> None:
        causes = self.presenter.causes
        while len(self.causes) < len(causes):
            self._add_cause()
        for number, (words, rows) in enumerate(self.causes):
            sentence, lines = causes[number] if number < len(causes) else ("", ())
            words.set(sentence)
            rows.set_rows(rows_of(lines))
            set_shown(rows, bool(lines))

    def _show_groups(self) -> None:
        charts = self.presenter.group_charts
        if sum(panel.isVisibleTo(self.groups) for panel in self.panels) != len(charts):
            set_shown(self.groups, False)  # the page is laid out once, and not with each of them
        while len(self.panels) < len(charts):
            self.panels.append(self.groups.add(ChartPanel()))
        for number, panel in enumerate(self.panels):
            set_shown(panel, number < len(charts))
            if number < len(charts):
                panel.show_chart(charts[number])
        set_shown(self.groups, bool(charts))

    def fill_bar(self) -> None:
        self.page.bar.back(_("Back to the indicators"), lambda: self.presenter.open_place("indicators"))
