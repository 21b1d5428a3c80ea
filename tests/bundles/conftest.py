"""The people of these tests."""

from collections.abc import Iterator

import pytest

from desktop.bundles.reader import BundleReader
from tests.bundles.world import World, new_world


@pytest.fixture(scope="session")
def world() -> World:
    return new_world()


@pytest.fixture
def reader(world: World) -> Iterator[BundleReader]:
    """HQ's reader."""
    with BundleReader(world.keyset, (world.hq,)) as opened:
        yield opened
