"""The thirteen indicators and the five per cent at a glance."""

from dataclasses import replace
from functools import partial

from desktop.base.text import _, pick
from desktop.definitions.strategy import PartnershipType
from desktop.presenters.results.indicators import IndicatorsPresenter
from desktop.ui import deeds
from desktop.ui.charts import ChartPanel
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList, rows_of
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Button, Card, SectionBox, Text, set_shown


class IndicatorsView(PaperView[IndicatorsPresenter]):
    """The share of the budget in money first, then the four types of partnership with their figures, then trends."""

    wide = True

    def build(self) -> None:
        """Every part once; Enter on a figure opens the records behind it."""
        page, shown = self.page, self.presenter
        self.filters = page.add(FilterBar(_("Period"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.five = page.add(Card())
        self.five.add(Text(_("Five per cent of the budget (¶29 c, ¶30 a)"), "strong"))
        self.sentence = self.five.add(Text())
        self.confirmed = page.add(Text(role="quiet"))
        self.closing = page.add(Text(role="quiet"))
        page.add(Button(_("Closed periods"), shown.open_periods, "link"))
        self.ahead = page.add(SectionBox(_("What would close the gap, and what waits")))
        self.ahead_rows = self.ahead.add(RowList(_("What would close the gap, and what waits"), fits=True, arrows=True))
        self.ahead_rows.opened.connect(lambda key: shown.open_line(str(key[1])))
        self.sections = [(kind, *self._section(kind)) for kind in shown.types]
        self.differences = page.add(SectionBox(_("Differences from Headquarters")))
        self.difference_rows = self.differences.add(RowList(_("Differences from Headquarters"), fits=True, arrows=True))
        self.difference_rows.opened.connect(shown.open_figure)
        self.panels = [page.add(ChartPanel()) for _number in range(2)]
        for panel, indicator in zip(self.panels, ("RES-1", "RES-2"), strict=True):
            panel.opened.connect(partial(self._open_year, indicator))
        if shown.office.is_hq:
            page.add_beside_title(Button(_("The six pillars"), lambda: shown.open_place("pillars"), "link"))
        page.add_beside_title(Button(_("Reports"), lambda: shown.open_place("reports"), "link"))
        page.add_stretch()
        self.add_paper()

    def _section(self, kind: PartnershipType) -> tuple[Text, RowList]:
        section = self.page.add(SectionBox(pick(kind.label)))
        section.note.set(pick(kind.outcome))
        signs = section.add(Text(role="quiet"))
        rows = section.add(RowList(pick(kind.label), fits=True, arrows=True, listing=self.presenter.listing))
        rows.opened.connect(self.presenter.open_figure)
        return signs, rows

    def _open_year(self, indicator: str, year: str) -> None:
        self.presenter.narrow(year=year)
        self.presenter.open_figure(indicator)

    def show_state(self) -> None:
        """The figures of the period."""
        shown = self.presenter
        self.page.set_title(_("Indicators"), shown.state)
        self.filters.show_filters(shown.filters)
        self.sentence.set(shown.five_percent_sentence)
        self.confirmed.set(shown.confirmed_sentence)
        self.closing.set(shown.closing_sentence)
        differences = shown.difference_lines
        self.difference_rows.set_rows(rows_of(differences))
        set_shown(self.differences, bool(differences))
        for kind, signs, rows in self.sections:
            signs.set(shown.outcome_signs_of(kind))
            lines = shown.lines_of(kind)
            rows.set_rows([replace(row, brief=shown.brief(row.key)) for row in rows_of(lines)])
        for panel, chart in zip(self.panels, shown.charts, strict=False):
            panel.show_chart(chart)
        ahead = shown.outlook_lines
        self.ahead_rows.set_rows([Row((at, place), words) for at, (place, words) in enumerate(ahead)])
        set_shown(self.ahead, bool(ahead))
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the indicators"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.other(_("Sheet on paper"), shown.show_paper).says_key(deeds.PRINT)
        if shown.may_aim:
            bar.other(_("Budget of the year"), shown.open_budget)
        bar.other(_("Transparency register"), shown.open_register)
        bar.other(_("For an auditor"), lambda: shown.open_place("audit"))
        if shown.may_set:
            bar.other(_("Targets and baselines"), shown.open_strategy_figures)
