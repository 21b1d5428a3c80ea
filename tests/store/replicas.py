"""Stores in memory, made quickly, and what they hand to one another."""

import sqlite3
import weakref
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Engine, StaticPool, create_engine, select

from desktop.base.change import START, Change, heads
from desktop.store import merge
from desktop.store.journal import changes_of
from desktop.store.records import ChangeRow, Owner, Parked, Partner, Review, families
from desktop.store.store import Store
from tests.makers import keep_nothing

OFFICE = "SN10"
BY = "0" * 32
FIELDS = tuple(families()[Partner.KIND].number)


@cache
def _empty() -> bytes:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    store = Store(create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool), keep_nothing)
    whole = connection.serialize()
    store.close()
    return whole


def in_memory() -> Engine:
    """An empty database with today's tables and the index of the search."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(_empty())
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    weakref.finalize(engine, connection.close)  # the stores of these tests are nobody's to close
    return engine


def laptop(device: str, office: str = OFFICE) -> Store:
    store = Store(in_memory(), keep_nothing)
    store.become(office, device)
    return store


def headquarters() -> Store:
    store = Store(in_memory(), keep_nothing)
    store.become("HQ", "f" * 32)
    return store


def register(store: Store, **fields: Any) -> str:
    with store.change("Registered", BY) as session:
        partner = Partner(**{"name": "Teranga", "country": "SN", **fields})
        session.add(partner)
    return partner.id


def edit(store: Store, record: str, office: str = "", **fields: Any) -> None:
    with store.change("Edited", BY, office=office) as session:
        partner = session.get_one(Partner, record)
        for name, value in fields.items():
            setattr(partner, name, value)


def changes(store: Store, device: str = "", first: int = 1, last: int = 10**6) -> tuple[Change, ...]:
    with store.read() as session:
        return tuple(changes_of(session, device or store.identity.device, first, last))


def incoming(
    store: Store, device: str = "", first: int = 1, last: int = 10**6, owner: Owner = Owner.OFFICE
) -> merge.Incoming:
    """A device's changes as this store knows them, with the head they follow."""
    device = device or store.identity.device
    with store.read() as session:
        before = session.scalar(select(ChangeRow.head).where(ChangeRow.device == device, ChangeRow.number == first - 1))
    return chained(merge.Incoming(device, OFFICE, owner, before or START, changes(store, device, first, last), ()))


def chained(batch: merge.Incoming) -> merge.Incoming:
    """The batch with the heads that belong to its changes."""
    return replace(batch, heads=list(heads(batch.before, batch.changes)))


def deliver(source: Store, target: Store, first: int = 1, last: int = 10**6) -> merge.Merged:
    return merge.apply(target, [incoming(source, first=first, last=last)])


def verdict(merged: merge.Merged) -> str:
    return merged.arrivals[0].verdict


def partners(store: Store) -> dict[str, dict[str, Any]]:
    """Every partner, field by field."""
    with store.read() as session:
        return {p.id: {name: getattr(p, name) for name in FIELDS} for p in session.scalars(select(Partner))}


def reviews(store: Store) -> list[Review]:
    with store.read() as session:
        return list(session.scalars(select(Review).order_by(Review.id)))


def parked(store: Store) -> list[Parked]:
    with store.read() as session:
        return list(session.scalars(select(Parked).order_by(Parked.number)))


def candidates(store: Store) -> list[set[Any]]:
    """The values among which each review waits for a person to choose."""
    return [{candidate.value for candidate in review.candidates} for review in reviews(store)]


def exchange(stores: Iterable[Store]) -> None:
    """Hand everything to everybody."""
    everybody = list(stores)
    for source in everybody:
        for target in everybody:
            if source is not target:
                deliver(source, target)
