"""PostgreSQL is stopped at each statement of an import, and two import at once: each file is taken in whole, once."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from desktop.base.errors import Problem
from desktop.services.exchange.headquarters import consolidating, offices
from desktop.store.journal import verify_chain
from desktop.store.records import ChangeRow, Partner, Received
from desktop.store.store import Store
from tests.makers import work_of
from tests.server import Databases, Server
from tests.services.exchange.test_sync import Desk, enrol, make

__all__ = ["make"]

STRIDE = 1 if os.environ.get("PASSERELLE_FULL") == "1" else 5  # of the statements, those at which the server is stopped


@pytest.fixture
def server(databases: Databases) -> Server:
    return Server(databases.with_tables())


@pytest.fixture
def headquarters(make: Callable[..., Desk], server: Server) -> Desk:
    return make("hq", "HQ", "hq_administrator", server.address)


@dataclass(eq=False)
class Statements:
    """What a store says to its server; before the one numbered `stop` the server is stopped."""

    server: Server
    stop: int
    said: int = 0

    def __call__(self, *_: Any) -> None:
        self.said += 1
        if self.said - 1 == self.stop:
            self.server.stop()


@contextmanager
def stopped(store: Store, server: Server, at: int) -> Iterator[Statements]:
    statements = Statements(server, at)
    for name in ("before_cursor_execute", "commit"):
        event.listen(store.engine, name, statements)
    try:
        yield statements
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(store.engine, name, statements)
        server.start()


def test_stopped_at_any_statement_a_bundle_is_taken_in_whole_or_waits(
    make: Callable[..., Desk], headquarters: Desk, server: Server
) -> None:
    """The program says so in a sentence and goes on when the server is back, without a new start."""
    office = make("sn", "SN10")
    enrol(office, headquarters)
    office.register("First")
    headquarters.take(office.pack())
    trial, at = 0, 0
    ends: set[str] = set()
    while True:
        record = office.register(f"Partner {trial}")
        office.note(record, city="Dakar")
        file = office.pack()
        with stopped(headquarters.store, server, at) as statements:
            try:
                (report,) = headquarters.take(file)
                ends.add(str(report.verdict))
            except Problem:  # before any file was looked at
                ends.add("refused to begin")
        with headquarters.store.read() as session:
            here = session.scalar(select(func.count()).select_from(Partner).where(Partner.id == record))
            assert here in (0, 1) and verify_chain(session, office.store.identity.device)
        assert headquarters.verdicts(file) == ["known" if here else "applied"]
        if statements.said <= at:
            break
        trial, at = trial + 1, at + STRIDE
    assert {"refused to begin", "untried", "applied"} <= ends <= {"refused to begin", "untried", "applied", "known"}
    office.receive(headquarters.answer())
    assert trial > 3 and offices.differences(office.store, headquarters.store)[1] == []


def test_two_that_import_the_same_files_at_once_take_each_in_once(
    make: Callable[..., Desk], headquarters: Desk, server: Server, tmp_path: Path
) -> None:
    desks = [make(f"o{number}", f"SN1{number}") for number in range(3)]
    files = []
    for desk in desks:
        enrol(desk, headquarters)
        for name in ("A", "B"):
            desk.register(name)
            files.append(desk.pack())
    other = Store.connect(server.address)
    (tmp_path / "other").mkdir()

    def take(place: tuple[Store, Path]) -> list[str]:
        store, inbox = place
        work = work_of(store, headquarters.user, machine=headquarters.desk)
        return [str(report.verdict) for report in consolidating.take_in(work, headquarters.keys, files, inbox)]

    places = [(headquarters.store, headquarters.inbox), (other, tmp_path / "other")]
    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(take, places))
    other.close()
    for number in range(len(files)):
        assert {verdicts[number] for verdicts in ends} <= {"applied", "known"}
    for desk in desks:
        desk.receive(headquarters.answer(desk.store.identity.office))
        assert offices.differences(desk.store, headquarters.store)[1] == []
    with headquarters.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Partner)) == 6
        for desk in desks:
            own = ChangeRow.device == desk.store.identity.device
            changes = session.scalar(select(func.count()).select_from(ChangeRow).where(own))
            assert changes == desk.store.position().number
        assert session.scalar(select(func.count()).select_from(Received)) == len(files)
