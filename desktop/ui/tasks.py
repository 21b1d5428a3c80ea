"""Work away from the window: the only module with threads."""

from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.ui.garbage import GarbageTurns

T = TypeVar("T")
TURN = 5  # ms between two steps of work on the window's thread


class Tasks(QObject):
    """A Runner: one worker, so that the store has one writer; callbacks arrive on this object's thread.

    A second one writes down what is being typed, which may not wait until an import is over.

    What `done` raises is not caught here: it reaches the same road as every other error, `failed` included.
    """

    started = Signal(str, object)  # what, and its Progress: a bar with a Stop button
    progressed = Signal(int, int, str)
    ended = Signal(object)  # the Progress that started it
    failed = Signal(object)  # an exception, for desktop.ui.alerts
    _back = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._pen = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pen")
        self._back.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self.waiting = 0
        self._quiet: set[Future[Any]] = set()
        self._idle: set[Future[Any]] = set()  # what need not begin any more when the window closes
        self._afar: set[Progress] = set()  # conversations that nobody waits for
        self._stepping: dict[QTimer, Generator[None, None, Any]] = {}
        self._closed = False
        self._garbage = GarbageTurns(self, lambda: self.busy)  # before there is another thread

    def run(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress:
        """Do `work` when the work before it is over, then `done` with its result on the window's thread."""
        progress, future = self._begin(what, work, done)
        self._idle.add(future)
        return progress

    def run_surely(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress:
        """Like `run`, for what was handed over and may not be forgotten: it is done before the window is closed."""
        return self._begin(what, work, done)[0]

    def _begin(
        self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]
    ) -> "tuple[Progress, Future[T]]":
        progress = Progress(report=self.progressed.emit)
        self.waiting += 1
        self.started.emit(what, progress)
        future = self._worker.submit(work, progress)
        future.add_done_callback(lambda ready: self._back.emit(lambda: self._finish(ready, progress, done)))
        return progress, future

    def by_turns(
        self, what: str, work: Callable[[Progress], Generator[None, None, T]], done: Callable[[T], None]
    ) -> Progress:
        """Like `run`, for what only the window's thread can do: one short step at each turn, Stop between two."""
        progress = Progress(report=self.progressed.emit)
        self.waiting += 1
        self.started.emit(what, progress)
        steps, turns = work(progress), QTimer(self, interval=TURN)
        self._stepping[turns] = steps
        turns.timeout.connect(lambda: self._turn(turns, progress, done))
        turns.start()
        return progress

    def _turn(self, turns: QTimer, progress: Progress, done: Callable[[Any], None]) -> None:
        try:
            next(self._stepping[turns])
        except StopIteration as result:
            self._end_turns(turns, progress)
            done(result.value)
        except Cancelled:
            self._end_turns(turns, progress)
        except BaseException:  # it goes the road of every other error
            self._end_turns(turns, progress)
            raise

    def _end_turns(self, turns: QTimer, progress: Progress) -> None:
        turns.stop()
        turns.deleteLater()
        del self._stepping[turns]
        self.waiting -= 1
        self.ended.emit(progress)

    def quietly(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Like `run`, for a short look at the records that nobody has to know of: no bar, no Stop."""
        if self._closed:
            return
        future = self._worker.submit(work)
        self._quiet.add(future)
        self._idle.add(future)
        future.add_done_callback(lambda ready: self._back.emit(lambda: self._answer(ready, done)))

    def at_once(self, work: Callable[[], None]) -> None:
        """Write down what is being typed: one after the other, and never behind longer work."""
        if self._closed:
            return
        future = self._pen.submit(work)
        self._quiet.add(future)
        future.add_done_callback(lambda ready: self._back.emit(lambda: self._answer(ready, _nothing)))

    def afar(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        """Like `quietly`, for a long conversation with another computer that touches no record: the window closes
        without waiting for it."""
        if self._closed:
            return
        progress = Progress()
        self._afar.add(progress)
        Thread(target=self._converse, args=(work, progress, done), name="afar", daemon=True).start()

    def _converse(self, work: Callable[[Progress], T], progress: Progress, done: Callable[[T], None]) -> None:
        try:
            outcome = work(progress)
        except Cancelled:  # nobody waits for it any more
            return
        with suppress(RuntimeError):  # the window went meanwhile
            self._back.emit(lambda: self._came_back(outcome, progress, done))

    def _came_back(self, outcome: T, progress: Progress, done: Callable[[T], None]) -> None:
        self._afar.discard(progress)
        if not self._closed:
            done(outcome)

    def _answer(self, future: "Future[T]", done: Callable[[T], None]) -> None:
        self._idle.discard(future)
        if future not in self._quiet:
            return  # nobody waits for it any more
        self._quiet.discard(future)
        if (error := future.exception()) is None:
            done(future.result())
        else:
            self.failed.emit(error)

    def settle(self) -> None:
        """Let the quiet looks end, or not begin: what they look at is about to be closed."""
        looks, self._quiet = self._quiet, set()
        for look in looks:
            if not look.cancel():
                wait([look])

    @property
    def busy(self) -> bool:
        """Whether anything is under way, loud or quiet."""
        return bool(self.waiting or self._quiet)

    def _call(self, call: Callable[[], None]) -> None:
        call()

    def _finish(self, future: "Future[T]", progress: Progress, done: Callable[[T], None]) -> None:
        self.waiting -= 1
        self._idle.discard(future)
        self.ended.emit(progress)
        if future.cancelled() or self._closed:
            return  # it had not begun when the window closed, or there is nobody any more to show it to
        error = future.exception()
        if error is None:
            done(future.result())
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    def close(self) -> None:
        """Wait for the work under way and for what was handed over; forget what else had not begun."""
        self._closed = True
        for progress in self._afar:
            progress.stop()
        for turns, steps in self._stepping.items():
            turns.stop()
            steps.close()
        self._stepping.clear()
        self._quiet.clear()  # nobody is there any more to hear of it
        for future in self._idle:
            future.cancel()
        self._worker.shutdown(wait=True)
        self._pen.shutdown(wait=True)
        self._garbage.end()


def _nothing(_result: None) -> None:
    """What was typed is safe: nothing is to be done."""
