"""The folder of the scanner: what is whole is offered, what is being written is waited for, nothing is ever deleted."""

import os
from pathlib import Path

import pytest

from desktop.office import Office
from desktop.services.office import scanner
from desktop.services.office.scanner import PATIENCE, ArrivedScan, ScanState
from tests.foreign import saved, sound_pdf
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["office", "office_folder"]


@pytest.fixture
def folder(office: Office, tmp_path: Path) -> Path:
    """The folder of the scanner, chosen."""
    place = tmp_path / "Numérisations"
    place.mkdir()
    scanner.choose(office.work, place)
    return place


def written(path: Path, content: bytes, second: int) -> Path:
    """A file that the scanner wrote at a second of its own."""
    path.write_bytes(content)
    os.utime(path, (second, second))
    return path


def states(files: tuple[ArrivedScan, ...]) -> dict[str, ScanState]:
    return {file.path.name: file.state for file in files}


def test_the_newest_comes_first_and_other_files_are_none_of_the_scanner(office: Office, folder: Path) -> None:
    for number, name in enumerate(("un.pdf", "deux.PDF", "notes.txt", ".cache.pdf", "~tmp.pdf", "trois.pdf")):
        written(folder / name, sound_pdf(), 1000 + number)
    (folder / "dossier.pdf").mkdir()
    assert list(states(scanner.look(office.work))) == ["trois.pdf", "deux.PDF", "un.pdf"]


@pytest.mark.parametrize("name", ["scan.pdf", "netpbm.png", "imagemagick.jpg"])
def test_a_file_that_is_being_written_is_waited_for_byte_by_byte(office: Office, folder: Path, name: str) -> None:
    whole = sound_pdf() if name == "scan.pdf" else saved(name)
    seen: tuple[ArrivedScan, ...] = ()
    for number, part in enumerate((0, 3, len(whole) // 3, len(whole) * 2 // 3, len(whole) - 40)):
        written(folder / name, whole[:part], 1000 + number)
        seen = scanner.look(office.work, seen)
        assert states(seen) == {name: ScanState.ARRIVING}, part
    written(folder / name, whole, 2000)
    assert states(scanner.look(office.work, seen)) == {name: ScanState.READY}


def test_what_nobody_writes_any_more_is_offered_as_damaged(office: Office, folder: Path) -> None:
    written(folder / "coupe.png", saved("netpbm.png")[:-40], 1000)
    seen = scanner.look(office.work)
    for _look in range(PATIENCE - 1):
        seen = scanner.look(office.work, seen)
        assert states(seen) == {"coupe.png": ScanState.ARRIVING}
    seen = scanner.look(office.work, seen)
    assert states(seen) == {"coupe.png": ScanState.DAMAGED}
    written(folder / "coupe.png", saved("netpbm.png"), 3000)
    assert states(scanner.look(office.work, seen)) == {"coupe.png": ScanState.READY}


def test_what_was_taken_is_known_and_stays_where_it_is(office: Office, folder: Path, tmp_path: Path) -> None:
    path = written(folder / "scan0001.pdf", sound_pdf(), 1000)
    scanner.note_taken(office.work, path)
    elsewhere = written(tmp_path / "autre.pdf", sound_pdf(), 1000)
    scanner.note_taken(office.work, elsewhere)
    assert states(scanner.look(office.work)) == {"scan0001.pdf": ScanState.TAKEN}
    assert path.read_bytes() and elsewhere.exists()
    written(path, sound_pdf("une autre"), 2000)  # scanners use their names again
    assert states(scanner.look(office.work)) == {"scan0001.pdf": ScanState.READY}


def test_a_folder_that_is_not_there_is_said(office: Office, folder: Path, tmp_path: Path) -> None:
    folder.rename(tmp_path / "parti")
    with refused("scanner-folder-gone"):
        scanner.look(office.work)
    with refused("scanner-folder-gone"):
        scanner.choose(office.work, tmp_path / "nulle-part")


def test_without_a_folder_it_is_asked_for(office: Office) -> None:
    assert scanner.folder(office.work) is None
    with refused("scanner-folder-unknown"):
        scanner.look(office.work)
