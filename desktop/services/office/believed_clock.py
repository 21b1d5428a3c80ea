"""The clock that deeds are dated with: believed as long as it agrees with what is known to have happened.

What is sealed, searched or dated asks `sealing_clock`. Evidence is the date of the program, of the sanctions lists
held, of the last return of Headquarters, and of what was done here while the clock was believed. What is typed while it
is not believed is saved and is no evidence, so that a clock once set to 2031 and put right again stops nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.clock import Clock
from desktop.base.dates import format_date, format_moment
from desktop.base.errors import Problem
from desktop.base.plausibility import (
    OTHERS,
    ClockDoubt,
    ClockLimits,
    EvidenceSource,
    TimeEvidence,
    doubt,
    is_after,
    is_trusted_beside,
)
from desktop.base.text import N_, _, language
from desktop.base.values import local_day, moment, moment_at
from desktop.screening import library
from desktop.services.office import laptop_keys
from desktop.services.office.rights import ROLES_WITH, Right, may
from desktop.services.work import Work
from desktop.store.records import ChangeRow, Officer, Position
from desktop.store.store import recall_in

NOTE = "clock"  # this computer's note of when its clock was believed last, and up to where its changes prove nothing
LATELY = 500  # changes of this computer that are looked at
OFTEN_ENOUGH = timedelta(hours=1)  # between two notes
AGAINST = {
    EvidenceSource.PROGRAM: N_("this version of the program is of {day}"),
    EvidenceSource.LIST: N_("a sanctions list held here is of {day}"),
    EvidenceSource.HEADQUARTERS: N_("the last return of Headquarters is of {day}"),
    EvidenceSource.WORK: N_("the last work on this computer is of {day}"),
}


def sealing_clock(work: Work) -> Clock:
    """The clock, for what is sealed, searched or dated now; raises Problem while it is not believed."""
    doubted = clock_doubt(work)
    if doubted is not None:
        raise Problem(
            _("{doubt} Until that is settled nothing is sealed, searched or dated; what you type is saved.").format(
                doubt=doubt_in_words(doubted)
            ),
            _("Set the clock of this computer, or confirm today’s date under “Settings”."),
            code="clock-implausible",
        )
    _note(work)
    return work.clock


def believed_day(work: Work) -> str | None:
    """The office's day, for what is saved whatever the clock says; None, so that it bears no day, while it is doubted.

    A person who types another day is asked nothing: this is only what the program would write by itself.
    """
    return work.today().isoformat() if clock_doubt(work) is None else None


def latest_day(work: Work) -> date:
    """The later of the office's day and of the newest day known here, for what a clock set back must not bring back."""
    return max(work.today(), local_day(likely_now(work)))


def likely_now(work: Work) -> datetime:
    """The moment that a copy of the records bears: now, or the newest that is known while the clock is not believed."""
    with work.machine.read() as session:
        return likely_now_in(session, work)


def likely_now_in(session: Session, work: Work) -> datetime:
    """The same, read with what else is read of this computer's own store."""
    doubted = _doubt_beside(session, work)
    return work.clock.now() if doubted is None else doubted.newest.at


def moment_of_a_restore(work: Work) -> datetime:
    """From when records put back go on that nobody has opened yet: now, or the newest moment that they hold.

    A backup may be months old: that the clock lies far beyond it proves nothing. Nor may one whose clock was a little
    fast keep anybody from going on. Raises Problem when this clock lies far before it.
    """
    doubted, now = clock_doubt(work), work.clock.now()
    if doubted is None or not doubted.is_behind:
        return now
    if is_after(doubted.newest.at, now + work.definitions.authority.clock.ahead):
        raise Problem(
            _("{doubt} The backup was not restored; nothing was changed.").format(doubt=doubt_in_words(doubted)),
            _("Set the clock of this computer, then restore the backup."),
            code="clock-before-backup",
        )
    return doubted.newest.at


def note_start(work: Work) -> None:
    """Note that the office was opened now, unless the clock is not believed."""
    if clock_doubt(work) is None:
        _note(work)


def note_backup(work: Work) -> None:
    """Note that a backup was made now, unless the clock is not believed."""
    if clock_doubt(work) is None:
        work.machine.remember(NOTE, {**work.machine.recall(NOTE), "at": work.clock.stamp()})


@dataclass(frozen=True)
class ClockNotes:
    """What this computer notes that bears on its clock.

    `answered` is the date of Headquarters' last return, by its number, so that a wrong one is set right by the next;
    `believed` is when the clock was believed last; empty for none. `devices` are this computer's identities, and the
    changes of each up to that in `positions` prove nothing.
    """

    answered: str
    believed: str
    positions: Mapping[str, int]
    devices: Sequence[str]


def clock_doubt(work: Work) -> ClockDoubt | None:
    """Why the clock is not believed now; None when it is."""
    with work.machine.read() as session:
        return _doubt_beside(session, work)


def _doubt_beside(session: Session, work: Work) -> ClockDoubt | None:
    """The same in a session of this computer's own store, which in an office holds the records too."""
    notes = notes_in(session, work.store.identity.device)
    if work.machine is work.store:
        return doubt_in(session, work, notes)
    with work.store.read() as records:
        return doubt_in(records, work, notes)


def notes_in(session: Session, device: str) -> ClockNotes:
    """What this computer notes, read in a session of its own store; `device` is its present identity."""
    note = recall_in(session, NOTE)
    return ClockNotes(
        answered=recall_in(session, "hq").get("at", ""),
        believed=note.get("at", ""),
        positions=note.get("positions", {}),
        devices=(device, *(keys.device for keys in laptop_keys.former_in(session))),
    )


def doubt_in(session: Session, work: Work, notes: ClockNotes) -> ClockDoubt | None:
    """The same as `clock_doubt`, with a session of the records."""
    limits = work.definitions.authority.clock
    return doubt(work.clock.now(), tuple(_evidence(session, work, notes, limits)), limits)


def doubt_in_words(doubted: ClockDoubt) -> str:
    """One sentence that names both dates, in the language of the window."""
    day = local_day(doubted.now)
    today, known = (format_date(one, language(), "long") for one in (day, doubted.newest.day))
    if day == doubted.newest.day:
        today, known = (format_moment(at, language()) for at in (doubted.now, doubted.newest.at))
    against = _(AGAINST[doubted.newest.source]).format(day=known)
    return _("The clock of this computer says {today}, but {against}.").format(today=today, against=against)


# --- an officer's word


def may_confirm(work: Work) -> bool:
    """Whether this officer may say that the clock is right.

    After a long absence anybody who works here may. That time went back is said by somebody who decides, unless nobody
    here does.
    """
    doubted = clock_doubt(work)
    if doubted is None or (doubted.newest.source in OTHERS and doubted.is_behind):
        return False
    if not doubted.is_behind:
        return may(work.officer, Right.ANSWER) or may(work.officer, Right.DECIDE) or may(work.officer, Right.ADMINISTER)
    return may(work.officer, Right.DECIDE) or not _has_deciders(work)


def confirm(work: Work, typed: date) -> None:
    """Believe the clock from now on, because an officer typed the day that it shows.

    What was done here before is no evidence any more. Both dates stand in the journal, which Headquarters receives.
    Raises Problem when the days differ, or when others' dates or the officer's role forbid it.
    """
    doubted = clock_doubt(work)
    if doubted is None:
        return
    if typed != work.today():
        raise Problem(
            _("The clock of this computer shows another day than the one typed; nothing was confirmed."),
            _("Set the clock of this computer, then type today’s date again."),
            code="clock-shows-another-day",
        )
    if not may_confirm(work):
        raise Problem(
            _("{doubt} Your word does not settle that; nothing was confirmed.").format(doubt=doubt_in_words(doubted)),
            _("Set the clock of this computer. Going back behind earlier work is confirmed by somebody who decides."),
            code="clock-not-yours-to-confirm",
        )
    with work.store.change(N_("Date of the computer confirmed"), work.officer.id) as session:
        officer = session.get_one(Officer, work.officer.id)
        officer.clock_confirmed_at, officer.clock_doubted_at = work.clock.stamp(), doubted.newest.stamp
    believe(work)


def believe(work: Work) -> None:
    """Take what the clock says now for the newest moment known here, whatever was done here before."""
    with work.machine.read() as session:
        notes = notes_in(session, work.store.identity.device)
    with work.store.read() as session:
        positions = _numbers(session, notes)
    work.machine.remember(NOTE, {"at": work.clock.stamp(), "positions": dict(positions)})


def _has_deciders(work: Work) -> bool:
    deciding = select(Officer.id).where(Officer.role.in_(ROLES_WITH[Right.DECIDE]), Officer.left_on.is_(None))
    with work.store.read() as session:
        return session.scalars(deciding.limit(1)).first() is not None


# --- the evidence


def _evidence(session: Session, work: Work, notes: ClockNotes, limits: ClockLimits) -> Iterator[TimeEvidence]:
    yield TimeEvidence.of_day(work.clock.released, EvidenceSource.PROGRAM)
    for version in library.installed(work.lists):
        if version.published:
            yield TimeEvidence.of_day(date.fromisoformat(version.published), EvidenceSource.LIST)
    if notes.answered:
        yield TimeEvidence(moment(notes.answered), EvidenceSource.HEADQUARTERS)
    believed = moment(notes.believed) if notes.believed else None
    if believed is not None:
        yield TimeEvidence(believed, EvidenceSource.WORK)
    for at in _own_changes(session, notes):
        if believed is None or is_trusted_beside(at, believed, limits):
            yield TimeEvidence(at, EvidenceSource.WORK)


def _own_changes(session: Session, notes: ClockNotes) -> Iterator[datetime]:
    """The moments of the newest changes of this computer, under each of its identities."""
    for device, number in _numbers(session, notes).items():
        since = max(notes.positions.get(device, 0), number - LATELY)
        times = session.scalars(select(ChangeRow.at).where(ChangeRow.device == device, ChangeRow.number > since))
        yield from map(moment_at, times)


def _numbers(session: Session, notes: ClockNotes) -> Mapping[str, int]:
    """How many changes this computer made under each of its identities."""
    positions = (session.get(Position, device) for device in notes.devices)
    return {position.device: position.number for position in positions if position is not None}


def _note(work: Work) -> None:
    if work.machine.only_reading is not None:
        return
    note = work.machine.recall(NOTE)
    if not note or is_after(work.clock.now(), moment(note["at"]) + OFTEN_ENOUGH):
        work.machine.remember(NOTE, {**note, "at": work.clock.stamp()})
