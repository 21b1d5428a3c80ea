"""The seals of decisions that arrive: one that does not hold stands in the records and is not believed."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.base.values import digest
from desktop.services.diligence import seals
from desktop.store.journal import read_stamps
from desktop.store.merge import Merged
from desktop.store.records import Clearance, Decision, Officer, Owner, Parked, Position, StampRow, Verdict
from desktop.store.references import chunks
from desktop.store.states import ParkedReason

KINDS: tuple[type[Verdict], ...] = (Decision, Clearance)


def check_seals(session: Session, merged: Merged) -> None:
    """Note the decisions that arrived and do not hold, and forget those noted that hold now.

    A decision may arrive before the officer who took it. What does not hold counts among what was refused. What other
    offices sent is not looked at.
    """
    for kind in KINDS:
        arrived = set(merged.touched.get(kind.KIND, ()))
        if not arrived and Officer.KIND not in merged.touched:
            continue
        doubted = _doubted(session, kind, merged)
        again = arrived | doubted if Officer.KIND in merged.touched else arrived
        for some in chunks(sorted(again)):
            merged.refused += _judge(session, kind, some)


def _doubted(session: Session, kind: type[Verdict], merged: Merged) -> set[str]:
    """The decisions, of the offices whose changes arrived, that are noted."""
    devices = [arrival.device for arrival in merged.arrivals]
    offices = select(Position.office).where(Position.device.in_(devices))
    noted = select(Parked.record).join(Position, Position.device == Parked.device).where(Position.office.in_(offices))
    return set(session.scalars(noted.where(Parked.reason == ParkedReason.SEAL, Parked.kind == kind.KIND)))


def _judge(session: Session, kind: type[Verdict], ids: Sequence[str]) -> int:
    """Note and forget; returns how many are newly noted.

    A decision may be noted already although nothing of its office arrived: what it names turned out to be another's.
    """
    notes = {_note_id(id_): id_ for id_ in ids}
    noted = {notes[id_] for id_ in session.scalars(select(Parked.id).where(Parked.id.in_(notes)))}
    arrived = session.scalars(select(kind).where(kind.id.in_(ids))).all()
    holding = seals.which_hold(session, arrived)
    fallen = [decision for decision in arrived if decision.id not in holding and decision.id not in noted]
    session.execute(delete(Parked).where(Parked.id.in_([_note_id(id_) for id_ in holding & noted])))
    session.add_all(_note(session, decision) for decision in fallen)
    return len(fallen)


def _note_id(record: str) -> str:
    return digest(b"seal", record.encode())[:32]


def _note(session: Session, decision: Verdict) -> Parked:
    stamps = read_stamps(session.get_one(StampRow, decision.id).cells)
    device, number, _generation = max(stamps.values(), key=lambda stamp: stamp[1], default=("", 0, 0))
    return Parked(
        id=_note_id(decision.id),
        device=device,
        number=number,
        record=decision.id,
        kind=decision.KIND,
        owner=str(Owner.HQ if isinstance(decision, Clearance) else Owner.OFFICE),
        reason=ParkedReason.SEAL,
        office=decision.office,
    )
