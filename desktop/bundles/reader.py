"""Opening bundles in a process of its own, with limits on memory and time and no way to the network.

`Reader` is the door: it starts that process, keeps it for the next bundle, and replaces it when one broke it.
`main` is what runs inside. They talk through pipes: JSON to the child (trust once, then one path per bundle), and back
frames of one letter, a length and bytes: M header and manifest, D data, E end, R refusal.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, NoReturn

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.bundles import payload, strict
from desktop.bundles.bundle import CHUNK, LIMITS, REFUSALS, Header, Limits, Refused
from desktop.bundles.content import File, Journal, Manifest, Return, Segment
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.opening import Trust, check_checkpoint, examine, heads_of

FLAG = "--read-bundle"  # how the frozen program is asked to be a reader
GONE = 66  # exit code of a reader that must be replaced


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that passed every check; gaps, forks and ownership are for the importer to judge."""

    header: Header
    manifest: Manifest
    journals: tuple[Journal, ...]
    documents: dict[str, Any]
    files: tuple[File, ...]

    def answer(self) -> Return | None:
        """HQ's answer, if the bundle carries one; raises Refused when it is malformed."""
        if "return" not in self.documents:
            return None
        try:
            return Return.from_json(self.documents["return"])
        except strict.Unsound as error:
            raise Refused("bad-contents", f"return: {error}") from error


def read(path: Path, keyset: Keyset, mine: tuple[DeviceKeys, ...], limits: Limits = LIMITS) -> Bundle:
    """One bundle, read in a process that ends with it; see `Reader.read`."""
    with Reader(keyset, mine, limits) as reader:
        return reader.read(path)


def verify(path: Path, keyset: Keyset, mine: tuple[DeviceKeys, ...], limits: Limits = LIMITS) -> Manifest:
    """One bundle checked whole, its content thrown away; see `Reader.verify`."""
    with Reader(keyset, mine, limits) as reader:
        return reader.verify(path)


class Reader:
    """Reads any number of bundles; close it, or use it as a context.

    `mine` are the keys to open with, old ones included. `errors` is where the child's own errors go: nowhere, unless a
    test wants to see them.
    """

    def __init__(
        self, keyset: Keyset, mine: tuple[DeviceKeys, ...], limits: Limits = LIMITS, errors: IO[bytes] | None = None
    ) -> None:
        self._keyset, self._mine, self._limits, self._errors = keyset, mine, limits, errors
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> "Reader":
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
        """The bundle's content. Raises Refused, with nothing taken in, or Problem when the file is not there."""
        header, manifest, pieces = self._ask(path, whole=True)
        try:
            return _assembled(header, manifest, pieces, self._keyset)
        except strict.Unsound as error:
            raise Refused("unreadable", str(error)) from error

    def verify(self, path: Path) -> Manifest:
        """Every check of `read`, without the content."""
        return self._ask(path, whole=False)[1]

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

    def _ask(self, path: Path, whole: bool) -> tuple[Header, Manifest, list[bytearray]]:
        if not path.is_file():
            raise Problem(
                _("“{name}” is not there any more; nothing was changed.").format(name=path.name),
                _("Check that the folder or the stick is present, then try again."),
            )
        try:
            return self._asked(path, whole)
        except _Broken:
            fresh = self._served == 0
            self.close()
        if not fresh:  # the child may have been worn out by those before: this bundle gets one of its own
            try:
                return self._asked(path, whole)
            except _Broken:
                self.close()
        raise Refused("unreadable")

    def _asked(self, path: Path, whole: bool) -> tuple[Header, Manifest, list[bytearray]]:
        child = self._child = self._child or self._started()
        assert child.stdin and child.stdout
        try:
            _send(child.stdin, {"path": str(path.resolve()), "whole": whole})
        except OSError as error:
            raise _Broken from error
        answer = _received(child.stdout, self._limits)
        self._served += 1
        return answer

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, FLAG] if getattr(sys, "frozen", False) else [sys.executable, "-m", __name__]
        child = subprocess.Popen(  # noqa: S603 - our own program, no part of the command comes from outside
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors or subprocess.DEVNULL,
            cwd=None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2],
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert child.stdin
        trust = {
            "keyset": self._keyset.to_json(),
            "mine": [keys.to_json() for keys in self._mine],
            "limits": self._limits.to_json(),
        }
        try:
            _send(child.stdin, trust)
        except OSError as error:
            raise _Broken from error
        return child


class _Broken(Exception):
    """The child ended, or said something it never says."""


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _send(pipe: IO[bytes], message: dict[str, Any]) -> None:
    data = json.dumps(message).encode()
    pipe.write(len(data).to_bytes(4, "big") + data)
    pipe.flush()


def _received(pipe: IO[bytes], limits: Limits) -> tuple[Header, Manifest, list[bytearray]]:
    """One answer of the child, which is believed no more than the bundle itself. Raises Refused or _Broken."""
    found: tuple[Header, Manifest] | None = None
    pieces: list[bytearray] = []
    left = limits.total
    while True:
        letter, data = _frame(pipe)
        left -= len(data)
        if left < 0:
            raise _Broken
        if letter == b"R":
            raise _refusal(data)
        if letter == b"M" and found is None:
            found = _front(data)
        elif letter == b"D" and found is not None:
            _add(pieces, data, found[1].segments)
        elif letter == b"E" and found is not None:
            return *found, pieces
        else:
            raise _Broken


def _frame(pipe: IO[bytes]) -> tuple[bytes, bytes]:
    start = pipe.read(5)
    length = int.from_bytes(start[1:], "big")
    if len(start) < 5 or length > LIMITS.file:
        raise _Broken
    data = pipe.read(length)
    if len(data) < length:
        raise _Broken
    return start[:1], data


def _refusal(data: bytes) -> Refused:
    try:
        source = strict.table(strict.loads(data))
        code, detail = strict.text(source, "code"), strict.text(source, "detail", 500)
    except strict.Unsound as error:
        raise _Broken from error
    if code not in REFUSALS:
        raise _Broken
    return Refused(code, detail)


def _front(data: bytes) -> tuple[Header, Manifest]:
    try:
        source = strict.table(strict.loads(data))
        head = strict.dumps(source.get("header"))
        return Header.from_bytes(head), Manifest.from_json(strict.table(source.get("manifest")))
    except (strict.Unsound, Refused) as error:
        raise _Broken from error


def _add(pieces: list[bytearray], data: bytes, segments: tuple[Segment, ...]) -> None:
    """Lay the next bytes where the manifest says they belong."""
    while data:
        if pieces and len(pieces[-1]) < segments[len(pieces) - 1].raw:
            room = segments[len(pieces) - 1].raw - len(pieces[-1])
            pieces[-1] += data[:room]
            data = data[room:]
        elif len(pieces) < len(segments):
            pieces.append(bytearray())
        else:
            raise _Broken


def _assembled(header: Header, manifest: Manifest, pieces: list[bytearray], keyset: Keyset) -> Bundle:
    raw = [bytes(piece) for piece in pieces]
    raw += [b""] * (len(manifest.segments) - len(raw))  # empty files at the end have no bytes to send
    both = list(zip(manifest.segments, raw, strict=True))
    documents = {s.name: strict.loads(data) for s, data in both if s.kind == "document"}
    files = tuple(File(data, s.name, s.media) for s, data in both if s.kind == "file")
    return Bundle(header, manifest, tuple(_journals(both, keyset)), documents, files)


def _journals(both: list[tuple[Segment, bytes]], keyset: Keyset) -> Iterator[Journal]:
    """One journal for each device: its segments joined.

    Chain and checkpoint are held against the device's own key here, not in the child: whatever a bundle did to the
    child, it cannot make it hand on a change that the device never made.
    """
    devices = dict.fromkeys(segment.device for segment, _data in both if segment.kind == "changes")
    for device in devices:
        own = [(segment, payload.decode(data)) for segment, data in both if segment.device == device]
        first, last = own[0][0], own[-1][0]
        heads = [first.before]
        for segment, changes in own:
            if segment.before != heads[-1]:
                raise Refused("forged-inside", "segments that do not follow one another")
            heads += heads_of(segment, changes)
        check_checkpoint(last, keyset)
        whole = tuple(change for _segment, changes in own for change in changes)
        valid_to = keyset.valid_to(device)
        doubtful = valid_to + 1 if valid_to is not None and valid_to < last.seq_to else None
        yield Journal(device, first.before, whole, tuple(heads[1:]), last.checkpoint, doubtful)


# ---------------------------------------------------------------- inside the child


def main(_arguments: Sequence[str] = ()) -> int:
    """Answer the parent until it closes the pipe, then 0; called before anything else of the program is loaded."""
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # nothing else may ever write into the answers
        trust = _trust(source)
        if trust is None:
            return 0
        _load()
        confine(trust.limits)
        while (question := _question(source)) is not None:
            _answer(question, trust, answers, nowhere)
    return 0


def _load() -> None:
    """Everything needed later, before the memory is measured and capped."""
    import pyrage  # type: ignore[import-untyped]  # noqa: F401
    import zstandard  # noqa: F401
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: F401


def _question(source: BinaryIO) -> dict[str, Any] | None:
    start = source.read(4)
    if len(start) < 4:
        return None
    return dict(json.loads(source.read(int.from_bytes(start, "big"))))


def _trust(source: BinaryIO) -> Trust | None:
    given = _question(source)
    if given is None:
        return None
    mine = tuple(DeviceKeys.from_json(one) for one in given["mine"])
    return Trust(Keyset.from_json(given["keyset"]), mine, Limits.from_json(given["limits"]))


def _answer(question: dict[str, Any], trust: Trust, answers: BinaryIO, nowhere: BinaryIO) -> None:
    import faulthandler

    sink = _Pipe(answers, whole=question["whole"])
    path = Path(question["path"])
    faulthandler.dump_traceback_later(
        trust.limits.milliseconds / 1000, exit=True, file=nowhere
    )  # ends even a stuck library
    try:
        with path.open("rb") as source:
            examine(source, path.stat().st_size, trust, sink)
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
    """A Sink that sends on what it is given, for the parent to work out the chains, or only the manifest."""

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


def _guard(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        _stop()


def _stop() -> NoReturn:
    os._exit(GONE)


if __name__ == "__main__":
    sys.exit(main())
