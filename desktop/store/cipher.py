"""The one way the encrypted database is opened: encryption really on, durable settings, errors a user can act on."""

import errno
import hashlib
import hmac
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.files import PART, put_in_place
from desktop.base.text import _

if TYPE_CHECKING:  # the unlock page waits neither for SQLAlchemy nor for the driver
    from sqlalchemy import Connection, Engine

KEY_BYTES = 32
BUSY_MS = 10_000
OLDEST_SQLITE = (3, 51, 3)  # before it, two connections could corrupt a WAL that was just reset
PLAIN_HEADER = b"SQLite format 3\0"

# SQLCipher 4's file format (https://www.zetetic.net/sqlcipher/design/): each page ends with a 16-byte vector and an
# HMAC-SHA512; the file begins with a 16-byte salt instead of SQLite's header.
PAGE = 4096
SALT = 16
TAG = 64
WAL_HEADER, WAL_FRAME = 32, 24
JOURNAL_HEADER = 512  # one sector, which is what SQLite assumes everywhere it runs


class Damaged(Problem):
    """The database cannot be read as it should: the screen that says so offers to restore a backup."""


def connect(path: Path, key: bytes) -> Any:
    """A sqlcipher3 connection to the database at `path`, created when missing, with a raw key of 32 bytes.

    The file is not touched before its first page was found to be sealed with this key. Raises Problem when this copy
    of the program cannot encrypt, when the file is not encrypted, is damaged, or cannot be opened.
    """
    _require_fitting(path, key)
    with converting_errors():
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        return _opened(path, key)


def connect_again(path: Path, key: bytes) -> Any:
    """The same for a database that was open before: where it is gone meanwhile, none is made in its place."""
    _require_fitting(path, key)
    with converting_errors():
        path.stat()
        return _opened(path, key)


def _require_fitting(path: Path, key: bytes) -> None:
    _require_cipher()
    if len(key) != KEY_BYTES:
        raise ValueError(f"a database key has {KEY_BYTES} bytes, not {len(key)}")
    _require_own_file(path, key)


def _opened(path: Path, key: bytes) -> Any:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        for pragma in (f"key = \"x'{key.hex()}'\"", *_settings()):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
        _refuse_plain(path)
    except BaseException:
        connection.close()
        raise
    return connection


def _settings() -> tuple[str, ...]:
    settings = (
        "cipher_log_level=none",  # it would print to the standard error
        f"busy_timeout={BUSY_MS}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "secure_delete=ON",
    )
    mac = ("fullfsync=ON", "checkpoint_fullfsync=ON") if sys.platform == "darwin" else ()
    return settings + mac


def _require_cipher() -> None:
    """Signal once shipped a build without SQLCipher and wrote plain databases (Signal-Desktop 5097): refuse instead."""
    from sqlcipher3 import dbapi2

    probe = dbapi2.connect(":memory:")
    try:
        cipher = probe.execute("PRAGMA cipher_version").fetchone()
    finally:
        probe.close()
    if not cipher or not cipher[0]:
        raise Problem(
            _("This copy of the program cannot encrypt; nothing was opened or written."),
            _("Install the program again from the package that Headquarters gave you."),
            code="cipher-missing",
        )
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise Problem(
            _("This copy of the program contains an old database library that could damage data; nothing was opened."),
            _("Install the program again from the package that Headquarters gave you."),
            code="database-library-too-old",
        )


def _require_own_file(path: Path, key: bytes) -> None:
    with converting_errors():
        if not path.exists() or path.stat().st_size == 0:
            return
        _refuse_plain(path)
        if not fits(path, key):
            raise damaged()


def _refuse_plain(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
            raise Problem(
                _("The database “{name}” is not encrypted, so the program refuses it; it was left as it is.").format(
                    name=path.name
                ),
                _("Restore a backup, or ask the person who placed this file here."),
                code="database-not-encrypted",
            )


def fits(path: Path, key: bytes) -> bool:
    """Whether the database's first page is sealed with this key, found by reading only.

    SQLite itself must not try a wrong key: closing it may move pages from the WAL into the file.
    """
    with path.open("rb") as file:
        first = file.read(PAGE)
    if len(first) < PAGE:
        return False
    secret = _page_secret(first[:SALT], key)
    # The WAL is read only where the file's own page does not tell: after an import it has a hundred thousand frames
    return any(_authentic(page, secret) for page in chain((first,), _first_pages_waiting(path)))


def _page_secret(salt: bytes, key: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, KEY_BYTES)


def _authentic(page: bytes, secret: bytes) -> bool:
    covered = page[SALT : PAGE - TAG]  # the content and the vector
    expected = hmac.new(secret, covered + (1).to_bytes(4, "little"), "sha512").digest()
    return hmac.compare_digest(expected, page[PAGE - TAG :])


def _first_pages_waiting(path: Path) -> Iterator[bytes]:
    """Copies of page 1 in the WAL or a rollback journal: after a power cut the file's own may be torn; these mend it.

    The layouts are SQLite's (https://www.sqlite.org/fileformat2.html, sections 3 and 4).
    """
    for name, start, before, after in (("-wal", WAL_HEADER, WAL_FRAME, 0), ("-journal", JOURNAL_HEADER, 4, 4)):
        side = path.with_name(path.name + name)
        if not _has_content(side):
            continue
        with side.open("rb") as file:
            file.seek(start)
            while len(frame := file.read(before + PAGE + after)) == before + PAGE + after:
                if int.from_bytes(frame[:4], "big") == 1:
                    yield frame[before : before + PAGE]


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def engine(path: Path, key: bytes) -> "Engine":
    """SQLAlchemy's door to the database: transactions begin at once for those who write.

    Pass `engine.execution_options(write=True)` to take the write lock at the start of the transaction.
    Parameters never appear in errors or logs.
    """
    from sqlalchemy import QueuePool, create_engine, event, text
    from sqlcipher3 import dbapi2

    from desktop.store import dialect
    from desktop.store.direct import Direct

    waiting = [connect(path, key)]
    reading, writing = Direct(text("BEGIN")), Direct(text("BEGIN IMMEDIATE"))
    database = create_engine(
        dialect.URL,
        creator=lambda: waiting.pop() if waiting else connect_again(path, key),
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=4,
        hide_parameters=True,
        execution_options={"compiled_cache": dialect.composed()},
    )

    @event.listens_for(database, "begin")
    def begin(connection: "Connection") -> None:
        (writing if connection.get_execution_options().get("write") else reading).run(connection, {})

    return database


def quick_check(path: Path, key: bytes) -> tuple[str, ...]:
    """What is wrong with the database's structure, in SQLite's words; empty when it is sound. For every start."""
    return _findings(path, key, ("quick_check",))


def integrity(path: Path, key: bytes) -> tuple[str, ...]:
    """What is wrong anywhere in the database: seals of pages, indexes, references; empty when it is sound."""
    return _findings(path, key, ("cipher_integrity_check", "integrity_check", "foreign_key_check"))


def _findings(path: Path, key: bytes, checks: tuple[str, ...]) -> tuple[str, ...]:
    faults = run_checks(path, key, checks)
    # One failed read can look like damage while the file is whole: only a second look counts.
    return run_checks(path, key, checks) if faults else ()


def run_checks(path: Path, key: bytes, checks: tuple[str, ...]) -> tuple[str, ...]:
    connection = connect(path, key)
    try:
        faults = [line for check in checks for line in report_of(connection, check)]
    finally:
        connection.close()
    return tuple(line for line in faults if line != "ok")


def report_of(connection: Any, check: str) -> list[str]:
    from sqlcipher3 import dbapi2

    try:
        rows = connection.execute(f"PRAGMA {check}").fetchall()
    except dbapi2.DatabaseError as error:
        if not _says_damaged(error):
            raise
        return [f"{check}: {error}"]
    return [" ".join(str(cell) for cell in row) for row in rows]


def rekey(path: Path, key: bytes, fresh: bytes) -> None:
    """Seal the whole database with the key `fresh`; a crash leaves it whole under the one key or the other.

    Every other connection must be closed. Raises Problem, with the database unchanged, when there is no room for the
    copy or when somebody still uses it.
    """
    part = path.with_name(path.name + ".rekey" + PART)
    try:
        with converting_errors():
            _leave_wal(path, key)
            copy(path, key, part, fresh)
            if integrity(part, fresh):
                raise damaged()
            _leave_wal(part, fresh)
            put_in_place(part, path)
    finally:
        remove(part)


def copy(source: Path, key: bytes, target: Path, other: bytes) -> None:
    """A consistent copy of the database under the key `other`; writers may go on meanwhile. `target` is new."""
    reader = connect(source, key)
    try:
        copy_open(reader, target, other)
    finally:
        reader.close()


def copy_open(reader: Any, target: Path, other: bytes) -> None:
    """The same from an open connection: it still holds everything when its own file was deleted or moved."""
    remove(target)
    writer = connect(target, other)
    try:
        with converting_errors():
            reader.backup(writer)
    finally:
        writer.close()


def _leave_wal(path: Path, key: bytes) -> None:
    """Bring everything into the one file, so that it may be moved alone."""
    connection = connect(path, key)
    try:
        connection.execute("PRAGMA busy_timeout=1000").fetchall()
        mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    finally:
        connection.close()
    if mode != "delete":
        raise busy()


def settle(path: Path, key: bytes) -> None:
    """Fold the WAL into the database file, so that this one file is everything. Nobody else may have it open."""
    with converting_errors():
        _leave_wal(path, key)


def remove(path: Path) -> None:
    """Delete a database file and what SQLite keeps beside it."""
    for name in (path.name, path.name + "-wal", path.name + "-shm", path.name + "-journal"):
        path.with_name(name).unlink(missing_ok=True)


@contextmanager
def converting_errors() -> Iterator[None]:
    """Turn the database's and the disk's errors into Problems; what `explained` does not know passes unchanged."""
    from sqlalchemy.exc import DBAPIError
    from sqlcipher3 import dbapi2

    try:
        yield
    except (dbapi2.Error, DBAPIError, OSError) as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise problem from error


def problem_of(error: BaseException) -> Problem | None:
    """What the user should read about an error of the database or the disk; None when it is a bug of ours."""
    from sqlalchemy.exc import DBAPIError
    from sqlcipher3 import dbapi2

    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, Problem):
        return original
    if isinstance(original, OSError):
        return _full() if original.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else _disk()
    if not isinstance(original, dbapi2.Error):
        return None
    if _says_damaged(original):
        return damaged()
    name = _name(original)
    return next((problem() for start, problem in _MEANINGS if name.startswith(start)), None)


def _says_damaged(error: BaseException) -> bool:
    return _name(error).startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


def _name(error: BaseException) -> str:
    """SQLite's name of the error, such as SQLITE_IOERR_READ (https://www.sqlite.org/rescode.html)."""
    named = str(getattr(error, "sqlite_errorname", ""))
    if named:
        return named
    message = str(error)  # the backup API's errors carry words only
    return next((name for words, name in _WORDS if words in message), "")


def damaged() -> Damaged:
    return Damaged(
        _("The database is damaged; the program stopped before changing anything, and your backups are untouched."),
        _("Close the program, open it again, and if this message returns restore the last backup."),
        code="database-damaged",
    )


def _full() -> Problem:
    return Problem(
        _("The disk is full, so this was not saved; everything saved before is safe."),
        _("Free some space, then try again: what you typed is still here."),
        code="disk-full",
    )


def _read_only() -> Problem:
    return Problem(
        _("The database may only be read here, so this was not saved; everything saved before is safe."),
        _("Check that the folder is not read-only, then try again."),
        code="database-read-only",
    )


def _disk() -> Problem:
    return Problem(
        _("The disk did not answer properly, so this was not saved; everything saved before is safe."),
        _("Check that the disk or the stick is present, then try again."),
        code="disk-failed",
    )


def busy() -> Problem:
    return Problem(
        _("The database is in use by another operation, so this was not done; nothing was changed."),
        _("Wait a moment, then try again."),
        code="database-busy",
    )


_MEANINGS = (
    ("SQLITE_FULL", _full),
    ("SQLITE_READONLY", _read_only),
    ("SQLITE_PERM", _read_only),
    ("SQLITE_IOERR", _disk),
    ("SQLITE_CANTOPEN", _disk),
    ("SQLITE_BUSY", busy),
    ("SQLITE_LOCKED", busy),
)

_WORDS = (
    ("disk I/O error", "SQLITE_IOERR"),
    ("is full", "SQLITE_FULL"),
    ("readonly", "SQLITE_READONLY"),
    ("unable to open", "SQLITE_CANTOPEN"),
    ("locked", "SQLITE_BUSY"),
    ("malformed", "SQLITE_CORRUPT"),
    ("not a database", "SQLITE_NOTADB"),
)
