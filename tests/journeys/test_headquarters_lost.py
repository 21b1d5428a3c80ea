"""Headquarters is lost and put back on another machine: offices go on as they are, and both sides are the same."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.base.clock import Clock
from desktop.base.progress import Progress
from desktop.office import Account, Office
from desktop.services.exchange import enrolment, receiving, sending
from desktop.services.exchange.headquarters import answering, backing_up, consolidating, offices
from desktop.services.exchange.pending import pending
from desktop.services.office import backup
from desktop.store import backup as copies
from desktop.store.records import OfficeProfile, Partner, Received
from desktop.store.server import engine
from desktop.store.states import BundleVerdict
from desktop.store.vault import FLOOR, Vault
from tests.journeys.test_put_back import answered, deliver, name, partner_names, recognise, rounds, send
from tests.offices import PASSPHRASE, Staff, chief, office, office_folder
from tests.refusal import refused

__all__ = ["chief", "office", "office_folder"]

Database = Callable[[], str]


@dataclass
class Desk:
    """Headquarters, closed or open, and the database where it keeps its records, if it has one."""

    folder: Path
    address: str
    new_address: Database

    def open(self) -> Office:
        return Office.unlock(self.folder, Vault.open(self.folder).officers[0].id, PASSPHRASE)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    new_address: Database = (lambda: "") if request.param == "SQLite" else request.getfixturevalue("database")
    folder, address = tmp_path / "hq", new_address()
    account = Account("Omar Haddad", "", "hq_administrator", PASSPHRASE)
    profile = OfficeProfile(code="HQ", kind="hq", name="Siège", language="fr")
    Office.create(folder, account, profile, cost=FLOOR, address=address).close()
    return Desk(folder, address, new_address)


def back_up(hq: Office, into: Path) -> Path:
    return hq.back_up((into,), Progress())[0]


def destroy(desk: Desk) -> None:
    """Machine and server are gone."""
    shutil.rmtree(desk.folder)
    if desk.address:
        database = engine(desk.address)
        with database.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
        database.dispose()


def put_back(desk: Desk, copy: Path, folder: Path) -> Office:
    """Headquarters on another machine, with another database."""
    slots = copies.slots(copy)
    opened = slots.unlock(slots.current.slots[0].id, PASSPHRASE)
    backing_up.restore(folder, copy, opened.key, opened.officer_id, desk.new_address(), Clock())
    return Office.enter(folder, Vault.open(folder), opened)


def watch(hq: Office, laptop: Office, partner: str, note: str) -> None:
    """Headquarters writes into a record of the office."""
    with hq.store.change("Watched", hq.user.id, office=laptop.profile.code) as session:
        session.scalars(select(Partner).where(Partner.name == partner)).one().watch_note = note


def watch_notes(store: Office) -> dict[str, str]:
    with store.store.read() as session:
        return dict(session.execute(select(Partner.name, Partner.watch_note)).all())


def assert_the_same(laptop: Office, hq: Office) -> None:
    count, different = offices.differences(laptop.store, hq.store)
    assert count and different == []
    assert pending(laptop.store).count == 0
    assert [sent.number for sent in sending.bundles(laptop.store) if sent.runs and not sent.received_at] == []


def test_offices_go_on_without_being_recognised_again(desk: Desk, office: Office, tmp_path: Path) -> None:
    """Sent, answered, decided and recognised before the backup, after it, and on its way when all is lost."""
    with desk.open() as hq:
        recognise(office, hq)
        name(office, "A", "B")
        rounds(office, hq, 1)
        watch(hq, office, "A", "before")
        rounds(office, hq, 1)
        early = answering.answer(hq.work, hq.keys, "SN10", hq.outbox)  # and not yet collected
        copy = back_up(hq, tmp_path / "stick")
        name(office, "C", "D")
        deliver(office, hq)
        watch(hq, office, "C", "after the backup")
        answered(office, hq)
        assert pending(office.store).count == 0
        late = answering.answer(hq.work, hq.keys, "SN10", hq.outbox)
        late = Path(shutil.copy(late, tmp_path / late.name))
        early = Path(shutil.copy(early, tmp_path / early.name))
    name(office, "E")
    on_its_way = send(office)
    destroy(desk)
    with put_back(desk, copy, tmp_path / "new") as hq:
        (report,) = consolidating.take_in(hq.work, hq.keys, [on_its_way], hq.inbox)
        assert report.verdict is BundleVerdict.WAITING  # it opens, and waits for what came since the backup
        watch(hq, office, "B", "by the restored one")
        assert answered(office, hq) == "applied"
        assert pending(office.store).count > 2
        for replayed in (early, late):  # what they acknowledge is no more, and counts no more
            receiving.take_in(office.work, office.keys, replayed, office.inbox)
        assert pending(office.store).count > 2
        name(office, "F")
        rounds(office, hq)
        assert partner_names(office) == list("ABCDEF")
        notes = {"A": "before", "B": "by the restored one", "C": "after the backup"}
        assert {n: note for n, note in watch_notes(office).items() if note} == notes
        assert {n: note for n, note in watch_notes(hq).items() if note} == notes
        assert_the_same(office, hq)


def test_lost_twice_and_put_back_from_the_same_backup(desk: Desk, office: Office, tmp_path: Path) -> None:
    with desk.open() as hq:
        recognise(office, hq)
        name(office, "A")
        rounds(office, hq, 1)
        copy = back_up(hq, tmp_path / "stick")
    destroy(desk)
    with put_back(desk, copy, tmp_path / "second") as hq:
        name(office, "B")
        rounds(office, hq, 2)
        watch(hq, office, "A", "second")
        rounds(office, hq, 2)
        again = back_up(hq, tmp_path / "again")
    with put_back(desk, again, tmp_path / "third") as hq:
        watch(hq, office, "B", "third")
        rounds(office, hq)
        assert_the_same(office, hq)
        assert watch_notes(office) == {"A": "second", "B": "third"}
        last_keys = enrolment.keyset(office.machine)
    hq_time = last_keys.version if last_keys else 0
    assert hq_time


def test_an_office_restored_and_headquarters_too(desk: Desk, office: Office, tmp_path: Path) -> None:
    with desk.open() as hq:
        recognise(office, hq)
        name(office, "A")
        rounds(office, hq, 1)
        copy = back_up(hq, tmp_path / "stick")
        name(office, "B")
        rounds(office, hq, 1)
        watch(hq, office, "B", "kept by the office alone")
        rounds(office, hq, 1)
        own = backup.back_up(office.work, office.folder, office.opened.key, (tmp_path / "own",))[0]
        name(office, "C")
    folder, opened = office.folder, office.opened
    office.close()
    destroy(desk)
    backup.restore(folder, own, opened.key, opened.officer_id)
    with put_back(desk, copy, tmp_path / "new") as hq, Office.enter(folder, Vault.open(folder), opened) as laptop:
        recognise(laptop, hq)
        rounds(laptop, hq)
        assert partner_names(laptop) == ["A", "B"]
        assert watch_notes(hq)["B"] == "kept by the office alone"
        assert_the_same(laptop, hq)


def test_a_second_laptop_gives_back_what_the_lost_one_wrote(
    desk: Desk, office: Office, tmp_path: Path, office_folder: tuple[Path, Staff]
) -> None:
    """Headquarters is put back without what the first laptop sent since, and that laptop is lost too."""
    with desk.open() as hq:
        recognise(office, hq)
        name(office, "A")
        rounds(office, hq, 1)
        own = backup.back_up(office.work, office.folder, office.opened.key, (tmp_path / "own",))[0]
        backup.restore(tmp_path / "second", own, office_folder[1].officer.key, office_folder[1].officer.officer_id)
        opened = office_folder[1].officer
        with Office.enter(tmp_path / "second", Vault.open(tmp_path / "second"), opened) as second:
            recognise(second, hq)
            rounds(second, hq, 2)
            copy = back_up(hq, tmp_path / "stick")
            name(office, "B")
            deliver(office, hq)
            rounds(second, hq, 2)
            assert partner_names(second) == ["A", "B"]
    destroy(desk)
    with (
        put_back(desk, copy, tmp_path / "new") as hq,
        Office.enter(tmp_path / "second", Vault.open(tmp_path / "second"), opened) as second,
    ):
        rounds(second, hq)
        assert partner_names(second) == ["A", "B"]
        assert_the_same(second, hq)


def test_nothing_is_put_back_over_what_is_in_use(desk: Desk, tmp_path: Path) -> None:
    with desk.open() as hq:
        copy = back_up(hq, tmp_path / "stick")
        records = copies.describe(copy, hq.opened.key).contents
        assert records is not None and records.records > 0
        opened = hq.opened
    with refused("folder-not-empty"):
        backing_up.restore(desk.folder, copy, opened.key, opened.officer_id, desk.address, Clock())
    if desk.address:
        with refused("database-in-use"):
            backing_up.restore(tmp_path / "new", copy, opened.key, opened.officer_id, desk.address, Clock())
        with refused("database-not-named"):
            backing_up.restore(tmp_path / "new", copy, opened.key, opened.officer_id, "", Clock())
    else:
        with refused("database-not-needed"):
            backing_up.restore(tmp_path / "new", copy, opened.key, opened.officer_id, "postgresql://h/b", Clock())
    with refused("backup-of-headquarters"):
        backup.restore(tmp_path / "office", copy, opened.key, opened.officer_id)
    assert not (tmp_path / "new").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    with desk.open() as hq:
        assert hq.store.position().number == 1


def test_the_bundles_received_are_in_the_backup(desk: Desk, office: Office, tmp_path: Path) -> None:
    with desk.open() as hq:
        recognise(office, hq)
        name(office, "A")
        deliver(office, hq)
        received = sorted(path.name for path in hq.inbox.iterdir())
        copy = back_up(hq, tmp_path / "stick")
    destroy(desk)
    with put_back(desk, copy, tmp_path / "new") as hq:
        assert sorted(path.name for path in hq.inbox.iterdir()) == received
        with hq.store.read() as session:
            assert [f"{row.digest}.psb" for row in session.scalars(select(Received))] == received


def test_a_damaged_backup_of_headquarters_is_refused_wherever_it_was_damaged(
    desk: Desk, office: Office, tmp_path: Path
) -> None:
    with desk.open() as hq:
        recognise(office, hq)
        name(office, "A")
        deliver(office, hq)
        copy, opened = back_up(hq, tmp_path / "stick"), hq.opened
    whole = copy.read_bytes()
    address = desk.new_address()
    for part in range(1, 20):
        damaged = bytearray(whole)
        damaged[len(whole) * part // 20] ^= 1
        copy.write_bytes(damaged)
        with pytest.raises(copies.Problem):
            backing_up.restore(tmp_path / "new", copy, opened.key, opened.officer_id, address, Clock())
        assert not (tmp_path / "new").exists()
    copy.write_bytes(whole)
    backing_up.restore(tmp_path / "new", copy, opened.key, opened.officer_id, address, Clock())
