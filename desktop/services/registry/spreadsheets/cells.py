"""What the cells of a line mean: days, numbers, yes or no, several names; what fits two readings is asked once a column."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.base.dates import NotADate, parse_date, parse_partial_day
from desktop.base.numbers import Ambiguous, NotANumber, parse_number
from desktop.base.text import language
from desktop.definitions.spreadsheets import SpreadsheetRules

TWO_NUMBERS_FIRST = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})\s*")
DAYS, PARTIAL_DAYS, NUMBERS, ANSWERS = ("next_action_on",), ("founded",), ("employees",), ("supplier",)
SEVERAL = ("other_names", "labels")
AT_A_TIME = re.compile(r"[ T]\d{1,2}:\d\d(:\d\d)?(\.\d+)?$")  # which a spreadsheet writes after a day
PARTED = re.compile(r"\s*[;|\n]\s*")


class DayOrder(StrEnum):
    """Which of two numbers before a year is the day."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class MarkReading(StrEnum):
    """What a comma or a point before three digits means."""

    THOUSANDS = "thousands"
    DECIMAL = "decimal"


@dataclass(frozen=True)
class ColumnReadings:
    """How the days and numbers of each column are read where they fit two readings; None until somebody says it."""

    days: Mapping[str, DayOrder | None]
    numbers: Mapping[str, MarkReading | None]


class Undecided(ValueError):
    """A cell fits two readings, and nobody said yet which is meant in its column."""


class Unreadable(ValueError):
    """A cell is not what its column holds."""


def day_order(cells: Iterable[str]) -> tuple[DayOrder | None, bool]:
    """The order that the days of a column prove, and whether the order matters for one of them.

    A day after the twelfth proves it. None where nothing proves it, or where both are proven.
    """
    proven: set[DayOrder] = set()
    matters = False
    for cell in cells:
        if found := TWO_NUMBERS_FIRST.fullmatch(cell):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                proven.add(DayOrder.DAY_FIRST)
            elif second > 12 >= first:
                proven.add(DayOrder.MONTH_FIRST)
            elif first != second:
                matters = True
    return (proven.pop() if len(proven) == 1 else None), matters


def two_readings(cells: Iterable[str]) -> bool:
    """Whether a number of a column has two readings."""
    for cell in cells:
        try:
            parse_number(cell, language(), places=0)
        except Ambiguous:
            return True
        except NotANumber:
            continue
    return False


def value_of(field: str, cell: str, readings: ColumnReadings, rules: SpreadsheetRules, today: date) -> object:
    """A cell as the record holds it. Raises Undecided and Unreadable."""
    if field in DAYS:
        return _day(cell, readings.days[field]).isoformat()
    if field in PARTIAL_DAYS:
        return _partial_day(cell, readings.days[field], today)
    if field in NUMBERS:
        return _whole_number(cell, readings.numbers[field])
    if field in ANSWERS:
        said = rules.yes_or_no(cell)
        if said is None:
            raise Unreadable(cell)
        return said
    if field in SEVERAL:
        return list(dict.fromkeys(part for part in PARTED.split(cell) if part))
    return cell if field in ("summary", "notes") else " ".join(cell.split())


def _day(cell: str, order: DayOrder | None) -> date:
    cell = AT_A_TIME.sub("", cell)
    found = TWO_NUMBERS_FIRST.fullmatch(cell)
    if found is not None:
        first, second = int(found[1]), int(found[3])
        could_be_both = first <= 12 and second <= 12 and first != second
        if could_be_both and order is None:
            raise Undecided(cell)
        if second > 12 >= first or (could_be_both and order is DayOrder.MONTH_FIRST):
            cell = f"{second}/{first}/{found[4]}"
    try:
        return parse_date(cell)
    except NotADate as error:
        raise Unreadable(cell) from error


def _partial_day(cell: str, order: DayOrder | None, today: date) -> str:
    cell = AT_A_TIME.sub("", cell)
    if TWO_NUMBERS_FIRST.fullmatch(cell):
        cell = _day(cell, order).isoformat()
    try:
        return parse_partial_day(cell, today)
    except NotADate as error:
        raise Unreadable(cell) from error


def _whole_number(cell: str, mark: MarkReading | None) -> int:
    try:
        number = parse_number(cell, language(), places=0)
    except Ambiguous as error:
        if mark is None:
            raise Undecided(cell) from error
        number = error.readings[0 if mark is MarkReading.THOUSANDS else 1]
    except NotANumber as error:
        raise Unreadable(cell) from error
    if number != number.to_integral_value() or number < 0:
        raise Unreadable(cell)
    return int(number)
