"""The list of partners: searched, filtered and sorted as a whole, read a page at a time."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, String, case, cast, func, or_, select, union
from sqlalchemy.orm import Session

from desktop.base.text import searchable
from desktop.definitions.answers import RANK
from desktop.services.office import people
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import identity, partners
from desktop.services.registry.identity import Identities
from desktop.store.order import JournalOrder
from desktop.store.records import (
    Agreement,
    Case,
    Clearance,
    Decision,
    Findable,
    Incident,
    Officer,
    Partner,
    Partnership,
    Person,
)
from desktop.store.states import CaseState, DecisionOutcome
from desktop.store.store import Store

PAGE = 200  # lines of a list that are read at once

UNRATED = "unrated"

FEW = 5000  # ids that one question to the database may hold
NEAR = 500  # partners that begin alike from which the next one is looked for nearby

SEARCHED_BEHIND = 3  # letters typed before persons and papers are searched too

BEHIND = (Person, Partnership, Agreement, Incident)  # what leads from a word to its partner


@dataclass(frozen=True)
class PartnerLine:
    """One line of the list of partners."""

    id: str
    name: str
    place: str  # city and country code
    group: str
    stage: str
    level: str  # of the last decision or complete case; empty before one
    next_action: str
    next_action_on: str | None
    city: str = ""
    country: str = ""
    through: str = ""  # the person or paper that holds the words searched, when the partner itself does not
    kind: str = ""
    owner: str = ""  # the name of who follows it
    office: str = ""
    registration: str = ""
    labels: tuple[str, ...] = ()  # the office's own words
    known_to: tuple[str, ...] = ()  # codes of other offices


@dataclass(frozen=True)
class PartnerFilter:
    """Which partners a list shows; empty means any. `level` is a risk level, or UNRATED for none.

    `owner` is an officer's id, or UNRATED for nobody; `region` is that of `regions`, by the code of the office.
    """

    text: str = ""
    group: str = ""
    kind: str = ""
    stage: str = ""
    level: str = ""
    owner: str = ""
    office: str = ""
    region: str = ""
    label: str = ""
    archived: bool = False
    regions: Mapping[str, str] = field(default_factory=dict)


OWNER, LEVEL, REGION = "owner", "level", "region"  # columns that are sorted by more than what stands in them
CODED = ("group", "kind", "stage", "owner", "office")  # what partners are counted by in one statement
COUNTED = (*CODED, "level", "region")


@dataclass(frozen=True)
class PartnerOrder:
    """The ids of the partners chosen, in their order; of each filter, how many each of its codes would leave.

    `first` are the first lines, which are looked at in any case. `total` counts all partners in use, `officers` are
    the names of everybody by id.
    """

    ids: tuple[str, ...]
    first: tuple[PartnerLine, ...]
    counts: Mapping[str, Mapping[str, int]]
    total: int
    officers: Mapping[str, str]


Ranks = Mapping[str, Mapping[str, int]]  # by column, in which order codes are read in the language now spoken


@dataclass(frozen=True)
class PartnerListPage:
    """Some lines of a list, and how many lines the whole list has."""

    lines: tuple[PartnerLine, ...]
    total: int


def find(store: Store, text: str = "", limit: int = 200, archived: bool = False) -> tuple[PartnerLine, ...]:
    """The partners whose name, other names, number or city hold these words; all of them without words."""
    return page(store, PartnerFilter(text, archived=archived), size=limit if text else 0).lines


def page(store: Store, choice: PartnerFilter, first: int = 0, size: int = PAGE) -> PartnerListPage:
    """One page of the partners chosen, from the `first` on, and how many there are; all of them with `size` 0."""
    with store.read() as session:
        ids, total = _ids(session, choice, first, size)
        return PartnerListPage(_with_reasons(session, _lines(session, ids), choice.text), total)


def ordered(store: Store, choice: PartnerFilter, order: ListOrder, ranks: Ranks, first: int) -> PartnerOrder:
    """All partners chosen by their ids, sorted; what has nothing in the column comes last, and equals by name.

    The `first` lines are read in the same session. `ranks` says in which order the codes of a column are read in a
    language: of countries, stages, levels.
    """
    with store.read() as session:
        levels = _last_levels(session)
        matching = _matching(session, replace(choice, level=""), levels)
        by_name = _in_order(matching, choice.text)
        if choice.text and order.column:
            by_name = by_name.order_by(None).order_by(Findable.text, Partner.id)
        if order.column in ranks:
            ids = _ranked(session, by_name, order, ranks[order.column], levels, choice)
        elif order.column in SORTED:
            ids = tuple(session.scalars(_sorted(by_name, order)))
        else:
            ids = tuple(session.scalars(by_name))
        counts = {**_counts(session, choice, levels), "label": _labelled(session, choice, levels)}
        total = partners.count_in(session)
        ids = _with_level(ids, choice.level, levels)
        shown = _with_reasons(session, _lines(session, ids[:first]), choice.text)
        return PartnerOrder(ids, shown, counts, total, people.names_in(session))


def _with_level(ids: tuple[str, ...], level: str, levels: Mapping[str, str]) -> tuple[str, ...]:
    """Those whose level was said to be this one; a database takes too few ids in one question to ask it."""
    if not level:
        return ids
    return tuple(i for i in ids if levels.get(i, UNRATED) == level)


def lines(store: Store, ids: Sequence[str], text: str = "") -> tuple[PartnerLine, ...]:
    """The lines of these partners, in this order."""
    with store.read() as session:
        return _with_reasons(session, _lines(session, ids), text)


def position(store: Store, ids: Sequence[str], spelt: str, after: int) -> int:
    """The place, from `after` on and around the end, of the partner whose name begins so; -1 for none."""
    begins = Findable.text.startswith(searchable(spelt), autoescape=True)
    query = select(Findable.id).where(Findable.kind == Partner.KIND, begins)
    with store.read() as session:
        return place_of_next(session, query, Findable.id.expression, ids, after)


def place_of_next(
    session: Session, query: Select[str], column: ColumnElement[str], ids: Sequence[str], after: int
) -> int:
    """The place among these ids, from `after` on and around the end, of the first that a query of ids gives; or -1.

    `column` is that of the ids in the query.
    """
    beginning = set(session.scalars(query.limit(NEAR)))
    around = (*ids[after:], *ids[:after]) if beginning else ()
    if len(beginning) < NEAR:
        near = next((number for number, i in enumerate(around) if i in beginning), -1)
    else:
        near = _nearest(session, query, column, around)  # so many begin so that the next is not far
    return (after + near) % len(ids) if near >= 0 else -1


def _nearest(session: Session, query: Select[str], column: ColumnElement[str], around: Sequence[str]) -> int:
    """The place among these ids of the first that a query gives, looked for a few hundred at a time."""
    for first in range(0, len(around), PAGE):
        among = around[first : first + PAGE]
        beginning = set(session.scalars(query.where(column.in_(among))))
        if beginning:
            return next(first + number for number, i in enumerate(among) if i in beginning)
    return -1


SORTED: Mapping[str, ColumnElement[Any]] = {
    "name": Findable.text.expression,
    "owner": Officer.name.expression,
    "next": Partner.next_action_on.expression,
    "office": Partner.office.expression,
    "number": Partner.registration.expression,
}


def _sorted(query: Select[str], order: ListOrder) -> Select[str]:
    column = SORTED[order.column]
    if order.column == OWNER:
        query = query.outerjoin(Officer, Officer.id == Partner.owner)
    lacking = case((or_(column.is_(None), column == ""), 1), else_=0)
    return query.order_by(None).order_by(
        lacking, column.desc() if order.descending else column, Findable.text, Partner.id
    )


def _ranked(
    session: Session,
    query: Select[str],
    order: ListOrder,
    ranks: Mapping[str, int],
    levels: Mapping[str, str],
    choice: PartnerFilter,
) -> tuple[str, ...]:
    """Sorted by name in the database, then by the rank of a code: a language's order is nothing a database knows."""
    codes: Mapping[str, ColumnElement[Any]] = {
        "place": Partner.country.expression,
        "group": Partner.group.expression,
        "kind": Partner.subtype.expression,
        "stage": Partner.stage.expression,
        "region": Partner.office.expression,
    }
    ids: Sequence[str]
    if order.column == LEVEL:
        ids = list(session.scalars(query))
        code_of = {partner_id: levels.get(partner_id, "") for partner_id in ids}
    else:
        rows = session.execute(query.add_columns(codes[order.column])).all()
        ids = [row[0] for row in rows]
        code_of = {row[0]: row[1] for row in rows}
        if order.column == REGION:
            code_of = {partner_id: choice.regions.get(office, "") for partner_id, office in code_of.items()}
    with_code = [partner_id for partner_id in ids if code_of[partner_id] in ranks]
    without = [partner_id for partner_id in ids if code_of[partner_id] not in ranks]
    with_code.sort(key=lambda partner_id: ranks[code_of[partner_id]], reverse=order.descending)
    return (*with_code, *without)


def _counts(session: Session, choice: PartnerFilter, levels: Mapping[str, str]) -> Mapping[str, Mapping[str, int]]:
    """How many each code of each filter would leave, with the other filters in force."""
    everyone = PartnerFilter(choice.text, label=choice.label, archived=choice.archived)
    columns = (Partner.group, Partner.subtype, Partner.stage, Partner.owner, Partner.office)
    matching = _matching(session, everyone, levels)
    among = matching.with_only_columns(*columns, func.count()).group_by(*columns)
    total: Counter[tuple[str, ...]] = Counter({tuple(row[:-1]): row[-1] for row in session.execute(among)})
    rated: Counter[tuple[str, ...]] = Counter()
    if levels:
        rows = matching.with_only_columns(Partner.id, *columns)
        if len(levels) <= FEW:
            rows = rows.where(Partner.id.in_(levels))
        for partner_id, *codes in session.execute(rows):
            if partner_id in levels:
                rated[(*codes, levels[partner_id])] += 1
                total[tuple(codes)] -= 1
    combined = [*rated.items(), *(((*codes, UNRATED), count) for codes, count in total.items())]
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    chosen = {name: getattr(choice, name) for name in COUNTED}
    for every_code, count in combined:
        code_by = dict(zip((*CODED, "level"), every_code, strict=True))
        code_by[OWNER] = code_by[OWNER] or UNRATED
        code_by[REGION] = choice.regions.get(code_by["office"], "")
        failing = [name for name, code in chosen.items() if code and code_by[name] != code]
        for name in COUNTED if not failing else failing if len(failing) == 1 else ():
            counts[name][code_by[name]] += count
    return counts


def _labelled(session: Session, choice: PartnerFilter, levels: Mapping[str, str]) -> Mapping[str, int]:
    """How many each label would leave, with the other filters in force."""
    query = _matching(session, replace(choice, label="", level=""), levels).add_columns(Partner.labels)
    rows = session.execute(query.where(_written_labels() != json.dumps([])))
    held = [set(labels) for i, labels in rows if not choice.level or levels.get(i, UNRATED) == choice.level]
    return Counter(label for labels in held for label in labels)


def _written_labels() -> ColumnElement[str]:
    """The labels of a partner as the database writes them."""
    return cast(Partner.labels, String)


def _ids(session: Session, choice: PartnerFilter, first: int, size: int) -> tuple[list[str], int]:
    """The ids of one page and how many there are in all.

    Words are looked for once, because that is what costs: the same query counts.
    """
    matching = _matching(session, choice, _last_levels(session) if choice.level else {})
    query = _in_order(matching, choice.text)
    if not size:
        ids = list(session.scalars(query))
        return ids, len(ids)
    if choice.text:
        rows = session.execute(query.add_columns(func.count().over()).limit(size).offset(first)).all()
        if rows or not first:
            return [partner_id for partner_id, _total in rows], rows[0][1] if rows else 0
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    return list(session.scalars(query.limit(size).offset(first))), total


def _matching(session: Session, choice: PartnerFilter, levels: Mapping[str, str]) -> Select[str]:
    """The ids of the partners chosen, in no order; `levels` are those said last."""
    query = select(Partner.id).where(Partner.archived.is_(choice.archived), identity.is_no_merged_record(session))
    if choice.text:
        query = query.join(Findable, Findable.id == Partner.id)
        if len(choice.text) >= SEARCHED_BEHIND:
            query = query.where(Partner.id.in_(_holding(session, choice.text)))
        else:
            query = query.where(*_holds(choice.text))
    for column, code in (
        (Partner.group, choice.group),
        (Partner.subtype, choice.kind),
        (Partner.stage, choice.stage),
        (Partner.owner, "" if choice.owner == UNRATED else choice.owner),
        (Partner.office, choice.office),
    ):
        if code:
            query = query.where(column == code)
    if choice.label:
        query = query.where(_written_labels().contains(json.dumps(choice.label), autoescape=True))
    if choice.owner == UNRATED:
        query = query.where(Partner.owner == "")
    if choice.region:
        offices = [office for office, region in choice.regions.items() if region == choice.region]
        query = query.where(Partner.office.in_(offices))
    if choice.level == UNRATED:
        return query.where(Partner.id.not_in(levels))
    if choice.level:
        query = query.where(Partner.id.in_([i for i, level in levels.items() if level == choice.level]))
    return query


def _holding(session: Session, text: str) -> CompoundSelect[str]:
    """The ids of the partners whose own line holds every word, or that of one of their persons or papers, or of a
    record that was merged into them."""
    hits = select(Findable.id).where(*_holds(text)).cte("hits")
    behind = (
        select(family.partner_id).where(family.id.in_(select(hits.c.id)), *_not_put_away(family)) for family in BEHIND
    )
    holding = union(select(hits.c.id), *behind)
    merged = Identities.read_in(session).became
    if not merged:
        return holding
    among = set(session.scalars(select(Partner.id).where(Partner.id.in_(merged), Partner.id.in_(holding))))
    became = {merged[record] for record in among}
    return union(select(hits.c.id), *behind, select(Partner.id).where(Partner.id.in_(became)))


def _not_put_away(family: type[Person | Partnership | Agreement | Incident]) -> list[ColumnElement[bool]]:
    """That a record of the family is not archived; an incident never is."""
    return [] if issubclass(family, Incident) else [family.archived.is_(False)]


def _holds(text: str) -> list[ColumnElement[bool]]:
    """A line that holds every word."""
    return [Findable.text.contains(word, autoescape=True) for word in searchable(text).split()]


def _in_order(query: Select[str], text: str) -> Select[str]:
    """Names that begin with the words typed come first, then shorter ones; without words, by name."""
    if not text:
        return query.join(Findable, Findable.id == Partner.id).order_by(Findable.text, Partner.id)
    begins = case((Findable.text.startswith(searchable(text), autoescape=True), 0), else_=1)
    return query.order_by(begins, func.length(Findable.text), Findable.text, Partner.id)


class _Rating(NamedTuple):
    """What one decision, or one case handed over, says of a partner's level."""

    id: str
    partner_id: str
    level: str
    hand_over: str
    submitted_at: str | None
    follows: Sequence[str]


def _last_levels(session: Session, among: Collection[str] | None = None) -> Mapping[str, str]:
    """The level said last of each partner, or of those `among` these ids; those of whom nothing is said are left out.

    A complete case that waits says it, or else the newest decision in the order of the journal; where neither of two
    is the later one, the higher level stands; so it does of the records that were merged into one partner.
    """
    identities = Identities.read_in(session)
    if among is not None:
        among = identities.all_records(among)
    decided: dict[str, list[_Rating]] = {}
    waiting: dict[str, list[_Rating]] = {}
    complete = select(
        Case.id, Case.partner_id, Case.outcome["residual"].as_string(), Case.hand_over, Case.submitted_at, Case.follows
    ).where(Case.state == CaseState.READY, Case.archived.is_(False))
    for family in (Decision, Clearance):
        columns = (family.id, family.partner_id, family.level, family.hand_over)
        said = select(*columns, family.brief["submitted_at"].as_string(), family.follows)
        for rating in _ratings(session, said.where(family.outcome != DecisionOutcome.SENT_BACK), among):
            decided.setdefault(rating.partner_id, []).append(rating)
    for rating in _ratings(session, complete, among):
        answers = {(r.hand_over, r.submitted_at) for r in decided.get(rating.partner_id, ())}
        if (rating.hand_over, rating.submitted_at) not in answers:
            waiting.setdefault(rating.partner_id, []).append(rating)
    disputed = {rating.id for said in decided.values() if len(said) > 1 for rating in said}
    order = JournalOrder.of(session, Decision, disputed) if disputed else JournalOrder({})
    levels = {partner_id: order.newest_first(said, _height)[0].level for partner_id, said in decided.items()}
    levels |= {partner_id: max(said, key=_height).level for partner_id, said in waiting.items()}
    by_record = {record: [level] for record, level in levels.items()}
    on_partner = identities.together({identities.partner(record) for record in levels}, by_record)
    return {i: max(several, key=lambda level: RANK.get(level, 0)) for i, several in on_partner.items()}


def _ratings(session: Session, query: Select[Any], among: Collection[str] | None) -> Iterator[_Rating]:
    if among is not None:
        query = query.where(query.selected_columns[1].in_(among))
    return (_Rating(*row) for row in session.execute(query))


def _height(rating: _Rating) -> int:
    return RANK.get(rating.level, 0)


def _lines(session: Session, ids: Sequence[str]) -> tuple[PartnerLine, ...]:
    columns = (
        Partner.id,
        Partner.name,
        Partner.city,
        Partner.country,
        Partner.group,
        Partner.stage,
        Partner.next_action,
        Partner.next_action_on,
        Partner.subtype,
        Officer.name.label("owner"),
        Partner.office,
        Partner.registration,
        Partner.labels,
        Partner.known_to,
    )
    few = len(ids) <= PAGE * 2  # a longer list of ids costs more than reading every line
    rated = _last_levels(session, ids if few else None)
    query = select(*columns).outerjoin(Officer, Officer.id == Partner.owner)
    query = query.where(Partner.id.in_(ids)) if few else query
    rows = {row.id: row for row in session.execute(query)}
    return tuple(
        PartnerLine(
            row.id,
            row.name,
            ", ".join(part for part in (row.city, row.country) if part),
            row.group,
            row.stage,
            rated.get(row.id, ""),
            row.next_action,
            row.next_action_on,
            row.city,
            row.country,
            kind=row.subtype,
            owner=row.owner or "",
            office=row.office,
            registration=row.registration,
            labels=tuple(row.labels),
            known_to=tuple(row.known_to),
        )
        for row in (rows[i] for i in ids if i in rows)
    )


def _with_reasons(session: Session, lines: tuple[PartnerLine, ...], text: str) -> tuple[PartnerLine, ...]:
    """Name the person or paper through which a partner was found that does not hold the words itself."""
    words = searchable(text).split()
    if len(text) < SEARCHED_BEHIND or not lines:
        return lines
    ids = [line.id for line in lines]
    rows = session.execute(select(Findable.id, Findable.text).where(Findable.id.in_(ids)))
    own = {row.id: row.text for row in rows}
    left = [i for i in ids if not all(word in own.get(i, "") for word in words)]
    through: dict[str, str] = {}
    identities = Identities.read_in(session)
    behind = identities.all_records(left)
    for family in BEHIND if left else ():
        query = select(family.partner_id, Findable.title).join(Findable, Findable.id == family.id)
        query = query.where(family.partner_id.in_(behind), *_not_put_away(family), *_holds(text))
        through |= {identities.partner(row.partner_id): row.title for row in session.execute(query)}
    merged = select(Findable.id, Findable.title).where(Findable.id.in_(behind - set(left)), *_holds(text))
    through |= {identities.partner(row.id): row.title for row in session.execute(merged)}
    return tuple(replace(line, through=through.get(line.id, "")) for line in lines)


def level(store: Store, partner_id: str) -> str:
    """The risk level said last of a partner, by a decision or by a complete case; empty before one."""
    with store.read() as session:
        return level_in(session, partner_id)


def level_in(session: Session, partner_id: str) -> str:
    """The same, read with what else a page reads."""
    partner_id = Identities.read_in(session).partner(partner_id)
    return _last_levels(session, [partner_id]).get(partner_id, "")
