"""The machine stops at any moment: nothing that was acknowledged as saved is missing afterwards (architecture: losses).

A child process types answers into a real, encrypted office through the page's presenter and says each time what is
saved; it is killed without warning, and the office is opened again.
"""

import json
import os
import random
import shutil
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from desktop.base.values import today
from desktop.office import Office
from desktop.services.diligence import assessments
from desktop.store.vault import Vault
from tests.casework import set_up
from tests.journeys.typist import type_on
from tests.makers import on
from tests.offices import Templates

SPLITS = "forkserver" in get_all_start_methods()
RUNS = 100 if os.environ.get("PASSERELLE_FULL") == "1" else 15 if SPLITS else 3


@pytest.fixture
def typists(root: Path, monkeypatch: pytest.MonkeyPatch) -> BaseContext:
    """Processes that begin at once: split off one that has loaded the program already, except on Windows."""
    monkeypatch.setenv("PYTHONPATH", str(root))
    if not SPLITS:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.typist"])
    return context


def killed_while_typing(typists: BaseContext, arguments: tuple[object, ...], after: int) -> list[list[str]]:
    """What a typist said was saved, before it was killed some moments after its first `after` words."""
    heard, line = typists.Pipe(duplex=False)
    typist = typists.Process(target=type_on, args=(*arguments, line))  # type: ignore[attr-defined]
    typist.start()
    line.close()
    with heard:
        said = [heard.recv_bytes() for _word in range(after)]
        typist.kill()
        with suppress(EOFError, OSError):  # OSError where it was killed within a word
            while True:
                said.append(heard.recv_bytes())
    typist.join()
    assert typist.exitcode not in (0, 1), "it was killed, and did not end by itself"
    return [json.loads(word) for word in said]


@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(
    templates: Templates, typists: BaseContext, tmp_path: Path
) -> None:
    template, (opened, case) = templates.folder(set_up)
    folder, chance = Path(shutil.copytree(template, tmp_path / "office")), random.Random(7)
    latest: dict[str, str] = {}
    for run in range(RUNS):
        said = killed_while_typing(typists, (folder, opened, case.id, run), chance.randint(1, 40))
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
