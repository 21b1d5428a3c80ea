"""Headquarters takes in the bundles of the offices, in any order."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select

from desktop.base.change import Change
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.bundles import bundle
from desktop.bundles.content import DeviceJournal
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.reader import Bundle, BundleReader
from desktop.services.exchange import arrivals
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import recognition
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import merge
from desktop.store.records import Owner, Received
from desktop.store.store import Store


def take_in(
    work: Work, keys: DeviceKeys, paths: Iterable[Path], inbox: Path, progress: Progress | None = None
) -> list[BundleReport]:
    """Take in any number of bundles, in any order; one bad file stops none of the others.

    Each file is kept as it came, then read in a capped process, then applied in one transaction.
    """
    require(work.officer, Right.HEADQUARTERS)
    progress = progress or Progress()
    wanted = list(paths)
    keyset = recognition.trusted(work.machine, keys)
    verdicts = []
    with BundleReader(keyset, (keys,)) as reader:
        for number, path in enumerate(wanted):
            progress.step(number, len(wanted), path.name)
            verdicts.append(_one(work.store, keyset, reader, path, inbox))
        verdicts += _retry_waiting(work.store, keyset, reader, inbox, verdicts)
    return verdicts


def _one(store: Store, keyset: Keyset, reader: BundleReader, path: Path, inbox: Path) -> BundleReport:
    try:
        kept = arrivals.archive(path, inbox)
        content = reader.read(kept)
    except Problem as problem:
        return BundleReport(path.name, "refused", str(problem))
    return _apply(store, keyset, kept, path.name, content)


def _apply(store: Store, keyset: Keyset, kept: Path, name: str, content: Bundle) -> BundleReport:
    sender = keyset.sender(content.header.sender)
    if sender is None or content.header.kind is not bundle.BundleKind.CHANGES:
        return BundleReport(name, "refused", str(bundle.Refused("no-right")))
    office = sender.office
    devices = {c.device for c in keyset.certificates if c.office == office}
    if not {j.device for j in content.journals} <= devices:
        return BundleReport(name, "refused", str(bundle.Refused("forged-inside")), office)
    incoming = [merge.Incoming(j.device, office, Owner.OFFICE, j.before, *_sure(j)) for j in content.journals]
    seen = content.manifest.about.ack_seen

    def finish(merged: merge.Merged) -> list[Received]:
        verdict = _verdict(merged)
        return (
            [arrivals.received_row(kept, name, content, office, verdict, ack_seen=seen)] if verdict != "known" else []
        )

    merged = merge.apply(store, incoming, finish)
    verdict = _verdict(merged)
    doubtful = min((j.doubtful_from for j in content.journals if j.doubtful_from is not None), default=None)
    arrival = merged.arrivals[0] if merged.arrivals else None
    return BundleReport(
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
    store: Store, keyset: Keyset, reader: BundleReader, inbox: Path, done: Sequence[BundleReport]
) -> list[BundleReport]:
    """Bundles kept because of a gap, tried again while others of the same office were applied."""
    offices = {taken.office for taken in done if taken.verdict == "applied"}
    found: list[BundleReport] = []
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


def _one_again(store: Store, keyset: Keyset, reader: BundleReader, inbox: Path, row: Received) -> BundleReport:
    kept = inbox / f"{row.digest}.psb"
    try:
        content = reader.read(kept)
    except Problem as problem:
        return BundleReport(row.name, "refused", str(problem))
    return _apply(store, keyset, kept, row.name, content)
