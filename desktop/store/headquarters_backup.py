"""Backups of Headquarters: its keys and keyset, its records, and the bundles it received, of one moment in one file.

The file is a backup such as an office's with more in it. Records on a server are in it as an encrypted database, which
was put back into that server on trial before the file is called a backup.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.files import PART, explaining, make_folder, put_in_place, write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.store import backup, cipher, place, server, server_copy
from desktop.store.backup import BackupContents, BackupParts
from desktop.store.server_copy import TableDigest
from desktop.store.store import Store

RECORDS = "records.db"
INBOX = "inbox"
_BUNDLE = re.compile(rf"{INBOX}/([0-9a-f]{{64}})\.psb")


def back_up(folder: Path, target: Path, key: bytes, records: Store | None, at: datetime, progress: Progress) -> Path:
    """One backup of Headquarters in `folder` as a new file in `target`, restored on trial before it gets its name.

    `records` is the store on a server; None where they are in the folder. The file's name bears the moment `at`. Raises
    Problem, leaving nothing half written.
    """
    slots, path = backup.slots_of(folder), backup.new_path(folder, target, at)
    copy, apart = folder / f"backup.db{PART}", folder / f"{RECORDS}{PART}"
    try:
        progress.step(0, 4, _("Copying the records"))
        tables = server_copy.copy_out(records, apart, key) if records is not None else {}
        progress.step(1, 4, _("Copying the database"))
        with cipher.converting_errors():
            before = backup.contents(folder / place.DATABASE, key)
            cipher.copy(folder / place.DATABASE, key, copy, key)
        progress.step(2, 4, _("Checking the copy"))
        copied = backup.verify_copy(copy, key, before)
        files = {f"{INBOX}/{file.name}": file for file in _received(folder)}
        if records is not None:
            copied = backup.verify_copy(apart, key, backup.contents(apart, key))
            files[RECORDS] = apart
        progress.step(3, 4, _("Writing the backup"))
        parts = BackupParts(copy, files, copied)
        backup.pack(parts, slots, key, path, lambda part: _try_out(part, folder, key, records, tables))
    finally:
        cipher.remove(copy)
        cipher.remove(apart)
    return path


def upgrade(folder: Path, target: Path, key: bytes, address: str, at: datetime, progress: Progress) -> Path | None:
    """Bring the records on a server to this version of the tables, after a backup of Headquarters as it is in `target`.

    Before anything is changed the backup is read back and its records are brought to this version on trial. The server
    then takes all of it or nothing, and nobody writes to it meanwhile. Returns the backup; None where nothing was to be
    done. Raises Problem, the records as they were.
    """
    files: list[Path] = []

    def keep_copy(version: int) -> None:
        files.append(_back_up_older(folder, target, key, address, version, at, progress))
        progress.step(4, 5, _("Bringing the records to this version"))

    Store.upgrade(address, keep_copy)
    return files[0] if files else None


def _back_up_older(
    folder: Path, target: Path, key: bytes, address: str, version: int, at: datetime, progress: Progress
) -> Path:
    slots, path = backup.slots_of(folder), backup.new_path(folder, target, at)
    copy, apart = folder / f"backup.db{PART}", folder / f"{RECORDS}{PART}"
    engine = server.engine(address)
    try:
        progress.step(0, 5, _("Copying the records"))
        server_copy.copy_out_older(engine, version, apart, key)
        progress.step(1, 5, _("Copying the database"))
        with cipher.converting_errors():
            before = backup.contents(folder / place.DATABASE, key)
            cipher.copy(folder / place.DATABASE, key, copy, key)
        progress.step(2, 5, _("Checking the copy"))
        backup.verify_copy(copy, key, before)
        records = backup.verify_copy(apart, key, backup.contents(apart, key))
        files = {f"{INBOX}/{file.name}": file for file in _received(folder)}
        progress.step(3, 5, _("Writing the backup"))
        parts = BackupParts(copy, {**files, RECORDS: apart}, records)
        backup.pack(parts, slots, key, path, lambda part: _try_out(part, folder, key, None, {}))
    finally:
        engine.dispose()
        cipher.remove(copy)
        cipher.remove(apart)
    reached("backup before the upgrade")
    return path


def back_up_open(machine: Store, records: Store | None, slots: bytes, target: Path, key: bytes, at: datetime) -> Path:
    """The same in a file in `target` when the folder is gone: keys, keyset and records; the bundles went with it."""
    copies: dict[str, Callable[[Path], object]] = {place.DATABASE: lambda part: machine.copy_to(part, key)}
    if records is not None:
        copies[RECORDS] = lambda part: server_copy.copy_out(records, part, key)
    return backup.back_up_open(copies, slots, target, key, at)


def _received(folder: Path) -> list[Path]:
    """The bundles received: listed after the database was copied, so that every one it names is among them."""
    return sorted(file for file in (folder / INBOX).glob("*.psb") if _BUNDLE.fullmatch(f"{INBOX}/{file.name}"))


def _try_out(part: Path, folder: Path, key: bytes, records: Store | None, tables: Mapping[str, TableDigest]) -> None:
    """Restore what was written, from the disk, into a folder and a server's temporary tables; raises Problem."""
    trial = folder / f"trial{PART}"
    shutil.rmtree(trial, ignore_errors=True)
    make_folder(trial)
    try:
        _extract(part, trial, key)
        if (trial / RECORDS).exists():
            copied = Store.open(trial / RECORDS, key)
            try:
                if records is not None and server_copy.try_out(copied, records) != tables:
                    raise backup.unsound(part)
            finally:
                copied.close()
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _extract(path: Path, folder: Path, key: bytes) -> None:
    """Everything in a backup into an empty folder, each file and database checked; raises Problem."""
    print_, summary = backup.read_note(path, key)
    files = backup.files_of(path, key)
    for name, digest in {place.DATABASE: print_, **files}.items():
        bundle = _BUNDLE.fullmatch(name)
        if name not in (place.DATABASE, RECORDS) and (bundle is None or bundle[1] != digest):
            raise backup.unsound(path)
        make_folder((folder / name).parent)
        backup.extract(path, name, digest, folder / name)
    whole = folder / (RECORDS if RECORDS in files else place.DATABASE)
    for database in {folder / place.DATABASE, whole}:
        if cipher.integrity(database, key):
            raise backup.unsound(path)
    if backup.contents(whole, key) != summary:
        raise backup.unsound(path)


def restore(
    folder: Path, path: Path, key: bytes, address: str, prepare: Callable[[Store, Store], None]
) -> BackupContents:
    """Put Headquarters back into a folder that holds nothing and, where it has one, an empty database; what it holds.

    `address` is that database, empty where the records lie in the folder. `prepare` is given the records and the
    machine's store before they take their places. Whatever fails, folder and database are as empty as before.
    """
    _require_empty(folder)
    summary = backup.read_note(path, key)[1]
    on_server = RECORDS in backup.files_of(path, key)
    if on_server and not address:
        raise _database_needed()
    staged = folder.with_name(f"{folder.name}.restore{PART}")
    shutil.rmtree(staged, ignore_errors=True)
    place.prepare(staged)
    try:
        _extract(path, staged, key)
        write_safely(staged / place.SLOTS, backup.slots(path).to_bytes())
        with _stores(staged, key, apart=on_server) as (records, machine):
            if not on_server and machine.recall("records"):
                raise _keys_alone()
            if not on_server and address:
                raise _no_database_needed()
            prepare(records, machine)
            if on_server:
                machine.remember("records", {"address": address})
        for database in {staged / place.DATABASE, *([staged / RECORDS] if on_server else [])}:
            cipher.settle(database, key)
        _put_in_place(staged, folder, key, address)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return summary


@contextmanager
def _stores(staged: Path, key: bytes, *, apart: bool) -> Iterator[tuple[Store, Store]]:
    machine = Store.open(staged / place.DATABASE, key)
    try:
        records = Store.open(staged / RECORDS, key) if apart else machine
        try:
            yield records, machine
        finally:
            records.close()
    finally:
        machine.close()


def _put_in_place(staged: Path, folder: Path, key: bytes, address: str) -> None:
    """The database first; it is marked as unfinished until the folder is in its place."""
    if not address:
        _move(staged, folder)
        return
    engine = server.engine(address)
    try:
        with server_copy.filling(engine):
            copied = Store.open(staged / RECORDS, key)
            try:
                server_copy.copy_in(copied, engine)
            finally:
                copied.close()
            reached("records on the server")
            cipher.remove(staged / RECORDS)
            _move(staged, folder)
    finally:
        engine.dispose()


def _move(staged: Path, folder: Path) -> None:
    with explaining(folder):
        if folder.exists():
            folder.rmdir()
        put_in_place(staged, folder)


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem(
            _("The folder “{name}” is not empty; nothing was changed.").format(name=folder.name),
            _("Name a new folder; keep the old one until Headquarters works again."),
            code="folder-not-empty",
        )


def _database_needed() -> Problem:
    return Problem(
        _("This backup holds records of a PostgreSQL database, and no database was named; nothing was changed."),
        _("Name an empty one with --database-file FILE or the variable PASSERELLE_DATABASE."),
        code="database-not-named",
    )


def _no_database_needed() -> Problem:
    return Problem(
        _("This Headquarters keeps its records in its own folder; nothing was changed."),
        _("Restore the backup without naming a database."),
        code="database-not-needed",
    )


def _keys_alone() -> Problem:
    return Problem(
        _("This file holds the keys of Headquarters alone, not its records; nothing was changed."),
        _("Choose a backup that “passerelle hq backup” made."),
        code="backup-holds-keys-alone",
    )
