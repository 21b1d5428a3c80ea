"""A bundle that is double-clicked: the program that runs opens it, a new one does once its office is open."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.__main__ import _is_for_window
from desktop.base.settings import Settings
from desktop.ui.app import main
from desktop.ui.opened_files import FOLDER, REQUEST, OpenedFiles
from tests.refusal import refused
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
    for path in (bundle, other, tmp_path / "gone.psb"):
        assert second.hand_over(path)
    qtbot.waitUntil(lambda: not list((tmp_path / FOLDER).glob(f"*{REQUEST}")), timeout=5000)
    assert asked == [bundle], "only a bundle that is there is opened"
    first.close()
    assert second.listen(), "whoever ends lets another one listen"
    second.close()


def test_a_request_that_nobody_answered_is_given_up(qtbot: QtBot, tmp_path: Path) -> None:
    bundle = tmp_path / "a.psb"
    bundle.write_bytes(b"x")
    asker = OpenedFiles(tmp_path)
    (tmp_path / FOLDER).mkdir()
    asker.hand_over(bundle)
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
        (["bundle", "show", "SN10.psb"], False),
        (["SN10.pdf"], False),
    ],
)
def test_a_line_that_is_a_bundle_opens_the_window(line: list[str], window: bool) -> None:
    assert _is_for_window(line) is window


def test_what_is_no_bundle_is_said_before_any_window(tmp_path: Path) -> None:
    with refused("file-not-a-bundle"):
        main([str(tmp_path / "gone.psb")], Settings())


def test_it_is_led_to_its_page_once_the_office_is_open_and_once_it_is_unlocked(
    start: Start, folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """A bundle that nobody here can read is refused on the page of returns, which says why."""
    bundle = tmp_path / "SN10-2026-001.psb"
    bundle.write_bytes(b"PSB1 not really")
    program = start()
    program.open_file(tmp_path / "gone.psb")
    program.open_file(bundle)
    controller = opened(program, qtbot)
    window = controller.window
    qtbot.waitUntil(lambda: window.here == "receive", timeout=20_000)
    qtbot.waitUntil(lambda: not program.tasks.waiting, timeout=20_000)
    window.go("today")
    controller.lock()
    program.open_file(bundle)
    assert window.here == "today" and window.lock_screen is not None
    window.unlock()
    qtbot.waitUntil(lambda: window.here == "receive", timeout=20_000)
