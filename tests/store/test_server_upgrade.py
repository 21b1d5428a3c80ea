"""Headquarters’ records on a real PostgreSQL come to this version of the tables after a backup, whole or not at all."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import JSON, MetaData, Text, cast, insert, inspect, select, text

from desktop import commands
from desktop.base.clock import Clock
from desktop.base.progress import Progress
from desktop.commands import terminal
from desktop.office import Office
from desktop.services.exchange.headquarters import backing_up, consolidating, records_database
from desktop.store import cipher, migrations, server
from desktop.store.backup import SUFFIX
from desktop.store.place import DATABASE
from desktop.store.records import Device
from desktop.store.server_copy import copy_out_older
from desktop.store.vault import Opened, Vault
from tests.faulty import deaths
from tests.refusal import refused
from tests.server import Server
from tests.store.test_earlier_office import STORES, assert_same_records, records, sealed_again, written
from tests.stores import office as maker

Database = Callable[[], str]
FULL = os.environ.get("PASSERELLE_FULL") == "1"


@dataclass(frozen=True)
class Earlier:
    """Headquarters as version 1 left it, its records on a server."""

    folder: Path
    address: str
    opened: Opened

    @property
    def versions(self) -> tuple[int, int]:
        """Of the folder’s own tables, and of those on the server."""
        engines = cipher.engine(self.folder / DATABASE, self.opened.key), server.engine(self.address)
        try:
            return migrations.version_of(engines[0]), migrations.version_of(engines[1])
        finally:
            for engine in engines:
                engine.dispose()

    def upgrade(self, target: Path) -> Path | None:
        return records_database.upgrade(self.folder, self.opened, target, Progress())

    def open(self) -> Office:
        return Office.enter(self.folder, Vault.open(self.folder), self.opened)

    def assert_whole(self, folder: Path, devices: int = 0) -> None:
        """Headquarters in this folder opens, and takes in what an office of then sent: each record is what it was.

        Put back it goes on under a new identity, which is the one record that came since.
        """
        with Office.enter(folder, Vault.open(folder), self.opened) as hq:
            consolidating.take_in(hq.work, hq.keys, [STORES / "office-1.psb"], hq.inbox)
            held, kind = records(hq.store), str(Device.KIND)
            expected = written()["headquarters"]["records"]
            assert len(held[kind].keys() - expected[kind].keys()) == devices
            held[kind] = {record: held[kind][record] for record in expected[kind]}
            assert_same_records(held, expected)


def put_on_a_server(folder: Path, address: str) -> Earlier:
    """The stored Headquarters of version 1, with what its database holds poured into one on a server."""
    key = sealed_again("headquarters-1.tar.xz", written()["administrator"], folder)
    opened = Vault.open(folder).unlock(written()["administrator"], maker.PASSPHRASE)
    here, there = cipher.engine(folder / DATABASE, key), server.engine(address)
    with here.begin() as source, there.begin() as target:
        migrations.take_steps(target, 0, 1)
        whole = MetaData()
        whole.reflect(target)
        for table in whole.sorted_tables:
            if table.name == migrations.VERSION.name or not inspect(source).has_table(table.name):
                continue
            columns = [cast(c, Text).label(c.name) if isinstance(c.type, JSON) else c for c in table.columns]
            rows = [dict(row) for row in source.execute(select(*columns)).mappings()]
            json_columns = [column.name for column in table.columns if isinstance(column.type, JSON)]
            for row in rows:
                target.execute(insert(table), {**row, **{name: json.loads(row[name]) for name in json_columns}})
        noted = text("INSERT INTO local (name, value) VALUES ('records', json_object('address', :address))")
        source.execute(noted, {"address": address})
    here.dispose()
    there.dispose()
    return Earlier(folder, address, opened)


@pytest.fixture
def earlier(tmp_path: Path, database: Database) -> Earlier:
    return put_on_a_server(tmp_path / "hq", database())


def test_nobody_upgrades_a_server_by_opening_it(earlier: Earlier) -> None:
    for _once_more in range(2):
        with refused("database-of-an-earlier-version"):
            earlier.open()
    assert earlier.versions == (1, 1)  # the earlier program opens both as before


def test_the_command_makes_a_backup_that_can_be_restored_and_upgrades(
    earlier: Earlier, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(terminal.PASSPHRASE, maker.PASSPHRASE)
    stick = tmp_path / "stick"
    assert commands.main(["hq", "upgrade", "--to", str(stick), "--office", str(earlier.folder)]) == 0
    assert earlier.versions == (1, migrations.LATEST)
    assert earlier.upgrade(stick) is None and len([*stick.iterdir()]) == 1
    earlier.assert_whole(earlier.folder)
    opened, (copy,) = earlier.opened, stick.iterdir()
    backing_up.restore(tmp_path / "again", copy, opened.key, opened.officer_id, database(), Clock())
    earlier.assert_whole(tmp_path / "again", devices=1)


def test_without_its_backup_nothing_is_upgraded(earlier: Earlier, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with refused("backup-not-written"):
        earlier.upgrade(tmp_path / "file" / "folder")
    with refused("role-not-allowed"):
        records_database.upgrade(earlier.folder, replace(earlier.opened, officer_id="o"), tmp_path, Progress())
    assert earlier.versions == (1, 1)
    assert not [*earlier.folder.rglob("*.part*")]


def test_killed_at_any_point_of_an_upgrade_it_is_repeated(earlier: Earlier, database: Database, tmp_path: Path) -> None:
    """The server is wholly of the one version or of the other, and what is done again ends well."""
    on_server, tries = Server(earlier.address), dict[str, Earlier]()

    def prepare(try_: str) -> Callable[[], object]:
        folder = shutil.copytree(earlier.folder, tmp_path / try_ / "hq")
        address = on_server.copied()
        engine = cipher.engine(folder / DATABASE, earlier.opened.key)
        with engine.begin() as connection:
            connection.execute(
                text("UPDATE local SET value = json_object('address', :address) WHERE name = 'records'"),
                {"address": address},
            )
        engine.dispose()
        tries[try_] = Earlier(folder, address, earlier.opened)
        return partial(tries[try_].upgrade, tmp_path / try_ / "stick")

    seen = set()
    for try_ in deaths(prepare, tmp_path / "points", 1 if FULL else 8):
        seen.add(tries[try_].versions)
        tries[try_].upgrade(tmp_path / try_ / "stick")
        assert tries[try_].versions == (1, migrations.LATEST)
        tries[try_].assert_whole(tries[try_].folder)
        assert {path.suffix for path in (tmp_path / try_ / "stick").iterdir()} == {SUFFIX}
    assert seen <= {(1, 1), (1, migrations.LATEST)} and (len(seen) == 2 or not FULL)


def test_a_copy_of_an_earlier_server_holds_every_row(earlier: Earlier, tmp_path: Path) -> None:
    engine = server.engine(earlier.address)
    copy_out_older(engine, 1, tmp_path / "copy.db", earlier.opened.key)
    copied = cipher.engine(tmp_path / "copy.db", earlier.opened.key)
    for table in ("local", "officer", "device", "change", "position"):
        with engine.connect() as there, copied.connect() as here:
            counted = [c.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for c in (there, here)]
        assert counted[0] == counted[1] != 0, table
    copied.dispose()
    engine.dispose()
