"""The findings of a case: a list with columns, the searches that were made, and the form in which one is recorded."""

from functools import cached_property, partial

from PySide6.QtCore import QTimer

from desktop.base.text import _
from desktop.presenters.diligence.findings import FindingsPresenter
from desktop.services.diligence.findings import FindingLine
from desktop.store.records import Evidence
from desktop.ui.forms.form import Form
from desktop.ui.lists import Row, RowList
from desktop.ui.record_pane import ListBeside, ListColumnOfPage
from desktop.ui.theme import px
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    EmptyState,
    SectionBox,
    UndoLine,
    level_mark_in_list,
    set_shown,
)


class FindingsView(View[FindingsPresenter]):
    """Every adverse fact of a case."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """Two lists below one another; a wide window shows the finding that is chosen in full beside them."""
        presenter, page = self.presenter, self.page
        page.set_crumbs(case_crumbs(presenter, (_("Findings"), None)))
        self.column = ListColumnOfPage()
        self.facts = self.column.add(SectionBox(_("Adverse facts")))
        self.none = EmptyState(
            "document",
            _("Add here what the press, the web or a list says against the partner; it is shown at its question."),
            _("Add a finding"),
            presenter.add,
        )
        self.list = self.facts.add(RowList(_("Findings"), self.none, fits=True, arrows=True, listing=presenter.listing))
        self.list.opened.connect(lambda key: presenter.open_line(str(key)))
        self._build_searches()
        self.beside = page.add(ListBeside(self.column, (self.list,), presenter.summarise), 1)
        page.bar.back(_("Back to the case"), presenter.open_case)
        self.main = page.bar.primary(_("Add a finding"), self._press)

    def _build_searches(self) -> None:
        presenter = self.presenter
        section = self.column.add(SectionBox(_("Searches of the press and the web")))
        note = _("No search is recorded. That a search found nothing is evidence too.")
        self.unsearched = EmptyState(
            "search", note, _("Record a search…"), lambda: presenter.ask_search(True), "outlined"
        )
        self.searches = section.add(
            RowList(_("Searches"), self.unsearched, fits=True, arrows=True, listing=presenter.search_list)
        )
        self.undo = section.add(UndoLine(self.page))
        self.record = section.add(Button(_("Record a search…"), lambda: presenter.ask_search(True), "link"))
        self.card = section.add(Card(_("A search of the press and the web")))
        self.card.hide()
        self.keeper = self.keeping(presenter.search_draft)
        self._was_open = False

    @cached_property
    def form(self) -> Form:
        """What is asked of a search, made when one is recorded."""
        presenter = self.presenter
        form = self.card.add(Form(presenter.office.work.clock, presenter.search_fields, gap=8))
        self.keeper.hold_form(form)
        buttons = ButtonFlow(gap=8)
        buttons.addWidget(Button(_("Cancel"), self._leave, "link"))
        buttons.addStretch(1)
        self.card._layout.addLayout(buttons)
        return form

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Findings"), presenter.state)
        self.list.set_rows([self._row(line) for line in presenter.lines])
        self.searches.set_rows([self._search(search) for search in presenter.searches])
        set_shown(self.searches, bool(presenter.searches) or not presenter.searching)
        self.main.setText(_("Save the search") if presenter.searching else _("Add a finding"))
        set_shown(self.main, not presenter.locked)
        asks = (
            not presenter.searching and not presenter.locked
        )  # for nobody else the page says twice that there is none
        set_shown(self.facts, bool(presenter.lines) or asks)
        for part in (self.none.button, self.unsearched.button):
            set_shown(part, not presenter.locked)
        set_shown(self.record, bool(presenter.searches) and not presenter.locked and not presenter.searching)
        set_shown(self.card, presenter.searching)
        if presenter.searching and not self._was_open:
            self.form.show_fields(presenter.search_fields)
            QTimer.singleShot(0, self, self._lead)
        self._was_open = presenter.searching
        self.beside.look_again()

    def _lead(self) -> None:
        """Into the form that has just opened, which may stand below what is seen."""
        content = self.column.widget()
        if content is not None and (layout := content.layout()) is not None:
            layout.activate()
        first = self.form.inputs["where"]
        self.column.verticalScrollBar().setValue(first.mapTo(content or first, first.rect().topLeft()).y() - px(48))
        first.first().setFocus()

    def _row(self, line: FindingLine) -> Row:
        presenter, mark = self.presenter, level_mark_in_list(line.level)
        words = presenter.words(line)
        below = " · ".join(part for part in (words["question"], words["happened"], words["status"]) if part)
        return Row(
            line.key,
            line.text,
            below,
            mark,
            cells=presenter.cells_of(line, words, mark.text),
            brief=presenter.listing.brief(words),
            mark_in="level",
        )

    def _search(self, search: Evidence) -> Row:
        cells = self.presenter.search_cells(search)
        words = {key: cell.text for key, cell in cells.items()}
        return Row(
            search.id,
            search.title,
            " · ".join(part for part in words.values() if part),
            cells=cells,
            brief=self.presenter.search_list.brief(words),
        )

    def _press(self) -> None:
        if self.presenter.searching:
            self._save()
        else:
            self.presenter.add()

    def _save(self) -> None:
        if self.form.complete():
            presenter = self.presenter
            search = presenter.log_search(self.form.values())
            self.form.fill({key: [] if key == "questions" else "" for key in self.form.inputs})
            remove = partial(presenter.remove_search, search.id, True)
            self.undo.offer_after(
                _("recording a search"),
                _("The search was recorded."),
                remove,
                partial(presenter.remove_search, search.id, False),
            )

    def _leave(self) -> None:
        ask_again = partial(self.presenter.ask_search, True)
        self.keeper.give_up(self._close, ask_again, self.undo.offer_after)

    def _close(self) -> None:
        self.form.fill({key: [] if key == "questions" else "" for key in self.form.inputs})
        self.presenter.ask_search(False)

    def focus_first(self) -> None:
        """At the finding from which the reader comes back, else at the top."""
        super().focus_first()
        if self.presenter.finding in self.list.keys:
            self.list.set_current(self.presenter.finding)
            self.list.view.setFocus()
