"""After the decision: what freezes a partnership, who may lift it, and that nothing else does (dossier 2.8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.base.errors import Problem
from desktop.base.values import new_id, today
from desktop.definitions.follow_up import FrozenDeed
from desktop.services.agreements import drafting, packs
from desktop.services.diligence import decisions, freezing, incidents
from desktop.services.diligence.incidents import NewIncident
from desktop.services.registry import partner_persons, partners, partnerships
from desktop.services.work import Work
from desktop.store.records import Agreement, Incident, Officer, Partnership, Person
from desktop.store.states import IncidentEnd, Role
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.makers import any_clock, on
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft"]

ABOVE = Officer(id=new_id(), name="Claire Aubert", role=Role.HQ_REVIEWER)


def partner_of(agreed: Agreed) -> str:
    with agreed.office.store.read() as session:
        return session.get_one(Partnership, agreed.partnership).partner_id


def happened(agreed: Agreed, kind: str, **more: str) -> Incident:
    new = NewIncident(partner_of(agreed), kind, "Un article de presse.", agreed.partnership, **more)
    return incidents.record(on(agreed.office, today()), new)


def work_of(agreed: Agreed, officer: Officer) -> Work:
    return on(agreed.office, today()).acting_as(officer)


def may(agreed: Agreed, deed: FrozenDeed = FrozenDeed.FINAL) -> bool:
    try:
        decisions.require_in_force(on(agreed.office, today()), agreed.partnership, today(), deed)
    except Problem:
        return False
    return True


def kinds(agreed: Agreed) -> set[str]:
    return {freeze.kind for freeze in freezing.of_partnership(on(agreed.office, today()), agreed.partnership)}


def everybody(agreed: Agreed) -> set[str]:
    """What stands against anybody, as Today lists it."""
    with agreed.office.store.read() as session:
        against = freezing.against_everybody(session, agreed.office.work)
        return {freeze.kind for _partnership, freezes in against for freeze in freezes}


def test_nothing_is_looked_at_where_nothing_changed(agreed: Agreed) -> None:
    """Today asks the rule only about partnerships that may be frozen: of hundreds it costs too much."""
    on(agreed.office, today())
    with agreed.office.store.read() as session:
        assert freezing._to_look_at(session, today()) == set()
        assert agreed.partnership in freezing._to_look_at(session, today() + timedelta(days=4 * 365))
    assert everybody(agreed) == set()


def test_an_incident_freezes_what_its_kind_says_and_only_the_right_person_lifts_it(agreed: Agreed) -> None:
    assert may(agreed) and not kinds(agreed)
    incident = happened(agreed, "misuse")
    with refused("partnership-frozen"):
        agreed.draft()
    assert not may(agreed) and may(agreed, FrozenDeed.RECEIPT), "what was promised for people still arrives"
    for nobody in (agreed.office.user, Officer(id=new_id(), name="Lectrice", role=Role.READER)):
        with refused("incident-not-yours-to-end"):
            incidents.end(work_of(agreed, nobody), incident.id, IncidentEnd.LIFTED, "Retiré.")
    chief, _seal = agreed.chief
    with refused("incident-without-reason"):
        incidents.end(work_of(agreed, chief), incident.id, IncidentEnd.LIFTED, " ")
    incidents.end(work_of(agreed, chief), incident.id, IncidentEnd.LIFTED, "L’affiche a été retirée.")
    assert may(agreed) and not kinds(agreed)


def test_whoever_recorded_an_incident_does_not_lift_it(agreed: Agreed) -> None:
    chief, _seal = agreed.chief
    new = NewIncident(partner_of(agreed), "press", "Un article.")
    incident = incidents.record(work_of(agreed, chief), new)
    with refused("incident-not-yours-to-end"):
        incidents.end(work_of(agreed, chief), incident.id, IncidentEnd.LIFTED, "Démenti.")
    assert not may(agreed)


def test_what_asks_for_headquarters_is_not_lifted_in_the_office_whatever_the_record_says(agreed: Agreed) -> None:
    incident = happened(agreed, "exploitation", account="Ce que la personne a confié.")
    chief, _seal = agreed.chief
    with refused("incident-not-yours-to-end"):
        incidents.end(work_of(agreed, chief), incident.id, IncidentEnd.LIFTED, "Rien à signaler.")
    with agreed.office.store.change("Lifted without authority", chief.id) as session:
        session.get_one(Incident, incident.id).ended = IncidentEnd.LIFTED
    assert not may(agreed)
    incidents.end(work_of(agreed, ABOVE), incident.id, IncidentEnd.LIFTED, "Enquête close.")
    assert may(agreed)


def test_a_partnership_that_was_ended_signs_and_receives_nothing_more(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    incident = happened(agreed, "labour")
    chief, _seal = agreed.chief
    incidents.end(work_of(agreed, chief), incident.id, IncidentEnd.ENDED, "Confirmé.")
    assert not any(may(agreed, deed) for deed in FrozenDeed)
    with refused("partnership-frozen"):
        packs.make(on(agreed.office, today()), complete_draft.id)


def test_a_decision_that_ran_out_freezes_receipts_and_signatures_but_no_draft(agreed: Agreed) -> None:
    later = today() + timedelta(days=4 * 365)
    work = on(agreed.office, later)
    for deed in (FrozenDeed.FINAL, FrozenDeed.RECEIPT):
        with refused("decision-expired"):
            decisions.require_in_force(work, agreed.partnership, later, deed)
    drafting.draft(work, agreed.partnership, "INK", ["fr"])


Change = Callable[[Agreed], None]


def _renamed(agreed: Agreed) -> None:
    partners.change(agreed.office.work, partner_of(agreed), name="Tout autre nom SA")


def _new_head(agreed: Agreed) -> None:
    partner_persons.add(agreed.office.work, Person(partner_id=partner_of(agreed), name="Un Autre", roles=["director"]))


def _abroad(agreed: Agreed) -> None:
    partnerships.change(agreed.office.work, agreed.partnership, countries=["SN", "ML"])


def _bids(agreed: Agreed) -> None:
    partners.change(agreed.office.work, partner_of(agreed), supplier=True)


def _logo(agreed: Agreed) -> None:
    with agreed.office.store.read() as session:
        features = session.get_one(Partnership, agreed.partnership).features
    partnerships.change(agreed.office.work, agreed.partnership, features=[*features, "logo"])


CHANGES: dict[str, Change] = {
    "identity-name": _renamed,
    "identity-head": _new_head,
    "scope": _abroad,
    "bid": _bids,
    "logo": _logo,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_register_freezes_until_the_decision_is_confirmed_for_it(agreed: Agreed, change: str) -> None:
    CHANGES[change](agreed)
    assert kinds(agreed) == {change.partition("-")[0]} and not may(agreed)
    assert everybody(agreed) == kinds(agreed), "Today says the same"
    (freeze,) = freezing.of_partnership(agreed.office.work, agreed.partnership)
    incident = incidents.take_up(agreed.office.work, freeze, freeze.why)
    assert incidents.take_up(agreed.office.work, freeze, freeze.why).id == incident.id, "it is recorded once"
    assert not may(agreed)
    chief, _seal = agreed.chief
    incidents.end(work_of(agreed, chief), incident.id, IncidentEnd.UNCHANGED, "Cela ne change rien au dossier.")
    assert may(agreed)


def test_a_confirmation_holds_for_the_change_that_was_seen_and_no_later_one(agreed: Agreed) -> None:
    _renamed(agreed)
    (freeze,) = freezing.of_partnership(agreed.office.work, agreed.partnership)
    incident = incidents.take_up(agreed.office.work, freeze, freeze.why)
    chief, _seal = agreed.chief
    incidents.end(work_of(agreed, chief), incident.id, IncidentEnd.UNCHANGED, "Une coquille.")
    _new_head(agreed)
    assert not may(agreed)


def test_who_was_told_is_noted_once_for_each_role(agreed: Agreed) -> None:
    incident = happened(agreed, "press")
    assert [row.role for row in incidents.read(agreed.office.work, incident.id).informed if not row.name] == [
        "chief_of_mission",
        "communications",
    ]
    for name in ("Ibrahima Fall", "I. Fall"):
        incidents.inform(agreed.office.work, incident.id, "chief_of_mission", name, today())
    informed = incidents.read(agreed.office.work, incident.id).informed
    assert [(row.role, row.name) for row in informed] == [("chief_of_mission", "I. Fall"), ("communications", "")]
    with refused("informed-in-future"):
        incidents.inform(agreed.office.work, incident.id, "communications", "X", today() + timedelta(days=1))


EVENTS = ("misuse", "labour", "lift", "lift-above", "end", "rename", "name-back", "confirm")


@pytest.mark.matrix(4)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(events=st.lists(st.sampled_from(EVENTS), min_size=2, max_size=7))
def test_no_order_of_events_leaves_a_frozen_partner_able_to_sign(agreed: Agreed, events: list[str]) -> None:
    office, (chief, _seal) = agreed.office, agreed.chief
    with any_clock(office), office.store.read() as session:
        name = session.get_one(Partnership, agreed.partnership).partner_id
    own = [incident.id for incident in _all(agreed)]
    for event in events:
        open_ones = [incident.id for incident in _all(agreed) if incident.id not in own and not _end(agreed, incident)]
        if event in ("misuse", "labour"):
            happened(agreed, event)
        elif event in ("rename", "name-back"):
            fresh = "Autre Raison SARL" if event == "rename" else _decided_name(agreed)
            partners.change(office.work, name, name=fresh)
        elif event == "confirm":
            for freeze in freezing.of_partnership(office.work, agreed.partnership):
                if freeze.kind == "identity":
                    incidents.take_up(office.work, freeze, freeze.why)
        elif open_ones:
            officer = ABOVE if event == "lift-above" else chief
            how = IncidentEnd.ENDED if event == "end" else IncidentEnd.LIFTED
            try:
                incidents.end(work_of(agreed, officer), open_ones[0], how, "Motif.")
            except Problem as problem:
                assert problem.code == "incident-not-yours-to-end"
        stands = any(_stands(agreed, incident) for incident in _all(agreed)) or bool(kinds(agreed))
        assert may(agreed) != stands


def _all(agreed: Agreed) -> list[Incident]:
    with agreed.office.store.read() as session:
        return list(incidents.of_partner(session, partner_of(agreed)))


def _end(agreed: Agreed, incident: Incident) -> str:
    return incidents.read(agreed.office.work, incident.id).end


def _stands(agreed: Agreed, incident: Incident) -> bool:
    """By hand: an incident stands until it was lifted, for ever once the partnership was ended."""
    return not incident.fingerprint and _end(agreed, incident) in ("", IncidentEnd.ENDED)


def _decided_name(agreed: Agreed) -> str:
    decision = decisions.in_force(agreed.office.store, agreed.partnership, today())
    assert decision is not None and decision.brief is not None
    return decision.brief.partner
