"""Backups of Headquarters, and how it goes on after one was put back: see `store.headquarters_backup`."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.clock import Clock
from desktop.base.progress import Progress
from desktop.definitions.loading import shipped
from desktop.services.exchange.headquarters import put_back
from desktop.services.office import backup as office_backup
from desktop.services.office import people
from desktop.services.office.believed_clock import likely_now
from desktop.services.work import Work
from desktop.store import backup, headquarters_backup
from desktop.store.backup import Backup, BackupContents
from desktop.store.records import Officer
from desktop.store.states import Role
from desktop.store.store import Store


def back_up(folder: Path, key: bytes, work: Work, targets: Sequence[Path], progress: Progress) -> tuple[Path, ...]:
    """One backup in each of the folders, restored on trial, older ones taken out by the rule; returns the files.

    Raises Problem, earlier ones untouched.
    """
    apart, at = None if work.store is work.machine else work.store, likely_now(work)
    copies = (headquarters_backup.back_up(folder, target, key, apart, at, progress) for target in targets)
    return office_backup.filed(work, tuple(copies), at)


def rescue(work: Work, slots: bytes, key: bytes, target: Path) -> Path:
    """A copy of Headquarters whose folder went away while it is open; `slots` is what opened it.

    It holds keys and records, also those of a server; the bundles received went with the folder. Raises Problem,
    leaving nothing half written.
    """
    apart = None if work.store is work.machine else work.store
    return headquarters_backup.back_up_open(work.machine, apart, slots, target, key, likely_now(work))


def holds_records(copy: Backup, records_apart: bool) -> bool:
    """Whether a backup holds Headquarters' records, not its keys alone; `records_apart` where they are on a server."""
    return copy.opens and (not records_apart or headquarters_backup.RECORDS in copy.files)


def needs_database(path: Path, key: bytes) -> bool:
    """Whether this backup holds records of a server, and is put back into one."""
    return headquarters_backup.RECORDS in backup.files_of(path, key)


def restore(folder: Path, path: Path, key: bytes, by: str, address: str, clock: Clock) -> BackupContents:
    """Put Headquarters back on this machine, and let it go on; what the backup holds. `by` is the officer's id.

    Raises Problem, folder and database as empty as before, when the clock lies far before what the backup holds.
    """

    def prepare(records: Store, machine: Store) -> None:
        records.clock = machine.clock = clock
        officer = people.officer(records, by) or Officer(id=by, name="", role=Role.READER)
        put_back.go_on(Work(records, machine, shipped(), officer, folder / "lists"))

    return headquarters_backup.restore(folder, path, key, address, prepare)
