"""What a screen reader is told: the tree of the real window over a real accessibility bus, where one is installed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.offices import Templates
from tests.systems import only_where
from tests.training import gestures, opened, set_up_training

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"  # the library that reads the bus belongs to the system's own
ANSWERS = {
    "push button",
    "check box",
    "radio button",
    "combo box",
    "text",
    "entry",
    "toggle button",
    "spin button",
    "page tab",
}
ROWS = {"table cell", "list item"}
PARTNERS = {"Banque agricole du Fleuve", "Fondation Kër Jigéen", "Sahel Fret Logistique SARL"}

Part = tuple[str, str, bool, bool]  # role, name, whether it takes the focus, whether it is selected


def lacking() -> str:
    """What this machine lacks to have a bus, a screen and somebody who reads; empty when nothing."""
    missing = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    if not Path(SYSTEM_PYTHON).exists():
        return "a Python of the system"
    reads = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    return ", ".join(missing if reads.returncode == 0 else [*missing, "pyatspi"])


pytestmark = only_where(not lacking(), f"the bus of Linux' screen readers, with {lacking() or 'nothing more'}")


class Conversation:
    """A process that answers each line with a line."""

    def __init__(self, stack: ExitStack, command: list[str], environment: dict[str, str], ready: str) -> None:
        self._process = stack.enter_context(
            subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        stack.callback(self._process.kill)
        assert self._hear() == ready

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ask(self, line: str) -> str:
        """Say a line and hear the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._hear()


@pytest.fixture
def read(templates: Templates, tmp_path: Path) -> Iterator[Callable[[str, dict[str, str]], list[Part]]]:
    """Reads a place of a training office's window as a screen reader does."""
    folder = tmp_path / "office"
    shutil.copytree(templates.folder(set_up_training)[0], folder)
    with ExitStack() as stack:
        screen, number = os.pipe()
        display = ["Xvfb", "-displayfd", str(number), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        stack.callback(
            stack.enter_context(subprocess.Popen(display, pass_fds=[number], stderr=subprocess.DEVNULL)).kill
        )
        os.close(number)
        with os.fdopen(screen) as told:
            on = {"DISPLAY": f":{told.readline().strip()}", "HOME": str(tmp_path)}
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        daemon = stack.enter_context(
            subprocess.Popen(
                bus, env={**os.environ, **on}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        )
        stack.callback(daemon.kill)
        assert daemon.stdout is not None
        environment = {**os.environ, **on, "DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip()}
        shown = {
            **environment,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PASSERELLE_CONFIG": str(tmp_path / "settings"),
            "PYTHONPATH": str(HERE.parents[1]),
        }
        window = Conversation(stack, [sys.executable, str(HERE / "read_aloud.py"), str(folder)], shown, "ready")
        reader = Conversation(stack, [SYSTEM_PYTHON, str(HERE / "screen_reader.py")], environment, "ready")

        def read_place(key: str, arguments: dict[str, str]) -> list[Part]:
            assert window.ask(json.dumps([key, arguments])) == f"shown {key}"
            return [(role, name, focus, selected) for role, name, focus, selected in json.loads(reader.ask("read"))]

        yield read_place


def test_a_screen_reader_is_told_a_name_for_whatever_takes_the_keyboard(
    read: Callable[[str, dict[str, str]], list[Part]], templates: Templates, tmp_path: Path
) -> None:
    shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "places")
    office = opened(tmp_path / "places")
    places = list(gestures(office))
    office.close()
    nameless = {}
    for key, arguments in places:
        parts = read(key, arguments)
        assert parts[0][0] == "frame" and parts[0][1].endswith("Passerelle"), key
        takes = [(role, name) for role, name, focus, _selected in parts if focus and role in ANSWERS]
        assert len(takes) > 8, (key, takes)  # the rail, the search and the page's own
        rows = [(role, name) for role, name, *_states in parts if role in ROWS]
        if without := [role for role, name in (*takes, *rows) if not name.strip()]:
            nameless[key] = without
        if key == "partners":
            assert len({name.partition(",")[0] for _role, name in rows} & PARTNERS) == len(PARTNERS)
        tabs = [(name, selected) for role, name, focus, selected in parts if role == "page tab" and focus]
        assert [name[:11] for name, _selected in tabs[:2]] == ["Aujourd’hui", "Partenaires"], key
        rail = tabs[: 1 + [name for name, _selected in tabs].index("Réglages")]  # a page may have tabs of its own
        # pages of Headquarters belong to a place that an office does not have, what a search found to none
        belongs = not key.startswith("hq") and key != "search"
        assert sum(selected for _name, selected in rail) == belongs, (
            key
        )  # the place where one is, or to which it belongs
    assert nameless == {}
