"""Backups and attachments: whole, opened before they count, and back again."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.base.files import remove_leftovers
from desktop.base.text import speak
from desktop.base.values import now, sha256
from desktop.store import backup, cipher, files, place
from desktop.store.records import Base
from desktop.store.vault import FLOOR, Opened, Vault
from tests.faulty import can_fill, make_room
from tests.refusal import refused

ROOT = Path(__file__).parents[2]
AWA, BEA = "a" * 32, "b" * 32
PHRASE = "mangue vélo rivière tambour"
PLANTED = "Coopérative Ñandú 9137"


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


@pytest.fixture
def made(tmp_path: Path) -> tuple[Vault, Opened]:
    safe, opened = Vault.create(tmp_path / "office", AWA, "Awa Ndiaye", PHRASE, FLOOR)
    engine = cipher.engine(safe.database, opened.key)
    Base.metadata.create_all(engine)
    engine.dispose()
    work(safe, opened.key, 1, 5)
    return safe, opened


def work(safe: Vault, key: bytes, first: int, last: int, mark: str = "") -> None:
    """Changes of one device, each with one record, as the journal keeps them."""
    connection = cipher.connect(safe.database, key)
    connection.execute("BEGIN IMMEDIATE")
    for number in range(first, last + 1):
        connection.execute(
            "INSERT INTO change (device, number, what, by_officer, at_ms, zone, app, schema_number, entries, head,"
            " office) VALUES ('dev', ?, ?, ?, ?, 0, '1', 1, '[]', ?, '')",
            (number, f"{PLANTED} {number}", AWA, 1_700_000_000_000 + number, sha256(f"{number}{mark}".encode())),
        )
        connection.execute("INSERT INTO stamp (id, kind, cells, office) VALUES (?, 1, '[]', '')", (f"{number}{mark}",))
    connection.execute("COMMIT")
    connection.close()


def restored(folder: Path, path: Path, key: bytes, backup_key: bytes | None = None) -> Path | None:
    """Restored as it is: which identity goes on is the office's matter."""
    return backup.restore(folder, path, key, backup_key, prepare=lambda database: None, leaves_out=False)


def test_a_backup_is_one_file_that_says_what_it_holds_only_to_those_with_the_key(
    made: tuple[Vault, Opened], tmp_path: Path
) -> None:
    safe, opened = made
    path = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    assert [found.name for found in (tmp_path / "stick").iterdir()] == [path.name]
    (copy,) = backup.list_backups(tmp_path / "stick", opened.key)
    assert copy.opens and copy.contents is not None
    assert (copy.contents.records, copy.contents.changes) == (5, 5)
    assert copy.contents.last == backup.JournalLine(f"{PLANTED} 5", AWA, 1_700_000_000_005)
    assert abs(now() - copy.made_at) < timedelta(minutes=1)
    assert not backup.list_backups(tmp_path / "stick", bytes(32))[0].opens
    for written in [path, *safe.folder.iterdir()]:
        data = written.read_bytes()
        assert PLANTED.encode() not in data and opened.key not in data
    assert not list(safe.folder.glob("*.part*"))


def test_people_go_on_working_while_a_backup_is_made(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, opened = made
    engine = cipher.engine(safe.database, opened.key)
    with engine.execution_options(write=True).connect() as writer:
        writer.execute(text("INSERT INTO stamp (id, kind, cells, office) VALUES ('not yet', 1, '[]', '')"))
        path = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
        writer.commit()
    engine.dispose()
    assert backup.verify(path, opened.key, tmp_path).records == 5


def test_restoring_says_first_what_is_lost_and_keeps_the_present_file(
    made: tuple[Vault, Opened], tmp_path: Path
) -> None:
    safe, opened = made
    path = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    work(safe, opened.key, 6, 8)
    seen = backup.preview(path, safe.folder, opened.key)
    assert (seen.lost, seen.regained, seen.records_now, seen.records_then, seen.parted) == (3, 0, 8, 5, False)
    assert [(run.first, run.last) for run in seen.lost_runs] == [(6, 8)] and not seen.regained_runs
    kept = restored(safe.folder, path, opened.key)
    assert kept is not None and kept.name.startswith("before-restore-")
    assert backup.contents(safe.database, opened.key).records == 5
    back = backup.preview(kept, safe.folder, opened.key)
    assert (back.lost, back.regained) == (0, 3) and [run.count for run in back.regained_runs] == [3]
    restored(safe.folder, kept, opened.key)
    assert backup.contents(safe.database, opened.key).records == 8


def test_a_preview_tells_that_the_backup_went_another_way(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, opened = made
    first = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    work(safe, opened.key, 6, 7)
    second = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    restored(safe.folder, first, opened.key)
    work(safe, opened.key, 6, 9, mark="otherwise")
    assert backup.preview(second, safe.folder, opened.key).parted


def test_a_lost_laptop_comes_back_from_the_stick_and_the_sheet(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, opened = made
    sheet = safe.make_recovery(opened, "fr")
    path = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    shutil.rmtree(safe.folder)
    key = backup.slots(path).unlock(AWA, PHRASE).key
    assert restored(safe.folder, path, key) is None
    again = Vault.open(safe.folder)
    assert backup.contents(again.database, again.unlock_with_words(" ".join(sheet)).key).records == 5


def test_a_backup_older_than_the_last_change_of_key_opens_for_those_who_stayed(
    made: tuple[Vault, Opened], tmp_path: Path
) -> None:
    safe, awa = made
    safe.add_officer(awa, BEA, "Bea Ruiz", PHRASE, FLOOR)
    path = backup.back_up(safe.folder, tmp_path / "stick", awa.key, now())
    fresh = safe.remove_officer(awa, BEA)
    assert not backup.list_backups(tmp_path / "stick", fresh.key)[0].opens
    with refused("backup-under-another-key"):
        restored(safe.folder, path, fresh.key)
    restored(safe.folder, path, fresh.key, backup.slots(path).unlock(AWA, PHRASE).key)
    assert backup.contents(safe.database, safe.unlock(AWA, PHRASE).key).records == 5
    with refused("slot-unknown"):
        safe.unlock(BEA, PHRASE)


def test_a_damaged_office_is_kept_as_it_is_and_the_backup_takes_its_place(
    made: tuple[Vault, Opened], tmp_path: Path
) -> None:
    safe, opened = made
    path = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    spoilt = bytearray(safe.database.read_bytes())
    for page in range(len(spoilt) // cipher.PAGE):
        spoilt[page * cipher.PAGE + 999] ^= 4
    safe.database.write_bytes(spoilt)
    (safe.folder / place.SLOTS).write_bytes(b"{")
    with pytest.raises(cipher.Damaged):
        cipher.connect(safe.database, opened.key)
    kept = restored(safe.folder, path, opened.key)
    assert kept is not None and kept.read_bytes() == bytes(spoilt)
    assert backup.contents(safe.database, safe.unlock(AWA, PHRASE).key).records == 5


def test_a_damaged_office_makes_no_backup(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, opened = made
    spoilt = bytearray(safe.database.read_bytes())
    spoilt[-1000] ^= 4
    safe.database.write_bytes(spoilt)
    with refused("database-damaged"):
        backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    assert list((tmp_path / "stick").iterdir()) == [] and not list(safe.folder.glob("*.part*"))


def test_every_flipped_byte_of_a_backup_is_found_before_anything_is_replaced(
    made: tuple[Vault, Opened], tmp_path: Path
) -> None:
    safe, opened = made
    path = backup.back_up(safe.folder, tmp_path / "stick", opened.key, now())
    whole, before = path.read_bytes(), safe.database.read_bytes()
    with zipfile.ZipFile(path) as package:
        starts = [item.header_offset for item in package.infolist()]
    spots = [start + off for start in starts for off in (0, 31, 300)] + [len(whole) // 2, len(whole) - 4000]
    for spot in spots:
        spoilt = bytearray(whole)
        spoilt[spot] ^= 32
        path.write_bytes(spoilt)
        with refused("backup-unsound"):
            restored(safe.folder, path, opened.key)
    for short in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:short])
        with refused("backup-unsound"):
            backup.verify(path, opened.key, tmp_path)
    assert safe.database.read_bytes() == before and not list(safe.folder.glob("*.part*"))


def test_rotation_keeps_fourteen_days_and_twelve_months_and_never_a_strangers_file(tmp_path: Path) -> None:
    names = [f"passerelle-aaaaaaaa-2026-{m:02}-{d:02}-080000.backup" for m in range(1, 12) for d in range(1, 29)]
    names += [f"passerelle-aaaaaaaa-2025-{m:02}-15-080000.backup" for m in range(1, 13)]
    names += ["passerelle-aaaaaaaa-2026-11-28-170000.backup", "passerelle-aaaaaaaa-2026-11-27-170000.backup"]
    others = ["passerelle-bbbbbbbb-2020-01-01-080000.backup", "before-restore-2020-01-01-080000.backup", "photo.jpg"]
    for name in [*names, *others]:
        (tmp_path / name).touch()
    backup.rotate(tmp_path, "a" * 32, datetime(2100, 1, 1, tzinfo=UTC))
    left = {path.name for path in tmp_path.iterdir()}
    assert left.issuperset(others)
    mine = sorted(left - set(others))
    days = {name[20:30] for name in mine}
    assert len([day for day in days if day.startswith("2026-11")]) == 14
    assert len({day[:7] for day in days}) == 12 and len(mine) == 14 + 1 + 11
    assert "passerelle-aaaaaaaa-2026-11-27-080000.backup" not in left, "one a day is enough for a day that is over"


CHILD = """
    import sys
    from pathlib import Path
    from desktop.base.errors import Problem
    from desktop.base.text import speak
    from desktop.base.values import now
    from desktop.store import backup
    speak("en")
    folder, target, key = Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(sys.argv[3])
"""


def child(story: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", dedent(CHILD) + dedent(story), *arguments]


@can_fill
@pytest.mark.parametrize("limit", [20_000, 150_000, "database"])
def test_a_full_stick_is_one_sentence_and_nothing_half_left(
    made: tuple[Vault, Opened], disk: Path, limit: int | str
) -> None:
    safe, opened = made
    cipher.settle(safe.database, opened.key)
    room = safe.database.stat().st_size + 100 if limit == "database" else limit
    story = f"""
        from tests.faulty import limit_files
        limit_files({room})
        try:
            backup.back_up(folder, target, key, now())
        except Problem as problem:
            print(problem)
    """
    command = child(story, str(safe.folder), str(disk / "stick"), opened.key.hex())
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    make_room()
    assert done.stdout.strip() and "Traceback" not in done.stderr
    assert list((disk / "stick").iterdir()) == [] and not list(safe.folder.glob("*.part*"))
    assert backup.contents(safe.database, opened.key).records == 5


def killed(command: list[str], moments: tuple[float, ...]) -> Iterator[float]:
    for seconds in moments:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as running:
            assert running.stdout is not None
            running.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(seconds)
            running.kill()
        yield seconds


def test_killed_at_any_moment_every_backup_with_a_name_opens(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, opened = made
    story = """
        print("go", flush=True)
        while True:
            backup.back_up(folder, target, key, now())
            print("done", flush=True)
    """
    command = child(story, str(safe.folder), str(tmp_path / "stick"), opened.key.hex())
    for _moment in killed(command, (0.03, 0.07, 0.12, 0.2, 0.3)):
        remove_leftovers(safe.folder)
        remove_leftovers(tmp_path / "stick")
        assert not list(safe.folder.glob("*.part*"))
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE
    ) as running:  # however slow: killed after one is done
        assert running.stdout is not None
        assert [running.stdout.readline().strip() for _line in range(2)] == [b"go", b"done"]
        running.kill()
    copies = backup.list_backups(tmp_path / "stick", opened.key)
    assert copies
    assert all(backup.verify(copy.path, opened.key, tmp_path).records == 5 for copy in copies)
    assert backup.contents(safe.database, opened.key).records == 5


def test_killed_while_restoring_the_office_is_one_or_the_other(made: tuple[Vault, Opened], tmp_path: Path) -> None:
    safe, opened = made
    small = backup.back_up(safe.folder, tmp_path / "small", opened.key, now())
    work(safe, opened.key, 6, 9)
    large = backup.back_up(safe.folder, tmp_path / "large", opened.key, now())
    story = f"""
        print("go", flush=True)
        while True:
            for source in ({str(small)!r}, {str(large)!r}):
                kept = backup.restore(folder, Path(source), key, prepare=lambda database: None, leaves_out=False)
                kept.unlink()
    """
    command = child(story, str(safe.folder), str(tmp_path), opened.key.hex())
    for _moment in killed(command, (0.03, 0.06, 0.1, 0.15, 0.22, 0.3)):
        remove_leftovers(safe.folder)
        assert backup.contents(safe.database, opened.key).records in (5, 9)
        assert cipher.integrity(safe.database, opened.key) == ()


@pytest.fixture
def session(made: tuple[Vault, Opened]) -> Iterator[Session]:
    safe, opened = made
    engine = cipher.engine(safe.database, opened.key)
    with Session(engine.execution_options(write=True)) as session:
        yield session
    engine.dispose()


def test_the_same_file_is_kept_once_and_comes_back_byte_for_byte(session: Session) -> None:
    data = b"%PDF-1.7 signed"
    digest = files.put(session, data, "signed.pdf", "application/pdf")
    assert files.put(session, data, "again.pdf", "application/pdf") == digest == sha256(data)
    assert files.get(session, digest) == data
    assert files.about(session, digest) == files.Attached(digest, len(data), "application/pdf")
    assert files.about(session, "0" * 64) is None
    with refused("file-not-here"):
        files.get(session, "0" * 64)


def test_an_altered_file_is_never_shown(session: Session) -> None:
    digest = files.put(session, b"%PDF-1.7 signed", "signed.pdf", "application/pdf")
    session.execute(text("UPDATE attachment SET content = :c"), {"c": b"%PDF-1.7 forged"})
    with refused("file-altered"):
        files.get(session, digest)


def test_a_large_file_is_warned_of_and_a_huge_one_refused(session: Session) -> None:
    assert files.caution(files.WARN_ABOVE) == "" and "12 MB" in files.caution(12 * 1024 * 1024)
    with refused("file-too-large"):
        files.put(session, b"%PDF-" + bytes(files.REFUSE_ABOVE), "scan.pdf", "application/pdf")
