"""Headquarters publishes a sanctions list, or rates of exchange, that it works with itself (sync.md 2.14, S24).

What goes out is what lies in its own folder of lists: it was imported there by the rule by which every list is, with
what a person said of it. It is compared with the version published last, and searched for the partners of all offices,
before one person prepares it and a second one releases it. It travels as a patch where every laptop of an office has a
version that Headquarters still holds, and whole otherwise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.files import make_folder
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import sha256
from desktop.bundles import list_files
from desktop.bundles.content import BundleFile
from desktop.bundles.content_packs import CarriedPack
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.list_files import ListFiles
from desktop.bundles.strict import JsonFields, Unsound
from desktop.definitions.content_differences import ContentDifference
from desktop.screening import library
from desktop.screening.changes import list_changes
from desktop.screening.entries import ListEntry, ListVersion, ParsedList
from desktop.screening.index import Index, build_index
from desktop.screening.lists import read_list
from desktop.services.exchange import list_differences, published_lists, releasing
from desktop.services.exchange.headquarters import offices, preparing, put_back
from desktop.services.exchange.headquarters.preparing import NextVersion, PreparingOrder
from desktop.services.exchange.list_differences import RATES_TITLE
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import exchange_rates
from desktop.services.registry.identity import is_no_merged_record
from desktop.services.screening.candidates import ALERTING
from desktop.services.screening.subjects import COUNTERPART, subjects_of
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import ContentVersion, Local, Partner
from desktop.store.records.values import RATES
from desktop.store.references import chunks
from desktop.store.states import HitBand

PREPARED = N_("List prepared for every office")
TOLD = "published-list"  # the name under which this installation notes which version it told an office, by subject
MOST_SEARCHED = 40_000  # partners for whom a list is tried; with more of them each office finds out for itself
MOST_NAMED = 500  # partners named


@dataclass(frozen=True)
class OwnList:
    """A list, or rates, with which Headquarters works: `dated_on` is the day that it bears itself.

    `last` is the version published last, None for none; `is_published` whether it is that one, `waits` whether it was
    prepared and waits for a second person. `used_by` counts the offices that said they work with one of this day, of
    `offices` that said anything.
    """

    subject: str
    title: str
    dated_on: str
    last: ContentVersion | None
    is_published: bool
    waits: bool
    used_by: int
    offices: int


@dataclass(frozen=True)
class ResemblingPartner:
    """A partner of an office whose name, or one behind it, resembles an entry that is new or changed."""

    office: str
    partner: str
    name: str
    listed: str


@dataclass(frozen=True)
class ListTrial:
    """What would be published: the `run` of its files, what differs from the version published last, whom it names.

    `searched` counts the partners that were tried, 0 where there are too many of them, or nothing to try.
    """

    subject: str
    title: str
    dated_on: str
    base: int
    run: bytes
    differences: tuple[ContentDifference, ...]
    searched: int = 0
    named: tuple[ResemblingPartner, ...] = ()
    faults: tuple[Problem, ...] = ()

    @property
    def can_be_published(self) -> bool:
        """Whether it says something new."""
        return bool(self.differences) and not self.faults


# --- what there is


def own_lists(work: Work) -> tuple[OwnList, ...]:
    """The lists and rates with which Headquarters works, and which of them the offices have been told of."""
    offered = [(version.source, version.title, version.published) for version in _installed(work)]
    kept = exchange_rates.kept_rates(work)
    if kept.days and exchange_rates.as_published(work) is not None:
        offered.append((RATES, RATES_TITLE, kept.days[-1].isoformat()))
    with work.store.read() as session:
        waiting = {record.subject for record in releasing.waiting_in(session)}
        last = {subject: next(releasing.released_in(session, subject), None) for subject, _title, _day in offered}
    reported = [line.report.lists for line in offices.heard_of(work.store) if line.report is not None]
    contents = {subject: sha256(_own_run(work, subject)) for subject, record in last.items() if record is not None}
    return tuple(
        OwnList(
            subject,
            title,
            day,
            record := last[subject],
            record is not None and record.content == contents[subject],
            subject in waiting,
            sum(lists.get(subject[:64]) == day for lists in reported),
            len(reported),
        )
        for subject, title, day in offered
    )


def _installed(work: Work) -> tuple[ListVersion, ...]:
    """The lists of Headquarters; of those that cannot be searched the page of the lists says so."""
    try:
        return library.installed(work.lists)
    except Problem:
        return ()


def _own_run(work: Work, subject: str) -> bytes:
    """The files of a list that Headquarters works with, as they would travel. Raises Problem where they are gone."""
    if subject == RATES:
        path = exchange_rates.as_published(work)
        if path is None:
            raise _not_here()
        return ListFiles({path.name: path.read_bytes()}).to_bytes()
    version = next((own for own in _installed(work) if own.source == subject), None)
    if version is None:
        raise _not_here()
    stored = library.stored_files(work.lists, version)
    mapping: JsonFields = {**stored.mapping.to_json()} if stored.mapping is not None else {}
    run = ListFiles({path.name: path.read_bytes() for path in stored.paths}, stored.published, mapping).to_bytes()
    if len(run) > list_files.LARGEST:
        raise Problem(
            _("“{title}” is too large to travel to the offices; nothing was prepared.").format(title=version.title),
            _("Choose a smaller form of the list from its publisher."),
            code="list-too-large-to-publish",
        )
    return run


def _not_here() -> Problem:
    return Problem(
        _("Headquarters does not work with this list itself; nothing was prepared."),
        _("Import it first, under “Sanctions lists”."),
        code="list-not-at-headquarters",
    )


# --- one person prepares it


def examine(work: Work, subject: str, progress: Progress) -> ListTrial:
    """Look at what the publication of a list with which Headquarters works would change; nothing is published.

    Raises Problem where it does not work with it, or its files are gone.
    """
    require(work.officer, Right.HEADQUARTERS)
    return _tried(work, subject, _own_run(work, subject), progress)


def examine_prepared(work: Work, record: ContentVersion, progress: Progress) -> ListTrial:
    """Look at a list that waits for a second person, as its preparer looked at it."""
    with work.store.read() as session:
        run = _run_of(session, record)
    return _tried(work, record.subject, run, progress)


def _run_of(session: Session, record: ContentVersion) -> bytes:
    """The bytes of a version; raises Problem where they are missing or altered."""
    try:
        return list_files.unpacked(files.get(session, record.stored), record.content)
    except Unsound as error:
        raise Problem(
            _("The files of this version cannot be read here; nothing was published."),
            _("Withdraw it, and prepare it again."),
            code="published-list-unreadable",
        ) from error


def _tried(work: Work, subject: str, run: bytes, progress: Progress) -> ListTrial:
    with work.store.read() as session:
        last = next(releasing.released_in(session, subject), None)
        before = _run_of(session, last) if last is not None else b""
    base = last.version if last is not None else 0
    with TemporaryDirectory(prefix="passerelle-lists-") as folder:
        former = _laid_out(before, Path(folder) / "before") if before else None
        path = _laid_out(run, Path(folder) / "after")
        if subject == RATES:
            lines, day = list_differences.between_rates(former, path, sealing_clock(work).today())
            return ListTrial(subject, RATES_TITLE, day, base, run, lines)
        after = _parsed(run, path, progress)
        changes = list_changes(_parsed(before, former, progress), after) if former is not None else None
        version = after.version
        lines = list_differences.of_list(changes, version) if former is None or before != run else ()
        trial = ListTrial(subject, version.title, version.published, base, run, lines)
        if not lines:
            return trial
        new = {own.id for own in (*changes.added, *changes.changed)} if changes is not None else None
        return _searched(work, trial, after, new, Path(folder) / "index", progress)


def _laid_out(run: bytes, folder: Path) -> Path:
    """The files of a run in a folder of their own; gives the list itself."""
    make_folder(folder)
    return published_lists.laid_out(ListFiles.from_bytes(run), folder)


def _parsed(run: bytes, path: Path, progress: Progress) -> ParsedList:
    stored = ListFiles.from_bytes(run)
    mapping = published_lists.column_mapping(stored)
    return read_list(path, progress, published=stored.published, mapping=mapping)


@dataclass(frozen=True)
class _ChosenEntries:
    """The entries of a list that are among these ids, read again and again."""

    entries: ParsedList
    ids: set[str] | None

    def __iter__(self) -> Iterator[ListEntry]:
        return (entry for entry in self.entries.entries if self.ids is None or entry.id in self.ids)


def _searched(
    work: Work, trial: ListTrial, parsed: ParsedList, new: set[str] | None, place: Path, progress: Progress
) -> ListTrial:
    """The trial with the partners of all offices whose names resemble an entry that is new or changed."""
    active = select(Partner.id).where(Partner.archived.is_(False))
    with work.store.read() as session:
        count = session.scalar(select(func.count()).select_from(active.subquery())) or 0
        if not 0 < count <= MOST_SEARCHED or new == set():
            return trial
        ids = session.scalars(active.where(is_no_merged_record(session)).order_by(Partner.office, Partner.id)).all()
    build_index(place, [replace(parsed, entries=_ChosenEntries(parsed, new))], progress)
    named: list[ResemblingPartner] = []
    searched = 0
    with Index.open(place) as index:
        for some in chunks(ids):
            progress.step(searched, len(ids), _("Searching the partners of all offices"))
            named += _named_among(work, index, some)
            searched += len(some)
    return replace(trial, searched=searched, named=tuple(named[:MOST_NAMED]))


def _named_among(work: Work, index: Index, ids: Sequence[str]) -> Iterator[ResemblingPartner]:
    """Those of these partners for whom the entries would propose a candidate, each once with each listed name."""
    with work.store.read() as session:
        partners = {own.id: own for own in session.scalars(select(Partner).where(Partner.id.in_(ids)))}
        everybody = subjects_of(session, ids)
    for partner_id, several in everybody.items():
        met = {
            (name, hit.entry.name)
            for subject in several
            for name in subject.names
            for hit in index.search(name, None if subject.role == COUNTERPART else subject.kind)
            if HitBand(hit.band) in ALERTING
        }
        own = partners[partner_id]
        yield from (ResemblingPartner(own.office, own.name, name, listed) for name, listed in sorted(met))


def prepare(work: Work, trial: ListTrial, reason: str, valid_until: str = "") -> ContentVersion:
    """Prepare a list that was looked at as the next version of its subject, for a second person to release.

    Raises Problem, nothing prepared, without the right or a reason, where nothing changes, where another version waits
    or was released meanwhile.
    """
    require(work.officer, Right.PUBLISH)
    if not trial.can_be_published:
        raise Problem(
            _("The offices have been sent this very list already; nothing was prepared."),
            _("Import a newer one first, under “Sanctions lists”."),
            code="contents-unchanged",
        )
    data, content = list_files.packed(trial.run), sha256(trial.run)

    def next_version(session: Session) -> NextVersion:
        number = _next_version(session, work, trial.subject)
        stored = files.put(session, data, f"{trial.subject}-{number}", list_files.MEDIA_TYPE)
        return NextVersion(number, content, trial.title, trial.dated_on, stored)

    changes = len(trial.differences)
    order = PreparingOrder(PREPARED, trial.subject, trial.base, changes, reason, valid_until)
    return preparing.store(work, order, next_version)


def _next_version(session: Session, work: Work, subject: str) -> int:
    """A number that no office has seen, also once Headquarters was put back from a backup."""
    last = next((record.version for record in releasing.every_in(session, subject)), 0)
    return max(last, len(put_back.earlier(work.store).identities) * preparing.LEFT_OUT) + 1


def release(work: Work, record: ContentVersion, seed: bytes) -> ContentVersion:
    """Release a list that somebody else prepared. Raises Problem as `releasing.require_second` does."""
    releasing.require_second(work, record, seed)
    with work.store.change(releasing.RELEASED, work.officer.id) as session:
        _run_of(session, record)
        return releasing.release_in(session, work, record.id, seed)


# --- what travels


def last_in(session: Session) -> tuple[ContentVersion, ...]:
    """The version of each list and of the rates that offices are told of."""
    subjects = select(ContentVersion.subject).where(ContentVersion.subject != releasing.RULES).distinct()
    last = (next(releasing.released_in(session, own), None) for own in sorted(session.scalars(subjects)))
    return tuple(record for record in last if record is not None)


def told_name(subject: str, office: str) -> str:
    """Under which name this installation notes what it told an office of a subject."""
    return f"{TOLD}:{subject}:{office}"


def untold_in(session: Session, offices: Sequence[str]) -> frozenset[str]:
    """Those of these offices that no return told of the last version of each list."""
    records = last_in(session)
    if not records:
        return frozenset()
    names = [told_name(record.subject, office) for record in records for office in offices]
    notes = {row.name: row.value for row in session.scalars(select(Local).where(Local.name.in_(names)))}
    return frozenset(
        office
        for office in offices
        for record in records
        if record.content not in notes.get(told_name(record.subject, office), {}).values()
    )


def carried(work: Work, record: ContentVersion, keys: DeviceKeys, has: str) -> tuple[CarriedPack, BundleFile | None]:
    """The notice of a list, and the file that brings it to laptops whose last version is the content `has`.

    None where they have it; a patch where Headquarters still holds what they have, and it is smaller than the whole.
    """
    signed = releasing.pack_of(record).signed(keys)
    if has == record.content:
        return CarriedPack(signed), None
    name = f"{record.subject}-{record.version}"
    with work.store.read() as session:
        whole = files.get(session, record.stored)
        former = next((own for own in releasing.released_in(session, record.subject) if has == own.content), None)
        if former is not None:
            data = list_files.patch(_run_of(session, former), _run_of(session, record))
            if len(data) < len(whole):
                file = BundleFile(data, name, list_files.MEDIA_TYPE)
                return CarriedPack(signed, file.sha256, former.content), file
    file = BundleFile(whole, name, list_files.MEDIA_TYPE)
    return CarriedPack(signed, file.sha256), file


def every_whole(work: Work, keys: DeviceKeys) -> tuple[tuple[CarriedPack, BundleFile], ...]:
    """The last version of each list, whole, for a file for all offices."""
    with work.store.read() as session:
        records = last_in(session)
    whole = (carried(work, record, keys, "") for record in records)
    return tuple((own, file) for own, file in whole if file is not None)
