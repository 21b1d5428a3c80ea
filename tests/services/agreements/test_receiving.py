"""What arrives under a signed agreement: recorded only when it may be, with a receipt for the partner."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.base.dates import months_later
from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES
from desktop.base.values import today
from desktop.documents import seal
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.presenters.results.contribution import ContributionPresenter
from desktop.presenters.screening.lists import ListsPresenter
from desktop.services.agreements import living, realised, receiving
from desktop.services.agreements.receiving import ContributionArrival
from desktop.services.diligence import incidents, papers
from desktop.services.diligence.incidents import NewIncident
from desktop.services.partner_papers import receipts, sheet
from desktop.services.registry import exchange_rates, partnerships
from desktop.services.results import ledger
from desktop.store.records import Agreement, Contribution, Partnership, Person
from desktop.store.states import ContributionKind
from tests.agreed import Agreed, agreed, agreed_folder, final_agreement, in_force
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.paper import assert_archivable, page_texts
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "final_agreement", "in_force", "user"]


def arrival(agreement_id: str, **fields: Any) -> ContributionArrival:
    plain = {"kind": ContributionKind.GOODS, "description": "1 200 cartes SIM", "received_on": today()}
    return ContributionArrival(agreement_id, **{**plain, **fields})


def test_what_arrives_is_recorded_with_a_receipt_in_three_languages(agreed: Agreed, in_force: Agreement) -> None:
    work = on(agreed.office, today())
    told = {"amount": Decimal("9600.00"), "quantity": Decimal(1200), "unit": "cartes", "condition": "Cartons intacts"}
    received = receiving.receive(work, arrival(in_force.id, **told))
    assert (received.state, received.amount_usd, received.partner_id) == ("received", "9600.00", in_force.partner_id)
    assert received.receipt.startswith(f"SN10-R-{today().year}-")
    with agreed.office.store.read() as session:
        behind = [person.name for person in session.query(Person) if "owner" in person.roles]
    for language in LANGUAGES:
        data = receipts.receipt(work, received.id, language).data
        (page,) = page_texts(data)
        wanted = (
            received.receipt,
            "1 200 cartes SIM",
            "Cartons intacts",
            in_force.reference,
            "Teranga Câbles & Réseaux SA",
        )
        assert [word for word in wanted if word not in page] == []
        assert not [name for name in behind if name in page]
        assert not any(word in page for word in ("INTERNE", "INTERNAL", "INTERNO"))
        assert_archivable(data)
    ledger.withdraw(work, received.id, True)
    with refused("contribution-not-received"):
        receipts.receipt(work, received.id, "fr")
    ledger.withdraw(work, received.id, False)
    data = receipts.receipt(work, received.id, "fr").data
    assert not receipts.is_handed_out(work, seal.verify(data).file)
    receipts.hand_out(work, received.id, "fr", data)
    assert receipts.is_handed_out(work, seal.verify(data).file)


def test_what_arrives_is_worth_dollars_by_the_rate_of_its_day(
    agreed: Agreed, in_force: Agreement, tmp_path: Path
) -> None:
    work, table = on(agreed.office, today()), tmp_path / "taux.csv"
    month = today().replace(day=1)
    lines = [
        (months_later(month, -months).isoformat(), rate) for months, rate in ((0, "605.5"), (2, "590"), (3, "580"))
    ]
    codes = ("XOF", "EUR", "JPY")
    table.write_text("Code,Date,Rate\n" + "".join(f"{c},{day},{r}\n" for day, r in lines for c in codes), "utf-8")
    exchange_rates.install(work, table)

    def worth(months: int, takes_earlier: bool = False) -> tuple[str | None, str | None, str]:
        told = {"amount": Decimal("1250000.50"), "currency": "XOF", "received_on": months_later(month, -months)}
        of = receiving.receive(work, arrival(in_force.id, takes_earlier=takes_earlier, **told))
        return of.amount_usd, of.rate, of.rate_month

    def month_of(months: int) -> str:
        return months_later(month, -months).isoformat()[:7]

    assert worth(0) == ("2064.41", "605.5", month_of(0))
    assert worth(1) == (None, None, ""), "a month whose rate lacks is asked, never replaced"
    assert worth(1, True) == ("2118.64", "590", month_of(2))
    assert worth(2, True) == ("2118.64", "590", month_of(2))
    assert worth(4, True) == (None, None, "")
    partnerships.change(work, in_force.partnership_id, value="1250000.50", currency="XOF")
    with work.store.read() as session:
        planned = session.get_one(Partnership, in_force.partnership_id)
    difference = realised.read(work, planned.id)
    assert difference is not None and (difference.planned, difference.unknown) == (Decimal("2064.41"), 2)
    assert (difference.given, difference.rate_moved) == (Decimal("4128.82"), Decimal("108.46"))
    sentence = realised.in_words(difference)
    partner = PartnerPresenter(agreed.office, RunNow(), id=in_force.partner_id)
    partner.refresh()
    form = PartnershipPresenter(agreed.office, RunNow(), in_force.partner_id, planned.id)
    assert partner.realised == [f"{planned.title}\u00a0: {sentence}"] and form.realised == sentence
    printed = " ".join("".join(page_texts(sheet.pdf(work, in_force.partner_id))).split())
    assert " ".join(sentence.split()) in printed
    screen = ListsPresenter(agreed.office, RunNow())
    screen.refresh()
    assert screen.convertible == 0
    table.write_text(table.read_text() + "".join(f"{c},{months_later(month, -1)},600\n" for c in codes), "utf-8")
    screen.import_rates(table)
    assert screen.convertible == 1
    screen.convert()
    difference = realised.read(work, planned.id)
    assert difference is not None and (difference.received, difference.unknown) == (Decimal("8385.02"), 1)


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
def test_what_cannot_have_arrived_is_refused(
    agreed: Agreed, in_force: Agreement, fields: dict[str, Any], code: str
) -> None:
    with refused(code):
        receiving.receive(on(agreed.office, today()), arrival(in_force.id, **fields))


def test_nothing_is_received_before_the_signature_or_while_something_stands_against_it(
    agreed: Agreed, final_agreement: Agreement
) -> None:
    work = on(agreed.office, today())
    with refused("agreement-not-in-force"):
        receiving.receive(work, arrival(final_agreement.id))
    promised = Contribution(partner_id=final_agreement.partner_id, description="Cartes")
    with agreed.office.store.change("Promised", work.officer.id) as session:
        session.add(promised)
    with refused("contribution-not-received"):
        receipts.receipt(work, promised.id, "fr")


def test_a_suspension_of_the_agreement_or_an_incident_stops_the_reception(agreed: Agreed, in_force: Agreement) -> None:
    work = on(agreed.office, today())
    living.suspend(work, in_force.id, today(), "Le quai est fermé.")
    with refused("agreement-not-in-force"):
        receiving.receive(work, arrival(in_force.id))
    living.resume(work, in_force.id)
    incidents.record(work, NewIncident(in_force.partner_id, "charge", "Une plainte est jugée."))
    with refused("partnership-frozen"):
        receiving.receive(work, arrival(in_force.id))


def test_the_page_of_the_partner_lists_what_arrived_and_its_own_shows_the_receipt(
    agreed: Agreed, in_force: Agreement, user: User
) -> None:
    received = receiving.receive(on(agreed.office, today()), arrival(in_force.id))
    of_partner = seated(PartnerPresenter(agreed.office, RunNow(), id=in_force.partner_id), user)
    assert [row.id for row in of_partner.shown.contributions] == [received.id]
    of_partner.open_contribution(received.id)
    assert user.went[-1] == ("contribution", {"id": received.id})
    page = seated(ContributionPresenter(agreed.office, RunNow(), received.id), user)
    page.show_paper()
    assert page.pdf is not None and received.receipt in page_texts(page.pdf)[0]
    assert page.paper_name == f"Reçu {received.receipt}.pdf" and page.paper_language == "fr"
    assert "Reçu" in page_texts(page.pdf)[0] and "Une fois imprimé" in page.handed_words
    page.show_paper_in("en")
    assert page.paper_language == "en" and "Receipt" in page_texts(page.pdf)[0]
    page.save_paper()
    handed = page.pdf
    on(agreed.office, today() + timedelta(days=3))
    page.show_paper_in("en")
    assert page.pdf == handed and "a été remis" in page.handed_words
    (kept,) = papers.of_partner(agreed.office.work, in_force.partner_id, received.receipt)
    assert kept.paper.title == f"Reçu {received.receipt} (English)"
    told = arrival(in_force.id, description="1 100 cartes SIM")
    receiving.correct(agreed.office.work, received.id, told)
    page.refresh()
    page.show_paper_in("en")
    (text,) = page_texts(page.pdf)
    assert page.pdf != handed and "Replaces the receipt of" in text and not page.handed_on
    page.show_thanks()
    (letter,) = page_texts(page.pdf)
    assert "1 100 cartes SIM" in letter and "ne recommandent" in letter and not page.handed_words
    page.write_mail()
    mail = user.opens[-1].read_text()
    assert "X-Unsent: 1" in mail
    page.hide_paper()
    assert page.pdf is None and not page.paper_language
