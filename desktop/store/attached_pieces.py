"""The attached files beside the backups of an office: each once, encrypted, however many backups need it.

They lie in one folder per office beside its backups. A piece's name is a keyed digest: without the office's key nobody
can tell whether a file that he has is among them; its size is rounded up for the same reason. What is written in a
piece opens under that name alone, so that none takes another's place.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.faults import reached
from desktop.base.files import PART, bring_to_disk, discard, make_folder, put_in_place, write_new
from desktop.store.slots import keyed_digest, unwrap_apart, wrap_apart

ENDING = ".pieces"
_PURPOSE = b"attached file"
_NAME = re.compile(r"[0-9a-f]{40}")
_STEP = 16_384  # bytes: sizes are rounded up to a multiple of it
_LENGTH = 8  # bytes that say how long the content is
_SEAL = 12 + 16  # bytes that encryption adds
_MOST = 64_000_000  # bytes: more is no piece, whatever somebody put there (an attached file has 25 MB at most)
_INSIDE = 0  # in the place of a size: the file lies in the backup itself


@dataclass(frozen=True, slots=True)
class Piece:
    """One attached file as a backup names it. `size` is that of its file in bytes, 0 when it lies in the backup."""

    name: str
    size: int

    @property
    def is_apart(self) -> bool:
        return self.size != _INSIDE


def folder_beside(target: Path, vault: str) -> Path:
    """Where the pieces of that office's backups in `target` lie."""
    return target / f"passerelle-{vault[:8]}{ENDING}"


def name_of(digest: str, key: bytes) -> str:
    """The name under which the file with this SHA-256 lies."""
    return keyed_digest(key, _PURPOSE, bytes.fromhex(digest))[:40]


def piece_of(digest: str, size: int, is_apart: bool, key: bytes) -> Piece:
    """How a backup names a file of this SHA-256 and size."""
    return Piece(name_of(digest, key), _size_of(size) if is_apart else _INSIDE)


def _size_of(length: int) -> int:
    return _padded(length) + _SEAL


def _padded(length: int) -> int:
    return -(-(length + _LENGTH) // _STEP) * _STEP


def listed(pieces: Iterable[Piece]) -> bytes:
    """The list that a backup carries, readable without a key: whoever tidies up must know what is still needed."""
    return "".join(f"{piece.name} {piece.size}\n" for piece in pieces).encode("ascii")


def from_list(text: bytes) -> tuple[Piece, ...]:
    """Read such a list; raises ValueError for another text."""
    lines = [line.split(" ") for line in text.decode("ascii").splitlines()]
    if any(len(line) != 2 or not _NAME.fullmatch(line[0]) or not line[1].isdigit() for line in lines):
        raise ValueError("no list of pieces")
    return tuple(Piece(name, int(size)) for name, size in lines)


def sizes(folder: Path) -> Mapping[str, int]:
    """The size of each piece that lies in the folder, by name; none where there is no folder."""
    if not folder.is_dir():
        return {}
    return {path.name: path.stat().st_size for path in folder.iterdir() if _NAME.fullmatch(path.name)}


def lacking(pieces: Iterable[Piece], present: Mapping[str, int]) -> int:
    """How many of these are not there, or not of their size."""
    return sum(piece.is_apart and present.get(piece.name) != piece.size for piece in pieces)


def put(folder: Path, name: str, key: bytes, content: bytes) -> None:
    """Write one piece and read it back from the disk before it gets its name. Raises Problem or OSError."""
    make_folder(folder)
    part = folder / f"{name}{PART}"
    padding = bytes(_padded(len(content)) - _LENGTH - len(content))
    length = len(content).to_bytes(_LENGTH, "big")
    try:
        write_new(part, (wrap_apart(key, _purpose(name), b"".join((length, content, padding))),))
        bring_to_disk(part)
        if _opened(part, name, key) != content:
            raise OSError("what was written is not what is read back")
        put_in_place(part, folder / name)
    finally:
        part.unlink(missing_ok=True)


def read(folder: Path, digest: str, key: bytes) -> bytes | None:
    """The content of the file with this SHA-256; None when its piece is missing, damaged, or of another key."""
    name = name_of(digest, key)
    try:
        return _opened(folder / name, name, key)
    except OSError:
        return None


def is_sound(folder: Path, name: str, key: bytes) -> bool:
    """Whether a piece opens; raises OSError where the disk does not give it, which says nothing of it."""
    return _opened(folder / name, name, key) is not None


def _opened(path: Path, name: str, key: bytes) -> bytes | None:
    with path.open("rb") as file:
        sealed = file.read(_MOST + 1)
    if len(sealed) > _MOST:
        return None
    padded = unwrap_apart(key, _purpose(name), sealed)
    return None if padded is None else padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]


def _purpose(name: str) -> bytes:
    return _PURPOSE + b" " + name.encode("ascii")


def prune(folder: Path, needed: frozenset[str]) -> None:
    """Delete the pieces that no backup names any more, and what is half-written."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            is_piece = _NAME.fullmatch(path.name.removesuffix(PART)) is not None
            if is_piece and path.name not in needed:
                discard(path)
                reached(f"discarded {path.name}")
