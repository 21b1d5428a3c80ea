"""The next step with a partner, along the whole road from its registration to the end of its agreement."""

from datetime import date, timedelta

import pytest

from desktop.base import paths
from desktop.base.values import today
from desktop.office import Office
from desktop.screening import library
from desktop.services import next_step
from desktop.services.agreements import agreements, packs
from desktop.services.demo import demo
from desktop.services.diligence import decisions, diligence
from desktop.services.next_step import BEGIN, RESTORE, NextStep
from desktop.services.registry import partners, partnerships
from desktop.store.records import Officer

DAY = today()


def step(office: Office, partner_id: str, by: Officer | None = None, day: date = DAY) -> NextStep:
    partner = partners.partner(office.store, partner_id)
    return next_step.next_step(office.store, office.definitions, partner, by or office.user, day)


@pytest.fixture
def begun(office: Office) -> tuple[str, str, str]:
    """A partner with a planned partnership whose case has just begun: their ids."""
    partner = demo.partner(office.store, office.user, "fr")
    planned = demo.partnership(office.store, office.user, partner.id, "fr", DAY)
    case = diligence.open_case(office.store, office.user, office.definitions.form, planned, DAY)
    return partner.id, planned.id, case.id


def answered(office: Office, chief: Officer, case: str) -> None:
    """Screen every name and answer every question as a sound company would."""
    published = (DAY - timedelta(days=3)).isoformat()
    library.install(office.lists, paths.resources() / "reference" / demo.LIST, published=published, accept=True)
    with library.open_index(office.lists) as index:
        demo.screen(office.store, office.user, chief, index, case, "fr", DAY)
    proof = demo.evidence(office.outbox, "fr")
    demo.answer_all(office.store, office.user, office.definitions, case, proof, "fr", DAY)


def submitted(office: Office, chief: Officer, case: str) -> None:
    answered(office, chief, case)
    diligence.submit(office.store, office.user, office.definitions, case, "favourable", "Un don utile.", DAY)


def decided(office: Office, chief: Officer, seal: bytes, case: str, outcome: str) -> None:
    submitted(office, chief, case)
    back = ("A01",) if outcome == "sent_back" else ()
    decisions.decide(office.store, chief, office.definitions, case, outcome, "Lu et pesé.", DAY, seal, send_back=back)


def test_before_anything_a_partnership_is_planned(office: Office) -> None:
    partner = demo.partner(office.store, office.user, "fr")
    assert step(office, partner.id).place == "partnership"
    planned = demo.partnership(office.store, office.user, partner.id, "fr", DAY)
    found = step(office, partner.id)
    assert (found.place, found.arguments) == (BEGIN, {"partnership": planned.id})
    assert "¶21" in found.sentence


def test_a_partner_put_away_can_be_brought_back(office: Office) -> None:
    partner = demo.partner(office.store, office.user, "fr")
    partners.archive(office.store, office.user, partner.id, "doublon")
    assert step(office, partner.id).place == RESTORE


def test_an_open_case_says_what_is_lacking(office: Office, begun: tuple[str, str, str]) -> None:
    partner, _planned, case = begun
    found = step(office, partner)
    assert (found.place, found.arguments) == ("diligence", {"case": case})
    assert "réponses à compléter" in found.detail


def test_a_complete_case_is_handed_over_then_waits_for_its_decider(
    office: Office, chief: Officer, begun: tuple[str, str, str]
) -> None:
    partner, _planned, case = begun
    answered(office, chief, case)
    assert "complète" in step(office, partner).sentence
    diligence.submit(office.store, office.user, office.definitions, case, "favourable", "Un don utile.", DAY)
    waits, decides = step(office, partner), step(office, partner, chief)
    assert waits.place == "diligence" and chief.name in waits.detail
    assert (decides.place, decides.arguments) == ("decision", {"case": case})


def test_what_was_sent_back_is_completed(
    office: Office, chief: Officer, chief_seal: bytes, begun: tuple[str, str, str]
) -> None:
    partner, _planned, case = begun
    decided(office, chief, chief_seal, case, "sent_back")
    found = step(office, partner)
    assert found.place == "diligence" and "renvoyé" in found.sentence


def test_what_was_refused_stays_refused(
    office: Office, chief: Officer, chief_seal: bytes, begun: tuple[str, str, str]
) -> None:
    partner, _planned, case = begun
    decided(office, chief, chief_seal, case, "refused")
    found = step(office, partner)
    assert (found.place, found.detail) == ("decision", "Lu et pesé.")


def test_after_a_favourable_decision_the_road_is_draft_final_print_sign_and_live(
    office: Office, chief: Officer, chief_seal: bytes, begun: tuple[str, str, str]
) -> None:
    partner, planned, case = begun
    store, by, definitions = office.store, office.user, office.definitions
    decided(office, chief, chief_seal, case, "approved")
    found = step(office, partner)
    assert (found.place, found.arguments) == ("new_agreement", {"partnership": planned})
    expired = step(office, partner, day=date(2030, 1, 1))
    assert (expired.place, expired.arguments) == (BEGIN, {"partnership": planned})

    made = agreements.draft(store, by, definitions, planned, "INK", ["fr"])
    found = step(office, partner)
    assert found.place == "agreement" and found.detail
    demo.complete(store, by, definitions, made, DAY)
    assert "définitif" in step(office, partner).sentence
    agreements.finalise(store, by, definitions, made.id, DAY)
    assert step(office, partner).button == "Imprimer le dossier"
    pack = packs.make(store, by, definitions, made.id, DAY)
    packs.came_out(store, by, pack.printed.id)
    assert step(office, partner).button == "Classer l’accord signé"
    signing = agreements.Signing(DAY, "Dakar", confirmed="Lu page par page.")
    agreements.sign(store, by, made.id, pack.data, "signe.pdf", signing, DAY)
    assert "en vigueur" in step(office, partner).sentence
    ends = date.fromisoformat(partnerships.partnership(store, planned).ends_on or "")
    assert "prend fin" in step(office, partner, day=ends - timedelta(days=30)).sentence
    over = step(office, partner, day=ends + timedelta(days=1))
    assert "a pris fin" in over.sentence and over.place == "partnership"
