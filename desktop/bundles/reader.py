"""Opening bundles in a process of its own, with limits on memory and time and without access to the network.

`BundleReader` starts that process, keeps it for the next bundle and replaces it when a bundle broke it; `main` runs
inside. They talk through pipes: JSON to the child (`Trust` once, then a `_ReaderTask` a bundle), and back frames of one
letter, a length of 4 bytes and that many bytes: M header and manifest, D data, E end, R refusal.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, NoReturn

from desktop.base.errors import Problem
from desktop.base.process import own_command
from desktop.base.text import _
from desktop.bundles import payload, strict
from desktop.bundles.bundle import CHUNK, LIMITS, REFUSALS, Header, Limits, Refused
from desktop.bundles.content import BundleFile, DeviceJournal, Manifest, Return, Segment, SegmentKind
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.opening import Trust, check_checkpoint, examine, heads_of
from desktop.bundles.strict import Json, JsonFields, JsonObject

FLAG = "--read-bundle"  # the argument that makes the frozen program a reader
GONE = 66  # exit code of a reader that must be replaced


@dataclass(frozen=True, slots=True)
class Bundle:
    """The content of a bundle that passed every check; gaps, forks and ownership are for the importer to judge."""

    header: Header
    manifest: Manifest
    journals: tuple[DeviceJournal, ...]
    documents: Mapping[str, Json]
    files: tuple[BundleFile, ...]

    def answer(self) -> Return | None:
        """HQ's answer, or None when the bundle carries none; raises Refused (bad-contents) when it is malformed."""
        if "return" not in self.documents:
            return None
        try:
            return Return.from_json(self.documents["return"])
        except strict.Unsound as error:
            raise Refused("bad-contents", f"return: {error}") from error


def read(path: Path, keyset: Keyset, mine: tuple[DeviceKeys, ...], limits: Limits = LIMITS) -> Bundle:
    """One bundle, read in a process that ends with it; see `BundleReader.read`."""
    with BundleReader(keyset, mine, limits) as reader:
        return reader.read(path)


def verify(path: Path, keyset: Keyset, mine: tuple[DeviceKeys, ...], limits: Limits = LIMITS) -> Manifest:
    """One bundle checked whole, its content thrown away; see `BundleReader.verify`."""
    with BundleReader(keyset, mine, limits) as reader:
        return reader.verify(path)


class BundleReader:
    """Reads any number of bundles; close it, or use it as a context.

    `mine` are the keys to open with, old ones included. `errors` receives what the child writes as errors; without it
    they are discarded.
    """

    def __init__(
        self, keyset: Keyset, mine: tuple[DeviceKeys, ...], limits: Limits = LIMITS, errors: IO[bytes] | None = None
    ) -> None:
        self._trust, self._errors = Trust(keyset, mine, limits), errors
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> "BundleReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id while it lives."""
        return self._child.pid if self._child else None

    def read(self, path: Path) -> Bundle:
        """The bundle's content; raises Refused, or Problem when the file is not there."""
        header, manifest, pieces = self._ask(_ReaderTask(path, whole=True))
        try:
            return _assemble(header, manifest, pieces, self._trust.keyset)
        except strict.Unsound as error:
            raise Refused("unreadable", str(error)) from error

    def verify(self, path: Path) -> Manifest:
        """Every check of `read`, without the content."""
        return self._ask(_ReaderTask(path, whole=False))[1]

    def close(self) -> None:
        """End the child."""
        child, self._child, self._served = self._child, None, 0
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                _close(pipe)

    def _ask(self, task: "_ReaderTask") -> tuple[Header, Manifest, list[bytearray]]:
        if not task.path.is_file():
            raise Problem(
                _("“{name}” is not there any more; nothing was changed.").format(name=task.path.name),
                _("Check that the folder or the stick is present, then try again."),
                code="bundle-file-missing",
            )
        try:
            return self._ask_child(task)
        except _ReaderBroken:
            fresh = self._served == 0
            self.close()
        if not fresh:  # the child may have been worn out by those before: this bundle gets one of its own
            try:
                return self._ask_child(task)
            except _ReaderBroken:
                self.close()
        raise Refused("unreadable")

    def _ask_child(self, task: "_ReaderTask") -> tuple[Header, Manifest, list[bytearray]]:
        child = self._child = self._child or self._start_child()
        assert child.stdin and child.stdout
        try:
            _send(child.stdin, task.to_json())
        except OSError as error:
            raise _ReaderBroken from error
        answer = _receive(child.stdout, self._trust.limits)
        self._served += 1
        return answer

    def _start_child(self) -> "subprocess.Popen[bytes]":
        child = subprocess.Popen(  # noqa: S603 - our own program, no part of the command comes from outside
            own_command(__name__, FLAG),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors or subprocess.DEVNULL,
            cwd=None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2],
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert child.stdin
        try:
            _send(child.stdin, self._trust.to_json())
        except OSError as error:
            raise _ReaderBroken from error
        return child


@dataclass(frozen=True, slots=True)
class _ReaderTask:
    """One bundle for the child to check; `whole` asks for its content too."""

    path: Path
    whole: bool

    def to_json(self) -> JsonFields:
        return {"path": str(self.path.resolve()), "whole": self.whole}

    @classmethod
    def from_json(cls, source: object) -> "_ReaderTask":
        fields = JsonObject(source)
        return cls(Path(fields.text("path", strict.TEXT)), whole=fields.get("whole") is True)


class _ReaderBroken(Exception):
    """The child ended, or sent something that it never sends by itself."""


def _close(pipe: IO[bytes]) -> None:
    """Close a pipe of a child that has ended; what could not be written into it any more is lost with it.

    Windows says `EINVAL` of a pipe whose other end is gone, other systems `EPIPE`.
    """
    with contextlib.suppress(OSError):
        pipe.close()


def _send(pipe: IO[bytes], message: JsonFields) -> None:
    data = json.dumps(message).encode()
    pipe.write(len(data).to_bytes(4, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes], limits: Limits) -> tuple[Header, Manifest, list[bytearray]]:
    """One answer of the child, trusted no more than the bundle itself; raises Refused or _ReaderBroken."""
    front: tuple[Header, Manifest] | None = None
    pieces: list[bytearray] = []
    left = limits.total
    while True:
        letter, data = _frame(pipe)
        left -= len(data)
        if left < 0:
            raise _ReaderBroken
        if letter == b"R":
            raise _refusal(data)
        if letter == b"M" and front is None:
            front = _front(data)
        elif letter == b"D" and front is not None:
            _add(pieces, data, front[1].segments)
        elif letter == b"E" and front is not None:
            return *front, pieces
        else:
            raise _ReaderBroken


def _frame(pipe: IO[bytes]) -> tuple[bytes, bytes]:
    start = pipe.read(5)
    length = int.from_bytes(start[1:], "big")
    if len(start) < 5 or length > LIMITS.file:
        raise _ReaderBroken
    data = pipe.read(length)
    if len(data) < length:
        raise _ReaderBroken
    return start[:1], data


def _refusal(data: bytes) -> Refused:
    try:
        fields = JsonObject(strict.loads(data))
        code, detail = fields.text("code"), fields.text("detail", 500)
    except strict.Unsound as error:
        raise _ReaderBroken from error
    if code not in REFUSALS:
        raise _ReaderBroken
    return Refused(code, detail)


def _front(data: bytes) -> tuple[Header, Manifest]:
    try:
        fields = JsonObject(strict.loads(data))
        head = strict.dumps(fields.get("header"))
        return Header.from_bytes(head), Manifest.from_json(fields.get("manifest"))
    except (strict.Unsound, Refused) as error:
        raise _ReaderBroken from error


def _add(pieces: list[bytearray], data: bytes, segments: tuple[Segment, ...]) -> None:
    """Append the next bytes to the piece of the segment they belong to by the manifest."""
    while data:
        if pieces and len(pieces[-1]) < segments[len(pieces) - 1].raw:
            room = segments[len(pieces) - 1].raw - len(pieces[-1])
            pieces[-1] += data[:room]
            data = data[room:]
        elif len(pieces) < len(segments):
            pieces.append(bytearray())
        else:
            raise _ReaderBroken


def _assemble(header: Header, manifest: Manifest, pieces: list[bytearray], keyset: Keyset) -> Bundle:
    raw = [bytes(piece) for piece in pieces]
    raw += [b""] * (len(manifest.segments) - len(raw))  # empty files at the end have no bytes to send
    both = list(zip(manifest.segments, raw, strict=True))
    documents = {s.name: strict.loads(data) for s, data in both if s.kind is SegmentKind.DOCUMENT}
    files = tuple(BundleFile(data, s.name, s.media) for s, data in both if s.kind is SegmentKind.FILE)
    return Bundle(header, manifest, tuple(_journals(both, keyset, header.sender)), documents, files)


def _journals(both: list[tuple[Segment, bytes]], keyset: Keyset, sender: str) -> Iterator[DeviceJournal]:
    """One journal for each device: its segments joined.

    Chain and checkpoint are verified with the device's own key here, not in the child: a bundle that took over the
    child cannot make it pass on a change that the device never made.
    """
    devices = dict.fromkeys(segment.device for segment, _data in both if segment.kind is SegmentKind.CHANGES)
    for device in devices:
        own = [(segment, payload.decode(data)) for segment, data in both if segment.device == device]
        first, last = own[0][0], own[-1][0]
        heads = [first.before]
        for segment, changes in own:
            if segment.before != heads[-1]:
                raise Refused("forged-inside", "segments that do not follow one another")
            heads += heads_of(segment, changes)
        check_checkpoint(last, keyset, sender)
        whole = tuple(change for _segment, changes in own for change in changes)
        doubtful = keyset.doubtful_from(device, sender)
        if doubtful is not None and doubtful > last.seq_to:
            doubtful = None
        yield DeviceJournal(device, first.before, whole, tuple(heads[1:]), last.checkpoint, doubtful)


# ---------------------------------------------------------------- inside the child


def main(_arguments: Sequence[str] = ()) -> int:
    """Answer the parent until it closes the pipe, then 0; called before anything else of the program is loaded."""
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # nothing else may ever write into the answers
        opening = _message(source)
        if opening is None:
            return 0
        trust = Trust.from_json(opening)
        _load()
        confine(trust.limits)
        while (message := _message(source)) is not None:
            _answer(_ReaderTask.from_json(message), trust, answers, nowhere)
    return 0


def _load() -> None:
    """Everything needed later, before the memory is measured and capped."""
    import pyrage  # type: ignore[import-untyped]  # noqa: F401
    import zstandard  # noqa: F401
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: F401


def _message(source: BinaryIO) -> object:
    """The parent's next message as parsed JSON; None when it closed the pipe."""
    start = source.read(4)
    if len(start) < 4:
        return None
    return json.loads(source.read(int.from_bytes(start, "big")))


def _answer(task: _ReaderTask, trust: Trust, answers: BinaryIO, nowhere: BinaryIO) -> None:
    import faulthandler

    sink = _Pipe(answers, whole=task.whole)
    faulthandler.dump_traceback_later(
        trust.limits.milliseconds / 1000, exit=True, file=nowhere
    )  # ends even a stuck library
    try:
        with task.path.open("rb") as source:
            examine(source, task.path.stat().st_size, trust, sink)
        sink.frame(b"E", b"")
    except Refused as refused:
        sink.frame(b"R", strict.dumps({"code": refused.code, "detail": refused.detail[:200]}))
    except OSError as error:
        sink.frame(b"R", strict.dumps({"code": "unreadable", "detail": type(error).__name__}))
    except MemoryError:
        os._exit(GONE)  # nothing in this process can be relied on now
    finally:
        faulthandler.cancel_dump_traceback_later()
        answers.flush()


class _Pipe:
    """A Sink that sends to the parent: everything, whose chains the parent computes, or only the manifest."""

    def __init__(self, answers: BinaryIO, whole: bool) -> None:
        self._answers, self.chains = answers, whole

    def manifest(self, header: Header, manifest: Manifest) -> None:
        both = {"header": json.loads(header.to_bytes()), "manifest": manifest.to_json()}
        self.frame(b"M", strict.dumps(both))

    def data(self, piece: bytes) -> None:
        if self.chains:
            for at in range(0, len(piece), CHUNK):
                self.frame(b"D", piece[at : at + CHUNK])

    def frame(self, letter: bytes, data: bytes) -> None:
        self._answers.write(letter + len(data).to_bytes(4, "big") + data)


FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "ctypes.")


def confine(limits: Limits) -> None:
    """Cap memory, open files and file size as far as this system can, and cut the way to network and processes."""
    if sys.platform == "win32":
        from desktop.bundles.confine_windows import cap_memory

        cap_memory(limits.memory)
    else:
        _cap(limits)
    sys.addaudithook(_guard)


def _cap(limits: Limits) -> None:
    import resource

    pages = Path("/proc/self/statm")
    if pages.exists():  # elsewhere what is in use cannot be told simply; macOS ignores this limit anyway
        used = int(pages.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _guard(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(FORBIDDEN):
        _stop()


def _stop() -> NoReturn:
    os._exit(GONE)


if __name__ == "__main__":
    sys.exit(main())
