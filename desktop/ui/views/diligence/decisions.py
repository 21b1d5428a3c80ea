"""The cases that wait for a decision."""

from dataclasses import replace

from desktop.base.text import _, plural
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.record_labels import OUTCOME_TONES
from desktop.services.diligence.decisions import PAGE, WaitingCase
from desktop.services.labels import OUTCOMES
from desktop.ui.lists import Row, RowList
from desktop.ui.views.office.people import as_somebody_else
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, EmptyState, Mark, SectionBox, Text, level_mark, set_shown


class DecisionsView(View[DecisionsPresenter]):
    """Two lists: for the reader, and for others. Enter opens."""

    wide = True

    def build(self) -> None:
        """Both lists and the sentence in their place."""
        page = self.page
        none = _("No decision is waiting for you. Cases appear here as soon as they are submitted.")
        self.none = page.add(EmptyState("check", none))
        if self.presenter.office.is_practice:
            page.add(Text(as_somebody_else(), "note"))
        self.mine = page.add_section(_("For you to decide"))
        self.my_rows = self._waiting(self.mine, _("For you to decide"))
        self.others = page.add_section(_("Decided by others"))
        self.other_rows = self._waiting(self.others, _("Decided by others"))
        self.more = page.add(Button("", self.presenter.more, "link"))
        self.taken = page.add_section(_("Decisions taken"))
        self.taken_rows = self._rows(self.taken, _("Decisions taken"))
        page.add_stretch()

    def _waiting(self, section: SectionBox, name: str) -> RowList:
        presenter = self.presenter
        listing, way = presenter.listing, presenter.way
        rows = section.add(RowList(name, fits=True, arrows=True, listing=listing, way=way))
        rows.opened.connect(presenter.open)
        return rows

    def _rows(self, section: SectionBox, name: str) -> RowList:
        rows = section.add(RowList(name, fits=True, arrows=True))
        rows.opened.connect(self.presenter.open)
        return rows

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Decisions"), presenter.state)
        set_shown(self.none, presenter.known and not presenter.waiting and not presenter.decided)
        for section, rows, waiting in (
            (self.mine, self.my_rows, presenter.mine),
            (self.others, self.other_rows, presenter.others),
        ):
            set_shown(section, bool(waiting))
            rows.set_rows([self._row(case_waiting) for case_waiting in waiting])
        hidden = presenter.hidden
        self.more.setText(plural("Show {count} more", "Show {count} more", min(hidden, PAGE)))
        set_shown(self.more, hidden > 0)
        set_shown(self.taken, bool(presenter.decided))
        rows_taken = []
        for decision, case, partner in presenter.decided:
            mark = Mark(OUTCOME_TONES[decision.outcome], _(OUTCOMES[decision.outcome]))
            rows_taken.append(Row(case.id, partner.name, presenter.decision_line(decision, case), mark))
        self.taken_rows.set_rows(rows_taken)

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
