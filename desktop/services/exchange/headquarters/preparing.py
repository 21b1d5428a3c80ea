"""One person prepares a version, whatever its subject: with a reason, until a day to come, while nothing else waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import desktop
from desktop.base.dates import NotADate, parse_date
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import digest
from desktop.services.exchange import releasing
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.work import Work
from desktop.store.records import ContentVersion

LONGEST_REASON = 2_000
LEFT_OUT = 100  # numbers, once Headquarters was put back from a backup and may have published more than it knows


@dataclass(frozen=True)
class NextVersion:
    """The number of a version and the digest of its content; of a list also its title, its day, and where it lies."""

    number: int
    content: str
    title: str = ""
    dated_on: str = ""
    stored: str = ""


@dataclass(frozen=True)
class PreparingOrder:
    """Of which subject a version is, on which version it rests (0 for none), in how much it differs, and what is typed:
    the reason, and the day until which it is valid, if any. `what` names the change in the journal."""

    what: str
    subject: str
    base: int
    changes: int
    reason: str
    valid_until: str


def store(work: Work, order: PreparingOrder, next_version: Callable[[Session], NextVersion]) -> ContentVersion:
    """Store what was looked at as the next version of its subject, for a second person to release.

    Raises Problem, nothing stored, without a reason, for a day that is over, and where another version waits or was
    released meanwhile.
    """
    clock = sealing_clock(work)
    reason, until = _require_reason(order.reason), _last_day(order.valid_until, clock.today())
    try:
        with work.store.change(order.what, work.officer.id) as session:
            last = next(releasing.released_in(session, order.subject), None)
            if (last.version if last is not None else 0) != order.base:
                raise _meanwhile()
            _require_none_waiting(session, order.subject)
            own = next_version(session)
            subject = [order.subject.encode()] if order.subject else []
            record = ContentVersion(
                id=digest(b"contents", *subject, str(own.number).encode())[:32],
                version=own.number,
                content=own.content,
                previous=last.content if last is not None else "",
                prepared_at=clock.stamp(),
                prepared_by=work.officer.id,
                preparer_name=work.officer.name,
                valid_until=until,
                reason=reason,
                program=desktop.__version__,
                changes=order.changes,
                subject=order.subject,
                title=own.title,
                dated_on=own.dated_on,
                stored=own.stored,
            )
            session.add(record)
    except IntegrityError as error:
        raise _meanwhile() from error
    return record


def _require_reason(reason: str) -> str:
    """The reason as it is written down; raises Problem for none, and for one that is no sentence."""
    if not 10 <= len(reason.strip()) <= LONGEST_REASON:
        raise Problem(
            _("Say in a sentence why this version is published; nothing was published."),
            _("Every office reads the reason before it applies the version."),
            code="contents-reason-missing",
        )
    return reason.strip()


def _last_day(typed: str, today: date) -> str | None:
    """The day until which a version is valid; None where none was typed. Raises Problem for one that is over."""
    if not typed.strip():
        return None
    try:
        until = parse_date(typed)
    except NotADate:
        until = today
    if until > today:
        return until.isoformat()
    raise Problem(
        _("“{day}” is no day to come; nothing was published.").format(day=typed.strip()),
        _("Write the day as 31.12.2027, or leave it empty."),
        code="contents-day-over",
    )


def _require_none_waiting(session: Session, subject: str) -> None:
    """Raise Problem where a version of this subject waits for a second person already."""
    if any(record.subject == subject for record in releasing.waiting_in(session)):
        raise Problem(
            _("A version waits for a second person already; nothing was prepared."),
            _("Have it released, or withdraw it first."),
            code="contents-one-waits",
        )


def _meanwhile() -> Problem:
    """What is said where another version was prepared or released since somebody looked."""
    return Problem(
        _("Another version was published meanwhile; nothing was published."),
        _("Look at what changes again, then publish."),
        code="contents-published-meanwhile",
    )
