"""Agreements (¶26): from a draft prefilled by the records to the signed scan on file.

The gates stand here: nothing final without a decision valid that day (¶21), nothing active without a signature on
file (¶26). What an officer types is kept as local drafts and becomes part of the record when a step is left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, _, plural
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.agreements.assembling import AssembledAgreement, NegotiatedText, assemble
from desktop.definitions.agreements.checking import DraftFinding, check_draft
from desktop.definitions.clauses.clause import ClauseField
from desktop.definitions.clauses.filling import empty
from desktop.definitions.loading import Definitions
from desktop.definitions.rules import look_up
from desktop.services.diligence import decisions
from desktop.services.office import drafts
from desktop.services.office.people import require
from desktop.services.screening import screening
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import (
    Agreement,
    ClauseChoice,
    Departure,
    Interaction,
    OfficeProfile,
    Officer,
    Partner,
    Partnership,
    Person,
    PrintedPack,
    ScreeningRun,
    Verdict,
)
from desktop.store.store import Store

if TYPE_CHECKING:
    from desktop.documents.seal import ScanReport


OPEN_FIELDS = frozenset({"languages", "ruling_language", "signatories"})  # what `change` may change


@dataclass(frozen=True)
class Composition:
    """An agreement with everything that makes its text: read once, shown, checked or printed."""

    agreement: Agreement
    type: AgreementType
    partner: Partner
    partnership: Partnership
    decision: Verdict | None
    facts: Mapping[str, Any]
    departures: tuple[NegotiatedText, ...]
    proposed: frozenset[str] = frozenset()  # the fields that the records filled and nobody typed

    def assembled(self) -> AssembledAgreement:
        return assemble(self.type, self.facts, self.agreement.languages, self.departures)

    def findings(self) -> tuple[DraftFinding, ...]:
        """What stands between this draft and a final document, the gate of ¶21 first."""
        found = check_draft(self.type, self.facts, self.agreement.languages, self.departures)
        if self.decision is not None and (bars := decisions.barring(self.decision)):
            text = _("An answer that was decided on bars every signature: {questions}.")
            return (DraftFinding("barred", text.format(questions=", ".join(bars))), *found)
        if self.decision is not None and decisions.outgrown(self.decision, self.partnership):
            return (DraftFinding("outgrown", _(decisions.OUTGROWN)), *found)
        if self.decision is not None:
            return found
        text = _("There is no valid favourable decision for this partnership (¶21).")
        return (DraftFinding("no-decision", text), *found)


def without_agreement(store: Store) -> Sequence[tuple[Partnership, Partner]]:
    """The partnerships for which no agreement was drafted yet, by partner."""
    drafted = select(Agreement.partnership_id).where(Agreement.archived.is_(False))
    query = (
        select(Partnership, Partner)
        .join(Partner, Partner.id == Partnership.partner_id)
        .where(Partnership.archived.is_(False), Partnership.id.not_in(drafted))
        .order_by(Partner.name, Partnership.title)
    )
    with store.read() as session:
        return [(planned, partner) for planned, partner in session.execute(query)]


# --- drafting


def types(definitions: Definitions) -> Mapping[str, AgreementType]:
    """The types of agreement, by code."""
    return definitions.agreements


def draft(work: Work, partnership_id: str, code: str, languages: Sequence[str]) -> Agreement:
    """Begin an agreement of a type, in one or two languages; the first one rules unless changed."""
    require(work.officer, "draft")
    kind = work.definitions.agreements[code]
    if not 1 <= len(set(languages)) <= 2 or set(languages) - set(LANGUAGES):
        raise Problem(_("An agreement is written in one or two languages; nothing was created."), _("Choose them."))
    with work.store.change(N_("Agreement drafted"), work.officer.id) as session:
        partnership = session.get_one(Partnership, partnership_id)
        made = Agreement(
            partnership_id=partnership_id,
            partner_id=partnership.partner_id,
            type=code,
            template_digest=kind.sha256,
            languages=list(languages),
            ruling_language=languages[0],
            created_by=work.officer.id,
        )
        partnership.agreement_type = code
        session.add(made)
    return made


def agreement(store: Store, agreement_id: str) -> Agreement:
    with store.read() as session:
        return session.get_one(Agreement, agreement_id)


def listed(store: Store, partner_id: str = "") -> Sequence[tuple[Agreement, Partner]]:
    """Agreements with their partners, the newest reference first; of one partner when its id is given."""
    query = (
        select(Agreement, Partner)
        .join(Partner, Partner.id == Agreement.partner_id)
        .where(Agreement.archived.is_(False))
        .order_by(Agreement.reference.desc(), Partner.name)
    )
    if partner_id:
        query = query.where(Agreement.partner_id == partner_id)
    with store.read() as session:
        return [(a, p) for a, p in session.execute(query)]


def read(work: Work, agreement_id: str) -> Composition:
    """Everything that makes the text of an agreement, as it stands today."""
    with work.store.read() as session:
        kept = session.get_one(Agreement, agreement_id)
        partner = session.get_one(Partner, kept.partner_id)
        partnership = session.get_one(Partnership, kept.partnership_id)
        typed = {**kept.content, **_drafts(session, kept)}
        proposed = _proposals(session, kept, partner, partnership)
        choices = _choices(session, agreement_id)
        negotiated = _negotiated(session, agreement_id)
    decision = decisions.in_force(work.store, partnership.id, work.today())
    kind = work.definitions.agreements[kept.type]
    facts = _facts(kind, typed, proposed, decision, choices, kept)
    facts["limits"] = work.definitions.authority.limits
    ours = frozenset(f.name for f in kind.fields if empty(typed.get(f.name)) and not empty(look_up(facts, f.name)))
    return Composition(kept, kind, partner, partnership, decision, facts, negotiated, ours)


def keep(work: Work, agreement_id: str, field: str, value: Any) -> str:
    """Keep what is typed in one field, at once and on this machine only; returns the moment it was safe."""
    require(work.officer, "draft")
    return drafts.save(work, agreement_id, field, {"value": value})


def record(work: Work, agreement_id: str) -> int:
    """Make the typed fields part of the record; returns how many changed."""
    require(work.officer, "draft")
    with work.store.read() as session:
        if not _drafts(session, session.get_one(Agreement, agreement_id)):
            return 0
    with work.store.change(N_("Agreement completed"), work.officer.id) as session:
        kept = session.get_one(Agreement, agreement_id)
        _require_draft(kept)
        typed = _drafts(session, kept)
        kept.content = {**kept.content, **typed}
        drafts.remove(session, agreement_id)
    return len(typed)


def change(work: Work, agreement_id: str, **fields: Any) -> None:
    """Change the languages, the ruling language or the signatories of a draft."""
    require(work.officer, "draft")
    if foreign := fields.keys() - OPEN_FIELDS:
        raise ValueError(f"{', '.join(sorted(foreign))}: another deed changes this")
    with work.store.change(N_("Agreement changed"), work.officer.id) as session:
        kept = session.get_one(Agreement, agreement_id)
        _require_draft(kept)
        for name, value in fields.items():
            if getattr(kept, name) != value:
                setattr(kept, name, value)


def _require_draft(kept: Agreement) -> None:
    if kept.state != "draft":
        raise Problem(
            _("This agreement is final, so its text is locked; nothing was changed."),
            _("Make an amendment, or a new agreement."),
        )


def choose(work: Work, agreement_id: str, clause: str, included: bool, reason: str = "") -> None:
    """Take an optional clause in or out, or waive a required one: that needs a reason and Legal's clearance."""
    require(work.officer, "draft")
    with work.store.change(N_("Clause chosen"), work.officer.id) as session:
        _require_draft(session.get_one(Agreement, agreement_id))
        made = session.scalars(
            select(ClauseChoice).where(
                ClauseChoice.agreement_id == agreement_id,
                ClauseChoice.clause == clause,
                ClauseChoice.archived.is_(False),
            )
        ).first()
        if made is None:
            made = ClauseChoice(agreement_id=agreement_id, clause=clause)
            session.add(made)
        made.included, made.reason, made.chosen_by = included, reason, work.officer.id


def depart(work: Work, agreement_id: str, negotiated: NegotiatedText) -> None:
    """Keep a paragraph that differs from the library's text, with its reason (dossier 3.3)."""
    require(work.officer, "draft")
    if not negotiated.reason.strip():
        raise Problem(_("A changed paragraph needs its reason; nothing was saved."), _("Say who asked for it and why."))
    with work.store.change(N_("Clause text changed"), work.officer.id) as session:
        _require_draft(session.get_one(Agreement, agreement_id))
        session.add(
            Departure(
                agreement_id=agreement_id,
                clause=negotiated.clause,
                language=negotiated.language,
                paragraph=negotiated.paragraph,
                old=negotiated.old,
                new=negotiated.new,
                reason=negotiated.reason,
                proposed_by=work.officer.id,
            )
        )


def departures(store: Store, agreement_id: str) -> Sequence[Departure]:
    """The changed paragraphs of an agreement, as they are kept."""
    query = select(Departure).where(Departure.agreement_id == agreement_id, Departure.archived.is_(False))
    with store.read() as session:
        return session.scalars(query).all()


def withdraw_departure(work: Work, departure_id: str) -> None:
    """Go back to the library's text."""
    require(work.officer, "draft")
    with work.store.change(N_("Clause text restored"), work.officer.id) as session:
        kept = session.get_one(Departure, departure_id)
        _require_draft(session.get_one(Agreement, kept.agreement_id))
        kept.archived = True


# --- gathering the facts


def _drafts(session: Session, kept: Agreement) -> dict[str, Any]:
    if kept.state != "draft":
        return {}
    return {draft.part: draft.content["value"] for draft in drafts.of(session, kept.id)}


def _choices(session: Session, agreement_id: str) -> Sequence[ClauseChoice]:
    query = select(ClauseChoice).where(ClauseChoice.agreement_id == agreement_id, ClauseChoice.archived.is_(False))
    return session.scalars(query).all()


def _negotiated(session: Session, agreement_id: str) -> tuple[NegotiatedText, ...]:
    query = select(Departure).where(Departure.agreement_id == agreement_id, Departure.archived.is_(False))
    names = {o.id: o.name for o in session.scalars(select(Officer))}
    return tuple(
        NegotiatedText(
            d.clause, d.language, d.paragraph, d.old, d.new, names.get(d.proposed_by, ""), d.reason, d.cleared_by
        )
        for d in session.scalars(query)
    )


def _proposals(session: Session, kept: Agreement, partner: Partner, partnership: Partnership) -> dict[str, Any]:
    """What the records propose for the fields, by the fact each field names as its source."""
    people = session.scalars(
        select(Person).where(Person.partner_id == partner.id, Person.archived.is_(False)).order_by(Person.name)
    ).all()
    signatory = next((p for p in people if "signatory" in p.roles), None)
    contact = next((p for p in people if "contact" in p.roles), None) or signatory
    profile = session.scalars(select(OfficeProfile).where(OfficeProfile.office == kept.office)).first()
    chief = session.scalars(
        select(Officer).where(Officer.role == "chief_of_mission", Officer.office == kept.office)
    ).first()
    author = session.get(Officer, kept.created_by)
    return {
        "partner.name": partner.name,
        "partner.registration": partner.registration,
        "partner.address": ", ".join(part for part in (partner.address, partner.city) if part),
        "partner.country": partner.country,
        "partner.contact_name": contact.name if contact else "",
        "partner.contact_email": (contact.email if contact else "") or partner.email,
        "partner.signatory_name": signatory.name if signatory else "",
        "partner.signatory_title": signatory.title if signatory else "",
        "partner.screened_names": _screened(session, partner.id),
        "office.city": profile.city if profile else "",
        "office.country": profile.country if profile else "",
        "office.address": profile.address if profile else "",
        "office.chief_name": chief.name if chief else "",
        "office.chief_title": chief.function if chief else "",
        "officer.name": author.name if author else "",
        "officer.email": (author.email if author else "") or (profile.email if profile else ""),
        "partnership.purpose": partnership.purpose,
        "partnership.aims": [{"code": code} for code in partnership.aims],
        "partnership.start": partnership.starts_on,
        "partnership.end": partnership.ends_on,
        "contribution.value": _money(partnership),
        "partnership.personal_data": "personal_data" in partnership.features,
        "partnership.beneficiary_contact": "beneficiary_contact" in partnership.features,
        "partnership.works": "works" in partnership.features,
    }


def _money(partnership: Partnership) -> dict[str, str] | None:
    return {"amount": partnership.value, "currency": partnership.currency} if partnership.value else None


def _screened(session: Session, partner_id: str) -> list[str] | None:
    """The names that the last screening of the partner searched; None before one."""
    last = session.scalars(
        select(ScreeningRun).where(ScreeningRun.partner_id == partner_id).order_by(ScreeningRun.run_at.desc()).limit(1)
    ).first()
    return [name for row in last.names for name in row["names"]] if last else None


def _facts(
    kind: AgreementType,
    typed: Mapping[str, Any],
    proposed: Mapping[str, Any],
    decision: Verdict | None,
    choices: Sequence[ClauseChoice],
    kept: Agreement,
) -> dict[str, Any]:
    from desktop.definitions.facts import nested

    decided = _decided(decision)
    known = {name: value for name, value in {**proposed, **decided}.items() if value not in (None, "", [])}
    flat: dict[str, Any] = dict(known)
    for field in kind.fields:
        value = typed.get(field.name)
        if value in (None, "", []):
            value = _proposed(field, known, kept.languages)
        if value is not None:
            flat[field.name] = value
    flat |= {name: value for name, value in typed.items() if value not in (None, "", [])}
    flat["agreement.type"] = kept.type
    flat["agreement.languages"] = kept.languages
    flat["agreement.ruling_language"] = kept.ruling_language
    flat["agreement.options"] = {c.clause: c.included for c in choices if c.included or not c.reason}
    flat["agreement.waivers"] = {c.clause: c.cleared_by for c in choices if not c.included and c.reason}
    return nested(flat)


def _proposed(field: ClauseField, known: Mapping[str, Any], languages: Sequence[str]) -> Any:
    """What the records propose for one field; one sentence serves every language until it is translated."""
    value = known.get(field.source) if field.source else None
    if field.kind == "prose" and isinstance(value, str):
        return dict.fromkeys(languages, value) if len(languages) == 1 else {languages[0]: value}
    return value


def _decided(decision: Verdict | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {
        "decision.date": decision.decided_at[:10],
        "decision.conditions": [
            {"id": str(n), "text": c["text"].rstrip(" ."), "due": c.get("due", "")}  # its day follows in the sentence
            for n, c in enumerate(decision.conditions, 1)
        ],
        "diligence.adhoc": decision.ad_hoc,
        "decision.ad_hoc": decision.ad_hoc,
    }


# --- final, signed, active


def finalise(work: Work, agreement_id: str) -> Agreement:
    """Lock the text and give the agreement its reference.

    Raises Problem without a decision valid today (¶21) or while a blocking finding stands.
    """
    require(work.officer, "draft")
    record(work, agreement_id)
    composition = read(work, agreement_id)
    _require_unrecognised(work.store, composition.partner.id)
    decision = decisions.require_in_force(work.store, composition.partnership.id, work.today())
    blocking = [f for f in composition.findings() if f.blocks]
    if blocking:
        raise Problem(
            plural(
                "{count} point still stands between this draft and a final agreement; it stays a draft.",
                "{count} points still stand between this draft and a final agreement; it stays a draft.",
                len(blocking),
            ),
            blocking[0].text,
        )
    with work.store.change(N_("Agreement made final"), work.officer.id) as session:
        kept = session.get_one(Agreement, agreement_id)
        _require_draft(kept)
        kept.reference = kept.reference or _next_reference(session, work.store.identity.office, work.today())
        kept.state, kept.final_at, kept.final_by = "final", work.clock.stamp(), work.officer.id
        kept.decision_id = decision.id
        partnership = session.get_one(Partnership, kept.partnership_id)
        partnership.register_number = partnership.register_number or kept.reference
    return kept


def _require_unrecognised(store: Store, partner_id: str) -> None:
    """Nothing is made final or signed while a confirmed match on a sanctions list stands (¶22 b)."""
    with store.read() as session:
        screening.require_unrecognised(session, partner_id)


def _next_reference(session: Session, office: str, today: date) -> str:
    """`SN10-A-2026-014`: unique for one laptop; another laptop's may repeat it, the id never does."""
    prefix = f"{office}-A-{today.year}-"
    known = session.scalars(select(Agreement.reference).where(Agreement.reference.startswith(prefix)))
    return f"{prefix}{max((int(r.rsplit('-', 1)[1]) for r in known), default=0) + 1:03d}"


@dataclass(frozen=True)
class Signing:
    """What is said of a signed scan. `confirmed` is why a scan is filed whose codes do not show every page."""

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
        kept = session.get_one(Agreement, agreement_id)
    return seal.compare(seal.read_scan(scan), pack_reference(kept, pack.number), pack.record_digest, pack.pages)


def _final_pack(session: Session, agreement_id: str) -> PrintedPack:
    query = (
        select(PrintedPack)
        .where(PrintedPack.agreement_id == agreement_id, PrintedPack.draft.is_(False))
        .order_by(PrintedPack.number.desc())
        .limit(1)
    )
    found = session.scalars(query).first()
    if found is None:
        raise Problem(
            _("No final pack was made of this agreement; nothing was filed."), _("Make its pack and print it first.")
        )
    return found


def pack_reference(kept: Agreement, number: int) -> str:
    """`SN10-A-2026-014/v3`; before the agreement is final, its short id takes the place of the number."""
    return f"{kept.reference or kept.office + '-' + kept.id[:6].upper()}/v{number}"


def sign(work: Work, agreement_id: str, scan: bytes, name: str, signing: Signing) -> Agreement:
    """File the signed scan; the agreement and its partnership become active (¶26).

    Raises Problem when there was no decision valid on the day of signature (¶21), when the agreement is still a
    draft, or when a page's code is missing or foreign and nobody confirmed the scan with a reason.
    """
    require(work.officer, "draft")
    kept = agreement(work.store, agreement_id)
    _require_unsigned(kept)
    if not scan:
        raise Problem(
            _("Without the signed scan the agreement is not active; nothing was filed."), _("Choose the scan.")
        )
    if signing.signed_on > work.today():
        raise Problem(_("The day of signature is in the future; nothing was filed."), _("Correct the date."))
    _require_unrecognised(work.store, kept.partner_id)
    decision = decisions.require_in_force(work.store, kept.partnership_id, signing.signed_on)
    if day_of(decision.decided_at) > signing.signed_on:
        raise Problem(
            _("The agreement was signed before it was decided on (¶21); nothing was filed."),
            _("Correct the day of signature, or have the agreement signed anew."),
        )
    found = check_scan(work.store, agreement_id, scan)
    if not found.complete and not signing.confirmed.strip():
        raise Problem(
            _("The codes do not show every page of the pack; nothing was filed."),
            _("Scan the missing pages, or compare the paper page by page and say why it is complete."),
        )
    with work.store.change(N_("Agreement signed"), work.officer.id) as session:
        kept = session.get_one(Agreement, agreement_id)
        _require_unsigned(kept)
        kept.signed_digest = files.put(session, scan, name)
        kept.signed_on, kept.signed_place = signing.signed_on.isoformat(), signing.place.strip()
        kept.state, kept.active_from = "active", signing.signed_on.isoformat()
        session.get_one(Partnership, kept.partnership_id).stage = "active"
        session.get_one(Partner, kept.partner_id).stage = "active"
        if not found.complete:
            session.add(_confirmed(kept, work.officer, signing))
    return kept


def _require_unsigned(kept: Agreement) -> None:
    if kept.state not in ("final", "printed"):
        raise Problem(
            _("Only a final agreement can be signed; nothing was filed."), _("Make it final and print its pack first.")
        )


def _confirmed(kept: Agreement, by: Officer, signing: Signing) -> Interaction:
    """The line of the partner's history that says who confirmed an incomplete scan, and why."""
    text = _("The scan of {reference} was compared page by page with the paper: {reason}")
    return Interaction(
        partner_id=kept.partner_id,
        happened_on=signing.signed_on.isoformat(),
        ours=[by.name],
        subject=kept.reference,
        text=text.format(reference=kept.reference, reason=signing.confirmed.strip()),
    )
