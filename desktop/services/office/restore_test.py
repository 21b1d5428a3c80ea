"""The monthly restore test: the newest backup is restored into a temporary place, compared and taken away again.

Nobody asks for it, and it speaks only when it failed or was not done for long. A backup that nobody ever restored is a
hope (design/safety.md; AnkiDroid's empty backups of 2026 were found by those who needed them).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.plausibility import age_in_days, is_after
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import local_day, moment
from desktop.services.office import backup, second_place
from desktop.services.office.backup import Backup
from desktop.services.office.believed_clock import likely_now, likely_now_in
from desktop.services.office.second_place import SecondPlace
from desktop.services.work import Work
from desktop.store import backup as copies
from desktop.store.store import Store, recall_in

NOTE = "restore_test"  # the name in this computer's store
EVERY_DAYS = 30
LATE_DAYS = 45  # then Today says so


@dataclass(frozen=True)
class RestoreTest:
    """The last test: when, of which file, how many records and attached files came back.

    `refused` says in a sentence why the backup would not have restored, in the language of that day; empty when it
    did. `damaged` counts attached files beside the backups that did not open any more and were deleted.
    """

    at: datetime
    backup: str
    records: int
    attached: int
    refused: str = ""
    damaged: int = 0

    @property
    def passed(self) -> bool:
        return not self.refused


@dataclass(frozen=True)
class BackupNotes:
    """What this computer notes of its backups: the second place, the last test, and the moment by which they count."""

    second: SecondPlace | None
    last_test: RestoreTest | None
    likely_now: datetime


def notes(work: Work) -> BackupNotes:
    """All of it, in one session."""
    with work.machine.read() as session:
        return BackupNotes(second_place.read_in(session), read_in(session), likely_now_in(session, work))


def read(machine: Store) -> RestoreTest | None:
    """The last test; None before the first."""
    with machine.read() as session:
        return read_in(session)


def read_in(session: Session) -> RestoreTest | None:
    """The same, read with what else a page reads."""
    note = recall_in(session, NOTE)
    if not note:
        return None
    return RestoreTest(
        moment(note["at"]), note["backup"], note["records"], note["attached"], note["refused"], note["damaged"]
    )


def is_due(last: RestoreTest | None, first_backup: datetime | None, now: datetime) -> bool:
    """Whether a test is to be made: the last one failed, is a month old, or bears a date that has not come.

    The first one is made on the day after the first backup, which was read back as it was written.
    """
    if last is None:
        return first_backup is not None and local_day(first_backup) != local_day(now)
    if not last.passed or is_after(last.at, now):
        return True
    return age_in_days(local_day(last.at), local_day(now)) >= EVERY_DAYS


def is_late(last: RestoreTest | None, first_backup: datetime | None, now: datetime) -> bool:
    """Whether no test was made for too long; before the first one, since the oldest backup that is here."""
    since = last.at if last is not None else first_backup
    return since is not None and age_in_days(local_day(since), local_day(now)) > LATE_DAYS


def try_out(work: Work, folder: Path, own: Path, key: bytes, progress: Progress) -> RestoreTest | None:
    """Test the newest backup in the office's own folder `own`, and note the outcome; None where there is no backup.

    It is restored inside `folder`. Every attached file beside the backups, in the second place too when it is there, is
    read; one that does not open is deleted, so that no backup promises it, and a backup made at once writes it again.
    """
    now = likely_now(work)
    if backup.oldest((own,)) is None:
        return None
    outcome = _outcome(work, folder, own, key, progress)
    work.machine.remember(
        NOTE,
        {
            "at": Clock(lambda: now).stamp(),
            "backup": outcome.backup,
            "records": outcome.records,
            "attached": outcome.attached,
            "refused": outcome.refused,
            "damaged": outcome.damaged,
        },
    )
    return outcome


def _outcome(work: Work, folder: Path, own: Path, key: bytes, progress: Progress) -> RestoreTest:
    now, damaged, name = likely_now(work), 0, ""
    places = backup.places(own, second_place.read(work.machine))
    try:
        progress.step(0, 2, _("Reading the attached files"))
        vault = copies.vault_of(folder)
        damaged = sum(copies.drop_damaged_pieces(place, vault, key, progress) for place in places)
        if damaged:
            backup.back_up(work, folder, key, places, progress)
        progress.step(1, 2, _("Restoring on trial"))
        newest = _newest(backup.every((own,), key, now))
        name = newest.path.name
        contents = copies.verify(newest.path, key, folder, progress)
    except Problem as problem:
        return RestoreTest(now, name, 0, 0, problem.text, damaged)
    return RestoreTest(now, name, contents.records, newest.attached, "", damaged)


def _newest(listed: Sequence[Backup]) -> Backup:
    """The one with the latest work; one that does not open only where none does, because the test is to say so."""
    return next((copy for copy in listed if copy.contents is not None), listed[0])
