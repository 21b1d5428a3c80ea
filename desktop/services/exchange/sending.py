"""An office packs what Headquarters has not acknowledged, and notes how each bundle left.

Nothing is ever “sent” here: a bundle is packed, then handed over, and only a receipt of Headquarters makes it received.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import desktop
from desktop.base.change import START, chain
from desktop.base.errors import Problem
from desktop.base.files import (
    PART,
    bring_to_disk,
    discard,
    explaining,
    pieces_of,
    put_in_place,
    remove_leftovers_beside,
    write_new,
)
from desktop.base.numbers import format_percent
from desktop.base.plausibility import is_of_the_future
from desktop.base.progress import Progress, undisturbed
from desktop.base.text import _, language
from desktop.base.values import local_day, moment, sha256
from desktop.bundles import bundle
from desktop.bundles import keys as signing
from desktop.bundles.content import About, DeviceJournal, checkpoint_bytes
from desktop.bundles.keys import DeviceKeys
from desktop.screening import library
from desktop.services.diligence import incidents
from desktop.services.exchange import case_files, enrolment
from desktop.services.exchange.pending import VOUCHED, held_in, pending
from desktop.services.office import laptop_keys, office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import exchange_rates
from desktop.services.work import Work
from desktop.store.journal import changes_of
from desktop.store.migrations import LATEST
from desktop.store.records import ChangeRow, Review, Sent
from desktop.store.records.values import RATES, ChangeRun
from desktop.store.store import Store

URGENT = "URGENT"  # in the name of a bundle that tells of an incident: people see it on a stick and in a message
LISTS_TOLD = 50  # a reader takes no more of them
TOO_OLD_DAYS = 30  # without a receipt, a bundle handed over is shown as too old (product decision, States)


class BundleState(StrEnum):
    """How far a bundle is known to have come (product decision, States)."""

    PACKED = "packed"  # still on this laptop only
    HANDED_OVER = "handed"
    RECEIVED = "received"  # by Headquarters, which said so
    TOO_OLD = "too_old"  # handed over more than TOO_OLD_DAYS ago without a receipt


def pack(work: Work, keys: DeviceKeys, outbox: Path) -> Sent:
    """Write a bundle with everything since the last change that HQ acknowledged, and note its number.

    Raises Problem before enrolment, when there is nothing to send, and in the training office.
    """
    require(work.officer, Right.SEND)
    office_profile.require_real(work.store)
    trusted = enrolment.keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("Headquarters does not know this laptop yet; nothing was written."),
            _("Have Headquarters authorize this laptop first: it takes one file each way."),
            code="laptop-not-enrolled",
        )
    unsent = pending(work.store)
    if not unsent.runs:
        raise Problem(
            _("Headquarters has everything; there is nothing to send."), _("Carry on working."), code="nothing-to-send"
        )
    signers = {signer.device: signer for signer in (keys, *laptop_keys.former(work.machine))}
    vouched = work.machine.recall(VOUCHED)
    unsigned = [journal_of(work.store, run) for run in unsent.runs]
    # Its own chain is signed when the bundle is written
    journals = [j if j.device == keys.device else signed(j, signers, vouched) for j in unsigned]
    with work.store.read() as session:
        papers = case_files.packed(session, case_files.waiting_in(session, work).carried)
        marked = URGENT if incidents.urgent_within(session, work, unsent.runs) else ""
    load = bundle.Load(journals, files=papers)
    to = enrolment.recipients(work.machine, trusted)
    path = bundle.write(outbox, bundle.BundleKind.CHANGES, keys, to, about(work), load, marked=marked)
    return _note_sent(work, path, unsent.runs)


def signed(
    journal: DeviceJournal, signers: Mapping[str, DeviceKeys], vouched: Mapping[str, Mapping[str, Any]]
) -> DeviceJournal:
    """The journal with its device's own signature over its head: Headquarters believes no laptop about another.

    Instead of it, what Headquarters once gave bears its own signature. Raises Problem when there is neither.
    """
    signer, by_hq = signers.get(journal.device), vouched.get(journal.device, {})
    if signer is None and by_hq.get("number") == journal.changes[-1].number:
        return replace(journal, checkpoint=str(by_hq["signature"]))
    if signer is None:
        raise Problem(
            _("The keys that sign the changes of an earlier laptop are missing here; nothing was written."),
            _("Tell Headquarters: these changes wait on this laptop."),
            code="chain-without-keys",
        )
    head = chain(journal.before, journal.changes)
    signed = checkpoint_bytes(journal.device, journal.changes[-1].number, head)
    return replace(journal, checkpoint=signer.sign(signing.CHECKPOINT, signed))


@undisturbed()
def journal_of(store: Store, run: ChangeRun) -> DeviceJournal:
    """These changes of a device, with the head they follow."""
    earlier = (ChangeRow.device == run.device, ChangeRow.number == run.first - 1)
    with store.read() as session:
        before = session.scalar(select(ChangeRow.head).where(*earlier))
        return DeviceJournal(run.device, before or START, tuple(changes_of(session, run.device, run.first, run.last)))


def about(work: Work) -> About:
    """What this store says of itself in a bundle."""
    with work.store.read() as session:
        conflicts = session.scalar(select(func.count()).select_from(Review).where(Review.closed_by.is_(None))) or 0
        chains = held_in(session, work.store.identity)
    seen, proof = (
        int(work.machine.recall("hq").get("number", 0)),
        str(work.machine.recall(enrolment.KIT).get("proof", "")),
    )
    at = work.clock.stamp()
    return About(desktop.__version__, LATEST, at, seen, _lists_held(work), conflicts, chains=chains, proof=proof)


def _lists_held(work: Work) -> dict[str, str]:
    """The day on which each list that is searched here was published, by source; empty for one without a day.

    Under the name of the rates of exchange the newest day of those stands.

    Lists that cannot be read hold up no bundle: the page of the lists says so.
    """
    try:
        versions = library.installed(work.lists)
    except Problem:
        return {}
    days = exchange_rates.kept_rates(work).days
    rates = {RATES: days[-1].isoformat()} if days else {}
    return {version.source[:64]: version.published for version in versions[: LISTS_TOLD - 1]} | rates


def _note_sent(work: Work, path: Path, runs: tuple[ChangeRun, ...]) -> Sent:
    data = path.read_bytes()
    own = next((run for run in runs if run.device == work.store.identity.device), ChangeRun())
    with work.store.note() as session:
        number = (session.scalar(select(func.max(Sent.number))) or 0) + 1
        sent = Sent(
            number=number,
            name=path.name,
            digest=sha256(data),
            size=len(data),
            first=own.first,
            last=own.last,
            runs=runs,
            packed_at=work.clock.stamp(),
        )
        session.add(sent)
    return sent


def hand_over(work: Work, number: int, how: str) -> None:
    """Note that a bundle left: on which stick, by which message. It is not received before HQ says so.

    From this day on a receipt is awaited: raises Problem while the clock is not believed. The bundle stays as it is.
    """
    require(work.officer, Right.SEND)
    clock = sealing_clock(work)
    with work.store.note() as session:
        sent = session.get_one(Sent, number)
        sent.handed_at, sent.handed_how = clock.stamp(), how


def copy_to(outbox: Path, sent: Sent, folder: Path, progress: Progress | None = None) -> Path:
    """Copy a packed bundle to a stick or folder: beside its place, read back and compared, then under its name.

    Raises Problem unless it is whole there, and Cancelled: nothing of it is left then, unless the stick was pulled;
    what lies half-written on it is cleared away as soon as it is seen again.
    """
    clear_leftovers(folder, sent)
    target, copy = folder / sent.name, _WatchedCopy(sent, progress or Progress())
    part = target.with_name(target.name + PART)
    try:
        write_new(part, copy.pieces(outbox / sent.name, _("Writing…")))
        bring_to_disk(part)
        if _digest(copy.pieces(part, _("Reading back…"))) != sent.digest:
            raise Problem(
                _("What was written there does not read back; nothing incomplete was left."),
                _("Try again, or use another stick."),
                code="copy-differs",
            )
        with explaining(target):
            put_in_place(part, target)
    except BaseException as error:
        discard(part)
        if isinstance(error, Problem) and not folder.is_dir():
            raise copy.pulled(folder) from error
        raise
    return target


def clear_leftovers(folder: Path, sent: Sent) -> None:
    """Delete what this laptop left half-written on a stick that was pulled."""
    remove_leftovers_beside(folder, f"{sent.name.partition('-')[0]}-*{bundle.SUFFIX}")


def _digest(pieces: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
    return whole.hexdigest()


@dataclass
class _WatchedCopy:
    """How far a copy is: it is written, then read."""

    sent: Sent
    progress: Progress
    done: int = 0

    def pieces(self, path: Path, text: str) -> Iterator[bytes]:
        """The file's content, each piece told and counted."""
        end, total = self.done + self.sent.size, 2 * self.sent.size
        self.progress.step(self.done, total, text)
        for piece in pieces_of(path):
            yield piece
            self.done += len(piece)
            if self.done < end:
                self.progress.step(self.done, total, text)

    def pulled(self, folder: Path) -> Problem:
        """That the stick went away meanwhile, or before."""
        if not self.done:
            return Problem(
                _("“{name}” is no longer there; nothing was written.").format(name=folder.name or str(folder)),
                _("Plug it in again and write once more, or choose another place."),
                code="stick-pulled",
            )
        percent = format_percent(min(99, 50 * self.done // max(1, self.sent.size)), language())
        return Problem(
            _("“{name}” was pulled out at {percent}; the bundle is not on it.").format(
                name=folder.name or str(folder), percent=percent
            ),
            _("Plug it in again and write once more: what is incomplete on it is cleared away first."),
            code="stick-pulled",
        )


def bundles(store: Store) -> Sequence[Sent]:
    """The bundles packed here, the newest first."""
    with store.read() as session:
        return session.scalars(select(Sent).order_by(Sent.number.desc())).all()


def holds_all(sent: Sent, wanted: Sequence[ChangeRun]) -> bool:
    """Whether a bundle holds all of these changes."""
    return all(
        any(run.device == part.device and run.first <= part.first and part.last <= run.last for run in sent.runs)
        for part in wanted
    )


def numbered(session: Session, number: int) -> Sent:
    """A bundle packed here; raises Problem when there is none of this number."""
    sent = session.get(Sent, number)
    if sent is None:
        raise Problem(
            _("There is no bundle of this number."), _("Choose one from the list of bundles."), code="no-such-bundle"
        )
    return sent


def state_of(sent: Sent, now: datetime) -> BundleState:
    """How far a bundle is known to have come at this moment; nobody knows the age of a hand-over dated after it."""
    if sent.received_at:
        return BundleState.RECEIVED
    if not sent.handed_at:
        return BundleState.PACKED
    handed = moment(sent.handed_at)
    late = (now - handed).days > TOO_OLD_DAYS or is_of_the_future(local_day(handed), local_day(now))
    return BundleState.TOO_OLD if late else BundleState.HANDED_OVER
