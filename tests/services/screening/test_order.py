"""Which search and which ruling count: the last in the order of the journal, whatever the clock said at it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.office import Office
from desktop.screening import library
from desktop.services.screening import rescreening, rulings, standing
from desktop.services.screening.search import screen_partner
from desktop.store.records import Officer, Partner, Ruling, ScreeningRun
from desktop.store.states import RulingKind
from desktop.store.store import Identity
from tests.makers import any_clock, on
from tests.services.screening.test_rescreening import DAY, Publish, matches, near, partner, publish

__all__ = ["partner", "publish"]

CLOCKS = (-6 * 365, -9 * 30, -1, 45, 5 * 365)  # days by which the clock is wrong
FOUND, UNLIKE = "PRi.001", "PRi.901"  # the entry that resembles the manager


@pytest.fixture(autouse=True)
def believing(office: Office) -> Iterator[None]:
    with any_clock(office):
        yield


def search(office: Office, partner: Partner, ahead: int) -> ScreeningRun:
    with library.open_index(office.lists) as index:
        return screen_partner(on(office, DAY + timedelta(days=ahead)), index, partner.id)


@pytest.mark.parametrize("ahead", CLOCKS)
def test_a_search_made_under_a_wrong_clock_hides_no_later_hit(
    office: Office, partner: Partner, publish: Publish, ahead: int
) -> None:
    publish("2026-11-03", "Moussa", "Zzyzx")
    search(office, partner, ahead)
    assert not any(candidate.alerting for candidate in standing.of_partner(office.work, partner.id).candidates)
    publish("2026-11-23")
    assert near(office, partner).open
    assert [item.id for item in matches(office)] == [partner.id]
    with office.store.read() as session:
        assert len(rescreening.partners_to_rule_on(session)) == 1


@pytest.mark.parametrize("ahead", CLOCKS)
def test_the_later_ruling_counts_whatever_the_clock_said(
    office: Office, partner: Partner, publish: Publish, ahead: int
) -> None:
    publish("2026-11-03")
    rulings.rule_on(on(office, DAY), partner.id, near(office, partner), RulingKind.UNSURE, "À vérifier.")
    candidate = near(office, partner)
    later = on(office, DAY + timedelta(days=ahead))
    rulings.rule_on(later, partner.id, candidate, RulingKind.SAME, "Passeport identique.")
    assert near(office, partner).confirmed
    with office.store.read() as session:
        assert rulings.recognised(session, partner.id) is not None


def elsewhere(office: Office, number: int) -> None:
    """What is written from now on is written by another laptop of the office."""
    office.store.identity = Identity(f"{number}" * 32, office.store.identity.office)


def unknowing(office: Office, record: Ruling | ScreeningRun) -> None:
    """The writer of this one did not have the others yet."""
    with office.store.change("x", office.user.id) as session:
        session.get_one(type(record), record.id).follows = []


def test_what_only_one_of_two_laptops_found_is_not_hidden(office: Office, partner: Partner, publish: Publish) -> None:
    publish("2026-11-03", "Moussa", "Zzyzx")
    elsewhere(office, 5)
    publish("2026-11-20")
    found = search(office, partner, 0)
    elsewhere(office, 6)
    publish("2026-11-23", "Moussa", "Zzyzx")
    unknowing(office, found)
    unknowing(office, search(office, partner, 0))
    assert near(office, partner).open
    assert [item.id for item in matches(office)] == [partner.id]


def test_a_search_that_arrived_without_a_score_hides_nothing_of_another(
    office: Office, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-20")
    first = search(office, partner, 0)
    elsewhere(office, 5)
    second = search(office, partner, 0)
    unknowing(office, first)
    unknowing(office, second)
    with office.store.change("x", office.user.id) as session:
        run = session.get_one(ScreeningRun, second.id)
        run.hits = tuple(replace(hit, score="") for hit in run.hits)
    assert near(office, partner).open


def test_of_two_rulings_that_know_nothing_of_each_other_the_one_that_recognises_counts(
    office: Office, chief: Officer, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    candidate = near(office, partner)
    elsewhere(office, 5)
    same = rulings.rule_on(on(office, DAY), partner.id, candidate, RulingKind.SAME, "Passeport identique.")
    elsewhere(office, 6)
    other = rulings.rule_on(on(office, DAY), partner.id, candidate, RulingKind.NOT_SAME, "Naissance contredite.")
    rulings.confirm(on(office, DAY).acting_as(chief), other.id)
    assert not near(office, partner).confirmed  # it names the one before it
    unknowing(office, other)
    assert near(office, partner).confirmed
    assert same.follows == [] and other.follows == [same.id]


def test_records_of_earlier_versions_are_in_the_order_of_their_device(
    office: Office, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    candidate = near(office, partner)
    first = rulings.rule_on(on(office, DAY), partner.id, candidate, RulingKind.SAME, "Passeport identique.")
    slow = on(office, DAY - timedelta(days=300))
    second = rulings.rule_on(slow, partner.id, candidate, RulingKind.UNSURE, "À vérifier.")
    for ruling in (first, second):
        unknowing(office, ruling)
    held = near(office, partner).ruling
    assert held is not None and held.id == second.id
