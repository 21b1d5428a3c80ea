"""The leak scanner: proves that no hidden value stands anywhere in a set of files (¶27).

It reads names of files, what pages show, comments, attributes, properties, files within files; it compares without
accents, capitals, spaces, hyphens and line ends, names in any order, and looks for digests, base64 and hexadecimal
digits, and for the initials of a person beside one of its days. What is telling in a value is the rule of `patterns`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from desktop.documents.leaks.encoded import Digests, Initials, decoded_texts
from desktop.documents.leaks.folding import APART, WordFolding, folded, parted
from desktop.documents.leaks.hidden import HiddenValue, Leak, LeakForm
from desktop.documents.leaks.patterns import Patterns, words_within
from desktop.documents.leaks.texts import readings, texts

SMALL, LETTERS = 2, 6  # characters of a piece, and letters of one, that may be a part of a word: a name by letters
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
