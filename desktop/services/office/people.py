"""The officers of an office: who they are, how one is added and how one leaves."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office.rights import AT_HEADQUARTERS, ROLES_WITH, Right, require
from desktop.services.work import Work
from desktop.store.records import Device, OfficeProfile, Officer
from desktop.store.states import Role
from desktop.store.store import Store


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
    """Raise Problem unless this officer may give somebody this role; ValueError for an unknown role.

    Where an office has a Chief of Mission, only who decides names another who decides: an account made by the one who
    prepares would undo the separation of duties.
    """
    require(work.officer, Right.ADMINISTER)
    deciders = ROLES_WITH[Right.DECIDE] - AT_HEADQUARTERS
    if (
        Role(role) in deciders
        and work.officer.role not in deciders
        and any(officer.role == Role.CHIEF_OF_MISSION for officer in officers(work.store))
    ):
        raise Problem(
            _("Only the Chief of Mission can add somebody who decides; nothing was changed."),
            _("Ask the Chief of Mission to add this person."),
            code="chief-adds-deciders",
        )


def remove_officer(work: Work, officer_id: str) -> None:
    """Note that an officer has left; what they did stays under their name."""
    require(work.officer, Right.ADMINISTER)
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
        return names_in(session)


def names_in(session: Session) -> dict[str, str]:
    """The same names, read with what else a page reads."""
    rows = session.execute(select(Officer.id, Officer.name))
    return dict(rows.all())
