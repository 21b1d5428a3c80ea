"""Writing so that a crash or a full disk leaves the old file or the whole new one."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from desktop.base.files import clean_name, is_held, remove_leftovers, write_safely
from tests.faulty import can_fill, make_room
from tests.refusal import refused
from tests.systems import only_where


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    write_safely(path, b"old")
    write_safely(path, b"new" * 100_000)
    assert path.read_bytes() == b"new" * 100_000
    assert list(tmp_path.iterdir()) == [path]


@only_where(os.name == "posix", "file modes are of Unix")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    write_safely(tmp_path / "x", b"x")
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600


def test_a_place_that_is_gone_is_explained(tmp_path: Path) -> None:
    with refused("place-not-writable") as said:
        write_safely(tmp_path / "stick" / "x.pdf", b"x")
    assert "x.pdf" in said.value.text
    assert said.value.remedy


@can_fill
def test_a_full_disk_leaves_the_old_file(root: Path, disk: Path) -> None:
    """A child process under a limit of 64 KiB a file, which answers as a full disk does."""
    (disk / "x").write_bytes(b"old")
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from desktop.base.errors import Problem\n"
        "from desktop.base.files import write_safely\n"
        "from tests.faulty import limit_files\n"
        "limit_files(65536)\n"
        "try:\n    write_safely(Path(sys.argv[1]), bytes(1_000_000))\n"
        "except Problem as problem:\n    print(ascii(problem.text))\n"
    )
    said = subprocess.check_output([sys.executable, "-c", code, str(disk / "x")], text=True, cwd=root)
    make_room()
    assert "place" in said
    assert (disk / "x").read_bytes() == b"old"
    assert [path.name for path in disk.iterdir()] == ["x"]


def test_leftovers_of_an_interruption_are_removed(tmp_path: Path) -> None:
    (tmp_path / "pack.pdf.part").write_bytes(b"half")
    (tmp_path / "pack.pdf").write_bytes(b"whole")
    remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pack.pdf"]


def test_a_refusal_of_windows_is_told_from_the_others() -> None:
    held, missing = OSError(), OSError()
    held.winerror = 32  # as Windows says it of a file that another program has open
    missing.winerror = 2
    assert [is_held(error) for error in (held, missing, OSError(13, "no"))] == [True, False, False]


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere a file that is open can be replaced")
def test_a_file_open_in_another_program_is_waited_for(tmp_path: Path) -> None:
    """Python opens files as most programs do: nobody may replace them meanwhile."""
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"old")
    with ThreadPoolExecutor(1) as writer, path.open("rb"):
        writing = writer.submit(write_safely, path, b"new")
        assert wait([writing], timeout=0.3).not_done
    writing.result()
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere a file that is open can be replaced")
def test_a_file_that_stays_open_is_said_to_be_open(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"old")
    with path.open("rb"), refused("file-held"):
        write_safely(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Reçu n° 4 (signé).pdf", "Reçu n° 4 (signé).pdf"),
        ("شركة النور.pdf", "شركة النور.pdf"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("aux .tar.gz", "_aux .tar.gz"),
        ("COM¹.txt", "_COM¹.txt"),
        ("Console.pdf", "Console.pdf"),
        ('Who? What* <"now">|: a\\b/c.pdf', "Who_ What_ __now____ a_b_c.pdf"),
        ("report.pdf. . ", "report.pdf"),
        ("report...", "report"),
        (" .hidden", ".hidden"),
        ("line\nbreak\t.pdf", "line_break_.pdf"),
        ("bill\u202efdp.exe", "bill_fdp.exe"),
        ("\udcffname.pdf", "_name.pdf"),
        ("", "_"),
        ("..", "_"),
        ("?", "_"),
    ],
)
def test_a_name_is_made_one_that_every_system_takes(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    "name", ["a" * 300 + ".pdf", "ব" * 300 + ".pdf", "x." + "y" * 300, "." * 300, "a" * 148 + ". .pdf"]
)
def test_a_name_too_long_is_cut_and_keeps_its_ending(name: str, tmp_path: Path) -> None:
    clean = clean_name(name)
    assert len(clean.encode()) <= 150
    assert clean.endswith(".pdf") == name.endswith(".pdf")
    assert clean_name(clean) == clean
    write_safely(tmp_path / clean, b"x")
    assert [path.name for path in tmp_path.iterdir()] == [clean]
