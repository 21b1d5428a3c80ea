"""The list of partners: searched, filtered and sorted as a whole, read a page at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session

from desktop.base import long_list
from desktop.base.long_list import LongList, Mark
from desktop.base.progress import undisturbed
from desktop.base.text import searchable
from desktop.services.office import people
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import identity, partners
from desktop.services.registry.identity import Identities
from desktop.services.registry.name_places import before_names, name_of
from desktop.services.registry.office_counts import OfficeCounts
from desktop.services.registry.partner_counts import (
    COUNTED,
    LEVEL,
    OWNER,
    REGION,
    UNRATED,
    Alike,
    by_filter,
    counted,
    of_offices,
    written_labels,
)
from desktop.services.registry.partner_levels import last_levels
from desktop.store.records import (
    Agreement,
    Findable,
    Incident,
    Officer,
    Partner,
    Partnership,
    Person,
    table_of,
)
from desktop.store.references import among
from desktop.store.store import HQ, Store

PAGE = 200  # lines of a list that are read at once

NEAR = 500  # partners that begin alike from which the next one is looked for nearby

SEARCHED_BEHIND = 3  # letters typed before persons and papers are searched too

BEHIND = (Person, Partnership, Agreement, Incident)  # what leads from a word to its partner


@dataclass(frozen=True)
class PartnerLine:
    """One line of the list of partners."""

    id: str
    name: str
    place: str = ""  # city and country code
    group: str = ""
    stage: str = ""
    level: str = ""  # of the last decision or complete case; empty before one
    next_action: str = ""
    next_action_on: str | None = None
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


NAME = "name"
WHOLE = 20_000  # partners of Headquarters whose ids are all read


@dataclass(frozen=True)
class PartnerOrder:
    """The ids of the partners chosen, in their order; of each filter, how many each of its codes would leave.

    `first` are the first lines, which are looked at in any case. `total` counts all partners in use, `officers` are
    the names of everybody by id.
    """

    ids: Sequence[str]
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


@undisturbed()
def ordered(store: Store, choice: PartnerFilter, order: ListOrder, ranks: Ranks, first: int) -> PartnerOrder:
    """All partners chosen by their ids, sorted; what has nothing in the column comes last, and equals by name.

    The `first` lines are read in the same session. `ranks` says in which order the codes of a column are read in a
    language: of countries, stages, levels.
    """
    kept_counts: OfficeCounts[Mapping[Alike, int]] | None = None
    with store.read() as session:
        chosen = {name: getattr(choice, name) for name in COUNTED}
        levels: Mapping[str, str] = {}
        alikes: Mapping[Alike, int]
        if store.identity.office == HQ and not choice.text:
            everywhere, kept_counts = of_offices(store, session)
            total = sum(count for alike, count in everywhere.items() if not alike.archived)
            alikes = {alike: count for alike, count in everywhere.items() if alike.archived == choice.archived}
            levels = last_levels(session) if choice.level or order.column == LEVEL else {}
        else:
            total, levels = partners.count_in(session), last_levels(session)
            everyone = _matching(session, PartnerFilter(choice.text, archived=choice.archived), {})
            alikes = counted(session, everyone, levels)
        counts, left = by_filter(alikes, chosen, choice.regions)
        ids: Sequence[str]
        if kept_counts is not None and left > WHOLE and order.column == NAME:
            ids = PartnersByName(store, choice, left, descending=order.descending)
        else:
            ids = _all_ids(session, choice, order, ranks, levels)
        shown = _with_reasons(session, _lines(session, ids[:first]), choice.text)
        listed = PartnerOrder(ids, shown, counts, total, people.names_in(session))
    if kept_counts is not None:
        kept_counts.keep()
    return listed


def _all_ids(
    session: Session, choice: PartnerFilter, order: ListOrder, ranks: Ranks, levels: Mapping[str, str]
) -> tuple[str, ...]:
    by_name = _in_order(session, _matching(session, replace(choice, level=""), levels), choice.text)
    if choice.text and order.column:
        by_name = by_name.order_by(None).order_by(name_of(session), Partner.id)
    if order.column in ranks:
        ids = _ranked(session, by_name, order, ranks[order.column], levels, choice)
    elif order.column in SORTED:
        ids = tuple(session.scalars(_sorted(session, by_name, order)))
    else:
        ids = tuple(session.scalars(by_name))
    return _with_level(ids, choice.level, levels)


class PartnersByName(LongList):
    """The ids of more partners than anybody reads, by their names: those looked at are read at Headquarters’ index."""

    def __init__(self, store: Store, choice: PartnerFilter, count: int, *, descending: bool) -> None:
        super().__init__(count, (choice, descending))
        self._store, self._choice, self._descending = store, choice, descending

    def read(self, beside: Mark | None, skipped: int, size: int, *, backwards: bool) -> Sequence[Mark]:
        """These ids, each with the beginning of the words by which it is sorted."""
        falling = self._descending is not backwards
        with self._store.read() as session:
            columns = name_of(session), Findable.id.expression
            query = self._among(session).with_only_columns(*columns)
            if beside is not None:
                query = query.where(_beyond(columns, beside, falling=falling))
            query = query.order_by(*(column.desc() if falling else column.asc() for column in columns))
            return [(name, id_) for name, id_ in session.execute(query.offset(skipped).limit(size))]

    def begins(self, spelt: str, after: int) -> int:
        """The place, from `after` on and around the end, of the next partner whose name begins so; -1 for none."""
        letters = searchable(spelt)
        with self._store.read() as session:
            columns = name_of(session), Findable.id.expression
            from_there = _beyond(columns, self._mark(session, after), falling=self._descending, with_it=True)
            query = self._among(session).with_only_columns(*columns).limit(1)
            query = query.order_by(*(column.desc() if self._descending else column.asc() for column in columns))
            if self._descending:
                query = query.where(Findable.text.startswith(letters, autoescape=True))
            else:  # those that begin so stand together: it is the first of them or none
                query = query.where(columns[0] >= letters)
            first = (session.execute(part).first() for part in (query.where(from_there), query))
            mark = next(((row[0], row[1]) for row in first if row is not None and row[0].startswith(letters)), None)
            if mark is None:
                return -1
            place = min(self._place_of(session, mark), len(self) - 1)  # more may have come since it was counted
        self.note(place, mark)
        return place

    def _place_of(self, session: Session, mark: Mark) -> int:
        """How many stand before a mark: counted from the last edge before it, where some are known."""
        columns = name_of(session), Findable.id.expression
        counted = self._among(session).where(_beyond(columns, mark, falling=not self._descending))
        edges = self.known_edges() if len(self) > long_list.FAR else ()
        names = [name for _place, (name, _id) in edges]
        rising = literal(names[::-1] if self._descending else names, ARRAY(String))  # in the order of the server
        not_above = session.scalar(select(func.width_bucket(literal(mark[0]), rising))) if names else 0
        passed = len(names) - (not_above or 0) if self._descending else not_above
        first = 0
        if passed:
            first, edge = edges[passed - 1]
            counted = counted.where(_beyond(columns, edge, falling=self._descending, with_it=True))
        return first + (session.scalar(counted.with_only_columns(func.count())) or 0)

    def edges(self) -> Sequence[tuple[int, Mark]]:
        """Some names with how many stand before each, where that is kept: for all partners, those of an office or of a
        region."""
        everyone = PartnerFilter(office=self._choice.office, region=self._choice.region, regions=self._choice.regions)
        if self._choice != everyone:
            return ()
        offices = {code for code, region in everyone.regions.items() if region == everyone.region}
        chosen = {everyone.office} if everyone.office else offices if everyone.region else None
        edges = [(place, (name, "")) for place, name in before_names(self._store, chosen, len(self))]
        return [(len(self) - place, mark) for place, mark in reversed(edges)] if self._descending else edges

    def _mark(self, session: Session, at: int) -> Mark:
        id_ = self[at]
        return session.scalar(select(name_of(session)).where(Findable.id == id_)) or "", id_

    def _among(self, session: Session) -> Select[Any]:
        level, choice = self._choice.level, replace(self._choice, level="")
        query = _matching(session, choice, {}).join(Findable, Findable.id == Partner.id)
        query = query.where(Findable.kind == Partner.KIND)
        if level:
            levels = last_levels(session)
            ids = [i for i, last in levels.items() if level in (UNRATED, last)]
            chosen = among(session.connection(), table_of(Partner).c.id, ids)
            query = query.where(~chosen if level == UNRATED else chosen)
        return query


def _beyond(
    columns: Sequence[ColumnElement[str]], mark: Mark, *, falling: bool, with_it: bool = False
) -> ColumnElement[bool]:
    """That a row stands after this mark, or in a falling order before it; or is this one itself."""
    row, there = tuple_(*columns), tuple_(*map(literal, mark))
    if falling:
        return row <= there if with_it else row < there
    return row >= there if with_it else row > there


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
    if isinstance(ids, PartnersByName):
        return ids.begins(spelt, after)
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
    NAME: Findable.text.expression,
    "owner": Officer.name.expression,
    "next": Partner.next_action_on.expression,
    "office": Partner.office.expression,
    "number": Partner.registration.expression,
}


def _sorted(session: Session, query: Select[str], order: ListOrder) -> Select[str]:
    column = name_of(session) if order.column == NAME else SORTED[order.column]
    if order.column == OWNER:
        query = query.outerjoin(Officer, Officer.id == Partner.owner)
    lacking = case((or_(column.is_(None), column == ""), 1), else_=0)
    return query.order_by(None).order_by(
        lacking, column.desc() if order.descending else column, name_of(session), Partner.id
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
    by_rank: dict[int, list[str]] = {}  # under the last one those without a code that is read in any order
    last = len(ranks)
    if order.column == LEVEL:
        for partner_id in session.scalars(query):
            by_rank.setdefault(ranks.get(levels.get(partner_id, ""), last), []).append(partner_id)
    else:
        is_region = order.column == REGION
        for partner_id, code in session.execute(query.add_columns(codes[order.column])):
            by_rank.setdefault(ranks.get(choice.regions.get(code, "") if is_region else code, last), []).append(
                partner_id
            )
    without = by_rank.pop(last, [])
    in_order = sorted(by_rank, reverse=order.descending)
    return (*(partner_id for rank in in_order for partner_id in by_rank[rank]), *without)


def _ids(session: Session, choice: PartnerFilter, first: int, size: int) -> tuple[list[str], int]:
    """The ids of one page and how many there are in all.

    Words are looked for once, because that is what costs: the same query counts.
    """
    matching = _matching(session, choice, last_levels(session) if choice.level else {})
    query = _in_order(session, matching, choice.text)
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
        query = query.where(written_labels().contains(json.dumps(choice.label), autoescape=True))
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


def _in_order(session: Session, query: Select[str], text: str) -> Select[str]:
    """Names that begin with the words typed come first, then shorter ones; without words, by name."""
    if not text:
        named = query.join(Findable, Findable.id == Partner.id).where(Findable.kind == Partner.KIND)
        return named.order_by(name_of(session), Partner.id)
    begins = case((Findable.text.startswith(searchable(text), autoescape=True), 0), else_=1)
    return query.order_by(begins, func.length(Findable.text), Findable.text, Partner.id)


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
    rated = last_levels(session, ids if few else None)
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
    return last_levels(session, [partner_id]).get(partner_id, "")
