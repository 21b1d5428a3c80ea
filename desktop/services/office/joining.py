"""A laptop that joins an office which already works: until Headquarters has given it everything, it says so.

The office's records come with a return of Headquarters, which says up to which change it holds each laptop's work: once
this laptop holds as much, it has joined (sync design 2.12, cht-core #7419: a beginning is never taken for the whole).
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.records import Local, Position
from desktop.store.store import recall_in

JOINING = "joining"  # that this laptop waits for the records of its office; nothing afterwards


def is_joining_in(session: Session) -> bool:
    """Whether this laptop still waits for the records of its office."""
    return bool(recall_in(session, JOINING))


def begin_in(session: Session) -> None:
    """Note, with the first records of this laptop, that its office already works elsewhere."""
    session.merge(Local(name=JOINING, value={"waits": True}))


def note_arrived(session: Session, held_there: Mapping[str, int]) -> None:
    """Note that everything came, where this laptop holds of each chain as much as Headquarters said it holds."""
    if not is_joining_in(session):
        return
    here = {row.device: row.number for row in session.execute(select(Position.device, Position.number))}
    if all(here.get(device, 0) >= number for device, number in held_there.items()):
        session.merge(Local(name=JOINING, value={}))
