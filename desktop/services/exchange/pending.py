"""What Headquarters has not acknowledged: one query over every chain of this office's laptops that this store holds.

Besides its own, a store holds the chains of its former identities (after a restore, or in the place of a lost laptop)
and those of other laptops whose changes came here. Whatever Headquarters lacks of any of them is to be sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.records import Device, Position
from desktop.store.records.values import ChangeRun
from desktop.store.store import Identity, Store, recall_in

VOUCHED = "vouched"  # up to where HQ signed each chain that it gave to this laptop, and its signatures


@dataclass(frozen=True)
class UnsentChanges:
    """The changes that HQ has not acknowledged, of this laptop's own chain last; the last receipt's moment, empty
    before the first. `former` counts those of other laptops' chains than this one's own. Where HQ was put back from a
    backup, its own earlier changes that it lacks are among them, first."""

    runs: tuple[ChangeRun, ...]
    received_at: str
    former: int = 0

    @property
    def count(self) -> int:
        """How many changes that is."""
        return sum(run.count for run in self.runs)


def pending(store: Store) -> UnsentChanges:
    """What a bundle packed now would carry."""
    with store.read() as session:
        return pending_in(session, store.identity)


def pending_in(session: Session, identity: Identity) -> UnsentChanges:
    """The same, read with what else a page reads."""
    positions = {row.device: row for row in session.scalars(select(Position).where(Position.office == identity.office))}
    runs = tuple(
        ChangeRun(device=device, first=row.acked + 1, last=row.number)
        for device in _chains(session, identity)
        if (row := positions.get(device)) is not None and row.number > row.acked
    )
    received_at = max((row.acked_at or "" for row in positions.values()), default="")
    former = sum(run.count for run in runs if run.device != identity.device)
    return UnsentChanges((*_lacked_by_hq(session), *runs), received_at, former)


def _lacked_by_hq(session: Session) -> list[ChangeRun]:
    """HQ's own earlier changes that it lacks since it was put back, up to where it signed them."""
    asked: dict[str, int] = recall_in(session, "hq").get("lacks", {})
    vouched = recall_in(session, VOUCHED)
    ends = {device: int(vouched.get(device, {}).get("number", 0)) for device in asked}
    return [
        ChangeRun(device=device, first=first, last=ends[device])
        for device, first in sorted(asked.items())
        if first <= ends[device]
    ]


def held_in(session: Session, identity: Identity) -> dict[str, int]:
    """The number of the last change held here of each laptop of the office and of each of HQ's chains, by device."""
    rows = session.scalars(select(Position).where(Position.office == identity.office, Position.number > 0))
    return {row.device: row.number for row in rows}


def _chains(session: Session, identity: Identity) -> Sequence[str]:
    """The devices of this office, each after the one that it continues; this laptop is the last.

    Headquarters' own chain for the office is none of them: no laptop of that name was ever set up here.
    """
    query = select(Device.id, Device.continues).where(Device.office == identity.office)
    continues: dict[str, str | None] = {row.id: row.continues for row in session.execute(query)}
    own = [identity.device]
    while (former := continues.get(own[-1])) and former not in own:
        own.append(former)
    return [*sorted(continues.keys() - set(own)), *reversed(own)]
