"""What is looked for, made of the hidden values, and how all of it is looked for in one pass.

Rule for what is telling, so that no edition is refused for a word of the language:

- a person: the whole name from any of its words on, and its first with its last word; of two words and seven letters in
  all at least, since *Ba* or *Marie* tell of nobody. The second half of a double name (Diop-Lavergne) from ten letters.
- an organization: its name from five letters, since single rare words are names of firms.
- a text: whole from three words and fifteen letters; of a longer one every eight words of thirty letters, since a
  phrase that short is nobody's secret and a longer quotation holds eight words in a row of it.
- a number: seven signs, or eight where all are figures, and the last nine of a longer one (a telephone without its
  country), since shorter ones are years, sums and counts.
- an address: eight signs. The name of a file: eight, its ending among them.

What has fewer than `LONG` letters counts only where words begin and end with it (*Awa Diop* is not in *Dawa Diopside*).
What an edition publishes by rule, such as the name of a firm that holds its owner's, is not held against it.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from desktop.documents.leaks.folding import APART, Folded, folded
from desktop.documents.leaks.hidden import HiddenKind, HiddenValue

LONG = 11  # letters from which a pattern is looked for at any place
SPAN, STRIDE = 8, 4  # a pattern of LONG letters holds SPAN letters that begin at a multiple of STRIDE of any text
HEAD = 5  # letters by which a shorter one is looked up where a word begins
NAME, TEXT_WORDS, TEXT_LETTERS, SHINGLE, SHINGLE_LETTERS = 7, 3, 15, 8, 30
FIRM, NUMBER, FIGURES, LAST_FIGURES, ADDRESS, DOUBLE = 5, 7, 8, 9, 8, 10
AROUND = 60  # letters from the beginning of a pattern by which the published texts that hold it are looked up
MOST_WORDS = 8  # of a name, from each of which it may begin


class Pattern(NamedTuple):
    """Letters that are looked for, and the hidden value they stand for."""

    letters: str
    place: int
    is_whole: bool  # words begin and end with it


class _Covers:
    """The published texts that hold a pattern, by how many letters stand before it and by the letters around it: many
    texts may say the same but for a word, and each is asked at every place where a text says it."""

    def __init__(self) -> None:
        self._wholes: defaultdict[tuple[int, int], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, before: int, whole: str) -> None:
        """A published text that holds the pattern after so many letters."""
        around = min(len(whole), before + AROUND)
        self._wholes[before, around][whole[:around]].add(whole)

    def cover(self, start: int, run: str) -> bool:
        """Whether the pattern that stands here is a part of a published text."""
        for (before, around), wholes in self._wholes.items():
            begins = start - before
            if begins >= 0 and any(
                run.startswith(own, begins) for own in wholes.get(run[begins : begins + around], ())
            ):
                return True
        return False


class Patterns:
    """All patterns of the hidden values, by the letters under which they are looked up."""

    def __init__(self, hidden: Sequence[HiddenValue], published: Iterable[str]) -> None:
        self._spans: defaultdict[str, list[tuple[int, Pattern]]] = defaultdict(list)
        self._heads: defaultdict[str, list[Pattern]] = defaultdict(list)
        self._begins = _Begins()
        self._covers: defaultdict[str, _Covers] = defaultdict(_Covers)
        places: dict[tuple[str, bool], int] = {}  # what several values have in common is looked for once
        for place, value in enumerate(hidden):
            for letters, is_whole in dict(_telling(value)).items():
                places.setdefault((letters, is_whole or len(letters) < LONG), place)
        for (letters, is_whole), place in places.items():
            self._add(Pattern(letters, place, is_whole))
        for text in dict.fromkeys(published):
            own = folded(text)
            for start, pattern in list(self._all(own)):
                self._covers[pattern.letters].add(start, own.run)

    def _add(self, pattern: Pattern) -> None:
        if len(pattern.letters) < LONG:
            self._heads[pattern.letters[:HEAD]].append(pattern)
            self._begins.add(pattern.letters[:HEAD])
            return
        for within in range(STRIDE):
            self._spans[pattern.letters[within : within + SPAN]].append((within, pattern))

    def matches(self, text: Folded) -> Iterator[int]:
        """The hidden values that stand in a text, by their places."""
        for start, pattern in self._all(text):
            covers = self._covers.get(pattern.letters)
            if covers is None or not covers.cover(start, text.run):
                yield pattern.place

    def _all(self, text: Folded) -> Iterator[tuple[int, Pattern]]:
        run, starts = text.run, text.starts()
        spans, heads = self._spans, self._heads
        for at in [at for at in range(0, len(run) - SPAN + 1, STRIDE) if run[at : at + SPAN] in spans]:
            for within, pattern in spans[run[at : at + SPAN]]:
                start = at - within
                if start >= 0 and run.startswith(pattern.letters, start):
                    end = start + len(pattern.letters)
                    if not pattern.is_whole or (_is_among(start, starts) and _is_among(end, starts)):
                        yield start, pattern
        for word in [word for word, begins in enumerate(map(self._begins.__getitem__, text.words)) if begins]:
            at = starts[word]
            for pattern in heads.get(run[at : at + HEAD], ()):
                if run.startswith(pattern.letters, at) and _is_among(at + len(pattern.letters), starts):
                    yield at, pattern


class _Begins(dict[str, bool]):
    """Of each word whether one of the shorter patterns may begin with it."""

    def __init__(self) -> None:
        super().__init__()
        self._beginnings: set[str] = set()

    def add(self, head: str) -> None:
        """A pattern that begins so."""
        self.clear()
        self._beginnings.update(head[: at + 1] for at in range(len(head)))

    def __missing__(self, word: str) -> bool:
        self[word] = begins = word[:HEAD] in self._beginnings
        return begins


def _is_among(number: int, numbers: Sequence[int]) -> bool:
    """Whether a number is among others that grow."""
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def words_within(hidden: Sequence[HiddenValue]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of names and numbers, and those of every value: a value that stands in two texts is parted at these."""
    names, every = set[str](), set[str]()
    for value in hidden:
        words = folded(value.text).words
        every.update(words)
        if value.kind is not HiddenKind.TEXT or len(words) <= TEXT_WORDS:
            names.update(words)
    return frozenset(names), frozenset(every)


_PARTICLES = frozenset(
    (
        *("al", "ben", "bin", "bint", "da", "das", "de", "del", "della", "der", "di", "do", "dos", "du", "el", "ibn"),
        *("la", "las", "le", "los", "van", "von", "y"),
    )
)


def _telling(value: HiddenValue) -> Iterator[tuple[str, bool]]:
    """What of a value is looked for, and whether words have to begin and end with it."""
    words = [word for word in folded(value.text).words if word != APART]
    run = "".join(words)
    match value.kind:
        case HiddenKind.PERSON:
            yield from ((letters, False) for letters in _of_person(value.text, words) if len(letters) >= NAME)
        case HiddenKind.ORGANIZATION:
            if len(run) >= FIRM:
                yield run, len(words) == 1
        case HiddenKind.TEXT:
            yield from ((letters, False) for letters in _of_text(words))
        case HiddenKind.NUMBER:
            yield from ((letters, True) for letters in _of_number(run))
        case HiddenKind.ADDRESS | HiddenKind.FILE:
            if len(run) >= ADDRESS:
                yield run, False


def _of_person(name: str, words: list[str]) -> Iterator[str]:
    parts = _joined(words)
    if len(parts) < 2:
        return
    yield "".join(words)
    for first in range(min(len(parts), MOST_WORDS)):
        yield "".join(parts[first:] + parts[:first])
    yield parts[0] + parts[-1]
    yield parts[-1] + parts[0]
    for double in re.findall(r"(?<=\s)\S+[-‐‑]\S+", name.strip()):
        letters = folded(double).run
        if len(letters) >= DOUBLE:
            yield letters


def _joined(words: Sequence[str]) -> list[str]:
    """The parts of a name: *de*, *el* or *van* belongs to the word after it; single letters are no part."""
    parts, before = list[str](), ""
    for word in words:
        if word in _PARTICLES:
            before += word
        elif len(word) > 1 or not word.isascii():
            parts.append(before + word)
            before = ""
    return parts


def _of_text(words: list[str]) -> Iterator[str]:
    run = "".join(words)
    if len(words) >= TEXT_WORDS and len(run) >= TEXT_LETTERS:
        yield run
    for first in range(0, len(words) - SHINGLE + 1, SHINGLE // 2):
        letters = "".join(words[first : first + SHINGLE])
        if len(letters) >= SHINGLE_LETTERS:
            yield letters


def _of_number(run: str) -> Iterator[str]:
    if len(run) >= (FIGURES if run.isdecimal() else NUMBER):
        yield run
    if run.isdecimal() and len(run) > LAST_FIGURES:
        yield run[-LAST_FIGURES:]
