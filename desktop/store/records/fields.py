"""How a record declares a field: once, with its number and whose it is to write."""

import dataclasses
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import MappedColumn, mapped_column

FIELD = "field"  # where a column's `info` holds its FieldNumber
SINCE = "since"  # where the `info` of a column that is no field holds the version of the tables that brought it


class Owner(StrEnum):
    """Who may write a field: the office it belongs to, Headquarters, or both (DECISIONS, “Ownership”)."""

    OFFICE = "office"
    HQ = "hq"
    SHARED = "shared"


@dataclasses.dataclass(frozen=True)
class FieldNumber:
    """How a field is known outside this program: its number in its family, for ever; whose it is to write; and the
    version of the tables that brought it. Without an owner the family's own `OWNER` writes it."""

    number: int
    owner: Owner | None
    since: int = 1


def by_office(number: int, *column: Any, since: int = 1, **options: Any) -> MappedColumn[Any]:
    """A field that an office writes. The rest is what `mapped_column` takes."""
    return _numbered(FieldNumber(number, Owner.OFFICE, since), column, options)


def by_headquarters(number: int, *column: Any, since: int = 1, **options: Any) -> MappedColumn[Any]:
    """A field that Headquarters writes."""
    return _numbered(FieldNumber(number, Owner.HQ, since), column, options)


def by_both(number: int, *column: Any, since: int = 1, **options: Any) -> MappedColumn[Any]:
    """A field that the office and Headquarters write."""
    return _numbered(FieldNumber(number, Owner.SHARED, since), column, options)


def by_owner(number: int, *column: Any, since: int = 1, **options: Any) -> MappedColumn[Any]:
    """A field of several families that have different owners: whoever is the `OWNER` of the family writes it."""
    return _numbered(FieldNumber(number, None, since), column, options)


def _numbered(field: FieldNumber, column: tuple[Any, ...], options: dict[str, Any]) -> MappedColumn[Any]:
    return mapped_column(*column, info={FIELD: field}, **options)


def field_of(column: ColumnElement[Any]) -> FieldNumber | None:
    """The number and owner of a record's field; None for a column that is no field: its id, its office."""
    declared: FieldNumber | None = column.info.get(FIELD)
    return declared
