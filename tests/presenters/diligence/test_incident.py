"""The page of an incident: recorded in a minute, told, lifted by the right person or ended; what is in confidence."""

import pytest
from sqlalchemy import select

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.incident import IncidentPresenter
from desktop.presenters.today import read_cards
from desktop.services import next_step
from desktop.services.agreements import packs
from desktop.services.diligence import dossier, freezing, incidents
from desktop.services.registry import partners
from desktop.store.records import Agreement, Case, Incident, Partnership
from desktop.store.states import IncidentEnd
from tests.agreed import Agreed, agreed, agreed_folder, final_agreement
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "final_agreement", "user"]

SECRET = "la salariée de nuit l’a confié"


def partner_of(agreed: Agreed) -> str:
    with agreed.office.store.read() as session:
        return session.get_one(Partnership, agreed.partnership).partner_id


def page(agreed: Agreed, user: User, **arguments: str) -> IncidentPresenter:
    on(agreed.office, today())
    return seated(IncidentPresenter(agreed.office, RunNow(), partner=partner_of(agreed), **arguments), user)


def recorded(agreed: Agreed, user: User, kind: str, account: str = "") -> IncidentPresenter:
    new = page(agreed, user)
    for key, value in {"kind": kind, "summary": "Un fait grave.", "account": account}.items():
        new.take(key, value)
    new.record()
    place, arguments = user.went[-1]
    assert place == "incident"
    return page(agreed, user, id=str(arguments["id"]))


def test_an_incident_leads_today_and_the_partner_until_the_chief_lifts_it(agreed: Agreed, user: User) -> None:
    work, partner = on(agreed.office, today()), partners.partner(agreed.office.store, partner_of(agreed))
    shown = recorded(agreed, user, "misuse")
    assert not shown.may_lift and "Chef" in shown.why_not
    assert next_step.next_step(work, partner).place == "incident"
    card = next(card for card in read_cards(agreed.office).mine if card.key.startswith("frozen"))
    assert card.warns and dict(card.arguments)["id"] == shown.id
    with agreed.office.store.read() as session:
        case = session.scalars(select(Case.id)).one()
    hub = seated(DiligencePresenter(agreed.office, RunNow(), case), user)
    assert "Gelé" in hub.suspension
    chief, _seal = agreed.chief
    incidents.end(work.acting_as(chief), shown.id, IncidentEnd.LIFTED, "L’affiche a été retirée.")
    hub.refresh()
    assert not hub.suspension
    shown.refresh()
    assert shown.is_over and "retirée" in dict(shown.facts)["Le bureau"]
    assert next_step.next_step(work, partner).place == "new_agreement"
    assert not [card for card in read_cards(agreed.office).mine if card.key.startswith("frozen")]


def test_what_was_told_in_confidence_is_on_no_paper(agreed: Agreed, final_agreement: Agreement, user: User) -> None:
    packs.make(on(agreed.office, today()), final_agreement.id)
    shown = recorded(agreed, user, "complaint", account=SECRET)
    assert SECRET in dict(shown.facts).values()
    work = on(agreed.office, today())
    with agreed.office.store.read() as session:
        case = session.query(Case).first()
    assert case is not None
    papers = [
        packs.preview(work, final_agreement.id),
        packs.for_partner(work, final_agreement.id),
        dossier.pdf(work, case.id, "fr"),
    ]
    for paper in papers:
        assert SECRET not in words_of(paper)
        assert SECRET.encode() not in paper
    freeze = freezing.of_partnership(work, agreed.partnership)[0]
    assert "Un fait grave" not in freeze.why, "nor is what happened said where a partner may look at the screen"


def test_a_change_that_the_program_noticed_is_passed_on_and_examined_again(agreed: Agreed, user: User) -> None:
    on(agreed.office, today())
    partners.change(agreed.office.work, partner_of(agreed), name="Autre Raison SARL")
    shown = page(agreed, user, kind="identity", partnership=agreed.partnership)
    assert shown.may_pass_on and not shown.may_lift and "Autre Raison SARL" in dict(shown.facts).popitem()[1]
    shown.pass_on()
    assert shown.id and not shown.may_pass_on
    shown.reopen()
    place, arguments = user.went[-1]
    assert place == "diligence"
    with agreed.office.store.read() as session:
        assert session.get_one(Incident, shown.id).case_id == arguments["case"]


def test_nothing_is_recorded_without_what_happened(agreed: Agreed, user: User) -> None:
    new = page(agreed, user)
    new.take("kind", "press")
    with refused("incident-without-summary"):
        new.record()
    again = page(agreed, user)
    assert again.fields["kind"] == "press", "what is typed survives"


@pytest.mark.parametrize("kind", ["exploitation", "sanctions"])
def test_what_headquarters_must_know_today_says_so(agreed: Agreed, user: User, kind: str) -> None:
    shown = recorded(agreed, user, kind)
    assert any("aujourd’hui" in words for _head, words in shown.guidance)
    assert {due.role for due, _role, _words in shown.informed} >= {"chief_of_mission", "hq_reviewer"}
