"""The sanctions lists of this machine: import one, see what is installed, make them searchable.

Lists are public and lie unencrypted in the office's `lists` folder: each version as it was published, one index over
the newest version of each. An import never leaves a half list: the old index serves until the new one is whole.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import canonical
from desktop.screening.index import Index, build_index
from desktop.screening.lists import Difference, ListVersion, ParsedList, check_against, difference, read_list

INDEX = "index.sqlite"
UN = "un-sc"


@dataclass(frozen=True)
class Imported:
    """What an import brought: the version now in use and what changed against the one before, if there was one."""

    version: ListVersion
    changes: Difference | None


def install(
    folder: Path, path: Path, progress: Progress | None = None, *, accept: bool = False, published: str = ""
) -> Imported:
    """Import a list file and make it searchable.

    Raises Problem, leaving everything as it was, for a file that is not a whole list, older than the one held, or
    doubtful; `accept` is a person's word that the doubts were read.
    """
    progress = progress or Progress()
    parsed = read_list(path, progress, published=published)
    held = next((v for v in installed(folder) if v.source == parsed.version.source), None)
    doubts = (*parsed.doubts, *check_against(held, parsed.version))
    if doubts and not accept:
        raise Problem(" ".join(doubts), _("Check the file, then import it again with your confirmation."))
    before = read_list(_file(folder, held)) if held else None
    kept = _keep(folder, path, parsed.version)
    others = [read_list(_file(folder, v)) for v in installed(folder) if v.source != parsed.version.source]
    fresh = read_list(kept, progress, published=published)
    build_index(folder / INDEX, [*others, fresh], progress)
    changes = difference(before.entries, fresh.entries) if before else None
    return Imported(fresh.version, changes)


def _keep(folder: Path, path: Path, version: ListVersion) -> Path:
    """The list's own file in the folder, under a name that says what it is."""
    target = _file(folder, version, path.suffix)
    if not target.exists():
        part = target.with_name(f"{target.name}.part")
        shutil.copyfile(path, part)
        part.replace(target)
    write_safely(target.with_suffix(".json"), canonical({"published": version.published}))
    return target


def _file(folder: Path, version: ListVersion, suffix: str = "") -> Path:
    stem = f"{version.source}-{version.published or 'undated'}-{version.digest[:12]}"
    if suffix:
        return folder / f"{stem}{suffix}"
    found = [p for p in folder.glob(f"{stem}.*") if p.suffix not in (".json", ".part")]
    if not found:
        raise Problem(
            _("The file of the list “{title}” is gone; the lists in use are unchanged.").format(title=version.title),
            _("Import that list again."),
        )
    return found[0]


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
