"""Agreements: their text as chosen clauses and departures, their annexes and their printed packs."""

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.records.base import Fields, Owner, Record


class Agreement(Record, kw_only=True):
    """A written agreement between the parties (¶26), from draft to its end."""

    __tablename__ = "agreement"
    KIND = 30
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partnership_id": 1,
            "partner_id": 2,
            "type": 3,
            "template_digest": 4,
            "languages": 5,
            "ruling_language": 6,
            "reference": 7,
            "content": 8,
            "state": 9,
            "decision_id": 10,
            "final_at": 11,
            "final_by": 12,
            "signed_on": 13,
            "signed_place": 14,
            "signed_digest": 15,
            "active_from": 16,
            "ended_on": 17,
            "ended_how": 18,
            "ended_reason": 19,
            "created_by": 20,
            "signatories": 21,
            "archived": 22,
        },
    }
    TOGETHER = (("ended_on", "ended_how", "ended_reason"), ("signed_on", "signed_place", "signed_digest"))
    FOUND_BY = ("reference",)
    partnership_id: Mapped[str] = mapped_column(index=True)
    partner_id: Mapped[str] = mapped_column(default="", index=True)
    type: Mapped[str]
    template_digest: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(default_factory=list)  # one or two
    ruling_language: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)  # the fields its type asks for
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    state: Mapped[str] = mapped_column(default="draft")  # draft | final | printed | signed | active | ended
    decision_id: Mapped[str] = mapped_column(default="")
    created_by: Mapped[str] = mapped_column(default="")
    final_at: Mapped[str | None] = mapped_column(default=None)
    final_by: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[str | None] = mapped_column(default=None)
    signed_place: Mapped[str] = mapped_column(default="")
    signed_digest: Mapped[str] = mapped_column(default="")  # of the scan kept on file
    active_from: Mapped[str | None] = mapped_column(default=None)
    ended_on: Mapped[str | None] = mapped_column(default=None)
    ended_how: Mapped[str] = mapped_column(default="")  # completed | terminated | expired
    ended_reason: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)


class ClauseChoice(Record, kw_only=True):
    """An optional clause taken in or left out, or a mandatory one waived, and why."""

    __tablename__ = "clause_choice"
    KIND = 31
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {"agreement_id": 1, "clause": 2, "included": 3, "reason": 4, "chosen_by": 5, "archived": 6},
        Owner.HQ: {"cleared_by": 20, "cleared_at": 21},
    }
    TOGETHER = (("included", "reason", "chosen_by"), ("cleared_by", "cleared_at"))
    agreement_id: Mapped[str] = mapped_column(index=True)
    clause: Mapped[str]
    included: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(default="")
    chosen_by: Mapped[str] = mapped_column(default="")
    cleared_by: Mapped[str] = mapped_column(default="")
    cleared_at: Mapped[str | None] = mapped_column(default=None)
    archived: Mapped[bool] = mapped_column(default=False)


class Departure(Record, kw_only=True):
    """A paragraph that differs from the library's text."""

    __tablename__ = "departure"
    KIND = 32
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "agreement_id": 1,
            "clause": 2,
            "language": 3,
            "paragraph": 4,
            "old": 5,
            "new": 6,
            "reason": 7,
            "proposed_by": 8,
            "archived": 9,
        },
        Owner.HQ: {"cleared_by": 20, "cleared_at": 21},
    }
    TOGETHER = (("old", "new"), ("cleared_by", "cleared_at"))
    agreement_id: Mapped[str] = mapped_column(index=True)
    clause: Mapped[str]
    language: Mapped[str] = mapped_column(default="")
    paragraph: Mapped[int] = mapped_column(default=1)
    old: Mapped[str] = mapped_column(default="")
    new: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[str] = mapped_column(default="")
    cleared_by: Mapped[str] = mapped_column(default="")
    cleared_at: Mapped[str | None] = mapped_column(default=None)
    archived: Mapped[bool] = mapped_column(default=False)


class Annex(Record, kw_only=True):
    """An annex of an agreement: rows of a table, or a text."""

    __tablename__ = "annex"
    KIND = 33
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {"agreement_id": 1, "code": 2, "rows": 3, "text": 4, "position": 5, "archived": 6},
    }
    agreement_id: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    text: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(default=False)


class PrintedPack(Record, kw_only=True):
    """A pack as it was made: what its codes claim, so that a scan can be checked against it."""

    __tablename__ = "pack"
    KIND = 34
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "agreement_id": 1,
            "number": 2,
            "made_at": 3,
            "made_by": 4,
            "languages": 5,
            "pages": 6,
            "record_digest": 7,
            "file_digest": 8,
            "draft": 9,
            "printed_at": 10,
            "printed_by": 11,
        },
    }
    TOGETHER = (("printed_at", "printed_by"),)
    agreement_id: Mapped[str] = mapped_column(index=True)
    number: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(default_factory=list)
    pages: Mapped[int] = mapped_column(default=0)
    record_digest: Mapped[str] = mapped_column(default="")
    file_digest: Mapped[str] = mapped_column(default="")
    draft: Mapped[bool] = mapped_column(default=True)
    printed_at: Mapped[str | None] = mapped_column(default=None)
    printed_by: Mapped[str] = mapped_column(default="")
