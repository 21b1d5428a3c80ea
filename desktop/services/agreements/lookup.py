"""Agreements found in the records, and the partnerships that still have none."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.store.records import Agreement, Partner, Partnership
from desktop.store.states import AgreementState
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
    if partner_id:
        query = query.where(Agreement.partner_id == partner_id)
    with store.read() as session:
        return [(agreement, partner) for agreement, partner in session.execute(query)]


@dataclass(frozen=True)
class AgreementSummary:
    """One agreement as a list shows it; `amount` and `currency` are those of its text, empty before they are given."""

    id: str
    partner: str
    partner_id: str
    reference: str
    type: str
    state: AgreementState
    amount: str
    currency: str
    final_at: str
    ends_on: str
    office: str


def summaries(store: Store) -> Sequence[AgreementSummary]:
    """Every agreement, the newest reference first, without its text: as many as there are, in one reading."""
    value = Agreement.content["contribution.value"]
    query = (
        select(
            Agreement.id,
            Partner.name,
            Agreement.partner_id,
            Agreement.reference,
            Agreement.type,
            Agreement.state,
            value["amount"].as_string(),
            value["currency"].as_string(),
            Agreement.final_at,
            Partnership.ends_on,
            Agreement.office,
        )
        .join(Partner, Partner.id == Agreement.partner_id)
        .outerjoin(Partnership, Partnership.id == Agreement.partnership_id)
        .where(Agreement.archived.is_(False))
        .order_by(Agreement.reference.desc(), Partner.name)
    )
    with store.read() as session:
        rows = session.execute(query).all()
    return [
        AgreementSummary(
            id=row[0],
            partner=row[1],
            partner_id=row[2],
            reference=row[3],
            type=row[4],
            state=row[5],
            amount=row[6] or "",
            currency=row[7] or "",
            final_at=row[8] or "",
            ends_on=row[9] or "",
            office=row[10],
        )
        for row in rows
    ]


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
