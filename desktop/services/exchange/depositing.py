"""A bundle leaves over the Internet and the return that waits is fetched: in pieces, taken up again where it broke.

What the receiver compared to its last byte is *handed over*; only Headquarters’ own signed return makes it received.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.base.errors import Problem
from desktop.base.files import discard, make_folder, write_safely
from desktop.base.numbers import format_size
from desktop.base.progress import Progress
from desktop.base.text import _, language
from desktop.base.values import sha256
from desktop.bundles import strict
from desktop.bundles.bundle import SUFFIX
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.wire import (
    BUNDLES,
    PARTS,
    PIECE,
    RETURNS,
    LineDropped,
    PiecedFile,
    ReceiverAnswer,
    Refusal,
    RefusedByReceiver,
    Road,
)
from desktop.services.exchange import receiver_address, sending
from desktop.services.exchange.pending import pending
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Received, Sent
from desktop.store.states import BundleVerdict

if TYPE_CHECKING:  # nobody waits for what only a line needs
    from desktop.bundles.https import HttpsLine

ARRIVED = "arrived"  # the folder of returns that were fetched and not looked into yet
COMING = ".coming"  # a piece of a return of which others are missing
PAUSES = (1.0, 4.0, 15.0)  # seconds after which a line that broke is tried again, unless a piece got through since

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deposited:
    """What came of it: the file of a return that waited and was not taken in yet."""

    fetched: Path | None = None


def deposit(work: Work, keys: DeviceKeys, sent: Sent, folder: Path, progress: Progress) -> Deposited:
    """Hand a packed bundle to Headquarters' receiver, and fetch the return that waits; `folder` is the office's.

    Raises Problem in the receiver's own words, or the line's; what arrived before stays there. Raises Cancelled.
    """
    require(work.officer, Right.SEND)
    road = receiver_address.required(work.machine)
    data = (folder / "outbox" / sent.name).read_bytes()
    file = PiecedFile.of(data)
    if file.sha256 != sent.digest:
        raise Problem(
            _("Bundle {number} is not on this laptop any more as it was packed; nothing was handed over.").format(
                number=sent.number
            ),
            _("Prepare another bundle: it holds everything again."),
            code="bundle-changed",
        )
    with _line(road, keys, work) as line:
        talk = _Talk(line, progress, road)
        answer = talk.hand_in(file, data)
        sending.hand_over(work, sent.number, _("Internet, to {host}").format(host=road.host))
        return Deposited(talk.fetch(work, answer.waiting, folder))


def fetch(work: Work, keys: DeviceKeys, folder: Path, progress: Progress) -> Deposited:
    """Only fetch the return that waits. Raises as `deposit`."""
    require(work.officer, Right.SEND)
    road = receiver_address.required(work.machine)
    with _line(road, keys, work) as line:
        talk = _Talk(line, progress, road)
        return Deposited(talk.fetch(work, talk.ask("GET", RETURNS).waiting, folder))


def next_bundle(work: Work, keys: DeviceKeys, outbox: Path) -> Sent | None:
    """The bundle to hand in now: the newest one if it holds everything that waits, else a new one; None when
    Headquarters has everything. Raises Problem as `sending.pack`."""
    waiting = pending(work.store).runs
    if not waiting:
        return None
    newest = next(iter(sending.bundles(work.store)), None)
    if newest is not None and (outbox / newest.name).is_file() and sending.holds_all(newest, waiting):
        return newest
    return sending.pack(work, keys, outbox)


def waiting_here(work: Work, folder: Path) -> Path | None:
    """A return that was fetched and not taken in yet."""
    with work.store.read() as session:
        for path in sorted((folder / ARRIVED).glob(f"*{SUFFIX}")):
            row = session.get(Received, path.stem)
            if row is None or row.verdict != BundleVerdict.APPLIED:
                return path
    return None


def _line(road: Road, keys: DeviceKeys, work: Work) -> "HttpsLine":
    from desktop.bundles.https import HttpsLine

    return HttpsLine(road, keys, work.today())


class _Talk:
    """One conversation with the receiver: what breaks is tried again as long as something gets through."""

    def __init__(self, line: "HttpsLine", progress: Progress, road: Road) -> None:
        self._line, self._progress, self._road = line, progress, road
        self._failures = 0

    def again(self, deed: Callable[[], T]) -> T:
        """What the deed gives, once the line holds; raises LineDropped when it breaks too often in a row."""
        while True:
            try:
                done = deed()
            except LineDropped:
                if self._failures >= len(PAUSES):
                    raise
                self._progress.pause(PAUSES[self._failures])
                self._failures += 1
            else:
                self._failures = 0
                return done

    def ask(self, method: str, path: str, body: bytes = b"") -> ReceiverAnswer:
        """A request that is answered with more than that it was done. Raises Problem for an answer that is unsound."""
        answer = self.again(lambda: self._line.ask(method, path, body, self._progress))
        try:
            return ReceiverAnswer.from_json(strict.loads(answer))
        except strict.Unsound as error:
            raise Problem(
                _("{host} answers what this program does not understand; nothing was changed.").format(
                    host=self._road.host
                ),
                _("Tell Headquarters the version of this program, under Help."),
                code="receiver-not-understood",
            ) from error

    def hand_in(self, file: PiecedFile, data: bytes) -> ReceiverAnswer:
        """Send what the receiver lacks until it says that it received the whole."""
        named = strict.dumps(file.to_json())
        for _turn in range(3):  # pieces that were there may have had to give way meanwhile
            answer = self.ask("POST", BUNDLES, named)
            if answer.received:
                return answer
            for at, place in enumerate(place for place in answer.missing if place < len(file.pieces)):
                self._report(at, len(answer.missing), file.size)
                self._hand_in_piece(file.pieces[place], data[place * PIECE : (place + 1) * PIECE])
        raise Problem(
            _("{host} did not keep all pieces; the bundle was not received.").format(host=self._road.host),
            _("Try again in some minutes; if it stays so, tell Headquarters."),
            code="receiver-keeps-nothing",
        )

    def _hand_in_piece(self, name: str, piece: bytes) -> None:
        self.again(lambda: self._line.ask("PUT", PARTS + name, piece, self._progress))

    def _report(self, done: int, total: int, size: int) -> None:
        text = _("{host}: {size} in all").format(host=self._road.host, size=format_size(size, language()))
        self._progress.step(done, total, text)

    def fetch(self, work: Work, waiting: PiecedFile | None, folder: Path) -> Path | None:
        """The return as a file, unless it was taken in; what was fetched of it before is not fetched again."""
        try:
            return self._fetch(work, waiting, folder)
        except RefusedByReceiver as refused:
            if refused.refusal is not Refusal.NOTHING_HERE:
                raise
        return self._fetch(work, self.ask("GET", RETURNS).waiting, folder)  # a newer one took its place meanwhile

    def _fetch(self, work: Work, waiting: PiecedFile | None, folder: Path) -> Path | None:
        if waiting is None:
            return None
        with work.store.read() as session:
            row = session.get(Received, waiting.sha256)
        if row is not None and row.verdict == BundleVerdict.APPLIED:
            return None
        place = make_folder(folder / ARRIVED)
        target = place / f"{waiting.sha256}{SUFFIX}"
        if target.is_file():
            return target
        pieces = [self._coming(place, waiting, index) for index in range(len(waiting.pieces))]
        whole = b"".join(map(Path.read_bytes, pieces))
        if sha256(whole) == waiting.sha256:
            write_safely(target, whole)
        for older in (*place.glob(f"*{SUFFIX}"), *place.glob(f"*{COMING}")):
            if older != target:  # pieces, and returns before this one: the newest says everything
                discard(older)
        return target if target.is_file() else None

    def _coming(self, place: Path, waiting: PiecedFile, index: int) -> Path:
        """A piece of the return as a file, fetched unless it is there."""
        path = place / f"{waiting.sha256}-{index}{COMING}"
        if not path.is_file() or sha256(path.read_bytes()) != waiting.pieces[index]:
            self._report(index, len(waiting.pieces), waiting.size)
            where = f"{RETURNS}/{waiting.sha256}/{index}"
            write_safely(path, self.again(lambda: self._line.ask("GET", where, b"", self._progress)))
        return path
