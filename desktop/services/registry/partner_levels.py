"""The risk level said last of each partner, by a decision or by a complete case."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.definitions.answers import RANK
from desktop.services.registry.identity import Identities
from desktop.store.order import JournalOrder
from desktop.store.records import Case, Clearance, Decision
from desktop.store.states import CaseState, DecisionOutcome


class _Rating(NamedTuple):
    """What one decision, or one case handed over, says of a partner's level."""

    id: str
    partner_id: str
    level: str
    hand_over: str
    submitted_at: str | None
    follows: Sequence[str]


def last_levels(
    session: Session, among: Collection[str] | None = None, offices: Collection[str] | None = None
) -> Mapping[str, str]:
    """The level said last of each partner, of those `among` these ids, or by the records of these `offices`.

    Those of whom nothing is said are left out. A complete case that waits says it, or else the newest decision in the
    order of the journal; where neither of two is the later one, the higher level stands; so it does of the records that
    were merged into one partner.
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
        ratings = select(*columns, family.brief["submitted_at"].as_string(), family.follows)
        ratings = ratings.where(family.outcome != DecisionOutcome.SENT_BACK)
        for rating in _ratings(
            session, ratings if offices is None else ratings.where(family.office.in_(offices)), among
        ):
            decided.setdefault(rating.partner_id, []).append(rating)
    complete = complete if offices is None else complete.where(Case.office.in_(offices))
    for rating in _ratings(session, complete, among):
        answers = {(r.hand_over, r.submitted_at) for r in decided.get(rating.partner_id, ())}
        if rating.level and (rating.hand_over, rating.submitted_at) not in answers:  # a bundle may bring one without
            waiting.setdefault(rating.partner_id, []).append(rating)
    disputed = {rating.id for ratings in decided.values() if len(ratings) > 1 for rating in ratings}
    order = JournalOrder.of(session, Decision, disputed) if disputed else JournalOrder({})
    levels = {partner_id: order.newest_first(ratings, _height)[0].level for partner_id, ratings in decided.items()}
    levels |= {partner_id: max(ratings, key=_height).level for partner_id, ratings in waiting.items()}
    by_record = {record: [level] for record, level in levels.items()}
    on_partner = identities.together({identities.partner(record) for record in levels}, by_record)
    return {i: max(several, key=lambda level: RANK.get(level, 0)) for i, several in on_partner.items()}


def _ratings(session: Session, query: Select[Any], among: Collection[str] | None) -> Iterator[_Rating]:
    if among is not None:
        query = query.where(query.selected_columns[1].in_(among))
    return (_Rating(*row) for row in session.execute(query))


def _height(rating: _Rating) -> int:
    return RANK.get(rating.level, 0)
