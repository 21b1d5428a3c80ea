"""Headquarters confirms: the figures that it works out for an office, told to that office with its next return.

An office’s own figures never travel. What is told is computed from the records that are at Headquarters, by the same
function as everywhere, so that whatever differs at the office has a cause in the records or in the rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.bundles.figures import (
    HELD,
    LISTED,
    UNITED,
    FiguresContent,
    FiguresTold,
    FigureTold,
    HeldRecord,
    PeriodTold,
)
from desktop.definitions.indicator import Figure, Period
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.registry.global_key import Companies, key_by_rule
from desktop.services.results import strategy_figures
from desktop.services.results.figures import FiguresReader, Scope
from desktop.services.work import Work
from desktop.store.records import Parked, Partner, Position, Review
from desktop.store.states import WAITING

CONFLICT, PARKED, REFUSED = "conflict", "parked", "refused"  # why Headquarters does not have what was sent


def told_to(work: Work, office: str, at: str) -> FiguresTold:
    """What Headquarters works out for an office; `at` is the moment of its return."""
    require(work.officer, Right.HEADQUARTERS)
    with (
        work.store.read() as session
    ):  # before the figures: what arrives meanwhile is called missing, never the reverse
        chains = _chains(session, office)
    content = content_for(work, office)
    return FiguresTold(at, chains, content.fingerprint, content)


def content_for(work: Work, office: str) -> FiguresContent:
    """The figures of an office and what explains them, from the records that are here."""
    with work.store.read() as session:
        waiting, united = _waiting(session, office), _united(session, office)
        aims = strategy_figures.told_in(session, work.definitions, office)
        region = strategy_figures.region_in(session, work.definitions, office)
    rules = work.definitions.indicators
    return FiguresContent((rules.version, rules.digest), _periods(work, office), waiting, united, aims, region)


def periods(work: Work) -> Sequence[Period]:
    """What is confirmed: each year since the strategy began, and all of them together."""
    begins, present = work.definitions.indicators.begins, work.today().year
    years = [Period.year(year) for year in range(begins.year, present + 1)]
    return [*years, Period(begins, Period.year(present).last)]


def _periods(work: Work, office: str) -> tuple[PeriodTold, ...]:
    reader, room = FiguresReader(work, Scope(frozenset({office}))), LISTED
    worked_out = []
    for period in reversed(periods(work)):  # where there is not room for the records of all, the last years have it
        figures = []
        for figure in reader.measured(period).values():
            own = _figure(figure, room)
            room -= sum(map(len, own.left_out.values()))
            figures.append(own)
        worked_out.append(PeriodTold(period.first.isoformat(), period.last.isoformat(), tuple(figures)))
    return tuple(reversed(worked_out))


def _figure(figure: Figure, room: int) -> FigureTold:
    named: dict[str, list[str]] = {}
    lines = sorted(figure.left_out)
    for line in lines[:room]:
        named.setdefault(line.reason, []).append(line.record)
    left_out = {reason: tuple(records) for reason, records in named.items()}
    figure_told = FigureTold(figure.indicator.id, figure.indicator.version, figure.value, figure.missing, left_out)
    return replace(figure_told, unnamed=max(0, len(lines) - room))


def _chains(session: Session, office: str) -> Mapping[str, int]:
    """The last change taken in of each laptop of an office."""
    query = select(Position.device, Position.number).where(Position.office == office, Position.heard_at.is_not(None))
    return dict(session.execute(query.order_by(Position.device)).all())


def _waiting(session: Session, office: str) -> tuple[HeldRecord, ...]:
    """The records of an office of which something sent is disputed, waits, or was refused."""
    disputed = session.execute(
        select(Review.kind, Review.record).where(Review.office == office, Review.closed_by.is_(None)).limit(HELD)
    )
    parked = session.execute(
        select(Parked.kind, Parked.record, Parked.reason)
        .join(Position, Position.device == Parked.device)
        .where(Position.office == office, Parked.record != "")
        .limit(HELD)
    )
    waiting = {HeldRecord(kind, record, CONFLICT) for kind, record in disputed}
    waiting |= {HeldRecord(kind, record, PARKED if why in WAITING else REFUSED) for kind, record, why in parked}
    return tuple(sorted(waiting, key=lambda own: (own.record, own.why))[:HELD])


def _united(session: Session, office: str) -> tuple[tuple[str, ...], ...]:
    """The partners of an office that are one company by what was ruled here, and by no number."""
    companies = Companies.read_in(session)
    query = select(Partner).where(Partner.office == office, identity.is_no_merged_record(session))
    groups: dict[str, dict[str, str]] = {}
    if companies.ruled:
        for partner in session.scalars(query.order_by(Partner.id)):
            key = key_by_rule(partner)
            groups.setdefault(companies.key(key), {})[key] = partner.id
    return tuple(sorted(tuple(own.values()) for own in groups.values() if len(own) > 1)[:UNITED])
