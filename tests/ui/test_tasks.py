"""What work does when the window closes: what was typed and what was handed over is done, other work need not begin."""

import threading

from pytestqt.qtbot import QtBot

from desktop.ui.tasks import Tasks


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
