"""The fast roads into each database: many rows of one table at once, past the session."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from desktop.store.records.columns import JsonColumn


def append(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows that are known to be new: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, table.name, rows)
    else:
        connection.execute(insert(table), list(rows))


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows, or replace those with the same key. Each row names every column."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table).prefix_with("OR REPLACE"), list(rows))
        return
    quote = connection.dialect.identifier_preparer.quote
    target, stage = quote(table.name), quote(f"stage_{table.name}")
    columns = [quote(column.name) for column in table.columns]
    keys = [quote(column.name) for column in table.primary_key]
    fresh = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in keys)
    connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {stage} (LIKE {target}) ON COMMIT DELETE ROWS")
    _copy(connection, table, f"stage_{table.name}", rows)
    connection.exec_driver_sql(
        f"INSERT INTO {target} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM {stage} "  # noqa: S608 - names of our own tables, quoted
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {fresh}"
    )
    connection.exec_driver_sql(f"TRUNCATE {stage}")


def _copy(connection: Connection, table: Table, into: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """PostgreSQL's COPY, with JSON columns written as JSON text."""
    from psycopg import Error, sql

    names = list(rows[0])
    write = [_copied_as(table.c[name].type) for name in names]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(into), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([form(content) for form, content in zip(write, row.values(), strict=True)])
    except Error as error:  # which SQLAlchemy would turn into its own, as for every other statement
        raise DBAPIError.instance(table.name, None, error, Error) from error


def _copied_as(kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    """The form in which COPY takes the contents of a column of this type, which SQLAlchemy does not convert here."""
    if isinstance(kind, JsonColumn):
        return lambda content: json.dumps(kind.plain(content), ensure_ascii=False)
    if isinstance(kind, JSON):
        return lambda content: json.dumps(content, ensure_ascii=False)
    return lambda content: content
