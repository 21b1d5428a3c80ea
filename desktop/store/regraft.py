"""A laptop whose history parted from the one that Headquarters has goes on under a new identity, losing nothing.

That happens when a folder or a disk was copied and both copies were worked on: two laptops then number different
changes alike, and Headquarters can believe only the one it saw first. What this one wrote after the parting becomes
the first changes of a new chain, as they were: who, when, what. Only whose changes they are, and their numbers, are
new.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.base.change import START, Change, Stamp
from desktop.base.faults import reached
from desktop.base.progress import undisturbed
from desktop.store.bulk import append
from desktop.store.journal import changes_of, read_stamps, row_of, write_stamps
from desktop.store.records import ChangeRow, Parked, Position, Review, Sent, StampRow, table_of
from desktop.store.reviews import closed_by
from desktop.store.sessions import NoteSession
from desktop.store.store import WRITE, Store


@undisturbed()
def continue_as(store: Store, device: str, after: int, note: Callable[[Session], None]) -> int:
    """Make the store's own changes after number `after` the first ones of the new `device`, in one transaction.

    `note` writes what belongs to the new identity (its keys, its name) in the same transaction. Returns how many
    changes moved. The caller gives the store its new identity afterwards.
    """
    old = store.identity
    renamed = _Renaming(old.device, device, after)
    writing = store.engine.execution_options(**WRITE)
    with store.explaining_failures(), writing.connect() as connection, connection.begin():
        with NoteSession(connection) as session:
            before = session.scalar(
                select(ChangeRow.head).where(ChangeRow.device == old.device, ChangeRow.number == after)
            )
            own = session.get_one(Position, old.device)
            moved = [renamed.change(c) for c in changes_of(session, old.device, after + 1, own.number)]
            _rename_elsewhere(session, renamed)
            own.number, own.head, own.acked = after, before or START, min(own.acked, after)
            rows = list(_rows(moved, old.office))
            head = str(rows[-1]["head"]) if rows else START
            session.add(Position(device=device, office=old.office, number=len(rows), head=head))
            note(session)
            session.flush()
        changes = table_of(ChangeRow)
        connection.execute(delete(changes).where(changes.c.device == old.device, changes.c.number > after))
        append(connection, changes, rows)
        reached("before commit")
    reached("after commit")
    return len(rows)


class _Renaming:
    """Changes of one device after a number become those of another, counted from 1."""

    def __init__(self, old: str, new: str, after: int) -> None:
        self._old, self._new, self._after = old, new, after

    def concerns(self, device: str, number: int) -> bool:
        return device == self._old and number > self._after

    def stamp(self, stamp: Stamp) -> Stamp:
        """The same write as it is called afterwards."""
        return (self._new, stamp[1] - self._after) if self.concerns(*stamp) else stamp

    def change(self, change: Change) -> Change:
        """The same deed in the new chain."""
        device, number = self.stamp((change.device, change.number))
        entries = tuple(
            entry._replace(
                cells=tuple(c._replace(base=self.stamp(c.base) if c.base is not None else None) for c in entry.cells)
            )
            for entry in change.entries
        )
        return change._replace(device=device, number=number, entries=entries)


def _rows(changes: list[Change], office: str) -> Iterator[dict[str, str | int]]:
    head = START
    for change in changes:
        head = change.head(head)
        yield row_of(change, head, office)


def _rename_elsewhere(session: Session, renamed: _Renaming) -> None:
    """Rename the writes wherever else a store names them: stamps, disagreements, what is parked, what was packed."""
    for row in session.scalars(select(StampRow)):
        stamps = read_stamps(row.cells)
        fresh = {field: (*renamed.stamp(stamp[:2]), stamp[2]) for field, stamp in stamps.items()}
        if fresh != stamps:
            row.cells = write_stamps(fresh)
    for review in session.scalars(select(Review)):
        named = [renamed.stamp((c.device, c.number)) for c in review.candidates]
        review.candidates = tuple(
            replace(candidate, device=device, number=number)
            for candidate, (device, number) in zip(review.candidates, named, strict=True)
        )
        if review.closed_by:
            closing, _colon, number = review.closed_by.rpartition(":")
            review.closed_by = closed_by(renamed.stamp((closing, int(number))))
    for parked in session.scalars(select(Parked)):
        parked.device, parked.number = renamed.stamp((parked.device, parked.number))
        parked.waits_for, parked.waits_number = renamed.stamp((parked.waits_for, parked.waits_number))
    for sent in session.scalars(select(Sent)):
        if any(renamed.concerns(run.device, run.last) for run in sent.runs):
            sent.runs = ()  # it never arrived: Headquarters holds other changes under these numbers
