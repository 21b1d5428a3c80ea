"""One program at a time in a folder."""

import errno
import os
import sys
from pathlib import Path
from types import TracebackType

from desktop.base.errors import Problem
from desktop.base.files import explaining


class FolderLock:
    """Held while a program works in the folder of the lock file; the system frees it when that program ends.

    `with FolderLock(file, refusal):` raises the Problem `refusal` when another program holds it, and
    another Problem when the folder is gone or cannot be written.
    """

    def __init__(self, file: Path, refusal: Problem) -> None:
        self._file = file
        self._refusal = refusal
        self._handle = -1

    def __enter__(self) -> "FolderLock":
        with explaining(self._file.parent):
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(handle)
            except OSError as error:
                os.close(handle)
                if not _is_of_another(error):
                    raise
                raise self._refusal from error
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle >= 0:  # letting go twice is harmless
            os.close(self._handle)
        self._handle = -1


def _is_of_another(error: OSError) -> bool:
    """Whether the lock was refused because another program holds it; Windows refuses it for nothing else."""
    return sys.platform == "win32" or error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
