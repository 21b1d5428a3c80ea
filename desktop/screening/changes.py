"""What one version of a list changed against another: by entry id, and by name for a person to read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.screening.entries import EntryKind, ListEntry, ListVersion, ParsedList
from desktop.screening.lists import read_list


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version of a list changed against another, as entry ids in the order of the files."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class ChangedEntry:
    """One entry that a new version added, changed or removed; `facts` are those that changed, by their names.

    `former` is the name that a changed one had before.
    """

    id: str
    name: str
    kind: EntryKind
    reference: str
    facts: tuple[str, ...] = ()
    former: str = ""


@dataclass(frozen=True)
class ListChanges:
    """What the version `after` changed against the version `before`, by name."""

    before: ListVersion
    after: ListVersion
    added: tuple[ChangedEntry, ...]
    changed: tuple[ChangedEntry, ...]
    removed: tuple[ChangedEntry, ...]


def difference(old: Iterable[ListEntry], new: Iterable[ListEntry]) -> Difference:
    """What changed from one version to the next, by entry id; two files of any size, one entry in memory at a time."""
    return _difference(old, new, lambda entry: None)


def _difference(old: Iterable[ListEntry], new: Iterable[ListEntry], keep: Callable[[ListEntry], None]) -> Difference:
    """The same; `keep` is called with each entry of the new version that is not in the old one as it is."""
    before = {entry.id: entry.digest() for entry in old}
    added: list[str] = []
    changed: list[str] = []
    seen: set[str] = set()
    for entry in new:
        seen.add(entry.id)
        if before.get(entry.id) == entry.digest():
            continue
        (changed if entry.id in before else added).append(entry.id)
        keep(entry)
    return Difference(tuple(added), tuple(changed), tuple(key for key in before if key not in seen))


def list_changes(before: ParsedList, after: ParsedList) -> ListChanges:
    """What changed from one version to the next, by name; only the entries that differ are held in memory."""
    new: dict[str, ListEntry] = {}
    ids = _difference(before.entries, after.entries, lambda entry: new.update({entry.id: entry}))
    replaced = {*ids.changed, *ids.removed}
    old = {entry.id: entry for entry in before.entries if entry.id in replaced} if replaced else {}
    return ListChanges(
        before.version,
        after.version,
        tuple(_changed_entry(new[id_]) for id_ in ids.added),
        tuple(_changed_entry(new[id_], _changed_facts(old[id_], new[id_]), old[id_].name) for id_ in ids.changed),
        tuple(_changed_entry(old[id_]) for id_ in ids.removed),
    )


def compare_files(old: Path, new: Path) -> ListChanges:
    """What one list file changes against another, entry by entry; raises Problem for files of two lists."""
    before, after = read_list(old), read_list(new)
    if before.version.source != after.version.source:
        raise Problem(
            _("“{old}” and “{new}” are two lists, not two versions of one.").format(
                old=_(before.version.title), new=_(after.version.title)
            ),
            _("Choose two files of the same publisher."),
            code="two-different-lists",
        )
    return list_changes(before, after)


def _changed_entry(entry: ListEntry, facts: tuple[str, ...] = (), former: str = "") -> ChangedEntry:
    return ChangedEntry(entry.id, entry.name, entry.kind, entry.reference, facts, former)


def _changed_facts(old: ListEntry, new: ListEntry) -> tuple[str, ...]:
    """Which facts of an entry differ between two versions of its list, by their names; the raw text does not count."""
    return tuple(f.name for f in fields(ListEntry) if f.name != "raw" and getattr(old, f.name) != getattr(new, f.name))
