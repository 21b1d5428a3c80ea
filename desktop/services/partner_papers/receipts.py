"""The receipt for what arrived and the letter that thanks for it, neither of them an endorsement (¶24).

A receipt that was handed out lies among the papers of its partner, and is what is shown and printed again as long as it
says what the record says. Of a record that was corrected since a new one is made, which names the day of the other.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.numbers import format_money, format_number
from desktop.base.text import LANGUAGE_NAMES, N_, _
from desktop.documents.enclosures.letter import PrintedLetter, draw_letter
from desktop.documents.enclosures.receipt import PrintedReceipt, draw_receipt
from desktop.documents.foreign.judging import judge
from desktop.documents.seal import holds_record, read_record
from desktop.services.diligence import papers
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.partner_papers import mail_draft
from desktop.services.registry import identity
from desktop.services.results.ledger import ARRIVED
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, Contribution, EarlierAgreement, Evidence, Partner

THANKS = "thanks"  # of forms/letters.toml


@dataclass(frozen=True)
class ReceiptPaper:
    """A receipt as PDF bytes; `handed_on` is the day on which this very one was handed out, empty for a new one."""

    data: bytes
    handed_on: str = ""


@dataclass(frozen=True)
class _Gift:
    """What a receipt is about."""

    contribution: Contribution
    partner: Partner
    agreement: str
    spoken: str  # the first language of its agreement, "" without one


def language_of(work: Work, contribution_id: str) -> str:
    """In which language one writes about it unless somebody asks for another: that of its agreement, else of the
    partner."""
    gift = _gift(work, contribution_id)
    return gift.spoken or mail_draft.language_of(work, gift.partner.id)


def receipt(work: Work, contribution_id: str, language: str) -> ReceiptPaper:
    """The receipt in one language of the program: the one that was handed out, or a new one.

    Raises Problem for what has not arrived, and for what was given before the office worked with the program.
    """
    require(work.officer, Right.DRAFT)
    gift = _gift(work, contribution_id)
    _require_arrived(gift.contribution)
    content = _content(work, gift, language)
    earlier = _handed_out(work, gift, content.number, language)
    same = next((own for own in earlier if read_record(own.data).get("content") == content.digest), None)
    if same is not None:
        return same
    clock = sealing_clock(work)
    if earlier:
        last = max(own.handed_on for own in earlier)
        content = replace(content, replaces=day_in_words(last, language, "long"))
    mark, paper = marks.of_office(work.store, (language,)), office_paper.of(work)
    return ReceiptPaper(draw_receipt(content, language, clock.stamp(), mark, paper).data)


def hand_out(work: Work, contribution_id: str, language: str, data: bytes) -> Evidence:
    """Keep a receipt as it is handed out, among the papers of the partner; the same one is kept once."""
    require(work.officer, Right.DRAFT)
    gift = _gift(work, contribution_id)
    _require_arrived(gift.contribution)
    number = _number(work, gift.contribution)
    path = Path(_file_name(number, language))
    judged = judge(data, path.name)
    with work.store.change(N_("Receipt handed out"), work.officer.id) as session:
        paper = papers.keep_in(work, session, gift.partner.id, path, data, judged)
        if paper.title == path.stem:
            paper.title = _("Receipt {number} ({language})").format(number=number, language=LANGUAGE_NAMES[language])
    return paper


def is_handed_out(work: Work, digest: str) -> bool:
    """Whether a PDF with this SHA-256 is a receipt that was handed out here, byte for byte."""
    paper = Evidence.digest == digest, Evidence.partner_id.is_not(None), Evidence.archived.is_(False)
    with work.store.read() as session:
        if session.scalar(select(Evidence.id).where(*paper).limit(1)) is None or not files.present(session, [digest]):
            return False
        data = files.get(session, digest)
    return holds_record(data) and read_record(data).get("kind") == "receipt"


def thanks(work: Work, contribution_id: str, language: str) -> bytes:
    """The letter that thanks for what arrived, as PDF bytes, from the text of forms/letters.toml.

    Raises Problem as `receipt` does.
    """
    subject, paragraphs, gift = _thanks(work, contribution_id, language)
    clock, profile = sealing_clock(work), office_profile.read(work.store)
    partner = gift.partner
    content = PrintedLetter(
        sender=profile.name,
        place=profile.city,
        date=day_in_words(clock.today().isoformat(), language, "long"),
        recipient=tuple(part for part in (partner.name, partner.address, partner.city) if part),
        subject=subject,
        paragraphs=paragraphs,
    )
    mark, paper = marks.of_office(work.store, (language,)), office_paper.of(work)
    number = _number(work, gift.contribution)
    return draw_letter(content, language, number, clock.stamp(), mark, paper).data


def thanks_draft(work: Work, contribution_id: str, language: str) -> bytes:
    """The same as a draft of an email, which opens in any mail program."""
    subject, paragraphs, gift = _thanks(work, contribution_id, language)
    return mail_draft.to_thank(work, gift.partner.id, language, subject, paragraphs[1:-1])


# --- what they say


def _thanks(work: Work, contribution_id: str, language: str) -> tuple[str, tuple[str, ...], _Gift]:
    require(work.officer, Right.DRAFT)
    gift = _gift(work, contribution_id)
    _require_arrived(gift.contribution)
    letter = next(text for text in work.definitions.letters if text.id == THANKS)
    what, profile = gift.contribution.description, office_profile.read(work.store)
    tags = {"partner": gift.partner.name, "partnership": what, "case": "", "office": profile.name}
    return (*letter.filled(language, tags), gift)


def _gift(work: Work, contribution_id: str) -> _Gift:
    with work.store.read() as session:
        contribution = session.get_one(Contribution, contribution_id)
        agreement = session.get(Agreement, contribution.agreement_id or "")
        before = session.get(EarlierAgreement, contribution.agreement_id or "") if agreement is None else None
        partner = identity.partner_in(session, contribution.partner_id)
    reference = agreement.reference if agreement is not None else ""
    reference = before.reference or before.title if before is not None else reference
    spoken = agreement.languages[0] if agreement is not None and agreement.languages else ""
    return _Gift(contribution, partner, reference, spoken)


def _content(work: Work, gift: _Gift, language: str) -> PrintedReceipt:
    own, partner, profile = gift.contribution, gift.partner, office_profile.read(work.store)
    quantity = format_number(Decimal(own.quantity), language) if own.quantity else ""
    return PrintedReceipt(
        number=_number(work, own),
        office=profile.name,
        place=profile.city,
        partner=partner.name,
        address=partner.address,
        received_on=day_in_words(own.received_on or "", language, "long"),
        what=own.description,
        quantity=" ".join(part for part in (quantity, own.unit) if part),
        amount=format_money(own.amount, own.currency, language) if own.amount else "",
        agreement=gift.agreement,
        condition=own.condition,
    )


def _number(work: Work, contribution: Contribution) -> str:
    return contribution.receipt or f"{office_profile.read(work.store).code}-R-{contribution.id[:6].upper()}"


def _file_name(number: str, language: str) -> str:
    return f"{number.replace('/', '-')}-{language}.pdf"


def _handed_out(work: Work, gift: _Gift, number: str, language: str) -> list[ReceiptPaper]:
    """The receipts of this number that were handed out in a language and whose files are on this computer."""
    with work.store.read() as session:
        own = Evidence.partner_id.in_(identity.records(session, gift.partner.id)), Evidence.case_id.is_(None)
        name = Evidence.name == _file_name(number, language), Evidence.archived.is_(False)
        papers_of_name = session.scalars(select(Evidence).where(*own, *name).order_by(Evidence.id)).all()
        present = files.present(session, [paper.digest for paper in papers_of_name])
        receipts = [
            ReceiptPaper(files.get(session, paper.digest), paper.seen_on or "")
            for paper in papers_of_name
            if paper.digest in present
        ]
    return [own for own in receipts if holds_record(own.data)]


def _require_arrived(contribution: Contribution) -> None:
    if contribution.earlier:
        raise Problem(
            _("This was given before the office worked with the program; no receipt was made."),
            _("The receipt of that time counts: keep it among the papers of the partner."),
            code="given-before",
        )
    has_arrived = contribution.state in ARRIVED and bool(contribution.received_on)
    if not has_arrived or contribution.archived or contribution.refund_of:
        raise Problem(
            _("This contribution is not recorded as received; no receipt was made."),
            _("Record what arrived first."),
            code="contribution-not-received",
        )
