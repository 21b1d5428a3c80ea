"""Numbers and days however they are written, in three languages, at every place that reads one: right, or asked.

A place that cannot tell says so; none gives another number or day than what was meant.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, speak
from desktop.commands import terminal
from desktop.services.registry.spreadsheets import cells
from desktop.ui.forms.days import DateField, PartialDayField
from desktop.ui.forms.numbers import MoneyField, NumberField
from desktop.ui.theme import Theme

TODAY = date(2026, 11, 29)
ASKED = None  # what a place answers that does not understand, or understands two things

# --- numbers: what each language may read; everywhere else the place asks

SPACES = (" ", "\u00a0", "\u202f", "\u2009", "\u2007", "'", "’")
PLAIN = {
    "0": "0",
    "7": "7",
    "1250": "1250",
    "12,5": "12.5",
    "12.5": "12.5",
    "12,50": "12.50",
    "0.75": "0.75",
    "1.234.567,89": "1234567.89",
    "1,234,567.89": "1234567.89",
    "12,34,567.5": "1234567.5",
    "٣٤٥": "345",
    "१२५०": "1250",
    **{f"12{space}500": "12500" for space in SPACES},
    **{f"12{space}500,50": "12500.50" for space in SPACES},
    **{f"1{space}250{space}000.5": "1250000.5" for space in SPACES},
}
BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {  # a mark before three digits means thousands in one language alone
    "1,234": {"en": "1234"},
    "1.234": {"es": "1234"},
    "12,500": {"en": "12500"},
    **dict.fromkeys(("20k", "20 K"), dict.fromkeys(LANGUAGES, "20000")),
    **dict.fromkeys(("1,2 M", "1.2M", "1,2\u202fM"), dict.fromkeys(LANGUAGES, "1200000")),
    "3 millions": {"fr": "3000000"},
    "1,5 Md": {"fr": "1500000000"},
    "2 mil millones": {"es": "2000000000"},
    "20 mil": {"es": "20000"},  # a million to some who write English
    "2m": {"en": "2000000"},  # a thousand or a million
    "1,250 M": {"en": "1250000000"},
    "1 billion": {"en": "1000000000"},  # a thousand times more in French
    "250.000": {"es": "250000"},
}
NO_NUMBER = (
    "beaucoup",
    "1e5",
    "12 34",
    "1 2345",
    "12..5",
    "1,2,3",
    "½",
    "12 500 personnes",
    "5 MM",
    "k",
    "1 200 Mo",
    "NaN",
    "--5",
    "1 250'000",
    "",
)


def of_field(field: Callable[[], NumberField]) -> Callable[[str], Decimal | None]:
    def read(text: str) -> Decimal | None:
        box = field()
        box.set_value(text)
        box.heard()
        assert text.strip() == "" or (box.value() is None) == bool(box.error.text()), text
        return box.value()

    return read


def of_import(deed: Callable[[str, None], Decimal | int]) -> Callable[[str], Decimal | None]:
    def read(text: str) -> Decimal | None:
        try:
            return Decimal(deed(text, None))
        except (cells.Undecided, cells.Unreadable):
            return ASKED

    return read


def of_command(deed: Callable[[str], Decimal]) -> Callable[[str], Decimal | None]:
    def read(text: str) -> Decimal | None:
        try:
            return deed(text)
        except Problem:
            return ASKED

    return read


NUMBERS: Mapping[str, Callable[[str], Decimal | None]] = {
    "a field": of_field(lambda: NumberField("Nombre")),
    "a field of money": of_field(lambda: MoneyField("Somme", ["USD", "XOF"])),
    "an amount of a table": of_import(cells.amount),
    "a count of a table": of_import(cells.whole_number),
    "an argument of a command": of_command(terminal.number),
}
WHOLE = ("a count of a table",)  # which takes no decimals
MORE_THAN_NOTHING = ("an amount of a table",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", NUMBERS)
def test_a_number_is_read_right_or_asked_about(place: str, language: str, theme: Theme, qapp: QApplication) -> None:
    speak(language)
    read = NUMBERS[place]
    wrong = {}
    for text, meant in PLAIN.items():
        number = Decimal(meant)
        may_ask = (place in WHOLE and number != number.to_integral_value()) or (
            place in MORE_THAN_NOTHING and number == 0
        )
        answer = read(text)
        if answer != number and not (may_ask and answer is ASKED):
            wrong[text] = answer
    for text, meanings in BY_LANGUAGE.items():
        meant_here = Decimal(meanings[language]) if language in meanings else ASKED
        if (answer := read(text)) != meant_here:
            wrong[text] = answer
    wrong |= {text: answer for text in NO_NUMBER if (answer := read(text)) is not ASKED}
    assert wrong == {}


# --- amounts with their currency

MONEY = {
    **dict.fromkeys(("1 250 000,50 XOF", "XOF 1.250.000,50", "1\u202f250\u202f000,50\u00a0xof"), ("1250000.50", "XOF")),
    **dict.fromkeys(("12,50 €", "€12.50", "EUR 12,5"), ("12.5", "EUR")),
    "12 k€": ("12000", "EUR"),
    "$5": ("5", "USD"),
    "7": ("7", "USD"),
    **dict.fromkeys(("5 F CFA", "5 MAD", "£3", "XOF", "5 XOF XOF"), ASKED),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_is_read_with_its_currency_or_asked_about(language: str, theme: Theme, qapp: QApplication) -> None:
    speak(language)
    for text, meant in MONEY.items():
        box = MoneyField("Somme", ["USD", "XOF", "XAF", "EUR"])
        box.set_value(text)
        value = box.value()
        assert (value is None) == bool(box.error.text()), text
        assert (None if value is None else (value, box.code)) == (meant and (Decimal(meant[0]), meant[1])), text


# --- days

DAYS = {
    "24/11/2026": "2026-11-24",
    "24.11.2026": "2026-11-24",
    "24-11-2026": "2026-11-24",
    "24/11/26": "2026-11-24",
    "2026-11-24": "2026-11-24",
    "2026/11/24": "2026-11-24",
    "24112026": "2026-11-24",
    "24 novembre 2026": "2026-11-24",
    "24 November 2026": "2026-11-24",
    "24 de noviembre de 2026": "2026-11-24",
    "24 nov. 2026": "2026-11-24",
    "1er mars 2026": "2026-03-01",
    "29/02/2024": "2024-02-29",
    "07/07/2026": "2026-07-07",
}
NO_DAY = (
    *("31/02/2026", "29/02/2025", "31/04/2026", "00/01/2026", "24/13/2026", "24/11/2569", "15/05/1448", "1403/05/12"),
    *("5786-09-14", "114/11/24", "令和8年11月24日", "demain", "24/11", "24/11/202", "24/11/20266", "24//2026", "45000"),
)
TWO_ORDERS = {"03/04/2026": "2026-04-03"}  # day before month where the place says so, else asked
MONTH_FIRST = {"11/24/2026": "2026-11-24"}  # proven by itself in a column, refused in a field


def of_day_field(text: str) -> str | None:
    box = DateField("Jour", Clock.on(TODAY))
    box.set_value(text)
    day = box.value()
    return day.isoformat() if day else ASKED


def of_partial_field(text: str) -> str | None:
    box = PartialDayField("Jour", Clock.on(TODAY))
    box.set_value(text)
    return box.value() or ASKED


def of_column(text: str) -> str | None:
    """A day of a table, whose column proves nothing but what this one cell proves."""
    try:
        return cells.day(text, cells.day_order([text])[0])
    except (cells.Undecided, cells.Unreadable):
        return ASKED


def of_partial_column(text: str) -> str | None:
    try:
        return cells.partial_day(text, cells.day_order([text])[0], TODAY)
    except (cells.Undecided, cells.Unreadable):
        return ASKED


PLACES: Mapping[str, Callable[[str], str | None]] = {
    "a field": of_day_field,
    "a field of a year or a day": of_partial_field,
    "a day of a table": of_column,
    "a year or a day of a table": of_partial_column,
}
OF_TABLES = ("a day of a table", "a year or a day of a table")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_a_day_is_read_right_or_asked_about(place: str, language: str, theme: Theme, qapp: QApplication) -> None:
    speak(language)
    read = PLACES[place]
    meant: dict[str, str | None] = {**DAYS, **dict.fromkeys(NO_DAY)}
    meant |= dict.fromkeys(TWO_ORDERS) if place in OF_TABLES else TWO_ORDERS
    meant |= MONTH_FIRST if place in OF_TABLES else dict.fromkeys(MONTH_FIRST)
    assert {text: answer for text, day in meant.items() if (answer := read(text)) != day} == {}
