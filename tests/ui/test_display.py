"""Where no window can stand the program ends with a sentence that names what is missing, never with Qt's abort."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.__main__ import PARTS
from desktop.commands.check import WINDOW_PARTS
from desktop.ui import parts
from tests.systems import only_where

COMMAND = [sys.executable, "-P", "-m", "desktop"]
NO_SCREEN = {
    "fr": "Aucun écran ne peut être atteint d’ici",
    "en": "No screen can be reached from here",
    "es": "Desde aquí no se llega a ninguna pantalla",
}
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LD_LIBRARY_PATH")
of_linux = only_where(sys.platform == "linux", "a screen that may be missing, and libraries of the system")


def started(tmp_path: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The program as somebody starts it who has chosen no language, with these variables and no screen but theirs."""
    ours = {name: text for name, text in os.environ.items() if name not in SCREENS}
    environment = {**ours, "PASSERELLE_CONFIG": str(tmp_path), "LC_ALL": "en_GB.UTF-8", **variables}
    return subprocess.run(
        [*COMMAND, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def damaged(folder: Path, library: str) -> str:
    """The folder with a library of this name that cannot be loaded, found before the system's own."""
    folder.mkdir()
    (folder / library).touch()
    return str(folder)


def test_the_frozen_program_knows_its_parts_by_their_flag() -> None:
    assert PARTS == WINDOW_PARTS == parts.FLAG


def test_it_looks_at_every_part_of_qt_that_the_program_uses_and_no_other(root: Path) -> None:
    """What nobody imports is not in the frozen program either."""
    texts = (path.read_text("utf-8") for path in (root / "desktop").rglob("*.py"))
    used = {name for text in texts for name in re.findall(r"^ *from (PySide6\.\w+) import", text, re.MULTILINE)}
    assert set(parts.QT) == used


@of_linux
@pytest.mark.parametrize("screen", [{}, {"DISPLAY": ":987"}, {"DISPLAY": "nowhere:0", "WAYLAND_DISPLAY": "wayland-9"}])
@pytest.mark.parametrize("arguments", [[], ["--office", "nowhere"]])
def test_a_screen_that_cannot_be_reached_is_said(tmp_path: Path, screen: dict[str, str], arguments: list[str]) -> None:
    ended = started(tmp_path, *arguments, **screen)
    assert ended.returncode == 1
    assert NO_SCREEN["en"] in ended.stderr and "Your records are safe." in ended.stderr
    assert "qt.qpa" not in ended.stderr and "Traceback" not in ended.stderr


@of_linux
@pytest.mark.parametrize("language", NO_SCREEN)
def test_it_is_said_in_the_language_of_the_program(tmp_path: Path, language: str) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"language": language}), encoding="utf-8")
    assert NO_SCREEN[language] in started(tmp_path).stderr


@of_linux
@pytest.mark.parametrize(
    ("library", "screen"),
    [
        ("libEGL.so.1", {"QT_QPA_PLATFORM": "offscreen"}),
        ("libGL.so.1", {"DISPLAY": ":987"}),
        ("libxcb-cursor.so.0", {"DISPLAY": ":987"}),
    ],
)
def test_a_library_that_the_window_lacks_is_named(tmp_path: Path, library: str, screen: dict[str, str]) -> None:
    folder = damaged(tmp_path / "libraries", library)
    checked = started(tmp_path, "check", "--json", LD_LIBRARY_PATH=folder, **screen)
    [window] = [row for row in json.loads(checked.stdout)["checks"] if not row["works"]]
    assert (window["name"], checked.returncode) == ("Window", 1) and f"“{library}”" in window["found"]
    ended = started(tmp_path, LD_LIBRARY_PATH=folder, **screen)
    assert ended.returncode == 1 and f"“{library}” is missing or damaged. Your records are safe." in ended.stderr
    assert "qt.qpa" not in ended.stderr and "Traceback" not in ended.stderr


@of_linux
def test_a_window_system_that_is_not_there_is_named(tmp_path: Path) -> None:
    ended = started(tmp_path, QT_QPA_PLATFORM="nothing")
    assert ended.returncode == 1 and "“libqnothing.so” is missing" in ended.stderr


def test_the_window_keeps_no_texts_of_modules() -> None:
    """PySide6 would have it read the text of each module that is imported, and keep them all in memory."""
    import builtins

    import desktop.ui

    assert desktop.ui and "feature" not in builtins.__import__.__name__
