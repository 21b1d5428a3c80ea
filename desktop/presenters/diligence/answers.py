"""“Check your answers”: every answer of a case in words, section by section; a line leads to its question and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick
from desktop.definitions.terms import Level
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.diligence.hub import standing
from desktop.presenters.listing import ListColumn, Listing, RecordSummary, RowCell, SummaryGroup
from desktop.services.diligence.answer_sheet import AnswerLine, AnswerSheet
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.question_reasons import QuestionReasons
from desktop.store.states import CaseState

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (ListColumn("answer", N_("Answer"), shown=False), ListColumn("level", N_("Level")))


def level_drawn(line: AnswerLine) -> Level | None:
    """What is drawn beside an answer; nothing where it is not asked, or is not rated at all."""
    return None if line.level is Level.NONE else line.level


def answer_cells(line: AnswerLine, level_word: str) -> Mapping[str, RowCell]:
    """What a row says of an answer, by column."""
    rank = line.level.rank if line.level is not None else None
    return {"answer": RowCell(line.answer), "level": RowCell(level_word, rank)}


@dataclass(frozen=True)
class SectionOfAnswers:
    """One section with its lines, those that are not asked last."""

    id: str
    title: str
    lines: Sequence[AnswerLine]


class AnswersPresenter(CasePresenter):
    """One case. `question` is the one from which the reader comes back."""

    def __init__(self, office: "Office", runner: Runner, case: str, question: str = "") -> None:
        super().__init__(office, runner, case)
        self.listing = Listing(self, "answers", N_("Check your answers"), COLUMNS, first_title=N_("Question"))
        self.question = question

    def _read(self) -> Assessment:
        assessment = super()._read()
        sheet = AnswerSheet(self.form, assessment, language())
        self.lines: Mapping[str, AnswerLine] = {question.id: sheet.line(question) for question in self.form.questions}
        return assessment

    @property
    def state(self) -> str:
        """What is missing, or that the case can go on."""
        return standing(self.review) if self.assessment.case.state == CaseState.OPEN else self.who_decides

    @property
    def sections(self) -> Sequence[SectionOfAnswers]:
        """The sections in the order of the form."""
        return [
            SectionOfAnswers(
                f"{number}",
                f"{number}. {pick(section.title)}",
                sorted(
                    (self.lines[question.id] for question in self.form.by_section[section.id]),
                    key=lambda line: not line.is_asked,
                ),
            )
            for number, section in enumerate(self.form.sections, 1)
        ]

    def summarise(self, key: object, take: Callable[[RecordSummary], None]) -> None:
        """One answer in full, beside the list."""
        question, line = self.form.by_id[str(key)], self.lines[str(key)]
        pieces = [piece.title for piece in self.assessment.evidence if question.id in piece.questions]
        groups = [SummaryGroup(_("Evidence"), tuple((piece, "", "", "") for piece in pieces))] if pieces else []
        facts = ((_("Answer"), line.answer), (_("The partner declares"), line.declared), (_("Explanation"), line.note))
        basis = QuestionReasons(self.office.definitions, language()).basis(question)
        take(
            RecordSummary(
                key,
                f"{line.id} · {line.label}",
                pick(question.label),
                line.gap or (_("Nothing is missing.") if line.is_asked else line.answer),
                level=line.level if line.is_asked else None,
                facts=(*((name, words) for name, words in facts if words), (_("Basis"), basis)),
                groups=tuple(groups),
            )
        )

    # --- elsewhere

    @property
    def first_missing(self) -> str:
        """The first question whose answer does not allow a decision yet; none once the case was handed over."""
        asked = (line for section in self.sections for line in section.lines if line.is_asked and line.gap)
        return next((line.id for line in asked), "") if not self.locked else ""

    def open_question(self, question: str) -> None:
        """Go to a question, which leads back here; nothing where it is not asked."""
        if self.lines[question].is_asked:
            self.open_place("question", case=self.case_id, question=question, back="answers")
