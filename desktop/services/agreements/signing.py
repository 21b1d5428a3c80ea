"""Filing the signed scan: the agreement and its partnership become active (¶26), and its obligations are tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.numbers import in_ranges
from desktop.base.plausibility import is_day_before
from desktop.base.text import N_, _
from desktop.documents.foreign import kinds
from desktop.services.agreements import composing, gate, living, lookup, returned_scan
from desktop.services.agreements.returned_scan import ReturnedScan
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, Interaction, Officer, Partnership
from desktop.store.states import AgreementState, PartnerStage


@dataclass(frozen=True)
class SignatureDetails:
    """When and where an agreement was signed; `seen`: a person saw the signature of every party on the paper."""

    signed_on: date
    place: str
    seen: bool


def sign(work: Work, agreement_id: str, signature: SignatureDetails) -> Agreement:
    """File what came back signed; the agreement and its partnership become active (¶26).

    Raises Problem when there was no decision valid on the day of signature (¶21), when the agreement is still a draft,
    when a page of the pack did not come back, or when nobody saw the signatures.
    """
    require(work.officer, Right.DRAFT)
    sealing_clock(work)
    agreement = lookup.agreement(work.store, agreement_id)
    returned_scan.require_unsigned(agreement)
    returned = returned_scan.read(work, agreement_id)
    if returned is None:
        raise Problem(
            _("Without the signed scan the agreement is not active; nothing was filed."),
            _("Choose the scan."),
            code="scan-missing",
        )
    _require_decided(work, agreement, signature.signed_on)
    _require_complete(returned, signature)
    scan, name = returned_scan.to_file(returned)
    composition = composing.compose(work, agreement_id)
    tasks, extends = living.tasks_of(work, composition), composition.facts.get("amendment.extends") is True
    promises = living.promises_of(work, composition, signature.signed_on)
    with work.store.change(N_("Agreement signed"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        returned_scan.require_unsigned(agreement)
        agreement.signed_digest = files.put(session, scan, name, kinds.PDF.media_type)
        agreement.signed_on, agreement.signed_place = signature.signed_on.isoformat(), signature.place.strip()
        agreement.state, agreement.active_from = AgreementState.ACTIVE, signature.signed_on.isoformat()
        session.get_one(Partnership, agreement.partnership_id).stage = PartnerStage.ACTIVE
        identity.partner_in(session, agreement.partner_id).stage = PartnerStage.ACTIVE
        living.write_tasks(session, tasks)
        living.write_promises(session, promises)
        ends = str(composition.facts.get("amendment.end") or "")
        living.take_effect(session, agreement, extends, ends)
        if returned.by_hand:
            session.add(_compared_by_hand(agreement, work.officer, signature, returned.by_hand))
        returned_scan.remove(session, agreement_id)
    return agreement


def _require_complete(returned: ReturnedScan, signature: SignatureDetails) -> None:
    """Raise Problem unless every page came back and a person saw the signatures."""
    if returned.missing:
        raise Problem(
            _("Pages missing: {pages}. The agreement stays printed; nothing was filed.").format(
                pages=in_ranges(returned.missing)
            ),
            _("Scan these pages and add them: what was scanned stays here until then."),
            code="scan-incomplete",
        )
    if not signature.seen:
        raise Problem(
            _("Nobody has confirmed that every party signed; nothing was filed."),
            _("Look at the signatures on the paper, then tick the box."),
            code="signatures-unconfirmed",
        )


def _require_decided(work: Work, agreement: Agreement, signed_on: date) -> None:
    """Raise Problem unless the signature of that day was allowed (¶21, ¶22 b)."""
    if signed_on > work.today():
        raise Problem(
            _("The day of signature is in the future; nothing was filed."),
            _("Correct the date."),
            code="signature-in-future",
        )
    decision = gate.require_decision(work, agreement, signed_on)
    if is_day_before(signed_on, day_of(decision.decided_at)):
        raise Problem(
            _("The agreement was signed before it was decided on (¶21); nothing was filed."),
            _("Correct the day of signature, or have the agreement signed anew."),
            code="signature-before-decision",
        )


def _compared_by_hand(
    agreement: Agreement, officer: Officer, signature: SignatureDetails, pages: Sequence[int]
) -> Interaction:
    """The line of the partner's history that says who identified pages whose codes cannot be read."""
    text = _("Scan of {reference}: pages without a code that can be read, compared with the paper: {pages}.")
    return Interaction(
        partner_id=agreement.partner_id,
        happened_on=signature.signed_on.isoformat(),
        ours=[officer.name],
        subject=agreement.reference,
        text=text.format(reference=agreement.reference, pages=in_ranges(pages)),
    )
