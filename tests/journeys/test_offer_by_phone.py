"""Story 23 as people play it: at 06:40, without a network, a company offers twenty trucks for a flood; keys only.

Then the same at Headquarters, field by field.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.base.values import today
from desktop.definitions.pipeline import PipelineStage
from desktop.office import Office
from desktop.services import handing_on, pipeline, putting_off
from desktop.services.diligence import assessments
from desktop.services.exchange.headquarters import offices
from desktop.services.office import people
from desktop.services.putting_off import WaitingTask
from desktop.services.registry import offers, partners, partnerships
from desktop.services.registry.offers import NewOffer
from desktop.store.records import Case, HandOver, Offer, Officer, Partner, Partnership, PutOff
from tests.hand import CONTROL, Key
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.journeys.test_stories import Desk, Sit, fresh, seen, sit
from tests.makers import on
from tests.offices import headquarters, office, office_folder

__all__ = ["fresh", "headquarters", "office", "office_folder", "sit"]
KEYS = 90  # beside the letters: two minutes leave no more


@pytest.mark.modal
def test_story_23_an_offer_by_telephone_leads_to_the_fast_track(fresh: Desk, sit: Sit) -> None:
    hand = sit(fresh.folder, fresh.officer)
    hand.press(Key.Key_3, CONTROL)
    hand.arrive("pipeline")
    offered = next(button for button in hand.view.page.bar.buttons if button.text() == "Offres")
    hand.push(offered)
    hand.arrive("offers")
    hand.go_on()
    hand.arrive("offer")
    before = hand.strokes
    form = hand.view.form.inputs
    hand.write(form["name"].box, "Kaoural Transport SARL")
    hand.write(form["contact"].box, "Salif, au téléphone")
    hand.write(form["what"].box, "20 camions pendant 10 jours pour les inondations")
    hand.spell(form["capability"].box, "Transport")
    hand.write(form["quantity"].box, "20")
    hand.write(form["unit"].box, "camions")
    hand.push(form["emergency"].first())
    hand.go_on()
    hand.wait(lambda: hand.window.here == "offer" and bool(hand.view.presenter.id))
    hand.rest()
    assert hand.strokes - before < KEYS
    words = seen(hand)
    assert "Kaoural Transport SARL" in words and "20 camions" in words and "voie rapide" in words
    hand.press(Key.Key_1, CONTROL)
    hand.arrive("today")
    assert "Offre d’urgence\u00a0: Kaoural Transport SARL" in [row.title for row in hand.view.mine[1].rows]
    hand.enter(hand.view.mine[1], "Offre d’urgence\u00a0: Kaoural Transport SARL")
    hand.arrive("offer")
    hand.go_on()
    hand.arrive("diligence")
    assert "Kaoural Transport SARL" in seen(hand)
    office = hand.desk.office
    (offer,) = offers.every(office.work)
    planned = partnerships.partnership(office.store, offer.partnership_id)
    assert planned.emergency and partners.partner(office.store, offer.partner_id).name == "Kaoural Transport SARL"
    with office.store.read() as session:
        (case,) = session.scalars(select(Case).where(Case.partnership_id == planned.id))
    asked = assessments.read(on(office, today()), case.id).review
    assert asked.missing and asked.postponed, "the minimum stands before a decision, the rest comes later"
    card = next(card for card in pipeline.read(office.work) if card.id == planned.id)
    assert card.stage == PipelineStage.DILIGENCE
    assert pipeline.gate(office.work, planned.id, PipelineStage.ACTIVE).sentence


def test_offers_and_the_pipeline_are_the_same_at_headquarters_field_by_field(
    office: Office, headquarters: Office
) -> None:
    hq = headquarters
    recognise(office, hq)
    urgent = offers.record(on(office, today()), NewOffer("Kaoural", "20 camions", emergency=True, quantity="20"))
    planned = offers.take_up(office.work, urgent.id)
    until = today() + timedelta(days=90)
    offers.record(office.work, NewOffer("Sahel Fret", "Bennes", standby=True, notice_hours=48, valid_until=until))
    declined = offers.record(office.work, NewOffer("Boulangerie", "Mille pains", value="300", currency="XOF"))
    offers.decline(office.work, declined.id, "no_need", "Merci.")
    partnerships.change(office.work, planned.id, aims=["c"], type="RES", level="national", form="core")
    pipeline.move(office.work, planned.id, PipelineStage.EXPLORATION)
    pipeline.plan_next(office.work, planned.id, "Appeler", today(), office.user.id)
    waits = WaitingTask(planned.id, today().isoformat(), "task")
    putting_off.put_off(office.work, waits, today() + timedelta(days=3), "other", "Le pont est coupé")
    colleague = Officer(name="Aminata Ba")
    people.add_officer(office.work, colleague)
    handing_on.hand_on(office.work, office.user.id, "Rappeler Kaoural", colleague.id)
    pipeline.close(office.work, planned.id, "no_answer", "Plus de nouvelles.", "Rappeler plus tôt.")
    assert deliver(office, hq) == "applied"
    assert answered(office, hq) == "applied"
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    with office.store.read() as here, hq.store.read() as there:
        for kind in (Offer, Partnership, Partner, PutOff, HandOver):
            names = office.store.families[kind.KIND].number
            ours = {row.id: {name: getattr(row, name) for name in names} for row in here.query(kind)}
            theirs = {row.id: {name: getattr(row, name) for name in names} for row in there.query(kind)}
            assert ours and ours == theirs
    (stopped,) = [card for card in pipeline.read(hq.work) if card.id == planned.id]
    assert (stopped.stage, stopped.closed_reason) == (PipelineStage.CLOSED, "no_answer")
    assert "SN10" in pipeline.gate(hq.work, planned.id, PipelineStage.PROSPECT).sentence
