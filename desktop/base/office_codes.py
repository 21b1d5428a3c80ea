"""The one rule for the codes of offices: what every door takes, from the welcome page to the name of a file."""

import re
from collections.abc import Iterable

from desktop.base.errors import Problem
from desktop.base.text import _

HQ = "HQ"  # Headquarters' own code
SHORTEST, LONGEST = 2, 12  # letters and digits
FORM = re.compile(rf"[A-Z0-9]{{{SHORTEST},{LONGEST}}}")
_READ_AS = str.maketrans("OILSBZ", "011582")  # letters that are read as digits
_AMONG_DIGITS = re.compile(r"(?<=[0-9])[OILSBZ]|[OILSBZ](?=[0-9])")


def is_office_code(text: str) -> bool:
    """Whether this may be the code of an office: 2 to 12 of A to Z and 0 to 9, and not Headquarters' own."""
    return text != HQ and FORM.fullmatch(text) is not None


def require_office_code(text: str) -> None:
    """Raise Problem for what may not be the code of an office."""
    if not is_office_code(text):
        raise Problem(
            _("This is no code of an office; nothing was changed."),
            _("A code has 2 to 12 capital letters and digits, like SN10."),
            code="office-code-unsound",
        )


def look_alike(code: str, others: Iterable[str]) -> str:
    """Another code that a person could take for this one, such as EC10 for EC1O; empty when there is none."""
    read = code.translate(_READ_AS)
    return next((other for other in sorted(others) if other != code and other.translate(_READ_AS) == read), "")


def doubtful_letter(code: str) -> str:
    """A letter beside a digit that may be meant for one, such as the O of EC1O; empty when there is none."""
    read = _AMONG_DIGITS.search(code)
    return read[0] if read else ""
