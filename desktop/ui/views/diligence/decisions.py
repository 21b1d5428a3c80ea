"""The cases that wait for a decision."""

from dataclasses import replace

from desktop.base.text import _, plural
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.diligence.request_lines import RequestLine
from desktop.presenters.listing import Listing
from desktop.presenters.record_labels import OUTCOME_TONES
from desktop.services.diligence.decisions import PAGE, WaitingCase
from desktop.services.labels import OUTCOMES
from desktop.store.records import Case, Partner, Verdict
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.record_pane import ListBeside, ListColumnOfPage
from desktop.ui.views.office.people import as_somebody_else
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, EmptyState, Mark, SectionBox, Text, level_mark, set_shown


class DecisionsView(View[DecisionsPresenter]):
    """Three lists: for the reader, for others, and what was decided. Enter opens; a wide window shows the case too."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The lists below one another and the sentence in their place."""
        page, presenter = self.page, self.presenter
        self.filters = page.add(FilterBar(_("Office"), searches=False))
        self.filters.narrowed.connect(lambda name, code: presenter.narrow(**{name: code}))
        lists = ListColumnOfPage()
        none = _("No decision is waiting for you. Cases appear here as soon as they are submitted.")
        self.none = lists.add(EmptyState("check", none))
        if presenter.office.is_practice:
            lists.add(Text(as_somebody_else(), "note"))
        self.answering = lists.add(SectionBox(_("Opinions asked of you")))
        self.answer_rows = self._request_rows(self.answering, _("Opinions asked of you"))
        self.mine = lists.add(SectionBox(_("For you to decide")))
        self.my_rows = self._rows(self.mine, _("For you to decide"), presenter.listing)
        self.others = lists.add(SectionBox(_("Decided by others")))
        self.other_rows = self._rows(self.others, _("Decided by others"), presenter.listing)
        self.more = lists.add(Button("", presenter.more, "link"))
        self.awaited = lists.add(SectionBox(_("Asked of Headquarters")))
        self.awaited_rows = self._request_rows(self.awaited, _("Asked of Headquarters"))
        self.taken = lists.add(SectionBox(_("Decisions taken")))
        self.taken_rows = self._rows(self.taken, _("Decisions taken"), presenter.taken)
        if presenter.may_come_on_a_stick:
            lists.add(Button(_("Open a case that came on a stick…"), presenter.open_carried, "link"))
        lists.add(Button(_("Deputies during an absence…"), presenter.open_deputies, "link"))
        every = (self.my_rows, self.other_rows, self.taken_rows)
        self.beside = page.add(ListBeside(lists, every, presenter.summarise), 1)

    def _request_rows(self, section: SectionBox, name: str) -> RowList:
        presenter = self.presenter
        listing, way = presenter.asking, presenter.way_of_request
        rows = section.add(RowList(name, fits=True, arrows=True, listing=listing, way=way))
        rows.opened.connect(presenter.open_request)
        return rows

    def _request_row(self, line: RequestLine) -> Row:
        mark = Mark(line.tone, line.word)
        cells = line.cells
        return Row(line.id, line.title, line.note, mark, cells=cells, brief=line.brief, mark_in="state")

    def _rows(self, section: SectionBox, name: str, listing: Listing) -> RowList:
        presenter = self.presenter
        rows = section.add(RowList(name, fits=True, arrows=True, listing=listing, way=presenter.way))
        rows.opened.connect(presenter.open)
        return rows

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Decisions"), presenter.state)
        self.filters.show_filters(presenter.filters)
        set_shown(self.filters, self.filters.offers)
        set_shown(self.none, presenter.known and not presenter.anything)
        for section, rows, waiting in (
            (self.mine, self.my_rows, presenter.mine),
            (self.others, self.other_rows, presenter.others),
        ):
            set_shown(section, bool(waiting))
            rows.set_rows([self._row(case_waiting) for case_waiting in waiting])
        for section, rows, lines in (
            (self.answering, self.answer_rows, presenter.to_answer),
            (self.awaited, self.awaited_rows, presenter.awaited),
        ):
            set_shown(section, bool(lines))
            rows.set_rows([self._request_row(line) for line in lines])
        hidden = presenter.hidden
        self.more.setText(plural("Show {count} more", "Show {count} more", min(hidden, PAGE)))
        set_shown(self.more, hidden > 0)
        set_shown(self.taken, bool(presenter.decided))
        self.taken_rows.set_rows([self._decided_row(*decided) for decided in presenter.decided])
        self.beside.look_again()

    def _decided_row(self, decision: Verdict, case: Case, partner: Partner) -> Row:
        presenter = self.presenter
        return Row(
            case.id,
            partner.name,
            presenter.decision_line(decision, case),
            Mark(OUTCOME_TONES[decision.outcome], _(OUTCOMES[decision.outcome])),
            cells=presenter.decision_cells(decision, case),
            brief=presenter.taken.brief(presenter.decision_words(decision, case)),
            mark_in="outcome",
        )

    def _row(self, case_waiting: WaitingCase) -> Row:
        file = case_waiting.assessment
        mark = level_mark(file.review.inherent)
        cells = self.presenter.cells(case_waiting)
        cells = {**cells, "level": replace(cells["level"], text=mark.text)}
        return Row(
            file.case.id,
            file.partner.name,
            self.presenter.about(case_waiting),
            mark,
            right=file.case.number,
            cells=cells,
            brief=self.presenter.brief(case_waiting),
            mark_in="level",
            right_in="number",
        )
