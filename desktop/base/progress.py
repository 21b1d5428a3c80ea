"""How long work reports itself and is stopped, without knowing who watches, and how it is left in peace."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Protocol, TypeVar

from desktop.base.errors import Cancelled

T = TypeVar("T")


def _unwatched(done: int, total: int, text: str) -> None:
    """Nobody watches."""


class Progress:
    """Handed to every piece of long work."""

    def __init__(self, report: Callable[[int, int, str], None] = _unwatched) -> None:
        self._report = report
        self._stop = Event()

    def stop(self) -> None:
        """Ask the work to end at its next step; may be called from any thread."""
        self._stop.set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report step `done` of `total`; raises Cancelled when the user asked to stop."""
        self.check()
        self._report(done, total, text)

    def check(self) -> None:
        """Raise Cancelled when the user asked to stop, between two steps."""
        if self._stop.is_set():
            raise Cancelled

    def pause(self, seconds: float) -> None:
        """Wait; raises Cancelled as soon as the user asks to stop."""
        self._stop.wait(seconds)
        self.check()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Look for no cycles of garbage meanwhile: for work that makes many plain values which stay, and no cycles.

    Looking through ten thousand changes again and again took a fifth of the time of taking them in.
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def keep_loaded() -> None:
    """Look for cycles of garbage among what is made from now on: what a program has loaded at its start stays.

    To look through all of it, classes, definitions and catalogues, took a tenth of a second at every thirtieth page.
    """
    gc.freeze()


def release_loaded() -> None:
    """Look through everything again: what was loaded is about to go."""
    gc.unfreeze()


class Runner(Protocol):
    """Runs work away from the window and calls back on the window's thread."""

    def run(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress: ...

    def run_surely(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress: ...

    def quietly(self, work: Callable[[], T], done: Callable[[T], None]) -> None: ...

    def at_once(self, work: Callable[[], None]) -> None: ...

    def afar(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None: ...


class RunNow:
    """A Runner for tests and the command line: no thread at all."""

    def run(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress:
        progress = Progress()
        done(work(progress))
        return progress

    def run_surely(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress:
        return self.run(what, work, done)

    def quietly(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        done(work())

    def at_once(self, work: Callable[[], None]) -> None:
        work()

    def afar(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        done(work(Progress()))
