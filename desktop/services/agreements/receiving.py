"""What arrives under a signed agreement, and the receipt that the partner is given for it (¶29 c).

A contribution is recorded as received only under an agreement in force, of a kind that its partnership brings, and
while nothing stands against it; under one that was signed before the program as well, once its due diligence is made
and while it runs. Its dollars follow from the United Nations rate of the day on which it arrived; where that lacks they
stay unknown, or are worked out by the nearest earlier rate when whoever records says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _
from desktop.base.values import new_id
from desktop.definitions.follow_up import FrozenDeed
from desktop.services.agreements import living
from desktop.services.diligence import freezing
from desktop.services.office import office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, identity
from desktop.services.registry.contribution import kinds_brought
from desktop.services.registry.dollars import DollarsReceived
from desktop.services.registry.partners import set_fields
from desktop.services.results import ledger
from desktop.services.results.ledger import ARRIVED, NO_DETAILS, OF_OTHERS, ContributionDetails
from desktop.services.work import Work
from desktop.store.records import Agreement, Contribution, EarlierAgreement, Partner, Partnership
from desktop.store.sessions import ChangeSession
from desktop.store.states import AgreementState, ContributionKind, ContributionState


class Beyond(StrEnum):
    """What more than was promised is."""

    SURPLUS = "surplus"  # it came beside what was promised
    CORRECT = "correct"  # the promise was written wrongly


@dataclass(frozen=True)
class ContributionArrival:
    """What arrived, as it was typed. `amount` is what it is worth, by the agreement or its invoice.

    With `takes_earlier` its dollars are those of the nearest earlier rate where that of its month lacks. A `form` of
    forms/contributions.toml says what the kind is. What arrives for a promise names it in `fulfils`, and what it
    `covers` of it where it comes in another currency; `beyond` answers what becomes of more than was promised. What has
    the reference of another contribution is recorded when somebody said that it is `another`.
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
    form: str = ""
    fulfils: str = ""
    covers: Decimal | None = None
    beyond: Beyond | None = None
    details: ContributionDetails = NO_DETAILS
    another: bool = False


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
    sealing_clock(work)
    require_receivable(work, arrival)
    with work.store.change(N_("Contribution received"), work.officer.id) as session:
        return receive_in(work, session, arrival, new_id())


def require_receivable(work: Work, arrival: ContributionArrival) -> None:
    """Raise Problem where `receive` would, but for what the promise and the references of other records say."""
    today = sealing_clock(work).today()
    with work.store.read() as session:
        basis = _basis(session, arrival.agreement_id, today)
    form = work.definitions.contributions.form_of(arrival.form, arrival.kind)
    _require_due(basis, replace(arrival, kind=ContributionKind(form.kind)), today)
    freezing.require_unfrozen(work, basis.planned.id, today, FrozenDeed.RECEIPT)


def receive_in(work: Work, session: ChangeSession, arrival: ContributionArrival, id_: str) -> Contribution:
    """Record under a new id, inside a deed that is under way, what `require_receivable` let pass."""
    code = office_profile.read(work.store).code
    planned = _basis(session, arrival.agreement_id, arrival.received_on).planned
    form = work.definitions.contributions.form_of(arrival.form, arrival.kind)
    promise = ledger.expected_in(session, arrival.fulfils) if arrival.fulfils else None
    if not arrival.another:
        ledger.require_unused(session, arrival.details.reference, arrival.fulfils)
    received = Contribution(id=id_, partner_id=planned.partner_id, recorded_by=work.officer.id)
    if promise is not None:
        _require_same_partner(session, promise, planned.partner_id)
        is_whole = _answers(work, session, promise, arrival)
        received = promise if is_whole else received
    set_fields(
        received,
        {
            "partnership_id": planned.id,
            "agreement_id": arrival.agreement_id,
            "kind": ContributionKind(form.kind),
            "form": form.id,
            "state": ContributionState.RECEIVED,
            "receipt": f"{code}-R-{arrival.received_on.year}-{id_[:6].upper()}",
        },
    )
    details = ContributionDetails.of(promise) if promise is not None else NO_DETAILS
    if received is not promise:  # each part has the reference of its own transfer
        details = replace(details, reference="")
    _write_arrival(work, received, arrival, arrival.details.over(details))
    if promise is not None and arrival.quantity is not None and not received.unit:
        received.unit = promise.unit
    if promise is not None and received is not promise:
        covers = arrival.covers if arrival.currency != promise.currency else None
        received.fulfils, received.covers = promise.id, str(covers) if covers is not None else None
    session.add(received)
    if promise is not None:
        _settle(session, promise, arrival.received_on, work.officer.id)
    return received


def _write_arrival(
    work: Work, received: Contribution, arrival: ContributionArrival, details: ContributionDetails
) -> None:
    """Write what arrived into a record. Dollars that go with this very amount, currency and month stay as they are."""
    amount = str(arrival.amount) if arrival.amount is not None else None
    month = arrival.received_on.isoformat()[:7]
    before = received.amount, received.currency, (received.received_on or "")[:7]
    if before != (amount, arrival.currency, month) or not received.amount_usd:
        worth = dollars.received(work, amount, arrival.currency, arrival.received_on, arrival.takes_earlier)
        money = {"rate": worth.rate, "rate_month": worth.month, "amount_usd": worth.usd}
        set_fields(received, {"amount": amount, "currency": arrival.currency, **money})
    quantity = str(arrival.quantity) if arrival.quantity is not None else None
    words = {"description": arrival.description.strip(), "condition": arrival.condition.strip()}
    counted = {"quantity": quantity, "unit": arrival.unit.strip()}
    set_fields(received, {"received_on": arrival.received_on.isoformat(), **words, **counted})
    ledger.write_details(received, details)


def correct(work: Work, contribution_id: str, arrival: ContributionArrival) -> None:
    """Correct what was recorded as received: its receipt keeps its number, and what was paid back of it its rate.

    Raises Problem for what cannot have arrived, and where more was paid back than it would be worth.
    """
    require(work.officer, Right.DRAFT)
    form = work.definitions.contributions.form_of(arrival.form, arrival.kind)
    with work.store.change(N_("Contribution corrected"), work.officer.id) as session:
        received = ledger.arrived_in(session, contribution_id)
        _require_plausible(arrival, sealing_clock(work).today())
        if not arrival.another and arrival.details.reference.strip() != received.reference:
            ledger.require_unused(session, arrival.details.reference, contribution_id)
        if not received.refund_of:
            set_fields(received, {"kind": ContributionKind(form.kind), "form": form.id})
        _write_arrival(work, received, arrival, arrival.details)
        if received.fulfils:
            received.covers = str(arrival.covers) if arrival.covers is not None else None
        ledger.settle_refunds(session, session.get_one(Contribution, received.refund_of or received.id))
        if (promise := session.get(Contribution, received.fulfils or "")) is not None:
            ledger.settle(session, promise)


def _require_same_partner(session: Session, promise: Contribution, partner_id: str) -> None:
    if promise.partner_id not in identity.records(session, partner_id):
        raise Problem(
            _("This promise is of another partner than the agreement; nothing was recorded."),
            _("Choose an agreement of the partner who promised."),
            code="promise-of-another",
        )


def _answers(work: Work, session: Session, promise: Contribution, arrival: ContributionArrival) -> bool:
    """Whether what arrived is a promise exactly. Corrects the promise when that is what more than it is.

    Raises Problem for another currency of which nobody says how much it covers, for goods that nobody counted, and for
    more than is expected without an answer.
    """
    expected = ledger.outstanding_in(session, promise)
    measure = arrival.quantity if promise.quantity else arrival.covers or arrival.amount
    is_counted_in_money = not promise.quantity and bool(promise.amount)
    if is_counted_in_money and arrival.currency != promise.currency and arrival.amount and not arrival.covers:
        raise Problem(
            _("The promise is in {promised} and this came in {came}; nothing was recorded.").format(
                promised=promise.currency, came=arrival.currency
            ),
            _("Say how much of the promise it covers, in {currency}.").format(currency=promise.currency),
            code="arrival-in-another-currency",
        )
    if expected.left is not None and measure is None:
        raise Problem(
            _("Nothing says how much of the promise arrived; nothing was recorded."),
            _("Write the quantity, or the amount."),
            code="arrival-without-measure",
        )
    beyond = measure - expected.left if measure is not None and expected.left is not None else Decimal(0)
    if beyond > 0:
        if arrival.beyond is None:
            raise Problem(
                _("More arrived than was promised; nothing was recorded."),
                _("Say whether the rest is a surplus, or whether the promise is to be corrected."),
                code="arrival-beyond-promise",
            )
        if arrival.beyond == Beyond.CORRECT:
            _raise_promise(work, promise, beyond)
    amount = Decimal(promise.amount) if promise.amount else None
    quantity = Decimal(promise.quantity) if promise.quantity else None
    is_exact = (amount, quantity) == (arrival.amount, arrival.quantity) and arrival.currency == promise.currency
    return is_exact and not ledger.parts_in(session, promise.id)


def _raise_promise(work: Work, promise: Contribution, more: Decimal) -> None:
    """The promise was of so much more than it says."""
    if promise.quantity:
        promise.quantity = str(Decimal(promise.quantity) + more)
    else:
        amount = str(Decimal(promise.amount or 0) + more)
        set_fields(promise, ledger.planned_money(work, amount, promise.currency))


def _settle(session: Session, promise: Contribution, on: date, officer_id: str) -> None:
    """Note what is expected after a reception; the task of an instalment that came whole is done."""
    ledger.settle(session, promise)
    if promise.state in ledger.ARRIVED or promise.closed_on:
        for task in living.tasks_of_instalment(session, promise):
            task.done_on, task.done_by = on.isoformat(), officer_id


def basis_of(work: Work, partner_id: str, kind: ContributionKind) -> Sequence[tuple[str, str]]:
    """The agreements under which something of this kind may arrive from a partner now: id and reference of each."""
    today = work.today()
    with work.store.read() as session:
        records = identity.records(session, partner_id)
        signed = select(Agreement.id).join(Partnership, Partnership.id == Agreement.partnership_id)
        before = select(EarlierAgreement.id).where(EarlierAgreement.partner_id.in_(records))
        signed = signed.where(Partnership.partner_id.in_(records), Agreement.state == AgreementState.ACTIVE)
        queries = signed.order_by(Agreement.id), before.order_by(EarlierAgreement.id)
        ids = [id_ for query in queries for id_ in session.scalars(query)]
        bases = [(id_, _basis(session, id_, today)) for id_ in ids]
    return [(id_, basis.reference) for id_, basis in bases if basis.is_in_force and kind in _kinds(basis)]


def convertible(work: Work) -> Sequence[str]:
    """The ids of what arrived in other money, has no dollars, and could have them by the rates that are here now."""
    with work.store.read() as session:
        rows = session.execute(_without_dollars(work).with_only_columns(*WORTH)).all()
    return [row.id for row in rows if _worth(work, row.amount, row.currency, row.received_on).usd]


def convert(work: Work) -> int:
    """Work out the dollars that lack by the rate of the day on which each arrived; how many those were."""
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Contributions worked out in dollars"), work.officer.id) as session:
        count = 0
        for record in session.scalars(_without_dollars(work)):
            worth = _worth(work, record.amount, record.currency, record.received_on)
            if worth.usd:
                record.amount_usd, record.rate, record.rate_month = worth.usd, worth.rate, worth.month
                ledger.settle_refunds(session, record)
                count += 1
    return count


WORTH = (Contribution.id, Contribution.amount, Contribution.currency, Contribution.received_on)


def _worth(work: Work, amount: str | None, currency: str, received_on: str | None) -> DollarsReceived:
    day = day_known(received_on)
    return dollars.received(work, amount, currency, day, takes_earlier=False) if day else DollarsReceived()


def _without_dollars(work: Work) -> Select[Contribution]:
    """What arrived at this office and has an amount and no dollars; what is paid back has those of its receipt."""
    return select(Contribution).where(
        Contribution.office == work.store.identity.office,
        Contribution.state.in_(ARRIVED),
        Contribution.archived.is_(False),
        Contribution.amount > "",
        Contribution.amount_usd.is_(None),
        Contribution.refund_of.is_(None),
    )


def of_partner(session: Session, partner_id: str, withdrawn: bool = False) -> Sequence[Contribution]:
    """The contributions of a partner, promised ones too, the latest first; or those that were withdrawn."""
    own = Contribution.partner_id.in_(identity.records(session, partner_id))
    query = select(Contribution).where(own, Contribution.archived.is_(withdrawn))
    by_day = (Contribution.received_on.desc(), Contribution.promised_on.desc(), Contribution.id)
    return session.scalars(query.order_by(*by_day)).all()


def _is_in_force(agreement: Agreement) -> bool:
    return agreement.state == AgreementState.ACTIVE and not agreement.suspended_on


def _require_due(basis: _Basis, arrival: ContributionArrival, today: date) -> None:
    if not basis.is_in_force:
        raise Problem(
            _("This agreement is not in force; nothing was recorded as received."),
            _("A contribution is received under a signed agreement (¶26): file its signed copy first."),
            code="agreement-not-in-force",
        )
    others = arrival.details.matching_by in OF_OTHERS
    if arrival.kind not in _kinds(basis) and not others:
        raise Problem(
            _("The partnership does not bring this kind of contribution; nothing was recorded."),
            _("Choose the kind that the agreement names, or plan a partnership for the other one."),
            code="contribution-of-another-kind",
        )
    _require_plausible(arrival, today)


def _require_plausible(arrival: ContributionArrival, today: date) -> None:
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
    if any(number is not None and number <= 0 for number in (arrival.amount, arrival.quantity, arrival.covers)):
        raise Problem(
            _("An amount or a quantity has to be more than nothing; nothing was recorded."),
            _("Correct the number."),
            code="arrival-without-amount",
        )
