"""What is set aside waits for one thing, and costs nobody anything until that arrives."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.orm import Session

from desktop.base.change import START, Change, Entry, heads
from desktop.base.values import new_id
from desktop.store import cipher, merge, migrations
from desktop.store.records import Clearance, Decision, Officer, Owner, Parked, Partner, table_of
from desktop.store.records.base import bare
from desktop.store.store import Store
from tests.hostile import AT, entry
from tests.makers import keep_nothing
from tests.refusal import refused
from tests.server import Databases
from tests.store import replicas as r

A, B = "a" * 32, "b" * 32
MANY = 2_000


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    statements: list[str] = []

    def sent(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", sent)
    yield statements
    event.remove(store.engine, "before_cursor_execute", sent)


def chain(device: str, *deeds: tuple[Entry, ...]) -> list[Change]:
    return [Change(device, n, "Forged", r.BY, AT, 0, "1", 2, deed) for n, deed in enumerate(deeds, 1)]


def batch(device: str, office: str, changes: list[Change], before: str = START) -> merge.Incoming:
    return merge.Incoming(device, office, Owner.OFFICE, before, changes, list(heads(before, changes)))


def stale(device: str, number: int, count: int = MANY) -> tuple[Entry, ...]:
    """Corrections of as many partners, written knowing of a change that nobody has."""
    return tuple(entry(Partner, new_id(), "update", (device, number), city="X") for _ in range(count))


def import_of_one(hq: Store) -> list[str]:
    """What the database is asked while an office's first change arrives."""
    laptop = r.laptop(B, "MA20")
    r.register(laptop, name="Atlas")
    with asked(hq) as statements:
        merge.apply(hq, [batch(B, "MA20", list(r.changes(laptop)))])
    laptop.close()
    return statements


def test_what_another_office_has_set_aside_is_not_even_asked_for() -> None:
    quiet, loaded = r.headquarters(), r.headquarters()
    merged = merge.apply(loaded, [batch(A, "SN10", chain(A, stale(A, 7), stale("c" * 32, 1)))])
    assert merged.parked == 2 * MANY == len(r.parked(loaded))
    assert import_of_one(loaded) == import_of_one(quiet)
    assert len(r.parked(loaded)) == 2 * MANY


def test_what_waits_is_tried_when_its_change_arrives_and_only_then() -> None:
    hq = r.headquarters()
    records = [new_id() for _ in range(3)]
    first = tuple(entry(Partner, record, name="Teranga", city="Dakar") for record in records)
    second = tuple(entry(Partner, record, "update", (A, 1), city="Thiès") for record in records)
    third = tuple(entry(Partner, record, "update", (A, 2), city="Mbour") for record in records)
    other = Change(B, 1, "Forged", r.BY, AT, 0, "1", 2, third)
    whole = chain(A, first, second)
    assert merge.apply(hq, [batch(B, "SN10", [other])]).parked == 3
    assert {(row.waits_for, row.waits_number) for row in r.parked(hq)} == {(A, 2)}
    merged = merge.apply(hq, [batch(A, "SN10", whole[:1])])
    assert (merged.parked, merged.cells, len(r.parked(hq))) == (0, 6, 3)
    merged = merge.apply(hq, [batch(A, "SN10", whole[1:], whole[0].head(START))])
    assert (merged.parked, merged.cells, r.parked(hq)) == (0, 6, [])
    assert {partner["city"] for partner in r.partners(hq).values()} == {"Mbour"}


def test_what_comes_later_in_the_same_bundle_is_applied_at_once_and_counted_once() -> None:
    hq, record = r.headquarters(), new_id()
    made = entry(Partner, record, name="Teranga", city="Dakar")
    later = entry(Partner, record, "update", (B, 1), city="Thiès")
    ours, theirs = chain(A, (later,)), chain(B, (made,))
    merged = merge.apply(hq, [batch(A, "SN10", ours), batch(B, "SN10", theirs)])
    assert (merged.cells, merged.parked, merged.refused, r.parked(hq)) == (3, 0, 0, [])
    assert r.partners(hq)[record]["city"] == "Thiès"


def test_a_write_on_one_that_was_refused_follows_it_all_the_same() -> None:
    """Whatever became of the earlier write, its number in the chain is known: nothing waits for ever."""
    hq, record = r.headquarters(), new_id()
    deeds = (
        (entry(Partner, record, name="Teranga", next_action_on="2026-12-01"),),
        (entry(Partner, record, "update", (A, 1), next_action_on="never"),),
        (entry(Partner, record, "update", (A, 2), next_action_on="2026-12-24"),),
    )
    merged = merge.apply(hq, [batch(A, "SN10", chain(A, *deeds))])
    assert (merged.parked, merged.refused) == (0, 1)
    assert r.partners(hq)[record]["next_action_on"] == "2026-12-24"


@pytest.mark.parametrize("count", [200, MANY])
def test_an_earlier_change_is_read_once_however_many_records_follow_it(count: int) -> None:
    hq = r.headquarters()
    records = [new_id() for _ in range(count)]
    whole = chain(
        A,
        tuple(entry(Partner, record, name="Teranga", city="Dakar") for record in records),
        tuple(entry(Partner, record, "update", (A, 1), city="Thiès") for record in records),
        tuple(entry(Partner, record, "update", (A, 1), city="Mbour") for record in records),
    )
    merge.apply(hq, [batch(A, "SN10", whole[:2])])
    with asked(hq) as statements:
        merged = merge.apply(hq, [batch(A, "SN10", whole[2:], whole[1].head(whole[0].head(START)))])
    assert merged.reviews == count
    journal = [sentence for sentence in statements if "FROM change" in sentence and "entries" in sentence]
    assert len(journal) == 2


def test_a_name_that_looks_like_what_a_program_waits_for_is_a_device_s() -> None:
    hq = r.headquarters()
    merge.apply(hq, [batch(A, "SN10", chain(A, stale("10.6", 0, 5)))])
    with asked(hq) as statements:
        merge.apply(hq, [])
    assert len(r.parked(hq)) == 5
    assert not [sentence for sentence in statements if sentence.startswith("DELETE")]


def test_parts_that_an_earlier_version_set_aside_know_what_they_wait_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = cipher.engine(tmp_path / "office.db", b"k" * 32)
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "STEPS", migrations.STEPS[:1])
        earlier.setattr(migrations, "LATEST", 1)
        migrations.upgrade(engine, keep_nothing)
    parts = {
        "newer": (99, [[1, "x", None]]),
        "unknown-base": (10, [[6, "x", None], [7, "y", ["b", 3]]]),
        "unfit": (10, [[6, 1, ["b", 4]]]),
    }
    with engine.begin() as connection:
        for reason, (kind, cells) in parts.items():
            row = {"id": reason, "device": A, "number": 1, "record": "e", "kind": kind, "owner": "office"}
            connection.execute(insert(bare(table_of(Parked), 1)).values({**row, "reason": reason, "cells": cells}))
    migrations.upgrade(engine, keep_nothing)
    with engine.connect() as connection:
        rows = connection.execute(select(Parked.reason, Parked.waits_for, Parked.waits_number)).all()
    assert {row.reason: (row.waits_for, row.waits_number) for row in rows} == {
        "newer": ("family 99", 0),
        "unknown-base": ("b", 3),
        "unfit": ("", 0),
    }
    engine.dispose()


def test_a_server_that_stops_while_rows_are_copied_is_a_sentence(databases: Databases) -> None:
    address = databases.with_tables()
    hq, other = Store.connect(address), Store.connect(address)
    hq.become("HQ", "f" * 32)
    stop = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database()")  # fmt: skip

    def stopping(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("CREATE TEMP TABLE"):
            with other.engine.connect() as connection:
                connection.execute(stop)

    partner = new_id()
    created, renamed = (
        entry(Partner, partner, name="Teranga"),
        entry(Partner, partner, "update", (A, 1), name="Atlas"),
    )
    both = chain(A, (created,), (renamed,))
    merge.apply(hq, [batch(A, "SN10", both[:1])])
    event.listen(hq.engine, "before_cursor_execute", stopping)
    with refused("server-silent"):
        merge.apply(hq, [batch(A, "SN10", both[1:], both[0].head(START))])
    event.remove(hq.engine, "before_cursor_execute", stopping)
    other.engine.dispose()
    assert r.partners(hq)[partner]["name"] == "Teranga"
    hq.close()
    other.close()


def test_a_server_that_stops_before_the_end_is_a_sentence(databases: Databases) -> None:
    address = databases.with_tables()
    hq, other = Store.connect(address), Store.connect(address)
    hq.become("HQ", "f" * 32)

    def stopping(_merged: merge.Merged, _session: Session) -> None:
        with other.engine.connect() as connection:
            connection.execute(text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database()"
            ))  # fmt: skip

    with refused("server-silent"):
        merge.apply(hq, [batch(A, "SN10", chain(A, (entry(Partner, new_id(), name="Teranga"),)))], stopping)
    assert r.partners(hq) == {}
    hq.close()
    other.close()


def test_headquarters_names_its_own_officers_in_what_it_writes_and_an_office_does_not() -> None:
    hq, channel = r.headquarters(), "e" * 32
    with hq.change("Officer added", r.BY) as session:
        officer = Officer(name="Omar Haddad", role="hq_reviewer")
        session.add(officer)
    cleared, decided = new_id(), new_id()
    theirs = chain(channel, (entry(Clearance, cleared, case_id="", decided_by=officer.id),))
    ours = chain(A, (entry(Decision, decided, case_id="", decided_by=officer.id),))
    back = merge.Incoming(channel, "SN10", Owner.HQ, START, theirs, list(heads(START, theirs)))
    merged = merge.apply(hq, [back, batch(A, "SN10", ours)])
    assert merged.refused == 1
    with hq.read() as session:
        assert session.get_one(Clearance, cleared).decided_by == officer.id
        assert session.get_one(Decision, decided).decided_by == ""
