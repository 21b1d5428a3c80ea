"""Numbers, money, dates and sizes: typed tolerantly, shown as the interface's language writes them.

Babel does the same but costs 150 to 200 ms before its first answer, as much as a whole start of the program; three
languages fit in these tables. Forms follow the interface's language, not the machine's region, and a month is
written in letters so that 4/11 is never April.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK = "\u00a0"  # not U+202F: ReportLab breaks lines at it
MINUS = "\u2212"
LONGEST = 40  # characters of a typed number

DECIMAL_MARK = {"fr": ",", "en": ".", "es": ","}
GROUP_MARK = {"fr": NO_BREAK, "en": ",", "es": "."}
SILENT = " \u00a0\u2007\u2009\u202f'\u2019"  # what people and office programs put between thousands

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
SHORT_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sept.", "oct.", "nov.", "dic."),
}

# ISO 4217: currencies whose amounts have no decimals, and those that have three
WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THREE = "BHD IQD JOD KWD LYD OMR TND"


class NotANumber(ValueError):
    """What was typed is no number."""

    readings: tuple[Decimal, ...] = ()


class Ambiguous(ValueError):
    """What was typed has two readings; `readings` lists them, thousands first. The user is to choose."""

    def __init__(self, text: str, readings: tuple[Decimal, ...]) -> None:
        super().__init__(text)
        self.readings = readings


# ---- typed numbers ----------------------------------------------------------------------------------------------


def parse_number(text: str, language: str, *, places: int = 2) -> Decimal:
    """The number typed or pasted, whichever of the usual ways it is written.

    Spaces and apostrophes part thousands; of a comma and a point, the last is the decimal mark. A single mark before
    exactly three digits parts thousands where the language says so, is a decimal mark where the language says so and
    the value may have three decimals (`places`), and otherwise raises Ambiguous. Raises NotANumber for anything else.
    """
    sign, body = _signed("".join(map(_plain, text.strip())))
    if not body or len(text) > LONGEST or not re.fullmatch(rf"[0-9.,{re.escape(SILENT)}]+", body):
        raise NotANumber(text)
    whole, mark, rest = _split(body)
    if mark and not rest.isdigit():
        raise NotANumber(text)
    as_thousands = _ungrouped(whole + mark + rest)
    as_decimal = _ungrouped(whole) + (f".{rest}" if mark else "")
    if mark and _looks_grouped(whole, rest):
        if mark == GROUP_MARK[language]:
            return sign * Decimal(as_thousands)
        if mark != DECIMAL_MARK[language] or places < 3:
            raise Ambiguous(text, (sign * Decimal(as_thousands), sign * Decimal(as_decimal)))
    if not _well_grouped(whole):
        raise NotANumber(text)
    return sign * Decimal(as_decimal)


def _plain(character: str) -> str:
    """A digit of any script as its ASCII digit; anything else as it is."""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _signed(text: str) -> tuple[int, str]:
    if text[:1] in ("-", MINUS):
        return -1, text[1:].lstrip(SILENT)
    return 1, text[1:].lstrip(SILENT) if text[:1] == "+" else text


def _split(body: str) -> tuple[str, str, str]:
    """The part before the decimal mark, the mark, the part after; no mark when all marks part thousands."""
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return body, "", ""
    mark = body[last]
    if body.count(mark) > 1:
        return body, "", ""
    return body[:last], mark, body[last + 1 :]


def _looks_grouped(whole: str, rest: str) -> bool:
    return len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole) is not None


def _well_grouped(whole: str) -> bool:
    """Digits alone, or thousands parted by one and the same mark (spaces of any width count as one mark).

    Commas may part them as in South Asia: `12,34,567`.
    """
    if whole.isdigit() or not whole:
        return True
    marks = {" " if mark.isspace() else mark for mark in re.findall(r"\D", whole)}
    grouped = re.fullmatch(r"\d{1,3}(\D\d{3})+", whole) or re.fullmatch(r"\d{1,2}(,\d{2})*,\d{3}", whole)
    return len(marks) == 1 and grouped is not None


def _ungrouped(text: str) -> str:
    return re.sub(r"\D", "", text) or "0"


# ---- shown numbers ----------------------------------------------------------------------------------------------


def format_number(value: Decimal | int | float, language: str, places: int | None = None) -> str:
    """The value as the language writes it; with its own decimals, or rounded half up to `places`."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _point, decimals = f"{abs(number):f}".partition(".")
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", GROUP_MARK[language], whole)
    sign = MINUS if number < 0 else ""
    return f"{sign}{groups}{DECIMAL_MARK[language]}{decimals}" if decimals else f"{sign}{groups}"


def format_money(amount: str | Decimal, currency: str, language: str) -> str:
    """An amount with its currency's code: `18 400,50 USD`, in English `USD 18,400.50`.

    As many decimals as the currency has (ISO 4217), more when the amount has more: no cent is ever hidden.
    """
    number = Decimal(amount)
    own = -int(number.normalize().as_tuple().exponent)
    shown = format_number(number, language, max(_decimals(currency), own))
    return f"{currency}{NO_BREAK}{shown}" if language == "en" else f"{shown}{NO_BREAK}{currency}"


def _decimals(currency: str) -> int:
    return 0 if currency in WHOLE.split() else 3 if currency in THREE.split() else 2


SIZES = {"fr": ("octets", "ko", "Mo", "Go", "To"), "en": ("bytes", "kB", "MB", "GB", "TB")}
SIZES["es"] = SIZES["en"]


def format_size(size: int, language: str) -> str:
    """A file's size in decimal units: `3,2 Mo`; whole from 100 of a unit on."""
    amount, units = Decimal(size), iter(SIZES[language])
    unit = next(units)
    while amount >= Decimal("999.5") and unit[0] != "T":
        amount, unit = amount / 1000, next(units)
    if size < 1000:
        return f"{size}{NO_BREAK}{unit if size != 1 else unit[:-1]}"
    return f"{format_number(amount, language, 1 if amount < 100 else 0)}{NO_BREAK}{unit}"


# ---- dates ------------------------------------------------------------------------------------------------------


def format_date(day: date, language: str, style: str = "medium") -> str:
    """`24 nov. 2026` (medium), `24 novembre 2026` (long), `24/11/2026` (short; in English ISO, which nobody misreads).

    Spaces inside are U+00A0. Raises ValueError for another style.
    """
    if style == "short":
        return f"{day:%Y-%m-%d}" if language == "en" else f"{day:%d/%m/}{day.year:04}"
    if style not in ("medium", "long"):
        raise ValueError(f"unknown style of date {style!r}")
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


def format_duration(span: timedelta, language: str) -> str:
    """How long something takes: `45 s`, `12 min`, `2 h 05 min`, `3 jours`."""
    minutes, seconds = divmod(max(0, round(span.total_seconds())), 60)
    if minutes < 1:
        return f"{seconds}{NO_BREAK}s"
    if minutes < 60:
        return f"{minutes}{NO_BREAK}min"
    if minutes < 48 * 60:
        return f"{minutes // 60}{NO_BREAK}h{NO_BREAK}{minutes % 60:02}{NO_BREAK}min"
    days = minutes // (24 * 60)
    return f"{days}{NO_BREAK}{UNITS[language]['day'][days != 1]}"


def today() -> date:
    """The calendar day on this machine's clock."""
    return datetime.now(UTC).astimezone().date()
