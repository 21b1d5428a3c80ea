"""The six pillars of ¶30, one below the other, with what the records say of each."""

from desktop.base.text import _, pick
from desktop.definitions.report import ReportPart
from desktop.presenters.listing import NotedLine
from desktop.presenters.results.pillars import PillarsPresenter
from desktop.ui import deeds
from desktop.ui.charts import ChartPanel
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import SectionBox, Text, set_shown


class PillarsView(PaperView[PillarsPresenter]):
    """A section for each: sentences, what is drawn, then numbers and lists."""

    wide = True

    def build(self) -> None:
        """Every section once."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (_("The six pillars"), None)])
        self.filters = page.add(FilterBar(_("Year"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.sections = [self._section(part) for part in shown.kind.parts]
        page.add_stretch()
        self.add_paper()

    def _section(self, part: ReportPart) -> tuple[ReportPart, SectionBox, Text, ChartPanel, RowList]:
        title = pick(part.label)
        section = self.page.add(SectionBox(title, pick(part.about)))
        words, chart = section.add(Text()), section.add(ChartPanel())
        rows = section.add(RowList(title, fits=True, listing=self.presenter.listing))
        return part, section, words, chart, rows

    @staticmethod
    def _row(line: NotedLine) -> Row:
        """A number beside its words, or several things in a line below them."""
        return Row(line.key, line.title, line.note, cells=line.cells, brief="" if line.cells else line.note)

    def show_state(self) -> None:
        """What was read of each."""
        shown = self.presenter
        self.page.set_title(_("The six pillars of the strategy (¶30)"), shown.state)
        self.filters.show_filters(shown.filters)
        for part, section, words, panel, rows in self.sections:
            said, chart, lines = shown.words(part.id), shown.chart(part.id), shown.lines(part.id)
            words.set(said)
            if chart is not None:
                panel.show_chart(chart)
            set_shown(panel, chart is not None)
            rows.set_rows([self._row(line) for line in lines])
            set_shown(rows, bool(lines))
            set_shown(section, shown.report is not None)
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the pillars"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the indicators"), lambda: shown.open_place("indicators"))
        bar.other(_("Sheet on paper"), shown.show_paper).says_key(deeds.PRINT)
        if shown.may_add:
            bar.primary(_("Enter a peer’s total"), shown.add_peer)
