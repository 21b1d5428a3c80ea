"""The database on a server where Headquarters keeps its records: its address, and whether it is the one it was.

This computer notes how many changes the records held when it closed them last. A database that holds fewer is an older
copy: Headquarters would write changes under numbers that offices hold already, and no office could follow it any more.
"""

from pathlib import Path

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import parse_json
from desktop.services.office import people
from desktop.services.office.rights import Right, require
from desktop.store import cipher, headquarters_backup, migrations, second_server, server
from desktop.store.place import DATABASE
from desktop.store.records import Local, Officer, Position
from desktop.store.states import Role
from desktop.store.store import Store, recall_in
from desktop.store.vault import Opened

RECORDS, ADDRESS, CHANGES = "records", "address", "changes"


def address(machine: Store) -> str:
    """Where the records are; empty when they are in the folder itself."""
    return str(machine.recall(RECORDS).get(ADDRESS, ""))


def address_in(database: Path, key: bytes) -> str:
    """The same of the folder's database as it lies there, whatever version of the tables it has."""
    with cipher.converting_errors():
        engine = cipher.engine(database, key)
        try:
            with engine.connect() as connection:
                noted = connection.scalar(text("SELECT value FROM local WHERE name = :name"), {"name": RECORDS})
        finally:
            engine.dispose()
    return str(parse_json(noted).get(ADDRESS, "")) if noted else ""


def require_this_version(database: Path, key: bytes) -> None:
    """Raise Problem where the records on a server have to be brought to this version first: then the folder's own
    database stays as it is too, and the earlier program still opens both."""
    with cipher.converting_errors():
        engine = cipher.engine(database, key)
        try:
            is_older = 0 < migrations.version_of(engine) < migrations.LATEST
        finally:
            engine.dispose()
    if not is_older or not (records := address_in(database, key)):
        return
    on_server = server.engine(records)
    try:
        if 0 < migrations.version_of(on_server) < migrations.LATEST:
            raise server.older_than_program()
    finally:
        on_server.dispose()


def upgrade(folder: Path, opened: Opened, target: Path, progress: Progress) -> Path | None:
    """Bring the records to this program's version of the tables, after a verified backup in `target`; the backup.

    None where they are of this version. Headquarters must be closed. Raises Problem, nothing changed, where there is no
    server, for whoever does not administer Headquarters, and where anything of the backup fails.
    """
    records = address_in(folder / DATABASE, opened.key)
    if not records:
        raise Problem(
            _("This Headquarters keeps its records in its own folder; nothing was changed."),
            _("Open it: its records are brought to this version then, and a copy of before stays beside them."),
            code="records-in-folder",
        )
    engine = server.engine(records)
    try:
        with Session(engine) as session:
            role = session.scalar(select(Officer.role).where(Officer.id == opened.officer_id))
        second_server.require_all_here(engine)
    finally:
        engine.dispose()
    require(Officer(name="", role=role or Role.READER), Right.ADMINISTER)
    return headquarters_backup.upgrade(folder, target, opened.key, records, Clock().now(), progress)


def note_changes(machine: Store, records: Store) -> None:
    """Note how many changes the records hold. Raises Problem where only reading is possible."""
    machine.remember(RECORDS, {**machine.recall(RECORDS), CHANGES: _count(records)})


def require_not_older(machine: Store, records: Store) -> None:
    """Raise Problem when the database holds fewer changes than it held."""
    if _count(records) < int(machine.recall(RECORDS).get(CHANGES, 0)):
        raise Problem(
            _("This database is an older copy of Headquarters’ records; nothing was changed."),
            _("Name the newest one, or restore the last backup with “passerelle hq restore” into an empty one."),
            code="database-older",
        )


def change_address(machine: Store, officer_id: str, fresh: str) -> bool:
    """Remember that the same records are found elsewhere, or with another password, from now on.

    Returns whether they can be changed there, or only be read.

    Raises Problem, with the address as it was, unless these are this Headquarters' records, none of them missing, and
    the officer administers it.
    """
    if not address(machine):
        raise Problem(
            _("This Headquarters keeps its records in its own folder; nothing was changed."),
            _("There is no address to change."),
            code="records-in-folder",
        )
    _require_ours(machine, fresh)
    records = Store.connect(fresh)
    try:
        require(people.officer(records, officer_id) or Officer(name="", role=Role.READER), Right.ADMINISTER)
        may_change = records.only_reading is None
        if may_change:  # a copy that follows may be a moment behind, and nothing is written to it
            require_not_older(machine, records)
    finally:
        records.close()
    machine.remember(RECORDS, {**machine.recall(RECORDS), ADDRESS: fresh})
    return may_change


def _require_ours(machine: Store, fresh: str) -> None:
    """Look without touching it: an empty database would be given tables by being opened."""
    engine = server.engine(fresh)
    try:
        identity = {}
        if inspect(engine).has_table(Local.__tablename__):
            with Session(engine) as session:
                identity = recall_in(session, "identity")
    finally:
        engine.dispose()
    ours = machine.identity
    if (identity.get("device"), identity.get("office")) != (ours.device, ours.office):
        raise Problem(
            _("This database does not hold the records of this Headquarters; nothing was changed."),
            _("Check the name of the database in its address."),
            code="database-of-another",
        )


def _count(records: Store) -> int:
    with records.read() as session:
        return int(session.scalar(select(func.coalesce(func.sum(Position.number), 0))) or 0)
