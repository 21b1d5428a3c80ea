"""The sanctions lists of this machine: import one, see what is installed, make them searchable.

Lists are public and lie unencrypted in the office's `lists` folder: each version as it was published, one index over
the newest version of each. An import never leaves a half list: the old index serves until the new one is whole.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import PART, write_safely
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import canonical, sha256
from desktop.screening.index import Index, build_index
from desktop.screening.lists import (
    Difference,
    Entry,
    ListVersion,
    ParsedList,
    check_against,
    companions,
    difference,
    read_list,
)

INDEX = "index.sqlite"
UN = "un-sc"
PRACTICE = "practice-un.xml"  # the invented list of the training office
TITLES = (N_("UN Security Council"), N_("World Bank"), N_("European Union"))  # as the lists are called in records
ABOUT = "about.json"
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
    """One entry that a new version added, changed or removed."""

    id: str
    name: str
    kind: str
    reference: str


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


def examine(folder: Path, path: Path, progress: Progress | None = None, *, published: str = "") -> Examined:
    """Read a list file and say what it is and what is doubtful about it; nothing is changed.

    `published` dates a file that carries no date. Raises Problem for a file that is not a whole list or is older
    than the one held.
    """
    parsed = read_list(path, progress or Progress(), published=published)
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
    for source in sorted({kept.parent.name.rsplit("_", 2)[0] for kept in folder.glob(f"*/{ABOUT}")}):
        kept = _kept(folder, source)[-1]
        yield read_list(_list_in(kept), published=_date_of(kept))


def rebuild(folder: Path, progress: Progress | None = None) -> None:
    """Make the lists kept searchable again, after an update of the program or damage to the index."""
    build_index(folder / INDEX, list(_latest(folder)), progress or Progress())


def install(
    folder: Path, path: Path, progress: Progress | None = None, *, accept: bool = False, published: str = ""
) -> Imported:
    """Import a list file and make it searchable.

    Raises Problem, leaving everything as it was, for a file that is not a whole list, older than the one held, or
    doubtful; `accept` is a person's word that the doubts were read.
    """
    progress = progress or Progress()
    found = examine(folder, path, progress, published=published)
    if found.doubts and not accept:
        raise Problem(" ".join(found.doubts), _("Check the file, then import it again with your confirmation."))
    before = _read(folder, found.held) if found.held else None
    kept = _keep(folder, path, found.version)
    others = [_read(folder, v) for v in _in_use(folder) if v.source != found.version.source]
    fresh = read_list(kept, progress, published=published)
    build_index(folder / INDEX, [*others, fresh], progress)
    changes = difference(before.entries, fresh.entries) if before else None
    _drop_old(folder, fresh.version)
    return Imported(fresh.version, changes)


def _read(folder: Path, version: ListVersion, progress: Progress | None = None) -> ParsedList:
    """A version kept in the folder, with the date that it was given when its file has none."""
    return read_list(_file(folder, version), progress, published=version.published)


def is_practice(path: Path) -> bool:
    """Whether this is the invented list of the training office, which may screen nobody real."""
    try:
        return sha256(path.read_bytes()) == sha256((paths.resources() / "reference" / PRACTICE).read_bytes())
    except OSError as error:
        raise Problem(
            _("“{name}” could not be read; nothing was imported.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
        ) from error


def _keep(folder: Path, path: Path, version: ListVersion) -> Path:
    """The list's files in a folder of their own, whose name says what they are."""
    target = folder / _stem(version)
    if not target.exists():
        part = folder / f"{target.name}{PART}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        shutil.copyfile(path, part / f"list{path.suffix.lower()}")
        for number, beside in enumerate(companions(path)):
            shutil.copyfile(beside, part / f"beside-{number}{beside.suffix.lower()}")
        part.replace(target)
    write_safely(target / ABOUT, canonical({"published": version.published}))
    return _list_in(target)


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


def compare(old: Path, new: Path) -> tuple[ParsedList, ParsedList, Difference]:
    """What one list file changes against another."""
    before, after = read_list(old), read_list(new)
    return before, after, difference(before.entries, after.entries)


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
    before = read_list(_list_in(earlier[-1]), progress, published=_date_of(earlier[-1]))
    after = _read(folder, version, progress)
    found = difference(before.entries, after.entries)
    old, new = _named(before.entries, found.removed), _named(after.entries, (*found.added, *found.changed))
    return Changes(
        before.version,
        after.version,
        tuple(new[id_] for id_ in found.added),
        tuple(new[id_] for id_ in found.changed),
        tuple(old[id_] for id_ in found.removed),
    )


def _named(entries: Iterable[Entry], wanted: Iterable[str]) -> Mapping[str, Named]:
    ids = set(wanted)
    return {e.id: Named(e.id, e.name, e.kind, e.reference) for e in entries if e.id in ids}


def _kept(folder: Path, source: str) -> Sequence[Path]:
    """The versions kept of one list, the latest import last."""
    found = [kept for kept in folder.glob(f"{source}_*") if (kept / ABOUT).is_file()]
    return sorted(found, key=lambda kept: ((kept / ABOUT).stat().st_mtime_ns, kept.name))


def _date_of(kept: Path) -> str:
    """The date under which a version was imported."""
    return str(json.loads((kept / ABOUT).read_text(encoding="utf-8"))["published"])


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
