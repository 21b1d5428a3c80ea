"""An office packs what Headquarters has not acknowledged, and notes how each bundle left.

Nothing is ever “sent” here: a bundle is packed, then handed over, and only a receipt of Headquarters makes it received.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

import desktop
from desktop.base.change import START
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import moment, now, sha256, stamp
from desktop.bundles import bundle
from desktop.bundles.content import About, DeviceJournal
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import enrolment
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.journal import changes_of
from desktop.store.migrations import LATEST
from desktop.store.records import ChangeRow, Review, Sent
from desktop.store.store import Store

TOO_OLD_DAYS = 30  # without a receipt, a bundle handed over is shown as too old (product decision, States)


@dataclass(frozen=True)
class UnsentChanges:
    """What HQ has not acknowledged: changes `first` to `last`; the last receipt's moment, empty before the first."""

    first: int
    last: int
    received_at: str
    enrolled: bool

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def pending(work: Work) -> UnsentChanges:
    own = work.store.position()
    return UnsentChanges(own.acked + 1, own.number, own.acked_at or "", bool(work.machine.recall("keyset")))


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
    seen = int(work.machine.recall("hq").get("number", 0))
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
        )
    return target


def bundles(store: Store) -> Sequence[Sent]:
    """The bundles packed here, the newest first."""
    with store.read() as session:
        return session.scalars(select(Sent).order_by(Sent.number.desc())).all()


def bundle_numbered(store: Store, number: int) -> Sent:
    """A bundle packed here; raises Problem when there is none of this number."""
    with store.read() as session:
        found = session.get(Sent, number)
    if found is None:
        raise Problem(_("There is no bundle of this number."), _("Choose one from the list of bundles."))
    return found


def state_of(sent: Sent, today: datetime | None = None) -> str:
    """packed, handed, received, or too_old: handed over 30 days ago without a receipt."""
    if sent.received_at:
        return "received"
    if not sent.handed_at:
        return "packed"
    days = ((today or now()) - moment(sent.handed_at)).days
    return "too_old" if days > TOO_OLD_DAYS else "handed"
