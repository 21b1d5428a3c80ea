"""Agreements found in the records, and the partnerships that still have none."""

from collections.abc import Sequence

from sqlalchemy import select

from desktop.services.registry import identity
from desktop.store.records import Agreement, Partner, Partnership
from desktop.store.store import Store


def agreement(store: Store, agreement_id: str) -> Agreement:
    """The agreement of this id."""
    with store.read() as session:
        return session.get_one(Agreement, agreement_id)


def listed(store: Store, partner_id: str = "") -> Sequence[tuple[Agreement, Partner]]:
    """Agreements with their partners, the newest reference first; of one partner when its id is given."""
    query = (
        select(Agreement, Partner)
        .join(Partner, Partner.id == Agreement.partner_id)
        .where(Agreement.archived.is_(False))
        .order_by(Agreement.reference.desc(), Partner.name)
    )
    with store.read() as session:
        if partner_id:
            query = query.where(Agreement.partner_id.in_(identity.records(session, partner_id)))
        return [(agreement, partner) for agreement, partner in session.execute(query)]


def without_agreement(store: Store) -> Sequence[tuple[Partnership, Partner]]:
    """The partnerships for which no agreement was drafted yet, by partner."""
    drafted = select(Agreement.partnership_id).where(Agreement.archived.is_(False))
    query = (
        select(Partnership, Partner)
        .join(Partner, Partner.id == Partnership.partner_id)
        .where(Partnership.archived.is_(False), Partnership.id.not_in(drafted))
        .order_by(Partner.name, Partnership.title)
    )
    with store.read() as session:
        return [(partnership, partner) for partnership, partner in session.execute(query)]


def pack_reference(agreement: Agreement, number: int) -> str:
    """`SN10-A-2026-014/v3`; before the agreement is final, its short id takes the place of the number."""
    return f"{agreement.reference or agreement.office + '-' + agreement.id[:6].upper()}/v{number}"
