"""An office's side of the exchange with HQ: enrol, pack what HQ has not acknowledged, take in what it returns.

Nothing is ever “sent” here: a bundle is packed, then handed over, and only HQ's receipt makes it received.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

import desktop
from desktop.base.change import START
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import canonical, moment, now, sha256, stamp
from desktop.bundles import bundle, strict
from desktop.bundles.content import About, Ack, DeviceJournal, Return
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest, Keyset
from desktop.bundles.reader import Bundle, BundleReader
from desktop.services.office.people import require
from desktop.services.work import Work
from desktop.store import merge
from desktop.store.journal import changes_of
from desktop.store.migrations import LATEST
from desktop.store.records import ChangeRow, Owner, Parked, Position, Received, Review, Sent
from desktop.store.store import Store

TOO_OLD_DAYS = 30  # without a receipt, a bundle handed over is shown as too old (product decision, States)


# --- enrolment


def request(work: Work, keys: DeviceKeys) -> bytes:
    """The file that asks HQ to recognise this laptop; the fingerprint of its keys is compared by voice."""
    require(work.officer, "send")
    asked = EnrolmentRequest(
        keys.public,
        work.store.identity.office,
        f"{work.store.identity.office} {keys.device[:8]}",
        work.officer.name,
        work.clock.stamp(),
    )
    return asked.to_bytes(keys)


@dataclass(frozen=True)
class Kit:
    """What HQ answers to an enrolment: the keys to trust. `fingerprint` is HQ's, to compare by voice."""

    office: str
    keyset: Keyset
    fingerprint: str


def kit_bytes(office: str, keyset: Keyset) -> bytes:
    """The kit file of an office."""
    return canonical({"psb1": "kit", "office": office, "keyset": keyset.to_json()}) + b"\n"


def read_kit(data: bytes, keys: DeviceKeys) -> Kit:
    """Look into a kit before trusting it; raises Problem when it is not for this laptop or not sound."""
    try:
        source = strict.JsonObject(strict.loads(data))
        keyset = Keyset.from_json(source.get("keyset"))
        office = source.text("office", 64)
        sound = Keyset(hq=keyset.hq, version=-1).renewed(keyset) is keyset
    except strict.Unsound as error:
        raise _no_kit() from error
    if not sound or not any(c.keys == keys.public and c.office == office for c in keyset.certificates):
        raise _no_kit()
    return Kit(office, keyset, keyset.hq[0].fingerprint)


def _no_kit() -> Problem:
    return Problem(
        _("This file is not the answer of Headquarters for this laptop; nothing was changed."),
        _("Ask Headquarters for the answer to this laptop's own request."),
    )


def accept(work: Work, kit: Kit) -> None:
    """Trust the kit: a person has compared HQ's fingerprint by voice."""
    require(work.officer, "send")
    work.machine.keep_local("keyset", kit.keyset.to_json())


def keyset(desk: Store) -> Keyset | None:
    """Whom this laptop trusts; None before its enrolment."""
    kept = desk.local("keyset")
    return Keyset.from_json(kept) if kept else None


# --- packing


@dataclass(frozen=True)
class Pending:
    """What HQ has not acknowledged: changes `first` to `last`; the last receipt's moment, empty before the first."""

    first: int
    last: int
    received_at: str
    enrolled: bool

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def pending(work: Work) -> Pending:
    own = work.store.position()
    return Pending(own.acked + 1, own.number, own.acked_at or "", bool(work.machine.local("keyset")))


def pack(work: Work, keys: DeviceKeys, outbox: Path) -> Sent:
    """Write a bundle with everything since the last change that HQ acknowledged, and note its number.

    Raises Problem before enrolment, and when there is nothing to send.
    """
    require(work.officer, "send")
    trusted = keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("Headquarters does not know this laptop yet; nothing was written."),
            _("Have Headquarters recognise this laptop first: it takes one file each way."),
        )
    own = work.store.position()
    if own.number <= own.acked:
        raise Problem(_("Headquarters has everything; there is nothing to send."), _("Go on working."))
    journal = journal_of(work.store, own.device, own.acked + 1, own.number)
    load = bundle.Load(journals=[journal])
    path = bundle.write(outbox, bundle.BundleKind.CHANGES, keys, trusted.hq, about(work), load)
    return _note_sent(work.store, path, journal)


def journal_of(store: Store, device: str, first: int, last: int) -> DeviceJournal:
    """The changes `first` to `last` of a device, with the head they follow."""
    with store.read() as session:
        before = session.scalar(select(ChangeRow.head).where(ChangeRow.device == device, ChangeRow.number == first - 1))
        return DeviceJournal(device, before or START, tuple(changes_of(session, device, first, last)))


def about(work: Work, lists: Mapping[str, str] | None = None) -> About:
    """What this store says of itself in a bundle."""
    with work.store.read() as session:
        conflicts = session.scalar(select(func.count()).select_from(Review).where(Review.closed_by.is_(None))) or 0
    seen = int(work.machine.local("hq").get("number", 0))
    return About(desktop.__version__, LATEST, work.clock.stamp(), seen, dict(lists or {}), conflicts)


def _note_sent(store: Store, path: Path, journal: DeviceJournal) -> Sent:
    data = path.read_bytes()
    with store.note() as session:
        number = (session.scalar(select(func.max(Sent.number))) or 0) + 1
        sent = Sent(
            number=number,
            name=path.name,
            digest=sha256(data),
            size=len(data),
            first=journal.changes[0].number,
            last=journal.changes[-1].number,
            packed_at=stamp(),
        )
        session.add(sent)
    return sent


def hand_over(work: Work, number: int, how: str) -> None:
    """Note that a bundle left: on which stick, by which message. It is not received before HQ says so."""
    require(work.officer, "send")
    with work.store.note() as session:
        sent = session.get_one(Sent, number)
        sent.handed_at, sent.handed_how = work.clock.stamp(), how


def copy_to(outbox: Path, sent: Sent, folder: Path) -> Path:
    """Copy a packed bundle to a stick or folder, read it back and compare; raises Problem unless it is whole there."""
    from desktop.base.files import write_safely

    data = (outbox / sent.name).read_bytes()
    target = folder / sent.name
    write_safely(target, data)
    if sha256(target.read_bytes()) != sent.digest:
        target.unlink(missing_ok=True)
        raise Problem(
            _("What was written there does not read back; nothing incomplete was left."),
            _("Try again, or use another stick."),
        )
    return target


def sent(store: Store) -> Sequence[Sent]:
    """The bundles packed here, the newest first."""
    with store.read() as session:
        return session.scalars(select(Sent).order_by(Sent.number.desc())).all()


def state_of(sent: Sent, today: datetime | None = None) -> str:
    """packed, handed, received, or too_old: handed over 30 days ago without a receipt."""
    if sent.received_at:
        return "received"
    if not sent.handed_at:
        return "packed"
    days = ((today or now()) - moment(sent.handed_at)).days
    return "too_old" if days > TOO_OLD_DAYS else "handed"


# --- what arrives


@dataclass(frozen=True)
class Taken:
    """What became of one received file. `verdict`: applied, known, waiting, refused or fork."""

    name: str
    verdict: str
    text: str = ""  # one sentence when it was not applied
    office: str = ""
    device: str = ""
    number: int = 0
    changes: int = 0
    reviews: int = 0
    parked: int = 0
    refused: int = 0
    receipts: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


def archive(path: Path, inbox: Path) -> Path:
    """Keep a received file as it came, under its SHA-256, before anything looks inside."""
    if not path.is_file():
        raise Problem(
            _("“{name}” is not there any more; nothing was changed.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
        )
    if path.stat().st_size > bundle.LIMITS.bundle + bundle.HEADER + 1024:
        raise bundle.Refused("too-big")
    part = inbox / f"{path.name}.part"
    shutil.copyfile(path, part)
    kept = inbox / f"{sha256(part.read_bytes())}.psb"
    part.replace(kept)
    return kept


def take_in(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> Taken:
    """Take in a return bundle of HQ: receipts, HQ's own changes, keys. All or nothing.

    Raises Refused or Problem, nothing applied, when it is damaged, for somebody else, or older than one taken in.
    """
    require(work.officer, "send")
    trusted = keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("This laptop does not know Headquarters yet; nothing was changed."),
            _("Have Headquarters recognise this laptop first: it takes one file each way."),
        )
    kept = archive(path, inbox)
    with BundleReader(trusted, (keys,)) as reader:
        content = reader.read(kept)
    answer = content.answer()
    if answer is None:
        raise bundle.Refused("bad-contents", "no return")
    known = int(work.machine.local("hq").get("number", 0))
    if answer.number <= known:
        return Taken(
            path.name, "known", _("This return was already taken in, or a later one was."), number=answer.number
        )
    renewed = trusted.renewed(answer.keyset) if answer.keyset else trusted
    taken = _apply(work.store, kept, path.name, content, answer)
    work.machine.keep_local("keyset", renewed.to_json())
    work.machine.keep_local("hq", {"number": answer.number, "at": answer.at})
    return taken


def _apply(store: Store, kept: Path, name: str, content: Bundle, answer: Return) -> Taken:
    office = store.identity.office
    incoming = [merge.Incoming(j.device, office, Owner.HQ, j.before, j.changes, j.heads) for j in content.journals]
    receipt = _receipt(store, answer)

    def finish(merged: merge.Merged) -> list[Received]:
        _require_whole(merged)
        return [received_row(kept, name, content, office, "applied")]

    merged = merge.apply(store, incoming, finish)
    receipts = _acknowledge(store, receipt, answer.at) if receipt else 0
    return Taken(
        name,
        "applied",
        office=office,
        number=answer.number,
        changes=merged.changes,
        reviews=merged.reviews,
        parked=merged.parked,
        refused=merged.refused,
        receipts=receipts,
    )


def _require_whole(merged: merge.Merged) -> None:
    """Raise Problem unless HQ's changes follow those already here."""
    verdicts = {arrival.verdict for arrival in merged.arrivals}
    if "gap" in verdicts:
        raise Problem(
            _("An earlier return of Headquarters is missing; nothing was changed."),
            _("Take in the earlier return first, or send a bundle and ask for a new return."),
        )
    if "fork" in verdicts:
        raise _other_history()


def _other_history() -> Problem:
    return Problem(
        _("Headquarters holds another history of this laptop than the one here; nothing was changed."),
        _("Send this message to Headquarters: this laptop needs a new identity."),
    )


def _receipt(store: Store, answer: Return) -> Ack | None:
    """What HQ newly says it has of this laptop; raises Problem where HQ's head is not the head of our own chain."""
    own = store.position()
    mine = next((a for a in answer.acks if a.device == own.device), None)
    if mine is None or mine.number <= own.acked:
        return None
    with store.read() as session:
        head = session.scalar(
            select(ChangeRow.head).where(ChangeRow.device == own.device, ChangeRow.number == mine.number)
        )
    if head != mine.head:
        raise _other_history()
    return mine


def _acknowledge(store: Store, receipt: Ack, at: str) -> int:
    """Move the receipt on; returns the bundles now received."""
    with store.note() as session:
        position = session.get_one(Position, receipt.device)
        position.acked, position.acked_at = receipt.number, at
        waiting = session.scalars(select(Sent).where(Sent.last <= receipt.number, Sent.received_at.is_(None))).all()
        for bundle_sent in waiting:
            bundle_sent.received_at = at
            bundle_sent.handed_at = bundle_sent.handed_at or at
    return len(waiting)


def received_row(kept: Path, name: str, content: Bundle, office: str, verdict: str, **detail: Any) -> Received:
    """The local note of a bundle taken in."""
    return Received(
        digest=kept.stem,
        name=name,
        sender=content.header.sender,
        office=office,
        kind=content.header.kind,
        size=kept.stat().st_size,
        arrived_at=stamp(datetime.now(UTC)),
        verdict=verdict,
        detail=detail,
    )


def troubles(store: Store) -> tuple[int, int]:
    """How many values two versions disagree on, and how many parts wait or were refused."""
    with store.read() as session:
        reviews = session.scalar(select(func.count()).select_from(Review).where(Review.closed_by.is_(None))) or 0
        parked = session.scalar(select(func.count()).select_from(Parked)) or 0
    return reviews, parked
