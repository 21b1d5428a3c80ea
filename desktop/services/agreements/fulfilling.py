"""Promises of a table and what the same table tells arrived for them, put together (issue 16, item 9).

What arrives belongs to a promise of the same partner, kind and agreement or activity that was made by then and of which
something is still expected; of several to the oldest. It has to be measured as the promise is: in its currency, or in
its unit where the promise counts pieces. What fits no promise stays a contribution of its own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop.base.numbers import EXACT
from desktop.definitions.spreadsheets import TableField
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.agreements.partner_comparison import PartnerLineOutcome
from desktop.services.agreements.receiving import Beyond, ContributionArrival
from desktop.services.registry.spreadsheets import cells
from desktop.services.registry.spreadsheets.cells import NOTHING_STATED
from desktop.services.registry.spreadsheets.dry_run import LineOutcome, LineRemark, RemarkKind
from desktop.services.results.ledger import NewPromise

NOTHING = Decimal(0)


@dataclass(frozen=True)
class PaidBack:
    """What is paid back of a receipt, on record or of a line before."""

    receipt_id: str
    amount: Decimal
    currency: str
    on: date
    notes: str


@dataclass(frozen=True)
class ContributionOutcome(PartnerLineOutcome):
    """What becomes of a line about a contribution: one of these is recorded, under the id `record` unless it is paid
    back. `belongs` is the agreement or the activity that the line names, as a key, and the kind of what was given."""

    record: str = ""
    belongs: tuple[str, str] = ("", "")
    gift: GivenBefore | None = None
    promise: NewPromise | None = None
    arrival: ContributionArrival | None = None
    refund: PaidBack | None = None

    @property
    def day(self) -> str:
        """The ISO day on which it was promised or arrived; empty for what is neither."""
        if self.arrival is not None:
            return self.arrival.received_on.isoformat()
        return self.gift.received_on if self.gift else self.promise.promised_on if self.promise else ""


@dataclass
class _Expected:
    """A promise of the table: what of it is expected, in its currency or its pieces, None where it tells neither."""

    record: str
    promise: NewPromise
    left: Decimal | None
    is_begun: bool = False

    def measure(self, arrived: GivenBefore | ContributionArrival) -> Decimal | None:
        """How much of the promise this is; None where it is not measured as the promise is."""
        if self.promise.quantity:
            return arrived.quantity if arrived.unit.casefold() == self.promise.unit.casefold() else None
        if self.promise.amount:
            return arrived.amount if arrived.currency == self.promise.currency else None
        return NOTHING

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected."""
        return self.is_begun if self.left is None else self.left <= NOTHING

    def is_exactly(self, arrival: ContributionArrival) -> bool:
        """Whether this is the promise, come as it was promised."""
        amount, quantity = _number(self.promise.amount), _number(self.promise.quantity)
        is_same = (amount, quantity, self.promise.currency) == (arrival.amount, arrival.quantity, arrival.currency)
        return is_same and not self.is_begun

    def count_down(self, measure: Decimal) -> Beyond | None:
        """Expect so much less; what is more than was expected came beside it."""
        beyond = Beyond.SURPLUS if self.left is not None and measure > self.left else None
        self.is_begun = True
        self.left = None if self.left is None else EXACT.subtract(self.left, measure)
        return beyond


def fulfilled(lines: Sequence[LineOutcome]) -> tuple[LineOutcome, ...]:
    """The same lines; what arrives names the promise of the table that it belongs to."""
    promises: dict[tuple[str, tuple[str, str]], list[_Expected]] = defaultdict(list)
    by_day = sorted((own for own in lines if isinstance(own, ContributionOutcome)), key=lambda own: own.day)
    for line in by_day:
        if (promise := line.promise) is not None and line.belongs[0]:  # what names neither is asked about by nobody
            expected = _Expected(line.record, promise, _number(promise.quantity or promise.amount))
            promises[line.partner, line.belongs].append(expected)
    linked = {line.number: _of_promise(line, promises.get((line.partner, line.belongs), ())) for line in by_day}
    records = {line.record: linked[line.number].record for line in by_day}
    return tuple(_paid_back_of(linked.get(line.number, line), records) for line in lines)


def in_order(lines: Sequence[PartnerLineOutcome]) -> Sequence[PartnerLineOutcome]:
    """The lines with promises first, before what arrives for them; the first of each partner registers it."""
    registers = {line.partner: line.facts for line in lines if line.facts != NOTHING_STATED}
    ordered = sorted(lines, key=lambda line: not (isinstance(line, ContributionOutcome) and line.promise))
    return [replace(line, facts=registers.pop(line.partner, NOTHING_STATED)) for line in ordered]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _of_promise(line: ContributionOutcome, promises: Sequence[_Expected]) -> ContributionOutcome:
    arrived = line.gift or line.arrival
    if arrived is None:
        return line
    for expected in promises:
        measure = expected.measure(arrived)
        if measure is not None and not expected.is_over and expected.promise.promised_on <= line.day:
            break
    else:
        return line
    about = LineRemark(RemarkKind.UNDER, TableField.PROMISED_ON, expected.promise.description)
    line = replace(line, remarks=(*line.remarks, about))
    if line.arrival is None:
        expected.count_down(measure)
        return replace(line, gift=replace(line.gift, fulfils=expected.record) if line.gift else None)
    arrival = line.arrival
    if expected.is_exactly(arrival):  # one record, of which both lines are the source
        notes = cells.lines_of([expected.promise.details.notes, arrival.details.notes])
        arrival = replace(arrival, details=replace(arrival.details, notes=notes))
        line = replace(line, record=expected.record)
    beyond = expected.count_down(measure)
    return replace(line, arrival=replace(arrival, fulfils=expected.record, beyond=beyond))


def _paid_back_of(line: LineOutcome, records: Mapping[str, str]) -> LineOutcome:
    """What is paid back of a line that is now the promise itself is paid back of that."""
    if not isinstance(line, ContributionOutcome) or line.refund is None:
        return line
    receipt = records.get(line.refund.receipt_id, line.refund.receipt_id)
    return replace(line, refund=replace(line.refund, receipt_id=receipt))
