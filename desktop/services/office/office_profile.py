"""The office itself: what documents print of it, and whether it only practises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import local_day, moment_at
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import ChangeRow, OfficeProfile
from desktop.store.states import OfficeKind
from desktop.store.store import HQ, Store


def read(store: Store) -> OfficeProfile:
    """The profile of this store's own office; a blank one before set-up."""
    with store.read() as session:
        return _read_in(session, store.identity.office)


def _read_in(session: Session, office: str) -> OfficeProfile:
    profile = session.scalars(select(OfficeProfile).where(OfficeProfile.office == office)).first()
    return profile or OfficeProfile(code=office)


def first_day(session: Session, today: date) -> date:
    """The first day of the office's journal, never after today: what lies before it was before the program."""
    first = session.scalar(select(func.min(ChangeRow.at)).where(ChangeRow.number == 1))
    return min(local_day(moment_at(first)), today) if first is not None else today


@dataclass(frozen=True)
class KnownOffice:
    """An office as Headquarters lists it: its name, the id of its region, its country by ISO 3166-1 alpha-2."""

    name: str
    region: str
    country: str = ""


def known(work: Work) -> Mapping[str, KnownOffice]:
    """Every office whose profile is here, by its code."""
    with work.store.read() as session:
        return known_in(session, work)


def known_in(session: Session, work: Work) -> Mapping[str, KnownOffice]:
    """The same, read with what else a page reads."""
    declared, profile = work.definitions.regions, OfficeProfile
    rows = session.execute(select(profile.office, profile.name, profile.region, profile.country)).all()
    return {
        office: KnownOffice(name, region or declared.of_country(country), country)
        for office, name, region, country in rows
    }


def regions(work: Work) -> Mapping[str, str]:
    """The id of the region of each office known here, by the code of the office."""
    return {code: office.region for code, office in known(work).items()}


def codes_by_region(work: Work) -> Mapping[str, Sequence[str]]:
    """The codes of the offices of each region that has some, sorted, in the order of the regions; those of which no
    region is known last, under an empty id. Headquarters is none of them."""
    labels, known_offices = work.definitions.regions.labels, known(work)
    codes: dict[str, list[str]] = {region: [] for region in (*labels, "")}
    for code in sorted(known_offices.keys() - {HQ}):
        region = known_offices[code].region
        codes[region if region in labels else ""].append(code)
    return {region: own for region, own in codes.items() if own}


def is_practice(store: Store) -> bool:
    """Whether this is the store of the training office, whose records may never leave."""
    return read(store).kind == OfficeKind.PRACTICE


def require_real(store: Store) -> None:
    """Raise Problem in the training office, whose records may never leave, whichever road is tried."""
    if is_practice(store):
        raise Problem(
            _("This is the training office: its records cannot leave this computer."),
            _("Set up your own office to send records to Headquarters."),
            code="training-office",
        )


def change(work: Work, **fields: Any) -> None:
    """Change what documents print about the office."""
    require(work.officer, Right.ADMINISTER)
    with work.store.change(N_("Office details changed"), work.officer.id) as session:
        profile = _read_in(session, work.store.identity.office)
        for name, value in fields.items():
            setattr(profile, name, value)
