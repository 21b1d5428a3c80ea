"""What lacks among the rates of exchange and what an import brought, in words for screen and command line."""

from collections.abc import Sequence

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_number
from desktop.base.text import _, in_series, language, plural
from desktop.services.registry.exchange_rates import CorrectedRate, ImportedRates, RateGap

MOST_NAMED = 6  # months of an import that are named one by one


def gap_in_words(gap: RateGap) -> str:
    """A month whose rates lack, and in which currencies something arrived then."""
    month = day_in_words(gap.month, language())
    if not gap.currencies:
        return _("{month}: no rates are here.").format(month=_first_capital(month))
    currencies = in_series(language(), gap.currencies)
    return _("{month}: no rate of {currencies}, in which something arrived.").format(
        month=_first_capital(month), currencies=currencies
    )


def correction_in_words(correction: CorrectedRate) -> str:
    """A rate that an import gave another value, with both and the day."""
    after, spoken = correction.after, language()
    return _("{currency} of {day}: {before} became {after} with the import of {imported}.").format(
        currency=after.rate.currency,
        day=day_in_words(after.rate.effective.isoformat(), spoken),
        before=format_number(correction.before.rate.units, spoken),
        after=format_number(after.rate.units, spoken),
        imported=day_in_words(after.imported_on, spoken),
    )


def import_in_words(brought: ImportedRates) -> Sequence[str]:
    """What an import brought: how many rates, of which months, and how many it corrected."""
    if not brought.added and not brought.corrected:
        return [_("These rates were here already; nothing was changed.")]
    lines = []
    if brought.added:
        lines.append(plural("{count} rate was added.", "{count} rates were added.", brought.added))
    if brought.months:
        named = [day_in_words(month, language()) for month in brought.months]
        if len(named) > MOST_NAMED:
            new = _("{count} months are new, from {first} to {last}.")
            lines.append(new.format(count=len(named), first=named[0], last=named[-1]))
        else:
            lines.append(_("New: {months}.").format(months=in_series(language(), named)))
    if brought.corrected:
        lines.append(plural("{count} rate was corrected.", "{count} rates were corrected.", len(brought.corrected)))
    return lines


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
