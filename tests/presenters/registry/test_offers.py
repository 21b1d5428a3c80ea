"""An offer as an officer has it: the short form, who it is, what becomes of it, and the list."""

from typing import Any

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.offer import OfferPresenter
from desktop.presenters.registry.offer_form import decline_rows, offer_rows, offer_typed
from desktop.presenters.registry.offers import OfferKind, OffersPresenter
from desktop.services.registry import offers, partners
from desktop.services.registry.offers import NewOffer
from desktop.store.records import Partner
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["office", "office_folder", "user"]


def page(office: Office, user: User, **arguments: Any) -> OfferPresenter:
    return seated(OfferPresenter(office, RunNow(), **arguments), user)


def told(page: OfferPresenter, **typed: Any) -> OfferPresenter:
    for key, value in {"name": "Kaoural Transport", "what": "20 camions", **typed}.items():
        page.take(key, value)
    return page


def record(page: OfferPresenter) -> None:
    page.record(offer_typed(page.fields))


def keys(page: OfferPresenter) -> set[str]:
    return {field.key for row in offer_rows(page) for field in row}


def test_an_emergency_offer_leads_to_the_fast_track(office: Office, user: User) -> None:
    new = told(page(office, user), emergency=True)
    assert new.fields["answer_on"] and "answer_on" in keys(new) and "notice_hours" not in keys(new)
    record(new)
    place, arguments = user.went[-1]
    assert place == "offer" and not page(office, user).has_begun
    shown = page(office, user, **arguments)
    assert shown.is_open and shown.mark == ("warn", "Attend une réponse")
    shown.take_up()
    assert user.went[-1][0] == "diligence"
    shown.refresh()
    assert shown.mark[0] == "good"
    shown.open_partnership()
    assert user.went[-1][0] == "partnership"


def test_whoever_offers_may_be_known_already(office: Office, user: User) -> None:
    known = partners.register(office.work, Partner(name="Kaoural Transport SARL", city="Niamey", country="NE"))
    new = told(page(office, user))
    assert [each.partner.id for each in new.alike] == [known.id] and "Niamey" in new.where(known)
    new.is_this(known.id)
    assert not new.alike and new.fields["name"] == known.name
    assert page(office, user).partner is not None, "held with the rest of the form"
    new.is_this("")
    assert new.partner is None
    new.is_this(known.id)
    record(new)
    assert offers.read(office.work, str(user.went[-1][1]["id"])).partner_id == known.id


def test_an_offer_is_declined_and_that_is_taken_back(office: Office, user: User) -> None:
    offer = offers.record(office.work, NewOffer("Boulangerie", "Mille pains"))
    shown = page(office, user, id=offer.id)
    shown.ask_why()
    assert shown.declining and {option.key for option in decline_rows(shown)[0][0].options} >= {"no_need", "other"}
    with refused("declining-without-reason"):
        shown.decline("", "")
    shown.decline("no_need", "Merci.")
    assert not shown.declining and ("Motif du refus", "Pas de besoin") in shown.facts
    (words, make), *_others = shown.letters()
    assert words == "Lettre en français…"
    make()
    assert user.opens[-1].is_file() and user.opens[-1].name == "Répondre à Boulangerie.pdf"
    assert shown.undo is not None
    shown.take_back_deed(shown.undo)
    assert shown.is_open


def test_the_list_is_narrowed_by_what_where_and_within_how_long(office: Office, user: User) -> None:
    record(told(page(office, user)))
    record(told(page(office, user, standby="1"), name="Sahel Fret", capability="transport", country="NE"))
    shown = seated(OffersPresenter(office, RunNow()), user)
    shown.refresh()
    assert [line.offer.name for line in shown.lines] == ["Kaoural Transport", "Sahel Fret"]
    assert "1 offre attend" in shown.state
    for codes in ({"able": "transport"}, {"notice": "48"}, {"country": "NE"}, {"kind": OfferKind.STANDBY}):
        shown.narrow(**codes)
        assert [line.offer.name for line in shown.lines] == ["Sahel Fret"], codes
        shown.clear()
    shown.narrow(notice="24")
    assert not shown.lines
    shown.clear()
    shown.filter("camions")
    assert len(shown.lines) == 2 and shown.lines[1].cells["notice"].text == "48 heures"
