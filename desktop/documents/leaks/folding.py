"""Texts as the scanner compares them: without accents, capitals, spaces, hyphens, signs and what cannot be seen."""

import re
import unicodedata
from itertools import accumulate, chain
from typing import NamedTuple

from desktop.base.text import SPELT

APART = "\x01"  # between texts that do not follow each other: no value reaches across it
_UNSEEN = re.compile(  # accents, vowel signs, soft hyphens, joiners, marks of direction
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_SPELT = re.compile(f"[{''.join(map(chr, SPELT))}]")  # letters that Unicode does not take apart
_WORD = re.compile(f"[^\\W_]+|{APART}")
_INNER_CAPITAL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")


class Folded(NamedTuple):
    """The words of a text, and the same words without anything between them."""

    words: list[str]
    run: str

    def starts(self) -> list[int]:
        """Where each word begins in `run`, and where the last one ends."""
        return list(accumulate(map(len, self.words), initial=0))


def folded(text: str) -> Folded:
    """The text as it is compared: SOUKEYNA DIOP-LAVERGNE, Diop- / Lavergne and Díop lavergne are the same."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    text = text.casefold()
    if _SPELT.search(text):
        text = text.translate(SPELT)
    words = _WORD.findall(text)
    return Folded(words, "".join(words))


class WordFolding:
    """Folds texts, each word of them once however often it is written; tells which words are new to it."""

    def __init__(self) -> None:
        self._parts = _FoldedWords()

    def folded(self, text: str) -> Folded:
        """The text as it is compared, as `folded` does it."""
        words = list(chain.from_iterable(map(self._parts.__getitem__, text.split())))
        return Folded(words, "".join(words))

    def ends(self, text: str, within: int) -> tuple[str, str]:
        """The first and the last word of a text by so many of its characters, empty where it ends with signs only."""
        begins = text.split() if len(text) <= within else text[:within].split(None, 1)
        ends = begins if len(text) <= within else text[-within:].rsplit(None, 1)
        first, last = self._parts[begins[0]] if begins else (), self._parts[ends[-1]] if ends else ()
        return (first[0] if first else ""), (last[-1] if last else "")

    def new(self) -> list[str]:
        """What was written between spaces since this was asked before, and never before that."""
        new, self._parts.new = self._parts.new, []
        return new


class _FoldedWords(dict[str, tuple[str, ...]]):
    """The words of what is written without a space; one that is new is folded and noted."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, part: str) -> tuple[str, ...]:
        self[part] = words = tuple(folded(part).words)
        self.new.append(part)
        return words


def parted(name: str) -> str:
    """The name of a file with a space before each capital within a word: DiopLavergne is two words."""
    return _INNER_CAPITAL.sub(" ", name)
