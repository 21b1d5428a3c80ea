"""What preparing a version asks for, whatever its subject: a reason, a day to come, nothing else that waits."""

from datetime import date

from sqlalchemy.orm import Session

from desktop.base.dates import NotADate, parse_date
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.services.exchange import releasing

LONGEST_REASON = 2_000


def require_reason(reason: str) -> str:
    """The reason as it is written down; raises Problem for none, and for one that is no sentence."""
    if not 10 <= len(reason.strip()) <= LONGEST_REASON:
        raise Problem(
            _("Say in a sentence why this version is published; nothing was published."),
            _("Every office reads the reason before it applies the version."),
            code="contents-reason-missing",
        )
    return reason.strip()


def last_day(typed: str, today: date) -> str | None:
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


def require_none_waiting(session: Session, subject: str) -> None:
    """Raise Problem where a version of this subject waits for a second person already."""
    if any(record.subject == subject for record in releasing.waiting_in(session)):
        raise Problem(
            _("A version waits for a second person already; nothing was prepared."),
            _("Have it released, or withdraw it first."),
            code="contents-one-waits",
        )


def meanwhile() -> Problem:
    """What is said where another version was prepared or released since somebody looked."""
    return Problem(
        _("Another version was published meanwhile; nothing was published."),
        _("Look at what changes again, then publish."),
        code="contents-published-meanwhile",
    )
