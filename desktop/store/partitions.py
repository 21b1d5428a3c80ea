"""Headquarters' tables on a server are parted by office, so that offices can lie on several servers.

The decision “One server, and beyond it” says why. Of each table that has an office the parent holds nothing; one part,
`…_rest`, holds the offices that have no other. A part for some offices lies on this server or, as a foreign table, on
another one: nothing that the program asks or writes differs. A part has its own key, which names the office; the parent
has none, because PostgreSQL knows no unique rule over foreign tables.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateIndex

from desktop.store.records.base import Base, bare

OFFICE = "office"
REST = "rest"


def parted() -> Sequence[Table]:
    """The tables that are parted: all that have an office."""
    return [bare(table) for table in Base.metadata.sorted_tables if OFFICE in table.columns]


def keys_of(table: Table) -> tuple[str, ...]:
    """The columns that tell a row of this table from every other: its key, and its office where it has one."""
    keys = [column.name for column in table.primary_key]
    return (*keys, *([OFFICE] if OFFICE in table.columns and OFFICE not in keys else ()))


def quoted(name: str) -> str:
    """A name of ours as SQL writes it."""
    return '"{}"'.format(name.replace('"', '""'))


def part_out(connection: Connection, table: Table) -> None:
    """Make of a table a parent with one part, which is the table as it was: no row is moved. On PostgreSQL only."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(";\n".join(_parting(connection, table)))


def _parting(connection: Connection, table: Table) -> Iterator[str]:
    parent, part = quoted(table.name), quoted(f"{table.name}_{REST}")
    keys = ", ".join(map(quoted, keys_of(table)))
    yield f"ALTER TABLE {parent} RENAME TO {part}"
    yield f"ALTER TABLE {part} DROP CONSTRAINT {quoted(f'pk_{table.name}')}"
    yield f"ALTER TABLE {part} ADD CONSTRAINT {quoted(f'pk_{table.name}_{REST}')} PRIMARY KEY ({keys})"
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    for index in indexes:
        yield f"ALTER INDEX IF EXISTS {quoted(str(index.name))} RENAME TO {quoted(f'{index.name}_{REST}')}"
    yield f"CREATE TABLE {parent} (LIKE {part} INCLUDING DEFAULTS) PARTITION BY LIST ({OFFICE})"
    for index in indexes:
        yield str(CreateIndex(index).compile(dialect=connection.dialect))
    yield f"ALTER TABLE {parent} ATTACH PARTITION {part} DEFAULT"
