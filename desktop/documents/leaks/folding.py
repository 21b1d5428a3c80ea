"""Texts as the scanner compares them: without accents, capitals, spaces, hyphens, signs and what cannot be seen."""

import re
import unicodedata
from itertools import accumulate
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


def parted(name: str) -> str:
    """The name of a file with a space before each capital within a word: DiopLavergne is two words."""
    return _INNER_CAPITAL.sub(" ", name)
