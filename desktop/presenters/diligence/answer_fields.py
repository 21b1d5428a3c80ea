"""The fields of an answer: what each type of question asks for, and how its value is put together from them.

The shapes of the values are those of `desktop.definitions.answer_content`. What cannot be understood stays as it was
typed, so that nothing is lost; the questionnaire then says what is wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from desktop.base.text import Text, _, pick
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import UNKNOWN
from desktop.definitions.answers import CHOICE_TYPES, Question
from desktop.definitions.terms import AnsweredBy, LabelledCode, QuestionType
from desktop.presenters.form import FieldSpec, InputKind, Option, is_empty, options, rows_of, text_of

Codes = Mapping[str, Sequence[LabelledCode]]  # the texts of a finding's codes
Fields = tuple[FieldSpec, ...]

YES, NO = "yes", "no"
NOTHING_ELSE = "none"  # the choice that excludes the others
RECORDS = "records"  # the field whose rows are the findings or the milestones of an answer
CHOICE = "choice"  # the field of the types whose value is the id of a choice
SHARE = "percents."  # what the fields of the shares of turnover begin with
GRADES = ("scale", "scope", "irremediability")


def answer_fields(question: Question, codes: Codes) -> Fields:
    """The fields of the officer's answer to a question."""
    if question.type == QuestionType.FINDINGS:
        return _findings(question, codes)
    return FIELDS[question.type](question)


def declared_fields(question: Question) -> Fields:
    """The fields of what the partner declares: it assesses nothing and lists no findings."""
    if question.type == QuestionType.FINDINGS:
        return (_radio("found", question, _named(question)),)
    if question.type == QuestionType.NUMBER:
        return _number(question)[:-1]
    return FIELDS.get(question.type, _choice)(question)


def unknown_fields() -> Sequence[Fields]:
    """“I don't know yet”: who will find out by when, or why it could not be established."""
    note = _("Only after a real search: the answer is then rated as not established, and the decider is told.")
    label = _("If it cannot be established: what was searched, and why nothing was found")
    return (
        (_text("who", _("Who")), _date("by", _("By when"))),
        (FieldSpec("why", InputKind.AREA, label, note, lines=2),),
    )


# --- the fields of each type


def _named(question: Question) -> tuple[Option, ...]:
    return _options([(choice.id, choice.label) for choice in question.choices])


def _options(names: Sequence[tuple[str, Text]]) -> tuple[Option, ...]:
    return options((key, pick(label)) for key, label in names)


def _codes(names: Sequence[LabelledCode]) -> tuple[Option, ...]:
    return _options([(name.id, name.label) for name in names])


def _radio(key: str, question: Question, choices: tuple[Option, ...], heading: str = "") -> FieldSpec:
    label = heading or pick(question.label)
    return FieldSpec(key, InputKind.RADIO, label, options=choices, heading=bool(heading))


def _assessment(question: Question) -> FieldSpec:
    return _radio("assessment", question, _named(question), _("Your finding"))


def _area(label: str, help_text: str = "", lines: int = 3) -> FieldSpec:
    return FieldSpec("text", InputKind.AREA, label, help_text, lines=lines)


def _text(key: str, label: str) -> FieldSpec:
    return FieldSpec(key, InputKind.TEXT, label)


def _date(key: str, label: str) -> FieldSpec:
    return FieldSpec(key, InputKind.DATE, label, as_typed=True)


def _birth(key: str) -> FieldSpec:
    return FieldSpec(key, InputKind.PARTIAL_DAY, _("Date of birth"), as_typed=True)


def _figure(key: str, label: str, unit: str = "", places: int = 2) -> FieldSpec:
    return FieldSpec(key, InputKind.NUMBER, label, unit=unit, places=places, as_typed=True)


def _dropdown(key: str, label: str, choices: tuple[Option, ...], chars: int = 24) -> FieldSpec:
    return FieldSpec(key, InputKind.DROPDOWN, label, options=choices, chars=chars)


def _yes_no(key: str, label: str) -> FieldSpec:
    return _dropdown(key, label, (Option(YES, _("Yes")), Option(NO, _("No"))), 12)


def _rows(key: str, label: str, columns: Fields, add: str, help_text: str = "") -> FieldSpec:
    return FieldSpec(key, InputKind.ROWS, label, help_text, columns=columns, add=add)


def _choice(question: Question) -> Fields:
    return (_radio(CHOICE, question, _named(question)),)


def _choices(question: Question) -> Fields:
    several = FieldSpec("choices", InputKind.CHECKS, pick(question.label), options=_named(question), heading=False)
    return replace(several, alone=NOTHING_ELSE), _area(_("Details"))


def _words(question: Question) -> Fields:
    declared = AnsweredBy.PARTNER in question.who
    label = _("What the partner declares") if declared else _("Your answer")
    return _area(label, lines=4), _assessment(question)


def _number(question: Question) -> Fields:
    return _figure("number", _("Number"), places=0), _area(_("Details")), _assessment(question)


def _names(question: Question) -> Fields:
    columns = (
        _text("name", _("Full name")),
        _figure("share", _("Share held, in %")),
        _birth("born"),
        _text("nationality", _("Nationality or country")),
    )
    return _rows("names", _("Persons and entities"), columns, _("Add a name")), _assessment(question)


def _persons(question: Question) -> Fields:
    columns = (
        _text("name", _("Full name")),
        _birth("born"),
        _text("nationality", _("Nationality")),
        _text("role", _("Function")),
        _yes_no("signs", _("Signs for the partner")),
    )
    note = _("Persons named here are also registered with the partner, so that their names are screened.")
    return (_rows("persons", _("Persons"), columns, _("Add a person"), note),)


def _screening(question: Question) -> Fields:
    return _radio("result", question, _named(question)), _date("list_day", _("Date of the list that was searched"))


def _percents(question: Question) -> Fields:
    shares = tuple(_figure(f"{SHARE}{share.id}", pick(share.label), "%") for share in question.shares)
    role = (_radio("role", question, _codes(question.roles), _("Role")),) if question.roles else ()
    return (*shares, *role)


def _scale(question: Question) -> Fields:
    grades = (_("very weak"), _("weak"), _("fair"), _("strong"), _("very strong"))
    choices = options((str(grade), f"&{grade} – {label}") for grade, label in enumerate(grades, 1))
    return replace(_radio("scale", question, choices), lettered=False), _area(_("Details"))


def _amount(question: Question) -> Fields:
    return _figure("usd", _("Amount"), "USD"), _area(_("Details"))


def _findings(question: Question, codes: Codes) -> Fields:
    note = _("Where, in which languages and on which day you searched, whatever was found.")
    kind = (_dropdown("kind", _("Kind"), _codes(question.kinds)),) if question.kinds else ()
    grades, responses, sources = (_codes(codes[code]) for code in ("grade", "response", "credibility"))
    columns = (
        _text("source", _("Source")),
        _dropdown("status", _("Status"), _codes(codes["status"])),
        *kind,
        _dropdown("link", _("Link with the entity"), _codes(codes["link"])),
        _date("date", _("Date of the facts")),
        _yes_no("running", _("Still going on")),
        _dropdown("scale", _("Severity"), grades, 16),
        _dropdown("scope", _("Number of people affected"), grades, 16),
        _dropdown("irremediability", _("Difficulty of remedying it"), grades, 16),
        _dropdown("response", _("Response of the entity"), responses),
        _dropdown("credibility", _("Credibility of the source"), sources),
    )
    return (
        _radio("found", question, _named(question)),
        _area(_("Search log"), note),
        _rows(RECORDS, _("Findings, one by one"), columns, _("Add a finding")),
    )


def _plan(question: Question) -> Fields:
    columns = (
        _text("what", _("Milestone")),
        _text("owner", _("Person in charge")),
        _date("due", _("Due on")),
    )
    return (
        _rows(RECORDS, _("Milestones"), columns, _("Add a milestone")),
        FieldSpec("acknowledged", InputKind.YES, _("The partner acknowledges the shortcoming in writing")),
        FieldSpec("signed_by_head", InputKind.YES, _("The head of the entity has signed the plan")),
        _text("verifier", _("Who verifies that the plan is carried out")),
        _text("know_how", _("Expertise and capacity that IOM brings")),
        _assessment(question),
    )


FIELDS: Mapping[str, Callable[[Question], Fields]] = {
    **dict.fromkeys(CHOICE_TYPES, _choice),
    "choices": _choices,
    "text": _words,
    "number": _number,
    "names": _names,
    "persons": _persons,
    "screening": _screening,
    "percents": _percents,
    "scale": _scale,
    "amount": _amount,
    "plan": _plan,
}


# --- the value of an answer from the values of its fields, and back


def answer_value(question: Question, typed: JsonObject) -> Json:
    """The value of an answer in the shape of the question's type; None when nothing is given."""
    if question.type in CHOICE_TYPES:
        return typed.get(CHOICE) or None
    if question.type == QuestionType.PERCENTS:
        return _shares(typed)
    content = {key: _part(key, part) for key, part in typed.items() if key != RECORDS}
    if question.type == QuestionType.CHOICES:
        return content if any(content.values()) else None
    return {key: part for key, part in content.items() if not is_empty(part)} or None


def _shares(typed: JsonObject) -> Json:
    shares = {key.removeprefix(SHARE): part for key, part in typed.items() if key.startswith(SHARE) and part}
    role = typed.get("role")
    return {"percents": shares, **({"role": role} if role else {})} if shares or role else None


def _part(key: str, part: Json) -> Json:
    if key in ("number", "scale"):
        return int(text_of(part)) if text_of(part).isdigit() else part
    if key in ("names", "persons"):
        return [_row_kept(row) for row in rows_of(part)]
    return part


def answer_typed(question: Question, fields: Fields, value: Json) -> dict[str, Json]:
    """What the fields of an answer show for a value; every field but the records has one."""
    if value is None or value == UNKNOWN:
        shown: JsonObject = {}
    elif question.type in CHOICE_TYPES:
        shown = {CHOICE: text_of(value)}
    else:
        shown = _shown(value)
    return {spec.key: shown.get(spec.key) for spec in fields if spec.key != RECORDS}


def _shown(value: Json) -> JsonObject:
    if not isinstance(value, Mapping):
        return {}
    parts: dict[str, Json] = dict(value)
    shares = parts.pop("percents", None)
    parts |= {f"{SHARE}{key}": share for key, share in shares.items()} if isinstance(shares, Mapping) else {}
    for key in ("number", "scale"):
        if parts.get(key) is not None:
            parts[key] = str(parts[key])
    for key in ("names", "persons"):
        if key in parts:
            parts[key] = [_row_shown(row) for row in rows_of(parts[key])]
    return parts


def records(rows: Json) -> list[dict[str, Json]]:
    """Findings or milestones from the rows of RECORDS."""
    return [_row_kept(row) for row in rows_of(rows)]


def records_typed(records: Json) -> list[dict[str, Json]]:
    """The rows of RECORDS for findings or milestones."""
    return [_row_shown(row) for row in rows_of(records)]


def _row_kept(row: JsonObject) -> dict[str, Json]:
    """A row as answers hold it: nothing empty, grades as numbers, yes and no as True and False."""
    cells = {key: cell for key, cell in row.items() if not is_empty(cell)}
    for key in GRADES:
        if text_of(cells.get(key)).isdigit():
            cells[key] = int(text_of(cells[key]))
    for key in ("signs", "running"):
        if key in cells:
            cells[key] = cells[key] == YES
    return cells


def _row_shown(row: JsonObject) -> dict[str, Json]:
    cells: dict[str, Json] = dict(row)
    for key in GRADES:
        if isinstance(cells.get(key), int):
            cells[key] = str(cells[key])
    for key in ("signs", "running"):
        if isinstance(cells.get(key), bool):
            cells[key] = YES if cells[key] else NO
    return cells
