"""What the reader's process may not do, even if a library in it were taken over from within."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.bundles.confined import GONE
from desktop.bundles.reader import BundleReader
from desktop.bundles.reader_starts import PreparedReaders
from tests.refusal import refused
from tests.systems import only_where

ROOT = Path(__file__).resolve().parents[2]
START = (
    "from desktop.bundles.bundle import LIMITS; from desktop.bundles.confined import confine; "
    "import os, socket, subprocess; confine(LIMITS); "
)


def confined(deed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START + deed + "; print('done')"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "deed",
    [
        "socket.socket()",
        "socket.getaddrinfo('example.org', 80)",
        "subprocess.Popen(['true'])",
        "os.system('true')",
        pytest.param("os.fork()", marks=only_where(hasattr(os, "fork"), "Windows knows no fork")),
        "os.execv('/bin/true', ['true'])",
        "import ctypes; ctypes.CDLL(None if os.name == 'posix' else 'kernel32')",
    ],
)
def test_the_reader_ends_rather_than_reach_the_network_or_start_a_process(deed):
    done = confined(deed)
    assert (done.returncode, done.stdout) == (GONE, "")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say how much memory is in use")
def test_the_reader_cannot_take_more_memory_than_allowed():
    assert "MemoryError" in confined("bytearray(100 << 20)").stderr
    assert "MemoryError" not in confined("bytearray(30 << 20)").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files is limited by POSIX systems only")
def test_the_reader_cannot_write_files(tmp_path):
    target = tmp_path / "leak"
    assert "File too large" in confined(f"open({str(target)!r}, 'w').write('secret' * 9000)").stderr
    assert target.stat().st_size == 0


def test_a_confined_process_otherwise_works():
    assert confined("1").stdout == "done\n"


WITHOUT_BARRIER = """
import sys
from desktop.bundles import confined

def refuse(event, arguments):
    if event == "resource.setrlimit":
        raise OSError("not on this computer")

sys.addaudithook(refuse)
sys.exit(confined.read_one(None))
"""


class WithoutBarrier(PreparedReaders):
    """Starts readers whose computer refuses to confine them."""

    def _new(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", WITHOUT_BARRIER]
        return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.mark.skipif(sys.platform == "win32", reason="the system is made to refuse what it is asked for elsewhere")
def test_without_its_barrier_the_reader_touches_no_bundle_and_says_why(world, tmp_path):
    path = tmp_path / "bundle.psb"
    path.write_bytes(b"of no matter")
    with (
        BundleReader(world.keyset, (world.hq,), starts=WithoutBarrier(subprocess.DEVNULL)) as reader,
        refused("reader-not-confined"),
    ):
        reader.read(path)
