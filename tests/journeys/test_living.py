"""Whole roads after a decision: an incident from the office to Headquarters and back, and a decision that runs out."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from desktop.base.clock import Clock
from desktop.base.progress import RunNow
from desktop.base.values import new_id, today
from desktop.definitions.follow_up import FrozenDeed
from desktop.office import Office
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.incident import IncidentPresenter
from desktop.presenters.exchange.sending import SendPresenter
from desktop.presenters.today import read_cards
from desktop.services import next_step
from desktop.services.agreements import finalising
from desktop.services.diligence import cases, decisions, freezing, incidents, letters, remedying, renewing
from desktop.services.diligence.incidents import NewIncident
from desktop.services.exchange.headquarters import consolidating, offices
from desktop.services.office import backup
from desktop.services.registry import partner_list, partners
from desktop.store.records import Agreement, Incident, Officer, Partnership
from desktop.store.states import IncidentEnd, Role
from desktop.store.vault import Vault
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.journeys.test_put_back import answered, deliver, recognise, rounds
from tests.makers import any_clock, on
from tests.offices import headquarters
from tests.paper import words_of
from tests.refusal import refused
from tests.services.diligence.test_decisions import (
    DAY,
    advised,
    decide,
    desk,
    handed_over,
    read,
    reviewer,
    without_publicity,
)

__all__ = ["agreed", "agreed_folder", "complete_draft", "desk", "headquarters"]

CLAIRE = Officer(id=new_id(), name="Claire Aubert", role=Role.HQ_REVIEWER)


def partner_of(office: Office, partnership: str) -> str:
    with office.store.read() as session:
        return session.get_one(Partnership, partnership).partner_id


def test_an_urgent_incident_goes_to_headquarters_which_lifts_it(
    agreed: Agreed, complete_draft: Agreement, headquarters: Office
) -> None:
    office, hq = agreed.office, headquarters
    recognise(office, hq)
    deliver(office, hq)
    answered(office, hq)
    partner = partner_of(office, agreed.partnership)
    incident = incidents.record(
        on(office, today()), NewIncident(partner, "exploitation", "Un fait grave.", agreed.partnership, "Confié.")
    )
    with office.store.read() as session:
        assert incidents.urgent_unsent(session, office.work) == 1
    with refused("partnership-frozen"):
        finalising.finalise(on(office, today()), complete_draft.id)
    page = SendPresenter(office, RunNow())
    assert page.is_urgent and page.sentence.startswith("Urgent")
    page.pack()
    assert page.sent is not None and page.sent.name.endswith("-URGENT.psb") and page.is_urgent
    assert "le jour même" in words_of(page.draw_slip())
    (report,) = consolidating.take_in(hq.work, hq.keys, [office.outbox / page.sent.name], hq.inbox)
    assert (report.verdict, report.name) == ("applied", page.sent.name)
    answered(office, hq)
    with office.store.read() as session:
        assert incidents.urgent_unsent(session, office.work) == 0
    (line,) = partner_list.find(hq.store, "fait grave")
    assert (line.id, line.through) == (partner, "Un fait grave."), "the search of all records finds it by its words"
    assert not partner_list.find(hq.store, "confié"), "and never by what was told in confidence"
    card = next(card for card in read_cards(hq).mine if card.key.startswith("frozen"))
    assert card.place == "incident"
    with hq.store.read() as session:
        assert incidents.urgent_by_office(session, hq.work) == {office.profile.code: 1}
        assert session.get_one(Incident, incident.id).account == "Confié."
    incidents.end(hq.work.acting_as(CLAIRE), incident.id, IncidentEnd.LIFTED, "L’enquête a conclu.")
    with refused("partnership-frozen"):
        finalising.finalise(on(office, today()), complete_draft.id)
    answered(office, hq)
    assert finalising.finalise(on(office, today()), complete_draft.id).reference
    with office.store.read() as session:
        assert session.get_one(Incident, incident.id).hq_by == "Claire Aubert"


def test_a_backup_of_before_the_incident_brings_it_back_frozen(agreed: Agreed, headquarters: Office) -> None:
    """What Headquarters has acknowledged comes back with its return, and freezes again."""
    office, hq, folder, opened = agreed.office, headquarters, agreed.office.folder, agreed.office.opened
    recognise(office, hq)
    copy = backup.back_up(office.work, folder, opened.key, (folder.parent / "stick",))[0]
    partner = partner_of(office, agreed.partnership)
    incidents.record(on(office, today()), NewIncident(partner, "misuse", "Une affiche.", agreed.partnership))
    deliver(office, hq)
    office.close()
    backup.restore(folder, copy, opened.key, opened.officer_id)
    with Office.enter(folder, Vault.open(folder), opened) as again:
        recognise(again, hq)
        rounds(again, hq)
        assert [freeze.kind for freeze in freezing.of_partnership(again.work, agreed.partnership)] == ["misuse"]


def test_a_decision_runs_out_and_is_renewed(agreed: Agreed) -> None:
    office = agreed.office
    decision = decisions.in_force(office.store, agreed.partnership, today())
    assert decision is not None and decision.valid_until is not None
    partner = partners.partner(office.store, partner_of(office, agreed.partnership))
    with any_clock(office):
        for days, place in ((85, "soon"), (25, "mine")):
            on(office, today_before(decision.valid_until, days))
            cards = read_cards(office)
            shown = [card for card in getattr(cards, place) if card.key.startswith("decision_ends")]
            assert shown and "Rappel" in shown[0].note
        over = today_before(decision.valid_until, -1)
        with refused("decision-expired"):
            decisions.require_in_force(on(office, over), agreed.partnership, over, FrozenDeed.RECEIPT)
        step = next_step.next_step(on(office, over), partner)
        assert step.place == next_step.BEGIN
        with office.store.read() as session:
            planned = session.get_one(Partnership, agreed.partnership)
        case = cases.open_case(on(office, over), office.definitions.form, planned)
        assert case.renews == decision.case_id
        renewing.confirm(on(office, over), case.id, "C01")
        with refused("decision-expired"):
            decisions.require_in_force(on(office, over), agreed.partnership, over, FrozenDeed.RECEIPT)


def today_before(day: str, days: int) -> date:
    """So many days before a day."""
    return date.fromisoformat(day) - timedelta(days=days)


def test_a_clock_set_back_does_not_bring_an_expired_decision_back(agreed: Agreed, complete_draft: Agreement) -> None:
    """Order comes from the journal: what was done under a later clock makes an earlier one doubted."""
    office = agreed.office
    decision = decisions.in_force(office.store, agreed.partnership, today())
    assert decision is not None and decision.valid_until is not None
    on(office, today_before(decision.valid_until, -10))
    partners.change(office.work, partner_of(office, agreed.partnership), summary="Suite")
    office.store.clock = Clock.on(today())
    with refused("clock-implausible"):
        finalising.finalise(office.work, complete_draft.id)


def test_killed_between_passing_on_and_confirming_it_stays_frozen(agreed: Agreed) -> None:
    """The two writes of a confirmation: after the first alone the partnership is as frozen as before."""
    office = agreed.office
    on(office, today())
    partners.change(office.work, partner_of(office, agreed.partnership), name="Autre Raison SARL")
    (freeze,) = freezing.of_partnership(office.work, agreed.partnership)
    incident = incidents.take_up(office.work, freeze, freeze.why)
    (again,) = freezing.of_partnership(office.work, agreed.partnership)
    assert again.kind == freeze.kind and again.incident is not None and again.incident.id == incident.id
    chief, _seal = agreed.chief
    assert incidents.take_up(office.work, replace(again, incident=None), freeze.why).id == incident.id
    incidents.end(office.work.acting_as(chief), incident.id, IncidentEnd.UNCHANGED, "Une coquille.")
    assert not freezing.of_partnership(office.work, agreed.partnership)
    with office.store.read() as session:
        assert len(session.scalars(select(Incident)).all()) == 1


def test_headquarters_records_an_incident_itself_and_the_office_is_frozen_by_it(
    agreed: Agreed, complete_draft: Agreement, headquarters: Office
) -> None:
    office, hq = agreed.office, headquarters
    recognise(office, hq)
    deliver(office, hq)
    answered(office, hq)
    partner = partner_of(office, agreed.partnership)
    new = NewIncident(partner, "exploitation", "Une plainte reçue à Genève.", agreed.partnership, "Confié au Siège.")
    incident = incidents.record(hq.work.acting_as(CLAIRE), new)
    page = IncidentPresenter(hq, RunNow(), partner, incident.id)
    assert not page.to_inform, "who was told is noted at the office"
    assert answered(office, hq) == "applied"
    with office.store.read() as session:
        assert session.get_one(Incident, incident.id).office == office.profile.code
    with refused("partnership-frozen"):
        finalising.finalise(on(office, today()), complete_draft.id)
    seen = IncidentPresenter(office, RunNow(), partner, incident.id)
    assert any("Claire Aubert, Siège" in words for _name, words in seen.facts) and seen.to_inform
    seen.inform("chief_of_mission", "Ibrahima Fall")
    incidents.end(hq.work.acting_as(replace(CLAIRE, id=new_id())), incident.id, IncidentEnd.LIFTED, "Sans suite.")
    rounds(office, hq, 2)
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    assert finalising.finalise(on(office, today()), complete_draft.id).state == "final"


def test_the_ad_hoc_road_from_its_decision_to_its_end(desk: Office) -> None:
    """Decided by the Deputy Director General, a milestone is missed, the cure runs out, and nothing is signed."""
    second = reviewer(desk, "chief_of_mission")
    case = handed_over(desk, desk.user, second[0], "adhoc")
    without_publicity(desk, case)
    advised(desk, case)
    decide(desk, case, reviewer(desk, "ddg"), "conditions")
    partnership = read(desk, case).partnership
    due = date(2027, 3, 1)
    with any_clock(desk):
        assert not freezing.of_partnership(on(desk, due), partnership.id)
        with refused("partnership-frozen"):
            decisions.require_in_force(
                on(desk, due + timedelta(days=1)), partnership.id, due + timedelta(days=1), FrozenDeed.FINAL
            )
        over = due + timedelta(days=31)
        for deed in FrozenDeed:
            with refused("partnership-frozen"):
                freezing.require_unfrozen(on(desk, over), partnership.id, over, deed)
        fresh = cases.open_case(on(desk, over), desk.definitions.form, partnership)
        assert fresh.renews == "", "normal due diligence begins from zero"
        with desk.store.read() as session:
            assert remedying.is_ad_hoc(session, partnership.id)


def test_an_excluded_partner_is_refused_and_gets_a_letter_that_says_nothing(desk: Office) -> None:
    chief = reviewer(desk, "chief_of_mission")
    case = handed_over(desk, desk.user, chief[0], "excluded")
    with refused("partner-excluded"):
        decide(desk, case, chief)
    decide(desk, case, chief, "refused")
    work = on(desk, DAY)
    assert DiligencePresenter(desk, RunNow(), case).next_step.place == "decision"
    assert [letter.id for letter in letters.of_case(work, case)] == ["refusal"]
    printed = words_of(letters.pdf(work, case, "refusal", "fr")).lower()
    assert not [word for word in ("b02", "nations unies", "inadmissib", "radi", "lu et pesé") if word in printed]
