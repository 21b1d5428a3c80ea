"""What an office asks of Headquarters: with the handing over, by an officer, in time or late, answered, taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.office import Office
from desktop.services.agreements import legal_review
from desktop.services.diligence import cases, dossier, handing_over, opinions, requests, reviewing
from desktop.services.diligence.authority import authority_to_decide
from desktop.services.diligence.requests import RequestState
from desktop.services.exchange.headquarters import answering, offices
from desktop.services.office.rights import Right, may
from desktop.store.records import Case, HeadquartersOpinion, HeadquartersRequest, Officer
from desktop.store.states import Asked
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import any_clock, on
from tests.offices import chief, chief_seal, headquarters, office, office_folder
from tests.paper import words_of
from tests.refusal import refused
from tests.services.diligence.test_decisions import (
    DAY,
    boss,
    decide,
    desk,
    handed_over,
    officer_with_seal,
    prepared,
    read,
    ready,
    reviewer,
)

__all__ = ["boss", "chief", "chief_seal", "desk", "headquarters", "office", "office_folder", "prepared", "ready"]

DUE = date(2026, 12, 22)  # twenty working days after the case is handed over


def asked_about(office: Office, case: str) -> dict[str, str]:
    """What was asked about a case: which role, with the state of it."""
    with office.store.read() as session:
        return {one.request.role: str(one.state) for one in requests.of_case(session, office.work, case)}


def request_of(office: Office, role: str) -> HeadquartersRequest:
    with office.store.read() as session:
        query = select(HeadquartersRequest).where(HeadquartersRequest.role == role)
        return session.scalars(query.order_by(HeadquartersRequest.asked_at.desc())).one()


def review(desk: Office, case: str, by: Officer, opinion: str, reason: str = "Rien ne s’y oppose.") -> None:
    work = on(desk, DAY).acting_as(by)
    reviewing.review(work, case, authority_to_decide(work, read(desk, case)).route, opinion, reason)


def test_a_case_that_nobody_here_decides_asks_headquarters_and_comes_back_with_its_answer(
    office: Office, headquarters: Office, chief: Officer
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = handed_over(office, office.user, chief, "high")
    assert asked_about(office, case) == {"hq_legal": "open", "hq_reviewer": "open"}
    asked = request_of(office, "hq_reviewer")
    assert (asked.asks, asked.due_on, asked.asked_by) == (Asked.DECISION, DUE.isoformat(), office.user.id)
    assert request_of(office, "hq_legal").asks == Asked.OPINION
    assert deliver(office, hq) == "applied"

    legal, above = officer_with_seal(hq, "hq_legal")[0], reviewer(hq, "hq_reviewer")
    with hq.store.read() as session:
        (waiting,) = requests.waiting_for(session, on(hq, DAY).acting_as(legal))
        assert (waiting.request.role, waiting.late) == ("hq_legal", False)
        late = on(hq, DUE + timedelta(days=1)).acting_as(legal)
        assert [one.late for one in requests.waiting_for(session, late)] == [True]
        assert not requests.waiting_for(session, on(hq, DAY).acting_as(above[0])), "the decision is no opinion"
    with refused("review-missing"):
        decide(hq, case, above)
    with refused("review-incomplete"):
        review(hq, case, legal, "conditions", " ")
    review(hq, case, legal, "conditions", "Le bail se vérifie avant la signature.")
    assert answered(office, hq) == "applied" and not answering.offices_to_answer(hq.store)
    made = decide(hq, case, above)
    assert answering.offices_to_answer(hq.store) == ("SN10",), "what is decided after a return asks for another one"
    assert asked_about(hq, case) == {"hq_legal": "answered", "hq_reviewer": "answered"}

    assert answered(office, hq) == "applied"
    assert asked_about(office, case) == {"hq_legal": "answered", "hq_reviewer": "answered"}
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    with office.store.read() as here, hq.store.read() as there:
        ours, theirs = here.scalars(select(HeadquartersOpinion)).one(), there.scalars(select(HeadquartersOpinion)).one()
        names = office.store.families[HeadquartersOpinion.KIND].number
        assert {name: getattr(ours, name) for name in names} == {name: getattr(theirs, name) for name in names}
    said = words_of(dossier.pdf(on(office, DAY), case, "fr"))
    for words in ("Le bail se vérifie avant la signature.", "Validé avec des modifications", legal.name):
        assert words in said
    assert made.case_id == case


def test_what_legal_did_not_clear_is_not_approved_and_its_newest_word_counts(desk: Office) -> None:
    second, above = reviewer(desk, "chief_of_mission"), reviewer(desk, "hq_reviewer")
    case = handed_over(desk, desk.user, second[0], "high")
    legal, other = (officer_with_seal(desk, "hq_legal")[0] for _two in range(2))
    review(desk, case, legal, "unfavourable", "Les statuts sont muets.")
    with refused("case-not-cleared"):
        decide(desk, case, above)
    review(desk, case, other, "favourable", "Les statuts sont arrivés.")
    with desk.store.read() as session:
        assert opinions.on_case(session, session.get_one(Case, case))["hq_legal"].giver_name == other.name
    decide(desk, case, above)
    with refused("review-not-yours"):
        review(desk, case, legal, "unfavourable")


def test_an_opinion_is_a_second_pair_of_eyes(desk: Office) -> None:
    """Neither whoever prepared the case nor its decider reviews it, whatever role they have had since."""
    second = reviewer(desk, "chief_of_mission")
    case = handed_over(desk, desk.user, second[0], "adhoc")
    with refused("review-not-yours"):
        review(desk, case, reviewer(desk, "ddg")[0], "favourable")
    reader = officer_with_seal(desk, "hq_reviewer")
    review(desk, case, reader[0], "favourable")
    for role in ("hq_legal", "ddg"):
        with desk.store.change("Promoted", desk.user.id) as session:
            session.get_one(Officer, reader[0].id).role = role
        with desk.store.read() as session:
            promoted = session.get_one(Officer, reader[0].id)
        if role == "ddg":
            assert not authority_to_decide(on(desk, DAY).acting_as(promoted), read(desk, case)).may
        else:
            with refused("review-not-yours"):
                review(desk, case, promoted, "favourable")
    with desk.store.change("Promoted", desk.user.id) as session:
        session.get_one(Officer, desk.user.id).role = "hq_legal"
    with desk.store.read() as session:
        preparer = session.get_one(Officer, desk.user.id)
    with refused("review-not-yours"):
        review(desk, case, preparer, "favourable")


def test_a_request_ends_with_the_handing_over_that_it_is_about(office: Office, chief: Officer) -> None:
    case = handed_over(office, office.user, chief, "high")
    first = request_of(office, "hq_legal")
    cases.recall(on(office, DAY), case)
    assert set(asked_about(office, case).values()) == {"overtaken"}
    handing_over.submit(on(office, DAY), case, "favourable", "Relu.")
    with office.store.read() as session:
        known = requests.of_case(session, office.work, case)
    assert [str(one.state) for one in known] == ["open", "open", "overtaken", "overtaken"]
    assert first.hand_over == known[-1].request.hand_over != known[0].request.hand_over


def test_whoever_decided_has_left_and_headquarters_is_asked_then(ready: tuple[Office, str]) -> None:
    office, case = ready
    work = on(office, DAY)
    assert asked_about(office, case) == {}
    with refused("clearance-not-needed"):
        requests.ask_for_decision(work, case, authority_to_decide(work, read(office, case)).route)
    with office.store.change("Left", office.user.id) as session:
        for officer in session.scalars(select(Officer).where(Officer.role == "chief_of_mission")):
            officer.left_on = DAY.isoformat()
    way = authority_to_decide(work, read(office, case)).route
    asked = requests.ask_for_decision(work, case, way)
    assert (asked.role, asked.due_on) == ("hq_reviewer", DUE.isoformat())
    with refused("clearance-not-needed"):
        requests.ask_for_decision(work, case, way)


def test_an_officer_asks_legal_and_takes_the_question_back(ready: tuple[Office, str]) -> None:
    office, case = ready
    work = on(office, DAY)
    with refused("request-without-question"):
        requests.ask_about_case(work, case, " ")
    asked = requests.ask_about_case(work, case, "La fondation peut-elle signer seule ?")
    assert asked.due_on == "2026-12-08"
    with refused("request-not-for-you"):
        legal_review.answer(work, asked.id, "favourable", "Oui.")
    requests.withdraw(work, asked.id)
    with refused("request-not-yours"):
        requests.withdraw(work, asked.id)
    assert asked_about(office, case) == {}, "what was taken back is not listed"


@pytest.mark.parametrize("ahead", [-400, 0, 25])
def test_the_order_of_opinions_is_the_journals(desk: Office, ahead: int) -> None:
    second = reviewer(desk, "chief_of_mission")
    case = handed_over(desk, desk.user, second[0], "high")
    giver = officer_with_seal(desk, "hq_legal")[0]
    with any_clock(desk):
        for opinion, days in (("favourable", 0), ("unfavourable", ahead)):
            work = on(desk, DAY + timedelta(days=days)).acting_as(giver)
            reviewing.review(work, case, authority_to_decide(work, read(desk, case)).route, opinion, "Lu.")
    with desk.store.read() as session:
        assert opinions.on_case(session, session.get_one(Case, case))["hq_legal"].opinion == "unfavourable"
    assert asked_about(desk, case)["hq_legal"] == str(RequestState.ANSWERED)


@pytest.mark.parametrize("role", [role for role in requests.ASKED_BESIDES if role != requests.LEGAL])
def test_another_unit_of_headquarters_is_asked_and_answers_in_its_own_name(
    office: Office, headquarters: Office, chief: Officer, role: str
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = handed_over(office, office.user, chief, "low")
    asked = requests.ask_about_case(on(office, DAY), case, "Qu’en dites-vous ?", role)
    assert asked.due_on > DAY.isoformat()
    assert deliver(office, hq) == "applied"
    (able,) = requests.REVIEWS[role]
    there, legal = officer_with_seal(hq, able)[0], officer_with_seal(hq, "hq_legal")[0]
    with refused("request-not-for-you"):
        legal_review.answer(on(hq, DAY).acting_as(legal), asked.id, "favourable", "Oui.")
    for right in (deed for deed in Right if deed not in (Right.ADVISE,)):
        assert not may(there, right), "it says what it thinks, and decides and changes nothing"
    given = legal_review.answer(on(hq, DAY).acting_as(there), asked.id, "unfavourable", "La presse en parle.")
    assert (given.role, given.giver_name) == (role, there.name)
    assert answered(office, hq) == "applied"
    with office.store.read() as session:
        (standing,) = requests.of_case(session, office.work, case)
        assert standing.opinion is not None and standing.opinion.reason == "La presse en parle."
    assert not office.definitions.authority.binds(role), "only Legal binds"
