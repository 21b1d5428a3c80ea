"""What becomes of somebody else's changes: merged, reviewed, parked or refused, never lost, alike everywhere."""

import json
import random
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from desktop.base.change import START, Cell, Change, Entry
from desktop.base.clock import Clock
from desktop.base.values import now
from desktop.store import bulk, merge, reviews, search_index
from desktop.store.journal import verify_chain
from desktop.store.records import (
    RESERVED,
    Base,
    Case,
    Clearance,
    Evidence,
    Owner,
    Partner,
    ScreeningRun,
    Task,
    families,
    table_of,
)
from desktop.store.records.base import Family
from desktop.store.records.values import ScreeningHit
from desktop.store.states import CaseState, HitBand
from desktop.store.store import HQ, Store
from tests.server import Databases
from tests.store import replicas as r

A, B, C = "a" * 32, "b" * 32, "c" * 32
NUMBER = families()[Partner.KIND].number


def twins() -> tuple[Store, Store, str]:
    """Two laptops of one office that both know a partner."""
    one, other = r.laptop(A), r.laptop(B)
    record = r.register(one)
    r.deliver(one, other)
    return one, other, record


# --- the same row on two laptops, whatever arrives first (sync design, faults 16)

CLOSED = {"archived": True, "archived_reason": "closed"}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[set[Any]]]] = {
    "different fields": ({"city": "Dakar"}, {"address": "rue 10"}, []),
    "same field": ({"city": "Dakar"}, {"city": "Thiès"}, [{"Dakar", "Thiès"}]),
    "same field, same value": ({"city": "Dakar"}, {"city": "Dakar"}, []),
    "emptied and edited": ({"name": ""}, {"name": "Teranga SA"}, [{"", "Teranga SA"}]),
    "archived and edited": (CLOSED, {"city": "Dakar"}, []),
    "both archived": (CLOSED, CLOSED, []),
    "one value of two fields": (
        {"next_action": "call", "next_action_on": "2026-12-01"},
        {"next_action": "write", "next_action_on": "2026-12-24"},
        [{"call", "write"}, {"2026-12-01", "2026-12-24"}],
    ),
    "half of a value of two fields": (
        {"next_action": "call"}, {"next_action_on": "2026-12-24"}, [{"call", ""}, {None, "2026-12-24"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_same_row_on_two_laptops(case: str, order: tuple[int, ...]) -> None:
    ours, theirs, waiting = CASES[case]
    one, other, record = twins()
    r.edit(one, record, **ours)
    r.edit(other, record, **theirs)
    hq = r.headquarters()
    batches = [(one, 1, 1), (one, 2, 2), (other, 1, 1)]
    for place in order:
        source, first, last = batches[place]
        r.deliver(source, hq, first, last)
    for source, first, last in batches:
        r.deliver(source, hq, first, last)
    r.exchange([one, other])

    assert r.partners(hq) == r.partners(one) == r.partners(other)
    for store in (hq, one, other):
        assert sorted(map(repr, map(sorted, map(_texts, r.candidates(store))))) == sorted(
            map(repr, map(sorted, map(_texts, waiting)))
        )
        assert not r.parked(store)
    together = r.partners(hq)[record]
    assert (together["next_action"], together["next_action_on"]) in {
        ("", None),
        *((side.get("next_action", ""), side.get("next_action_on")) for side in (ours, theirs)),
    }


def _texts(values: set[Any]) -> set[str]:
    return set(map(str, values))


def test_a_correction_of_a_correction_is_no_disagreement_whatever_arrives_first() -> None:
    one, other, record = twins()
    r.edit(one, record, city="Dakar")
    r.deliver(one, other)
    r.edit(other, record, city="Thiès")
    r.deliver(other, one)
    r.edit(one, record, city="Kaolack")
    batches = [(one, 1, 1), (one, 2, 2), (one, 3, 3), (other, 1, 1)]
    for order in permutations(batches):
        hq = r.headquarters()
        for source, first, last in (*order, *batches):
            r.deliver(source, hq, first, last)
        assert r.partners(hq)[record]["city"] == "Kaolack"
        assert r.reviews(hq) == []
        assert r.parked(hq) == []


def test_a_later_edit_wins_over_what_it_saw_even_if_its_clock_is_years_behind() -> None:
    one, other, record = twins()
    one.clock = Clock(lambda: now() + timedelta(days=730))
    other.clock = Clock(lambda: now() - timedelta(days=1100))
    r.edit(one, record, city="Dakar")
    r.deliver(one, other)
    r.edit(other, record, city="Thiès")
    hq = r.headquarters()
    r.deliver(other, hq)
    r.deliver(one, hq)
    assert r.partners(hq)[record]["city"] == "Thiès"
    assert r.reviews(hq) == []


def test_a_third_opinion_joins_the_same_review() -> None:
    one, other, record = twins()
    third = r.laptop(C)
    r.deliver(one, third)
    for store, city in ((one, "Dakar"), (other, "Thiès"), (third, "Kaolack")):
        r.edit(store, record, city=city)
    r.exchange([one, other, third])
    for store in (one, other, third):
        (review,) = r.reviews(store)
        assert {c.value for c in review.candidates} == {"Dakar", "Thiès", "Kaolack"}
        assert review.closed_by is None
    assert r.partners(one) == r.partners(other) == r.partners(third)


def test_a_review_left_open_stays_open_through_later_exchanges() -> None:
    one, other, record = twins()
    r.edit(one, record, city="Dakar")
    r.edit(other, record, city="Thiès")
    r.exchange([one, other])
    for number in range(20):
        r.edit(one, record, notes=f"{number}")
        r.exchange([one, other])
    for store in (one, other):
        (review,) = r.reviews(store)
        assert {c.value for c in review.candidates} == {"Dakar", "Thiès"}


def test_office_and_hq_write_the_shared_field() -> None:
    one, _, record = twins()
    hq = r.headquarters()
    r.deliver(one, hq)
    r.edit(one, record, notes="of the office")
    r.edit(hq, record, office=r.OFFICE, notes="of HQ", watch_note="watch")
    channel = hq.writing_for(r.OFFICE).device
    merge.apply(one, [r.incoming(hq, channel, owner=Owner.HQ)])
    r.deliver(one, hq)
    assert r.partners(one) == r.partners(hq)
    assert r.candidates(one) == r.candidates(hq) == [{"of the office", "of HQ"}]
    assert r.partners(one)[record]["watch_note"] == "watch"


def told(source: Store) -> merge.Incoming:
    """All that one side wrote itself."""
    if source.identity.office == HQ:
        return r.incoming(source, source.writing_for(r.OFFICE).device, owner=Owner.HQ)
    return r.incoming(source)


def quarrelling(*laptops: Store) -> tuple[Store, str]:
    """Headquarters, which heard of what all of these wrote into one field, each without knowing of the others."""
    hq, record = r.headquarters(), r.register(laptops[0])
    for laptop in laptops[1:]:
        r.deliver(laptops[0], laptop)
    for number, laptop in enumerate(laptops):
        r.edit(laptop, record, notes=f"note {number}")
        r.deliver(laptop, hq)
    return hq, record


def settled(store: Store, **how: Any) -> None:
    (review,) = (review for review in r.reviews(store) if review.closed_by is None)
    reviews.settle(store, r.BY, review.id, **how)


@pytest.mark.parametrize("by_hq", [True, False])
def test_what_is_settled_is_settled_whatever_arrives_first(by_hq: bool) -> None:
    """Also where the settlement comes before one of the values that it chose among."""
    one, other = r.laptop(A), r.laptop(B)
    hq, record = quarrelling(one, other)
    r.deliver(other, one)
    settled(hq if by_hq else one, written="what both meant")
    for order in permutations((one, other, hq)):
        fresh = r.laptop(C)
        for source in (*order, *order):
            merge.apply(fresh, [told(source)] if told(source).changes else [])
        assert [review for review in r.reviews(fresh) if review.closed_by is None] == []
        assert r.partners(fresh)[record]["notes"] == "what both meant"


@pytest.mark.parametrize("by_hq", [True, False])
def test_a_value_that_nobody_saw_is_hidden_by_no_settlement_whatever_arrives_first(by_hq: bool) -> None:
    """A third laptop wrote too; Headquarters, or another laptop, settled what it knew of."""
    one, other, third = r.laptop(A), r.laptop(B), r.laptop("d" * 32)
    r.deliver(one, third)
    hq, record = quarrelling(one, other)
    r.deliver(other, one)
    r.deliver(one, third, last=1)
    r.edit(third, record, notes="unseen")
    settled(hq if by_hq else one, written="what both meant")
    for order in permutations((one, other, third, hq)):
        fresh = r.laptop(C)
        for source in (*order, *order):
            merge.apply(fresh, [told(source)] if told(source).changes else [])
        (review,) = r.reviews(fresh)
        assert review.closed_by is None
        assert {"unseen", "what both meant"} <= {candidate.value for candidate in review.candidates}
    for side in (hq, one):
        merge.apply(side, [told(third)])
    settled(hq if by_hq else one, written="what all meant")
    for order in permutations((one, other, third, hq)):
        fresh = r.laptop(C)
        for source in (*order, *order):
            merge.apply(fresh, [told(source)] if told(source).changes else [])
        assert [review for review in r.reviews(fresh) if review.closed_by is None] == []
        assert r.partners(fresh)[record]["notes"] == "what all meant"


def test_a_value_of_two_fields_is_settled_whole() -> None:
    """Although one of its fields is no candidate: an equal one was there before it."""
    one, other, third = r.laptop(A), r.laptop(B), r.laptop(C)
    record = r.register(one)
    for laptop in (other, third):
        r.deliver(one, laptop)
    r.edit(one, record, next_action="call", next_action_on="2026-12-01")
    r.edit(other, record, next_action="call", next_action_on="2026-12-24")
    r.edit(third, record, next_action="write", next_action_on="2026-12-31")
    r.exchange([one, other, third])
    day = next(review for review in r.reviews(one) if review.field == NUMBER["next_action_on"])
    chosen = next((c.device, c.number) for c in day.candidates if c.value == "2026-12-24")
    reviews.settle(one, r.BY, day.id, chosen=chosen)
    r.exchange([one, other, third])
    for store in (one, other, third):
        partner = r.partners(store)[record]
        assert (partner["next_action"], partner["next_action_on"]) == ("call", "2026-12-24")
        assert all(review.closed_by for review in r.reviews(store))


# --- how batches fit on what is known


def test_the_same_batch_twice_changes_nothing() -> None:
    one, _, _ = twins()
    hq = r.headquarters()
    assert r.verdict(r.deliver(one, hq)) == "applied"
    before = r.partners(hq)
    again = r.deliver(one, hq)
    assert (r.verdict(again), again.changes, again.cells) == ("known", 0, 0)
    assert r.partners(hq) == before


def test_an_overlap_applies_its_tail_only() -> None:
    one, _, record = twins()
    hq = r.headquarters()
    r.deliver(one, hq)
    for city in ("Dakar", "Thiès"):
        r.edit(one, record, city=city)
    merged = r.deliver(one, hq, first=1)
    assert (r.verdict(merged), merged.changes) == ("applied", 2)
    assert r.partners(hq) == r.partners(one)


def test_a_gap_applies_nothing_and_says_where_it_stands() -> None:
    one, _, record = twins()
    hq = r.headquarters()
    r.deliver(one, hq)
    for city in ("Dakar", "Thiès", "Kaolack"):
        r.edit(one, record, city=city)
    before = r.partners(hq)
    merged = r.deliver(one, hq, first=3)
    assert (r.verdict(merged), merged.arrivals[0].number, merged.changes) == ("gap", 1, 0)
    assert r.partners(hq) == before


@pytest.mark.parametrize("overlap", [0, 1, 2])
def test_another_history_of_the_same_device_is_a_fork_and_applies_nothing(overlap: int) -> None:
    one, _, record = twins()
    clone = r.laptop(A)
    r.deliver(one, clone)
    r.edit(one, record, city="Dakar")
    r.edit(clone, record, city="Thiès")
    r.edit(clone, record, city="Kaolack")
    hq = r.headquarters()
    r.deliver(one, hq)
    before = r.partners(hq)
    merged = r.deliver(clone, hq, first=1 + overlap)
    assert (r.verdict(merged), merged.changes) == ("fork", 0)
    assert r.partners(hq) == before
    with hq.read() as session:
        assert verify_chain(session, A) == 2


def test_one_fork_stops_no_other_device() -> None:
    one, other, record = twins()
    hq = r.headquarters()
    r.deliver(one, hq)
    r.edit(other, record, address="rue 10")
    forged = r.chained(replace(r.incoming(one), before="1" * 64))
    merged = merge.apply(hq, [forged, r.incoming(other)])
    assert [arrival.verdict for arrival in merged.arrivals] == ["fork", "applied"]
    assert r.partners(hq)[record]["address"] == "rue 10"


def test_two_batches_of_one_device_in_one_transaction_follow_one_another() -> None:
    one, _, record = twins()
    r.edit(one, record, city="Dakar")
    hq = r.headquarters()
    merged = merge.apply(hq, [r.incoming(one, last=1), r.incoming(one, first=2), r.incoming(one)])
    assert [arrival.verdict for arrival in merged.arrivals] == ["applied", "applied", "known"]
    assert r.partners(hq) == r.partners(one)
    with hq.read() as session:
        assert verify_chain(session, A) == 2


# --- what waits


def test_an_unknown_base_waits_and_is_applied_when_it_comes() -> None:
    one, other, record = twins()
    r.edit(one, record, city="Dakar")
    r.deliver(one, other)
    r.edit(other, record, city="Thiès")
    r.edit(other, record, city="Kaolack")
    hq = r.headquarters()
    r.deliver(other, hq)
    assert {row.reason for row in r.parked(hq)} == {"unknown-base"}
    assert r.partners(hq) == {}  # nobody sees a partner without a name
    r.deliver(one, hq)
    assert r.parked(hq) == []
    assert r.partners(hq) == r.partners(other)
    assert r.reviews(hq) == []


def older(store: Store, kind: int, *fields: int) -> dict[int, Family]:
    """The families of a program that does not know these fields yet, or the whole family."""
    known = dict(store.families)
    if not fields:
        del known[kind]
        return known
    family = Family(known[kind].record)
    family.owner = {number: owner for number, owner in family.owner.items() if number not in fields}
    known[kind] = family
    return known


@pytest.mark.parametrize("fields", [(), (NUMBER["city"],), (NUMBER["city"], NUMBER["name"])])
def test_what_a_newer_program_wrote_is_parked_and_replayed_after_the_upgrade(fields: tuple[int, ...]) -> None:
    one, _, record = twins()
    r.edit(one, record, city="Dakar", address="rue 10")
    r.edit(one, record, city="Thiès")
    hq = r.headquarters()
    today = hq.families
    hq.families = older(hq, Partner.KIND, *fields)
    merged = r.deliver(one, hq)
    assert r.verdict(merged) == "applied"
    assert merged.parked == len(r.parked(hq)) >= 2
    assert r.partners(hq).get(record, {}).get("city", "") == ""
    assert hq.position(A).number == 3  # it counts as arrived

    hq.families = today
    merge.apply(hq, [])
    assert r.parked(hq) == []
    assert r.partners(hq) == r.partners(one)
    assert r.reviews(hq) == []


def test_one_poisoned_part_blocks_no_other() -> None:
    one, other, record = twins()
    r.edit(one, record, city="Dakar")
    hq = r.headquarters()
    source = r.incoming(one)
    poisoned = source.changes[1]._replace(
        entries=(Entry(10, record, "update", (Cell(NUMBER["city"], "X", ("e" * 32, 7)),)),)
    )
    merge.apply(hq, [r.chained(replace(source, changes=(source.changes[0], poisoned)))])
    r.edit(other, record, address="rue 10")
    r.deliver(other, hq)
    assert r.partners(hq)[record]["address"] == "rue 10"
    assert len(r.parked(hq)) == 1


# --- who may write what


def forged(source: Any, *entries: Entry) -> Any:
    """The batch with another change at its end."""
    last: Change = source.changes[-1]
    return r.chained(replace(source, changes=(*source.changes, last._replace(number=last.number + 1, entries=entries))))


FORBIDDEN = [
    (Entry(Partner.KIND, "mine", "update", (Cell(NUMBER["watch_note"], "X", None),)), "not-yours"),
    (Entry(Partner.KIND, "theirs", "update", (Cell(NUMBER["city"], "X", None),)), "not-yours"),
    (Entry(Partner.KIND, "theirs", "insert", (Cell(NUMBER["city"], "X", None),)), "not-yours"),
    (Entry(Task.KIND, "mine", "update", (Cell(1, "X", None),)), "not-yours"),
    (Entry(Clearance.KIND, "d" * 32, "insert", (Cell(1, "X", None),)), "not-yours"),
    (Entry(Partner.KIND, "mine", "update", (Cell(NUMBER["city"], 12, None),)), "unfit"),
    (Entry(Partner.KIND, "mine", "update", (Cell(NUMBER["city"], None, None),)), "unfit"),
    (Entry(Partner.KIND, "mine", "update", (Cell(NUMBER["archived"], "yes", None),)), "unfit"),
    (Entry(Evidence.KIND, "e" * 32, "insert", (Cell(families()[Evidence.KIND].number["size"], 2**40, None),)), "unfit"),
    (Entry(Partner.KIND, "mine", "update", (Cell(NUMBER["parent_id"], "x" * 5000, None),)), "unfit"),
]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_an_office_may_not_write_is_refused_and_kept_on_record(kind: str, databases: Databases) -> None:
    mine, theirs = r.laptop(A), r.laptop(B, "MA20")
    records = {"mine": r.register(mine), "theirs": r.register(theirs, name="Atlas")}
    hq = r.headquarters() if kind == "sqlite" else _on_postgresql(databases.with_tables())
    merge.apply(hq, [replace(r.incoming(theirs), office="MA20")])
    r.deliver(mine, hq)
    expected = r.partners(hq)
    source = r.incoming(mine)
    for number, (entry, reason) in enumerate(FORBIDDEN, start=1):
        bad = entry._replace(id=records.get(entry.id, entry.id))
        good = Entry(Partner.KIND, records["mine"], "update", (Cell(NUMBER["address"], f"rue {number}", None),))
        source = forged(source, bad, good)
        merged = merge.apply(hq, [source])
        assert (merged.refused, merged.parked, merged.cells) == (1, 0, 1), entry
        assert [row.reason for row in r.parked(hq)][-1] == reason
        expected[records["mine"]]["address"] = r.partners(hq)[records["mine"]]["address"]
        assert r.partners(hq) == expected
    hq.close()


@pytest.mark.parametrize("kind", sorted(RESERVED))
def test_a_change_of_a_reserved_family_waits_for_the_program_that_knows_it(kind: int) -> None:
    laptop, hq = r.laptop(A), r.headquarters()
    record = r.register(laptop)
    entry = Entry(kind, "e" * 32, "insert", (Cell(1, "X", None), Cell(2, {"of": "another shape"}, None)))
    batch = forged(r.incoming(laptop), entry)
    merged = merge.apply(hq, [batch])
    assert (merged.changes, merged.parked, merged.refused) == (2, 1, 0)
    assert [(row.kind, row.reason, row.cells) for row in r.parked(hq)] == [
        (kind, "newer", [[1, "X", None], [2, {"of": "another shape"}, None]])
    ]
    assert r.changes(hq, laptop.identity.device)[-1].entries == (entry,)
    r.edit(laptop, record, city="Thiès")
    assert len(r.parked(hq)) == 1, "it goes on waiting"


def test_hq_may_not_write_what_is_the_office_s() -> None:
    one, _, record = twins()
    hq = r.headquarters()
    r.deliver(one, hq)
    r.edit(hq, record, office=r.OFFICE, watch_note="of HQ")
    entry = Entry(10, record, "update", (Cell(NUMBER["city"], "of HQ", None),))
    merged = merge.apply(one, [forged(r.incoming(hq, hq.writing_for(r.OFFICE).device, owner=Owner.HQ), entry)])
    assert merged.refused == 1
    assert r.partners(one)[record]["city"] == ""


def test_bases_in_a_circle_wait_for_ever_and_cost_little() -> None:
    one, _, record = twins()
    hq = r.headquarters()
    r.deliver(one, hq)
    city = NUMBER["city"]
    source = forged(r.incoming(one), Entry(10, record, "update", (Cell(city, "X", (A, 3)),)))
    source = forged(source, Entry(10, record, "update", (Cell(city, "Y", (A, 2)),)))
    merge.apply(hq, [source])
    merge.apply(hq, [])
    assert {row.reason for row in r.parked(hq)} == {"unknown-base"}
    assert r.partners(hq)[record]["city"] == ""


# --- PostgreSQL takes the same road as SQLite


def _on_postgresql(address: str) -> Store:
    store = Store.connect(address)
    store.become("HQ", "f" * 32)
    return store


def test_postgresql_and_sqlite_decide_alike(databases: Databases) -> None:
    one, other, record = twins()
    r.edit(one, record, city="Dakar", labels=["x", "é\u2028"], notes='back\\slash\ttab\nline "quote"')
    r.edit(other, record, city="Thiès", archived=True, archived_reason="closed")
    r.register(other, name="Ñandú", parent_id=None)
    both = [r.headquarters(), _on_postgresql(databases.with_tables())]
    for hq in both:
        for source, first, last in ((other, 1, 1), (one, 2, 2), (one, 1, 1), (one, 1, 2), (other, 1, 2), (other, 1, 2)):
            r.deliver(source, hq, first, last)
    plain, served = both
    assert r.partners(plain) == r.partners(served)
    assert [(v.id, v.candidates) for v in r.reviews(plain)] == [(v.id, v.candidates) for v in r.reviews(served)]
    assert r.parked(plain) == r.parked(served) == []
    for hq in both:
        with hq.read() as session:
            assert verify_chain(session, A) == verify_chain(session, B) == 2
    served.close()


def test_the_fast_roads_take_what_sessions_take(databases: Databases) -> None:
    """COPY, as one prepared statement, is given codes and values and stores text and JSON."""
    hit = ScreeningHit(subject="s", searched="Omar \\ Ñ", list_id="un-sc", entry_id="1", band=HitBand.REVIEW)
    run = {
        "id": "r" * 32, "office": r.OFFICE, "case_id": None, "partner_id": "p", "run_at": "", "run_by": "",
        "lists": (), "names": [{"subject": "s"}], "hits": (hit,), "threshold": "0.8", "matcher": "1", "follows": [],
    }  # fmt: skip
    case = {
        **families()[Case.KIND].blank,
        "id": "c" * 32,
        "office": r.OFFICE,
        "state": CaseState.READY,
        "outcome": None,
    }
    both = [r.headquarters(), _on_postgresql(databases.with_tables())]
    stored = []
    for hq in both:
        with hq.engine.begin() as connection:
            bulk.append(connection, table_of(ScreeningRun), [run])
            bulk.keep(connection, table_of(ScreeningRun), [{**run, "matcher": "2"}])
            bulk.append(connection, table_of(Case), [case])
            stored.append(connection.exec_driver_sql("SELECT hits, names, lists FROM screening_run").one())
            assert connection.exec_driver_sql("SELECT state FROM diligence_case").scalar() == "ready"
        with hq.read() as session:
            found = session.get_one(ScreeningRun, "r" * 32)
            assert (found.hits, found.lists, found.matcher) == ((hit,), (), "2")
            assert session.get_one(Case, "c" * 32).outcome is None
    assert [json.loads(part) for part in stored[0]] == list(stored[1]) == [[hit.to_json()], [{"subject": "s"}], []]
    both[1].close()


# --- what arrives together is written together


def test_parcels_in_one_transaction_come_to_what_each_in_its_own_does(databases: Databases) -> None:
    """Late and early parcels, disagreements, others’ ids, unknown bases and fields, of three laptops of two offices."""
    for seed in range(4):
        chance = random.Random(seed)
        parcels = _parcels(chance)
        apart, at_once = r.headquarters(), _on_postgresql(databases.with_tables()) if seed == 0 else r.headquarters()
        alone = [merge.apply(apart, [parcel]) for parcel in parcels]
        cuts = sorted(chance.sample(range(1, len(parcels)), 3))
        together: list[merge.Merged] = []
        for start, end in zip([0, *cuts], [*cuts, len(parcels)], strict=True):
            none: frozenset[int] = frozenset()
            together += merge.apply_each(at_once, [merge.Parcel((p,), reads=none) for p in parcels[start:end]])
        assert [replace(m, touched={}) for m in together] == [replace(m, touched={}) for m in alone]
        assert _all_of(at_once) == _all_of(apart)
        assert {merged.arrivals[0].verdict for merged in alone} >= {"applied", "gap"}
        assert sum(merged.reviews for merged in alone) and sum(merged.parked for merged in alone)
        assert sum(merged.refused for merged in alone)
        at_once.close()


def _parcels(chance: random.Random) -> list[merge.Incoming]:
    """Short stretches of three histories, each perhaps twice or too early."""
    records = [f"{number:032x}" for number in range(1, 6)]
    offices = {A: "SN10", B: "SN10", C: "MA20"}
    parcels = []
    for device, office in offices.items():
        deeds = []
        for number in range(1, 25):
            record = chance.choice(records)
            base = chance.choice(
                [None, (device, max(1, number - chance.randint(1, 6))), (chance.choice("abc") * 32, 9)]
            )
            cells = [
                Cell(NUMBER[name], chance.choice(["Dakar", "Thiès", chance.choice(records)]), base)
                for name in chance.sample(["name", "city", "notes", "address"], 2)
            ]
            cells += [Cell(999, "newer", None)] if number % 11 == 0 else []
            op = chance.choice(["insert", "update"])
            made = Entry(Partner.KIND, record, op, tuple(cells))
            deeds.append(Change(device, number, "Noted", r.BY, 1_760_000_000_000 + number, 0, "1", 2, (made,)))
        whole = r.chained(merge.Incoming(device, office, Owner.OFFICE, START, deeds, ()))
        for first in range(0, 24, 4):
            heads, last = whole.heads, chance.choice([first + 4, first + 6])
            before = heads[first - 1] if first else START
            part = replace(whole, before=before, changes=deeds[first:last], heads=heads[first:last])
            parcels += [part] * chance.choice([1, 2])
    for _ in range(12):  # some come before what they follow
        place = chance.randrange(len(parcels) - 1)
        parcels[place], parcels[place + 1] = parcels[place + 1], parcels[place]
    return [*parcels, *parcels[:6], *parcels]


def _all_of(store: Store) -> dict[str, list[str]]:
    """Every row of every table but ids drawn at random and moments."""
    rows: dict[str, list[str]] = {}
    with store.engine.connect() as connection:
        for table in (*Base.metadata.sorted_tables, search_index.LINE):
            hidden = {"parked": {"id"}, "review": {"opened_at"}, "position": {"heard_at"}}.get(table.name, set())
            columns = [column for column in table.columns if column.name not in hidden]
            if table.name != "local":
                rows[table.name] = sorted(map(repr, map(tuple, connection.execute(select(*columns)))))
    return rows
