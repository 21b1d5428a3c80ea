"""Days and moments: typed tolerantly, shown as the interface's language writes them.

Forms follow the interface's language, not the machine's region, and a month is written in letters so that 4/11 is
never April. Why not Babel: see `numbers`.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from desktop.base.numbers import NO_BREAK
from desktop.base.text import N_, _, folded, said_in
from desktop.base.values import in_local_time, local_day, moment

DateStyle = Literal["short", "medium", "long", "full"]

MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}
WEEKDAYS = {
    "fr": ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo"),
}
SHORT_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sept.", "oct.", "nov.", "dic."),
}


# ---- typed days -------------------------------------------------------------------------------------------------


YEARS = range(1800, 2101)  # of this calendar; others (2569, 1448) are of another one, or mistyped


class NotADate(ValueError):
    """What was typed is no day of the calendar."""


class OddYear(NotADate):
    """What was typed is a day, of a year that nobody means: of another calendar, or mistyped. `year` is that year."""

    def __init__(self, text: str, year: int) -> None:
        super().__init__(text)
        self.year = year


def parse_date(text: str) -> date:
    """The day typed as `24/11/2026`, `24.11.2026`, `24-11-26`, `2026-11-24`, `24112026` or `24 nov. 2026`.

    The day comes before the month, except after a year of four digits. Month names are read in every language of the
    program. Years of two digits are 1930 to 2029. Raises OddYear for a year outside YEARS, NotADate for anything else.
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
        parsed = date(_full_year(year), month, int(day))
    except ValueError as error:
        raise NotADate(text) from error
    if parsed.year not in YEARS:
        raise OddYear(text, parsed.year)
    return parsed


def what_is_wrong(text: str) -> str:
    """The sentence to say beside a day as it was typed; empty when it is one, or nothing was typed."""
    if not text.strip():
        return ""
    try:
        parse_date(text)
    except OddYear as odd:
        sentence = _("Is {year} meant? Write the year of the international calendar, like 24/11/2026.")
        return sentence.format(year=odd.year)
    except NotADate:
        return _("This is not a date. Write it like 24/11/2026.")
    return ""


class DayToCome(NotADate):
    """What was typed is a day after today, of something that must have happened."""


YEAR_OR_MONTH = re.compile(r"(1[89]|20)\d\d(-(0[1-9]|1[0-2]))?")  # a day of which the rest is not known


def parse_partial_day(text: str, today: date) -> str:
    """A day in the past of which only the year may be known: `1984`, `1984-03` or a whole ISO day; empty stays empty.

    Raises DayToCome for one after `today`, OddYear and NotADate as `parse_date` does.
    """
    plain = text.strip()
    if month := re.fullmatch(r"(0?[1-9]|1[0-2])[/.-]((?:1[89]|20)\d\d)", plain):
        plain = f"{month[2]}-{int(month[1]):02}"
    if not YEAR_OR_MONTH.fullmatch(plain):
        plain = parse_date(plain).isoformat() if plain else ""
    if plain > today.isoformat():
        raise DayToCome(text)
    return plain


def what_is_wrong_with_partial_day(text: str, today: date) -> str:
    """The sentence to say beside such a day as it was typed; empty when it is one, or nothing was typed."""
    try:
        parse_partial_day(text, today)
    except DayToCome:
        return _("This day has not come yet.")
    except OddYear:
        return what_is_wrong(text)
    except NotADate:
        return _("This is not a date. Write the day like 24/11/1984, or only the year.")
    return ""


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    months = {
        number
        for names in (*MONTHS.values(), *SHORT_MONTHS.values())
        for number, name in enumerate(names, 1)
        if len(word) >= 3 and folded(name).rstrip(".").startswith(word)
    }
    return months.pop() if len(months) == 1 else 0


def _full_year(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 30 else 1900)


# ---- shown days and moments -------------------------------------------------------------------------------------


def format_date(day: date, language: str, style: DateStyle = "medium") -> str:
    """`24 nov. 2026` (medium), `24 novembre 2026` (long), `Mardi 24 novembre 2026` (full, which begins a line),
    `24/11/2026` (short; in English ISO, which nobody misreads).

    Spaces inside are U+00A0.
    """
    if style == "short":
        return f"{day:%Y-%m-%d}" if language == "en" else f"{day:%d/%m/}{day.year:04}"
    if style == "full":
        comma = "," if language == "es" else ""
        return f"{WEEKDAYS[language][day.weekday()]}{comma} {format_date(day, language, 'long')}"
    names = MONTHS if style == "long" else SHORT_MONTHS
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    of = f"{NO_BREAK}de{NO_BREAK}" if language == "es" and style == "long" else NO_BREAK
    return f"{number}{of}{names[language][day.month - 1]}{of}{day.year}"


def format_moment(moment: datetime, language: str, zone: tzinfo | None = None) -> str:
    """A moment as `24 nov. 2026, 14:05`, in the machine's time zone unless one is given; `moment` has its own zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone")
    local = moment.astimezone(zone)
    return f"{format_date(local.date(), language)}, {local:%H:%M}"


def day_of(stored: str) -> date:
    """The day of what a record holds: an ISO day as it is, a moment as the day on this machine's clock.

    Raises ValueError for anything else.
    """
    return local_day(moment(stored)) if "T" in stored else date.fromisoformat(stored)


def day_known(stored: str | None) -> date | None:
    """The day of what a record holds, to sort by; None for none, and for text that is no day."""
    try:
        return day_of(stored) if stored else None
    except ValueError:
        return None


def day_in_words(stored: str | None, language: str, style: DateStyle = "medium") -> str:
    """A day or moment of a record as people read it; empty for none, and text that is no day as it is.

    What is known of a birth only in part is written so: `mars 1984`, `1984`, `vers 1984` (`1984~`), `1970 – 1975`
    (`1970/1975`).
    """
    if not stored:
        return ""
    if re.fullmatch(r"\d{4}/\d{4}", stored):
        return stored.replace("/", " – ")
    if re.fullmatch(r"\d{4}(-\d\d){0,2}~", stored):
        day = day_in_words(stored.removesuffix("~"), language, style)
        return said_in(language, N_("about {year}")).format(year=day)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", stored):
        month = MONTHS[language][int(stored[5:]) - 1]
        return said_in(language, N_("{month} {year}")).format(month=month, year=stored[:4])
    try:
        return format_date(day_of(stored), language, style)
    except (ValueError, OverflowError):
        return stored


def days_later(day: date, days: int) -> date:
    """The day that comes so many days after another, or before it; the calendar's last or first when it ends there."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month; the calendar's last when it ends there."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_until(first: date, last: date) -> list[str]:
    """The months from that of a day to that of another, as `2026-11`, both included; none when that lies before."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]


def moment_in_order(at: datetime) -> str:
    """A moment on this machine's clock, to the minute, as tables sort it: `2026-11-28 14:05`."""
    return in_local_time(at).strftime("%Y-%m-%d %H:%M")


def moment_in_words(stored: str | None, language: str) -> str:
    """A moment of a record as people read it; empty for none, and text that is no moment as it is."""
    if not stored:
        return ""
    try:
        return format_moment(moment(stored), language)
    except (ValueError, OverflowError):
        return stored


# unit: one, many
UNITS = {
    "fr": {"day": ("jour", "jours"), "month": ("mois", "mois"), "year": ("an", "ans")},
    "en": {"day": ("day", "days"), "month": ("month", "months"), "year": ("year", "years")},
    "es": {"day": ("día", "días"), "month": ("mes", "meses"), "year": ("año", "años")},
}
NEAR = {
    "fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    "es": {-1: "ayer", 0: "hoy", 1: "mañana"},
}
PAST = {"fr": "il y a {span}", "en": "{span} ago", "es": "hace {span}"}
FUTURE = {"fr": "dans {span}", "en": "in {span}", "es": "dentro de {span}"}


def ago(day: date, today: date, language: str) -> str:
    """How far a day lies from today: `il y a 11 jours`, `hier`, `dans 3 mois`; in days up to 59, then months, years."""
    days = (day - today).days
    if days in NEAR[language]:
        return NEAR[language][days]
    pattern = PAST if days < 0 else FUTURE
    return pattern[language].format(span=_span(day, today, language))


def _span(day: date, today: date, language: str) -> str:
    first, last = sorted((day, today))
    days = (last - first).days
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if days < 60:
        count, unit = days, "day"
    elif months < 24:
        count, unit = months, "month"
    else:
        count, unit = months // 12, "year"
    return f"{count}{NO_BREAK}{UNITS[language][unit][count != 1]}"


def day_and_age(stored: str, today: date, language: str) -> str:
    """A day or moment of a record with its age: `3 nov. 2026, il y a 21 jours`."""
    return f"{day_in_words(stored, language)}, {ago(day_of(stored), today, language)}"


def months_between(start: str | None, end: str | None) -> int | None:
    """Whole months begun between two ISO days, both included; None when one is missing."""
    if not start or not end:
        return None
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months + 1 if last.day >= first.day else months
