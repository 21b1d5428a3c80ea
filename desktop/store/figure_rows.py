"""What was worked out of an office's records for the figures, kept beside the records: derived, and never needed.

Each entry bears the stamp of all on which it rests (`services/results/condensing.py`): one with another stamp is worth
nothing and is overwritten. Headquarters also keeps which keys of companies, projects and countries the records of each
office have, by which others are told that have the same. The tables are made when something is first kept, and are no
part of migrations or bundles, as the index of the search is not.
"""

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sqlalchemy import Column as Cell
from sqlalchemy import Connection, MetaData, String, Table, Text, and_, delete, insert, inspect, or_, select
from sqlalchemy.orm import Session

from desktop.store.partitions import part_out
from desktop.store.records.base import NAMES
from desktop.store.references import chunks

_TABLES = MetaData(naming_convention=NAMES)
_ROWS = Table(
    "figure_rows",
    _TABLES,
    Cell("office", String, primary_key=True),
    Cell("first", String, primary_key=True),
    Cell("last", String, primary_key=True),
    Cell("what", String, primary_key=True),
    Cell("stamp", String, nullable=False),
    Cell("content", Text, nullable=False),
)
_KEYS = Table(
    "figure_keys",
    _TABLES,
    Cell("key", String, primary_key=True),
    Cell("office", String, primary_key=True, index=True),
)


class DerivedEntry(NamedTuple):
    """What is kept of an office, for the days of a period (empty where it is for none), and of what; `content` is
    JSON."""

    office: str
    first: str
    last: str
    what: str
    stamp: str
    content: str


def read_in(
    session: Session, offices: Collection[str], periods: Collection[tuple[str, str]], whats: Collection[str]
) -> Iterator[DerivedEntry]:
    """What is kept of these offices, periods and things."""
    if not offices or not inspect(session.connection()).has_table(_ROWS.name):
        return
    columns = _ROWS.c
    during = or_(*(and_(columns.first == first, columns.last == last) for first, last in periods))
    query = select(_ROWS).where(columns.office.in_(offices), columns.what.in_(whats), during)
    for row in session.connection().execute(query):
        yield DerivedEntry._make(row)


def keep_in(session: Session, entries: Sequence[DerivedEntry]) -> None:
    """Put these into the place of what is kept of the same, in a transaction that writes."""
    connection = session.connection()
    _make(connection)
    for office in sorted({entry.office for entry in entries}):
        own = [entry for entry in entries if entry.office == office]
        columns, whats = _ROWS.c, {entry.what for entry in own}
        for first, last in {(entry.first, entry.last) for entry in own}:
            days = columns.first == first, columns.last == last
            connection.execute(delete(_ROWS).where(columns.office == office, *days, columns.what.in_(whats)))
        connection.execute(insert(_ROWS), [entry._asdict() for entry in own])


def holders_in(session: Session, keys: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each of these keys with the code of an office that has it, once for each such office."""
    if not keys or not inspect(session.connection()).has_table(_KEYS.name):
        return
    for some in chunks(list(keys)):
        query = select(_KEYS.c.key, _KEYS.c.office).where(_KEYS.c.key.in_(some))
        for row in session.connection().execute(query):
            yield row.key, row.office


def replace_keys_in(session: Session, office: str, keys: AbstractSet[str]) -> AbstractSet[str]:
    """Put these into the place of the keys of an office, in a transaction that writes; those that came or went."""
    connection = session.connection()
    _make(connection)
    columns = _KEYS.c
    former = set(connection.scalars(select(columns.key).where(columns.office == office)))
    for gone in chunks(list(former - keys)):
        connection.execute(delete(_KEYS).where(columns.office == office, columns.key.in_(gone)))
    if came := keys - former:
        connection.execute(insert(_KEYS), [{"key": key, "office": office} for key in came])
    return former ^ keys


def _make(connection: Connection) -> None:
    """Make what is missing, on a server parted by office as all that offices have."""
    for table in _TABLES.sorted_tables:
        if not inspect(connection).has_table(table.name):
            table.create(connection)
            part_out(connection, table)


def drop(connection: Connection) -> None:
    """Take everything away that is kept here."""
    _TABLES.drop_all(connection)
