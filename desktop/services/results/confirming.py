"""Headquarters confirms: the figures that it works out for an office, told to that office with its next return.

An office’s own figures never travel. What is told is computed from the records that are at Headquarters, by the same
function as everywhere, so that whatever differs at the office has a cause in the records or in the rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.values import canonical, digest
from desktop.bundles.figures import (
    HELD,
    LISTED,
    OFFICES,
    UNITED,
    FiguresContent,
    FiguresTold,
    FigureTold,
    HeldRecord,
    PeriodTold,
    StandingTold,
)
from desktop.definitions.indicator import Figure, Period
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.registry.global_key import Companies, key_by_rule
from desktop.services.results import condensing, strategy_figures
from desktop.services.results.figures import FiguresReader, Scope
from desktop.services.work import Work
from desktop.store.records import CompanyRuling, Parked, Partner, Position, Review
from desktop.store.states import WAITING
from desktop.store.store import HQ, recall_in

WORKED_OUT = "worked-out-figures"  # with the code of an office, or the id of a region: what was worked out last
FEWEST = 2  # offices of a region that can be compared
COMPARED = 3  # periods in which they are: the year before, the present one, all together
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


@dataclass(frozen=True)
class ReadyFigures:
    """Whether the figures that were worked out for an office last are still those of its records, and how many of
    these are disputed, wait or were refused."""

    is_current: bool
    waiting: int


def readiness_in(work: Work, session: Session, office: str) -> ReadyFigures:
    """How the figures of an office stand beside its records, read with what else a page reads."""
    stored = recall_in(session, f"{WORKED_OUT}:{office}")
    return ReadyFigures(stored.get("basis") == _basis(work, session, office), len(_waiting(session, office)))


def content_for(work: Work, office: str) -> FiguresContent:
    """The figures of an office and what explains them, from the records that are here."""
    with work.store.read() as session:
        waiting, united = _waiting(session, office), _united(session, office)
        aims = strategy_figures.told_in(session, work.definitions, office)
    rules = work.definitions.indicators
    of_office, regions = _worked_out(work, office), office_profile.regions(work)
    region = regions.get(office, "")
    standings = _standings(work, region, sorted(code for code, own in regions.items() if own == region and code != HQ))
    definitions = rules.version, rules.digest
    return FiguresContent(definitions, of_office.periods, waiting, united, aims, region, standings)


def periods(work: Work) -> Sequence[Period]:
    """What is confirmed: each year since the strategy began, and all of them together."""
    begins, present = work.definitions.indicators.begins, work.today().year
    years = [Period.year(year) for year in range(begins.year, present + 1)]
    return [*years, Period(begins, Period.year(present).last)]


@dataclass(frozen=True)
class _OfficeFigures:
    """The figures of an office, and the digest of all on which they rest."""

    basis: str
    periods: tuple[PeriodTold, ...]


def _worked_out(work: Work, office: str) -> _OfficeFigures:
    """The figures of an office, from the records or, where nothing arrived since, as they were worked out before."""
    name = f"{WORKED_OUT}:{office}"
    with work.store.read() as session:
        basis, stored = _basis(work, session, office), recall_in(session, name)
    if stored.get("basis") == basis:
        return _OfficeFigures(basis, tuple(map(PeriodTold.from_json, stored["periods"])))
    figures = _OfficeFigures(basis, _periods(work, office))
    work.store.remember_worked_out(name, {"basis": basis, "periods": [own.to_json() for own in figures.periods]})
    return figures


def _basis(work: Work, session: Session, office: str) -> str:
    """What the figures of an office rest on: its changes, what was ruled here, the rules and the years counted."""
    changes = session.execute(
        select(Position.device, Position.number).where(Position.office == office).order_by(Position.device)
    ).all()
    rulings = session.execute(
        select(CompanyRuling.partner_id, CompanyRuling.other_id, CompanyRuling.ruling).order_by(CompanyRuling.id)
    ).all()
    rules = [condensing.rules_digest(work.definitions), work.today().year]
    return digest(canonical([list(map(list, changes)), [list(map(str, own)) for own in rulings], rules]))


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


def _standings(work: Work, region: str, offices: Sequence[str]) -> tuple[StandingTold, ...]:
    """Where the offices of a region stand in the last two years and since the beginning; of one alone nothing."""
    if not region or len(offices) < FEWEST:
        return ()
    figures = [_worked_out(work, office) for office in offices]
    name, basis = f"{WORKED_OUT}:{region}", digest(canonical([own.basis for own in figures]))
    stored = work.store.recall(name)
    if stored.get("basis") == basis:
        return tuple(map(StandingTold.from_json, stored["standings"]))
    standings, compared = list[StandingTold](), periods(work)[-COMPARED:]
    of_region = condensing.figures_of(work, offices, compared)
    for period in compared:
        first, last = period.first.isoformat(), period.last.isoformat()
        values: dict[str, list[Decimal]] = {}
        for period_told in (
            own for office in figures for own in office.periods if (own.first, own.last) == (first, last)
        ):
            for figure in period_told.figures:
                if figure.value is not None:
                    values.setdefault(figure.indicator, []).append(figure.value)
        for id_, figure_of_region in of_region[period].items():
            own = tuple(sorted(values.get(id_, ()), reverse=True))[:OFFICES]
            standings.append(StandingTold(id_, first, last, figure_of_region.value, own))
    work.store.remember_worked_out(name, {"basis": basis, "standings": [own.to_json() for own in standings]})
    return tuple(standings)


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
    waiting = {own for own in waiting if own.is_sound}
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
