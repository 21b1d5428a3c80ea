"""Tasks and reminders that somebody put off until a day, and why; they are not looked at before.

What Today counts, lists and keeps apart asks here: `hides` in the database, `PutOffs` of what is no row of it. What
safety demands is never put off, whatever arrives from elsewhere (`forms/today.toml`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick, plural
from desktop.base.values import canonical, digest
from desktop.definitions.putting_off import PutOffRules, Unmoved
from desktop.services.office.rights import Right, may, require
from desktop.services.work import Work
from desktop.store.records import PutOff, Task
from desktop.store.states import TaskSource

TASKS = (
    *(Unmoved.TASK, Unmoved.CONDITION, Unmoved.CATCH_UP, Unmoved.TRAINING, Unmoved.FOCAL_POINT),
    *(Unmoved.PROMISE, Unmoved.EXPIRY, Unmoved.FIGURES, Unmoved.RESTATEMENT),
)


@dataclass(frozen=True)
class WaitingTask:
    """What waits on Today: the id of its record, the day that it has, what it is by the names of `forms/today.toml`."""

    record: str
    due_on: str
    unmoved: str


@dataclass(frozen=True)
class PutOffs:
    """What is put off on a day, by the record that it is about."""

    by_record: Mapping[str, PutOff]

    @classmethod
    def read_in(cls, session: Session, today: date) -> "PutOffs":
        """Everything that is put off beyond this day."""
        rows = session.scalars(select(PutOff).where(PutOff.until > today.isoformat()))
        return cls({row.about: row for row in rows})

    def of(self, record: str, due_on: str) -> PutOff | None:
        """How something is put off that has this day; None where it is not."""
        row = self.by_record.get(record)
        return row if row is not None and row.due_on == due_on else None


def hides(record: Any, due_on: Any, today: date) -> ColumnElement[bool]:
    """That something is put off, by the columns of its id and its day."""
    return exists().where(PutOff.about == record, PutOff.due_on == due_on, PutOff.until > today.isoformat())


def hides_task(rules: PutOffRules, today: date) -> ColumnElement[bool]:
    """The same of a task; one of a kind that is never put off is not."""
    if Unmoved.TASK in rules.never:
        return false()
    put_off_until = hides(Task.id, Task.due_on, today)
    if Unmoved.CONDITION in rules.never:
        return and_(Task.source != TaskSource.CONDITION, put_off_until)
    return put_off_until


def put_off(work: Work, task: WaitingTask, until: date | None, reason: str, words: str = "") -> None:
    """Put off a task or a reminder until a day; it comes back then.

    Raises Problem for what is never put off and why, for what is no task, for a day that is not to come or too far, and
    without a reason or the words that it asks for.
    """
    require_movable(work, task)
    rules, record = work.definitions.put_off, task.record
    day = _require_day(work, until)
    waited_for = next((own for own in rules.reasons if own.id == reason), None)
    if waited_for is None:
        raise Problem(_("Nothing says why; it stays on Today."), _("Choose a reason."), code="put-off-without-reason")
    if waited_for.words and not words.strip():
        raise Problem(
            _("This reason needs words of its own; it stays on Today."),
            _("Say in a few words why it waits."),
            code="put-off-without-words",
        )
    with work.store.change(N_("Task put off"), work.officer.id) as session:
        row = session.get(PutOff, _id(record))
        if row is None:
            row = PutOff(id=_id(record), about=record)
            session.add(row)
        row.until, row.due_on, row.reason = day.isoformat(), task.due_on, reason
        row.words, row.by = words.strip(), work.officer.id


def take_back(work: Work, record: str) -> None:
    """What was put off is to be done again from now on; nothing where it is not put off."""
    require_hand(work)
    with work.store.change(N_("Task on Today again"), work.officer.id) as session:
        if (row := session.get(PutOff, _id(record))) is not None:
            row.until = None


def read(work: Work, record: str) -> PutOff:
    """How something is put off; raises NoResultFound where it never was."""
    with work.store.read() as session:
        return session.get_one(PutOff, _id(record))


def restore(work: Work, before: PutOff) -> None:
    """Put something off again as it was before it was taken back."""
    require_hand(work)
    with work.store.change(N_("Task put off"), work.officer.id) as session:
        row = session.get_one(PutOff, before.id)
        row.until, row.due_on, row.reason = before.until, before.due_on, before.reason
        row.words, row.by = before.words, before.by


def never(rules: PutOffRules, unmoved: str) -> str:
    """Why something is not put off, in the language now spoken; empty where it can be."""
    if unmoved in rules.never:
        return pick(rules.never[unmoved])
    return "" if unmoved in TASKS else _("it is no task and no reminder.")


def require_movable(work: Work, task: WaitingTask) -> None:
    """Raise Problem, which says why, for what is not put off by this officer."""
    require_hand(work)
    if why := never(work.definitions.put_off, task.unmoved):
        raise Problem(_("This is not put off: {why}").format(why=why), _("Do it now."), code="put-off-never")


def require_hand(work: Work) -> None:
    """Raise Problem for who neither registers partners nor answers: such a role has no tasks of its own to move."""
    if not may(work.officer, Right.ANSWER):
        require(work.officer, Right.REGISTER)


def reason_in_words(rules: PutOffRules, row: PutOff) -> str:
    """Why something is put off, with the words that somebody added."""
    label = next((pick(own.label) for own in rules.reasons if own.id == row.reason), "")
    if label and row.words:
        return _("{reason} ({words})").format(reason=label, words=row.words)
    return label or row.words


def _require_day(work: Work, until: date | None) -> date:
    today, longest = work.today(), work.definitions.put_off.longest_days
    if until is None or until <= today:
        raise Problem(
            _("It is put off until a day to come; it stays on Today."), _("Choose a later day."), code="put-off-day"
        )
    if until > today + timedelta(days=longest):
        raise Problem(
            plural(
                "It is put off for {count} day at most; it stays on Today.",
                "It is put off for {count} days at most; it stays on Today.",
                longest,
            ),
            _("Choose an earlier day, or do away with the task."),
            code="put-off-too-far",
        )
    return until


def _id(record: str) -> str:
    return digest(canonical(["put off", record]))[:32]
