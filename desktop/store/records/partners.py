"""Partners, the persons behind them, the partnerships they enter, and the days in between."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import AmountColumn, CodeColumn, OneValue, ValueList
from desktop.store.records.fields import by_both, by_headquarters, by_office
from desktop.store.records.values import DollarBasis, Promise, ToldApart
from desktop.store.states import Channel, PartnerStage, RulingKind, TaskSource


class Partner(Record, kw_only=True):
    """A private actor of one of the four target groups (¶28)."""

    __tablename__ = "partner"
    KIND = 10
    TOGETHER = (
        ("next_action", "next_action_on"),
        ("archived", "archived_reason"),
        ("supplier", "supplier_note"),
        ("discreet", "discretion_note"),
    )
    FOUND_BY = ("name", "other_names", "registration", "city")

    name: Mapped[str] = by_office(1)
    other_names: Mapped[list[str]] = by_office(2, default_factory=list)
    group: Mapped[str] = by_office(3, "target_group", default="ENT")  # ¶28: ENT | FOA | HNW | PUB
    subtype: Mapped[str] = by_office(4, default="")
    country: Mapped[str] = by_office(5, default="")  # ISO 3166-1 alpha-2
    city: Mapped[str] = by_office(6, default="")
    address: Mapped[str] = by_office(7, default="")
    registration: Mapped[str] = by_office(8, default="")
    lei: Mapped[str] = by_office(25, default="")
    website: Mapped[str] = by_office(9, default="")
    email: Mapped[str] = by_office(26, default="")
    phone: Mapped[str] = by_office(27, default="")
    sectors: Mapped[list[str]] = by_office(10, default_factory=list)
    employees: Mapped[int | None] = by_office(11, default=None)
    founded: Mapped[str | None] = by_office(12, default=None)  # ISO, possibly only the year
    brought_by: Mapped[str] = by_office(13, default="")
    owner: Mapped[str] = by_office(14, default="")  # officer id
    supplier: Mapped[bool] = by_office(15, default=False)
    supplier_note: Mapped[str] = by_office(16, default="")
    summary: Mapped[str] = by_office(17, default="")
    stage: Mapped[PartnerStage] = by_office(18, CodeColumn(PartnerStage), default=PartnerStage.IDENTIFIED)
    next_action: Mapped[str] = by_office(19, default="")
    next_action_on: Mapped[str | None] = by_office(20, default=None)
    archived: Mapped[bool] = by_office(21, default=False)
    archived_reason: Mapped[str] = by_office(22, default="")
    parent_id: Mapped[str | None] = by_office(23, default=None, index=True)
    labels: Mapped[list[str]] = by_office(24, default_factory=list)
    traits: Mapped[list[str]] = by_office(29, default_factory=list)  # state_owned | corporate_funder | high_impact
    not_same_as: Mapped[tuple[ToldApart, ...]] = by_office(28, ValueList(ToldApart), default=())
    birth_date: Mapped[str] = by_office(30, default="", since=2)  # of an individual; ISO, possibly partial
    nationality: Mapped[str] = by_office(31, default="", since=2)  # of an individual
    same_as: Mapped[str | None] = by_office(32, default=None, index=True, since=2)  # the partner it became
    discreet: Mapped[bool] = by_office(33, default=False, since=2)  # asked not to be named outside IOM (¶27)
    discretion_note: Mapped[str] = by_office(34, default="", since=2)
    notes: Mapped[str] = by_both(40, default="")
    watch_note: Mapped[str] = by_headquarters(61, default="")
    known_to: Mapped[list[str]] = by_headquarters(62, default_factory=list, since=2)  # codes of other offices


class CompanyRuling(Record, kw_only=True):
    """What a person at Headquarters said of two offices’ records: one company, not one, or not sure.

    One row for each two records, the first of them by id in `partner_id`; without a `ruling` it was taken back.
    """

    __tablename__ = "company_ruling"
    KIND = 19
    SINCE = 2
    TOGETHER = (("ruling", "reason", "ruled_by", "ruled_on"),)
    partner_id: Mapped[str] = by_headquarters(1, index=True)
    other_id: Mapped[str] = by_headquarters(2, index=True)
    ruling: Mapped[RulingKind] = by_headquarters(3, CodeColumn(RulingKind), default="")
    reason: Mapped[str] = by_headquarters(4, default="")
    ruled_by: Mapped[str] = by_headquarters(5, default="")
    ruled_on: Mapped[str] = by_headquarters(6, default="")


class Person(Record, kw_only=True):
    """A natural person behind a partner: owner, director, signatory or contact; minimum fields."""

    __tablename__ = "person"
    KIND = 11
    FOUND_BY = ("name", "other_names", "title")
    partner_id: Mapped[str] = by_office(1, index=True)
    name: Mapped[str] = by_office(2)
    other_names: Mapped[list[str]] = by_office(3, default_factory=list)
    roles: Mapped[list[str]] = by_office(4, default_factory=list)  # owner | director | signatory | contact
    title: Mapped[str] = by_office(5, default="")
    birth_date: Mapped[str] = by_office(6, default="")  # ISO, possibly partial: 1984 or 1984-03
    nationality: Mapped[str] = by_office(7, default="")
    document: Mapped[str] = by_office(8, default="")
    email: Mapped[str] = by_office(9, default="")
    phone: Mapped[str] = by_office(10, default="")
    share: Mapped[str | None] = by_office(11, AmountColumn(), default=None)  # per cent held, decimal text
    retain_until: Mapped[str | None] = by_office(12, default=None)
    archived: Mapped[bool] = by_office(13, default=False)
    role_began: Mapped[str] = by_office(14, default="", since=2)  # ISO, possibly partial
    role_ended: Mapped[str] = by_office(15, default="", since=2)  # ISO, possibly partial; empty while it lasts

    @property
    def is_former(self) -> bool:
        """Whether the person has left the role: no longer proposed to speak or sign, and searched all the same."""
        return bool(self.role_ended)


class Partnership(Record, kw_only=True):
    """What a partner and IOM want to do together (¶16, ¶29); a pipeline entry until its agreement is signed."""

    __tablename__ = "partnership"
    KIND = 12
    TOGETHER = (
        ("value", "currency", "value_usd", "dollars"),
        ("visibility", "visibility_reason"),
        ("matching", "matching_currency"),
        ("next_action", "next_action_on"),
        ("closed_on", "closed_reason", "closed_note"),
    )
    FOUND_BY = ("title", "register_number", "project_code")

    partner_id: Mapped[str] = by_office(1, index=True)
    title: Mapped[str] = by_office(2, default="")
    purpose: Mapped[str] = by_office(3, default="")
    aims: Mapped[list[str]] = by_office(4, default_factory=list)  # ¶15: a b c d
    type: Mapped[str] = by_office(5, default="")  # ¶29 a to d: ADV | INN | RES | IMP
    other_types: Mapped[list[str]] = by_office(6, default_factory=list)
    agreement_type: Mapped[str] = by_office(7, default="")  # MOU, INK…
    form: Mapped[str] = by_office(8, default="")  # ¶4, of forms/pipeline.toml
    value: Mapped[str | None] = by_office(9, AmountColumn(), default=None)  # decimal text
    currency: Mapped[str] = by_office(10, default="USD")
    value_usd: Mapped[str | None] = by_office(11, AmountColumn(), default=None)
    themes: Mapped[list[str]] = by_office(12, default_factory=list)
    countries: Mapped[list[str]] = by_office(13, default_factory=list)
    emergency: Mapped[bool] = by_office(14, default=False)
    # what rules ask of it, as facts name it: logo, sales, public, event, personal_data, beneficiary_contact,
    # children, matching_funds, works, other_parties, other_list_required
    features: Mapped[list[str]] = by_office(15, default_factory=list)
    goods_kinds: Mapped[list[str]] = by_office(16, default_factory=list)  # medicines | food | it | vehicles | other
    contribution_kinds: Mapped[list[str]] = by_office(17, default_factory=list)  # cash | goods | services
    starts_on: Mapped[str | None] = by_office(18, default=None)
    ends_on: Mapped[str | None] = by_office(19, default=None)
    stage: Mapped[str] = by_office(20, default="identified")  # set by hand before due diligence: services/pipeline.py
    register_number: Mapped[str] = by_office(21, default="")
    project_code: Mapped[str] = by_office(22, default="")
    visibility: Mapped[str] = by_office(23, default="members")  # internal | members | public
    visibility_reason: Mapped[str] = by_office(24, default="")
    matching: Mapped[str | None] = by_office(27, AmountColumn(), default=None)
    matching_currency: Mapped[str] = by_office(28, default="USD")
    ad_hoc: Mapped[bool] = by_office(29, default=False)  # ¶23
    archived: Mapped[bool] = by_office(25, default=False)
    lessons: Mapped[str] = by_office(26, default="")
    dollars: Mapped[DollarBasis | None] = by_office(  # what value_usd rests on
        30, OneValue(DollarBasis), default=None, nullable=False, since=2
    )
    level: Mapped[str] = by_office(31, default="", since=2)  # ¶29 d
    moments: Mapped[list[str]] = by_office(32, default_factory=list, since=2)  # ¶5: before | during | after
    owner: Mapped[str] = by_office(33, default="", since=2)  # officer id; empty: whoever follows the partner
    next_action: Mapped[str] = by_office(34, default="", since=2)
    next_action_on: Mapped[str | None] = by_office(35, default=None, since=2)
    closed_on: Mapped[str | None] = by_office(36, default=None, since=2)  # not pursued, or ended
    closed_reason: Mapped[str] = by_office(37, default="", since=2)  # of forms/pipeline.toml
    closed_note: Mapped[str] = by_office(38, default="", since=2)


class Party(Record, kw_only=True):
    """One party of a partnership, with its risk, responsibility, resource and benefit (¶16, fn 9)."""

    __tablename__ = "party"
    KIND = 13
    partnership_id: Mapped[str] = by_office(1, index=True)
    partner_id: Mapped[str | None] = by_office(2, default=None, index=True)
    name: Mapped[str] = by_office(3, default="")  # of a party that is not a partner: IOM, a ministry…
    role: Mapped[str] = by_office(4, default="")
    risk: Mapped[str] = by_office(5, default="")
    responsibility: Mapped[str] = by_office(6, default="")
    resource: Mapped[str] = by_office(7, default="")
    benefit: Mapped[str] = by_office(8, default="")
    archived: Mapped[bool] = by_office(9, default=False)
    motives: Mapped[str] = by_office(10, default="", since=2)


class Interaction(Record, kw_only=True):
    """A contact with a partner: an inserted row, never edited in place."""

    __tablename__ = "interaction"
    KIND = 14
    partner_id: Mapped[str] = by_office(1, index=True)
    happened_on: Mapped[str] = by_office(2)
    channel: Mapped[Channel] = by_office(3, CodeColumn(Channel), default="")
    ours: Mapped[list[str]] = by_office(4, default_factory=list)
    theirs: Mapped[list[str]] = by_office(5, default_factory=list)
    subject: Mapped[str] = by_office(6, default="")
    text: Mapped[str] = by_office(7, default="")
    promises: Mapped[tuple[Promise, ...]] = by_office(8, ValueList(Promise), default=())
    archived: Mapped[bool] = by_office(9, default=False)
    partnership_id: Mapped[str] = by_office(10, default="", since=2)  # empty for the partner as a whole
    place: Mapped[str] = by_office(11, default="", since=2)


class Task(Record, kw_only=True):
    """Something somebody has to do by a day; conditions of decisions become tasks."""

    __tablename__ = "task"
    KIND = 15
    about: Mapped[str] = by_office(1, index=True)  # the id of the record it concerns
    what: Mapped[str] = by_office(2)
    owner: Mapped[str] = by_office(3, default="")
    due_on: Mapped[str | None] = by_office(4, default=None)
    done_on: Mapped[str | None] = by_office(5, default=None)
    source: Mapped[TaskSource] = by_office(6, CodeColumn(TaskSource), default="")
    case_id: Mapped[str] = by_office(7, default="", since=2)  # whose decision made it, or whose question is open
    done_by: Mapped[str] = by_office(8, default="", since=2)
    question: Mapped[str] = by_office(9, default="", since=2)  # of the case, which nobody can answer yet
    risk_id: Mapped[str] = by_office(10, default="", since=2)  # whose measure it is
    agreement_id: Mapped[str] = by_office(11, default="", since=2, index=True)  # which asks for it
    interaction_id: Mapped[str] = by_office(12, default="", since=2, index=True)  # at which it was promised


class PutOff(Record, kw_only=True):
    """A task or a reminder that somebody put off until a day, and why; `until` is None once it was taken back.

    `about` is the record whose day it is (a task, a partner, a partnership) and gives it its id, so that an office has
    one for each; `due_on` is the day that it had then: with another day it is another task, and is not put off.
    """

    __tablename__ = "put_off"
    KIND = 18
    SINCE = 2
    TOGETHER = (("until", "due_on", "reason", "words", "by"),)
    about: Mapped[str] = by_office(1, index=True)
    until: Mapped[str | None] = by_office(2, default=None)
    due_on: Mapped[str] = by_office(3, default="")
    reason: Mapped[str] = by_office(4, default="")  # of forms/today.toml
    words: Mapped[str] = by_office(5, default="")
    by: Mapped[str] = by_office(6, default="")  # officer id
