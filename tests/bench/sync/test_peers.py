"""Who else carries records between machines: Morango and PouchDB take in the edits that Headquarters takes in.

Both live in environments of their own and are no part of the project: `PASSERELLE_MORANGO` is the Python of one that
has Morango, `PASSERELLE_POUCHDB` the folder in which npm put pouchdb-core, pouchdb-adapter-memory and
pouchdb-replication. Either is left out by name where it is not said. They carry the newest state of a record; ours
carries every edit.
"""

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.base.numbers import format_number
from tests.bench.sync.intake import BenchHeadquarters, BenchOffice
from tests.bundles import workload

EDITS, RECORDS = 10_000, 1_000
FOLDER = Path(__file__).parent / "peers"
PEERS: Mapping[str, tuple[str, Callable[[str], Sequence[str]]]] = {
    "Morango": ("PASSERELLE_MORANGO", lambda python: (python, str(FOLDER / "morango_import.py"))),
    "PouchDB": ("PASSERELLE_POUCHDB", lambda folder: ("node", str(FOLDER / "pouchdb.js"), folder)),
}


@pytest.mark.timeout(900)
def test_who_else_takes_in_ten_thousand_edits_of_a_thousand_records(
    database: Callable[[], str], tmp_path: Path, benchmark: BenchmarkFixture, tell: Callable[[str], None]
) -> None:
    benchmark.pedantic(lambda: None, rounds=1)
    office = BenchOffice.of(0, partners=RECORDS)
    headquarters = BenchHeadquarters(database(), tmp_path, [office])
    bundle = office.bundle(EDITS, headquarters.keys)
    path = headquarters.file(bundle)
    spent = headquarters.spent(lambda: headquarters.take([path]))
    headquarters.close()
    tell(f"ours, every edit, signed, encrypted, searched: {told(len(bundle), spent)}")
    given = "\n".join(map(as_line, workload.edits(EDITS, RECORDS)))
    for name, (variable, command) in PEERS.items():
        where = os.environ.get(variable)
        if not where:
            tell(f"{name}: not measured here ({variable} says where it is)")
            continue
        run = subprocess.run(command(where), input=given, check=True, capture_output=True, text=True)
        answer = json.loads(run.stdout)
        assert answer["records"] == RECORDS
        tell(f"{name}, the newest state, in memory: {told(answer['bytes'], answer['seconds'])}")


def as_line(change: workload.Change) -> str:
    """An edit as a peer reads it: the id of the record, and its fields as text."""
    (entry,) = change.entries
    fields = {
        f"f{cell.field}": cell.value if isinstance(cell.value, str) else json.dumps(cell.value) for cell in entry.cells
    }
    return json.dumps([entry.id, fields], ensure_ascii=False)


def told(size: int, seconds: float) -> str:
    """Bytes and microseconds of an edit."""
    return (
        f"{format_number(size / EDITS, 'en', 1)} bytes and {format_number(seconds / EDITS * 1e6, 'en', 0)} µs an edit, "
        f"{format_number(seconds / RECORDS * 1e6, 'en', 0)} µs a record"
    )
