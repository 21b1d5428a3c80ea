"""What partners gave: sums of the contributions that were received."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.records import Contribution


def received_usd(session: Session, partner_id: str, since: date) -> Decimal | None:
    """What a partner gave since a day, in US dollars; None when no amount is known."""
    amounts = session.scalars(
        select(Contribution.amount_usd).where(
            Contribution.partner_id == partner_id,
            Contribution.received_on >= since.isoformat(),
            Contribution.archived.is_(False),
        )
    )
    sums = [Decimal(amount) for amount in amounts if amount]
    return sum(sums, Decimal(0)) if sums else None


def year_before(day: date) -> date:
    """The same day a year earlier, never later than the 28th of its month."""
    return day.replace(year=day.year - 1, day=min(day.day, 28))
