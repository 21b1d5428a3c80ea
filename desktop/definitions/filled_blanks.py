"""What was written into the blanks of a company's form, understood: codes, numbers and days, or why not.

Answers come back in many ways: codes or the words of an answer in any language, numbers with a comma, days as Excel
writes them. A day that fits two readings is not guessed: both are given, and somebody chooses.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.base.dates import NotADate, parse_date, parse_partial_day
from desktop.base.numbers import Ambiguous, NotANumber, parse_number
from desktop.base.text import _
from desktop.definitions.company_form import AskedQuestion, BlankKind, Filled, FormBlank

FIGURES = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
LIST = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class ReadBlank:
    """One blank as it was understood: its `text` in the shape of answers; `readings` where it may mean several things,
    `wrong` where it means nothing."""

    blank: FormBlank
    written: str
    text: str = ""
    readings: tuple[str, ...] = ()
    wrong: str = ""


def read_blanks(
    questions: Sequence[AskedQuestion], written: Filled, chosen: Mapping[str, str], language: str, today: date
) -> tuple[ReadBlank, ...]:
    """Every blank in which something is written. `chosen` says which reading is meant, by the name of the blank."""
    blanks = (blank for question in questions for blank in question.blanks)
    return tuple(
        _chosen(_read(blank, text, language, today), chosen.get(blank.name, ""))
        for blank in blanks
        if (text := written.get(blank.name, "").strip())
    )


def _chosen(read: ReadBlank, reading: str) -> ReadBlank:
    return ReadBlank(read.blank, read.written, reading) if reading and reading in read.readings else read


def _read(blank: FormBlank, text: str, language: str, today: date) -> ReadBlank:
    match blank.kind:
        case BlankKind.CHOICE:
            code = _code(blank, text)
            return ReadBlank(blank, text, code, wrong="" if code else _("this is none of the answers offered"))
        case BlankKind.CHOICES:
            codes = [_code(blank, part) for part in LIST.split(text) if part]
            wrong = "" if all(codes) else _("this is none of the answers offered")
            return ReadBlank(blank, text, " ".join(codes), wrong=wrong)
        case BlankKind.WHOLE | BlankKind.PERCENT:
            return _figure(blank, text, language)
        case BlankKind.PAST_DAY:
            return _day(blank, text, today)
    return ReadBlank(blank, text, text)


def _code(blank: FormBlank, text: str) -> str:
    """The code of an answer that is given as its code, or in its words in any language; empty where it is none."""
    plain = text.strip().casefold()
    for option in blank.options:
        if plain == option.id.casefold() or plain in {label.casefold() for label in option.label.values()}:
            return option.id
    return ""


def _figure(blank: FormBlank, text: str, language: str) -> ReadBlank:
    places = 0 if blank.kind is BlankKind.WHOLE else 2
    bare = text.replace("%", "").strip()
    try:
        return ReadBlank(blank, text, str(parse_number(bare, language, places=places)))
    except Ambiguous as error:
        return ReadBlank(blank, text, readings=tuple(str(reading) for reading in error.readings))
    except NotANumber:
        return ReadBlank(blank, text, wrong=_("this is no number"))


def _day(blank: FormBlank, text: str, today: date) -> ReadBlank:
    figures = FIGURES.fullmatch(text)
    moment = MOMENT.fullmatch(text)
    if figures:
        readings = tuple(dict.fromkeys(_readings(int(figures[1]), int(figures[2]), int(figures[3]), today)))
        if len(readings) > 1:
            return ReadBlank(blank, text, readings=readings)
        day = "".join(readings)
    else:
        day = _past_day(moment[1] if moment else text, today)
    return ReadBlank(blank, text, day, wrong="" if day else _("this is no day of the past"))


def _past_day(text: str, today: date) -> str:
    """A day, a month or a year of the past as answers hold it, however it is written; empty for anything else."""
    try:
        return parse_partial_day(text, today)
    except NotADate:
        return _named_day(text, today)


def _named_day(text: str, today: date) -> str:
    try:
        day = parse_date(text)
    except NotADate:
        return ""
    return day.isoformat() if day <= today else ""


def _readings(first: int, second: int, year: int, today: date) -> Iterator[str]:
    """The days that two figures and a year may mean: the day first as in most of the world, then the month first."""
    for day, month in ((first, second), (second, first)):
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if date(1900, 1, 1) <= read <= today:
            yield read.isoformat()
