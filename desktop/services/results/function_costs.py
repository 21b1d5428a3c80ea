"""What the private-sector function costs (¶30 b): time and money, by source, month, partner and office.

Sums are exact: decimal numbers, never rounded before they are shown. Money whose dollars nobody knows is counted apart
and is no part of a sum. A partner that was merged is the one it became.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, identity
from desktop.services.registry.identity import Identities
from desktop.services.work import Work
from desktop.store.order import last_writers
from desktop.store.records import FunctionCost, Partner

NOTHING = Decimal(0)


@dataclass(frozen=True)
class NewCost:
    """Time, money or both, as they are written down: hours and amounts as decimal text, empty for none.

    `usd` are the dollars that somebody typed, where no rate is known. Without a partner it is the function as a whole.
    """

    spent_on: str
    source: str
    hours: str = ""
    amount: str = ""
    currency: str = DOLLARS
    usd: str = ""
    purpose: str = ""
    partner_id: str = ""
    officer_id: str = ""
    description: str = ""


@dataclass(frozen=True)
class Spent:
    """Hours and US dollars of several entries; `unknown` counts the amounts whose dollars nobody knows."""

    hours: Decimal = NOTHING
    usd: Decimal = NOTHING
    entries: int = 0
    unknown: int = 0

    @property
    def plain_hours(self) -> Decimal:
        """The hours without zeros at their end: 24 for 24.0."""
        whole = self.hours.to_integral_value()
        return whole if whole == self.hours else self.hours.normalize()

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.hours + other.hours,
            self.usd + other.usd,
            self.entries + other.entries,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True)
class PartnerCost:
    """What was spent on a partner; without an id it is the function as a whole."""

    partner_id: str
    name: str
    spent: Spent


@dataclass(frozen=True)
class CostEntry:
    """An entry with the partner it is about, who may be merged into another record by now."""

    cost: FunctionCost
    partner_id: str
    partner: str


@dataclass(frozen=True)
class CostYear:
    """A year at a glance. Sums are by month (1 to 12) and source, and by office and source; partners the dearest first.

    `years` counts the entries of each year of whatever office, the last year first.
    """

    year: int
    years: Mapping[int, int] = field(default_factory=dict)
    by_month: Mapping[tuple[int, str], Spent] = field(default_factory=dict)
    by_office: Mapping[tuple[str, str], Spent] = field(default_factory=dict)
    partners: tuple[PartnerCost, ...] = ()

    @property
    def total(self) -> Spent:
        """Everything together."""
        return sum(self.by_month.values(), Spent())


# --- deeds


def record(work: Work, new: NewCost) -> FunctionCost:
    """Write down what was spent. Raises Problem without a day or a source, without time and money, for what is not
    more than nothing, and for a day to come."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Cost of the function recorded"), work.officer.id) as session:
        cost = FunctionCost(noted_by=work.officer.id)
        _write(work, cost, new)
        session.add(cost)
    return cost


def correct(work: Work, cost_id: str, new: NewCost) -> None:
    """Correct what was written. Raises Problem as `record` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Cost of the function corrected"), work.officer.id) as session:
        _write(work, session.get_one(FunctionCost, cost_id), new)


def set_aside(work: Work, cost_id: str, aside: bool) -> None:
    """Take back what was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.REGISTER)
    deed = N_("Cost of the function taken back") if aside else N_("Cost of the function brought back")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(FunctionCost, cost_id).archived = aside


def convert(work: Work) -> int:
    """Work out the dollars of the own amounts that have none, by the rates in use; how many those were."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Cost of the function worked out in dollars"), work.officer.id) as session:
        count = 0
        for cost in session.scalars(_without_dollars().where(FunctionCost.office == work.store.identity.office)):
            usd, basis = dollars.worked_out(work, cost.amount, cost.currency, None, cost.dollars)
            if usd is not None:
                cost.amount_usd, cost.dollars = usd, basis
                count += 1
    return count


def _write(work: Work, cost: FunctionCost, new: NewCost) -> None:
    """Write it into its record. Raises Problem for what lacks or cannot be."""
    day = day_known(new.spent_on)
    if day is None or not new.source or not (new.hours or new.amount):
        raise Problem(
            _("The day, the source, or both the time and the amount lack; nothing was recorded."),
            _("Say on which day, how many hours or how much money, and who pays."),
            code="cost-incomplete",
        )
    if day > work.today():
        raise Problem(_("That day has not come yet; nothing was recorded."), _("Correct the day."), code="cost-to-come")
    if any(text and Decimal(text) <= 0 for text in (new.hours, new.amount, new.usd)):
        raise Problem(
            _("Time and money are more than nothing; nothing was recorded."),
            _("Correct the hours or the amount."),
            code="cost-of-nothing",
        )
    cost.spent_on, cost.source, cost.purpose = new.spent_on, new.source, new.purpose
    cost.hours, cost.amount, cost.currency = new.hours or None, new.amount or None, new.currency
    cost.amount_usd, cost.dollars = dollars.worked_out(work, cost.amount, cost.currency, new.usd, cost.dollars)
    cost.partner_id, cost.officer_id = new.partner_id, new.officer_id
    cost.description = new.description.strip()


# --- reading


def read(work: Work, cost_id: str) -> FunctionCost:
    """One entry; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return session.get_one(FunctionCost, cost_id)


def ids(work: Work, archived: bool = False) -> Sequence[str]:
    """The ids of the entries known here: of those that were taken back, or of the others."""
    with work.store.read() as session:
        query = select(FunctionCost.id).where(FunctionCost.archived.is_(archived))
        return session.scalars(query.order_by(FunctionCost.id)).all()


def last_of(work: Work, officer_id: str) -> FunctionCost | None:
    """What somebody wrote down last for the latest day: the next entry is often like it."""
    own = _current().where(FunctionCost.noted_by == officer_id)
    with work.store.read() as session:
        day = session.scalar(own.with_only_columns(func.max(FunctionCost.spent_on)))
        costs = session.scalars(own.where(FunctionCost.spent_on == day)).all()
        written = last_writers(session, [cost.id for cost in costs])
    numbers = {id_: max((stamp[1] for stamp in stamps.values()), default=0) for id_, stamps in written.items()}
    return max(costs, key=lambda cost: (numbers.get(cost.id, 0), cost.id), default=None)


def every(work: Work, year: int | None = None, partner_id: str = "") -> Sequence[CostEntry]:
    """The entries of a year, of a partner, or all, the latest day first."""
    with work.store.read() as session:
        identities = Identities.read_in(session)
        query = _current() if year is None else _of_year(year)
        if partner_id:
            query = query.where(FunctionCost.partner_id.in_(identities.records(partner_id)))
        costs = session.scalars(query.order_by(FunctionCost.spent_on.desc(), FunctionCost.id)).all()
        names = _names(session, {identities.partner(cost.partner_id) for cost in costs})
    became = {cost.id: identities.partner(cost.partner_id) for cost in costs}
    return [CostEntry(cost, became[cost.id], names.get(became[cost.id], "")) for cost in costs]


def of_partner(session: Session, partner_id: str) -> Sequence[FunctionCost]:
    """What was spent on a partner, the latest day first, read with what else a page reads."""
    own = _current().where(FunctionCost.partner_id.in_(identity.records(session, partner_id)))
    return session.scalars(own.order_by(FunctionCost.spent_on.desc(), FunctionCost.id)).all()


def of_year(work: Work, year: int, offices: Collection[str] | None = None) -> CostYear:
    """A year at a glance, of these offices or of every one that is known here."""
    with work.store.read() as session:
        identities = Identities.read_in(session)
        columns = FunctionCost.office, FunctionCost.partner_id, FunctionCost.spent_on, FunctionCost.source
        sums = FunctionCost.hours, FunctionCost.amount, FunctionCost.amount_usd
        rows = session.execute(_of_year(year).with_only_columns(*columns, *sums)).all()
        years = _years(session)
        by_month: dict[tuple[int, str], Spent] = {}
        by_office: dict[tuple[str, str], Spent] = {}
        by_partner: dict[str, Spent] = {}
        for row in rows:
            day = day_known(row.spent_on)
            if day is None or (offices is not None and row.office not in offices):
                continue
            spent = _spent(row.hours, row.amount, row.amount_usd)
            partner = identities.partner(row.partner_id)
            by_month[day.month, row.source] = by_month.get((day.month, row.source), Spent()) + spent
            by_office[row.office, row.source] = by_office.get((row.office, row.source), Spent()) + spent
            by_partner[partner] = by_partner.get(partner, Spent()) + spent
        names = _names(session, by_partner)
    listed = (PartnerCost(id_, names.get(id_, ""), spent) for id_, spent in by_partner.items())
    partners = sorted(listed, key=lambda own: (-own.spent.usd, -own.spent.hours, own.name, own.partner_id))
    return CostYear(year, years, by_month, by_office, tuple(partners))


def together(costs: Iterable[FunctionCost]) -> Spent:
    """The sums of some entries."""
    return sum((_spent(cost.hours, cost.amount, cost.amount_usd) for cost in costs), Spent())


def _spent(hours: str | None, amount: str | None, usd: str | None) -> Spent:
    return Spent(Decimal(hours or 0), Decimal(usd or 0), 1, int(bool(amount) and not usd))


def _years(session: Session) -> Mapping[int, int]:
    """How many entries each year has, the last year first."""
    by_day = _current().with_only_columns(FunctionCost.spent_on, func.count()).group_by(FunctionCost.spent_on)
    counts: dict[int, int] = {}
    for text, count in session.execute(by_day).all():
        if (day := day_known(text)) is not None:
            counts[day.year] = counts.get(day.year, 0) + count
    return dict(sorted(counts.items(), reverse=True))


def _names(session: Session, ids: Collection[str]) -> dict[str, str]:
    rows = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}


def _current() -> Select[FunctionCost]:
    return select(FunctionCost).where(FunctionCost.archived.is_(False))


def _of_year(year: int) -> Select[FunctionCost]:
    first, last = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    return _current().where(FunctionCost.spent_on.between(first, last))


def _without_dollars() -> Select[FunctionCost]:
    return _current().where(FunctionCost.amount > "", FunctionCost.amount_usd.is_(None))
