"""Making an agreement final: its text is locked and it receives its reference.

The gate of ¶21 stands here: nothing is final without a favourable decision that is valid that day.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.numbers import next_in_series
from desktop.base.text import N_, _, plural
from desktop.definitions.agreements.archiving import archive
from desktop.definitions.follow_up import FrozenDeed
from desktop.services.agreements import gate, legal_review, proposals
from desktop.services.agreements.composing import compose
from desktop.services.agreements.drafting import record_fields, require_draft
from desktop.services.diligence import decisions
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Agreement, Partnership, PrintedPack
from desktop.store.states import AgreementState


def finalise(work: Work, agreement_id: str) -> Agreement:
    """Lock the text and give the agreement its reference.

    Raises Problem without a decision valid today (¶21), while a confirmed match on a sanctions list stands (¶22 b),
    while a blocking finding stands, or against what Legal was asked and said (`legal_review`).
    """
    require(work.officer, Right.DRAFT)
    clock = sealing_clock(work)
    record_fields(work, agreement_id)
    composition = compose(work, agreement_id)
    decision = decisions.require_in_force(work, composition.partnership.id, clock.today(), FrozenDeed.FINAL)
    blocking = [finding for finding in composition.findings if finding.blocks]
    if blocking:
        raise Problem(
            plural(
                "{count} issue must be fixed before this draft can become final; it stays a draft.",
                "{count} issues must be fixed before this draft can become final; it stays a draft.",
                len(blocking),
            ),
            blocking[0].text,
            code="agreement-incomplete",
        )
    with work.store.change(N_("Agreement made final"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        require_draft(agreement)
        legal_review.require_cleared(session, work, agreement_id)
        agreement.content = {**agreement.content, **composition.locked()}
        agreement.wording = archive(composition.assembled)
        agreement.reference = agreement.reference or (
            f"{composition.facts.get('amended.reference')}/A{composition.facts.get('amendment.number')}"
            if composition.type.amends
            else _next_reference(session, work.store.identity.office, clock.today())
        )
        agreement.state = AgreementState.FINAL
        agreement.final_at, agreement.final_by = clock.stamp(), work.officer.id
        agreement.decision_id = decision.id
        partnership = session.get_one(Partnership, agreement.partnership_id)
        partnership.register_number = partnership.register_number or agreement.reference
    return agreement


def take_back(work: Work, agreement_id: str) -> Agreement:
    """Make a final text that nobody signed a draft again, because its partnership was decided anew.

    What the decision says comes from the new one, what was filled in stays, and so does the reference. The packs of the
    text count as drafts from then on: no paper of it can be filed as signed. Raises Problem for any other reason.
    """
    require(work.officer, Right.DRAFT)
    clock = sealing_clock(work)
    composition = compose(work, agreement_id)
    decision = decisions.require_in_force(work, composition.partnership.id, clock.today(), FrozenDeed.FINAL)
    of_decision = proposals.of_decision(decision).keys()
    fields = composition.type.fields
    theirs = {*of_decision, *(field.name for field in fields if field.source in of_decision)}
    with work.store.change(N_("Agreement made a draft again"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        if not gate.decided_anew(agreement, decision):
            raise Problem(
                _("Only a final text whose partnership was decided anew becomes a draft again; nothing was changed."),
                _("Make an amendment, or a new agreement."),
                code="agreement-not-decided-anew",
            )
        agreement.content = {name: content for name, content in agreement.content.items() if name not in theirs}
        agreement.state, agreement.decision_id, agreement.wording = AgreementState.DRAFT, "", ""
        agreement.final_at, agreement.final_by = None, ""
        made = select(PrintedPack).where(PrintedPack.agreement_id == agreement_id, PrintedPack.draft.is_(False))
        for pack in session.scalars(made):
            pack.draft = True
    return agreement


def _next_reference(session: Session, office: str, today: date) -> str:
    """`SN10-A-2026-014`: unique for one laptop; another laptop's may repeat it, the id never does."""
    prefix = f"{office}-A-{today.year}-"
    references = session.scalars(
        select(Agreement.reference).where(Agreement.reference.startswith(prefix), Agreement.amends == "")
    )
    return f"{prefix}{next_in_series(prefix, references):03d}"
