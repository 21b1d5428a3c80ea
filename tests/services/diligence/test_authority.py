"""One rule of who may decide: Today and the list of decisions never offer what the page of a decision refuses."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Problem
from desktop.base.progress import RunNow
from desktop.base.values import new_id
from desktop.definitions.facts import AGREEMENTS
from desktop.office import Office
from desktop.presenters.today import TodayPresenter, waiting
from desktop.services import today
from desktop.services.diligence import assessments, cases, decisions, paper_decisions
from desktop.services.diligence.authority import Deciders, authority_to_decide
from desktop.services.diligence.decisions import DecisionTerms
from desktop.services.diligence.paper_decisions import InkEntry, SheetScan
from desktop.services.office import delegating, people
from desktop.services.office.rights import ROLE_NAMES
from desktop.services.screening import standing
from desktop.store.records import Case, Clearance, Evidence, Officer, Ruling
from tests.makers import on
from tests.offices import Staff, entered
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, DECIDERS, handed_over, officer_with_seal, prepare
from tests.services.diligence.test_paper_decisions import PIXEL

TAKES_PART = ("nothing", "prepared", "ruled", "reviewed")


@dataclass(frozen=True)
class HandedOver:
    """An office with a case of each level handed over, and by role an officer for each way of taking part in it."""

    office: Office
    cases: dict[str, str]  # by level
    officers: dict[str, Officer]  # by how they took part, and their role


def take_part(office: Office, case_ids: list[str]) -> dict[str, Officer]:
    """Officers of every role who attached evidence, ruled on a match or reviewed each case, or did nothing."""
    officers = {
        f"{deed} {role}": Officer(id=new_id(), name=f"{deed} {role}", role=role)
        for deed in TAKES_PART
        for role in ROLE_NAMES
    }
    with office.store.change("Took part", office.user.id) as session:
        session.add_all(officers.values())
        for case in [session.get_one(Case, case_id) for case_id in case_ids]:
            for role in ROLE_NAMES:
                added_by, ruled_by = officers[f"prepared {role}"].id, officers[f"ruled {role}"].id
                session.add(Evidence(case_id=case.id, questions=[], form="paper", added_by=added_by))
                session.add(
                    Ruling(partner_id=case.partner_id, subject="", ruled_by=ruled_by, ruled_at=f"{DAY}T10:00:00.000Z")
                )
    return officers


@pytest.fixture(scope="module")
def everything(office_folder: tuple[Path, Staff], tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandedOver]:
    template, staff = office_folder
    folder = tmp_path_factory.mktemp("levels") / "office"
    with entered(template, folder, staff.officer) as office:
        chief = next(officer for officer in people.officers(office.store) if officer.role == "chief_of_mission")
        cases = {level: handed_over(office, office.user, chief, level) for level in DECIDERS}
        yield HandedOver(office, cases, take_part(office, list(cases.values())))


def offered(office: Office, officer: Officer) -> set[str]:
    work = on(office, DAY).acting_as(officer)
    return {item.id for item in today.board(work).mine if item.kind == "decide"}


def in_the_list(office: Office, officer: Officer) -> set[str]:
    waiting = decisions.inbox(on(office, DAY).acting_as(officer)).waiting
    return {waits.assessment.case.id for waits in waiting if waits.authority.may}


@pytest.mark.parametrize("deed", TAKES_PART)
@pytest.mark.parametrize("role", ROLE_NAMES)
def test_today_offers_exactly_what_the_decision_page_allows(everything: HandedOver, role: str, deed: str) -> None:
    office, officer = everything.office, everything.officers[f"{deed} {role}"]
    if deed == "reviewed":
        with office.store.change("Reviewed", officer.id) as session:
            for case_id in everything.cases.values():
                session.get_one(Case, case_id).reviewed_by = officer.id
    allowed = set()
    for level, case_id in everything.cases.items():
        authority = authority_to_decide(on(office, DAY).acting_as(officer), assessments.read(on(office, DAY), case_id))
        assert authority.may == (deed == "nothing" and role == DECIDERS[level] == "chief_of_mission"), level
        allowed |= {case_id} if authority.may else set()
    assert offered(office, officer) == in_the_list(office, officer) == allowed


def test_who_decides_sees_decisions_first_and_the_badge_counts_them(everything: HandedOver) -> None:
    office, officer = everything.office, everything.office.user
    on(office, DAY)
    before = waiting(office)
    try:
        office.user = everything.officers["nothing chief_of_mission"]
        presenter = TodayPresenter(office, RunNow())
        presenter.refresh()
        assert {card.place for card in presenter.mine[:3]} == {"decision"}
        assert presenter.mine[0].title.startswith("Décision\u00a0: Teranga")
        assert waiting(office) == presenter.count > before
    finally:
        office.user = officer


def test_today_offers_no_case_whose_lists_have_grown_too_old(everything: HandedOver) -> None:
    office, chief = everything.office, everything.officers["nothing chief_of_mission"]
    assert offered(office, chief) == {everything.cases[level] for level in ("low", "medium", "excluded")}
    board = today.board(on(office, DAY + timedelta(days=40)).acting_as(chief))
    mine = {item.id for item in board.mine} - {office.store.identity.office}  # which has no focal point
    assert mine == {everything.cases["excluded"]}  # refused whatever the lists say now
    assert {item.id for item in board.others} >= {everything.cases["low"], everything.cases["medium"]}


def test_today_offers_no_case_that_headquarters_has_decided(everything: HandedOver) -> None:
    office, chief = everything.office, everything.officers["nothing chief_of_mission"]
    before = offered(office, chief)
    answered = cases.case(office.store, everything.cases["low"]).hand_over
    clearance = Clearance(case_id=everything.cases["low"], outcome="refused", hand_over=answered)
    with office.store.note() as session:
        session.connection().execute(
            Clearance.__table__.insert().values(
                **{c.name: getattr(clearance, c.key) for c in Clearance.__table__.columns}
            )
        )
    assert offered(office, chief) == in_the_list(office, chief) == before - {everything.cases["low"]}


def test_those_who_search_and_rule_prepared_the_case_and_who_confirms_did_not(
    office: Office, chief: Officer, chief_seal: bytes
) -> None:
    case_id = prepare(office, office.user, chief, "low")
    assert standing.of_case(on(office, DAY), case_id).run is not None
    case = cases.case(office.store, case_id)
    with office.store.read() as session:
        deciding = Deciders(session, on(office, DAY), [case])
    assert deciding.is_barred(office.user, case)
    assert not deciding.is_barred(chief, case)


def mixture(chance: random.Random) -> dict[str, Any]:
    """Any level, and facts of the case that lead to whoever decides it."""
    level = chance.choice([*DECIDERS, "incomplete"])
    return {
        "diligence.level": "high" if level == "adhoc" else level,
        "diligence.adhoc": level == "adhoc",
        "diligence.tier": chance.choice(["basic", "standard", "enhanced"]),
        "diligence.deciding": chance.choice([[], ["K07"], ["F01"]]),
        "agreement": {"type": chance.choice([None, *AGREEMENTS])},
        "partnership": {"value_usd": chance.choice(["0", "9999", "10000", "100000", "5000000"])},
        "emergency": chance.choice([None, True]),
        "office": {"people": chance.choice([1, 2, 3, 40])},
    }


def test_no_mixture_lets_anybody_decide_but_who_the_matrix_names_and_did_not_prepare(everything: HandedOver) -> None:
    """Level, depth, type of agreement, value, emergency, grounds, role and what one did of the case: 400 mixtures."""
    office, chance = everything.office, random.Random(22)
    work, ladder = on(office, DAY), office.definitions.authority.ladder
    file = assessments.read(work, everything.cases["low"])
    with office.store.read() as session:
        deciding = Deciders(session, work, [file.case])
    for _turn in range(400):
        facts = mixture(chance)
        mixed = replace(file, review=replace(file.review, facts=file.review.facts.with_all(facts)))
        named = office.definitions.authority.route(mixed.review.facts).decides
        for how, officer in everything.officers.items():
            found = deciding.of(officer, mixed)
            if found.may:
                assert officer.role == named and named in ladder[:1], (facts, how)
                assert not how.startswith(("prepared", "ruled")), (facts, how)
            assert found.why and found.route.decides == named


DELEGABLE = ("officer", "chief_of_mission", "regional_office", "regional_director")


def stood_in(everything: HandedOver) -> dict[str, Officer]:
    """Deputies of every role that may be one, by how they took part; each of a chief of their own, who did or did not.

    The chief of those whose key ends with an asterisk prepared every case.
    """
    office, week = everything.office, DAY + timedelta(days=6)
    deputies = {}
    for deed in ("nothing", "prepared", "ruled"):
        for role in DELEGABLE:
            for star in ("", "*"):
                deputy = everything.officers[f"{deed} {role}"]
                chief, seed = officer_with_seal(office, "chief_of_mission")
                with office.store.change("Took part", chief.id) as session:
                    if star:
                        session.add_all(
                            Evidence(case_id=case, questions=[], form="paper", added_by=chief.id)
                            for case in everything.cases.values()
                        )
                delegating.name_deputy(on(office, DAY).acting_as(chief), deputy.id, DAY, week, "Mission.", seed)
                deputies[f"{deed} {role}{star}"] = deputy
    return deputies


def test_no_mixture_lets_a_deputy_decide_more_than_may_be_delegated(everything: HandedOver) -> None:
    """The same mixtures with two dozen deputies, of chiefs who prepared the case and of chiefs who did not."""
    office, chance = everything.office, random.Random(12)
    deputies, work, met = stood_in(everything), on(office, DAY), set()
    file = assessments.read(work, everything.cases["low"])
    with office.store.read() as session:
        deciding = Deciders(session, work, [file.case])
    for _turn in range(150):
        facts = mixture(chance)
        mixed = replace(file, review=replace(file.review, facts=file.review.facts.with_all(facts)))
        named = office.definitions.authority.route(mixed.review.facts).decides
        kept = facts["diligence.level"] not in ("low", "medium") or facts["agreement"]["type"] in ("LIC", "FRA", "SEC")
        for how, officer in deputies.items():
            found = deciding.of(officer, mixed)
            if found.may:
                assert how.startswith("nothing"), (facts, how)
                met.add(found.deputy_of is not None)
            if found.may and found.deputy_of is not None:
                assert not kept and named == found.deputy_of.chief.role == "chief_of_mission", (facts, how)
                assert not deciding.is_barred(found.deputy_of.chief, file.case), (facts, how)
            elif found.may:
                assert officer.role == named, (facts, how)
    assert met == {True, False}, "both kinds were met"


def test_no_mixture_of_signer_and_hands_brings_a_sheet_in_that_the_rule_forbids(everything: HandedOver) -> None:
    """Whoever signs decides by the one rule; whoever enters or confirms did not prepare the case, and they are two."""
    office, chance, case = everything.office, random.Random(7), everything.cases["excluded"]
    officers, work, brought_in, kept_out = dict(everything.officers), on(office, DAY), 0, set[str]()
    hands = [officer_with_seal(office, role) for role in ("officer", "reader", "local_administrator")]
    signers = [*officers.values(), office.user]
    for _turn in range(60):
        signer, (hand, seed) = chance.choice(signers), chance.choice(hands)
        if chance.random() < 0.5:  # of all who may sign, one alone may decide: else hardly a sheet comes in
            signer = officers["nothing chief_of_mission"]
        if chance.random() < 0.3:
            hand = chance.choice([*officers.values()])
        file = assessments.read(work, case)
        may = authority_to_decide(work.acting_as(signer), file).may
        with office.store.read() as session:
            handles = paper_decisions.may_handle(session, hand, file.case)
        ink = InkEntry(
            signer.id, DAY, paper_decisions.sheet_code(work, file), DecisionTerms("refused", "Non."), interest=False
        )
        try:
            entry = paper_decisions.enter(work.acting_as(hand), case, ink, SheetScan("feuille.png", PIXEL))
        except Problem as problem:
            assert problem.code in ("role-not-allowed", "no-authority-to-decide", "sheet-not-yours")
            assert not (may and handles)
            kept_out.add(problem.code)
            continue
        assert may and handles
        brought_in += 1
        for second, why in ((hand, "sheet-own-entry"), (office.user, "sheet-not-yours")):
            with refused(why):
                paper_decisions.confirm(work.acting_as(second), entry.id, seed)
        paper_decisions.withdraw(work.acting_as(hand), entry.id)
    assert brought_in >= 10 and len(kept_out) == 3, (brought_in, kept_out)
    assert cases.case(office.store, case).state == "ready"
