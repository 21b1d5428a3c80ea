"""Sanctions lists and rates of exchange that Headquarters published, as they arrive at an office and wait there.

A subject is the source of a sanctions list, or `RATES`. A list comes with a return, whole or as a patch against the
version that the return before brought, or whole in a file for all offices. It waits until somebody who manages the
lists has seen what changes; then it is installed as a file from a stick is (`screening/library`,
`registry/exchange_rates`), and everybody is searched in it by the same rule. Its number only rises, and a list that its
publisher dated before the one in use is never installed, whatever clocks say.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.bundles import bundle, list_files
from desktop.bundles.content_packs import CarriedPack, ContentPack, carried_in
from desktop.bundles.keys import PublicKeys
from desktop.bundles.list_files import ListFiles
from desktop.bundles.reader import Bundle
from desktop.bundles.strict import JsonFields, JsonObject, Unsound
from desktop.definitions.content_differences import ContentDifference
from desktop.screening import library
from desktop.screening.entries import CsvMapping
from desktop.screening.library import Examination
from desktop.services.exchange import list_differences
from desktop.services.office.rights import Right, require
from desktop.services.registry import exchange_rates
from desktop.services.registry.exchange_rates import ImportedRates
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Attachment, Local
from desktop.store.records.values import RATES
from desktop.store.store import recall_in

LISTS = "published-lists"  # under this name an office keeps what arrived, by subject


@dataclass(frozen=True)
class ArrivedList:
    """A list or rates as they came: the notice, and the file that brings them, where one came with it."""

    carried: CarriedPack
    pack: ContentPack
    data: bytes | None


@dataclass(frozen=True)
class PublishedList:
    """What an office holds of a subject: the newest notice, and whether it is in use.

    `lacking` says that it came as changes to a version that is not here: the whole list is to be asked for. `outdated`,
    that the list in use is newer by the day that its publisher gave it.
    """

    pack: ContentPack
    is_in_use: bool
    lacking: bool
    outdated: bool

    @property
    def waits(self) -> bool:
        """Whether it can be looked at and put in use."""
        return not (self.is_in_use or self.lacking or self.outdated)


@dataclass(frozen=True)
class ListPreview:
    """What putting a waiting list in use comes to. `doubts` are sentences to be read before, of a sanctions list."""

    pack: ContentPack
    differences: tuple[ContentDifference, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstalledList:
    """What is in use since: a sanctions list, or rates."""

    pack: ContentPack
    installation: library.Installation | None = None
    rates: ImportedRates | None = field(default=None)


# --- what arrives


def arrived_in(content: Bundle, hq: Sequence[PublicKeys]) -> tuple[ArrivedList, ...]:
    """The lists and rates that a bundle of Headquarters tells of.

    Raises Problem where Headquarters did not sign one or one person alone let it out, Refused for what is malformed.
    """
    by_digest = {file.sha256: file.data for file in content.files}
    try:
        arrived = tuple(
            ArrivedList(own, own.signed.require_from(hq), by_digest.get(own.file))
            for own in carried_in(content.documents)
        )
        for own in arrived:
            if own.data is not None and not own.carried.base:
                ListFiles.from_bytes(list_files.unpacked(own.data, own.pack.content))
    except Unsound as error:
        raise bundle.Refused("bad-contents", str(error)) from error
    return arrived


@dataclass(frozen=True)
class _HeldList:
    """What this computer's store says of a subject: the newest notice, by content the attachments that are here.

    `in_use` is the content that was put in use last, empty for none.
    """

    newest: ContentPack
    attachments: Mapping[str, str]
    in_use: str
    lacking: bool

    def to_json(self) -> JsonFields:
        return {
            "newest": self.newest.to_json(),
            "attachments": dict(self.attachments),
            "in_use": self.in_use,
            "lacking": int(self.lacking),
        }

    @classmethod
    def from_json(cls, source: object) -> "_HeldList":
        fields = JsonObject(source)
        attachments = fields.child("attachments")
        return cls(
            ContentPack.from_json(fields.get("newest")),
            {content: attachments.text(content) for content in attachments},
            fields.text("in_use"),
            bool(fields.whole("lacking", 0, 1)),
        )


def _recall(session: Session) -> dict[str, _HeldList]:
    """What is here, by subject."""
    stored = recall_in(session, LISTS)
    return {subject: _HeldList.from_json(stored[subject]) for subject in sorted(stored)}


def _note(session: Session, lists: Mapping[str, _HeldList]) -> None:
    session.merge(Local(name=LISTS, value={subject: own.to_json() for subject, own in lists.items()}))


def newer_in(session: Session, arriving: Sequence[ArrivedList]) -> tuple[ContentPack, ...]:
    """Those that came with a file and are newer than what is here."""
    lists = _recall(session)
    return tuple(own.pack for own in arriving if _is_newer(lists.get(own.pack.subject), own))


def _is_newer(before: _HeldList | None, own: ArrivedList) -> bool:
    last = before.newest.version - int(before.lacking) if before is not None else 0  # what is lacking may come again
    return own.data is not None and own.pack.version > last


def take_in(session: Session, arriving: Sequence[ArrivedList], by_return: bool) -> tuple[ContentPack, ...]:
    """Let each newer list wait, in the transaction of what brought it; gives their notices.

    What the last return brought stays until the next return brings another: a patch rests on it. An older version, late
    or played back, changes nothing; one whose patch rests on what is not here is noted as lacking.
    """
    lists = _recall(session)
    newer = [own for own in arriving if _is_newer(lists.get(own.pack.subject), own)]
    for own in newer:
        lists[own.pack.subject] = _with(session, lists.get(own.pack.subject), own, by_return)
    if newer:
        _note(session, lists)
    return tuple(own.pack for own in newer)


def _with(session: Session, before: _HeldList | None, own: ArrivedList, by_return: bool) -> _HeldList:
    """What is here of a subject once this list has arrived; attachments that nothing rests on any more are dropped."""
    former = before.attachments if before is not None else {}
    in_use = before.in_use if before is not None else ""
    run = _run_of(session, own, former)
    if run is None:
        return _HeldList(own.pack, former, in_use, lacking=True)
    name = f"{own.pack.subject}-{own.pack.version}"
    newest = files.put(session, list_files.packed(run), name, list_files.MEDIA_TYPE)
    attachments = {**({} if by_return else former), own.pack.content: newest}
    dropped = set(former.values()) - set(attachments.values())
    session.execute(delete(Attachment).where(Attachment.digest.in_(dropped)))
    return _HeldList(own.pack, attachments, in_use, lacking=False)


def _run_of(session: Session, own: ArrivedList, attachments: Mapping[str, str]) -> bytes | None:
    """The bytes of a list that arrived; None where its patch rests on a version that is not here."""
    base, data = own.carried.base, own.data or b""
    if not base:
        return list_files.unpacked(data, own.pack.content)
    if base not in attachments:
        return None
    try:
        before = list_files.unpacked(files.get(session, attachments[base]), base)
        run = list_files.patched(before, data, own.pack.content)
        ListFiles.from_bytes(run)
    except (Unsound, Problem):
        return None
    return run


# --- what the office sees and does


def standing(work: Work) -> tuple[PublishedList, ...]:
    """What Headquarters published and this office holds, by subject."""
    with work.store.read() as session:
        return standing_in(session, work)


def standing_in(session: Session, work: Work) -> tuple[PublishedList, ...]:
    """The same, read with what else a page shows."""
    lists = _recall(session)
    days = _days_in_use(work) if lists else {}
    return tuple(_standing(own, days.get(subject, "")) for subject, own in lists.items())


def _days_in_use(work: Work) -> dict[str, str]:
    """The day of each list in use, by source; a list that cannot be read is told by the page of the lists."""
    try:
        return {version.source: version.published for version in library.installed(work.lists)}
    except Problem:
        return {}


def _standing(own: _HeldList, in_use: str) -> PublishedList:
    """`in_use` is the day of the list of that source with which this office works."""
    pack = own.newest
    return PublishedList(pack, own.in_use == pack.content, own.lacking, in_use > pack.dated_on > "")


def waiting_in(session: Session, work: Work) -> tuple[ContentPack, ...]:
    """The notices of what waits to be put in use."""
    return tuple(own.pack for own in standing_in(session, work) if own.waits)


def preview(work: Work, subject: str, progress: Progress) -> ListPreview:
    """What putting the waiting list in use would change. Raises Problem where none waits, or it cannot be used."""
    pack, stored = _waiting(work, subject)
    with _in_a_folder(stored) as path:
        if subject == RATES:
            return ListPreview(pack, list_differences.of_rates(exchange_rates.would_bring(work, path)))
        examination = _examined(work, path, stored, progress)
        mapping = column_mapping(stored)
        changes = library.would_change(work.lists, examination, progress, published=stored.published, mapping=mapping)
    return ListPreview(pack, list_differences.of_list(changes, examination.version), examination.doubts)


def put_in_use(work: Work, subject: str, accept: bool, progress: Progress) -> InstalledList:
    """Install the waiting list whole, as one that is imported by hand; `accept` is the word that its doubts were read.

    Raises Problem, leaving what is in use, where none waits, where the one in use is newer by its publisher's day, and
    where it is doubtful, or no sound list for this program. Searching everybody again follows, as after any import.
    """
    require(work.officer, Right.ADMINISTER)
    pack, stored = _waiting(work, subject)
    with _in_a_folder(stored) as path:
        if subject == RATES:
            installed = InstalledList(pack, rates=exchange_rates.install(work, path))
        else:
            if _examined(work, path, stored, progress).is_in_use:  # imported by hand meanwhile
                installed = InstalledList(pack)
            else:
                installation = library.install(
                    work.lists,
                    path,
                    progress,
                    accept=accept,
                    published=stored.published,
                    mapping=column_mapping(stored),
                )
                installed = InstalledList(pack, installation)
    with work.store.note() as session:
        lists = _recall(session)
        _note(session, {**lists, subject: replace(lists[subject], in_use=pack.content)})
    return installed


def _waiting(work: Work, subject: str) -> tuple[ContentPack, ListFiles]:
    """The notice and the files of what waits; raises Problem where nothing does."""
    with work.store.read() as session:
        own = _recall(session).get(subject)
        if own is None or not _standing(own, "").waits:
            raise Problem(
                _("No newer list of Headquarters waits under this name; nothing was changed."),
                _("They come with a return of Headquarters, or in a file for all offices."),
                code="published-list-none-waiting",
            )
        try:
            content = own.newest.content
            run = list_files.unpacked(files.get(session, own.attachments[content]), content)
            return own.newest, ListFiles.from_bytes(run)
        except Unsound as error:
            raise Problem(
                _("The list of Headquarters cannot be read here; the one in use is unchanged."),
                _("Ask Headquarters for the file for all offices."),
                code="published-list-unreadable",
            ) from error


def _examined(work: Work, path: Path, stored: ListFiles, progress: Progress) -> Examination:
    return library.examine(work.lists, path, progress, published=stored.published, mapping=column_mapping(stored))


def column_mapping(stored: ListFiles) -> CsvMapping | None:
    """What a person said the columns of a list hold; None where its format says it."""
    columns = {name: str(column) for name, column in stored.mapping.items()}
    return CsvMapping.from_json(columns) if columns else None


def laid_out(stored: ListFiles, folder: Path) -> Path:
    """The files in a folder, as they lay on a stick; gives the list itself, beside which the others lie."""
    for name, content in stored.files.items():
        write_safely(folder / name, content)
    return folder / sorted(stored.files, key=lambda name: (name.startswith("beside-"), name))[0]


@contextmanager
def _in_a_folder(stored: ListFiles) -> Iterator[Path]:
    """The files in a folder of their own, for as long as they are looked at; gives the list itself."""
    with TemporaryDirectory(prefix="passerelle-list-") as folder:
        yield laid_out(stored, Path(folder))
