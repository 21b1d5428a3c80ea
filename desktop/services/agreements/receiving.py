"""What arrives under a signed agreement, and the receipt that the partner is given for it (¶29 c).

A contribution is recorded as received only under an agreement in force, of a kind that its partnership brings, and
while nothing stands against it; under one that was signed before the program as well, once its due diligence is made
and while it runs. Its dollars follow from the United Nations rate of the day on which it arrived; where that lacks they
stay unknown, or are worked out by the nearest earlier rate when whoever records says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.numbers import format_money, format_number
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _, language
from desktop.base.values import new_id
from desktop.definitions.follow_up import FrozenDeed
from desktop.documents.enclosures.receipt import PrintedReceipt, draw_receipt
from desktop.services.diligence import freezing
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, identity
from desktop.services.registry.contribution import kinds_brought
from desktop.services.work import Work
from desktop.store.records import Agreement, Contribution, EarlierAgreement, Partner, Partnership
from desktop.store.states import AgreementState, ContributionKind, ContributionState

ARRIVED = (ContributionState.RECEIVED, ContributionState.REPORTED)


@dataclass(frozen=True)
class ContributionArrival:
    """What arrived, as it was typed. `amount` is what it is worth, by the agreement or its invoice.

    With `takes_earlier` its dollars are those of the nearest earlier rate where that of its month lacks.
    """

    agreement_id: str
    kind: ContributionKind
    description: str
    received_on: date
    amount: Decimal | None = None
    currency: str = DOLLARS
    quantity: Decimal | None = None
    unit: str = ""
    condition: str = ""
    takes_earlier: bool = False


@dataclass(frozen=True)
class _Basis:
    """Under what something arrives."""

    reference: str
    planned: Partnership
    is_in_force: bool
    is_earlier: bool = False


@dataclass(frozen=True)
class ReceivingPage:
    """What the form of an arrival needs to know of its agreement: who gives, what it brings, whether it is in force."""

    reference: str
    partner_id: str
    partner: str
    kinds: Sequence[ContributionKind]
    currency: str
    is_in_force: bool


def page(work: Work, agreement_id: str) -> ReceivingPage:
    """An agreement, or one signed before the program, as the form of an arrival shows it."""
    with work.store.read() as session:
        basis = _basis(session, agreement_id, work.today())
        partner = session.get_one(Partner, basis.planned.partner_id)
    return ReceivingPage(
        basis.reference,
        partner.id,
        partner.name,
        _kinds(basis),
        basis.planned.currency or DOLLARS,
        basis.is_in_force,
    )


def _basis(session: Session, agreement_id: str, today: date) -> _Basis:
    agreement = session.get(Agreement, agreement_id)
    if agreement is not None:
        planned = session.get_one(Partnership, agreement.partnership_id)
        return _Basis(agreement.reference, planned, _is_in_force(agreement))
    before = session.get_one(EarlierAgreement, agreement_id)
    runs = not before.archived and (before.ends_on or today.isoformat()) >= today.isoformat()
    planned = session.get_one(Partnership, before.partnership_id)
    return _Basis(before.reference or before.title, planned, runs, is_earlier=True)


def _kinds(basis: _Basis) -> Sequence[ContributionKind]:
    """What may arrive: of what was signed before, nobody may have said what it brings."""
    return kinds_brought(basis.planned) or (tuple(ContributionKind) if basis.is_earlier else ())


def receive(work: Work, arrival: ContributionArrival) -> Contribution:
    """Record what arrived. Its receipt has a number that no other laptop can give.

    Raises Problem under a doubted clock, for an agreement that is not in force, for a kind that the partnership does
    not bring, while something stands against the partnership, for a day to come, without a description, and for an
    amount that is not more than nothing.
    """
    require(work.officer, Right.DRAFT)
    clock = sealing_clock(work)
    with work.store.read() as session:
        basis = _basis(session, arrival.agreement_id, clock.today())
    planned = basis.planned
    _require_due(basis, arrival, clock.today())
    freezing.require_unfrozen(work, planned.id, clock.today(), FrozenDeed.RECEIPT)
    id_, code = new_id(), office_profile.read(work.store).code
    amount = str(arrival.amount) if arrival.amount is not None else None
    worth = dollars.received(work, amount, arrival.currency, arrival.received_on, arrival.takes_earlier)
    received = Contribution(
        id=id_,
        partner_id=planned.partner_id,
        partnership_id=planned.id,
        agreement_id=arrival.agreement_id,
        kind=arrival.kind,
        description=arrival.description.strip(),
        state=ContributionState.RECEIVED,
        received_on=arrival.received_on.isoformat(),
        amount=amount,
        currency=arrival.currency,
        rate=worth.rate,
        rate_month=worth.month,
        amount_usd=worth.usd,
        quantity=str(arrival.quantity) if arrival.quantity is not None else None,
        unit=arrival.unit.strip(),
        condition=arrival.condition.strip(),
        receipt=f"{code}-R-{arrival.received_on.year}-{id_[:6].upper()}",
    )
    with work.store.change(N_("Contribution received"), work.officer.id) as session:
        session.add(received)
    return received


def withdraw(work: Work, contribution_id: str, aside: bool) -> None:
    """Take a contribution back that was recorded by mistake, or bring it back; it stays in the history."""
    require(work.officer, Right.DRAFT)
    deed = N_("Contribution withdrawn") if aside else N_("Contribution brought back")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(Contribution, contribution_id).archived = aside


def of_partner(session: Session, partner_id: str, withdrawn: bool = False) -> Sequence[Contribution]:
    """The contributions of a partner, promised ones too, the latest first; or those that were withdrawn."""
    own = Contribution.partner_id.in_(identity.records(session, partner_id))
    query = select(Contribution).where(own, Contribution.archived.is_(withdrawn))
    by_day = (Contribution.received_on.desc(), Contribution.promised_on.desc(), Contribution.id)
    return session.scalars(query.order_by(*by_day)).all()


def receipt_language(work: Work, contribution_id: str) -> str:
    """In which language a receipt is given unless somebody asks for another: the first one of its agreement.

    That of the program for what came without an agreement.
    """
    with work.store.read() as session:
        agreement = session.get(Agreement, session.get_one(Contribution, contribution_id).agreement_id or "")
    return agreement.languages[0] if agreement is not None and agreement.languages else language()


def receipt(work: Work, contribution_id: str, language: str) -> bytes:
    """The receipt as PDF bytes in one language of the program. Raises Problem for what has not arrived."""
    require(work.officer, Right.DRAFT)
    clock = sealing_clock(work)
    with work.store.read() as session:
        contribution = session.get_one(Contribution, contribution_id)
        partner = session.get_one(Partner, contribution.partner_id)
        basis = _basis(session, contribution.agreement_id, work.today()) if contribution.agreement_id else None
    if contribution.earlier:
        raise Problem(
            _("This was given before the office worked with the program; no receipt was made."),
            _("The receipt of that time counts: keep it among the papers of the partner."),
            code="given-before",
        )
    if contribution.state not in ARRIVED or not contribution.received_on or contribution.archived:
        raise Problem(
            _("This contribution is not recorded as received; no receipt was made."),
            _("Record what arrived first."),
            code="contribution-not-received",
        )
    profile = office_profile.read(work.store)
    quantity = format_number(Decimal(contribution.quantity), language) if contribution.quantity else ""
    amount = format_money(contribution.amount, contribution.currency, language) if contribution.amount else ""
    content = PrintedReceipt(
        number=contribution.receipt or f"{profile.code}-R-{contribution.id[:6].upper()}",
        office=profile.name,
        place=profile.city,
        partner=partner.name,
        address=partner.address,
        received_on=day_in_words(contribution.received_on, language, "long"),
        what=contribution.description,
        quantity=" ".join(part for part in (quantity, contribution.unit) if part),
        amount=amount,
        agreement=basis.reference if basis is not None else "",
        condition=contribution.condition,
    )
    mark, paper = marks.of_office(work.store, (language,)), office_paper.of(work)
    return draw_receipt(content, language, clock.stamp(), mark, paper).data


def _is_in_force(agreement: Agreement) -> bool:
    return agreement.state == AgreementState.ACTIVE and not agreement.suspended_on


def _require_due(basis: _Basis, arrival: ContributionArrival, today: date) -> None:
    if not basis.is_in_force:
        raise Problem(
            _("This agreement is not in force; nothing was recorded as received."),
            _("A contribution is received under a signed agreement (¶26): file its signed copy first."),
            code="agreement-not-in-force",
        )
    if arrival.kind not in _kinds(basis):
        raise Problem(
            _("The partnership does not bring this kind of contribution; nothing was recorded."),
            _("Choose the kind that the agreement names, or plan a partnership for the other one."),
            code="contribution-of-another-kind",
        )
    if arrival.received_on > today:
        raise Problem(
            _("The day of arrival lies in the future; nothing was recorded."),
            _("Correct the day."),
            code="arrival-in-future",
        )
    if not arrival.description.strip():
        raise Problem(
            _("Nothing says what arrived; nothing was recorded."),
            _("Write it in a few words."),
            code="arrival-without-words",
        )
    if any(number is not None and number <= 0 for number in (arrival.amount, arrival.quantity)):
        raise Problem(
            _("An amount or a quantity has to be more than nothing; nothing was recorded."),
            _("Correct the number."),
            code="arrival-without-amount",
        )
