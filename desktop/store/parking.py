"""Parts of received changes that were not applied: those that can still be wait for one thing each.

Nothing is tried again before what it waits for has arrived: a change, by its device and number, or a program that
knows a family or a field, by its numbers. So what one office has set aside costs the others nothing.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, exists, select
from sqlalchemy.sql.expression import ColumnElement

from desktop.base.change import Cell, Entry, Stamp
from desktop.base.values import new_id
from desktop.store.records import Family, Owner, Parked, table_of
from desktop.store.references import among, chunks
from desktop.store.states import ParkedReason


class Awaited(NamedTuple):
    """What a part waits for: a change of a device, or a field that a newer program knows; nothing when it is blank."""

    name: str = ""
    number: int = 0

    @classmethod
    def family(cls, kind: int) -> "Awaited":
        """The program that knows this family; no device's name has a space."""
        return cls(f"family {kind}")

    @classmethod
    def field(cls, kind: int, field: int) -> "Awaited":
        """The program that knows this field."""
        return cls(f"field {kind}.{field}")


NOTHING = Awaited()


class ArrivedRun(NamedTuple):
    """Consecutive changes of one device that arrived together."""

    device: str
    first: int
    last: int

    def has(self, device: str, number: int) -> bool:
        """Whether this change is one of them."""
        return device == self.device and self.first <= number <= self.last


def is_awaited(device: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether something that is stored waits for a change of the device."""
    return exists().where(table_of(Parked).c.waits_for == device)


class Parking:
    """What is set aside in one transaction, and what was set aside earlier and is due."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.rows: list[dict[str, Any]] = []  # set aside in this transaction and not written yet
        self.unawaited: set[str] = set()  # devices for whose changes nothing waits that is written
        self._was_read = False  # whether what this program can read by now was taken out already

    def park(
        self, office: str, owner: Owner, change: Stamp, entry: Entry, reason: ParkedReason, awaited: Awaited = NOTHING
    ) -> None:
        """Set aside the cells of this entry, which the change, of a device of this office, wrote."""
        cells = [[cell.field, cell.value, list(cell.base) if cell.base else None] for cell in entry.cells]
        self.rows.append(
            {
                "id": new_id(), "device": change[0], "number": change[1], "record": entry.id, "kind": entry.kind,
                "owner": str(owner), "reason": str(reason), "cells": cells,
                "waits_for": awaited.name, "waits_number": awaited.number, "office": office,
            }
        )  # fmt: skip

    def written(self) -> None:
        """What was set aside is written."""
        self.unawaited -= {row["waits_for"] for row in self.rows}
        self.rows = []

    def take_due(self, arrived: Collection[ArrivedRun], families: Mapping[int, Family]) -> list[dict[str, Any]]:
        """Take out what waits for one of these changes, or for a field that this program knows."""
        readable = set() if self._was_read else _readable(families)
        self._was_read = True
        due = [row for row in self.rows if any(run.has(row["waits_for"], row["waits_number"]) for run in arrived)]
        taken = {row["id"] for row in due}
        self.rows = [row for row in self.rows if row["id"] not in taken]
        table = table_of(Parked)
        stored: list[Row[Any]] = []
        for some in chunks(sorted(readable)):
            waiting = among(self._connection, table.c.waits_for, some)
            stored += self._connection.execute(select(table).where(waiting)).all()
        for device, first, last in arrived:
            if device in self.unawaited:
                continue
            awaited = (table.c.waits_for == device) & table.c.waits_number.between(first, last)
            stored += self._connection.execute(select(table).where(awaited)).all()
        ids = [row.id for row in stored]
        for some in chunks(ids):
            self._connection.execute(delete(table).where(among(self._connection, table.c.id, some)))
        return [dict(row._mapping) for row in stored] + due


def _readable(families: Mapping[int, Family]) -> set[str]:
    """What parts wait for that this program knows."""
    readable = {Awaited.family(kind).name for kind in families}
    return readable | {Awaited.field(kind, n).name for kind, family in families.items() for n in family.owner}


def entry_of(row: Mapping[str, Any], op: str) -> Entry:
    """What was set aside, as the entry of a change."""
    cells = (Cell(field, content, (base[0], base[1]) if base else None) for field, content, base in row["cells"])
    return Entry(row["kind"], row["record"], op, tuple(cells))
