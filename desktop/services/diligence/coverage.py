"""The coverage matrix of a case (¶17 to ¶19): each principle, the questions that cover it, their evidence, the gap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.base.text import N_, in_series, said_in
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import Question, fields_of
from desktop.definitions.references import ReferencePoint, ReferenceText
from desktop.definitions.terms import Level, QuestionType
from desktop.documents.enclosures.coverage import PrintedCoverage, PrintedPrinciple, PrintedText, draw_coverage
from desktop.services.diligence import assessments
from desktop.services.diligence.answer_sheet import AnswerLine, AnswerSheet
from desktop.services.diligence.answer_words import NOT_ASKED
from desktop.services.diligence.assessments import Assessment
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.work import Work

ADVERSE = (Level.EXCLUDED, Level.HIGH, Level.MEDIUM)  # the worst first


class CoverageState(StrEnum):
    """How a principle stands in a case, the gravest first."""

    ADVERSE = "adverse"
    OPEN = "open"
    NOT_ASKED = "not_asked"
    UNPROVEN = "unproven"
    COVERED = "covered"


STATES: Mapping[CoverageState, str] = {
    CoverageState.ADVERSE: N_("Speaks against"),
    CoverageState.OPEN: N_("Not complete"),
    CoverageState.NOT_ASKED: N_("Not asked"),
    CoverageState.UNPROVEN: N_("Without evidence"),
    CoverageState.COVERED: N_("Covered"),
}


@dataclass(frozen=True, slots=True)
class CoveredPrinciple:
    """One principle of a text in a case: `gaps` are whole sentences, none where nothing lacks."""

    id: str
    label: str  # with its number, where it has one
    wording: str
    state: CoverageState
    questions: tuple[AnswerLine, ...]
    evidence: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoveredText:
    """One reference text with its principles."""

    id: str
    title: str
    short: str
    source: str
    about: str
    principles: tuple[CoveredPrinciple, ...]


def matrix(work: Work, assessment: Assessment, language: str) -> Sequence[CoveredText]:
    """How a case stands with every principle, in the words of one language."""
    writer = CoverageWriter(work, assessment, language)
    return [writer.text(text) for text in work.definitions.references.texts]


def pdf(work: Work, case_id: str, language: str) -> bytes:
    """The matrix as an annex on paper, in one language."""
    assessment = assessments.read(work, case_id)
    content = printed(work, assessment, language)
    office, mark = office_profile.read(work.store).name, marks.of_office(work.store, (language,))
    number, drawn_at = assessment.case.number, work.clock.stamp()
    return draw_coverage(content, language, number, drawn_at, office, mark, office_paper.of(work)).data


def printed(work: Work, assessment: Assessment, language: str) -> PrintedCoverage:
    """The matrix as paper holds it."""
    covered = said_in(language, N_("Nothing is missing."))
    texts = [
        PrintedText(
            text.title,
            text.source,
            tuple(
                PrintedPrinciple(
                    principle.label,
                    tuple(f"{covering.id} · {covering.label} — {covering.answer}" for covering in principle.questions),
                    principle.evidence,
                    principle.gaps or (covered,),
                )
                for principle in text.principles
            ),
        )
        for text in matrix(work, assessment, language)
    ]
    return PrintedCoverage(assessment.partner.name, tuple(texts))


class CoverageWriter:
    """Writes how one case stands with the principles, in one language."""

    def __init__(self, work: Work, assessment: Assessment, language: str) -> None:
        self.form, self.assessment, self.review = work.definitions.form, assessment, assessment.review
        self.language = language
        self.sheet = AnswerSheet(self.form, assessment, language)
        self.hidden, self.missing = self.sheet.hidden, self.sheet.gaps

    def text(self, text: ReferenceText) -> CoveredText:
        """One text with every principle of it."""
        return CoveredText(
            text.id,
            text.title[self.language],
            text.short[self.language],
            text.source[self.language],
            text.about[self.language],
            tuple(map(self._principle, text.points)),
        )

    def _principle(self, point: ReferencePoint) -> CoveredPrinciple:
        covering = [question for question in self.form.questions if point.is_covered_by(question)]
        visible = [question for question in covering if question.id not in self.hidden]
        label = point.label[self.language]
        if point.number:
            label = self._say(N_("{number}. {principle}"), number=point.number, principle=label)
        return CoveredPrinciple(
            point.id,
            label,
            point.wording[self.language],
            self._state(visible),
            tuple(map(self.sheet.line, covering)),
            tuple(self._evidence(visible)),
            tuple(self._gaps(covering, visible)),
        )

    # --- the gap

    def _state(self, visible: Sequence[Question]) -> CoverageState:
        if self._adverse(visible):
            return CoverageState.ADVERSE
        if any(question.id in self.missing for question in visible):
            return CoverageState.OPEN
        if not visible:
            return CoverageState.NOT_ASKED
        return CoverageState.UNPROVEN if self._unproven(visible) else CoverageState.COVERED

    def _gaps(self, covering: Sequence[Question], visible: Sequence[Question]) -> Iterator[str]:
        if adverse := self._adverse(visible):
            yield self._say(N_("Speaks against the partner: {questions}."), questions=self._named(adverse))
        for question in visible:
            if question.id in self.missing:
                yield f"{question.id} · {self.missing[question.id]}"
        unknown = [question for question in visible if question.id in self.review.not_established]
        if unknown:
            yield self._say(N_("Could not be established: {questions}."), questions=self._named(unknown))
        if unproven := self._unproven(visible):
            yield self._say(N_("Answered without evidence: {questions}."), questions=self._named(unproven))
        if not visible:
            reasons = dict.fromkeys(self._say(NOT_ASKED[self.hidden[question.id]]) for question in covering)
            yield self._say(N_("No question on it was asked: {reasons}."), reasons=in_series(self.language, reasons))

    def _adverse(self, visible: Sequence[Question]) -> list[Question]:
        rated = self.review.answers
        return [question for question in visible if question.id in rated and rated[question.id].level in ADVERSE]

    def _unproven(self, visible: Sequence[Question]) -> list[Question]:
        """The questions that are answered and call for evidence, and have none."""
        supported = {id_ for piece in self.assessment.evidence for id_ in piece.questions}
        return [
            question
            for question in visible
            if question.evidence is not None
            and question.id in self.review.answers
            and not self._proves_itself(question)
            and question.id not in supported
            and question.id not in self.missing
        ]

    def _proves_itself(self, question: Question) -> bool:
        """Whether the answer is evidence: a search of the lists, or one that was written down, whatever it found."""
        if question.type is QuestionType.SCREENING:
            return question.id in self.review.answers
        value = fields_of(self.assessment.answers.get(question.id, AnswerContent()).value)
        return question.type is QuestionType.FINDINGS and bool(str(value.get("text") or "").strip())

    def _evidence(self, visible: Sequence[Question]) -> Iterator[str]:
        for piece in self.assessment.evidence:
            if proven := [question for question in visible if question.id in piece.questions]:
                yield f"{piece.title} ({self._named(proven)})"
        searched = [question for question in visible if self._proves_itself(question)]
        if logs := [question for question in searched if question.type is QuestionType.FINDINGS]:
            yield self._say(N_("Search log ({questions})"), questions=self._named(logs))
        if lists := [question for question in searched if question.type is QuestionType.SCREENING]:
            yield self._say(N_("Search of the sanctions lists ({questions})"), questions=self._named(lists))

    def _named(self, questions: Sequence[Question]) -> str:
        return ", ".join(question.id for question in questions)

    def _say(self, sentence: str, **places: str) -> str:
        return said_in(self.language, sentence).format(**places)
