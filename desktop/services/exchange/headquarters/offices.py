"""The offices as Headquarters sees them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from desktop.store.records import Position, Received, Review
from desktop.store.store import Store


@dataclass(frozen=True)
class OfficeLine:
    """One office as HQ sees it."""

    office: str
    laptops: int
    changes: int
    heard_at: str
    waiting: int  # bundles kept because an earlier one is missing
    disagreements: int


def heard_of(store: Store) -> list[OfficeLine]:
    """Every office heard of, by code."""
    own = store.identity.office
    with store.read() as session:
        rows = session.execute(
            select(Position.office, func.count(), func.sum(Position.number), func.max(Position.heard_at))
            .where(Position.office != own, Position.heard_at.is_not(None))
            .group_by(Position.office)
            .order_by(Position.office)
        ).all()
        waiting = dict(_counted(session, Received, Received.verdict == "waiting"))
        reviews = dict(_counted(session, Review, Review.closed_by.is_(None)))
    return [
        OfficeLine(office, laptops, int(changes or 0), heard or "", waiting.get(office, 0), reviews.get(office, 0))
        for office, laptops, changes, heard in rows
    ]


def _counted(session: Any, table: Any, which: Any) -> list[tuple[str, int]]:
    rows = session.execute(select(table.office, func.count()).where(which).group_by(table.office))
    return [(office, count) for office, count in rows]


def differences(office: Store, whole: Store) -> tuple[int, list[str]]:
    """Every journaled record of an office compared field by field with Headquarters' own.

    Returns how many records were compared and, for each that differs, `family/id: field`.
    """
    count, different = 0, []
    for family in office.families.values():
        query = select(family.record)
        with office.read() as session:
            ours = {r.id: r for r in session.scalars(query)}
        with whole.read() as session:
            theirs = {r.id: r for r in session.scalars(query.where(family.record.office == office.identity.office))}
        count += len(ours)
        for record in ours.keys() | theirs.keys():
            here, there = ours.get(record), theirs.get(record)
            fields = [f for f in family.number if getattr(here, f, None) != getattr(there, f, None)]
            different += [f"{family.name}/{record}: {name}" for name in fields]
    return count, different
