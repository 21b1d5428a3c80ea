"""The officers of an office: who they are, how one is added and how one leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office import joining
from desktop.services.office.rights import AT_HEADQUARTERS, ROLES_WITH, Right, require
from desktop.services.work import Work
from desktop.store.records import Device, OfficeProfile, Officer, Position
from desktop.store.states import Role
from desktop.store.store import HQ, Store
from desktop.store.vault import Vault

DECIDING = ROLES_WITH[Right.DECIDE] - AT_HEADQUARTERS  # the roles that decide in an office


def establish(store: Store, *, officer: Officer, profile: OfficeProfile, laptop: str, public_keys: str) -> None:
    """Write the first records of a new office: its profile, its first officer and this laptop."""
    device = Device(id=store.identity.device, name=laptop, public_keys=public_keys)
    with store.change(N_("Office set up"), officer.id) as session:
        session.add_all([profile, officer, device])


def join(store: Store, *, officer: Officer, laptop: str, public_keys: str) -> None:
    """Write the first records of a laptop that joins an office: who works on it, and itself; the rest is the office's.

    Raises ValueError for somebody who decides: an office that works names them itself.
    """
    if officer.role in DECIDING:
        raise ValueError(officer.role)
    device = Device(id=store.identity.device, name=laptop, public_keys=public_keys)
    with store.change(N_("Laptop set up"), officer.id) as session:
        session.add_all([officer, device])
        joining.begin_in(session)


def add_officer(work: Work, officer: Officer) -> None:
    """Register another officer of this office; whoever registers one who decides confirms them."""
    require_may_add(work, officer.role)
    if work.officer.role in DECIDING and officer.role in DECIDING:
        officer.confirmed_by = work.officer.id
    with work.store.change(N_("Officer added"), work.officer.id) as session:
        session.add(officer)


def require_may_add(work: Work, role: str) -> None:
    """Raise Problem unless this officer may give somebody this role; ValueError for an unknown role.

    Once somebody decides in an office, only who decides names another who decides, also when the first one has left: an
    account made by the one who prepares would undo the separation of duties. The first one is marked as such to HQ.
    """
    require(work.officer, Right.ADMINISTER)
    if needs_confirmation(work, role):
        raise Problem(
            _("Only who decides can add somebody who decides; nothing was changed."),
            _("Let the Chief of Mission confirm with their passphrase; where there is none any more, Headquarters."),
            code="chief-adds-deciders",
        )


def needs_confirmation(work: Work, role: str) -> bool:
    """Whether this officer may give this role only with somebody who decides already."""
    if Role(role) not in DECIDING or work.officer.role in DECIDING:
        return False
    query = select(Officer.id).where(Officer.role.in_(DECIDING), Officer.office == work.store.identity.office)
    with work.store.read() as session:
        return session.scalars(query).first() is not None


def deciders(store: Store) -> Sequence[Officer]:
    """Who decides in this office today, by name."""
    return [officer for officer in officers(store) if officer.role in DECIDING]


def confirming(work: Work, vault: Vault, officer_id: str, passphrase: str) -> Officer:
    """The officer who decides and is here: their passphrase opens the office. Raises Problem unless it does."""
    officer = next((officer for officer in deciders(work.store) if officer.id == officer_id), None)
    if officer is None:
        require_may_add(work, Role.CHIEF_OF_MISSION)
        raise LookupError("nobody decides in this office yet, and nobody has to confirm")
    vault.unlock(officer_id, passphrase)
    return officer


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
    """The officers of this office, or of Headquarters, who have not left, by name: those who may open it."""
    return officers_of(store, store.identity.office)


def officers_of(store: Store, office: str) -> Sequence[Officer]:
    """The officers of an office who have not left, by name."""
    with store.read() as session:
        return officers_in(session, office)


def officers_in(session: Session, office: str) -> Sequence[Officer]:
    """The same, read in this session."""
    query = select(Officer).where(Officer.left_on.is_(None), Officer.office == office)
    return session.scalars(query.order_by(Officer.name)).all()


def choosable(store: Store, office: str, chosen: str) -> Sequence[Officer]:
    """Whom a form offers: the officers of an office, and whoever it names already, who may have left since."""
    with store.read() as session:
        officers = officers_in(session, office)
        own = session.get(Officer, chosen) if chosen else None
    return officers if own is None or own.id in {each.id for each in officers} else [*officers, own]


def officer(store: Store, officer_id: str) -> Officer | None:
    with store.read() as session:
        return session.get(Officer, officer_id)


@dataclass(frozen=True)
class Authors:
    """Who did what the journal holds: an officer's name only where the laptop that says so is of the same office."""

    _names: Mapping[tuple[str, str], str]  # by office and id
    _offices: Mapping[str, str]  # by device

    @classmethod
    def read_in(cls, session: Session, own: str) -> "Authors":
        """Of everything known here; `own` is the code of this office, or of Headquarters."""
        names = {
            (row.office, row.id): row.name for row in session.execute(select(Officer.office, Officer.id, Officer.name))
        }
        chains = session.execute(select(Position.device, Position.office, Position.heard_at))
        heard = {row.device: row.office if row.heard_at or row.office == own else HQ for row in chains}
        return cls(names, heard)

    def name(self, device: str, officer: str) -> str:
        """The name of who did something on a laptop; empty when it is nobody who works there."""
        return self._names.get((self._offices.get(device, ""), officer), "")


def names(store: Store) -> dict[str, str]:
    """Every officer's name by id, of those who left too: for histories."""
    with store.read() as session:
        return names_in(session)


def names_in(session: Session) -> dict[str, str]:
    """The same names, read with what else a page reads."""
    rows = session.execute(select(Officer.id, Officer.name))
    return dict(rows.all())
