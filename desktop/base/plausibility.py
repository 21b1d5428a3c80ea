"""Whether a clock may be believed: what it says against what is known to have happened. Times are compared here only.

Evidence is whatever bears a date that another clock gave, or that this one gave while it was believed. Before the
newest of it, or far beyond it, nothing is sealed, searched or dated; typing and saving go on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from desktop.base.values import local_day, stamp


class EvidenceSource(StrEnum):
    """Where a date comes from."""

    PROGRAM = "program"  # the release of this program
    LIST = "list"  # the publication of a sanctions list held here
    HEADQUARTERS = "headquarters"  # the last return of Headquarters
    WORK = "work"  # what was done here while the clock was believed


OTHERS = (
    EvidenceSource.PROGRAM,
    EvidenceSource.LIST,
    EvidenceSource.HEADQUARTERS,
)  # no word of an officer outweighs them


@dataclass(frozen=True)
class TimeEvidence:
    """Something that had happened by a moment."""

    at: datetime
    source: EvidenceSource

    @classmethod
    def of_day(cls, day: date, source: EvidenceSource) -> "TimeEvidence":
        """Something of a day, wherever on earth that day was."""
        return cls(datetime.combine(day, time(), UTC), source)

    @property
    def stamp(self) -> str:
        """The moment as a record holds it."""
        return stamp(self.at)

    @property
    def day(self) -> date:
        """Its day: as its publisher wrote it, or the office's own."""
        published = self.source in (EvidenceSource.PROGRAM, EvidenceSource.LIST)
        return self.at.date() if published else local_day(self.at)


@dataclass(frozen=True)
class ClockLimits:
    """How far a clock may lie behind the newest evidence, and ahead of it."""

    behind: timedelta
    ahead: timedelta


@dataclass(frozen=True)
class ClockDoubt:
    """A clock that is not believed: what it says, and the evidence that it lies before or far beyond."""

    now: datetime
    newest: TimeEvidence

    @property
    def is_behind(self) -> bool:
        """Whether the clock lies before the evidence, rather than far beyond it."""
        return self.now < self.newest.at


def newest(evidence: Iterable[TimeEvidence]) -> TimeEvidence:
    """The newest of these; raises ValueError for none."""
    return max(evidence, key=lambda known: known.at)


def doubt(now: datetime, evidence: Sequence[TimeEvidence], limits: ClockLimits) -> ClockDoubt | None:
    """Why a clock that says `now` is not believed; None when it may be.

    Only what was done here says how far ahead is too far: a program or a list may lie on a shelf for a year.
    """
    latest = newest(evidence)
    if now < latest.at - limits.behind:
        return ClockDoubt(now, latest)
    worked = any(known.source is EvidenceSource.WORK for known in evidence)
    return ClockDoubt(now, latest) if worked and now > latest.at + limits.ahead else None


def is_trusted_beside(at: datetime, believed: datetime, limits: ClockLimits) -> bool:
    """Whether something dated here counts as evidence: not if its clock was far ahead of when it was believed last."""
    return at <= believed + limits.ahead


# --- the only other questions that compare two times


def age_in_days(day: date, today: date) -> int:
    """How many days old something of that day is; 0 when it is dated in the future."""
    return max(0, (today - day).days)


def is_of_the_future(day: date, today: date) -> bool:
    """Whether a day has not come yet anywhere on earth."""
    return (day - today).days > 1


def is_day_before(day: date, other: date) -> bool:
    """Whether a day lies before another, both on the calendar of the office."""
    return day < other


def is_after(at: datetime, other: datetime) -> bool:
    """Whether a moment lies after another: after now, it bears a date that has not come yet."""
    return at > other


def lies_within(at: datetime, now: datetime, span: timedelta) -> bool:
    """Whether a moment is still to come, within this span: what is further ahead was noted under a fast clock."""
    return now < at <= now + span


def newest_until(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """The newest of these moments that has come; None without one."""
    return max((at for at in moments if at <= now), default=None)


def oldest_of(moments: Iterable[datetime]) -> datetime | None:
    """The oldest of these moments; None without one."""
    return min(moments, default=None)


def latest_of(moments: Iterable[datetime]) -> datetime:
    """The latest of these moments, of which there is one."""
    return max(moments)
