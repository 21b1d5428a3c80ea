"""The matcher as `score.py` wants it: `score.py --path tests/bench/screening --matcher matcher:match ...`.

A short list of names is scored by `match.score`; a long one is indexed once and searched as the program searches.
"""

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from desktop.screening.entries import EntryKind, ListEntry, ListName, ListVersion, NameQuality, ParsedList
from desktop.screening.index import Index, build_index
from desktop.screening.match import score
from desktop.screening.names import parse

SHORT = 50


def match(query: str, names: Sequence[str], kind: str = "person") -> list[tuple[str, float]]:
    read_as = entry_kind(kind)
    if len(names) <= SHORT:
        return [(name, score(query, name, read_as)) for name in names]
    lists_of_names.setdefault(id(names), tuple(names))
    index, group = indexed(id(names), read_as), "p" if read_as is EntryKind.PERSON else "o"
    scored = index.scored_names(parse(query, read_as), group)
    return [(text, close) for close, _entry, text, _quality, _name in scored]


def entry_kind(kind: str) -> EntryKind:
    """The kind that a row of the labelled pairs means: `person`, or `org`."""
    return EntryKind.PERSON if kind == "person" else EntryKind.ORGANISATION


lists_of_names: dict[int, tuple[str, ...]] = {}


@cache
def indexed(number: int, kind: EntryKind) -> Index:
    path = Path(tempfile.mkdtemp()) / "names.sqlite"
    build_index(path, [list_of(lists_of_names[number], kind)])
    return Index.open(path)


def list_of(names: Sequence[str], kind: EntryKind) -> ParsedList:
    """A list whose entries have one name each."""
    entries = [
        ListEntry("bench", str(number), kind, (ListName(name, NameQuality.PRIMARY),))
        for number, name in enumerate(names)
    ]
    return ParsedList(ListVersion("bench", "bench", "", "", {kind: len(entries)}), entries)
