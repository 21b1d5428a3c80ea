"""The United Nations operational rates of this computer: imported from files, kept beside the sanctions lists.

Every rate that a file brought is kept, month after month, so that what arrived is worth what it was worth on its day.
An import adds and corrects, and never takes away; of a rate that was corrected both values stay, with the day of each
import, and the newest import holds. The rates are public data; the last file lies there as it was published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known, months_until
from desktop.base.files import copy_safely, write_safely
from desktop.base.places import DOLLARS
from desktop.base.rates import HIGHEST, ExchangeRate, RateOfDay, RateTable, month_of, read_rates
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


@dataclass(frozen=True)
class CorrectedRate:
    """A rate that a later import gave another value."""

    before: KeptRate
    after: KeptRate


@dataclass(frozen=True)
class RatesKept:
    """Every rate that was ever imported. Of years of rates only those of the currency that is asked for are worked out.

    `stored` holds by currency, in the order of the imports: the day from which a rate holds, its units, and the day of
    its import. A currency of which something cannot be read has no rates.
    """

    stored: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    _held: dict[str, Sequence[ExchangeRate]] = field(default_factory=dict, compare=False)

    def entries(self, currency: str) -> Sequence[KeptRate]:
        """Those of a currency, in the order of the imports; raises ValueError or ArithmeticError for damage."""
        return [_entry(currency, *row) for row in self.stored.get(currency, ())]

    def in_force(self, currency: str) -> Sequence[ExchangeRate]:
        """Those of a currency that hold, the earliest effective first: of each day that of the newest import."""
        if currency not in self._held:
            try:
                by_day = {entry.rate.effective: entry.rate for entry in self.entries(currency)}
            except (ValueError, ArithmeticError):
                by_day = {}
            self._held[currency] = tuple(by_day[day] for day in sorted(by_day))
        return self._held[currency]

    def of(self, currency: str) -> RateTable:
        """The rates of one currency that hold."""
        return RateTable({currency: self.in_force(currency)})

    @cached_property
    def table(self) -> RateTable | None:
        """Those of every currency that hold; None when there is none."""
        rates = {code: self.in_force(code) for code in sorted(self.stored) if self.in_force(code)}
        return RateTable(rates) if rates else None

    @cached_property
    def days(self) -> Sequence[date]:
        """The days from which the rates hold, each once, the earliest first."""
        written = {row[0] for rows in self.stored.values() for row in rows}
        return sorted(day for day in map(day_known, written) if day is not None)

    @cached_property
    def months(self) -> Sequence[str]:
        """The months of which there is a rate, as `2026-11`, the earliest first."""
        return sorted({month_of(day) for day in self.days})

    @cached_property
    def corrected(self) -> Sequence[CorrectedRate]:
        """The rates that an import gave another value, the latest day of import first."""
        corrections = list[CorrectedRate]()
        for code, rows in self.stored.items():
            if len({row[0] for row in rows}) == len(rows) or not self.in_force(code):
                continue
            last = dict[date, KeptRate]()
            for entry in self.entries(code):
                if (before := last.get(entry.rate.effective)) is not None:
                    corrections.append(CorrectedRate(before, entry))
                last[entry.rate.effective] = entry
        return sorted(corrections, key=lambda correction: correction.after.imported_on, reverse=True)

    @cached_property
    def is_damaged(self) -> bool:
        """Whether some of it cannot be read."""
        return any(not self.in_force(code) for code in self.stored)


@dataclass(frozen=True)
class ImportedRates:
    """What an import brought: the rates that were not kept before, the months that are new, what it corrected.

    `before` is the newest effective date of those that were in use.
    """

    table: RateTable
    before: date | None
    new: Sequence[KeptRate]
    months: Sequence[str]
    corrected: Sequence[CorrectedRate]

    @property
    def added(self) -> int:
        """How many rates were not kept before."""
        return len(self.new)


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
    folder, kept, brought = work.lists, kept_rates(work), would_bring(work, path)
    copy_safely(path, folder / f"{AS_PUBLISHED}{path.suffix.lower()[:8]}")
    if (folder / IN_USE).exists() and (kept.is_damaged or not kept.stored):
        copy_safely(folder / IN_USE, folder / DAMAGED)
    stored = {code: list(rows) for code, rows in kept.stored.items() if kept.in_force(code)}
    for entry in (*brought.new, *(correction.after for correction in brought.corrected)):
        row = [entry.rate.effective.isoformat(), str(entry.rate.units), entry.imported_on]
        stored.setdefault(entry.rate.currency, []).append(row)
    write_safely(folder / IN_USE, canonical({"rates": stored}))
    return brought


def would_bring(work: Work, path: Path) -> ImportedRates:
    """What a file of rates would bring; nothing is installed. Raises Problem for a file that is no table of rates."""
    today, kept = sealing_clock(work).today(), kept_rates(work)
    brought, new, corrected = read_rates(path, today), list[KeptRate](), list[CorrectedRate]()
    for code in sorted(brought.rates):
        former = {entry.rate.effective: entry for entry in kept.entries(code)} if kept.in_force(code) else {}
        for rate in brought.rates[code]:
            entry, before = KeptRate(rate, today.isoformat()), former.get(rate.effective)
            if before is None:
                new.append(entry)
            elif before.rate.units != rate.units:
                corrected.append(CorrectedRate(before, entry))
    months = sorted(set(brought.months) - set(kept.months))
    return ImportedRates(brought, kept.days[-1] if kept.days else None, tuple(new), months, corrected)


def as_published(work: Work) -> Path | None:
    """The file of rates that was imported last, as it was published; None before one."""
    files = [path for path in work.lists.glob(f"{AS_PUBLISHED}.*") if path.suffix != Path(IN_USE).suffix]
    files = [path for path in files if path.name != DAMAGED]
    return max(files, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)


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
    return kept_rates(work).of(currency).newest(currency)


def rate_on(work: Work, currency: str, day: date) -> RateOfDay:
    """The rate of a currency on the day on which something arrived, or the nearest earlier one to be proposed."""
    return kept_rates(work).of(currency).on(currency, day)


def gaps(work: Work) -> Sequence[RateGap]:
    """The months since the first contribution of which rates lack, the earliest first.

    Of what was given before the program only the months count in which something arrived in another currency.
    """
    with work.store.read() as session:
        return gaps_in(session, work)


def gaps_in(session: Session, work: Work) -> Sequence[RateGap]:
    """The same, read with what else a page shows."""
    arrived = Contribution.received_on, Contribution.currency, Contribution.earlier
    query = select(*arrived).where(
        Contribution.received_on > "", Contribution.archived.is_(False), Contribution.refund_of.is_(None)
    )
    rows = [(day_known(on), currency, earlier) for on, currency, earlier in session.execute(query.distinct())]
    lacking, kept = dict[str, set[str]](), kept_rates(work)
    first = min((day for day, _currency, earlier in rows if day and not earlier), default=None)
    if first is not None:
        has = set(kept.months)
        lacking = {month: set() for month in months_until(first, work.today()) if month not in has}
    for day, currency, _earlier in rows:
        if day is None or currency in ("", DOLLARS) or kept.of(currency).on(currency, day).rate:
            continue
        lacking.setdefault(day.isoformat()[:7], set()).add(currency)
    return [RateGap(month, tuple(sorted(lacking[month]))) for month in sorted(lacking)]


@lru_cache(maxsize=2)
def _read(path: Path, state: tuple[int, int, int]) -> RatesKept:
    """What the file holds in this state of it: every page of money asks, and years of rates are tens of thousands."""
    try:
        stored = parse_json(path.read_bytes())
        if "rates" in stored:
            return RatesKept({code: _rows(rows) for code, rows in stored["rates"].items()})
        # a version before kept the newest rate of each currency alone
        return RatesKept({code: _rows([[effective, units, ""]]) for code, (units, effective) in stored.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return RatesKept()


def _rows(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows of a currency as they are stored; none where one of them is not three texts."""
    sound = isinstance(rows, list) and all(isinstance(row, list) and len(row) == 3 for row in rows)
    return rows if sound and all(isinstance(text, str) for row in rows for text in row) else []


def _entry(code: str, effective: str, units: str, imported_on: str) -> KeptRate:
    """Raises ValueError or ArithmeticError for what was damaged."""
    number = Decimal(units)
    if not 0 < number < HIGHEST:
        raise ValueError(units)
    return KeptRate(ExchangeRate(code, number, date.fromisoformat(effective)), imported_on)
