"""Headquarters takes in the bundles of the offices, in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import Change
from desktop.base.errors import Cancelled, Problem
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.bundles import bundle
from desktop.bundles.content import About, DeviceJournal
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.reader import Bundle, BundleReader, NoReader
from desktop.services.exchange import arrivals, arrived_authors, arrived_decisions, case_files
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import own_keys, recognition
from desktop.services.exchange.headquarters.put_back import EarlierHeadquarters, earlier
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import merge
from desktop.store.records import Officer, Owner, Received
from desktop.store.records.values import ReceivedDetail, SenderReport
from desktop.store.states import BundleVerdict

AT_ONCE = 50  # files, and changes, at which those that were read are applied together
CHANGES_AT_ONCE = 10_000
JUDGED = frozenset({Officer.KIND, *(kind.KIND for kind in arrived_decisions.KINDS)})  # what finishing an import reads

ARRIVED = {
    merge.ArrivalVerdict.APPLIED: BundleVerdict.APPLIED,
    merge.ArrivalVerdict.KNOWN: BundleVerdict.KNOWN,
    merge.ArrivalVerdict.GAP: BundleVerdict.WAITING,
    merge.ArrivalVerdict.FORK: BundleVerdict.FORK,
}


def take_in(
    work: Work, keys: DeviceKeys, paths: Iterable[Path], inbox: Path, progress: Progress | None = None
) -> list[BundleReport]:
    """Take in any number of bundles, in any order; one bad file stops none of the others.

    Each file is archived as it came, then read in a capped process; some files together are applied in one transaction,
    and where that fails, each in its own. Whatever fails midway, or when somebody stops it, each file has its report:
    those that were not tried say so.
    """
    require(work.officer, Right.HEADQUARTERS)
    progress = progress or Progress()
    files = list(paths)
    with work.store.one_state():
        keyset, before = recognition.trusted(work.machine, keys), earlier(work.store)
    with BundleReader(keyset, own_keys.to_open_with(work.machine, keys)) as reader:
        intake = _Intake(work, keys, keyset, before, reader, inbox)
        reports, why = intake.take_each(files, progress)
        later = [] if why else intake.retry_waiting({report.office for report in reports if _is_applied(report)})
    applied = {report.digest: report for report in later}
    given = [applied.pop(report.digest, report) if report.digest else report for report in reports]
    untried = [BundleReport(_name(path), BundleVerdict.UNTRIED, why) for path in files[len(reports) :]]
    return [*given, *applied.values(), *untried]


def take_again(work: Work, keys: DeviceKeys, archived: Iterable[Received], inbox: Path) -> list[BundleReport]:
    """Try archived bundles again, in the order in which they arrived, by the keys that are trusted now."""
    require(work.officer, Right.HEADQUARTERS)
    keyset = recognition.trusted(work.machine, keys)
    with BundleReader(keyset, own_keys.to_open_with(work.machine, keys)) as reader:
        intake = _Intake(work, keys, keyset, earlier(work.store), reader, inbox)
        return [intake.take_again(row) for row in archived]


def reader_aside(work: Work, keyset: Keyset, keys: DeviceKeys, device: str) -> BundleReader:
    """What reads archived bundles of a withdrawn laptop to be looked at, and for nothing else."""
    return BundleReader(keyset.with_withdrawn(device), own_keys.to_open_with(work.machine, keys))


def _name(path: Path) -> str:
    return path.name.encode(errors="replace").decode()  # some systems allow names that are no text


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # the stick was pulled meanwhile
        return 0


def _refused(name: str, problem: Problem, *, digest: str, office: str = "") -> BundleReport:
    return BundleReport(name, BundleVerdict.REFUSED, str(problem), office, digest=digest, reason=problem.code)


def _is_applied(report: BundleReport) -> bool:
    return report.verdict is BundleVerdict.APPLIED


@dataclass(frozen=True)
class _Intake:
    """What every file of one intake is read and applied with."""

    work: Work
    keys: DeviceKeys
    keyset: Keyset
    earlier: EarlierHeadquarters
    reader: BundleReader
    inbox: Path

    def take_each(self, files: Sequence[Path], progress: Progress) -> tuple[list[BundleReport], str]:
        """A report of each file in turn, and why those after them were not tried; empty when all were."""
        reports: list[BundleReport] = []
        opened: list[_ReadBundle | BundleReport] = []

        def settle() -> str:
            before, opened[:] = list(opened), []
            given, why = self._settled(before)
            reports.extend(given)
            return why

        for number, path in enumerate(files):
            try:
                progress.step(number, len(files), path.name)
            except Cancelled:
                return reports, settle() or _("Stopped before this file: it waits to be imported again.")
            try:
                opened.append(self._open(path))
            except NoReader as problem:
                return reports, settle() or str(problem)
            if _is_enough(opened) and (why := settle()):
                return reports, why
        return reports, settle()

    def _open(self, path: Path) -> "_ReadBundle | BundleReport":
        """Archive and read one file; what a disk does not give or take is no fault of the file.

        Raises NoReader: no other file would be read either.
        """
        name, digest = _name(path), ""
        try:
            archived = arrivals.archive(path, self.inbox)
            digest = archived.stem
            return self._read(archived, name)
        except bundle.Refused as refusal:
            return replace(_refused(name, refusal, digest=digest), size=_size(path))
        except NoReader:
            raise
        except Problem as problem:
            return BundleReport(name, BundleVerdict.UNTRIED, str(problem), digest=digest)

    def _read(self, archived: Path, name: str) -> "_ReadBundle | BundleReport":
        """Read an archived file; one in which nothing counts is put aside. Raises Problem as reading it does."""
        try:
            return _ReadBundle(archived, name, self.reader.read(archived))
        except bundle.Refused as refusal:
            if refusal.code != bundle.REVOKED:
                raise
            return self._put_aside(archived, name)

    def _put_aside(self, archived: Path, name: str) -> BundleReport:
        """Note a bundle in which nothing counts, because its laptop was withdrawn before: a person may look at it.

        Raises Refused where it would not be sound even then.
        """
        with archived.open("rb") as file:
            sender = self.keyset.sender(bundle.read_header(file, archived.stat().st_size, bundle.LIMITS)[0].sender)
        if sender is None:
            raise bundle.Refused("unknown-sender")
        with reader_aside(self.work, self.keyset, self.keys, sender.device) as reader:
            content = reader.read(archived)
        aside = {j.device: j.changes[-1].number for j in content.journals if j.changes and j.device == sender.device}
        detail = ReceivedDetail(aside=aside)
        with self.work.store.note() as session:
            at = self.work.clock.stamp()
            arrivals.note_taken_in(session, archived, name, content, sender.office, BundleVerdict.ASIDE, at, detail)
        return BundleReport(
            name,
            BundleVerdict.ASIDE,
            _withdrawal((self.keyset.valid_to(sender.device) or 0) + 1),
            sender.office,
            sender.device,
            max(aside.values(), default=0),
            digest=archived.stem,
        )

    def _settled(self, opened: Sequence["_ReadBundle | BundleReport"]) -> tuple[list[BundleReport], str]:
        """Apply what was opened; a report of each, and why those after them were not tried, empty when all were."""
        try:
            return self._apply(opened), ""
        except Problem:  # of which one of them may be the reason: then it alone is not applied
            reports: list[BundleReport] = []
        for one in opened:
            reports.append(self._applied(one))
            if reports[-1].verdict is BundleVerdict.UNTRIED and not self._records_answer():
                return reports, _("The records stopped answering before this file: it waits to be imported again.")
        return reports, ""

    def _applied(self, opened: "_ReadBundle | BundleReport") -> BundleReport:
        try:
            return self._apply([opened])[0]
        except Problem as problem:  # what the server does not take is no fault of the file
            digest = opened.digest if isinstance(opened, BundleReport) else opened.archived.stem
            return BundleReport(opened.name, BundleVerdict.UNTRIED, str(problem), digest=digest)

    def _records_answer(self) -> bool:
        try:
            self.work.store.position()
        except Problem:
            return False
        return True

    def retry_waiting(self, offices: set[str]) -> list[BundleReport]:
        """Try the bundles again that wait for an earlier one, as long as others of the same offices are applied."""
        reports: list[BundleReport] = []
        moved = bool(offices)
        waits = Received.verdict == BundleVerdict.WAITING, Received.office.in_(offices)
        query = select(Received).where(*waits).order_by(Received.taken_in, Received.digest)
        while moved:
            try:
                with self.work.store.read() as session:
                    waiting = session.scalars(query).all()
            except Problem:  # they go on waiting, until the next file of their office is taken in
                return reports
            applied = [report for row in waiting if _is_applied(report := self.take_again(row))]
            reports += applied
            moved = bool(applied)
        return reports

    def take_again(self, row: Received) -> BundleReport:
        """Read and apply an archived file once more."""
        try:
            opened = self._read(self.inbox / f"{row.digest}.psb", row.name)
        except Problem as problem:
            return _refused(row.name, problem, digest=row.digest)
        return self._applied(opened)

    def _apply(self, opened: Sequence["_ReadBundle | BundleReport"]) -> list[BundleReport]:
        """Apply these in one transaction; raises Problem, and nothing of them is applied then."""
        judged = [one if isinstance(one, BundleReport) else self._judged(one) for one in opened]
        parcels = [one.parcel for one in judged if isinstance(one, _Accepted)]
        merged = iter(merge.apply_each(self.work.store, parcels) if parcels else ())
        return [one if isinstance(one, BundleReport) else one.report(next(merged)) for one in judged]

    def _judged(self, opened: "_ReadBundle") -> "_Accepted | BundleReport":
        """What is to be applied of a file, or why nothing is."""
        archived, name, content = opened.archived, opened.name, opened.content
        sender = self.keyset.sender(content.header.sender)
        if sender is None or content.header.kind is not bundle.BundleKind.CHANGES:
            return _refused(name, bundle.Refused("no-right"), digest=archived.stem)
        office = sender.office
        laptops = (certificate.device for certificate in self.keyset.certificates if certificate.office == office)
        # HQ's own chains, signed by HQ itself: what it lacks of them since it was put back, or its disk lost it.
        ours = (self.work.store.writing_for(office).device, *self.earlier.chains(office))
        owners = {**dict.fromkeys(laptops, Owner.OFFICE), **dict.fromkeys(ours, Owner.HQ)}
        if not {journal.device for journal in content.journals} <= owners.keys():
            return _refused(name, bundle.Refused("forged-inside"), office=office, digest=archived.stem)
        incoming = [
            merge.Incoming(journal.device, office, owners[journal.device], journal.before, *_undoubted(journal))
            for journal in content.journals
        ]
        about = content.manifest.about
        trusted = self.keyset.valid_to(sender.device) is None  # a withdrawn laptop brings no files any more
        aside = {j.device: j.changes[-1].number for j in content.journals if j.doubtful_from is not None}
        first = {journal.device: journal.changes[0].number for journal in content.journals if journal.changes}

        def finish(merged: merge.Merged, session: Session) -> None:
            arrived_decisions.check_seals(session, merged)
            arrived_authors.check_authors(session, merged)
            if about.proof:
                recognition.note_proof(session, sender.keys, about.proof, self.work.clock.stamp())
            verdict, at = _verdict(merged, bool(aside)), self.work.clock.stamp()
            parted = {a.device: first[a.device] for a in merged.arrivals if a.verdict is merge.ArrivalVerdict.FORK}
            begins = {a.device: first[a.device] for a in merged.arrivals if a.verdict is merge.ArrivalVerdict.GAP}
            kept = case_files.take(session, office, content.files) if trusted else ()
            detail = ReceivedDetail(
                ack_seen=about.ack_seen, chains=about.chains, parted=parted or None, files=kept, aside=aside or None,
                begins=begins or None, sender=_sender_report(about),
            )  # fmt: skip
            if verdict is not BundleVerdict.KNOWN or kept:
                arrivals.note_taken_in(session, archived, name, content, office, verdict, at, detail)

        reads = None if content.files else JUDGED
        return _Accepted(opened, office, sender.device, merge.Parcel(incoming, finish, reads))


@dataclass(frozen=True)
class _ReadBundle:
    """A file that was archived, read and found sound."""

    archived: Path
    name: str
    content: Bundle


@dataclass(frozen=True)
class _Accepted:
    """A file whose sender may send what is in it."""

    opened: _ReadBundle
    office: str
    device: str
    parcel: merge.Parcel

    def report(self, merged: merge.Merged) -> BundleReport:
        """What became of it."""
        opened = self.opened
        report = _report(opened.name, self.office, self.device, opened.content, merged)
        return replace(report, digest=opened.archived.stem)


def _sender_report(about: About) -> SenderReport:
    """What a bundle says of the laptop that wrote it, in an order that does not depend on it."""
    lists = dict(sorted(about.lists.items()))
    return SenderReport(app=about.app, lists=lists, conflicts=about.open_conflicts, at=about.at)


def _is_enough(opened: Sequence[_ReadBundle | BundleReport]) -> bool:
    """Whether so much was read that it should be applied before more is read: what waits is in memory."""
    contents = [one.content for one in opened if isinstance(one, _ReadBundle)]
    changes = sum(len(journal.changes) for content in contents for journal in content.journals)
    return len(opened) >= AT_ONCE or changes >= CHANGES_AT_ONCE or any(content.files for content in contents)


def _report(name: str, office: str, sender: str, content: Bundle, merged: merge.Merged) -> BundleReport:
    doubtful = min((j.doubtful_from for j in content.journals if j.doubtful_from is not None), default=None)
    verdict = _verdict(merged, doubtful is not None)
    arrival = _decisive(merged, verdict, sender)
    number = arrival.number if arrival else 0
    return BundleReport(
        name,
        verdict,
        _explanation(verdict, number) if doubtful is None else _withdrawal(doubtful),
        office,
        arrival.device if arrival else "",
        number,
        merged.changes,
        merged.reviews,
        merged.parked,
        merged.refused,
    )


def _decisive(merged: merge.Merged, verdict: BundleVerdict, sender: str) -> merge.Arrival | None:
    """The device whose changes decided the verdict; the sender's own where it is not alone."""
    decisive = [arrival for arrival in merged.arrivals if ARRIVED[arrival.verdict] is verdict] or merged.arrivals
    return next((arrival for arrival in decisive if arrival.device == sender), next(iter(decisive), None))


def _undoubted(journal: DeviceJournal) -> tuple[Sequence[Change], Sequence[str]]:
    """The changes that the withdrawal of a laptop does not put in doubt, and the heads after them."""
    if journal.doubtful_from is None:
        return journal.changes, journal.heads
    count = sum(change.number < journal.doubtful_from for change in journal.changes)
    return journal.changes[:count], journal.heads[:count]


def _verdict(merged: merge.Merged, aside: bool) -> BundleVerdict:
    """What became of a bundle as a whole: the worst of what became of its devices' changes.

    `aside` says that some of them came after their laptop was withdrawn.
    """
    verdicts = {ARRIVED[arrival.verdict] for arrival in merged.arrivals}
    worst_first = (BundleVerdict.FORK, BundleVerdict.WAITING, BundleVerdict.APPLIED)
    otherwise = BundleVerdict.ASIDE if aside else BundleVerdict.KNOWN
    return next((verdict for verdict in worst_first if verdict in verdicts), otherwise)


def _withdrawal(doubtful: int) -> str:
    return _("This laptop was withdrawn: what it wrote from change {number} on is kept but not applied.").format(
        number=doubtful
    )


def _explanation(verdict: BundleVerdict, number: int) -> str:
    """Why a bundle was not applied, in one sentence; `number` is the last change known of its laptop."""
    if verdict is BundleVerdict.WAITING:
        return _("An earlier bundle is missing: this one is kept and applied when change {number} has arrived.").format(
            number=number + 1
        )
    if verdict is BundleVerdict.FORK:
        return _("This laptop's history differs from the one held here: the bundle is kept, nothing was applied.")
    if verdict is BundleVerdict.KNOWN:
        return _("Everything in it was already here.")
    return ""
