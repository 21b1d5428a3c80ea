"""What arrived against its plan: the two parts of the difference are the whole of it, to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.rates import ExchangeRate
from desktop.services.agreements.realised import PlannedMoney, ReceivedMoney, in_words, realised_difference
from tests.base.test_rates import DAY

MONEY = st.decimals(min_value="0.01", max_value=10**12, places=2)
UNITS = st.decimals(min_value="0.0001", max_value=10**6, places=4)


def dollars_at(amount: Decimal, units: Decimal) -> Decimal:
    return ExchangeRate("XOF", units, DAY).dollars(amount)


@given(planned=MONEY, rate=UNITS, received=st.lists(st.tuples(MONEY, UNITS, st.booleans()), max_size=5))
def test_the_parts_are_the_whole_to_the_cent(
    planned: Decimal, rate: Decimal, received: list[tuple[Decimal, Decimal, bool]]
) -> None:
    plan = PlannedMoney(planned, "XOF", dollars_at(planned, rate), rate)
    arrived = [ReceivedMoney(a, "XOF" if own else "EUR", dollars_at(a, u)) for a, u, own in received]
    of = realised_difference(plan, arrived)
    assert of.given + of.rate_moved == of.whole == of.received - of.planned
    assert of.received == sum(dollars_at(amount, units) for amount, units, _own in received)
    assert all(part == part.quantize(Decimal("0.01")) for part in (of.given, of.rate_moved))
    assert realised_difference(plan, arrived[::-1]) == of
    back = realised_difference(
        plan, [*arrived, *(ReceivedMoney(-m.amount, m.currency, -m.usd) for m in arrived if m.usd is not None)]
    )
    assert (back.received, back.rate_moved, back.given) == (0, 0, -plan.usd), "all of it paid back"


@given(planned=MONEY, rate=UNITS, parts=st.lists(MONEY, min_size=1, max_size=5))
def test_at_the_rate_of_the_plan_nothing_moved_and_all_at_once_nothing_differs(
    planned: Decimal, rate: Decimal, parts: list[Decimal]
) -> None:
    plan = PlannedMoney(planned, "XOF", dollars_at(planned, rate), rate)
    assert realised_difference(plan, [ReceivedMoney(a, "XOF", dollars_at(a, rate)) for a in parts]).rate_moved == 0
    assert realised_difference(plan, [ReceivedMoney(planned, "XOF", plan.usd)]).whole == 0
    typed, in_dollars = PlannedMoney(planned, "XOF", plan.usd or Decimal(1)), PlannedMoney(planned, "USD", planned)
    assert realised_difference(typed, [ReceivedMoney(planned, "XOF", typed.usd)]).whole == 0
    assert realised_difference(in_dollars, [ReceivedMoney(a, "USD", a) for a in parts]).rate_moved == 0


@pytest.mark.parametrize(
    ("received", "figures", "words"),
    [
        ([("4500000", "XOF", "7425.74")], ("7425.74", "0.00", "-12.28", 0), "par le taux"),
        ([("3000000", "XOF", "4958.68")], ("4958.68", "-2479.34", "0.00", 0), "7 438,02 USD prévus"),
        ([("4500000", "XOF", "7425.74"), ("100", "EUR", "108.46")], ("7534.20", "108.46", "-12.28", 0), "+108,46 USD"),
        ([("2000000", "XOF", None), ("1000000", "XOF", "1652.89")], ("1652.89", "-5785.13", "0.00", 1), "n’y figure"),
    ],
)
def test_hand_worked_differences(
    received: list[tuple[str, str, str | None]], figures: tuple[str, str, str, int], words: str
) -> None:
    """4 500 000 XOF were planned at 605 for a dollar: 7 438.02."""
    plan = PlannedMoney(Decimal(4_500_000), "XOF", Decimal("7438.02"), Decimal(605))
    of = realised_difference(plan, [ReceivedMoney(Decimal(a), c, Decimal(u) if u else None) for a, c, u in received])
    assert (str(of.received), str(of.given), str(of.rate_moved), of.unknown) == figures
    assert words in in_words(of).replace("\u00a0", " ")
