"""The words of signed figures: on the pages, on paper and on the command line the same."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from desktop.base.dates import day_in_words
from desktop.base.text import _, language, pick, plural
from desktop.base.values import local_day, moment
from desktop.definitions.indicator import Indicators, Period
from desktop.services.results import figure_words, sealers
from desktop.services.results.figure_words import value_words
from desktop.services.results.periods import ListedPeriod
from desktop.store.records import Restatement
from desktop.store.records.values import SignedFigure


def name(period: Period) -> str:
    """A year, or which half of it."""
    year = period.first.year
    if period.which_half == 1:
        return _("{year}, first half").format(year=year)
    if period.which_half == 2:
        return _("{year}, second half").format(year=year)
    return figure_words.period_words(period)


def _day(stamp: str) -> str:
    """The day of a moment; a bundle may bring anything in its place."""
    try:
        return day_in_words(local_day(moment(stamp)).isoformat(), language())
    except (ValueError, OverflowError):
        return stamp or "–"


def state(line: ListedPeriod) -> str:
    """How far a closing has come: put forward, closed on which day by whom, signed by Headquarters, restated."""
    own = line.closing
    if own.signed_at is None:
        return _("Put forward by {name} on {day}; not signed yet").format(
            name=own.preparer_name, day=_day(own.prepared_at)
        )
    signer = sealers.name_words(own.signer_name, own.on_behalf)
    parts = [_("Closed on {day} by {name}").format(day=_day(own.signed_at), name=signer), *_since(line)]
    if not line.seal_holds or (own.accepted_at is not None and not line.acceptance_holds):
        parts.append(_("a seal does not hold"))
    return " · ".join(parts)


def _since(line: ListedPeriod) -> Iterator[str]:
    """What came after the signature of the office."""
    own = line.closing
    if own.accepted_at is not None:
        yield _("signed by Headquarters on {day}").format(day=_day(own.accepted_at))
    if line.restatements:
        yield _("restated on {day}").format(day=_day(line.restatements[-1].signed_at))
    if line.changed:
        yield plural("{count} figure is another since", "{count} figures are others since", len(line.changed))


def facts(indicators: Indicators, line: ListedPeriod) -> Sequence[tuple[str, str]]:
    """Who put a period forward and signed it, by which definitions, and what Headquarters counts otherwise."""
    own = line.closing
    pairs = [(_("Put forward by"), f"{own.preparer_name}, {_day(own.prepared_at)}")]
    if own.signed_at is not None:
        seal = _("the seal holds") if line.seal_holds else _("a seal does not hold")
        signer = sealers.name_words(own.signer_name, own.on_behalf)
        pairs.append((_("Signature"), f"{signer}, {_day(own.signed_at)} · {seal}"))
    if own.accepted_at is not None:
        seal = _("the seal holds") if line.acceptance_holds else _("a seal does not hold")
        pairs.append((_("Headquarters"), f"{own.acceptor_name}, {_day(own.accepted_at)} · {seal}"))
        for one in line.disputed:
            values = amount(indicators, one.before), amount(indicators, one.after)
            words = _("{indicator}: {own} here, {theirs} at Headquarters")
            words = words.format(indicator=one.after.indicator, own=values[0], theirs=values[1])
            pairs.append((_("Counted otherwise"), words))
    if own.definitions:
        pairs.append((_("Definitions"), own.definitions[0]))
    return pairs


def amount(indicators: Indicators, figure: SignedFigure | None) -> str:
    """A signed figure as it is shown; empty without one."""
    if figure is None:
        return ""
    own = next((one for one in reversed(indicators.every) if one.id == figure.indicator), None)
    if own is None:
        return figure.amount
    try:
        value = Decimal(figure.amount) if figure.amount else None
    except ArithmeticError:  # a bundle may hold anything
        return figure.amount
    return value_words(own, value)


def restatement(indicators: Indicators, own: Restatement) -> str:
    """One restatement in a sentence, with the name of its figure; its code where no rule of today knows it."""
    named = next((pick(each.short) for each in reversed(indicators.every) if each.id == own.indicator), own.indicator)
    records = plural("{count} record", "{count} records", len(own.records))
    return _("{indicator}: {before} became {after} on {day} ({records}): {reason}").format(
        indicator=named,
        before=amount(indicators, own.before),
        after=amount(indicators, own.after),
        day=_day(own.signed_at),
        records=records,
        reason=own.reason,
    )
