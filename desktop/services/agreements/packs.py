"""The packs of an agreement (dossier 3.3): drawn, stored, printed, and the copy for the partner.

Anything but a final agreement is drawn as a draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from desktop.base.errors import Problem
from desktop.base.text import N_, _, language
from desktop.base.values import parse_json, sha256
from desktop.definitions.follow_up import FrozenDeed
from desktop.documents.archive import embedded_record
from desktop.documents.blocks import each_language
from desktop.documents.codes import Code, plain_reference
from desktop.documents.foreign import kinds
from desktop.documents.pack import PackContent, build_pack, original_mark, partner_copy
from desktop.documents.scans import PrintedPages, printed_pages
from desktop.services.agreements import composing, gate, lookup, pack_content
from desktop.services.agreements.lookup import pack_reference
from desktop.services.diligence import decisions, freezing
from desktop.services.office.believed_clock import clock_doubt, latest_day, sealing_clock
from desktop.services.office.rights import Right, may, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, PrintedPack
from desktop.store.states import AgreementState
from desktop.store.store import Store

SHARED = ("office", "reference", "number", "type", "template", "languages", "ruling_language", "clauses")  # ¶27


@dataclass(frozen=True)
class StoredPack:
    """A pack as it was drawn and stored: its record, its PDF and the name of its file."""

    record: PrintedPack
    pdf: bytes
    name: str


def make(work: Work, agreement_id: str) -> StoredPack:
    """Draw the pack of an agreement and store it: a draft until the agreement is final."""
    require(work.officer, Right.DRAFT)
    clock = sealing_clock(work)
    composition = composing.compose(work, agreement_id)
    draft = composition.agreement.state == AgreementState.DRAFT
    freezing.require_unfrozen(work, composition.partnership.id, clock.today(), FrozenDeed.PACK)
    if not draft:
        gate.require_decision(work, composition.agreement, clock.today())
        _require_own_wording(work.store, composition)
    number = _next_number(work.store, agreement_id)
    built = build_pack(pack_content.content(work, composition, number))
    with work.store.change(N_("Pack made"), work.officer.id) as session:
        record = PrintedPack(
            agreement_id=agreement_id,
            number=number,
            made_at=clock.stamp(),
            made_by=work.officer.id,
            languages=list(composition.agreement.languages),
            pages=built.pages,
            record_digest=built.record,
            file_digest=files.put(session, built.data, "pack.pdf", kinds.PDF.media_type),
            draft=draft,
        )
        session.add(record)
    return StoredPack(record, built.data, f"{pack_reference(composition.agreement, number)}.pdf".replace("/", "-"))


def preview(work: Work, agreement_id: str) -> bytes:
    """The pack as it would be printed now, stored nowhere; of a final agreement the last pack made of it.

    Marked as a draft unless the text is final and its decision holds: nobody prints past the gate of ¶21 this way.
    """
    composition = composing.compose(work, agreement_id)
    anew = gate.decided_anew(composition.agreement, composition.decision)
    if not anew and (last := _last_final(work.store, agreement_id)):
        return pdf(work.store, last)
    as_draft = (
        anew
        or composition.agreement.state == AgreementState.DRAFT
        or composition.decision is None
        or bool(decisions.barring(composition.decision))
        or bool(freezing.of_partnership(work, composition.partnership.id))
        or clock_doubt(work) is not None  # under a clock set back a decision that has run out looks in force
    )
    number = _next_number(work.store, agreement_id)
    return build_pack(pack_content.content(work, composition, number, draft=as_draft)).data


def for_partner(work: Work, agreement_id: str) -> bytes:
    """The partner's copy of the last final pack: its text and annexes without IOM's own sheets.

    The record in it holds no findings and nobody's name but the partner's (¶27). Its codes are not those of the pack;
    signed, it counts as the pack does. It is stored with the originals when any of them is first asked for by somebody
    who prepares agreements, and the same for ever. Raises Problem when no final pack was made.
    """
    return _copies(work, agreement_id)[0]


def _copies(work: Work, agreement_id: str) -> tuple[bytes, ...]:
    """The partner's copy, then each original, as they were drawn first; raises Problem when nothing may be printed."""
    last = _last_final(work.store, agreement_id)
    if last is None:
        raise Problem(
            _("No final pack was made of this agreement, so the partner has no copy yet; nothing was saved."),
            _("Make the agreement final and make its pack first."),
            code="partner-copy-without-pack",
        )
    agreement = lookup.agreement(work.store, agreement_id)
    freezing.require_unfrozen(work, agreement.partnership_id, latest_day(work), FrozenDeed.PACK)
    if stored := _stored_copies(work.store, last):
        return stored
    drawn = _drawn_copies(work, composing.compose(work, agreement_id), last, marked=True)
    if may(work.officer, Right.DRAFT):
        with work.store.change(N_("Copies of the pack handed out"), work.officer.id) as session:
            pack = session.get_one(PrintedPack, last.id)
            digests = [files.put(session, data, "copy.pdf", kinds.PDF.media_type) for data in drawn]
            pack.copy_digest, pack.originals = digests[0], digests[1:]
    return drawn


def _stored_copies(store: Store, pack: PrintedPack) -> tuple[bytes, ...]:
    """What was handed out of a pack, the partner's copy first; nothing where that is not on this computer."""
    digests = [pack.copy_digest, *pack.originals]
    with store.read() as session:
        if len(files.present(session, digests)) < len(set(digests)):
            return ()
        return tuple(files.get(session, digest) for digest in digests)


def _drawn_copies(
    work: Work, composition: composing.Composition, last: PrintedPack, *, marked: bool
) -> tuple[bytes, ...]:
    """The same, drawn by this version, the originals where they are asked for.

    Raises Problem for a text whose clauses this version does not have.
    """
    _require_own_wording(work.store, composition)
    content = _copied(work, composition, last)
    numbers = range(len(content.originals) + 1 if marked else 1)
    return tuple(build_pack(replace(content, original=number)).data for number in numbers)


def _copied(work: Work, composition: composing.Composition, last: PrintedPack) -> PackContent:
    whole = pack_content.content(work, composition, last.number)
    shared = {name: whole.record[name] for name in SHARED}
    record = {**shared, "kind": "partner-copy", "partner": {"name": composition.partner.name}}
    return partner_copy(whole, f"{whole.reference}/P", record)


@dataclass(frozen=True)
class SignedOriginal:
    """One of the originals that the parties sign: its number from 1, and what it says of itself at the foot."""

    number: int
    mark: str


def originals(composition: composing.Composition) -> tuple[SignedOriginal, ...]:
    """The originals of an agreement in the language of this program: one for each party, then those for nobody yet."""
    receivers = pack_content.receivers(composition, _(pack_content.MASTHEAD))
    return tuple(
        SignedOriginal(number, original_mark(number, len(receivers), each_language(party)[0], language()))
        for number, party in enumerate(receivers, 1)
    )


def original(work: Work, agreement_id: str, number: int) -> bytes:
    """One original as PDF: the partner's copy with its number, and for whom it is, on cover and pages.

    Its record, its fingerprint and its codes are those of every other one; it is stored as the partner's copy is.
    Raises Problem for a number that there is not, when no final pack was made, and while the partnership is suspended.
    """
    drawn = _copies(work, agreement_id)[1:]
    if not 1 <= number <= len(drawn):
        raise Problem(
            _("This agreement has originals 1 to {count}; nothing was made.").format(count=len(drawn)),
            _("Correct the number, or the number of original copies in a draft of the agreement."),
            code="original-unknown",
        )
    return drawn[number - 1]


def printed(work: Work, agreement_id: str) -> PrintedPages:
    """The pages of the last final pack, which may come back signed; raises Problem when no final pack was made."""
    last = _last_final(work.store, agreement_id)
    if last is None:
        raise Problem(
            _("No final pack was made of this agreement; nothing was filed."),
            _("Make its pack and print it first."),
            code="scan-without-pack",
        )
    reference = pack_reference(lookup.agreement(work.store, agreement_id), last.number)
    return printed_pages(pdf(work.store, last), reference, last.record_digest)


def printed_copy(work: Work, agreement_id: str, *, originals: bool = False) -> PrintedPages | None:
    """The pages of the partner's copy of the last final pack, as it was handed out, to know what comes back by.

    One that was handed out before version 0.3, or by another laptop, is drawn anew. Paper is known by its codes, which
    every original shares; only a PDF that was signed on a screen asks for what draws the pages of each of the
    `originals`. None when there is no final pack, or this version cannot draw its copy.
    """
    last = _last_final(work.store, agreement_id)
    if last is None:
        return None
    copies = _stored_copies(work.store, last)
    if not copies:
        try:
            copies = _drawn_copies(work, composing.compose(work, agreement_id), last, marked=originals)
        except Problem:
            return None
    embedded = embedded_record(copies[0])
    marked = copies[1:] if originals else ()
    return printed_pages(copies[0], embedded.reference, sha256(embedded.record), marked)


def printed_by_code(work: Work, code: Code) -> PrintedPages | None:
    """The pages of the pack, or of the partner's copy, that a code claims to be of; None when it is not stored here."""
    with work.store.read() as session:
        of_record = PrintedPack.record_digest.startswith(code.digest.lower(), autoescape=True)
        pack = session.scalars(select(PrintedPack).where(of_record).limit(1)).first()
        if pack is not None:
            reference = pack_reference(session.get_one(Agreement, pack.agreement_id), pack.number)
            return printed_pages(files.get(session, pack.file_digest), reference, pack.record_digest)
        final = select(PrintedPack.agreement_id).where(PrintedPack.draft.is_(False)).distinct()
        agreements = session.scalars(select(Agreement).where(Agreement.id.in_(final))).all()
    for agreement in agreements:
        if code.reference.startswith(plain_reference(agreement.reference)):
            copy = printed_copy(work, agreement.id)
            if copy is not None and copy.owns(code):
                return copy
    return None


def _require_own_wording(store: Store, composition: composing.Composition) -> None:
    """Raise Problem for a text that a version before 0.3 made final, once the clauses are no longer those of its pack.

    Such a record holds no wording of its own; what was printed then names its clauses in the record inside the pack.
    """
    agreement = composition.agreement
    last = _last_final(store, agreement.id)
    if agreement.wording or last is None:
        return
    printed = parse_json(embedded_record(pdf(store, last)).record)
    if printed["clauses"] != composition.assembled.wordings() or printed["template"] != composition.type.sha256:
        raise Problem(
            _("This text was made final with earlier clauses, which this version cannot draw again; nothing was made."),
            _("Use the pack made then: it is kept unchanged. Its pages before the black header are the partner’s."),
            code="agreement-of-earlier-clauses",
        )


def _last_final(store: Store, agreement_id: str) -> PrintedPack | None:
    return next((pack for pack in of_agreement(store, agreement_id) if not pack.draft), None)


def _next_number(store: Store, agreement_id: str) -> int:
    with store.read() as session:
        highest = session.scalar(select(func.max(PrintedPack.number)).where(PrintedPack.agreement_id == agreement_id))
    return (highest or 0) + 1


def of_agreement(store: Store, agreement_id: str) -> Sequence[PrintedPack]:
    """The packs made of an agreement, the newest first."""
    with store.read() as session:
        query = select(PrintedPack).where(PrintedPack.agreement_id == agreement_id).order_by(PrintedPack.number.desc())
        return session.scalars(query).all()


def pdf(store: Store, pack: PrintedPack) -> bytes:
    """The PDF of a pack as it was drawn."""
    with store.read() as session:
        return files.get(session, pack.file_digest)


def is_stored(work: Work, digest: str, reference: str) -> bool:
    """Whether a PDF with this SHA-256 is a pack as it was drawn here, or the partner's copy or an original of one.

    `reference` is what the PDF says it is: of a copy that was never handed out here it tells what to draw again.
    """
    name, _slash, kind = reference.rpartition("/")
    with work.store.read() as session:
        if session.scalar(select(func.count()).select_from(PrintedPack).where(PrintedPack.file_digest == digest)):
            return True
        agreement_id = session.scalar(select(Agreement.id).where(Agreement.reference == name.rpartition("/")[0]))
    if kind != "P" or agreement_id is None:
        return False
    packs = of_agreement(work.store, agreement_id)
    if any(digest in (pack.copy_digest, *pack.originals) for pack in packs):
        return True
    last = next((pack for pack in packs if not pack.draft), None)
    if last is None or last.copy_digest:
        return False
    drawn = _drawn_copies(work, composing.compose(work, agreement_id), last, marked=True)
    return any(sha256(data) == digest for data in drawn)


def mark_printed(work: Work, pack_id: str) -> None:
    """The user says that the paper came out well: only now is the agreement printed."""
    require(work.officer, Right.DRAFT)
    clock = sealing_clock(work)
    with work.store.change(N_("Pack printed"), work.officer.id) as session:
        pack = session.get_one(PrintedPack, pack_id)
        if pack.draft:
            raise Problem(
                _("This pack is a draft, so the agreement is not printed; nothing was changed."),
                _("Make the agreement final, then make its pack."),
                code="pack-is-draft",
            )
        agreement = session.get_one(Agreement, pack.agreement_id)
        if agreement.state == AgreementState.FINAL:
            gate.require_decision(work, agreement, clock.today())
        pack.printed_at, pack.printed_by = clock.stamp(), work.officer.id
        if agreement.state == AgreementState.FINAL:
            agreement.state = AgreementState.PRINTED
