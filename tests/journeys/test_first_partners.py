"""Stories 3, 4 and 5 as people play them, by keys alone: the first partner, one nearly there already, other formats."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.base.values import today
from desktop.office import Account, Office
from desktop.services.exchange.headquarters import offices
from desktop.services.partner_papers import sheet
from desktop.services.registry import partners, partnerships
from desktop.store.records import OfficeProfile, Partner, Person
from desktop.store.vault import FLOOR, Opened
from tests.hand import CONTROL, Hand, Key
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.journeys.test_stories import Sit, button, seen, sit
from tests.makers import on
from tests.offices import PASSPHRASE, Templates, add_chief, headquarters
from tests.paper import words_of

__all__ = ["headquarters", "sit"]
TERANGA, NUMBER = "Teranga Câbles & Réseaux SA", "SN-DKR-2011-B-04417"
SAME = "C’est le même : ouvrir sa fiche"
KEYS = 140  # beside the letters: three minutes leave no more


def dakar(folder: Path) -> Opened:
    return made(folder, OfficeProfile(code="SN10", name="OIM Sénégal", country="SN", city="Dakar", language="fr"))


def bogota(folder: Path) -> Opened:
    return made(folder, OfficeProfile(code="CO10", name="OIM Colombia", country="CO", city="Bogotá", language="es"))


def made(folder: Path, profile: OfficeProfile) -> Opened:
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", PASSPHRASE)
    with Office.create(folder, account, profile, cost=FLOOR) as office:
        add_chief(office)
        return office.opened


def begun(templates: Templates, tmp_path: Path, sit: Sit, made_by: Callable[[Path], Opened]) -> Hand:
    template, opened = templates.folder(made_by)
    folder = Path(shutil.copytree(template, tmp_path / "office"))
    return sit(folder, opened)


def added(hand: Hand, name: str, number: str) -> None:
    """A partner from anywhere: one page, then the partner's own."""
    hand.press(Key.Key_N, CONTROL)
    hand.arrive("add_partner")
    fields = hand.view.fields
    hand.write(fields["name"].box, name)
    hand.write(fields["registration"].box, number)
    hand.choose(fields["group"].choice, "ENT")
    hand.go_on()
    hand.arrive("partner")


def met(hand: Hand, name: str) -> None:
    """Somebody behind the partner, on its page."""
    hand.push(button(hand, "Ajouter une personne"))
    hand.wait(lambda: hand.view.person_form is not None and hand.view.person_form.isVisible())
    hand.write(hand.view.person_form.form.inputs["name"].box, name)
    hand.push(hand.view.person_form.form.inputs["roles"].choice.buttons["contact"])
    hand.push(hand.view.person_form.keep)
    hand.wait(lambda: name in [row.title for row in hand.view.person_list.rows])


@pytest.mark.modal
def test_story_3_and_4_the_first_partner_and_one_that_is_nearly_the_same(
    templates: Templates, tmp_path: Path, sit: Sit
) -> None:
    hand = begun(templates, tmp_path, sit, dakar)
    before = hand.strokes
    added(hand, TERANGA, NUMBER)
    met(hand, "Mame Diarra Sow")
    hand.go_on()
    hand.arrive("partnership")
    fields = hand.view.fields
    hand.write(fields["title"].box, "1 200 cartes SIM et 200 000 messages pour les migrants de retour")
    hand.push(fields["contribution_kinds"].choice.buttons["goods"])
    hand.go_on()
    hand.arrive("partner")
    assert hand.strokes - before < KEYS
    words = seen(hand)
    assert "Commencez la diligence raisonnable" in words and "Commencer la diligence" in words
    hand.go_on()
    hand.arrive("diligence")
    assert "Qui décide : Chef(fe) de mission (Ibrahima Fall)" in seen(hand), "who decides is known from the start"
    hand.press(Key.Key_N, CONTROL)
    hand.arrive("add_partner")
    hand.write(hand.view.fields["name"].box, "Téranga Cables et Reseaux S.A.")
    hand.wait(lambda: SAME in seen(hand))
    hand.rest()
    words = seen(hand)
    assert "Sénégal" in words and NUMBER in words and "Diligence raisonnable" in words, "where it is, and how far"
    hand.push(
        next(one for one in hand.view.alike.findChildren(QAbstractButton) if SAME in one.text().replace("\u00a0", " "))
    )
    hand.arrive("partner")
    assert hand.view.presenter.partner.registration == NUMBER
    assert partners.count(hand.desk.office.store) == 1


@pytest.mark.modal
def test_story_5_accents_and_amounts_of_another_country_arrive_as_they_were_meant(
    templates: Templates, tmp_path: Path, sit: Sit, headquarters: Office
) -> None:
    hand = begun(templates, tmp_path, sit, bogota)
    added(hand, "Cafés Sierra Clara S.A.S.", "900.417.552-1")
    partner_id = hand.view.presenter.id
    met(hand, "Lucía Peñalosa Muñoz")
    hand.go_on()
    hand.arrive("partnership")
    said = []
    for typed, pasted in (("1.250.000,50", ""), ("", "1\u00a0250\u00a0000,50"), ("", "1\u202f250\u202f000,50")):
        money = hand.view.fields["value"].money
        hand.write(money, typed)
        if pasted:
            QApplication.clipboard().setText(pasted)
            hand.press(Key.Key_V, CONTROL)
        hand.tab()
        hand.rest()
        said.append(hand.view.fields["value"].value["amount"])
        assert "1 250 000,50" in seen(hand), "the echo says how it was understood"
    assert said == ["1250000.50"] * 3
    hand.tab_to(hand.view.fields["value"].money.currency)
    hand.type("COP")
    hand.write(hand.view.fields["title"].box, "Café para el retorno")
    hand.go_on()
    hand.arrive("partner")
    office = hand.desk.office
    (planned,) = partnerships.of_partner(office.store, partner_id)
    assert (planned.value, planned.currency) == ("1250000.50", "COP")
    assert "Peñalosa Muñoz" in words_of(sheet.pdf(on(office, today()), partner_id))
    recognise(office, headquarters)
    assert deliver(office, headquarters) == "applied" and answered(office, headquarters) == "applied"
    compared, different = offices.differences(office.store, headquarters.store)
    assert compared and different == []
    with headquarters.store.read() as session:
        assert session.get_one(Partner, partner_id).registration == "900.417.552-1"
        assert [row.name for row in session.query(Person)] == ["Lucía Peñalosa Muñoz"]
