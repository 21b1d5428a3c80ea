"""Which columns of the register a reader sees first, and which stand together on paper and on pages."""

from datetime import date
from decimal import Decimal

from desktop.base.dates import format_date
from desktop.base.numbers import format_number
from desktop.documents.register.edition import ColumnKind, RegisterColumn, RegisterRows
from desktop.documents.sheet import Content

NUMBER, PARTNER = "number", "partner"
FIRST = (NUMBER, PARTNER)
MAIN = (NUMBER, PARTNER, "countries", "type", "status", "starts_on", "ends_on", "committed_usd", "received_usd")
NUMBERS = (ColumnKind.MONEY, ColumnKind.NUMBER)


def said(content: Content, column: RegisterColumn, language: str) -> str:
    """A content as a reader of this language reads it; empty for none."""
    if content is None:
        return ""
    if isinstance(content, date):
        return format_date(content, language)
    if isinstance(content, Decimal | int):
        return format_number(content, language, 2 if column.kind is ColumnKind.MONEY else None)
    return content


def places(rows: RegisterRows, fields: tuple[str, ...]) -> tuple[int, ...]:
    """The places of those of these fields that are in the register, in this order."""
    return tuple(place for field in fields if (place := rows.place(field)) is not None)
