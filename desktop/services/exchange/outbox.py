"""Bundles that leave by themselves once an officer switched that on: quietly, with growing pauses while it fails."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.files import make_folder
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import depositing, enrolment, receiver_address, sending
from desktop.services.exchange.depositing import Consignment, Deposited
from desktop.services.exchange.sending import BundleState
from desktop.services.office.rights import Right, may
from desktop.services.work import Work
from desktop.store.store import recall_in

NAME = "outbox"  # in this computer's store
AFTER_FAILURES = (5, 15, 60, 240)  # minutes until the next try, by how many failed in a row
AFTER_SUCCESS = 60  # minutes; so often at most a bundle leaves by itself


@dataclass(frozen=True, slots=True)
class OutboxReport:
    """The last try: its moment (empty before the first), the number of the bundle that was handed over (0: none), and
    what went wrong, in the words of that day; `failures` counts those in a row."""

    at: str = ""
    number: int = 0
    problem: str = ""
    failures: int = 0

    @property
    def minutes(self) -> int:
        """How long to wait until the next try."""
        if not self.failures:
            return AFTER_SUCCESS
        return AFTER_FAILURES[min(self.failures, len(AFTER_FAILURES)) - 1]


def report_in(session: Session) -> OutboxReport:
    """What became of the last try."""
    saved = recall_in(session, NAME)
    return OutboxReport(
        str(saved.get("at", "")),
        int(saved.get("number", 0)),
        str(saved.get("problem", "")),
        int(saved.get("failures", 0)),
    )


def prepare(work: Work, keys: DeviceKeys, folder: Path) -> Consignment | OutboxReport | None:
    """What is to leave now, packed; None where nobody switched it on or nobody here may send.

    A bundle that left by this way and waits for its receipt does not leave again: only a return is fetched. What cannot
    be packed is reported, as what cannot be carried.
    """
    settings = receiver_address.read(work.machine)
    if not settings.automatic or not may(work.officer, Right.SEND) or enrolment.keyset(work.machine) is None:
        return None
    try:
        sent = depositing.next_bundle(work, keys, make_folder(folder / "outbox"))
        left = sent is not None and settings.road is not None and sent.handed_how == depositing.by_road(settings.road)
        if sent is not None and left and sending.state_of(sent, work.clock.now()) is BundleState.HANDED_OVER:
            sent = None
        return depositing.consign(work, keys, sent, folder)
    except Problem as problem:
        return note(work, problem)


def note(work: Work, problem: Problem) -> OutboxReport:
    """Note that it could not leave, and why."""
    with work.machine.read() as session:
        failures = report_in(session).failures + 1
    return _noted(work, OutboxReport(work.clock.stamp(), 0, str(problem), failures))


def note_done(work: Work, consignment: Consignment, done: Deposited) -> OutboxReport:
    """Note what left, as if somebody had sent it by hand."""
    depositing.note(work, consignment, done)
    if done.problem is not None:
        return note(work, done.problem)
    number = consignment.sent.number if consignment.sent is not None and done.whole else 0
    return _noted(work, OutboxReport(work.clock.stamp(), number))


def _noted(work: Work, report: OutboxReport) -> OutboxReport:
    value = {"at": report.at, "number": report.number, "problem": report.problem, "failures": report.failures}
    work.machine.remember(NAME, value)
    return report
