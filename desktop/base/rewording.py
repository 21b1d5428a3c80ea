"""Two wordings of one text, told word by word: what both say, what only the old one says, what only the new one."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

MOST = 2_000  # words of a text: of a longer one the whole is told as reworded
ISLAND = 3  # words that both say, between longer ones that they do not, and that are told with these


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
    """Both texts in one, what was taken out before what came instead of it.

    A few words that happen to be the same between longer ones that are not belong to what was reworded: a reader takes
    in two phrases more easily than a mosaic.
    """
    ours, theirs = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    if len(ours) > MOST or len(theirs) > MOST:
        return tuple(words for words in (ToldWords(Wording.OLD, old), ToldWords(Wording.NEW, new)) if words.text)
    return tuple(_told(ours, theirs))


class _Stretch(NamedTuple):
    """Words of both texts that stand in one another’s place; `same` where they are the same."""

    same: bool
    ours: list[str]
    theirs: list[str]

    @property
    def size(self) -> int:
        return max(len(self.ours), len(self.theirs))


def _told(ours: list[str], theirs: list[str]) -> Iterator[ToldWords]:
    for stretch in _joined(ours, theirs):
        if stretch.same:
            yield ToldWords(Wording.BOTH, "".join(stretch.theirs))
            continue
        if stretch.ours:
            removed = "".join(stretch.ours)
            glued = stretch.theirs and removed and not removed[-1].isspace()  # the last word of the old text
            yield ToldWords(Wording.OLD, f"{removed} " if glued else removed)
        if stretch.theirs:
            yield ToldWords(Wording.NEW, "".join(stretch.theirs))


def _joined(ours: list[str], theirs: list[str]) -> list[_Stretch]:
    """What both say and what they do not, in turn; islands of a few words are part of what is around them."""
    words = [word.rstrip() for word in ours], [word.rstrip() for word in theirs]
    stretches: list[_Stretch] = []
    for kind, low, high, low_there, high_there in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        stretches.append(_Stretch(kind == "equal", ours[low:high], theirs[low_there:high_there]))
        while len(stretches) >= 3 and stretches[-2].same and not stretches[-1].same:
            before, island, after = stretches[-3:]
            if island.size > ISLAND or island.size > min(before.size, after.size):
                break
            parts = (before, island, after)
            whole = [word for part in parts for word in part.ours], [word for part in parts for word in part.theirs]
            stretches[-3:] = [_Stretch(False, *whole)]
    return stretches
