"""The leak scanner: proves that no hidden value stands anywhere in a set of files (¶27).

It reads names of files, what pages show, comments, attributes, properties, files within files; it compares without
accents, capitals, spaces, hyphens and line ends, names in any order, and looks for digests, base64 and hexadecimal
digits, and for the initials of a person beside one of its days. What is telling in a value is the rule of `patterns`.
"""

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import accumulate
from multiprocessing import get_context

from desktop.base.errors import Problem
from desktop.base.process import forbid_dumps
from desktop.base.text import _
from desktop.documents.leaks.encoded import Digests, Initials, decoded_texts
from desktop.documents.leaks.folding import APART, WordFolding, folded, parted
from desktop.documents.leaks.hidden import HiddenValue, Leak, LeakForm
from desktop.documents.leaks.patterns import Patterns, words_within
from desktop.documents.leaks.texts import UnreadableFile, readings, texts

SMALL, LETTERS = 2, 6  # characters of a piece, and letters of one, that may be a part of a word: a name by letters
LARGE, UNFOLDING = 40_000_000, 6  # bytes that two processes read at once; of a paper or a workbook each is as six
EDGE = 120  # characters of a text beside another that are looked at with it: no pattern is much longer


def look(files: Mapping[str, bytes], hidden: Sequence[HiddenValue], published: Iterable[str]) -> tuple[Leak, ...]:
    """Where a hidden value stands in these files, by their names; nothing where none does.

    `published` are texts that leave by rule although a hidden value is a part of them (a firm that bears its owner's
    name, words of the tables); only within them such a value is no leak. A text that stands in several files alike is
    reported of the first. Large files are read in two halves at once, each in a process of its own; each reports its
    first. Raises Problem `leaks-unreadable` for a file that cannot be read, since nothing is proven of it.
    """
    first, second = _halves(files)
    try:
        return _side_by_side(first, second, hidden, list(published)) if second else _looked(first, hidden, published)
    except UnreadableFile as error:
        raise Problem(
            _("“{name}” cannot be read to see whether anything hidden is in it; nothing was handed out.").format(
                name=error
            ),
            _("Write the edition again. If it happens again, tell support."),
            code="leaks-unreadable",
        ) from error


def _halves(files: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """The files in their order, so that those of one language stay together; all in the first where one process does.

    A second process costs its start and the patterns once more: two seconds on an old laptop.
    """
    weights = list(accumulate(len(content) * _unfolds(content) for content in files.values()))
    if not weights or weights[-1] < LARGE or os.cpu_count() == 1:
        return files, {}
    cut = bisect_left(weights, weights[-1] / 2) + 1
    listed = list(files.items())
    return dict(listed[:cut]), dict(listed[cut:])


def _unfolds(content: bytes) -> int:
    return UNFOLDING if content.startswith((b"PK", b"%PDF")) else 1


def _side_by_side(
    first: Mapping[str, bytes], second: Mapping[str, bytes], hidden: Sequence[HiddenValue], published: Sequence[str]
) -> tuple[Leak, ...]:
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=forbid_dumps) as beside:
        try:
            others = beside.submit(_looked, second, hidden, published)
            leaks = _looked(first, hidden, published)
            return leaks + others.result()
        except (OSError, BrokenProcessPool):  # the system has no room for it: proven all the same, one after the other
            return _looked(first, hidden, published) + _looked(second, hidden, published)


def _looked(files: Mapping[str, bytes], hidden: Sequence[HiddenValue], published: Iterable[str]) -> tuple[Leak, ...]:
    scanner = _Scanner(hidden, published)
    leaks: dict[Leak, None] = {}
    for name, content in files.items():
        for form, place in scanner.look(name, content):
            leaks[Leak(name, hidden[place].kind, form, place)] = None
    return tuple(leaks)


class _Scanner:
    """Looks at each text once, whatever the number of files and forms in which it stands, and at what it stands beside
    where a hidden value could reach from one text into the next."""

    def __init__(self, hidden: Sequence[HiddenValue], published: Iterable[str]) -> None:
        self._folding = WordFolding()
        self._patterns = Patterns(hidden, published)
        self._digests = Digests(hidden)
        self._initials = Initials(hidden)
        self._edges = _Edges(hidden, self._folding)
        self._joined: set[str] = set()

    def look(self, name: str, content: bytes) -> Iterator[tuple[LeakForm, int]]:
        for part in (name, *_parts_of(name)):
            yield from self._all(parted(part), is_name=True)
            yield from self._all(part, is_name=True)
        pieces = texts(name, content)
        edges = bytes(map(self._edges.__getitem__, pieces))
        new = self._edges.new()
        reading = [own for piece in new if not piece.isalnum() for own in readings(piece)]
        for together in (new, reading, self._across(pieces, edges)):
            yield from self._all(f" {APART} ".join(together), is_name=False)

    def _across(self, pieces: Sequence[str], edges: bytes) -> list[str]:
        """Runs of pieces that follow each other and over whose edges a hidden value may reach, each run once."""
        runs = dict[str, None]()
        for run in _REACHING.finditer(edges):
            start, end = run.start(), run.end() - 1
            runs["\n".join((pieces[start][-EDGE:], *pieces[start + 1 : end], pieces[end][:EDGE]))] = None
        new = [run for run in runs if run not in self._joined]
        self._joined.update(new)
        return new

    def _all(self, text: str, *, is_name: bool) -> Iterator[tuple[LeakForm, int]]:
        compared = self._folding.folded(text)
        yield from ((LeakForm.PLAIN, place) for place in self._patterns.matches(compared))
        yield from ((LeakForm.DIGEST, place) for place in self._digests.matches(compared))
        for part in self._folding.new():
            yield from ((LeakForm.DIGEST, place) for place in self._digests.in_base64(part))
            for inner in decoded_texts(part):
                yield from ((LeakForm.ENCODED, place) for place in self._patterns.matches(folded(inner)))
        yield from ((LeakForm.INITIALS, place) for place in self._initials.matches(text, is_name=is_name))


INTO, OUT_OF = 1, 2
_REACHING = re.compile(rb"[\x02\x03]\x03*[\x01\x03]")  # pieces from one into the next of which a value may reach


class _Edges(dict[str, int]):
    """Of each text whether a hidden value may reach into it and out of it; one that is new is looked at and noted."""

    def __init__(self, hidden: Sequence[HiddenValue], folding: WordFolding) -> None:
        super().__init__()
        self._names, self._words = words_within(hidden)
        self._folding = folding
        self._new: list[str] = []

    def new(self) -> list[str]:
        """The texts that are new since this was asked before."""
        new, self._new = self._new, []
        return new

    def __missing__(self, piece: str) -> int:
        self._new.append(piece)
        self[piece] = edges = self._of(piece)
        return edges

    def _of(self, piece: str) -> int:
        if len(piece) <= SMALL or (len(piece) <= LETTERS and piece.isalpha()):
            return INTO | OUT_OF
        first, last = self._folding.ends(piece, EDGE)
        within = self._words if " " not in piece and len(piece) <= EDGE and first == last else self._names
        return (INTO if first in within else 0) | (OUT_OF if last in within else 0)


def _parts_of(name: str) -> list[str]:
    return [part for part in re.split(r"[/\\]", name) if part != name]
