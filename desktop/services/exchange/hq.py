"""Headquarters: enrol offices' laptops, consolidate what they send, answer each office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desktop.base.change import START, Change
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.bundles import bundle
from desktop.bundles.content import Ack, DeviceJournal, RecordState, Return
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, EnrolmentRequest, Keyset, PublicKeys
from desktop.bundles.reader import Bundle, BundleReader
from desktop.services.exchange import sync
from desktop.services.exchange.sync import Taken
from desktop.services.office.people import require
from desktop.services.work import Work
from desktop.store import merge
from desktop.store.records import Device, Owner, Parked, Position, Received, Review
from desktop.store.store import Store

RIGHTS = ("office",)  # of an office's laptop
REPORTED = 5_000  # states of records named in one return


@dataclass(frozen=True)
class OfficeLine:
    """One office as HQ sees it."""

    office: str
    laptops: int
    changes: int
    heard_at: str
    waiting: int  # bundles kept because an earlier one is missing
    disagreements: int


# --- keys


def trusted(desk: Store, keys: DeviceKeys) -> Keyset:
    """Whom HQ trusts: itself and every laptop it enrolled."""
    kept = desk.local("keyset")
    return Keyset.from_json(kept) if kept else Keyset(hq=(keys.public,), version=0).signed(keys)


def enrol(work: Work, keys: DeviceKeys, asked: EnrolmentRequest) -> DeviceCertificate:
    """Recognise a laptop whose fingerprint was compared by voice; the same laptop twice gets the same certificate."""
    require(work.officer, "headquarters")
    if not asked.office or asked.office == work.store.identity.office:
        raise Problem(
            _("This request names no office; nothing was changed."), _("Ask the office to create the request again.")
        )
    known = trusted(work.machine, keys)
    if found := next((c for c in known.certificates if c.keys == asked.keys), None):
        return found
    if any(c.device == asked.keys.device for c in known.certificates):
        raise Problem(
            _("Another laptop was recognised under this identity; nothing was changed."),
            _("Ask the office to give this laptop a new identity, then to send a new request."),
        )
    certificate = asked.certified(keys, RIGHTS, work.clock.stamp())
    renewed = replace(known, certificates=(*known.certificates, certificate), version=known.version + 1)
    with work.store.change(N_("Laptop recognised"), work.officer.id, office=asked.office) as session:
        record = session.get(Device, asked.keys.device)
        if record is None:
            record = Device(id=asked.keys.device)  # its other fields are the office's to write
            session.add(record)
        record.certificate = certificate.signature
    work.machine.keep_local("keyset", renewed.signed(keys).to_json())
    return certificate


def withdraw(work: Work, keys: DeviceKeys, device: str, last: int | None = None) -> None:
    """Withdraw a laptop that was lost or stolen: what it wrote after change `last` does not count.

    Without `last`, everything that HQ holds of it today still counts. It is no recipient of returns any more.
    """
    require(work.officer, "headquarters")
    known = trusted(work.machine, keys)
    if not any(c.device == device for c in known.certificates):
        raise Problem(_("This laptop was never recognised; nothing was changed."), _("Check which laptop is meant."))
    until = work.store.position(device).number if last is None else last
    renewed = replace(known, revoked={**(known.revoked or {}), device: until}, version=known.version + 1)
    work.machine.keep_local("keyset", renewed.signed(keys).to_json())


def keyset_for(work: Work, keys: DeviceKeys, office: str) -> Keyset:
    """The keys that one office needs: HQ's, under the name of its own chain, and those of its own laptops."""
    whole = trusted(work.machine, keys)
    mine = tuple(c for c in whole.certificates if c.office == office)
    revoked = {d: n for d, n in (whole.revoked or {}).items() if any(c.device == d for c in mine)}
    channel = _channel(work.store, keys, office)
    return Keyset(hq=(channel.public,), certificates=mine, revoked=revoked, version=whole.version).signed(channel)


def _channel(store: Store, keys: DeviceKeys, office: str) -> DeviceKeys:
    """HQ's keys under the device id of its chain of changes for this office."""
    device = store.writing_for(office).device
    return replace(keys, device=device, public=PublicKeys(device, keys.public.sign, keys.public.open))


def kit(work: Work, keys: DeviceKeys, office: str) -> bytes:
    """The file that answers an enrolment."""
    return sync.kit_bytes(office, keyset_for(work, keys, office))


# --- consolidating


def take_in(
    work: Work, keys: DeviceKeys, paths: Iterable[Path], inbox: Path, progress: Progress | None = None
) -> list[Taken]:
    """Take in any number of bundles, in any order; one bad file stops none of the others.

    Each file is kept as it came, then read in a capped process, then applied in one transaction.
    """
    require(work.officer, "headquarters")
    progress = progress or Progress()
    wanted = list(paths)
    keyset = trusted(work.machine, keys)
    verdicts = []
    with BundleReader(keyset, (keys,)) as reader:
        for number, path in enumerate(wanted):
            progress.step(number, len(wanted), path.name)
            verdicts.append(_one(work.store, keyset, reader, path, inbox))
        verdicts += _retry_waiting(work.store, keyset, reader, inbox, verdicts)
    return verdicts


def _one(store: Store, keyset: Keyset, reader: BundleReader, path: Path, inbox: Path) -> Taken:
    try:
        kept = sync.archive(path, inbox)
        content = reader.read(kept)
    except Problem as problem:
        return Taken(path.name, "refused", str(problem))
    return _apply(store, keyset, kept, path.name, content)


def _apply(store: Store, keyset: Keyset, kept: Path, name: str, content: Bundle) -> Taken:
    sender = keyset.sender(content.header.sender)
    if sender is None or content.header.kind is not bundle.BundleKind.CHANGES:
        return Taken(name, "refused", str(bundle.Refused("no-right")))
    office = sender.office
    devices = {c.device for c in keyset.certificates if c.office == office}
    if not {j.device for j in content.journals} <= devices:
        return Taken(name, "refused", str(bundle.Refused("forged-inside")), office)
    incoming = [merge.Incoming(j.device, office, Owner.OFFICE, j.before, *_sure(j)) for j in content.journals]
    seen = content.manifest.about.ack_seen

    def finish(merged: merge.Merged) -> list[Received]:
        verdict = _verdict(merged)
        return [sync.received_row(kept, name, content, office, verdict, ack_seen=seen)] if verdict != "known" else []

    merged = merge.apply(store, incoming, finish)
    verdict = _verdict(merged)
    doubtful = min((j.doubtful_from for j in content.journals if j.doubtful_from is not None), default=None)
    arrival = merged.arrivals[0] if merged.arrivals else None
    return Taken(
        name,
        verdict,
        _explained(verdict, arrival.number if arrival else 0) if doubtful is None else _withdrawn(doubtful),
        office,
        arrival.device if arrival else "",
        arrival.number if arrival else 0,
        merged.changes,
        merged.reviews,
        merged.parked,
        merged.refused,
    )


def _sure(journal: DeviceJournal) -> tuple[Sequence[Change], Sequence[str]]:
    """The changes that a revocation does not put in doubt, and the heads after them."""
    if journal.doubtful_from is None:
        return journal.changes, journal.heads
    count = sum(change.number < journal.doubtful_from for change in journal.changes)
    return journal.changes[:count], journal.heads[:count]


def _verdict(merged: merge.Merged) -> str:
    found = {arrival.verdict for arrival in merged.arrivals}
    for verdict, name in (("fork", "fork"), ("gap", "waiting"), ("applied", "applied")):
        if verdict in found:
            return name
    return "known"


def _withdrawn(doubtful: int) -> str:
    return _("This laptop was withdrawn: what it wrote from change {number} on is kept but not applied.").format(
        number=doubtful
    )


def _explained(verdict: str, number: int) -> str:
    if verdict == "waiting":
        return _("An earlier bundle is missing: this one is kept and applied when change {number} has arrived.").format(
            number=number + 1
        )
    if verdict == "fork":
        return _("This laptop's history differs from the one held here: the bundle is kept, nothing was applied.")
    if verdict == "known":
        return _("Everything in it was already here.")
    return ""


def _retry_waiting(
    store: Store, keyset: Keyset, reader: BundleReader, inbox: Path, done: Sequence[Taken]
) -> list[Taken]:
    """Bundles kept because of a gap, tried again while others of the same office were applied."""
    offices = {taken.office for taken in done if taken.verdict == "applied"}
    found: list[Taken] = []
    moved = bool(offices)
    while moved:
        moved = False
        with store.read() as session:
            rows = session.scalars(
                select(Received).where(Received.verdict == "waiting", Received.office.in_(offices))
            ).all()
        for row in rows:
            taken = _one_again(store, keyset, reader, inbox, row)
            if taken.verdict == "applied":
                found.append(taken)
                moved = True
    return found


def _one_again(store: Store, keyset: Keyset, reader: BundleReader, inbox: Path, row: Received) -> Taken:
    kept = inbox / f"{row.digest}.psb"
    try:
        content = reader.read(kept)
    except Problem as problem:
        return Taken(row.name, "refused", str(problem))
    return _apply(store, keyset, kept, row.name, content)


# --- answering


def answer(work: Work, keys: DeviceKeys, office: str, outbox: Path) -> Path:
    """Write the return bundle of an office: receipts, states, keys, and HQ's own changes it has not seen."""
    require(work.officer, "headquarters")
    channel = _channel(work.store, keys, office)
    keyset = keyset_for(work, keys, office)
    if not keyset.certificates:
        raise Problem(
            _("No laptop of office {office} is recognised; nothing was written.").format(office=office),
            _("Recognise one by the request that the office sends."),
        )
    returns = work.store.local(f"returns:{office}")
    number = int(returns.get("number", 0)) + 1
    said = Return(number, work.clock.stamp(), _acks(work.store, keyset), _states(work.store, office), keyset=keyset)
    recipients = [c.keys for c in keyset.certificates if keyset.valid_to(c.device) is None]
    journals, last = _unseen(work.store, channel.device, office, [keys.key_id for keys in recipients], returns)
    load = bundle.Load(journals=journals, documents={"return": said.to_json()})
    path = bundle.write(outbox, bundle.BundleKind.RETURN, channel, recipients, sync.about(work), load)
    work.store.keep_local(
        f"returns:{office}",
        {"number": number, "at": said.at, "carried": {**returns.get("carried", {}), str(number): last}},
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
            seen[sender] = max(seen[sender], int(detail.get("ack_seen", 0)))
    first = int(returns.get("carried", {}).get(str(min(seen.values(), default=0)), 0)) + 1
    if first > last:
        return [], last
    return [sync.journal_of(store, device, first, last)], last


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
        found = [
            RecordState(r.kind, r.record, c.device, c.number, "conflict", "two-versions")
            for r in reviews
            for c in r.candidates[-1:]
        ]
        states = {"not-yours": "refused", "unfit": "refused"}
        found += [
            RecordState(p.kind, p.record, p.device, p.number, states.get(p.reason, "parked"), p.reason) for p in parked
        ]
    return tuple(found)


# --- looking


def offices(store: Store) -> list[OfficeLine]:
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
