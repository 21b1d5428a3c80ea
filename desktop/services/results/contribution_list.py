"""The list of contributions: searched, filtered, sorted and added up as a whole, read a page at a time.

Sums are exact: decimal numbers of what arrived, less what was paid back, under each heading, as far as the indicator of
what was received counts it (`counted`). Counterpart funds of others than the partner stand apart (¶27), and so does
everything else that does not count, by the reason why: a value that waits for its second reader is in no sum.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from desktop.base.long_list import LongList, Mark
from desktop.base.progress import undisturbed
from desktop.base.text import searchable
from desktop.definitions.contributions import ContributionRules
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import identity
from desktop.services.registry.partner_list import WHOLE, place_of_next
from desktop.services.results import office_contributions
from desktop.services.results.ledger import EXPECTED, expires_soon, is_late
from desktop.services.results.office_contributions import ContributionSums, added, groups_in, of_partner, sums_in
from desktop.services.work import Work
from desktop.store.records import Agreement, Contribution, Findable, Partner, Partnership
from desktop.store.states import ContributionKind, ContributionState
from desktop.store.store import HQ, Store

REFUND, FULFILLED = "refund", "fulfilled"  # what a contribution is told by beside its state
LATE, EXPIRES, NO_CARE = "late", "expires", "none"  # whether something has to be looked after
COUNTED = ("standing", "form", "year", "channel", "care", "office", "region")
USD = "usd"  # the column of dollars
NUMBERS = ("amount", USD)  # the columns that are sorted as numbers
RANKED = ("earmark", "region")


@dataclass(frozen=True)
class ContributionFilter:
    """Which contributions a list shows; empty means any. `regions` is the region of each office, by its code.

    `standing` is a state, `refund`, or `fulfilled` of a promise whose parts all arrived; `care` is `late`, `expires` or
    `none`.
    """

    text: str = ""
    standing: str = ""
    form: str = ""
    year: str = ""
    channel: str = ""
    care: str = ""
    partner: str = ""
    partnership: str = ""
    agreement: str = ""
    office: str = ""
    region: str = ""
    regions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ContributionOrder:
    """The ids of the contributions chosen, in their order; of each filter, how many each of its codes would leave."""

    ids: Sequence[str]
    counts: Mapping[str, Mapping[str, int]]
    total: int
    sums: ContributionSums


@dataclass(frozen=True)
class ListedContribution:
    """A contribution as a row: its record, the name of its partner and how it stands."""

    record: Contribution
    partner: str
    standing: str
    care: str


@dataclass(frozen=True)
class ContributionsAbout:
    """Of which partner, and of which of its partnerships or agreements, a list is; `title` is what that is called."""

    partner_id: str = ""
    partner: str = ""
    partnership_id: str = ""
    agreement_id: str = ""
    title: str = ""


Ranks = Mapping[str, Mapping[str, int]]


def about(work: Work, partner_id: str, partnership_id: str, agreement_id: str) -> ContributionsAbout:
    """What a list is of, by the ids given, any of them empty. Raises NoResultFound for one that is not known here."""
    with work.store.read() as session:
        title = ""
        if partnership_id:
            planned = session.get_one(Partnership, partnership_id)
            partner_id, title = planned.partner_id, planned.title
        if agreement_id:
            agreement = session.get_one(Agreement, agreement_id)
            partner_id, title = agreement.partner_id, agreement.reference
        name = identity.partner_in(session, partner_id).name if partner_id else ""
    return ContributionsAbout(partner_id, name, partnership_id, agreement_id, title)


def ordered(work: Work, choice: ContributionFilter, order: ListOrder, ranks: Ranks) -> ContributionOrder:
    """All contributions chosen, sorted; without a column the latest day first. What says nothing there comes last."""
    is_of_few = choice.text or choice.partner or choice.partnership or choice.agreement
    if work.store.identity.office == HQ and not is_of_few:
        return _of_offices(work, choice, order, ranks)
    columns = _told_by(work.definitions.contributions, work.today())
    with work.store.read() as session:
        words = _matching(session, choice)
        chosen = _among(words, choice, columns)
        ids = _sorted(session, chosen, order, ranks, columns)
        groups = groups_in(session, words, columns)
        sums = sums_in(session, work, chosen, ()).get((), added(()))
        every = sum(groups.values())
        if choice.text:
            every = session.scalar(select(func.count()).where(Contribution.archived.is_(False))) or 0
    return ContributionOrder(ids, _counts(groups, choice), every, sums)


@undisturbed()
def _of_offices(work: Work, choice: ContributionFilter, order: ListOrder, ranks: Ranks) -> ContributionOrder:
    """The same of all offices at Headquarters, by what is kept of each."""
    columns = _told_by(work.definitions.contributions, work.today())
    with work.store.read() as session:
        of_each = office_contributions.read(work, session, columns)
        groups = {own.codes: own.number for office in of_each.by_office.values() for own in office.groups}
        counts = _counts(groups, choice)
        passing = [own for office in of_each.by_office.values() for own in office.groups if _passes(own.codes, choice)]
        count = sum(own.number for own in passing)
        ids: Sequence[str]
        if count > WHOLE and not order.column:
            unlisted = [id_ for office in of_each.by_office.values() for id_ in office.unlisted]
            chosen = _among(select(Contribution.id).where(Contribution.archived.is_(False)), choice, columns)
            ids = ContributionsByDay(work.store, chosen.where(Contribution.id.not_in(unlisted)), count, choice)
        else:
            ids = _sorted(session, _among(_matching(session, choice), choice, columns), order, ranks, columns)
    of_each.keep()
    return ContributionOrder(ids, counts, sum(groups.values()), added(own.sums for own in passing))


class ContributionsByDay(LongList):
    """The ids of more contributions than anybody reads, the latest day first."""

    def __init__(self, store: Store, chosen: Select[str], count: int, choice: ContributionFilter) -> None:
        super().__init__(count, choice)
        self._store, self._chosen = store, chosen

    def read(self, beside: Mark | None, skipped: int, size: int, *, backwards: bool) -> Sequence[Mark]:
        """These ids, each with its day."""
        query = self._chosen.with_only_columns(*_PLACED)
        if beside is not None:
            query = query.where(_before(beside) if backwards else _behind(beside))
        day, id_ = _PLACED
        query = query.order_by(*((day, id_.desc()) if backwards else (day.desc(), id_)))
        with self._store.read() as session:
            return [(row[0], row[1]) for row in session.execute(query.offset(skipped).limit(size))]

    def begins(self, spelt: str, after: int) -> int:
        """The place, from `after` on and around the end, of the row whose partner’s name begins so; -1 for none."""
        begins = Findable.text.startswith(searchable(spelt), autoescape=True)
        query = self._chosen.with_only_columns(*_PLACED).join(Findable, of_partner()).where(begins)
        query = query.order_by(_PLACED[0].desc(), _PLACED[1]).limit(1)
        with self._store.read() as session:
            id_ = self[after]
            there = session.scalar(select(_PLACED[0]).where(Contribution.id == id_)) or "", id_
            at_or_behind = or_(_behind(there), Contribution.id == id_)
            first = session.execute(query.where(at_or_behind)).first() or session.execute(query).first()
            if first is None:
                return -1
            mark = first[0], first[1]
            place = session.scalar(self._chosen.with_only_columns(func.count()).where(_before(mark))) or 0
        self.note(place, mark)
        return place


def _day() -> ColumnElement[Any]:
    """By which day a contribution stands in its list."""
    return func.coalesce(
        Contribution.received_on, Contribution.due_on, Contribution.promised_on, Contribution.closed_on
    )


_PLACED = func.coalesce(_day(), ""), Contribution.id.expression  # the latest day first, and those of one day by id


def _behind(mark: Mark) -> ColumnElement[bool]:
    """That a contribution stands after this mark."""
    day, id_ = _PLACED
    return or_(day < mark[0], and_(day == mark[0], id_ > mark[1]))


def _before(mark: Mark) -> ColumnElement[bool]:
    """That a contribution stands before this mark."""
    day, id_ = _PLACED
    return or_(day > mark[0], and_(day == mark[0], id_ < mark[1]))


def lines(work: Work, ids: Sequence[str]) -> tuple[ListedContribution, ...]:
    """The rows of these contributions, at most a page of them, in this order."""
    columns = _told_by(work.definitions.contributions, work.today())
    query = select(Contribution, Partner.name, columns["standing"], columns["care"])
    query = query.join(Partner, Partner.id == Contribution.partner_id).where(Contribution.id.in_(ids))
    with work.store.read() as session:
        rows = {row[0].id: ListedContribution(row[0], row[1], row[2], row[3]) for row in session.execute(query)}
    return tuple(rows[id_] for id_ in ids if id_ in rows)


def care_in(session: Session, work: Work, contribution_id: str) -> str:
    """Whether a contribution has to be looked after: `LATE`, `EXPIRES` or `NO_CARE`."""
    care = _told_by(work.definitions.contributions, work.today())["care"]
    return session.scalar(select(care).where(Contribution.id == contribution_id)) or NO_CARE


def position(store: Store, ids: Sequence[str], spelt: str, after: int) -> int:
    """The place, from `after` on and around the end, of the row whose partner’s name begins so; -1 for none."""
    if isinstance(ids, ContributionsByDay):
        return ids.begins(spelt, after)
    begins = Findable.text.startswith(searchable(spelt), autoescape=True)
    query = select(Contribution.id).join(Findable, of_partner()).where(begins)
    with store.read() as session:
        return place_of_next(session, query, Contribution.id.expression, ids, after)


def _told_by(rules: ContributionRules, today: date) -> Mapping[str, ColumnElement[Any]]:
    """By what contributions are told apart, each as a column of text."""
    first = {kind: next(form.id for form in rules.forms if form.kind == kind) for kind in map(str, ContributionKind)}
    of_kind = case(first, value=Contribution.kind.expression, else_="")
    return {
        "standing": case(
            (Contribution.refund_of > "", REFUND),
            (and_(Contribution.state.in_(EXPECTED), Contribution.closed_on.is_not(None)), FULFILLED),
            else_=Contribution.state.expression,
        ),
        "form": case((Contribution.form > "", Contribution.form.expression), else_=of_kind),
        "year": func.substr(func.coalesce(Contribution.received_on, ""), 1, 4),
        "channel": Contribution.channel.expression,
        "care": case(
            (is_late(rules, today), LATE),
            (expires_soon(rules, today), EXPIRES),
            else_=NO_CARE,
        ),
        "office": Contribution.office.expression,
    }


def _matching(session: Session, choice: ContributionFilter) -> Select[str]:
    """The ids of the contributions that hold every word: of the partner, or what is said of the contribution itself."""
    query = select(Contribution.id).join(Findable, of_partner()).where(Contribution.archived.is_(False))
    if choice.partner:
        query = query.where(Contribution.partner_id.in_(identity.records(session, choice.partner)))
    if choice.partnership:
        query = query.where(Contribution.partnership_id == choice.partnership)
    if choice.agreement:
        query = query.where(Contribution.agreement_id == choice.agreement)
    for word in searchable(choice.text).split():
        own = [Contribution.description, Contribution.reference, Contribution.receipt, Contribution.project_code]
        query = query.where(
            or_(
                Findable.text.contains(word, autoescape=True),
                *(func.lower(column).contains(word, autoescape=True) for column in own),
            )
        )
    return query


def _among(query: Select[str], choice: ContributionFilter, columns: Mapping[str, ColumnElement[Any]]) -> Select[str]:
    """Those that every filter lets pass."""
    for name, column in columns.items():
        if code := getattr(choice, name):
            query = query.where(column == code)
    if choice.region:
        offices = [office for office, region in choice.regions.items() if region == choice.region]
        query = query.where(Contribution.office.in_(offices))
    return query


def _counts(groups: Mapping[tuple[str, ...], int], choice: ContributionFilter) -> Mapping[str, Mapping[str, int]]:
    """How many each code of each filter would leave, with the other filters in force."""
    counts: list[Counter[str]] = [Counter() for _name in COUNTED]
    tests = [(at, code) for at, name in enumerate(COUNTED) if (code := getattr(choice, name))]
    everywhere = range(len(COUNTED))
    for codes, count in groups.items():
        told = (*codes, choice.regions.get(codes[-1], ""))
        failing = [at for at, code in tests if told[at] != code]
        for at in everywhere if not failing else failing if len(failing) == 1 else ():
            counts[at][told[at]] += count
    return dict(zip(COUNTED, counts, strict=True))


def _passes(codes: Sequence[str], choice: ContributionFilter) -> bool:
    """Whether every filter lets contributions with these codes pass."""
    told = (*codes, choice.regions.get(codes[-1], ""))
    return all(not (code := getattr(choice, name)) or told[at] == code for at, name in enumerate(COUNTED))


def _sorted(
    session: Session,
    query: Select[str],
    order: ListOrder,
    ranks: Ranks,
    columns: Mapping[str, ColumnElement[Any]],
) -> tuple[str, ...]:
    day = _day()
    by_day = (day.desc(), Contribution.id)
    if order.column in NUMBERS:
        return _by_number(session, query, order)
    plain: Mapping[str, ColumnElement[Any]] = {
        "name": Findable.text.expression,
        "what": func.lower(Contribution.description),
        "day": day,
        "due": Contribution.due_on.expression,
        "reference": Contribution.reference.expression,
        "receipt": Contribution.receipt.expression,
        "project": Contribution.project_code.expression,
        "office": Contribution.office.expression,
    }
    if order.column in plain:
        column = plain[order.column]
        lacking: ColumnElement[Any] = case((or_(column.is_(None), column == ""), 1), else_=0)
    elif ranks.get(order.column) and (order.column in columns or order.column in RANKED):
        others = {"earmark": Contribution.earmark.expression, "region": Contribution.office.expression}
        column = case(ranks[order.column], value={**columns, **others}[order.column], else_=None)
        lacking = case((column.is_(None), 1), else_=0)
    else:
        return tuple(session.scalars(query.order_by(*by_day)))
    return tuple(session.scalars(query.order_by(lacking, column.desc() if order.descending else column, *by_day)))


def _by_number(session: Session, query: Select[str], order: ListOrder) -> tuple[str, ...]:
    """By an amount, or by dollars, as numbers; what has none comes last."""
    column = Contribution.amount_usd if order.column == USD else Contribution.amount
    rows = session.execute(query.add_columns(column).order_by(Contribution.id)).all()
    numbered = [(Decimal(text), id_) for id_, text in rows if text]
    numbered.sort(key=lambda pair: pair[0], reverse=order.descending)
    return (*(id_ for _number, id_ in numbered), *(id_ for id_, text in rows if not text))


STANDINGS = (*map(str, ContributionState), FULFILLED, REFUND)
