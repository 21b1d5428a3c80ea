"""Check your answers: a list for each section; Enter opens the question; a wide window shows the answer in full."""

from collections.abc import Sequence
from functools import partial

from desktop.base.text import _
from desktop.presenters.diligence.answers import AnswersPresenter, answer_cells, level_drawn
from desktop.presenters.listing import Listing
from desktop.services.diligence.answer_sheet import AnswerLine
from desktop.ui.lists import Row
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.lists_in_turn import ListedSection, ListsInTurn
from desktop.ui.views.view import View
from desktop.ui.widgets import level_mark_in_list, set_shown


def answer_row(listing: Listing, line: AnswerLine) -> Row:
    """An answer as a row of a list of such."""
    level = level_drawn(line)
    mark = level_mark_in_list(level) if level is not None else None
    return Row(
        line.id,
        f"{line.id} · {line.label}",
        line.answer,
        mark,
        cells=answer_cells(line, mark.text if mark else ""),
        brief=listing.brief({"answer": line.answer}),
        mark_in="level",
    )


class AnswersView(View[AnswersPresenter]):
    """Every answer of a case."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The lists of the sections below one another."""
        presenter, page = self.presenter, self.page
        page.set_crumbs(case_crumbs(presenter, (_("Check your answers"), None)))
        sections = [
            ListedSection(section.id, section.title, len(section.lines), partial(self._rows, section.id))
            for section in presenter.sections
        ]
        self.sections = ListsInTurn(self, sections, presenter.listing, presenter.summarise, presenter.open_question)
        page.bar.back(_("Back to the case"), presenter.open_case)
        lacking = _("Answer what is missing")
        self.answer = page.bar.primary(lacking, lambda: presenter.open_question(presenter.first_missing))

    def _rows(self, section: str) -> Sequence[Row]:
        lines = next(part.lines for part in self.presenter.sections if part.id == section)
        return [answer_row(self.presenter.listing, line) for line in lines]

    def show_state(self) -> None:
        """Everything from the presenter."""
        self.page.set_title(_("Check your answers"), self.presenter.state)
        self.sections.show_rows()
        set_shown(self.answer, bool(self.presenter.first_missing))

    def focus_first(self) -> None:
        """At the answer from which the reader comes back, else at the top."""
        super().focus_first()
        back = self.presenter.question
        for section in self.presenter.sections:
            if back in (line.id for line in section.lines):
                self.sections.begin_at(section.id, back)
