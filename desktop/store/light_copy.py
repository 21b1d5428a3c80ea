"""A copy of an office's database without its large attached files: small, however much evidence the office holds.

It is made table by table under one state of the database. SQLite moves whole rows from table to table without looking
into them when both are declared alike (https://www.sqlite.org/src/doc/trunk/src/insert.c, the transfer optimization),
so that a day's copy costs what the records cost, not what the evidence does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from desktop.store import cipher
from desktop.store.records import Attachment

LEAST = 16_384  # bytes: an attached file that is smaller stays in the database
_ATTACHED = Attachment.__tablename__


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One attached file: its SHA-256, its size in bytes, and whether it is left out of the copy."""

    digest: str
    size: int
    is_apart: bool


def copy_light(
    source: Path, key: bytes, target: Path, take: Callable[[AttachedFile, Callable[[], bytes]], None]
) -> None:
    """Copy the database to the new file `target`, without the content of its large attached files.

    `take` is given each attached file, with a function that reads its content; all of it is of the one state that is
    copied, while others may go on writing. Raises Problem when the database is found damaged, or the disk is full.
    """
    cipher.remove(target)
    with cipher.converting_errors():
        reader = cipher.connect(source, key)
        try:
            reader.execute("PRAGMA foreign_keys=OFF").fetchall()  # or each row would be looked into
            reader.execute("BEGIN")
            schema = reader.execute(
                "SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL"
            ).fetchall()
            _declare(target, key, schema)
            reader.execute("COMMIT")  # a file is attached outside a transaction
            reader.execute("ATTACH DATABASE ? AS light KEY ?", (str(target), f"x'{key.hex()}'"))
            reader.execute("PRAGMA light.journal_mode=OFF").fetchall()  # what is interrupted is made anew
            reader.execute("PRAGMA light.synchronous=OFF").fetchall()
            reader.execute("BEGIN")
            _require_same(reader, schema)
            for kind, name, _of, sql in schema:
                if kind == "table" and not _is_virtual(sql):
                    _pour(reader, name)
            for attached in _attached(reader):
                take(attached, partial(_content, reader, attached.digest))
            reader.execute("COMMIT")
        finally:
            reader.close()
        _declare_the_rest(target, key, schema)


def _is_virtual(sql: str) -> bool:
    return sql.lstrip().upper().startswith("CREATE VIRTUAL")


def _declare(target: Path, key: bytes, schema: list[Any]) -> None:
    """Tables and indexes, empty; what a full-text index keeps its words in are tables like others."""
    writer = cipher.connect(target, key)
    try:
        writer.execute("PRAGMA journal_mode=OFF").fetchall()
        writer.execute("PRAGMA synchronous=OFF").fetchall()
        writer.execute("BEGIN")
        for wanted in ("table", "index"):
            for kind, _name, _of, sql in schema:
                if kind == wanted and not _is_virtual(sql):
                    writer.execute(sql)
        writer.execute("COMMIT")
    finally:
        writer.close()


def _declare_the_rest(target: Path, key: bytes, schema: list[Any]) -> None:
    """Virtual tables, triggers and views as they stand in the original: they hold nothing themselves."""
    writer = cipher.connect(target, key)
    try:
        writer.execute("PRAGMA writable_schema=ON").fetchall()
        writer.execute("BEGIN IMMEDIATE")
        for kind, name, of, sql in schema:
            if kind in ("trigger", "view") or _is_virtual(sql):
                writer.execute(
                    "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, 0, ?)",
                    (kind, name, of, sql),
                )
        writer.execute("COMMIT")
        writer.execute("PRAGMA writable_schema=RESET").fetchall()
    finally:
        writer.close()


def _require_same(reader: Any, schema: list[Any]) -> None:
    """Raise a Problem when the tables changed between two looks, which only an upgrade of the program does."""
    again = reader.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL").fetchall()
    if again != schema:
        raise cipher.busy()


def _pour(reader: Any, name: str) -> None:
    """The rows of one table; raises Problem when not every one arrived."""
    quoted = name.replace('"', '""')
    if name == _ATTACHED:
        reader.execute(
            "INSERT INTO light.attachment (digest, size, media_type, content) SELECT digest, size, media_type,"
            " CASE WHEN size >= ? THEN x'' ELSE content END FROM main.attachment",
            (LEAST,),
        )
    else:
        reader.execute(f'INSERT INTO light."{quoted}" SELECT * FROM main."{quoted}"')  # noqa: S608 — a name in the schema
    counts = [
        reader.execute(f'SELECT count(*) FROM {side}."{quoted}"').fetchone()[0]  # noqa: S608 — a name in the schema
        for side in ("main", "light")
    ]
    if counts[0] != counts[1]:
        raise cipher.damaged()


def _attached(reader: Any) -> list[AttachedFile]:
    rows = reader.execute("SELECT digest, size FROM main.attachment ORDER BY digest").fetchall()
    return [AttachedFile(str(digest), int(size), int(size) >= LEAST) for digest, size in rows]


def _content(reader: Any, digest: str) -> bytes:
    row = reader.execute("SELECT content FROM main.attachment WHERE digest = ?", (digest,)).fetchone()
    return bytes(row[0])


def fill(database: Path, key: bytes, read: Callable[[str], bytes | None]) -> None:
    """Put the large attached files back into such a copy; `read` gives the content of each by its digest.

    One for which it gives None is left out, as one that has not come yet. A crash leaves the copy half filled: it is no
    office's database yet.
    """
    with cipher.converting_errors():
        writer = cipher.connect(database, key)
        try:
            writer.execute("PRAGMA synchronous=OFF").fetchall()  # whoever gives the file its name brings it to the disk
            for digest in _lacking(writer):
                content = read(digest)
                if content is None:
                    writer.execute("DELETE FROM attachment WHERE digest = ?", (digest,))
                else:
                    writer.execute("UPDATE attachment SET content = ? WHERE digest = ?", (content, digest))
        finally:
            writer.close()
        cipher.settle(database, key)


def _lacking(writer: Any) -> list[str]:
    query = "SELECT digest FROM attachment WHERE size >= ? AND length(content) = 0 ORDER BY digest"
    return [str(digest) for (digest,) in writer.execute(query, (LEAST,)).fetchall()]


def digests(database: Path, key: bytes) -> frozenset[str]:
    """The attached files that a database holds."""
    with cipher.converting_errors():
        reader = cipher.connect(database, key)
        try:
            return frozenset(str(digest) for (digest,) in reader.execute("SELECT digest FROM attachment").fetchall())
        finally:
            reader.close()
