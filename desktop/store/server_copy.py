"""The records that Headquarters keeps on a server, copied of one moment into an encrypted file, and from it back.

The file is a database such as an office's, written by the program itself: no tool of the server is needed, and the copy
does not depend on the server's version. Every row is compared, by a digest that does not depend on their order.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    TableClause,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table
from sqlalchemy.exc import DBAPIError, OperationalError

from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.text import _
from desktop.base.values import canonical, sha256
from desktop.store import cipher, company_rows, figure_rows, migrations, search_index, server
from desktop.store.migrations import LATEST, VERSION
from desktop.store.partitions import part_out, parted
from desktop.store.records.base import Base, bare
from desktop.store.store import WRITE, Store

UNFINISHED = "passerelle_unfinished"  # this table stands in a database that is being filled
PATIENCE = 5  # seconds
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code
FILLER = server.WRITER + 1  # the number of the lock of whoever fills it
ROWS = 2_000  # read and written at a time
_WHOLE = 1 << 256
Cell = str | int | float | bytes | None


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table holds, and the sum of their SHA-256, in hexadecimal."""

    rows: int
    digest: str


def _tables() -> Sequence[Table]:
    return [bare(table) for table in Base.metadata.sorted_tables]


def copy_out(records: Store, copy: Path, key: bytes) -> Mapping[str, TableDigest]:
    """Copy all records into the new encrypted database `copy`, of one moment; people may go on working meanwhile."""
    snapshot = records.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    written = Store.open(copy, key)
    try:
        with (
            records.explaining_failures(),
            written.explaining_failures(),
            snapshot.connect() as source,
            written.engine.execution_options(**WRITE).begin() as target,
        ):
            return {table.name: _pour(source, target, table) for table in _tables()}
    finally:
        written.close()


def copy_out_older(engine: Engine, version: int, copy: Path, key: bytes) -> None:
    """Copy the records of an earlier version, as they are, into the new encrypted database `copy`, of one moment.

    Its tables are those that this version made in an encrypted database, so that opening it brings them to today's.
    Raises Problem where a row did not arrive as it was.
    """
    cipher.remove(copy)
    target = cipher.engine(copy, key)
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with cipher.converting_errors(), snapshot.connect() as source, target.begin() as connection:
            migrations.take_steps(connection, 0, version)
            present = set(inspect(source).get_table_names())
            whole = MetaData()
            whole.reflect(connection)
            for table in whole.sorted_tables:
                if table.name in present and table.name != VERSION.name:
                    _pour_as_it_is(source, connection, table.name, [column.name for column in table.columns])
    finally:
        target.dispose()


def _pour_as_it_is(source: Connection, target: Connection, name: str, columns: Collection[str]) -> None:
    present = inspect(source).get_columns(name)
    kinds = {column["name"]: str(column["type"]) for column in present if column["name"] in columns}
    poured = sql_table(name, *map(sql_column, kinds))
    texts = {column for column, kind in kinds.items() if kind in ("JSON", "JSONB")}
    digests = _RowDigests()
    for rows in _plain_rows(source, poured, texts):
        digests.add(rows)
        target.execute(
            insert(poured),
            [
                {name: cell.encode() if name in texts and isinstance(cell, str) else cell for name, cell in row.items()}
                for row in rows
            ],
        )
    written = _RowDigests()
    for rows in _plain_rows(target, poured, texts):
        written.add(rows)
    if written.total() != digests.total():
        raise cipher.damaged()


def _plain_rows(connection: Connection, table: TableClause, texts: Collection[str]) -> Iterator[list[dict[str, Cell]]]:
    """The rows of a table of any version, some thousand at a time, as both kinds of database give them."""
    read = select(*(cast(cell, Text).label(cell.name) if cell.name in texts else cell for cell in table.columns))
    result = connection.execution_options(stream_results=True, yield_per=ROWS).execute(read)
    for part in result.mappings().partitions():
        yield [{name: int(cell) if isinstance(cell, bool) else cell for name, cell in row.items()} for row in part]


def copy_in(source: Store, engine: Engine) -> None:
    """Fill the empty database of `engine` with the records of a copy, in one transaction.

    Raises Problem, with the database as empty as before, when it does not take them.
    """
    with _explaining(), source.engine.connect() as reader, engine.execution_options(**WRITE).begin() as connection:
        _create(connection)
        VERSION.create(connection)
        connection.execute(VERSION.insert().values(number=LATEST))
        _fill(reader, connection)


@contextmanager
def filling(engine: Engine) -> Iterator[None]:
    """Fill an empty database in several steps, the last of which puts its folder in place: all of it stays or none.

    A table of its own marks the database until the end, so that whoever tries again takes away what a power cut left;
    while somebody fills it, nobody else does. Raises Problem for a database in use, and for one that is being filled
    and does not become free in `PATIENCE`: a server hears a moment later of a program that was ended.
    """
    with _explaining(), engine.connect() as guard:
        guard.detach()  # closed at the end with the lock that it holds
        guard.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        try:
            guard.execute(select(func.pg_advisory_lock(FILLER)))
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            raise server.being_filled() from error
        guard.commit()
        if UNFINISHED in inspect(engine).get_table_names():
            drop(engine)
        server.require_empty(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE TABLE {UNFINISHED} ()")
        reached("database marked")
        try:
            yield
        except BaseException:
            with suppress(DBAPIError):  # a server that does not answer keeps the mark, by which it is emptied later
                drop(engine)
            raise
    finish(engine)


def finish(engine: Engine) -> None:
    """Take the mark away: the folder of this database is whole. What fails here is done at the next opening."""
    with suppress(DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {UNFINISHED}")
    reached("database unmarked")


def try_out(source: Store, records: Store) -> Mapping[str, TableDigest]:
    """What the server holds after the records of a copy were put back into it on trial; nothing of it stays there."""
    with _explaining(), source.engine.connect() as reader, records.engine.connect() as connection:
        transaction = connection.begin()
        try:
            connection.exec_driver_sql("SET LOCAL search_path TO pg_temp")  # tables of this connection alone
            _create(connection)
            _fill(reader, connection)
            return {table.name: _digest(_rows(connection, table)) for table in _tables()}
        finally:
            transaction.rollback()


@contextmanager
def _explaining() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise Problem(
            _("The Headquarters database did not take the records; nothing was changed in it."),
            _("Check its free space and the rights of its account, then try again."),
            code="server-takes-no-records",
        ) from error


def _create(connection: Connection) -> None:
    for table in _tables():
        table.create(connection, checkfirst=False)
    for table in parted():
        part_out(connection, table)


def _fill(reader: Connection, connection: Connection) -> None:
    for table in _tables():
        _pour(reader, connection, table)


def _pour(source: Connection, target: Connection, table: Table) -> TableDigest:
    """Copy a table; returns the digest of what was read."""
    to_server = target.dialect.name == "postgresql"
    written = _filling(table, to_server=to_server)
    json_columns = [column.name for column in table.columns if isinstance(column.type, JSON)]
    digests = _RowDigests()
    for rows in _rows(source, table):
        digests.add(rows)
        if not to_server:  # as bytes: SQLite would turn the text of a number into a number
            rows = [{**row, **{n: _bytes(row[n]) for n in json_columns}} for row in rows]
        target.execute(written, [{f"to_{name}": content for name, content in row.items()} for row in rows])
    return digests.total()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _filling(table: Table, *, to_server: bool) -> Any:
    """The statement that writes rows as they were read, JSON as the text it was."""
    columns = {}
    for column in table.columns:
        place: Any = bindparam(f"to_{column.name}", type_=column.type)
        if isinstance(column.type, JSON):
            place = bindparam(f"to_{column.name}", type_=Text() if to_server else LargeBinary())
            place = cast(place, column.type) if to_server else place
        columns[column.name] = place
    return insert(table).values(columns)


def _rows(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The rows, some thousand at a time, JSON as its text."""
    columns = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column for column in table.columns
    ]
    result = connection.execution_options(stream_results=True, yield_per=ROWS).execute(select(*columns))
    for part in result.mappings().partitions():
        yield [dict(row) for row in part]


def _digest(rows: Iterator[list[dict[str, Any]]]) -> TableDigest:
    digests = _RowDigests()
    for part in rows:
        digests.add(part)
    return digests.total()


class _RowDigests:
    """Adds up the digests of rows."""

    def __init__(self) -> None:
        self._count, self._sum = 0, 0

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            plain = {name: content.hex() if isinstance(content, bytes) else content for name, content in row.items()}
            self._sum = (self._sum + int(sha256(canonical(plain)), 16)) % _WHOLE
        self._count += len(rows)

    def total(self) -> TableDigest:
        return TableDigest(self._count, f"{self._sum:064x}")


def drop(engine: Engine) -> None:
    """Take away the tables with which `copy_in` or a new Headquarters filled an empty database, and the mark."""
    present = set(inspect(engine).get_table_names())
    with engine.begin() as connection:
        for table in (*reversed(_tables()), VERSION):
            if table.name in present:
                table.drop(connection)
        search_index.drop(connection)
        figure_rows.drop(connection)
        company_rows.drop(connection)
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {UNFINISHED}")
