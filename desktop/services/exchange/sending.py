"""An office packs what Headquarters has not acknowledged, and notes how each bundle left.

Nothing is ever “sent” here: a bundle is packed, then handed over, and only a receipt of Headquarters makes it received.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import desktop
from desktop.base.change import START
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import moment, sha256
from desktop.bundles import bundle
from desktop.bundles.content import About, DeviceJournal
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import enrolment
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.journal import changes_of
from desktop.store.migrations import LATEST
from desktop.store.records import ChangeRow, Position, Review, Sent
from desktop.store.store import Store

TOO_OLD_DAYS = 30  # without a receipt, a bundle handed over is shown as too old (product decision, States)


@dataclass(frozen=True)
class UnsentChanges:
    """What HQ has not acknowledged: changes `first` to `last`; the last receipt's moment, empty before the first."""

    first: int
    last: int
    received_at: str

    @property
    def count(self) -> int:
        """How many changes that is."""
        return self.last - self.first + 1


class BundleState(StrEnum):
    """How far a bundle is known to have come (product decision, States)."""

    PACKED = "packed"  # still on this laptop only
    HANDED_OVER = "handed"
    RECEIVED = "received"  # by Headquarters, which said so
    TOO_OLD = "too_old"  # handed over more than TOO_OLD_DAYS ago without a receipt


def pending_in(session: Session, device: str) -> UnsentChanges:
    """What a bundle packed now would carry; `device` is this laptop."""
    own = session.get(Position, device) or Position(device=device)
    return UnsentChanges(own.acked + 1, own.number, own.acked_at or "")


def pack(work: Work, keys: DeviceKeys, outbox: Path) -> Sent:
    """Write a bundle with everything since the last change that HQ acknowledged, and note its number.

    Raises Problem before enrolment, and when there is nothing to send.
    """
    require(work.officer, Right.SEND)
    trusted = enrolment.keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("Headquarters does not know this laptop yet; nothing was written."),
            _("Have Headquarters recognise this laptop first: it takes one file each way."),
            code="laptop-not-enrolled",
        )
    own = work.store.position()
    if own.number <= own.acked:
        raise Problem(
            _("Headquarters has everything; there is nothing to send."), _("Go on working."), code="nothing-to-send"
        )
    journal = journal_of(work.store, own.device, own.acked + 1, own.number)
    load = bundle.Load(journals=[journal])
    path = bundle.write(outbox, bundle.BundleKind.CHANGES, keys, trusted.hq, about(work), load)
    return _note_sent(work, path, journal)


def journal_of(store: Store, device: str, first: int, last: int) -> DeviceJournal:
    """The changes `first` to `last` of a device, with the head they follow."""
    with store.read() as session:
        before = session.scalar(select(ChangeRow.head).where(ChangeRow.device == device, ChangeRow.number == first - 1))
        return DeviceJournal(device, before or START, tuple(changes_of(session, device, first, last)))


def about(work: Work, lists: Mapping[str, str] | None = None) -> About:
    """What this store says of itself in a bundle."""
    with work.store.read() as session:
        conflicts = session.scalar(select(func.count()).select_from(Review).where(Review.closed_by.is_(None))) or 0
    seen = int(work.machine.recall("hq").get("number", 0))
    return About(desktop.__version__, LATEST, work.clock.stamp(), seen, dict(lists or {}), conflicts)


def _note_sent(work: Work, path: Path, journal: DeviceJournal) -> Sent:
    data = path.read_bytes()
    with work.store.note() as session:
        number = (session.scalar(select(func.max(Sent.number))) or 0) + 1
        sent = Sent(
            number=number,
            name=path.name,
            digest=sha256(data),
            size=len(data),
            first=journal.changes[0].number,
            last=journal.changes[-1].number,
            packed_at=work.clock.stamp(),
        )
        session.add(sent)
    return sent


def hand_over(work: Work, number: int, how: str) -> None:
    """Note that a bundle left: on which stick, by which message. It is not received before HQ says so."""
    require(work.officer, Right.SEND)
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
            code="copy-differs",
        )
    return target


def bundles(store: Store) -> Sequence[Sent]:
    """The bundles packed here, the newest first."""
    with store.read() as session:
        return session.scalars(select(Sent).order_by(Sent.number.desc())).all()


def numbered(session: Session, number: int) -> Sent:
    """A bundle packed here; raises Problem when there is none of this number."""
    sent = session.get(Sent, number)
    if sent is None:
        raise Problem(
            _("There is no bundle of this number."), _("Choose one from the list of bundles."), code="no-such-bundle"
        )
    return sent


def state_of(sent: Sent, now: datetime) -> BundleState:
    """How far a bundle is known to have come at this moment."""
    if sent.received_at:
        return BundleState.RECEIVED
    if not sent.handed_at:
        return BundleState.PACKED
    days = (now - moment(sent.handed_at)).days
    return BundleState.TOO_OLD if days > TOO_OLD_DAYS else BundleState.HANDED_OVER
