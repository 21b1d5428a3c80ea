"""The days of agreements as a calendar file (iCalendar, RFC 5545), for the calendar an officer uses already."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from desktop.base.text import _
from desktop.services.work import Work
from desktop.store.records import Agreement, Partner, Task

OCTETS = 75  # of a line, its end not counted (RFC 5545, 3.1)
REMIND_DAYS = 7


def write(work: Work, agreement_ids: Sequence[str] = ()) -> bytes:
    """What is still to be done of these agreements, or of all, each as a day with a reminder a week before."""
    query = (
        select(Task, Agreement.reference, Partner.name)
        .join(Agreement, Agreement.id == Task.agreement_id)
        .join(Partner, Partner.id == Agreement.partner_id)
        .where(Task.done_on.is_(None), Task.due_on.is_not(None), Agreement.archived.is_(False))
        .order_by(Task.due_on, Task.id)
    )
    if agreement_ids:
        query = query.where(Task.agreement_id.in_(agreement_ids))
    with work.store.read() as session:
        rows = session.execute(query).all()
    stamp = f"{work.today():%Y%m%d}T000000Z"  # the same file all day long
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//IOM//Passerelle//EN", "CALSCALE:GREGORIAN"]
    for task, reference, partner in rows:
        lines += _event(task, reference, partner, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(task: Task, reference: str, partner: str, stamp: str) -> Iterable[str]:
    day = date.fromisoformat(task.due_on or "")
    about = " · ".join(part for part in (partner, reference) if part)
    description = _("Agreement {about}").format(about=about)
    return (
        "BEGIN:VEVENT",
        f"UID:{task.id}@passerelle",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{partner}: {task.what}' if partner else task.what)}",
        f"DESCRIPTION:{_escaped(description)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(task.what)}",
        f"TRIGGER:-P{REMIND_DAYS}D",
        "END:VALARM",
        "END:VEVENT",
    )


def _escaped(text: str) -> str:
    words = " ".join(text.split())
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """The line cut so that no part has more than OCTETS bytes, and none ends within a character."""
    part = ""
    for letter in line:
        if len(f"{part}{letter}".encode()) > OCTETS:
            yield part
            part = " "
        part += letter
    yield part
