"""Names typed in capitals, written in ordinary letters."""

import re

LEGAL_FORMS = frozenset(
    (
        *("SA", "SAS", "SASU", "SARL", "SURL", "SUARL", "SNC", "SCS", "SCI", "SCA", "GIE", "EURL", "EI", "ONG", "SPA"),
        *("SRL", "SL", "SLU", "SLL", "SAC", "LTDA", "LTD", "PLC", "LLC", "LLP", "INC", "GMBH", "AG", "BV", "NV"),
        *("ASBL", "CV", "RL"),
    )
)

SMALL_WORDS = frozenset(
    (
        *("de", "du", "des", "la", "le", "les", "et", "d", "l", "of", "and", "the", "y", "e", "del", "los", "las"),
        *("en", "pour", "sur", "for"),
    )
)


def in_ordinary_letters(name: str) -> str:
    """The same name in ordinary letters, when it was typed all in capitals: `TERANGA SA` as `Teranga SA`; else empty.

    Legal forms stay as typed, small words go small.
    """
    letters = [c for c in name if c.upper() != c.lower()]  # scripts without capitals have nothing to say
    if len(letters) < 6 or not all(c.isupper() for c in letters):
        return ""
    return " ".join(_ordinary(word, first=at == 0) for at, word in enumerate(name.split()))


def _ordinary(word: str, *, first: bool) -> str:
    if re.sub(r"\W", "", word) in LEGAL_FORMS:  # as `SARL`, `S.A.R.L.` and `(S.A.)`
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    parts = re.split(r"([-’'])", word)
    return "".join(part.capitalize() for part in parts)
