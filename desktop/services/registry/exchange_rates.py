"""The United Nations operational rates of this computer: imported from a file, kept beside the sanctions lists.

They are public data and lie there as they were published, with one file of the newest rates that is read in use.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import copy_safely, write_safely
from desktop.base.rates import ExchangeRate, RateTable, read_rates
from desktop.base.text import _
from desktop.base.values import canonical, parse_json
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work

IN_USE = "exchange-rates.json"
AS_PUBLISHED = "exchange-rates"  # the name of the file that was imported, with its own ending


@dataclass(frozen=True)
class ImportedRates:
    """What an import brought, and the day of the rates that were in use before."""

    table: RateTable
    before: date | None


def install(work: Work, path: Path) -> ImportedRates:
    """Use the rates of a file from now on.

    Raises Problem, leaving those in use, for a file that is no table of rates or is older than they are.
    """
    require(work.officer, Right.ADMINISTER)
    table, before = read_rates(path, sealing_clock(work).today()), in_use(work)
    if before is not None and table.published < before.published:
        raise Problem(
            _("“{name}” is older than the rates in use, which are unchanged.").format(name=path.name),
            _("Take a newer file."),
            code="rates-older",
        )
    copy_safely(path, work.lists / f"{AS_PUBLISHED}{path.suffix.lower()[:8]}")
    stored = {code: [str(rate.units), rate.effective.isoformat()] for code, rate in table.rates.items()}
    write_safely(work.lists / IN_USE, canonical(stored))
    return ImportedRates(table, before.published if before else None)


def in_use(work: Work) -> RateTable | None:
    """The rates in use; None before the first import, and when their file was damaged."""
    try:
        stored = parse_json((work.lists / IN_USE).read_bytes())
        rates = {
            code: ExchangeRate(code, Decimal(units), date.fromisoformat(effective))
            for code, (units, effective) in stored.items()
        }
    except (OSError, ValueError, ArithmeticError, TypeError, AttributeError):
        return None
    return RateTable(rates) if rates and all(rate.units > 0 for rate in rates.values()) else None


def rate_of(work: Work, currency: str) -> ExchangeRate | None:
    """The rate of a currency in use; None where there is none."""
    table = in_use(work)
    return table.rates.get(currency) if table else None
