"""The database of an office or of Headquarters: read it, or change it. Nobody else opens a session."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import local
from typing import Any

from sqlalchemy import Engine, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

import desktop
from desktop.base.change import START, Change
from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.office_codes import HQ as HQ
from desktop.base.text import _
from desktop.base.values import JsonObject, digest, in_local_time, new_id
from desktop.store import migrations, search_index, server, server_indexes
from desktop.store.direct import Direct
from desktop.store.journal import ChangeBuilder, change_of, check_size, row_of
from desktop.store.only_reading import OnlyReading
from desktop.store.place import FOLDER_GONE
from desktop.store.records import ChangeRow, Family, Local, Owner, Position, families, table_of
from desktop.store.sessions import ChangeSession, NoteSession, last_change

WRITE = {"write": True}  # the execution option at which the engine begins a writing transaction


@dataclass(frozen=True)
class Identity:
    """Whose changes this store writes: the laptop's device id and the office's code."""

    device: str
    office: str


_POSITION = table_of(Position)
MOVE_POSITION = Direct(
    update(_POSITION)
    .where(_POSITION.c.device == bindparam("which"))
    .values(number=bindparam("number"), head=bindparam("head"))
)
NEW_POSITION = insert(_POSITION).values(device=bindparam("which"))
KEEP_CHANGE = Direct(insert(table_of(ChangeRow)))
NAMED = select(Local.value).where(Local.name == bindparam("name"))  # built once: every page recalls a few of them


class Store:
    """The database behind three doors: `read`, `change` for records, `note` for what stays on this machine.

    `on_change` is called after each commit, on the committing thread, with the names of the tables changed.
    """

    def __init__(self, engine: Engine, keep_copy: Callable[[int], None], file: Path | None = None) -> None:
        """`keep_copy` keeps an older database before its tables are brought to today's, or raises Problem.

        `file` is where an office's database lies: a save there is refused once it is gone.
        """
        is_server = engine.dialect.name == "postgresql"  # where each statement would see a state of its own
        self.only_reading = server.only_reading(engine) if is_server else None
        self._make_ready(engine, keep_copy)
        self._engine = engine
        self._writing = engine.execution_options(**WRITE)
        self._seeing = engine.execution_options(isolation_level="REPEATABLE READ") if is_server else engine
        self._file = file
        self._inode = file.stat().st_ino if file is not None else 0
        self.families: dict[int, Family] = families()
        self._reading = local()  # the session that a thread reads in for the whole of something
        self._by_record = {family.record: family for family in self.families.values()}
        self.on_change: Callable[[frozenset[str]], None] = lambda kinds: None
        self.clock = Clock()
        self.identity = self._identity()

    def _make_ready(self, engine: Engine, keep_copy: Callable[[int], None]) -> None:
        """Bring tables and index to this version. Raises Problem where they would have to be, and only reading is."""
        if self.only_reading is None:
            migrations.upgrade(engine, keep_copy)
            search_index.ensure(engine, families())
            if engine.dialect.name == "postgresql":
                server_indexes.ensure(engine)
        elif migrations.version_of(engine) != migrations.LATEST or not search_index.is_made(engine):
            raise server.not_ready_to_read()

    def only_read(self, why: OnlyReading) -> None:
        """Write nothing here from now on, as where the records themselves can only be read."""
        self.only_reading = why

    def require_writing(self) -> None:
        """Raise Problem, before anything is tried, where only reading is possible."""
        if self.only_reading is not None:
            raise server.records_only_read(self.only_reading)

    def reaches_until(self) -> datetime | None:
        """The moment of the last change that a copy has; None where the records are no copy of others."""
        if self.only_reading is not OnlyReading.COPY:
            return None
        with self.explaining_failures(), self._engine.connect() as connection:
            return server.reaches_until(connection)

    @classmethod
    def open(cls, path: Path, key: bytes) -> "Store":
        """The encrypted database of one folder. Raises Problem when it is damaged, locked or newer.

        Before a migration the older database is kept beside it as `office.before-<version>.db`.
        """
        from desktop.store import cipher

        def keep_copy(version: int) -> None:
            cipher.copy(path, key, path.with_suffix(f".before-{version}{path.suffix}"), key)

        with cipher.converting_errors():
            return cls(cipher.engine(path, key), keep_copy, path)

    @classmethod
    def connect(cls, address: str) -> "Store":
        """Headquarters' PostgreSQL database at `postgresql+psycopg://…`.

        Raises Problem when it does not answer, and where its tables are of an earlier version: `upgrade` brings them to
        this one, and nobody does it by opening them.
        """

        def refuse(_version: int) -> None:
            raise server.older_than_program()

        return cls._on_server(address, refuse)

    @classmethod
    def upgrade(cls, address: str, keep_copy: Callable[[int], None]) -> None:
        """Bring the tables of a PostgreSQL database to this version, after `keep_copy` has kept them as they are.

        Whole or not at all. Raises what `keep_copy` raises.
        """
        cls._on_server(address, keep_copy).close()

    @classmethod
    def _on_server(cls, address: str, keep_copy: Callable[[int], None]) -> "Store":
        engine = server.engine(address)
        try:
            return cls(engine, keep_copy)
        except BaseException:
            engine.dispose()
            raise

    def close(self) -> None:
        self._engine.dispose()

    def copy_to(self, target: Path, key: bytes) -> None:
        """Copy the open database of a folder to a new file, also when that folder is gone."""
        from desktop.store import cipher

        with self.explaining_failures(), self._engine.connect() as connection:
            cipher.copy_open(connection.connection.driver_connection, target, key)

    @property
    def engine(self) -> Engine:
        """For the store's own rooms (merge, backup); services use `read` and `change`."""
        return self._engine

    @contextmanager
    def explaining_failures(self) -> Iterator[None]:
        """Turn what goes wrong with the disk or the server meanwhile into a Problem; a bug of ours stays one."""
        try:
            yield
        except NoResultFound as error:
            raise Problem(
                _("A record that belongs to this one is not here, or not yet; nothing was changed."),
                _("Go on with other work; if it stays so, tell Headquarters."),
                code="record-not-here",
            ) from error
        except Problem as said:  # such as of the disk, when it cannot be connected to
            gone = self._gone()
            if gone is None:
                raise
            raise gone from said
        except DBAPIError as error:
            problem = self._gone() or self._problem_of(error)
            if problem is None:
                raise
            raise problem from error

    def _problem_of(self, error: DBAPIError) -> Problem | None:
        from desktop.store import cipher

        if self._engine.dialect.name == "postgresql":
            return server.problem_of(error)
        return cipher.problem_of(error)

    # --- the doors

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database and writes nothing; inside `one_state` that one."""
        shared = getattr(self._reading, "session", None)
        if shared is not None:
            yield shared
            return
        with self.explaining_failures(), Session(self._seeing, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Whatever this thread reads inside is of one state of the database, read in one session: a page that several
        services work out together says nothing of two moments. What is written meanwhile is seen afterwards."""
        with self.read() as session:
            outer = getattr(self._reading, "session", None)
            self._reading.session = session
            try:
                yield
            finally:
                self._reading.session = outer

    @contextmanager
    def change(self, what: str, by: str, office: str = "") -> Iterator[ChangeSession]:
        """Everything done inside is one transaction, one line of the audit trail and one item to send.

        `what` names the deed as the audit trail reads it (an English sentence of the catalogue), `by` is the
        officer's id. Headquarters names the `office` it writes for: each office has its own chain of HQ's changes,
        so that none learns of another's. Bulk statements on records are refused, because the journal would not see
        them.
        """
        self.require_writing()
        identity = self.writing_for(office) if office else self.identity
        builder = ChangeBuilder(self._by_record, identity.office, self._owner(office))
        with self.explaining_failures(), ChangeSession(self._writing, builder, identity.device) as session:
            yield session
            session.flush()
            if builder.kinds:
                self._append(session, identity, builder, what, by)
            self._commit(session)
        if builder.kinds:
            self.on_change(builder.kinds)

    @contextmanager
    def note(self) -> Iterator[Session]:
        """Write what belongs to this machine alone (drafts, bundles, keys); a record here is a mistake."""
        self.require_writing()
        with self.explaining_failures(), NoteSession(self._writing) as session:
            yield session
            self._commit(session)

    def _commit(self, session: Session) -> None:
        self._require_file()
        reached("before commit")
        session.commit()
        reached("after commit")

    def _require_file(self) -> None:
        """Raise Problem when the database's file was removed or replaced while it is open.

        Where open files can be deleted, everything would go on as before, and be gone with the program's end.
        """
        problem = self._gone()
        if problem is not None:
            raise problem

    def _gone(self) -> Problem | None:
        """What the user should read when the database's file is not the one that was opened; None while it is."""
        if self._file is None:
            return None
        with suppress(OSError):
            if self._file.stat().st_ino == self._inode:
                return None
        return Problem(
            _("The folder {folder} was moved or deleted while it is open; since then nothing is saved.").format(
                folder=self._file.parent
            ),
            _("Put the folder back where it was, then try again; or save everything in another folder."),
            code=FOLDER_GONE,
        )

    # --- the journal

    def _append(self, session: Session, identity: Identity, builder: ChangeBuilder, what: str, by: str) -> None:
        connection, device, moment = session.connection(), identity.device, self.clock.now()
        last = last_change(connection, device)
        number, before = last or (0, START)
        change = Change(
            device=device,
            number=number + 1,
            what=what,
            by=by,
            at=int(moment.timestamp() * 1000),
            zone=_zone(moment),
            app=desktop.__version__,
            schema=migrations.LATEST,
            entries=builder.close(connection, number + 1, device),
        )
        row = row_of(change, change.head(before), identity.office)
        check_size(change.entries, str(row["entries"]))
        KEEP_CHANGE.run(connection, row)
        position: dict[str, str | int] = {"which": device, "number": change.number, "head": row["head"]}
        if last:
            MOVE_POSITION.run(connection, position)
        else:
            connection.execute(NEW_POSITION, {**position, "office": identity.office, "acked": 0})

    def history(self, record: str | None = None) -> tuple[Change, ...]:
        """Every change known here, oldest first; with a record's id, those that touched it."""
        query = select(ChangeRow).order_by(ChangeRow.at, ChangeRow.device, ChangeRow.number)
        if record is not None:
            query = query.where(ChangeRow.entries.contains(record))
        with self.read() as session:
            return tuple(change_of(row) for row in session.scalars(query))

    def position(self, device: str | None = None) -> Position:
        """How far a device's changes are known here; without a device, this one's own."""
        which = device or self.identity.device
        with self.read() as session:
            return session.get(Position, which) or Position(device=which, head=START)

    # --- this installation

    def recall(self, name: str) -> dict[str, Any]:
        """A named value of this installation, empty when it was never set."""
        with self.read() as session:
            return recall_in(session, name)

    def remember(self, name: str, value: dict[str, Any]) -> None:
        """Set a named value of this installation."""
        with self.note() as session:
            session.merge(Local(name=name, value=value))

    def remember_worked_out(self, name: str, value: JsonObject) -> None:
        """Set a named value that can be worked out again; where only reading is possible it is, each time."""
        if self.only_reading is None:
            self.remember(name, dict(value))

    def become(self, office: str, device: str | None = None) -> Identity:
        """Take the identity under which changes are written: once at set-up, again after a restore or a clone."""
        identity = Identity(device or new_id(), office)
        self.remember("identity", {"device": identity.device, "office": identity.office})
        self.identity = identity
        return identity

    def _owner(self, office: str) -> Owner | None:
        """Whose fields a change here may write: an office its own, HQ its own in an office's records."""
        if office:
            return Owner.HQ
        return None if self.identity.office == HQ else Owner.OFFICE

    def writing_for(self, office: str) -> Identity:
        """The identity of Headquarters' own chain of changes for one office."""
        return Identity(chain_for(self.identity.device, office), office)

    def _identity(self) -> Identity:
        identity = self.recall("identity")
        return Identity(identity.get("device", ""), identity.get("office", ""))


def chain_for(headquarters: str, office: str) -> str:
    """The device id of the chain in which Headquarters, under this identity, writes for an office."""
    return digest(headquarters.encode(), office.encode())[:32]


def recall_in(session: Session, name: str) -> dict[str, Any]:
    """What `Store.recall` answers, read with what else a page reads."""
    return dict(session.scalar(NAMED, {"name": name}) or {})


def _zone(moment: datetime) -> int:
    offset = in_local_time(moment).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
