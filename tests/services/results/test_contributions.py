"""What partners gave, what is still expected of them, and what counts: each by one rule, wherever it is asked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from desktop.base.values import new_id
from desktop.definitions.indicator import RECEIVED, Period
from desktop.office import Office
from desktop.services import outlook
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import partners
from desktop.services.results import contribution_list, contributions, ledger
from desktop.services.results.contribution_list import ContributionFilter
from desktop.services.results.figures import FiguresReader, own_scope
from desktop.services.results.ledger import NewPromise, StillExpected
from desktop.services.results.office_contributions import ContributionSums, LeftOutOfSum
from desktop.services.work import Work
from desktop.store.records import Contribution, Partner
from desktop.store.records.values import Valuation
from desktop.store.states import ContributionKind, ContributionState, Matcher
from tests.makers import on


def sums_of(work: Work, **choice: str) -> ContributionSums:
    return contribution_list.ordered(work, ContributionFilter(**choice), ListOrder(), {}).sums


def test_only_what_was_received_since_the_day_counts(office: Office) -> None:
    partner = new_id()
    received = ContributionState.RECEIVED
    with office.store.change("Contributions noted", office.user.id) as session:
        for received_on, amount, state, archived in (
            ("2026-03-01", "1000.50", received, False),
            ("2026-04-01", "2000.00", received, False),
            ("2026-04-02", "999.00", received, True),
            ("2026-04-03", "999.00", ContributionState.REFUSED, False),
            ("2025-01-01", "5000.00", received, False),
            (None, "7000.00", received, False),
        ):
            row = Contribution(partner_id=partner, state=state, received_on=received_on, archived=archived)
            row.amount = row.amount_usd = amount
            session.add(row)
    definitions, today = office.definitions, date(2027, 6, 1)
    with office.store.read() as session:
        for since, given in ((date(2026, 1, 1), {partner: Decimal("3000.50")}), (date(2027, 1, 1), {})):
            assert contributions.received_usd_of(session, definitions, [partner], since, today) == given


def test_the_sums_of_the_ledger_are_those_of_the_indicator_and_what_waits_stands_apart(office: Office) -> None:
    work = on(office, date(2026, 11, 2))
    partner = partners.register(work, Partner(name="Teranga")).id
    found = Valuation(method="market", valued_by="a")
    agreed = replace(found, read_by="b", read_value="20000")
    plain: dict[str, object] = {"state": ContributionState.RECEIVED, "received_on": "2026-03-01"}
    goods, services = {"kind": ContributionKind.GOODS}, {"kind": ContributionKind.SERVICES}
    with work.store.change("Noted", work.officer.id) as session:

        def note(amount: str, usd: str | None, **told: object) -> str:
            row = Contribution(**{"partner_id": partner, "amount": amount, "amount_usd": usd, **plain, **told})  # type: ignore[arg-type]
            session.add(row)
            session.flush()
            return row.id

        note("100.10", "100.10")
        note("20000", "20000", valuation=agreed, **goods)
        unread = note("40000", "40000", valuation=found, **goods)
        note("10000", "10000", refund_of=unread)
        note("1", "1", valuation=Valuation(method="symbolic"), **services)
        note("500", None, currency="XOF")
        note("7", "7", matching_by=Matcher.THIRD)
        note("9", "9", archived=True)
    sums = sums_of(work)
    figures = FiguresReader(work, own_scope(work)).of_period(Period.year(2026)).figures
    assert sums.total == Decimal("20100.10") == figures[RECEIVED].value
    assert sums.received == {
        "cash": Decimal("100.10"),
        "goods": Decimal(20000),
        "services": Decimal(0),
    } and sums.others == Decimal(7)
    assert sums.left_out == {
        "reading": LeftOutOfSum(2, Decimal(30000)),
        "symbolic": LeftOutOfSum(1, Decimal(1)),
        "rate": LeftOutOfSum(1),
    }
    with work.store.read() as session:
        given = contributions.received_usd_of(session, work.definitions, [partner], date(2026, 1, 1), work.today())
    assert given == {partner: Decimal("50100.10")}, "a value that nobody read a second time keeps no limit"


def test_what_is_still_promised_is_what_has_not_arrived_wherever_it_is_said(office: Office) -> None:
    work = on(office, date(2026, 11, 2))
    partner = partners.register(work, Partner(name="Teranga")).id
    promised = [
        ledger.promise(work, NewPromise(partner, "money", "Un don", "2026-01-02", "1000", "XOF")),
        ledger.promise(work, NewPromise(partner, "money", "Un don", "2026-01-02", "100")),
        ledger.promise(work, NewPromise(partner, "goods", "Tentes", "2026-01-02", "90", quantity="3")),
        ledger.promise(work, NewPromise(partner, "services", "Conseils", "2026-01-02")),
    ]
    part = {"state": ContributionState.RECEIVED, "partner_id": partner, "received_on": "2026-02-02"}
    with work.store.change("Parts", work.officer.id) as session:
        session.get_one(Contribution, promised[0].id).amount_usd = "1.66"
        for of, amount, quantity in ((0, "333.333", None), (1, "130", None), (2, "1", "1")):
            session.add(Contribution(**part, fulfils=promised[of].id, amount=amount, quantity=quantity))  # type: ignore[arg-type]
    left = StillExpected(Decimal("61.11"), 3, 1)  # 1.66 x 666.667 / 1000 and 90 x 2 / 3, each to the cent
    assert sums_of(work).expected == left == outlook.of(work, own_scope(work)).promised
    assert sums_of(work, form="goods").expected == StillExpected(Decimal(60), 1)


def test_a_year_before_the_leap_day_is_a_day() -> None:
    assert contributions.year_before(date(2028, 2, 29)) == date(2027, 2, 28)
