"""Filing the signed scan: the agreement and its partnership become active (¶26)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.plausibility import is_day_before
from desktop.base.text import N_, _
from desktop.documents.foreign.judging import judge
from desktop.services.agreements import gate, lookup
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, Interaction, Officer, Partner, Partnership, PrintedPack
from desktop.store.states import AgreementState, PartnerStage
from desktop.store.store import Store

if TYPE_CHECKING:
    from desktop.documents.seal import ScanReport


@dataclass(frozen=True)
class SignatureDetails:
    """When and where an agreement was signed; `confirmed` is why a scan is filed whose codes do not show every page."""

    signed_on: date
    place: str
    confirmed: str = ""


def check_scan(store: Store, agreement_id: str, scan: bytes) -> "ScanReport":
    """The pages of the signed scan by the codes printed on them, against the last final pack.

    Raises Problem when no final pack was made, or the file is neither a PDF nor a picture.
    """
    from desktop.documents import seal

    with store.read() as session:
        pack = _final_pack(session, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
    reference = lookup.pack_reference(agreement, pack.number)
    return seal.compare(seal.read_scan(scan), reference, pack.record_digest, pack.pages)


def _final_pack(session: Session, agreement_id: str) -> PrintedPack:
    query = (
        select(PrintedPack)
        .where(PrintedPack.agreement_id == agreement_id, PrintedPack.draft.is_(False))
        .order_by(PrintedPack.number.desc())
        .limit(1)
    )
    pack = session.scalars(query).first()
    if pack is None:
        raise Problem(
            _("No final pack was made of this agreement; nothing was filed."),
            _("Make its pack and print it first."),
            code="scan-without-pack",
        )
    return pack


def sign(work: Work, agreement_id: str, scan: bytes, name: str, signature: SignatureDetails) -> Agreement:
    """File the signed scan; the agreement and its partnership become active (¶26).

    Raises Problem when there was no decision valid on the day of signature (¶21), when the agreement is still a
    draft, or when a page's code is missing or foreign and nobody confirmed the scan with a reason.
    """
    require(work.officer, Right.DRAFT)
    sealing_clock(work)
    agreement = lookup.agreement(work.store, agreement_id)
    _require_unsigned(agreement)
    if not scan:
        raise Problem(
            _("Without the signed scan the agreement is not active; nothing was filed."),
            _("Choose the scan."),
            code="scan-missing",
        )
    _require_decided(work, agreement, signature.signed_on)
    report = check_scan(work.store, agreement_id, scan)
    if not report.complete and not signature.confirmed.strip():
        raise Problem(
            _("The codes do not show every page of the pack; nothing was filed."),
            _("Scan the missing pages, or compare the paper page by page and say why it is complete."),
            code="scan-incomplete",
        )
    with work.store.change(N_("Agreement signed"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        _require_unsigned(agreement)
        agreement.signed_digest = files.put(session, scan, name, judge(scan, name).kind.media_type)
        agreement.signed_on, agreement.signed_place = signature.signed_on.isoformat(), signature.place.strip()
        agreement.state, agreement.active_from = AgreementState.ACTIVE, signature.signed_on.isoformat()
        session.get_one(Partnership, agreement.partnership_id).stage = PartnerStage.ACTIVE
        session.get_one(Partner, agreement.partner_id).stage = PartnerStage.ACTIVE
        if not report.complete:
            session.add(_confirmation(agreement, work.officer, signature))
    return agreement


def _require_unsigned(agreement: Agreement) -> None:
    if agreement.state not in (AgreementState.FINAL, AgreementState.PRINTED):
        raise Problem(
            _("Only a final agreement can be signed; nothing was filed."),
            _("Make it final and print its pack first."),
            code="agreement-not-final",
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


def _confirmation(agreement: Agreement, officer: Officer, signature: SignatureDetails) -> Interaction:
    """The line of the partner's history that says who confirmed an incomplete scan, and why."""
    text = _("The scan of {reference} was compared page by page with the paper: {reason}")
    return Interaction(
        partner_id=agreement.partner_id,
        happened_on=signature.signed_on.isoformat(),
        ours=[officer.name],
        subject=agreement.reference,
        text=text.format(reference=agreement.reference, reason=signature.confirmed.strip()),
    )
