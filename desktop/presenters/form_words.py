"""A field as a document says it: the words of what it holds, from the description by which it is filled in."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money, format_number
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, InputKind, Option, is_empty, rows_of, text_of, texts_of

CHOSEN = (InputKind.DROPDOWN, InputKind.RADIO)
SEVERAL = (InputKind.CHECKS, InputKind.PICKS)
DAYS = (InputKind.DATE, InputKind.PARTIAL_DAY)


def field_in_words(spec: FieldSpec, value: Json) -> str:
    """What a field holds, in words and without its label; empty where it holds nothing, and for a secret.

    A text in several languages has a line for each of them, which begins with its code; a table has none of its own:
    its cells are said one by one.
    """
    if spec.kind is InputKind.YES:
        return _("Yes") if value is True else _("No")
    if is_empty(value) or spec.kind in (InputKind.SECRET, InputKind.ROWS):
        return ""
    if spec.kind in CHOSEN:
        return _title(spec.options, text_of(value))
    if spec.kind in SEVERAL:
        return "; ".join(_title(spec.options, key) for key in chosen_keys(spec, value))
    if spec.kind is InputKind.NAMES:
        return "; ".join(texts_of(value))
    if spec.kind is InputKind.PROSE:
        said = by_language(spec, value)
        return "\n".join(f"{code.upper()}  {text}" for code, text in said.items()) if len(said) > 1 else _only(said)
    if spec.kind in DAYS:
        return day_in_words(text_of(value), language())
    return _figure(spec, value)


def by_language(spec: FieldSpec, value: Json) -> dict[str, str]:
    """A text by the languages in which a field asks for it; those in which nothing is said are empty."""
    texts = value if isinstance(value, Mapping) else {spec.languages[0]: value}
    return {code: text_of(texts.get(code)) for code in spec.languages}


def chosen_keys(spec: FieldSpec, value: Json) -> list[str]:
    """The keys that a field of several options holds; a bare key may stand for a row."""
    rows = rows_of(value) if spec.column else []
    return [text_of(row.get(spec.column)) for row in rows] + texts_of(value)


def _only(texts: Mapping[str, str]) -> str:
    return next(iter(texts.values()), "")


def _title(options: tuple[Option, ...], key: str) -> str:
    return next((option.title.replace("&", "") for option in options if option.key == key), key)


def _figure(spec: FieldSpec, value: Json) -> str:
    """A number or an amount as the language writes it; what is none, as it was typed."""
    try:
        if spec.kind is InputKind.NUMBER:
            return f"{format_number(Decimal(str(value)), language())} {spec.unit}".strip()
        if spec.kind is InputKind.MONEY and isinstance(value, Mapping):
            amount = text_of(value.get("amount"))
            return format_money(amount, text_of(value.get("currency")), language()) if amount else ""
    except InvalidOperation:
        return str(value)
    return value if isinstance(value, str) else str(value)
