"""The offices as Headquarters sees them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.services.diligence import decisions
from desktop.services.office.people import DECIDING
from desktop.store.records import Officer, Parked, Position, Received, Review
from desktop.store.records.values import ChangeRun, SenderReport
from desktop.store.states import BundleVerdict
from desktop.store.store import Store


@dataclass(frozen=True)
class OfficeLine:
    """One office as Headquarters sees it; `heard_at` is the moment of its last bundle, empty before one."""

    office: str
    laptops: int
    changes: int
    heard_at: str
    waiting: int  # bundles kept because an earlier one is missing
    disagreements: int
    set_aside: int  # values that wait or were refused, and decisions whose seal does not hold
    first_deciders: tuple[str, ...] = ()  # names of those who decide there and whom nobody confirmed
    missing: tuple[ChangeRun, ...] = ()  # changes that have not arrived, though later ones have
    clearances: int = 0  # cases that wait for a decision of Headquarters
    report: SenderReport | None = None  # by its last bundle; None where that was taken in before it was noted


def heard_of(store: Store) -> list[OfficeLine]:
    """Every office heard of, by code."""
    with store.read() as session:
        return heard_of_in(session, store.identity.office)


def heard_of_in(session: Session, own: str) -> list[OfficeLine]:
    """The same, read with what else a page reads; `own` is the code of Headquarters.

    A dozen statements, however many offices there are.
    """
    columns = (Position.office, func.count(), func.sum(Position.number), func.max(Position.heard_at))
    reporting = select(*columns).where(Position.office != own, Position.heard_at.is_not(None))
    rows = session.execute(reporting.group_by(Position.office).order_by(Position.office)).all()
    waiting = _count_by_office(session, Received, Received.verdict == BundleVerdict.WAITING)
    disagreeing = _count_by_office(session, Review, Review.closed_by.is_(None))
    unapplied = select(Position.office, func.count()).join(Parked, Parked.device == Position.device)
    aside: dict[str, int] = dict(session.execute(unapplied.group_by(Position.office)).all())
    unconfirmed = select(Officer.office, Officer.name).where(
        Officer.role.in_(DECIDING), Officer.confirmed_by == "", Officer.left_on.is_(None)
    )
    first = session.execute(unconfirmed).all()
    missing, clearances, reports = _missing(session), decisions.clearances_asked(session), _reports(session)
    return [
        OfficeLine(
            office,
            laptops,
            int(changes or 0),
            heard or "",
            waiting.get(office, 0),
            disagreeing.get(office, 0),
            aside.get(office, 0),
            tuple(sorted(name for whose, name in first if whose == office)),
            missing.get(office, ()),
            clearances.get(office, 0),
            reports.get(office),
        )
        for office, laptops, changes, heard in rows
    ]


def _reports(session: Session) -> Mapping[str, SenderReport]:
    """What the last bundle that was applied of each office says of the laptop that wrote it.

    The last one taken in holds the newest of its laptop's changes: an older one brings nothing new, and one that came
    too early is noted again when it is applied. No clock has to be believed for it.
    """
    applied = Received.verdict == BundleVerdict.APPLIED
    last = select(func.max(Received.taken_in)).where(applied, Received.taken_in > 0).group_by(Received.office)
    rows = session.execute(select(Received.office, Received.detail).where(applied, Received.taken_in.in_(last)))
    return {office: detail.sender for office, detail in rows if detail is not None and detail.sender is not None}


def _missing(session: Session) -> Mapping[str, tuple[ChangeRun, ...]]:
    """Of each office the changes between those held and the first of those that wait for them, by laptop."""
    query = select(Received.office, Received.detail).where(Received.verdict == BundleVerdict.WAITING)
    begins: dict[tuple[str, str], int] = {}
    for office, detail in session.execute(query):
        for device, number in ((detail.begins if detail is not None else None) or {}).items():
            begins[office, device] = min(number, begins.get((office, device), number))
    devices = {device for _office, device in begins}
    positions = select(Position.device, Position.number).where(Position.device.in_(devices))
    numbers: dict[str, int] = dict(session.execute(positions).all()) if devices else {}
    runs: dict[str, tuple[ChangeRun, ...]] = {}
    for (office, device), number in sorted(begins.items()):
        run = ChangeRun(device=device, first=numbers.get(device, 0) + 1, last=number - 1)
        if run.count > 0:
            runs[office] = (*runs.get(office, ()), run)
    return runs


def _count_by_office(
    session: Session, table: type[Received] | type[Review], condition: ColumnElement[bool]
) -> dict[str, int]:
    query = select(table.office, func.count()).where(condition).group_by(table.office)
    return dict(session.execute(query).all())


def differences(office: Store, whole: Store) -> tuple[int, list[str]]:
    """Every journaled record of an office compared field by field with Headquarters' own.

    Returns how many records were compared and, for each that differs, `family/id: field`.
    """
    count, different = 0, []
    with office.read() as here, whole.read() as there:
        for family in office.families.values():
            query = select(family.record)
            ours = {r.id: r for r in here.scalars(query)}
            theirs = {r.id: r for r in there.scalars(query.where(family.record.office == office.identity.office))}
            count += len(ours)
            for record in ours.keys() | theirs.keys():
                own, other = ours.get(record), theirs.get(record)
                fields = [f for f in family.number if getattr(own, f, None) != getattr(other, f, None)]
                different += [f"{family.name}/{record}: {name}" for name in fields]
    return count, different
