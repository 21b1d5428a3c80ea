"""What arrives under a signed agreement: recorded only when it may be, with a receipt for the partner."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES
from desktop.base.values import today
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.agreements import living, receiving
from desktop.services.agreements.receiving import ContributionArrival
from desktop.services.diligence import incidents
from desktop.services.diligence.incidents import NewIncident
from desktop.store.records import Contribution, Person
from desktop.store.states import ContributionKind
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import on
from tests.paper import assert_archivable, page_texts
from tests.refusal import refused
from tests.services.agreements.test_living import signed

__all__ = ["agreed", "agreed_folder"]


def arrival(agreement_id: str, **fields: Any) -> ContributionArrival:
    plain = {"kind": ContributionKind.GOODS, "description": "1 200 cartes SIM", "received_on": today()}
    return ContributionArrival(agreement_id, **{**plain, **fields})


def test_what_arrives_is_recorded_with_a_receipt_in_three_languages(agreed: Agreed) -> None:
    made = signed(agreed)
    work = on(agreed.office, today())
    told = {"amount": Decimal("9600.00"), "quantity": Decimal(1200), "unit": "cartes", "condition": "Cartons intacts"}
    received = receiving.receive(work, arrival(made.id, **told))
    assert (received.state, received.amount_usd, received.partner_id) == ("received", "9600.00", made.partner_id)
    assert received.receipt.startswith(f"SN10-R-{today().year}-")
    with agreed.office.store.read() as session:
        behind = [person.name for person in session.query(Person) if "owner" in person.roles]
    for language in LANGUAGES:
        data = receiving.receipt(work, received.id, language)
        (page,) = page_texts(data)
        wanted = (
            received.receipt,
            "1 200 cartes SIM",
            "Cartons intacts",
            made.reference,
            "Teranga Câbles & Réseaux SA",
        )
        assert [word for word in wanted if word not in page] == []
        assert not [name for name in behind if name in page]
        assert not any(word in page for word in ("INTERNE", "INTERNAL", "INTERNO"))
        assert_archivable(data)
    receiving.withdraw(work, received.id, True)
    with refused("contribution-not-received"):
        receiving.receipt(work, received.id, "fr")
    receiving.withdraw(work, received.id, False)
    assert receiving.receipt(work, received.id, "fr")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": ContributionKind.CASH}, "contribution-of-another-kind"),
        ({"received_on": today() + timedelta(days=1)}, "arrival-in-future"),
        ({"description": " "}, "arrival-without-words"),
        ({"amount": Decimal(0)}, "arrival-without-amount"),
        ({"quantity": Decimal(-3)}, "arrival-without-amount"),
    ],
)
def test_what_cannot_have_arrived_is_refused(agreed: Agreed, fields: dict[str, Any], code: str) -> None:
    made = signed(agreed)
    with refused(code):
        receiving.receive(on(agreed.office, today()), arrival(made.id, **fields))


def test_nothing_is_received_before_the_signature_or_while_something_stands_against_it(agreed: Agreed) -> None:
    final = agreed.final()
    work = on(agreed.office, today())
    with refused("agreement-not-in-force"):
        receiving.receive(work, arrival(final.id))
    promised = Contribution(partner_id=final.partner_id, description="Cartes")
    with agreed.office.store.change("Promised", work.officer.id) as session:
        session.add(promised)
    with refused("contribution-not-received"):
        receiving.receipt(work, promised.id, "fr")


def test_a_suspension_of_the_agreement_or_an_incident_stops_the_reception(agreed: Agreed) -> None:
    made = signed(agreed)
    work = on(agreed.office, today())
    living.suspend(work, made.id, today(), "Le quai est fermé.")
    with refused("agreement-not-in-force"):
        receiving.receive(work, arrival(made.id))
    living.resume(work, made.id)
    incidents.record(work, NewIncident(made.partner_id, "charge", "Une plainte est jugée."))
    with refused("partnership-frozen"):
        receiving.receive(work, arrival(made.id))


def test_the_page_of_the_partner_lists_what_arrived_and_shows_its_receipt(agreed: Agreed) -> None:
    made = signed(agreed)
    received = receiving.receive(on(agreed.office, today()), arrival(made.id))
    page = PartnerPresenter(agreed.office, RunNow(), id=made.partner_id)
    page.refresh()
    assert [row.id for row in page.shown.contributions] == [received.id]
    page.open_receipt(received.id)
    assert page.pdf is not None and received.receipt in page_texts(page.pdf)[0]
    assert page.paper_name == f"Reçu {received.receipt}.pdf" and page.receipt_language == "fr"
    assert "Reçu" in page_texts(page.pdf)[0]
    page.open_receipt_in("en")
    assert page.receipt_language == "en" and "Receipt" in page_texts(page.pdf)[0]
    page.show_paper()
    assert page.pdf is not None and "Fiche du partenaire" in page_texts(page.pdf)[0] and not page.receipt_language
