"""Where an office's exchange with Headquarters stands, read for a whole page at once."""

from dataclasses import dataclass

from sqlalchemy import select

from desktop.services.exchange import arrivals, disagreements, enrolment, sending, unsent
from desktop.services.exchange.disagreements import Troubles
from desktop.services.exchange.sending import UnsentChanges
from desktop.services.exchange.unsent import UnsentDeed
from desktop.services.work import Work
from desktop.store.records import Received, Sent
from desktop.store.store import Store


@dataclass(frozen=True)
class ExchangeOverview:
    """What waits, what travelled, what came back, and what a person has to look at."""

    enrolled: bool
    pending: UnsentChanges
    deeds: tuple[UnsentDeed, ...]
    sent: tuple[Sent, ...]
    returns: tuple[Received, ...]
    troubles: Troubles


@dataclass(frozen=True)
class BundleOverview:
    """A bundle packed here, or the one to pack when `sent` is None."""

    sent: Sent | None
    pending: UnsentChanges
    deeds: tuple[UnsentDeed, ...]

    @property
    def changes(self) -> tuple[int, int]:
        """The numbers of its first and its last change."""
        return (self.sent.first, self.sent.last) if self.sent else (self.pending.first, self.pending.last)


def read(work: Work) -> ExchangeOverview:
    """The whole exchange."""
    enrolled = enrolment.keyset(work.machine) is not None
    with work.store.read() as session:
        pending = sending.pending_in(session, work.store.identity.device)
        return ExchangeOverview(
            enrolled=enrolled,
            pending=pending,
            deeds=unsent.newest(work.store, session, pending.first - 1),
            sent=tuple(session.scalars(select(Sent).order_by(Sent.number.desc()))),
            returns=tuple(arrivals.latest(session)),
            troubles=disagreements.troubles_in(session),
        )


def read_bundle(store: Store, number: int = 0) -> BundleOverview:
    """The bundle of this number, or the one to pack. Raises Problem when there is none of this number."""
    with store.read() as session:
        sent = sending.numbered(session, number) if number else None
        pending = sending.pending_in(session, store.identity.device)
        return BundleOverview(sent, pending, unsent.newest(store, session, pending.first - 1))
