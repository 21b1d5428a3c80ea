"""The sanctions lists of this machine: import one, see what is installed, make them searchable.

Lists are public and lie unencrypted in the office's `lists` folder: each version as it was published, one index over
the newest version of each. An import never leaves a half list: the old index serves until the new one is whole.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import PART, write_safely
from desktop.base.lock import FolderLock
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import canonical, sha256
from desktop.screening.entries import changed_facts
from desktop.screening.index import Index, build_index
from desktop.screening.lists import (
    CsvMapping,
    Difference,
    Entry,
    ListVersion,
    ParsedList,
    check_against,
    companions,
    difference,
    read_list,
    table_start,
)

INDEX = "index.sqlite"
LOCK = "passerelle.lock"  # held while an import runs
UN = "un-sc"
PRACTICE = "practice-un.xml"  # the invented list of the training office
TITLES = (N_("UN Security Council"), N_("World Bank"), N_("European Union"))  # as the lists are called in records
ABOUT = "about.json"
UNUSED = "not-searched.json"
MAPPINGS = "mappings.json"
KEPT = 3  # versions of one list: the one in use and those before it


@dataclass(frozen=True)
class Examined:
    """A list file that was read whole. `doubts` are sentences that a person must read before it is used."""

    path: Path
    version: ListVersion
    held: ListVersion | None  # what it would replace
    doubts: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether this very file is in use already."""
        return self.held is not None and self.held.digest == self.version.digest


@dataclass(frozen=True)
class Named:
    """One entry that a new version added, changed or removed; `facts` are those that changed, by their names."""

    id: str
    name: str
    kind: str
    reference: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What the version in use changed against the one before it, by name."""

    before: ListVersion
    after: ListVersion
    added: tuple[Named, ...]
    changed: tuple[Named, ...]
    removed: tuple[Named, ...]


@dataclass(frozen=True)
class Imported:
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
) -> Examined:
    """Read a list file and say what it is and what is doubtful about it; nothing is changed.

    `published` dates a file that carries no date, `mapping` says what the columns of any table hold. Raises Problem
    for a file that is not a whole list or is older than the one held.
    """
    parsed = read_list(path, progress or Progress(), published=published, mapping=mapping)
    held = _held(folder, parsed.version.source)
    return Examined(path, parsed.version, held, (*parsed.doubts, *check_against(held, parsed.version)))


def _held(folder: Path, source: str) -> ListVersion | None:
    return next((v for v in _in_use(folder) if v.source == source), None)


def _in_use(folder: Path) -> tuple[ListVersion, ...]:
    """The versions in use; those kept last when another version of the program made the index."""
    try:
        return installed(folder)
    except Problem:
        return tuple(parsed.version for parsed in _latest(folder))


def _latest(folder: Path) -> Iterable[ParsedList]:
    off = unused(folder)
    for source in sorted({kept.parent.name.rsplit("_", 2)[0] for kept in folder.glob(f"*/{ABOUT}")}):
        kept = _kept(folder, source)[-1]
        if source not in off:
            yield _read_kept(kept)


def rebuild(folder: Path, progress: Progress | None = None) -> None:
    """Make the lists kept searchable again, after an update of the program or damage to the index."""
    build_index(folder / INDEX, list(_latest(folder)), progress or Progress())


def install(
    folder: Path,
    path: Path,
    progress: Progress | None = None,
    *,
    accept: bool = False,
    published: str = "",
    mapping: CsvMapping | None = None,
) -> Imported:
    """Import a list file and make it searchable.

    Raises Problem, leaving everything as it was, for a file that is not a whole list, older than the one held, or
    doubtful, and while another import runs; `accept` is a person's word that the doubts were read.
    """
    progress = progress or Progress()
    with _import_lock(folder):
        found = examine(folder, path, progress, published=published, mapping=mapping)
        if found.doubts and not accept:
            raise Problem(" ".join(found.doubts), _("Check the file, then import it again with your confirmation."))
        before = _read(folder, found.held) if found.held else None
        kept = _keep(folder, path, found.version, mapping)
        others = [_read(folder, v) for v in _in_use(folder) if v.source != found.version.source]
        fresh = _read_kept(kept, progress)
        build_index(folder / INDEX, [*others, fresh], progress)
        _remember_unused(folder, unused(folder) - {fresh.version.source})
        changes = difference(before.entries, fresh.entries) if before else None
        _drop_old(folder, fresh.version)
    return Imported(fresh.version, changes)


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


# --- which lists apply


def unused(folder: Path) -> frozenset[str]:
    """The sources that this office does not search, although a copy is kept."""
    try:
        return frozenset(json.loads((folder / UNUSED).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return frozenset()


def kept(folder: Path) -> tuple[ListVersion, ...]:
    """The newest kept version of the lists that are not searched; read from their files, so not in an instant."""
    return tuple(
        _read_kept(_kept(folder, source)[-1]).version for source in sorted(unused(folder)) if _kept(folder, source)
    )


def kept_titles(folder: Path) -> Mapping[str, str]:
    """The lists kept and not searched, by source, as they are called; in an instant."""
    found = {source: _kept(folder, source) for source in sorted(unused(folder))}
    return {source: _title(versions[-1]) or source for source, versions in found.items() if versions}


def _title(kept: Path) -> str:
    return str(json.loads((kept / ABOUT).read_text(encoding="utf-8")).get("title", ""))


def use(folder: Path, source: str, wanted: bool, progress: Progress | None = None) -> None:
    """Search a kept list from now on, or no longer. What it proposed before stays to be ruled on.

    Raises Problem for the list of the UN Security Council, which binds every United Nations entity (¶22 b).
    """
    if source == UN and not wanted:
        raise Problem(
            _("The list of the UN Security Council is always searched; nothing was changed."),
            _("It binds every United Nations entity (¶22 b)."),
        )
    with _import_lock(folder):
        before = unused(folder)
        _remember_unused(folder, before - {source} if wanted else before | {source})
        try:
            rebuild(folder, progress)
        except BaseException:
            _remember_unused(folder, before)
            raise


def _remember_unused(folder: Path, sources: frozenset[str]) -> None:
    if sources != unused(folder):
        write_safely(folder / UNUSED, canonical(sorted(sources)))


# --- what is kept


def _read(folder: Path, version: ListVersion, progress: Progress | None = None) -> ParsedList:
    """A version kept in the folder, with the date that it was given when its file has none."""
    return _read_kept(_file(folder, version).parent, progress)


def _read_kept(kept: Path, progress: Progress | None = None) -> ParsedList:
    about = json.loads((kept / ABOUT).read_text(encoding="utf-8"))
    mapping = CsvMapping(**about["mapping"]) if about.get("mapping") else None
    return read_list(_list_in(kept), progress, mapping=mapping, published=str(about["published"]))


def is_practice(path: Path) -> bool:
    """Whether this is the invented list of the training office, which may screen nobody real."""
    try:
        return sha256(path.read_bytes()) == sha256((paths.resources() / "reference" / PRACTICE).read_bytes())
    except OSError as error:
        raise Problem(
            _("“{name}” could not be read; nothing was imported.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
        ) from error


def _keep(folder: Path, path: Path, version: ListVersion, mapping: CsvMapping | None = None) -> Path:
    """The list's files in a folder of their own, whose name says what they are; gives the folder."""
    target = folder / _stem(version)
    if not target.exists():
        part = folder / f"{target.name}{PART}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        shutil.copyfile(path, part / f"list{path.suffix.lower()}")
        for number, beside in enumerate(() if mapping else companions(path)):
            shutil.copyfile(beside, part / f"beside-{number}{beside.suffix.lower()}")
        part.replace(target)
    about = {"published": version.published, "title": version.title, "mapping": asdict(mapping) if mapping else None}
    write_safely(target / ABOUT, canonical(about))
    return target


def _stem(version: ListVersion) -> str:
    return f"{version.source}_{version.published or 'undated'}_{version.digest[:12]}"


def _list_in(kept: Path) -> Path:
    return next(kept.glob("list.*"))


def _file(folder: Path, version: ListVersion) -> Path:
    kept = folder / _stem(version)
    if not any(kept.glob("list.*")):
        raise Problem(
            _("The file of the list “{title}” is gone; the lists in use are unchanged.").format(title=version.title),
            _("Import that list again."),
        )
    return _list_in(kept)


def installed(folder: Path) -> tuple[ListVersion, ...]:
    """The list versions in use, none before the first import."""
    if not (folder / INDEX).is_file():
        return ()
    with Index.open(folder / INDEX) as index:
        return index.lists


def open_index(folder: Path) -> Index:
    """The searchable lists; raises Problem before the first import."""
    return Index.open(folder / INDEX)


def compare(old: Path, new: Path) -> Changes:
    """What one list file changes against another, entry by entry; raises Problem for files of two lists."""
    before, after = read_list(old), read_list(new)
    if before.version.source != after.version.source:
        raise Problem(
            _("“{old}” and “{new}” are two lists, not two versions of one.").format(
                old=_(before.version.title), new=_(after.version.title)
            ),
            _("Choose two files of the same publisher."),
        )
    return _changes(before, after)


def age(version: ListVersion, today: date) -> int | None:
    """The age of a list in days; None when its file does not say when it was published."""
    if not version.published:
        return None
    return (today - date.fromisoformat(version.published)).days


def oldest(versions: Sequence[ListVersion], today: date) -> int | None:
    """The age in days of the oldest list in use."""
    ages = [found for version in versions if (found := age(version, today)) is not None]
    return max(ages, default=None)


# --- what a new version changed


def changes(folder: Path, version: ListVersion, progress: Progress | None = None) -> Changes | None:
    """What the version in use changed against the one used before it; None when there is none before it."""
    earlier = [kept for kept in _kept(folder, version.source) if kept.name != _stem(version)]
    if not earlier:
        return None
    progress = progress or Progress()
    return _changes(_read_kept(earlier[-1], progress), _read(folder, version, progress))


def _changes(before: ParsedList, after: ParsedList) -> Changes:
    found = difference(before.entries, after.entries)
    gone, fresh = set(found.removed), {*found.added, *found.changed}
    old = {e.id: e for e in before.entries if e.id in gone or e.id in fresh}
    new = {e.id: e for e in after.entries if e.id in fresh}
    return Changes(
        before.version,
        after.version,
        tuple(_named(new[id_]) for id_ in found.added),
        tuple(_named(new[id_], changed_facts(old[id_], new[id_])) for id_ in found.changed),
        tuple(_named(old[id_]) for id_ in found.removed),
    )


def _named(entry: Entry, facts: tuple[str, ...] = ()) -> Named:
    return Named(entry.id, entry.name, entry.kind, entry.reference, facts)


def _kept(folder: Path, source: str) -> Sequence[Path]:
    """The versions kept of one list, the latest import last."""
    found = [kept for kept in folder.glob(f"{source}_*") if (kept / ABOUT).is_file()]
    return sorted(found, key=lambda kept: ((kept / ABOUT).stat().st_mtime_ns, kept.name))


def _drop_old(folder: Path, version: ListVersion) -> None:
    """Keep the version in use and a few before it: for the difference, and to go on when one is lost."""
    for kept in _kept(folder, version.source)[:-KEPT]:
        shutil.rmtree(kept)


# --- is it fresh enough


def freshness(version: ListVersion, today: date, limits: Mapping[str, int | str]) -> str:
    """`fresh`, `aging` (old enough to say so), `stale` (can support no decision) or `undated`.

    `limits` are the authority table's `warn_days` and `stale_days`.
    """
    days = age(version, today)
    if days is None:
        return "undated"
    if days > int(limits["stale_days"]):
        return "stale"
    return "aging" if days > int(limits["warn_days"]) else "fresh"


# --- is what is kept what is searched


@dataclass(frozen=True)
class Verified:
    """One list in use against its kept file: each is true when they agree. `problem` says why it could not be read."""

    version: ListVersion
    digest: bool
    counts: bool
    problem: str = ""

    @property
    def sound(self) -> bool:
        return self.digest and self.counts


def verify(folder: Path, progress: Progress | None = None) -> tuple[Verified, ...]:
    """Read every kept file again and compare its digest and counts with those of the index in use."""
    return tuple(_verified(folder, version, progress) for version in installed(folder))


def _verified(folder: Path, version: ListVersion, progress: Progress | None) -> Verified:
    try:
        again = _read(folder, version, progress).version
    except Problem as problem:
        return Verified(version, False, False, problem.text)
    return Verified(version, again.digest == version.digest, dict(again.counts) == dict(version.counts))


# --- tables of any publisher


def columns(path: Path, most: int = 5) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The heads of a table and its first rows; raises Problem for a file that is no table."""
    return table_start(path, most)


def saved_mapping(folder: Path, heads: Sequence[str]) -> CsvMapping | None:
    """What a person said these very columns hold when such a table was imported last; None for new columns."""
    return next((mapping for known, mapping in _mappings(folder) if known == _plain(heads)), None)


def save_mapping(folder: Path, heads: Sequence[str], mapping: CsvMapping) -> None:
    """Remember for the next file of this source what its columns hold."""
    others = [(known, old) for known, old in _mappings(folder) if old.source != mapping.source]
    rows = [{"columns": known, "mapping": asdict(one)} for known, one in (*others, (_plain(heads), mapping))]
    write_safely(folder / MAPPINGS, canonical(rows))


def _mappings(folder: Path) -> list[tuple[list[str], CsvMapping]]:
    try:
        rows = json.loads((folder / MAPPINGS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [(row["columns"], CsvMapping(**row["mapping"])) for row in rows]


def _plain(heads: Sequence[str]) -> list[str]:
    return [head.strip().lower() for head in heads]
