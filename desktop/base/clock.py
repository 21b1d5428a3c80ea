"""The one clock: whoever needs the present moment or day asks it, and a test sets it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desktop.base import values
from desktop.base.release import released


@dataclass(frozen=True)
class Clock:
    """What time it is. `source` gives the moment in UTC, to the millisecond: this computer's clock by default.

    No clock that is right shows a day before `released`, the release of the program.
    """

    source: Callable[[], datetime] = values.now
    released: date = field(default_factory=released)

    @classmethod
    def on(cls, day: date) -> "Clock":
        """A clock that goes on as this computer's does, moved by whole days so that it is now that day."""
        ahead = timedelta(days=(day - values.today()).days)
        return cls(lambda: values.now() + ahead)

    @classmethod
    def replayed_on(cls, day: date) -> "Clock":
        """The same for a demonstration that is played on a past day, as if the program had been released by then."""
        return cls(cls.on(day).source, min(day, released()))

    def now(self) -> datetime:
        """The present moment, in UTC, to the millisecond."""
        return self.source()

    def today(self) -> date:
        """The day on the calendar of the place where this computer stands."""
        return values.local_day(self.now())

    def stamp(self, later: timedelta = timedelta(0)) -> str:
        """The present moment, or one so much later, as it is stored and sent: `2026-11-24T12:30:05.123Z`."""
        return values.stamp(self.now() + later)
