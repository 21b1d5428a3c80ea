"""How far the four outcomes of the strategy have come, read from the figures of a period (¶29 a to d, ii)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.base.numbers import EXACT
from desktop.definitions.indicator import HUNDRED, Figure, FigureUnit, OutcomeSign, SignMeasure
from desktop.services.results.figures import PeriodFigures


@dataclass(frozen=True, slots=True)
class SignReading:
    """A sign with what it comes to: in per cent where `is_percent`, else a number of what its figure counts.

    `value` is None where it cannot be computed. `part` and `whole` are the two numbers that it compares: now and the
    period before, the groups with any of it and all there are, the two figures of a share; None where it has none.
    """

    sign: OutcomeSign
    value: Decimal | None
    is_percent: bool
    part: Decimal | None = None
    whole: Decimal | None = None


def read(answer: PeriodFigures, regions: Collection[str]) -> Sequence[SignReading]:
    """Every sign of a period, in the order of the file; `regions` are the ids of all regions there are."""
    return [_reading(sign, answer, regions) for sign in answer.indicators.signs if sign.of in answer.figures]


def _reading(sign: OutcomeSign, answer: PeriodFigures, regions: Collection[str]) -> SignReading:
    figure = answer.figures[sign.of]
    match sign.measure:
        case SignMeasure.VALUE:
            return SignReading(sign, figure.value, figure.indicator.unit is FigureUnit.PERCENT)
        case SignMeasure.GROWTH:
            return _growth(sign, figure.value, answer.before)
        case SignMeasure.REACH:
            return _reach(sign, figure, regions)
        case SignMeasure.GROUP:
            value = None if figure.value is None else figure.groups(sign.by).get(sign.group, Decimal(0))
            return SignReading(sign, value, is_percent=False)
        case SignMeasure.SHARE:
            whole = answer.figures[sign.whole].value if sign.whole in answer.figures else None
            return SignReading(sign, _percent(figure.value, whole), True, figure.value, whole)


def _growth(sign: OutcomeSign, now: Decimal | None, before: Mapping[str, Figure]) -> SignReading:
    """The growth over the period before; from nothing there is none to compute."""
    former = before[sign.of].value if sign.of in before else None
    more = EXACT.subtract(now, former) if now is not None and former is not None else None
    return SignReading(sign, _percent(more, former), True, now, former)


def _reach(sign: OutcomeSign, figure: Figure, regions: Collection[str]) -> SignReading:
    """How many regions have any of it. A region that no file names any more is none of those there are."""
    reached = Decimal(len(set(figure.groups(sign.by)) & set(regions)))
    return SignReading(sign, reached, False, reached, Decimal(len(regions)))


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or not whole else EXACT.divide(EXACT.multiply(part, HUNDRED), whole)
