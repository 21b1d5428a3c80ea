"""Measurements run by `packaging/dev.py bench` only; each is held against a floor or a peer in the same run."""

import sys
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture(autouse=True)
def only_when_asked(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("benchmark_disable") and not request.config.getoption("benchmark_enable"):
        pytest.skip("measurements run by `packaging/dev.py bench`")


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[str], None]]:
    """Print a line of the table, whatever pytest does with what tests print."""

    def say(line: str) -> None:
        with capfd.disabled():
            print(f"\n  {line}", file=sys.stderr, end="")

    yield say
