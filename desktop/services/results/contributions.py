"""What partners gave, by which the limits of authority go: sums of the contributions that were received."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.numbers import EXACT
from desktop.definitions.loading import Definitions
from desktop.services.registry.identity import Identities
from desktop.services.results.counted import WORTH_COLUMNS, ReceivedRule, WorthBasis, repaid_in, worth_of
from desktop.services.results.ledger import ARRIVED
from desktop.store.records import Contribution

UNREAD = "reading"  # of forms/indicators.toml


def received_usd_of(
    session: Session, definitions: Definitions, partner_ids: Collection[str], since: date, today: date
) -> Mapping[str, Decimal]:
    """What each of these partners gave since a day, by partner; those of whom no amount is known are left out.

    It is what the indicator of what was received counts (¶29 c iii a), and what waits for a second reader besides: no
    limit of authority is kept by leaving a value unread.
    """
    identities, rules = Identities.read_in(session), definitions.contributions
    of_partners = Contribution.partner_id.in_(identities.all_records(partner_ids))
    rule, repaid = ReceivedRule(definitions.indicators, today), repaid_in(session, of_partners)
    columns = Contribution.partner_id, Contribution.refund_of, *WORTH_COLUMNS
    arrived = select(*columns).where(
        of_partners,
        Contribution.received_on >= since.isoformat(),
        Contribution.state.in_(ARRIVED),
    )
    sums: dict[str, Decimal] = {}
    for partner_id, refund_of, *basis in session.execute(arrived):
        worth = worth_of(rules, WorthBasis._make(basis), repaid.get(refund_of or ""), bool(refund_of))
        if worth.usd is not None and rule.reason(worth) in ("", UNREAD):
            partner_id = identities.partner(partner_id)
            sums[partner_id] = EXACT.add(sums.get(partner_id, Decimal(0)), worth.usd)
    partners = {record: identities.partner(record) for record in partner_ids}
    return {record: sums[partner] for record, partner in partners.items() if partner in sums}


def year_before(day: date) -> date:
    """The same day a year earlier, never later than the 28th of its month."""
    return day.replace(year=day.year - 1, day=min(day.day, 28))
