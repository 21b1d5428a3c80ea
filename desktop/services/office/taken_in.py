"""How far the changes of each office are taken in here: what is worked out of its records holds until that moves."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.store.records import Parked, Position
from desktop.store.store import HQ

Head = tuple[str, str, int]  # a device, the head of its chain of changes, how many parts of these wait
_WAITING = select(Parked.device, func.count()).group_by(Parked.device)
_POSITIONS = select(Position.device, Position.office, Position.head).order_by(Position.device)


def heads(session: Session, own: str) -> Mapping[str, Sequence[Head]]:
    """The last change taken in of each device, by the code of the office whose records it writes, of all that wrote.

    In an office (`own` is its code, or Headquarters') all records are its own, whoever wrote them.
    """
    waiting = dict(session.execute(_WAITING).all())
    changes: dict[str, list[Head]] = {}
    for device, office, head in session.execute(_POSITIONS):
        changes.setdefault(office if own == HQ else own, []).append((device, head, waiting.get(device, 0)))
    return changes
