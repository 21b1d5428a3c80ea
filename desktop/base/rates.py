"""The United Nations operational rates of exchange, read from a file as the Treasury gives it or an office saved it.

A table (CSV or a workbook) with a line of headings: a code of ISO 4217, an effective date and a rate, in units of that
currency for one US dollar. Other columns (country, name of the currency) are not needed.

The Treasury revises all rates once a month, and lists them all then, changed or not; in the middle of a month only
those that changed. The revision of a month is effective from its 1st, that of January from the last day of December.
The rate with the newest effective date holds (treasury.un.org/operationalrates; DECISIONS 81).
"""

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from desktop.base import tables
from desktop.base.errors import Problem
from desktop.base.numbers import EXACT
from desktop.base.places import DOLLARS
from desktop.base.text import _, folded

LARGEST = 4 * 1024 * 1024  # bytes of a file
MOST_ROWS = 10_000
FEWEST = 3  # currencies: a file with fewer is something else
HIGHEST = Decimal(10) ** 9  # units for one dollar
CODES = ("currency code", "abbrev.", "abbrev", "abbreviation", "code", "iso", "f_curr_code", "devise", "currency")
DATES = ("effective date", "rate_date", "date", "date d'effet", "date d’effet", "fecha")
RATES = ("rate", "operational rate", "rate of exchange", "units per usd", "units per us dollar", "taux", "tipo")
SEPARATORS = (",", ";", "\t")
YEAR_END = 29  # of December: a rate effective from then on is the revision of January
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class ExchangeRate:
    """How many units of a currency one US dollar is worth, from which day on."""

    currency: str
    units: Decimal
    effective: date

    @property
    def month(self) -> str:
        """The month whose rate it is, as `2026-11`: January for one that is effective on the last days of December."""
        return month_of(self.effective)

    def dollars(self, amount: Decimal) -> Decimal:
        """An amount of the currency in US dollars and cents."""
        return EXACT.divide(amount, self.units).quantize(Decimal("0.01"), context=EXACT)


def month_of(effective: date) -> str:
    """The month whose rates are effective from a day."""
    closes_year = (effective.month, effective.day) >= (12, YEAR_END)
    return (effective + timedelta(days=3) if closes_year else effective).isoformat()[:7]


@dataclass(frozen=True)
class RateOfDay:
    """The rate of a currency on a day: that of the day's month, or none, and the nearest earlier one to be proposed."""

    day: date
    rate: ExchangeRate | None = None
    earlier: ExchangeRate | None = None

    @property
    def age(self) -> int:
        """How many days before that day the earlier rate became effective; 0 where none is proposed."""
        return (self.day - self.earlier.effective).days if self.earlier is not None else 0


@dataclass(frozen=True)
class RateTable:
    """The rates of a file, or all of those that are kept: those of each currency, the earliest effective first."""

    rates: Mapping[str, Sequence[ExchangeRate]]

    @property
    def published(self) -> date:
        """The newest effective date in it."""
        return max(rates[-1].effective for rates in self.rates.values())

    @property
    def months(self) -> Sequence[str]:
        """The months of which it has a rate, as `2026-11`, the earliest first."""
        return sorted({rate.month for rates in self.rates.values() for rate in rates})

    def newest(self, currency: str) -> ExchangeRate | None:
        """The rate that became effective last; None for a currency that is not in it."""
        return next(reversed(self.rates.get(currency, ())), None)

    def on(self, currency: str, day: date) -> RateOfDay:
        """The newest rate effective by that day, when it is one of the day’s month; otherwise it is only proposed.

        A rate that became effective on the last days of December holds on them too.
        """
        rates = self.rates.get(currency, ())
        place = bisect_right(rates, day, key=lambda rate: rate.effective)
        if place == 0:
            return RateOfDay(day)
        rate, month = rates[place - 1], day.isoformat()[:7]
        if month in (rate.month, rate.effective.isoformat()[:7]):
            return RateOfDay(day, rate)
        return RateOfDay(day, earlier=rate)


def read_rates(path: Path, today: date) -> RateTable:
    """The rates of a file; all or nothing.

    Raises Problem for a file that is no such table, for a rate that cannot be one, for two rates of one currency and
    day, and for rates that all begin after `today`; those of the future beside others are left out.
    """
    by_currency: dict[str, dict[date, ExchangeRate]] = {}
    for rate in _rates(path):
        if rate.effective > today:
            continue
        before = by_currency.setdefault(rate.currency, {}).setdefault(rate.effective, rate)
        if before.units != rate.units:
            raise _refused(path, _("It has two rates of {code} for one day.").format(code=rate.currency), "rates-twice")
    if any(rate.units != 1 for rate in by_currency.get(DOLLARS, {}).values()):
        raise _refused(path, _("Its rates are not for one US dollar."), "rates-not-for-a-dollar")
    if len(by_currency) < FEWEST:
        raise _refused(path, _("It has no rates that hold today."), "rates-none-today")
    return RateTable({code: tuple(by_day[day] for day in sorted(by_day)) for code, by_day in by_currency.items()})


def _rates(path: Path) -> Sequence[ExchangeRate]:
    columns: tuple[int, int, int] | None = None
    separator = ","
    rates = []
    for number, read in enumerate(_rows(path), 1):
        if columns is None:
            columns, separator = _headings(read)
            continue
        row = read if separator == "," else ",".join(read).split(separator)
        if re.fullmatch("[A-Z]{3}", code := _cell(row, columns[0]).upper()):
            rates.append(_rate(path, number, code, _cell(row, columns[1]), _cell(row, columns[2])))
    if columns is None:
        raise _refused(path, _("It has no line with the headings code, date and rate."), "rates-without-headings")
    return rates


def _headings(row: Sequence[str]) -> tuple[tuple[int, int, int] | None, str]:
    """The columns when this row is that of the headings, and what parts its cells.

    A line above the headings may have hidden from the reader of tables what parts them.
    """
    for separator in SEPARATORS:
        columns = _columns(row if separator == "," else ",".join(row).split(separator))
        if columns is not None:
            return columns, separator
    return None, ","


def _rows(path: Path) -> Iterable[list[str]]:
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(path, _("It is too large to be a table of rates."), "rates-too-large")
        for number, row in enumerate(tables.rows(path)):
            if number >= MOST_ROWS:
                raise _refused(path, _("It is too large to be a table of rates."), "rates-too-large")
            yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _refused(path, _("It could not be read to its end."), "rates-unreadable") from error


def _columns(row: Sequence[str]) -> tuple[int, int, int] | None:
    """Where the code, the date and the rate stand, when this row is that of the headings."""
    heads = [" ".join(folded(cell).split()) for cell in row]

    def place(names: Sequence[str]) -> int | None:
        return next((heads.index(folded(name)) for name in names if folded(name) in heads), None)

    code, day, rate = place(CODES), place(DATES), place(RATES)
    return None if code is None or day is None or rate is None else (code, day, rate)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _rate(path: Path, line: int, code: str, day: str, written: str) -> ExchangeRate:
    try:
        units, effective = _units(written), _day(day)
    except (InvalidOperation, ValueError) as error:
        raise _on_line(path, line) from error
    if not units.is_finite() or not 0 < units < HIGHEST:
        raise _on_line(path, line)
    return ExchangeRate(code, units, effective)


def _units(written: str) -> Decimal:
    """A rate with a point or a comma before its decimals; raises for one that a comma makes ambiguous, like 25,345."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", written)
    if re.fullmatch(r"0,\d+|\d+,(\d{1,2}|\d{4,})", plain):
        plain = plain.replace(",", ".")
    return Decimal(plain)


def _day(written: str) -> date:
    """A day as ISO text or with the name of its month in English; raises ValueError for one that could be two days."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)([ T].*)?", written):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})", written):
        return date(int(match[3]), MONTHS.index(match[2][:3].lower()) + 1, int(match[1]))
    raise ValueError(written)


def _on_line(path: Path, line: int) -> Problem:
    return _refused(
        path,
        _("Line {line} has no rate or no day that can be read: days are like 2026-11-01 or 1 Nov 2026.").format(
            line=line
        ),
        "rates-line",
    )


def _refused(path: Path, why: str, code: str) -> Problem:
    return Problem(
        _("“{name}” was not taken for rates of exchange; those in use are unchanged. {why}").format(
            name=path.name, why=why
        ),
        _("Take the file of the United Nations operational rates of exchange as the Treasury publishes it."),
        code=code,
    )
