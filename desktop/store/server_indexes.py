"""Indexes of Headquarters' server by which alone its lists are quick, made where a part of a table lacks them.

What they hold is derived, and nothing is wrong without them: a database that an earlier program of the same version
made, or a part that an administrator made for an office, comes by them when somebody next opens it who may. Nobody is
kept waiting by it: PostgreSQL makes them beside the work of others.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from desktop.base.faults import reached
from desktop.store.partitions import quoted
from desktop.store.records import Findable, Partner, table_of
from desktop.store.records.sync import SORTED_BY
from desktop.store.server import NO_RIGHT


class ServerIndex(NamedTuple):
    """An index of each part of a table; `covers` as SQL says it."""

    name: str
    table: str
    covers: str


DECLARED = (
    # the lines of partners in the order of their list
    ServerIndex("ix_findable_sorted", table_of(Findable).name, f"(kind, left(text, {SORTED_BY}), id)"),
    # the few partners of which somebody is reminded by a day
    ServerIndex("ix_partner_reminded", table_of(Partner).name, "(next_action_on) WHERE next_action_on IS NOT NULL"),
)
MAKER = 0x5041_5358  # the number of the advisory lock of the one that makes them
PATIENCE = 10  # seconds: one that others' long reading holds up is made at a later opening

# Each part of a table that lies on this server, with its index of this name, or that it has of its parent's: made
# whole, cut off half made, or not there.
_PARTS = text(
    "SELECT part.relname, made.relname, coalesce(own.indisvalid, false) FROM pg_class part"
    " LEFT JOIN (pg_index own JOIN pg_class made ON made.oid = own.indexrelid"
    "  LEFT JOIN pg_inherits up ON up.inhrelid = made.oid LEFT JOIN pg_class above ON above.oid = up.inhparent)"
    "  ON own.indrelid = part.oid AND starts_with(coalesce(above.relname, made.relname), :name)"
    " WHERE part.relkind = 'r' AND part.oid IN (SELECT relid FROM pg_partition_tree(to_regclass(:parent)))"
)


def ensure(engine: Engine) -> None:
    """Make those that are missing. What the account may not make, or others hold up, is left for another opening."""
    plain = engine.execution_options(isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        if not any(_missing(connection)):
            return
        connection.detach()  # closed at the end with the lock that it holds
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock({MAKER})")):
            return  # somebody else makes them
        connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE}s'")
        for statements in list(_missing(connection)):
            try:
                for statement in statements:
                    connection.exec_driver_sql(statement)
            except DBAPIError as error:
                if not isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") != NO_RIGHT:
                    raise
                return
            reached("index made")


def _missing(connection: Connection) -> Iterator[Sequence[str]]:
    """What makes each index that a part lacks."""
    for index in DECLARED:
        parts: dict[str, list[tuple[str | None, bool]]] = {}
        rows = connection.execute(_PARTS, {"name": index.name, "parent": quoted(index.table)})
        for part, name, is_whole in rows:
            parts.setdefault(part, []).append((name, is_whole))
        for part, there in parts.items():
            if any(is_whole for _name, is_whole in there):
                continue
            spoilt = [f"DROP INDEX CONCURRENTLY {quoted(name)}" for name, _whole in there if name]
            name = quoted(f"{index.name}_{part.removeprefix(index.table).lstrip('_')}")
            yield (*spoilt, f"CREATE INDEX CONCURRENTLY {name} ON {quoted(part)} {index.covers}")
