"""What partners gave: sums of the contributions that were received."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.registry.identity import Identities
from desktop.services.results.ledger import OF_OTHERS
from desktop.store.records import Contribution


def received_usd(session: Session, partner_id: str, since: date) -> Decimal | None:
    """What a partner gave since a day, in US dollars; None when no amount is known."""
    return received_usd_of(session, [partner_id], since).get(partner_id)


def received_usd_of(session: Session, partner_ids: Collection[str], since: date) -> Mapping[str, Decimal]:
    """What each of these partners gave since a day, by partner; those of whom no amount is known are left out.

    What was paid back is taken off; counterpart funds of others than the partner are not what it gave (¶27).
    """
    identities = Identities.read_in(session)
    columns = Contribution.partner_id, Contribution.amount_usd, Contribution.refund_of
    amounts = select(*columns).where(
        Contribution.partner_id.in_(identities.all_records(partner_ids)),
        Contribution.received_on >= since.isoformat(),
        Contribution.archived.is_(False),
        Contribution.matching_by.not_in(OF_OTHERS),
    )
    sums: dict[str, Decimal] = {}
    for partner_id, amount, refund_of in session.execute(amounts):
        if amount:
            partner_id, worth = identities.partner(partner_id), Decimal(amount)
            sums[partner_id] = sums.get(partner_id, Decimal(0)) + (-worth if refund_of else worth)
    partners = {record: identities.partner(record) for record in partner_ids}
    return {record: sums[partner] for record, partner in partners.items() if partner in sums}


def year_before(day: date) -> date:
    """The same day a year earlier, never later than the 28th of its month."""
    return day.replace(year=day.year - 1, day=min(day.day, 28))
