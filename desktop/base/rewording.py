"""Two wordings of one text, told word by word: what both say, what only the old one says, what only the new one."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

MOST = 2_000  # words of a text: of a longer one the whole is told as reworded


class Wording(StrEnum):
    """Which of the two texts says something."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


class ToldWords(NamedTuple):
    """Some words in a row, their blanks included, and who says them."""

    wording: Wording
    text: str


def reworded(old: str, new: str) -> tuple[ToldWords, ...]:
    """Both texts in one, what was taken out before what came instead of it."""
    ours, theirs = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    if len(ours) > MOST or len(theirs) > MOST:
        return tuple(words for words in (ToldWords(Wording.OLD, old), ToldWords(Wording.NEW, new)) if words.text)
    return tuple(_told(ours, theirs))


def _told(ours: list[str], theirs: list[str]) -> Iterator[ToldWords]:
    matcher = SequenceMatcher(
        None, [word.rstrip() for word in ours], [word.rstrip() for word in theirs], autojunk=False
    )
    for kind, from_ours, to_ours, from_theirs, to_theirs in matcher.get_opcodes():
        if kind == "equal":
            yield ToldWords(Wording.BOTH, "".join(theirs[from_theirs:to_theirs]))
            continue
        if to_ours > from_ours:
            yield ToldWords(Wording.OLD, "".join(ours[from_ours:to_ours]))
        if to_theirs > from_theirs:
            yield ToldWords(Wording.NEW, "".join(theirs[from_theirs:to_theirs]))
