"""A deputy during an absence: named and sealed by whoever is away, for what and as long as the matrix allows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.base.clock import Clock
from desktop.office import Office
from desktop.services import today
from desktop.services.diligence import assessments, decided, decisions
from desktop.services.diligence.authority import Deciders, authority_to_decide, who_decides
from desktop.services.office import delegating
from desktop.store.records import Case, Decision, Delegation, Evidence, Officer
from tests.makers import on
from tests.refusal import refused
from tests.services.diligence.test_decisions import (
    DAY,
    at_level,
    boss,
    decide,
    officer_with_seal,
    prepared,
    read,
    ready,
)

__all__ = ["boss", "prepared", "ready"]

WEEK = DAY + timedelta(days=6)


def name(
    office: Office, chief: tuple[Officer, bytes], deputy: Officer, first: date = DAY, last: date = WEEK
) -> Delegation:
    work = on(office, DAY).acting_as(chief[0])
    return delegating.name_deputy(work, deputy.id, first, last, "Mission à Genève.", chief[1])


@pytest.fixture
def deputy(ready: tuple[Office, str]) -> tuple[Officer, bytes]:
    """An officer who took no part in the case."""
    return officer_with_seal(ready[0], "officer")


def test_a_deputy_decides_on_behalf_of_whoever_is_away_and_both_names_stand_everywhere(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes]
) -> None:
    office, case = ready
    with refused("role-not-allowed"):
        decide(office, case, deputy, "refused")
    name(office, boss, deputy[0])
    with office.store.read() as session:
        known = Deciders(session, on(office, DAY), [session.get_one(Case, case)]).deciders_of(
            session.get_one(Case, case)
        )
    sentence = who_decides(office.definitions.authority, read(office, case).review, known)
    assert f"{deputy[0].name} on behalf of {boss[0].name}" in sentence or f"au nom de {boss[0].name}" in sentence
    board = today.board(on(office, DAY).acting_as(deputy[0]))
    assert [item.id for item in board.mine if item.kind == "decide"] == [case]
    made = decide(office, case, deputy, "refused")
    assert (made.decided_by, made.on_behalf_of, made.on_behalf_name) == (deputy[0].id, boss[0].id, boss[0].name)
    assert isinstance(made, Decision)
    assert decisions.is_sealed(office.store, made)
    assert deputy[0].name in decided.decider(made, "fr")
    assert boss[0].name in decided.decider(made, "fr")


def test_it_begins_and_ends_by_itself_and_a_clock_put_back_revives_nothing(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes]
) -> None:
    office, case = ready
    name(office, boss, deputy[0], DAY + timedelta(days=2), WEEK)

    def may(day: date) -> bool:
        work = on(office, day).acting_as(deputy[0])
        return authority_to_decide(work, assessments.read(work, case)).may

    days = [DAY + timedelta(days=n) for n in range(9)]
    assert [may(day) for day in days] == [False, False, True, True, True, True, True, False, False]
    with on(office, WEEK + timedelta(days=5)).store.change("Something later", boss[0].id) as session:
        session.get_one(Officer, boss[0].id).phone = "+221 33 000 00 00"
    office.store.clock = Clock.on(DAY + timedelta(days=3))
    back = office.work.acting_as(deputy[0])
    assert not authority_to_decide(back, assessments.read(back, case)).may, "work here says that a later day has been"


def test_either_takes_it_back_and_nobody_else(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes]
) -> None:
    office, case = ready
    naming = name(office, boss, deputy[0])
    with refused("delegation-not-yours"):
        delegating.withdraw(on(office, DAY), naming.id)
    delegating.withdraw(on(office, DAY).acting_as(boss[0]), naming.id)
    with refused("role-not-allowed"):
        decide(office, case, deputy, "refused")
    again = name(office, boss, deputy[0])
    delegating.withdraw(on(office, DAY).acting_as(deputy[0]), again.id)
    with refused("role-not-allowed"):
        decide(office, case, deputy, "refused")


def test_what_may_be_delegated_to_whom_and_for_how_long_is_the_matrixs_to_say(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes]
) -> None:
    office, _case = ready
    for first, last, code in (
        (DAY, DAY + timedelta(days=30), "delegation-too-long"),
        (DAY, DAY - timedelta(days=1), "delegation-days-wrong"),
        (DAY - timedelta(days=9), DAY - timedelta(days=2), "delegation-days-wrong"),
    ):
        with refused(code):
            name(office, boss, deputy[0], first, last)
    for wrong in (
        boss[0],
        officer_with_seal(office, "auditor")[0],
        officer_with_seal(office, "local_administrator")[0],
    ):
        with refused("deputy-not-possible"):
            name(office, boss, wrong)
    with refused("role-names-no-deputy"):
        name(office, officer_with_seal(office, "regional_office"), deputy[0])
    with refused("role-not-allowed"):
        name(office, deputy, boss[0])
    with refused("no-seal-key"):
        name(office, (boss[0], b""), deputy[0])
    work = on(office, DAY).acting_as(boss[0])
    with refused("delegation-without-reason"):
        delegating.name_deputy(work, deputy[0].id, DAY, WEEK, " ", boss[1])
    name(office, boss, deputy[0])
    with refused("deputy-named-already"):
        name(office, boss, officer_with_seal(office, "officer")[0])


def test_a_naming_that_its_chief_did_not_seal_gives_no_authority(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes]
) -> None:
    office, case = ready
    naming = name(office, boss, deputy[0])
    accomplice = officer_with_seal(office, "officer")
    for field, forged in (("deputy", accomplice[0].id), ("last_day", (WEEK + timedelta(days=5)).isoformat())):
        with office.store.change("Tampered with", office.user.id) as session:
            genuine = getattr(session.get_one(Delegation, naming.id), field)
            setattr(session.get_one(Delegation, naming.id), field, forged)
        with refused("role-not-allowed"):
            decide(office, case, accomplice if field == "deputy" else deputy, "refused")
        with office.store.change("Put right", office.user.id) as session:
            setattr(session.get_one(Delegation, naming.id), field, genuine)
    foreign = name(office, officer_with_seal(office, "regional_director"), accomplice[0])
    with office.store.change("Tampered with", office.user.id) as session:
        session.get_one(Delegation, foreign.id).chief = boss[0].id
    with refused("role-not-allowed"):
        decide(office, case, accomplice, "refused")
    decide(office, case, deputy, "refused")


@pytest.mark.parametrize("whose", ["deputy", "chief"])
def test_neither_a_deputy_nor_a_chief_who_prepared_lets_the_deputy_decide(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes], whose: str
) -> None:
    office, case = ready
    name(office, boss, deputy[0])
    hand = deputy[0].id if whose == "deputy" else boss[0].id
    with office.store.change("Evidence attached", hand) as session:
        session.add(Evidence(case_id=case, questions=["A01"], form="paper", added_by=hand))
    with refused("no-authority-to-decide" if whose == "deputy" else "role-not-allowed"):
        decide(office, case, deputy, "refused")


def test_nobody_passes_on_what_was_delegated_to_them(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes]
) -> None:
    """A regional director who stands in for the chief names a deputy of their own: who has only their own authority."""
    office, case = ready
    director, further = officer_with_seal(office, "regional_director"), deputy
    name(office, boss, director[0])
    name(office, director, further[0])
    with refused("role-not-allowed"):
        decide(office, case, further, "refused")
    assert decide(office, case, director, "refused").on_behalf_of == boss[0].id


@pytest.mark.parametrize(("level", "type_"), [("high", "INK"), ("adhoc", "INK"), ("low", "SEC"), ("excluded", "INK")])
def test_what_the_matrix_keeps_is_not_delegated(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], deputy: tuple[Officer, bytes], level: str, type_: str
) -> None:
    office, case = ready
    name(office, boss, deputy[0])
    file = at_level(read(office, case), level)
    file = replace(file, review=replace(file.review, facts=file.review.facts.with_all({"agreement": {"type": type_}})))
    assert not authority_to_decide(on(office, DAY).acting_as(deputy[0]), file).may
