"""Questions and their answers: what each type of answer looks like, and whether it is well formed.

What an answer comes to is worked out by `rating`.

An answer is one mapping per question id, plain JSON:

    {"value": ..., "declared": ..., "note": "", "unknown": {"who": "", "by": "2026-12-01"},
     "evidence": [file ids], "findings": [...], "plan": [...]}

`value` is the officer's, or the partner's own on questions that only the partner answers; it is None while there is
none and `"unknown"` for “I don't know yet”: `unknown` says who finds out by when, and the answer blocks a decision, or
`{"why": "..."}` when it could not be established after a search: then it is rated and listed as not established.
`declared` is what the partner said itself, in the shape of `value`. The shape depends on the question's type:

    choice, yes_no, yes_partly_no, signed, declaration    "id of a choice"
    choices     {"choices": ["id", ...], "text": ""}
    text        {"text": "", "assessment": "id of a choice"}
    number      {"number": 3, "text": "", "assessment": "id of a choice"}
    names       {"names": [{"name": "", "share": "25", "born": "", "nationality": ""}], "assessment": "id of a choice"}
    persons     {"persons": [{"name": "", "born": "1970-02-01", "nationality": "SN", "role": "", "signs": true}]}
    screening   {"result": "id of a choice", "list_day": "2026-11-20", "list_digest": ""}
    percents    {"percents": {"id of a share": "12.5"}, "role": "id of a role"}       (no role where none is offered)
    scale       {"scale": 1 to 5, "text": ""}
    amount      {"usd": "1200.00", "text": ""}
    findings    {"found": "id of a choice", "text": "the search log"}; the findings are in `findings`
    plan        {"assessment": "id of a choice", "acknowledged": true, "signed_by_head": true, "verifier": "",
                 "know_how": ""}; the milestones are in `plan`: [{"what": "", "owner": "", "due": "2027-03-01"}]

A finding (dossier 2.4) is {"source": "", "status": one of STATUSES, "link": one of LINKS, "scale": 1-3, "scope": 1-3,
"irremediability": 1-3, "date": day of the facts, "running": true, "response": one of RESPONSES, "credibility": one of
CREDIBILITIES, "kind": id of one of the question's kinds}.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.base.text import LANGUAGES, N_, Text, said_in
from desktop.definitions.rules import ALWAYS, Rule, number
from desktop.definitions.terms import (
    AnsweredBy,
    ChoiceRole,
    ConductTest,
    Depth,
    LabelledCode,
    Level,
    QuestionRole,
    QuestionType,
)

Answer = Mapping[str, Any]

UNKNOWN = "unknown"
RANK: Mapping[str, int] = {level: level.rank for level in Level}  # also of levels that are read as text
STATUSES = ("rumour", "allegation", "complaint", "investigation", "charge", "settlement", "judgment", "closed")
LINKS = ("caused", "contributed", "linked", "affiliate")
RESPONSES = ("none", "denies", "investigates", "remedies", "remedied")
CREDIBILITIES = ("partisan", "reliable", "independent", "court")
CHOICE_TYPES = (
    QuestionType.CHOICE,
    QuestionType.YES_NO,
    QuestionType.YES_PARTLY_NO,
    QuestionType.SIGNED,
    QuestionType.DECLARATION,
)
ASSESSED_TYPES = (QuestionType.TEXT, QuestionType.NUMBER, QuestionType.NAMES, QuestionType.PLAN)
TYPES = tuple(QuestionType)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer comes to. `level` is a key of RANK; `none` means that it is not rated.

    `remedy` opens the remedy plan; `never_adhoc` closes the path of ¶23; `conditions` and `clauses` are codes that
    the decision and the agreement must take up.
    """

    level: Level
    remedy: bool = False
    never_adhoc: bool = False
    blocks_signature: bool = False
    conditions: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeCase:
    """An outcome under a rule; `label` is the reason as the report prints it."""

    when: Rule
    outcome: Outcome
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer that can be ticked. `says` is what a partner declares by it: two choices that say the same do not
    differ. `sets` are facts that the choice establishes; the first case that holds replaces the outcome. `role` is
    what the program itself needs the choice for, if anything."""

    id: str
    label: Text
    outcome: Outcome
    says: str
    cases: tuple[OutcomeCase, ...] = ()
    sets: Mapping[str, Any] | None = None
    role: ChoiceRole | None = None


@dataclass(frozen=True)
class Question:
    """One question of the form. `who`: `O` the officer, `P` the partner, `PO` the partner and then the officer.

    `verdict` is the test of ¶22 it counts for: a, b or c. `principles` are numbers of the ten principles,
    `guiding` of the Guiding Principles, `sources` other texts. `list` is the sanctions list a screening reads.
    `role` is what the program itself needs the question for, if anything.
    """

    id: str
    section: str
    tier: Depth
    who: AnsweredBy
    type: QuestionType
    label: Text
    why: Text
    evidence: Text | None
    when: Rule = ALWAYS
    verdict: ConductTest = ConductTest.REPUTATION
    paragraphs: tuple[str, ...] = ()
    principles: tuple[int, ...] = ()
    guiding: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    any_tier: bool = False  # asked whenever `when` holds, whatever the depth
    file: bool = False  # a file must be attached
    emergency: bool = False  # never skipped, even in an emergency (dossier 2.8)
    adhoc: bool = False  # a shortcoming here may follow the path of ¶23 (dossier 2.7)
    ages: bool = True  # old findings weigh one level less
    unknown: Level = Level.MEDIUM  # level of “I don't know yet”
    list: str = ""
    choices: tuple[AnswerChoice, ...] = ()
    cases: tuple[OutcomeCase, ...] = ()
    shares: tuple[LabelledCode, ...] = ()
    roles: tuple[LabelledCode, ...] = ()
    kinds: tuple[LabelledCode, ...] = ()
    role: QuestionRole | None = None

    def choice(self, choice_id: object) -> AnswerChoice | None:
        """The choice of this id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)

    def check(self, answer: Answer) -> Text | None:
        """What is malformed about an answer, in the program's languages; None when it is well formed or not given."""
        fault = None
        for key in ("value", "declared"):
            value = answer.get(key)
            if value is not None and value != UNKNOWN:
                fault = fault or CHECKS[self.type](self, value)
        fault = fault or _check_records(answer)
        return text_of(fault) if fault else None


def text_of(sentence: str) -> Text:
    """A sentence of the catalogue in every language of the program."""
    return {code: said_in(code, sentence) for code in LANGUAGES}


# Well formed?

NOT_A_CHOICE = N_("Choose one of the answers offered.")
NOT_A_TEXT = N_("Write a text here.")
NOT_A_NUMBER = N_("Write a whole number, 0 or more.")
NOT_A_PERCENT = N_("Write a percentage between 0 and 100.")
NOT_AN_AMOUNT = N_("Write an amount in US dollars, 0 or more.")
NOT_A_SCALE = N_("Choose a number from 1 to 5.")
NO_NAME = N_("Each line needs a name.")
NOT_A_DAY = N_("Write a date that exists, with its year, month and day.")
NOT_A_FINDING = N_("Each finding needs its source and its status.")
NOT_A_MILESTONE = N_("Each milestone needs a description, a person in charge and a date.")


def is_day(value: object) -> bool:
    """Whether a value is a calendar day written as ISO text."""
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _check_choice(question: Question, value: Any) -> str | None:
    return None if isinstance(value, str) and question.choice(value) else NOT_A_CHOICE


def _check_choices(question: Question, value: Any) -> str | None:
    chosen = value.get("choices") if isinstance(value, Mapping) else None
    if not isinstance(chosen, list) or not all(question.choice(choice_id) for choice_id in chosen):
        return NOT_A_CHOICE
    return _check_text(value)


def _check_text(value: Any) -> str | None:
    return None if isinstance(value, Mapping) and isinstance(value.get("text", ""), str) else NOT_A_TEXT


def _check_assessed(question: Question, value: Any) -> str | None:
    wrong = _check_text(value)
    if wrong or value.get("assessment") is None:
        return wrong
    return _check_choice(question, value["assessment"])


def _check_number(question: Question, value: Any) -> str | None:
    wrong = _check_assessed(question, value)
    figure = None if wrong else value.get("number")
    if wrong or figure is None:
        return wrong
    return None if isinstance(figure, int) and not isinstance(figure, bool) and figure >= 0 else NOT_A_NUMBER


def _check_lines(lines: Any) -> str | None:
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
        return NO_NAME
    if not all(isinstance(line.get("name"), str) and line["name"].strip() for line in lines):
        return NO_NAME
    if not all(percent(line["share"]) for line in lines if line.get("share")):
        return NOT_A_PERCENT
    return None


def _check_names(question: Question, value: Any) -> str | None:
    return _check_assessed(question, value) or _check_lines(value.get("names", []))


def _check_persons(question: Question, value: Any) -> str | None:
    return _check_lines(value.get("persons") if isinstance(value, Mapping) else None)


def _check_screening(question: Question, value: Any) -> str | None:
    if not isinstance(value, Mapping) or not question.choice(value.get("result")):
        return NOT_A_CHOICE
    return None if value.get("list_day") is None or is_day(value["list_day"]) else NOT_A_DAY


def percent(value: object) -> bool:
    """Whether a value is a number from 0 to 100."""
    share = number(value)
    return share is not None and 0 <= share <= 100


def _check_percents(question: Question, value: Any) -> str | None:
    shares = value.get("percents") if isinstance(value, Mapping) else None
    if not isinstance(shares, Mapping) or not set(shares) <= {share.id for share in question.shares}:
        return NOT_A_PERCENT
    if not all(percent(share) for share in shares.values()):
        return NOT_A_PERCENT
    roles = {role.id for role in question.roles}
    return NOT_A_CHOICE if roles and value.get("role") not in roles | {None} else None


def _check_scale(question: Question, value: Any) -> str | None:
    mark = value.get("scale") if isinstance(value, Mapping) else None
    return None if mark in (1, 2, 3, 4, 5) and not isinstance(mark, bool | float) else NOT_A_SCALE


def _check_amount(question: Question, value: Any) -> str | None:
    dollars = number(value.get("usd")) if isinstance(value, Mapping) else None
    return None if dollars is not None and dollars >= 0 else NOT_AN_AMOUNT


def _check_found(question: Question, value: Any) -> str | None:
    return _check_choice(question, value.get("found") if isinstance(value, Mapping) else None)


def _check_records(answer: Answer) -> str | None:
    for finding in _listed(answer.get("findings")):
        if not isinstance(finding, Mapping) or not _good_finding(finding):
            return NOT_A_FINDING
        if finding.get("date") is not None and not is_day(finding["date"]):
            return NOT_A_DAY
    for step in _listed(answer.get("plan")):
        if not isinstance(step, Mapping) or not all(step.get(key) for key in ("what", "owner", "due")):
            return NOT_A_MILESTONE
        if not is_day(step["due"]):
            return NOT_A_DAY
    planned = answer.get("unknown")
    due = planned.get("by") if isinstance(planned, Mapping) else planned
    return NOT_A_DAY if due and not is_day(due) else None


def _listed(records: Any) -> list[Any]:
    """The records of a list; anything else counts as one record, and is refused as such."""
    return records if isinstance(records, list) else [records] if records else []


def _good_finding(finding: Mapping[str, Any]) -> bool:
    closed = (("link", LINKS), ("response", RESPONSES), ("credibility", CREDIBILITIES))
    grades = (finding.get(key) for key in ("scale", "scope", "irremediability"))
    return (
        bool(finding.get("source"))
        and finding.get("status") in STATUSES
        and all(finding.get(key) in (None, *allowed) for key, allowed in closed)
        and all(grade in (None, 1, 2, 3) for grade in grades)
    )


CHECKS: dict[str, Callable[[Question, Any], str | None]] = {
    **dict.fromkeys(CHOICE_TYPES, _check_choice),
    "choices": _check_choices,
    "text": _check_assessed,
    "number": _check_number,
    "names": _check_names,
    "persons": _check_persons,
    "screening": _check_screening,
    "percents": _check_percents,
    "scale": _check_scale,
    "amount": _check_amount,
    "findings": _check_found,
    "plan": _check_assessed,
}

# What rules read of an answer

CORE = {"number": "assessment", "text": "assessment", "names": "assessment", "plan": "assessment"}
CORE |= {"choices": "choices", "screening": "result", "scale": "scale", "amount": "usd", "findings": "found"}


def core(question: Question, value: Any) -> Any:
    """What `answers.<id>` is in rules: the id or ids chosen, the scale, the amount; percents and persons whole."""
    if value is None or value == UNKNOWN or question.type in CHOICE_TYPES:
        return value
    key = CORE.get(question.type)
    return value.get(key) if key and isinstance(value, Mapping) else value
