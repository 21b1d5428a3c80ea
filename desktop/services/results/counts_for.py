"""For which indicators an activity counts, and what lacks of it for the others: asked of their own rules (¶29 a, d)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.definitions.indicator import NOT_CONCERNED, CountsFor, Indicators, counts_for
from desktop.services.results import facts
from desktop.services.results.facts import Narrowed
from desktop.services.work import Work
from desktop.store.records import Activity, Partnership

FEW = 200  # activities; of more of them every activity that is known here is read


def of_activities(session: Session, work: Work, activities: Sequence[Activity]) -> Mapping[str, CountsFor]:
    """For each of these activities, by its id, the answer of the indicators in force today."""
    narrowed = _narrowed(session, activities) if len(activities) <= FEW else _of_all(session)
    basis = facts.of_activities(session, work.definitions, narrowed)
    judged = counts_for(in_force(work), basis)
    return {own.id: judged.get(own.id, NOT_CONCERNED) for own in activities}


def in_force(work: Work) -> Indicators:
    """The indicators that are in force today."""
    today, indicators = work.today(), work.definitions.indicators
    return replace(indicators, every=tuple(own for own in indicators.every if own.since <= today))


def _narrowed(session: Session, activities: Sequence[Activity]) -> Narrowed:
    """These with every edition of the works among them, and what all of them name."""
    firsts = {own.edition_of or own.id for own in activities}
    numbers = {own.work for own in activities} - {""}
    one_work = or_(Activity.id.in_(firsts), Activity.edition_of.in_(firsts), Activity.work.in_(numbers))
    rows = [*activities, *session.scalars(select(Activity).where(one_work))]
    partnerships = frozenset(own.partnership_id for own in rows) - {""}
    leads = session.scalars(select(Partnership.partner_id).where(Partnership.id.in_(partnerships)))
    partners = frozenset((*leads, *(role.partner for own in rows for role in own.partner_roles)))
    return Narrowed(partners, frozenset(own.id for own in rows), partnerships)


def _of_all(session: Session) -> Narrowed | None:
    """At Headquarters every partner that some activity names: few of the millions there. An office has few in all."""
    if session.connection().dialect.name != "postgresql":
        return None
    partners = set(session.scalars(select(Partnership.partner_id).distinct()))
    for roles in session.scalars(select(Activity.partner_roles)):
        partners |= {role.partner for role in roles}
    return Narrowed(frozenset(partners))
