"""Whose records a value names: what a record refers to stays inside its office.

The id of a record is 32 hexadecimal digits drawn at random. A text of that form that is the id of a record names it,
wherever the text stands in a value, so that no field has to say that it refers to something. A value that names another
office's record counts as an empty one, whichever of the two arrived first: of a record that is not known yet a mention
is noted, and the value is emptied when the record turns out to be another office's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, String, any_, delete, literal, select
from sqlalchemy.sql.expression import ColumnElement

from desktop.store.records import Family, Mention, StampRow, table_of
from desktop.store.records.codec import StoredJson

ID = re.compile(r"[0-9a-f]{32}")
CHUNK = 5_000  # ids asked for in one query


def named_in(content: StoredJson) -> Iterable[str]:
    """Every text in this content that has the form of an id."""
    if isinstance(content, str):
        return (content,) if len(content) == 32 and ID.fullmatch(content) else ()
    return _named_inside(content) if isinstance(content, list | dict) else ()


def _named_inside(content: StoredJson) -> Iterator[str]:
    if isinstance(content, list):
        for part in content:
            yield from named_in(part)
    elif isinstance(content, dict):
        for key, part in content.items():
            yield from named_in(key)
            yield from named_in(part)


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in as many pieces as one query may ask for."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def among(connection: Connection, column: "Column[str]", ids: Sequence[str]) -> ColumnElement[bool]:
    """That the column holds one of these: one value of the statement on a server, where each costs time to place."""
    if connection.dialect.name != "postgresql":
        return column.in_(ids)
    from sqlalchemy.dialects.postgresql import ARRAY

    return column == any_(literal(list(ids), ARRAY(String)))


class Owners:
    """Whose the records are that values name, asked of the database set-wise."""

    def __init__(self, connection: Connection, families: Mapping[int, Family]) -> None:
        self._connection = connection
        self._families = families
        self._offices: dict[str, str] = {}  # by id; empty for what is no record here

    def look_up(self, ids: Iterable[str]) -> None:
        """Ask for those of these ids that were not asked for yet."""
        unknown = sorted(set(ids) - self._offices.keys())
        self._offices.update(dict.fromkeys(unknown, ""))
        kinds: dict[int, list[str]] = {}
        stamps = table_of(StampRow)
        for some in chunks(unknown):
            for record, kind in self._connection.execute(
                select(stamps.c.id, stamps.c.kind).where(among(self._connection, stamps.c.id, some))
            ):
                kinds.setdefault(kind, []).append(record)
        for kind in kinds.keys() & self._families.keys():
            table = self._families[kind].table
            for some in chunks(kinds[kind]):
                query = select(table.c.id, table.c.office).where(among(self._connection, table.c.id, some))
                self._offices.update((row.id, row.office) for row in self._connection.execute(query))

    def office_of(self, record: str) -> str:
        """Whose record this is, as far as it was looked up; empty for none known."""
        return self._offices.get(record, "")


class Mentions:
    """What is noted of records that are named before they arrive."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fresh: dict[tuple[str, str, int], dict[str, Any]] = {}

    def note(self, target: str, office: str, kind: int, record: str, field: int) -> None:
        """A field of an office's record names a record that is not known yet."""
        self._fresh[target, record, field] = {
            "target": target, "record": record, "field": field, "kind": kind, "office": office,
        }  # fmt: skip

    def take(self, arrived: Mapping[str, str]) -> list[dict[str, Any]]:
        """The mentions, by other offices, of records that arrived: each given with its office. All are forgotten."""
        table = table_of(Mention)
        mentions = [mention for key, mention in self._fresh.items() if key[0] in arrived]
        for some in chunks(sorted(arrived)):
            of_these = among(self._connection, table.c.target, some)
            rows = self._connection.execute(select(table).where(of_these)).mappings().all()
            mentions += map(dict, rows)
            if rows:
                self._connection.execute(delete(table).where(of_these))
        self._fresh = {key: mention for key, mention in self._fresh.items() if key[0] not in arrived}
        return [mention for mention in mentions if mention["office"] != arrived[mention["target"]]]

    def rows(self) -> list[dict[str, Any]]:
        """Those to keep."""
        return list(self._fresh.values())

    def forget(self) -> None:
        """They are written."""
        self._fresh = {}
