"""What a text must look like to be a day, a moment or an amount; a name says what a field holds.

A field whose name ends in `_on` or `_until` holds a day, one in `_at` a moment. Amounts are declared with
`AmountColumn`. A record that is saved and a value that arrives are held to the same rule.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from desktop.base.values import LATEST

AMOUNT = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
FIRST = date(1000, 1, 1)  # some calendars count the years otherwise, and one could mean them
Form = Callable[[str], bool]


def is_any(text: str) -> bool:
    """Any text will do."""
    return True


def is_day(text: str) -> bool:
    """Whether it is an ISO day within the years that can be counted on with, or empty."""
    return not text or (len(text) == 10 and _is_within(text))


def is_moment(text: str) -> bool:
    """Whether it is a moment as `base.values.stamp` writes it, with its zone; or empty."""
    return not text or ("T" in text and _is_within(text))


def is_amount(text: str) -> bool:
    """Whether it is a decimal number in plain digits, or empty."""
    return not text or AMOUNT.fullmatch(text) is not None


def _is_within(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return FIRST <= moment.date() <= LATEST.date() and ("T" not in text or moment.tzinfo is not None)


# parts of JSON values; a text of another form is read as empty
DayText = Annotated[str, is_day]
AmountText = Annotated[str, is_amount]
ENDINGS: dict[str, Form] = {"on": is_day, "until": is_day, "at": is_moment}


def form_of(name: str) -> Form:
    """The form of a text field of this name."""
    return ENDINGS.get(name.rpartition("_")[2], is_any) if "_" in name else is_any
