"""Writing files so that a crash, a full disk or a pulled stick leaves the old file or the whole new one."""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.text import _

PART = ".part"
PIECE = 1 << 20  # bytes read at a time
# How Windows refuses to touch a file that a program has open: access denied, sharing violation, lock violation
HELD = (5, 32, 33)
# What no name of a file may hold: signs that Windows forbids, control characters, signs that turn the direction
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)
# Bytes: room for the folder within Windows's 259 characters, and for `.part` within Linux's 255 bytes
LONGEST_NAME = 150
LONGEST_ENDING = 15  # characters
PATIENCE = 2.0  # seconds; a virus scanner lets a file go within one


def write_safely(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, durably; whatever happens, `path` is either untouched or complete.

    Raises Problem when the disk is full, read-only or gone.
    """
    part = path.with_name(path.name + PART)
    with explaining(path):
        try:
            _write_all(part, data)
            put_in_place(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that `put_in_place` gives its name later, piece by piece; where that fails, nothing of it stays.

    Raises Problem when the disk is full, read-only or gone.
    """
    with explaining(path):
        try:
            with os.fdopen(_new_file(path), "wb") as written:
                for piece in pieces:
                    written.write(piece)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def open_to_all(path: Path, *, starts: bool) -> None:
    """Let every account read a file of the program, and start it where it is one that is started. Raises Problem."""
    with explaining(path):
        path.chmod(0o755 if starts else 0o644)


def make_link(path: Path, target: str) -> None:
    """Make a symbolic link to `target`, as from the link's folder. Raises Problem when it cannot be made."""
    with explaining(path):
        path.symlink_to(target)


def write_again(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, which can be made anew at any time: it is not brought to the disk, and may be torn by a
    power cut, so that whoever reads it compares it first. Raises Problem when the disk is full, read-only or gone."""
    with explaining(path):
        path.write_bytes(data)


def bring_to_disk(path: Path) -> None:
    """Bring a file to the disk, and forget it in memory where the system lets us: what is read next is what lies there.

    Raises Problem when the disk is full or gone.
    """
    with explaining(path), path.open("rb+") as content:
        _sync_file(content.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(content.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def bring_folders_to_disk(folder: Path) -> None:
    """Bring the names of everything in a folder, and in those in it, to the disk; its files must be there already.

    Raises Problem when the disk is full or gone.
    """
    with explaining(folder):
        for below in (*folder.rglob("*"), folder):
            if below.is_dir() and not below.is_symlink():
                _sync_folder(below)


def copy_safely(source: Path, target: Path) -> str:
    """Copy a file of any size, durably, and return its SHA-256 in hexadecimal; `target` is complete or untouched.

    Raises Problem when the disk is full, read-only or gone, and when `source` cannot be read to its end.
    """
    part = target.with_name(target.name + PART)
    whole = hashlib.sha256()
    with explaining(target):
        try:
            with os.fdopen(_new_file(part), "wb") as written:
                for piece in pieces_of(source):
                    whole.update(piece)
                    written.write(piece)
            put_in_place(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return whole.hexdigest()


def make_folder(folder: Path) -> Path:
    """Make a folder, and those it lies in, readable by this account only; it may be there already.

    Raises Problem when it cannot be made, or a file lies in its place.
    """
    with explaining(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def pieces_of(source: Path) -> Iterator[bytes]:
    """The content of a file, piece by piece; raises Problem when it cannot be read to its end."""
    try:
        with source.open("rb") as content:
            while piece := content.read(PIECE):
                yield piece
    except OSError as error:
        raise Problem(
            _("“{name}” cannot be read; nothing was changed.").format(name=source.name),
            _("Check that the folder or the stick is present, then try again."),
            code="file-not-readable",
        ) from error


def beginning_of(source: Path, most: int) -> bytes:
    """The content of a file, of a longer one that many bytes; raises Problem when it cannot be read."""
    content = bytearray()
    for piece in pieces_of(source):
        content += piece
        if len(content) >= most:
            break
    return bytes(content[:most])


def _new_file(path: Path) -> int:
    """A handle on an empty file that nobody else may read."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)


def put_in_place(part: Path, path: Path) -> None:
    """Give the finished file or folder `part` the name `path`, so that a power cut shows the one or the other.

    A file is brought to the disk first; those in a folder must be there already. Raises OSError.
    """
    if part.is_file():
        with part.open("rb+") as content:
            _sync_file(content.fileno())
    reached(f"before {path.name}")
    move(part, path)
    _sync_folder(path.parent)
    reached(f"after {path.name}")


def move(source: Path, target: Path) -> None:
    """Give `source` the name `target`, in place of the file that bears it.

    On Windows a file that another program has open cannot be replaced; scanners let it go soon, so that it is tried for
    two seconds. Raises OSError.
    """
    last = time.monotonic() + PATIENCE
    while True:
        try:
            source.replace(target)
        except OSError as error:
            if not is_held(error) or target.is_dir() or time.monotonic() > last:
                raise
            time.sleep(0.05)
        else:
            return


def is_held(error: BaseException) -> bool:
    """Whether Windows refused because another program has the file open, as far as it tells."""
    return getattr(error, "winerror", None) in HELD


def _sync_file(handle: int) -> None:
    """Bring a file's content to the disk; on macOS `fsync` alone leaves it in the memory of the drive."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # sticks and shares without this promise
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    os.fsync(handle)


def _write_all(path: Path, data: bytes) -> None:
    handle = _new_file(path)
    try:
        left = memoryview(data)
        while left:  # a full disk answers with a short count, not with an error
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):  # sticks and shares without this promise
            raise
    finally:
        os.close(handle)


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn the disk's refusals while `path` is written into a Problem that names it."""
    try:
        yield
    except OSError as error:
        raise _explained(error, path) from error


def _explained(error: OSError, path: Path) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Problem(
            _("There is not enough room to write “{name}”; nothing was changed.").format(name=path.name),
            _("Free some space or choose another place, then try again."),
            code="disk-full",
        )
    if is_held(error) and path.is_file():
        return Problem(
            _("“{name}” is open in another program or protected; nothing was changed.").format(name=path.name),
            _("Close it in the other program, then try again."),
            code="file-held",
        )
    return Problem(
        _("“{name}” could not be written there; nothing was changed.").format(name=path.name),
        _("Check that the folder or the stick is present and not read-only, then try again."),
        code="place-not-writable",
    )


def safe_name(text: str) -> str:
    """A part of a file's name made from somebody's text: nothing in it leads to another folder or stream."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", text)[:40] or "_"


def clean_name(name: str) -> str:
    """The nearest name under which every system keeps a file; one that is fine already comes back as it is.

    Windows forbids some characters and the names of its devices with any ending, drops dots and spaces at the end, and
    opens no longer path than 259 characters; a sign that turns the direction of writing hides the true ending. See
    https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    """
    visible = _FORBIDDEN.sub("_", name).strip(" ").rstrip(". ")
    stem, dot, ending = visible.rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        stem, dot, ending = visible, "", ""
    if _DEVICES.fullmatch(stem.partition(".")[0].rstrip(" ")):
        stem = f"_{stem}"
    while len(f"{stem}{dot}{ending}".encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem.rstrip('. ') if not dot else stem}{dot}{ending}" or "_"


def remove_leftovers(folder: Path) -> None:
    """Delete what an interrupted program left half-written anywhere in a folder of its own."""
    beside_databases = folder.rglob(f"*{PART}-*")
    _remove([*folder.rglob(f"*{PART}"), *beside_databases])


def remove_leftovers_beside(target: Path, pattern: str) -> None:
    """Delete half-written files in somebody else's folder, a stick's for example: those that were to be `pattern`."""
    with contextlib.suppress(OSError):  # a folder that cannot be listed has nothing to clean
        _remove([*target.glob(f"{pattern}{PART}")])


def discard(path: Path) -> None:
    """Delete a file or folder of ours that is not needed any more; where it cannot be deleted it stays."""
    _remove([path])


def delete_durably(path: Path) -> None:
    """Delete a file of ours so that no power cut brings it back after what is deleted next. Raises OSError."""
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)
    reached(f"deleted {path.name}")


def _remove(leftovers: Iterable[Path]) -> None:
    for leftover in leftovers:
        with contextlib.suppress(OSError):  # in use, or gone already: it is tried again at the next start
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover)
            else:
                leftover.unlink(missing_ok=True)
