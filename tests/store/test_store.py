"""The two doors of the database: one deed is one transaction, one change, one notice; what it refuses; its chain."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, event, func, insert, select, text, update
from sqlalchemy.orm import Session

from desktop.base.change import START, Change, chain
from desktop.base.limits import RAW, TEXT
from desktop.store.journal import changes_of, verify_chain
from desktop.store.records import (
    ChangeRow,
    Clearance,
    Contribution,
    Draft,
    Findable,
    Officer,
    Partner,
    Person,
    Position,
    StampRow,
    families,
)
from desktop.store.store import Store
from tests.makers import empty_store
from tests.refusal import refused

ROOT = Path(__file__).parents[2]
BY = "0" * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = empty_store(tmp_path / "office.db")
    opened.become("SN10")
    yield opened
    opened.close()


def teranga(store: Store) -> str:
    with store.change("Partner registered", BY) as session:
        partner = Partner(name="Teranga Câbles", city="Dakar", country="SN")
        session.add(partner)
    return partner.id


def cells(change: Change, record: str) -> dict[str, object]:
    """What a change wrote to a partner, by the fields' names."""
    names = families()[Partner.KIND].field
    entry = next(entry for entry in change.entries if entry.id == record)
    return {names[cell.field]: cell.value for cell in entry.cells}


def everything(store: Store) -> dict[str, list[object]]:
    """Every row of every table that a failed deed must leave as it was."""
    with store.read() as session:
        tables = (Partner, Person, ChangeRow, Position, StampRow, Findable)
        return {table.__tablename__: sorted(map(repr, session.scalars(select(table)))) for table in tables}


# --- one deed


def test_one_deed_is_one_transaction_one_change_and_one_notice(store: Store) -> None:
    begun: list[object] = []
    heard: list[frozenset[str]] = []
    event.listen(store.engine, "begin", begun.append)
    store.on_change = heard.append

    with store.change("Partner and person registered", BY) as session:
        partner = Partner(name="Teranga", country="SN")
        session.add(partner)
        session.flush()
        session.add(Person(partner_id=partner.id, name="Awa"))
        session.flush()
        partner.city = "Dakar"

    assert len(begun) == 1
    assert heard == [frozenset({"partner", "person"})]
    (change,) = store.history()
    assert (change.number, change.what, change.by, change.device) == (
        1,
        "Partner and person registered",
        BY,
        store.identity.device,
    )
    assert [entry.op for entry in change.entries] == ["insert", "insert"]
    assert cells(change, partner.id) == {"name": "Teranga", "country": "SN", "city": "Dakar"}


def test_blanks_of_a_new_record_are_not_journaled(store: Store) -> None:
    record = teranga(store)
    assert cells(store.history()[0], record) == {"name": "Teranga Câbles", "city": "Dakar", "country": "SN"}


def test_only_fields_that_changed_are_journaled(store: Store) -> None:
    record = teranga(store)
    with store.change("Address corrected", BY) as session:
        partner = session.get_one(Partner, record)
        partner.city, partner.address = "Dakar", "rue 10"
    assert cells(store.history()[1], record) == {"address": "rue 10"}


def test_a_deed_that_changes_nothing_leaves_no_trace_and_tells_nobody(store: Store) -> None:
    record = teranga(store)
    heard: list[frozenset[str]] = []
    store.on_change = heard.append
    with store.change("Nothing", BY) as session:
        session.get_one(Partner, record).city = "Dakar"
    assert store.position().number == 1
    assert heard == []


def test_a_field_emptied_is_journaled(store: Store) -> None:
    record = teranga(store)
    with store.change("City removed", BY) as session:
        session.get_one(Partner, record).city = ""
    assert cells(store.history()[1], record) == {"city": ""}


def test_fields_that_make_one_value_are_written_together(store: Store) -> None:
    with store.change("Promised", BY) as session:
        given = Contribution(partner_id="p", amount="500")
        session.add(given)
    with store.change("Currency corrected", BY) as session:
        session.get_one(Contribution, given.id).currency = "XOF"
    group = {store.families[Contribution.KIND].number[name] for name in Contribution.TOGETHER[0]}
    for change in store.history():
        assert group <= {cell.field for cell in change.entries[0].cells}


def test_each_write_carries_the_stamp_that_it_replaces(store: Store) -> None:
    record = teranga(store)
    for city in ("Thiès", "Kaolack"):
        with store.change("Moved", BY) as session:
            session.get_one(Partner, record).city = city
    device = store.identity.device
    assert [change.entries[0].cells[0].base for change in store.history()[1:]] == [(device, 1), (device, 2)]


def test_the_history_of_a_record_is_what_touched_it(store: Store) -> None:
    record, other = teranga(store), teranga(store)
    with store.change("Both", BY) as session:
        for one in (record, other):
            session.get_one(Partner, one).notes = "x"
    assert [change.number for change in store.history(record)] == [1, 3]
    assert [change.number for change in store.history(other)] == [2, 3]
    assert store.history("absent") == ()


# --- what is refused


def test_nothing_is_deleted(store: Store) -> None:
    record = teranga(store)
    before = everything(store)
    with pytest.raises(RuntimeError, match="archive"), store.change("Deleted", BY) as session:
        session.delete(session.get_one(Partner, record))
    assert everything(store) == before


@pytest.mark.parametrize("door", ["change", "note"])
def test_no_road_leads_around_the_journal(store: Store, door: str) -> None:
    record = teranga(store)
    before = everything(store)
    roads = (
        lambda session: session.execute(update(Partner).values(city="X")),
        lambda session: session.execute(update(Partner.__table__).values(city="X")),
        lambda session: session.execute(delete(Partner)),
        lambda session: session.execute(insert(Partner), [{"name": "X", "country": "SN"}]),
        lambda session: session.execute(text("UPDATE partner SET city = 'X'")),
        lambda session: session.execute(text("WITH x AS (SELECT 1) DELETE FROM partner")),
        lambda session: session.bulk_save_objects([Partner(name="X", country="SN")]),
        lambda session: session.bulk_update_mappings(Partner, [{"id": record, "city": "X"}]),
        lambda session: session.bulk_insert_mappings(Partner, [{"name": "X"}]),
    )
    for road in roads:
        opened = store.change("Around", BY) if door == "change" else store.note()
        with pytest.raises(RuntimeError), opened as session:
            road(session)
        assert everything(store) == before


def test_a_kept_record_does_not_change_in_a_note(store: Store) -> None:
    record = teranga(store)
    before = everything(store)
    with pytest.raises(RuntimeError, match="a record changes only"), store.note() as session:
        session.get_one(Partner, record).city = "X"
    with pytest.raises(RuntimeError, match="a record changes only"), store.note() as session:
        session.add(Partner(name="X", country="SN"))
    assert everything(store) == before


def test_a_note_is_not_journaled(store: Store) -> None:
    with store.note() as session:
        session.add(Draft(about="x", part="y", content={"text": "z"}))
    assert store.position().number == 0


@pytest.mark.parametrize("when", ["before the flush", "after the flush"])
def test_a_failure_leaves_nothing(store: Store, when: str) -> None:
    record = teranga(store)
    before = everything(store)
    heard: list[frozenset[str]] = []
    store.on_change = heard.append
    with pytest.raises(LookupError), store.change("Fails", BY) as session:
        session.get_one(Partner, record).city = "Thiès"
        session.add(Person(partner_id=record, name="Awa"))
        if when == "after the flush":
            session.flush()
        raise LookupError
    assert everything(store) == before
    assert heard == []
    with store.change("Works", BY) as session:
        session.get_one(Partner, record).city = "Thiès"
    assert store.position().number == 2


DEEP: object = "x"
for _level in range(9):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "fields",
    [
        {"labels": [2**53 + 1]},
        {"notes": "x" * (TEXT + 1)},
        {"notes": "half \ud800"},
        {"notes": "a\0b"},
        {"labels": ["\ud800"]},
        {"labels": [float("nan")]},
        {"labels": DEEP},
        {"labels": [("a", "b")]},
        {"name": 1998},
        {"archived": 1},
        {"city": None},
        {"parent_id": "x" * 601},
    ],
    ids=lambda fields: repr(fields)[:40],  # Windows has room for no long one: it is told to processes in a variable
)
def test_what_could_not_be_sent_is_not_saved(store: Store, fields: dict[str, object]) -> None:
    record = teranga(store)
    before = everything(store)
    with refused("content-unfit") as caught, store.change("Too much", BY) as session:
        for name, value in fields.items():
            assert name in store.families[Partner.KIND].number
            setattr(session.get_one(Partner, record), name, value)
    assert caught.value.text.count(".") == 1
    assert everything(store) == before


@pytest.mark.parametrize("count", [2**53 + 1, 2**31, -(2**31), "12", 1.5, True])
def test_a_number_that_postgresql_could_not_keep_is_not_saved(store: Store, count: object) -> None:
    with refused("content-unfit"), store.change("Counted", BY) as session:
        counted = Partner(name="x")
        counted.employees = count  # type: ignore[assignment]
        session.add(counted)
    assert store.position().number == 0


def test_a_deed_larger_than_any_bundle_is_not_saved(store: Store) -> None:
    before = everything(store)
    with refused("change-too-large"), store.change("Too much", BY) as session:
        for number in range(5):
            session.add(Partner(name=f"{number}", country="SN", notes="x" * (RAW // 5)))
    assert everything(store) == before


def test_the_largest_deed_that_is_saved_can_be_sent(store: Store) -> None:
    from desktop.bundles import payload

    with store.change("Very much", BY) as session:
        session.add_all(Partner(name=f"P{n}", country="SN", notes="é" * (TEXT // 4)) for n in range(7))
        session.add_all(Officer(name="", role="") for _ in range(3000))
    ((_, data),) = payload.runs(store.history(), RAW)
    assert len(data) <= RAW


# --- the chain


def test_the_chain_verifies_and_its_heads_are_those_that_a_receiver_works_out(store: Store) -> None:
    for _ in range(5):
        teranga(store)
    with store.read() as session:
        assert verify_chain(session, store.identity.device) == 5
        changes = tuple(changes_of(session, store.identity.device, 1, 5))
    assert chain(START, changes) == store.position().head


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE change SET entries = replace(entries, 'Dakar', 'Paris') WHERE number = 2",
        "UPDATE change SET by_officer = 'x' WHERE number = 2",
        "UPDATE change SET at_ms = at_ms + 1 WHERE number = 3",
        "UPDATE change SET head = (SELECT head FROM change WHERE number = 1) WHERE number = 3",
        "DELETE FROM change WHERE number = 3",
        "DELETE FROM change WHERE number = 2",
        "DELETE FROM change WHERE number = 1",
    ],
)
def test_a_forged_row_is_found(store: Store, forgery: str) -> None:
    for _ in range(3):
        teranga(store)
    with store.engine.begin() as connection:
        assert connection.execute(text(forgery)).rowcount == 1
    with store.read() as session, pytest.raises(ValueError, match=store.identity.device):
        verify_chain(session, store.identity.device)


def test_an_erased_entry_still_holds_in_the_chain(store: Store) -> None:

    from desktop.store.journal import write_entries

    record = teranga(store)
    teranga(store)
    entry = store.history(record)[0].entries[0]
    erased = entry._replace(cells=(), erased=entry.digest())
    with store.engine.begin() as connection:
        kept = write_entries(store.identity.device, [erased])
        connection.execute(update(ChangeRow.__table__).where(ChangeRow.number == 1).values(entries=kept))
    with store.read() as session:
        assert verify_chain(session, store.identity.device) == 2
        assert "Teranga" not in session.scalars(select(ChangeRow.entries).where(ChangeRow.number == 1)).one()


# --- two at once


WRITER = """
import sys
from pathlib import Path
from desktop.store.records import Partner
from desktop.store.store import Store
store = Store.open(Path(sys.argv[1]), b"k" * 32)
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    with store.change("Written", "o") as session:
        session.add(Partner(name=f"{sys.argv[2]} {number}", country="SN"))
store.close()
"""


def test_two_processes_write_one_chain(store: Store, tmp_path: Path) -> None:
    asked = [sys.executable, "-c", WRITER, str(tmp_path / "office.db")]
    both = [
        subprocess.Popen([*asked, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for name in "ab"
    ]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.communicate("go\n", timeout=60)
        assert process.returncode == 0
    with store.read() as session:
        assert verify_chain(session, store.identity.device) == 40
        assert session.scalar(select(func.count()).select_from(Partner)) == 40


# --- Headquarters


def test_each_office_has_its_own_chain_of_hq_changes(store: Store) -> None:
    for office in ("SN10", "MA20", "SN10"):
        with store.change("Watched", BY, office=office) as session:
            session.add(Clearance(case_id="X"))
    chains = {office: store.writing_for(office) for office in ("SN10", "MA20")}
    assert store.position(chains["SN10"].device).number == 2
    assert store.position(chains["MA20"].device).number == 1
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Clearance).where(Clearance.office == "MA20")) == 1
        assert verify_chain(session, chains["SN10"].device) == 2


@pytest.mark.parametrize(("office", "field"), [("", "watch_note"), ("SN10", "city")])
def test_nobody_writes_a_field_that_belongs_to_the_other_side(store: Store, office: str, field: str) -> None:
    record = teranga(store)
    before = everything(store)
    with pytest.raises(RuntimeError, match=field), store.change("Overstepped", BY, office=office) as session:
        setattr(session.get_one(Partner, record), field, "X")
    assert everything(store) == before


def test_reading_writes_nothing(store: Store) -> None:
    record = teranga(store)
    before = everything(store)
    with store.read() as session:
        session.get_one(Partner, record).city = "X"
    assert everything(store) == before


def test_a_value_outside_a_with_block_is_plain(store: Store) -> None:
    record = teranga(store)
    with store.read() as session:
        partner = session.get_one(Partner, record)
    assert isinstance(session, Session)
    assert (partner.city, partner.labels) == ("Dakar", [])


def test_zero_and_false_are_values(store: Store) -> None:
    with store.change("Counted", BY) as session:
        counted = Partner(name="x", employees=0)
        session.add(counted)
    with store.read() as session:
        assert session.get_one(Partner, counted.id).employees == 0
    assert 0 in [cell.value for cell in store.history()[0].entries[0].cells]


def test_what_several_services_read_together_is_of_one_state(store: Store) -> None:
    with store.one_state():
        with store.read() as outer, store.read() as inner:
            assert inner is outer
        assert store.recall("mark") == {}
        store.remember("mark", {"is": "set"})
        assert store.recall("mark") == {}  # written meanwhile: seen afterwards
    assert store.recall("mark") == {"is": "set"}
