"""The company's own form: what the partner is asked, blank by blank, on paper, in a PDF or on a phone (dossier 2.9).

One question is one blank or several; each blank has a name that stays the same wherever the form is filled in, and
`declared_value` puts the blanks of a question together to what the partner declares. The partner assesses nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.base.text import N_, Text
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import rows_in
from desktop.definitions.answers import CHOICE_TYPES, Question, fields_of, text_of
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import AnsweredBy, LabelledCode, Level, QuestionType

ROWS = 5  # of persons or entities that a form has room for
TEXT, NAME, SHARE, BORN, NATIONALITY = "text", "name", "share", "born", "nationality"
ROLE, SIGNS, NUMBER, FOUND = "role", "signs", "number", "found"
ACKNOWLEDGED, BY_HEAD, VERIFIER = "acknowledged", "signed_by_head", "verifier"
YES, NO = "yes", "no"
YES_NO = (LabelledCode(YES, text_of(N_("Yes"))), LabelledCode(NO, text_of(N_("No"))))

CONFIDENTIAL = N_(
    "Confidential: your answers are read by the staff of IOM who examine this partnership, and by nobody else without "
    "need. A false or incomplete statement may end the examination, or the partnership."
)
PROCUREMENT = N_(
    "No advantage in procurement: neither this form nor a partnership gives the entity any preference in tenders of "
    "IOM; it may bid under the same rules as everybody."
)
NOTICES = (CONFIDENTIAL, PROCUREMENT)


class BlankKind(StrEnum):
    """What is written into a blank."""

    LINE = "line"
    WORDS = "words"  # several lines
    CHOICE = "choice"
    CHOICES = "choices"
    WHOLE = "whole"  # a whole number, 0 or more
    PERCENT = "percent"
    PAST_DAY = "past_day"  # a day of the past of which only the year may be known


@dataclass(frozen=True, slots=True)
class FormBlank:
    """One blank of the form. `row` counts the rows of names from 1; 0 elsewhere."""

    name: str
    part: str
    kind: BlankKind
    label: Text
    options: tuple[LabelledCode, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as the company's form asks it. `required` where the case cannot be decided without an answer."""

    question: Question
    blanks: tuple[FormBlank, ...]

    @property
    def required(self) -> bool:
        """Whether an answer is asked for before the form is sent."""
        return self.question.unknown is Level.INCOMPLETE


def partner_questions(form: Questionnaire) -> tuple[Question, ...]:
    """The questions that the partner answers."""
    return tuple(question for question in form.questions if question.who is not AnsweredBy.OFFICER)


def with_blanks(questions: Sequence[Question]) -> tuple[AskedQuestion, ...]:
    """These questions with their blanks."""
    return tuple(AskedQuestion(question, tuple(_blanks(question))) for question in questions)


def _blanks(question: Question) -> Iterator[FormBlank]:
    match question.type:
        case QuestionType.TEXT:
            yield _blank(question, TEXT, BlankKind.WORDS, question.label)
        case QuestionType.NUMBER:
            yield _blank(question, NUMBER, BlankKind.WHOLE, text_of(N_("Number")))
            yield _blank(question, TEXT, BlankKind.WORDS, text_of(N_("Details")))
        case QuestionType.FINDINGS:
            yield _blank(question, FOUND, BlankKind.CHOICE, question.label, _offered(question))
        case QuestionType.CHOICES:
            yield _blank(question, "", BlankKind.CHOICES, question.label, _offered(question))
        case QuestionType.PERCENTS:
            for share in question.shares:
                yield _blank(question, share.id, BlankKind.PERCENT, share.label)
            if question.roles:
                yield _blank(question, ROLE, BlankKind.CHOICE, text_of(N_("Role")), question.roles)
        case QuestionType.NAMES | QuestionType.PERSONS:
            yield from _rows(question)
        case QuestionType.PLAN:
            acknowledged = text_of(N_("The partner acknowledges the shortcoming in writing"))
            by_head = text_of(N_("The head of the entity has signed the plan"))
            yield _blank(question, ACKNOWLEDGED, BlankKind.CHOICE, acknowledged, YES_NO)
            yield _blank(question, BY_HEAD, BlankKind.CHOICE, by_head, YES_NO)
            yield _blank(question, VERIFIER, BlankKind.LINE, text_of(N_("Who verifies that the plan is carried out")))
        case _:
            yield _blank(question, "", BlankKind.CHOICE, question.label, _offered(question))


def _blank(
    question: Question, part: str, kind: BlankKind, label: Text, options: tuple[LabelledCode, ...] = (), row: int = 0
) -> FormBlank:
    name = "_".join(word for word in (question.id, str(row) if row else "", part) if word)
    return FormBlank(name, part, kind, label, options, row)


def _offered(question: Question) -> tuple[LabelledCode, ...]:
    """The answers that a partner can give: what it has not done yet it leaves blank."""
    choices = (choice for choice in question.choices if choice.outcome.level is not Level.INCOMPLETE)
    return tuple(LabelledCode(choice.id, choice.label) for choice in choices)


def _rows(question: Question) -> Iterator[FormBlank]:
    persons = question.type is QuestionType.PERSONS
    for row in range(1, ROWS + 1):
        yield _blank(question, NAME, BlankKind.LINE, text_of(N_("Full name")), row=row)
        if not persons:
            yield _blank(question, SHARE, BlankKind.PERCENT, text_of(N_("Share held, in %")), row=row)
        yield _blank(question, BORN, BlankKind.PAST_DAY, text_of(N_("Date of birth")), row=row)
        nationality = N_("Nationality") if persons else N_("Nationality or country")
        yield _blank(question, NATIONALITY, BlankKind.LINE, text_of(nationality), row=row)
        if persons:
            yield _blank(question, ROLE, BlankKind.LINE, text_of(N_("Function")), row=row)
            yield _blank(question, SIGNS, BlankKind.CHOICE, text_of(N_("Signs for the partner")), YES_NO, row=row)


# --- what is declared, and what stood in the blanks

Filled = Mapping[str, str]  # what stands in each blank, by its name; chosen codes of CHOICES parted by spaces


def declared_value(question: AskedQuestion, filled: Filled, before: Json) -> Json:
    """What the partner declares, in the shape of the question's type: what stood there `before` and what is filled in.

    A blank erases nothing: where nothing is filled in, `before` is given back as it is.
    """
    written = [(blank, text) for blank in question.blanks if (text := filled.get(blank.name, "").strip())]
    if not written:
        return before
    kind = question.question.type
    first = written[0][1]
    if kind in CHOICE_TYPES:
        return first
    content = dict(fields_of(before))
    if kind is QuestionType.CHOICES:
        return {**content, "choices": list(first.split())}
    if kind is QuestionType.PERCENTS:
        shares = {blank.part: text for blank, text in written if blank.kind is BlankKind.PERCENT}
        role = next((text for blank, text in written if blank.part == ROLE), content.get(ROLE))
        content |= {"role": role} if role else {}
        return {**content, "percents": {**fields_of(content.get("percents")), **shares}}
    if kind in (QuestionType.NAMES, QuestionType.PERSONS):
        key = "persons" if kind is QuestionType.PERSONS else "names"
        return {**content, key: list(_joined_rows(rows_in(content.get(key)), written))}
    return {**content, **{blank.part: _part(blank, text) for blank, text in written}}


def _joined_rows(before: Sequence[JsonObject], written: Sequence[tuple[FormBlank, str]]) -> Iterator[Json]:
    """The rows that stood there, each with what its blanks say now: a row goes by the name that stands in it.

    A row whose name is left blank is that of its number.
    """
    fresh: dict[int, dict[str, Json]] = {}
    for blank, text in written:
        fresh.setdefault(blank.row, {})[blank.part] = _part(blank, text)
    by_name = {str(row.get(NAME, "")).casefold(): dict(row) for row in before}
    for number, row in fresh.items():
        standing = before[number - 1].get(NAME, "") if number <= len(before) else ""
        name = str(row.get(NAME) or standing).casefold()
        by_name[name] = {**by_name.get(name, {}), **row}
    yield from by_name.values()


def _part(blank: FormBlank, text: str) -> Json:
    if blank.part in (SIGNS, ACKNOWLEDGED, BY_HEAD):
        return text == YES
    return int(text) if blank.kind is BlankKind.WHOLE else text


def filled_in(question: AskedQuestion, value: Json) -> dict[str, str]:
    """What stands in the blanks of a question for what was declared: the reverse of `declared_value`."""
    if question.question.type in CHOICE_TYPES:
        return {question.blanks[0].name: value} if isinstance(value, str) else {}
    content = fields_of(value)
    filled: dict[str, str] = {}
    for blank in question.blanks:
        part = _shown(question.question, blank, content)
        if part is not None and part != "":
            filled[blank.name] = _as_text(part)
    return filled


def _shown(question: Question, blank: FormBlank, content: Mapping[str, Json]) -> Json:
    if question.type is QuestionType.CHOICES:
        return content.get("choices")
    if question.type is QuestionType.PERCENTS and blank.kind is BlankKind.PERCENT:
        return fields_of(content.get("percents")).get(blank.part)
    if blank.row:
        rows = rows_in(content.get("persons") or content.get("names"))
        return rows[blank.row - 1].get(blank.part) if blank.row <= len(rows) else None
    return content.get(blank.part)


def _as_text(part: Json) -> str:
    if isinstance(part, bool):
        return YES if part else NO
    return " ".join(map(str, part)) if isinstance(part, list) else str(part)
