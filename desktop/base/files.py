"""Writing files so that a crash, a full disk or a pulled stick leaves the old file or the whole new one."""

import errno
import os
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import _

PART = ".part"


def write_safely(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, durably; whatever happens, `path` is either untouched or complete.

    Raises Problem when the disk is full, read-only or gone.
    """
    part = path.with_name(path.name + PART)
    try:
        try:
            _write_through(part, data)
            part.replace(path)
            _sync_folder(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _explained(error, path) from error


def _write_through(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        left = memoryview(data)
        while left:  # a full disk answers with a short count, not with an error
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explained(error: OSError, path: Path) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Problem(
            _("There is not enough room to write “{name}”; nothing was changed.").format(name=path.name),
            _("Free some space or choose another place, then try again."),
            code="disk-full",
        )
    return Problem(
        _("“{name}” could not be written there; nothing was changed.").format(name=path.name),
        _("Check that the folder or the stick is present and not read-only, then try again."),
        code="place-not-writable",
    )


def remove_leftovers(folder: Path) -> None:
    """Delete the half-written files that an interrupted program left behind."""
    for pattern in (f"*{PART}", f"*{PART}-*"):  # the second: what a database keeps beside its file
        for part in folder.glob(pattern):
            part.unlink(missing_ok=True)
