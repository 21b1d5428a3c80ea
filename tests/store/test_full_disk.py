"""A full disk: one sentence, nothing half saved, nothing lost, and work goes on when there is room again."""

import subprocess
import sys
from pathlib import Path

from desktop.base.text import speak
from desktop.store.journal import verify_chain
from desktop.store.records import Partner
from desktop.store.store import Store
from tests.faulty import can_fill

ROOT = Path(__file__).parents[2]
KEY = b"k" * 32

# No file may grow beyond a limit, as on a disk without room; then the limit is lifted in the same process.
WRITER = """
import sys
from pathlib import Path
from desktop.base.errors import Problem
from desktop.store.records import Partner
from desktop.store.store import Store
from tests.faulty import limit_files, make_room

path = Path(sys.argv[1])
store = Store.open(path, b"k" * 32)
limit_files(400_000, beyond=path)
saved = 0
try:
    while saved < 500:
        with store.change("Written", "o") as session:
            session.add(Partner(name=f"Partner {saved}", country="SN", notes="x" * 20_000))
        saved += 1
except Problem as problem:
    print(saved, problem.text)
make_room()
with store.change("Written", "o") as session:
    session.add(Partner(name="After", country="SN"))
store.close()
"""


@can_fill
def test_a_full_disk_loses_nothing(disk: Path) -> None:
    speak("en")
    path = disk / "office.db"
    store = Store.open(path, KEY)
    store.become("SN10")
    with store.change("Written", "o") as session:
        session.add(Partner(name="Before", country="SN"))
    store.close()
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WRITER, str(path)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        timeout=120,
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
