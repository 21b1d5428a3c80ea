"""What tests begin with: an officer at work, on a day of the test's choosing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete, insert, inspect

from desktop.base.clock import Clock
from desktop.base.plausibility import ClockLimits
from desktop.base.values import moment, new_id
from desktop.definitions.loading import Definitions, shipped
from desktop.office import Office
from desktop.services.office import believed_clock
from desktop.services.work import Work
from desktop.store.records import Officer, Position, Record, table_of
from desktop.store.store import Store

NOBODY = Officer(name="", role="reader")
KEY = b"k" * 32


def keep_nothing(_version: int) -> None:
    """What is done before the tables of a test are brought to today’s."""


def empty_store(path: Path) -> Store:
    """A new encrypted database at this path under `KEY`, for tests that are not about making its tables.

    To take every step of the migrations costs a third of a second; here it is done once in a process, and copied.
    """
    path.write_bytes(_empty_tables())
    path.chmod(0o600)
    return Store.open(path, KEY)


@cache
def _empty_tables() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "office.db")
        Store.open(path, KEY).close()
        return path.read_bytes()


def work_of(
    store: Store,
    officer: Officer = NOBODY,
    *,
    definitions: Definitions | None = None,
    machine: Store | None = None,
    today: date | None = None,
) -> Work:
    """An officer at work on these records, by the shipped definitions; with a day, the store's clock is set to it."""
    work = Work(store, machine or store, definitions or shipped(), officer, Path("no lists"))
    if today is not None:
        _set(work, today)
    return work


def on(office: Office, day: date) -> Work:
    """The officer of this office at work on that day: the clock of its records is set to it, and believed."""
    _set(office.work, day)
    return office.work


def _set(work: Work, day: date) -> None:
    work.store.clock = Clock.on(day)
    note = work.machine.recall(believed_clock.NOTE)
    far = not note or abs(moment(note["at"]) - work.clock.now()) > timedelta(hours=1)
    if far or believed_clock.clock_doubt(work) is not None:
        believed_clock.believe(work)


@contextmanager
def any_clock(office: Office) -> Iterator[None]:
    """Whatever its clock says is believed in this office, as in versions before 0.3."""
    believing = Definitions.load(office.definitions.folder)
    limits = ClockLimits(timedelta(days=36_500), timedelta(days=36_500))
    believing.__dict__["authority"] = replace(office.definitions.authority, clock=limits)
    before, office.definitions = office.definitions, believing
    try:
        yield
    finally:
        office.definitions = before


def arrived(store: Store, office: str, *records: Record) -> None:
    """Put records of an office into Headquarters' database, as bundles brought them."""
    rows: dict[type[Record], list[dict[str, Any]]] = {}
    for record in records:
        values = {held.columns[0].name: getattr(record, held.key) for held in inspect(type(record)).column_attrs}
        rows.setdefault(type(record), []).append({**values, "office": office})
    with store.engine.execution_options(write=True).begin() as connection:
        for kind, several in rows.items():
            connection.execute(insert(table_of(kind)), several)
        position = table_of(Position)
        connection.execute(delete(position).where(position.c.device == f"laptop {office}"))
        connection.execute(
            insert(position),
            {"device": f"laptop {office}", "office": office, "number": 1, "head": new_id(), "acked": 0},
        )
