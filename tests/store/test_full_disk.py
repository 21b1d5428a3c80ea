"""A full disk: one sentence, nothing half saved, nothing lost, and work goes on when there is room again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.base.text import speak
from desktop.store.journal import verify_chain
from desktop.store.records import Partner
from desktop.store.store import Store

ROOT = Path(__file__).parents[2]
KEY = b"k" * 32

# No file may grow beyond a limit, as on a disk without room; then the limit is lifted in the same process.
WRITER = """
import resource, signal, sys
from pathlib import Path
from desktop.base.errors import Problem
from desktop.store.records import Partner
from desktop.store.store import Store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
store = Store.open(path, b"k" * 32)
limit = path.stat().st_size + 400_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
saved = 0
try:
    while saved < 500:
        with store.change("Written", "o") as session:
            session.add(Partner(name=f"Partner {saved}", country="SN", notes="x" * 20_000))
        saved += 1
except Problem as problem:
    print(saved, problem.text)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with store.change("Written", "o") as session:
    session.add(Partner(name="After", country="SN"))
store.close()
"""


@pytest.mark.skipif(os.name == "nt", reason="the size of files is limited by POSIX only")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    speak("en")
    path = tmp_path / "office.db"
    store = Store.open(path, KEY)
    store.become("SN10")
    with store.change("Written", "o") as session:
        session.add(Partner(name="Before", country="SN"))
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(path)], capture_output=True, text=True, cwd=ROOT, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    saved, _, sentence = done.stdout.strip().partition(" ")
    assert 0 < int(saved) < 500
    assert sentence.count(".") == 1 and sentence.endswith(".")

    store = Store.open(path, KEY)
    with store.read() as session:
        names = [partner.name for partner in session.query(Partner)]
        assert verify_chain(session, store.identity.device) == int(saved) + 2
    assert sorted(names) == sorted(["Before", "After", *(f"Partner {n}" for n in range(int(saved)))])
    store.close()
