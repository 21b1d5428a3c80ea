"""A long name and its acronym: the initials of its words, or their first syllables (`RENAMO`).

Every word that tells something must give its letters, in order; small words and legal forms may give theirs or none.
Which forms a name has is a closed set, so that the index can keep them and no chance likeness passes.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from desktop.screening.names import Name
from desktop.screening.numbers import MONTHS
from desktop.screening.organisations import ASIDE, LEGAL, NAME, NUMBER, PARTICLE

SHORTEST, LONGEST = 3, 9  # letters of an acronym
_SYLLABLES = {2: (2, 3), 3: (1, 2, 3), 4: (1, 2)}  # letters that a word gives to a syllabic acronym of so many words
_SPOKEN_FORMS = frozenset(("sa", "ag", "spa", "plc", "llc", "ltd"))
_SYLLABIC = 5  # letters of a syllabic acronym: shorter ones are met by chance


def is_acronym(name: Name, at: int) -> bool:
    """Whether a word may be an acronym: no word of known meaning, unless it stands alone."""
    part, role = name.tokens[at], name.roles[at]
    if not (SHORTEST <= len(part.text) <= LONGEST and part.text.isascii() and part.text.isalpha()):
        return False
    return (role in (NAME, ASIDE) and not part.meanings) or sum(
        other not in (PARTICLE, LEGAL) for other in name.roles
    ) == 1


def spelled_out(name: Name) -> tuple[int, ...]:
    """The places of the words that an acronym of this name stands for."""
    return tuple(at for at, role in enumerate(name.roles) if role not in (ASIDE, NUMBER))


@lru_cache(maxsize=4096)
def forms(name: Name) -> frozenset[str]:
    """The acronyms of a name; none where fewer than two of its words tell something."""
    words = [
        (word, name.roles[at] in (PARTICLE, LEGAL))
        for at in spelled_out(name)
        for word in name.tokens[at].text.split("_")
    ]
    telling = [text for text, small in words if not small]
    if not 2 <= len(telling) <= LONGEST or not all(text.isascii() for text, _small in words):
        return frozenset()
    spoken = (telling[: len(telling) - silent] for silent in range(3))  # `KOMID` leaves out the last of its words
    syllabic = (form for part in spoken if len(part) >= SHORTEST or part == telling for form in _syllabic(part))
    return frozenset(form for form in (*_initials(words), *syllabic) if SHORTEST <= len(form) <= LONGEST)


def _initials(words: list[tuple[str, bool]]) -> Iterator[str]:
    telling = sum(not small for _text, small in words)
    if telling == SHORTEST - 1 and words[-1][0] in _SPOKEN_FORMS:  # `PDVSA`: with so few words the form is said too
        yield "".join(text[0] for text, _small in words[:-1]) + words[-1][0]
        yield "".join(text[0] for text, small in words[:-1] if not small) + words[-1][0]
    if telling < SHORTEST:
        return
    if words[-1][0] == "plc":
        yield "".join(text[0] for text, small in words[:-1] if not small) + "l"  # of `Public Company Limited`
    smalls = [at for at, (_text, small) in enumerate(words) if small]
    choices = (
        product((True, False), repeat=len(smalls))
        if len(smalls) <= 6
        else [(True,) * len(smalls), (False,) * len(smalls)]
    )
    for spoken in choices:
        silent = {at for at, heard in zip(smalls, spoken, strict=True) if not heard}
        yield "".join(text[0] for at, (text, _small) in enumerate(words) if at not in silent)


def _syllabic(telling: list[str]) -> Iterator[str]:
    for sizes in product(_SYLLABLES.get(len(telling), ()), repeat=len(telling)):
        form = "".join(text[:size] for text, size in zip(telling, sizes, strict=True))
        if len(form) >= _SYLLABIC and len(form) > len(telling):
            yield form


def dated_initials(name: Name) -> str:
    """The initials of a name without its number and month: `m` of `Mouvement du 23 mars`, beside `M23`."""
    telling = (
        at
        for at in spelled_out(name)
        if name.roles[at] not in (PARTICLE, LEGAL) and MONTHS.isdisjoint(name.tokens[at].meanings)
    )
    return "".join(name.tokens[at].text[0] for at in telling)
