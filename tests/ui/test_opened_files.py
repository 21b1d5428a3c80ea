"""A file that is double-clicked: the program that runs opens it, a new one does once its office is open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.__main__ import _is_for_window
from desktop.base import file_kinds
from desktop.base.settings import Settings, settings_folder
from desktop.ui.app import main
from desktop.ui.opened_files import FOLDER, REQUEST, OpenedFiles
from tests.refusal import refused
from tests.starting import ROOT, fresh
from tests.ui.test_program import Start, folder, opened, start

__all__ = ["folder", "start"]


def test_the_program_that_listens_gets_what_a_second_one_is_started_with(qtbot: QtBot, tmp_path: Path) -> None:
    bundle, other = tmp_path / "SN10-2026-001.psb", tmp_path / "notes.txt"
    bundle.write_bytes(b"x")
    other.write_bytes(b"x")
    first, second, asked = OpenedFiles(tmp_path), OpenedFiles(tmp_path), list[object]()
    first.asked.connect(asked.append)
    assert first.listen()
    assert not second.listen()
    gone = tmp_path / "gone.kit"
    for path in (bundle, other, gone, None):
        assert second.hand_over(path)
    assert not list((tmp_path / FOLDER).glob(f"*{REQUEST}"))
    assert asked == [bundle, gone, None], "a kind of file that is not opened so is passed over"
    first.close()
    assert second.listen(), "whoever ends lets another one listen"
    second.close()


ASKED_BY_MAC = """
from PySide6.QtGui import QFileOpenEvent
from desktop.ui.display import application

app = application()
app.opened.connect(print)
app.sendEvent(app, QFileOpenEvent("/Volumes/CLE/retour.psb"))
"""


def test_macos_asks_by_an_event(tmp_path: Path) -> None:
    """There is no argument to start with: the system hands the file to the program, and starts it for that."""
    assert Path(fresh(ASKED_BY_MAC, config=tmp_path).strip()) == Path("/Volumes/CLE/retour.psb")


def test_a_request_that_nobody_takes_is_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    """The program that listens may hang: whoever asks goes on alone, and nothing opens the file twice later."""
    asker = OpenedFiles(tmp_path, patience=0)
    (tmp_path / FOLDER).mkdir()
    assert not asker.hand_over(tmp_path / "a.psb") and not list((tmp_path / FOLDER).iterdir())
    (tmp_path / FOLDER / f"of-a-program-that-was-ended{REQUEST}").write_bytes(b"a.psb")
    asked: list[object] = []
    asker.asked.connect(asked.append)
    assert asker.listen()
    asker.look()
    assert asked == []
    asker.close()


@pytest.mark.parametrize(
    ("line", "window"),
    [
        (["/media/stick/SN10.psb"], True),
        (["--office", "/srv/office", "C:\\stick\\SN10.PSB"], True),
        (["réponse.kit"], True),
        (["Demande.ENROL"], True),
        (["SN10-1-of-2.psbp"], True),
        (["bundle", "show", "SN10.psb"], False),
        (["SN10.pdf"], False),
        ([__file__], True),
        ([str(ROOT)], False),
    ],
)
def test_a_line_that_is_a_file_opens_the_window(line: list[str], window: bool) -> None:
    assert _is_for_window(line) is window


def test_another_kind_of_file_is_refused_before_any_window(tmp_path: Path) -> None:
    with refused("file-not-opened"):
        main([str(tmp_path / "accord.pdf")], Settings())


def second_start(*arguments: str) -> "subprocess.Popen[str]":
    """The program started once more by the same user, as a double click does."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}  # as the frozen one
    command = [sys.executable, "-P", "-m", "desktop", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, encoding="utf-8", stdout=-1, stderr=-1)


@pytest.mark.parametrize(
    ("name", "begins", "ending"),
    [
        ("a.PSB", b"whatever", ".psb"),
        ("pièce-jointe.bin", b"PSB1\0\0\1\0", ".psb"),
        ("pièce-jointe", b"PSBP....", ".psbp"),
        ("PSB-notes.txt", b"PSB is short", ""),
        ("vide.txt", b"", ""),
    ],
)
def test_a_file_that_mail_renamed_is_known_by_its_first_bytes(
    tmp_path: Path, name: str, begins: bytes, ending: str
) -> None:
    (tmp_path / name).write_bytes(begins)
    assert file_kinds.ending_of(tmp_path / name) == ending
    assert file_kinds.ending_of(tmp_path / "gone.txt") == ""


def until_ended(qtbot: QtBot, process: "subprocess.Popen[str]") -> None:
    """The window here goes on meanwhile."""
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=60_000)


def test_a_second_start_hands_its_file_over_and_ends(start: Start, folder: Path, qtbot: QtBot, tmp_path: Path) -> None:
    answer = tmp_path / "réponse.kit"
    answer.write_bytes(b"of Headquarters?")
    program, listener, asked = start(), OpenedFiles(settings_folder()), list[object]()
    assert listener.listen()
    listener.asked.connect(asked.append)
    for arguments in ((str(answer),), (), (str(tmp_path / "notes.txt"),)):
        answer.with_name("notes.txt").write_bytes(b"x")
        with second_start(*arguments) as second:
            until_ended(qtbot, second)
            said = "".join(second.communicate())
        refusal = "notes.txt" in "".join(arguments)
        assert second.returncode == int(refusal) and ("notes.txt" in said) is refusal, said
    assert asked == [answer, None]
    front = program.front
    assert front is not None and front.view is not None
    program.open_file(answer)
    assert "réponse.kit" in front.view.page._panels["file"].message.what
    listener.close()


def test_it_is_led_to_its_page_once_the_office_is_open_and_once_it_is_unlocked(
    start: Start, folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """A bundle that nobody here can read is refused on the page of returns, which says why."""
    bundle = tmp_path / "SN10-2026-001.psb"
    bundle.write_bytes(b"PSB1 not really")
    program = start()
    program.open_file(bundle)
    controller = opened(program, qtbot)
    window = controller.window
    qtbot.waitUntil(lambda: window.here == "receive", timeout=20_000)
    qtbot.waitUntil(lambda: not program.tasks.waiting, timeout=20_000)
    window.go("today")
    controller.lock()
    program.open_file(bundle)
    assert window.here == "today" and window.lock_screen is not None
    assert bundle.name in window.lock_screen.page._panels["file"].message.what
    window.unlock()
    qtbot.waitUntil(lambda: window.here == "receive", timeout=20_000)
    qtbot.waitUntil(lambda: not program.tasks.waiting, timeout=20_000)
    window.go("today")
    program.open_file(tmp_path / "gone.psb")
    assert window.here == "today" and window.view is not None
    assert "gone.psb" in window.view.page._panels["dropped"].message.what
    (part := tmp_path / "SN10-1-of-2.psbp").write_bytes(b"PSBP not really")
    program.open_file(part)
    assert window.here == "sync"
