"""The folder into which the office's scanner writes: what has arrived there, and what was taken from it.

Each computer knows its own folder. Nothing in it is ever changed or deleted. A file that is still being written is
not offered: it ends before its end, which its kind tells; what stays so is offered in the end, as damaged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.base.errors import Problem, RefusedFile
from desktop.base.text import _
from desktop.base.values import Json
from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign import kinds
from desktop.documents.foreign.judging import judge
from desktop.services.work import Work
from desktop.store import files
from desktop.store.store import recall_in

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
PATIENCE = 10  # looks at which a file that ends too early has not changed, before it is taken for damaged
SHOWN = 40  # files, the newest, that are looked into
REMEMBERED = 500  # files of which it is known that they were taken
_KINDS = frozenset({kinds.PDF, kinds.PNG, kinds.JPEG, kinds.TIFF, kinds.BMP, kinds.WEBP})
_NOTE = "scanner"  # what this computer remembers


class ScanState(StrEnum):
    """How far a file in the scanner's folder is."""

    ARRIVING = "arriving"  # it is being written
    READY = "ready"
    DAMAGED = "damaged"  # it ends too early, and nobody writes it any more
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class ArrivedScan:
    """A file of the scanner's folder: `size` in bytes, `written` in nanoseconds as its disk says.

    `looks` counts in how many looks before this one it was the same.
    """

    path: Path
    size: int
    written: int
    state: ScanState
    looks: int = 0

    def is_same(self, other: "ArrivedScan | None") -> bool:
        """Whether nothing was written into it since."""
        return other is not None and (self.size, self.written) == (other.size, other.written)


def folder(work: Work) -> Path | None:
    """The folder of this computer's scanner, None until somebody chose it."""
    with work.machine.read() as session:
        return folder_in(session)


def folder_in(session: Session) -> Path | None:
    """The same, read in a session of this computer's own store."""
    chosen = str(recall_in(session, _NOTE).get("folder", ""))
    return Path(chosen) if chosen else None


def choose(work: Work, chosen: Path) -> None:
    """Let this folder be the one of this computer's scanner; raises Problem for what is no folder."""
    if not chosen.is_dir():
        raise _gone(chosen)
    work.machine.remember(_NOTE, {**work.machine.recall(_NOTE), "folder": str(chosen)})


def look(work: Work, before: Sequence[ArrivedScan] = ()) -> tuple[ArrivedScan, ...]:
    """The scans in the folder, the newest first. `before` is what the look before this one gave.

    Raises Problem when the folder is not there, or none was chosen.
    """
    place = folder(work)
    if place is None:
        raise Problem(
            _("The folder of the scanner is not known yet."),
            _("Choose the folder into which the scanner writes."),
            code="scanner-folder-unknown",
        )
    try:
        scans = sorted(_scans_in(place), key=lambda file: (-file.written, file.path.name))[:SHOWN]
    except OSError as error:
        raise _gone(place) from error
    earlier = {file.path: file for file in before}
    before_taken = _taken(work)
    return tuple(_judged(file, earlier.get(file.path), before_taken) for file in scans)


def note_taken(work: Work, path: Path) -> None:
    """Remember that a file of the scanner's folder was taken; of any other file nothing is noted."""
    place = folder(work)
    if place is None or path.parent != place:
        return
    try:
        about = path.stat()
    except OSError:
        return  # it was moved away meanwhile: it will not be offered again
    files_taken: dict[str, Json] = {**_taken(work), path.name: [about.st_size, about.st_mtime_ns]}
    newest = dict(list(files_taken.items())[-REMEMBERED:])
    work.machine.remember(_NOTE, {**work.machine.recall(_NOTE), "taken": newest})


def _taken(work: Work) -> Mapping[str, Json]:
    marks = work.machine.recall(_NOTE).get("taken", {})
    return marks if isinstance(marks, dict) else {}


def _scans_in(place: Path) -> Iterator[ArrivedScan]:
    for path in place.iterdir():
        if path.suffix.lower() not in SUFFIXES or path.name.startswith((".", "~")):
            continue
        try:
            about = path.stat()
            if path.is_file():
                yield ArrivedScan(path, about.st_size, about.st_mtime_ns, ScanState.ARRIVING)
        except OSError:
            continue  # it went, or the scanner holds it: the next look will see


def _judged(file: ArrivedScan, before: ArrivedScan | None, marks: Mapping[str, Json]) -> ArrivedScan:
    """The file with its state."""
    if marks.get(file.path.name) == [file.size, file.written]:
        return _in_state(file, ScanState.TAKEN, 0)
    looks = before.looks + 1 if before is not None and file.is_same(before) else 0
    if before is not None and looks and before.state in (ScanState.READY, ScanState.DAMAGED):
        return _in_state(file, before.state, looks)
    if file.size > files.REFUSE_ABOVE:
        return _in_state(file, ScanState.READY if looks else ScanState.ARRIVING, looks)
    if _is_whole(file.path):
        return _in_state(file, ScanState.READY, looks)
    return _in_state(file, ScanState.DAMAGED if looks >= PATIENCE else ScanState.ARRIVING, looks)


def _is_whole(path: Path) -> bool:
    """Whether a file is a scan from its first byte to its last, or one under a password."""
    try:
        judged = judge(path.read_bytes(), path.name)
    except (OSError, RefusedFile):  # it is empty yet, its first bytes are missing, or the scanner holds it
        return False
    return judged.kind in _KINDS and judged.flaw is not FileFlaw.CUT


def _in_state(file: ArrivedScan, state: ScanState, looks: int) -> ArrivedScan:
    return ArrivedScan(file.path, file.size, file.written, state, looks)


def _gone(place: Path) -> Problem:
    return Problem(
        _("The folder of the scanner, {folder}, is not there; nothing was changed.").format(folder=place),
        _("Switch the scanner or its drive on, or choose another folder."),
        code="scanner-folder-gone",
    )
