"""Dates as people type them."""

import re
from datetime import date

from desktop.base.numbers import MONTHS, SHORT_MONTHS
from desktop.base.text import folded


class NotADate(ValueError):
    """What was typed is no day of the calendar."""


def parse_date(text: str) -> date:
    """The day typed as `24/11/2026`, `24.11.2026`, `24-11-26`, `2026-11-24`, `24112026` or `24 nov. 2026`.

    The day comes before the month, except after a year of four digits. Month names are read in every language of the
    program. Years of two digits are 1930 to 2029. Raises NotADate for anything else.
    """
    plain = re.sub(r"(?<=^1)er\b", "", folded(text).replace(" de ", " "))
    if re.fullmatch(r"\d{8}", plain):
        plain = f"{plain[:2]} {plain[2:4]} {plain[4:]}"
    parts = re.findall(r"[a-z]+|\d+", plain)
    if len(parts) != 3 or not text.isprintable() or not re.fullmatch(r"[a-z0-9 ./,-]+", plain):
        raise NotADate(text)
    if len(parts[0]) == 4:
        parts.reverse()
    day, month, year = parts[0], _month(parts[1]), parts[2]
    if not (day.isdigit() and month and year.isdigit() and len(year) in (2, 4)):
        raise NotADate(text)
    try:
        return date(_full_year(year), month, int(day))
    except ValueError as error:
        raise NotADate(text) from error


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    found = {
        at
        for names in (*MONTHS.values(), *SHORT_MONTHS.values())
        for at, name in enumerate(names, 1)
        if len(word) >= 3 and folded(name).rstrip(".").startswith(word)
    }
    return found.pop() if len(found) == 1 else 0


def _full_year(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 30 else 1900)
