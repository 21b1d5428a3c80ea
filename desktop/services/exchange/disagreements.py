"""Fields on which two versions disagree, settled by a person, and parts of changes that were not applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from desktop.base.change import Stamp
from desktop.base.values import moment_at
from desktop.services.exchange import record_titles
from desktop.services.office import people
from desktop.services.office.rights import Right, require
from desktop.services.registry import partners
from desktop.services.registry.history import PARTNERS
from desktop.services.work import Work
from desktop.store import reviews
from desktop.store.records import ChangeRow, Parked, Record, Review
from desktop.store.records.values import ReviewCandidate
from desktop.store.store import HQ, Store


@dataclass(frozen=True)
class RivalValue:
    """One of the values that disagree, with the name of the officer who wrote it when; `here` when it was this laptop.

    `stamp` names the change that wrote it; `stands` says that it is the value in force until somebody settles it.
    """

    value: Any
    officer: str
    at: datetime
    on_this_laptop: bool
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
    """A part of a received change that was not applied; `reason` is a ParkedReason, or one of a newer program."""

    title: str
    family: str
    fields: tuple[str, ...] = field(default=())
    reason: str = ""


@dataclass(frozen=True)
class Troubles:
    """How many values two versions disagree on, and how many parts wait or were refused."""

    disagreements: int
    unapplied: int

    def __bool__(self) -> bool:
        return bool(self.disagreements or self.unapplied)


@dataclass(frozen=True)
class ForReview:
    """What a person has to look at: disagreements to settle, the oldest first, and parts that were not applied.

    `officers` are the names of the officers by id, `partners` those of the partners that a value names.
    """

    disagreements: tuple[Disagreement, ...]
    unapplied: tuple[UnappliedPart, ...]
    officers: Mapping[str, str]
    partners: Mapping[str, str]


def for_review(store: Store, count: int = 200) -> ForReview:
    """Everything that waits for a look, at most `count` of each."""
    with store.read() as session:
        query = select(Review).where(Review.closed_by.is_(None)).order_by(Review.opened_at).limit(count)
        open_reviews = session.scalars(query).all()
        parts = session.scalars(select(Parked).order_by(Parked.device, Parked.number).limit(count)).all()
        context = _context(store, session, open_reviews, parts)
    return ForReview(
        tuple(_disagreement(store, context, review) for review in open_reviews),
        tuple(_unapplied(store, context, part) for part in parts),
        context.officers,
        context.partners,
    )


@dataclass(frozen=True)
class _Context:
    """What makes disagreements readable: titles and records by id, changes by device and number, names of officers
    and partners by id."""

    titles: Mapping[str, str]
    records: Mapping[str, Record]
    changes: Mapping[Stamp, ChangeRow]
    officers: Mapping[str, str]
    authors: people.Authors
    partners: Mapping[str, str]


def _context(store: Store, session: Session, open_reviews: Sequence[Review], parts: Sequence[Parked]) -> _Context:
    about = {(review.kind, review.record) for review in open_reviews} | {(part.kind, part.record) for part in parts}
    records: dict[str, Record] = {}
    for kind in {review.kind for review in open_reviews} & store.families.keys():
        table = store.families[kind].record
        ids = [review.record for review in open_reviews if review.kind == kind]
        records |= {record.id: record for record in session.scalars(select(table).where(table.id.in_(ids)))}
    writers = {(c.device, c.number) for review in open_reviews for c in review.candidates}
    query = select(ChangeRow).where(tuple_(ChangeRow.device, ChangeRow.number).in_(writers))
    changes = {(row.device, row.number): row for row in session.scalars(query)} if writers else {}
    titles = record_titles.titles(session, store.families, about)
    values = {
        candidate.value
        for review in open_reviews
        if (family := store.families.get(review.kind)) and family.field.get(review.field) in PARTNERS
        for candidate in review.candidates
        if isinstance(candidate.value, str)
    }
    authors = people.Authors.read_in(session, store.identity.office)
    officers = people.names_in(session)
    return _Context(titles, records, changes, officers, authors, partners.names_in(session, values))


def _disagreement(store: Store, context: _Context, review: Review) -> Disagreement:
    family, record = store.families.get(review.kind), context.records.get(review.record)
    name = family.field.get(review.field, "") if family else ""
    standing = family.plain(name, getattr(record, name)) if family and record and name else None
    return Disagreement(
        review.id,
        context.titles.get(review.record, ""),
        family.name if family else "",
        name,
        review.office,
        tuple(_version(context, candidate, store.identity.device, standing) for candidate in review.candidates),
        ours=family is not None and reviews.may_settle(store, family, review.field),
        writable=family is not None and isinstance(standing, str) and name not in family.companions,
    )


def _version(context: _Context, candidate: ReviewCandidate, own: str, standing: object) -> RivalValue:
    writer = (candidate.device, candidate.number)
    change = context.changes.get(writer)
    at = moment_at(candidate.at)
    officer = context.authors.name(change.device, change.by) if change else ""
    return RivalValue(candidate.value, officer, at, candidate.device == own, writer, candidate.value == standing)


def _unapplied(store: Store, context: _Context, part: Parked) -> UnappliedPart:
    family = store.families.get(part.kind)
    numbers = [cell[0] for cell in part.cells if isinstance(cell, list) and cell]
    fields = tuple(family.field[number] for number in numbers if number in family.field) if family else ()
    return UnappliedPart(context.titles.get(part.record, ""), family.name if family else "", fields, part.reason)


def settle(work: Work, review_id: str, *, chosen: Stamp | None = None, written: str = "") -> None:
    """Close a disagreement with one of its values, named by its change, or with another text (`store.reviews`)."""
    require(work.officer, Right.HEADQUARTERS if work.store.identity.office == HQ else Right.REGISTER)
    reviews.settle(work.store, work.officer.id, review_id, chosen=chosen, written=written)


def troubles(store: Store) -> Troubles:
    """How much waits for a look."""
    with store.read() as session:
        return troubles_in(session)


def troubles_in(session: Session) -> Troubles:
    """The same, read with what else a page reads."""
    disagreeing = session.scalar(select(func.count()).select_from(Review).where(Review.closed_by.is_(None))) or 0
    return Troubles(disagreeing, session.scalar(select(func.count()).select_from(Parked)) or 0)
