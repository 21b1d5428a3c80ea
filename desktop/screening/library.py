"""The folder of the sanctions lists of this computer: install one, see what is installed, make them searchable.

Lists are public and lie unencrypted in the office's `lists` folder: each version in a folder of its own, as it was
published, and one index over the newest version of each. An import never leaves a half list: the old index serves until
the new one is whole.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import PART, copy_safely, discard, explaining, move, put_in_place, write_safely
from desktop.base.lock import FolderLock
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import canonical, parse_json, sha256
from desktop.screening import un
from desktop.screening.changes import Difference, ListChanges, difference, list_changes
from desktop.screening.entries import CsvMapping, ListVersion, ParsedList
from desktop.screening.index import Index, build_index
from desktop.screening.lists import check_against, read_list

INDEX = "index.sqlite"
LOCK = "passerelle.lock"  # locked while an import runs
UN = un.SOURCE
PRACTICE = "practice-un.xml"  # the invented list of the training office
TITLES = (  # as the lists are called in records; OFAC's and OpenSanctions' are their own
    *(N_("UN Security Council"), N_("World Bank"), N_("European Union")),
    *(N_("United Kingdom – UK Sanctions List"), N_("United Kingdom – OFSI"), N_("Switzerland – SECO")),
    *(N_("Canada – SEMA and JVCFOA"), N_("Canada – JVCFOA"), N_("Australia – DFAT")),
)
ABOUT = "about.json"  # beside a list's files: its date, its title, what its columns hold
UNSEARCHED = "not-searched.json"
SAME = 0.5  # of all entries of two files of one publisher: with as many in both they are versions of one list
MOST_VERSIONS = 3  # of one list: the one in use and those before it


@dataclass(frozen=True)
class Examination:
    """A list file that was read whole. `doubts` are sentences that a person must read before it is used."""

    path: Path
    version: ListVersion
    replaces: ListVersion | None  # the version in use
    doubts: tuple[str, ...]
    files: tuple[Path, ...] = ()  # those of the list itself first, then those that belong to it
    called: str = ""  # by a person, where the file does not say which of its publisher's lists it is
    is_nameless: bool = False  # whether it does not, and nobody has said it yet

    @property
    def is_in_use(self) -> bool:
        """Whether this very file is in use already."""
        return self.replaces is not None and self.replaces.digest == self.version.digest


@dataclass(frozen=True)
class Installation:
    """What an import brought: the version now in use and what changed against the one before, if there was one."""

    version: ListVersion
    changes: Difference | None


def examine(
    folder: Path,
    path: Path,
    progress: Progress | None = None,
    *,
    published: str = "",
    mapping: CsvMapping | None = None,
    called: str = "",
) -> Examination:
    """Read a list file and say what it is and what is doubtful about it; nothing is changed.

    `published` dates a file that carries no date, `mapping` says what the columns of any table hold, `called` how a
    person calls a list whose file does not say which of its publisher's it is. Raises Problem for a file that is not a
    whole list or is older than the one in use.
    """
    progress = progress or Progress()
    parsed = read_list(path, progress, published=published, mapping=mapping, called=called)
    before = _version_before(folder, parsed) if not parsed.is_certain else None
    if before is not None:
        called = _called(folder / _folder_name(before))
        parsed = read_list(path, progress, published=published, mapping=mapping, called=called)
        parsed = replace(parsed, is_certain=True)
    replaces = next((used for used in _versions_in_use(folder) if used.source == parsed.version.source), None)
    files = (path, *parsed.beside)
    if replaces is not None and parsed.version.source == UN:
        files, published = _with_languages(stored_files(folder, replaces), files, replaces, published)
        if files != (path, *parsed.beside):
            parsed = read_list(files[0], progress, published=published, beside=files[1:])
    doubts = (*parsed.doubts, *_unproven(parsed, replaces), *check_against(replaces, parsed.version))
    return Examination(path, parsed.version, replaces, doubts, files, called, not parsed.is_certain)


def _version_before(folder: Path, parsed: ParsedList) -> ListVersion | None:
    """The list of this publisher in use that has mostly the same entries, so that nobody is asked again which it is."""
    for used in _versions_in_use(folder):
        if used.source == parsed.version.source or used.source.startswith(f"{parsed.version.source}-"):
            ids = _read_version(folder, used).ids
            if len(ids & parsed.ids) >= SAME * len(ids | parsed.ids):
                return used
    return None


def _with_languages(
    stored: "StoredFiles", new: Sequence[Path], replaces: ListVersion, published: str
) -> tuple[tuple[Path, ...], str]:
    """The files of the UN's list when `new` ones come to those in use, and the day that a person gave to the first.

    Of each language there is one. The newest leads: its entries are the list; the others add their names to them. So a
    file of another language that is no newer than the list in use is a part of it, and a newer one takes its place.
    """
    lead_language, own = un.language_of(stored.paths[0]), {un.language_of(path): path for path in new}
    staying = [path for path in stored.paths if (code := un.language_of(path)) and code not in own]
    if "" in own or not staying:
        return tuple(new), published
    newer = (published or un.published(new[0])) > replaces.published
    if lead_language in own or newer:
        return (*new, *staying), published
    return (stored.paths[0], *new, *(path for path in staying if path != stored.paths[0])), stored.published


def _unproven(parsed: ParsedList, replaces: ListVersion | None) -> tuple[str, ...]:
    """What a person must say of a file, because nothing in it shows that it is whole, or which list it is.

    A file that has no fewer entries than the version in use is whole by the known size of that list.
    """
    doubts: list[str] = []
    entries = parsed.version.entries
    is_known_size = replaces is not None and entries >= replaces.entries
    if parsed.is_unproven and not is_known_size:
        sentence = _("Nothing in this file shows that it is whole: compare its {count} entries with its publisher’s.")
        doubts.append(sentence.format(count=entries))
    if not parsed.is_certain and replaces is not None:
        sentence = _("Nothing in this file says which list it is: confirm only if it is a newer version of “{title}”.")
        doubts.append(sentence.format(title=_(replaces.title)))
    elif not parsed.is_certain:
        sentence = _("Nothing in this file says which list of “{title}” it is: say how it is called.")
        doubts.append(sentence.format(title=_(parsed.version.title)))
    return tuple(doubts)


def install(
    folder: Path,
    path: Path,
    progress: Progress | None = None,
    *,
    accept: bool = False,
    published: str = "",
    mapping: CsvMapping | None = None,
    called: str = "",
) -> Installation:
    """Import a list file and make it searchable.

    Raises Problem, leaving everything as it was, for a file that is not a whole list, older than the one in use, or
    doubtful, and while another import runs; `accept` is a person's word that the doubts were read.
    """
    progress = progress or Progress()
    with _import_lock(folder):
        examination = examine(folder, path, progress, published=published, mapping=mapping, called=called)
        if examination.doubts and not accept:
            raise Problem(
                " ".join(examination.doubts),
                _("Check the file, then import it again with your confirmation."),
                code="list-doubtful",
            )
        source = examination.version.source
        before = _read_version(folder, examination.replaces) if examination.replaces else None
        version_folder = _store_files(folder, examination, mapping)
        others = [_read_version(folder, version) for version in _versions_in_use(folder) if version.source != source]
        after = _read_folder(version_folder, progress)
        build_index(folder / INDEX, [*others, after], progress)
        _write_unsearched(folder, unsearched(folder) - {source})
        changes = difference(before.entries, after.entries) if before else None
        _drop_old(folder, source)
    return Installation(after.version, changes)


def rebuild(folder: Path, progress: Progress | None = None) -> None:
    """Make the lists searchable again from their files, after an update of the program or damage to the index."""
    build_index(folder / INDEX, list(_searched_lists(folder)), progress or Progress())


def installed(folder: Path) -> tuple[ListVersion, ...]:
    """The list versions in use, none before the first import."""
    if not (folder / INDEX).is_file():
        return ()
    with Index.open(folder / INDEX) as index:
        return index.lists


def open_index(folder: Path) -> Index:
    """The searchable lists; raises Problem before the first import."""
    return Index.open(folder / INDEX)


def changes(folder: Path, version: ListVersion, progress: Progress | None = None) -> ListChanges | None:
    """What the version in use changed against the one used before it; None when there is none before it."""
    earlier = [stored for stored in _version_folders(folder, version.source) if stored.name != _folder_name(version)]
    if not earlier:
        return None
    progress = progress or Progress()
    return list_changes(_read_folder(earlier[-1], progress), _read_version(folder, version, progress))


def would_change(
    folder: Path, examination: Examination, progress: Progress, *, published: str, mapping: CsvMapping | None
) -> ListChanges | None:
    """What an examined file would change against the version in use; None where its list is not in use.

    Nothing is installed. `published` and `mapping` are those with which it was examined. Raises Problem where the
    version in use is gone.
    """
    if examination.replaces is None:
        return None
    first, *beside = examination.files
    given = published or examination.version.published
    new = read_list(first, progress, mapping=mapping, published=given, called=examination.called, beside=beside)
    return list_changes(_read_version(folder, examination.replaces, progress), new)


@dataclass(frozen=True)
class StoredFiles:
    """The files of a version as they lie in its folder, and what a person said of them."""

    paths: tuple[Path, ...]
    published: str
    mapping: CsvMapping | None


def stored_files(folder: Path, version: ListVersion) -> StoredFiles:
    """The files of a version in use, the list itself first; raises Problem where they are gone."""
    version_folder = folder / _folder_name(version)
    lists = sorted(version_folder.glob("list.*"))
    if not lists:
        raise _file_gone(version)
    about = parse_json((version_folder / ABOUT).read_text(encoding="utf-8"))
    mapping = CsvMapping.from_json(about["mapping"]) if about.get("mapping") else None
    return StoredFiles((*lists, *sorted(version_folder.glob("beside-*"))), version.published, mapping)


def is_practice(path: Path) -> bool:
    """Whether this is the invented list of the training office, which may screen nobody real."""
    try:
        return sha256(path.read_bytes()) == sha256((paths.resources() / "reference" / PRACTICE).read_bytes())
    except OSError as error:
        raise Problem(
            _("“{name}” could not be read; nothing was imported.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
            code="list-unreadable",
        ) from error


def _import_lock(folder: Path) -> FolderLock:
    """One import at a time; raises Problem while another one runs, in whatever program."""
    return FolderLock(
        folder / LOCK,
        Problem(
            _("Another import is running; this one was not begun and the lists are unchanged."),
            _("Wait until it is over, then import again."),
            code="import-running",
        ),
    )


def _versions_in_use(folder: Path) -> tuple[ListVersion, ...]:
    """The versions in use; the newest stored ones when another version of the program made the index."""
    try:
        return installed(folder)
    except Problem:
        return tuple(parsed.version for parsed in _searched_lists(folder))


# --- which lists are searched


def unsearched(folder: Path) -> frozenset[str]:
    """The sources that this office does not search, although a copy of their list is stored."""
    try:
        return frozenset(parse_json((folder / UNSEARCHED).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return frozenset()


def unsearched_versions(folder: Path) -> tuple[ListVersion, ...]:
    """The newest stored version of each list that is not searched; read from its file, so not in an instant."""
    return tuple(_read_folder(newest).version for newest in _unsearched_folders(folder).values())


def unsearched_titles(folder: Path) -> Mapping[str, str]:
    """The lists stored and not searched, by source, as they are called; in an instant."""
    return {source: _title(newest) or source for source, newest in _unsearched_folders(folder).items()}


def set_searched(folder: Path, source: str, searched: bool, progress: Progress | None = None) -> None:
    """Search a stored list from now on, or no longer. What it proposed before stays to be ruled on.

    Raises Problem for the list of the UN Security Council, which binds every United Nations entity (¶22 b).
    """
    if source == UN and not searched:
        raise Problem(
            _("The list of the UN Security Council is always searched; nothing was changed."),
            _("It binds every United Nations entity (¶22 b)."),
            code="un-list-always-searched",
        )
    with _import_lock(folder):
        before = unsearched(folder)
        _write_unsearched(folder, before - {source} if searched else before | {source})
        try:
            rebuild(folder, progress)
        except BaseException:
            _write_unsearched(folder, before)
            raise


def _unsearched_folders(folder: Path) -> dict[str, Path]:
    """The folder of the newest stored version of each source that is not searched."""
    stored = {source: _version_folders(folder, source) for source in sorted(unsearched(folder))}
    return {source: version_folders[-1] for source, version_folders in stored.items() if version_folders}


def _called(version_folder: Path) -> str:
    """What a person called the list; empty for one that says its own name."""
    return str(parse_json((version_folder / ABOUT).read_text(encoding="utf-8")).get("called") or "")


def _title(version_folder: Path) -> str:
    return str(parse_json((version_folder / ABOUT).read_text(encoding="utf-8")).get("title", ""))


def _write_unsearched(folder: Path, sources: frozenset[str]) -> None:
    if sources != unsearched(folder):
        write_safely(folder / UNSEARCHED, canonical(sorted(sources)))


# --- the files of the lists


def _store_files(folder: Path, examination: Examination, mapping: CsvMapping | None) -> Path:
    """Copy the list's files into a folder of their own, whose name says what they are; gives that folder."""
    version = examination.version
    path, *beside = examination.files
    target = folder / _folder_name(version)
    if not target.exists():
        part = folder / f"{target.name}{PART}"
        shutil.rmtree(part, ignore_errors=True)
        with explaining(target):
            try:
                part.mkdir()
                copy_safely(path, part / f"list{path.suffix.lower()}")
                for number, companion in enumerate(beside):
                    copy_safely(companion, part / f"beside-{number}{companion.suffix.lower()}")
                put_in_place(part, target)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
    about = {
        "published": version.published,
        "title": version.title,
        "mapping": mapping.to_json() if mapping else None,
        "called": examination.called,
    }
    write_safely(target / ABOUT, canonical(about))
    return target


def _folder_name(version: ListVersion) -> str:
    return f"{version.source}_{version.published or 'undated'}_{version.digest[:12]}"


def _version_folders(folder: Path, source: str) -> Sequence[Path]:
    """The folders of the stored versions of one list, the latest import last."""
    stored = [about.parent for about in folder.glob(f"{source}_*/{ABOUT}")]
    return sorted(stored, key=lambda version_folder: ((version_folder / ABOUT).stat().st_mtime_ns, version_folder.name))


def _searched_lists(folder: Path) -> Iterator[ParsedList]:
    """The newest stored version of every list that is searched, read from its files."""
    sources = {about.parent.name.rsplit("_", 2)[0] for about in folder.glob(f"*/{ABOUT}")}
    for source in sorted(sources - unsearched(folder)):
        newest = _version_folders(folder, source)[-1]
        parsed = _read_folder(newest)
        if newest.name != _folder_name(parsed.version):  # an earlier version of the program called it otherwise
            with explaining(newest):
                move(newest, folder / _folder_name(parsed.version))
            parsed = _read_version(folder, parsed.version)
        yield parsed


def _read_version(folder: Path, version: ListVersion, progress: Progress | None = None) -> ParsedList:
    """A stored version, with the date that it was given when its file has none; raises Problem when it is gone."""
    version_folder = folder / _folder_name(version)
    if not any(version_folder.glob("list.*")):
        raise _file_gone(version)
    return _read_folder(version_folder, progress)


def _file_gone(version: ListVersion) -> Problem:
    return Problem(
        _("The file of the list “{title}” is gone; the lists in use are unchanged.").format(title=version.title),
        _("Import that list again."),
        code="list-file-gone",
    )


def _read_folder(version_folder: Path, progress: Progress | None = None) -> ParsedList:
    about = parse_json((version_folder / ABOUT).read_text(encoding="utf-8"))
    mapping = CsvMapping.from_json(about["mapping"]) if about.get("mapping") else None
    path, called = next(version_folder.glob("list.*")), str(about.get("called") or "")
    return read_list(path, progress, mapping=mapping, published=str(about["published"]), called=called)


def _drop_old(folder: Path, source: str) -> None:
    """Leave the version in use and a few before it: for the difference, and to go on when one is lost."""
    for version_folder in _version_folders(folder, source)[:-MOST_VERSIONS]:
        discard(version_folder)


# --- is what is stored what is searched


@dataclass(frozen=True)
class Verification:
    """One list in use against its stored file: each is true when they agree. `problem` is why it was not readable."""

    version: ListVersion
    digest: bool
    counts: bool
    problem: str = ""

    @property
    def sound(self) -> bool:
        """Whether the file is still what the index was made of."""
        return self.digest and self.counts


def verify(folder: Path, progress: Progress | None = None) -> tuple[Verification, ...]:
    """Read every stored file again and compare its digest and counts with those of the index in use."""
    return tuple(_verify_version(folder, version, progress) for version in installed(folder))


def _verify_version(folder: Path, version: ListVersion, progress: Progress | None) -> Verification:
    try:
        stored = _read_version(folder, version, progress).version
    except Problem as problem:
        return Verification(version, False, False, problem.text)
    return Verification(version, stored.digest == version.digest, dict(stored.counts) == dict(version.counts))
