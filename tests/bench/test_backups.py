"""Backups of a large office: what is new costs, what lies there already does not; and fifty restored at random."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from desktop.base.files import bring_to_disk
from desktop.base.values import sha256
from desktop.store import backup, cipher
from desktop.store.store import Store
from desktop.store.vault import FLOOR, Vault
from tests.journeys.test_random_backups import set_up
from tests.living_backups import live
from tests.offices import Templates

SCANS, EACH = 200, 1_500_000  # 300 MB of evidence
STAMPS = 60_000  # rows of 600 letters, as a large office has of records, history and index
DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
MOST_TIME = 6.0  # times a raw copy of the database, brought to the disk
MOST_ROOM = 0.2  # of the database


def large_office(folder: Path) -> tuple[Path, bytes]:
    vault, opened = Vault.create(folder, "a" * 32, "Awa Ndiaye", "mangue vélo rivière tambour", FLOOR)
    Store.open(vault.database, opened.key).close()
    connection = cipher.connect(vault.database, opened.key)
    connection.execute("BEGIN IMMEDIATE")
    for _number in range(SCANS):
        scan = os.urandom(EACH)
        row = (sha256(scan), len(scan), "application/pdf", scan)
        connection.execute("INSERT INTO attachment (digest, size, media_type, content) VALUES (?, ?, ?, ?)", row)
    rows = ((f"{number:032}", os.urandom(300).hex()) for number in range(STAMPS))
    connection.executemany("INSERT INTO stamp (id, kind, cells, office) VALUES (?, 1, ?, '')", rows)
    connection.execute("COMMIT")
    connection.close()
    cipher.settle(vault.database, opened.key)
    return folder, opened.key


def timed(deed: Callable[[], object]) -> float:
    began = perf_counter()
    deed()
    return perf_counter() - began


def raw_copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    bring_to_disk(target)


def test_a_second_backup_copies_only_what_is_new(tmp_path: Path, tell: Callable[[str], None]) -> None:
    folder, key = large_office(tmp_path / "office")
    database = folder / "passerelle.db"
    raw = min(timed(lambda: raw_copy(database, tmp_path / "raw")) for _round in range(3))
    whole = timed(lambda: backup.back_up_whole(folder, tmp_path / "whole", key, DAY))
    first = timed(lambda: backup.back_up(folder, tmp_path / "stick", key, DAY))
    second = min(timed(lambda: backup.back_up(folder, tmp_path / "stick", key, DAY)) for _round in range(3))
    paths = sorted((tmp_path / "stick").glob("*.backup"))
    restored = timed(lambda: backup.verify(paths[-1], key, tmp_path))
    room = paths[-1].stat().st_size / database.stat().st_size
    tell(
        f"database of {database.stat().st_size / 1e6:.0f} MB: raw copy {raw:.2f} s, whole backup {whole / raw:.1f}"
        f" times that, first {first / raw:.1f}, second {second / raw:.1f} ({room:.0%} of the room),"
        f" restored on trial {restored / raw:.1f}"
    )
    assert second < MOST_TIME * raw and room < MOST_ROOM


def test_fifty_backups_of_an_office_at_work_restore_field_by_field(
    templates: Templates, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    template, opened = templates.folder(set_up)
    living = live(template, opened, tmp_path, 50, 50)
    tell(
        f"{living.restored} restores of {len(living.held)} backups, {living.second} of them in the second place,"
        f" {living.whole} saved whole first: every field as it was"
    )
    assert living.restored >= 50
