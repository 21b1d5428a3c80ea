"""US dollars, in which the limits of authority are written: of what is planned, and of what arrived.

What is planned is worth what the newest rate makes of it, or what somebody typed. What arrived is worth what the rate
of its month makes of it: an earlier one is proposed where that lacks, and taken only when somebody says so.

Dollars belong to one amount in one currency. When either changes they are worked out anew from the rate in use, or
asked for again; they are never carried over. Everything that rests on them asks `known`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.base.dates import ago, day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.numbers import format_money, format_number
from desktop.base.places import DOLLARS
from desktop.base.rates import ExchangeRate, RateOfDay
from desktop.base.text import N_, _, language, plural, said_in
from desktop.services.office.believed_clock import believed_day
from desktop.services.registry import exchange_rates
from desktop.services.work import Work
from desktop.store.records import Partnership
from desktop.store.records.values import DollarBasis

AT_RATE = N_("{usd} at {rate} {currency} for 1 USD, the United Nations operational rate of {day}")
TYPED = N_("{usd}, typed by {name} on {day}")
TYPED_UNDATED = N_("{usd}, typed by {name}")  # under a clock that was not believed
UNEXPLAINED = N_("{usd}, written in an earlier version without a rate")
UNKNOWN = N_("not known")


def known(partnership: Partnership) -> str | None:
    """The value in US dollars as decimal text; None when there is no value or nobody knows its dollars.

    What a version before 0.3 wrote without a basis holds, unless it repeats the amount in another currency: that was
    carried over when the currency was changed.
    """
    value, usd, basis = partnership.value, partnership.value_usd, partnership.dollars
    if not value:
        return None
    if partnership.currency == DOLLARS:
        return value
    if not usd:
        return None
    if basis is None or not basis.currency:
        return None if Decimal(usd) == Decimal(value) else usd
    return usd if (basis.value, basis.currency, basis.usd) == (value, partnership.currency, usd) else None


def converted(rate: ExchangeRate | None, value: str) -> str:
    """An amount in US dollars at a rate; empty without a rate or an amount."""
    return str(rate.dollars(Decimal(value))) if rate is not None and value else ""


def settle(work: Work, partnership: Partnership, typed: str | None) -> None:
    """Give a partnership whose value was written its dollars: those typed for it, or those of the rate in use.

    Dollars that go with this very amount and currency already stay, with the rate or the person they came from.
    """
    amount = partnership.value, partnership.currency
    partnership.value_usd, partnership.dollars = worked_out(work, *amount, typed, partnership.dollars)


def worked_out(
    work: Work, value: str | None, currency: str, typed: str | None, basis: DollarBasis | None = None
) -> tuple[str | None, DollarBasis | None]:
    """The dollars of an amount and where they come from: those typed for it, or those of the rate in use, or None.

    Dollars whose `basis` goes with this very amount and currency stay as they are.
    """
    if not value or currency == DOLLARS:
        return value or None, None
    if basis and (basis.value, basis.currency) == (value, currency) and typed in (None, "", basis.usd) and basis.usd:
        return basis.usd, basis
    if typed:
        day, name = believed_day(work) or "", work.officer.name
        return typed, DollarBasis(value=value, currency=currency, usd=typed, typed_by=name, typed_on=day)
    rate = exchange_rates.rate_of(work, currency)
    if rate is None:
        return None, None
    usd, day = converted(rate, value), rate.effective.isoformat()
    return usd, DollarBasis(value=value, currency=currency, usd=usd, rate=str(rate.units), rate_on=day)


@dataclass(frozen=True)
class DollarsReceived:
    """What arrived in US dollars, with the rate and the month that it is of, as `2026-11`; None where nobody knows.

    What arrived in dollars has no rate.
    """

    usd: str | None = None
    rate: str | None = None
    month: str = ""


def received(work: Work, amount: str | None, currency: str, day: date, takes_earlier: bool) -> DollarsReceived:
    """The dollars of an amount that arrived on a day, by the United Nations rate of that day.

    With `takes_earlier` the nearest earlier rate does where that of the month lacks; otherwise they stay unknown.
    """
    if not amount or currency == DOLLARS:
        return DollarsReceived(amount or None)
    of_day = exchange_rates.rate_on(work, currency, day)
    rate = of_day.rate or (of_day.earlier if takes_earlier else None)
    if rate is None:
        return DollarsReceived()
    return DollarsReceived(converted(rate, amount), str(rate.units), rate.month)


def at_rate_in_words(amount: str, rate: ExchangeRate, language: str) -> str:
    """An amount in US dollars at a rate, with that rate and the day from which it holds."""
    basis = DollarBasis(currency=rate.currency, rate=str(rate.units), rate_on=rate.effective.isoformat())
    return said(converted(rate, amount), basis, language)


def lacking_in_words(of_day: RateOfDay, currency: str) -> str:
    """That no rate of the month is here, and which earlier one could be taken; empty where there is one."""
    if of_day.rate is not None:
        return ""
    spoken = language()
    month, earlier = day_in_words(of_day.day.isoformat()[:7], spoken), of_day.earlier
    lacking = _("No United Nations rate of {currency} for {month} is here.").format(currency=currency, month=month)
    if earlier is None:
        return lacking
    nearest = _("The nearest earlier one is of {day}, {age}: {rate} for 1 USD.").format(
        day=day_in_words(earlier.effective.isoformat(), spoken),
        age=plural("{count} day before", "{count} days before", of_day.age),
        rate=format_number(earlier.units, spoken),
    )
    return f"{lacking} {nearest}"


def require_known(partnership: Partnership) -> None:
    """Raise Problem when authority would rest on dollars that nobody knows."""
    if partnership.value and known(partnership) is None:
        raise Problem(
            _(
                "Nobody knows the value of this partnership in US dollars, in which the limits of authority are "
                "written; nothing was changed."
            ),
            _("Write it in the partnership, or import the United Nations rates under Sanctions lists."),
            code="dollars-unknown",
        )


def in_words(partnership: Partnership, language: str, today: date | None = None) -> str:
    """The value in US dollars and where it comes from; empty for a value in dollars or none.

    With `today` the age of the rate is said too.
    """
    if not partnership.value or partnership.currency == DOLLARS:
        return ""
    return said(known(partnership), partnership.dollars, language, today)


def said(usd: str | None, basis: DollarBasis | None, language: str, today: date | None = None) -> str:
    """The same of dollars and of what they rest on, as a record or a sealed brief holds them."""
    if not usd:
        return said_in(language, UNKNOWN)
    amount = format_money(usd, DOLLARS, language)
    if basis is not None and basis.rate:
        sentence = said_in(language, AT_RATE).format(
            usd=amount,
            rate=format_number(Decimal(basis.rate), language),
            currency=basis.currency,
            day=day_in_words(basis.rate_on, language),
        )
        rate_day = day_known(basis.rate_on)
        return f"{sentence}, {ago(rate_day, today, language)}" if today and rate_day else sentence
    if basis is not None and basis.typed_by:
        day = day_in_words(basis.typed_on, language)
        sentence = TYPED if day else TYPED_UNDATED
        return said_in(language, sentence).format(usd=amount, name=basis.typed_by, day=day)
    return said_in(language, UNEXPLAINED).format(usd=amount)
