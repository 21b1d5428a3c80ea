"""The form of what arrived under an agreement, without a window."""

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.presenters.agreements.arrival import ArrivalPresenter
from desktop.services.agreements import receiving
from desktop.store.records import Agreement
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft, in_force
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft", "in_force", "user"]


def test_what_arrived_is_recorded_with_its_receipt_and_leads_to_the_partner(
    agreed: Agreed, in_force: Agreement, user: User
) -> None:
    on(agreed.office, today())
    screen = seated(ArrivalPresenter(agreed.office, RunNow(), in_force.id), user)
    assert screen.may_record and in_force.reference in screen.state
    for key, value in (
        ("description", "1 200 cartes SIM"),
        ("worth", {"amount": "9600.00", "currency": "USD"}),
        ("quantity", "1200"),
        ("unit", "cartes"),
        ("condition", "Cartons intacts"),
    ):
        screen.take(key, value)
    again = seated(ArrivalPresenter(agreed.office, RunNow(), in_force.id), user)
    assert again.has_begun and again.fields["unit"] == "cartes"
    again.record()
    assert user.went[-1] == ("partner", {"id": in_force.partner_id})
    with agreed.office.store.read() as session:
        (received,) = receiving.of_partner(session, in_force.partner_id)
    assert (received.amount, received.quantity, received.received_on) == ("9600.00", "1200", today().isoformat())
    assert (received.condition, received.state) == ("Cartons intacts", "received")
    assert not ArrivalPresenter(agreed.office, RunNow(), in_force.id).has_begun


def test_nothing_is_recorded_under_a_draft_or_by_a_reader(
    agreed: Agreed, complete_draft: Agreement, user: User
) -> None:
    on(agreed.office, today())
    screen = seated(ArrivalPresenter(agreed.office, RunNow(), complete_draft.id), user)
    assert not screen.may_record and "en vigueur" in screen.why_not
    screen.take("description", "Cartes")
    with refused("agreement-not-in-force"):
        screen.record()
    agreed.office.user.role = "reader"
    assert not screen.may_record
