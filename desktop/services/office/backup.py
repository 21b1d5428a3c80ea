"""Backups of the office: where they go, when one is due, how to come back from one.

The first start of the day makes one without asking; fourteen days and twelve months are kept. A restored office goes
on under a new laptop identity, because two histories under one identity could not be told apart at Headquarters.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from desktop.base import plausibility
from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.files import discard
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import local_day, new_id
from desktop.services.office import believed_clock, laptop_keys, second_place
from desktop.services.office.believed_clock import likely_now
from desktop.services.office.second_place import SecondPlace
from desktop.services.work import Work
from desktop.store import backup, place, words
from desktop.store.backup import LACKS_FILES, Backup, ErasedFiles
from desktop.store.records import Attachment, Device
from desktop.store.slots import WORDS
from desktop.store.store import HQ, Store
from desktop.store.vault import KeyHolder, Opened

__all__ = [
    "LACKS_FILES",
    "Backup",
    "back_up",
    "back_up_before_import",
    "back_up_whole",
    "erased",
    "every",
    "is_due",
    "newest",
    "of_the_future",
    "restore",
    "restore_without_missing",
    "save_whole",
    "verify",
]

CONTINUED = N_("Office restored from a backup")  # the first deed of the laptop that goes on from another one
SECOND_TOO_OLD_DAYS = 14  # without a copy outside this computer, where a place for it was chosen
TOO_OLD_DAYS = 7  # without a backup, this is shown as a thing to do (ux blueprint S21)


def places(own: Path, second: SecondPlace | None) -> Sequence[Path]:
    """Every folder that may hold backups and is really there now, the office's own first."""
    return (own, second.folder) if second is not None and second.is_there else (own,)


def newest(folders: Sequence[Path], now: datetime) -> datetime | None:
    """When the newest backup in these folders was made, by the files' names alone; one dated after now is none."""
    return plausibility.newest_until(_moments(folders), now)


def oldest(folders: Sequence[Path]) -> datetime | None:
    """When the oldest backup in these folders was made, by the files' names alone."""
    return plausibility.oldest_of(_moments(folders))


def of_the_future(folders: Sequence[Path], now: datetime) -> bool:
    """Whether a backup in these folders bears a date that has not come yet: its clock was wrong, or this one is."""
    return any(plausibility.is_after(made, now) for made in _moments(folders))


def _moments(folders: Sequence[Path]) -> Sequence[datetime]:
    names = (path for folder in folders if folder.is_dir() for path in folder.glob(f"*{backup.SUFFIX}"))
    return [moment for moment in map(backup.made_at, names) if moment is not None]


def is_due(work: Work, own: Path) -> bool:
    """Whether the office's own folder holds no backup of the office's day yet.

    A clock that is not believed tells no day: then each start asks for one.
    """
    now = work.clock.now()
    last = newest((own,), now)
    return last is None or local_day(last) != local_day(now) or believed_clock.clock_doubt(work) is not None


def back_up(
    work: Work, folder: Path, key: bytes, targets: Sequence[Path], progress: Progress | None = None
) -> tuple[Path, ...]:
    """One verified copy in each of the folders, older ones taken out by the rule; returns the files.

    Large attached files lie beside them, each once. Raises Problem, leaving the office and earlier backups untouched.
    """
    at = likely_now(work)
    return filed(work, tuple(backup.back_up(folder, target, key, at, progress) for target in targets), at)


def back_up_before_import(work: Work, folder: Path, own: Path, key: bytes, progress: Progress) -> None:
    """A backup in the office's own folder, unless the newest one holds every change that is here.

    Raises Problem, so that nothing is imported, when it cannot be made.
    """
    try:
        present = backup.contents(folder / place.DATABASE, key)
        if not any(copy.is_whole and copy.contents == present for copy in backup.list_backups(own, key)):
            back_up(work, folder, key, (own,), progress)
    except Problem as problem:
        said = _("No backup could be made before the import, so nothing was imported. {reason}")
        raise Problem(said.format(reason=problem.text), problem.remedy, code=problem.code) from problem


def back_up_whole(work: Work, folder: Path, key: bytes, target: Path, progress: Progress) -> tuple[Path, ...]:
    """A verified copy that needs nothing beside it, to be carried anywhere; raises Problem as `back_up` does."""
    at = likely_now(work)
    return filed(work, (backup.back_up_whole(folder, target, key, at, progress),), at)


def save_whole(path: Path, target: Path, key: bytes, folder: Path) -> Path:
    """Save a backup once more, in one file that needs nothing beside it; returns the file.

    Raises Problem, leaving nothing half written, when the backup is not sound or the disk is full.
    """
    return backup.save_whole(path, target, key, folder)


def rescue(work: Work, slots: bytes, key: bytes, target: Path) -> Path:
    """A verified copy of an office whose folder went away while it is open; `slots` is what opened it.

    Raises Problem, leaving nothing half written.
    """
    copies = {place.DATABASE: lambda part: work.machine.copy_to(part, key)}
    return backup.back_up_open(copies, slots, target, key, likely_now(work))


def filed(work: Work, files: tuple[Path, ...], at: datetime) -> tuple[Path, ...]:
    """Take older backups beside these out by the rule, and note those in the second place; all bear the moment `at`.

    The next one, under a clock that is not believed any more, then bears no earlier moment than these.
    """
    believed_clock.note_backup(work)
    for path in files:
        backup.rotate(path.parent, backup.slots(path).vault, at)
        second_place.note_copy(work.machine, path.parent, Clock(lambda: at).stamp())
    return files


def every(folders: Sequence[Path], key: bytes, now: datetime | None) -> tuple[Backup, ...]:
    """The backups in these folders, the latest work first; `now` is a believed clock's, see `newest_first`."""
    return backup.newest_first((copy for folder in folders for copy in backup.list_backups(folder, key)), now)


def verify(path: Path, key: bytes, folder: Path, progress: Progress) -> None:
    """Restore a backup on trial inside `folder`, before anything is asked; raises Problem when it would not restore."""
    backup.verify(path, key, folder, progress)


def restore(folder: Path, path: Path, key: bytes, by: str) -> Path | None:
    """Put a backup in the place of the closed office in `folder`; returns where the present state was kept.

    The office goes on as a new laptop that continues the old one, to be enrolled again. `by` is the officer's id.
    Raises Problem with the code LACKS_FILES when attached files beside the backup are missing or damaged.
    """
    return _restored(folder, path, key, by, leaves_out=False)


def restore_without_missing(folder: Path, path: Path, key: bytes, by: str) -> Path | None:
    """The same, leaving out attached files that are missing or damaged beside the backup: the last resort.

    Of each of them the office says that it is not on this computer.
    """
    return _restored(folder, path, key, by, leaves_out=True)


def _restored(folder: Path, path: Path, key: bytes, by: str, *, leaves_out: bool) -> Path | None:
    was_there = folder.exists()
    try:
        place.prepare(folder)
        with place.office_lock(folder):
            return backup.restore(
                folder,
                path,
                key,
                prepare=lambda database: _as_another_laptop(database, key, by),
                leaves_out=leaves_out,
            )
    except Problem:
        if not was_there:
            discard(folder)
        raise


def erased(work: Work, folders: Sequence[Path], key: bytes) -> ErasedFiles | None:
    """Attached files that were erased here and lie in a backup still; None where there are none."""
    with work.machine.read() as session:
        present = session.scalars(select(Attachment.digest)).all()
    listed = (copy for folder in folders for copy in backup.list_backups(folder, key))
    return backup.erased_files(listed, key, present)


def holders(path: Path) -> tuple[KeyHolder, ...]:
    """Who could open this backup with a passphrase when it was made. Raises Problem where it is no sound backup."""
    return tuple(KeyHolder(slot.id, slot.name, False) for slot in backup.slots(path).current.slots if slot.id != WORDS)


def opened_by(path: Path, officer: str, passphrase: str) -> Opened:
    """What opens this backup, by the passphrase that this officer had when it was made. Raises Problem for another."""
    return backup.slots(path).unlock(officer, passphrase)


def key_by_words(path: Path, typed: str) -> bytes:
    """What opens this backup, by the words of the recovery sheet of then. Raises Problem for other words.

    They open it for everybody and name nobody.
    """
    return backup.slots(path).unlock(WORDS, words.read(typed).hex()).key


def _as_another_laptop(database: Path, key: bytes, by: str) -> None:
    """Give the restored database its new identity before it stands in the office's place."""
    machine = Store.open(database, key)
    try:
        _continue(machine, by)
    finally:
        machine.close()


def _continue(machine: Store, by: str) -> None:
    old = machine.identity
    if old.office == HQ:
        raise backup.of_headquarters()
    if not old.device:
        raise Problem(
            _("This backup holds no office; nothing more was changed."),
            _("Choose another backup."),
            code="backup-without-office",
        )
    reached = machine.position().number
    fresh = machine.become(old.office, new_id())
    with machine.note() as session:
        laptop_keys.renew_in(session, fresh.device)
    machine.remember("keyset", {})
    machine.remember("restored", {"at": machine.clock.stamp(), "from": old.device})
    machine.remember("renewed", {})
    with machine.change(CONTINUED, by) as session:
        before = session.get(Device, old.device)
        name = before.name if before is not None else ""
        session.add(Device(id=fresh.device, name=name, continues=old.device, continues_at=reached))
