"""Who works with the program: the office, its officers and its laptops."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import AmountColumn, CodeColumn, ValueList
from desktop.store.records.fields import by_headquarters, by_office
from desktop.store.records.values import CaseHolder
from desktop.store.states import OfficeKind, Role


class OfficeProfile(Record, kw_only=True):
    """The office itself: what documents print and thresholds need."""

    __tablename__ = "office_profile"
    KIND = 1
    TOGETHER = (("yearly_income", "income_currency"),)

    code: Mapped[str] = by_office(11, default="")
    kind: Mapped[OfficeKind] = by_office(12, CodeColumn(OfficeKind), default=OfficeKind.COUNTRY)
    name: Mapped[str] = by_office(1, default="")
    country: Mapped[str] = by_office(2, default="")  # ISO 3166-1 alpha-2
    city: Mapped[str] = by_office(3, default="")
    address: Mapped[str] = by_office(4, default="")
    email: Mapped[str] = by_office(5, default="")
    phone: Mapped[str] = by_office(6, default="")
    language: Mapped[str] = by_office(7, default="fr")
    region: Mapped[str] = by_headquarters(20, default="")
    regional_office: Mapped[str] = by_headquarters(21, default="")
    yearly_income: Mapped[str | None] = by_office(8, AmountColumn(), default=None)  # decimal text
    income_currency: Mapped[str] = by_office(9, default="USD")
    delegation_usd: Mapped[str | None] = by_headquarters(22, AmountColumn(), default=None)
    conflict_affected: Mapped[bool] = by_office(10, default=False)
    paper: Mapped[str] = by_office(13, default="", since=2)  # what it prints on; empty for what is usual in its country


class Officer(Record, kw_only=True):
    """A person who uses the program, with the role that the services check."""

    __tablename__ = "officer"
    KIND = 2
    TOGETHER = (("clock_confirmed_at", "clock_doubted_at"),)

    name: Mapped[str] = by_office(1)
    function: Mapped[str] = by_office(2, default="")
    role: Mapped[Role] = by_office(3, CodeColumn(Role), default=Role.OFFICER)
    email: Mapped[str] = by_office(4, default="")
    phone: Mapped[str] = by_office(5, default="")
    seal_key: Mapped[str] = by_office(6, default="")  # Ed25519 public key, hexadecimal
    language: Mapped[str] = by_office(7, default="fr")
    left_on: Mapped[str | None] = by_office(8, default=None)
    clock_confirmed_at: Mapped[str | None] = by_office(
        9, default=None, since=2
    )  # what the clock said that was confirmed
    clock_doubted_at: Mapped[str | None] = by_office(10, default=None, since=2)  # the evidence against it
    # Of somebody who decides: the officer who decided already, or HQ; empty of the first one of an office.
    confirmed_by: Mapped[str] = by_office(11, default="", since=2)


class Device(Record, kw_only=True):
    """A laptop of the office; its id is the device id of its changes."""

    __tablename__ = "device"
    KIND = 3
    TOGETHER = (("continues", "continues_at"), ("contents_version", "contents_digest"))

    name: Mapped[str] = by_office(1, default="")
    public_keys: Mapped[str] = by_office(2, default="")
    continues: Mapped[str | None] = by_office(3, default=None)  # the device whose work this one goes on with
    continues_at: Mapped[int | None] = by_office(4, default=None)
    certificate: Mapped[str] = by_headquarters(20, default="")
    revoked_after: Mapped[int | None] = by_headquarters(21, default=None)  # its last change that counts
    withdrawal_reason: Mapped[str] = by_headquarters(22, default="", since=2)
    contents_version: Mapped[int] = by_office(5, default=0, since=2)  # of the contents it works with; 0: the program's
    contents_digest: Mapped[str] = by_office(6, default="", since=2)


class Delegation(Record, kw_only=True):
    """An officer who decides names a deputy for an absence, sealed, for days that the matrix bounds."""

    __tablename__ = "delegation"
    KIND = 4
    SINCE = 2
    TOGETHER = (("withdrawn_by", "withdrawn_at", "decided_before"),)

    chief: Mapped[str] = by_office(1, default="", index=True)  # the officer who is away
    deputy: Mapped[str] = by_office(2, default="", index=True)
    first_day: Mapped[str] = by_office(3, default="")
    last_day: Mapped[str] = by_office(4, default="")
    reason: Mapped[str] = by_office(5, default="")
    named_at: Mapped[str] = by_office(6, default="")
    withdrawn_by: Mapped[str] = by_office(7, default="")
    withdrawn_at: Mapped[str | None] = by_office(8, default=None)
    seal: Mapped[str] = by_office(9, default="")  # by the key of the officer who is away, as a decision has it
    seal_key: Mapped[str] = by_office(10, default="")
    decided_before: Mapped[list[str]] = by_office(11, default_factory=list)  # what was decided by it, known at its end


class HandOver(Record, kw_only=True):
    """What an officer who leaves, or is away, held and hands to a colleague, with a note.

    One row for each receiver; those of one handing share `deed`. `records` are the ids of what changed hands, so that
    it can be given back: each was the leaver's and is the receiver's since.
    """

    __tablename__ = "hand_over"
    KIND = 5
    SINCE = 2
    TOGETHER = (("taken_back_on", "taken_back_by"),)
    deed: Mapped[str] = by_office(1, default="", index=True)
    leaver: Mapped[str] = by_office(2, default="", index=True)  # officer ids
    receiver: Mapped[str] = by_office(3, default="", index=True)
    note: Mapped[str] = by_office(4, default="")
    records: Mapped[list[str]] = by_office(5, default_factory=list)
    partners: Mapped[list[str]] = by_office(6, default_factory=list)  # those that it is about
    handed_on: Mapped[str] = by_office(7, default="")
    handed_by: Mapped[str] = by_office(8, default="")
    read_on: Mapped[str | None] = by_office(9, default=None)  # when the receiver said to have read it
    taken_back_on: Mapped[str | None] = by_office(10, default=None)
    taken_back_by: Mapped[str] = by_office(11, default="")
    cases_before: Mapped[tuple[CaseHolder, ...]] = by_office(12, ValueList(CaseHolder), default=())
