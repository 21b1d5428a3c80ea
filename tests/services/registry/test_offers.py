"""Offers: recorded while somebody speaks, taken up, declined with a letter, found when a crisis comes."""

from datetime import timedelta
from typing import Any

from desktop.base.values import today
from desktop.definitions.pipeline import PipelineStage
from desktop.office import Office
from desktop.presenters.today import read_cards
from desktop.services import pipeline
from desktop.services.partner_papers import offer_letter
from desktop.services.registry import offers, partners
from desktop.services.registry.offers import NewOffer, WantedCapability
from desktop.store.records import Offer, Partner
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused

DAY = today()
TRUCKS = NewOffer(
    name=" Kaoural  Transport SARL",
    what="20 camions pendant 10 jours",
    contact="Salif",
    capability="transport",
    quantity="20",
    unit="camions",
    value="12000000",
    currency="XOF",
    country="NE",
    emergency=True,
)


def standing(office: Office, name: str, hours: int, **fields: Any) -> Offer:
    plain = {"what": "camions", "capability": "transport", "country": "NE", "standby": True, "notice_hours": hours}
    return offers.record(on(office, DAY), NewOffer(name=name, **{**plain, **fields}))


def test_an_offer_waits_on_today_until_somebody_answers(office: Office) -> None:
    urgent = offers.record(on(office, DAY), TRUCKS)
    calm = offers.record(office.work, NewOffer("Boulangerie de Thiès", "Mille pains par jour"))
    assert (urgent.name, urgent.answer_on) == ("Kaoural Transport SARL", (DAY + timedelta(days=1)).isoformat())
    assert calm.answer_on == (DAY + timedelta(days=5)).isoformat()
    first, second = read_cards(office).mine[:2]
    assert first.title == "Offre d’urgence\u00a0: Kaoural Transport SARL" and "20 camions" in first.note
    assert (second.place, dict(second.arguments)) == ("offer", {"id": calm.id})
    on(office, DAY + timedelta(days=2))
    assert read_cards(office).mine[0].warns, "late"
    offers.decline(office.work, calm.id, "no_need")
    offers.take_up(office.work, urgent.id)
    assert not [card for card in read_cards(office).mine if card.place == "offer"]


def test_an_offer_taken_up_is_a_partnership_with_whoever_offers(office: Office) -> None:
    offer = offers.record(on(office, DAY), TRUCKS)
    planned = offers.take_up(office.work, offer.id)
    partner = partners.partner(office.store, planned.partner_id)
    assert (partner.name, partner.country, partner.brought_by) == ("Kaoural Transport SARL", "NE", "Salif")
    assert (planned.title, planned.emergency, planned.moments) == ("20 camions pendant 10 jours", True, ["during"])
    assert (planned.value, planned.currency, planned.contribution_kinds) == ("12000000", "XOF", ["services"])
    (card,) = pipeline.read(office.work)
    assert (card.stage, card.next_action) == (PipelineStage.PROSPECT, "Répondre à Salif")
    assert offers.read(office.work, offer.id).partnership_id == planned.id
    for again in (offers.take_up, lambda work, id_: offers.decline(work, id_, "late")):
        with refused("offer-answered"):
            again(office.work, offer.id)
    with refused("offer-taken-up"):
        offers.reopen(office.work, offer.id)
    known = partners.register(office.work, Partner(name="Kaoural Transport SARL", country="NE"))
    other = offers.record(office.work, NewOffer("Kaoural", "Dix chauffeurs", partner_id=known.id))
    assert offers.take_up(office.work, other.id).partner_id == known.id


def test_an_offer_is_declined_with_a_reason_that_its_letter_does_not_tell(office: Office) -> None:
    offer = offers.record(on(office, DAY), TRUCKS)
    with refused("letter-not-now"):
        offer_letter.pdf(office.work, offer.id, "fr")
    with refused("declining-without-reason"):
        offers.decline(office.work, offer.id, "thunder")
    offers.decline(office.work, offer.id, "principles", "Par téléphone.")
    text = words_of(offer_letter.pdf(office.work, offer.id, "fr"))
    assert "Kaoural Transport SARL" in text and "20 camions pendant 10 jours" in text
    assert "principes" not in text and "téléphone" not in text
    offers.reopen(office.work, offer.id)
    assert offers.read(office.work, offer.id).reason == ""


def test_what_stands_by_is_found_by_what_where_and_within_how_long(office: Office) -> None:
    slow, quick = standing(office, "Sahel Fret", 48, place="Niamey"), standing(office, "Ténéré Logistique", 12)
    standing(office, "Hôtel du Fleuve", 6, capability="lodging")
    short = standing(office, "Fret du Liptako", 24, valid_until=DAY + timedelta(days=9))

    def found(**wanted: Any) -> list[str]:
        return [offer.name for offer in offers.standing_by(office.work, WantedCapability(**wanted))]

    assert found(capability="transport", country="NE", within_hours=48) == [quick.name, short.name, slow.name]
    assert found(capability="transport", within_hours=24) == [quick.name, short.name]
    assert found(words="niamey camions") == [slow.name] and found(country="SN") == []
    on(office, DAY + timedelta(days=10))
    assert short.name not in found()
    planned = offers.take_up(office.work, slow.id)
    assert planned.next_action_on is None and slow.name not in found()


def test_an_offer_says_who_and_what_and_no_day_gone_by(office: Office) -> None:
    yesterday = on(office, DAY).today() - timedelta(days=1)
    for new, code in (
        (NewOffer(" ", "camions"), "offer-without-name"),
        (NewOffer("Kaoural", " "), "offer-without-what"),
        (NewOffer("Kaoural", "camions", answer_on=yesterday), "offer-day-passed"),
        (NewOffer("Kaoural", "camions", standby=True, valid_until=yesterday), "offer-day-passed"),
    ):
        with refused(code):
            offers.record(office.work, new)
