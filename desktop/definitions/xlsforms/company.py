"""The company's form as an XLSForm for KoboToolbox and ODK, in every language of the program."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.base.text import LANGUAGES, N_, Text
from desktop.definitions.answers import CHOICE_TYPES, text_of
from desktop.definitions.company_form import (
    NOTICES,
    ROWS,
    AskedQuestion,
    BlankKind,
    FormBlank,
    partner_questions,
    with_blanks,
)
from desktop.definitions.facts import Facts
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import LabelledCode, QuestionRole, QuestionType
from desktop.definitions.xlsforms.layout import Sheets, language_name, translated
from desktop.definitions.xlsforms.relevance import NATURE, FormRelevance

Row = Mapping[str, str]
TEXTS = ("label", "hint", "constraint_message", "required_message")
SURVEY = (
    *("type", "name"),
    *(translated(text, language) for text in TEXTS for language in LANGUAGES),
    *("required", "relevant", "constraint", "appearance"),
)
CHOICES = ("list_name", "name", *(translated("label", language) for language in LANGUAGES))
SETTINGS = ("form_title", "form_id", "version", "default_language", "style")

TYPES: Mapping[BlankKind, str] = {
    BlankKind.LINE: "text",
    BlankKind.WORDS: "text",
    BlankKind.PAST_DAY: "text",
    BlankKind.WHOLE: "integer",
    BlankKind.PERCENT: "decimal",
}
CONSTRAINTS: Mapping[BlankKind, tuple[str, str]] = {
    BlankKind.WHOLE: (". >= 0", N_("Write a whole number, 0 or more.")),
    BlankKind.PERCENT: (". >= 0 and . <= 100", N_("Write a percentage between 0 and 100.")),
    BlankKind.PAST_DAY: (
        r"regex(., '^(19|20)[0-9][0-9](-[0-9][0-9](-[0-9][0-9])?)?$')",
        N_("Write the date as 1984-03-21, or only the year."),
    ),
}
REQUIRED = N_("Please answer this question: the examination cannot end without it.")
SIGNED_BY, SIGNED_ON = "signed_by", "signed_on"


def company_sheets(form: Questionnaire, facts: Facts | None, language: str) -> Sheets:
    """The sheets of the form. `facts` are those of a case, whose questions it asks; None asks whatever may apply.

    `language` is the one in which it opens; all the others stand in it too.
    """
    natures = _natures(form) if facts is None else {}
    shown: Sequence[tuple[AskedQuestion, str]] = [(question, "") for question in with_blanks(partner_questions(form))]
    for _round in range(2):  # a rule reads no answer of a question that is not asked
        blanks = {question.question.id: question.blanks[0].name for question, _rule in shown if _is_read(question)}
        relevance = FormRelevance(blanks, facts or Facts({}), form.kinds, natures)
        rules = ((question, relevance.written(question.question.when)) for question, _rule in shown)
        shown = [(question, rule) for question, rule in rules if rule is not None]
    title = text_of(N_("Declaration of the partner"))
    settings = {
        "form_title": title[language],
        "form_id": f"passerelle_{form.id}",
        "version": form.version,
        "default_language": language_name(language),
        "style": "pages",
    }
    return {
        "survey": _sheet(SURVEY, _survey(form, shown, natures)),
        "choices": _sheet(CHOICES, [*_nature_choices(form, natures), *_choices([question for question, _r in shown])]),
        "settings": _sheet(SETTINGS, [settings]),
    }


def _is_read(question: AskedQuestion) -> bool:
    """Whether rules can read its answer on the form itself: what was chosen, not what an officer finds of it."""
    return question.question.type in (*CHOICE_TYPES, QuestionType.FINDINGS, QuestionType.CHOICES)


def _sheet(headings: Sequence[str], rows: Iterator[Row] | Sequence[Row]) -> list[list[str]]:
    return [list(headings), *([row.get(heading, "") for heading in headings] for row in rows)]


def _texts(heading: str, text: Text) -> dict[str, str]:
    return {translated(heading, language): text[language] for language in LANGUAGES}


def _natures(form: Questionnaire) -> Mapping[str, Sequence[str]]:
    """The sub-types of ¶28 by their target group, as the question of the role `nature` offers them."""
    natures: dict[str, list[str]] = {}
    for choice in form.role(QuestionRole.NATURE).choices:
        natures.setdefault(str((choice.sets or {}).get("partner.group")), []).append(choice.id)
    return natures


def _nature_choices(form: Questionnaire, natures: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    for choice in form.role(QuestionRole.NATURE).choices if natures else ():
        yield {"list_name": NATURE, "name": choice.id, **_texts("label", choice.label)}


def _survey(
    form: Questionnaire, shown: Sequence[tuple[AskedQuestion, str]], natures: Mapping[str, Sequence[str]]
) -> Iterator[Row]:
    yield {"type": "begin_group", "name": "notices", **_texts("label", text_of(N_("Please read this first")))}
    for number, notice in enumerate(NOTICES, 1):
        yield {"type": "note", "name": f"notice_{number}", **_texts("label", text_of(notice))}
    if natures:
        label = _texts("label", text_of(N_("What kind of entity are you?")))
        required = _texts("required_message", text_of(REQUIRED))
        yield {"type": f"select_one {NATURE}", "name": NATURE, **label, **required, "required": "yes"}
    yield {"type": "end_group"}
    for section in form.sections:
        own = [(question, rule) for question, rule in shown if question.question.section == section.id]
        if own:
            yield {"type": "begin_group", "name": f"section_{section.id}", **_texts("label", section.title)}
            for question, rule in own:
                yield from _question(question, rule)
            yield {"type": "end_group"}
    yield {"type": "begin_group", "name": "signature", **_texts("label", text_of(N_("Who filled in this form")))}
    yield {"type": "text", "name": SIGNED_BY, **_texts("label", text_of(N_("Name and function")))}
    yield {"type": "date", "name": SIGNED_ON, **_texts("label", text_of(N_("Date")))}
    yield {"type": "end_group"}


def _question(question: AskedQuestion, rule: str) -> Iterator[Row]:
    if len(question.blanks) == 1:
        yield {**_row(question, question.blanks[0]), **_hint(question), "relevant": rule}
        return
    label = _texts("label", question.question.label)
    yield {"type": "begin_group", "name": f"{question.question.id}_group", **label, **_hint(question), "relevant": rule}
    for number in range(ROWS + 1):
        rows = [blank for blank in question.blanks if blank.row == number]
        if not number or not rows:
            yield from (_row(question, blank) for blank in rows)
            continue
        before = next((blank for blank in question.blanks if blank.row == number - 1), None)
        heading = dict.fromkeys(LANGUAGES, f"{number}.")
        opened = f"${{{before.name}}} != ''" if before else ""
        name = f"{question.question.id}_{number}"
        yield {"type": "begin_group", "name": name, **_texts("label", heading), "relevant": opened}
        yield from (_row(question, blank) for blank in rows)
        yield {"type": "end_group"}
    yield {"type": "end_group"}


def _hint(question: AskedQuestion) -> dict[str, str]:
    return _texts("hint", question.question.evidence) if question.question.evidence else {}


def _row(question: AskedQuestion, blank: FormBlank) -> dict[str, str]:
    row = {"type": TYPES.get(blank.kind, ""), "name": blank.name, **_texts("label", blank.label)}
    if blank.kind in (BlankKind.CHOICE, BlankKind.CHOICES):
        row["type"] = f"{'select_one' if blank.kind is BlankKind.CHOICE else 'select_multiple'} {blank.name}"
    if blank.kind is BlankKind.WORDS:
        row["appearance"] = "multiline"
    if blank.kind in CONSTRAINTS:
        row["constraint"], message = CONSTRAINTS[blank.kind]
        row |= _texts("constraint_message", text_of(message))
    if question.required and blank is question.blanks[0]:
        row["required"] = "yes"
        row |= _texts("required_message", text_of(REQUIRED))
    return row


def _choices(questions: Sequence[AskedQuestion]) -> Iterator[Row]:
    for question in questions:
        for blank in question.blanks:
            yield from (_choice(blank, option) for option in blank.options)


def _choice(blank: FormBlank, option: LabelledCode) -> Row:
    return {"list_name": blank.name, "name": option.id, **_texts("label", option.label)}
