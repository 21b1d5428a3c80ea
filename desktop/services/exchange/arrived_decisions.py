"""The seals of decisions that arrive: one that does not hold stands in the records and is not believed."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.base.values import digest
from desktop.services.diligence import seals
from desktop.store.journal import read_stamps
from desktop.store.merge import Merged
from desktop.store.records import Clearance, Decision, Officer, Owner, Parked, StampRow, Verdict
from desktop.store.states import ParkedReason


def check_seals(session: Session, merged: Merged) -> None:
    """Note the decisions that arrived and do not hold, and forget those noted that hold now.

    A decision may arrive before the officer who took it. What does not hold counts among what was refused.
    """
    kinds: tuple[type[Verdict], ...] = (Decision, Clearance)
    doubted = set(session.scalars(select(Parked.record).where(Parked.reason == ParkedReason.SEAL)))
    for kind in kinds:
        ids = set(merged.touched.get(kind.KIND, ()))
        if Officer.KIND in merged.touched:
            ids |= doubted
        arrived = session.scalars(select(kind).where(kind.id.in_(ids))).all()
        holding = seals.which_hold(session, arrived)
        fallen = [decision for decision in arrived if decision.id not in holding and decision.id not in doubted]
        session.execute(delete(Parked).where(Parked.id.in_([_note_id(record) for record in holding & doubted])))
        session.add_all(_note(session, decision) for decision in fallen)
        merged.refused += len(fallen)


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
    )
