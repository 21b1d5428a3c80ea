"""Sums of what partners gave."""

from datetime import date
from decimal import Decimal

from desktop.base.values import new_id
from desktop.office import Office
from desktop.services.results import contributions
from desktop.store.records import Contribution


def test_only_what_was_received_since_the_day_counts(office: Office) -> None:
    partner = new_id()
    with office.store.change("Contributions noted", office.user.id) as session:
        for received_on, amount, archived in (
            ("2026-03-01", "1000.50", False),
            ("2026-04-01", "2000.00", False),
            ("2026-04-02", "999.00", True),
            ("2025-01-01", "5000.00", False),
            (None, "7000.00", False),
        ):
            session.add(Contribution(partner_id=partner, received_on=received_on, amount_usd=amount, archived=archived))
    with office.store.read() as session:
        assert contributions.received_usd(session, partner, date(2026, 1, 1)) == Decimal("3000.50")
        assert contributions.received_usd(session, partner, date(2027, 1, 1)) is None


def test_a_year_before_the_leap_day_is_a_day() -> None:
    assert contributions.year_before(date(2028, 2, 29)) == date(2027, 2, 28)
