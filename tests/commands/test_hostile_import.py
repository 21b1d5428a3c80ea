"""`hq import` of what a recognised laptop makes up, validly signed, into PostgreSQL: a verdict each, no harm done.

What the program's own writer refuses to write, the reader refuses by the same limits: tests/bundles/test_hostile.py.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from desktop import commands
from desktop.base.change import UPDATE, Cell, Change, Entry
from desktop.base.limits import Unsound
from desktop.base.progress import Progress
from desktop.base.values import new_id
from desktop.bundles import bundle
from desktop.bundles.content import About, DeviceJournal
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest
from desktop.office import Office
from desktop.services.exchange.headquarters import offices, overview, recognition
from desktop.store.records import Answer, Device, Evidence, OfficeProfile, Officer, Partner, Task
from desktop.store.store import chain_for
from desktop.store.vault import Vault
from tests.hostile import HostileLaptop, entry
from tests.offices import PASSPHRASE
from tests.server import Databases, headquarters_in

NUL = "a\0b"
Invention = Callable[[HostileLaptop], Change]


def partner(**fields: Any) -> Entry:
    return entry(Partner, new_id(), **{"name": "Forged", **fields})


INVENTIONS: dict[str, Invention] = {
    "a zone beyond the earth": lambda it: it.change(partner(), zone=2**40),
    "a negative version of the tables": lambda it: it.change(partner(), schema=-(2**40)),
    "a version with NUL": lambda it: it.change(partner(), app=NUL),
    "a deed with NUL": lambda it: it.change(partner(), what=NUL),
    "an author with NUL": lambda it: it.change(partner(), by=NUL),
    "a name with NUL": lambda it: it.change(partner(name=NUL)),
    "NUL inside JSON": lambda it: it.change(entry(Answer, new_id(), content={NUL: [NUL]})),
    "NUL in a list of texts": lambda it: it.change(partner(other_names=[NUL])),
    "an id in capitals": lambda it: it.change(entry(Partner, "A" * 32, name="Forged")),
    "a family of 2^40": lambda it: it.change(Entry(2**40, new_id(), "insert", (Cell(1, "x", None),))),
    "a negative family": lambda it: it.change(Entry(-10, new_id(), "insert", (Cell(1, "x", None),))),
    "a field of 2^40": lambda it: it.change(Entry(Partner.KIND, new_id(), "insert", (Cell(2**40, "x", None),))),
    "a negative field": lambda it: it.change(Entry(Partner.KIND, new_id(), "insert", (Cell(-1, "x", None),))),
    "an unknown kind of deed": lambda it: it.change(partner()._replace(op="explode")),
    "a base of a number of 2^60": lambda it: it.change(entry(Partner, new_id(), UPDATE, ("b" * 32, 2**60), name="x")),
    "a base of a device with NUL": lambda it: it.change(entry(Partner, new_id(), UPDATE, (NUL, 1), name="x")),
    "a base of itself": lambda it: it.change(
        entry(Partner, new_id(), UPDATE, (it.keys.device, it.number + 1), name="x")
    ),
    "an office code of 200 letters": lambda it: it.change(entry(OfficeProfile, new_id(), code="A" * 200, name="x")),
    "an office code that leads elsewhere": lambda it: it.change(
        entry(OfficeProfile, new_id(), code="../../HQ", name="../../HQ", kind="hq")
    ),
    "a second Headquarters": lambda it: it.change(entry(OfficeProfile, new_id(), code="HQ", kind="hq", name="Siège")),
    "an administrator of Headquarters": lambda it: it.change(
        entry(Officer, new_id(), name="Omar Haddad", role="hq_administrator", confirmed_by="HQ")
    ),
    "a file that leads elsewhere": lambda it: it.change(
        entry(Evidence, new_id(), name="../../etc/passwd", digest="../../x", title="/etc/passwd")
    ),
    "the same record three times": lambda it: it.change(*([entry(Partner, "c" * 32, name="x")] * 3)),
    "a partner that is its own parent": lambda it: it.change(entry(Partner, "d" * 32, name="x", parent_id="d" * 32)),
    "two partners each above the other": lambda it: it.change(
        entry(Partner, "e" * 32, name="x", parent_id="f" * 32), entry(Partner, "f" * 32, name="y", parent_id="e" * 32)
    ),
    "a laptop that continues itself": lambda it: it.change(
        entry(Device, it.keys.device, name="x", continues=it.keys.device, continues_at=2**31 - 1)
    ),
    "two laptops that continue each other": lambda it: it.change(
        entry(Device, "1" * 32, name="x", continues="2" * 32), entry(Device, "2" * 32, name="y", continues="1" * 32)
    ),
    "a task due in the year 9999": lambda it: it.change(entry(Task, new_id(), what="x", due_on="9999-12-31")),
}


UNWRITABLE = ("NUL", "2^", "negative", "beyond")  # what the writer refuses is named by one of these


class Desk:
    """Headquarters on PostgreSQL, and what an administrator types."""

    def __init__(self, folder: Path, databases: Databases, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        headquarters_in(folder, databases)

    def open(self) -> Office:
        return Office.unlock(self.folder, Vault.open(self.folder).officers[0].id, PASSPHRASE)

    def laptop(self, office: str, outbox: Path) -> HostileLaptop:
        """A laptop that was recognised."""
        keys = DeviceKeys.generate(new_id())
        outbox.mkdir(exist_ok=True)
        with self.open() as hq:
            request = EnrolmentRequest(keys.public, office, "laptop", "Eve", "2026-01-01T00:00:00.000Z")
            recognition.enrol(hq.work, hq.keys, request)
            return HostileLaptop(keys, [hq.keys.public], outbox)

    def run(self, *arguments: str | Path) -> Any:
        """What the command answers; a traceback fails the test, a sentence is shown."""
        commands.main(["hq", *map(str, arguments), "--office", str(self.folder), "--json"])
        said = self._capsys.readouterr()
        assert said.out, said.err
        return json.loads(said.out)

    def verdicts(self, *files: Path) -> list[str]:
        return [file["verdict"] for file in self.run("import", *files)["files"]]


@pytest.fixture
def desk(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    return Desk(tmp_path / "hq", databases, capsys)


def test_whatever_a_laptop_makes_up_has_a_verdict_and_stops_nobody(desk: Desk, tmp_path: Path) -> None:
    victim, files, unwritable = desk.laptop("SN10", tmp_path / "sn"), {}, set()
    for invention, make in INVENTIONS.items():
        laptop = desk.laptop("MA20", tmp_path / "ma")
        try:
            files[invention] = laptop.bundle(make(laptop))
        except Unsound:
            unwritable.add(invention)
    genuine = victim.send(entry(Partner, new_id(), name="Teranga"))
    verdicts = dict(zip([*files, "genuine"], desk.verdicts(*files.values(), genuine), strict=True))
    assert verdicts.pop("genuine") == "applied"
    assert set(verdicts.values()) <= {"applied", "refused"}, verdicts
    assert all(any(word in name for word in UNWRITABLE) for name in unwritable) and len(files) >= 12
    assert {row["office"] for row in desk.run("offices")["offices"]} == {"MA20", "SN10"}
    for office in ("MA20", "SN10"):
        assert Path(desk.run("return", office)["file"]).parent == desk.folder / "outbox"
    with desk.open() as hq:
        assert hq.profile.code == "HQ" and hq.is_hq
        assert overview.read(hq.work, hq.keys).offices
        assert {line.office for line in offices.heard_of(hq.store)} == {"MA20", "SN10"}
        assert hq.back_up((tmp_path / "stick",), Progress()), "what was kept can be copied and put back"


def test_no_chain_of_headquarters_or_of_another_laptop_is_brought_by_a_laptop(desk: Desk, tmp_path: Path) -> None:
    victim, laptop = desk.laptop("SN10", tmp_path / "sn"), desk.laptop("MA20", tmp_path / "ma")
    with desk.open() as hq:
        chains = [hq.store.identity.device, chain_for(hq.store.identity.device, "MA20"), victim.keys.device]
    for chain in chains:
        change = laptop.change(entry(Partner, new_id(), name="Forged"))._replace(device=chain, number=1)
        path = bundle.write(
            laptop.outbox, bundle.BundleKind.CHANGES, laptop.keys, laptop.to, laptop.about,
            bundle.Load(journals=[DeviceJournal(chain, "0" * 64, (change,))]),
        )  # fmt: skip
        assert desk.verdicts(path) == ["refused"]
    assert desk.verdicts(victim.send(entry(Partner, new_id(), name="Teranga"))) == ["applied"]


@pytest.mark.parametrize("office", ["A" * 200, "../../SN10", "HQ", "sn10"])
def test_no_office_of_such_a_code_is_recognised_by_the_command(desk: Desk, tmp_path: Path, office: str) -> None:
    from tests.services.exchange.test_doors import asked

    request = tmp_path / "request.enrol"
    keys = DeviceKeys.generate(new_id())
    request.write_bytes(asked(keys, office))
    before = sorted(path for path in tmp_path.rglob("*"))
    code = commands.main(
        ["hq", "enrol", str(request), "--fingerprint", keys.public.fingerprint, "--office", str(desk.folder)]
    )
    assert code == 1 and desk._capsys.readouterr().err.count("\n") == 1
    assert sorted(path for path in tmp_path.rglob("*.kit")) == [] and len(before)


@pytest.mark.parametrize(
    "about",
    [
        About("9.9.9", 2, "2026-11-28T12:00:00.000Z", 2**50),
        About("9.9.9", 2, "yesterday", 0, {"OFAC": "x"}, -1, chains={"f" * 32: 2**50}),
        About("9.9.9", 2**30, "2026-11-28T12:00:00.000Z", 1, chains={}),
    ],
)
def test_what_a_laptop_says_it_received_takes_nothing_from_its_office(desk: Desk, tmp_path: Path, about: About) -> None:
    laptop, victim = desk.laptop("MA20", tmp_path / "ma"), desk.laptop("SN10", tmp_path / "sn")
    laptop.about = about
    (verdict,) = desk.verdicts(laptop.send(entry(Partner, new_id(), name="Mine")))
    assert verdict in ("applied", "refused")
    assert desk.verdicts(victim.send(entry(Partner, new_id(), name="Teranga"))) == ["applied"]
    assert desk.run("return", "SN10")["file"]
    if verdict == "applied":
        assert desk.run("return", "MA20")["file"]


PARKED = 20_000  # cells, each waiting for another change of another device


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that any database is asked meanwhile."""
    asked: list[str] = []

    def sent(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", sent)
    yield asked
    event.remove(Engine, "before_cursor_execute", sent)


def test_what_one_office_has_set_aside_costs_another_one_no_statement(desk: Desk, tmp_path: Path) -> None:
    loaded, other = desk.laptop("MA20", tmp_path / "ma"), desk.laptop("SN10", tmp_path / "sn")
    desk.verdicts(other.send(entry(Partner, new_id(), name="First")))
    with statements() as quiet:
        assert desk.verdicts(other.send(entry(Partner, new_id(), name="Teranga"))) == ["applied"]
    stale = (entry(Partner, new_id(), UPDATE, (new_id(), 1 + n), city="X") for n in range(PARKED))
    changes = [loaded.change(*islice(stale, 2_000)) for _ in range(PARKED // 2_000)]
    with statements() as loading:
        assert desk.verdicts(loaded.bundle(*changes)) == ["applied"]
    assert len(loading) < len(quiet) + 200, "they are looked up together, while the writer's lock is held"
    (line,) = [row for row in desk.run("offices")["offices"] if row["office"] == "MA20"]
    assert line["set_aside"] >= PARKED
    with statements() as burdened:
        assert desk.verdicts(other.send(entry(Partner, new_id(), name="Atlas"))) == ["applied"]
    assert burdened == quiet
