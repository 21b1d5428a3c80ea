"""The United Nations operational rates of this computer: imported from files, kept beside the sanctions lists.

Every rate that a file brought is kept, month after month, so that what arrived is worth what it was worth on its day.
An import adds and corrects, and never takes away; of a rate that was corrected both values stay, with the day of each
import, and the newest import holds. The rates are public data; the last file lies there as it was published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from sqlalchemy import select

from desktop.base.dates import day_known, months_until
from desktop.base.files import copy_safely, write_safely
from desktop.base.places import DOLLARS
from desktop.base.rates import HIGHEST, ExchangeRate, RateOfDay, RateTable, read_rates
from desktop.base.values import canonical, parse_json
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Contribution

IN_USE = "exchange-rates.json"
AS_PUBLISHED = "exchange-rates"  # the name of the file that was imported last, with its own ending
DAMAGED = "exchange-rates.damaged"  # what could not be read when the next import came


@dataclass(frozen=True)
class KeptRate:
    """A rate and the day on which it was imported; empty for one that an earlier version kept."""

    rate: ExchangeRate
    imported_on: str = ""

    @property
    def key(self) -> tuple[str, date]:
        """Its currency and the day from which it holds: of one such only the newest import is in force."""
        return self.rate.currency, self.rate.effective


@dataclass(frozen=True)
class CorrectedRate:
    """A rate that a later import gave another value."""

    before: KeptRate
    after: KeptRate


@dataclass(frozen=True)
class RatesKept:
    """Every rate that was ever imported, in the order of the imports."""

    imported: Sequence[KeptRate] = ()

    @cached_property
    def in_force(self) -> Mapping[tuple[str, date], KeptRate]:
        """Those that hold, by currency and effective day: of each that of the newest import."""
        return {entry.key: entry for entry in self.imported}

    @cached_property
    def table(self) -> RateTable | None:
        """Those that hold, as a table; None when there is none."""
        rates: dict[str, list[ExchangeRate]] = {}
        for code, effective in sorted(self.in_force):
            rates.setdefault(code, []).append(self.in_force[code, effective].rate)
        return RateTable(rates) if rates else None

    @cached_property
    def corrected(self) -> Sequence[CorrectedRate]:
        """The rates that an import gave another value, the latest day of import first."""
        corrections, last = list[CorrectedRate](), dict[tuple[str, date], KeptRate]()
        for entry in self.imported:
            if entry.key in last:
                corrections.append(CorrectedRate(last[entry.key], entry))
            last[entry.key] = entry
        return sorted(corrections, key=lambda correction: correction.after.imported_on, reverse=True)


@dataclass(frozen=True)
class ImportedRates:
    """What an import brought: how many rates that were not kept before, the months that are new, what it corrected.

    `before` is the newest effective date of those that were in use.
    """

    table: RateTable
    before: date | None
    added: int
    months: Sequence[str]
    corrected: Sequence[CorrectedRate]


@dataclass(frozen=True)
class RateGap:
    """A month, as `2026-11`, of which no rate is kept, or none of these currencies, in which something arrived."""

    month: str
    currencies: Sequence[str] = ()


def install(work: Work, path: Path) -> ImportedRates:
    """Use the rates of a file from now on, beside those that are kept.

    Raises Problem, leaving those in use, for a file that is no table of rates.
    """
    require(work.officer, Right.ADMINISTER)
    today, folder, rates = sealing_clock(work).today(), work.lists, kept_rates(work)
    brought, before = read_rates(path, today), rates.table
    new, corrected = list[KeptRate](), list[CorrectedRate]()
    for rate in (rate for code in sorted(brought.rates) for rate in brought.rates[code]):
        entry = KeptRate(rate, today.isoformat())
        former = rates.in_force.get(entry.key)
        if former is None:
            new.append(entry)
        elif former.rate.units != rate.units:
            corrected.append(CorrectedRate(former, entry))
    copy_safely(path, folder / f"{AS_PUBLISHED}{path.suffix.lower()[:8]}")
    if before is None and (folder / IN_USE).exists():
        copy_safely(folder / IN_USE, folder / DAMAGED)
    written = (*rates.imported, *new, *(correction.after for correction in corrected))
    write_safely(folder / IN_USE, canonical({"rates": _stored(written)}))
    months = sorted(set(brought.months) - set(before.months if before else ()))
    return ImportedRates(brought, before.published if before else None, len(new), months, corrected)


def kept_rates(work: Work) -> RatesKept:
    """Every rate that was imported; none before the first import, and when their file was damaged."""
    try:
        state = (work.lists / IN_USE).stat()
    except OSError:
        return RatesKept()
    return _read(work.lists / IN_USE, (state.st_mtime_ns, state.st_size, state.st_ino))


def in_use(work: Work) -> RateTable | None:
    """The rates in use; None before the first import, and when their file was damaged."""
    return kept_rates(work).table


def rate_of(work: Work, currency: str) -> ExchangeRate | None:
    """The newest rate of a currency, by which what is planned is worth dollars; None where there is none."""
    table = in_use(work)
    return table.newest(currency) if table else None


def rate_on(work: Work, currency: str, day: date) -> RateOfDay:
    """The rate of a currency on the day on which something arrived, or the nearest earlier one to be proposed."""
    table = in_use(work)
    return table.on(currency, day) if table else RateOfDay(day)


def gaps(work: Work) -> Sequence[RateGap]:
    """The months since the first contribution of which rates lack, the earliest first.

    Of what was given before the program only the months count in which something arrived in another currency.
    """
    arrived = Contribution.received_on, Contribution.currency, Contribution.earlier
    query = select(*arrived).where(
        Contribution.received_on > "", Contribution.archived.is_(False), Contribution.refund_of.is_(None)
    )
    with work.store.read() as session:
        rows = [(day_known(on), currency, earlier) for on, currency, earlier in session.execute(query.distinct())]
    lacking, table = dict[str, set[str]](), in_use(work)
    first = min((day for day, _currency, earlier in rows if day and not earlier), default=None)
    if first is not None:
        has = set(table.months if table else ())
        lacking = {month: set() for month in months_until(first, work.today()) if month not in has}
    for day, currency, _earlier in rows:
        if day is None or currency in ("", DOLLARS) or (table and table.on(currency, day).rate):
            continue
        lacking.setdefault(day.isoformat()[:7], set()).add(currency)
    return [RateGap(month, tuple(sorted(lacking[month]))) for month in sorted(lacking)]


def _stored(entries: Iterable[KeptRate]) -> Mapping[str, Sequence[Sequence[str]]]:
    stored: dict[str, list[list[str]]] = {}
    for entry in entries:
        rate = entry.rate
        stored.setdefault(rate.currency, []).append([rate.effective.isoformat(), str(rate.units), entry.imported_on])
    return stored


@lru_cache(maxsize=2)
def _read(path: Path, state: tuple[int, int, int]) -> RatesKept:
    """What the file holds in this state of it: every page of money asks, and years of rates are tens of thousands."""
    try:
        stored = parse_json(path.read_bytes())
        if "rates" in stored:
            return RatesKept([_one(code, *row) for code, rows in stored["rates"].items() for row in rows])
        # a version before kept the newest rate of each currency alone
        return RatesKept([_one(code, effective, units, "") for code, (units, effective) in stored.items()])
    except (OSError, ValueError, ArithmeticError, TypeError, AttributeError):
        return RatesKept()


def _one(code: str, effective: str, units: str, imported_on: str) -> KeptRate:
    """Raises ValueError or ArithmeticError for what was damaged."""
    if not 0 < Decimal(units) < HIGHEST:
        raise ValueError(units)
    return KeptRate(ExchangeRate(code, Decimal(units), date.fromisoformat(effective)), imported_on)
