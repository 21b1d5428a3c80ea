"""Partners, the persons behind them, the partnerships they enter, and the days in between."""

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.records.base import Fields, Owner, Record
from desktop.store.records.columns import ValueList
from desktop.store.records.values import ToldApart


class Partner(Record, kw_only=True):
    """A private actor of one of the four target groups (¶28)."""

    __tablename__ = "partner"
    KIND = 10
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "name": 1,
            "other_names": 2,
            "group": 3,
            "subtype": 4,
            "country": 5,
            "city": 6,
            "address": 7,
            "registration": 8,
            "website": 9,
            "sectors": 10,
            "employees": 11,
            "founded": 12,
            "brought_by": 13,
            "owner": 14,
            "supplier": 15,
            "supplier_note": 16,
            "summary": 17,
            "stage": 18,
            "next_action": 19,
            "next_action_on": 20,
            "archived": 21,
            "archived_reason": 22,
            "parent_id": 23,
            "labels": 24,
            "lei": 25,
            "email": 26,
            "phone": 27,
            "not_same_as": 28,
            "traits": 29,
        },
        Owner.SHARED: {"notes": 40},
        Owner.HQ: {"merged_into": 60, "watch_note": 61},
    }
    TOGETHER = (("next_action", "next_action_on"), ("archived", "archived_reason"), ("supplier", "supplier_note"))
    FOUND_BY = ("name", "other_names", "registration", "city")

    name: Mapped[str]
    other_names: Mapped[list[str]] = mapped_column(default_factory=list)
    group: Mapped[str] = mapped_column("target_group", default="ENT")  # ¶28: ENT | FOA | HNW | PUB
    subtype: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")  # ISO 3166-1 alpha-2
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    registration: Mapped[str] = mapped_column(default="")
    lei: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    sectors: Mapped[list[str]] = mapped_column(default_factory=list)
    employees: Mapped[int | None] = mapped_column(default=None)
    founded: Mapped[str | None] = mapped_column(default=None)  # ISO, possibly only the year
    brought_by: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")  # officer id
    supplier: Mapped[bool] = mapped_column(default=False)
    supplier_note: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="identified")
    next_action: Mapped[str] = mapped_column(default="")
    next_action_on: Mapped[str | None] = mapped_column(default=None)
    archived: Mapped[bool] = mapped_column(default=False)
    archived_reason: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[str | None] = mapped_column(default=None, index=True)
    labels: Mapped[list[str]] = mapped_column(default_factory=list)
    traits: Mapped[list[str]] = mapped_column(default_factory=list)  # state_owned | corporate_funder | high_impact
    not_same_as: Mapped[tuple[ToldApart, ...]] = mapped_column(ValueList(ToldApart), default=())
    notes: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[str | None] = mapped_column(default=None)
    watch_note: Mapped[str] = mapped_column(default="")


class Person(Record, kw_only=True):
    """A natural person behind a partner: owner, director, signatory or contact; minimum fields."""

    __tablename__ = "person"
    KIND = 11
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partner_id": 1,
            "name": 2,
            "other_names": 3,
            "roles": 4,
            "title": 5,
            "birth_date": 6,
            "nationality": 7,
            "document": 8,
            "email": 9,
            "phone": 10,
            "share": 11,
            "retain_until": 12,
            "archived": 13,
        },
    }
    FOUND_BY = ("name", "other_names", "title")
    partner_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    other_names: Mapped[list[str]] = mapped_column(default_factory=list)
    roles: Mapped[list[str]] = mapped_column(default_factory=list)  # owner | director | signatory | contact
    title: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[str] = mapped_column(default="")  # ISO, possibly partial: 1984 or 1984-03
    nationality: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    share: Mapped[str | None] = mapped_column(default=None)  # per cent held, decimal text
    retain_until: Mapped[str | None] = mapped_column(default=None)
    archived: Mapped[bool] = mapped_column(default=False)


class Partnership(Record, kw_only=True):
    """What a partner and IOM want to do together (¶16, ¶29); a pipeline entry until its agreement is signed."""

    __tablename__ = "partnership"
    KIND = 12
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partner_id": 1,
            "title": 2,
            "purpose": 3,
            "aims": 4,
            "type": 5,
            "other_types": 6,
            "agreement_type": 7,
            "form": 8,
            "value": 9,
            "currency": 10,
            "value_usd": 11,
            "themes": 12,
            "countries": 13,
            "emergency": 14,
            "features": 15,
            "goods_kinds": 16,
            "contribution_kinds": 17,
            "starts_on": 18,
            "ends_on": 19,
            "stage": 20,
            "register_number": 21,
            "project_code": 22,
            "visibility": 23,
            "visibility_reason": 24,
            "archived": 25,
            "lessons": 26,
            "matching": 27,
            "matching_currency": 28,
            "ad_hoc": 29,
        },
    }
    TOGETHER = (
        ("value", "currency", "value_usd"),
        ("visibility", "visibility_reason"),
        ("matching", "matching_currency"),
    )
    FOUND_BY = ("title", "register_number", "project_code")

    partner_id: Mapped[str] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    aims: Mapped[list[str]] = mapped_column(default_factory=list)  # ¶15: a b c d
    type: Mapped[str] = mapped_column(default="")  # ¶29 a to d: ADV | INN | RES | IMP
    other_types: Mapped[list[str]] = mapped_column(default_factory=list)
    agreement_type: Mapped[str] = mapped_column(default="")  # MOU, INK…
    form: Mapped[str] = mapped_column(default="")
    value: Mapped[str | None] = mapped_column(default=None)  # decimal text
    currency: Mapped[str] = mapped_column(default="USD")
    value_usd: Mapped[str | None] = mapped_column(default=None)
    themes: Mapped[list[str]] = mapped_column(default_factory=list)
    countries: Mapped[list[str]] = mapped_column(default_factory=list)
    emergency: Mapped[bool] = mapped_column(default=False)
    # what rules ask of it, as facts name it: logo, sales, public, event, personal_data, beneficiary_contact,
    # children, matching_funds, works, other_parties, other_list_required
    features: Mapped[list[str]] = mapped_column(default_factory=list)
    goods_kinds: Mapped[list[str]] = mapped_column(default_factory=list)  # medicines | food | it | vehicles | other
    contribution_kinds: Mapped[list[str]] = mapped_column(default_factory=list)  # cash | goods | services
    starts_on: Mapped[str | None] = mapped_column(default=None)
    ends_on: Mapped[str | None] = mapped_column(default=None)
    stage: Mapped[str] = mapped_column(default="identified")
    register_number: Mapped[str] = mapped_column(default="")
    project_code: Mapped[str] = mapped_column(default="")
    visibility: Mapped[str] = mapped_column(default="members")  # internal | members | public
    visibility_reason: Mapped[str] = mapped_column(default="")
    matching: Mapped[str | None] = mapped_column(default=None)
    matching_currency: Mapped[str] = mapped_column(default="USD")
    ad_hoc: Mapped[bool] = mapped_column(default=False)  # ¶23
    archived: Mapped[bool] = mapped_column(default=False)
    lessons: Mapped[str] = mapped_column(default="")


class Party(Record, kw_only=True):
    """One party of a partnership, with its risk, responsibility, resource and benefit (¶16, fn 9)."""

    __tablename__ = "party"
    KIND = 13
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partnership_id": 1,
            "partner_id": 2,
            "name": 3,
            "role": 4,
            "risk": 5,
            "responsibility": 6,
            "resource": 7,
            "benefit": 8,
            "archived": 9,
        },
    }
    partnership_id: Mapped[str] = mapped_column(index=True)
    partner_id: Mapped[str | None] = mapped_column(default=None, index=True)
    name: Mapped[str] = mapped_column(default="")  # of a party that is not a partner: IOM, a ministry…
    role: Mapped[str] = mapped_column(default="")
    risk: Mapped[str] = mapped_column(default="")
    responsibility: Mapped[str] = mapped_column(default="")
    resource: Mapped[str] = mapped_column(default="")
    benefit: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)


class Interaction(Record, kw_only=True):
    """A contact with a partner: an inserted row, never edited in place."""

    __tablename__ = "interaction"
    KIND = 14
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partner_id": 1,
            "happened_on": 2,
            "channel": 3,
            "ours": 4,
            "theirs": 5,
            "subject": 6,
            "text": 7,
            "promises": 8,
            "archived": 9,
        },
    }
    partner_id: Mapped[str] = mapped_column(index=True)
    happened_on: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")
    ours: Mapped[list[str]] = mapped_column(default_factory=list)
    theirs: Mapped[list[str]] = mapped_column(default_factory=list)
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    promises: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)  # {by, what, due}
    archived: Mapped[bool] = mapped_column(default=False)


class Task(Record, kw_only=True):
    """Something somebody has to do by a day; conditions of decisions become tasks."""

    __tablename__ = "task"
    KIND = 15
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {"about": 1, "what": 2, "owner": 3, "due_on": 4, "done_on": 5, "source": 6},
    }
    about: Mapped[str] = mapped_column(index=True)  # the id of the record it concerns
    what: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[str | None] = mapped_column(default=None)
    done_on: Mapped[str | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(default="")  # condition | promise | renewal | unknown | own


class Suggestion(Record, kw_only=True):
    """What HQ proposes for an office's record; the office accepts or declines (product decision 9)."""

    __tablename__ = "suggestion"
    KIND = 16
    FIELDS: ClassVar[Fields] = {
        Owner.HQ: {"about": 1, "field": 2, "value": 3, "reason": 4, "made_by": 5, "made_at": 6},
        Owner.OFFICE: {"answer": 20, "answer_reason": 21},
    }
    TOGETHER = (("answer", "answer_reason"),)
    about: Mapped[str] = mapped_column(index=True)
    field: Mapped[str] = mapped_column(default="")
    value: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answer_reason: Mapped[str] = mapped_column(default="")
