"""A folder or a stick as a mailbox: plain, or synchronised between machines by some other program.

It copes with what such programs do to files: half-written ones, "conflicted copies", placeholders, changed names.
"""

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import PART, write_safely
from desktop.base.text import _
from desktop.bundles import bundle, parts
from desktop.bundles.bundle import HEADER, LIMITS, SIGNATURE, SUFFIX, BundleKind, Header, Refused
from desktop.bundles.transport import ArrivedFile, gone

SCANNED = 20_000  # files looked into in one folder whose names do not say that they are bundles
OFFICES = 2_000  # folders looked into in one folder
BY_MAIL = (SUFFIX, parts.SUFFIX, ".eml")  # what is a bundle by its name, or may hold one
NAMES = 500_000  # names looked at where only their endings count
ELSEWHERE = 0x1000 | 0x40000 | 0x400000  # FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN, _RECALL_ON_DATA_ACCESS
CHUNK = 1 << 16


class FolderTransport:
    """Bundles and parts in one folder, without its subfolders; symbolic links are not followed."""

    def __init__(self, folder: Path, limit: int = LIMITS.bundle) -> None:
        self._folder = folder
        self._limit = limit + HEADER + SIGNATURE + 8
        self._seen: dict[tuple[str, int, int], str] = {}

    def put(self, name: str, data: bytes) -> None:
        """Write the file and read it back; raises Problem when it does not read as it was written."""
        digest = sha256(data).hexdigest()
        self._check_folder()
        path = self._free(name, digest)
        write_safely(path, data)
        if _digest(path) != digest:
            raise Problem(
                _("“{name}” does not read back as it was written: this place cannot be trusted.").format(name=name),
                _("Use another stick or folder."),
                code="transport-not-reliable",
            )

    def arrived(self, skip: frozenset[str] = frozenset()) -> Sequence[ArrivedFile]:
        self._check_folder()
        arrivals: dict[str, ArrivedFile] = {}
        for path, status in self._files():
            if (digest := self._digest_if_complete(path, status)) is None or digest in skip:
                continue
            arrivals.setdefault(digest, ArrivedFile(digest, path.name, status.st_size))
        return list(arrivals.values())

    def take(self, file: ArrivedFile) -> bytes:
        for path, status in self._files():
            if status.st_size != file.size or self._digest_if_complete(path, status) != file.sha256:
                continue
            data = _content(path)
            if sha256(data).hexdigest() == file.sha256:
                return data
        raise gone(file.name)

    def _check_folder(self) -> None:
        if not self._folder.is_dir():
            raise Problem(
                _("The folder “{name}” is not there now; nothing was changed.").format(name=self._folder.name),
                _("Put the stick back, or connect to the shared folder, then try again."),
                code="transport-folder-missing",
            )

    def _free(self, name: str, digest: str) -> Path:
        """A path in the folder that no other file occupies."""
        safe = Path(name).name
        path = self._folder / safe
        if not path.exists() or _digest(path) == digest:
            return path
        return self._folder / f"{Path(safe).stem}-{digest[:16]}{Path(safe).suffix}"

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        try:
            with os.scandir(self._folder) as entries:
                strangers = 0
                for entry in islice(entries, NAMES):
                    is_named = entry.name.lower().endswith(BY_MAIL)
                    strangers += not is_named
                    if (is_named or strangers <= SCANNED) and _is_here(entry):
                        yield Path(entry.path), entry.stat(follow_symlinks=False)
        except OSError as error:
            raise _unreadable(self._folder) from error

    def _digest_if_complete(self, path: Path, status: os.stat_result) -> str | None:
        """The SHA-256 of a complete bundle or part, None for anything else; remembered until the file changes."""
        key = (path.name, status.st_size, status.st_mtime_ns)
        if key in self._seen:
            return self._seen[key]
        if not 0 < status.st_size <= self._limit:
            return None
        try:
            digest = _digest(path) if _complete(path, status.st_size) else None
        except OSError:  # held by another program, or a placeholder whose content is elsewhere: not yet
            return None
        if digest:
            self._seen[key] = digest
        return digest


def _complete(path: Path, size: int) -> bool:
    """Whether the bundle or part has the length that its own first bytes announce."""
    with path.open("rb") as file:
        start = file.read(8)
        sort = parts.sort_of(start)
        if sort is parts.FileSort.PART:
            return _whole_part(start + file.read())
        if sort is parts.FileSort.OTHER or len(start) < 8:
            return False
        length = int.from_bytes(start[4:], "big")
        head = file.read(min(length, HEADER))
    try:
        return size >= 8 + length + SIGNATURE + Header.from_bytes(head).length
    except Refused:
        return length <= HEADER and size >= 8 + length + SIGNATURE  # complete but wrong: the reader says why


def _whole_part(file: bytes) -> bool:
    try:
        parts.BundlePart.from_bytes(file)
    except Problem:
        return False
    return True


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise gone(path.name) from error


def _digest(path: Path) -> str:
    whole = sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            whole.update(piece)
    return whole.hexdigest()


def bundles_among(paths: Sequence[Path]) -> Sequence[Path]:
    """These files, and for each folder among them the bundles that lie in it; raises Problem when there are none."""
    files = [file for path in paths for file in (_bundles_in(path) if path.is_dir() else [path])]
    if not files:
        raise Problem(
            _("There is no bundle in this folder; nothing was changed."),
            _("Choose the files whose names end in “.psb”."),
            code="folder-without-bundles",
        )
    return files


def _bundles_in(folder: Path) -> list[Path]:
    """The bundles in a folder, and in the folders of offices in it, without what systems keep beside files.

    What Headquarters itself wrote there for an office is none of them.
    """
    try:
        with os.scandir(folder) as entries:
            there = list(islice(entries, NAMES))
        below = sorted(Path(entry.path) for entry in there if entry.is_dir(follow_symlinks=False))[:OFFICES]
        named = (entry for entry in there if entry.name.lower().endswith(BY_MAIL) and _is_here(entry))
        files = sorted(Path(entry.path) for entry in named)
        for place in below:
            with os.scandir(place) as entries:
                named = (entry for entry in islice(entries, NAMES) if entry.name.lower().endswith(BY_MAIL))
                files += sorted(Path(entry.path) for entry in named if _is_here(entry))
    except OSError as error:
        raise _unreadable(folder) from error
    return [file for file in files if not _is_return(file)]


def _is_return(path: Path) -> bool:
    """Whether its own first bytes call it a return; of anything that cannot be read, its reader says what it is."""
    try:
        with bundle.opened(path) as source:
            return bundle.read_header(source, bundle.size_of(source), LIMITS)[0].kind is BundleKind.RETURN
    except Problem:
        return False


def _is_here(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a file of somebody's whose content is on this disk.

    A Mac writes a file `._name` beside each on a stick; of a file that is only in the cloud, reading the first byte
    would fetch it all (https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants).
    """
    if entry.name.startswith("._") or entry.name.endswith(PART) or not entry.is_file(follow_symlinks=False):
        return False
    status = entry.stat(follow_symlinks=False)
    return status.st_size > 0 and not getattr(status, "st_file_attributes", 0) & ELSEWHERE


def _unreadable(folder: Path) -> Problem:
    return Problem(
        _("The folder “{name}” cannot be read now; nothing was changed.").format(name=folder.name),
        _("Put the stick back, or connect to the shared folder, then try again."),
        code="transport-folder-unreadable",
    )
