"""One dollar followed: from its receipt to the agreement, to the decision that allowed it, to the evidence behind that.

Each step names its record and what can be proved of it here: a seal that holds, a file that is byte for byte the one
that was added. What lacks is a step of its own, so that a gap is as plain as a paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _, language, pick
from desktop.services import labels
from desktop.services.diligence import decided, evidence, seals, verdicts
from desktop.services.registry import identity
from desktop.services.results import ledger
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import (
    Agreement,
    Case,
    Clearance,
    Contribution,
    Decision,
    EarlierAgreement,
    Evidence,
    Partner,
    Partnership,
    Verdict,
)
from desktop.store.states import EvidenceForm

DAY = 10  # letters of an ISO day


class StepKind(StrEnum):
    """What a step is about, in the order of the trail."""

    RECEIPT = "receipt"
    REFUND = "refund"
    VALUE = "value"
    PROMISE = "promise"
    PARTNER = "partner"
    AGREEMENT = "agreement"
    SIGNED = "signed"
    CASE = "case"
    DECISION = "decision"
    EVIDENCE = "evidence"


class StepProof(StrEnum):
    """What can be proved of a step here."""

    RECORDED = "recorded"  # it is on record; nothing of it is sealed
    HOLDS = "holds"
    ABSENT = "absent"  # it lacks, or its file is not on this computer
    BROKEN = "broken"  # altered since it was sealed or added


KINDS: Mapping[StepKind, str] = {
    StepKind.RECEIPT: N_("Received"),
    StepKind.REFUND: N_("Paid back"),
    StepKind.VALUE: N_("Value"),
    StepKind.PROMISE: N_("Promise"),
    StepKind.PARTNER: N_("Partner"),
    StepKind.AGREEMENT: N_("Agreement"),
    StepKind.SIGNED: N_("Signed copy"),
    StepKind.CASE: N_("Due diligence"),
    StepKind.DECISION: N_("Decision"),
    StepKind.EVIDENCE: N_("Evidence"),
}
PROOFS: Mapping[StepProof, str] = {
    StepProof.RECORDED: N_("on record"),
    StepProof.HOLDS: N_("verified: unaltered"),
    StepProof.ABSENT: N_("lacking"),
    StepProof.BROKEN: N_("altered"),
}


@dataclass(frozen=True)
class TrailStep:
    """A step: what it is, in words, its day (ISO text), what is proved of it, where its record opens.

    `digest` is the SHA-256 of its file, `record` the id of its record; each is empty where there is none.
    """

    kind: StepKind
    text: str
    day: str = ""
    proof: StepProof = StepProof.RECORDED
    place: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    name: str = ""
    record: str = ""

    def opening(self, place: str, record: str, argument: str = "id") -> "TrailStep":
        """The same of a record that opens at a place by its id."""
        return replace(self, place=place, arguments={argument: record}, record=record)


@dataclass(frozen=True)
class MoneyTrail:
    """A contribution and its steps, from the receipt to the evidence."""

    contribution: str
    title: str
    steps: tuple[TrailStep, ...]

    @property
    def gaps(self) -> Sequence[TrailStep]:
        """The steps that lack or were altered."""
        return [step for step in self.steps if step.proof in (StepProof.ABSENT, StepProof.BROKEN)]


def follow(work: Work, contribution_id: str) -> MoneyTrail:
    """The trail of a contribution. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        record = session.get_one(Contribution, contribution_id)
        partner = identity.partner_in(session, record.partner_id)
        steps = tuple(_steps(work, session, record, partner))
    return MoneyTrail(contribution_id, f"{partner.name} – {record.description}", steps)


def by_receipt(work: Work, number: str) -> Sequence[str]:
    """The ids of the contributions that have this number of a receipt."""
    with work.store.read() as session:
        query = select(Contribution.id).where(Contribution.receipt == number, Contribution.archived.is_(False))
        return session.scalars(query.order_by(Contribution.id)).all() if number else ()


def _steps(work: Work, session: Session, record: Contribution, partner: Partner) -> Iterator[TrailStep]:
    yield _receipt(record, StepKind.RECEIPT if record.state in ledger.ARRIVED else StepKind.PROMISE)
    yield from (_receipt(back, StepKind.REFUND) for back in _refunds(session, record))
    yield from _value(work, session, record)
    promise = session.get(Contribution, record.fulfils or record.refund_of or "")
    if promise is not None:
        yield _receipt(promise, StepKind.RECEIPT if record.refund_of else StepKind.PROMISE)
    yield TrailStep(StepKind.PARTNER, partner.name).opening("partner", partner.id)
    yield from _agreement(session, record)
    decision = _decision(session, record)
    yield from _case_of(session, record, decision)


def _receipt(record: Contribution, kind: StepKind) -> TrailStep:
    spoken = language()
    money = format_money(record.amount, record.currency, spoken) if record.amount else ""
    usd = ""
    if record.amount_usd and record.currency != DOLLARS:
        usd = format_money(record.amount_usd, DOLLARS, spoken)
        if record.rate:
            usd = _("{usd}, United Nations rate of {month}").format(
                usd=usd, month=day_in_words(record.rate_month, spoken)
            )
    elif record.amount and record.currency != DOLLARS:
        usd = _("dollars not known")
    parts = (record.receipt, record.description, _(labels.KINDS[record.kind]), money, usd, record.reference)
    day = record.received_on or record.promised_on or ""
    return TrailStep(kind, " · ".join(filter(None, parts)), day).opening("contribution", record.id)


def _refunds(session: Session, record: Contribution) -> Sequence[Contribution]:
    query = select(Contribution).where(Contribution.refund_of == record.id, Contribution.archived.is_(False))
    return session.scalars(query.order_by(Contribution.received_on, Contribution.id)).all()


def _value(work: Work, session: Session, record: Contribution) -> Iterator[TrailStep]:
    """How the value of what was given in kind was found, with its papers."""
    valuation = record.valuation
    if valuation is None:
        return
    methods = {method.id: pick(method.label) for method in work.definitions.contributions.methods}
    parts = (methods.get(valuation.method, valuation.method), valuation.source)
    step = TrailStep(StepKind.VALUE, " · ".join(filter(None, parts)), valuation.valued_on)
    yield step.opening("valuation", record.id)
    query = select(Evidence).where(Evidence.id.in_(valuation.evidence)).order_by(Evidence.title, Evidence.id)
    yield from (_file(session, StepKind.VALUE, piece) for piece in session.scalars(query))


def _agreement(session: Session, record: Contribution) -> Iterator[TrailStep]:
    before = session.get(EarlierAgreement, record.agreement_id or "")
    agreement = session.get(Agreement, record.agreement_id or "")
    if agreement is not None:
        step = TrailStep(StepKind.AGREEMENT, agreement.reference, agreement.active_from or "")
        yield step.opening("agreement", agreement.id)
        if agreement.signed_digest:
            proof = _proof(session, agreement.signed_digest)
            text = _("Signed copy of {reference}").format(reference=agreement.reference)
            name = f"{agreement.reference}.pdf"
            yield TrailStep(
                StepKind.SIGNED, text, agreement.signed_on or "", proof, digest=agreement.signed_digest, name=name
            )
        else:
            yield TrailStep(StepKind.SIGNED, _("No signed copy is on record."), proof=StepProof.ABSENT)
    elif before is not None:
        text = " · ".join(filter(None, (before.reference, before.title, _("signed before the program"))))
        yield TrailStep(StepKind.AGREEMENT, text, before.signed).opening("earlier", before.id)
        scan = session.get(Evidence, before.scan) if before.scan else None
        if scan is not None:
            yield _file(session, StepKind.SIGNED, scan)
        else:
            yield TrailStep(StepKind.SIGNED, _("No signed copy is on record."), proof=StepProof.ABSENT)
    else:
        text = _("No agreement is on record.")
        if record.earlier:
            text = _("No agreement is on record: it was given before the program (¶1).")
        yield TrailStep(StepKind.AGREEMENT, text, proof=StepProof.ABSENT)


def _decision(session: Session, record: Contribution) -> Verdict | None:
    """The decision that its agreement names, else the last one on its partnership."""
    agreement = session.get(Agreement, record.agreement_id or "")
    if agreement is not None and agreement.decision_id:
        for kind in (Decision, Clearance):
            decision = session.get(kind, agreement.decision_id)
            if decision is not None:
                return decision
    newest = verdicts.of_partnership(session, record.partnership_id).newest_first if record.partnership_id else ()
    return newest[0] if newest else None


def _case_of(session: Session, record: Contribution, decision: Verdict | None) -> Iterator[TrailStep]:
    if decision is None:
        text = _("No decision is on record.")
        if record.earlier:
            text = _("No decision is on record: it was given before the program (¶1).")
        yield TrailStep(StepKind.DECISION, text, proof=StepProof.ABSENT)
        return
    case = session.get(Case, decision.case_id)
    if case is None:
        yield TrailStep(StepKind.CASE, _("The case is not on this computer."), proof=StepProof.ABSENT)
    else:
        planned = session.get(Partnership, case.partnership_id)
        text = " · ".join(filter(None, (case.number, planned.title if planned is not None else "")))
        yield TrailStep(StepKind.CASE, text, case.opened_on).opening("diligence", case.id, "case")
    parts = (_(labels.OUTCOMES[decision.outcome]), decided.decider(decision, language()))
    proof = StepProof.HOLDS if seals.holds(session, decision) else StepProof.BROKEN
    step = TrailStep(StepKind.DECISION, " · ".join(filter(None, parts)), decision.decided_at[:DAY], proof)
    yield replace(step.opening("decision", case.id, "case") if case is not None else step, record=decision.id)
    pieces = evidence.evidence_of(session, [decision.case_id])[decision.case_id]
    yield from (_file(session, StepKind.EVIDENCE, piece) for piece in pieces)
    if not pieces:
        yield TrailStep(StepKind.EVIDENCE, _("No evidence is attached to the case."), proof=StepProof.ABSENT)


def _file(session: Session, kind: StepKind, piece: Evidence) -> TrailStep:
    text = piece.title or piece.name or piece.link
    if piece.form is EvidenceForm.FILE and piece.digest:
        proof = _proof(session, piece.digest)
        return TrailStep(kind, text, piece.dated_on or "", proof, digest=piece.digest, name=piece.name, record=piece.id)
    text = " · ".join(filter(None, (text, piece.link if piece.link != text else "")))
    return TrailStep(kind, text, piece.seen_on or piece.dated_on or "", record=piece.id)


def _proof(session: Session, digest: str) -> StepProof:
    if files.about(session, digest) is None:
        return StepProof.ABSENT
    try:
        files.get(session, digest)
    except Problem:
        return StepProof.BROKEN
    return StepProof.HOLDS
