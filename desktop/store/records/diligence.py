"""Due diligence: cases, answers, findings, evidence, screening, decisions."""

from typing import Any

from sqlalchemy.orm import Mapped

from desktop.definitions.terms import FileFlaw
from desktop.store.records.base import Record
from desktop.store.records.columns import CodeColumn, OneValue, ValueList
from desktop.store.records.fields import Owner, by_office, by_owner
from desktop.store.records.values import (
    AnswerDigest,
    BriefSummary,
    DecisionCondition,
    DecisionRoute,
    ListUsed,
    MitigationMeasure,
    NameSearched,
    ReviewSummary,
    ScreeningHit,
)
from desktop.store.states import (
    CaseState,
    DecisionOutcome,
    EvidenceForm,
    HitBand,
    Opinion,
    PaperState,
    Role,
    RulingKind,
)


class Case(Record, kw_only=True):
    """One due-diligence case on a partner for a partnership (¶21). It keeps the questionnaire it began with."""

    __tablename__ = "diligence_case"
    KIND = 20
    TOGETHER = (
        ("depth_raised_to", "depth_reason"),
        ("opinion", "opinion_reason"),
        ("state", "submitted_by", "submitted_at", "outcome", "hand_over", "handed_over"),
        ("reviewed_by", "reviewed_at", "review_opinion", "review_reason", "reviewed_hand_over"),
        ("entrusted_to", "entrusted_by", "entrusted_at", "entrusted_note"),
    )
    partner_id: Mapped[str] = by_office(1, index=True)
    partnership_id: Mapped[str] = by_office(2, index=True)
    number: Mapped[str] = by_office(16, default="")
    form: Mapped[str] = by_office(3, default="")
    form_digest: Mapped[str] = by_office(4, default="")
    opened_on: Mapped[str] = by_office(5, default="")
    opened_by: Mapped[str] = by_office(6, default="")
    state: Mapped[CaseState] = by_office(7, CodeColumn(CaseState), default=CaseState.OPEN)
    depth_raised_to: Mapped[str] = by_office(8, default="")
    depth_reason: Mapped[str] = by_office(9, default="")
    opinion: Mapped[Opinion] = by_office(10, CodeColumn(Opinion), default="")
    opinion_reason: Mapped[str] = by_office(11, default="")
    submitted_by: Mapped[str] = by_office(12, default="")
    submitted_at: Mapped[str | None] = by_office(13, default=None)
    outcome: Mapped[ReviewSummary | None] = by_office(  # the review as it was submitted
        14, OneValue(ReviewSummary), default=None, nullable=False
    )
    mitigation: Mapped[tuple[MitigationMeasure, ...]] = by_office(15, ValueList(MitigationMeasure), default=())
    reviewed_by: Mapped[str] = by_office(17, default="")
    reviewed_at: Mapped[str | None] = by_office(18, default=None)
    archived: Mapped[bool] = by_office(19, default=False)
    hand_over: Mapped[str] = by_office(20, default="", since=2)  # an id of each handing over, which decisions name
    follows: Mapped[list[str]] = by_office(21, default_factory=list, since=2)  # the partnership's cases known before it
    rulings_before: Mapped[list[str]] = by_office(
        22, default_factory=list, since=2
    )  # on its partner, when it was opened
    handed_over: Mapped[tuple[AnswerDigest, ...]] = by_office(23, ValueList(AnswerDigest), default=(), since=2)
    review_opinion: Mapped[Opinion] = by_office(30, CodeColumn(Opinion), default="", since=2)  # of who reviewed it
    review_reason: Mapped[str] = by_office(31, default="", since=2)
    reviewed_hand_over: Mapped[str] = by_office(32, default="", since=2)
    depth_reached: Mapped[str] = by_office(24, default="", since=2)  # it never falls without a reason (dossier 2.1)
    entrusted_to: Mapped[str] = by_office(25, default="", since=2)  # who goes on with it; empty for who opened it
    entrusted_by: Mapped[str] = by_office(26, default="", since=2)
    entrusted_at: Mapped[str | None] = by_office(27, default=None, since=2)
    entrusted_note: Mapped[str] = by_office(28, default="", since=2)
    renews: Mapped[str] = by_office(40, default="", since=2)  # the case whose answers are confirmed or changed in it


class Answer(Record, kw_only=True):
    """One version of the answer to one question; never overwritten (dossier 2.3)."""

    __tablename__ = "answer"
    KIND = 21
    case_id: Mapped[str] = by_office(1, index=True)
    question: Mapped[str] = by_office(2)
    version: Mapped[int] = by_office(3, default=1)
    content: Mapped[dict[str, Any]] = by_office(4, default_factory=dict)  # as definitions.form reads it
    author: Mapped[str] = by_office(5, default="")
    answered_at: Mapped[str] = by_office(6, default="")
    language: Mapped[str] = by_office(7, default="")


class Evidence(Record, kw_only=True):
    """A piece of evidence: a file kept by its digest, a link with its date, or a paper reference."""

    __tablename__ = "evidence"
    KIND = 23
    TOGETHER = (("digest", "name", "size", "media_type"),)
    case_id: Mapped[str | None] = by_office(1, default=None, index=True)
    partner_id: Mapped[str | None] = by_office(2, default=None, index=True)
    title: Mapped[str] = by_office(3, default="")
    form: Mapped[EvidenceForm] = by_office(4, CodeColumn(EvidenceForm), default=EvidenceForm.FILE)
    digest: Mapped[str] = by_office(5, default="")
    name: Mapped[str] = by_office(6, default="")
    size: Mapped[int | None] = by_office(7, default=None)
    media_type: Mapped[str] = by_office(8, default="")
    questions: Mapped[list[str]] = by_office(9, default_factory=list)
    link: Mapped[str] = by_office(10, default="")
    seen_on: Mapped[str | None] = by_office(11, default=None)
    quoted: Mapped[str] = by_office(12, default="")
    dated_on: Mapped[str | None] = by_office(13, default=None)
    added_by: Mapped[str] = by_office(14, default="")
    archived: Mapped[bool] = by_office(15, default=False)
    flaw: Mapped[FileFlaw] = by_office(16, CodeColumn(FileFlaw), default="", since=2)  # found when attached


class Finding(Record, kw_only=True):
    """One adverse fact about a partner, with its source (dossier 2.4), at the question that it touches.

    The codes are those of `definitions.answers`, the grades 1 to 3. `evidence_id` is the copy of the source among the
    evidence of the case; `kind` is one of those that the question tells apart, if it does.
    """

    __tablename__ = "finding"
    KIND = 22
    SINCE = 2
    TOGETHER = (("question", "kind"),)
    case_id: Mapped[str] = by_office(1, index=True)
    partner_id: Mapped[str] = by_office(21, default="", index=True)
    question: Mapped[str] = by_office(2, default="")
    kind: Mapped[str] = by_office(19, default="")
    text: Mapped[str] = by_office(3, default="")
    source: Mapped[str] = by_office(4, default="")
    publisher: Mapped[str] = by_office(5, default="")
    published_on: Mapped[str | None] = by_office(6, default=None)
    source_language: Mapped[str] = by_office(7, default="")
    evidence_id: Mapped[str] = by_office(8, default="")
    status: Mapped[str] = by_office(9, default="")
    link: Mapped[str] = by_office(10, default="")
    scale: Mapped[int | None] = by_office(11, default=None)
    scope: Mapped[int | None] = by_office(12, default=None)
    irremediability: Mapped[int | None] = by_office(13, default=None)
    happened_on: Mapped[str | None] = by_office(14, default=None)
    running: Mapped[bool] = by_office(15, default=False)
    response: Mapped[str] = by_office(16, default="")
    credibility: Mapped[str] = by_office(17, default="")
    added_by: Mapped[str] = by_office(20, default="")
    archived: Mapped[bool] = by_office(18, default=False)


class Risk(Record, kw_only=True):
    """A risk of a partnership (¶16, ¶21) with what is done against it, by whom, by which day, and which clause says so.

    `section` is one of the questionnaire. `case_id` is the case that was decided with it, or that is open.
    """

    __tablename__ = "risk"
    KIND = 45
    SINCE = 2
    partnership_id: Mapped[str] = by_office(1, index=True)
    partner_id: Mapped[str] = by_office(2, default="", index=True)
    case_id: Mapped[str] = by_office(3, default="", index=True)
    section: Mapped[str] = by_office(4, default="")
    text: Mapped[str] = by_office(5, default="")
    measure: Mapped[str] = by_office(6, default="")
    owner: Mapped[str] = by_office(7, default="")  # an officer's id
    due_on: Mapped[str | None] = by_office(8, default=None)
    clause: Mapped[str] = by_office(9, default="")
    added_by: Mapped[str] = by_office(10, default="")
    archived: Mapped[bool] = by_office(11, default=False)


class ScreeningRun(Record, kw_only=True):
    """One search of every name of a case in the lists of that day; an inserted row, never edited."""

    __tablename__ = "screening_run"
    KIND = 24
    case_id: Mapped[str | None] = by_office(1, default=None, index=True)
    partner_id: Mapped[str] = by_office(2, default="", index=True)
    run_at: Mapped[str] = by_office(3, default="")
    run_by: Mapped[str] = by_office(4, default="")
    lists: Mapped[tuple[ListUsed, ...]] = by_office(5, ValueList(ListUsed), default=())
    names: Mapped[tuple[NameSearched, ...]] = by_office(6, ValueList(NameSearched), default=())
    hits: Mapped[tuple[ScreeningHit, ...]] = by_office(7, ValueList(ScreeningHit), default=())
    threshold: Mapped[str] = by_office(8, default="")
    matcher: Mapped[str] = by_office(9, default="")
    follows: Mapped[list[str]] = by_office(10, default_factory=list, since=2)  # the searches known before it


Ids = list[str]  # of other records, where `list` is the name of a field


class Ruling(Record, kw_only=True):
    """What a person ruled on a pair (name of ours, entry of a list), for these versions of both sides."""

    __tablename__ = "ruling"
    KIND = 25
    TOGETHER = (("confirmed_by", "confirmed_at"),)
    partner_id: Mapped[str] = by_office(1, default="", index=True)
    subject: Mapped[str] = by_office(2, index=True)  # id of the partner or person
    subject_kind: Mapped[str] = by_office(3, default="")
    subject_digest: Mapped[str] = by_office(4, default="")
    follows: Mapped[Ids] = by_office(15, default_factory=list, since=2)  # the rulings on the pair known before it
    list: Mapped[str] = by_office(5, "list_id", default="")
    entry: Mapped[str] = by_office(6, default="")
    entry_digest: Mapped[str] = by_office(7, default="")
    band: Mapped[HitBand] = by_office(14, CodeColumn(HitBand), default="")
    ruling: Mapped[RulingKind] = by_office(8, CodeColumn(RulingKind), default="")
    reason: Mapped[str] = by_office(9, default="")
    ruled_by: Mapped[str] = by_office(10, default="")
    ruled_at: Mapped[str] = by_office(11, default="")
    confirmed_by: Mapped[str] = by_office(12, default="")
    confirmed_at: Mapped[str | None] = by_office(13, default=None)


class Verdict(Record, kw_only=True):
    """What a decision says, whoever takes it: an inserted row, revised only by a later one."""

    __abstract__ = True
    case_id: Mapped[str] = by_owner(1, index=True)
    partner_id: Mapped[str] = by_owner(2, default="", index=True)
    outcome: Mapped[DecisionOutcome] = by_owner(3, CodeColumn(DecisionOutcome), default="")
    level: Mapped[str] = by_owner(4, default="")
    residual: Mapped[str] = by_owner(5, default="")
    reason: Mapped[str] = by_owner(6, default="")
    conditions: Mapped[tuple[DecisionCondition, ...]] = by_owner(7, ValueList(DecisionCondition), default=())
    send_back: Mapped[list[str]] = by_owner(19, default_factory=list)  # question ids
    route: Mapped[DecisionRoute | None] = by_owner(8, OneValue(DecisionRoute), default=None, nullable=False)
    decided_by: Mapped[str] = by_owner(9, default="")
    decider_name: Mapped[str] = by_owner(10, default="")
    decider_role: Mapped[Role] = by_owner(11, CodeColumn(Role), default="")
    decided_at: Mapped[str] = by_owner(12, default="")
    valid_until: Mapped[str | None] = by_owner(13, default=None)
    brief: Mapped[BriefSummary | None] = by_owner(14, OneValue(BriefSummary), default=None, nullable=False)
    brief_digest: Mapped[str] = by_owner(15, default="")
    seal: Mapped[str] = by_owner(16, default="")  # Ed25519 signature by the decider's own key, hexadecimal
    seal_key: Mapped[str] = by_owner(17, default="")
    ad_hoc: Mapped[bool] = by_owner(18, default=False)  # ¶23
    paper: Mapped[bool] = by_owner(20, default=False)
    hand_over: Mapped[str] = by_owner(21, default="", since=2)  # that of the case which it answers
    follows: Mapped[list[str]] = by_owner(22, default_factory=list, since=2)  # the partnership's decisions known before
    no_interest: Mapped[bool] = by_owner(23, default=False, since=2)  # the decider declared to have none
    # Of one taken on paper: the day of the ink, the code on the sheet, its scan, who entered it, who confirmed it.
    signed_on: Mapped[str | None] = by_owner(24, default=None, since=2)
    paper_code: Mapped[str] = by_owner(25, default="", since=2)
    scan: Mapped[str] = by_owner(26, default="", since=2)
    entered_by: Mapped[str] = by_owner(27, default="", since=2)
    confirmed_by: Mapped[str] = by_owner(28, default="", since=2)
    # Of one taken by a deputy: for whom, by name too, and the delegation that allowed it.
    on_behalf_of: Mapped[str] = by_owner(29, default="", since=2)
    on_behalf_name: Mapped[str] = by_owner(30, default="", since=2)
    delegation: Mapped[str] = by_owner(31, default="", since=2)


class Decision(Verdict, kw_only=True):
    """A decision within the office's authority (dossier 2.8)."""

    __tablename__ = "decision"
    KIND = 26
    OWNER = Owner.OFFICE


class Clearance(Verdict, kw_only=True):
    """A decision that only Headquarters may take."""

    __tablename__ = "clearance"
    KIND = 27
    OWNER = Owner.HQ


class PaperDecision(Record, kw_only=True):
    """A decision signed in ink, as one officer entered it; it decides nothing before a second one confirmed it."""

    __tablename__ = "paper_decision"
    KIND = 28
    SINCE = 2
    TOGETHER = (("state", "settled_by", "settled_at"),)
    case_id: Mapped[str] = by_office(1, index=True)
    hand_over: Mapped[str] = by_office(2, default="")  # of the case, as it was handed over
    code: Mapped[str] = by_office(3, default="")  # printed on the sheet: the case exactly as it stood
    decider: Mapped[str] = by_office(4, default="")  # who signed
    outcome: Mapped[DecisionOutcome] = by_office(5, CodeColumn(DecisionOutcome), default="")
    reason: Mapped[str] = by_office(6, default="")
    conditions: Mapped[tuple[DecisionCondition, ...]] = by_office(7, ValueList(DecisionCondition), default=())
    send_back: Mapped[list[str]] = by_office(8, default_factory=list)
    in_writing: Mapped[str] = by_office(9, default="")
    signed_on: Mapped[str] = by_office(10, default="")
    scan: Mapped[str] = by_office(11, default="")
    scan_name: Mapped[str] = by_office(12, default="")
    entered_by: Mapped[str] = by_office(13, default="")
    entered_at: Mapped[str] = by_office(14, default="")
    state: Mapped[PaperState] = by_office(15, CodeColumn(PaperState), default=PaperState.ENTERED)
    settled_by: Mapped[str] = by_office(16, default="")  # who confirmed or withdrew it
    settled_at: Mapped[str | None] = by_office(17, default=None)
