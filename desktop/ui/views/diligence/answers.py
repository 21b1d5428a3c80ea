"""Check your answers: a list for each section; Enter opens the question; a wide window shows the answer in full."""

from desktop.base.text import _
from desktop.presenters.diligence.answers import AnswersPresenter, answer_cells, level_drawn
from desktop.presenters.listing import Listing
from desktop.services.diligence.answer_sheet import AnswerLine
from desktop.ui.lists import Row, RowList
from desktop.ui.record_pane import ListBeside, ListColumnOfPage
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import SectionBox, level_mark_in_list


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
        self.column = ListColumnOfPage()
        self.lists: dict[str, RowList] = {}
        for section in presenter.sections:
            rows = RowList(section.title, fits=True, arrows=True, listing=presenter.listing)
            self.column.add(SectionBox(section.title)).add(rows)
            rows.opened.connect(lambda key: presenter.open_question(str(key)))
            self.lists[section.id] = rows
        self.beside = page.add(ListBeside(self.column, tuple(self.lists.values()), presenter.summarise), 1)
        page.bar.primary(_("Back to the case"), presenter.open_case)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Check your answers"), presenter.state)
        for section in presenter.sections:
            self.lists[section.id].set_rows([answer_row(self.presenter.listing, line) for line in section.lines])
        self.beside.look_again()

    def focus_first(self) -> None:
        """At the answer from which the reader comes back, else at the top."""
        super().focus_first()
        for rows in self.lists.values():
            if self.presenter.question in rows.keys:
                rows.set_current(self.presenter.question)
                rows.view.setFocus()
                self.column.ensureWidgetVisible(rows)
