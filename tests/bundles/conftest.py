"""The people of these tests."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from desktop.bundles.reader import BundleReader
from desktop.bundles.reader_starts import ForkedReaders, PreparedReaders
from tests.bundles.world import World, new_world


@pytest.fixture(scope="session")
def world() -> World:
    return new_world()


@pytest.fixture(params=[ForkedReaders, PreparedReaders] if hasattr(os, "fork") else [PreparedReaders])
def reader(request: pytest.FixtureRequest, world: World) -> Iterator[BundleReader]:
    """HQ's reader, on a system that forks and on one that does not."""
    with BundleReader(world.keyset, (world.hq,), starts=request.param(subprocess.DEVNULL)) as opened:
        yield opened
