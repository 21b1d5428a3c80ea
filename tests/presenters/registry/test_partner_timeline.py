"""What happened with a partner: on its page, on its sheet and on the command line the same, the newest first."""

from datetime import timedelta

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services import timeline
from desktop.services.diligence import incidents
from desktop.services.diligence.incidents import NewIncident
from desktop.services.partner_papers import sheet
from desktop.services.registry import meetings, offers, partners
from desktop.services.registry.meetings import NewMeeting
from desktop.services.registry.offers import NewOffer
from desktop.services.timeline import TimelineKind
from desktop.store.records import Agreement, Contribution, Partner
from desktop.store.states import Channel
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.paper import words_of

__all__ = ["user"]


def lived(office: Office) -> str:
    """A partner with a call, a letter and a meeting of one day, an agreement, a gift, an offer and an incident."""
    work, day = on(office, today()), today()
    partner = partners.register(work, Partner(name="Teranga Câbles", group="ENT", country="SN")).id
    ways = {"Premier appel": Channel.CALL, "Notre lettre": Channel.LETTER, "À quai": Channel.VISIT}
    for subject, way in ways.items():
        meetings.record(work, NewMeeting(partner, day, subject, channel=way, theirs=("Mme Sow",)))
    offers.record(work, NewOffer(name="Teranga Câbles", what="20 camions", partner_id=partner))
    incidents.record(work, NewIncident(partner, "charge", "Article de presse", happened_on=day - timedelta(days=1)))
    signed = Agreement(partnership_id="p", partner_id=partner, type="MOU", reference="SN10-1", signed_on="2021-05-01")
    given = Contribution(partner_id=partner, agreement_id=signed.id, description="Cartes SIM", received_on="2022-06-01")
    with work.store.change("Signed", office.user.id) as session:
        session.add_all([signed, given])
    return partner


def test_it_is_one_list_newest_first_narrowed_by_kind_and_each_entry_opens(office: Office, user: User) -> None:
    speak("fr")
    partner = lived(office)
    shown = seated(PartnerPresenter(office, RunNow(), id=partner), user)
    shown.refresh()
    titles = [entry.title for entry in shown.timeline.lines]
    in_order = ["Projet commencé", "Offre reçue", "À quai", "Notre lettre", "Premier appel"]
    assert titles[:5] == in_order, "of one day what the journal has last comes first"
    assert titles[-2:] == ["Réception", "Signature"]
    assert [text for text, _day in shown.timeline.latest][2].startswith("À quai")
    counted = {option.code: option.count for option in shown.timeline.filter.options}
    assert (counted["meeting"], counted["call"], counted["letter"], counted["offer"], counted["incident"]) == (
        1,
        1,
        1,
        1,
        1,
    )
    shown.timeline.narrow("call")
    (call,) = shown.timeline.lines
    shown.timeline.open(call.key)
    assert user.went[-1] == ("meeting", {"partner": partner, "id": call.id})
    shown.timeline.narrow("")
    places = {entry.kind: entry.place for entry in shown.timeline.lines}
    assert places[TimelineKind.AGREEMENT] == "agreement" and places[TimelineKind.OFFER] == "offer"
    meetings.withdraw(office.work, call.id)
    assert "Premier appel" not in [entry.title for entry in timeline.read(office.work, partner)]


@pytest.mark.parametrize(
    ("language", "kind"), [("fr", "Appel téléphonique"), ("en", "Telephone call"), ("es", "Llamada")]
)
def test_the_sheet_says_it_and_leaves_incidents_out(office: Office, language: str, kind: str) -> None:
    speak(language)
    partner = lived(office)
    words = words_of(sheet.pdf(office.work, partner))
    assert kind in words and "À quai" in words and "Article de presse" not in words
