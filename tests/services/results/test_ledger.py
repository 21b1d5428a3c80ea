"""The ledger: promises that arrive whole, in parts or not at all, refunds to the cent, one reference used twice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.values import today
from desktop.definitions.indicator import Period
from desktop.office import Office
from desktop.services.agreements import living, receiving
from desktop.services.agreements.receiving import Beyond, ContributionArrival
from desktop.services.exchange.headquarters import offices
from desktop.services.office.list_choices import ListOrder
from desktop.services.results import contributions, ledger, valuing
from desktop.services.results.contribution_list import ContributionFilter, ordered
from desktop.services.results.figures import FiguresReader, own_scope
from desktop.services.results.ledger import ContributionDetails, NewPromise, RefusedGoods
from desktop.services.results.office_contributions import LeftOutOfSum
from desktop.services.results.valuing import NewValuation
from desktop.services.work import Work
from desktop.store.records import Agreement, Contribution, Partnership, Task
from desktop.store.states import ContributionKind
from tests.agreed import Agreed, agreed, agreed_folder, in_force
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import headquarters
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "headquarters", "in_force"]
DAY = today()


class Giving:
    """An office whose agreement brings everything, with what a test promises and receives under it."""

    def __init__(self, agreed: Agreed, agreement: Agreement) -> None:
        self.agreement = agreement
        self.work: Work = on(agreed.office, DAY)
        with self.work.store.change("Kinds", self.work.officer.id) as session:
            planned = session.get_one(Partnership, self.agreement.partnership_id)
            planned.contribution_kinds = [str(kind) for kind in ContributionKind]

    def promise(self, amount: str = "10000", form: str = "money", **told: Any) -> Contribution:
        new = NewPromise(self.agreement.partner_id, form, "Un don", DAY.isoformat(), amount)
        return ledger.promise(self.work, replace(new, **told))

    def receive(self, amount: str = "", of: Contribution | None = None, **told: Any) -> Contribution:
        kind = told.pop("kind", ContributionKind.CASH)
        plain = ContributionArrival(
            self.agreement.id, kind, "Un don", DAY, Decimal(amount) if amount else None, fulfils=of.id if of else ""
        )
        return receiving.receive(self.work, replace(plain, **told))

    def now(self, contribution: Contribution) -> Contribution:
        with self.work.store.read() as session:
            return session.get_one(Contribution, contribution.id)

    def left(self, promise: Contribution) -> Decimal | None:
        with self.work.store.read() as session:
            return ledger.outstanding_in(session, session.get_one(Contribution, promise.id)).left

    def gave(self) -> Decimal | None:
        with self.work.store.read() as session:
            partner = self.agreement.partner_id
            given = contributions.received_usd_of(session, self.work.definitions, [partner], date(2000, 1, 1), DAY)
            return given.get(partner)


@pytest.fixture
def giving(agreed: Agreed, in_force: Agreement) -> Giving:
    return Giving(agreed, in_force)


def test_what_arrives_as_promised_is_the_promise_received_and_a_promise_again(giving: Giving) -> None:
    promise = giving.promise(due_on=(DAY + timedelta(30)).isoformat(), details=ContributionDetails(channel="web"))
    ledger.set_confirmed(giving.work, promise.id, DAY)
    received = giving.receive("10000.00", promise)
    assert (received.id, received.state, received.channel) == (promise.id, "received", "web")
    assert received.receipt.startswith("SN10-R-") and giving.gave() == Decimal(10000)
    ledger.set_reported(giving.work, promise.id, DAY)
    assert giving.now(promise).state == "reported"
    ledger.set_reported(giving.work, promise.id, None)
    ledger.take_back_reception(giving.work, promise.id)
    again = giving.now(promise)
    assert (again.state, again.received_on, again.receipt) == ("confirmed", None, "") and giving.gave() is None
    assert giving.left(promise) == Decimal(10000)
    with refused("contribution-at-another-stage"):
        ledger.set_reported(giving.work, promise.id, DAY)


def test_a_promise_arrives_in_parts_and_what_remains_is_written_off(giving: Giving) -> None:
    promise = giving.promise("10000.10")
    first = giving.receive("2500.05", promise)
    second = giving.receive("2500.05", promise)
    assert {first.fulfils, second.fulfils} == {promise.id} and giving.left(promise) == Decimal("5000.00")
    with refused("promise-has-parts"):
        ledger.withdraw(giving.work, promise.id, True)
    with refused("contribution-without-reason"):
        ledger.write_off(giving.work, promise.id, "tired")
    ledger.write_off(giving.work, promise.id, "withdrawn", "Par lettre")
    assert giving.left(promise) == 0 and giving.gave() == Decimal("5000.10")
    with refused("contribution-at-another-stage"):
        giving.receive("1", promise)
    ledger.expect_again(giving.work, promise.id)
    last = giving.receive("5000.00", promise)
    assert giving.left(promise) == 0 and giving.now(promise).closed_on == DAY.isoformat()
    with refused("promise-settled"):
        ledger.write_off(giving.work, promise.id, "withdrawn")
    ledger.withdraw(giving.work, last.id, True)
    assert giving.left(promise) == Decimal("5000.00") and giving.now(promise).closed_on is None


def test_more_than_promised_is_a_surplus_or_corrects_the_promise_and_never_by_itself(giving: Giving) -> None:
    promise = giving.promise("100")
    with refused("arrival-beyond-promise"):
        giving.receive("120", promise)
    beyond = giving.receive("120", promise, beyond=Beyond.SURPLUS)
    with giving.work.store.read() as session:
        outstanding = ledger.outstanding_in(session, giving.now(promise))
    assert (outstanding.left, outstanding.surplus, beyond.fulfils) == (0, Decimal(20), promise.id)
    other = giving.promise("100")
    corrected = giving.receive("120", other, beyond=Beyond.CORRECT)
    assert corrected.id == other.id and corrected.amount == "120"


def test_goods_are_counted_and_money_in_another_currency_covers_what_is_said(giving: Giving) -> None:
    boxes = giving.promise("9600", "goods", quantity="1200", unit="cartes", agreement_id=giving.agreement.id)
    with refused("arrival-without-measure"):
        giving.receive("1000", boxes, kind=ContributionKind.GOODS)
    part = giving.receive("7000", boxes, kind=ContributionKind.GOODS, quantity=Decimal(1000))
    turned_away = ledger.refuse(giving.work, RefusedGoods("damaged", DAY, "200", promise_id=boxes.id))
    assert (part.unit, giving.left(boxes)) == ("cartes", Decimal(200)), "what was refused may still come"
    assert (turned_away.state, turned_away.agreement_id, giving.gave()) == (
        "refused",
        giving.agreement.id,
        Decimal(7000),
    )
    with refused("refusal-beyond-promise"):
        ledger.refuse(giving.work, RefusedGoods("damaged", DAY, "201", promise_id=boxes.id))
    euros = giving.promise("1000", currency="EUR")
    with refused("arrival-in-another-currency"):
        giving.receive("327000", euros, currency="XOF")
    giving.receive("327000", euros, currency="XOF", covers=Decimal("499.50"))
    assert giving.left(euros) == Decimal("500.50")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"form": "gold"}, "contribution-without-form"),
        ({"description": " "}, "contribution-without-words"),
        ({"amount": "0"}, "arrival-without-amount"),
        ({"promised_on": ""}, "contribution-undated"),
        ({"promised_on": (DAY + timedelta(1)).isoformat()}, "contribution-to-come"),
        ({"due_on": (DAY - timedelta(1)).isoformat()}, "promise-due-before"),
    ],
)
def test_what_is_no_promise_is_refused(giving: Giving, told: dict[str, Any], code: str) -> None:
    with refused(code):
        giving.promise(**told)


def test_a_refund_goes_by_the_rate_of_its_receipt_and_a_full_one_is_exactly_nothing(giving: Giving) -> None:
    received = giving.receive("1000000", currency="XOF")
    with giving.work.store.change("Rate", giving.work.officer.id) as session:
        own = session.get_one(Contribution, received.id)
        own.rate, own.rate_month, own.amount_usd = "605.95", "2026-11", "1650.30"
    parts = [ledger.refund(giving.work, received.id, amount, DAY) for amount in ("333333", "333333", "333334")]
    assert [part.amount_usd for part in parts] == ["550.10", "550.10", "550.10"]
    assert giving.gave() == 0 and parts[0].rate == "605.95"
    with refused("refund-beyond-receipt"):
        ledger.refund(giving.work, received.id, "1", DAY)
    with refused("receipt-has-refunds"):
        ledger.withdraw(giving.work, received.id, True)
    ledger.withdraw(giving.work, parts[2].id, True)
    ledger.refund(giving.work, received.id, "100000.5", DAY)
    with refused("refund-beyond-receipt"):
        ledger.withdraw(giving.work, parts[2].id, False)
    arrival = ContributionArrival(
        giving.agreement.id, ContributionKind.CASH, "Un don", DAY, Decimal(700000), "XOF", form="money"
    )
    with refused("refund-beyond-receipt"):
        receiving.correct(giving.work, received.id, arrival)
    receiving.correct(giving.work, received.id, replace(arrival, amount=Decimal(1000000), description="Corrigé"))
    assert (giving.now(received).description, giving.now(received).amount_usd) == ("Corrigé", "1650.30")
    for wrong, code in (("0", "arrival-without-amount"), ("", "refund-of-nothing")):
        with refused(code):
            ledger.refund(giving.work, received.id, wrong, DAY)


def test_one_reference_used_twice_is_saved_only_after_an_answer(giving: Giving) -> None:
    received = giving.receive("100", details=ContributionDetails(reference="FA-2026/014 "))
    with refused("reference-used-twice"):
        giving.promise(details=ContributionDetails(reference="fa 2026 014"))
    with refused("reference-used-twice"):
        giving.receive("90", details=ContributionDetails(reference="Fa2026014"))
    assert giving.receive("90", details=ContributionDetails(reference="Fa2026014"), another=True)
    ledger.withdraw(giving.work, received.id, True)
    assert not ledger.twins(giving.work, "FA-2026/0145") and len(ledger.twins(giving.work, "FA.2026.014")) == 1


def test_counterpart_funds_of_others_are_not_what_the_partner_gave(giving: Giving) -> None:
    giving.receive("100", details=ContributionDetails(matching_by="organization"))
    giving.receive("50", details=ContributionDetails(matching_by="third"))
    own = giving.receive("7", details=ContributionDetails(matching_by="partner"))
    assert giving.gave() == 7 and own.matching_by == "partner"


def test_the_instalments_of_a_signed_agreement_are_promises_and_one_that_came_ends_its_task(
    agreed: Agreed, in_force: Agreement
) -> None:
    with agreed.office.store.read() as session:
        assert not session.query(Contribution).filter_by(agreement_id=in_force.id).all(), "goods have no instalments"
    work = on(agreed.office, DAY)
    rows = [
        {"due": (DAY + timedelta(days)).isoformat(), "amount": {"amount": "500.50", "currency": "USD"}}
        for days in (1, 60)
    ]
    with work.store.change("Cash", work.officer.id) as session:
        agreement = session.get_one(Agreement, in_force.id)
        agreement.content = {**agreement.content, "contribution.payments": rows}
        session.get_one(Partnership, in_force.partnership_id).contribution_kinds = ["cash", "goods"]
    living.plan(work, in_force.id)
    living.plan(work, in_force.id)
    with work.store.read() as session:
        promised = session.query(Contribution).filter_by(agreement_id=in_force.id).order_by(Contribution.due_on).all()
    assert [(own.state, own.amount, own.due_on) for own in promised] == [
        ("confirmed", "500.50", row["due"]) for row in rows
    ]
    arrival = ContributionArrival(in_force.id, ContributionKind.CASH, "Versement", DAY, Decimal("500.5"))
    receiving.receive(work, replace(arrival, fulfils=promised[0].id))
    with work.store.read() as session:
        tasks = {task.due_on: task.done_on for task in session.query(Task).filter_by(agreement_id=in_force.id)}
    assert tasks[rows[0]["due"]] == DAY.isoformat() and tasks[rows[1]["due"]] is None


def test_a_value_follows_exactly_and_a_second_person_reads_it_above_the_limit(giving: Giving, agreed: Agreed) -> None:
    work, rules = giving.work, giving.work.definitions.contributions
    lorry = giving.receive("1", kind=ContributionKind.GOODS)
    found = NewValuation("price_list", new_value="21647.06", depreciation="15", evidence=("p" * 32,))
    valuing.value(work, lorry.id, found)
    lorry = giving.now(lorry)
    assert (lorry.amount, lorry.amount_usd) == ("18400.00", "18400.00") and valuing.waits_for_reader(rules, lorry)
    with refused("value-read-by-valuer"):
        valuing.read_again(work, lorry.id)
    chief = agreed.chief[0]
    valuing.read_again(work.acting_as(chief), lorry.id)
    lorry = giving.now(lorry)
    said = valuing.in_words(rules, lorry, {chief.id: "M. Faye"}, "fr")
    assert said.startswith("18\u00a0400,00\u00a0USD (liste de prix du ") and said.endswith("par M. Faye)")
    with refused("value-not-waiting"):
        valuing.read_again(work.acting_as(chief), lorry.id)
    valuing.value(work, lorry.id, replace(found, amount="18500", low="18000", high="19000", why="Deux offres"))
    assert valuing.waits_for_reader(rules, giving.now(lorry)), "another value waits again"
    days = giving.receive("1", kind=ContributionKind.SERVICES, form="staff_time")
    paid = NewValuation("salary_scale", hours="37.5", rate="41.33", evidence=("p" * 32,))
    valuing.value(work, days.id, paid)
    days = giving.now(days)
    assert (days.amount, days.quantity, valuing.needs_reader(rules, days)) == ("1549.88", "37.5", False)
    for wrong, code in (
        (replace(found, method="salary_scale"), "value-without-method"),
        (replace(found, depreciation="100"), "value-without-amount"),
        (replace(found, low="19000", why="?"), "value-outside-range"),
        (replace(found, low="18000"), "value-without-why"),
        (replace(found, evidence=()), "value-without-evidence"),
    ):
        with refused(code):
            valuing.value(work, lorry.id, wrong)
    with refused("value-of-money"):
        valuing.value(work, giving.receive("5").id, found)


def test_every_deed_of_the_ledger_reaches_headquarters(giving: Giving, agreed: Agreed, headquarters: Office) -> None:
    """Each kind of record and of deed, in two bundles: every field, what is expected and every figure are the same."""
    work, office, hq = giving.work, agreed.office, headquarters
    recognise(office, hq)
    parts, tents = giving.promise("1000.10"), giving.promise("9", "goods", quantity="3", unit="tentes")
    ledger.set_confirmed(work, parts.id, DAY)
    giving.receive("300.05", parts, details=ContributionDetails(channel="web", themes=("labour",), reference="A 1"))
    surplus = giving.receive("800", parts, beyond=Beyond.SURPLUS)
    lorry = giving.receive("3", tents, kind=ContributionKind.GOODS, quantity=Decimal(1), condition="Bon")
    ledger.refuse(work, RefusedGoods("damaged", DAY, "1", promise_id=tents.id))
    aside = giving.receive("50", details=ContributionDetails(matching_by="third"))
    assert deliver(office, hq) == "applied"
    ledger.refund(work, surplus.id, "79.99", DAY, "Trop versé")
    ledger.set_reported(work, surplus.id, DAY)
    valuing.value(work, lorry.id, NewValuation("price_list", amount="20000", source="Prix", evidence=("p" * 32,)))
    valuing.read_again(work.acting_as(agreed.chief[0]), lorry.id)
    unread = giving.receive("1", kind=ContributionKind.SERVICES)
    valuing.value(work, unread.id, NewValuation("market", amount="30000", evidence=("p" * 32,)))
    ledger.write_off(work, tents.id, "ended", "Fin")
    told = ContributionArrival(giving.agreement.id, ContributionKind.CASH, "Corrigé", DAY, Decimal(7))
    receiving.correct(work, giving.receive("6").id, told)
    ledger.withdraw(work, aside.id, True)
    other = NewPromise(parts.partner_id, "money", "Autre", DAY.isoformat(), "5")
    ledger.correct_promise(work, giving.promise().id, other)
    assert deliver(office, hq) == "applied"
    assert answered(office, hq) == "applied"
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    sums = [ordered(own, ContributionFilter(), ListOrder(), {}).sums for own in (work, hq.work)]
    assert sums[0] == sums[1] and sums[0].total == Decimal("21027.06")
    assert (sums[0].expected.usd, sums[0].left_out) == (Decimal(5), {"reading": LeftOutOfSum(1, Decimal(30000))})
    of_office, of_all = (FiguresReader(own, own_scope(own)).of_period(Period.year(DAY.year)) for own in (work, hq.work))
    assert of_office.figures["RES-1"].value == sums[0].total
    for id_, figure in of_office.figures.items():
        theirs = of_all.figures[id_]
        assert (figure.value, figure.records, figure.left_out) == (theirs.value, theirs.records, theirs.left_out), id_
