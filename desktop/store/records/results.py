"""What a partnership brings: contributions, activities, products, innovations and the people reached (¶29)."""

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.records.base import Fields, Owner, Record


class Contribution(Record, kw_only=True):
    """Money, goods or services promised and received (¶29 c); amounts are decimal text with their currency."""

    __tablename__ = "contribution"
    KIND = 40
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partner_id": 1,
            "partnership_id": 2,
            "agreement_id": 3,
            "kind": 4,
            "description": 5,
            "state": 6,
            "promised_on": 7,
            "confirmed_on": 8,
            "received_on": 9,
            "amount": 10,
            "currency": 11,
            "rate": 12,
            "rate_month": 13,
            "amount_usd": 14,
            "earmark": 15,
            "themes": 16,
            "channel": 17,
            "project_code": 18,
            "receipt": 19,
            "quantity": 20,
            "unit": 21,
            "condition": 22,
            "expires_on": 23,
            "valuation": 24,
            "second_reader": 25,
            "refund_of": 26,
            "matching": 27,
            "notes": 28,
            "archived": 29,
        },
    }
    TOGETHER = (("amount", "currency", "rate", "rate_month", "amount_usd"), ("quantity", "unit"))
    partner_id: Mapped[str] = mapped_column(index=True)
    partnership_id: Mapped[str | None] = mapped_column(default=None, index=True)
    agreement_id: Mapped[str | None] = mapped_column(default=None, index=True)
    kind: Mapped[str] = mapped_column(default="cash")  # cash | goods | services
    description: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="promised")  # promised | confirmed | received | reported
    promised_on: Mapped[str | None] = mapped_column(default=None)
    confirmed_on: Mapped[str | None] = mapped_column(default=None)
    received_on: Mapped[str | None] = mapped_column(default=None)
    amount: Mapped[str | None] = mapped_column(default=None)
    currency: Mapped[str] = mapped_column(default="USD")
    rate: Mapped[str | None] = mapped_column(default=None)
    rate_month: Mapped[str] = mapped_column(default="")
    amount_usd: Mapped[str | None] = mapped_column(default=None)
    earmark: Mapped[str] = mapped_column(default="")
    themes: Mapped[list[str]] = mapped_column(default_factory=list)
    channel: Mapped[str] = mapped_column(default="")
    project_code: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str] = mapped_column(default="")
    quantity: Mapped[str | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(default="")
    condition: Mapped[str] = mapped_column(default="")
    expires_on: Mapped[str | None] = mapped_column(default=None)
    valuation: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    second_reader: Mapped[str] = mapped_column(default="")
    refund_of: Mapped[str | None] = mapped_column(default=None)
    matching: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)


class Activity(Record, kw_only=True):
    """A campaign, study, event or other activity with private partners; a study is a knowledge product."""

    __tablename__ = "activity"
    KIND = 41
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partnership_id": 1,
            "kind": 2,
            "title": 3,
            "countries": 4,
            "starts_on": 5,
            "ends_on": 6,
            "partner_roles": 7,
            "themes": 8,
            "project_code": 9,
            "released_on": 10,
            "edition_of": 11,
            "language": 12,
            "text": 13,
            "archived": 14,
        },
    }
    partnership_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    countries: Mapped[list[str]] = mapped_column(default_factory=list)
    starts_on: Mapped[str | None] = mapped_column(default=None)
    ends_on: Mapped[str | None] = mapped_column(default=None)
    partner_roles: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)  # {partner, role}
    themes: Mapped[list[str]] = mapped_column(default_factory=list)
    project_code: Mapped[str] = mapped_column(default="")
    released_on: Mapped[str | None] = mapped_column(default=None)
    edition_of: Mapped[str | None] = mapped_column(default=None)
    language: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)


class Result(Record, kw_only=True):
    """A dated fact that indicators count: an innovation's stage or replication, persons assisted."""

    __tablename__ = "result"
    KIND = 42
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partnership_id": 1,
            "activity_id": 2,
            "kind": 3,
            "title": 4,
            "stage": 5,
            "happened_on": 6,
            "until": 7,
            "office_code": 8,
            "count": 9,
            "method": 10,
            "breakdown": 11,
            "archived": 12,
        },
    }
    TOGETHER = (("count", "method", "breakdown"),)
    partnership_id: Mapped[str] = mapped_column(index=True)
    activity_id: Mapped[str | None] = mapped_column(default=None)
    kind: Mapped[str] = mapped_column(default="")  # innovation | replication | persons
    title: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="")
    happened_on: Mapped[str | None] = mapped_column(default=None)
    until: Mapped[str | None] = mapped_column(default=None)
    office_code: Mapped[str] = mapped_column(default="")
    count: Mapped[int | None] = mapped_column(default=None)
    method: Mapped[str] = mapped_column(default="")
    breakdown: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    archived: Mapped[bool] = mapped_column(default=False)


class Budget(Record, kw_only=True):
    """The budget of a year that RES-2 divides by; the office enters its own, HQ the whole IOM's."""

    __tablename__ = "budget"
    KIND = 43
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {"year": 1, "amount": 2, "currency": 3, "source": 4, "dated_on": 5},
        Owner.HQ: {"whole": 20, "whole_source": 21},
    }
    TOGETHER = (("amount", "currency", "source", "dated_on"), ("whole", "whole_source"))
    year: Mapped[int]
    amount: Mapped[str | None] = mapped_column(default=None)
    currency: Mapped[str] = mapped_column(default="USD")
    source: Mapped[str] = mapped_column(default="")
    dated_on: Mapped[str | None] = mapped_column(default=None)
    whole: Mapped[str | None] = mapped_column(default=None)
    whole_source: Mapped[str] = mapped_column(default="")


class Content(Record, kw_only=True):
    """A definition or list version that HQ has published and the office holds."""

    __tablename__ = "content"
    KIND = 44
    FIELDS: ClassVar[Fields] = {
        Owner.HQ: {"kind": 1, "name": 2, "version": 3, "digest": 4, "published_on": 5, "withdrawn": 6},
    }
    kind: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str] = mapped_column(default="")
    published_on: Mapped[str] = mapped_column(default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
