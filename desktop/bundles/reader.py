"""Opening bundles, each in a process of its own, with limits on memory and time and without access to the network.

`BundleReader` has a process started for every bundle (`reader_starts`), asks it (`confined` says how they talk) and
ends it: what a bundle does to its reader, the next bundle never meets.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.bundles import payload, strict
from desktop.bundles.bundle import LIMITS, REFUSALS, Header, Limits, NotRead, Refused
from desktop.bundles.confined import CONFINED, NOT_READ, UNCONFINED, ReaderTask
from desktop.bundles.content import BundleFile, DeviceJournal, Manifest, Return, Segment, SegmentKind
from desktop.bundles.editions import EditionTold
from desktop.bundles.extract import RegisterExtract
from desktop.bundles.figures import FiguresTold
from desktop.bundles.innovations import InnovationsTold
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.opening import Trust, check_checkpoint, heads_of
from desktop.bundles.reader_starts import ReaderBroken, ReaderProcess, ReaderStarts, message, reader_starts
from desktop.bundles.strict import Json, JsonObject


class NoReader(Problem):
    """This installation, or this computer, cannot read bundles now: of no bundle anything was learnt."""


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

    def extract(self) -> RegisterExtract | None:
        """What HQ tells of the other offices' partners; None when it says nothing. Raises Refused (bad-contents)."""
        try:
            return RegisterExtract.from_documents(self.documents)
        except strict.Unsound as error:
            raise Refused("bad-contents", str(error)) from error

    def figures(self) -> FiguresTold | None:
        """The office's figures as HQ has them; None when it says nothing. Raises Refused (bad-contents)."""
        try:
            return FiguresTold.from_documents(self.documents)
        except strict.Unsound as error:
            raise Refused("bad-contents", str(error)) from error

    def innovations(self) -> InnovationsTold | None:
        """The innovations of other offices; None when it says nothing. Raises Refused (bad-contents)."""
        try:
            return InnovationsTold.from_documents(self.documents)
        except strict.Unsound as error:
            raise Refused("bad-contents", str(error)) from error

    def edition(self) -> EditionTold | None:
        """The register inside IOM as HQ sealed it; None when it says nothing. Raises Refused (bad-contents)."""
        try:
            return EditionTold.from_documents(self.documents)
        except strict.Unsound as error:
            raise Refused("bad-contents", str(error)) from error


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

    `mine` are the keys to open with, old ones included. `starts` gives the processes and is closed with the reader.
    """

    def __init__(
        self, keyset: Keyset, mine: tuple[DeviceKeys, ...], limits: Limits = LIMITS, starts: ReaderStarts | None = None
    ) -> None:
        self._trust, self._starts = Trust(keyset, mine, limits), starts or reader_starts()
        self._keyset = json.dumps(keyset.to_json()).encode()
        self._opening = message(json.dumps(self._trust.private_json()).encode())
        self._process: ReaderProcess | None = None

    def __enter__(self) -> "BundleReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the reader of the last bundle, until the next is read."""
        return self._process.pid if self._process else None

    def read(self, path: Path) -> Bundle:
        """The bundle's content; raises Refused.

        Problem or NotRead when the file is not there or not given by its disk, NoReader when no bundle can be read.
        """
        header, manifest, pieces = self._ask(ReaderTask(path, whole=True))
        try:
            return _assemble(header, manifest, pieces, self._trust.keyset)
        except strict.Unsound as error:
            raise Refused("unreadable", str(error)) from error

    def verify(self, path: Path) -> Manifest:
        """Every check of `read`, without the content."""
        return self._ask(ReaderTask(path, whole=False))[1]

    def close(self) -> None:
        """End every process of this reader."""
        self._end()
        self._starts.close()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _ask(self, task: ReaderTask) -> tuple[Header, Manifest, list[bytearray]]:
        if not task.path.is_file():
            raise Problem(
                _("“{name}” is not there any more; nothing was changed.").format(name=task.path.name),
                _("Check that the folder or the stick is present, then try again."),
                code="bundle-file-missing",
            )
        self._end()
        answers = self._confined(task)
        try:
            return _receive(answers, self._trust.limits)
        except (ReaderBroken, OSError) as error:
            self._end()
            raise Refused("unreadable") from error

    def _confined(self, task: ReaderTask) -> IO[bytes]:
        """The answers of a new reader that stands behind its barrier; until then it has seen nothing of the bundle."""
        try:
            process = self._process = self._starts.start(self._keyset)
            process.requests.write(self._opening + message(json.dumps(task.to_json()).encode()))
            process.requests.flush()
            letter, _reason = _frame(process.answers)
            if letter not in (CONFINED, UNCONFINED):
                raise ReaderBroken
        except (ReaderBroken, OSError) as error:
            self._end()
            raise NoReader(
                _("The part of Passerelle that reads bundles does not start: no bundle was judged, all are untouched."),
                _("Close other programs and try again; if it happens again, install Passerelle again."),
                code="reader-not-started",
            ) from error
        if letter == UNCONFINED:
            self._end()
            raise NoReader(
                _("This computer does not allow a bundle to be read behind a barrier: none was read, all are intact."),
                _("Keep the files, import them on another computer, and tell support."),
                code="reader-not-confined",
            )
        return process.answers


def _receive(pipe: IO[bytes], limits: Limits) -> tuple[Header, Manifest, list[bytearray]]:
    """One answer of a reader, trusted no more than the bundle itself; raises Refused, NotRead or ReaderBroken."""
    front: tuple[Header, Manifest] | None = None
    pieces: list[bytearray] = []
    left = limits.total
    while True:
        letter, data = _frame(pipe)
        left -= len(data)
        if left < 0:
            raise ReaderBroken
        if letter == b"R":
            raise _refusal(data)
        if letter == NOT_READ:
            raise NotRead
        if letter == b"M" and front is None:
            front = _front(data)
        elif letter == b"D" and front is not None:
            _add(pieces, data, front[1].segments)
        elif letter == b"E" and front is not None:
            return *front, pieces
        else:
            raise ReaderBroken


def _frame(pipe: IO[bytes]) -> tuple[bytes, bytes]:
    start = pipe.read(5)
    length = int.from_bytes(start[1:], "big")
    if len(start) < 5 or length > LIMITS.file:
        raise ReaderBroken
    data = pipe.read(length)
    if len(data) < length:
        raise ReaderBroken
    return start[:1], data


def _refusal(data: bytes) -> Refused:
    try:
        fields = JsonObject(strict.loads(data))
        code, detail = fields.text("code"), fields.text("detail", 500)
    except strict.Unsound as error:
        raise ReaderBroken from error
    if code not in REFUSALS:
        raise ReaderBroken
    return Refused(code, detail)


def _front(data: bytes) -> tuple[Header, Manifest]:
    try:
        fields = JsonObject(strict.loads(data))
        head = strict.dumps(fields.get("header"))
        return Header.from_bytes(head), Manifest.from_json(fields.get("manifest"))
    except (strict.Unsound, Refused) as error:
        raise ReaderBroken from error


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
            raise ReaderBroken


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
