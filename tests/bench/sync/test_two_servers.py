"""Headquarters beyond one machine, on an existing engine: offices on a second PostgreSQL, and a copy that is only read.

Not among the tests of every day: the wheel of PostgreSQL that the project is locked to comes without `postgres_fdw`.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import select

from desktop.base.numbers import format_number
from desktop.base.progress import Progress
from desktop.bundles.keys import DeviceKeys
from desktop.definitions.indicator import Period
from desktop.services.exchange.headquarters import offices as offices_list
from desktop.services.registry import partner_list
from desktop.services.registry.partner_list import PartnerFilter
from desktop.services.results import condensing
from desktop.services.search import hits
from desktop.store import second_server
from desktop.store.records import Base, Partner
from desktop.store.search_index import LINE
from desktop.store.store import Store
from tests.bench.sync import servers
from tests.bench.sync.intake import BenchHeadquarters, BenchOffice
from tests.bench.test_figures import USUAL, spread
from tests.makers import work_of
from tests.refusal import refused

Say = Callable[[str], None]
COUNT = 20  # offices
CHANGES = 500  # of each, in a bundle
HIDDEN = {  # drawn at random, or the moment of an import
    "parked": {"id"}, "position": {"heard_at", "head"}, "received": {"digest", "sender", "size", "arrived_at"},
    "change": {"head"},
}  # fmt: skip


@pytest.fixture(scope="module")
def clusters() -> Iterator[Sequence[servers.Cluster]]:
    if why := servers.lacking():
        pytest.skip(why)
    with servers.clusters(54331, 54332, 54333) as started:
        yield started


def test_offices_on_a_second_server_are_the_same_headquarters(
    clusters: Sequence[servers.Cluster], tmp_path: Path, benchmark: BenchmarkFixture, tell: Say
) -> None:
    """The same bundles and records on one server and on two: every row, list, indicator and search is the same."""
    alone, first, second = clusters
    keys = DeviceKeys.generate()
    codes = [f"B{number:03}" for number in range(COUNT)]
    spent: dict[str, list[float]] = {"one": [], "two": []}
    answers, rows = [], []
    for name, cluster in (("one", alone), ("two", first)):
        offices = [BenchOffice.of(number, partners=200) for number in range(COUNT)]
        headquarters = BenchHeadquarters(cluster.address, tmp_path / name, offices, keys)
        spread(headquarters.store, codes, USUAL, len(codes))
        if name == "two":
            second_server.move_out(headquarters.store, second.address, codes[: COUNT // 2], Progress())
        for _round in range(2):  # new records, then known ones
            paths = [headquarters.file(office.bundle(CHANGES, keys)) for office in offices]
            began = time.perf_counter()
            assert headquarters.take(paths) == COUNT * CHANGES
            spent[name].append(time.perf_counter() - began)
        rows.append(everything(headquarters.store))
        answers.append(answered(headquarters.store, codes))
        headquarters.close()
    for table in ("partner", "change", "stamp", "contribution", "search_line"):
        of_them = f"SELECT count(*) FROM {table} WHERE office < '{codes[COUNT // 2]}'"
        assert second.value(f"SELECT count(*) FROM {table}_far1") == alone.value(of_them) != 0
    assert rows[0] == rows[1]
    assert answers[0] == answers[1]
    benchmark.pedantic(lambda: None, rounds=1)
    tell(
        f"{COUNT} offices × {CHANGES} changes by the clock: {shown(spent['one'])} s on one server, with half of the "
        f"offices on a second {shown(spent['two'])} s (new records, then known ones)"
    )


def test_a_copy_that_follows_serves_who_only_reads(
    clusters: Sequence[servers.Cluster], tmp_path: Path, benchmark: BenchmarkFixture, tell: Say
) -> None:
    """A streaming replica answers as its primary does, while it takes in; what is written to it is refused in words."""
    primary = clusters[0]
    primary.run("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    offices = [BenchOffice.of(number, partners=100) for number in range(4)]
    headquarters = BenchHeadquarters(primary.address, tmp_path, offices)
    codes = [office.code for office in offices]
    spread(headquarters.store, codes, USUAL, len(codes))
    with servers.following(primary, 54334) as copy:
        headquarters.take([headquarters.file(office.bundle(CHANGES, headquarters.keys)) for office in offices])
        condensing.figures_of(work_of(headquarters.store), codes, [Period.year(2026)])
        reached, began = str(primary.value("SELECT pg_current_wal_lsn()")), time.perf_counter()
        while not copy.value(f"SELECT pg_last_wal_replay_lsn() >= '{reached}'::pg_lsn"):
            assert time.perf_counter() - began < 60
        late = time.perf_counter() - began
        read_only = Store.connect(copy.address)
        assert everything(read_only) == everything(headquarters.store)
        assert answered(read_only, codes) == answered(headquarters.store, codes)
        with refused("records-read-only"), read_only.change("Noted", "o") as session:
            session.add(Partner(name="Atlas"))
        read_only.close()
    headquarters.close()
    benchmark.pedantic(lambda: None, rounds=1)
    tell(f"a copy that follows has a whole import {shown([late])} s after its primary, and answers the same")


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table, whatever part it lies in."""
    rows: dict[str, list[str]] = {}
    with store.engine.connect() as connection:
        for table in (*Base.metadata.sorted_tables, LINE):
            if table.name == "local":
                continue
            columns = [column for column in table.columns if column.name not in HIDDEN.get(table.name, ())]
            rows[table.name] = sorted(map(repr, map(tuple, connection.execute(select(*columns)))))
    return rows


def answered(store: Store, codes: Sequence[str]) -> list[Any]:
    """What the desk shows: partners of all offices, the offices, all indicators of a year, a search."""
    work = work_of(store)
    page = partner_list.page(store, PartnerFilter(), 0, 200)
    narrowed = [partner_list.page(store, PartnerFilter(office=code), 0, 50) for code in codes[:: len(codes) // 3]]
    figures = condensing.figures_of(work, codes, [Period.year(2026)])
    found = [hits.search(work, typed) for typed in ("Partenaire", "B001-p3", random.Random(1).choice(codes))]
    heard = [(line.office, line.waiting) for line in offices_list.heard_of(store)]
    return [page, narrowed, figures, [hit.hits for hit in found], heard]


def shown(seconds: Sequence[float]) -> str:
    return " and ".join(format_number(value, "en", 2) for value in seconds)
