"""Agreements: their text as chosen clauses and departures, their annexes and their printed packs."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import CodeColumn
from desktop.store.records.fields import by_headquarters, by_office
from desktop.store.states import AgreementEnd, AgreementState

LISTED = ("archived", "partner_id", "partnership_id", "type", "state", "office", "reference", "final_at", "id")


class Agreement(Record, kw_only=True):
    """A written agreement between the parties (¶26), from draft to its end.

    The list of agreements is sorted and counted by an index of its own, apart from their long, encrypted texts.
    PostgreSQL keeps long texts apart by itself, and indexes no more than 2,700 bytes of what a bundle may hold.
    """

    __tablename__ = "agreement"
    __table_args__ = (Index("ix_agreement_listed", *LISTED).ddl_if(dialect="sqlite"),)
    KIND = 30
    TOGETHER = (
        ("ended_on", "ended_how", "ended_reason"),
        ("signed_on", "signed_place", "signed_digest"),
        ("suspended_on", "suspended_reason"),
    )
    FOUND_BY = ("reference",)
    partnership_id: Mapped[str] = by_office(1, index=True)
    partner_id: Mapped[str] = by_office(2, default="", index=True)
    type: Mapped[str] = by_office(3)
    template_digest: Mapped[str] = by_office(4, default="")
    languages: Mapped[list[str]] = by_office(5, default_factory=list)  # one or two
    ruling_language: Mapped[str] = by_office(6, default="")
    reference: Mapped[str] = by_office(7, default="")
    content: Mapped[dict[str, Any]] = by_office(8, default_factory=dict)  # the fields its type asks for
    signatories: Mapped[list[dict[str, Any]]] = by_office(21, default_factory=list)
    state: Mapped[AgreementState] = by_office(9, CodeColumn(AgreementState), default=AgreementState.DRAFT)
    decision_id: Mapped[str] = by_office(10, default="")
    created_by: Mapped[str] = by_office(20, default="")
    final_at: Mapped[str | None] = by_office(11, default=None)
    final_by: Mapped[str] = by_office(12, default="")
    signed_on: Mapped[str | None] = by_office(13, default=None)
    signed_place: Mapped[str] = by_office(14, default="")
    signed_digest: Mapped[str] = by_office(15, default="")  # of the scan kept on file
    active_from: Mapped[str | None] = by_office(16, default=None)
    ended_on: Mapped[str | None] = by_office(17, default=None)
    ended_how: Mapped[AgreementEnd] = by_office(18, CodeColumn(AgreementEnd), default="")
    ended_reason: Mapped[str] = by_office(19, default="")
    archived: Mapped[bool] = by_office(22, default=False)
    wording: Mapped[str] = by_office(23, default="", since=2)  # the final text; a draft has none
    suspended_on: Mapped[str | None] = by_office(24, default=None, since=2)  # until it is resumed or ended
    suspended_reason: Mapped[str] = by_office(25, default="", since=2)
    amends: Mapped[str] = by_office(26, default="", since=2)  # the agreement that it changes
    renews: Mapped[str] = by_office(27, default="", since=2)  # the agreement that it follows


class ClauseChoice(Record, kw_only=True):
    """An optional clause taken in or left out, or a mandatory one waived, and why."""

    __tablename__ = "clause_choice"
    KIND = 31
    TOGETHER = (("included", "reason", "chosen_by"), ("cleared_by", "cleared_at"))
    agreement_id: Mapped[str] = by_office(1, index=True)
    clause: Mapped[str] = by_office(2)
    included: Mapped[bool] = by_office(3, default=True)
    reason: Mapped[str] = by_office(4, default="")
    chosen_by: Mapped[str] = by_office(5, default="")
    cleared_by: Mapped[str] = by_headquarters(20, default="")
    cleared_at: Mapped[str | None] = by_headquarters(21, default=None)
    archived: Mapped[bool] = by_office(6, default=False)


class Departure(Record, kw_only=True):
    """A paragraph that differs from the library's text."""

    __tablename__ = "departure"
    KIND = 32
    TOGETHER = (("old", "new"), ("cleared_by", "cleared_at"))
    agreement_id: Mapped[str] = by_office(1, index=True)
    clause: Mapped[str] = by_office(2)
    language: Mapped[str] = by_office(3, default="")
    paragraph: Mapped[int] = by_office(4, default=1)
    old: Mapped[str] = by_office(5, default="")
    new: Mapped[str] = by_office(6, default="")
    reason: Mapped[str] = by_office(7, default="")
    proposed_by: Mapped[str] = by_office(8, default="")
    cleared_by: Mapped[str] = by_headquarters(20, default="")
    cleared_at: Mapped[str | None] = by_headquarters(21, default=None)
    archived: Mapped[bool] = by_office(9, default=False)


class Annex(Record, kw_only=True):
    """An annex of an agreement: rows of a table, or a text."""

    __tablename__ = "annex"
    KIND = 33
    agreement_id: Mapped[str] = by_office(1, index=True)
    code: Mapped[str] = by_office(2)
    rows: Mapped[list[dict[str, Any]]] = by_office(3, default_factory=list)
    text: Mapped[str] = by_office(4, default="")
    position: Mapped[int] = by_office(5, default=0)
    archived: Mapped[bool] = by_office(6, default=False)


class PrintedPack(Record, kw_only=True):
    """A pack as it was made: what its codes claim, so that a scan can be checked against it."""

    __tablename__ = "pack"
    KIND = 34
    TOGETHER = (("printed_at", "printed_by"), ("copy_digest", "originals"))
    agreement_id: Mapped[str] = by_office(1, index=True)
    number: Mapped[int] = by_office(2, default=1)
    made_at: Mapped[str] = by_office(3, default="")
    made_by: Mapped[str] = by_office(4, default="")
    languages: Mapped[list[str]] = by_office(5, default_factory=list)
    pages: Mapped[int] = by_office(6, default=0)
    record_digest: Mapped[str] = by_office(7, default="")
    file_digest: Mapped[str] = by_office(8, default="")
    draft: Mapped[bool] = by_office(9, default=True)
    printed_at: Mapped[str | None] = by_office(10, default=None)
    printed_by: Mapped[str] = by_office(11, default="")
    copy_digest: Mapped[str] = by_office(12, default="", since=2)  # the partner's copy as it was first handed out
    originals: Mapped[list[str]] = by_office(13, default_factory=list, since=2)  # the digests of those the parties sign


class EarlierAgreement(Record, kw_only=True):
    """What was signed before the office worked with the program: no `Agreement`, so that no gate takes it for one.

    Its partnership says what it is about. `scan` is the id of the paper of the partner that shows it; until
    `diligence_due_on` due diligence must be made, nothing for an agreement that was over when it was recorded.
    """

    __tablename__ = "earlier_agreement"
    KIND = 35
    SINCE = 2
    FOUND_BY = ("reference", "title")
    partnership_id: Mapped[str] = by_office(1, index=True)
    partner_id: Mapped[str] = by_office(2, index=True)
    reference: Mapped[str] = by_office(3, default="")
    title: Mapped[str] = by_office(4, default="")  # what it is called, as it was signed
    type: Mapped[str] = by_office(5, default="")  # the code of an agreement type, where one fits
    signed: Mapped[str] = by_office(6, default="")  # ISO, possibly only the year or the month
    signed_by: Mapped[str] = by_office(7, default="")  # who signed for both sides, as the office knows it
    ends_on: Mapped[str | None] = by_office(8, default=None)
    scan: Mapped[str] = by_office(9, default="")
    diligence_due_on: Mapped[str | None] = by_office(10, default=None)
    recorded_by: Mapped[str] = by_office(11, default="")
    notes: Mapped[str] = by_office(12, default="")
    archived: Mapped[bool] = by_office(13, default=False)
