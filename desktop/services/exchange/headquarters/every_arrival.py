"""Everything that arrived at Headquarters, whatever became of it: what was taken in, and what was refused.

Of a bundle that was taken in, or waits, the records hold a row already. Of any other file a note stays: its name, size,
digest, moment and the reason, of the newest `MOST_NOTES` files alone, because anybody may hand over any number.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import recognition
from desktop.services.office import office_profile
from desktop.services.work import Work
from desktop.store.records import ArrivalNote, Received
from desktop.store.states import BundleVerdict

MOST = 500  # files that are listed, the newest; a filter leaves older ones
MOST_NOTES = 2_000
EVER_AFTER = "9999"  # after every moment that a record bears
UNTAKEN = (BundleVerdict.REFUSED, BundleVerdict.UNTRIED, BundleVerdict.KNOWN)
TROUBLES = frozenset(
    {
        BundleVerdict.WAITING,
        BundleVerdict.ASIDE,
        BundleVerdict.FORK,
        BundleVerdict.REFUSED,
        BundleVerdict.UNTRIED,
    }
)
SEEN = "arrivals-seen:"  # and the officer's id: up to which arrival this person has looked at them, on this computer


@dataclass(frozen=True)
class ArrivalFilter:
    """Which arrivals are listed: of an office, a region, with these verdicts, since a day; empty ones leave all."""

    office: str = ""
    region: str = ""
    verdicts: frozenset[BundleVerdict] = frozenset()
    since: str = ""


@dataclass(frozen=True)
class FileArrival:
    """A file that arrived: its laptop by id and label, the kind of bundle; empty where nothing proved them.

    `reason` is the code of a refusal, `said` why it was not tried. `order` tells which came first.
    """

    digest: str
    name: str
    size: int
    office: str
    device: str
    laptop: str
    kind: str
    at: str
    verdict: BundleVerdict
    order: tuple[int, int, str]
    reason: str = ""
    said: str = ""
    evidence: int = 0  # files of evidence that it brought
    first_missing: int = 0  # of one that waits, the change before it that has not arrived; 0 where that is not known


@dataclass(frozen=True)
class ArrivedFiles:
    """The newest files that a filter leaves, the last one first, and how many it leaves in all.

    `counts` says how many there are of each office and verdict in the period, `regions` the region of each office.
    """

    files: Sequence[FileArrival] = ()
    total: int = 0
    counts: Mapping[tuple[str, BundleVerdict], int] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing arrived in the period."""
        return not self.counts


def note_untaken(work: Work, reports: Sequence[BundleReport], inbox: Path) -> None:
    """Keep a note of each file that arrived and of which nothing was taken in; the oldest notes give way.

    The same file, refused for the same reason as before, is nothing new.
    """
    untaken = [r for r in reports if r.verdict in UNTAKEN and (r.digest or r.verdict is BundleVerdict.REFUSED)]
    if not untaken:
        return
    # Where the records do not answer, the verdicts have said so already, and every file is imported once more.
    with suppress(Problem), work.store.note() as session:
        listed = set(session.scalars(select(Received.digest).where(Received.digest.in_({r.digest for r in untaken}))))
        after = session.scalar(select(func.max(Received.taken_in))) or 0
        number = session.scalar(select(func.max(ArrivalNote.number))) or 0
        for report in untaken:
            if report.digest in listed:
                continue
            note = _note(report, inbox, number + 1, after, work.clock.stamp())
            before = session.scalar(select(ArrivalNote).where(_same_file(note)))
            if before is not None and (before.verdict, before.reason) == (note.verdict, note.reason):
                continue  # it lies in somebody's folder, and is imported with it every day
            number += 1
            session.execute(delete(ArrivalNote).where(_same_file(note)))
            session.add(note)
            session.flush()
        session.execute(delete(ArrivalNote).where(ArrivalNote.number <= number - MOST_NOTES))


def refused(work: Work) -> Collection[str]:
    """The digests of all refused files of which a note is left; none while the records do not answer."""
    query = select(ArrivalNote.digest).where(ArrivalNote.verdict == BundleVerdict.REFUSED, ArrivalNote.digest != "")
    with suppress(Problem), work.store.read() as session:
        return set(session.scalars(query))
    return ()


def _note(report: BundleReport, inbox: Path, number: int, after: int, at: str) -> ArrivalNote:
    archived = inbox / f"{report.digest}.psb"
    return ArrivalNote(
        number=number,
        digest=report.digest,
        name=report.name,
        size=report.size or (archived.stat().st_size if report.digest and archived.is_file() else 0),
        office=report.office,
        device=report.device,
        arrived_at=at,
        verdict=report.verdict,
        reason=report.reason,
        said=report.text if report.verdict is BundleVerdict.UNTRIED else "",
        after=after,
    )


def _same_file(note: ArrivalNote) -> ColumnElement[bool]:
    if note.digest:
        return ArrivalNote.digest == note.digest
    return and_(ArrivalNote.digest == "", ArrivalNote.name == note.name, ArrivalNote.size == note.size)


def read(work: Work, keys: DeviceKeys, chosen: ArrivalFilter) -> ArrivedFiles:
    """Read the newest files that the filter leaves, at once."""
    keyset = recognition.trusted(work.machine, keys)
    laptops = {certificate.device: certificate.label for certificate in keyset.certificates}
    devices = {certificate.keys.key_id: certificate.device for certificate in keyset.certificates}
    with work.store.read() as session:
        regions = {code: office.region for code, office in office_profile.known_in(session, work).items()}
        asked = _ArrivalQuery(_offices(chosen, regions), chosen.verdicts, chosen.since)
        order = (Received.taken_in.desc(), Received.arrived_at.desc())
        taken_in = session.scalars(asked.of(select(Received), Received).order_by(*order).limit(MOST)).all()
        notes = session.scalars(
            _notes(select(ArrivalNote), asked).order_by(ArrivalNote.number.desc()).limit(MOST)
        ).all()
        counts = _counts(session, chosen.since)
    files = [
        *(_taken_in(row, devices.get(row.sender, ""), laptops) for row in taken_in),
        *(_noted(row, laptops) for row in notes),
    ]
    files.sort(key=lambda file: file.order, reverse=True)
    total = sum(count for (office, verdict), count in counts.items() if asked.leaves(office, verdict))
    return ArrivedFiles(files[:MOST], total, counts, regions)


def _offices(chosen: ArrivalFilter, regions: Mapping[str, str]) -> frozenset[str] | None:
    """The offices whose files are asked for; None for all, and for files of which no office is known."""
    if not chosen.office and not chosen.region:
        return None
    offices = {code for code, region in regions.items() if region == chosen.region or not chosen.region}
    return frozenset(
        offices & {chosen.office} if chosen.region and chosen.office else {chosen.office} - {""} or offices
    )


@dataclass(frozen=True)
class _ArrivalQuery:
    """What is asked of either table."""

    offices: frozenset[str] | None = None
    verdicts: frozenset[BundleVerdict] = frozenset()
    since: str = ""

    def of(
        self, query: Select[*tuple[Any, ...]], table: type[Received] | type[ArrivalNote]
    ) -> Select[*tuple[Any, ...]]:
        """The query, narrowed."""
        if self.offices is not None:
            query = query.where(table.office.in_(self.offices))
        if self.verdicts:
            query = query.where(table.verdict.in_(self.verdicts))
        return query.where(table.arrived_at.between(self.since, EVER_AFTER)) if self.since else query

    def leaves(self, office: str, verdict: BundleVerdict) -> bool:
        """Whether files of this office with this verdict are asked for."""
        return (self.offices is None or office in self.offices) and (not self.verdicts or verdict in self.verdicts)


def _notes(query: Select[*tuple[Any, ...]], asked: _ArrivalQuery) -> Select[*tuple[Any, ...]]:
    """The notes of files that were not taken in later: of those the records hold a row."""
    later = select(Received.digest).where(Received.digest == ArrivalNote.digest).exists()
    return asked.of(query, ArrivalNote).where(or_(ArrivalNote.digest == "", ~later))


def _counts(session: Session, since: str) -> Mapping[tuple[str, BundleVerdict], int]:
    asked, counts = _ArrivalQuery(since=since), Counter[tuple[str, BundleVerdict]]()
    of_bundles = asked.of(select(Received.office, Received.verdict, func.count()), Received)
    of_notes = _notes(select(ArrivalNote.office, ArrivalNote.verdict, func.count()), asked)
    for query, table in ((of_bundles, Received), (of_notes, ArrivalNote)):
        for office, verdict, count in session.execute(query.group_by(table.office, table.verdict)):
            counts[office, verdict] += count
    return counts


def _taken_in(row: Received, device: str, laptops: Mapping[str, str]) -> FileArrival:
    begins = (row.detail.begins if row.detail is not None else None) or {}
    return FileArrival(
        row.digest, row.name, row.size, row.office, device, laptops.get(device, ""), row.kind, row.arrived_at,
        row.verdict, (row.taken_in, 0, row.arrived_at), evidence=len(row.detail.files) if row.detail is not None else 0,
        first_missing=max(begins.get(device, 1) - 1, 0),
    )  # fmt: skip


def _noted(row: ArrivalNote, laptops: Mapping[str, str]) -> FileArrival:
    return FileArrival(
        row.digest, row.name, row.size, row.office, row.device, laptops.get(row.device, ""), "", row.arrived_at,
        row.verdict, (row.after, row.number, row.arrived_at), row.reason, row.said,
    )  # fmt: skip


def unseen_troubles(work: Work) -> int:
    """How many files were refused, set aside or wait that came since this officer looked at the arrivals last."""
    seen = work.machine.recall(SEEN + work.officer.id)
    asked = _ArrivalQuery(verdicts=TROUBLES)
    bundles = asked.of(select(func.count()).select_from(Received), Received)
    notes = _notes(select(func.count()).select_from(ArrivalNote), asked)
    with work.store.read() as session:
        newer = session.scalar(bundles.where(Received.taken_in > int(seen.get("taken_in", 0)))) or 0
        return newer + (session.scalar(notes.where(ArrivalNote.number > int(seen.get("number", 0)))) or 0)


def note_seen(work: Work, files: ArrivedFiles) -> None:
    """Note on this computer that this officer has these before the eyes: the newest of all."""
    if not files.files or work.machine.only_reading is not None:
        return
    last = {
        "taken_in": max(file.order[0] for file in files.files),
        "number": max(file.order[1] for file in files.files),
    }
    name = SEEN + work.officer.id
    before = work.machine.recall(name)
    if any(last[key] > int(before.get(key, 0)) for key in last):
        work.machine.remember(name, {key: max(last[key], int(before.get(key, 0))) for key in last})
