"""How a process for one bundle is started: warm, because a folder may hold hundreds of bundles.

Where the system can fork, one process of the program keeps everything loaded (`nursery`) and forks a reader for each
bundle. Elsewhere the reader of the next bundle is started while this one is read.
"""

import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

from desktop.base.process import own_command
from desktop.bundles import confined, nursery


class ReaderBroken(Exception):
    """The reader could not be started, ended, or sent something that it never sends by itself."""


@dataclass(frozen=True, slots=True)
class ReaderProcess:
    """A reader that waits for its one bundle; `end` ends it, whatever it does."""

    pid: int
    requests: IO[bytes]
    answers: IO[bytes]
    end: Callable[[], None]


class ReaderStarts(Protocol):
    """Starts readers; close it when no more are needed."""

    def start(self, keyset: bytes) -> ReaderProcess:
        """A new reader that knows this keyset, which is JSON; raises ReaderBroken when the system gives none."""

    def close(self) -> None:
        """End what waits to be used; a reader that was handed out is ended by itself."""


def reader_starts(errors: IO[bytes] | int = subprocess.DEVNULL) -> ReaderStarts:
    """The best way that this system has; what readers write as errors goes to `errors`."""
    return PreparedReaders(errors) if sys.platform == "win32" else ForkedReaders(errors)


# ---- forked -----------------------------------------------------------------------------------------------------


class ForkedReaders:
    """Readers forked from the one nursery of this program; what they write as errors goes to `errors`."""

    def __init__(self, errors: IO[bytes] | int) -> None:
        self._errors = errors
        self._keyset = b""
        self._named = b""  # the digest of the keyset
        self._file: IO[bytes] | None = None  # that holds it, for the nursery to read if it does not know it

    def start(self, keyset: bytes) -> ReaderProcess:
        file = self._file_of(keyset)
        try:
            return _the_nursery().reader(self._named, file, self._errors)
        except (OSError, ReaderBroken):  # somebody ended the nursery
            _the_nursery.cache_clear()
        try:
            return _the_nursery().reader(self._named, file, self._errors)
        except OSError as error:
            raise ReaderBroken from error

    def _file_of(self, keyset: bytes) -> IO[bytes]:
        if self._file is None or keyset != self._keyset:
            self.close()
            try:
                file = TemporaryFile()  # noqa: SIM115 - closed with the readers that know it
                file.write(keyset)
                file.flush()
            except OSError as error:
                raise ReaderBroken from error
            self._keyset, self._named, self._file = keyset, hashlib.sha256(keyset).digest(), file
        return self._file

    def close(self) -> None:
        """The nursery serves the next ones too, and ends with the program."""
        file, self._file = self._file, None
        if file is not None:
            file.close()


class _Nursery:
    """The other end of `nursery.main`; asked without waiting, so by any thread, or by a fork of this program."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with contextlib.ExitStack() as unless_started, theirs:
            unless_started.callback(ours.close)
            process = subprocess.Popen(  # noqa: S603 - our own program, no part of the command comes from outside
                own_command(nursery.__name__, nursery.FLAG),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=_home(),
            )
            unless_started.pop_all()
        self._requests = ours
        weakref.finalize(self, _end_nursery, ours, process, os.getpid())

    def reader(self, named: bytes, keyset: IO[bytes], errors: IO[bytes] | int) -> ReaderProcess:
        ours, theirs = socket.socketpair()
        with ours, theirs, Path(os.devnull).open("wb") as nowhere:
            target = nowhere.fileno() if isinstance(errors, int) else errors.fileno()
            socket.send_fds(self._requests, [nursery.NEW + named], [theirs.fileno(), target, keyset.fileno()])
            theirs.close()
            requests, answers = ours.makefile("wb"), ours.makefile("rb")

        def end() -> None:
            _close(requests)
            _close(answers)
            with contextlib.suppress(OSError):  # the nursery ended, and its readers with it
                self._requests.send(nursery.END + pid.to_bytes(nursery.NAMED, "big"))

        pid = 0
        try:
            pid = _pid(answers)
        except ReaderBroken:
            end()
            raise
        return ReaderProcess(pid, requests, answers, end)


@cache
def _the_nursery() -> _Nursery:
    return _Nursery()


def _end_nursery(requests: socket.socket, process: "subprocess.Popen[bytes]", owner: int) -> None:
    requests.close()
    if os.getpid() == owner:  # a fork of the program has no such child
        process.wait()


# ---- prepared ---------------------------------------------------------------------------------------------------


class PreparedReaders:
    """Readers each of their own start; from the second on the next is started before it is asked for."""

    def __init__(self, errors: IO[bytes] | int) -> None:
        self._errors = errors
        self._started = 0
        self._spare: subprocess.Popen[bytes] | None = None

    def start(self, keyset: bytes) -> ReaderProcess:
        try:
            process, self._spare = self._spare or self._new(), None
            if self._started > 1:
                self._spare = self._new()
        except OSError as error:
            raise ReaderBroken from error
        reader = _handed_out(process)
        try:
            reader.requests.write(message(keyset))
        except OSError as error:
            reader.end()
            raise ReaderBroken from error
        return reader

    def close(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            _end(spare)

    def _new(self) -> "subprocess.Popen[bytes]":
        self._started += 1
        return subprocess.Popen(  # noqa: S603 - our own program, no part of the command comes from outside
            own_command(confined.__name__, confined.FLAG),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=_home(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )


def _handed_out(process: "subprocess.Popen[bytes]") -> ReaderProcess:
    assert process.stdin and process.stdout
    try:
        pid = _pid(process.stdout)
    except ReaderBroken:
        _end(process)
        raise
    return ReaderProcess(pid, process.stdin, process.stdout, lambda: _end(process))


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            _close(pipe)


# ---- both -------------------------------------------------------------------------------------------------------


def message(data: bytes) -> bytes:
    """What a reader takes for one message."""
    return len(data).to_bytes(4, "big") + data


def _home() -> Path | None:
    """Where the program's modules are found when it runs from source."""
    return None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2]


def _pid(answers: IO[bytes]) -> int:
    """What a reader says first of all, before it has seen any bundle."""
    told = answers.read(4)
    if len(told) < 4:
        raise ReaderBroken
    return int.from_bytes(told, "big")


def _close(pipe: IO[bytes]) -> None:
    """Close a pipe of a reader that may have ended; what could not be written into it any more is lost with it.

    Windows says `EINVAL` of a pipe whose other end is gone, other systems `EPIPE`.
    """
    with contextlib.suppress(OSError):
        pipe.close()
