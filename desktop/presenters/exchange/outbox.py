"""What leaves by itself while the window is open: nobody waits for it, and closing the window does not either."""

from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.services.exchange import depositing, outbox
from desktop.services.exchange.depositing import Consignment, Deposited
from desktop.services.exchange.outbox import OutboxReport

if TYPE_CHECKING:
    from desktop.office import Office

FIRST = 120.0  # seconds after the window opened: the officer comes first


class Outbox:
    """Asked every minute whether it is time; `now` is a count of seconds that only rises, no clock of the day.

    Records are read and written by the runner's one worker, one after the other with all else; the conversation with
    the receiver, which may take minutes, has no record.
    """

    def __init__(self, office: "Office", runner: Runner, now: float) -> None:
        self._office, self._runner = office, runner
        self._next, self._now = now + FIRST, now
        self._under_way = False

    def turn(self, now: float) -> None:
        """Begin, if it is time and nothing is under way."""
        self._now = now
        office = self._office
        if self._under_way or now < self._next or office.is_practice or office.is_hq:
            return
        self._under_way = True
        self._runner.quietly(lambda: outbox.prepare(office.work, office.keys, office.folder), self._prepared)

    def _prepared(self, consignment: Consignment | OutboxReport | None) -> None:
        if isinstance(consignment, Consignment):
            self._runner.afar(
                lambda progress: _carried(consignment, progress), lambda end: self._note(consignment, end)
            )
        else:
            self._wait(consignment)

    def _note(self, consignment: Consignment, end: Deposited | Problem) -> None:
        office = self._office

        def work() -> OutboxReport:
            if isinstance(end, Problem):
                return outbox.note(office.work, end)
            return outbox.note_done(office.work, consignment, end)

        self._runner.quietly(work, self._wait)

    def _wait(self, report: OutboxReport | None) -> None:
        """Until when; where it is not switched on, only until the next minute."""
        self._under_way = False
        self._next = self._now + (report.minutes * 60 if report is not None else 0)
        if report is not None:
            self._office.on_change(frozenset({"sent"}))


def _carried(consignment: Consignment, progress: Progress) -> Deposited | Problem:
    try:
        return depositing.carry(consignment, progress)
    except Problem as problem:
        return problem
