"""The answers of a case one by one in words: what was answered, what lacks, what is not asked, what is kept aside."""

from dataclasses import dataclass

from desktop.base.text import N_, said_in
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import Question
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import Level
from desktop.services.diligence.answer_words import NOT_ASKED, AnswerWords
from desktop.services.diligence.assessments import Assessment


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question with its answer in words, or why it is not asked; then it has no level.

    `declared` is what the partner says where the officer found otherwise, `gap` why it does not allow a decision yet.
    """

    id: str
    label: str
    answer: str
    level: Level | None
    declared: str = ""
    note: str = ""
    gap: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether the question is asked in this case."""
        return self.level is not None


class AnswerSheet:
    """Says the answers of one case in one language."""

    def __init__(self, form: Questionnaire, assessment: Assessment, language: str) -> None:
        self.assessment, self.review, self.language = assessment, assessment.review, language
        self.words = AnswerWords(language, form.findings)
        self.hidden = {id_: why for section in self.review.sections for id_, why in section.hidden.items()}
        self.gaps = {gap.question: gap.text[language] for gap in self.review.missing}

    def line(self, question: Question) -> AnswerLine:
        """One question as it stands."""
        label, content = question.short[self.language], self.assessment.answers.get(question.id, AnswerContent())
        answer = self._answer(question, content)
        if (reason := self.hidden.get(question.id)) is not None:
            why_not = self._say(N_("Not asked: {reason}"), reason=self._say(NOT_ASKED[reason]))
            aside = self._say(N_("Kept aside: {answer}"), answer=answer) if answer else ""
            return AnswerLine(question.id, label, " — ".join(part for part in (why_not, aside) if part), None)
        rated = self.review.answers.get(question.id)
        differs = content.declared is not None and content.declared != content.value
        return AnswerLine(
            question.id,
            label,
            answer or self._say(N_("No answer yet.")),
            rated.level if rated else Level.INCOMPLETE,
            self.words.answer(question, content.declared) if differs else "",
            content.note,
            self.gaps.get(question.id, ""),
        )

    def _answer(self, question: Question, content: AnswerContent) -> str:
        parts = (self.words.answer(question, content.value), self.words.unknown(content) if content.unknown else "")
        return " — ".join(part for part in parts if part)

    def _say(self, sentence: str, **places: str) -> str:
        return said_in(self.language, sentence).format(**places)
