"""What arrived against what was planned, in US dollars: how much by what was given, how much because the rate moved.

The plan is worth dollars at its own rate, what arrived at the rate of each day. Every cent of the difference is in one
of the two parts: what arrived, taken at the plan's rate, against the plan; and the same at its own rate against that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desktop.base.numbers import EXACT, MINUS, format_money
from desktop.base.places import DOLLARS
from desktop.base.text import _, language, plural
from desktop.services.registry import dollars
from desktop.services.results.ledger import ARRIVED
from desktop.services.work import Work
from desktop.store.records import Contribution, Partnership

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class PlannedMoney:
    """An amount of more than nothing, its dollars and the rate that gave them; without one somebody typed them."""

    amount: Decimal
    currency: str
    usd: Decimal
    rate: Decimal | None = None

    def at_its_rate(self, amount: Decimal) -> Decimal:
        """Another amount of the same currency in dollars and cents, as the plan reckons them."""
        if self.currency == DOLLARS:
            return amount
        if self.rate:
            return EXACT.divide(amount, self.rate).quantize(CENT, context=EXACT)
        return EXACT.divide(EXACT.multiply(amount, self.usd), self.amount).quantize(CENT, context=EXACT)


@dataclass(frozen=True)
class ReceivedMoney:
    """An amount that arrived and its dollars, None where nobody knows them; below nothing for what was paid back."""

    amount: Decimal
    currency: str
    usd: Decimal | None


@dataclass(frozen=True)
class RealisedDifference:
    """The dollars planned and received, and what parts them: `given` and `rate_moved` are the whole of it, to the cent.

    `unknown` counts what arrived and whose dollars nobody knows; it is in no figure.
    """

    planned: Decimal
    received: Decimal
    given: Decimal
    rate_moved: Decimal
    unknown: int = 0

    @property
    def whole(self) -> Decimal:
        """How much more was received than planned; below nothing for less."""
        return EXACT.subtract(self.received, self.planned)


def realised_difference(planned: PlannedMoney, received: Iterable[ReceivedMoney]) -> RealisedDifference:
    """What arrived against its plan. What came in another currency than planned is given at its own dollars."""
    total, at_plan, unknown = NOTHING, NOTHING, 0
    for money in received:
        if money.usd is None:
            unknown += 1
            continue
        of_plan = planned.at_its_rate(money.amount) if money.currency == planned.currency else money.usd
        total, at_plan = EXACT.add(total, money.usd), EXACT.add(at_plan, of_plan)
    given, rate_moved = EXACT.subtract(at_plan, planned.usd), EXACT.subtract(total, at_plan)
    return RealisedDifference(planned.usd, total, given, rate_moved, unknown)


def of_partnership(planned: Partnership, contributions: Iterable[Contribution]) -> RealisedDifference | None:
    """The difference of a partnership, of what arrived for it among these; None before anything arrived with an amount,
    and where the dollars of the plan are not known."""
    plan, arrived = _planned(planned), [_received(record) for record in contributions if _counts(record, planned.id)]
    return realised_difference(plan, arrived) if plan is not None and arrived else None


def read(work: Work, partnership_id: str) -> RealisedDifference | None:
    """The same of one partnership, read from the records."""
    with work.store.read() as session:
        arrived = session.scalars(select(Contribution).where(Contribution.partnership_id == partnership_id)).all()
        return of_partnership(session.get_one(Partnership, partnership_id), arrived)


def _counts(contribution: Contribution, partnership_id: str) -> bool:
    own = contribution.partnership_id == partnership_id and not contribution.archived
    return own and contribution.state in ARRIVED and bool(contribution.amount)


def _planned(partnership: Partnership) -> PlannedMoney | None:
    usd, basis = dollars.known(partnership), partnership.dollars
    if not usd or not partnership.value or Decimal(partnership.value) <= 0:
        return None
    rate = Decimal(basis.rate) if basis is not None and basis.rate else None
    return PlannedMoney(Decimal(partnership.value), partnership.currency, Decimal(usd), rate)


def _received(contribution: Contribution) -> ReceivedMoney:
    sign = -1 if contribution.refund_of else 1
    usd = contribution.amount_usd
    return ReceivedMoney(
        EXACT.multiply(Decimal(contribution.amount or 0), sign),
        contribution.currency,
        EXACT.multiply(Decimal(usd), sign) if usd else None,
    )


def in_words(difference: RealisedDifference) -> str:
    """Planned and received, and what parts them, in the language now spoken."""
    spoken = language()
    sentences = [
        _("{received} received of {planned} planned.").format(
            received=format_money(difference.received, DOLLARS, spoken),
            planned=format_money(difference.planned, DOLLARS, spoken),
        )
    ]
    if difference.given or difference.rate_moved:
        sentences.append(
            _("Difference {whole}: {given} by what was given, {moved} by the rate.").format(
                whole=_signed(difference.whole), given=_signed(difference.given), moved=_signed(difference.rate_moved)
            )
        )
    if difference.unknown:
        lacking = plural(
            "{count} contribution is not in it: its dollars are not known.",
            "{count} contributions are not in it: their dollars are not known.",
            difference.unknown,
        )
        sentences.append(lacking)
    return " ".join(sentences)


def _signed(amount: Decimal) -> str:
    sign = MINUS if amount < 0 else "+" if amount > 0 else ""
    return f"{sign}{format_money(amount.copy_abs(), DOLLARS, language())}"
