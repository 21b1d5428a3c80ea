"""The matcher as `score.py` wants it: `score.py --path tests/bench/screening --matcher matcher:match ...`.

A short list of names is scored by `match.score`; a long one is indexed once and searched as the program searches.
"""

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from desktop.screening.index import Index, build_index
from desktop.screening.lists import Entry, ListName, ListVersion, ParsedList
from desktop.screening.match import score
from desktop.screening.names import parse

SHORT = 50


def match(query: str, names: Sequence[str], kind: str = "person") -> list[tuple[str, float]]:
    if len(names) <= SHORT:
        return [(name, score(query, name, kind)) for name in names]
    held.setdefault(id(names), tuple(names))
    group = "p" if kind == "person" else "o"
    asked = parse(query, "person" if kind == "person" else "organisation")
    return [(text, close) for close, _entry, text, _quality, _name in indexed(id(names), kind).judged(asked, group)]


held: dict[int, tuple[str, ...]] = {}


@cache
def indexed(number: int, kind: str) -> Index:
    path = Path(tempfile.mkdtemp()) / "names.sqlite"
    build_index(path, [named(held[number], kind)])
    return Index.open(path)


def named(names: Sequence[str], kind: str) -> ParsedList:
    """A list whose entries have one name each."""
    wide = "person" if kind == "person" else "organisation"
    entries = [Entry("bench", str(n), wide, (ListName(name, "primary"),)) for n, name in enumerate(names)]
    return ParsedList(ListVersion("bench", "bench", "", "", {wide: len(entries)}), entries)
