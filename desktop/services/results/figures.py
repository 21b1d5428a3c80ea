"""The figures of an office, of a region or of the whole Organization over a period (¶29, ¶30 a; dossier 4.3, 4.4).

Whoever shows, prints or exports a figure asks here, so that no two places disagree. A figure carries the rows behind it
and what is not counted with its reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.numbers import EXACT
from desktop.definitions.indicator import HUNDRED, Figure, FiguresBasis, Indicators, Period, measure
from desktop.definitions.terms import PartnershipCode
from desktop.services.results import facts
from desktop.services.work import Work
from desktop.store.records import StrategyFigure, Target
from desktop.store.states import FigureMeaning
from desktop.store.store import HQ

CENT = Decimal("0.01")
SHARE, RECEIVED, LASTING, GIVERS = "RES-2", "RES-1", "RES-4", "GIVERS"
BASELINE_YEAR = "2015"


@dataclass(frozen=True)
class FivePercent:
    """How far private contributions are from the share of the budget at which the strategy aims (¶29 c, ¶30 a).

    Without a budget nothing but what was received can be said. `missing_usd` is 0 once the share is reached.
    """

    received: Decimal
    budget: Decimal | None
    share: Decimal | None
    target_percent: Decimal

    @property
    def missing_usd(self) -> Decimal | None:
        """What lacks of the target in US dollars, to the cent."""
        if self.budget is None or self.share is None:
            return None
        aimed_at = EXACT.divide(self.budget * self.target_percent, HUNDRED)
        return max(Decimal(0), aimed_at - self.received).quantize(CENT, ROUND_HALF_UP)

    @property
    def missing_points(self) -> Decimal | None:
        """What lacks of the target in points of a per cent, never rounded."""
        return None if self.share is None else max(Decimal(0), self.target_percent - self.share)


@dataclass(frozen=True)
class Scope:
    """Whose records are counted: those of these offices, or, without any, of all that are known here."""

    offices: frozenset[str] | None = None
    region: str = ""

    @property
    def name(self) -> str:
        """By what Headquarters names the scope in its own targets: an office, a region, or "" for the Organization."""
        if self.region:
            return self.region
        return next(iter(self.offices)) if self.offices and len(self.offices) == 1 else ""


@dataclass(frozen=True)
class PeriodFigures:
    """Every indicator over a period, with those of the period before and what was aimed at.

    `before` is the period of the same length just before, the year before for a year.
    """

    period: Period
    scope: Scope
    run_on: date
    indicators: Indicators
    figures: Mapping[str, Figure]
    before: Mapping[str, Figure] = field(default_factory=dict)
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    baselines: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def five_percent(self) -> FivePercent:
        """How far private contributions are from their target."""
        share, received = self.figures[SHARE], self.figures[RECEIVED]
        target = self.indicators.target_percent
        return FivePercent(received.value or Decimal(0), share.budget, share.value, target)

    def of_type(self, code: PartnershipCode) -> Sequence[Figure]:
        """The indicators of one type of ¶29, in their order."""
        return [figure for figure in self.figures.values() if figure.indicator.type == code]


@dataclass(frozen=True)
class YearFigures:
    """The figures of several years, one after the other."""

    years: Mapping[int, Mapping[str, Figure]]

    def values(self, indicator: str) -> Mapping[int, Decimal | None]:
        """One of them by year; None where it cannot be computed."""
        return {year: figures[indicator].value for year, figures in self.years.items()}


def own_scope(work: Work) -> Scope:
    """An office counts its own records; Headquarters those of all."""
    office = work.store.identity.office
    return Scope() if office == HQ else Scope(frozenset({office}))


def basis_of(work: Work, scope: Scope) -> FiguresBasis:
    """The facts from which the figures of a scope are computed, read once for as many periods as are wanted."""
    with work.store.read() as session:
        return facts.read(session, work.definitions, scope.offices)


def of_period(work: Work, period: Period, scope: Scope, basis: FiguresBasis | None = None) -> PeriodFigures:
    """All figures of a period, with those of the period before it and what is aimed at."""
    basis = basis or basis_of(work, scope)
    indicators = work.definitions.indicators
    with work.store.read() as session:
        aims = _Aims.read_in(session, scope)
    years = [str(year) for year in period.years]
    return PeriodFigures(
        period,
        scope,
        work.today(),
        indicators,
        measure(indicators, basis, period),
        measure(indicators, basis, period_before(period)),
        aims.targets(years[0]) if len(years) == 1 else {},
        aims.baselines,
    )


def of_years(work: Work, years: Collection[int], scope: Scope, basis: FiguresBasis | None = None) -> YearFigures:
    """The figures of each of these years."""
    basis = basis or basis_of(work, scope)
    indicators = work.definitions.indicators
    return YearFigures({year: measure(indicators, basis, Period.year(year)) for year in sorted(years)})


def period_before(period: Period) -> Period:
    """The period of the same length that ends where this one begins; of whole years as many whole years."""
    if period.years:
        count = len(period.years)
        return Period(date(period.first.year - count, 1, 1), date(period.first.year - 1, 12, 31))
    last = date.fromordinal(period.first.toordinal() - 1)
    return Period(date.fromordinal(last.toordinal() - (period.last - period.first).days), last)


@dataclass(frozen=True)
class _Aims:
    """What the office and Headquarters aim at; a target of Headquarters goes before the office's own."""

    aims: Mapping[tuple[str, str], Decimal]  # by indicator and year

    @classmethod
    def read_in(cls, session: Session, scope: Scope) -> "_Aims":
        own = select(Target.indicator, Target.year, Target.amount).where(
            Target.archived.is_(False), Target.office == scope.name
        )
        ruled = select(StrategyFigure.indicator, StrategyFigure.year, StrategyFigure.amount).where(
            StrategyFigure.archived.is_(False),
            StrategyFigure.meaning.in_((FigureMeaning.TARGET, FigureMeaning.BASELINE)),
            StrategyFigure.scope == scope.name,
        )
        rows = [*session.execute(own), *session.execute(ruled)]
        return cls({(indicator, year): Decimal(amount) for indicator, year, amount in rows if amount})

    def targets(self, year: str) -> Mapping[str, Decimal]:
        """The targets of a year, by indicator."""
        return {indicator: amount for (indicator, own_year), amount in self.aims.items() if own_year == year}

    @property
    def baselines(self) -> Mapping[str, Decimal]:
        """The values at the end of 2015, by indicator."""
        return self.targets(BASELINE_YEAR)
