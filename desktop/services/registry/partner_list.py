"""The list of partners: searched, filtered, read a page at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, func, select, union
from sqlalchemy.orm import Session

from desktop.base.text import searchable
from desktop.definitions.answers import RANK
from desktop.store.order import JournalOrder
from desktop.store.records import Agreement, Case, Clearance, Decision, Findable, Partner, Partnership, Person
from desktop.store.states import CaseState, DecisionOutcome
from desktop.store.store import Store

PAGE = 200  # lines of a list that are read at once

UNRATED = "unrated"

SEARCHED_BEHIND = 3  # letters typed before persons and papers are searched too

BEHIND = (Person, Partnership, Agreement)  # what leads from a word to its partner


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


@dataclass(frozen=True)
class PartnerFilter:
    """Which partners a list shows; empty means any. `level` is a risk level, or UNRATED for none."""

    text: str = ""
    group: str = ""
    stage: str = ""
    level: str = ""
    archived: bool = False


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


def _ids(session: Session, choice: PartnerFilter, first: int, size: int) -> tuple[list[str], int]:
    """The ids of one page and how many there are in all.

    Words are looked for once, because that is what costs: the same query counts.
    """
    matching = _matching(session, choice)
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


def _matching(session: Session, choice: PartnerFilter) -> Select[str]:
    """The ids of the partners chosen, in no order."""
    query = select(Partner.id).where(Partner.archived.is_(choice.archived), Partner.merged_into.is_(None))
    if choice.text:
        query = query.join(Findable, Findable.id == Partner.id)
        if len(choice.text) >= SEARCHED_BEHIND:
            query = query.where(Partner.id.in_(_holding(choice.text)))
        else:
            query = query.where(*_holds(choice.text))
    if choice.group:
        query = query.where(Partner.group == choice.group)
    if choice.stage:
        query = query.where(Partner.stage == choice.stage)
    if choice.level == UNRATED:
        return query.where(Partner.id.not_in(_last_levels(session)))
    if choice.level:
        with_level = [partner_id for partner_id, level in _last_levels(session).items() if level == choice.level]
        query = query.where(Partner.id.in_(with_level))
    return query


def _holding(text: str) -> CompoundSelect[str]:
    """The ids of the partners whose own line holds every word, or that of one of their persons or papers."""
    hits = select(Findable.id).where(*_holds(text)).cte("hits")
    behind = (
        select(family.partner_id).where(family.id.in_(select(hits.c.id)), family.archived.is_(False))
        for family in BEHIND
    )
    return union(select(hits.c.id), *behind)


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
    is the later one, the higher level stands.
    """
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
    return levels | {partner_id: max(said, key=_height).level for partner_id, said in waiting.items()}


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
    )
    few = len(ids) <= PAGE * 2  # a longer list of ids costs more than reading every line
    rated = _last_levels(session, ids if few else None)
    query = select(*columns).where(Partner.id.in_(ids)) if few else select(*columns)
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
    for family in BEHIND if left else ():
        query = select(family.partner_id, Findable.title).join(Findable, Findable.id == family.id)
        query = query.where(family.partner_id.in_(left), family.archived.is_(False), *_holds(text))
        through |= {row.partner_id: row.title for row in session.execute(query)}
    return tuple(replace(line, through=through.get(line.id, "")) for line in lines)


def level(store: Store, partner_id: str) -> str:
    """The risk level said last of a partner, by a decision or by a complete case; empty before one."""
    with store.read() as session:
        return level_in(session, partner_id)


def level_in(session: Session, partner_id: str) -> str:
    """The same, read with what else a page reads."""
    return _last_levels(session, [partner_id]).get(partner_id, "")
