"""What a report is made from: the figures of its period, read once, and who may be named in it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select

from desktop.base.dates import day_known
from desktop.base.text import _, pick
from desktop.definitions.indicator import RECEIVED, Figure, FigureUnit, Indicator, Period
from desktop.definitions.register import MENTION, REMAINDER
from desktop.definitions.report import ReportKind
from desktop.documents.reports.content import NumberKind, ReportNumber
from desktop.services.office import office_profile
from desktop.services.registry.global_key import Companies, global_key
from desktop.services.registry.identity import Identities
from desktop.services.results import confirmed, facts, figures, periods
from desktop.services.results.confirmed import ComparedFigures
from desktop.services.results.figure_words import tabled
from desktop.services.results.figures import SHARE, FiguresReader, PeriodFigures, Scope, YearFigures
from desktop.services.results.periods import ListedPeriod
from desktop.services.results.register import hidden_names, publishing
from desktop.services.results.register.hidden_names import HiddenNames
from desktop.services.results.register.publishing import WHOLE, PublishedRegister
from desktop.services.work import Work
from desktop.store.records import Partner, Partnership
from desktop.store.states import Visibility
from desktop.store.store import HQ

YEARS = 5  # of a trend, the last of them that of the period
NUMBERS: Mapping[FigureUnit, NumberKind] = {FigureUnit.USD: NumberKind.USD, FigureUnit.PERCENT: NumberKind.PERCENT}


@dataclass(frozen=True)
class CountedPartnership:
    """A partnership with a signed agreement; `partner` is what it is called in this report, `first` and `last` the days
    between which it is agreed, `last` None without an end. One that is not `named` is counted, not named."""

    record: Partnership
    partner: str
    named: bool
    first: date
    last: date | None

    def is_active(self, period: Period) -> bool:
        """Whether it is agreed on some day of a period."""
        return self.first <= period.last and (self.last is None or self.last >= period.first)

    def begins_in(self, period: Period) -> bool:
        """Whether it begins in a period."""
        return period.first <= self.first <= period.last

    def ends_in(self, period: Period) -> bool:
        """Whether it ends in a period."""
        return self.last is not None and period.first <= self.last <= period.last


@dataclass(frozen=True)
class ScopeFigures:
    """The figures of a region, or of an office within it."""

    name: str
    region: str
    office: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class _NamedPartner:
    words: str
    is_name: bool


class ReportBasis:
    """The records of one scope over one period; made and used away from the window, in the language of the report.

    A report `about` a partner names it by its id, and is for that partner, whom it may name. With a `region` it is of
    the offices of that region alone.
    """

    def __init__(self, work: Work, kind: ReportKind, period: Period, about: str = "", region: str = "") -> None:
        self.work, self.kind, self.period, self.about = work, kind, period, about
        self.scope = figures.scope_of_region(work, region) if region else figures.own_scope(work)
        self.reader = FiguresReader(work, self.scope)
        self.answer: PeriodFigures = self.reader.of_period(period)
        last = period.last.year
        self.years: YearFigures = self.reader.of_years(range(last - YEARS + 1, last + 1))
        self.is_hq = work.store.identity.office == HQ
        self._registers: dict[Period, PublishedRegister] = {}
        self.profile = office_profile.read(work.store)

    # --- figures

    def figure(self, indicator: str) -> Figure:
        """A figure of the period."""
        return self.answer.figures[indicator]

    @cached_property
    def compared(self) -> ComparedFigures:
        """The figures beside those that Headquarters confirmed; at Headquarters none."""
        return ComparedFigures() if self.is_hq else confirmed.compare(self.work, self.answer)

    @cached_property
    def by_region(self) -> tuple[ScopeFigures, ...]:
        """At Headquarters, the figures of each region that has offices, then of each of its offices."""
        return tuple(self._by_region())

    @property
    def scope_name(self) -> str:
        """Whose figures these are: those of a region, or of the whole Organization."""
        return self.work.definitions.regions.labels.get(self.scope.region, "") or _("IOM as a whole")

    def _by_region(self) -> Iterator[ScopeFigures]:
        known_offices, labels = office_profile.known(self.work), self.work.definitions.regions.labels
        for region, every in office_profile.codes_by_region(self.work).items():
            codes = [code for code in every if self.is_within(code)]
            if codes and not self.scope.region:
                name = labels.get(region, _("Region not known"))
                yield ScopeFigures(name, region, "", self._measured(Scope(frozenset(codes), region)))
            for code in codes:
                figures_of_office = self._measured(Scope(frozenset({code})))
                yield ScopeFigures(known_offices[code].name or code, region, code, figures_of_office)

    def _measured(self, scope: Scope) -> Mapping[str, Figure]:
        return FiguresReader(self.work, scope).overview(self.period).figures

    @cached_property
    def every_year(self) -> YearFigures:
        """The figures of each year from the beginning of the period to its end."""
        return self.reader.of_years(range(self.period.first.year, self.period.last.year + 1))

    @property
    def published(self) -> PublishedRegister:
        """What of the transparency register leaves for whom the report is (¶27)."""
        return self._published_in(self.period)

    def _published_in(self, period: Period) -> PublishedRegister:
        if period not in self._registers:
            self._registers[period] = publishing.read(self.work, self.scope, period, self.kind.audience)
        return self._registers[period]

    def tells(self, field: str, period: Period | None = None) -> bool:
        """Whether a total of the register is told to whom the report is for: one that would give a partnership away is
        not (¶27)."""
        return self.kind.internal or self._published_in(period or self.period).totals.whole[field] is not None

    def tells_figure(self, figure: Figure) -> bool:
        """Whether what was received, or its share of the budget, is told; every other figure is."""
        return figure.indicator.id not in (RECEIVED, SHARE) or self.tells(WHOLE, figure.period)

    def tells_sum(self, records: Collection[str]) -> bool:
        """The same of a sum of contributions of the period."""
        return self.kind.internal or not self.published.gives_away(records)

    @property
    def withheld(self) -> str:
        """What stands in the place of a sum that is not told."""
        return pick(self.work.definitions.register.guards[REMAINDER].words)

    @property
    def why_withheld(self) -> str:
        """Why a sum is not told."""
        return pick(self.work.definitions.register.guards[REMAINDER].reason)

    @cached_property
    def closing(self) -> ListedPeriod | None:
        """The closing of the period, where one was put forward."""
        return periods.standing(self.work, self.scope, self.period)

    # --- who is named

    @cached_property
    def _partners(self) -> Mapping[str, _NamedPartner]:
        """What each partner is called, and whether that is its name, by the id of any of its records (¶27)."""
        rules, audience = self.work.definitions.register, self.kind.audience
        with self.work.store.read() as session:
            identities = Identities.read_in(session)
            columns = Partner.id, Partner.name, Partner.lei, Partner.country, Partner.registration
            rows = {row.id: row for row in session.execute(select(*columns)).all()}
            companies = Companies.read_in(session)
            unnamed = hidden_names.unnamed_records(session, rules, audience)
        keys = {}
        for id_ in rows:
            own = rows.get(identities.partner(id_)) or rows[id_]
            keys[id_] = companies.key(global_key(own.id, own.lei, own.country, own.registration))
        asked = {keys[id_]: group for id_, group in unnamed.items()}  # what one record asks holds for its company
        about = keys.get(self.about)
        partners = {}
        for id_, row in rows.items():
            name, key, rule = rows.get(identities.partner(id_), row).name, keys[id_], None
            if key in asked and key != about:
                rule = rules.unnamed_by(audience, asked[key], is_discreet=True)
            partners[id_] = _NamedPartner(pick(rule.words) if rule is not None else name, rule is None)
        return partners

    def partner(self, id_: str) -> str:
        """What a partner is called in this report: its name, or what forms/register.toml says in its place."""
        return self._partners[id_].words if id_ in self._partners else ""

    def hides(self, id_: str) -> bool:
        """Whether a partner is not named in this report."""
        return id_ in self._partners and not self._partners[id_].is_name

    def partners(self, ids: Collection[str]) -> str:
        """What several partners are called, one after the other; those that are not named once."""
        return ", ".join(dict.fromkeys(filter(None, map(self.partner, ids))))

    @cached_property
    def _hidden_names(self) -> HiddenNames:
        with self.work.store.read() as session:
            return hidden_names.read(session, self.work.definitions.register, self.kind.audience)

    def text(self, typed: str) -> str:
        """A text that somebody typed, or what stands in its place where it names somebody who is not named here."""
        own = (self.partner(self.about),) if self.about else ()
        if self.kind.internal or not self._hidden_names.are_in(typed, own):
            return typed
        return pick(self.work.definitions.register.guards[MENTION].words)

    # --- partnerships

    @cached_property
    def partnerships(self) -> tuple[CountedPartnership, ...]:
        """Those with a signed agreement whose days are on record, by their first day."""
        offices = self.scope.offices
        with self.work.store.read() as session:
            spans = facts.agreed_spans(session, self.work.definitions, offices)
            query = select(Partnership).where(Partnership.archived.is_(False))
            if offices is not None:
                query = query.where(Partnership.office.in_(offices))
            records = session.scalars(query.order_by(Partnership.id)).all()
        listed = []
        for record in records:
            first = day_known(min((begins for begins, _end in spans.get(record.id, ())), default=""))
            if first is None:
                continue
            last = max(end for _begins, end in spans[record.id])
            named = self.kind.internal or record.visibility != Visibility.INTERNAL
            partner, end = self.partner(record.partner_id), None if last == facts.FOREVER else day_known(last)
            listed.append(CountedPartnership(record, partner, named, first, end))
        return tuple(sorted(listed, key=lambda own: (own.first, own.record.title)))

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """The ids of the partnerships of the scope that this report does not name."""
        with self.work.store.read() as session:
            query = select(Partnership.id).where(Partnership.visibility == Visibility.INTERNAL)
            return frozenset(session.scalars(query)) if not self.kind.internal else frozenset()

    def is_within(self, office: str) -> bool:
        """Whether the records of an office are within the scope."""
        return self.scope.offices is None or office in self.scope.offices


def number(indicator: Indicator, value: Decimal | None) -> ReportNumber:
    """The value of an indicator as a number of a report."""
    return ReportNumber(tabled(indicator, value), NUMBERS.get(indicator.unit, NumberKind.COUNT))


def count(value: int) -> ReportNumber:
    """How many."""
    return ReportNumber(Decimal(value))


def usd(value: Decimal | None) -> ReportNumber:
    """US dollars."""
    return ReportNumber(value, NumberKind.USD)
