"""The reports: which, over which period, in which language, and what each contains."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.results.reports import ReportsPresenter
from desktop.services.reports.building import ReportFormat
from desktop.ui import deeds
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Button, EmptyState, SectionBox, Text, set_shown


class ReportsView(PaperView[ReportsPresenter]):
    """Arrows choose a kind, whose sections are told below; Enter or Ctrl+P shows it as paper."""

    wide = True
    may_hand_out = False  # whether the bar has that button

    def build(self) -> None:
        """Every part once."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (_("Reports"), None)])
        self.tell = Button("", shown.open_narrative, "link")
        page.add_beside_title(self.tell)
        self.filters = page.add(FilterBar(_("Period"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.section = page.add(SectionBox(_("Reports")))
        self.rows = self.section.add(RowList(_("Reports"), fits=True, arrows=True, listing=shown.listing))
        self.rows.opened.connect(shown.open_kind)
        self.rows.current.connect(shown.look_at)
        self.contents = page.add(SectionBox(""))
        self.about, self.parts = self.contents.add(Text()), self.contents.add(Text())
        self.audience = self.contents.add(Text(role="quiet"))
        self.frozen = self.contents.add(Text(role="quiet"))
        none = _("No report is written here.")
        self.none = page.add(
            EmptyState("indicators", none, _("Open the indicators"), lambda: shown.open_place("indicators"), "outlined")
        )
        page.add_stretch()
        if shown.kind is not None:
            self.add_paper()

    def show_state(self) -> None:
        """The kinds, and what the one contains that is looked at."""
        shown = self.presenter
        self.page.set_title(_("Reports"), shown.state)
        self.filters.show_filters(shown.filters)
        first = not self.rows.rows
        self.rows.set_rows(rows_of(shown.lines))
        if first and shown.kind is not None:
            self.rows.set_current(shown.kind.id)
        self.contents.title.set(shown.title_of_contents)
        self.about.set(shown.about)
        self.parts.set(shown.contents)
        self.tell.setText(shown.tell_words)
        set_shown(self.tell, bool(shown.tell_words))
        self.audience.set(shown.audience)
        self.frozen.set(shown.frozen_sentence)
        written = shown.kind is not None
        for part in (self.filters, self.section, self.contents):
            set_shown(part, written)
        set_shown(self.none, not written)
        self.agree_on_paper()
        if self.may_hand_out is not shown.may_hand_out:
            self.may_hand_out, self._bar_is_paper = shown.may_hand_out, None
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the reports"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the indicators"), lambda: shown.open_place("indicators"))
        if shown.kind is None:
            return
        if shown.may_hand_out:
            bar.other(_("Hand out and freeze…"), shown.hand_out)
        bar.other(_("Save as a workbook…"), partial(shown.save_as, ReportFormat.XLSX))
        bar.other(_("Save as CSV…"), partial(shown.save_as, ReportFormat.CSV))
        bar.other(_("Save as JSON…"), partial(shown.save_as, ReportFormat.JSON))
        bar.primary(_("Show the report"), shown.show_paper).says_key(deeds.PRINT)
