"""A bundle leaves over the Internet and the return that waits is fetched: in pieces, taken up again where it broke.

What the receiver compared to its last byte is *handed over*; only Headquarters’ own signed return makes it received.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

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
from desktop.services.exchange.sending import BundleState
from desktop.services.office.believed_clock import sealing_clock
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
class Consignment:
    """All that a conversation with the receiver needs, so that it needs no record: it may take long, and be left.

    `sent` is None where only a return is fetched; `taken_in` are the digests of the returns that were.
    """

    road: Road
    keys: DeviceKeys
    day: date
    folder: Path
    sent: Sent | None
    taken_in: frozenset[str]

    @property
    def bundle(self) -> bytes:
        """The bundle’s bytes. Raises Problem unless it lies here as it was packed."""
        if self.sent is None:
            return b""
        path = self.folder / "outbox" / self.sent.name
        if not path.is_file() or sha256(data := path.read_bytes()) != self.sent.digest:
            raise changed(self.sent)
        return data


@dataclass(frozen=True, slots=True)
class Deposited:
    """What came of it: whether the receiver has the whole bundle, the file of a return that waited and was not taken in
    yet, and what went wrong after the bundle was there."""

    whole: bool = False
    fetched: Path | None = None
    problem: Problem | None = None


def deposit(work: Work, keys: DeviceKeys, sent: Sent, folder: Path, progress: Progress) -> Deposited:
    """Hand a packed bundle to Headquarters' receiver, and fetch the return that waits; `folder` is the office's.

    Raises Problem in the receiver's own words, or the line's; what arrived before stays there. Raises Cancelled.
    """
    consignment = consign(work, keys, sent, folder)
    done = carry(consignment, progress)
    note(work, consignment, done)
    if done.problem is not None:
        raise done.problem
    return done


def fetch(work: Work, keys: DeviceKeys, folder: Path, progress: Progress) -> Deposited:
    """Only fetch the return that waits. Raises as `deposit`."""
    return carry(consign(work, keys, None, folder), progress)


def consign(work: Work, keys: DeviceKeys, sent: Sent | None, folder: Path) -> Consignment:
    """Gather what the conversation needs. Raises Problem before an address is set, and while the clock is doubted."""
    require(work.officer, Right.SEND)
    road = receiver_address.required(work.machine)
    day = work.today() if sent is None else sealing_clock(work).today()
    with work.store.read() as session:
        taken_in = session.scalars(select(Received.digest).where(Received.verdict == BundleVerdict.APPLIED))
        return Consignment(road, keys, day, folder, sent, frozenset(taken_in))


def carry(consignment: Consignment, progress: Progress) -> Deposited:
    """Speak with the receiver, in any thread; no record is touched. Raises Problem, Cancelled."""
    from desktop.bundles.https import HttpsLine

    data, road = consignment.bundle, consignment.road
    with HttpsLine(road, consignment.keys, consignment.day) as line:
        talk = _Talk(line, progress, road)
        if not data:
            return Deposited(fetched=talk.fetch(consignment, talk.ask("GET", RETURNS).waiting))
        answer = talk.hand_in(PiecedFile.of(data), data)
        try:
            return Deposited(True, talk.fetch(consignment, answer.waiting))
        except Problem as problem:
            return Deposited(True, problem=problem)


def note(work: Work, consignment: Consignment, done: Deposited) -> None:
    """Note that the bundle was handed over; one that was, by this very way, keeps its day unless that is long ago."""
    sent = consignment.sent
    if sent is None or not done.whole:
        return
    how = by_road(consignment.road)
    if sent.handed_how != how or sending.state_of(sent, work.clock.now()) is not BundleState.HANDED_OVER:
        sending.hand_over(work, sent.number, how)


def changed(sent: Sent) -> Problem:
    """That a bundle does not lie here any more as it was packed."""
    return Problem(
        _("Bundle {number} is not on this laptop any more as it was packed; nothing was handed over.").format(
            number=sent.number
        ),
        _("Prepare another bundle: it holds everything again."),
        code="bundle-changed",
    )


def by_road(road: Road) -> str:
    """How a bundle left, in the history."""
    return _("Internet, to {host}").format(host=road.host)


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


def waiting_in(session: Session, folder: Path) -> Path | None:
    """A return that was fetched and not taken in yet."""
    for path in sorted((folder / ARRIVED).glob(f"*{SUFFIX}")):
        row = session.get(Received, path.stem)
        if row is None or row.verdict != BundleVerdict.APPLIED:
            return path
    return None


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

    def fetch(self, consignment: Consignment, waiting: PiecedFile | None) -> Path | None:
        """The return as a file, unless it was taken in; what was fetched of it before is not fetched again."""
        try:
            return self._fetch(consignment, waiting)
        except RefusedByReceiver as refused:
            if refused.refusal is not Refusal.NOTHING_HERE:
                raise
        return self._fetch(consignment, self.ask("GET", RETURNS).waiting)  # a newer one took its place meanwhile

    def _fetch(self, consignment: Consignment, waiting: PiecedFile | None) -> Path | None:
        if waiting is None or waiting.sha256 in consignment.taken_in:
            return None
        place = make_folder(consignment.folder / ARRIVED)
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
