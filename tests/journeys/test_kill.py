"""The machine stops at any moment: nothing that was acknowledged as saved is missing afterwards (architecture: losses).

A child process types answers into a real, encrypted office through the page's presenter and says each time what is
saved; it is killed without warning, and the office is opened again.
"""

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from desktop.base.values import today
from desktop.office import Office
from desktop.services.diligence import assessments
from tests.casework import PASSPHRASE, begin
from tests.makers import on

RUNS = 100 if os.environ.get("PASSERELLE_FULL") == "1" else 15
TYPIST = textwrap.dedent(
    """
    import json, sys
    from pathlib import Path
    from desktop.base.progress import RunNow
    from desktop.office import Office
    from desktop.presenters.diligence.question import QuestionPresenter

    folder, officer, case, passphrase, run = sys.argv[1:]
    office = Office.unlock(Path(folder), officer, passphrase)
    page, number = None, 0
    while True:
        for question in ("A01", "D04", "L04", "K01"):
            if page is not None:
                page.leave()
            page = QuestionPresenter(office, RunNow(), case, question=question)
            for letters in range(1, 6):
                number += 1
                note = f"{run}-{number} " + "é" * letters
                page.put(question, note=note)
                print(json.dumps([question, note, page.saved_at]), flush=True)
    """
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is killed with SIGKILL")


def killed_while_typing(arguments: list[str], root: Path, after: int) -> list[list[str]]:
    """What the child said was saved, before it was killed some moments after its first `after` words."""
    child = subprocess.Popen(
        [sys.executable, "-c", TYPIST, *arguments], cwd=root, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _word in range(after)]
    os.kill(child.pid, signal.SIGKILL)
    rest = child.stdout.read()
    child.wait()
    child.stdout.close()
    whole = "".join(said) + rest
    return [json.loads(line) for line in whole.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path, root: Path) -> None:
    work, chance = begin(tmp_path), random.Random(7)
    officer, case = work.office.user.id, work.case.id
    work.office.close()
    folder = tmp_path / "office"
    latest: dict[str, str] = {}
    for run in range(RUNS):
        said = killed_while_typing([str(folder), officer, case, PASSPHRASE, str(run)], root, chance.randint(1, 40))
        assert said
        latest |= {question: note for question, note, _moment in said}
        with Office.unlock(folder, officer, PASSPHRASE) as office:
            file = assessments.read(on(office, today()), case)
            for question, note in latest.items():
                read = file.answers[question].note
                assert _number(read) >= _number(note), f"run {run}: {note!r} was saved, {read!r} is there"
            latest = {question: file.answers[question].note for question in latest}


def _number(note: str) -> tuple[int, int]:
    """Run and number of what was typed; what is there may be newer than what could be said, never older."""
    run, _dash, number = note.split(" ")[0].partition("-")
    return int(run), int(number)
