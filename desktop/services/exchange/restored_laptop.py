"""After an office was restored from a backup: whether all that ever left the former laptop is back, and up to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.values import moment_at
from desktop.store.records import ChangeRow, Local, Position
from desktop.store.store import recall_in

RESTORED = "restored"  # under which the laptop notes of which one it goes on, since `store.backup`


@dataclass(frozen=True)
class RegainedWork:
    """What came back of a laptop that is no more (design/safety.md, lost laptop).

    `is_complete` once a return of Headquarters brought all that it had of it; `until` is when its newest change that is
    here was made, None without any. What it wrote later and never sent is on no computer.
    """

    is_complete: bool
    until: datetime | None


def regained_in(session: Session) -> RegainedWork | None:
    """What came back; None where no backup was restored."""
    noted = recall_in(session, RESTORED)
    if not noted:
        return None
    newest = select(ChangeRow.at).where(ChangeRow.device == noted["from"]).order_by(ChangeRow.number.desc()).limit(1)
    at = session.scalar(newest)
    return RegainedWork("regained" in noted, None if at is None else moment_at(at))


def note_regained(session: Session, acknowledged: Mapping[str, int]) -> RegainedWork | None:
    """Note whether all is back, in the transaction of a return which says how far Headquarters has each chain; what
    came back, once, with the return that completed it."""
    noted = recall_in(session, RESTORED)
    if not noted or "regained" in noted or noted["from"] not in acknowledged:
        return None
    former, reached = session.get(Position, noted["from"]), acknowledged[noted["from"]]
    if former is None or former.number < reached:
        return None
    session.merge(Local(name=RESTORED, value={**noted, "regained": reached}))
    session.flush()
    return regained_in(session)
