"""Who seals editions of the register and signs figures of a period: one rule for both.

The roles stand in `forms/register.toml`. A deputy of one of them does it in that officer’s place while the absence
lasts, where `[delegation]` of the matrix names the deed (`office/delegating.py`).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.base.text import _
from desktop.definitions.authority import DelegatedDeed
from desktop.services.office import delegating
from desktop.services.office.delegating import ActingFor
from desktop.services.office.officer_seals import SealedRecord
from desktop.services.office.rights import ROLE_NAMES
from desktop.services.work import Work
from desktop.store.records.values import OnBehalf
from desktop.store.store import HQ


@dataclass(frozen=True)
class SealingRight:
    """Whether the officer at work may, and in whose place; None in their own right."""

    may: bool
    acting_for: ActingFor | None = None

    @property
    def on_behalf(self) -> OnBehalf | None:
        """The same as a record holds it."""
        own = self.acting_for
        if own is None:
            return None
        return OnBehalf(chief=own.chief.id, chief_name=own.chief.name, delegation=own.delegation.id)


def roles(work: Work) -> frozenset[str]:
    """The roles that seal and sign here."""
    rules = work.definitions.register
    return frozenset(rules.seals_headquarters if work.store.identity.office == HQ else rules.seals_office)


def role_names(work: Work) -> str:
    """The same in words."""
    return ", ".join(_(ROLE_NAMES[role]) for role in sorted(roles(work)))


def right_in(session: Session, work: Work, deed: DelegatedDeed) -> SealingRight:
    """Whether the officer at work does a deed here, by role or as the deputy of somebody who does."""
    if work.officer.left_on:
        return SealingRight(False)
    if work.officer.role in roles(work):
        return SealingRight(True)
    limits = work.definitions.authority.delegation
    if limits is None or deed not in limits.deeds:
        return SealingRight(False)
    for acting in delegating.in_force(session, work):
        if acting.deputy.id == work.officer.id and acting.chief.role in roles(work):
            return SealingRight(True, acting)
    return SealingRight(False)


def right(work: Work, deed: DelegatedDeed) -> SealingRight:
    """The same, read from the store."""
    with work.store.read() as session:
        return right_in(session, work, deed)


def stood(session: Session, record: SealedRecord, signer: str, own: OnBehalf | None) -> bool:
    """Whether who signed in somebody’s place was that person’s deputy then, as far as the journal tells."""
    return own is None or delegating.stood_in_place(session, record, signer, own)


def name_words(name: str, own: OnBehalf | None) -> str:
    """Who signed, and in whose place."""
    return name if own is None else _(delegating.ON_BEHALF).format(deputy=name, chief=own.chief_name)
