"""What every deed takes first: who does it, on which records, by which rules and at what time."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.base.clock import Clock
from desktop.definitions.loading import Definitions
from desktop.store.records import Officer
from desktop.store.store import Store


@dataclass(frozen=True)
class Work:
    """An officer at work in an office, or at Headquarters.

    `store` holds the records; `machine` holds what belongs to this computer alone (the same store in an office, one
    beside PostgreSQL at Headquarters); `definitions` are the rules in force; `lists` is the folder of the sanctions
    lists. The clock is the store's own, so that what a deed dates and what the journal dates cannot differ; what is
    sealed, searched or dated asks `office.believed_clock` for it.
    """

    store: Store
    machine: Store
    definitions: Definitions
    officer: Officer
    lists: Path

    @property
    def clock(self) -> Clock:
        """The one clock of these records."""
        return self.store.clock

    def today(self) -> date:
        """The office's day."""
        return self.clock.today()

    def acting_as(self, officer: Officer) -> "Work":
        """The same work done by another officer."""
        return replace(self, officer=officer)
