"""How often each gesture turns to the database: at most three sessions, however many cases the office has."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from tests.offices import Templates
from tests.reads import Reads, counted
from tests.training import finish, gestures, multiply, opened, set_up_training, window_of

SIZE = QSize(1366, 740)
MOST_SESSIONS = 3
SLACK = 8  # statements that more records may add: a page of a list, an exit, rules that ask of the same few no longer
COPIES = 12  # of every partner with all that belongs to it, for the office that has many


@pytest.fixture(scope="module")
def training_folders(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A training office as it is made, and one with many times its partners and cases."""
    folder = tmp_path_factory.mktemp("reads")
    shutil.copytree(templates.folder(set_up_training)[0], folder / "few")
    shutil.copytree(folder / "few", folder / "many")
    with opened(folder / "many") as office:
        multiply(office, COPIES)
    return {"few": folder / "few", "many": folder / "many"}


def test_opening_a_place_takes_few_sessions_however_many_records_there_are(
    training_folders: dict[str, Path], qapp: QApplication
) -> None:
    reads = {size: opening_each_place(folder, qapp) for size, folder in training_folders.items()}
    assert reads["few"].keys() == reads["many"].keys()
    slow = {
        name: (few.sessions, many.sessions)
        for name, few in reads["few"].items()
        if (many := reads["many"][name]).sessions > MOST_SESSIONS
    }
    assert slow == {}, "sessions with few records and with many"
    growing = {
        name: (len(few.statements), len(many.statements))
        for name, few in reads["few"].items()
        if len((many := reads["many"][name]).statements) > len(few.statements) + SLACK
    }
    assert growing == {}, "statements with few records and with many"


def opening_each_place(folder: Path, app: QApplication) -> dict[str, Reads]:
    """What each place of the window asks of the database when it is opened."""
    found = {}
    with opened(folder) as office, window_of(office, app, SIZE) as window:
        office.unsaved.begun("")  # what was half typed is read once in a program, by whichever place is first
        for key, arguments in gestures(office):
            with counted(office) as reads:
                window.go(key, **arguments)
                finish(window, app)  # what a place reads away from the window is its own too
            name = " ".join((key, *sorted(arguments), arguments.get("step", "").partition(":")[0])).strip()
            found[name if name not in found else f"{name} again"] = reads
    return found


def test_leaving_a_question_that_nobody_touched_writes_no_answer(
    training_folders: dict[str, Path], qapp: QApplication
) -> None:
    with opened(training_folders["few"]) as office, window_of(office, qapp, SIZE) as window:
        case = next(arguments for key, arguments in gestures(office) if key == "question")
        window.go("question", **case)
        qapp.processEvents()
        with counted(office) as reads:
            window.go("hq_enrol")  # which reads nothing
        assert not [statement for statement in reads.statements if not statement.startswith("SELECT")]
