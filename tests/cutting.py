"""Power cuts played: what a deed asks of the disks is written down, and the disks are made as a cut would leave them.

A disk that obeys holds what was brought to it (`fsync`) and may hold any of the rest; one that lies says of everything
that it lies there, and after a cut lacks the last of it. The record is taken below the program and its libraries, the
database's included (tests/recorder.c); names are on an obedient disk once their folder or what they name was brought
to it, as ext4, XFS and Btrfs do it.
"""

import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Optional

from desktop.base.faults import EVENT
from tests.faulty import DONE, Deed, Hook, packed

SECTOR = 512  # bytes that a disk writes whole
HEAD = struct.Struct("<cIIIQ")
LOG, ROOT = "POWER_LOG", "POWER_ROOT"
SOURCE = Path(__file__).with_name("recorder.c")


def lacking() -> str:
    """Why no record can be taken here; empty when one can."""
    if not sys.platform.startswith("linux"):
        return "what a program asks of its disks is written down on Linux alone"
    return "" if shutil.which("cc") else "there is no C compiler (apt install gcc)"


@dataclass(frozen=True)
class Request:
    """What was asked of a disk: to create (c), write (w), cut (t), rename (r), unlink (u), make a folder (d), bring to
    the disk (s); a mark (m) is where the program stood, of which `path` is the name."""

    what: str
    path: str
    other: str = ""
    where: int = 0
    content: bytes = b""


def record(deed: Callable[[], object], folder: Path, work: Path) -> list[Request]:
    """Do the deed in a process of its own, and give back what it asked of the disks below `folder`, in order."""
    recorder, log = work / "recorder.so", work / "log"
    if not recorder.exists():
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", recorder, SOURCE, "-ldl"], check=True)
    log.write_bytes(b"")
    command = [sys.executable, "-c", "from tests.faulty import go_on; go_on()"]
    surroundings = {**os.environ, "LD_PRELOAD": str(recorder), LOG: str(log), ROOT: str(folder.resolve())}
    handed = packed(partial(_marking, deed), Hook())
    root = SOURCE.parents[1]
    done = subprocess.run(command, input=handed, cwd=root, env=surroundings, check=False)
    assert done.returncode == DONE
    return list(_requests(log.read_bytes(), f"{folder.resolve()}/"))


def _marking(deed: Deed) -> None:
    """The deed, with the named points of the program in the record."""
    handle = os.open(os.environ[LOG], os.O_WRONLY | os.O_APPEND)

    def mark(event: str, arguments: tuple[object, ...]) -> None:
        if event == EVENT:
            name = str(arguments[0]).encode()
            os.write(handle, HEAD.pack(b"m", len(name), 0, 0, 0) + name)

    sys.addaudithook(mark)
    deed()


def _requests(log: bytes, root: str) -> Iterator[Request]:
    at = 0
    while at < len(log):
        what, first, second, length, where = HEAD.unpack_from(log, at)
        at += HEAD.size
        path, other = log[at : at + first].decode(), log[at + first : at + first + second].decode()
        at += first + second
        yield Request(what.decode(), path.removeprefix(root), other.removeprefix(root), where, log[at : at + length])
        at += length


@dataclass(eq=False)
class Entry:
    """A file or a folder: as the program sees it, and as the disk has it."""

    is_folder: bool
    content: bytearray = field(default_factory=bytearray)
    on_disk: bytes = b""
    waiting: list[Request] = field(default_factory=list)  # writes and cuts since it was brought to the disk
    names: dict[str, "Entry"] = field(default_factory=dict)
    names_on_disk: dict[str, "Entry"] = field(default_factory=dict)
    parent: Optional["Entry"] = None


class Disk:
    """One disk, which begins as a folder is and is asked things one after the other."""

    def __init__(self, folder: Path) -> None:
        self.root = _read(folder)

    def ask(self, request: Request) -> None:
        """Do what is asked, as the program sees it."""
        if request.what == "s":
            self._bring(request.path)
        elif request.what in "wt":
            entry = self._entry(request.path)
            if entry is not None:  # of one that was unlinked while it was open nothing remains
                _apply(entry.content, request)
                entry.waiting.append(request)
        elif request.what in "cd":
            self._name(request.path, Entry(request.what == "d"))
        elif request.what == "u":
            folder, name = self._place(request.path)
            folder.names.pop(name, None)
        elif request.what == "r":
            folder, name = self._place(request.path)
            self._name(request.other, folder.names.pop(name))

    def _place(self, path: str) -> tuple[Entry, str]:
        *folders, name = path.split("/")
        entry = self.root
        for each in folders:
            entry = entry.names[each]
        return entry, name

    def _entry(self, path: str) -> Entry | None:
        if not path:
            return self.root
        try:
            folder, name = self._place(path)
        except KeyError:
            return None
        return folder.names.get(name)

    def _name(self, path: str, entry: Entry) -> None:
        folder, name = self._place(path)
        folder.names[name] = entry
        entry.parent = folder

    def _bring(self, path: str) -> None:
        entry = self._entry(path)
        if entry is None:
            return
        entry.on_disk, entry.waiting = bytes(entry.content), []
        if entry.is_folder:
            entry.names_on_disk = dict(entry.names)
        while entry.parent is not None:  # its own name is then there too
            parent = entry.parent
            for name, other in entry.parent.names.items():
                if other is entry:
                    parent.names_on_disk[name] = entry
            stale = [
                n for n, other in parent.names_on_disk.items() if other is entry and parent.names.get(n) is not entry
            ]
            for name in stale:
                del parent.names_on_disk[name]
            entry = parent

    def seen(self, folder: Path) -> None:
        """Write, into a folder, what the program saw: nothing was lost."""
        _write(self.root, folder, lambda entry: (bytes(entry.content), entry.names))

    def after_a_cut(self, folder: Path, chance: random.Random | None = None) -> None:
        """Write what lies there after a cut: what was brought to the disk, and of the rest what chance wills, else
        nothing."""
        _write(self.root, folder, partial(_left, chance))


def _read(folder: Path) -> Entry:
    entry = Entry(is_folder=True)
    for path in folder.iterdir():
        if path.is_dir():
            child = _read(path)
        else:
            content = path.read_bytes()
            child = Entry(is_folder=False, content=bytearray(content), on_disk=content)
        child.parent = entry
        entry.names[path.name] = child
    entry.names_on_disk = dict(entry.names)
    return entry


def _apply(content: bytearray, request: Request) -> None:
    if request.what == "w":
        end = request.where + len(request.content)
        content.extend(bytes(max(end - len(content), 0)))
        content[request.where : end] = request.content
    else:
        del content[request.where :]
        content.extend(bytes(request.where - len(content)))


def _left(chance: random.Random | None, entry: Entry) -> tuple[bytes, dict[str, Entry]]:
    if chance is None:
        return entry.on_disk, entry.names_on_disk
    if entry.is_folder:
        names = dict(entry.names_on_disk)
        for name in sorted({*entry.names, *entry.names_on_disk}):
            now = entry.names.get(name)
            if now is entry.names_on_disk.get(name) or chance.random() < 0.5:
                continue
            if now is None:
                del names[name]
            else:
                names[name] = now
        return b"", names
    content = bytearray(entry.on_disk)
    for request in entry.waiting:
        if request.what == "t":
            if chance.random() < 0.5:
                _apply(content, request)
            continue
        for start in range(0, len(request.content), SECTOR):
            if chance.random() < 0.5:
                piece = request.content[start : start + SECTOR]
                _apply(content, Request("w", request.path, "", request.where + start, piece))
    return bytes(content), {}


def _write(entry: Entry, path: Path, state: Callable[[Entry], tuple[bytes, dict[str, Entry]]]) -> None:
    content, names = state(entry)
    if not entry.is_folder:
        path.write_bytes(content)
        return
    path.mkdir(exist_ok=True)
    for name, child in names.items():
        _write(child, path / name, state)


def disks_after(before: Path, requests: Sequence[Request], names: Sequence[str]) -> dict[str, Disk]:
    """The disks with these names below `before`, after all that was asked of each."""
    disks = {name: Disk(before / name) for name in names}
    for request in requests:
        name, _slash, path = request.path.partition("/")
        if request.what == "m" or name not in disks:
            continue
        other = request.other.partition("/")
        if other[0] and other[0] != name:
            raise AssertionError(f"nothing is renamed from one disk to another: {request}")
        disks[name].ask(Request(request.what, path, other[2], request.where, request.content))
    return disks
