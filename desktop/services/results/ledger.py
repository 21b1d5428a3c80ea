"""The ledger of contributions: promised, confirmed, received, reported, and what of it is paid back or does not come.

What arrives exactly as it was promised is the promise itself, received. What arrives otherwise for a promise (a part,
more, another currency) is a record of its own, which names it in `fulfils`; the promise is counted down exactly, in its
quantity where it has one, else in its amount. A refund names its receipt and goes by the rate of that receipt. Amounts
are decimal text and never rounded but to cents of a dollar. `services/agreements/receiving.py` records what arrives.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.numbers import EXACT
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _, folded
from desktop.base.values import new_id
from desktop.definitions.contributions import ContributionForm, ContributionRules
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, exchange_rates, identity
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import Contribution
from desktop.store.states import ContributionKind, ContributionState, Matcher

ARRIVED = (ContributionState.RECEIVED, ContributionState.REPORTED)
EXPECTED = (ContributionState.PROMISED, ContributionState.CONFIRMED)
OF_OTHERS = (Matcher.ORGANIZATION, Matcher.THIRD)  # whose counterpart funds are no private contribution (¶27)
NOTHING = Decimal(0)
CENT = Decimal("0.01")
_MEASURES = (  # by which a promise is counted down, and what arrived for it
    *(Contribution.id, Contribution.state, Contribution.fulfils, Contribution.quantity, Contribution.unit),
    *(Contribution.amount, Contribution.currency, Contribution.covers, Contribution.amount_usd),
)


@dataclass(frozen=True)
class ContributionDetails:
    """What is told of a contribution beside what it is: the codes are of forms/contributions.toml, `themes` of the
    strategy (fn 15). `matching_by` says whose counterpart funds it is; empty for what the partner gives."""

    channel: str = ""
    earmark: str = ""
    themes: tuple[str, ...] = ()
    project_code: str = ""
    reference: str = ""
    matching_by: str = ""
    expires_on: str = ""
    notes: str = ""

    @classmethod
    def of(cls, contribution: Contribution) -> "ContributionDetails":
        """Those of a record."""
        return cls(
            channel=contribution.channel,
            earmark=contribution.earmark,
            themes=tuple(contribution.themes),
            project_code=contribution.project_code,
            reference=contribution.reference,
            matching_by=str(contribution.matching_by),
            expires_on=contribution.expires_on or "",
            notes=contribution.notes,
        )

    def over(self, before: "ContributionDetails") -> "ContributionDetails":
        """These, and where nothing is told those of before."""
        shown_fields = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(before, **{name: content for name, content in shown_fields.items() if content})


NO_DETAILS = ContributionDetails()


@dataclass(frozen=True)
class NewPromise:
    """A promise as it was written: amounts are decimal text, days ISO text, empty where nobody said."""

    partner_id: str
    form: str
    description: str
    promised_on: str
    amount: str = ""
    currency: str = DOLLARS
    due_on: str = ""
    partnership_id: str = ""
    agreement_id: str = ""
    quantity: str = ""
    unit: str = ""
    details: ContributionDetails = NO_DETAILS


@dataclass(frozen=True)
class Outstanding:
    """What is still expected of a promise: `left` in its currency, or in its `unit` where it has a quantity.

    `left` is None for a promise that names neither, of which nobody can say whether more will come until it is closed.
    `surplus` is what came beyond it.
    """

    left: Decimal | None
    currency: str = ""
    unit: str = ""
    surplus: Decimal = NOTHING

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is expected."""
        return self.left == NOTHING


# --- what is expected


@dataclass(frozen=True)
class StillExpected:
    """What is still expected of promises: in US dollars by the rate of their plan; `unknown` counts those without."""

    usd: Decimal = NOTHING
    promises: int = 0
    unknown: int = 0


def outstanding_of(promise: Contribution, parts: Collection[Contribution]) -> Outstanding:
    """What is still expected of a promise for which these parts arrived; nothing of one that was received or closed."""
    if promise.quantity:
        currency, unit, whole = "", promise.unit, Decimal(promise.quantity)
        came = [Decimal(part.quantity or 0) for part in parts]
    elif promise.amount:
        currency, unit, whole = promise.currency, "", Decimal(promise.amount)
        came = [Decimal(part.covers or part.amount or 0) for part in parts]
    else:
        is_over = promise.state not in EXPECTED or bool(parts)
        return Outstanding(NOTHING if is_over else None)
    left = EXACT.subtract(whole, sum(came, NOTHING))
    surplus = max(NOTHING, -left)
    return Outstanding(max(NOTHING, left) if promise.state in EXPECTED else NOTHING, currency, unit, surplus)


def parts_in(session: Session, promise_id: str) -> Sequence[Contribution]:
    """The parts of a promise that arrived, by day."""
    arrived = Contribution.state.in_(ARRIVED), Contribution.archived.is_(False)
    query = select(Contribution).where(Contribution.fulfils == promise_id, *arrived)
    return session.scalars(query.order_by(Contribution.received_on, Contribution.id)).all()


def outstanding_in(session: Session, promise: Contribution) -> Outstanding:
    """What is still expected of a promise."""
    return outstanding_of(promise, parts_in(session, promise.id))


def outstanding(work: Work, promise_id: str) -> Outstanding:
    """The same, for a form that says so."""
    with work.store.read() as session:
        return outstanding_in(session, session.get_one(Contribution, promise_id))


def is_expected() -> ColumnElement[bool]:
    """That something may still come of a promise."""
    return and_(Contribution.state.in_(EXPECTED), Contribution.closed_on.is_(None))


def is_late(rules: ContributionRules, today: date) -> ColumnElement[bool]:
    """That something may still come of a promise, and should have (forms/contributions.toml)."""
    late = (today - timedelta(days=rules.late_after_days)).isoformat()
    return and_(is_expected(), Contribution.due_on < late)


def expires_soon(rules: ContributionRules, today: date) -> ColumnElement[bool]:
    """That what arrived expires soon or has expired, while the partner was not told yet what became of it."""
    soon = (today + timedelta(days=rules.expires_soon_days)).isoformat()
    is_receipt = and_(Contribution.state == ContributionState.RECEIVED, Contribution.refund_of.is_(None))
    return and_(is_receipt, Contribution.expires_on <= soon)


def still_expected(
    session: Session, chosen: Select[str], told_by: Sequence[ColumnElement[Any]]
) -> Mapping[tuple[str, ...], StillExpected]:
    """What is still expected of the promises among these contributions, by their ids: of each what has not arrived yet,
    to the cent. Counterpart funds of others than the partner are none of it (¶27). It is added up by what they are
    `told_by`."""
    query = chosen.with_only_columns(*_MEASURES, *told_by).where(
        Contribution.state.in_(EXPECTED),
        Contribution.archived.is_(False),
        Contribution.matching_by.not_in(OF_OTHERS),
    )
    promises: Sequence[Any] = session.execute(query).all()
    arrived = Contribution.state.in_(ARRIVED), Contribution.archived.is_(False), Contribution.fulfils > ""
    parts: dict[str, list[Any]] = {}
    for part in session.execute(select(*_MEASURES).where(*arrived)) if promises else ():
        parts.setdefault(part.fulfils, []).append(part)
    worths: dict[tuple[str, ...], list[Decimal | None]] = {}
    for expected in promises:
        codes = tuple(expected)[len(_MEASURES) :]
        left = outstanding_of(expected, parts.get(expected.id, ()))
        if left.is_settled:
            continue
        whole = Decimal(expected.quantity or expected.amount or 0)
        if left.left is None or not expected.amount_usd or not whole:
            worths.setdefault(codes, []).append(None)
            continue
        worth = EXACT.divide(EXACT.multiply(Decimal(expected.amount_usd), left.left), whole)
        worths.setdefault(codes, []).append(worth.quantize(CENT, context=EXACT))
    with localcontext(EXACT):
        return {
            codes: StillExpected(sum((usd for usd in own if usd is not None), NOTHING), len(own), own.count(None))
            for codes, own in worths.items()
        }


def settle(session: Session, promise: Contribution) -> None:
    """Note on a promise, inside a deed, since when nothing more is expected of it, or that more is again."""
    if promise.state not in EXPECTED:
        return
    session.flush()
    parts = parts_in(session, promise.id)
    closed = parts[-1].received_on if parts and outstanding_of(promise, parts).is_settled else None
    set_fields(promise, {"closed_on": closed})


# --- promises


def promise(work: Work, new: NewPromise, another: bool = False) -> Contribution:
    """Record a promise as soon as it is written.

    Raises Problem for what `require_whole` refuses, and for a reference that stands on another record already unless
    somebody says that this is `another` contribution.
    """
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Contribution promised"), work.officer.id) as session:
        return promise_in(work, session, new, another)


def promise_in(work: Work, session: Session, new: NewPromise, another: bool, id_: str = "") -> Contribution:
    """The same inside a deed that is under way, under a new id."""
    contribution = Contribution(id=id_ or new_id(), partner_id=new.partner_id, recorded_by=work.officer.id)
    _write_promise(work, session, contribution, new, another)
    session.add(contribution)
    return contribution


def correct_promise(work: Work, promise_id: str, new: NewPromise, another: bool = False) -> None:
    """Correct a promise. Raises Problem as `promise` does, and for one that is no promise any more."""
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Contribution corrected"), work.officer.id) as session:
        contribution = expected_in(session, promise_id)
        _write_promise(work, session, contribution, new, another)
        settle(session, contribution)


def _write_promise(work: Work, session: Session, promised: Contribution, new: NewPromise, another: bool) -> None:
    form = form_named(work, new.form)
    require_whole(new.description, new.amount, new.quantity)
    _require_day(work, new.promised_on)
    if new.due_on and new.due_on < new.promised_on:
        raise Problem(
            _("It would be expected before it was promised; nothing was recorded."),
            _("Correct one of the two days."),
            code="promise-due-before",
        )
    if not another:
        require_unused(session, new.details.reference, promised.id)
    set_fields(
        promised,
        {
            "partner_id": identity.partner_in(session, new.partner_id).id,
            "partnership_id": new.partnership_id or None,
            "agreement_id": new.agreement_id or None,
            "form": form.id,
            "kind": ContributionKind(form.kind),
            "description": new.description.strip(),
            "promised_on": new.promised_on,
            "due_on": new.due_on or None,
            **planned_money(work, new.amount, new.currency),
            "quantity": new.quantity or None,
            "unit": new.unit.strip(),
        },
    )
    write_details(promised, new.details)


def planned_money(work: Work, amount: str, currency: str) -> dict[str, str | None]:
    """The fields of a record that hold an amount which is expected, in dollars by the newest rate."""
    rate = exchange_rates.rate_of(work, currency) if amount and currency != DOLLARS else None
    usd = amount if currency == DOLLARS else dollars.converted(rate, amount)
    return {
        "amount": amount or None,
        "currency": currency,
        "rate": str(rate.units) if rate is not None else None,
        "rate_month": rate.month if rate is not None else "",
        "amount_usd": usd or None,
    }


def write_details(contribution: Contribution, details: ContributionDetails) -> None:
    """Write these details into a record, inside a deed."""
    set_fields(
        contribution,
        {
            "channel": details.channel,
            "earmark": details.earmark,
            "themes": list(details.themes),
            "project_code": details.project_code.strip(),
            "reference": details.reference.strip(),
            "matching_by": Matcher(details.matching_by) if details.matching_by else "",
            "expires_on": details.expires_on or None,
            "notes": details.notes.strip(),
        },
    )


def set_confirmed(work: Work, promise_id: str, on: date | None) -> None:
    """Note since when a promise is confirmed, by a letter or a signature; None for a promise alone again."""
    require(work.officer, Right.DRAFT)
    if on is not None:
        _require_day(work, on.isoformat())
    deed = N_("Contribution confirmed") if on is not None else N_("Confirmation of a contribution taken back")
    with work.store.change(deed, work.officer.id) as session:
        expected = expected_in(session, promise_id)
        state = ContributionState.CONFIRMED if on is not None else ContributionState.PROMISED
        set_fields(expected, {"state": state, "confirmed_on": on.isoformat() if on is not None else None})


def confirm_again(work: Work, promise_id: str, on: str) -> None:
    """Confirm anew what was confirmed on a day that a record tells."""
    set_confirmed(work, promise_id, day_known(on) or sealing_clock(work).today())


def report_again(work: Work, contribution_id: str, on: str) -> None:
    """Report anew what was reported on a day that a record tells."""
    set_reported(work, contribution_id, day_known(on) or sealing_clock(work).today())


def write_off(work: Work, promise_id: str, reason: str, note: str = "") -> None:
    """Say that what remains of a promise will not come; what arrived of it stays. Raises Problem without a reason of
    forms/contributions.toml, and where nothing remains."""
    require(work.officer, Right.DRAFT)
    _require_reason(reason, work.definitions.contributions.write_offs)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Contribution written off"), work.officer.id) as session:
        expected = expected_in(session, promise_id)
        if outstanding_in(session, expected).is_settled:
            raise Problem(
                _("Nothing more is expected of this promise; nothing was changed."),
                _("What arrived is taken back with a refund."),
                code="promise-settled",
            )
        closed = {"closed_on": day, "closed_reason": reason, "closed_note": note.strip()}
        set_fields(expected, {"state": ContributionState.WRITTEN_OFF, **closed})


def expect_again(work: Work, promise_id: str) -> None:
    """Expect again what was written off. Raises Problem for a promise that was not."""
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Contribution expected again"), work.officer.id) as session:
        closed = session.get_one(Contribution, promise_id)
        if closed.state != ContributionState.WRITTEN_OFF:
            raise _another_state()
        closed.state = ContributionState.CONFIRMED if closed.confirmed_on else ContributionState.PROMISED
        set_fields(closed, {"closed_on": None, "closed_reason": "", "closed_note": ""})
        settle(session, closed)


# --- what arrived


def take_back_reception(work: Work, contribution_id: str) -> None:
    """Let what was recorded as received by mistake be a promise again. Raises Problem for what never was one, and while
    something of it is paid back."""
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Reception of a contribution taken back"), work.officer.id) as session:
        received = arrived_in(session, contribution_id)
        if not received.promised_on or received.fulfils or received.earlier:
            raise _another_state()
        _require_no_refund(session, received)
        state = ContributionState.CONFIRMED if received.confirmed_on else ContributionState.PROMISED
        blank = {"received_on": None, "reported_on": None, "receipt": ""}
        planned = planned_money(work, received.amount or "", received.currency)
        set_fields(received, {"state": state, **blank, **planned})


def set_reported(work: Work, contribution_id: str, on: date | None) -> None:
    """Note since when the partner knows what became of what it gave; None takes that back."""
    require(work.officer, Right.DRAFT)
    if on is not None:
        _require_day(work, on.isoformat())
    deed = N_("Contribution reported to the partner") if on is not None else N_("Report to the partner taken back")
    with work.store.change(deed, work.officer.id) as session:
        received = arrived_in(session, contribution_id)
        if on is not None and received.received_on and on.isoformat() < received.received_on[:10]:
            raise Problem(
                _("It would be reported before it arrived; nothing was changed."),
                _("Correct the day."),
                code="reported-before",
            )
        state = ContributionState.REPORTED if on is not None else ContributionState.RECEIVED
        set_fields(received, {"state": state, "reported_on": on.isoformat() if on is not None else None})


def refund(work: Work, receipt_id: str, amount: str, on: date, note: str = "") -> Contribution:
    """Record what is paid back of a receipt, in its currency, on a day.

    Its dollars go by the rate of the receipt; what completes it takes the cents that remain, so that a full refund is
    exactly nothing. Raises Problem for more than remains, for a day before the receipt or to come, and for what did not
    arrive or has no amount.
    """
    require(work.officer, Right.DRAFT)
    _require_day(work, on.isoformat())
    require_whole("-", amount, "")
    with work.store.change(N_("Contribution paid back"), work.officer.id) as session:
        return refund_in(work, session, receipt_id, amount, on, note)


def refund_in(work: Work, session: Session, receipt_id: str, amount: str, on: date, note: str) -> Contribution:
    """The same inside a deed that is under way."""
    receipt = arrived_in(session, receipt_id)
    before = refunds_in(session, receipt_id)
    if receipt.refund_of or not receipt.amount or not amount:
        raise Problem(
            _("Only an amount that arrived is paid back; nothing was recorded."),
            _("Say what this contribution is worth first."),
            code="refund-of-nothing",
        )
    if on.isoformat() < (receipt.received_on or ""):
        raise Problem(
            _("It would be paid back before it arrived; nothing was recorded."),
            _("Correct the day."),
            code="refund-before",
        )
    paid_back = Contribution(
        partner_id=receipt.partner_id,
        partnership_id=receipt.partnership_id,
        agreement_id=receipt.agreement_id,
        kind=receipt.kind,
        form=receipt.form,
        description=receipt.description,
        state=ContributionState.RECEIVED,
        received_on=on.isoformat(),
        amount=amount,
        currency=receipt.currency,
        rate=receipt.rate,
        rate_month=receipt.rate_month,
        earmark=receipt.earmark,
        themes=list(receipt.themes),
        channel=receipt.channel,
        project_code=receipt.project_code,
        matching_by=receipt.matching_by,
        refund_of=receipt.id,
        notes=note.strip(),
        recorded_by=work.officer.id,
    )
    _work_out_refunds(receipt, [*before, paid_back])
    session.add(paid_back)
    return paid_back


def refunds_in(session: Session, receipt_id: str) -> Sequence[Contribution]:
    """What was paid back of a receipt, by day."""
    query = select(Contribution).where(Contribution.refund_of == receipt_id, Contribution.archived.is_(False))
    return session.scalars(query.order_by(Contribution.received_on, Contribution.id)).all()


def settle_refunds(session: Session, receipt: Contribution) -> None:
    """Work out anew, inside a deed that changed a receipt, the dollars of what was paid back of it.

    Raises Problem where more was paid back than it is worth.
    """
    _work_out_refunds(receipt, refunds_in(session, receipt.id))


def _work_out_refunds(receipt: Contribution, refunds: Sequence[Contribution]) -> None:
    """Give refunds their dollars, in their order; the one that completes the receipt takes the cents that remain."""
    left, usd_left = Decimal(receipt.amount or 0), Decimal(receipt.amount_usd) if receipt.amount_usd else None
    rate = Decimal(receipt.rate) if receipt.rate else None
    for paid_back in refunds:
        part = Decimal(paid_back.amount or 0)
        if part > left or paid_back.currency != receipt.currency:
            raise Problem(
                _("More would be paid back than arrived; nothing was changed."),
                _("Correct the amount."),
                code="refund-beyond-receipt",
            )
        usd = usd_left
        if usd_left is not None and part < left:
            usd = min(usd_left, _in_dollars(receipt, part, rate))
        paid_back.rate, paid_back.rate_month = receipt.rate, receipt.rate_month
        paid_back.amount_usd = str(usd) if usd is not None else None
        left = EXACT.subtract(left, part)
        usd_left = EXACT.subtract(usd_left, usd) if usd_left is not None and usd is not None else None


def _in_dollars(receipt: Contribution, part: Decimal, rate: Decimal | None) -> Decimal:
    """Dollars of a part of a receipt: by its rate, or by its share of what somebody said it is worth in dollars."""
    if receipt.currency == DOLLARS:
        return part
    if rate is not None and rate > 0:
        return EXACT.divide(part, rate).quantize(CENT, context=EXACT)
    whole, usd = Decimal(receipt.amount or 1), Decimal(receipt.amount_usd or 0)
    return EXACT.divide(EXACT.multiply(part, usd), whole).quantize(CENT, context=EXACT)


# --- refused on arrival


@dataclass(frozen=True)
class RefusedGoods:
    """Goods that were refused when they came, of a promise or of a partner; why, by forms/contributions.toml."""

    reason: str
    on: date
    quantity: str = ""
    note: str = ""
    promise_id: str = ""
    partner_id: str = ""
    description: str = ""
    unit: str = ""


def refuse(work: Work, refused: RefusedGoods) -> Contribution:
    """Record goods that were refused on arrival, all of them or so many. A promise of them still expects as many.

    Raises Problem without a reason, for what is no goods, for more than is expected, and for a day to come.
    """
    require(work.officer, Right.DRAFT)
    _require_reason(refused.reason, work.definitions.contributions.refusals)
    _require_day(work, refused.on.isoformat())
    with work.store.change(N_("Goods refused on arrival"), work.officer.id) as session:
        promised = expected_in(session, refused.promise_id) if refused.promise_id else None
        description = refused.description.strip() or (promised.description if promised is not None else "")
        require_whole(description, "", refused.quantity)
        left = outstanding_in(session, promised).left if promised is not None else None
        if promised is not None and promised.kind != ContributionKind.GOODS:
            raise Problem(
                _("Only goods are refused on arrival; nothing was recorded."),
                _("Write off what will not come."),
                code="refusal-of-no-goods",
            )
        if promised is not None and promised.quantity and left is not None and Decimal(refused.quantity or left) > left:
            raise Problem(
                _("More would be refused than is expected; nothing was recorded."),
                _("Correct the quantity."),
                code="refusal-beyond-promise",
            )
        in_units = promised is not None and bool(promised.quantity)
        turned_away = Contribution(
            partner_id=promised.partner_id if promised is not None else refused.partner_id,
            partnership_id=promised.partnership_id if promised is not None else None,
            agreement_id=promised.agreement_id if promised is not None else None,
            kind=ContributionKind.GOODS,
            form=promised.form if promised is not None else "",
            description=description,
            state=ContributionState.REFUSED,
            quantity=refused.quantity or (str(left) if in_units else None),
            unit=refused.unit.strip() or (promised.unit if promised is not None else ""),
            fulfils=promised.id if promised is not None else None,
            closed_on=refused.on.isoformat(),
            closed_reason=refused.reason,
            closed_note=refused.note.strip(),
            recorded_by=work.officer.id,
        )
        session.add(turned_away)
    return turned_away


# --- by mistake


def withdraw(work: Work, contribution_id: str, aside: bool) -> None:
    """Take a contribution back that was recorded by mistake, or bring it back; it stays in the history.

    Raises Problem for a promise of which parts arrived, for a receipt of which something was paid back, and for what
    belongs to one that was taken back itself.
    """
    require(work.officer, Right.DRAFT)
    deed = N_("Contribution withdrawn") if aside else N_("Contribution brought back")
    with work.store.change(deed, work.officer.id) as session:
        contribution = session.get_one(Contribution, contribution_id)
        if aside:
            _require_no_refund(session, contribution)
            if parts_in(session, contribution.id):
                raise Problem(
                    _("Parts of this promise arrived; nothing was changed."),
                    _("Write off what remains, or take the parts back first."),
                    code="promise-has-parts",
                )
        contribution.archived = aside
        whole = session.get(Contribution, contribution.fulfils or contribution.refund_of or "")
        if whole is None:
            return
        if whole.archived and not aside:
            raise Problem(
                _("What this belongs to was taken back; nothing was changed."),
                _("Bring that back first."),
                code="contribution-of-withdrawn",
            )
        session.flush()
        if contribution.refund_of:
            settle_refunds(session, whole)
        else:
            settle(session, whole)


def _require_no_refund(session: Session, receipt: Contribution) -> None:
    if refunds_in(session, receipt.id):
        raise Problem(
            _("Something of this contribution was paid back; nothing was changed."),
            _("Take the refund back first."),
            code="receipt-has-refunds",
        )


# --- one reference used twice


def twins_in(session: Session, reference: str, own_id: str) -> Sequence[Contribution]:
    """Other contributions with this reference of an invoice or a transfer, whatever its spaces, signs and capitals."""
    bare = bare_reference(reference)
    if not bare:
        return ()
    like = "%".join(["", *bare, ""])
    query = select(Contribution).where(
        Contribution.reference.ilike(like), Contribution.archived.is_(False), Contribution.id != own_id
    )
    return [own for own in session.scalars(query.order_by(Contribution.id)) if bare_reference(own.reference) == bare]


def twins(work: Work, reference: str, own_id: str = "") -> Sequence[Contribution]:
    """The same, for a form that says so while it is filled in."""
    with work.store.read() as session:
        return twins_in(session, reference, own_id)


def require_unused(session: Session, reference: str, own_id: str) -> None:
    """Raise Problem where a reference stands on another contribution."""
    if other := twins_in(session, reference, own_id):
        raise Problem(
            _("The reference “{reference}” stands on another contribution: {what}. Nothing was recorded.").format(
                reference=reference.strip(), what=other[0].description
            ),
            _("Open that one; or say that this is another contribution."),
            code="reference-used-twice",
        )


def bare_reference(reference: str) -> str:
    """A reference without what people write differently."""
    return re.sub(r"[\W_]", "", folded(reference))


def read(work: Work, contribution_id: str) -> Contribution:
    """One contribution; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return session.get_one(Contribution, contribution_id)


def ids(work: Work) -> Sequence[str]:
    """The ids of the contributions known here, those in kind first."""
    with work.store.read() as session:
        query = select(Contribution.id).where(Contribution.archived.is_(False))
        return session.scalars(query.order_by(Contribution.kind.desc(), Contribution.id)).all()


# --- what deeds ask first


def expected_in(session: Session, contribution_id: str) -> Contribution:
    """A promise that is still one. Raises Problem for what arrived, was closed or was withdrawn."""
    contribution = session.get_one(Contribution, contribution_id)
    if contribution.state not in EXPECTED or contribution.archived:
        raise _another_state()
    return contribution


def arrived_in(session: Session, contribution_id: str) -> Contribution:
    """What arrived and counts. Raises Problem for anything else."""
    contribution = session.get_one(Contribution, contribution_id)
    if contribution.state not in ARRIVED or contribution.archived:
        raise _another_state()
    return contribution


def form_named(work: Work, form: str) -> ContributionForm:
    """A form of forms/contributions.toml. Raises Problem for any other."""
    known_form = work.definitions.contributions.by_form.get(form)
    if known_form is None:
        raise Problem(
            _("Nothing says what is given: money, goods, services…; nothing was recorded."),
            _("Choose it."),
            code="contribution-without-form",
        )
    return known_form


def require_whole(description: str, amount: str, quantity: str) -> None:
    """Raise Problem without words, and for an amount or a quantity that is not more than nothing."""
    if not description.strip():
        raise Problem(
            _("Nothing says what it is; nothing was recorded."),
            _("Write it in a few words."),
            code="contribution-without-words",
        )
    if any(text and Decimal(text) <= NOTHING for text in (amount, quantity)):
        raise Problem(
            _("An amount or a quantity has to be more than nothing; nothing was recorded."),
            _("Correct the number."),
            code="arrival-without-amount",
        )


def _require_day(work: Work, day: str) -> None:
    known_day = day_known(day)
    if known_day is None:
        raise Problem(_("The day lacks; nothing was recorded."), _("Say on which day."), code="contribution-undated")
    if known_day > sealing_clock(work).today():
        raise Problem(
            _("That day has not come yet; nothing was recorded."), _("Correct the day."), code="contribution-to-come"
        )


def _require_reason(reason: str, reasons: Collection[str]) -> None:
    if reason not in reasons:
        raise Problem(
            _("Nothing says why; nothing was changed."), _("Choose a reason."), code="contribution-without-reason"
        )


def _another_state() -> Problem:
    return Problem(
        _("This contribution is at another stage by now; nothing was changed."),
        _("Look at it again."),
        code="contribution-at-another-stage",
    )
