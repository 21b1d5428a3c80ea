"""Offices move to a second real PostgreSQL server and back: the same rows, whatever interrupts it."""

import json
import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from desktop.base.progress import Progress
from desktop.commands import terminal
from desktop.office import Account, Office
from desktop.store import second_server, server
from desktop.store.records import OfficeProfile
from desktop.store.store import Store
from desktop.store.vault import FLOOR, Vault
from tests.bench.sync import servers
from tests.bench.sync.intake import BenchHeadquarters, BenchOffice
from tests.bench.sync.servers import Cluster
from tests.bench.sync.test_two_servers import everything
from tests.commands.running import Run, run
from tests.faulty import deaths
from tests.journeys.test_put_back import name, recognise, rounds, until_the_same
from tests.offices import PASSPHRASE, chief, office, office_folder
from tests.refusal import refused

__all__ = ["chief", "office", "office_folder", "run"]

FULL = os.environ.get("PASSERELLE_FULL") == "1"
MOVED = ("B000", "B001")


@pytest.fixture(scope="module")
def clusters() -> Iterator[Sequence[Cluster]]:
    if why := servers.lacking():
        pytest.skip(why)
    with servers.clusters(54341, 54342) as started:
        yield started


def empty(cluster: Cluster) -> None:
    cluster.run("DROP EXTENSION IF EXISTS postgres_fdw CASCADE")
    cluster.run("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


@pytest.fixture
def offices() -> list[BenchOffice]:
    return [BenchOffice.of(number, partners=5) for number in range(4)]


@pytest.fixture
def headquarters(
    clusters: Sequence[Cluster], offices: list[BenchOffice], tmp_path: Path
) -> Iterator[BenchHeadquarters]:
    """Four offices on the first server; the second one holds nothing."""
    for cluster in clusters:
        empty(cluster)
    made = BenchHeadquarters(clusters[0].address, tmp_path / "hq", offices)
    made.take([made.file(office.bundle(30, made.keys)) for office in offices])
    yield made
    made.close()


def move(here: str, there: str) -> None:
    store = Store.connect(here)
    second_server.move_out(store, there, MOVED, Progress())
    store.close()


def bring_back(here: str) -> None:
    store = Store.connect(here)
    for group in second_server.groups(store):
        second_server.move_back(store, group.number, Progress())
    store.close()


def count(cluster: Cluster, table: str) -> object:
    return cluster.value(f"SELECT count(*) FROM {table}")


def test_offices_move_go_on_and_come_back(
    headquarters: BenchHeadquarters, offices: list[BenchOffice], clusters: Sequence[Cluster]
) -> None:
    first, second = clusters
    store, before = headquarters.store, everything(headquarters.store)
    sizes = second_server.sizes(store, MOVED)
    group = second_server.move_out(store, second.address, MOVED, Progress())
    assert (group.number, group.offices) == (1, MOVED) and str(second.port) in group.server
    assert second_server.groups(store) == [group]
    assert everything(store) == before
    assert sum(size.rows for size in sizes) == sum(int(str(count(second, name))) for name in _tables(second)), (
        "what was told before is what moved"
    )
    assert count(second, "partner_far1") != 0
    assert first.value(f"SELECT count(*) FROM partner_rest WHERE office IN {MOVED}") == 0
    headquarters.take([headquarters.file(office.bundle(20, headquarters.keys)) for office in offices])
    worked = everything(store)
    assert worked != before
    second_server.move_back(store, group.number, Progress())
    assert everything(store) == worked and second_server.groups(store) == []
    assert count(second, "partner_far1") == 0
    assert first.value("SELECT count(*) FROM pg_foreign_server") == 0
    again = second_server.move_out(store, second.address, MOVED[:1], Progress())
    third = second_server.move_out(store, second.address, MOVED[1:], Progress())
    assert (again.offices, third.offices, third.number) == (MOVED[:1], MOVED[1:], again.number + 1)
    assert everything(store) == worked


def _tables(cluster: Cluster) -> list[str]:
    names = cluster.value("SELECT string_agg(relname, ' ') FROM pg_class WHERE relkind = 'r' AND relname LIKE '%_far1'")
    return str(names).split()


def test_killed_at_any_point_offices_are_whole_on_one_server_or_the_other(
    headquarters: BenchHeadquarters, clusters: Sequence[Cluster], tmp_path: Path
) -> None:
    first, second = clusters
    expected, share = everything(headquarters.store), 7 if FULL else 40
    headquarters.close()

    def looked_at() -> Store:
        store = Store.connect(first.address)
        assert everything(store) == expected
        return store

    def here_again(_try: str) -> partial[None]:
        bring_back(first.address)
        return partial(move, first.address, second.address)

    def moved_again(_try: str) -> partial[None]:
        store = Store.connect(first.address)
        second_server.forget_returned(store)
        moved = second_server.groups(store)
        store.close()
        if not moved:
            move(first.address, second.address)
        return partial(bring_back, first.address)

    for prepare in (here_again, moved_again):
        for _try in deaths(prepare, tmp_path / "points", share):
            looked_at().close()
    bring_back(first.address)
    store = looked_at()
    second_server.forget_returned(store)
    assert second_server.groups(store) == [] and first.value("SELECT count(*) FROM pg_foreign_server") == 0
    store.close()


def test_a_second_server_that_stops_leaves_everything_where_it_was(
    headquarters: BenchHeadquarters, clusters: Sequence[Cluster]
) -> None:
    _first, second = clusters
    before = everything(headquarters.store)

    class Stopping(Progress):
        def step(self, done: int, total: int, text: str = "") -> None:
            if done == total // 2:
                second.stop()

    try:
        with refused("servers-did-not-move"):
            second_server.move_out(headquarters.store, second.address, MOVED, Stopping())
    finally:
        second.start()
    assert everything(headquarters.store) == before and second_server.groups(headquarters.store) == []
    second_server.move_out(headquarters.store, second.address, MOVED, Progress())
    assert everything(headquarters.store) == before


def test_a_database_in_use_and_one_with_rows_of_an_earlier_move_are_left_alone(
    headquarters: BenchHeadquarters, clusters: Sequence[Cluster]
) -> None:
    first, second = clusters
    with refused("database-in-use"):
        second_server.move_out(headquarters.store, first.address, MOVED, Progress())
    second.run("CREATE TABLE partner_far7 (id text)", "INSERT INTO partner_far7 VALUES ('somebody’s')")
    group = second_server.move_out(headquarters.store, second.address, MOVED, Progress())
    assert group.number == 8 and count(second, "partner_far7") == 1
    engine = server.engine(first.address)
    with refused("offices-on-another-server"):
        second_server.require_all_here(engine)
    engine.dispose()


def test_the_command_says_what_would_move_moves_and_brings_back(
    office: Office, clusters: Sequence[Cluster], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backups are made as ever meanwhile, of everything on both servers."""
    for cluster in clusters:
        empty(cluster)
    monkeypatch.setenv(terminal.PASSPHRASE, PASSPHRASE)
    folder, other = tmp_path / "hq", tmp_path / "other"
    other.write_text(clusters[1].address, "utf-8")
    account = Account("Omar Haddad", "", "hq_administrator", PASSPHRASE)
    profile = OfficeProfile(code="HQ", kind="hq", name="Siège", language="fr")
    with Office.create(folder, account, profile, cost=FLOOR, address=clusters[0].address) as hq:
        recognise(office, hq)
        name(office, "A", "B")
        rounds(office, hq, 1)

    def move_by_command(*arguments: str) -> str:
        code, said, wrong = run("hq", "move", *arguments, "--office", folder, "--json")
        return said if not code else wrong

    assert "Aucun autre serveur" in move_by_command("SN10")
    named = ("--database-file", str(other))
    assert "n’a rien d’un bureau" in move_by_command("MA20", *named)
    would = json.loads(move_by_command("SN10", *named))
    assert (would["moved"], json.loads(move_by_command())["groups"]) == (False, [])
    moved = json.loads(move_by_command("SN10", *named, "--yes"))
    assert moved == {**would, "moved": True} and moved["rows"] > 0
    assert [group["offices"] for group in json.loads(move_by_command())["groups"]] == [["SN10"]]
    assert "déjà sur un autre serveur" in move_by_command("SN10", *named)
    assert run("hq", "backup", "--to", tmp_path / "stick", "--office", folder)[0] == 0
    assert json.loads(move_by_command("SN10", "--back"))["moved"] is False
    assert json.loads(move_by_command("SN10", "--back", "--yes")) == {"offices": ["SN10"], "moved": True}
    assert "sur aucun autre serveur" in move_by_command("SN10", "--back")
    with Office.unlock(folder, Vault.open(folder).officers[0].id, PASSPHRASE) as hq:
        name(office, "C")
        until_the_same(office, hq)
