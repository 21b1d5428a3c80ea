"""The number by which the world knows a publication: a DOI or an ISBN, written in one way whatever was typed."""

import re

_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:?\s*)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_ISBN = re.compile(r"(?:isbn(?:-1[03])?:?\s*)?(?P<isbn>[\d\s\u2010-\u2013-]+[\dxX])", re.IGNORECASE)
_TEN, _THIRTEEN = 10, 13


def work_number(text: str) -> str:
    """`doi:10.1000/182` or `isbn:9789290687634` for what was typed; raises ValueError for what is neither.

    A DOI is compared without regard to case; an ISBN of ten digits becomes the one of thirteen.
    """
    typed = text.strip()
    if doi := _DOI.fullmatch(typed):
        return f"doi:{doi['doi'].rstrip('.').lower()}"
    if isbn := _ISBN.fullmatch(typed):
        digits = "".join(sign for sign in isbn["isbn"].upper() if sign.isdigit() or sign == "X")
        if len(digits) == _TEN and digits[:9].isdigit() and _sum_of_ten(digits) % 11 == 0:
            digits = _checked(f"978{digits[:9]}")
        if len(digits) == _THIRTEEN and digits.isdigit() and digits == _checked(digits[:12]):
            return f"isbn:{digits}"
    raise ValueError(text)


def shown_work_number(number: str) -> str:
    """A number as people read it: `DOI 10.1000/182`, `ISBN 9789290687634`."""
    kind, parted, rest = number.partition(":")
    return f"{kind.upper()} {rest}" if parted else number


def _sum_of_ten(digits: str) -> int:
    return sum((10 - place) * (10 if sign == "X" else int(sign)) for place, sign in enumerate(digits))


def _checked(twelve: str) -> str:
    """An ISBN of thirteen digits from its first twelve."""
    total = sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(twelve))
    return f"{twelve}{-total % 10}"
