"""The coverage of the principles: each with its questions, evidence and gap; one in full; the annex on paper."""

from collections.abc import Sequence
from functools import partial

from desktop.base.text import _
from desktop.presenters.diligence.coverage import CoveragePresenter
from desktop.services.diligence.coverage import CoveredPrinciple
from desktop.ui import deeds
from desktop.ui.lists import Row, RowList
from desktop.ui.views.diligence.answers import answer_row
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.lists_in_turn import ListedSection, ListsInTurn
from desktop.ui.views.paper import PaperView
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Chip, Mark, SideHelp, Text


class CoverageView(PaperView[CoveragePresenter]):
    """A list for each text. Enter opens a principle; a wide window shows it beside the list."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The lists of the texts below one another."""
        presenter, page = self.presenter, self.page
        page.set_crumbs(case_crumbs(presenter, (_("Coverage of the principles"), None)))
        sections = [
            ListedSection(text.id, text.title, len(text.principles), partial(self._rows, text.id))
            for text in presenter.texts
        ]
        self.texts = ListsInTurn(self, sections, presenter.principles, presenter.summarise, presenter.open_principle)
        self.add_paper()

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Coverage of the principles"), presenter.state)
        self.texts.show_rows()
        self.agree_on_paper()
        self.agree_on_bar()

    def _rows(self, text: str) -> Sequence[Row]:
        principles = next(covered.principles for covered in self.presenter.texts if covered.id == text)
        return [self._row(principle) for principle in principles]

    def fill_paper_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back to the coverage"), presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back to the case"), presenter.open_case)
        bar.other(_("Reference texts"), lambda: presenter.open_text(""))
        bar.primary(_("Annex on paper"), presenter.show_paper).says_key(deeds.PRINT)

    def _row(self, principle: CoveredPrinciple) -> Row:
        presenter = self.presenter
        words = presenter.words(principle)
        return Row(
            principle.id,
            principle.label,
            words["gap"],
            Mark(*presenter.mark(principle)),
            cells=presenter.cells(principle),
            brief=presenter.brief(principle),
            mark_in="state",
        )


class PrincipleView(View[CoveragePresenter]):
    """One principle of a text in a case: what it says, its questions with their answers, the evidence, the gap."""

    def build(self) -> None:
        """The gap first, then the questions, which open."""
        presenter, page = self.presenter, self.page
        text, principle = presenter.principle(presenter.point)
        page.set_crumbs(
            case_crumbs(presenter, (_("Coverage of the principles"), presenter.open_matrix), (principle.label, None))
        )
        self.state = Chip()
        page.add_beside_title(self.state)
        self.gap = page.add_section(_("Gap"))
        self.gap_words = self.gap.add(Text())
        listed = page.add_section(_("Questions and answers"))
        self.rows = listed.add(RowList(_("Questions"), fits=True, arrows=True, listing=presenter.covering))
        self.rows.opened.connect(lambda key: presenter.open_question(str(key)))
        self.evidence = page.add_section(_("Evidence"))
        self.evidence_words = self.evidence.add(Text())
        page.add_stretch()
        page.add_side(SideHelp([(text.title, text.about), (_("Source"), text.source)]))
        page.add_side(Button(_("Read this text"), lambda: presenter.open_text(text.id), "link"))
        page.bar.back(_("Back to the coverage"), presenter.open_matrix)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        _text, principle = presenter.principle(presenter.point)
        self.page.set_title(principle.label, principle.wording)
        self.state.set(Mark(*presenter.mark(principle)))
        self.gap_words.set("\n".join(principle.gaps) or _("Nothing is missing."))
        self.rows.set_rows([answer_row(presenter.covering, line) for line in principle.questions])
        self.evidence_words.set("\n".join(principle.evidence) or _("Nothing was attached."))
