"""What somebody typed into the search, read in every way that it may be meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.base import likeness
from desktop.base.likeness import Word

MOST_WORDS = 8  # that are looked for; what is typed beyond is left aside
MOST_READINGS = 8
# Small words of the three languages, and articles of transliterated names, which may be there or not.
SMALL = frozenset(
    (
        "a",
        "al",
        "an",
        "and",
        "au",
        "aux",
        "d",
        "da",
        "das",
        "de",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "die",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "en",
        "es",
        "et",
        "for",
        "in",
        "l",
        "la",
        "las",
        "le",
        "les",
        "los",
        "n",
        "of",
        "on",
        "ou",
        "par",
        "pour",
        "s",
        "sur",
        "the",
        "to",
        "um",
        "un",
        "una",
        "und",
        "une",
        "uno",
        "van",
        "von",
        "with",
        "y",
    )
)
_SERVANT = re.compile(r"abd[aeou]{1,2}(?:[lr]|(sh|[tdrznsl])(?=\1))?(?P<rest>.{4,})")  # Abdelrahman, Abdourahmane
_SERVANT_ALONE = re.compile(r"abd[aeou]{1,2}[lr]?")


@dataclass(frozen=True)
class TypedWord:
    """One word that is looked for, by its forms, the first as it was typed; `typing` while it may go on."""

    forms: tuple[str, ...]
    typing: bool = False

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The forms with which a word may begin that answers: every one but a letter that stands alone."""
        return tuple(form for form in self.forms if len(form) > 1 or self.typing)

    @property
    def whole(self) -> tuple[str, ...]:
        """The other forms, which are a word as they are."""
        return tuple(form for form in self.forms if form not in self.beginnings)


Reading = tuple[TypedWord, ...]


def readings(typed: str) -> tuple[Reading, ...]:
    """Every way of reading it, the likeliest first; none where nothing was typed that can be looked for."""
    words = list(likeness.words_of(likeness.composed(typed)))
    if not words:
        return ()
    last = max(word.end for word in words)
    typing = bool(typed) and not typed[-1].isspace()
    whole = [word for word in words if not any(_holds(other, word) for other in words)]
    parts = [word for word in words if not any(_holds(word, other) for other in words)]
    ways: list[list[Word]] = [whole, parts, *_side_by_side(parts), *_cut_names(parts)]
    read = (_reading(way, last if typing else -1) for way in ways)
    return tuple(dict.fromkeys(reading for reading in read if reading))[:MOST_READINGS]


def _holds(outer: Word, inner: Word) -> bool:
    return outer is not inner and outer.start <= inner.start and inner.end <= outer.end and _long(outer) > _long(inner)


def _long(word: Word) -> int:
    return word.end - word.start


def _side_by_side(parts: Sequence[Word]) -> Iterator[list[Word]]:
    """Each two neighbours as one word: `n diaye`, `micro assurance`, `trans sahel`."""
    for at, (left, right) in enumerate(pairwise(parts)):
        joined = Word(left.start, right.end, (left.forms[0] + right.forms[0],))
        yield [*parts[:at], joined, *parts[at + 2 :]]


def _cut_names(parts: Sequence[Word]) -> Iterator[list[Word]]:
    """`Abdelrahman` as the two words that it is."""
    for at, word in enumerate(parts):
        cut = _SERVANT.fullmatch(word.forms[0])
        if cut is not None:
            two = Word(word.start, word.end, ("abd",)), Word(word.start, word.end, (cut["rest"],))
            yield [*parts[:at], *two, *parts[at + 1 :]]


def _reading(words: Sequence[Word], last: int) -> Reading:
    large = [
        word for word in words if word.forms[0] not in SMALL and (len(word.forms[0]) > 1 or word.forms[0].isdigit())
    ]
    chosen = (large or words)[:MOST_WORDS]
    return tuple(TypedWord(_also(word.forms), word.end == last) for word in chosen)


def _also(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The forms, and what else the word may be: without an article written with it, or in the singular."""
    more: list[str] = []
    for form in forms:
        more.append(likeness.without_article(form))
        if len(form) > 4 and form[-1] in "sx":
            more.append(form[:-1])
        if _SERVANT_ALONE.fullmatch(form):
            more.append("abd")
    return tuple(dict.fromkeys((*forms, *filter(None, more))))
