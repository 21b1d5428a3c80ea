"""What the cells of a line say about a partner; a day or a number with two readings waits until its column is told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.base.dates import NotADate, parse_date, parse_partial_day
from desktop.base.numbers import Ambiguous, NotANumber, parse_number
from desktop.base.text import language
from desktop.definitions.spreadsheets import SpreadsheetRules, TableField
from desktop.services.registry.spreadsheets.questions import DayOrder, MarkReading

DAY_COLUMNS = (
    TableField.NEXT_ACTION_ON,
    TableField.FOUNDED,
    TableField.SIGNED,
    TableField.ENDS_ON,
    TableField.RECEIVED_ON,
    TableField.PROMISED_ON,
    TableField.DUE_ON,
)
NUMBER_COLUMNS = {  # with how many decimals they are read
    TableField.EMPLOYEES: 0,
    TableField.AMOUNT: 2,
    TableField.QUANTITY: 2,
}
READ_COLUMNS = (
    TableField.EMPLOYEES,
    TableField.SUPPLIER,
    TableField.FOUNDED,
    TableField.NEXT_ACTION_ON,
)  # not as words
TWO_NUMBERS_FIRST = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})\s*")
AT_A_TIME = re.compile(r"[ T]\d{1,2}:\d\d(:\d\d)?(\.\d+)?$")  # which a spreadsheet writes after a day
PARTED = re.compile(r"\s*[;|\n]\s*")

MONEY = re.compile(
    r"\s*(?P<before>[^\d+\u2212.,'’-]*?)\s*(?P<number>[-+\u2212]?\d[\d\s.,'’\u00a0\u2007\u2009\u202f]*?)"
    r"\s*(?P<after>[^\d\s.,'’][^\d]*)?"
)

FactContent = str | int | tuple[str, ...] | None


@dataclass(frozen=True)
class PartnerFacts:
    """What lines say about a partner, under the names of its record; an empty field says nothing."""

    name: str = ""
    group: str = ""
    subtype: str = ""
    other_names: tuple[str, ...] = ()
    country: str = ""
    city: str = ""
    address: str = ""
    registration: str = ""
    lei: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    employees: int | None = None
    founded: str = ""
    brought_by: str = ""
    supplier: bool = False
    next_action: str = ""
    next_action_on: str = ""
    summary: str = ""
    labels: tuple[str, ...] = ()
    notes: str = ""

    def stated(self) -> Mapping[str, FactContent]:
        """What they say, by the name of the field; empty fields are left out."""
        contents = ((part.name, getattr(self, part.name)) for part in fields(self))
        return {name: content for name, content in contents if content}

    def stating(self, contents: Mapping[str, FactContent]) -> "PartnerFacts":
        """The same with these fields."""
        replaced: Any = dict(contents)
        return replace(self, **replaced)


NOTHING_STATED = PartnerFacts()


@dataclass(frozen=True)
class ContactFacts:
    """What a line says about a person behind the partner; `put_away` is the id of the record that is brought back."""

    name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    put_away: str = ""


@dataclass(frozen=True)
class ColumnReadings:
    """How days and numbers with two readings are read in each column; None until somebody says it."""

    days: Mapping[TableField, DayOrder | None] = field(default_factory=dict)
    numbers: Mapping[TableField, MarkReading | None] = field(default_factory=dict)


class Undecided(ValueError):
    """A cell has two readings, and nobody said yet which is meant in its column."""


class Unreadable(ValueError):
    """A cell is not what its column holds."""


def day_order(cells: Iterable[str]) -> tuple[DayOrder | None, bool]:
    """The order that the days of a column prove, and whether the order matters for one of them.

    A number after twelve proves it. None where nothing proves it, or where both are proven.
    """
    proven: set[DayOrder] = set()
    matters = False
    for cell in cells:
        if match := TWO_NUMBERS_FIRST.fullmatch(cell):
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                proven.add(DayOrder.DAY_FIRST)
            elif second > 12 >= first:
                proven.add(DayOrder.MONTH_FIRST)
            elif first != second:
                matters = True
    return (proven.pop() if len(proven) == 1 else None), matters


def has_two_readings(cells: Iterable[str], places: int = 0) -> bool:
    """Whether a number of a column, of so many decimals, has two readings."""
    for cell in cells:
        try:
            parse_number(cell, language(), places=places)
        except Ambiguous:
            return True
        except NotANumber:
            continue
    return False


def day(cell: str, order: DayOrder | None) -> str:
    """A day as ISO text. Raises Undecided and Unreadable."""
    cell = AT_A_TIME.sub("", cell)
    match = TWO_NUMBERS_FIRST.fullmatch(cell)
    if match is not None:
        first, second = int(match[1]), int(match[3])
        could_be_both = first <= 12 and second <= 12 and first != second
        if could_be_both and order is None:
            raise Undecided(cell)
        if second > 12 >= first or (could_be_both and order is DayOrder.MONTH_FIRST):
            cell = f"{second}/{first}/{match[4]}"
    try:
        return parse_date(cell).isoformat()
    except NotADate as error:
        raise Unreadable(cell) from error


def partial_day(cell: str, order: DayOrder | None, today: date) -> str:
    """A day of which only the year may be known, not after today. Raises Undecided and Unreadable."""
    cell = AT_A_TIME.sub("", cell)
    if TWO_NUMBERS_FIRST.fullmatch(cell):
        cell = day(cell, order)
    try:
        return parse_partial_day(cell, today)
    except NotADate as error:
        raise Unreadable(cell) from error


def whole_number(cell: str, mark: MarkReading | None) -> int:
    """A count. Raises Undecided and Unreadable."""
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


def amount(cell: str, mark: MarkReading | None) -> Decimal:
    """A number that may have decimals, more than nothing. Raises Undecided and Unreadable."""
    try:
        number = parse_number(cell, language())
    except Ambiguous as error:
        if mark is None:
            raise Undecided(cell) from error
        number = error.readings[0 if mark is MarkReading.THOUSANDS else 1]
    except NotANumber as error:
        raise Unreadable(cell) from error
    if number <= 0:
        raise Unreadable(cell)
    return number


def money_parts(cell: str) -> tuple[str, str]:
    """The number and what stands before or after it in a cell of money: `€ 12 500` is `12 500` and `€`."""
    match = MONEY.fullmatch(cell)
    if match is None:
        return cell, ""
    return match["number"], (match["before"] or match["after"] or "").strip()


def numbers_of_money(texts: Iterable[str]) -> list[str]:
    """The numbers of a column of money, without its currencies."""
    return [money_parts(text)[0] for text in texts]


def yes_or_no(cell: str, rules: SpreadsheetRules) -> bool:
    """An answer. Raises Unreadable."""
    answer = rules.yes_or_no(cell)
    if answer is None:
        raise Unreadable(cell)
    return answer


def several(cell: str) -> tuple[str, ...]:
    """The texts of a cell that parts them by semicolons, bars or lines, each once."""
    return tuple(dict.fromkeys(part for part in PARTED.split(cell) if part))


def lines_of(parts: Sequence[str]) -> str:
    """Texts one below the other; empty ones are left out."""
    return "\n".join(part for part in parts if part)
