"""Power cuts by the hundred, on disks that obey and on disks that lie: how many left both sides the same."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.journeys.test_fault_points import Sides, two_sides
from tests.journeys.test_power_cuts import KINDS, record

__all__ = ["two_sides"]
CUTS = 300  # of each kind


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("kind", KINDS)
def test_power_cuts(
    two_sides: Sides, tmp_path: Path, kind: str, benchmark: BenchmarkFixture, tell: Callable[[str], None]
) -> None:
    recorded = record(two_sides, tmp_path)
    for number in range(1000, 1000 + CUTS):
        recorded.play(recorded.draw(random.Random(number), kind), tmp_path / f"{number}")
    benchmark.pedantic(lambda: None, rounds=1)
    tell(f"{CUTS} power cuts on a disk that {kind}: after each, office and Headquarters came to hold the same")
