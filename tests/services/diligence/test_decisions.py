"""Deciding: who may say what, what closes the way, what the seal covers."""

import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from desktop.base import paths
from desktop.base.text import said_in
from desktop.base.values import canonical, digest, new_id
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.follow_up import FrozenDeed
from desktop.definitions.loading import Definitions
from desktop.definitions.putting_off import Unmoved
from desktop.definitions.terms import OpenReason, QuestionRole
from desktop.documents import seal
from desktop.office import HQ, Office
from desktop.screening import library
from desktop.services import next_step, today
from desktop.services.demo import invented, sound_answers
from desktop.services.diligence import (
    answers,
    assessments,
    brief,
    cases,
    decisions,
    evidence,
    handing_over,
    recording,
    reviewing,
    seals,
)
from desktop.services.diligence import conditions as decision_conditions
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import HEADQUARTERS, authority_to_decide, deciders
from desktop.services.office import people
from desktop.services.office.rights import ROLES_WITH, Right
from desktop.services.registry import partnerships
from desktop.services.screening import rulings, standing
from desktop.store.records import (
    Case,
    Clearance,
    Decision,
    OfficeProfile,
    Officer,
    Partner,
    Partnership,
    Verdict,
    families,
)
from desktop.store.records.values import BriefSummary, DecisionCondition, DecisionRoute
from desktop.store.slots import seal_public
from desktop.store.states import FAVOURABLE, Obligor, RulingKind
from desktop.store.vault import FLOOR, Opened
from tests.casework import sound
from tests.makers import on
from tests.offices import OFFICER, Staff, Templates, entered
from tests.refusal import refused

DAY = date(2026, 11, 24)
NO_EMBLEM = invented.condition(invented.PARTNER, date(2027, 12, 31))
CHOICES: dict[str, dict[str, str]] = {  # answers that bring a sound company to each level
    "low": {},
    "medium": {"K02": "supplier"},
    "high": {"K02": "bidder"},
    "excluded": {"B02": "in_force"},
    "adhoc": {"H04": "refused"},
}
DECIDERS = {
    "low": "chief_of_mission",
    "medium": "chief_of_mission",
    "high": "hq_reviewer",
    "excluded": "chief_of_mission",
    "adhoc": "ddg",
}
ROLES = (
    "officer",
    "chief_of_mission",
    "reader",
    "auditor",
    "regional_office",
    "regional_director",
    "local_administrator",
    "hq_reviewer",
    "hq_administrator",
    "ddg",
)


NUMBERS = count(1)  # of the register: no two partners have one


def prepare(office: Office, by: Officer, second: Officer, level: str, **changes: Any) -> str:
    """A case answered so that it comes to this level, screened with a list of three days.

    `changes` are what the partnership brings and does otherwise than the invented one.
    """
    definitions = office.definitions
    partner = invented.partner(office.work.acting_as(by), "fr", f"SN-DKR-{next(NUMBERS)}")
    planned = invented.partnership(on(office, DAY).acting_as(by), partner.id, "fr")
    if changes:
        partnerships.change(on(office, DAY).acting_as(by), planned.id, **changes)
    case = cases.open_case(on(office, DAY).acting_as(by), definitions.form, planned)
    published = (DAY - timedelta(days=3)).isoformat()
    library.install(office.lists, paths.resources() / "reference" / library.PRACTICE, published=published, accept=True)
    with library.open_index(office.lists) as index:
        sound_answers.screen(on(office, DAY).acting_as(by), second, index, case.id, "fr")
    proof = sound_answers.evidence(office.outbox, "fr")
    sound_answers.answer_all(on(office, DAY).acting_as(by), case.id, proof, "fr")
    for question, choice in CHOICES[level].items():
        answer = assessments.read(on(office, DAY), case.id).answers[question].with_(value=choice)
        answers.save_draft(
            office.work.acting_as(by),
            case.id,
            question,
            answer if answer.declared is None else answer.with_(declared=choice),
        )
        recording.record(office.work.acting_as(by), case.id)
    answer_the_rest(office, by, case.id, proof)
    if level == "adhoc":
        plan(office, by, case.id, proof)
    return case.id


def answer_the_rest(office: Office, by: Officer, case: str, proof: Path) -> None:
    """What the changed answer opened; what was answered stays."""
    definitions = office.definitions
    for _turn in range(4):
        for missing in assessments.read(on(office, DAY), case).review.missing:
            question = definitions.form.by_id[missing.question]
            answers.save_draft(
                office.work.acting_as(by), case, question.id, sound_answers.sound_content(question, "fr", DAY)
            )
            evidence.attach(office.work.acting_as(by), case, question.id, proof)
        recording.record(office.work.acting_as(by), case)


def plan(office: Office, by: Officer, case: str, proof: Path) -> None:
    """A credible remedy, as ¶23 asks for it."""
    question = office.definitions.form.by_id["M02"]
    milestone = {"what": "Rembourser les frais", "owner": "Direction", "due": "2027-03-01"}
    content = AnswerContent(value=sound(question), declared=sound(question), plan=(milestone,), note="Vérifié.")
    answers.save_draft(office.work.acting_as(by), case, "M02", content)
    evidence.attach(office.work.acting_as(by), case, "M02", proof)
    recording.record(office.work.acting_as(by), case)


def without_publicity(office: Office, case: str) -> None:
    """The partnership within the limits of ¶23: neither emblem nor publicity, and no money."""
    partnership = read(office, case).partnership
    features = [feature for feature in partnership.features if feature not in ("logo", "public", "sales")]
    kinds = [kind for kind in partnership.contribution_kinds if kind != "cash"]
    partnerships.change(office.work, partnership.id, features=features, contribution_kinds=kinds)


def handed_over(office: Office, by: Officer, second: Officer, level: str = "low", **changes: Any) -> str:
    case = prepare(office, by, second, level, **changes)
    handing_over.submit(on(office, DAY).acting_as(by), case, "favourable", "Un don utile.")
    return case


@pytest.fixture(scope="module")
def prepared(office_folder: tuple[Path, Staff], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An office with a case of low level handed over, copied for each test."""
    template, staff = office_folder
    folder = tmp_path_factory.mktemp("prepared") / "office"
    with entered(template, folder, staff.officer) as office:
        second = next(one for one in people.officers(office.store) if one.role == "chief_of_mission")
        case = handed_over(office, office.user, second)
    return folder, case


@pytest.fixture
def ready(
    prepared: tuple[Path, str], office_folder: tuple[Path, Staff], tmp_path: Path
) -> Iterator[tuple[Office, str]]:
    """The office and its case that waits for a decision."""
    template, case = prepared
    with entered(template, tmp_path / "ready", office_folder[1].officer) as office:
        yield office, case


@pytest.fixture
def boss(ready: tuple[Office, str], chief_seal: bytes) -> tuple[Officer, bytes]:
    """The Chief of Mission with the seal."""
    office, _case = ready
    return next(one for one in people.officers(office.store) if one.role == "chief_of_mission"), chief_seal


def decide(
    office: Office, case: str, by: tuple[Officer, bytes], outcome: str = "approved", day: date = DAY, **more: Any
) -> Verdict:
    more.setdefault("send_back", ("A01",) if outcome == "sent_back" else ())
    more.setdefault("conditions", [NO_EMBLEM] if outcome == "conditions" else ())
    more.setdefault("interest", False)
    return decisions.decide(on(office, day).acting_as(by[0]), case, outcome, "Lu et pesé.", by[1], **more)


def read(office: Office, case: str) -> Assessment:
    return assessments.read(on(office, DAY), case)


def state_of(office: Office, case: str) -> str:
    return cases.case(office.store, case).state


def at_level(file: Assessment, level: str) -> Assessment:
    """The same case as the matrix would see it at another level."""
    facts = file.review.facts.with_all(
        {
            "emergency": False,
            "agreement": {"type": "INK"},
            "office": {"people": 5},
            "diligence.level": "high" if level == "adhoc" else level,
            "diligence.adhoc": level == "adhoc",
            "diligence.tier": "standard",
            "diligence.deciding": [],
            "diligence.conditions": [],
        }
    )
    return replace(file, review=replace(file.review, facts=facts))


# --- who may


@pytest.mark.parametrize("level", DECIDERS)
def test_the_role_that_decides_follows_the_level_and_no_other_role_may(ready: tuple[Office, str], level: str) -> None:
    office, case = ready
    file = at_level(read(office, case), level)
    for role in ROLES:
        somebody = Officer(id=new_id(), name="Quelqu’un", role=role)
        found = authority_to_decide(office.work.acting_as(somebody), file)
        here = role == DECIDERS[level] and role not in HEADQUARTERS
        assert found.may == here, (level, role)
        assert found.why
        assert found.may_send_back == (role in ("chief_of_mission", "regional_office", "regional_director")), (
            level,
            role,
        )


@pytest.mark.parametrize("outcome", decisions.OUTCOMES)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "chief_of_mission"])
def test_nobody_else_decides_a_case_of_low_level(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], role: str, outcome: str
) -> None:
    office, case = ready
    if role in ("regional_office", "regional_director") and outcome == "sent_back":
        pytest.skip("the regional office may ask for the rest")
    somebody = Officer(id=new_id(), name="Quelqu’un", role=role)
    with refused("no-authority-to-decide" if role in ROLES_WITH[Right.DECIDE] else "role-not-allowed"):
        decide(office, case, (somebody, boss[1]), outcome)
    assert decisions.of_case(office.store, case) is None
    assert state_of(office, case) == "ready"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("approved", "decided"), ("conditions", "decided"), ("refused", "decided"), ("sent_back", "open")],
)
def test_the_chief_of_mission_decides_a_case_of_low_level(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], outcome: str, state: str
) -> None:
    office, case = ready
    made = decide(office, case, boss, outcome)
    assert isinstance(made, Decision)
    assert (made.outcome, state_of(office, case)) == (outcome, state)
    assert bool(made.valid_until) == (outcome in FAVOURABLE)
    assert (decisions.in_force(office.store, read(office, case).partnership.id, DAY) is None) == (
        outcome not in FAVOURABLE
    )


def test_who_prepared_does_not_decide_whatever_the_role(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    with office.store.change("Chief answers", boss[0].id) as session:
        kept = session.get_one(Case, case)
        kept.opened_by = boss[0].id
    found = authority_to_decide(office.work.acting_as(boss[0]), read(office, case))
    assert not found.may and not found.may_send_back
    with refused("no-authority-to-decide"):
        decide(office, case, boss)


def test_story_23_an_emergency_is_decided_after_a_call_for_30_days_and_then_suspended(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    partner = read(office, case).partner
    with office.store.change("Flood", office.user.id) as session:
        session.get_one(Partnership, read(office, case).partnership.id).emergency = True
    way = authority_to_decide(office.work.acting_as(boss[0]), read(office, case)).route
    assert (way.id, way.due(date(2026, 11, 24)), way.due(date(2026, 11, 27))) == (
        "emergency",
        date(2026, 11, 25),
        date(2026, 11, 30),  # the next working day
    )
    with refused("regional-call-missing"):
        decide(office, case, boss)
    made = decide(office, case, boss, agreement_in_writing="M. Diop, bureau régional, le 24 novembre à 7 h 10")
    assert made.valid_until == (DAY + timedelta(days=30)).isoformat()
    last, after = DAY + timedelta(days=30), DAY + timedelta(days=31)
    assert "Suspendu" not in next_step.next_step(on(office, last), partner).sentence
    assert decisions.in_force(office.store, read(office, case).partnership.id, last) is not None
    step = next_step.next_step(on(office, after), partner)
    assert step.sentence.startswith("Suspendu\xa0: le dossier complet de cette urgence était attendu")
    assert decisions.in_force(office.store, read(office, case).partnership.id, after) is None


def read_before(office: Office, folder: Path, reviewer: str) -> None:
    """A matrix of Headquarters in which somebody reads every case before the Chief of Mission decides it."""
    shutil.copytree(office.definitions.folder, folder)
    matrix = folder / "authority.toml"
    rows = re.sub(r"^before = .*\n", "", matrix.read_text("utf-8"), flags=re.MULTILINE)
    matrix.write_text(rows.replace('decides = "chief', f'before = ["{reviewer}"]\ndecides = "chief'), "utf-8")
    office.definitions = Definitions.load(folder)


def test_where_the_matrix_asks_for_it_a_second_person_reads_the_case_before_it_is_decided(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], tmp_path: Path
) -> None:
    office, case = ready
    read_before(office, tmp_path / "forms", "second_staff")
    with refused("review-missing"):
        decide(office, case, boss)
    way = authority_to_decide(office.work.acting_as(boss[0]), read(office, case)).route
    with refused("review-not-yours"):  # who prepared it
        reviewing.review(on(office, DAY), case, way, "favourable", "Relu.")
    with refused("review-not-yours"):  # who decides it
        reviewing.review(on(office, DAY).acting_as(boss[0]), case, way, "favourable", "Relu.")
    second = Officer(id=new_id(), name="Fatou Sarr", role="officer")
    with office.store.change("Second comes", office.user.id) as session:
        session.add(second)
    with refused("review-incomplete"):
        reviewing.review(on(office, DAY).acting_as(second), case, way, "favourable", " ")
    reviewing.review(on(office, DAY).acting_as(second), case, way, "conditions", "Sans emblème.")
    assert decide(office, case, boss).outcome == "approved"


def test_today_asks_those_for_a_review_for_whom_the_case_waits_and_nobody_else(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], tmp_path: Path
) -> None:
    office, case = ready
    read_before(office, tmp_path / "forms", "second_staff")
    second, reader = (Officer(id=new_id(), name=role, role=role) for role in ("officer", "reader"))
    with office.store.change("They come", office.user.id) as session:
        session.add_all((second, reader))

    def asked(officer: Officer) -> list[str]:
        mine = today.board(on(office, DAY).acting_as(officer)).mine
        return [item.id for item in mine if item.kind == today.TodayKind.REVIEW]

    assert asked(second) == [case]
    assert not asked(office.user) and not asked(reader), "who prepared it, and who only reads"
    assert not asked(boss[0]), "who decides it"
    way = authority_to_decide(office.work.acting_as(boss[0]), read(office, case)).route
    reviewing.review(on(office, DAY).acting_as(second), case, way, "favourable", "Relu.")
    assert not asked(second), "once it is given"
    cases.recall(on(office, DAY), case)
    handing_over.submit(on(office, DAY), case, "favourable", "Un don utile.")
    assert asked(second) == [case], "it was for what was submitted then"


def test_a_review_counts_for_what_was_handed_over_then(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], tmp_path: Path
) -> None:
    office, case = ready
    read_before(office, tmp_path / "forms", "regional_office")
    way = authority_to_decide(office.work.acting_as(boss[0]), read(office, case)).route
    regional = Officer(id=new_id(), name="Bureau régional", role="regional_office")
    with office.store.change("Regional office comes", office.user.id) as session:
        session.add(regional)
    reviewing.review(on(office, DAY).acting_as(regional), case, way, "favourable", "Relu.")
    cases.recall(on(office, DAY), case)
    handing_over.submit(on(office, DAY), case, "favourable", "Relu.")
    with refused("review-missing"):
        decide(office, case, boss)
    assert decide(office, case, boss, agreement_in_writing="Lettre RO-2026-114").outcome == "approved"


def test_where_nobody_in_the_office_may_decide_the_next_authority_up_does(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    with office.store.change("Chief answers", boss[0].id) as session:
        session.get_one(Case, case).opened_by = boss[0].id
    barred = authority_to_decide(office.work.acting_as(boss[0]), read(office, case))
    assert not barred.may and barred.why.startswith("Vous avez pris part à ce dossier. La personne qui a préparé")
    assert "Division des relations avec les donateurs" in barred.why
    assert barred.route.decides == "hq_reviewer"
    seed = secrets.token_bytes(32)
    director = Officer(id=new_id(), name="Aïcha Sow", role="regional_director", seal_key=seal_public(seed).hex())
    with office.store.change("Director comes", office.user.id) as session:
        session.add(director)
    file = read(office, case)
    assert "Directeur(trice) régional(e) (Aïcha Sow)" in authority_to_decide(office.work, file).why
    made = decide(office, case, (director, seed))
    assert decisions.is_sealed(office.store, made) and made.route is not None
    assert made.route.decides == "regional_director"


def test_who_ruled_on_a_candidate_prepared_the_case(office: Office, chief: Officer, chief_seal: bytes) -> None:
    case = prepare(office, office.user, chief, "low")
    found = standing.of_case(on(office, DAY), case).candidates[0]
    ruling = rulings.rule(office.work.acting_as(chief), case, found, RulingKind.NOT_SAME, "Autre naissance.")
    rulings.confirm(office.work, ruling.id)
    handing_over.submit(on(office, DAY), case, "favourable", "Utile.")
    with refused("no-authority-to-decide"):
        decide(office, case, (chief, chief_seal))


def test_a_declared_interest_bars(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    with refused("decider-has-interest"):
        decide(office, case, boss, interest=True)
    assert state_of(office, case) == "ready"


def test_an_office_takes_no_decision_of_headquarters(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    file = at_level(read(office, case), "high")
    reviewer = Officer(id=new_id(), name="Omar Haddad", role="hq_reviewer")
    found = authority_to_decide(office.work.acting_as(reviewer), file)
    assert not found.may
    assert "Siège" in found.why


# --- what closes the way


@pytest.mark.parametrize(
    ("missing", "code"),
    [("reason", "decision-without-reason"), ("conditions", "no-condition-written"), ("questions", "nothing-sent-back")],
)
def test_a_decision_says_why_and_what(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], missing: str, code: str
) -> None:
    office, case = ready
    with refused(code):
        if missing == "reason":
            decisions.decide(on(office, DAY).acting_as(boss[0]), case, "approved", " ", boss[1], interest=False)
        elif missing == "conditions":
            decide(office, case, boss, "conditions", conditions=[DecisionCondition(text="  ")])
        else:
            decide(office, case, boss, "sent_back", send_back=())
    assert state_of(office, case) == "ready"


def test_a_case_that_is_open_is_not_decided(office: Office, chief: Officer, chief_seal: bytes) -> None:
    case = prepare(office, office.user, chief, "low")
    with refused("case-not-handed-over-yet"):
        decide(office, case, (chief, chief_seal))


def test_an_excluded_partner_is_never_approved(office: Office, chief: Officer, chief_seal: bytes) -> None:
    case = handed_over(office, office.user, chief, "excluded")
    assert read(office, case).review.inherent == "excluded"
    for outcome in FAVOURABLE:
        with refused("partner-excluded"):
            decide(office, case, (chief, chief_seal), outcome)
    made = decide(office, case, (chief, chief_seal), "refused")
    assert made.valid_until is None
    with office.store.read() as session:
        assert session.get_one(Partner, made.partner_id).stage == "refused"


def test_a_recognised_name_excludes_and_cannot_be_approved(office: Office, chief: Officer, chief_seal: bytes) -> None:
    case = prepare(office, office.user, chief, "low")
    found = standing.of_case(on(office, DAY), case).candidates[0]
    rulings.rule(office.work, case, found, RulingKind.SAME, "Même naissance, même passeport.")
    handing_over.submit(on(office, DAY), case, "unfavourable", "Inscrit.")
    with refused("partner-excluded"):
        decide(office, case, (chief, chief_seal))
    assert decide(office, case, (chief, chief_seal), "refused").level == "excluded"


@pytest.mark.parametrize(("age", "may"), [(30, True), (31, False)])
def test_a_list_of_more_than_thirty_days_blocks_approval(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], age: int, may: bool
) -> None:
    office, case = ready
    day = DAY + timedelta(days=age - 3)
    if may:
        assert decide(office, case, boss, day=day).outcome == "approved"
        return
    for outcome in ("approved", "conditions", "refused"):
        with refused("no-authority-to-decide"):
            decide(office, case, boss, outcome, day=day)
    assert decide(office, case, boss, "sent_back", day=day, send_back=("B01",)).send_back == ["B01"]
    assert state_of(office, case) == "open"


def test_a_medium_level_asks_for_the_regional_offices_word(office: Office, chief: Officer, chief_seal: bytes) -> None:
    case = handed_over(office, office.user, chief, "medium")
    with refused("regional-agreement-missing"):
        decide(office, case, (chief, chief_seal))
    made = decide(office, case, (chief, chief_seal), agreement_in_writing="Lettre RO-2026-114 du 20 nov.")
    assert made.route is not None and made.route.in_writing.startswith("Lettre")


def test_recovery_words_seal_nothing(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    with refused("no-seal-key"):
        decide(office, case, (boss[0], b""))
    assert state_of(office, case) == "ready"


# --- Headquarters


def set_up_desk(folder: Path) -> Opened:
    profile = OfficeProfile(code=HQ, kind="hq", name="Siège", country="CH", yearly_income="2064000.00")
    with Office.create(folder, OFFICER, profile, cost=FLOOR) as made:
        return made.opened


@pytest.fixture
def desk(templates: Templates, tmp_path: Path) -> Iterator[Office]:
    """Headquarters' own desk, where an officer may prepare a case too."""
    template, opened = templates.folder(set_up_desk)
    with entered(template, tmp_path / "desk", opened) as made:
        yield made


def reviewer(desk: Office, role: str) -> tuple[Officer, bytes]:
    """Somebody at Headquarters who is registered with a seal, and what they seal with."""
    return officer_with_seal(desk, role)


def officer_with_seal(office: Office, role: str) -> tuple[Officer, bytes]:
    """Somebody of this role who is registered with a seal, and what they seal with."""
    seed = secrets.token_bytes(32)
    made = Officer(id=new_id(), name=role, role=role, seal_key=seal_public(seed).hex())
    with office.store.change("Officer added", office.user.id) as session:
        session.add(made)
    return made, seed


def advised(desk: Office, case: str) -> None:
    """The case with the opinion of everybody at Headquarters whom its route waits for."""
    for role in ("hq_reviewer", "hq_legal"):
        giver = desk.work.acting_as(officer_with_seal(desk, role)[0])
        with desk.store.read() as session:
            way = authority_to_decide(giver, read(desk, case)).route
            able = reviewing.can_review(session, giver.officer, session.get_one(Case, case), way)
        if able:
            reviewing.review(giver, case, way, "favourable", "Lu, sans réserve.")


def test_headquarters_clears_a_high_level_by_its_own_roles_only(desk: Office) -> None:
    second = reviewer(desk, "chief_of_mission")
    case = handed_over(desk, desk.user, second[0], "high")
    assert read(desk, case).review.inherent == "high"
    for role in ("hq_administrator", "ddg"):
        with refused("no-authority-to-decide" if role == "ddg" else "role-not-allowed"):
            decide(desk, case, reviewer(desk, role))
    with refused("no-authority-to-decide"):
        decide(desk, case, second)
    above = reviewer(desk, "hq_reviewer")
    with refused("review-missing"):
        decide(desk, case, above)
    advised(desk, case)
    made = decide(desk, case, above)
    assert isinstance(made, Clearance)
    assert decisions.is_sealed(desk.store, made)
    assert state_of(desk, case) == "ready"  # the office's own record is the office's


def test_what_headquarters_decided_is_neither_taken_back_nor_decided_twice(desk: Office) -> None:
    second, above = reviewer(desk, "chief_of_mission"), reviewer(desk, "hq_reviewer")
    case = handed_over(desk, desk.user, second[0], "high")
    advised(desk, case)
    made = decide(desk, case, above)
    with refused("case-not-waiting"):
        decide(desk, case, above)
    with refused("decided-by-headquarters"):
        cases.recall(desk.work, case)
    planned = read(desk, case).partnership
    assert decisions.in_force(desk.store, planned.id, DAY) is not None
    assert decisions.of_case(desk.store, case).id == made.id  # type: ignore[union-attr]
    fresh = cases.open_case(on(desk, DAY), desk.definitions.form, planned)
    assert fresh.id != case


def test_an_answer_that_bars_signatures_does_so_although_the_case_was_approved(desk: Office) -> None:
    second, above = reviewer(desk, "chief_of_mission"), reviewer(desk, "hq_reviewer")
    case = handed_over(desk, desk.user, second[0], "high")
    advised(desk, case)
    made = decide(desk, case, above)
    assert made.brief is not None
    brief = replace(made.brief, outcome=replace(made.brief.outcome, blocks_signature=("K02",)))
    with desk.store.change("Barred", above[0].id, office="HQ") as session:
        kept = session.get_one(Clearance, made.id)
        kept.brief, kept.brief_digest = brief, digest(canonical(brief.to_json()))
        seals.seal(kept, above[1])
    with refused("answer-bars-signature"):
        decisions.require_in_force(desk.work, read(desk, case).partnership.id, DAY, FrozenDeed.FINAL)


def test_who_prepares_cannot_make_an_account_that_decides(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, _case = ready
    double = Officer(id=new_id(), name="Autre compte", role="chief_of_mission")
    with refused("chief-adds-deciders"):
        people.add_officer(office.work, double)
    people.add_officer(office.work.acting_as(boss[0]), double)


def test_the_way_of_paragraph_23_is_decided_by_the_deputy_director_general(desk: Office) -> None:
    second = reviewer(desk, "chief_of_mission")
    case = handed_over(desk, desk.user, second[0], "adhoc")
    review = read(desk, case).review
    assert review.adhoc.applies and review.result == "adhoc"
    for somebody in (second, reviewer(desk, "hq_reviewer")):
        with refused("no-authority-to-decide"):
            decide(desk, case, somebody)
    above = reviewer(desk, "ddg")
    with refused("adhoc-limits-broken"):
        decide(desk, case, above, "conditions")
    without_publicity(desk, case)
    advised(desk, case)
    made = decide(desk, case, above, "conditions")
    assert made.ad_hoc
    assert (made.valid_until or "") <= (DAY + timedelta(days=366)).isoformat()


# --- the seal

CHANGES: dict[str, Any] = {
    "case_id": "0" * 32,
    "partner_id": "0" * 32,
    "outcome": "conditions",
    "level": "medium",
    "residual": "medium",
    "reason": "Autre chose.",
    "conditions": (DecisionCondition(text="x"),),
    "send_back": ["A01"],
    "route": DecisionRoute(id="other"),
    "decided_by": "0" * 32,
    "decider_name": "Changer d’utilisateur",
    "decider_role": "ddg",
    "decided_at": "2020-01-01T00:00:00.000Z",
    "valid_until": "2099-01-01",
    "brief": BriefSummary.from_json({"case": "autre"}),
    "brief_digest": "0" * 64,
    "ad_hoc": True,
    "paper": True,
    "hand_over": "0" * 32,
    "follows": ["0" * 32],
    "no_interest": False,
    "signed_on": "2026-11-20",
    "paper_code": "0000-0000-0000",
    "scan": "0" * 64,
    "entered_by": "0" * 32,
    "confirmed_by": "0" * 32,
    "on_behalf_of": "0" * 32,
    "on_behalf_name": "Quelqu’un d’autre",
    "delegation": "0" * 32,
    "seal": "00" * 64,
    "seal_key": "00" * 32,
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_sealed_decision_no_longer_holds_when_anything_is_changed(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], field: str
) -> None:
    office, case = ready
    made = decide(office, case, boss)
    assert decisions.is_sealed(office.store, made)
    setattr(made, field, CHANGES[field])
    assert not decisions.is_sealed(office.store, made)


def test_every_field_of_a_decision_is_sealed() -> None:
    fields = families()[Decision.KIND].number.keys()
    assert fields == set(CHANGES)


def test_an_altered_decision_allows_no_signature(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    made = decide(office, case, boss)
    partnership = read(office, case).partnership.id
    with office.store.change("Decision tampered with", office.user.id) as session:
        session.get_one(Decision, made.id).valid_until = "2099-01-01"
    with refused("no-decision-in-force"):
        decisions.require_in_force(office.work, partnership, DAY, FrozenDeed.FINAL)


# --- what follows


def test_conditions_become_tasks_on_the_day_of_whoever_sees_to_them(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    theirs, ours = NO_EMBLEM, replace(NO_EMBLEM, owner="Ibrahima Fall", obligor=Obligor.ORGANIZATION)
    decide(office, case, boss, "conditions", conditions=[theirs, ours])
    last = on(office, date(2027, 12, 31))

    def to_do(officer: Officer) -> list[tuple[str, str]]:
        board = today.board(last.acting_as(officer))
        reminders = (Unmoved.FOCAL_POINT, Unmoved.FIGURES)  # of the office, whatever its cases are
        own = [item for item in board.mine if item.kind == "task" and item.matter not in reminders]
        return [(item.name, item.on) for item in own]

    # the partner's is seen to by who handed the case over; IOM's by the officer whom the condition names
    assert to_do(office.user) == to_do(boss[0]) == [(NO_EMBLEM.text, "2027-12-31")]
    with office.store.read() as session:
        of_case = decision_conditions.open_tasks(session, last, case)
        mine = next(task for task in of_case if task.owner == office.user.id)
    decision_conditions.finish(last, mine.id)
    assert to_do(office.user) == [] and len(to_do(boss[0])) == 1


def test_the_inbox_holds_what_waits_and_says_who_decides(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    mine = decisions.inbox(on(office, DAY).acting_as(boss[0])).waiting
    theirs = decisions.inbox(on(office, DAY)).waiting
    assert [(one.assessment.case.id, one.authority.may) for one in mine] == [(case, True)]
    assert [(one.assessment.case.id, one.authority.may) for one in theirs] == [(case, False)]
    assert [one.id for one in deciders(office.work, mine[0].assessment)] == [boss[0].id]
    decide(office, case, boss)
    assert decisions.inbox(on(office, DAY).acting_as(boss[0])).total == 0


def test_the_inbox_is_read_page_by_page(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    work = on(office, DAY)
    first, beyond = decisions.inbox(work, size=1), decisions.inbox(work, first=1)
    assert [waiting.assessment.case.id for waiting in first.waiting] == [case]
    assert (first.total, list(beyond.waiting), beyond.total) == (1, [], 1)


def test_what_was_sent_back_can_be_handed_over_and_decided_again(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    decide(office, case, boss, "sent_back")
    assert [(gap.question, gap.reason) for gap in read(office, case).review.missing] == [("A01", OpenReason.SENT_BACK)]
    with refused("case-incomplete"):  # nobody has touched what was asked for
        handing_over.submit(on(office, DAY), case, "favourable", "Complété.")
    answered = read(office, case).answers["A01"]
    answers.save_draft(on(office, DAY), case, "A01", answered.with_(note="Registre du 20 novembre joint."))
    assert not read(office, case).review.missing
    handing_over.submit(on(office, DAY), case, "favourable", "Complété.")
    assert decide(office, case, boss).outcome == "approved"


def test_another_document_answers_what_was_sent_back(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], tmp_path: Path
) -> None:
    office, case = ready
    decide(office, case, boss, "sent_back")
    (tmp_path / "registre.txt").write_text("Registre du commerce, 20 novembre 2026", encoding="utf-8")
    evidence.attach(on(office, DAY), case, "A01", tmp_path / "registre.txt")
    assert not read(office, case).review.missing


def test_a_case_handed_over_by_an_earlier_version_is_not_stopped(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    with office.store.change("Handed over before", office.user.id) as session:
        session.get_one(Case, case).handed_over = ()
    decide(office, case, boss, "sent_back")
    assert not read(office, case).review.missing


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_brief_says_everything_on_screen_and_on_paper(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], language: str
) -> None:
    office, case = ready
    sheet = brief.sheet(on(office, DAY), read(office, case), language)
    assert sheet.partner == "Teranga Câbles & Réseaux SA"
    assert [test for test, _said, _level in sheet.verdicts] == ["a", "b", "c"]
    assert {level for _test, _said, level in sheet.verdicts} == {"low"}
    assert sheet.interests and sheet.opinion and len(sheet.screening) == 2
    assert len(sheet.benefits) == 3 and len(sheet.risks) == 1
    assert said_in("fr", sound_answers.ANSWERS[QuestionRole.BENEFIT]) in sheet.benefits[0]
    assert sheet.risks[0] == said_in("fr", sound_answers.ANSWERS[QuestionRole.PREVENTION])
    data = brief.pdf(on(office, DAY).acting_as(boss[0]), case, language)
    assert seal.verify(data).pages == 2  # one to read, and its back to sign
    decide(office, case, boss)
    assert seal.verify(brief.pdf(on(office, DAY).acting_as(boss[0]), case, language)).pages == 1
