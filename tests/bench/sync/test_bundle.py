"""M1 and M2 of the sync design: what a bundle weighs and costs, beside what else carries the same edits.

Ours carries every edit with its author, moment and the version that its writer saw, signed and encrypted. Of the peers
SQLite's session extension (by `apsw`) and git are measured where they are installed; neither is a part of the project.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import zstandard
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.base.change import START, Change, heads
from desktop.base.numbers import format_number
from desktop.bundles.bundle import BundleKind, Load, compose
from desktop.bundles.content import About, DeviceJournal
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.store import bulk
from desktop.store.journal import row_of
from desktop.store.records import ChangeRow, Position, table_of
from desktop.store.store import Store
from tests.bench.sync.intake import of_partner
from tests.bundles import workload

ROOT = Path(__file__).parents[3]
KEY, DEVICE = b"k" * 32, "d0" * 16
FIELDS = 18  # of the workload's records
Say = Callable[[str], None]


@pytest.mark.parametrize("count,partners,most", [(100, 20, 50), (1_000, 200, 28), (10_000, 1_000, 20)])
def test_bytes_of_an_edit(count: int, partners: int, most: int, benchmark: BenchmarkFixture, tell: Say) -> None:
    """The target is 50, 28 and 20 bytes an edit with its whole history."""
    laptop, headquarters = DeviceKeys.generate(DEVICE), DeviceKeys.generate()
    changes = tuple(workload.edits(count, partners))
    load = Load(journals=[DeviceJournal(DEVICE, START, changes)])
    about = About("1.0.0", 7, "2026-11-24T12:00:00.000Z")
    ours = len(compose(BundleKind.CHANGES, laptop, [headquarters.public], about, load)) / count
    benchmark.pedantic(lambda: None, rounds=1)
    peers = [f"{name} {shown(peer(changes) / count)}" for name, peer in PEERS.items() if _is_there(name)]
    missing = [name for name in PEERS if not _is_there(name)]
    tell(
        f"{count} edits: {shown(ours)} bytes each (target {most}); "
        + "; ".join([*peers, *(f"{name}: not installed here" for name in missing)])
    )
    assert ours <= most


EXPORT = """
import resource, sys, time
from pathlib import Path
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import sending
from desktop.store.records import Officer
from desktop.store.store import Store
from tests.makers import work_of
folder = Path(sys.argv[1])
store = Store.open(folder / "office.db", b"k" * 32)
keys, work = DeviceKeys.from_json(store.recall("keys")), work_of(store, Officer(name="o", role="officer"))
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.process_time()
sent = sending.pack(work, keys, folder)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.process_time() - begun, (most - idle) / 1024, idle / 1024, sent.size)
store.close()
"""


def test_export_of_ten_thousand_edits_from_the_office(tmp_path: Path, benchmark: BenchmarkFixture, tell: Say) -> None:
    """From the encrypted database to the file, in a process of its own: 0.3 s."""
    store = Store.open(tmp_path / "office.db", KEY)
    store.become("SN10", DEVICE)
    keys, headquarters = DeviceKeys.generate(DEVICE), DeviceKeys.generate()
    store.remember("keys", dict(keys.to_json()))
    store.remember("keyset", Keyset((headquarters.public,), (), {}, 1).signed(headquarters).to_json())
    changes = [of_partner(change)._replace(device=DEVICE) for change in workload.edits(10_000)]
    after = list(heads(START, changes))
    rows = [row_of(change, head, "SN10") for change, head in zip(changes, after, strict=True)]
    with store.engine.execution_options(write=True).begin() as connection:
        bulk.append(connection, table_of(ChangeRow), rows)
        position = {"device": DEVICE, "office": "SN10", "number": 10_000, "head": after[-1], "acked": 0}
        bulk.append(connection, table_of(Position), [position])
    store.close()
    runs = []
    for _round in range(3):
        command = [sys.executable, "-c", EXPORT, str(tmp_path)]
        runs.append(subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout.split())
    spent, memory = min(float(run[0]) for run in runs), min(float(run[1]) for run in runs)
    benchmark.pedantic(lambda: None, rounds=1)
    tell(
        f"export of 10,000 edits: {shown(spent)} s (target 0.3), {shown(memory)} MB above {shown(float(runs[0][2]))}, "
        f"{runs[0][3]} bytes"
    )
    assert spent <= 0.3


def of_sessions(changes: Sequence[Change]) -> float:
    """SQLite's change sets, one for each edit, compressed as one; no author, no moment."""
    import apsw

    columns = ", ".join(f"f{number}" for number in range(FIELDS))
    database = apsw.Connection(":memory:")
    database.execute(f"CREATE TABLE partner (id TEXT PRIMARY KEY, {columns})")
    known: set[str] = set()
    for change in changes:  # the state that both sides have
        if change.entries[0].id not in known:
            known.add(change.entries[0].id)
            database.execute("INSERT INTO partner (id) VALUES (?)", (change.entries[0].id,))
    whole = b""
    for change in changes:
        session = apsw.Session(database, "main")
        session.attach("partner")
        for cell in change.entries[0].cells:
            value = cell.value if isinstance(cell.value, str) else json.dumps(cell.value)
            database.execute(f"UPDATE partner SET f{cell.field} = ? WHERE id = ?", (value, change.entries[0].id))
        whole += session.changeset()
    return len(zstandard.ZstdCompressor(level=10).compress(whole))


def of_git(changes: Sequence[Change]) -> float:
    """A git bundle of one commit for each edit."""
    from tempfile import TemporaryDirectory

    files: dict[str, dict[str, object]] = {}
    stream: list[bytes] = []
    for change in changes:
        entry = change.entries[0]
        record = files.setdefault(entry.id, {})
        record.update({str(cell.field): cell.value for cell in entry.cells})
        blob, what = json.dumps(record, indent=0, ensure_ascii=False).encode(), change.what.encode()
        stream.append(
            b"commit refs/heads/main\ncommitter o <%s> %d +0000\ndata %d\n%s\n"
            % (change.by.encode(), change.at // 1000, len(what), what)
            + b"M 644 inline %s\ndata %d\n%s\n" % (entry.id.encode(), len(blob), blob)
        )
    with TemporaryDirectory() as folder:

        def git(*arguments: str, given: bytes = b"") -> None:
            subprocess.run(["git", *arguments], cwd=folder, input=given, check=True, capture_output=True)

        git("init", "-q", "-b", "main")
        git("fast-import", "--quiet", given=b"".join(stream))
        git("repack", "-adfq")
        git("bundle", "create", "-q", "edits.bundle", "main")
        return (Path(folder) / "edits.bundle").stat().st_size


PEERS: dict[str, Callable[[Sequence[Change]], float]] = {"SQLite session": of_sessions, "git bundle": of_git}


def _is_there(peer: str) -> bool:
    if peer == "git bundle":
        return shutil.which("git") is not None
    return importlib.util.find_spec("apsw") is not None


def shown(value: float) -> str:
    return format_number(value, "en", 2)
