"""The process that readers are forked from: it holds no bundle, lends nothing, and ends with the program."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.__main__ import NURSERY, READER
from desktop.bundles import confined, nursery
from desktop.bundles.bundle import Load, Refused
from desktop.bundles.reader import BundleReader
from desktop.bundles.reader_starts import ForkedReaders
from tests.bundles.workload import Office
from tests.systems import only_where

ROOT = Path(__file__).resolve().parents[2]
pytestmark = only_where(sys.platform == "linux", "readers are split off from a nursery, looked at in /proc")

TWO_AT_ONCE = """
import json, os, subprocess, sys
from desktop.bundles.keys import Keyset
from desktop.bundles.reader_starts import ForkedReaders

starts = ForkedReaders(subprocess.DEVNULL)
keyset = json.dumps(Keyset(()).to_json()).encode()
readers = [starts.start(keyset) for _reader in range(2)]  # whose channels close with them
print(*(reader.pid for reader in readers), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(world, tmp_path) -> Path:
    source = Office(20, 1, (world.laptop.device,)).edits()
    return world.export(tmp_path, Load([world.journal([next(source) for _change in range(10)])]))


def parent(pid: int | None) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])


def alive(pid: int) -> bool:
    """After a moment in which it may end; what only waits to be counted is not alive."""
    stat = Path(f"/proc/{pid}/stat")
    for _try in range(200):
        try:
            if stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
                return False
        except (FileNotFoundError, ProcessLookupError):
            return False
        time.sleep(0.01)
    return True


def test_the_frozen_program_knows_both_by_their_flags():
    assert (READER, NURSERY) == (confined.FLAG, nursery.FLAG)


def test_all_readers_of_the_program_come_from_one_nursery(world, path):
    with BundleReader(world.keyset, (world.hq,)) as one, BundleReader(world.keyset, (world.hq,)) as other:
        assert one.read(path) == other.read(path)
        assert one.pid != other.pid
        assert parent(one.pid) == parent(other.pid)
        assert parent(parent(one.pid)) == os.getpid()


def test_each_reader_believes_whom_its_own_keyset_names(world, path):
    """The nursery remembers one keyset, whatever was asked before."""
    stranger = replace(world.keyset, certificates=())
    with BundleReader(world.keyset, (world.hq,)) as one, BundleReader(stranger, (world.hq,)) as other:
        for _turn in range(2):
            assert one.read(path).journals
            with pytest.raises(Refused) as refusal:
                other.read(path)
            assert refusal.value.code == "unknown-sender"
        assert parent(one.pid) == parent(other.pid)


def test_a_nursery_that_was_killed_is_replaced_and_its_readers_end(world, path):
    with BundleReader(world.keyset, (world.hq,)) as reader:
        reader.read(path)
        first = parent(reader.pid)
        os.kill(first, signal.SIGKILL)
        assert reader.read(path).journals
        assert parent(reader.pid) != first


def test_a_forked_reader_holds_nothing_but_its_own_channel(world, path):
    with BundleReader(world.keyset, (world.hq,)) as one, BundleReader(world.keyset, (world.hq,)) as other:
        one.read(path)
        other.read(path)
        sockets = open_in(other.pid) - {os.devnull}
        assert len(sockets) == 1 and sockets.pop().startswith("socket:")
        assert open_in(one.pid) & open_in(other.pid) == {os.devnull}


def open_in(pid: int | None) -> set[str]:
    return {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}


def test_a_forked_reader_is_capped_as_any_other(world, path):
    with BundleReader(world.keyset, (world.hq,)) as reader:
        reader.read(path)
        limits = Path(f"/proc/{reader.pid}/limits").read_text(encoding="ascii")
    rows = {line[:25].strip(): line[26:46].strip() for line in limits.splitlines()}
    assert (rows["Max file size"], rows["Max open files"], rows["Max core file size"]) == ("0", "32", "0")
    assert int(rows["Max address space"]) < 1 << 30


def test_a_fork_of_the_program_has_its_own_readers_from_the_same_nursery(world, path):
    with BundleReader(world.keyset, (world.hq,)) as reader:
        reader.read(path)
        child = os.fork()
        if child == 0:
            with BundleReader(world.keyset, (world.hq,), starts=ForkedReaders(subprocess.DEVNULL)) as other:
                os._exit(0 if other.read(path).journals and parent(other.pid) == parent(reader.pid) else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert reader.read(path).journals


@pytest.mark.parametrize("end", ["closed", "killed"])
def test_nursery_and_readers_end_with_the_program(end):
    program = subprocess.Popen(
        [sys.executable, "-c", TWO_AT_ONCE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with program:
        pids = [int(pid) for pid in program.stdout.readline().split()]
        breeder = parent(pids[0])
        if end == "killed":
            program.kill()
    assert not any(map(alive, [breeder, *pids]))
