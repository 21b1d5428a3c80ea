"""Fields on which two versions disagree, settled by a person, and parts of changes that were not applied."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.change import Stamp
from desktop.services.exchange import record_titles
from desktop.services.office import people
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import reviews
from desktop.store.records import ChangeRow, Parked, Review
from desktop.store.records.values import ReviewCandidate
from desktop.store.store import HQ, Store


@dataclass(frozen=True)
class RivalValue:
    """One of the values that disagree, with who wrote it when; `here` when it was this laptop.

    `stamp` names the change that wrote it; `stands` says that it is the value in force until somebody settles it.
    """

    value: Any
    by: str
    at: datetime
    here: bool
    stamp: Stamp = ("", 0)
    stands: bool = False


@dataclass(frozen=True)
class Disagreement:
    """A field of a record on which two versions disagree: `title` names the record, `office` whose it is."""

    id: str
    title: str
    family: str
    field: str
    office: str
    versions: tuple[RivalValue, ...]
    ours: bool = False  # whether this side may settle it
    writable: bool = False  # whether another value may be written: a text that stands alone


@dataclass(frozen=True)
class UnappliedPart:
    """A part of a received change that was not applied. `reason`: newer, unknown-base or not-yours."""

    title: str
    family: str
    fields: tuple[str, ...] = field(default=())
    reason: str = ""


def waiting(store: Store, count: int = 200) -> tuple[Disagreement, ...]:
    """What waits for a person's choice, the oldest first."""
    names = people.names(store)
    with store.read() as session:
        query = select(Review).where(Review.closed_by.is_(None)).order_by(Review.opened_at).limit(count)
        return tuple(_disagreement(store, session, review, names) for review in session.scalars(query).all())


def _disagreement(store: Store, session: Session, review: Review, names: Mapping[str, str]) -> Disagreement:
    family = store.families.get(review.kind)
    record = session.get(family.record, review.record) if family else None
    name = family.field.get(review.field, "") if family else ""
    standing = family.plain(name, getattr(record, name)) if family and record and name else None
    versions = tuple(_version(session, c, names, store.identity.device, standing) for c in review.candidates)
    return Disagreement(
        review.id,
        record_titles.title_of(store, session, review.kind, review.record),
        family.name if family else "",
        name,
        review.office,
        versions,
        ours=family is not None and reviews.may_settle(store, family, review.field),
        writable=family is not None and isinstance(standing, str) and name not in family.companions,
    )


def _version(
    session: Session, candidate: ReviewCandidate, names: Mapping[str, str], own: str, standing: object
) -> RivalValue:
    writer = (candidate.device, candidate.number)
    change = session.get(ChangeRow, writer)
    at = datetime.fromtimestamp(candidate.at / 1000, UTC)
    by = names.get(change.by, "") if change else ""
    return RivalValue(candidate.value, by, at, candidate.device == own, writer, candidate.value == standing)


def settle(work: Work, review_id: str, *, chosen: Stamp | None = None, written: str = "") -> None:
    """Close a disagreement with one of its values, named by its change, or with another text (`store.reviews`)."""
    require(work.officer, Right.HEADQUARTERS if work.store.identity.office == HQ else Right.REGISTER)
    reviews.settle(work.store, work.officer.id, review_id, chosen=chosen, written=written)


def unapplied(store: Store, count: int = 200) -> tuple[UnappliedPart, ...]:
    """What was received and could not be applied yet, or was refused."""
    with store.read() as session:
        parts = session.scalars(select(Parked).order_by(Parked.device, Parked.number).limit(count)).all()
        return tuple(_unapplied(store, session, part) for part in parts)


def _unapplied(store: Store, session: Session, row: Parked) -> UnappliedPart:
    family = store.families.get(row.kind)
    numbers = [cell[0] for cell in row.cells if isinstance(cell, list) and cell]
    fields = tuple(family.field[n] for n in numbers if n in family.field) if family else ()
    title = record_titles.title_of(store, session, row.kind, row.record)
    return UnappliedPart(title, family.name if family else "", fields, row.reason)


def troubles(store: Store) -> tuple[int, int]:
    """How many values two versions disagree on, and how many parts wait or were refused."""
    with store.read() as session:
        disagreeing = session.scalar(select(func.count()).select_from(Review).where(Review.closed_by.is_(None))) or 0
        parked = session.scalar(select(func.count()).select_from(Parked)) or 0
    return disagreeing, parked
