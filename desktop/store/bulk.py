"""The fast roads into each database: many rows of one table at once, past the session.

Rows that are known to be new go in by COPY on PostgreSQL. Others are laid into a table of this connection alone: one
statement writes over those that are there, one adds the rest. `ON CONFLICT DO UPDATE` would need one unique rule over
the whole table, which no table has whose parts lie on several servers (DECISIONS, “One server, and beyond it”).
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import JSON, Connection, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from desktop.store.partitions import keys_of, quoted
from desktop.store.records.codec import StoredJson
from desktop.store.records.columns import JsonColumn

TableRows: TypeAlias = Sequence[Mapping[str, Any]]  # the contents of rows, by column


def append(connection: Connection, table: Table, rows: TableRows) -> None:
    """Add rows that are known to be new: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, table.name, rows)
    else:
        connection.execute(insert(table), list(rows))


def keep(connection: Connection, table: Table, rows: TableRows) -> None:
    """Add rows, or write them over those with the same key. Each row names every column, and no key comes twice."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table).prefix_with("OR REPLACE"), list(rows))
        return
    statements = _statements(table)
    connection.exec_driver_sql(statements.make)
    _copy(connection, table, statements.stage, rows)
    if connection.exec_driver_sql(statements.replace).rowcount < len(rows):
        connection.exec_driver_sql(statements.add)
    connection.exec_driver_sql(statements.clear)


def replace(connection: Connection, table: Table, rows: TableRows, changed: Collection[str]) -> None:
    """Write rows over those that are there with the same key. Each names every column; only those `changed` differ."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        keep(connection, table, rows)
        return
    statements, keys = _statements(table), keys_of(table)
    written = [name for name in rows[0] if name in changed or name in keys]
    connection.exec_driver_sql(statements.make)
    _copy(connection, table, statements.stage, [{name: row[name] for name in written} for row in rows])
    connection.exec_driver_sql(statements.replacing([name for name in written if name not in keys]))
    connection.exec_driver_sql(statements.clear)


class _Statements:
    """How rows that were laid out get into one table."""

    def __init__(self, table: Table) -> None:
        self.stage = f"stage_{table.name}"
        target, stage = quoted(table.name), quoted(self.stage)
        columns = [quoted(column.name) for column in table.columns]
        keys = keys_of(table)
        same = " AND ".join(f"kept.{key} = fresh.{key}" for key in map(quoted, keys))
        listed, missing = ", ".join(columns), ", ".join(f"fresh.{column}" for column in columns)
        # names of our own tables, quoted
        self.make = (  # the names and types of the columns, and nothing of what they have to hold
            f"CREATE TEMP TABLE IF NOT EXISTS {stage} ON COMMIT DELETE ROWS"  # noqa: S608
            f" AS SELECT {listed} FROM {target} WITH NO DATA"
        )
        self._write = f"UPDATE {target} AS kept SET {{fresh}} FROM {stage} AS fresh WHERE {same}"  # noqa: S608
        self.replace = self.replacing([column.name for column in table.columns if column.name not in keys])
        self.add = (
            f"INSERT INTO {target} ({listed}) SELECT {missing} FROM {stage} AS fresh"  # noqa: S608
            f" WHERE NOT EXISTS (SELECT FROM {target} AS kept WHERE {same})"
        )
        self.clear = f"DELETE FROM {stage}"  # noqa: S608 - a TRUNCATE makes a new file each time

    def replacing(self, names: Iterable[str]) -> str:
        """What writes these columns of the rows laid out over those that are there."""
        return self._write.format(fresh=", ".join(f"{name} = fresh.{name}" for name in map(quoted, names)))


_statements = cache(_Statements)


def _copy(connection: Connection, table: Table, into: str, rows: TableRows) -> None:
    """PostgreSQL's COPY, with JSON columns written as JSON text."""
    from psycopg import Error

    names = list(rows[0])
    statement = f"COPY {quoted(into)} ({', '.join(map(quoted, names))}) FROM STDIN"
    written = [(place, form) for place, name in enumerate(names) if (form := _copied_as(table.c[name].type))]
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                contents = list(row.values())
                for place, form in written:
                    contents[place] = form(contents[place])
                copy.write_row(contents)
    except Error as error:  # which SQLAlchemy would turn into its own, as for every other statement
        raise DBAPIError.instance(table.name, None, error, Error) from error


def _copied_as(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """The form in which COPY takes the contents of a column of this type; None for those taken as they are."""
    if isinstance(kind, JsonColumn):
        return lambda content: _as_json(kind.plain(content))
    return _as_json if isinstance(kind, JSON) else None


def _as_json(content: StoredJson) -> str:
    """The content as JSON: of a record most columns hold an empty list or an empty object."""
    if not content and isinstance(content, list | dict):
        return "[]" if isinstance(content, list) else "{}"
    return _JSON.encode(content)


_JSON = json.JSONEncoder(ensure_ascii=False)
