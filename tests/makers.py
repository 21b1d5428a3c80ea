"""What tests begin with: an officer at work, on a day of the test's choosing."""

from datetime import date

from desktop.base.clock import Clock
from desktop.definitions.loading import Definitions, shipped
from desktop.office import Office
from desktop.services.work import Work
from desktop.store.records import Officer
from desktop.store.store import Store

NOBODY = Officer(name="", role="reader")


def work_of(
    store: Store,
    officer: Officer = NOBODY,
    *,
    definitions: Definitions | None = None,
    machine: Store | None = None,
    today: date | None = None,
) -> Work:
    """An officer at work on these records, by the shipped definitions; with a day, the store's clock is set to it."""
    if today is not None:
        store.clock = Clock.on(today)
    return Work(store, machine or store, definitions or shipped(), officer)


def on(office: Office, day: date) -> Work:
    """The officer of this office at work on that day: the clock of its records is set to it."""
    office.store.clock = Clock.on(day)
    return office.work
