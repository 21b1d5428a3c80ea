"""What a partnership brings: contributions, activities, products, innovations and the people reached (¶29)."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import AmountColumn, CodeColumn, OneValue, ValueList
from desktop.store.records.fields import by_headquarters, by_office
from desktop.store.records.values import DollarBasis, HeadCount, PartnerRole, StageReached, Valuation
from desktop.store.states import ContributionKind, ContributionState, FigureMeaning, Matcher, ResultKind, RiskState


class Contribution(Record, kw_only=True):
    """A promise of money, goods or services, a part of it that arrived, or a refund (¶29 c).

    Amounts are decimal text with their currency, never negative. A promise that arrives in several parts has a record
    for each of them, which names it in `fulfils`; a refund has one that names in `refund_of` what is paid back, and its
    dollars are those of that receipt. `form` says of services and goods which they are (forms/contributions.toml).
    """

    __tablename__ = "contribution"
    KIND = 40
    TOGETHER = (
        ("amount", "currency", "rate", "rate_month", "amount_usd"),
        ("quantity", "unit"),
        ("closed_on", "closed_reason", "closed_note"),
    )
    partner_id: Mapped[str] = by_office(1, index=True)
    partnership_id: Mapped[str | None] = by_office(2, default=None, index=True)
    agreement_id: Mapped[str | None] = by_office(3, default=None, index=True)
    kind: Mapped[ContributionKind] = by_office(4, CodeColumn(ContributionKind), default=ContributionKind.CASH)
    description: Mapped[str] = by_office(5, default="")
    state: Mapped[ContributionState] = by_office(6, CodeColumn(ContributionState), default=ContributionState.PROMISED)
    promised_on: Mapped[str | None] = by_office(7, default=None)
    confirmed_on: Mapped[str | None] = by_office(8, default=None)
    received_on: Mapped[str | None] = by_office(9, default=None)
    amount: Mapped[str | None] = by_office(10, AmountColumn(), default=None)
    currency: Mapped[str] = by_office(11, default="USD")
    rate: Mapped[str | None] = by_office(12, AmountColumn(), default=None)
    rate_month: Mapped[str] = by_office(13, default="")
    amount_usd: Mapped[str | None] = by_office(14, AmountColumn(), default=None)
    earmark: Mapped[str] = by_office(15, default="")
    themes: Mapped[list[str]] = by_office(16, default_factory=list)
    channel: Mapped[str] = by_office(17, default="")
    project_code: Mapped[str] = by_office(18, default="")
    receipt: Mapped[str] = by_office(19, default="")
    quantity: Mapped[str | None] = by_office(20, AmountColumn(), default=None)
    unit: Mapped[str] = by_office(21, default="")
    condition: Mapped[str] = by_office(22, default="")
    expires_on: Mapped[str | None] = by_office(23, default=None)
    valuation: Mapped[Valuation | None] = by_office(24, OneValue(Valuation), default=None, nullable=False)
    refund_of: Mapped[str | None] = by_office(26, default=None)  # the receipt that is paid back
    notes: Mapped[str] = by_office(28, default="")
    archived: Mapped[bool] = by_office(29, default=False)
    earlier: Mapped[bool] = by_office(30, default=False, since=2)  # given before the office worked with the program
    form: Mapped[str] = by_office(31, default="", since=2)  # of forms/contributions.toml; empty for the kind itself
    fulfils: Mapped[str | None] = by_office(32, default=None, index=True, since=2)  # the promise it is a part of
    due_on: Mapped[str | None] = by_office(33, default=None, since=2)  # when a promise is expected
    reference: Mapped[str] = by_office(34, default="", since=2)  # of an invoice, a transfer, a waybill
    matching_by: Mapped[Matcher] = by_office(35, CodeColumn(Matcher), default="", since=2)  # whose counterpart funds
    closed_on: Mapped[str | None] = by_office(36, default=None, since=2)  # written off, or refused on arrival
    closed_reason: Mapped[str] = by_office(37, default="", since=2)  # of forms/contributions.toml
    closed_note: Mapped[str] = by_office(38, default="", since=2)
    reported_on: Mapped[str | None] = by_office(39, default=None, since=2)
    recorded_by: Mapped[str] = by_office(40, default="", since=2)  # officer id
    covers: Mapped[str | None] = by_office(41, AmountColumn(), default=None, since=2)  # of its promise, in its currency


class Activity(Record, kw_only=True):
    """A campaign, a project or another initiative, or a study or publication that partners take part in (¶29 a, d).

    `kind` is of forms/results.toml. A translation or a later edition of a publication names in `edition_of` the record
    of the first; `work` is the number by which the world knows it (DOI, ISBN), the same in every office.
    """

    __tablename__ = "activity"
    KIND = 41
    SINCE = 2
    TOGETHER = (("starts_on", "ends_on"), ("edition_of", "language"))
    FOUND_BY = ("title", "project_code")
    partnership_id: Mapped[str] = by_office(1, default="", index=True)
    kind: Mapped[str] = by_office(2, default="")
    title: Mapped[str] = by_office(3, default="")
    countries: Mapped[list[str]] = by_office(4, default_factory=list)  # ISO 3166-1 alpha-2, where it took place
    starts_on: Mapped[str | None] = by_office(5, default=None)
    ends_on: Mapped[str | None] = by_office(6, default=None)
    partner_roles: Mapped[tuple[PartnerRole, ...]] = by_office(7, ValueList(PartnerRole), default=())
    themes: Mapped[list[str]] = by_office(8, default_factory=list)
    project_code: Mapped[str] = by_office(9, default="")
    released_on: Mapped[str | None] = by_office(10, default=None)  # of a publication
    edition_of: Mapped[str] = by_office(11, default="", index=True)
    language: Mapped[str] = by_office(12, default="")
    text: Mapped[str] = by_office(13, default="")
    archived: Mapped[bool] = by_office(14, default=False)
    evidence: Mapped[list[str]] = by_office(15, default_factory=list)  # ids of `Evidence` of a partner
    work: Mapped[str] = by_office(16, default="")
    donor: Mapped[str] = by_office(17, default="")  # who else pays for a project
    noted_by: Mapped[str] = by_office(18, default="")  # officer id


class Result(Record, kw_only=True):
    """An innovation, its replication in an office, or persons who were assisted (¶29 b).

    An innovation says in `stages` when it reached each stage of forms/results.toml, where it began in `office_code`.
    A replication names its innovation in `activity_id`, and the office that took it up in `office_code`, from
    `happened_on`. Persons who were assisted from `happened_on` to `until` name there the innovation or the activity;
    `others` is set where they are other persons than those reported for it before.
    """

    __tablename__ = "result"
    KIND = 42
    SINCE = 2
    TOGETHER = (("count", "method", "breakdown", "others"), ("happened_on", "until"))
    FOUND_BY = ("title",)
    partnership_id: Mapped[str] = by_office(1, default="", index=True)
    activity_id: Mapped[str] = by_office(2, default="", index=True)  # the innovation or activity that it belongs to
    kind: Mapped[ResultKind] = by_office(3, CodeColumn(ResultKind), default=ResultKind.INNOVATION)
    title: Mapped[str] = by_office(4, default="")
    stage: Mapped[str] = by_office(5, default="")  # the last stage it reached
    happened_on: Mapped[str | None] = by_office(6, default=None)
    until: Mapped[str | None] = by_office(7, default=None)
    office_code: Mapped[str] = by_office(8, default="")
    count: Mapped[int | None] = by_office(9, default=None)  # persons
    method: Mapped[str] = by_office(10, default="")  # of forms/results.toml
    breakdown: Mapped[tuple[HeadCount, ...]] = by_office(11, ValueList(HeadCount), default=())
    archived: Mapped[bool] = by_office(12, default=False)
    stages: Mapped[tuple[StageReached, ...]] = by_office(13, ValueList(StageReached), default=())
    others: Mapped[bool] = by_office(14, default=False)
    text: Mapped[str] = by_office(15, default="")
    sort: Mapped[str] = by_office(16, default="")  # of an innovation: technique, approach… of forms/results.toml
    evidence: Mapped[list[str]] = by_office(17, default_factory=list)  # ids of `Evidence` of a partner
    noted_by: Mapped[str] = by_office(18, default="")  # officer id
    country: Mapped[str] = by_office(19, default="")  # of a replication, ISO 3166-1 alpha-2
    withheld: Mapped[bool] = by_office(20, default=False)  # an innovation that other offices are not told of


class VisibilityUse(Record, kw_only=True):
    """A name or an emblem that is shown somewhere: that of the Organization by a partner, or a partner's (¶24, ¶30 c).

    `mark` is of forms/results.toml; `approval` is the paper by which it was allowed, `shown_until` its last day.
    `evidence` shows what was approved, that it hangs or that it was taken down.
    """

    __tablename__ = "visibility_use"
    KIND = 49
    SINCE = 2
    TOGETHER = (("approved_by", "approved_on", "approval"), ("shown_from", "shown_until"))
    FOUND_BY = ("material", "place")
    partnership_id: Mapped[str] = by_office(1, default="", index=True)
    mark: Mapped[str] = by_office(2, default="")
    material: Mapped[str] = by_office(3, default="")
    place: Mapped[str] = by_office(4, default="")
    approved_by: Mapped[str] = by_office(5, default="")
    approved_on: Mapped[str | None] = by_office(6, default=None)
    approval: Mapped[str] = by_office(7, default="")
    shown_from: Mapped[str | None] = by_office(8, default=None)
    shown_until: Mapped[str | None] = by_office(9, default=None)
    taken_down_on: Mapped[str | None] = by_office(10, default=None)
    text: Mapped[str] = by_office(11, default="")
    noted_by: Mapped[str] = by_office(12, default="")  # officer id
    archived: Mapped[bool] = by_office(13, default=False)
    noted_on: Mapped[str | None] = by_office(14, default=None)
    evidence: Mapped[list[str]] = by_office(15, default_factory=list)  # ids of `Evidence` of a partner


class DeliveryRisk(Record, kw_only=True):
    """What may go wrong in a partnership under way: why, with which effect, what is done, who looks at it again when.

    `likelihood` and `impact` are of forms/results.toml, which says to what level they lead. `follows` names the risk of
    the due diligence that it goes on with.
    """

    __tablename__ = "delivery_risk"
    KIND = 54
    SINCE = 2
    TOGETHER = (("likelihood", "impact"), ("state", "state_on", "state_reason"))
    FOUND_BY = ("title",)
    partnership_id: Mapped[str] = by_office(1, default="", index=True)
    title: Mapped[str] = by_office(2, default="")
    cause: Mapped[str] = by_office(3, default="")
    effect: Mapped[str] = by_office(4, default="")
    likelihood: Mapped[str] = by_office(5, default="")
    impact: Mapped[str] = by_office(6, default="")
    owner: Mapped[str] = by_office(7, default="")  # officer id
    response: Mapped[str] = by_office(8, default="")
    review_on: Mapped[str | None] = by_office(9, default=None)
    state: Mapped[RiskState] = by_office(10, CodeColumn(RiskState), default=RiskState.OPEN)
    state_on: Mapped[str | None] = by_office(11, default=None)
    state_reason: Mapped[str] = by_office(12, default="")
    follows: Mapped[str] = by_office(13, default="")
    noted_by: Mapped[str] = by_office(14, default="")  # officer id
    noted_on: Mapped[str | None] = by_office(15, default=None)
    archived: Mapped[bool] = by_office(16, default=False)


class Lesson(Record, kw_only=True):
    """What a partnership taught: what worked, what did not, for whom it is of use (¶30 f)."""

    __tablename__ = "lesson"
    KIND = 55
    SINCE = 2
    FOUND_BY = ("title",)
    partnership_id: Mapped[str] = by_office(1, default="", index=True)
    agreement_id: Mapped[str] = by_office(2, default="")  # at whose end it was asked for
    title: Mapped[str] = by_office(3, default="")
    worked: Mapped[str] = by_office(4, default="")
    failed: Mapped[str] = by_office(5, default="")
    useful_for: Mapped[str] = by_office(6, default="")
    themes: Mapped[list[str]] = by_office(7, default_factory=list)
    shared: Mapped[bool] = by_office(8, default=False)  # may be told beyond the office and Headquarters
    noted_by: Mapped[str] = by_office(9, default="")  # officer id
    noted_on: Mapped[str | None] = by_office(10, default=None)
    archived: Mapped[bool] = by_office(11, default=False)


class Budget(Record, kw_only=True):
    """The budget of an office for a year, of which private contributions are a share (¶29 c), with its source."""

    __tablename__ = "budget"
    KIND = 43
    SINCE = 2
    TOGETHER = (("amount", "currency", "amount_usd", "dollars", "source", "dated_on"),)
    year: Mapped[str] = by_office(1, default="", index=True)
    amount: Mapped[str | None] = by_office(2, AmountColumn(), default=None)
    currency: Mapped[str] = by_office(3, default="USD")
    source: Mapped[str] = by_office(4, default="")
    dated_on: Mapped[str | None] = by_office(5, default=None)
    amount_usd: Mapped[str | None] = by_office(6, AmountColumn(), default=None)
    dollars: Mapped[DollarBasis | None] = by_office(7, OneValue(DollarBasis), default=None, nullable=False)
    noted_by: Mapped[str] = by_office(8, default="")  # officer id
    archived: Mapped[bool] = by_office(9, default=False)


class Target(Record, kw_only=True):
    """What an office means to reach of an indicator in a year; `year` is 2015 for its baseline (dossier 4.3)."""

    __tablename__ = "target"
    KIND = 47
    SINCE = 2
    TOGETHER = (("amount", "source"),)
    indicator: Mapped[str] = by_office(1, default="", index=True)
    year: Mapped[str] = by_office(2, default="")
    amount: Mapped[str | None] = by_office(3, AmountColumn(), default=None)
    source: Mapped[str] = by_office(4, default="")
    noted_by: Mapped[str] = by_office(5, default="")  # officer id
    archived: Mapped[bool] = by_office(6, default=False)


class StrategyFigure(Record, kw_only=True):
    """What Headquarters sets for the strategy: a target, a baseline, the budget of the whole Organization for a year.

    `scope` is the code of an office or of a region, and empty for the Organization; `indicator` is empty for a budget.
    """

    __tablename__ = "strategy_figure"
    KIND = 48
    SINCE = 2
    TOGETHER = (("amount", "source", "dated_on"),)
    meaning: Mapped[FigureMeaning] = by_headquarters(1, CodeColumn(FigureMeaning), default=FigureMeaning.TARGET)
    indicator: Mapped[str] = by_headquarters(2, default="", index=True)
    year: Mapped[str] = by_headquarters(3, default="")
    scope: Mapped[str] = by_headquarters(4, default="")
    amount: Mapped[str | None] = by_headquarters(5, AmountColumn(), default=None)  # US dollars, persons, per cent…
    source: Mapped[str] = by_headquarters(6, default="")
    dated_on: Mapped[str | None] = by_headquarters(7, default=None)
    set_by: Mapped[str] = by_headquarters(8, default="")  # officer id
    archived: Mapped[bool] = by_headquarters(9, default=False)
