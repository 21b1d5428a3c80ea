"""Killed while an office or Headquarters is set up or put back: what is begun again succeeds, and nothing is left."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from desktop.base.clock import Clock
from desktop.base.progress import Progress
from desktop.office import Account, Office
from desktop.services.demo import invented
from desktop.services.exchange.headquarters import backing_up, offices
from desktop.services.office import people
from desktop.services.registry import partners
from desktop.store import server, server_copy
from desktop.store.place import SLOTS
from desktop.store.records import OfficeProfile, Partner
from desktop.store.vault import FLOOR, Opened, Vault
from tests.faulty import deaths
from tests.journeys.test_put_back import deliver, name, recognise, rounds, until_the_same
from tests.offices import OFFICER, PASSPHRASE, Staff, office_folder
from tests.refusal import refused

__all__ = ["office_folder"]

Database = Callable[[], str]


def set_up_office(folder: Path, _address: str) -> Office:
    return Office.create(folder, OFFICER, invented.profile("fr"), cost=FLOOR)


def set_up_headquarters(folder: Path, address: str) -> Office:
    account = Account("Omar Haddad", "", "hq_administrator", PASSPHRASE)
    profile = OfficeProfile(code="HQ", kind="hq", name="Siège", language="fr")
    return Office.create(folder, account, profile, cost=FLOOR, address=address)


def enter(folder: Path) -> Office:
    return Office.unlock(folder, Vault.open(folder).officers[0].id, PASSPHRASE)


@pytest.mark.parametrize("kind", ["office", "Headquarters", "Headquarters on PostgreSQL"])
def test_killed_while_it_is_set_up_it_is_there_or_can_be_set_up(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    make = set_up_office if kind == "office" else set_up_headquarters
    new_address: Database = request.getfixturevalue("database") if "PostgreSQL" in kind else lambda: ""
    addresses: dict[str, str] = {}

    def prepare(try_: str) -> Callable[[], object]:
        address = addresses[try_] = new_address()
        return partial(make, tmp_path / try_ / "office", address)

    there = set()
    for try_ in deaths(prepare, tmp_path / "points", 1):
        folder, address = tmp_path / try_ / "office", addresses[try_]
        there.add((folder / SLOTS).exists())
        if not (folder / SLOTS).exists():
            make(folder, address).close()
        with enter(folder) as office:
            assert office.user.id and [officer.name for officer in people.officers(office.store)] == [office.user.name]
            assert office.store.identity.office == office.profile.code and office.keys.device
            partners.register(office.work, Partner(name="A")) if kind == "office" else offices.heard_of(office.store)
        assert not [*folder.rglob("*.part*"), *folder.glob("*.begun")]
        if address:
            assert server_copy.UNFINISHED not in tables(address)
            with refused("database-in-use"):
                make(tmp_path / try_ / "second", address)
    assert there == {False, True}


def test_a_database_without_its_slots_is_never_taken_for_a_leftover(tmp_path: Path) -> None:
    set_up_office(tmp_path / "office", "").close()
    (tmp_path / "office" / SLOTS).rename(tmp_path / "slots lost")
    before = (tmp_path / "office" / "passerelle.db").read_bytes()
    with refused("folder-holds-an-office"):
        set_up_office(tmp_path / "office", "")
    assert (tmp_path / "office" / "passerelle.db").read_bytes() == before


def tables(address: str) -> list[str]:
    database = server.engine(address)
    try:
        return inspect(database).get_table_names()
    finally:
        database.dispose()


@dataclass(frozen=True)
class Lost:
    """A backup of Headquarters, what opens it, and an office that it had recognised, which worked on."""

    copy: Path
    opened: Opened
    office: Path
    staff: Staff


def restore(was: Lost, folder: Path, address: str) -> None:
    backing_up.restore(folder, was.copy, was.opened.key, was.opened.officer_id, address, Clock())


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def lost(request: pytest.FixtureRequest, tmp_path: Path, office_folder: tuple[Path, Staff]) -> tuple[Lost, Database]:
    new_address: Database = request.getfixturevalue("database") if request.param == "PostgreSQL" else lambda: ""
    template, staff = office_folder
    shutil.copytree(template, tmp_path / "office")
    with (
        set_up_headquarters(tmp_path / "hq", new_address()) as hq,
        Office.enter(tmp_path / "office", Vault.open(tmp_path / "office"), staff.officer) as laptop,
    ):
        recognise(laptop, hq)
        name(laptop, "A", "B")
        rounds(laptop, hq, 1)
        copy = hq.back_up((tmp_path / "stick",), Progress())[0]
        name(laptop, "C")
        deliver(laptop, hq)
        return Lost(copy, hq.opened, tmp_path / "office", staff), new_address


def test_killed_while_headquarters_is_put_back_it_can_be_repeated_and_both_sides_are_the_same(
    lost: tuple[Lost, Database], tmp_path: Path
) -> None:
    was, new_address = lost
    addresses: dict[str, str] = {}

    def prepare(try_: str) -> Callable[[], object]:
        address = addresses[try_] = new_address()
        (tmp_path / try_).mkdir()
        return partial(restore, was, tmp_path / try_ / "hq", address)

    there = set()
    for try_ in deaths(prepare, tmp_path / "points", 1):
        folder, address = tmp_path / try_ / "hq", addresses[try_]
        there.add((folder / SLOTS).exists())
        if not (folder / SLOTS).exists():
            restore(was, folder, address)
        laptop_folder = shutil.copytree(was.office, tmp_path / try_ / "office")
        with (
            Office.enter(folder, Vault.open(folder), was.opened) as hq,
            Office.enter(laptop_folder, Vault.open(laptop_folder), was.staff.officer) as laptop,
        ):
            name(laptop, "D")
            until_the_same(laptop, hq)
        assert sorted(path.name for path in (tmp_path / try_).iterdir()) == ["hq", "office"]
        assert not [*folder.rglob("*.part*")]
        if address:
            assert server_copy.UNFINISHED not in tables(address)
            with refused("database-in-use"):
                restore(was, tmp_path / try_ / "second", address)
        shutil.rmtree(tmp_path / try_)
    assert there == {False, True}


def test_a_database_that_is_being_filled_is_refused_to_a_second_one(database: Database) -> None:
    address = database()
    engine = server.engine(address)
    with server_copy.filling(engine), refused("database-being-filled"):
        other = server.engine(address)
        try:
            with server_copy.filling(other):
                raise AssertionError("both would fill it")
        finally:
            other.dispose()
    engine.dispose()


def test_whoever_tries_again_waits_until_the_server_has_heard_that_the_first_one_ended(database: Database) -> None:
    address = database()
    first, second = server.engine(address), server.engine(address)
    guard = first.connect()
    guard.execute(select(func.pg_advisory_lock(server_copy.FILLER)))
    ended = threading.Timer(1, guard.invalidate)
    ended.start()
    with server_copy.filling(second):
        assert server_copy.UNFINISHED in tables(address)
    ended.join()
    for engine in (first, second):
        engine.dispose()


def test_a_server_is_asked_to_look_whether_a_computer_is_still_there(database: Database) -> None:
    """Else it keeps the locks of one that lost its power for two hours. Of a socket on this computer it shows 0."""
    asked = "SELECT name FROM pg_settings WHERE source = 'session' AND name LIKE 'tcp_keepalives%%' ORDER BY name"
    engine = server.engine(database())
    with engine.connect() as connection:
        names = list(connection.exec_driver_sql(asked).scalars())
    engine.dispose()
    assert names == ["tcp_keepalives_count", "tcp_keepalives_idle", "tcp_keepalives_interval"]
