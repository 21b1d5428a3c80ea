"""Which questions stand in the way of a decision, each with its reason (dossier 2.3)."""

from dataclasses import dataclass

from desktop.base.text import N_, Text
from desktop.base.values import Json
from desktop.definitions.answer_content import AnswerContent, rows_in
from desktop.definitions.answers import Question, core, fields_of, is_day, text_of
from desktop.definitions.facts import Facts
from desktop.definitions.rating import RatedAnswer
from desktop.definitions.rules import Rule, number
from desktop.definitions.terms import ChoiceRole, Claim, Level, OpenReason, QuestionType

REASONS = {
    OpenReason.UNANSWERED: N_("There is no answer yet."),
    OpenReason.UNCHECKED: N_("The partner has answered; the officer has not checked the answer yet."),
    OpenReason.UNKNOWN: N_("This must be known before anything can be decided."),
    OpenReason.INCOMPLETE: N_("This answer does not allow a decision yet."),
    OpenReason.MALFORMED: N_("The answer is not complete or not written as asked."),
    OpenReason.EVIDENCE: N_("A document must be attached."),
    OpenReason.UNOPENABLE: N_("The document attached cannot be opened: another copy of it must be attached."),
    OpenReason.SENT_BACK: N_("The decider sent it back: change the answer, or add to it what was asked for."),
    OpenReason.FINDINGS: N_("The findings must be listed one by one."),
    OpenReason.STALE: N_("The sanctions list used is too old: screen again with a recent list."),
    OpenReason.UNDATED: N_("The date of the sanctions list is not known: screen again."),
    OpenReason.NAMES: N_("The answer speaks of names, and none is written."),
    OpenReason.PLAN: N_("The remedy plan needs at least one milestone with its person in charge and its date."),
    OpenReason.NO_ROUTE: N_("Until the shortcoming is remedied no other route is open, and the path of ¶23 is closed."),
}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Why no decision can be taken yet: a question and a key of REASONS."""

    question: str
    reason: OpenReason

    @property
    def text(self) -> Text:
        """The reason in the languages of the program."""
        return text_of(REASONS[self.reason])


def is_settled(answer: AnswerContent) -> bool:
    """Whether a person wrote why it cannot be known: “I don't know yet” blocks a decision (product decision 4), what
    could not be established after a search is rated and listed (dossier 2.3)."""
    return bool(str(answer.unknown.get("why") or "").strip())


def open_reason(
    question: Question, answer: AnswerContent | None, rated: RatedAnswer | None, facts: Facts, sound: bool
) -> OpenReason | None:
    """The first reason why this question does not allow a decision yet; None when it does.

    `sound` says whether the answer is well formed. A question that the decider sent back stays open until its answer is
    another one than it was then (the fact `sent_back` holds its digest).
    """
    reason = _open_reason(question, answer, rated, facts, sound)
    asked_again = reason is None and answer is not None and facts.get(f"sent_back.{question.id}") == answer.digest()
    return OpenReason.SENT_BACK if asked_again else reason


def _open_reason(
    question: Question, answer: AnswerContent | None, rated: RatedAnswer | None, facts: Facts, sound: bool
) -> OpenReason | None:
    if answer is not None and not sound:
        return OpenReason.MALFORMED
    if answer is None or rated is None:
        return OpenReason.UNCHECKED if answer and answer.declared is not None else OpenReason.UNANSWERED
    if rated.level == Level.EXCLUDED:
        return None
    if rated.level == Level.INCOMPLETE:
        return OpenReason.UNKNOWN if rated.unknown else OpenReason.INCOMPLETE
    if rated.unknown:
        return None if is_settled(answer) else OpenReason.UNKNOWN
    chosen = core(question, answer.value)
    if chosen is None and question.type not in (QuestionType.PERSONS, QuestionType.PERCENTS):
        return OpenReason.UNANSWERED
    return _unproven(question, answer, chosen, facts)


def _unproven(question: Question, answer: AnswerContent, chosen: Json, facts: Facts) -> OpenReason | None:
    if question.type is QuestionType.SCREENING:
        age, stale = list_age(question, answer, facts), number(facts.get("limits.stale_days"))
        if age is None:
            return OpenReason.UNDATED
        if age > (stale or 0):
            return OpenReason.STALE
    if question.type is QuestionType.FINDINGS and not answer.every_finding:
        choice = question.choice(chosen)
        if choice is not None and choice.role is ChoiceRole.FINDINGS:
            return OpenReason.FINDINGS
    if question.type is QuestionType.PERCENTS and set(fields_of(fields_of(answer.value).get("percents"))) != {
        share.id for share in question.shares
    }:
        return OpenReason.UNANSWERED
    if question.type is QuestionType.CHOICES and not chosen:
        return OpenReason.UNANSWERED
    if question.type is QuestionType.PLAN and not answer.plan:
        return OpenReason.PLAN
    claimed = question.choice(chosen)
    claims = claimed.claims if claimed is not None else ()
    if Claim.NAMES in claims and not _has_names(answer.value):
        return OpenReason.NAMES
    if (question.file or Claim.DOCUMENT in claims) and not answer.evidence:
        return OpenReason.UNOPENABLE if answer.unopenable else OpenReason.EVIDENCE
    return None


def _has_names(value: Json) -> bool:
    """Whether a row of an answer's names or persons is filled in."""
    fields = fields_of(value)
    rows = [*rows_in(fields.get("names")), *rows_in(fields.get("persons"))]
    return any(str(row.get("name") or "").strip() for row in rows)


AGE = Rule("days(day, today)")


def list_age(question: Question, answer: AnswerContent, facts: Facts) -> int | None:
    """The age in days of the sanctions list behind a screening, today."""
    day = fields_of(answer.value).get("list_day")
    age_of_day = AGE.value(Facts({"day": day, "today": facts.get("today")})) if is_day(day) else None
    age = number(age_of_day if age_of_day is not None else facts.get(f"screening.{question.list}.age_days"))
    return None if age is None else int(age)
