"""What was agreed and given before the office worked with the program (¶1: over 60 partnerships since 2012).

It is recorded as *signed before*, dated, with its scan, and counted; it is no agreement of the program and opens no
gate of ¶21. The rule is one freeze (`freezing.EARLIER`): as long as its partnership has no favourable decision, no
agreement is begun, signed or amended for it and nothing is recorded as received. So that nobody goes round the gate
this way, only what lies before the first day of the office's journal is recorded here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _, language
from desktop.base.values import new_id
from desktop.documents.foreign.judging import JudgedFile, judge
from desktop.services.diligence import freezing, papers
from desktop.services.office import office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, identity
from desktop.services.registry.dollars import DollarsReceived
from desktop.services.results import ledger
from desktop.services.work import Work
from desktop.store.files import read_file
from desktop.store.records import Contribution, EarlierAgreement, Partner, Partnership, Party
from desktop.store.sessions import ChangeSession
from desktop.store.states import ContributionKind, ContributionState, PartnerStage

YEAR, MONTH = 4, 7  # letters of an ISO day of which only the year, or the month, is known


@dataclass(frozen=True)
class SignedBefore:
    """What was signed, as it was typed or as a table says it. `signed` is an ISO day, possibly only its year or month.

    `partnership_id` is the partnership that it belongs to; empty for one that is made of it.
    """

    partner_id: str
    title: str
    signed: str
    reference: str = ""
    type: str = ""
    signed_by: str = ""
    ends_on: str = ""
    value: Decimal | None = None
    currency: str = DOLLARS
    notes: str = ""
    partnership_id: str = ""


@dataclass(frozen=True)
class GivenBefore:
    """What was given, as it was typed or as a table says it."""

    partner_id: str
    description: str
    received_on: str
    kind: ContributionKind = ContributionKind.CASH
    amount: Decimal | None = None
    currency: str = DOLLARS
    quantity: Decimal | None = None
    unit: str = ""
    notes: str = ""
    partnership_id: str = ""
    reference: str = ""
    themes: tuple[str, ...] = ()
    fulfils: str = ""  # the promise that it is a part of


@dataclass(frozen=True)
class EarlierStanding:
    """A *signed before*, the name of its partner, its partnership, and whether due diligence is still to be made."""

    agreement: EarlierAgreement
    partner: str
    partnership: Partnership
    is_due: bool


# --- the deeds


def record(work: Work, signed: SignedBefore, scan: Path | None = None) -> EarlierAgreement:
    """Record what was signed before, with the scan where there is one, and its partnership where it has none yet.

    Raises Problem without a title or a day, for one signed since the office works with the program, and for a file
    that is not kept.
    """
    require(work.officer, Right.REGISTER)
    sealing_clock(work)
    read = (scan, read_file(scan)) if scan is not None else None
    judged = judge(read[1], read[0].name) if read is not None else None
    with work.store.change(N_("Signed before the program: recorded"), work.officer.id) as session:
        require_before(work, session, signed)
        agreement = record_in(work, session, signed)
        if read is not None and judged is not None:
            _attach(work, session, agreement, *read, judged)
    return agreement


def record_in(work: Work, session: ChangeSession, signed: SignedBefore) -> EarlierAgreement:
    """The same inside a deed that is under way, for what `require_before` let pass."""
    today = work.today()
    over = bool(signed.ends_on) and signed.ends_on < today.isoformat()
    partnership_id = signed.partnership_id
    if not partnership_id:
        partnership_id = _partnership(session, signed, over)
    agreement = EarlierAgreement(
        partnership_id=partnership_id,
        partner_id=signed.partner_id,
        reference=signed.reference.strip(),
        title=signed.title.strip(),
        type=signed.type,
        signed=signed.signed,
        signed_by=signed.signed_by.strip(),
        ends_on=signed.ends_on or None,
        diligence_due_on=work.definitions.follow_up.earlier.due(today, signed.ends_on) or None,
        recorded_by=work.officer.id,
        notes=signed.notes.strip(),
    )
    session.add(agreement)
    return agreement


def _partnership(session: ChangeSession, signed: SignedBefore, over: bool) -> str:
    """The partnership that a *signed before* is about; its dollars are known only where it was agreed in dollars."""
    worth = str(signed.value) if signed.value is not None else None
    partnership = Partnership(
        partner_id=signed.partner_id,
        title=signed.title.strip(),
        agreement_type=signed.type,
        value=worth,
        currency=signed.currency,
        value_usd=worth if signed.currency == DOLLARS else None,
        starts_on=signed.signed if len(signed.signed) > MONTH else None,
        ends_on=signed.ends_on or None,
        stage=PartnerStage.CLOSURE if over else PartnerStage.ACTIVE,
        closed_on=signed.ends_on if over else None,
    )
    session.add(partnership)
    session.add(Party(partnership_id=partnership.id, partner_id=signed.partner_id, role="partner"))
    return partnership.id


def correct(work: Work, agreement_id: str, signed: SignedBefore) -> None:
    """Correct what is recorded; the day by which due diligence must be made is worked out again from today.

    Raises Problem as `record` does. The value stands in the partnership, and is changed there.
    """
    require(work.officer, Right.REGISTER)
    sealing_clock(work)
    with work.store.change(N_("Signed before the program: corrected"), work.officer.id) as session:
        require_before(work, session, signed)
        agreement = session.get_one(EarlierAgreement, agreement_id)
        agreement.title, agreement.reference, agreement.type = (
            signed.title.strip(),
            signed.reference.strip(),
            signed.type,
        )
        agreement.signed, agreement.signed_by, agreement.notes = (
            signed.signed,
            signed.signed_by.strip(),
            signed.notes.strip(),
        )
        if (agreement.ends_on or "") != signed.ends_on:
            due = work.definitions.follow_up.earlier.due(work.today(), signed.ends_on)
            agreement.ends_on = signed.ends_on or None
            agreement.diligence_due_on = min(due, agreement.diligence_due_on or due) or None


def attach(work: Work, agreement_id: str, path: Path) -> None:
    """Show this scan from now on; it is kept among the papers of the partner. Raises RefusedFile with the reason."""
    require(work.officer, Right.REGISTER)
    data = read_file(path)
    judged = judge(data, path.name)
    with work.store.change(N_("Signed before the program: scan added"), work.officer.id) as session:
        _attach(work, session, session.get_one(EarlierAgreement, agreement_id), path, data, judged)


def _attach(
    work: Work, session: ChangeSession, agreement: EarlierAgreement, path: Path, data: bytes, judged: JudgedFile
) -> None:
    agreement.scan = papers.keep_in(work, session, agreement.partner_id, path, data, judged).id


def archive(work: Work, agreement_id: str, aside: bool) -> None:
    """Put a *signed before* out of the way that was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.REGISTER)
    deed = N_("Signed before the program: archived") if aside else N_("Signed before the program: restored")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(EarlierAgreement, agreement_id).archived = aside


def record_gift(work: Work, gift: GivenBefore) -> Contribution:
    """Record what was given before; raises Problem without words, and for what arrived since."""
    require(work.officer, Right.REGISTER)
    sealing_clock(work)
    with work.store.change(N_("Given before the program: recorded"), work.officer.id) as session:
        require_given_before(work, session, gift)
        return record_gift_in(work, session, gift)


def record_gift_in(work: Work, session: ChangeSession, gift: GivenBefore, id_: str = "") -> Contribution:
    """The same inside a deed that is under way, under a new id, for what `require_given_before` let pass.

    Its dollars follow from the United Nations rate of its day, where the day is known and the rate is here.
    """
    worth, day = str(gift.amount) if gift.amount is not None else None, day_known(gift.received_on)
    money = DollarsReceived(worth if gift.currency == DOLLARS else None)
    if day is not None:
        money = dollars.received(work, worth, gift.currency, day, takes_earlier=False)
    agreement = Contribution(
        id=id_ or new_id(),
        partner_id=gift.partner_id,
        partnership_id=gift.partnership_id or None,
        kind=gift.kind,
        description=gift.description.strip(),
        state=ContributionState.RECEIVED,
        received_on=gift.received_on,
        amount=worth,
        currency=gift.currency,
        amount_usd=money.usd,
        rate=money.rate,
        rate_month=money.month,
        quantity=str(gift.quantity) if gift.quantity is not None else None,
        unit=gift.unit.strip(),
        notes=gift.notes.strip(),
        reference=gift.reference.strip(),
        themes=list(gift.themes),
        fulfils=gift.fulfils or None,
        earlier=True,
    )
    session.add(agreement)
    if gift.fulfils:
        ledger.settle(session, ledger.expected_in(session, gift.fulfils))
    return agreement


# --- the rule: what counts as before


def is_before(day: str, first: date) -> bool:
    """Whether a day, of which only the year or the month may be known, lies wholly before another one."""
    last = f"{day}-12-31" if len(day) == YEAR else f"{day}-31" if len(day) == MONTH else day
    return last < first.isoformat()


def require_before(work: Work, session: Session, signed: SignedBefore) -> None:
    """Raise Problem unless it has a title and was signed before the first day of the office."""
    if not signed.title.strip():
        raise Problem(
            _("Nothing says what was agreed; nothing was recorded."),
            _("Write in a few words what it is about."),
            code="earlier-without-title",
        )
    if not signed.signed:
        raise Problem(
            _("Nothing says when it was signed; nothing was recorded."),
            _("Write the day, or the year alone where nobody knows more."),
            code="earlier-without-day",
        )
    if signed.ends_on and signed.ends_on < signed.signed:
        raise Problem(
            _("It would end before it was signed; nothing was recorded."),
            _("Correct one of the two days."),
            code="ends-before-start",
        )
    _require_before(work, session, signed.signed)


def require_given_before(work: Work, session: Session, gift: GivenBefore) -> None:
    """Raise Problem unless it says what arrived on which day, before the first day of the office, and how much."""
    if not gift.description.strip():
        raise Problem(
            _("Nothing says what arrived; nothing was recorded."),
            _("Write it in a few words."),
            code="arrival-without-words",
        )
    if any(number is not None and number <= 0 for number in (gift.amount, gift.quantity)):
        raise Problem(
            _("An amount or a quantity has to be more than nothing; nothing was recorded."),
            _("Correct the number."),
            code="arrival-without-amount",
        )
    _require_before(work, session, gift.received_on)


def _require_before(work: Work, session: Session, day: str) -> None:
    first = office_profile.first_day(session, work.today())
    if not is_before(day, first):
        raise Problem(
            _("{day} is not before {first}, the office’s first day with the program; nothing was recorded.").format(
                day=day_in_words(day, language(), "long"), first=day_in_words(first.isoformat(), language(), "long")
            ),
            _("What is agreed or received since then begins with its due diligence (¶21). Else write the whole day."),
            code="signed-since",
        )


# --- what is read


def of_partner(session: Session, partner_id: str) -> Sequence[EarlierAgreement]:
    """What was signed before with a partner, the newest first, without what is archived."""
    query = select(EarlierAgreement).where(
        EarlierAgreement.partner_id.in_(identity.records(session, partner_id)), EarlierAgreement.archived.is_(False)
    )
    return session.scalars(query.order_by(EarlierAgreement.signed.desc(), EarlierAgreement.id)).all()


def standing(work: Work, agreement_id: str) -> EarlierStanding:
    """One of them as its page shows it. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        agreement = session.get_one(EarlierAgreement, agreement_id)
        partner = session.get_one(Partner, agreement.partner_id)
        partnership = session.get_one(Partnership, agreement.partnership_id)
        waiting = {row.id for row in freezing.without_diligence(session)}
    return EarlierStanding(agreement, partner.name, partnership, agreement.id in waiting)


def every(session: Session) -> Sequence[EarlierStanding]:
    """All of them whose partner and partnership are here, the newest first, without what is archived."""
    query = (
        select(EarlierAgreement, Partner.id, Partnership)
        .join(Partner, Partner.id == EarlierAgreement.partner_id)
        .join(Partnership, Partnership.id == EarlierAgreement.partnership_id)
        .where(EarlierAgreement.archived.is_(False))
        .order_by(EarlierAgreement.signed.desc(), Partner.name, EarlierAgreement.id)
    )
    waiting = {row.id for row in freezing.without_diligence(session)}
    rows = session.execute(query).all()
    partners = identity.partners_in(session, {record for _agreement, record, _planned in rows})
    return [
        EarlierStanding(agreement, partners[record].name, planned, agreement.id in waiting)
        for agreement, record, planned in rows
    ]


def names(session: Session, archived: bool) -> Sequence[tuple[str, str]]:
    """The id and the reference of each, of those archived or of the others."""
    query = select(EarlierAgreement.id, EarlierAgreement.reference).where(EarlierAgreement.archived.is_(archived))
    return [(id_, reference) for id_, reference in session.execute(query)]
