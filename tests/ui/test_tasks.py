"""What work does when the window closes: what was typed and what was handed over is done, other work need not begin."""

import gc
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.tasks import Tasks


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    """Workers for one test."""
    tasks = Tasks()
    yield tasks
    tasks.close()


class Forgotten(QWidget):
    """A widget of which nobody knows any more but itself; `where` is told the thread that deletes it."""

    def __init__(self, where: list[int]) -> None:
        super().__init__()
        self.myself = self
        self.destroyed.connect(lambda: where.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)


def much() -> list[list[int]]:
    """As many things as make Python look for garbage when it is left to itself."""
    return [[] for _thing in range(2 * gc.get_threshold()[0])]


def test_a_forgotten_widget_is_deleted_on_the_windows_thread(tasks: Tasks, qtbot: QtBot) -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what earlier tests left to be deleted
    gc.collect()
    where: list[int] = []
    Forgotten(where)
    results: list[list[list[int]]] = []
    tasks.quietly(much, results.append)
    qtbot.waitUntil(lambda: bool(results and where))
    assert where == [threading.get_ident()]


def test_a_forgotten_widget_is_deleted_between_two_events_and_never_within_one(tasks: Tasks, qtbot: QtBot) -> None:
    gc.collect()
    where: list[int] = []
    Forgotten(where)
    things = much()
    assert where == [], "this could have been in the middle of laying out a page"
    qtbot.waitUntil(partial(bool, where))
    assert things


def test_what_is_typed_or_handed_over_is_done_before_the_window_closes(qtbot: QtBot) -> None:
    tasks, gate = Tasks(), threading.Event()
    failures: list[object] = []
    tasks.failed.connect(failures.append)
    done: list[str] = []

    def noted(what: str) -> None:
        gate.wait(10)
        done.append(what)

    tasks.run("", lambda _progress: noted("under way"), lambda _nothing: done.append("shown"))
    tasks.at_once(lambda: noted("typed"))
    tasks.at_once(lambda: noted("typed next"))
    tasks.run("", lambda _progress: noted("begun later"), lambda _nothing: None)
    tasks.quietly(lambda: noted("looked at"), lambda _nothing: None)
    tasks.run_surely("", lambda _progress: noted("handed over"), lambda _nothing: done.append("shown"))
    threading.Timer(0.05, gate.set).start()
    tasks.close()
    qtbot.wait(1)
    assert sorted(done) == ["handed over", "typed", "typed next", "under way"]
    assert not tasks.busy and failures == []
