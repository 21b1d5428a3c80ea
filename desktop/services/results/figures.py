"""The figures of an office, of a region or of the whole Organization over a period (¶29, ¶30 a; dossier 4.3, 4.4).

Whoever shows, prints or exports a figure asks here, so that no two places disagree. A figure carries the rows behind it
and what is not counted with its reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.numbers import EXACT
from desktop.base.text import _
from desktop.bundles.figures import AimTold
from desktop.definitions.indicator import HUNDRED, RECEIVED, Figure, FiguresBasis, Indicators, Period, measure
from desktop.services.office import office_profile
from desktop.services.results import condensing, facts, strategy_figures
from desktop.services.work import Work
from desktop.store.records import Target
from desktop.store.states import FigureMeaning
from desktop.store.store import HQ

CENT = Decimal("0.01")
SHARE = "RES-2"


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

    `before` is the period of the same length just before, the year before for a year. `targets` are those that the
    office wrote itself, by indicator; `aims` what Headquarters set for the scope and what holds it, in any year.
    """

    period: Period
    scope: Scope
    run_on: date
    indicators: Indicators
    figures: Mapping[str, Figure]
    before: Mapping[str, Figure] = field(default_factory=dict)
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    aims: Sequence[AimTold] = ()

    def aims_of(self, indicator: str) -> Sequence[AimTold]:
        """What Headquarters set for an indicator in the year, and its baseline; that of the scope itself last."""
        year, meant = str(self.period.first.year), (FigureMeaning.TARGET, FigureMeaning.BASELINE)
        is_year = len(self.period.years) == 1
        own = [
            aim
            for aim in self.aims
            if aim.indicator == indicator
            and aim.meaning in meant
            and (aim.meaning == FigureMeaning.BASELINE or (is_year and aim.year == year))
        ]
        return sorted(own, key=lambda aim: (aim.meaning, aim.scope == self.scope.name, aim.scope))

    def headquarters_target(self, indicator: str) -> Decimal | None:
        """What Headquarters aims at for the scope itself in the year."""
        own = (
            aim.amount
            for aim in self.aims_of(indicator)
            if aim.meaning == FigureMeaning.TARGET and aim.scope == self.scope.name
        )
        return next(own, None)

    @property
    def five_percent(self) -> FivePercent:
        """How far private contributions are from their target."""
        share, received = self.figures[SHARE], self.figures[RECEIVED]
        target = self.indicators.target_percent
        return FivePercent(received.value or Decimal(0), share.budget, share.value, target)


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


def scope_of_region(work: Work, region: str) -> Scope:
    """The offices of a region that are known at Headquarters. Raises Problem where none is."""
    offices = frozenset(office_profile.codes_by_region(work).get(region, ()))
    if not region or not offices:
        raise Problem(
            _("No office of the region “{region}” is known here; nothing was counted.").format(region=region),
            _("Choose a region that has offices."),
            code="region-without-offices",
        )
    return Scope(offices, region)


class FiguresReader:
    """The figures of one scope: of a period with every record behind them, which reads all its facts once, and at a
    glance, from what is kept of each office (`condensing`). Each is computed once, however often it is asked.

    Made and used away from the window.
    """

    def __init__(self, work: Work, scope: Scope) -> None:
        self._work = work
        self._scope = scope
        self._indicators = work.definitions.indicators
        self._measured: dict[Period, Mapping[str, Figure]] = {}
        with work.store.read() as session:
            self._targets = _targets(session, scope)
            own = work.store.identity.office
            self._aims = strategy_figures.known_in(session, work.definitions, own, scope.name)

    def of_period(self, period: Period) -> PeriodFigures:
        """All figures of a period with their records, and those of the period before it and what is aimed at."""
        before = self._condensed(period_before(period))
        return self._answer(period, self.measured(period), before[period_before(period)])

    def overview(self, period: Period) -> PeriodFigures:
        """The same without the records behind the figures."""
        before = period_before(period)
        figures = self._condensed(period, before)
        return self._answer(period, figures[period], figures[before])

    def of_years(self, years: Collection[int], indicators: Collection[str] = ()) -> YearFigures:
        """The figures of each of these years, all or only these, without their records."""
        periods = {year: Period.year(year) for year in sorted(years)}
        figures = condensing.figures_of(self._work, self._scope.offices, periods.values(), indicators)
        return YearFigures({year: figures[period] for year, period in periods.items()})

    def measured(self, period: Period) -> Mapping[str, Figure]:
        """All figures of a period with their records."""
        if period not in self._measured:
            self._measured[period] = measure(self._indicators, self._basis, period)
        return self._measured[period]

    @cached_property
    def _basis(self) -> FiguresBasis:
        with self._work.store.read() as session:
            return facts.read(session, self._work.definitions, self._scope.offices)

    def _condensed(self, *periods: Period) -> Mapping[Period, Mapping[str, Figure]]:
        return condensing.figures_of(self._work, self._scope.offices, periods)

    def _answer(self, period: Period, figures: Mapping[str, Figure], before: Mapping[str, Figure]) -> PeriodFigures:
        own_year = str(period.first.year) if len(period.years) == 1 else ""
        targets = {indicator: amount for (indicator, year), amount in self._targets.items() if year == own_year}
        today = self._work.today()
        return PeriodFigures(period, self._scope, today, self._indicators, figures, before, targets, self._aims)


def period_before(period: Period) -> Period:
    """The period of the same length that ends where this one begins; of whole years as many whole years."""
    if period.years:
        count = len(period.years)
        return Period(date(period.first.year - count, 1, 1), date(period.first.year - 1, 12, 31))
    last = date.fromordinal(period.first.toordinal() - 1)
    return Period(date.fromordinal(last.toordinal() - (period.last - period.first).days), last)


def _targets(session: Session, scope: Scope) -> Mapping[tuple[str, str], Decimal]:
    """What an office aims at itself, by indicator and year."""
    query = select(Target.indicator, Target.year, Target.amount).where(
        Target.archived.is_(False), Target.office == scope.name
    )
    return {(row.indicator, row.year): Decimal(row.amount) for row in session.execute(query) if row.amount}
