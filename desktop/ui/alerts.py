"""How every error reaches the user: one road.

A Problem is shown on the page where it happened. Anything else is a bug: its trace goes into a report file that
holds no word of anybody's data, and a calm sentence says so.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol

from desktop.base.errors import Cancelled, Problem
from desktop.base.files import write_safely
from desktop.base.system_errors import problem_of
from desktop.base.text import _
from desktop.base.values import now
from desktop.ui.tasks import Tasks
from desktop.ui.widgets import Message

log = logging.getLogger(__name__)


class MessageBoard(Protocol):
    """Where errors are shown: the window."""

    def show_problem(self, problem: Problem) -> None: ...

    def show_message(self, message: Message, key: str = "") -> None: ...


def bug_report(error: BaseException) -> str:
    """Where a bug happened: modules, lines and the kind of error; no values and no messages, which may hold names."""
    import platform

    steps = [
        f"{Path(frame.filename).stem}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__
    about = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return "\n".join((f"{now():%Y-%m-%d %H:%M:%S} UTC", about, *kinds, *steps, ""))


class Alerts:
    """Shows what goes wrong on `board` and keeps bug reports in `folder`."""

    def __init__(self, board: MessageBoard, folder: Path) -> None:
        self._board, self._folder = board, folder

    def show(self, error: BaseException) -> None:
        """Show one error, whatever it is."""
        if isinstance(error, (Cancelled, KeyboardInterrupt)):
            return
        if isinstance(error, ImportError):
            error = problem_of(error)
        if isinstance(error, Problem):
            self._board.show_problem(error)
            return
        report = bug_report(error)
        log.error("A bug\n%s", report)
        self._board.show_message(self._sentence(report), "bug")

    def _sentence(self, report: str) -> Message:
        what = _("Something did not work as it should. What you had saved is safe.")
        do = _("Try again; if it happens again, send the report to support. It holds none of your data.")
        name = f"report-{now():%Y%m%d-%H%M%S}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_safely(self._folder / name, report.encode())
        except (OSError, Problem):  # the report is still shown and can be copied
            return Message("bad", what, do, details=report)
        return Message("bad", what, do, details=f"{name}\n{report}")


def install(board: MessageBoard, tasks: Tasks, folder: Path) -> Callable[[], None]:
    """Send every error nobody expected to `board`, from the window and from work; gives back how to undo it."""
    alerts, before = Alerts(board, folder), (sys.excepthook, threading.excepthook)

    def from_window(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        alerts.show(error)

    def from_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            tasks.failed.emit(args.exc_value)

    def undo() -> None:
        tasks.failed.disconnect(alerts.show)
        sys.excepthook, threading.excepthook = before

    tasks.failed.connect(alerts.show)
    sys.excepthook, threading.excepthook = from_window, from_thread
    return undo
