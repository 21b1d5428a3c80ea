"""M3 and M4 of the sync design: what Headquarters' import costs, against COPY of the very rows that it wrote."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.base.numbers import format_number
from tests.bench.sync.intake import BenchHeadquarters, BenchOffice

Say = Callable[[str], None]


@pytest.mark.parametrize(
    "bundles,count,calls,most",
    [(1, 10_000, 1, 12), (20, 500, 1, 15), (20, 500, 20, 30)],
    ids=["one bundle", "twenty in one call", "twenty in twenty calls"],
)
def test_ten_thousand_changes_of_one_office(
    bundles: int, count: int, calls: int, most: int, database: Callable[[], str], tmp_path: Path,
    benchmark: BenchmarkFixture, tell: Say,
) -> None:  # fmt: skip
    """Floor: COPY of the rows. Least of five of each; 40 µs a change where they come in one bundle."""
    ours, floor = [], []
    for turn in range(5):
        office = BenchOffice.of(0)
        headquarters = BenchHeadquarters(database(), tmp_path / str(turn), [office])
        paths = [headquarters.file(office.bundle(count, headquarters.keys)) for _ in range(bundles)]
        at_once = bundles // calls
        parts = [paths[start : start + at_once] for start in range(0, bundles, at_once)]
        ours.append(headquarters.spent(lambda hq=headquarters, parts=parts: [hq.take(part) for part in parts]))
        floor.append(headquarters.copy_again())
        headquarters.close()
    benchmark.pedantic(lambda: None, rounds=1)
    spent, bare, changes = min(ours), min(floor), bundles * count
    tell(
        f"{changes} changes, {bundles} bundles, {calls} calls: {shown(spent)} s = {shown(spent / bare)} times COPY "
        f"({shown(bare)} s; target {most}), {shown(spent / changes * 1e6)} µs a change, "
        f"{shown(spent / bundles * 1000)} ms a bundle"
    )
    assert spent <= most * bare


def test_three_hundred_offices(
    database: Callable[[], str], tmp_path: Path, benchmark: BenchmarkFixture, tell: Say
) -> None:
    """A thousand changes of each, all in one call: 15 s on one core."""
    offices = [BenchOffice.of(number, partners=200) for number in range(300)]
    headquarters = BenchHeadquarters(database(), tmp_path, offices)
    paths = [headquarters.file(office.bundle(1_000, headquarters.keys)) for office in offices]
    spent = headquarters.spent(lambda: headquarters.take(paths))
    benchmark.pedantic(lambda: None, rounds=1)
    size = headquarters.size()
    bare = headquarters.copy_again()
    headquarters.close()
    tell(
        f"300 offices × 1,000 changes: {shown(spent)} s (target 15) = {shown(spent / bare)} times COPY "
        f"({shown(bare)} s); {shown(size / 300_000)} bytes a change in the database, with records, indexes and search"
    )
    assert spent <= 15


def shown(value: float) -> str:
    return format_number(value, "en", 2)
