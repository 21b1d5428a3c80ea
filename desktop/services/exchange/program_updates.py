"""A program update travels as it is, from its maker through Headquarters to an office, and Headquarters signs nothing.

Headquarters copies the file beside its returns, reads the copy again and writes its digest beside it, unsigned. Whether
the maker made the file only the program’s own check of updates can say; it is not there yet, and the office is told so.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import copy_safely, discard, pieces_of, write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.services.office.rights import Right, require
from desktop.services.work import Work

SLIP = ".sha256"  # the ending of the file that holds the digest, as `sha256sum` writes and reads it
LONGEST_SLIP = 4096  # bytes


class SlipState(StrEnum):
    """Whether the digest that lies beside an update is that of the file."""

    SAME = "same"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True)
class ProgramUpdate:
    """A file as it lies there: its size in bytes and its SHA-256; nothing of it was believed or opened."""

    path: Path
    size: int
    digest: str
    slip: SlipState


def forward(work: Work, path: Path, folder: Path, progress: Progress) -> ProgramUpdate:
    """Copy an update, byte by byte, into a folder or onto a stick, with its digest beside it.

    Raises Problem, nothing left there, where it cannot be read or written whole, or lies in that folder already.
    """
    require(work.officer, Right.HEADQUARTERS)
    target = folder / path.name
    if target.exists() and target.samefile(path):
        raise Problem(
            _("“{name}” lies in this folder already; nothing was copied.").format(name=path.name),
            _("Choose the stick or the folder that goes to the office."),
            code="update-in-place",
        )
    progress.step(0, 2, _("Copying the program update"))
    digest = copy_safely(path, target)
    progress.step(1, 2, _("Reading the copy again"))
    if _digest(target) != digest:
        discard(target)
        raise Problem(
            _("The copy of “{name}” is not what was copied; it was taken away again.").format(name=path.name),
            _("Use another stick, or copy it again."),
            code="update-copy-differs",
        )
    write_safely(_slip(target), f"{digest}  {target.name}\n".encode())
    return ProgramUpdate(target, target.stat().st_size, digest, SlipState.SAME)


def look_at(path: Path, progress: Progress) -> ProgramUpdate:
    """What lies there; raises Problem where it cannot be read. Nothing of it is run, opened or installed."""
    progress.step(0, 1, _("Reading the program update"))
    digest, slip = _digest(path), SlipState.NONE
    if _slip(path).is_file():
        beside = b"".join(pieces_of(_slip(path)))[:LONGEST_SLIP].decode("utf-8", "replace").split()
        slip = SlipState.SAME if beside[:1] == [digest] else SlipState.OTHER
    return ProgramUpdate(path, path.stat().st_size, digest, slip)


def _slip(path: Path) -> Path:
    return path.with_name(f"{path.name}{SLIP}")


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    for piece in pieces_of(path):
        whole.update(piece)
    return whole.hexdigest()
