"""The focal points of an office for the private sector and their substitutes, each with days (¶30 e).

A focal point is trained while every subject that `forms/function.toml` asks of one is held. Headquarters sees of every
office whether it has one who is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known, days_later
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office import office_profile, trainings
from desktop.services.office.rights import Right, require
from desktop.services.office.trainings import TrainedPeople
from desktop.services.work import Work
from desktop.store.records import FocalPoint, Officer
from desktop.store.store import HQ


class FocalTime(StrEnum):
    """When somebody is a focal point: today, later, or no longer."""

    NOW = "now"
    TO_COME = "to_come"
    OVER = "over"


@dataclass(frozen=True)
class NewFocalPoint:
    """A focal point as it is written down; `stands_in_for` is the one whose substitute it is. Days are ISO text."""

    name: str
    first_on: str
    officer_id: str = ""
    function: str = ""
    last_on: str = ""
    stands_in_for: str = ""
    notes: str = ""


@dataclass(frozen=True)
class FocalStanding:
    """A focal point on a day: when, the subjects that are `lacking`, and for whom a substitute stands in."""

    point: FocalPoint
    time: FocalTime
    lacking: tuple[str, ...]
    stands_in_for: str = ""  # the name


@dataclass(frozen=True)
class FocalRegister:
    """Every focal point, those of today first; the offices without one today, and those without one who is trained.

    At Headquarters the offices are all whose profile is here, in an office it is itself.
    """

    standings: tuple[FocalStanding, ...]
    without: tuple[str, ...]
    untrained: tuple[str, ...]


def record(work: Work, new: NewFocalPoint) -> FocalPoint:
    """Write down who is the focal point, or a substitute. Raises Problem without a person or a day, and for a last day
    before the first one."""
    require(work.officer, Right.ADMINISTER)
    with work.store.change(N_("Focal point named"), work.officer.id) as session:
        point = FocalPoint(noted_by=work.officer.id)
        _write(session, point, new)
        session.add(point)
    return point


def correct(work: Work, point_id: str, new: NewFocalPoint) -> None:
    """Correct what was written, or write the last day. Raises Problem as `record` does."""
    require(work.officer, Right.ADMINISTER)
    with work.store.change(N_("Focal point corrected"), work.officer.id) as session:
        _write(session, session.get_one(FocalPoint, point_id), new)


def set_aside(work: Work, point_id: str, aside: bool) -> None:
    """Take back what was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.ADMINISTER)
    deed = N_("Focal point taken back") if aside else N_("Focal point brought back")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(FocalPoint, point_id).archived = aside


def _write(session: Session, point: FocalPoint, new: NewFocalPoint) -> None:
    officer = session.get(Officer, new.officer_id) if new.officer_id else None
    name = officer.name if officer is not None else " ".join(new.name.split())
    first, last = day_known(new.first_on), day_known(new.last_on)
    if not name or first is None:
        raise Problem(
            _("The person or the first day lacks; nothing was recorded."),
            _("Say who is the focal point, and since when."),
            code="focal-point-incomplete",
        )
    if last is not None and last < first:
        raise Problem(
            _("The last day comes before the first one; nothing was recorded."),
            _("Correct one of the two days."),
            code="focal-days-turned",
        )
    point.officer_id, point.name = new.officer_id, name
    point.function = new.function.strip() or (officer.function if officer is not None else "")
    point.first_on, point.last_on = new.first_on, new.last_on or None
    point.stands_in_for = new.stands_in_for if new.stands_in_for != point.id else ""
    point.notes = new.notes.strip()


# --- reading


def read(work: Work, point_id: str) -> FocalPoint:
    """One focal point; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return session.get_one(FocalPoint, point_id)


def register(work: Work) -> FocalRegister:
    """Every focal point that is known here, and which offices have none."""
    with work.store.read() as session:
        people = trainings.register_in(session, work).people
        points = session.scalars(select(FocalPoint).where(FocalPoint.archived.is_(False))).all()
    standings = _standings(work, points, people)
    office = work.store.identity.office
    offices = sorted(code for code in office_profile.known(work) if code != HQ) if office == HQ else [office]
    present = [own for own in standings if own.time == FocalTime.NOW and not own.point.stands_in_for]
    return FocalRegister(
        tuple(standings), _without(offices, present), _without(offices, [own for own in present if not own.lacking])
    )


def missing_since(session: Session, work: Work) -> date | None:
    """The day since which this office should have a focal point and names none; None where it has one, or in time.

    It is the last day of the one before, or so many days after the first day of the office as `forms/today.toml` says.
    """
    own = select(FocalPoint.last_on).where(
        FocalPoint.archived.is_(False), FocalPoint.stands_in_for == "", FocalPoint.office == work.store.identity.office
    )
    last = session.scalars(own).all()
    today = work.today()
    ended = [day for on in last if (day := day_known(on or "")) is not None and day < today]
    if len(ended) < len(last):
        return None
    due = max(ended, default=None) or days_later(
        office_profile.first_day(session, today), work.definitions.put_off.focal_point_after_days
    )
    return due if due <= today else None


@dataclass(frozen=True)
class FocalPointsOfOffice:
    """The focal points of one office, those of today first, and who of it holds which subjects."""

    standings: tuple[FocalStanding, ...]
    people: TrainedPeople


def of_office(work: Work, office: str) -> FocalPointsOfOffice:
    """Those of one office: all that a page about one of them asks."""
    with work.store.read() as session:
        people = trainings.people_in(session, work, office)
        of_it = select(FocalPoint).where(FocalPoint.archived.is_(False), FocalPoint.office == office)
        points = session.scalars(of_it).all()
    return FocalPointsOfOffice(tuple(_standings(work, points, people)), people)


def _standings(work: Work, points: Sequence[FocalPoint], people: TrainedPeople) -> list[FocalStanding]:
    """Where each stands today, those of today first."""
    needed, today = work.definitions.function.of_focal_points, work.today()
    names = {point.id: point.name for point in points}
    return sorted(
        (standing(point, people, needed, names, today) for point in points),
        key=lambda own: (list(FocalTime).index(own.time), bool(own.point.stands_in_for), own.point.name, own.point.id),
    )


def _without(offices: Sequence[str], present: Sequence[FocalStanding]) -> tuple[str, ...]:
    having = {standing.point.office for standing in present}
    return tuple(code for code in offices if code not in having)


def standing(
    point: FocalPoint, people: TrainedPeople, needed: Collection[str], names: Mapping[str, str], today: date
) -> FocalStanding:
    """Where a focal point stands on a day, `needed` being the subjects that one needs."""
    first, last = day_known(point.first_on), day_known(point.last_on)
    time = FocalTime.NOW
    if last is not None and last < today:
        time = FocalTime.OVER
    elif first is None or first > today:
        time = FocalTime.TO_COME
    subjects = people.held(point.office, point.officer_id, point.name, today)
    lacking = () if time == FocalTime.OVER else tuple(subject for subject in needed if subject not in subjects)
    return FocalStanding(point, time, lacking, names.get(point.stands_in_for, ""))
