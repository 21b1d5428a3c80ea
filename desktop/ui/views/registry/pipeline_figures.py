"""Where the pipeline stands, drawn and listed."""

from desktop.base.text import _
from desktop.presenters.registry.pipeline_figures import PipelineFiguresPresenter
from desktop.ui import deeds
from desktop.ui.charts import ChartPanel
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import EmptyState, SectionBox, set_shown


class PipelineFiguresView(PaperView[PipelineFiguresPresenter]):
    """A chart of the counts, one of the worth, and both as a list; Enter opens the partnerships of a stage."""

    wide = True

    def build(self) -> None:
        """Every part once."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Pipeline"), lambda: shown.open_place("pipeline")), (_("In figures"), None)])
        self.filters = page.add(FilterBar(_("Office"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.section = page.add(SectionBox(_("By stage")))
        self.stages = self.section.add(RowList(_("By stage"), fits=True, arrows=True, listing=shown.listing))
        self.stages.opened.connect(shown.open_stage)
        self.panels = [page.add(ChartPanel()) for _number in range(2)]
        for panel in self.panels:
            panel.opened.connect(shown.open_stage)
        none = _("No partnership is under way.")
        self.none = page.add(
            EmptyState("pipeline", none, _("Open the partners"), lambda: shown.open_place("partners"), "outlined")
        )
        page.add_stretch()
        self.add_paper()

    def show_state(self) -> None:
        """The stages as they were read."""
        shown = self.presenter
        self.page.set_title(_("Where the pipeline stands"), shown.state)
        self.filters.show_filters(shown.filters)
        set_shown(self.filters, self.filters.offers)
        self.stages.set_rows(rows_of(shown.lines))
        set_shown(self.section, shown.is_read and not shown.is_empty)
        for at, panel in enumerate(self.panels):
            if at < len(shown.charts):
                panel.show_chart(shown.charts[at])
            set_shown(panel, at < len(shown.charts))
        set_shown(self.none, shown.is_empty)
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the figures"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the pipeline"), lambda: shown.open_place("pipeline"))
        bar.other(_("Sheet on paper"), shown.show_paper).says_key(deeds.PRINT)
