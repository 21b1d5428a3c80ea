"""The list of agreements: searched, filtered and sorted as a whole, read a page at a time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from desktop.base.text import searchable
from desktop.base.values import Json
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import office_counts
from desktop.services.registry.office_counts import OfficeCounts
from desktop.services.registry.partner_list import place_of_next
from desktop.store.records import Agreement, ClauseChoice, Departure, Findable, Partner, Partnership
from desktop.store.states import AgreementState
from desktop.store.store import HQ, Store

OVER, SOON, LATER, FAR, ENDLESS = "over", "60", "180", "later", "none"  # by its end: within 60 days, within 180
UNSIGNED = (AgreementState.DRAFT, AgreementState.FINAL, AgreementState.PRINTED)
COUNTED = ("type", "state", "expiry", "review", "office", "region")
WAITS, NO_REVIEW = "waits", "none"  # whether a changed or waived clause of a draft waits for Legal
VALUE = "value"  # the column that is sorted by more than what stands in it
WHOLE_DAY = 10  # characters of a day as ISO text
WAY = 2  # how Headquarters keeps what the agreements of an office come to
Groups = Mapping[tuple[str, ...], int]  # how many agreements have the same codes


class OfficeAgreements(NamedTuple):
    """What those of an office come to; `unlisted` are the ids of those whose partner is not known here, or not yet."""

    groups: Groups
    unlisted: Sequence[str]


@dataclass(frozen=True)
class AgreementFilter:
    """Which agreements a list shows; empty means any. `regions` is the region of each office, by its code.

    `named` says of each word that is searched which types and states it names in the language now spoken; `optional`
    are the clauses, each with its type, that an officer may change without Legal.
    """

    text: str = ""
    type: str = ""
    state: str = ""
    expiry: str = ""
    review: str = ""
    office: str = ""
    region: str = ""
    optional: Collection[tuple[str, str]] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class AgreementOrder:
    """The ids of the agreements chosen, in their order; of each filter, how many each of its codes would leave.

    `total` counts all agreements, `unsigned` those of them that are not signed yet.
    """

    ids: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    total: int
    unsigned: int


@dataclass(frozen=True)
class AgreementSummary:
    """One agreement as a list shows it; `amount` and `currency` are those of its text, empty before they are given.

    `uncleared` are the clauses of a draft that were changed or left out and that Legal has not cleared, each once.
    """

    id: str
    partner: str
    partner_id: str
    reference: str
    type: str
    state: AgreementState
    amount: str
    currency: str
    final_at: str
    ends_on: str
    office: str
    uncleared: tuple[str, ...] = ()


Ranks = Mapping[str, Mapping[str, int]]  # by column, in which order codes are read in the language now spoken


def ordered(store: Store, choice: AgreementFilter, order: ListOrder, ranks: Ranks, today: date) -> AgreementOrder:
    """All agreements chosen by their ids, sorted; what has nothing in the column comes last, and equals by partner.

    Without a column, the newest reference comes first. `ranks` says in which order the codes of a column are read.
    """
    expiry, of_each = _expiry(today), None
    groups: Groups
    with store.read() as session:
        matching = _matching(choice)
        if store.identity.office == HQ and not choice.text:
            of_each = _of_offices(store, session, choice, today)
            groups = {codes: number for own in of_each.by_office.values() for codes, number in own.groups.items()}
            if not order.column:
                matching = _listed_but([id_ for own in of_each.by_office.values() for id_ in own.unlisted])
        else:
            groups = _groups(session, matching, choice, expiry)
        chosen = _among(matching, choice, expiry)
        ids = _valued(session, chosen, order) if order.column == VALUE else _sorted(session, chosen, order, ranks)
        every = groups if not choice.text else _groups(session, _matching(replace(choice, text="")), choice, expiry)
    if of_each is not None:
        of_each.keep()
    unsigned = sum(count for codes, count in every.items() if codes[1] in UNSIGNED)
    return AgreementOrder(ids, _counts(groups, choice), sum(every.values()), unsigned)


def lines(store: Store, ids: Sequence[str]) -> tuple[AgreementSummary, ...]:
    """The lines of these agreements, at most a page of them, in this order and without their texts."""
    value = Agreement.content["contribution.value"]
    query = (
        select(
            Agreement.id,
            Partner.name,
            Agreement.partner_id,
            Agreement.reference,
            Agreement.type,
            Agreement.state,
            value["amount"].as_string(),
            value["currency"].as_string(),
            Agreement.final_at,
            Partnership.ends_on,
            Agreement.office,
        )
        .join(Partner, Partner.id == Agreement.partner_id)
        .outerjoin(Partnership, Partnership.id == Agreement.partnership_id)
        .where(Agreement.id.in_(ids))
    )
    with store.read() as session:
        read = {row[0]: row for row in session.execute(query)}
        uncleared = _uncleared(session, [row[0] for row in read.values() if row[5] == AgreementState.DRAFT])
    return tuple(
        AgreementSummary(
            id=row[0],
            partner=row[1],
            partner_id=row[2],
            reference=row[3],
            type=row[4],
            state=row[5],
            amount=row[6] or "",
            currency=row[7] or "",
            final_at=row[8] or "",
            ends_on=row[9] or "",
            office=row[10],
            uncleared=tuple(uncleared.get(row[0], ())),
        )
        for row in (read[i] for i in ids if i in read)
    )


def _changed() -> tuple[Select[str, str], Select[str, str]]:
    """The agreements and clauses that were changed, and those that were left out, without Legal's word."""
    departed = select(Departure.agreement_id, Departure.clause).where(
        Departure.archived.is_(False), Departure.cleared_by == ""
    )
    waived = select(ClauseChoice.agreement_id, ClauseChoice.clause).where(
        ClauseChoice.archived.is_(False),
        ClauseChoice.included.is_(False),
        ClauseChoice.reason != "",
        ClauseChoice.cleared_by == "",
    )
    return departed, waived


def _uncleared(session: Session, ids: Sequence[str]) -> Mapping[str, Collection[str]]:
    departed, waived = _changed()
    clauses: dict[str, dict[str, None]] = {}
    rows = (
        *session.execute(departed.where(Departure.agreement_id.in_(ids))),
        *session.execute(waived.where(ClauseChoice.agreement_id.in_(ids))),
    )
    for agreement_id, clause in rows if ids else ():
        clauses.setdefault(agreement_id, {})[clause] = None
    return clauses


def _review(optional: Collection[tuple[str, str]]) -> ColumnElement[str]:
    """Whether a clause with a locked text waits for Legal."""
    pairs = list(optional) or [("", "")]
    departed, waived = _changed()
    of_this = (
        departed.where(Departure.agreement_id == Agreement.id, tuple_(Agreement.type, Departure.clause).not_in(pairs)),
        waived.where(
            ClauseChoice.agreement_id == Agreement.id, tuple_(Agreement.type, ClauseChoice.clause).not_in(pairs)
        ),
    )
    waits = or_(*(changed.correlate(Agreement).exists() for changed in of_this))
    return case((and_(Agreement.state == AgreementState.DRAFT, waits), WAITS), else_=NO_REVIEW)


def position(store: Store, ids: Sequence[str], spelt: str, after: int) -> int:
    """The place, from `after` on and around the end, of the agreement whose partner’s name begins so; -1 for none."""
    begins = Findable.text.startswith(searchable(spelt), autoescape=True)
    query = select(Agreement.id).join(Findable, _of_partner()).where(begins)
    with store.read() as session:
        return place_of_next(session, query, Agreement.id.expression, ids, after)


def _of_partner() -> ColumnElement[bool]:
    """What is searched of an agreement's partner, as its line names it: a record of another family is none."""
    return and_(Findable.id == Agreement.partner_id, Findable.kind == Partner.KIND)


def _matching(choice: AgreementFilter) -> Select[str]:
    """The ids of the agreements that hold every word: of the partner, the reference, the type or the state."""
    query = (
        select(Agreement.id)
        .join(Findable, _of_partner())
        .outerjoin(Partnership, Partnership.id == Agreement.partnership_id)
        .where(Agreement.archived.is_(False))
    )
    for word in searchable(choice.text).split():
        named = choice.named.get(word, ())
        query = query.where(
            or_(
                Findable.text.contains(word, autoescape=True),
                func.lower(Agreement.reference).contains(word, autoescape=True),
                Agreement.type.in_(named),
                Agreement.state.in_(named),
            )
        )
    return query


def _listed_but(unlisted: Collection[str]) -> Select[str]:
    """The ids of all agreements but those of an unknown partner; the line of a partner is only read of one without a
    reference, which stands in its list by that name. To read all took most of the time at Headquarters, whose database
    has the lines of two million."""
    unnamed = case((Agreement.reference == "", Agreement.partner_id))
    return (
        select(Agreement.id)
        .outerjoin(Findable, and_(Findable.id == unnamed, Findable.kind == Partner.KIND))
        .outerjoin(Partnership, Partnership.id == Agreement.partnership_id)
        .where(Agreement.archived.is_(False), Agreement.id.not_in(unlisted))
    )


def _among(query: Select[str], choice: AgreementFilter, expiry: ColumnElement[str]) -> Select[str]:
    """Those that every filter lets pass."""
    for column, code in (
        (Agreement.type, choice.type),
        (Agreement.state, choice.state),
        (Agreement.office, choice.office),
        (expiry, choice.expiry),
        (_review(choice.optional), choice.review),
    ):
        if code:
            query = query.where(column == code)
    if choice.region:
        query = query.where(
            Agreement.office.in_([o for o, region in choice.regions.items() if region == choice.region])
        )
    return query


def _expiry(today: date) -> ColumnElement[str]:
    """By its end, what an agreement is found by: over, within so many days, later, or without an end."""
    ends, days = Partnership.ends_on, [(today + timedelta(days)).isoformat() for days in (0, 60, 180)]
    return case(
        (or_(ends.is_(None), func.length(ends) != WHOLE_DAY), ENDLESS),
        (or_(ends < days[0], Agreement.state == AgreementState.ENDED), OVER),
        (ends <= days[1], SOON),
        (ends <= days[2], LATER),
        else_=FAR,
    )


def _of_offices(store: Store, session: Session, choice: AgreementFilter, today: date) -> OfficeCounts[OfficeAgreements]:
    """All agreements as Headquarters keeps them of each office; made anew each day, because they end."""
    optional = sorted(f"{type_} {clause}" for type_, clause in choice.optional)
    way: list[str | int] = ["agreements", WAY, today.isoformat(), *optional]

    def count(offices: Sequence[str], _saying: Collection[str]) -> Mapping[str, Json]:
        rows: dict[str, list[Json]] = {office: [] for office in offices}
        matching = _matching(AgreementFilter()).where(Agreement.office.in_(offices))
        for codes, number in _groups(session, matching, choice, _expiry(today)).items():
            rows[codes[-1]].append([list(codes), number])
        unlisted: dict[str, list[Json]] = {}
        there = select(Agreement.id, Agreement.office).where(Agreement.office.in_(offices))
        without = there.outerjoin(Findable, _of_partner()).where(Findable.id.is_(None))
        for id_, office in session.execute(without):
            unlisted.setdefault(office, []).append(id_)
        return {office: [own, unlisted.get(office, [])] for office, own in rows.items()}

    return office_counts.read(store, session, Agreement, way, count, _agreements_of)


def _agreements_of(_office: str, content: Any) -> OfficeAgreements:
    groups, unlisted = content
    return OfficeAgreements({tuple(codes): number for codes, number in groups}, unlisted)


def _groups(session: Session, matching: Select[str], choice: AgreementFilter, expiry: ColumnElement[str]) -> Groups:
    """How many of these agreements have the same type, state, end, need of a review and office."""
    review = _review(choice.optional).label("review")
    columns = (Agreement.type, Agreement.state, expiry.label("expiry"), review, Agreement.office)
    among = matching.with_only_columns(*columns).subquery()
    rows = session.execute(select(*among.c, func.count()).group_by(*among.c))
    return {tuple(codes): count for *codes, count in rows}


def _counts(groups: Groups, choice: AgreementFilter) -> Mapping[str, Mapping[str, int]]:
    """How many each code of each filter would leave, with the other filters in force."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    for codes, count in groups.items():
        code_by = dict(zip(COUNTED, (*codes, choice.regions.get(codes[-1], "")), strict=True))
        failing = [name for name in COUNTED if (code := getattr(choice, name)) and code_by[name] != code]
        for name in COUNTED if not failing else failing if len(failing) == 1 else ():
            counts[name][code_by[name]] += count
    return counts


def _sorted(session: Session, query: Select[str], order: ListOrder, ranks: Ranks) -> tuple[str, ...]:
    by_partner = (Findable.text, Agreement.reference.desc(), Agreement.id)
    plain: Mapping[str, ColumnElement[Any]] = {
        "name": Findable.text.expression,
        "reference": Agreement.reference.expression,
        "ends": Partnership.ends_on.expression,
        "final": Agreement.final_at.expression,
        "office": Agreement.office.expression,
    }
    coded: Mapping[str, ColumnElement[Any]] = {
        "type": Agreement.type.expression,
        "state": Agreement.state.expression,
        "region": Agreement.office.expression,
    }
    if order.column in plain:
        column = plain[order.column]
        lacking: ColumnElement[Any] = case((or_(column.is_(None), column == ""), 1), else_=0)
    elif order.column in coded and ranks.get(order.column):
        column = case(ranks[order.column], value=coded[order.column], else_=None)
        lacking = case((column.is_(None), 1), else_=0)
    else:
        unnamed = case((Agreement.reference == "", Findable.text))
        return tuple(session.scalars(query.order_by(Agreement.reference.desc(), unnamed, Agreement.id)))
    return tuple(session.scalars(query.order_by(lacking, column.desc() if order.descending else column, *by_partner)))


def _valued(session: Session, query: Select[str], order: ListOrder) -> tuple[str, ...]:
    """By the amount, which a draft holds as it was typed: what is no number comes last."""
    amount = Agreement.content["contribution.value"]["amount"].as_string()
    rows = session.execute(query.add_columns(amount).order_by(Findable.text, Agreement.id)).all()
    amounts = [(agreement_id, _number(typed)) for agreement_id, typed in rows]
    known = [(agreement_id, number) for agreement_id, number in amounts if number is not None]
    known.sort(key=lambda pair: pair[1], reverse=order.descending)
    return (*(i for i, _number in known), *(i for i, number in amounts if number is None))


def _number(typed: str | None) -> Decimal | None:
    try:
        return Decimal(typed or "")
    except InvalidOperation:
        return None
