"""What a text must look like to be a day, a moment or an amount; a name says what a field holds.

A field whose name ends in `_on` or `_until` holds a day, one in `_at` a moment. Amounts are declared with
`AmountColumn`. A record that is saved and a value that arrives are held to the same rule.
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from desktop.base.values import LATEST

AMOUNT = re.compile(r"-?\d{1,30}(\.\d{1,30})?")
Form = Callable[[str], bool]


def is_any(text: str) -> bool:
    """Any text will do."""
    return True


def is_day(text: str) -> bool:
    """Whether it is an ISO day, or the moment of one, within the years that can be counted on with; or empty."""
    return not text or _is_within(text)


def is_moment(text: str) -> bool:
    """Whether it is a moment as `base.values.stamp` writes it, with its zone; or empty."""
    return not text or ("T" in text and _is_within(text))


def is_amount(text: str) -> bool:
    """Whether it is a decimal number in plain digits; or empty."""
    return not text or AMOUNT.fullmatch(text) is not None


def _is_within(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    if "T" in text and moment.tzinfo is None:
        return False
    return date(1000, 1, 1) <= moment.date() <= LATEST.date()


ENDINGS: dict[str, Form] = {"on": is_day, "until": is_day, "at": is_moment}


def form_of(name: str) -> Form:
    """The form of a text field of this name."""
    return ENDINGS.get(name.rpartition("_")[2], is_any) if "_" in name else is_any
