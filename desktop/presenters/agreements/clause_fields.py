"""The fields of clauses and annexes as a form shows them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from desktop.base.places import countries, currencies
from desktop.base.text import _, language, pick
from desktop.definitions.clauses.clause import ClauseField
from desktop.definitions.terms import ClauseFieldKind
from desktop.presenters.form import FieldSpec, InputKind, options

KINDS = {
    ClauseFieldKind.TEXT: InputKind.TEXT,
    ClauseFieldKind.PROSE: InputKind.PROSE,
    ClauseFieldKind.NUMBER: InputKind.NUMBER,
    ClauseFieldKind.MONEY: InputKind.MONEY,
    ClauseFieldKind.DATE: InputKind.DATE,
    ClauseFieldKind.COUNTRY: InputKind.DROPDOWN,
    ClauseFieldKind.CHOICE: InputKind.DROPDOWN,
    ClauseFieldKind.YES: InputKind.YES,
    ClauseFieldKind.LIST: InputKind.ROWS,
}


def clause_field(field: ClauseField, languages: tuple[str, ...]) -> FieldSpec:
    """The field of a clause or an annex, in the interface's language. A list of one code is a choice of several."""
    help_text = pick(field.help) if field.help else ""
    spec = FieldSpec(field.name, KINDS[field.kind], pick(field.label), help_text, languages=languages, lines=1)
    if field.kind is ClauseFieldKind.COUNTRY:
        return replace(spec, options=options(countries(language())))
    if field.kind is ClauseFieldKind.MONEY:
        return replace(spec, options=options((code, code) for code, _name in currencies(language())))
    if field.kind is ClauseFieldKind.CHOICE:
        return replace(spec, options=options((choice.id, pick(choice.label)) for choice in field.choices))
    if field.kind is not ClauseFieldKind.LIST:
        return spec
    columns = tuple(clause_field(column, languages) for column in field.items)
    if len(field.items) == 1 and field.items[0].kind is ClauseFieldKind.CHOICE:
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
