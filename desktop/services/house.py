"""What protects the work itself: backups, enrolment, recovery words, receipts, disagreements; read in two sessions.

One session is of the records, the other of this computer's own store, which at Headquarters is another database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.plausibility import ClockDoubt
from desktop.bundles.content_packs import ContentPack
from desktop.services.exchange import (
    contents,
    disagreements,
    enrolment,
    mailbox,
    published_lists,
    receiver_address,
    sending,
)
from desktop.services.exchange.pending import UnsentChanges, pending_in
from desktop.services.exchange.receiver_address import ReceiverSettings
from desktop.services.exchange.sending import BundleState
from desktop.services.office import believed_clock, restore_test, scanner, second_place, sitting
from desktop.services.office.believed_clock import ClockNotes
from desktop.services.office.restore_test import RestoreTest
from desktop.services.office.second_place import SecondPlace
from desktop.services.work import Work
from desktop.store.records import Sent
from desktop.store.store import recall_in

RECOVERY = "recovery"  # the name in this computer's store of when somebody typed recovery words back from the paper


@dataclass(frozen=True)
class MachineState:
    """What this computer's own store says: `put_off` are the cards of Today that are not to be shown yet."""

    is_enrolled: bool
    words_checked: bool
    scanner: Path | None  # the folder into which its scanner writes
    second_backups: SecondPlace | None
    restore_test: RestoreTest | None  # of the newest backup
    put_off: frozenset[str]
    clock: ClockNotes
    receiver: ReceiverSettings  # the address of Headquarters on the Internet
    mailbox: Path | None  # the folder shared with Headquarters


@dataclass(frozen=True)
class HouseState:
    """`without_receipt` counts the bundles handed over too long ago, `disagreements` the values with two versions."""

    machine: MachineState
    without_receipt: int
    disagreements: int
    lists_waiting: Sequence[ContentPack]  # of Headquarters, that wait to be used here
    contents_waiting: int  # the version of Headquarters' contents that waits to be applied here, 0 for none
    clock: ClockDoubt | None


@dataclass(frozen=True)
class OnThisMachine:
    """What is to send from here, and the second place for backups; an office's records are on its machine.

    `likely_now` is now, or the newest moment known while the clock is not believed: by it backups are dated.
    """

    unsent: UnsentChanges
    second_backups: SecondPlace | None
    likely_now: datetime


def on_this_machine(work: Work) -> OnThisMachine:
    """What the status bar says of this computer, in one session."""
    with work.machine.read() as session:
        unsent = pending_in(session, work.store.identity)
        return OnThisMachine(unsent, second_place.read_in(session), believed_clock.likely_now_in(session, work))


def machine_state(work: Work) -> MachineState:
    """What this computer says of itself, in one session."""
    with work.machine.read() as session:
        return MachineState(
            is_enrolled=enrolment.keyset_in(session) is not None,
            words_checked=bool(recall_in(session, RECOVERY).get("checked")),
            scanner=scanner.folder_in(session),
            second_backups=second_place.read_in(session),
            restore_test=restore_test.read_in(session),
            put_off=sitting.put_off_in(session, work.machine.clock.now()),
            clock=believed_clock.notes_in(session, work.store.identity.device),
            receiver=receiver_address.read_in(session),
            mailbox=mailbox.read_in(session),
        )


def read_in(session: Session, work: Work, machine: MachineState) -> HouseState:
    """The state of the house, read with what else a page reads of the records."""
    now = work.clock.now()
    late = [sent for sent in session.scalars(select(Sent)) if sending.state_of(sent, now) is BundleState.TOO_OLD]
    return HouseState(
        machine,
        len(late),
        disagreements.troubles_in(session).disagreements,
        published_lists.waiting_in(session, work),
        contents.waiting_in(session),
        believed_clock.doubt_in(session, work, machine.clock),
    )
