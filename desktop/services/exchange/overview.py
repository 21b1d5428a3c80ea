"""Where an office's exchange with Headquarters stands, read for a whole page at once."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from desktop.services.exchange import (
    arrivals,
    depositing,
    disagreements,
    enrolment,
    outbox,
    restored_laptop,
    sending,
    unsent,
)
from desktop.services.exchange.disagreements import Troubles
from desktop.services.exchange.outbox import OutboxReport
from desktop.services.exchange.pending import UnsentChanges, pending_in
from desktop.services.exchange.restored_laptop import RegainedWork
from desktop.services.exchange.unsent import UnsentDeed
from desktop.services.office import joining
from desktop.services.work import Work
from desktop.store.records import Received, Sent
from desktop.store.records.values import ChangeRun
from desktop.store.store import Store, recall_in


@dataclass(frozen=True)
class ExchangeOverview:
    """What waits, what travelled, what came back, and what a person has to look at."""

    enrolled: bool
    regained: RegainedWork | None  # restored from a backup: this laptop continues an earlier identity
    renewed: bool  # it took the present identity by itself: histories parted, or it got new keys
    joining: bool  # the office's records have not all come yet
    pending: UnsentChanges
    deeds: tuple[UnsentDeed, ...]
    sent: tuple[Sent, ...]
    returns: tuple[Received, ...]
    troubles: Troubles
    fetched: Path | None  # a return that came over the Internet and was not looked at yet
    outbox: OutboxReport  # what left by itself, or could not


@dataclass(frozen=True)
class BundleOverview:
    """A bundle packed here, or the one to pack when `sent` is None."""

    sent: Sent | None
    pending: UnsentChanges
    deeds: tuple[UnsentDeed, ...]

    @property
    def runs(self) -> tuple[ChangeRun, ...]:
        """The changes in it."""
        return self.sent.runs if self.sent else self.pending.runs


def read(work: Work, folder: Path) -> ExchangeOverview:
    """The whole exchange; `folder` is the office's."""
    with work.machine.read() as session:
        enrolled = enrolment.keyset_in(session) is not None
        report = outbox.report_in(session)
        renewed = bool(recall_in(session, enrolment.RENEWED))
        regained = restored_laptop.regained_in(session)
        waits_for_records = joining.is_joining_in(session)
    with work.store.read() as session:
        waiting = pending_in(session, work.store.identity)
        return ExchangeOverview(
            enrolled=enrolled,
            regained=regained,
            renewed=renewed,
            joining=waits_for_records,
            pending=waiting,
            deeds=unsent.newest(work.store, session, waiting.runs),
            sent=tuple(session.scalars(select(Sent).order_by(Sent.number.desc()))),
            returns=tuple(arrivals.latest(session)),
            troubles=disagreements.troubles_in(session),
            fetched=depositing.waiting_in(session, folder),
            outbox=report,
        )


def read_bundle(store: Store, number: int = 0) -> BundleOverview:
    """The bundle of this number, or the one to pack. Raises Problem when there is none of this number."""
    with store.read() as session:
        sent = sending.numbered(session, number) if number else None
        waiting = pending_in(session, store.identity)
        return BundleOverview(sent, waiting, unsent.newest(store, session, waiting.runs))
