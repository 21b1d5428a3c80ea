"""What runs inside a reader: a process that reads one bundle, with limits on memory and time and without the network.

It gets three messages (a length of 4 bytes, then JSON): a keyset, unless it was born with one, the rest of a `Trust`,
and a `ReaderTask`. It tells its process id in 4 bytes, then answers in frames of one letter, a length of 4 bytes and
that many bytes. The first, before it has seen anything of the bundle, says whether it is confined: C, or N with the
reason in English. Then come M header and manifest, D data, E end, R refusal, F file that its disk does not give. Then
it waits for its end: the next bundle has a process of its own.
"""

import faulthandler
import io
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from desktop.base.change import START, UPDATE, Cell, Change, Entry
from desktop.bundles import strict
from desktop.bundles.bundle import (
    CHUNK,
    RIGHTS,
    BundleKind,
    Header,
    Limits,
    Load,
    NotRead,
    Refused,
    compose,
    opened,
    size_of,
)
from desktop.bundles.content import About, BundleFile, DeviceJournal, Manifest
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest, Keyset
from desktop.bundles.opening import Trust, examine
from desktop.bundles.strict import JsonFields, JsonObject

FLAG = "--read-bundle"  # the argument that makes the frozen program a reader
GONE = 66  # exit code of a reader that ended itself rather than go on
CONFINED, UNCONFINED = b"C", b"N"  # the letters of its first frame
NOT_READ = b"F"
REHEARSALS = 20  # after which Python runs what is read often in its quicker way


@dataclass(frozen=True, slots=True)
class ReaderTask:
    """One bundle to check; `whole` asks for its content too."""

    path: Path
    whole: bool

    def to_json(self) -> JsonFields:
        return {"path": str(self.path.resolve()), "whole": self.whole}

    @classmethod
    def from_json(cls, source: object) -> "ReaderTask":
        fields = JsonObject(source)
        return cls(Path(fields.text("path", strict.TEXT)), whole=fields.get("whole") is True)


def main(_arguments: Sequence[str] = ()) -> int:
    """A reader of its own start; called before anything else of the program is loaded."""
    load()
    return read_one(None)


def load() -> None:
    """Everything needed later, before the memory is measured and capped."""
    if sys.platform != "win32":
        import resource  # noqa: F401
    import pyrage  # type: ignore[import-untyped]  # noqa: F401
    import zstandard  # noqa: F401
    from cryptography import exceptions  # noqa: F401
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: F401


def rehearse() -> None:
    """Read a bundle of its own making a few times, so that whoever is forked from this process has done all before."""
    keys = DeviceKeys.generate()
    changes = tuple(
        Change(keys.device, number, "", "", 0, 0, "", 0, (Entry(0, "", UPDATE, (Cell(0, "é", None),)),))
        for number in range(1, REHEARSALS)
    )
    load = Load([DeviceJournal(keys.device, START, changes)], {"return": {}}, [BundleFile(b"", "", "")])
    written = compose(BundleKind.CHANGES, keys, [keys.public], About("", 0, ""), load)
    certificate = EnrolmentRequest(keys.public, "", "", "", "").certified(keys, RIGHTS[BundleKind.CHANGES], "")
    trust = Trust(Keyset((), (certificate,), {}), (keys,))
    public, private = trust.keyset.to_json(), trust.private_json()
    for _ in range(REHEARSALS):
        again = Trust.of(Keyset.from_json(public), private)
        examine(io.BytesIO(written), len(written), again, _Pipe(io.BytesIO(), whole=True))


def read_one(keyset: Keyset | None) -> int:
    """Read the one bundle that standard input asks for, answer on standard output, and wait until the input ends.

    Without a keyset the first message is one.
    """
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # nothing else may ever write into the answers
        answers.write(os.getpid().to_bytes(4, "big"))
        answers.flush()
        public = keyset or _message(source)
        opening = _message(source) if public is not None else None
        if public is None or opening is None:
            return 0
        trust = Trust.of(public if isinstance(public, Keyset) else Keyset.from_json(public), opening)
        try:
            confine(trust.limits)
        except OSError as error:  # nothing of the bundle is touched
            _say(UNCONFINED, str(error).encode()[:200], answers)
            source.read(1)
            return GONE
        _say(CONFINED, b"", answers)
        task = _message(source)
        if task is not None:
            _answer(ReaderTask.from_json(task), trust, answers, nowhere)
            source.read(1)
    return 0


def _say(letter: bytes, data: bytes, answers: BinaryIO) -> None:
    _Pipe(answers, whole=False).frame(letter, data)
    answers.flush()


def _message(source: BinaryIO) -> object:
    """The parent's next message as parsed JSON; None when it closed the pipe."""
    start = source.read(4)
    if len(start) < 4:
        return None
    return json.loads(source.read(int.from_bytes(start, "big")))


def _answer(task: ReaderTask, trust: Trust, answers: BinaryIO, nowhere: BinaryIO) -> None:
    sink = _Pipe(answers, whole=task.whole)
    faulthandler.dump_traceback_later(
        trust.limits.milliseconds / 1000, exit=True, file=nowhere
    )  # ends even a stuck library
    try:
        with opened(task.path) as source:
            examine(source, size_of(source), trust, sink)
        sink.frame(b"E", b"")
    except Refused as refused:
        sink.frame(b"R", strict.dumps({"code": refused.code, "detail": refused.detail[:200]}))
    except NotRead:
        sink.frame(NOT_READ, b"")
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
    """Cap memory, open files and file size as far as this system can, and cut the way to network and processes.

    Raises OSError when the system refuses a cap that it has.
    """
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
