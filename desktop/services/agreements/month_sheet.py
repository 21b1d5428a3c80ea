"""What signed agreements ask for month by month, printed: obligations, reports, instalments, visibility, last days.

The same tasks as in the calendar file, and the days on which decisions run out.
"""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import WEEKDAYS, day_in_words
from desktop.base.text import _, language
from desktop.documents.enclosures.month_sheet import DueOnDay, PrintedMonth, draw_months
from desktop.services.diligence import verdicts
from desktop.services.office import marks, office_paper, office_profile, people
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Clearance, Decision, Partner, Task
from desktop.store.states import FAVOURABLE

AHEAD = 2  # months, this one and the next, that a sheet on the wall shows


@dataclass(frozen=True)
class Deadline:
    """One thing due: its day, what, with whom, under which agreement or case, and who sees to it."""

    on: date
    what: str
    partner: str
    reference: str
    owner: str


def deadlines(work: Work, first: date, last: date) -> Sequence[Deadline]:
    """What is still to be done of signed agreements between two days, and the decisions that run out then, by day."""
    begin, end = first.isoformat(), last.isoformat()
    with work.store.read() as session:
        names = people.names_in(session)
        tasks = session.execute(
            select(Task, Agreement.reference, Partner.name)
            .join(Agreement, Agreement.id == Task.agreement_id)
            .join(Partner, Partner.id == Agreement.partner_id)
            .where(Task.done_on.is_(None), Task.due_on >= begin, Task.due_on <= end, Agreement.archived.is_(False))
        ).all()
        due = [
            Deadline(date.fromisoformat(task.due_on or begin), task.what, partner, reference, names.get(task.owner, ""))
            for task, reference, partner in tasks
        ]
        due += _running_out(session, begin, end)
    return sorted(due, key=lambda line: (line.on, line.partner, line.what))


def _running_out(session: Session, begin: str, end: str) -> list[Deadline]:
    """The decisions in force that run out between two days."""
    lines = []
    for kind in (Decision, Clearance):
        rows = session.execute(
            select(kind.id, kind.valid_until, Partner.name, Case)
            .join(Partner, Partner.id == kind.partner_id)
            .join(Case, Case.id == kind.case_id)
            .where(kind.valid_until >= begin, kind.valid_until <= end, kind.outcome.in_(FAVOURABLE))
        ).all()
        newest = verdicts.of_partnerships(session, {case.partnership_id for *_rest, case in rows})
        lines += [
            Deadline(date.fromisoformat(until or begin), _("The decision runs out"), partner, case.number, "")
            for id_, until, partner, case in rows
            if newest[case.partnership_id].newest_first[0].id == id_
        ]
    return lines


def pdf(work: Work, first: date, months: int = AHEAD) -> bytes:
    """The sheets of so many months from that of a day on, as PDF bytes in the language now spoken.

    Months gone by in which nothing is left to do are left out, but for the first where all are such.
    """
    spoken, starts = language(), [first.replace(day=1)]
    while len(starts) < months:
        starts.append((starts[-1] + timedelta(days=32)).replace(day=1))
    last = (starts[-1] + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    due = deadlines(work, starts[0], last)
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    by_month = {start: [line for line in due if line.on.replace(day=1) == start] for start in starts}
    this_month = work.today().replace(day=1)
    told = [start for start, lines in by_month.items() if lines or start >= this_month] or starts[:1]
    printed = [_month(start, by_month[start]) for start in told]
    reference = f"{profile.code}-{starts[0]:%Y-%m}"
    made_at, paper = work.clock.stamp(), office_paper.of(work)
    return draw_months(printed, spoken, reference, made_at, profile.name, mark, paper).data


def _month(start: date, due: Sequence[Deadline]) -> PrintedMonth:
    return PrintedMonth(
        day_in_words(f"{start:%Y-%m}", language()).capitalize(),
        tuple(WEEKDAYS[language()]),
        tuple(tuple(week) for week in Calendar().monthdayscalendar(start.year, start.month)),
        tuple(
            DueOnDay(
                line.on.day,
                day_in_words(line.on.isoformat(), language()),
                line.what,
                line.partner,
                line.reference,
                line.owner,
            )
            for line in due
        ),
    )
