"""Headquarters' PostgreSQL database: one writer at a time, by a lock that the server keeps."""

from contextlib import closing
from datetime import datetime

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import parse_json
from desktop.store.only_reading import OnlyReading
from desktop.store.records.codec import StoredJson

WRITER = 0x5041_5353  # the number of the one writer's advisory lock
NO_RIGHT = "42501"  # PostgreSQL's code for what an account may not do
READ_ONLY = "25006"  # PostgreSQL's code for a write to a copy that follows another server
DRIVER = "psycopg"  # which offices do without: it comes with the part for Headquarters (build.spec)
# Of a computer that lost its power or its line the server believes for two hours that it is still there, and keeps its
# locks; asked to look after these many seconds without a word, it lets go within half a minute (one that is on this
# computer takes no notice)
_LOOK_AFTER = {"tcp_keepalives_idle": 15, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 3}
# Disks of today read anywhere nearly as quickly as onward: planned with
# PostgreSQL's own 4, a list of sixteen thousand agreements reads the names of two million partners.
_PLANNED_WITH = {"random_page_cost": 1.1}
_WRITES = text(
    "SELECT pg_is_in_recovery(), current_setting('transaction_read_only')::boolean,"
    " coalesce(has_table_privilege(to_regclass('change'), 'INSERT'), true)"  # no table yet: who makes it may write
)
_DRIVERS = frozenset({"postgresql", "postgres", "postgresql+psycopg"})


def engine(address: str) -> Engine:
    """The engine of `postgresql://…`.

    Raises Problem when this is no such address, when the server does not answer, and where the program was installed
    without what reaches one.

    A transaction begun with `execution_options(write=True)` holds the writer's lock until it ends: positions
    are handed out inside it, so a slow transaction can hide no row from a reader of positions.
    """
    url = address_of(address)
    try:
        database = create_engine(
            url, hide_parameters=True, pool_pre_ping=True, pool_size=2, max_overflow=4, json_deserializer=_read_json
        )
    except ModuleNotFoundError as error:
        if error.name != DRIVER:
            raise
        raise _without_driver() from error

    @event.listens_for(database, "connect")
    def connect(connection: DBAPIConnection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            for setting, number in (*_LOOK_AFTER.items(), *_PLANNED_WITH.items()):
                cursor.execute(f"SET {setting} = {number}")
        connection.commit()

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
    except DBAPIError as error:  # what the driver does not understand of the address
        database.dispose()
        raise _no_address() from error


def _read_json(stored: str | bytes) -> StoredJson:
    """What a JSON column holds: of a record most are empty, and to say so takes a twentieth of reading it."""
    if len(stored) == 2:
        return {} if stored in ("{}", b"{}") else [] if stored in ("[]", b"[]") else parse_json(stored)
    content: StoredJson = parse_json(stored)
    return content


def address_of(address: str) -> URL:
    """The address of a PostgreSQL database, for the one driver that the program has; raises Problem for any other."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise _no_address() from error
    if url.drivername not in _DRIVERS or not url.database:
        raise _no_address()
    return url.set(drivername="postgresql+psycopg")


def only_reading(database: Engine) -> OnlyReading | None:
    """Why nothing can be written here; None where it can. It is asked of the server, and nothing is tried."""
    with database.connect() as connection:
        follows, refuses, may_add = connection.execute(_WRITES).one()
    if follows:
        return OnlyReading.COPY
    return OnlyReading.ACCOUNT if refuses or not may_add else None


def reaches_until(connection: Connection) -> datetime | None:
    """The moment of the last change that a copy has of the server that it follows; None where it is no copy."""
    reached: datetime | None = connection.scalar(text("SELECT pg_last_xact_replay_timestamp()"))
    return reached


def shown(address: str) -> str:
    """The address as it may be shown: without its password."""
    return address_of(address).render_as_string(hide_password=True) if address else ""


def require_empty(database: Engine) -> None:
    """Raise Problem when the database holds a table: another Headquarters', or another program's."""
    if inspect(database).get_table_names():
        raise in_use()


def in_use() -> Problem:
    """What an administrator should read when a database is somebody else's."""
    return Problem(
        _("This database is in use: it holds tables already; nothing was changed."),
        _("Name an empty database, made for this Headquarters alone."),
        code="database-in-use",
    )


def being_filled() -> Problem:
    """What an administrator should read while somebody else sets Headquarters up in a database, or was cut off."""
    return Problem(
        _("Headquarters is being set up in this database from another window or computer; nothing was changed."),
        _("If that one was cut off, wait a minute and try again; its beginnings are taken away then."),
        code="database-being-filled",
    )


def _without_driver() -> Problem:
    return Problem(
        _("This program was installed for an office, without the part that reaches PostgreSQL; nothing was changed."),
        _("Install Passerelle for Headquarters: its file has “headquarters” in its name."),
        code="headquarters-part-missing",
    )


def _no_address() -> Problem:
    return Problem(
        _("This is not the address of a PostgreSQL database; nothing was changed."),
        _("Write it as postgresql://user:password@host/database."),
        code="database-address-unsound",
    )


def problem_of(error: DBAPIError) -> Problem | None:
    """What an administrator should read of what the server said; None for what is a fault of the program's own."""
    state = getattr(error.orig, "sqlstate", "")
    if state == READ_ONLY:
        return records_only_read(OnlyReading.COPY)
    if state == NO_RIGHT:
        return Problem(
            _("The account with which the Headquarters database is opened lacks a right; nothing was changed."),
            _("Ask the administrator of the server that it may read every table, or also write."),
            code="database-right-missing",
        )
    return silent() if isinstance(error, OperationalError | InterfaceError) else None


def records_only_read(why: OnlyReading) -> Problem:
    """What somebody should read who wants to change records that can only be read here."""
    if why is OnlyReading.COPY:
        return Problem(
            _("These records are a copy of the Headquarters database that is only read; nothing was changed."),
            _("Make the change where the Headquarters database itself is open; the copy shows it a moment later."),
            code="records-read-only",
        )
    return Problem(
        _("The Headquarters database is opened here by an account that only reads; nothing was changed."),
        _("Make the change where it is opened by an account that may write."),
        code="records-read-only",
    )


def not_ready_to_read() -> Problem:
    """What somebody should read before whose reading the records have to be brought to this program's version."""
    return Problem(
        _("These records are of another version of Passerelle, and can only be read here; nothing was changed."),
        _("Open Headquarters once with this version where it may be changed, then try again."),
        code="records-of-another-version",
    )


def older_than_program() -> Problem:
    """What somebody should read before the tables are brought to this program's version, which a backup precedes."""
    return Problem(
        _("The Headquarters database is of an earlier version of Passerelle; nothing was changed."),
        _("Its administrator runs “passerelle hq upgrade”, which makes a backup first; then open it again."),
        code="database-of-an-earlier-version",
    )


def silent() -> Problem:
    """What an administrator should read when the server does not answer, or not any more."""
    return Problem(
        _("The Headquarters database does not answer; nothing was changed."),
        _("Check that PostgreSQL is running, and its address and password (“passerelle hq database” changes them)."),
        code="server-silent",
    )
