"""The leak scanner: proves that no hidden value stands anywhere in a set of files (¶27).

It reads names of files, what pages show, comments, attributes, properties, files within files; it compares without
accents, capitals, spaces, hyphens and line ends, names in any order, and looks for digests, base64 and hexadecimal
digits, and for the initials of a person beside one of its days. What is telling in a value is the rule of `patterns`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from desktop.documents.leaks.encoded import Digests, Initials, decoded_texts
from desktop.documents.leaks.folding import APART, folded, parted
from desktop.documents.leaks.hidden import HiddenValue, Leak, LeakForm
from desktop.documents.leaks.patterns import Patterns, words_within
from desktop.documents.leaks.texts import readings, texts

SMALL, LETTERS = (
    2,
    6,
)  # characters of a piece, and letters of one, that may be a part of a word: a name letter by letter
EDGE = 120  # characters of a text beside another that are looked at with it: no pattern is much longer


def look(files: Mapping[str, bytes], hidden: Sequence[HiddenValue], published: Iterable[str]) -> tuple[Leak, ...]:
    """Where a hidden value stands in these files, by their names; nothing where none does.

    `published` are texts that leave by rule although a hidden value is a part of them (a firm that bears its owner's
    name, words of the tables); only within them such a value is no leak. A text that stands in several files alike is
    reported of the first. Raises Problem `leaks-unreadable` for a file that cannot be read, since nothing is proven of
    it.
    """
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
        self._patterns = Patterns(hidden, published)
        self._digests = Digests(hidden)
        self._initials = Initials(hidden)
        self._edges: dict[str, tuple[bool, bool]] = {}  # of each text: whether a value may reach into it, and out of it
        self._joined: set[str] = set()
        self._names, self._words = words_within(hidden)

    def look(self, name: str, content: bytes) -> Iterator[tuple[LeakForm, int]]:
        for part in (name, *_parts_of(name)):
            yield from self._all(parted(part), is_name=True)
            yield from self._all(part, is_name=True)
        pieces = list(texts(name, content))
        edges = self._edges
        new = [piece for piece in dict.fromkeys(pieces) if piece not in edges]
        yield from self._all(self._text(new), is_name=False)
        reading = [own for piece in new if not piece.isalnum() for own in readings(piece)]
        yield from self._all(f" {APART} ".join(reading), is_name=False)
        yield from self._all(f" {APART} ".join(self._across(pieces)), is_name=False)

    def _text(self, pieces: Sequence[str]) -> str:
        """These pieces as one text; notes of each whether a hidden value may reach over its edges."""
        for piece in pieces:
            self._edges[piece] = self._reaches(piece)
        return f" {APART} ".join(pieces)

    def _reaches(self, piece: str) -> tuple[bool, bool]:
        if len(piece) <= SMALL or (len(piece) <= LETTERS and piece.isalpha()):
            return True, True
        if " " not in piece and len(piece) <= EDGE:
            words = folded(piece).words
            within = self._words if len(words) == 1 else self._names
            return (words[0] in within, words[-1] in within) if words else (False, False)
        first, last = piece[:EDGE].split(None, 1)[:1], piece[-EDGE:].rsplit(None, 1)[-1:]
        begun, ended = folded("".join(first)).words, folded("".join(last)).words
        return bool(begun) and begun[0] in self._names, bool(ended) and ended[-1] in self._names

    def _across(self, pieces: Sequence[str]) -> list[str]:
        """Runs of pieces that follow each other and over whose edges a hidden value may reach, each run once."""
        reaches = [self._edges[piece] for piece in pieces]
        open_edges = [at for at, (before, after) in enumerate(pairwise(reaches)) if before[1] and after[0]]
        runs, at = dict[str, None](), 0
        while at < len(open_edges):
            first = at
            while at + 1 < len(open_edges) and open_edges[at + 1] == open_edges[at] + 1:
                at += 1
            start, end = open_edges[first], open_edges[at] + 1
            runs["\n".join((pieces[start][-EDGE:], *pieces[start + 1 : end], pieces[end][:EDGE]))] = None
            at += 1
        new = [run for run in runs if run not in self._joined]
        self._joined.update(new)
        return new

    def _all(self, text: str, *, is_name: bool) -> Iterator[tuple[LeakForm, int]]:
        compared = folded(text)
        yield from ((LeakForm.PLAIN, place) for place in self._patterns.matches(compared))
        yield from ((LeakForm.DIGEST, place) for place in self._digests.matches(text, compared))
        for inner in decoded_texts(text):
            yield from ((LeakForm.ENCODED, place) for place in self._patterns.matches(folded(inner)))
        yield from ((LeakForm.INITIALS, place) for place in self._initials.matches(text, is_name=is_name))


def _parts_of(name: str) -> list[str]:
    return [part for part in re.split(r"[/\\]", name) if part != name]
