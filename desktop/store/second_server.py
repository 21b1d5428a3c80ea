"""Offices whose rows lie on a second PostgreSQL server: moved there, compared, and brought back.

Their part of every table is a foreign table (`postgres_fdw`), which this server reads and writes as its own (the
decision “One server, and beyond it”). Offices that moved together are a group with a number of its own.

The other server ends its transaction before this one ends its own, so that an interruption between the two can leave
rows in two places and never in none: what is read is what this server's catalog says. Rows are deleted here in the
transaction that attaches their copies, and there only after those brought back are safe here.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Numeric,
    Table,
    TableClause,
    Text,
    cast,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table
from sqlalchemy.exc import DBAPIError

from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.store import server
from desktop.store.partitions import OFFICE, REST, keys_of, parted, quoted
from desktop.store.search_index import LINE
from desktop.store.store import WRITE, Store

FAR = "far"  # a part on another server is called after its table, this and the number of its group
BACK = "back"  # and this, once its rows are here again and only those there remain to be deleted
_OPTIONS = "batch_size '1000', fetch_size '5000', async_capable 'true', use_remote_estimate 'true'"
_PARTS = text(
    "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid), array_to_string(s.srvoptions, ' ')"
    " FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_foreign_server s ON s.oid = f.ftserver"
    " WHERE c.relnamespace = current_schema()::regnamespace"
)
_TABLES: Sequence[Table] = (*parted(), LINE)
_NAMED = re.compile(rf"\w+_{FAR}(\d+)(_{BACK})?")


@dataclass(frozen=True)
class OfficeGroup:
    """Offices that lie together on another server; `server` is where, without account and password."""

    number: int
    offices: tuple[str, ...]
    server: str


@dataclass(frozen=True)
class OfficeSize:
    """What moves with an office: its rows in all tables together."""

    office: str
    rows: int


def groups(records: Store) -> Sequence[OfficeGroup]:
    """The groups of offices that lie on other servers, by number."""
    with records.engine.connect() as connection:
        return _groups_in(connection)


def _groups_in(connection: Connection) -> Sequence[OfficeGroup]:
    listed: dict[int, OfficeGroup] = {}
    for name, bound, options in connection.execute(_PARTS):
        if (named := _NAMED.fullmatch(name)) and bound:
            offices = tuple(sorted(re.findall(r"'([^']*)'", bound)))
            listed[int(named[1])] = OfficeGroup(int(named[1]), offices, _where(options))
    return [listed[number] for number in sorted(listed)]


def _where(options: str) -> str:
    named = dict(option.split("=", 1) for option in options.split(" ") if "=" in option)
    return f"{named.get('host', '')}:{named.get('port', '')}/{named.get('dbname', '')}"


def sizes(records: Store, offices: Collection[str]) -> Sequence[OfficeSize]:
    """How many rows each of these offices has, by code."""
    rows = dict.fromkeys(sorted(offices), 0)
    with records.engine.connect() as connection:
        for table in _TABLES:
            counted = (
                select(table.c[OFFICE], func.count()).where(table.c[OFFICE].in_(offices)).group_by(table.c[OFFICE])
            )
            for office, count in connection.execute(counted):
                rows[office] += count
    return [OfficeSize(office, count) for office, count in rows.items()]


def move_out(records: Store, address: str, offices: Collection[str], progress: Progress) -> OfficeGroup:
    """Move these offices to the empty database at `address`, as one new group; every row is compared before it goes.

    Whole or not at all; nobody writes meanwhile, and readers wait for the end. Begun again after an interruption, it
    clears away what lies there empty. Raises Problem, with everything where it was.
    """
    other = server.engine(address)
    try:
        numbers = [_number(name) for name in _foreign_names(records)]
        with _explaining():
            number = 1 + max([*numbers, *_cleared(other)], default=0)
            with other.begin() as theirs:
                theirs.exec_driver_sql(
                    ";\n".join(statement for table in _TABLES for statement in _made_there(theirs, table, number))
                )
        reached("parts on the other server")
        try:
            with _explaining(), records.engine.execution_options(**WRITE).begin() as ours:
                _know(ours, address, number)
                for place, table in enumerate(_TABLES):
                    progress.step(place, len(_TABLES), table.name)
                    _move_table(ours, table, number, offices)
                    reached(f"moved {table.name}")
        except BaseException:
            with _explaining():
                _cleared(other)
            raise
        reached("offices moved")
        with _explaining(), other.execution_options(isolation_level="AUTOCOMMIT").connect() as theirs:
            theirs.exec_driver_sql("ANALYZE")
    finally:
        other.dispose()
    return next(group for group in groups(records) if group.number == number)


def move_back(records: Store, number: int, progress: Progress) -> None:
    """Bring a group of offices back to this server; every row is compared, then deleted there.

    Whole or not at all. Raises Problem, with everything where it was.
    """
    with _explaining(), records.engine.execution_options(**WRITE).begin() as ours:
        offices = next(group.offices for group in _groups_in(ours) if group.number == number)
        for place, table in enumerate(_TABLES):
            progress.step(place, len(_TABLES), table.name)
            _bring_back(ours, table, number, offices)
            reached(f"back {table.name}")
    reached("offices back")
    forget_returned(records)


def forget_returned(records: Store) -> None:
    """Delete there what was brought back here; an interrupted return is ended by this.

    Raises Problem where the other server does not answer: then it is done at the next call.
    """
    returned = [name for name in _foreign_names(records) if name.endswith(f"_{BACK}")]
    with _explaining(), records.engine.execution_options(**WRITE).begin() as ours:
        for name in returned:
            ours.execute(delete(sql_table(name)))
            ours.exec_driver_sql(f"DROP FOREIGN TABLE {quoted(name)}")
        for number in {_number(name) for name in returned}:
            ours.exec_driver_sql(f"DROP SERVER IF EXISTS {_server(number)} CASCADE")
    reached("other server forgotten")


def require_all_here(engine: Engine) -> None:
    """Raise Problem while offices lie on another server, whose tables are not brought to another version from here."""
    with engine.connect() as connection:
        lie_elsewhere = bool(_groups_in(connection))
    if lie_elsewhere:
        raise Problem(
            _("Offices lie on another server; nothing was changed."),
            _("Bring them back with the earlier program (“passerelle hq move --back”), then try again."),
            code="offices-on-another-server",
        )


def _foreign_names(records: Store) -> list[str]:
    with records.engine.connect() as connection:
        return [name for name, *_rest in connection.execute(_PARTS) if _NAMED.fullmatch(name)]


def _number(name: str) -> int:
    named = _NAMED.fullmatch(name)
    return int(named[1]) if named else 0


def _server(number: int) -> str:
    return f"passerelle_{FAR}{number}"


def _cleared(other: Engine) -> list[int]:
    """Drop the parts on the other server that hold nothing; the numbers of those that hold something.

    They may be another Headquarters', or the only copy after this server was put back from before a move: they are
    left alone. Raises Problem where the database holds anything else: it is somebody's, or this very one.
    """
    names = inspect(other).get_table_names()
    if not all(_NAMED.fullmatch(name) for name in names):
        raise server.in_use()
    with other.begin() as theirs:
        filled = [name for name in names if theirs.execute(select(sql_table(name)).limit(1)).first() is not None]
        numbers = {_number(name) for name in filled}
        for name in names:
            if _number(name) not in numbers:
                theirs.exec_driver_sql(f"DROP TABLE {quoted(name)}")
    return sorted(numbers)


def _columns(connection: Connection, table: Table) -> str:
    kinds = ((column, column.type.compile(dialect=connection.dialect)) for column in table.columns)
    return ", ".join(f"{quoted(c.name)} {kind}{'' if c.nullable else ' NOT NULL'}" for c, kind in kinds)


def _made_there(theirs: Connection, table: Table, number: int) -> Iterator[str]:
    part = quoted(_part(table, number))
    yield f"CREATE TABLE {part} ({_columns(theirs, table)}, PRIMARY KEY ({', '.join(map(quoted, keys_of(table)))}))"
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield f"CREATE INDEX ON {part} ({', '.join(quoted(column.name) for column in index.columns)})"


def _part(table: Table, number: int) -> str:
    return f"{table.name}_{FAR}{number}"


def _know(ours: Connection, address: str, number: int) -> None:
    """Tell this server of the other one, and with which account it is reached."""
    url = server.address_of(address)
    host, port = url.host or _asked(url, "host"), str(url.port or _asked(url, "port") or 5432)
    place = {"host": host, "port": port, "dbname": url.database}
    account = {"user": url.username, "password": url.password}
    ours.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgres_fdw")
    ours.exec_driver_sql(
        f"CREATE SERVER {_server(number)} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({_options(place)}, {_OPTIONS})"
    )
    ours.exec_driver_sql(f"CREATE USER MAPPING FOR CURRENT_USER SERVER {_server(number)} OPTIONS ({_options(account)})")


def _asked(url: URL, name: str) -> str:
    """What an address says after its question mark."""
    content = url.query.get(name, "")
    return content if isinstance(content, str) else content[0]


def _options(settings: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} {_literal(content)}" for name, content in settings.items() if content)


def _literal(content: str) -> str:
    """A text as SQL writes it, where no parameter can stand."""
    return "'{}'".format(content.replace("'", "''")).replace("%", "%%")


def _move_table(ours: Connection, table: Table, number: int, offices: Collection[str]) -> None:
    part, rest = _named(table, _part(table, number)), _named(table, f"{table.name}_{REST}")
    ours.exec_driver_sql(
        f"CREATE FOREIGN TABLE {quoted(part.name)} ({_columns(ours, table)})"
        f" SERVER {_server(number)} OPTIONS (table_name {_literal(part.name)})"
    )
    moving = rest.c[OFFICE].in_(offices)
    ours.execute(insert(part).from_select([c.name for c in part.columns], select(*rest.columns).where(moving)))
    if _digest(ours, part) != _digest(ours, rest, offices):
        raise _differing(table)
    ours.execute(delete(rest).where(moving))
    listed = ", ".join(map(_literal, sorted(offices)))
    ours.exec_driver_sql(
        f"ALTER TABLE {quoted(table.name)} ATTACH PARTITION {quoted(part.name)} FOR VALUES IN ({listed})"
    )


def _bring_back(ours: Connection, table: Table, number: int, offices: Collection[str]) -> None:
    part, rest = _named(table, _part(table, number)), _named(table, f"{table.name}_{REST}")
    ours.exec_driver_sql(f"ALTER TABLE {quoted(table.name)} DETACH PARTITION {quoted(part.name)}")
    ours.execute(insert(rest).from_select([c.name for c in rest.columns], select(*part.columns)))
    if _digest(ours, part) != _digest(ours, rest, offices):
        raise _differing(table)
    ours.exec_driver_sql(f"ALTER FOREIGN TABLE {quoted(part.name)} RENAME TO {quoted(f'{part.name}_{BACK}')}")


def _named(table: Table, name: str) -> TableClause:
    return sql_table(name, *(sql_column(column.name, column.type) for column in table.columns))


def _digest(connection: Connection, table: TableClause, offices: Collection[str] | None = None) -> object:
    """How many rows a table holds, of some offices or of all, and two sums over all that stands in them."""
    row = cast(func.row(*(cast(column, Text) for column in table.columns)), Text)
    sums = (func.sum(cast(func.hashtextextended(row, seed), Numeric)) for seed in (0, 1))
    counted = select(func.count(), *sums).select_from(table)
    return tuple(connection.execute(counted if offices is None else counted.where(table.c[OFFICE].in_(offices))).one())


def _differing(table: Table) -> Problem:
    return Problem(
        _("Rows of “{table}” did not arrive as they were; everything is where it was.").format(table=table.name),
        _("Check both servers, then try again."),
        code="rows-differ",
    )


@contextmanager
def _explaining() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == server.NO_RIGHT:
            raise Problem(
                _("The account of Headquarters may not reach another server from here; everything is where it was."),
                _("The administrator of the server grants it that: docs/sync.md says how."),
                code="no-right-to-other-servers",
            ) from error
        raise Problem(
            _("One of the two servers did not do it; everything is where it was."),
            _("Check that both run and have room, then try again: {reason}").format(reason=_reason(error)),
            code="servers-did-not-move",
        ) from error


def _reason(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0]
