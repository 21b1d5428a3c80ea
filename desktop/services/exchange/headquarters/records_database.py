"""The database on a server where Headquarters keeps its records: its address, and whether it is the one it was.

This computer notes how many changes the records held when it closed them last. A database that holds fewer is an older
copy: Headquarters would write changes under numbers that offices hold already, and no office could follow it any more.
"""

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.services.office import people
from desktop.services.office.rights import Right, require
from desktop.store import server
from desktop.store.records import Local, Officer, Position
from desktop.store.states import Role
from desktop.store.store import Store, recall_in

RECORDS, ADDRESS, CHANGES = "records", "address", "changes"


def address(machine: Store) -> str:
    """Where the records are; empty when they are in the folder itself."""
    return str(machine.recall(RECORDS).get(ADDRESS, ""))


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
