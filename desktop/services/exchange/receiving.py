"""An office looks into a return of Headquarters, then takes it in: receipts, changes, keys. All or nothing."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.bundles import bundle
from desktop.bundles.content import Ack, Return
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.reader import Bundle, BundleReader
from desktop.services.exchange import arrivals, enrolment
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import merge
from desktop.store.records import ChangeRow, Owner, Position, Received, Sent
from desktop.store.states import BundleVerdict
from desktop.store.store import Store


@dataclass(frozen=True)
class ReturnContents:
    """What a return holds, before anything of it is applied.

    `confirmed` are the numbers of the bundles it acknowledges, `deeds` what Headquarters did, in words; `known` says
    that it, or a later one, was already taken in. Of the values sent, `disagreements` and `refused` were not applied.
    """

    path: Path
    name: str
    size: int
    at: str
    already_taken_in: bool
    confirmed: tuple[int, ...]
    deeds: tuple[str, ...]
    disagreements: int
    refused: int


def look_into(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> ReturnContents:
    """Look into a return of HQ without applying it; the file is archived as it came.

    Raises Refused or Problem when it is damaged, not for this office or no return at all.
    """
    opened = _open(work, keys, path, inbox)
    content, answer = opened.content, opened.answer
    own = work.store.position()
    upto = max((a.number for a in answer.acks if a.device == own.device), default=0)
    states = Counter(state.state for state in answer.states)
    return ReturnContents(
        path=path,
        name=path.name,
        size=opened.archived.stat().st_size,
        at=answer.at,
        already_taken_in=answer.number <= _last_return(work),
        confirmed=_confirmed(work.store, upto),
        deeds=tuple(_(change.what) for journal in content.journals for change in journal.changes),
        disagreements=states["conflict"],
        refused=states["refused"] + states["parked"],
    )


def _confirmed(store: Store, upto: int) -> tuple[int, ...]:
    with store.read() as session:
        query = select(Sent.number).where(Sent.received_at.is_(None), Sent.last <= upto)
        return tuple(session.scalars(query.order_by(Sent.number)))


def take_in(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> BundleReport:
    """Take in a return bundle of HQ: receipts, HQ's own changes, keys. All or nothing.

    Raises Refused or Problem, nothing applied, when it is damaged, for somebody else, or older than one taken in.
    """
    opened = _open(work, keys, path, inbox)
    answer = opened.answer
    if answer.number <= _last_return(work):
        sentence = _("This return was already taken in, or a later one was.")
        return BundleReport(path.name, BundleVerdict.KNOWN, sentence, number=answer.number)
    keyset = opened.trusted.renewed(answer.keyset) if answer.keyset else opened.trusted
    report = _apply(work, opened, path.name)
    work.machine.remember("keyset", keyset.to_json())
    work.machine.remember("hq", {"number": answer.number, "at": answer.at})
    return report


@dataclass(frozen=True)
class _OpenedReturn:
    """A return that was read, and the file as it was archived; `trusted` are the keys by which it was read."""

    archived: Path
    trusted: Keyset
    content: Bundle
    answer: Return


def _open(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> _OpenedReturn:
    """Archive the file and read it; raises Refused or Problem when it is no sound return for this laptop."""
    require(work.officer, Right.SEND)
    trusted = enrolment.keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("This laptop does not know Headquarters yet; nothing was changed."),
            _("Have Headquarters recognise this laptop first: it takes one file each way."),
            code="laptop-not-enrolled",
        )
    archived = arrivals.archive(path, inbox)
    with BundleReader(trusted, (keys,)) as reader:
        content = reader.read(archived)
    answer = content.answer()
    if answer is None:
        raise bundle.Refused("bad-contents", "no return")
    return _OpenedReturn(archived, trusted, content, answer)


def _last_return(work: Work) -> int:
    """The number of the last return taken in; 0 before the first."""
    return int(work.machine.recall("hq").get("number", 0))


def _apply(work: Work, opened: _OpenedReturn, name: str) -> BundleReport:
    store, content, answer = work.store, opened.content, opened.answer
    office = store.identity.office
    incoming = [merge.Incoming(j.device, office, Owner.HQ, j.before, j.changes, j.heads) for j in content.journals]
    receipt = _receipt(store, answer)

    def finish(merged: merge.Merged) -> list[Received]:
        _require_whole(merged)
        at = work.clock.stamp()
        return [arrivals.received_row(opened.archived, name, content, office, BundleVerdict.APPLIED, at)]

    merged = merge.apply(store, incoming, finish)
    receipts = _acknowledge(store, receipt, answer.at) if receipt else 0
    return BundleReport(
        name,
        BundleVerdict.APPLIED,
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
    if merge.ArrivalVerdict.GAP in verdicts:
        raise Problem(
            _("An earlier return of Headquarters is missing; nothing was changed."),
            _("Take in the earlier return first, or send a bundle and ask for a new return."),
            code="earlier-return-missing",
        )
    if merge.ArrivalVerdict.FORK in verdicts:
        raise _other_history()


def _other_history() -> Problem:
    return Problem(
        _("Headquarters holds another history of this laptop than the one here; nothing was changed."),
        _("Send this message to Headquarters: this laptop needs a new identity."),
        code="another-history",
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
        awaited = session.scalars(select(Sent).where(Sent.last <= receipt.number, Sent.received_at.is_(None))).all()
        for sent in awaited:
            sent.received_at = at
            sent.handed_at = sent.handed_at or at
    return len(awaited)
