"""No word that an officer typed lies readable on the disk: not in the database, its side files, backups or bundles.

Every field of every family of records, drafts, evidence and the passphrases carry a mark. Two things are readable by
design and carry none: the names of the officers who may unlock (`slots.json`, asked before the passphrase) and the
PDF that somebody saves to give away.
"""

import re
import tempfile
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from desktop.base.values import new_id
from desktop.bundles.keys import EnrolmentRequest
from desktop.office import Account, Office
from desktop.services.exchange import enrolment, receiving, sending
from desktop.services.exchange.headquarters import answering, consolidating, recognition
from desktop.services.office import backup
from desktop.store import files
from desktop.store.records import Draft, Family, OfficeProfile, Owner, families
from desktop.store.vault import FLOOR

MARK = "Plänté7913"
BEFORE_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
MEMBER = 1 << 22


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds everything the program writes: its offices, settings and temporary files."""
    for variable in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        place = tmp_path / variable.casefold()
        place.mkdir()
        monkeypatch.setenv(variable, str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def planted(number: int) -> str:
    return f"{MARK} n{number:04} coopérative"


def plant(office: Office) -> int:
    """A record of every family with a mark in every text that an office writes; how many marks there are."""
    numbers = iter(range(10_000))
    used = 0
    with office.store.change("Planted", office.user.id) as session:
        for family in families().values():
            ours = [n for n, number in family.number.items() if family.owner[number] != Owner.HQ]
            values = {name: _value(family, name, numbers) for name in ours}
            used += sum(MARK in str(value) for value in values.values())
            if ours:  # the others Headquarters begins
                session.add(family.record(**values))
    with office.store.note() as session:
        session.add(Draft(about=new_id(), part="answer", content={"text": planted(next(numbers))}))
        files.put(session, f"{MARK} {MARK} evidence\n".encode() * 50, "evidence.txt", "text/plain")
    office.machine.remember("planted", {"text": planted(next(numbers))})
    return used + 3


def _value(family: Family, name: str, numbers: Iterator[int]) -> Any:
    kind = object if family.blank[name] is None else type(family.blank[name])
    mark = planted(next(numbers))
    if kind is list:
        return [mark] if family.fits(family.number[name], [mark]) else [{"x": mark}]
    if kind is dict:
        return {"x": mark}
    return mark if family.fits(family.number[name], mark) else family.blank[name]


def forms() -> list[bytes]:
    """The mark as files may hold it."""
    written = [MARK.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")]
    return [*written, b64encode(MARK.encode())[:12], MARK.encode("unicode_escape")]


def readable(data: bytes) -> Iterator[bytes]:
    """The bytes as they lie, the members of an archive, and whatever unfolds as zlib."""
    yield data
    for found in BEFORE_ZLIB.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[found.start() :], MEMBER)
        except zlib.error:
            continue
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def telling(folder: Path) -> list[str]:
    """The files below this folder whose content or name shows the mark."""
    found = []
    for path in sorted(folder.rglob("*")):
        shown = MARK in path.name
        if path.is_file():
            shown |= any(form in part for part in readable(path.read_bytes()) for form in forms())
        if shown:
            found.append(str(path.relative_to(folder)))
    return found


def office_of(folder: Path, code: str, role: str) -> Office:
    account = Account("Awa Ndiaye", "", role, f"{MARK} quatre mots bien longs")
    profile = OfficeProfile(code=code, kind="hq" if code == "HQ" else "country", name=MARK, city=MARK)
    return Office.create(folder, account, profile, cost=FLOOR)


def test_the_search_finds_a_mark_however_it_lies(tmp_path: Path) -> None:
    text = planted(1).encode()
    (tmp_path / "plain.txt").write_bytes(b"x" * 100 + text)
    (tmp_path / "wide.txt").write_bytes(planted(1).encode("utf-16-le"))
    (tmp_path / "packed.bin").write_bytes(b"x" * 33 + zlib.compress(text * 3) + b"y")
    with zipfile.ZipFile(tmp_path / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", text * 3)
    (tmp_path / MARK).write_bytes(b"")
    assert len(telling(tmp_path)) == 5


def test_nothing_typed_lies_readable_on_the_disk(machine: Path) -> None:
    with (
        office_of(machine / "sn", "SN10", "officer") as office,
        office_of(machine / "hq", "HQ", "hq_administrator") as desk,
    ):
        assert plant(office) >= 200
        asked = EnrolmentRequest.from_bytes(enrolment.request(office.work, office.keys))
        recognition.enrol(desk.work, desk.keys, asked)
        kit = recognition.kit(desk.work, desk.keys, "SN10")
        (machine / "stick").mkdir()
        (machine / "stick" / "answer.kit").write_bytes(kit)
        enrolment.accept(office.work, enrolment.read_kit(kit, office.keys))
        sent = sending.pack(office.work, office.keys, office.outbox)
        copied = sending.copy_to(office.outbox, sent, machine / "stick")
        (taken,) = consolidating.take_in(desk.work, desk.keys, [copied], desk.inbox)
        assert taken.verdict == "applied"
        back = answering.answer(desk.work, desk.keys, "SN10", machine / "stick")
        receiving.take_in(office.work, office.keys, back, office.inbox)
        backup.back_up(office.work, office.folder, office.opened.key, (office.backups, machine / "stick"))
        assert any(path.stat().st_size for path in office.folder.glob("*-wal"))
        assert telling(machine) == []
        officer = office.user.id
    with Office.unlock(machine / "sn", officer, f"{MARK} quatre mots bien longs"):
        assert telling(machine) == []
    assert telling(machine) == []
    assert len([path for path in machine.rglob("*") if path.is_file()]) >= 10
    assert "Awa Ndiaye" in (machine / "sn" / "slots.json").read_text(encoding="utf-8")
