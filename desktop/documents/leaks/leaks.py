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
from desktop.documents.leaks.patterns import Patterns
from desktop.documents.leaks.texts import texts

SHORT = 6  # characters of a text that is looked at wherever it stands: a name may be drawn letter by letter
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
    def __init__(self, hidden: Sequence[HiddenValue], published: Iterable[str]) -> None:
        self._patterns = Patterns(hidden, published)
        self._digests = Digests(hidden)
        self._initials = Initials(hidden)
        self._looked_at: set[int] = set()  # pairs of texts that stood beside each other

    def look(self, name: str, content: bytes) -> Iterator[tuple[LeakForm, int]]:
        for part in (name, *_parts_of(name)):
            yield from self._all(parted(part), is_name=True)
            yield from self._all(part, is_name=True)
        yield from self._all(self._new(texts(name, content)), is_name=False)

    def _new(self, pieces: Iterable[str]) -> str:
        """What of these texts was not looked at before, with the edges of what stands beside it.

        The formats of an edition say the same words; each pair of texts that follow each other is looked at once.
        """
        new, looked_at, is_joined = list[str](), self._looked_at, False
        for before, piece in pairwise(("", *pieces)):
            pair = hash((before, piece))
            if pair in looked_at and len(piece) > SHORT:
                is_joined = False
                continue
            looked_at.add(pair)
            if not is_joined:
                new.append(f" {APART} {before[-EDGE:]}")
            new.append(piece)
            is_joined = True
        return "\n".join(new)

    def _all(self, text: str, *, is_name: bool) -> Iterator[tuple[LeakForm, int]]:
        compared = folded(text)
        yield from ((LeakForm.PLAIN, place) for place in self._patterns.matches(compared))
        yield from ((LeakForm.DIGEST, place) for place in self._digests.matches(text, compared))
        for inner in decoded_texts(text):
            yield from ((LeakForm.ENCODED, place) for place in self._patterns.matches(folded(inner)))
        yield from ((LeakForm.INITIALS, place) for place in self._initials.matches(text, is_name=is_name))


def _parts_of(name: str) -> list[str]:
    return [part for part in re.split(r"[/\\]", name) if part != name]
