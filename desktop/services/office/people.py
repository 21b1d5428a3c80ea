"""The office and its people: who they are and what each may do. The services refuse by role, not the screens."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.work import Work
from desktop.store.records import Device, OfficeProfile, Officer
from desktop.store.store import Store

PRACTICE = "practice"  # the kind of an office that can send nothing

ROLES = (
    "officer",
    "chief_of_mission",
    "reader",
    "auditor",
    "regional_office",
    "hq_reviewer",
    "hq_administrator",
    "ddg",
)

ROLE_NAMES = {
    "officer": N_("Partnership officer"),
    "chief_of_mission": N_("Chief of Mission"),
    "reader": N_("Reader"),
    "auditor": N_("Auditor"),
    "regional_office": N_("Regional office"),
    "hq_reviewer": N_("Headquarters reviewer"),
    "hq_administrator": N_("Headquarters administrator"),
    "ddg": N_("Deputy Director General"),
}

_WORKING = frozenset({"officer", "chief_of_mission", "regional_office"})
_HQ = frozenset({"hq_reviewer", "hq_administrator", "ddg"})
DEEDS: dict[str, frozenset[str]] = {
    "register": _WORKING,  # partners, persons, partnerships
    "answer": _WORKING,  # due diligence, evidence, findings
    "screen": _WORKING | _HQ,
    "decide": frozenset({"chief_of_mission", "regional_office", "hq_reviewer", "ddg"}),
    "draft": _WORKING,  # agreements
    "send": _WORKING,
    "administer": frozenset({"officer", "chief_of_mission", "hq_administrator"}),  # officers, lists, backups
    "headquarters": _HQ,
}


def require(by: Officer, deed: str) -> None:
    """Raise Problem unless this officer's role allows the deed (one of DEEDS)."""
    if by.role in DEEDS[deed] and not by.left_on:
        return
    raise Problem(
        _("Your role, {role}, does not allow this; nothing was changed.").format(role=_(ROLE_NAMES[by.role])),
        _("Ask a colleague whose role allows it, or the person who manages accounts in your office."),
    )


def establish(store: Store, *, officer: Officer, profile: OfficeProfile, laptop: str, public_keys: str) -> None:
    """Write the first records of a new office: its profile, its first officer and this laptop."""
    device = Device(id=store.identity.device, name=laptop, public_keys=public_keys)
    with store.change(N_("Office set up"), officer.id) as session:
        session.add_all([profile, officer, device])


def add_officer(work: Work, officer: Officer) -> None:
    """Register another officer of this office."""
    require_may_add(work, officer.role)
    with work.store.change(N_("Officer added"), work.officer.id) as session:
        session.add(officer)


def require_may_add(work: Work, role: str) -> None:
    """Raise Problem unless this officer may give somebody this role.

    Where an office has a Chief of Mission, only who decides names another who decides: an account made by the one who
    prepares would undo the separation of duties.
    """
    require(work.officer, "administer")
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}")
    deciders = DEEDS["decide"] - _HQ
    if (
        role in deciders
        and work.officer.role not in deciders
        and any(o.role == "chief_of_mission" for o in officers(work.store))
    ):
        raise Problem(
            _("Only the Chief of Mission can add somebody who decides; nothing was changed."),
            _("Ask the Chief of Mission to add this person."),
        )


def remove_officer(work: Work, officer_id: str) -> None:
    """Note that an officer has left; what they did stays under their name."""
    require(work.officer, "administer")
    with work.store.change(N_("Officer left"), work.officer.id) as session:
        session.get_one(Officer, officer_id).left_on = work.today().isoformat()


def renew_seal(store: Store, officer_id: str, seal_key: str) -> None:
    """Record the public half of the seal that came with a new passphrase."""
    with store.change(N_("Seal renewed"), officer_id) as session:
        session.get_one(Officer, officer_id).seal_key = seal_key


def officers(store: Store) -> Sequence[Officer]:
    """The officers who have not left, by name."""
    with store.read() as session:
        return session.scalars(select(Officer).where(Officer.left_on.is_(None)).order_by(Officer.name)).all()


def officer(store: Store, officer_id: str) -> Officer | None:
    with store.read() as session:
        return session.get(Officer, officer_id)


def names(store: Store) -> dict[str, str]:
    """Every officer's name by id, of those who left too: for histories."""
    with store.read() as session:
        return {row.id: row.name for row in session.scalars(select(Officer))}


def profile(store: Store) -> OfficeProfile:
    """The profile of this store's own office; a blank one before set-up."""
    with store.read() as session:
        office = store.identity.office
        found = session.scalars(select(OfficeProfile).where(OfficeProfile.office == office)).first()
        return found or OfficeProfile(code=office)


def is_practice(store: Store) -> bool:
    """Whether this is the store of the training office, whose records may never leave."""
    return profile(store).kind == PRACTICE


def change_profile(work: Work, **fields: Any) -> None:
    """Change what documents print about the office."""
    require(work.officer, "administer")
    kept = profile(work.store)
    with work.store.change(N_("Office details changed"), work.officer.id) as session:
        record = session.get_one(OfficeProfile, kept.id)
        for name, value in fields.items():
            setattr(record, name, value)
