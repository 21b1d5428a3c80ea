"""The encrypted database: refused when it is not one, whole whatever happens."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import literal, select, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from desktop.base.text import speak
from desktop.store import cipher, dialect
from tests.faulty import can_fill, make_room
from tests.refusal import refused

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
PLANTED = "Fundación Ñandú Zéphyr 4471"


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "passerelle.db"
    connection = cipher.connect(path, KEY)
    connection.execute("CREATE TABLE partner (id INTEGER PRIMARY KEY, name TEXT)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO partner (name) VALUES (?)", [(f"{PLANTED} {n}",) for n in range(2000)])
    connection.execute("COMMIT")
    connection.close()
    return path


def names(path: Path, key: bytes) -> int:
    connection = cipher.connect(path, key)
    try:
        return int(connection.execute("SELECT count(*) FROM partner").fetchone()[0])
    finally:
        connection.close()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_nothing_readable_reaches_the_disk_while_the_database_is_open(tmp_path: Path, database: Path) -> None:
    connection = cipher.connect(database, KEY)
    connection.execute("INSERT INTO partner (name) VALUES (?)", (PLANTED,))
    written = bytes_of(tmp_path)
    connection.close()
    assert any(name.endswith("-wal") for name in written)
    for data in written.values():
        assert PLANTED.encode() not in data and b"CREATE TABLE" not in data and KEY not in data
        assert not data.startswith(cipher.PLAIN_HEADER)


def test_every_connection_is_durable_and_private(database: Path) -> None:
    connection = cipher.connect(database, KEY)
    asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}
    connection.close()
    assert asked == WANTED
    assert database.stat().st_mode & 0o777 == 0o600 or os.name == "nt"


WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2, "busy_timeout": cipher.BUSY_MS}


def test_a_wrong_key_is_refused_and_no_byte_changes(tmp_path: Path, database: Path) -> None:
    holder = cipher.connect(database, KEY)
    holder.execute("INSERT INTO partner (name) VALUES ('in the WAL')")
    before = bytes_of(tmp_path)
    with pytest.raises(cipher.Damaged):
        cipher.connect(database, OTHER)
    assert bytes_of(tmp_path) == before
    holder.close()
    assert names(database, KEY) == 2001


def test_a_plain_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "passerelle.db"
    plain = dbapi2.connect(str(path))
    plain.execute("CREATE TABLE partner (name TEXT)")
    plain.close()
    before = path.read_bytes()
    with refused("database-not-encrypted"):
        cipher.connect(path, KEY)
    assert path.read_bytes() == before


def test_without_the_cipher_the_program_refuses_to_write(tmp_path: Path) -> None:
    script = f"""
        import sqlite3, sys, types
        stand_in = types.ModuleType("sqlcipher3"); stand_in.dbapi2 = sqlite3
        sys.modules["sqlcipher3"] = stand_in; sys.modules["sqlcipher3.dbapi2"] = sqlite3
        from pathlib import Path
        from desktop.base.errors import Problem
        from desktop.base.text import speak
        from desktop.store import cipher, dialect
        speak("en")
        try:
            cipher.connect(Path({str(tmp_path / "office.db")!r}), bytes(32))
        except Problem as problem:
            print(problem.text)
    """
    done = subprocess.run([sys.executable, "-c", dedent(script)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "cannot encrypt" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_writer_takes_the_lock_at_once_and_a_reader_does_not(database: Path) -> None:
    engine = cipher.engine(database, KEY)
    with engine.execution_options(write=True).connect() as writer, engine.connect() as reader:
        writer.execute(text("INSERT INTO partner (name) VALUES ('new')"))
        assert reader.execute(text("SELECT count(*) FROM partner")).scalar_one() == 2000
        writer.commit()
    assert names(database, KEY) == 2001
    engine.dispose()


def test_errors_of_the_database_never_carry_what_was_typed(database: Path) -> None:
    engine = cipher.engine(database, KEY)
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("INSERT INTO partner (id, name) VALUES (1, :name)"), {"name": PLANTED})
    engine.dispose()
    assert PLANTED not in str(caught.value)
    assert cipher.problem_of(caught.value) is None, "a duplicate id is a bug, not something to tell the user"


def test_a_flipped_byte_is_found_wherever_it_is(database: Path) -> None:
    assert cipher.integrity(database, KEY) == ()
    whole = database.read_bytes()
    for page in (0, 3, len(whole) // cipher.PAGE - 1):
        spoilt = bytearray(whole)
        spoilt[page * cipher.PAGE + 1000] ^= 1
        database.write_bytes(spoilt)
        if page == 0:
            with pytest.raises(cipher.Damaged):
                cipher.integrity(database, KEY)
        else:
            assert any(f"page {page + 1}" in said for said in cipher.integrity(database, KEY))
    database.write_bytes(whole)
    assert cipher.quick_check(database, KEY) == ()


def test_reading_a_damaged_page_is_told_as_damage(database: Path) -> None:
    spoilt = bytearray(database.read_bytes())
    for page in range(2, len(spoilt) // cipher.PAGE):
        spoilt[page * cipher.PAGE + 1000] ^= 1
    database.write_bytes(spoilt)
    assert cipher.quick_check(database, KEY) != ()
    engine = cipher.engine(database, KEY)
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT name FROM partner")).all()
    engine.dispose()
    assert isinstance(cipher.problem_of(caught.value), cipher.Damaged)


def test_another_key_replaces_the_first_and_leaves_nothing_beside(tmp_path: Path, database: Path) -> None:
    cipher.rekey(database, KEY, OTHER)
    assert [path.name for path in tmp_path.iterdir()] == ["passerelle.db"]
    assert not cipher.fits(database, KEY)
    assert names(database, OTHER) == 2000 and cipher.integrity(database, OTHER) == ()


def test_the_key_is_not_changed_while_somebody_uses_the_database(database: Path) -> None:
    holder = cipher.connect(database, KEY)
    holder.execute("BEGIN")
    holder.execute("SELECT count(*) FROM partner").fetchone()
    with refused("database-busy"):
        cipher.rekey(database, KEY, OTHER)
    holder.execute("COMMIT")
    holder.close()
    assert names(database, KEY) == 2000


def test_killed_while_the_key_changes_the_database_is_whole_under_one_of_the_two(database: Path) -> None:
    script = f"""
        from pathlib import Path
        from desktop.store import cipher, dialect
        path, keys = Path({str(database)!r}), [bytes.fromhex({KEY.hex()!r}), bytes.fromhex({OTHER.hex()!r})]
        if cipher.fits(path, keys[1]):
            keys.reverse()
        print("go", flush=True)
        while True:
            cipher.rekey(path, *keys)
            keys.reverse()
    """
    for tenths in (0.02, 0.05, 0.09, 0.14, 0.2, 0.31):
        with subprocess.Popen([sys.executable, "-c", dedent(script)], cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(tenths)
            child.kill()
        fitting = [key for key in (KEY, OTHER) if cipher.fits(database, key)]
        assert len(fitting) == 1
        assert names(database, fitting[0]) == 2000 and cipher.integrity(database, fitting[0]) == ()


@can_fill
def test_a_full_disk_is_one_sentence_and_what_was_saved_stays(database: Path, disk: Path) -> None:
    (disk / "full").mkdir()
    database = Path(shutil.copy(database, disk / "full"))
    script = f"""
        from pathlib import Path
        from sqlalchemy import literal, select, text
        from sqlalchemy.exc import DBAPIError
        from desktop.base.text import speak
        from desktop.store import cipher, dialect
        from tests.faulty import limit_files
        speak("en")
        limit_files(300_000)
        engine = cipher.engine(Path({str(database)!r}), bytes.fromhex({KEY.hex()!r}))
        try:
            with engine.execution_options(write=True).connect() as connection:
                for _ in range(1000):
                    connection.execute(text("INSERT INTO partner (name) VALUES (:n)"), {{"n": "x" * 1000}})
                connection.commit()
        except DBAPIError as error:
            print(cipher.problem_of(error))
    """
    done = subprocess.run([sys.executable, "-c", dedent(script)], cwd=ROOT, capture_output=True, text=True, check=True)
    make_room()
    assert "was not saved; everything saved before is safe" in done.stdout
    assert names(database, KEY) == 2000 and cipher.integrity(database, KEY) == ()


def test_statements_composed_for_one_database_serve_the_next(tmp_path: Path) -> None:
    def ask(name: str, key: bytes) -> int:
        database = cipher.engine(tmp_path / name, key)
        with database.connect() as connection:
            assert connection.scalar(select(literal("a") + literal(name))) == f"a{name}", "each is asked with its own"
        database.dispose()
        return len(dialect.composed())

    first = ask("one.db", KEY)
    assert ask("two.db", OTHER) == first
