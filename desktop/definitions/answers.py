"""Questions: what is asked, and whether an answer is well formed; `answer_content` says what each type of answer holds.

What an answer comes to is worked out by `rating`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from desktop.base.dates import YEAR_OR_MONTH
from desktop.base.text import LANGUAGES, N_, Text, said_in
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.definitions.facts import FactValue
from desktop.definitions.rules import ALWAYS, Rule, number
from desktop.definitions.terms import (
    AnsweredBy,
    ChoiceRole,
    ConductTest,
    Credibility,
    Depth,
    FindingStatus,
    LabelledCode,
    Level,
    QuestionRole,
    QuestionType,
)

RANK: Mapping[str, int] = {level: level.rank for level in Level}  # also of levels that are read as text
STATUSES = tuple(FindingStatus)
LINKS = ("caused", "contributed", "linked", "affiliate")
RESPONSES = ("none", "denies", "investigates", "remedies", "remedied")
CREDIBILITIES = tuple(Credibility)
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
class FindingRules:
    """How findings are rated (dossier 2.4).

    One of more days than `old_days` that is no longer running weighs one level less. `cases` rate a finding about a
    question that has no cases of its own for findings; the first that holds counts.
    """

    old_days: int
    cases: tuple[OutcomeCase, ...]


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer that can be ticked. `says` is what a partner declares by it: two choices that say the same do not
    differ. `sets` are facts that the choice establishes; the first case that holds replaces the outcome. `role` is
    what the program itself needs the choice for, if anything; what it `claims` must exist."""

    id: str
    label: Text
    outcome: Outcome
    says: str
    cases: tuple[OutcomeCase, ...] = ()
    sets: Mapping[str, FactValue] | None = None
    role: ChoiceRole | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question of the form. `who`: `O` the officer, `P` the partner, `PO` the partner and then the officer.

    `verdict` is the test of ¶22 it counts for: a, b or c. `principles` are numbers of the ten principles,
    `guiding` of the Guiding Principles, `sources` other texts. `list` is the sanctions list a screening reads.
    `role` is what the program itself needs the question for, if anything. `short` names it in a list.
    """

    id: str
    section: str
    tier: Depth
    who: AnsweredBy
    type: QuestionType
    label: Text
    short: Text  # its name in lists, a few words, unlike every other
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

    @cached_property
    def reads(self) -> frozenset[str]:
        """The facts, beside its own answer, that the rules of its outcomes read."""
        cases = (*self.cases, *(case for choice in self.choices for case in choice.cases))
        names = {name for case in cases for name in case.when.names()}
        return frozenset(name for name in names if name.split(".")[0] != "answer")

    def choice(self, choice_id: Json) -> AnswerChoice | None:
        """The choice of this id, or None."""
        return self._by_choice.get(choice_id) if isinstance(choice_id, str) else None

    @cached_property
    def found_choice(self) -> str | None:
        """The choice that says that something was found; None for a question that findings do not answer."""
        return next((choice.id for choice in self.choices if choice.role is ChoiceRole.FINDINGS), None)

    @cached_property
    def _by_choice(self) -> Mapping[str, AnswerChoice]:
        return {choice.id: choice for choice in reversed(self.choices)}

    def check(self, answer: AnswerContent) -> Text | None:
        """What is malformed about an answer, in the program's languages; None when it is well formed or not given."""
        fault = None
        for value in (answer.value, answer.declared):
            if value is not None and value != UNKNOWN:
                fault = fault or CHECKS[self.type](self, value)
        fault = fault or _check_records(answer)
        return text_of(fault) if fault else None


def text_of(sentence: str) -> Text:
    """A sentence of the catalogue in every language of the program."""
    return {code: said_in(code, sentence) for code in LANGUAGES}


def fields_of(value: Json) -> JsonObject:
    """A value that should be an object; an empty one where it is anything else."""
    return value if isinstance(value, Mapping) else {}


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


def is_partial_day(value: object) -> bool:
    """Whether a value is a calendar day of which the day or the month may lack: `1984-03`."""
    return is_day(value) or (isinstance(value, str) and YEAR_OR_MONTH.fullmatch(value) is not None)


def _check_choice(question: Question, value: Json) -> str | None:
    return None if isinstance(value, str) and question.choice(value) else NOT_A_CHOICE


def _check_choices(question: Question, value: Json) -> str | None:
    chosen = value.get("choices") if isinstance(value, Mapping) else None
    if not isinstance(chosen, list) or not all(question.choice(choice_id) for choice_id in chosen):
        return NOT_A_CHOICE
    return _check_text(value)


def _check_text(value: Json) -> str | None:
    return None if isinstance(value, Mapping) and isinstance(value.get("text", ""), str) else NOT_A_TEXT


def _check_assessed(question: Question, value: Json) -> str | None:
    assessment = fields_of(value).get("assessment")
    return _check_text(value) or (None if assessment is None else _check_choice(question, assessment))


def _check_number(question: Question, value: Json) -> str | None:
    wrong, figure = _check_assessed(question, value), fields_of(value).get("number")
    if wrong or figure is None:
        return wrong
    return None if isinstance(figure, int) and not isinstance(figure, bool) and figure >= 0 else NOT_A_NUMBER


def _check_lines(lines: Json) -> str | None:
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
        return NO_NAME
    rows = [fields_of(line) for line in lines]
    if not all(isinstance(name := row.get("name"), str) and name.strip() for row in rows):
        return NO_NAME
    return None if all(percent(row["share"]) for row in rows if row.get("share")) else NOT_A_PERCENT


def _check_names(question: Question, value: Json) -> str | None:
    return _check_assessed(question, value) or _check_lines(fields_of(value).get("names", []))


def _check_persons(question: Question, value: Json) -> str | None:
    return _check_lines(fields_of(value).get("persons"))


def _check_screening(question: Question, value: Json) -> str | None:
    if not isinstance(value, Mapping) or not question.choice(value.get("result")):
        return NOT_A_CHOICE
    return None if value.get("list_day") is None or is_day(value.get("list_day")) else NOT_A_DAY


def percent(value: object) -> bool:
    """Whether a value is a number from 0 to 100."""
    share = number(value)
    return share is not None and 0 <= share <= 100


def _check_percents(question: Question, value: Json) -> str | None:
    shares = fields_of(value).get("percents")
    if not isinstance(shares, Mapping) or not set(shares) <= {share.id for share in question.shares}:
        return NOT_A_PERCENT
    if not all(percent(share) for share in shares.values()):
        return NOT_A_PERCENT
    roles = {role.id for role in question.roles}
    return NOT_A_CHOICE if roles and fields_of(value).get("role") not in roles | {None} else None


def _check_scale(question: Question, value: Json) -> str | None:
    mark = fields_of(value).get("scale")
    return None if mark in (1, 2, 3, 4, 5) and not isinstance(mark, bool | float) else NOT_A_SCALE


def _check_amount(question: Question, value: Json) -> str | None:
    dollars = number(fields_of(value).get("usd"))
    return None if dollars is not None and dollars >= 0 else NOT_AN_AMOUNT


def _check_found(question: Question, value: Json) -> str | None:
    return _check_choice(question, fields_of(value).get("found"))


def _check_records(answer: AnswerContent) -> str | None:
    if not (answer.every_finding or answer.plan or answer.unread or answer.unknown):
        return None
    if answer.unread.get("findings") or not all(map(_good_finding, answer.every_finding)):
        return NOT_A_FINDING
    if not all(is_day(finding["date"]) for finding in answer.every_finding if finding.get("date") is not None):
        return NOT_A_DAY
    complete = all(all(milestone.get(key) for key in ("what", "owner", "due")) for milestone in answer.plan)
    if answer.unread.get("plan") or not complete:
        return NOT_A_MILESTONE
    if not all(is_day(milestone["due"]) for milestone in answer.plan):
        return NOT_A_DAY
    due = answer.unread.get("unknown") or answer.unknown.get("by")
    return NOT_A_DAY if due and not is_day(due) else None


def _good_finding(finding: JsonObject) -> bool:
    closed = (("link", LINKS), ("response", RESPONSES), ("credibility", CREDIBILITIES))
    grades = (finding.get(key) for key in ("scale", "scope", "irremediability"))
    return (
        bool(finding.get("source"))
        and finding.get("status") in STATUSES
        and all(finding.get(key) in (None, *allowed) for key, allowed in closed)
        and all(grade in (None, 1, 2, 3) for grade in grades)
    )


CHECKS: dict[str, Callable[[Question, Json], str | None]] = {
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


def core(question: Question, value: Json) -> Json:
    """What `answers.<id>` is in rules: the id or ids chosen, the scale, the amount; percents and persons whole."""
    if value is None or value == UNKNOWN or question.type in CHOICE_TYPES:
        return value
    key = CORE.get(question.type)
    return value.get(key) if key and isinstance(value, Mapping) else value


def first_value(question: Question, text: str = "") -> Json:
    """The first answer offered to a question, with shares of none, and `text` where its type has one.

    None for types that offer no answer that could be given for several questions at once.
    """
    first = question.choices[0].id if question.choices else None
    if question.type in CHOICE_TYPES:
        return first
    if question.type is QuestionType.FINDINGS:
        return {"found": first, "text": text}
    if question.type is QuestionType.PERCENTS:
        shares: JsonObject = {share.id: "0" for share in question.shares}
        return {"percents": shares, "role": question.roles[0].id} if question.roles else {"percents": shares}
    return None
