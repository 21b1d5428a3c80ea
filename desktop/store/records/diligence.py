"""Due diligence: cases, answers, findings, evidence, screening, decisions."""

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.records.base import Fields, Owner, Record


class Case(Record, kw_only=True):
    """One due-diligence case on a partner for a partnership (¶21). It keeps the questionnaire it began with."""

    __tablename__ = "diligence_case"
    KIND = 20
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partner_id": 1,
            "partnership_id": 2,
            "form": 3,
            "form_digest": 4,
            "opened_on": 5,
            "opened_by": 6,
            "state": 7,
            "depth_raised_to": 8,
            "depth_reason": 9,
            "opinion": 10,
            "opinion_reason": 11,
            "submitted_by": 12,
            "submitted_at": 13,
            "outcome": 14,
            "mitigation": 15,
            "number": 16,
            "reviewed_by": 17,
            "reviewed_at": 18,
            "archived": 19,
        },
    }
    TOGETHER = (
        ("depth_raised_to", "depth_reason"),
        ("opinion", "opinion_reason"),
        ("state", "submitted_by", "submitted_at", "outcome"),
        ("reviewed_by", "reviewed_at"),
    )
    partner_id: Mapped[str] = mapped_column(index=True)
    partnership_id: Mapped[str] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(default="")
    form: Mapped[str] = mapped_column(default="")
    form_digest: Mapped[str] = mapped_column(default="")
    opened_on: Mapped[str] = mapped_column(default="")
    opened_by: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")  # open | ready | decided
    depth_raised_to: Mapped[str] = mapped_column(default="")
    depth_reason: Mapped[str] = mapped_column(default="")
    opinion: Mapped[str] = mapped_column(default="")  # favourable | conditions | unfavourable
    opinion_reason: Mapped[str] = mapped_column(default="")
    submitted_by: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[str | None] = mapped_column(default=None)
    outcome: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)  # the review as it was submitted
    mitigation: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    reviewed_by: Mapped[str] = mapped_column(default="")
    reviewed_at: Mapped[str | None] = mapped_column(default=None)
    archived: Mapped[bool] = mapped_column(default=False)


class Answer(Record, kw_only=True):
    """One version of the answer to one question; never overwritten (dossier 2.3)."""

    __tablename__ = "answer"
    KIND = 21
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "case_id": 1,
            "question": 2,
            "version": 3,
            "content": 4,
            "author": 5,
            "answered_at": 6,
            "language": 7,
        },
    }
    case_id: Mapped[str] = mapped_column(index=True)
    question: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)  # as definitions.form reads it
    author: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")


class Finding(Record, kw_only=True):
    """An adverse fact and what is known of it (dossier 2.4)."""

    __tablename__ = "finding"
    KIND = 22
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "case_id": 1,
            "question": 2,
            "text": 3,
            "source": 4,
            "publisher": 5,
            "published_on": 6,
            "source_language": 7,
            "evidence_id": 8,
            "status": 9,
            "link": 10,
            "scale": 11,
            "scope": 12,
            "irremediability": 13,
            "happened_on": 14,
            "running": 15,
            "response": 16,
            "credibility": 17,
            "archived": 18,
        },
    }
    case_id: Mapped[str] = mapped_column(index=True)
    question: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    publisher: Mapped[str] = mapped_column(default="")
    published_on: Mapped[str | None] = mapped_column(default=None)
    source_language: Mapped[str] = mapped_column(default="")
    evidence_id: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    scale: Mapped[int | None] = mapped_column(default=None)
    scope: Mapped[int | None] = mapped_column(default=None)
    irremediability: Mapped[int | None] = mapped_column(default=None)
    happened_on: Mapped[str | None] = mapped_column(default=None)
    running: Mapped[bool] = mapped_column(default=False)
    response: Mapped[str] = mapped_column(default="")
    credibility: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)


class Evidence(Record, kw_only=True):
    """A piece of evidence: a file kept by its digest, a link with its date, or a paper reference."""

    __tablename__ = "evidence"
    KIND = 23
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "case_id": 1,
            "partner_id": 2,
            "title": 3,
            "form": 4,
            "digest": 5,
            "name": 6,
            "size": 7,
            "media_type": 8,
            "questions": 9,
            "link": 10,
            "seen_on": 11,
            "quoted": 12,
            "dated_on": 13,
            "added_by": 14,
            "archived": 15,
        },
    }
    TOGETHER = (("digest", "name", "size", "media_type"),)
    case_id: Mapped[str | None] = mapped_column(default=None, index=True)
    partner_id: Mapped[str | None] = mapped_column(default=None, index=True)
    title: Mapped[str] = mapped_column(default="")
    form: Mapped[str] = mapped_column(default="file")  # file | link | paper
    digest: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    size: Mapped[int | None] = mapped_column(default=None)
    media_type: Mapped[str] = mapped_column(default="")
    questions: Mapped[list[str]] = mapped_column(default_factory=list)
    link: Mapped[str] = mapped_column(default="")
    seen_on: Mapped[str | None] = mapped_column(default=None)
    quoted: Mapped[str] = mapped_column(default="")
    dated_on: Mapped[str | None] = mapped_column(default=None)
    added_by: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)


class ScreeningRun(Record, kw_only=True):
    """One search of every name of a case in the lists of that day; an inserted row, never edited."""

    __tablename__ = "screening_run"
    KIND = 24
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "case_id": 1,
            "partner_id": 2,
            "run_at": 3,
            "run_by": 4,
            "lists": 5,
            "names": 6,
            "hits": 7,
            "threshold": 8,
            "matcher": 9,
        },
    }
    case_id: Mapped[str | None] = mapped_column(default=None, index=True)
    partner_id: Mapped[str] = mapped_column(default="", index=True)
    run_at: Mapped[str] = mapped_column(default="")
    run_by: Mapped[str] = mapped_column(default="")
    lists: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)  # {list, title, published, digest}
    names: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)  # {subject, kind, name}
    hits: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    threshold: Mapped[str] = mapped_column(default="")
    matcher: Mapped[str] = mapped_column(default="")


class Ruling(Record, kw_only=True):
    """What a person ruled on a pair (name of ours, entry of a list), for these versions of both sides."""

    __tablename__ = "ruling"
    KIND = 25
    FIELDS: ClassVar[Fields] = {
        Owner.OFFICE: {
            "partner_id": 1,
            "subject": 2,
            "subject_kind": 3,
            "subject_digest": 4,
            "list": 5,
            "entry": 6,
            "entry_digest": 7,
            "ruling": 8,
            "reason": 9,
            "ruled_by": 10,
            "ruled_at": 11,
            "confirmed_by": 12,
            "confirmed_at": 13,
            "band": 14,
        },
    }
    TOGETHER = (("confirmed_by", "confirmed_at"),)
    partner_id: Mapped[str] = mapped_column(default="", index=True)
    subject: Mapped[str] = mapped_column(index=True)  # id of the partner or person
    subject_kind: Mapped[str] = mapped_column(default="")
    subject_digest: Mapped[str] = mapped_column(default="")
    list: Mapped[str] = mapped_column("list_id", default="")
    entry: Mapped[str] = mapped_column(default="")
    entry_digest: Mapped[str] = mapped_column(default="")
    band: Mapped[str] = mapped_column(default="")
    ruling: Mapped[str] = mapped_column(default="")  # not_same | same | unsure
    reason: Mapped[str] = mapped_column(default="")
    ruled_by: Mapped[str] = mapped_column(default="")
    ruled_at: Mapped[str] = mapped_column(default="")
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[str | None] = mapped_column(default=None)


_DECISION = {
    "case_id": 1,
    "partner_id": 2,
    "outcome": 3,
    "level": 4,
    "residual": 5,
    "reason": 6,
    "conditions": 7,
    "route": 8,
    "decided_by": 9,
    "decider_name": 10,
    "decider_role": 11,
    "decided_at": 12,
    "valid_until": 13,
    "brief": 14,
    "brief_digest": 15,
    "seal": 16,
    "seal_key": 17,
    "ad_hoc": 18,
    "send_back": 19,
    "paper": 20,
}


class Verdict(Record, kw_only=True):
    """What a decision says, whoever takes it: an inserted row, revised only by a later one."""

    __abstract__ = True
    case_id: Mapped[str] = mapped_column(index=True)
    partner_id: Mapped[str] = mapped_column(default="", index=True)
    outcome: Mapped[str] = mapped_column(default="")  # approved | conditions | sent_back | refused
    level: Mapped[str] = mapped_column(default="")
    residual: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)  # {text, owner, due}
    send_back: Mapped[list[str]] = mapped_column(default_factory=list)  # question ids
    route: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    decided_by: Mapped[str] = mapped_column(default="")
    decider_name: Mapped[str] = mapped_column(default="")
    decider_role: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[str | None] = mapped_column(default=None)
    brief: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    brief_digest: Mapped[str] = mapped_column(default="")
    seal: Mapped[str] = mapped_column(default="")  # Ed25519 signature by the decider's own key, hexadecimal
    seal_key: Mapped[str] = mapped_column(default="")
    ad_hoc: Mapped[bool] = mapped_column(default=False)  # ¶23
    paper: Mapped[bool] = mapped_column(default=False)


class Decision(Verdict, kw_only=True):
    """A decision within the office's authority (dossier 2.8)."""

    __tablename__ = "decision"
    KIND = 26
    FIELDS: ClassVar[Fields] = {Owner.OFFICE: _DECISION}


class Clearance(Verdict, kw_only=True):
    """A decision that only Headquarters may take."""

    __tablename__ = "clearance"
    KIND = 27
    FIELDS: ClassVar[Fields] = {Owner.HQ: _DECISION}
