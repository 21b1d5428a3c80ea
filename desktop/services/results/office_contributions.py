"""What contributions come to: how many are told by the same codes, and their sums; Headquarters keeps both by office.

Sums are exact: decimal numbers of what arrived, less what was paid back, under each heading, as far as the indicator of
what was received counts it (`counted`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from desktop.base.numbers import EXACT
from desktop.base.values import Json
from desktop.services.registry import office_counts
from desktop.services.registry.office_counts import OfficeCounts
from desktop.services.results.counted import WORTH_COLUMNS, ReceivedRule, WorthBasis, repaid_in, worth_of
from desktop.services.results.ledger import ARRIVED, NOTHING, StillExpected, still_expected
from desktop.services.work import Work
from desktop.store.records import Contribution, Findable, Partner
from desktop.store.states import ContributionKind

WAY = 1  # how they are kept


@dataclass(frozen=True)
class LeftOutOfSum:
    """How many contributions are in no sum for one reason, and the dollars that are said of them."""

    count: int = 0
    usd: Decimal = NOTHING


@dataclass(frozen=True)
class ContributionSums:
    """US dollars of the contributions that are shown: what arrived by heading, and what of it is of others.

    `expected` is what has still to arrive of the promises among them; `left_out` by the reason of
    forms/indicators.toml what arrived and is in no sum.
    """

    received: Mapping[str, Decimal] = field(default_factory=dict)
    others: Decimal = NOTHING
    expected: StillExpected = field(default_factory=StillExpected)
    left_out: Mapping[str, LeftOutOfSum] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """All headings together."""
        return sum(self.received.values(), NOTHING)


class ContributionGroup(NamedTuple):
    """Contributions of an office that are told by the same codes, the office last: how many, and their sums."""

    codes: tuple[str, ...]
    number: int
    sums: ContributionSums


class OfficeContributions(NamedTuple):
    """What those of an office come to; `unlisted` are the ids of those whose partner is not known here, or not yet."""

    groups: Sequence[ContributionGroup]
    unlisted: Sequence[str]


def of_partner() -> ColumnElement[bool]:
    """That a line of the search is that of the partner of a contribution."""
    return and_(Findable.id == Contribution.partner_id, Findable.kind == Partner.KIND)


def groups_in(
    session: Session, chosen: Select[str], columns: Mapping[str, ColumnElement[Any]]
) -> Mapping[tuple[str, ...], int]:
    """How many contributions are told by the same codes."""
    among = chosen.with_only_columns(*(column.label(name) for name, column in columns.items())).subquery()
    rows = session.execute(select(*among.c, func.count()).group_by(*among.c))
    return {tuple(str(code or "") for code in codes): count for *codes, count in rows}


def sums_in(
    session: Session, work: Work, chosen: Select[str], told_by: Sequence[ColumnElement[Any]]
) -> Mapping[tuple[str, ...], ContributionSums]:
    """The sums of these contributions, by the codes that these columns tell; without columns of all together."""
    rule, rules = ReceivedRule(work.definitions.indicators, work.today()), work.definitions.contributions
    repaid, size = repaid_in(session), len(WORTH_COLUMNS)
    piles: dict[tuple[str, ...], _Pile] = {}
    arrived = chosen.with_only_columns(Contribution.refund_of, *WORTH_COLUMNS, *told_by)
    for refund_of, *basis in session.execute(arrived.where(Contribution.state.in_(ARRIVED))):
        codes = tuple(basis[size:])
        if (pile := piles.get(codes)) is None:
            pile = piles[codes] = _Pile()
        own, first = WorthBasis._make(basis[:size]), repaid.get(refund_of) if refund_of else None
        worth = worth_of(rules, own, first, bool(refund_of))
        reason = rule.reason(worth._replace(counterpart=False) if worth.counterpart else worth)
        usd = worth.usd or NOTHING
        if reason:
            pile.left_out.setdefault(reason, []).append((1, usd))
        elif worth.counterpart:
            pile.others.append(usd)
        else:
            pile.received.setdefault((first or own).kind, []).append(usd)
    for codes, expected in still_expected(session, chosen, told_by).items():
        piles.setdefault(codes, _Pile()).expected.append(expected)
    return {codes: pile.sums() for codes, pile in piles.items()}


class _Pile:
    """What is added up, in one piece: sums of two numbers at a time took longer than reading them."""

    def __init__(self) -> None:
        self.received: dict[str, list[Decimal]] = {}
        self.others: list[Decimal] = []
        self.expected: list[StillExpected] = []
        self.left_out: dict[str, list[tuple[int, Decimal]]] = {}

    def sums(self) -> ContributionSums:
        """All of it."""
        with localcontext(EXACT):
            received = {str(kind): sum(self.received.get(str(kind), ()), NOTHING) for kind in ContributionKind}
            apart = {
                reason: LeftOutOfSum(sum(count for count, _usd in own), sum((usd for _count, usd in own), NOTHING))
                for reason, own in self.left_out.items()
            }
            expected = StillExpected(
                sum((own.usd for own in self.expected), NOTHING),
                sum(own.promises for own in self.expected),
                sum(own.unknown for own in self.expected),
            )
            return ContributionSums(received, sum(self.others, NOTHING), expected, apart)


def added(several: Iterable[ContributionSums]) -> ContributionSums:
    """Several sums together."""
    pile = _Pile()
    for own in several:
        for kind, usd in own.received.items():
            pile.received.setdefault(kind, []).append(usd)
        pile.others.append(own.others)
        pile.expected.append(own.expected)
        for reason, left_out in own.left_out.items():
            pile.left_out.setdefault(reason, []).append((left_out.count, left_out.usd))
    return pile.sums()


# --- at Headquarters


def read(work: Work, session: Session, columns: Mapping[str, ColumnElement[Any]]) -> OfficeCounts[OfficeContributions]:
    """What is kept of the contributions of every office, told by the codes of these columns, of which the last is the
    office; counted anew each day, because they are late or expire by days."""
    rules = work.definitions.contributions.digest, work.definitions.indicators.digest
    way: list[str | int] = ["contributions", WAY, *rules, work.today().isoformat()]

    def count(offices: Sequence[str], _saying: Collection[str]) -> Mapping[str, Json]:
        there = select(Contribution.id).where(Contribution.archived.is_(False), Contribution.office.in_(offices))
        listed = there.join(Findable, of_partner())
        sums = sums_in(session, work, listed, list(columns.values()))
        groups: dict[str, list[Json]] = {office: [] for office in offices}
        for codes, number in groups_in(session, listed, columns).items():
            *told, office = codes
            groups[office].append([told, number, _written(sums.get(codes, ContributionSums()))])
        unlisted: dict[str, list[str]] = {}
        without = there.outerjoin(Findable, of_partner()).where(Findable.id.is_(None))
        for id_, office in session.execute(without.add_columns(Contribution.office)):
            unlisted.setdefault(office, []).append(id_)
        return {office: [own, unlisted.get(office, [])] for office, own in groups.items()}

    return office_counts.read(work.store, session, Contribution, way, count, _contributions_of)


def _contributions_of(office: str, content: Any) -> OfficeContributions:
    groups, unlisted = content
    return OfficeContributions(
        [ContributionGroup((*codes, office), count, _sums_of(*sums)) for codes, count, sums in groups], unlisted
    )


def _written(sums: ContributionSums) -> Json:
    """Sums as they are kept, without what is nothing."""
    expected = sums.expected
    return [
        {kind: str(usd) for kind, usd in sums.received.items() if usd},
        str(sums.others) if sums.others else 0,
        [str(expected.usd), expected.promises, expected.unknown] if expected.promises else 0,
        {reason: [own.count, str(own.usd)] for reason, own in sums.left_out.items()},
    ]


def _sums_of(received: Any, others: Any, expected: Any, left_out: Any) -> ContributionSums:
    return ContributionSums(
        {kind: Decimal(usd) for kind, usd in received.items()},
        Decimal(others) if others else NOTHING,
        StillExpected(Decimal(expected[0]), *expected[1:]) if expected else _NO_PROMISE,
        {reason: LeftOutOfSum(count, Decimal(usd)) for reason, (count, usd) in left_out.items()},
    )


_NO_PROMISE = StillExpected()
