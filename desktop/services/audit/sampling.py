"""A sample of what was received, drawn so that anybody can draw it again.

The population is every record of the indicator of what was received (¶29 c iii a) over the days that are asked about,
those that it does not count too, so that its sum is the indicator to the cent. Random means: in the order of the
SHA-256 of the seed, a colon and the id of the record. Nobody needs this program to draw the same sample.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.numbers import EXACT
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.definitions.indicator import RECEIVED, RECORD, Period
from desktop.services.registry.identity import partners_in
from desktop.services.results import figures
from desktop.services.results.figures import FiguresReader
from desktop.services.work import Work
from desktop.store.records import Contribution
from desktop.store.references import chunks
from desktop.store.states import ContributionKind

DOLLARS_COLUMN = "contribution.usd"
MOST = 500  # records of one sample
NOTHING = Decimal(0)


class SampleMethod(StrEnum):
    """How a sample is drawn."""

    RANDOM = "random"
    LARGEST = "largest"
    ABOVE = "above"  # all of so many US dollars or more
    STRATIFIED = "stratified"  # at random from money, goods and services, by how many there are of each


@dataclass(frozen=True)
class SampleOrder:
    """Which sample is drawn: `size` records, with ABOVE all that reach `above_usd`; `seed` decides what is random."""

    method: SampleMethod
    period: Period
    size: int = 25
    seed: str = ""
    above_usd: Decimal = NOTHING


@dataclass(frozen=True)
class SampledRecord:
    """A contribution of a sample; `usd` is what the indicator counts of it, None with the reason why it counts none.

    `partner` is blank where the record of the partner is not here.
    """

    id: str
    partner: str
    description: str
    kind: str
    day: str
    amount: str
    currency: str
    usd: Decimal | None
    not_counted: str = ""


@dataclass(frozen=True)
class AuditSample:
    """What was drawn, of how many, and of which sum. `population` is the SHA-256 of the sorted ids, one a line: where
    it is the same, the same order draws the same sample."""

    order: SampleOrder
    office: str
    records: tuple[SampledRecord, ...]
    count: int
    total_usd: Decimal
    population: str

    @property
    def sampled_usd(self) -> Decimal:
        """What the sample counts for, in US dollars."""
        return sum((record.usd for record in self.records if record.usd is not None), NOTHING)


def draw(work: Work, order: SampleOrder) -> AuditSample:
    """Draw a sample of the contributions of this office, at Headquarters of all that are here.

    Raises Problem without a seed where one is needed, and for a size that is no number of records.
    """
    if order.method in (SampleMethod.RANDOM, SampleMethod.STRATIFIED) and not order.seed.strip():
        raise Problem(
            _("A random sample needs a seed; nothing was drawn."),
            _("Write any word or number: with the same one the same sample is drawn again."),
            code="sample-without-seed",
        )
    if not 1 <= order.size <= MOST:
        raise Problem(
            _("A sample has from 1 to {most} records; nothing was drawn.").format(most=MOST),
            _("Correct the number."),
            code="sample-size",
        )
    population = _population(work, order.period)
    chosen = _chosen(order, population)
    total = EXACT.create_decimal(sum((own.usd for own in population if own.usd is not None), NOTHING))
    digest = sha256("\n".join(sorted(own.id for own in population)).encode())
    return AuditSample(order, work.store.identity.office, tuple(chosen), len(population), total, digest)


def _population(work: Work, period: Period) -> Sequence[SampledRecord]:
    figure = FiguresReader(work, figures.own_scope(work)).measured(period)[RECEIVED]
    usd: dict[str, Decimal | None] = {}
    if figure.table is not None:
        place = figure.table.places[DOLLARS_COLUMN]
        usd = {row[RECORD]: row[place] for row in figure.counted}
    reasons = {own.record: own.reason for own in figure.left_out if own.record not in usd}
    return _records(work, usd | dict.fromkeys(reasons), reasons)


def _records(work: Work, usd: Mapping[str, Decimal | None], reasons: Mapping[str, str]) -> Sequence[SampledRecord]:
    with work.store.read() as session:
        query = select(Contribution)
        rows = [row for ids in chunks(list(usd)) for row in session.scalars(query.where(Contribution.id.in_(ids)))]
        partners = partners_in(session, {row.partner_id for row in rows})
        drawn = [
            SampledRecord(
                row.id,
                partners[row.partner_id].name if row.partner_id in partners else "",
                row.description,
                str(row.kind),
                row.received_on or "",
                row.amount or "",
                row.currency,
                usd[row.id],
                reasons.get(row.id, ""),
            )
            for row in rows
        ]
    return sorted(drawn, key=lambda own: own.id)


def _chosen(order: SampleOrder, population: Sequence[SampledRecord]) -> Sequence[SampledRecord]:
    match order.method:
        case SampleMethod.RANDOM:
            return shuffled(population, order.seed)[: order.size]
        case SampleMethod.LARGEST:
            return _by_size(population)[: order.size]
        case SampleMethod.ABOVE:
            return [own for own in _by_size(population) if abs(own.usd or NOTHING) >= order.above_usd]
        case SampleMethod.STRATIFIED:
            return _stratified(order, population)


def shuffled(population: Sequence[SampledRecord], seed: str) -> Sequence[SampledRecord]:
    """The records in the order that a seed gives them."""
    return sorted(population, key=lambda own: sha256(f"{seed.strip()}:{own.id}".encode()))


def _by_size(population: Sequence[SampledRecord]) -> Sequence[SampledRecord]:
    return sorted(population, key=lambda own: (-abs(own.usd or NOTHING), own.id))


def _stratified(order: SampleOrder, population: Sequence[SampledRecord]) -> Sequence[SampledRecord]:
    """One of each kind first, then by how many there are; what remains of a share goes to the largest remainders."""
    strata = {str(kind): [own for own in population if own.kind == kind] for kind in ContributionKind}
    strata = {kind: own for kind, own in strata.items() if own}
    size = min(order.size, len(population))
    counts = dict.fromkeys(list(strata)[:size], 1)
    while sum(counts.values()) < size:
        open_strata = [kind for kind in counts if counts[kind] < len(strata[kind])]
        share = {kind: Decimal(len(strata[kind]) * size) / len(population) - counts[kind] for kind in open_strata}
        counts[max(open_strata, key=lambda kind: share[kind])] += 1
    return [own for kind, count in counts.items() for own in shuffled(strata[kind], order.seed)[:count]]
