"""What was worked out of an office's records for the figures, kept beside the records: derived, and never needed.

Each entry bears the stamp of all on which it rests (`services/results/condensing.py`): one with another stamp is worth
nothing and is overwritten. The table is made when something is first kept, and is no part of migrations or bundles, as
the index of the search is not.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Column as Cell
from sqlalchemy import Connection, MetaData, String, Table, Text, and_, delete, insert, inspect, or_, select
from sqlalchemy.orm import Session

_TABLES = MetaData()
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
    _TABLES.create_all(connection)
    for office in sorted({entry.office for entry in entries}):
        own = [entry for entry in entries if entry.office == office]
        columns, whats = _ROWS.c, {entry.what for entry in own}
        for first, last in {(entry.first, entry.last) for entry in own}:
            days = columns.first == first, columns.last == last
            connection.execute(delete(_ROWS).where(columns.office == office, *days, columns.what.in_(whats)))
        connection.execute(insert(_ROWS), [entry._asdict() for entry in own])


def drop(connection: Connection) -> None:
    """Take everything away that is kept here."""
    _TABLES.drop_all(connection)
