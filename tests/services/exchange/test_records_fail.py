"""The records fail midway through taking in several files: each file has its verdict and its sentence all the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.progress import Progress
from desktop.base.values import new_id
from desktop.services.exchange.headquarters import consolidating
from desktop.store.records import Partner
from tests.hostile import HostileLaptop, entry
from tests.server import Databases, Server
from tests.services.exchange.test_belief import hostile
from tests.services.exchange.test_sync import Desk, enrol, make

__all__ = ["make"]


@pytest.fixture
def server(databases: Databases) -> Server:
    return Server(databases.with_tables())


@pytest.fixture
def headquarters(make: Callable[..., Desk], server: Server) -> Desk:
    return make("hq", "HQ", "hq_administrator", server.address)


@pytest.fixture
def laptops(make: Callable[..., Desk], headquarters: Desk) -> list[HostileLaptop]:
    """One laptop of each of four offices, recognised."""
    desks = [make(f"o{number}", f"SN1{number}") for number in range(4)]
    for desk in desks:
        enrol(desk, headquarters)
    return [hostile(desk, headquarters) for desk in desks]


def files_of(laptops: list[HostileLaptop]) -> list[Path]:
    names = ["First", "Second", "Third", "Fourth"]
    return [laptop.send(entry(Partner, new_id(), name=name)) for laptop, name in zip(laptops, names, strict=True)]


def test_what_was_taken_in_before_the_server_stopped_is_said_and_the_rest_waits(
    headquarters: Desk, server: Server, laptops: list[HostileLaptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consolidating, "AT_ONCE", 2)  # files
    files = files_of(laptops)

    def stopping(done: int, _total: int, _name: str) -> None:
        if done == 2:
            server.stop()

    reports = consolidating.take_in(headquarters.work, headquarters.keys, files, headquarters.inbox, Progress(stopping))
    assert [report.name for report in reports] == [file.name for file in files]
    assert [report.verdict for report in reports] == ["applied", "applied", "untried", "untried"]
    assert [report.changes for report in reports] == [1, 1, 0, 0]
    assert "ne répond pas" in reports[2].text and "attend" in reports[3].text
    server.start()
    assert headquarters.verdicts(*files) == ["known", "known", "applied", "applied"]


def test_what_the_server_does_not_take_of_one_file_stops_no_other(
    headquarters: Desk, server: Server, laptops: list[HostileLaptop]
) -> None:
    server.inside(
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.name = 'Second' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;"
        "CREATE TRIGGER stop BEFORE INSERT ON partner FOR EACH ROW EXECUTE FUNCTION stop()"
    )
    files = files_of(laptops)
    reports = headquarters.take(*files)
    assert [report.verdict for report in reports] == ["applied", "untried", "applied", "applied"]
    server.inside("DROP TRIGGER stop ON partner")
    assert headquarters.verdicts(files[1]) == ["applied"]


def test_stopped_by_hand_the_files_before_keep_their_verdicts(headquarters: Desk, laptops: list[HostileLaptop]) -> None:
    files = files_of(laptops)
    progress = Progress(lambda done, _total, _name: progress.stop() if done == 1 else None)
    reports = consolidating.take_in(headquarters.work, headquarters.keys, files, headquarters.inbox, progress)
    assert [report.verdict for report in reports] == ["applied", "applied", "untried", "untried"]
    assert "Arrêté" in reports[2].text


def test_a_file_that_is_gone_is_not_called_refused(headquarters: Desk, laptops: list[HostileLaptop]) -> None:
    first, *others = files_of(laptops)
    first.unlink()
    reports = headquarters.take(first, *others)
    assert [report.verdict for report in reports] == ["untried", "applied", "applied", "applied"]
    assert first.name in reports[0].text
