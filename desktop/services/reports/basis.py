"""What a report is made from: the figures of its period, read once, and who may be named in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select

from desktop.base.dates import day_known
from desktop.base.text import _
from desktop.definitions.indicator import Figure, FigureUnit, Indicator, Period
from desktop.definitions.report import ReportKind
from desktop.definitions.terms import PartnerGroup
from desktop.documents.reports.content import NumberKind, ReportNumber
from desktop.services.office import office_profile
from desktop.services.registry.identity import Identities
from desktop.services.results import confirmed, facts, figures
from desktop.services.results.confirmed import ComparedFigures
from desktop.services.results.figure_words import tabled
from desktop.services.results.figures import FiguresReader, PeriodFigures, Scope, YearFigures
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


class ReportBasis:
    """The records of one scope over one period; made and used away from the window, in the language of the report."""

    def __init__(self, work: Work, kind: ReportKind, period: Period, scope: Scope | None = None) -> None:
        self.work, self.kind, self.period = work, kind, period
        self.scope = scope if scope is not None else figures.own_scope(work)
        self.reader = FiguresReader(work, self.scope)
        self.answer: PeriodFigures = self.reader.of_period(period)
        last = period.last.year
        self.years: YearFigures = self.reader.of_years(range(last - YEARS + 1, last + 1))
        self.is_hq = work.store.identity.office == HQ
        self.profile = office_profile.read(work.store)

    # --- figures

    def figure(self, indicator: str) -> Figure:
        """A figure of the period."""
        return self.answer.figures[indicator]

    @cached_property
    def compared(self) -> ComparedFigures:
        """The figures beside those that Headquarters confirmed; at Headquarters none."""
        return ComparedFigures() if self.is_hq else confirmed.compare(self.work, self.answer)

    # --- who is named

    @cached_property
    def _partners(self) -> Mapping[str, tuple[str, str, bool]]:
        """The name, the target group and the discretion of each partner, by the id of any of its records."""
        with self.work.store.read() as session:
            identities = Identities.read_in(session)
            rows = session.execute(select(Partner.id, Partner.name, Partner.group, Partner.discreet)).all()
        partners = {row.id: (row.name, row.group, row.discreet) for row in rows}
        return {id_: partners.get(identities.partner(id_), own) for id_, own in partners.items()}

    def partner(self, id_: str) -> str:
        """What a partner is called in this report: a person, or whoever asked for discretion, is not named in one that
        leaves IOM (¶27)."""
        name, group, discreet = self._partners.get(id_, ("", "", False))
        if self.kind.internal or not name:
            return name
        if group == PartnerGroup.INDIVIDUAL:
            return _("a private individual")
        return _("a partner that asked not to be named") if discreet else name

    def hides(self, id_: str) -> bool:
        """Whether a partner is not named in this report."""
        return self.partner(id_) != self._partners.get(id_, ("",))[0]

    def partners(self, ids: Collection[str]) -> str:
        """What several partners are called, one after the other; those that are not named once."""
        return ", ".join(dict.fromkeys(filter(None, map(self.partner, ids))))

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
