"""Headquarters' PostgreSQL database: one writer at a time, by a lock that the server keeps."""

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from desktop.base.errors import Problem
from desktop.base.text import _

WRITER = 0x5041_5353  # the number of the one writer's advisory lock


def engine(address: str) -> Engine:
    """The engine of `postgresql+psycopg://…`. Raises Problem when the server does not answer.

    A transaction begun with `execution_options(write=True)` holds the writer's lock until it ends: positions
    are handed out inside it, so a slow transaction can hide no row from a reader of positions.
    """
    database = create_engine(address, hide_parameters=True, pool_pre_ping=True, pool_size=2, max_overflow=4)

    @event.listens_for(database, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")

    try:
        with database.connect():
            return database
    except OperationalError as error:
        database.dispose()
        raise silent() from error


def silent() -> Problem:
    """What an administrator should read when the server does not answer, or not any more."""
    return Problem(
        _("The Headquarters database does not answer; nothing was changed."),
        _("Check that PostgreSQL is running and that its address is right, then try again."),
        code="server-silent",
    )
