"""Meetings and other contacts with a partner: recorded once, never rewritten, with who does what by when.

A contact is an observation on the partner that travels to Headquarters. What was promised there by a day becomes a
task: of the colleague who promised it, or of whoever recorded the contact, who sees to what the partner promised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded
from desktop.base.values import canonical, digest
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.work import Work
from desktop.store.records import Interaction, Officer, Partner, Partnership, Task
from desktop.store.records.values import Promise
from desktop.store.states import Channel, TaskSource
from desktop.store.store import Store


@dataclass(frozen=True)
class NewMeeting:
    """A contact as it was typed: on which day, by what way, who was there, what was said, who promised what."""

    partner_id: str
    happened_on: date | None
    subject: str
    text: str = ""
    channel: Channel = Channel.MEETING
    place: str = ""
    partnership_id: str = ""  # empty for the partner as a whole
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class KeptPromise:
    """What somebody promised at a contact; `task` is None where no day was said, `done_on` empty while it is open."""

    promise: Promise
    meeting: Interaction
    task: Task | None = None

    @property
    def done_on(self) -> str:
        """The day on which somebody noted it as done; what a withdrawn contact asked for was closed by nobody."""
        return (self.task.done_on or "") if self.task is not None and self.task.done_by else ""


@dataclass(frozen=True)
class MeetingPage:
    """A contact with its partner, its partnership and what became of each promise."""

    meeting: Interaction
    partner: Partner
    partnership: Partnership | None
    promises: tuple[KeptPromise, ...]


def record(work: Work, new: NewMeeting) -> Interaction:
    """Record a contact, and a task for each promise with a day.

    Raises Problem without a day, a subject or somebody of the partner, for a day to come, and for a promise without
    its words or without who gave it.
    """
    require(work.officer, Right.REGISTER)
    happened_on = _require_whole(work, new)
    meeting = Interaction(
        partner_id=new.partner_id,
        happened_on=happened_on.isoformat(),
        channel=new.channel,
        ours=_named(new.ours),
        theirs=_named(new.theirs),
        subject=new.subject.strip(),
        text=new.text.strip(),
        promises=tuple(
            Promise(by=" ".join(promise.by.split()), what=promise.what.strip(), due=promise.due)
            for promise in new.promises
        ),
        partnership_id=new.partnership_id,
        place=new.place.strip(),
    )
    with work.store.change(N_("Contact recorded"), work.officer.id) as session:
        session.add(meeting)
        session.add_all(_tasks_of(session, work, meeting))
    return meeting


def withdraw(work: Work, meeting_id: str) -> None:
    """Take a contact off the partner, with what is still to be done of it; it stays in the history.

    Raises Problem while the clock is not believed.
    """
    require(work.officer, Right.REGISTER)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Contact withdrawn"), work.officer.id) as session:
        session.get_one(Interaction, meeting_id).archived = True
        for task in session.scalars(_of_meeting(meeting_id).where(Task.done_on.is_(None))):
            task.done_on = day  # by nobody: `restore` tells by that what it opens again


def restore(work: Work, meeting_id: str) -> None:
    """Bring a contact back that was withdrawn, with what was still to be done of it."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Contact brought back"), work.officer.id) as session:
        session.get_one(Interaction, meeting_id).archived = False
        for task in session.scalars(_of_meeting(meeting_id).where(Task.done_on.is_not(None), Task.done_by == "")):
            task.done_on = None


def read(work: Work, meeting_id: str) -> MeetingPage:
    """A contact with what became of it. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        meeting = session.get_one(Interaction, meeting_id)
        planned = session.get(Partnership, meeting.partnership_id) if meeting.partnership_id else None
        partner = session.get_one(Partner, meeting.partner_id)
        return MeetingPage(meeting, partner, planned, kept_promises(session, [meeting]))


def of_partner(session: Session, partner_id: str) -> Sequence[Interaction]:
    """The contacts with a partner, the latest first."""
    own = Interaction.partner_id.in_(identity.records(session, partner_id))
    query = select(Interaction).where(own, Interaction.archived.is_(False))
    return session.scalars(query.order_by(Interaction.happened_on.desc(), Interaction.id)).all()


def ids(store: Store) -> Sequence[str]:
    """The ids of every contact on record, withdrawn ones too."""
    with store.read() as session:
        return session.scalars(select(Interaction.id).order_by(Interaction.id)).all()


def kept_promises(session: Session, contacts: Sequence[Interaction]) -> tuple[KeptPromise, ...]:
    """What was promised at these contacts, in their order."""
    ids = [_task_id(meeting, number) for meeting in contacts for number in range(1, len(meeting.promises) + 1)]
    tasks: Mapping[str, Task] = {task.id: task for task in session.scalars(select(Task).where(Task.id.in_(ids)))}
    return tuple(
        KeptPromise(promise, meeting, tasks.get(_task_id(meeting, number)))
        for meeting in contacts
        for number, promise in enumerate(meeting.promises, 1)
    )


def ours(session: Session, partner_office: str) -> Mapping[str, str]:
    """The officers at work in the office of a partner, by their names without accents and capitals."""
    query = select(Officer.name, Officer.id).where(Officer.left_on.is_(None), Officer.office == partner_office)
    return {folded(name): officer_id for name, officer_id in session.execute(query)}


def _tasks_of(session: Session, work: Work, meeting: Interaction) -> list[Task]:
    """A task for each promise with a day; the same ids on every computer."""
    by_name = ours(session, work.store.identity.office)
    tasks = []
    for number, promise in enumerate(meeting.promises, 1):
        if not promise.due:
            continue
        own = by_name.get(folded(promise.by))
        theirs = _("{person}: {promise}").format(person=promise.by, promise=promise.what)
        tasks.append(
            Task(
                id=_task_id(meeting, number),
                about=meeting.partner_id,
                what=promise.what if own else theirs,
                owner=own or work.officer.id,
                due_on=promise.due,
                source=TaskSource.PROMISE,
                interaction_id=meeting.id,
            )
        )
    return tasks


def _task_id(meeting: Interaction, number: int) -> str:
    return digest(canonical(["promise", meeting.id, number]))[:32]


def _of_meeting(meeting_id: str) -> Select[Task]:
    return select(Task).where(Task.interaction_id == meeting_id)


def _named(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name for name in (" ".join(typed.split()) for typed in names) if name))


def _require_whole(work: Work, new: NewMeeting) -> date:
    """The day of the contact; raises Problem for what lacks or cannot be."""
    if new.happened_on is None:
        raise Problem(
            _("The day is missing; nothing was recorded."),
            _("Say on which day you met."),
            code="meeting-without-day",
        )
    if new.happened_on > work.today():
        raise Problem(
            _("The meeting lies in the future; nothing was recorded."),
            _("Correct the day, or prepare the meeting with a briefing note."),
            code="meeting-in-future",
        )
    if not new.subject.strip():
        raise Problem(
            _("Nothing says what the meeting was about; nothing was recorded."),
            _("Write it in a few words."),
            code="meeting-without-subject",
        )
    if not _named(new.theirs):
        raise Problem(
            _("Nobody of the partner is named; nothing was recorded."),
            _("Say with whom you spoke."),
            code="meeting-with-nobody",
        )
    for promise in new.promises:
        if not promise.what.strip() or not promise.by.strip():
            raise Problem(
                _("A line of “who does what” lacks who or what; nothing was recorded."),
                _("Complete the line, or take it off."),
                code="promise-incomplete",
            )
    return new.happened_on
