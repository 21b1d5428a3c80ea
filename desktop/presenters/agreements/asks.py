"""What a form asks, described without Qt: one entry a field, whatever record it belongs to."""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.base.places import USUAL_MONEY, countries, currencies
from desktop.base.text import language, pick
from desktop.definitions.clause import ClauseField


@dataclass(frozen=True)
class Ask:
    """One field. `kind` is text, prose, number, money, date, country, choice, yes, list or codes.

    Values are those of `desktop.definitions.clause.Field`; a `codes` is a list of rows that hold one code each.
    `note` says where a shown value comes from; `missing` marks a gap.
    """

    key: str
    kind: str
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    items: tuple["Ask", ...] = ()
    languages: tuple[str, ...] = ()
    note: str = ""
    missing: bool = False


def ask(field: ClauseField, languages: tuple[str, ...]) -> Ask:
    """The field of a clause or an annex, in the interface's language."""
    help_text = pick(field.help) if field.help else ""
    made = Ask(field.name, field.kind, pick(field.label), help_text, languages=languages)
    if field.kind == "country":
        return replace(made, choices=countries(language()))
    if field.kind == "money":
        return replace(made, choices=tuple((code, code) for code, _name in currencies(language())))
    if field.kind == "choice":
        return replace(made, choices=tuple((key, pick(text)) for key, text in field.choices))
    if field.kind != "list":
        return made
    items = tuple(ask(item, languages) for item in field.items)
    if len(items) == 1 and items[0].kind == "choice":
        return replace(made, kind="codes", items=items, choices=items[0].choices)
    return replace(made, items=items)


def first_money(values: list[Any]) -> str:
    """The currency that rows already use, or the usual one."""
    codes = [value["currency"] for value in values if isinstance(value, dict) and value.get("currency")]
    return codes[0] if codes else USUAL_MONEY[0]


def amount(value: Any) -> Decimal | None:
    """The number of an amount of money; None when it has none."""
    if not isinstance(value, dict):
        return None
    try:
        return Decimal(str(value.get("amount", "")))
    except InvalidOperation:
        return None
