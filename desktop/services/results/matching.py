"""Matching funds of a period, by whose they are: of IOM, of the partner itself, of third parties (¶27).

What arrived is judged by the rule of what was received; only that it is of others does not stand against it here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import or_, select

from desktop.base.numbers import EXACT
from desktop.definitions.indicator import Period
from desktop.services.results.counted import WORTH_COLUMNS, ReceivedRule, WorthBasis, repaid_in, worth_of
from desktop.services.results.ledger import ARRIVED, NOTHING
from desktop.services.work import Work
from desktop.store.records import Contribution


@dataclass(frozen=True)
class MatchedFunds:
    """US dollars that arrived as matching funds by whose they are (a `Matcher`), and of how many records nobody can
    say what they are worth, by the reason of forms/indicators.toml."""

    usd: Mapping[str, Decimal] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """All of them together."""
        return sum(self.usd.values(), NOTHING)


def read(work: Work, period: Period, offices: Collection[str] | None) -> MatchedFunds:
    """The matching funds of these offices, or of every one known here; refunds are deducted."""
    rule, rules = ReceivedRule(work.definitions.indicators, period.last), work.definitions.contributions
    first, last = period.first.isoformat(), period.last.isoformat()
    usd: dict[str, Decimal] = {}
    left_out: dict[str, int] = {}
    with work.store.read() as session:
        matched = select(Contribution.id).where(Contribution.matching_by != "")
        query = select(Contribution.refund_of, *WORTH_COLUMNS).where(
            Contribution.state.in_(ARRIVED),
            or_(Contribution.matching_by != "", Contribution.refund_of.in_(matched)),
            Contribution.archived.is_(False),
            Contribution.received_on.between(first, last),
        )
        if offices is not None:
            query = query.where(Contribution.office.in_(offices))
        repaid = repaid_in(session, Contribution.refund_of.in_(matched))
        for refund_of, *basis in session.execute(query):
            own, receipt = WorthBasis._make(basis), repaid.get(refund_of or "")
            worth = worth_of(rules, own, receipt, bool(refund_of))
            if reason := rule.reason(worth._replace(counterpart=False)):
                left_out[reason] = left_out.get(reason, 0) + 1
            else:
                whose = (receipt or own).matching_by
                usd[whose] = EXACT.add(usd.get(whose, NOTHING), worth.usd or NOTHING)
    return MatchedFunds(usd, left_out)
