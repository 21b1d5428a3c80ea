"""The list of agreements."""

from desktop.base.text import _
from desktop.presenters.agreements.agreements import AgreementLine, AgreementsPresenter
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.record_pane import ListBeside
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import EmptyState, Mark, set_shown


class AgreementsView(PaperView[AgreementsPresenter]):
    """Each agreement with its partner, its reference and its state."""

    wide, scrolls = True, False

    def build(self) -> None:
        shown = self.presenter
        self.filters = self.page.add(FilterBar(_("Partner, reference or type")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        text = _("An agreement is prepared after a favourable decision; a draft may begin before it.")
        button = _("Prepare an agreement") if shown.may_draft else ""
        empty = EmptyState("agreements", text, button, shown.new, kind="outlined")
        self.list = RowList(_("Agreements"), empty, listing=shown.listing, way=shown.way)
        self.beside = self.page.add(ListBeside(self.list, [self.list], shown.summarise), 1)
        self.list.view.find_row = shown.find
        self.bind_paper(self.list.print_rows)
        self.list.opened.connect(lambda key: shown.open(str(key)))
        unfound = _("No agreement matches. Look for another word, or show them all again.")
        self.unfound = self.page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)

    def show_state(self) -> None:
        shown = self.presenter
        self.page.set_title(_("Agreements"), shown.state)
        set_shown(self.filters, shown.total > 1)
        self.filters.write(shown.search_text)
        if shown.known:
            self.filters.show_filters(shown.filters)
        self.list.set_rows(LazyRows(shown.ids, shown.lines, self._row))
        missed = shown.filtered and shown.total > 0 and not shown.lines
        set_shown(self.beside, shown.known and not missed)
        self.beside.look_again()
        set_shown(self.unfound, missed)
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the list"), shown.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.other(_("Signed before the program"), lambda: shown.open_place("signed_before"))
        bar.other(_("Month sheet"), shown.show_paper, drawing="calendar")
        if shown.may_draft:
            bar.primary(_("Prepare an agreement"), shown.new)

    def go_on(self) -> None:
        """In the list, on the row of the record that was shown."""
        self.list.focus_rows()

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.view.go_to(0)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()

    def _row(self, line: AgreementLine) -> Row:
        mark, brief = Mark(line.tone, line.state), self.presenter.brief(line)
        return Row(line.id, line.title, line.note, mark, cells=line.cells, brief=brief, mark_in="state")
