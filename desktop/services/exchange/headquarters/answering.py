"""Headquarters answers an office: receipts, states of records, keys, and its own changes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.change import START
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.bundles import bundle
from desktop.bundles.content import Ack, DeviceJournal, RecordState, Return
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.services.exchange import sending
from desktop.services.exchange.headquarters import recognition
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Local, Parked, Position, Received, Review
from desktop.store.states import BundleVerdict, ParkedReason
from desktop.store.store import Store

REPORTED = 5_000  # states of records named in one return
REFUSED = (ParkedReason.NOT_YOURS, ParkedReason.UNFIT)  # for good


def offices_to_answer(store: Store) -> tuple[str, ...]:
    """The offices from which something was taken in since their last return, by code."""
    with store.read() as session:
        return offices_to_answer_in(session)


def offices_to_answer_in(session: Session) -> tuple[str, ...]:
    """The same, read with what else a page reads."""
    query = select(Received.office, func.max(Received.arrived_at)).where(Received.verdict == BundleVerdict.APPLIED)
    arrived = session.execute(query.group_by(Received.office)).all()
    returns = session.scalars(select(Local).where(Local.name.in_([_returns_to(office) for office, _at in arrived])))
    answered = {row.name: str(row.value.get("at", "")) for row in returns}
    due = (office for office, at in arrived if office and at > answered.get(_returns_to(office), ""))
    return tuple(sorted(due))


def _returns_to(office: str) -> str:
    """Under which name this installation notes the returns written for an office."""
    return f"returns:{office}"


def answer(work: Work, keys: DeviceKeys, office: str, outbox: Path) -> Path:
    """Write the return bundle of an office: receipts, states, keys, and HQ's own changes it has not seen."""
    require(work.officer, Right.HEADQUARTERS)
    channel = recognition.channel(work.store, keys, office)
    keyset = recognition.keyset_for(work, keys, office)
    if not keyset.certificates:
        raise Problem(
            _("No laptop of office {office} is recognised; nothing was written.").format(office=office),
            _("Recognise one by the request that the office sends."),
            code="no-laptop-recognised",
        )
    returns = work.store.recall(_returns_to(office))
    number = int(returns.get("number", 0)) + 1
    content = Return(number, work.clock.stamp(), _acks(work.store, keyset), _states(work.store, office), keyset=keyset)
    recipients = [c.keys for c in keyset.certificates if keyset.valid_to(c.device) is None]
    journals, last = _unseen(work.store, channel.device, office, [keys.key_id for keys in recipients], returns)
    load = bundle.Load(journals=journals, documents={"return": content.to_json()})
    path = bundle.write(outbox, bundle.BundleKind.RETURN, channel, recipients, sending.about(work), load)
    work.store.remember(
        _returns_to(office),
        {"number": number, "at": content.at, "carried": {**returns.get("carried", {}), str(number): last}},
    )
    return path


def _unseen(
    store: Store, device: str, office: str, laptops: Sequence[str], returns: dict[str, Any]
) -> tuple[list[DeviceJournal], int]:
    """HQ's changes for an office after the last return that every one of its laptops says it took in."""
    last = store.position(device).number
    with store.read() as session:
        rows = session.execute(select(Received.sender, Received.detail).where(Received.office == office)).all()
    seen = dict.fromkeys(laptops, 0)
    for sender, detail in rows:
        if sender in seen:
            seen[sender] = max(seen[sender], detail.ack_seen if detail else 0)
    first = int(returns.get("carried", {}).get(str(min(seen.values(), default=0)), 0)) + 1
    if first > last:
        return [], last
    return [sending.journal_of(store, device, first, last)], last


def _acks(store: Store, keyset: Keyset) -> tuple[Ack, ...]:
    devices = [c.device for c in keyset.certificates]
    with store.read() as session:
        rows = session.scalars(select(Position).where(Position.device.in_(devices))).all()
    return tuple(Ack(row.device, row.number, row.head or START) for row in rows)


def _states(store: Store, office: str) -> tuple[RecordState, ...]:
    """What was not simply applied, so that the office can see it."""
    with store.read() as session:
        reviews = session.scalars(
            select(Review).where(Review.office == office, Review.closed_by.is_(None)).limit(REPORTED)
        ).all()
        parked = session.execute(
            select(Parked)
            .join(Position, Position.device == Parked.device)
            .where(Position.office == office)
            .limit(REPORTED)
        ).scalars()
        states = [
            RecordState(r.kind, r.record, c.device, c.number, "conflict", "two-versions")
            for r in reviews
            for c in r.candidates[-1:]
        ]
        states += [
            RecordState(row.kind, row.record, row.device, row.number, _fate(row), str(row.reason)) for row in parked
        ]
    return tuple(states)


def _fate(row: Parked) -> str:
    """What became of a change that was not applied: refused for good, or parked until it can be."""
    return "refused" if row.reason in REFUSED else "parked"
