"""The auditor's desk: which sample, its records, beside them what is sealed and holds."""

from desktop.base.text import _
from desktop.presenters.results.audit import AuditPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import EmptyState, SectionBox, SideHelp, Text, set_shown


class AuditView(PaperView[AuditPresenter]):
    """Ctrl+Enter draws the sample; Enter on a row follows it; Ctrl+P shows the paper."""

    _has_sample = False  # whether the bar has what is done with one

    def build(self) -> None:
        """The form, the sample, and beside them what was verified."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (_("For an auditor"), None)])
        self.form = add_held_form(self, shown.rows)
        self.section = page.add(SectionBox(_("Sample")))
        self.drawn = self.section.add(Text("", "note", measure=0))
        none = EmptyState("contributions", _("Nothing was received in these days."))
        self.list = self.section.add(RowList(_("Sample"), none, fits=True, listing=shown.listing))
        self.list.opened.connect(shown.open_record)
        page.add_stretch()
        self.beside = page.add_side(SideHelp())
        self.add_paper()
        shortcut(self, deeds.CONTINUE, self._draw)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(_("For an auditor"), shown.state)
        self.form.set_values(shown.fields)
        set_shown(self.section, shown.sample is not None)
        self.drawn.set("\n".join(shown.sample_words))
        self.list.set_rows(rows_of(shown.lines))
        self.beside.set(shown.passages)
        if self._has_sample is not (shown.sample is not None):
            self._has_sample, self._bar_is_paper = shown.sample is not None, None
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the sample"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the indicators"), lambda: shown.open_place("indicators"))
        bar.other(_("Verify the seals"), shown.prove)
        if shown.may_copy:
            bar.other(_("Sealed copy…"), shown.copy)
        if shown.sample is not None:
            bar.other(_("Show the paper"), shown.show_paper).says_key(deeds.PRINT)
        bar.primary(_("Draw the sample"), self._draw)

    def _draw(self) -> None:
        if self.filled_in(self.form):
            self.presenter.draw()
