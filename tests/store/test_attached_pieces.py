"""Attached files beside the backups: each once, never one too few, and gone when no backup needs it."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from desktop.base.files import remove_leftovers
from desktop.base.progress import Progress
from desktop.base.text import speak
from desktop.base.values import sha256
from desktop.store import attached_pieces, backup, cipher, light_copy
from desktop.store.store import Store
from desktop.store.vault import FLOOR, Opened, Vault
from tests.faulty import DONE, REFUSED, can_fill, deaths, full_disks
from tests.offices import Templates
from tests.refusal import refused

AWA = "a" * 32
PHRASE = "mangue vélo rivière tambour"
PLANTED = b"Coop\xc3\xa9rative \xc3\x91and\xc3\xba 9137"
DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def content(name: str, size: int = light_copy.LEAST) -> bytes:
    """The bytes of an attached file, the same for the same name."""
    return (PLANTED + name.encode()) * (size // len(PLANTED) + 1)


def attach(folder: Path, key: bytes, *names: str) -> None:
    connection = cipher.connect(folder / "passerelle.db", key)
    for name in names:
        data = content(name)
        row = (sha256(data), len(data), "application/pdf", data)
        connection.execute("INSERT INTO attachment (digest, size, media_type, content) VALUES (?, ?, ?, ?)", row)
    connection.close()


def vault_of(folder: Path) -> str:
    return backup.slots_of(folder).decode().split('"vault": "')[1][:32]


def erase(folder: Path, key: bytes, name: str) -> None:
    connection = cipher.connect(folder / "passerelle.db", key)
    connection.execute("DELETE FROM attachment WHERE digest = ?", (sha256(content(name)),))
    connection.close()


def attached(database: Path, key: bytes) -> dict[str, bytes]:
    connection = cipher.connect(database, key)
    rows = connection.execute("SELECT digest, content FROM attachment").fetchall()
    connection.close()
    return {digest: bytes(data) for digest, data in rows}


def of(*names: str) -> dict[str, bytes]:
    return {sha256(content(name)): content(name) for name in names}


def set_up(folder: Path) -> Opened:
    vault, opened = Vault.create(folder, AWA, "Awa Ndiaye", PHRASE, FLOOR)
    Store.open(vault.database, opened.key).close()
    attach(folder, opened.key, "a", "b", "c")
    connection = cipher.connect(vault.database, opened.key)
    connection.execute("INSERT INTO attachment VALUES (?, 9, '', ?)", (sha256(b"tiny file"), b"tiny file"))
    connection.close()
    return opened


@pytest.fixture
def office(templates: Templates, tmp_path: Path) -> tuple[Path, bytes]:
    speak("en")
    template, opened = templates.folder(set_up)
    return Path(shutil.copytree(template, tmp_path / "office")), opened.key


def beside(target: Path) -> Path:
    (folder,) = target.glob("*.pieces")
    return folder


def restored(path: Path, key: bytes, into: Path) -> dict[str, bytes]:
    """What a backup holds of attached files, brought into another folder."""
    backup.extract_whole(path, key, into)
    try:
        return attached(into, key)
    finally:
        cipher.remove(into)


def test_a_second_backup_writes_only_what_is_new(office: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, key = office
    first = backup.back_up(folder, tmp_path / "stick", key, DAY)
    written = {path.name: path.stat().st_mtime_ns for path in beside(tmp_path / "stick").iterdir()}
    attach(folder, key, "d")
    erase(folder, key, "a")
    second = backup.back_up(folder, tmp_path / "stick", key, DAY + timedelta(days=1))
    after = {path.name: path.stat().st_mtime_ns for path in beside(tmp_path / "stick").iterdir()}
    assert written.items() <= after.items() and len(after) == len(written) + 1 == 4
    tiny = {sha256(b"tiny file"): b"tiny file"}
    assert restored(first, key, tmp_path / "one.db") == of("a", "b", "c") | tiny
    assert restored(second, key, tmp_path / "two.db") == of("b", "c", "d") | tiny
    copies = backup.list_backups(tmp_path / "stick", key)
    assert [(copy.is_whole, copy.attached, copy.lacking) for copy in copies] == [(True, 3, 0)] * 2


def test_pieces_betray_neither_content_nor_digest_nor_exact_size(office: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, key = office
    backup.back_up(folder, tmp_path / "stick", key, DAY)
    names = {path.name for path in beside(tmp_path / "stick").iterdir()}
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert PLANTED not in path.read_bytes() and key not in path.read_bytes()
            assert not any(digest[:16] in path.name for digest in of("a", "b", "c"))
    assert {attached_pieces.name_of(digest, key) for digest in of("a", "b", "c")} == names
    assert not {attached_pieces.name_of(digest, bytes(32)) for digest in of("a", "b", "c")} & names
    sizes = {attached_pieces.piece_of("00", size, True, key).size for size in range(20_000, 30_000, 500)}
    assert len(sizes) == 1


def test_what_is_searched_comes_back_and_triggers_go_on(office: tuple[Path, bytes], tmp_path: Path) -> None:
    """The copy is made table by table: indexes, triggers and the full-text index are as in the original."""
    folder, key = office
    line = "INSERT INTO search_line VALUES (?, '', ?, 1, 0, ?, '')"
    question = "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid"
    connection = cipher.connect(folder / "passerelle.db", key)
    connection.execute(line, (7, "x", "teranga"))
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    connection.close()
    path = backup.back_up(folder, tmp_path / "stick", key, DAY)
    backup.extract_whole(path, key, tmp_path / "again.db")
    again = cipher.connect(tmp_path / "again.db", key)
    assert again.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall() == schema
    again.execute(line, (8, "y", "teranga nord"))
    assert again.execute(question, ("teranga",)).fetchall() == [(7,), (8,)]
    again.execute("UPDATE search_line SET names = 'ailleurs' WHERE number = 7")
    assert again.execute(question, ("teranga",)).fetchall() == [(8,)]
    again.close()
    assert cipher.integrity(tmp_path / "again.db", key) == ()


def test_a_piece_goes_with_the_last_backup_that_names_it(office: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, key = office
    stick, vault = tmp_path / "stick", Vault.open(folder)
    old = backup.back_up(folder, stick, key, DAY)
    name = backup.slots(old).vault
    erase(folder, key, "a")
    newer = backup.back_up(folder, stick, key, DAY + timedelta(hours=1))
    renamed = old.rename(old.with_name("before the mission.backup"))  # by hand: it is a backup all the same
    backup.rotate(stick, name, DAY + timedelta(days=2))
    assert len(list(beside(stick).iterdir())) == 3 and restored(renamed, key, tmp_path / "one.db")
    renamed.unlink()
    newer_bytes = newer.read_bytes()
    newer.write_bytes(newer_bytes[: len(newer_bytes) // 2])  # what cannot be read may need anything
    backup.rotate(stick, name, DAY + timedelta(days=2))
    assert len(list(beside(stick).iterdir())) == 3
    newer.write_bytes(newer_bytes)
    (stick / "photos.backup").write_bytes(b"of another program")
    (beside(stick) / "photo.jpg").write_bytes(b"a stranger's")
    backup.rotate(stick, "f" * 32, DAY + timedelta(days=2))  # another office that uses the same stick
    backup.rotate(stick, name, DAY + timedelta(days=2))
    assert len(list(beside(stick).iterdir())) == 3 and (beside(stick) / "photo.jpg").exists()
    assert restored(newer, key, tmp_path / "two.db").items() >= of("b", "c").items()
    assert vault.exists


@pytest.mark.parametrize("fault", ["missing", "short", "altered"])
def test_a_backup_without_its_pieces_is_not_offered_and_mends_with_the_next(
    office: tuple[Path, bytes], tmp_path: Path, fault: str
) -> None:
    folder, key = office
    path = backup.back_up(folder, tmp_path / "stick", key, DAY)
    piece = next(beside(tmp_path / "stick").iterdir())
    whole = piece.read_bytes()
    if fault == "missing":
        piece.unlink()
    else:
        piece.write_bytes(whole[:-1] if fault == "short" else whole[:-1] + bytes([whole[-1] ^ 1]))
    (copy,) = backup.list_backups(tmp_path / "stick", key)
    assert copy.is_whole == (fault == "altered")  # a look at names and sizes does not find that; each restore does
    before = (folder / "passerelle.db").read_bytes()
    with refused("backup-lacks-attached-files"):
        backup.restore(folder, path, key, prepare=lambda database: None, leaves_out=False)
    assert (folder / "passerelle.db").read_bytes() == before and not list(folder.glob("*.part*"))
    new = tmp_path / "new"
    backup.restore(new, path, key, prepare=lambda database: None, leaves_out=True)
    left = attached(new / "passerelle.db", key)
    assert len(left) == 3 and left.items() <= (of("a", "b", "c") | {sha256(b"tiny file"): b"tiny file"}).items()
    if fault != "altered":
        backup.back_up(folder, tmp_path / "stick", key, DAY)
        assert all(copy.is_whole for copy in backup.list_backups(tmp_path / "stick", key))
        assert restored(path, key, tmp_path / "one.db").items() >= of("a", "b", "c").items()


def test_a_backup_carried_alone_says_what_it_needs_and_a_whole_one_needs_nothing(
    office: tuple[Path, bytes], tmp_path: Path
) -> None:
    folder, key = office
    path = backup.back_up(folder, folder / "backups", key, DAY)
    (tmp_path / "stick").mkdir()
    alone = Path(shutil.copy(path, tmp_path / "stick"))
    with refused("backup-lacks-attached-files"):
        backup.verify(alone, key, tmp_path)
    alone.unlink()
    whole = backup.save_whole(path, tmp_path / "stick", key, folder)
    shutil.rmtree(folder)
    assert [found.name for found in (tmp_path / "stick").iterdir()] == [whole.name]
    opened = backup.slots(whole).unlock(AWA, PHRASE)
    backup.restore(tmp_path / "new", whole, opened.key, prepare=lambda database: None, leaves_out=False)
    assert attached(tmp_path / "new" / "passerelle.db", key).items() >= of("a", "b", "c").items()
    assert backup.made_at(whole) == backup.made_at(path)


def a_week(folder: Path, target: Path, key: bytes) -> None:
    """Two days of backups into a folder that holds more than it keeps, then a third without one of the files."""
    vault = vault_of(folder)
    attach(folder, key, "d")
    erase(folder, key, "a")
    for day in range(20, 23):
        backup.back_up(folder, target, key, DAY + timedelta(days=day))
        backup.rotate(target, vault, DAY + timedelta(days=day))


def full(tmp_path: Path, office: tuple[Path, bytes]) -> Path:
    """A folder with an office and fourteen days of backups, of which the first ones go next."""
    folder, key = office
    for day in range(14):
        backup.back_up(folder, folder / "backups", key, DAY + timedelta(days=day))
        if day == 2:
            erase(folder, key, "b")
    return folder


def prepared(tmp_path: Path, office: tuple[Path, bytes]) -> Callable[[str], Callable[[], None]]:
    folder, key = full(tmp_path, office), office[1]

    def prepare(name: str) -> Callable[[], None]:
        copy = Path(shutil.copytree(folder, tmp_path / name))
        return partial(a_week, copy, copy / "backups", key)

    return prepare


def assert_all_whole(folder: Path, key: bytes) -> None:
    copies = sorted(backup.list_backups(folder / "backups", key), key=lambda copy: copy.path.name)
    assert len(copies) >= 14 and all(copy.is_whole for copy in copies)
    for copy in (copies[0], copies[-1]):
        backup.verify(copy.path, key, folder)


def test_killed_at_any_point_every_backup_that_remains_is_whole(office: tuple[Path, bytes], tmp_path: Path) -> None:
    """Between two pieces, between the last piece and the backup, between two that go, between two of their pieces."""
    prepare, key = prepared(tmp_path, office), office[1]
    tries = 0
    for name in deaths(prepare, tmp_path / "points", 2):
        folder = tmp_path / name
        remove_leftovers(folder)
        assert_all_whole(folder, key)
        backup.back_up(folder, folder / "backups", key, DAY + timedelta(days=24))
        backup.rotate(folder / "backups", vault_of(folder), DAY + timedelta(days=24))
        needed = {p.name for c in (folder / "backups").glob("*.backup") for p in backup.pieces_of(c) if p.is_apart}
        assert {path.name for path in beside(folder / "backups").iterdir()} == needed
        shutil.rmtree(folder)
        tries += 1
    assert tries > 5
    points = (tmp_path / "points").read_text("utf-8").split("\n")
    assert any(point.startswith("discarded") for point in points)


@can_fill
def test_a_disk_full_at_any_file_is_one_sentence(office: tuple[Path, bytes], tmp_path: Path) -> None:
    for name, end in full_disks(prepared(tmp_path, office), tmp_path / "points"):
        assert end in (DONE, REFUSED), name
        assert not list((tmp_path / name).rglob("*.part*"))
        assert_all_whole(tmp_path / name, office[1])
        shutil.rmtree(tmp_path / name)


def test_backups_under_an_earlier_key_keep_what_they_name(office: tuple[Path, bytes], tmp_path: Path) -> None:
    """After an officer left, the pieces of before have other names, which nobody can read in the new key."""
    folder, key = office
    vault, stick = Vault.open(folder), tmp_path / "stick"
    awa = vault.unlock(AWA, PHRASE)
    vault.add_officer(awa, "b" * 32, "Bea Ruiz", f"{PHRASE} nord", FLOOR)
    old = backup.back_up(folder, stick, key, DAY)
    fresh = vault.remove_officer(awa, "b" * 32)
    new = backup.back_up(folder, stick, fresh.key, DAY + timedelta(days=1))
    backup.rotate(stick, vault_of(folder), DAY + timedelta(days=2))
    assert backup.drop_damaged_pieces(stick, vault_of(folder), fresh.key, Progress()) == 0
    assert len(list(beside(stick).iterdir())) == 6
    assert restored(old, key, tmp_path / "old.db") == restored(new, fresh.key, tmp_path / "new.db")
    backup.restore(folder, old, fresh.key, key, prepare=lambda database: None, leaves_out=False)
    assert attached(folder / "passerelle.db", fresh.key).items() >= of("a", "b", "c").items()
    old.unlink()
    backup.rotate(stick, vault_of(folder), DAY + timedelta(days=2))
    assert len(list(beside(stick).iterdir())) == 3


def test_what_a_disk_does_not_give_is_not_taken_for_damaged(office: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, key = office
    backup.back_up(folder, tmp_path / "stick", key, DAY)
    piece = next(beside(tmp_path / "stick").iterdir())
    piece.unlink()
    piece.mkdir()  # opening it is refused, as on a disk that fails
    with refused("backup-unreadable"):
        backup.drop_damaged_pieces(tmp_path / "stick", vault_of(folder), key, Progress())
    assert len(list(beside(tmp_path / "stick").iterdir())) == 3
