"""The fields of clauses and annexes as a form shows them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from desktop.base.places import countries, currencies
from desktop.base.text import _, language, pick
from desktop.definitions.clauses.clause import ClauseField
from desktop.presenters.form import FieldSpec, InputKind, options

KINDS = {
    "text": InputKind.TEXT,
    "prose": InputKind.PROSE,
    "number": InputKind.NUMBER,
    "money": InputKind.MONEY,
    "date": InputKind.DATE,
    "country": InputKind.DROPDOWN,
    "choice": InputKind.DROPDOWN,
    "yes": InputKind.YES,
    "list": InputKind.ROWS,
}


def clause_field(field: ClauseField, languages: tuple[str, ...]) -> FieldSpec:
    """The field of a clause or an annex, in the interface's language. A list of one code is a choice of several."""
    help_text = pick(field.help) if field.help else ""
    spec = FieldSpec(field.name, KINDS[field.kind], pick(field.label), help_text, languages=languages)
    if field.kind == "country":
        return replace(spec, options=options(countries(language())))
    if field.kind == "money":
        return replace(spec, options=options((code, code) for code, _name in currencies(language())))
    if field.kind == "choice":
        return replace(spec, options=options((choice.id, pick(choice.label)) for choice in field.choices))
    if field.kind != "list":
        return spec
    columns = tuple(clause_field(column, languages) for column in field.items)
    if len(field.items) == 1 and field.items[0].kind == "choice":
        return replace(spec, kind=InputKind.CHECKS, options=columns[0].options, column=columns[0].key)
    return replace(spec, columns=columns, add=_("Add a row"))


def amount(value: object) -> Decimal | None:
    """The number of an amount of money; None when it has none."""
    if not isinstance(value, Mapping):
        return None
    try:
        return Decimal(str(value.get("amount", "")))
    except InvalidOperation:
        return None
