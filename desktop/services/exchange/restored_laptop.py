"""After an office was restored from a backup: whether all that ever left its former laptops is back, and up to when.

An office may be restored again and again: the laptop that it goes on from may have gone on from another one. What is
said holds for all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.values import moment_at
from desktop.services.office.backup import CONTINUED
from desktop.store.records import ChangeRow, Device, Local, Position
from desktop.store.store import recall_in

RESTORED = "restored"  # under which the laptop notes of which one it goes on, since `store.backup`


@dataclass(frozen=True)
class RegainedWork:
    """What came back of laptops that are no more (design/safety.md, lost laptop).

    `is_complete` once a return of Headquarters brought all that it had of the office; `until` is, of each of them, the
    first one first, when its newest change that is here was made. What it wrote later and never sent is on no computer.
    """

    is_complete: bool
    until: tuple[datetime, ...]


def regained_in(session: Session) -> RegainedWork | None:
    """What came back; None where no backup was restored."""
    noted = recall_in(session, RESTORED)
    if not noted:
        return None
    moments = (_newest(session, device) for device in _former(session, noted["from"]))
    return RegainedWork("regained" in noted, tuple(moment for moment in moments if moment is not None))


def _newest(session: Session, device: str) -> datetime | None:
    newest = select(ChangeRow.at).where(ChangeRow.device == device).order_by(ChangeRow.number.desc()).limit(1)
    at = session.scalar(newest)
    return None if at is None else moment_at(at)


def _former(session: Session, last: str) -> Sequence[str]:
    """The laptops of which backups were restored, one after the other, up to this last one.

    A laptop that took a new identity goes on from itself: the earlier one is none of them.
    """
    continues = dict(session.execute(select(Device.id, Device.continues)).all())
    begun = select(ChangeRow.device).where(ChangeRow.number == 1, ChangeRow.what == CONTINUED)
    restored = set(session.scalars(begun))
    former = [last]
    device: str | None = last
    seen = {last}
    while device is not None:
        earlier = continues.get(device)
        if earlier is None or earlier in seen:
            break
        seen.add(earlier)
        if device in restored:
            former.insert(0, earlier)
        device = earlier
    return former


def note_regained(session: Session, own: str, acknowledged: Mapping[str, int]) -> RegainedWork | None:
    """Note whether all is back, in the transaction of a return which says how far Headquarters has each chain; what
    came back, once, with the return that completed it. `own` is the identity of this laptop."""
    noted = recall_in(session, RESTORED)
    if not noted or "regained" in noted:
        return None
    held = dict(session.execute(select(Position.device, Position.number)).all())
    former = set(_former(session, noted["from"]))
    others = {device: number for device, number in acknowledged.items() if device != own}
    if not former <= others.keys() or any(held.get(device, 0) < number for device, number in others.items()):
        return None
    session.merge(Local(name=RESTORED, value={**noted, "regained": others[noted["from"]]}))
    session.flush()
    return regained_in(session)
