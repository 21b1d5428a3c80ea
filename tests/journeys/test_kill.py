"""The machine stops at any moment: nothing that was acknowledged as saved is missing afterwards (architecture: losses).

A child process types answers into a real, encrypted office through the page's presenter and says each time what is
saved; it is killed without warning, and the office is opened again.
"""

import json
import os
import random
import shutil
import signal
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.base.values import today
from desktop.office import Office
from desktop.services.diligence import assessments
from desktop.store.vault import Vault
from tests.casework import set_up
from tests.journeys.typist import type_on
from tests.makers import on
from tests.offices import Templates

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, ForkServerProcess  # not on Windows

RUNS = 100 if os.environ.get("PASSERELLE_FULL") == "1" else 15

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is killed with SIGKILL")


@pytest.fixture
def typists(root: Path, monkeypatch: pytest.MonkeyPatch) -> "ForkServerContext":
    """Processes that begin at once: all of them split off one that has loaded the program already."""
    monkeypatch.setenv("PYTHONPATH", str(root))
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.typist"])
    return context


def killed_while_typing(typist: "ForkServerProcess", heard: Path, after: int) -> list[list[str]]:
    """What the child said was saved, before it was killed some moments after its first `after` words."""
    os.mkfifo(heard)
    typist.start()
    with heard.open(encoding="utf-8") as lines:
        said = [lines.readline() for _word in range(after)]
        typist.kill()
        whole = "".join(said) + lines.read()
    typist.join()
    assert typist.exitcode == -signal.SIGKILL
    heard.unlink()
    return [json.loads(line) for line in whole.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(
    templates: Templates, typists: "ForkServerContext", tmp_path: Path
) -> None:
    template, (opened, case) = templates.folder(set_up)
    folder, chance = Path(shutil.copytree(template, tmp_path / "office")), random.Random(7)
    latest: dict[str, str] = {}
    for run in range(RUNS):
        typist = typists.Process(target=type_on, args=(folder, opened, case.id, run, tmp_path / "heard"))
        said = killed_while_typing(typist, tmp_path / "heard", chance.randint(1, 40))
        assert said
        latest |= {question: note for question, note, _moment in said}
        with Office.enter(folder, Vault.open(folder), opened) as office:
            file = assessments.read(on(office, today()), case.id)
            for question, note in latest.items():
                read = file.answers[question].note
                assert _number(read) >= _number(note), f"run {run}: {note!r} was saved, {read!r} is there"
            latest = {question: file.answers[question].note for question in latest}


def _number(note: str) -> tuple[int, int]:
    """Run and number of what was typed; what is there may be newer than what could be said, never older."""
    run, _dash, number = note.split(" ")[0].partition("-")
    return int(run), int(number)
