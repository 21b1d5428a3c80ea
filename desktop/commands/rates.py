"""`passerelle rates list|import|show`: the United Nations rates of exchange of this computer, month by month."""

import argparse
import re
from collections.abc import Sequence
from datetime import date

from desktop.base.dates import ago, day_in_words, months_later
from desktop.base.errors import Problem
from desktop.base.numbers import format_number
from desktop.base.rates import ExchangeRate, RateOfDay
from desktop.base.text import _, language, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.presenters.screening.rates_in_words import correction_in_words, gap_in_words, import_in_words
from desktop.services.registry import dollars, exchange_rates
from desktop.services.registry.exchange_rates import CorrectedRate, RateGap


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    listed = verbs.add_parser("list", help=_("list the months of which rates are kept, and those that lack"))
    listed.set_defaults(run=show_months)
    take = verbs.add_parser("import", help=_("import the United Nations rates of exchange; what is kept stays"))
    take.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the table of rates (CSV, XLSX or ODS)"))
    take.set_defaults(run=import_rates)
    shown = verbs.add_parser("show", help=_("show the rates of a currency"))
    shown.add_argument("currency", metavar=_("CODE"), help=_("the currency, like XOF"))
    shown.add_argument("month", nargs="?", type=_month, metavar=_("MONTH"), help=_("like 2026-11; all without it"))
    shown.set_defaults(run=show)
    for verb in (listed, take, shown):
        terminal.office_arguments(verb)


def _month(typed: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", typed):
        raise Problem(
            _("“{month}” is no month; nothing was looked up.").format(month=typed),
            _("Write it like 2026-11."),
            code="month-not-understood",
        )
    return typed


def show_months(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rates, lacking, today = (
            exchange_rates.kept_rates(office.work),
            exchange_rates.gaps(office.work),
            office.work.today(),
        )
    table = rates.table
    counts: dict[str, set[str]] = {}
    for rate in (rate for own in table.rates.values() for rate in own) if table else ():
        counts.setdefault(rate.month, set()).add(rate.currency)
    data: dict[str, Json] = {
        "published": table.published.isoformat() if table else None,
        "months": [{"month": month, "currencies": len(counts[month])} for month in sorted(counts)],
        "lacking": [_gap(gap) for gap in lacking],
        "corrected": [_corrected(correction) for correction in rates.corrected],
    }
    lines = [_("No rates of exchange are here yet.")]
    if table:
        lines = [
            *terminal.table(
                (month, plural("{count} currency", "{count} currencies", len(counts[month])))
                for month in sorted(counts, reverse=True)
            ),
            _("The newest are of {day}, {age}.").format(
                day=day_in_words(table.published.isoformat(), language()), age=ago(table.published, today, language())
            ),
        ]
    lines += [gap_in_words(gap) for gap in lacking] + [
        correction_in_words(correction) for correction in rates.corrected
    ]
    terminal.answer(options, data, lines)
    return 0


def import_rates(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        brought = exchange_rates.install(office.work, options.file)
    data: dict[str, Json] = {
        "published": brought.table.published.isoformat(),
        "added": brought.added,
        "months": list(brought.months),
        "corrected": [_corrected(correction) for correction in brought.corrected],
    }
    corrections = [correction_in_words(correction) for correction in brought.corrected]
    terminal.answer(options, data, [*import_in_words(brought), *corrections])
    return 0


def show(options: argparse.Namespace) -> int:
    currency, month = options.currency.upper(), options.month
    with terminal.open_office(options) as office:
        table, today = exchange_rates.in_use(office.work), office.work.today()
    rates = [rate for rate in (table.rates.get(currency, ()) if table else ()) if month in (None, rate.month)]
    data: dict[str, Json] = {"currency": currency, "rates": [_rate(rate) for rate in rates]}
    lines = terminal.table(
        (day_in_words(rate.effective.isoformat(), language()), format_number(rate.units, language())) for rate in rates
    )
    if not rates:
        day = min(months_later(date.fromisoformat(f"{month}-01"), 1) - date.resolution, today) if month else today
        of_day = table.on(currency, day) if table else RateOfDay(day)
        data["earlier"] = _rate(of_day.earlier) if of_day.earlier else None
        lines = [dollars.lacking_in_words(of_day, currency)]
    terminal.answer(options, data, lines)
    return 0


def _rate(rate: ExchangeRate) -> Json:
    return {"units": str(rate.units), "effective": rate.effective.isoformat(), "month": rate.month}


def _gap(gap: RateGap) -> Json:
    currencies: Sequence[Json] = list(gap.currencies)
    return {"month": gap.month, "currencies": currencies}


def _corrected(correction: CorrectedRate) -> Json:
    after = correction.after
    return {
        "currency": after.rate.currency,
        "effective": after.rate.effective.isoformat(),
        "before": str(correction.before.rate.units),
        "before_imported_on": correction.before.imported_on,
        "after": str(after.rate.units),
        "imported_on": after.imported_on,
    }
