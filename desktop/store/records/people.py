"""Who works with the program: the office, its officers and its laptops."""

from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.records.base import Fields, Owner, Record


class OfficeProfile(Record, kw_only=True):
    """The office itself: what documents print and thresholds need."""

    __tablename__ = "office_profile"
    KIND = 1
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "name": 1,
            "country": 2,
            "city": 3,
            "address": 4,
            "email": 5,
            "phone": 6,
            "language": 7,
            "yearly_income": 8,
            "income_currency": 9,
            "conflict_affected": 10,
            "code": 11,
            "kind": 12,
        },
        Owner.HQ: {"region": 20, "regional_office": 21, "delegation_usd": 22},
    }
    TOGETHER = (("yearly_income", "income_currency"),)

    code: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="country")  # country | regional | hq | practice
    name: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")  # ISO 3166-1 alpha-2
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    region: Mapped[str] = mapped_column(default="")
    regional_office: Mapped[str] = mapped_column(default="")
    yearly_income: Mapped[str | None] = mapped_column(default=None)  # decimal text
    income_currency: Mapped[str] = mapped_column(default="USD")
    delegation_usd: Mapped[str | None] = mapped_column(default=None)
    conflict_affected: Mapped[bool] = mapped_column(default=False)


class Officer(Record, kw_only=True):
    """A person who uses the program, with the role that the services check."""

    __tablename__ = "officer"
    KIND = 2
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "name": 1,
            "function": 2,
            "role": 3,
            "email": 4,
            "phone": 5,
            "seal_key": 6,
            "language": 7,
            "left_on": 8,
        },
    }
    name: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="officer")  # officer | chief_of_mission | reader | auditor | hq_…
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    seal_key: Mapped[str] = mapped_column(default="")  # Ed25519 public key, hexadecimal
    language: Mapped[str] = mapped_column(default="fr")
    left_on: Mapped[str | None] = mapped_column(default=None)


class Device(Record, kw_only=True):
    """A laptop of the office; its id is the device id of its changes."""

    __tablename__ = "device"
    KIND = 3
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {"name": 1, "public_keys": 2, "continues": 3, "continues_at": 4},
        Owner.HQ: {"certificate": 20, "revoked_after": 21},
    }
    TOGETHER = (("continues", "continues_at"),)

    name: Mapped[str] = mapped_column(default="")
    public_keys: Mapped[str] = mapped_column(default="")
    continues: Mapped[str | None] = mapped_column(default=None)  # the device whose work this one goes on with
    continues_at: Mapped[int | None] = mapped_column(default=None)
    certificate: Mapped[str] = mapped_column(default="")
    revoked_after: Mapped[int | None] = mapped_column(default=None)
