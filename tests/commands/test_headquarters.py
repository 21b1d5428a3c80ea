"""hq init, backup, restore and database as an administrator types them."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, make_url

from desktop import commands
from desktop.base.values import new_id
from desktop.office import Office
from desktop.services.exchange import enrolment, sending
from desktop.services.exchange.headquarters import records_database
from desktop.services.office import people
from desktop.store import server
from desktop.store.records import Officer
from desktop.store.vault import Vault
from tests.offices import PASSPHRASE, Staff, office, office_folder
from tests.server import Server

__all__ = ["office", "office_folder"]

Database = Callable[[], str]


class Terminal:
    """Types commands of Headquarters' and reads their answers."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        code = commands.main(["hq", *map(str, arguments)])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def answer(self, *arguments: str | Path) -> Any:
        code, out, err = self.run(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    def init(self, *arguments: str | Path) -> tuple[int, str, str]:
        return self.run("init", "--name", "Omar Haddad", "--office", self.folder, *arguments)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("PASSERELLE_DATABASE", raising=False)
    return Terminal(tmp_path / "hq", capsys)


def tables(address: str) -> list[str]:
    database = server.engine(address)
    names = inspect(database).get_table_names()
    database.dispose()
    return names


def test_the_database_is_named_in_a_file_or_the_environment(
    terminal: Terminal, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = tmp_path / "address"
    address.write_text(database() + "\n", encoding="utf-8")
    assert terminal.init("--database-file", address)[0] == 0
    copy = terminal.answer("backup", "--office", terminal.folder, "--to", tmp_path / "stick")["files"][0]
    monkeypatch.setenv("PASSERELLE_DATABASE", database())
    back = terminal.answer("restore", copy, "--office", tmp_path / "new")
    assert back["records"] == 3
    assert terminal.answer("offices", "--office", tmp_path / "new") == {"offices": []}


def test_a_refused_file_is_listed_with_its_reason_among_what_arrived(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.init()[0] == 0
    (spoilt := tmp_path / "spoilt.psb").write_bytes(b"nothing")
    assert terminal.run("import", spoilt, "--office", terminal.folder)[0] == 1
    (file,) = terminal.answer("arrivals", "--state", "troubles", "--days", "1", "--office", terminal.folder)["files"]
    assert (file["name"], file["verdict"], file["reason"]) == ("spoilt.psb", "refused", "not-a-bundle")
    assert file["text"] and file["to_do"] and file["size"] == 7
    assert terminal.answer("arrivals", "--of", "SN10", "--office", terminal.folder) == {"total": 0, "files": []}


def test_a_password_is_never_taken_from_the_command_line_nor_shown(terminal: Terminal, tmp_path: Path) -> None:
    secret = "postgresql://omar:s3cr3t-w0rd@localhost:1/base"
    code, out, err = terminal.init("--database", secret)
    assert code == 1 and "s3cr3t" not in out + err
    address = tmp_path / "address"
    address.write_text(secret, encoding="utf-8")
    code, out, err = terminal.init("--database-file", address)
    assert code == 1 and "s3cr3t" not in out + err and "PostgreSQL" in err
    assert not terminal.folder.exists()
    assert "s3cr3t" not in server.shown(secret)


@pytest.mark.parametrize(
    "address",
    ["mysql://h/b", "postgresql://h", "x", "postgresql://h:port/b", "postgresql://h/b?nonsense=1", "sqlite:///x"],
)
def test_what_is_no_address_is_one_sentence_and_leaves_nothing(terminal: Terminal, address: str) -> None:
    code, out, err = terminal.init("--database", address)
    assert (code, out, err.count("\n")) == (1, "", 1) and not terminal.folder.exists()


def test_without_the_part_for_headquarters_it_says_which_file_has_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as in the program that an office installs
    code, out, err = terminal.init("--database", "postgresql://omar@localhost/base")
    assert (code, out, err.count("\n")) == (1, "", 1) and "headquarters" in err
    assert not terminal.folder.exists()


def test_a_database_in_use_is_refused_and_left_as_it_is(terminal: Terminal, database: Database, tmp_path: Path) -> None:
    address = database()
    assert terminal.init("--database", address)[0] == 0
    before = tables(address)
    second = Terminal(tmp_path / "second", terminal._capsys)
    code, out, err = second.init("--database", address)
    assert (code, out) == (1, "") and "tables" in err
    assert not second.folder.exists() and tables(address) == before
    assert terminal.answer("offices", "--office", terminal.folder) == {"offices": []}


def test_what_fails_late_leaves_neither_folder_nor_tables(
    terminal: Terminal, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = database()
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", "short")
    assert terminal.init("--database", address)[0] == 1
    assert not terminal.folder.exists() and tables(address) == []
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    assert terminal.init("--database", address)[0] == 0


def test_a_folder_in_use_is_refused_and_left_as_it_is(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.init()[0] == 0
    before = sorted(path.name for path in terminal.folder.iterdir())
    code, _out, err = terminal.init()
    assert code == 1 and "déjà" in err
    assert sorted(path.name for path in terminal.folder.iterdir()) == before
    copy = terminal.answer("backup", "--office", terminal.folder)["files"][0]
    assert terminal.run("restore", copy, "--office", terminal.folder)[0] == 1
    assert terminal.run("restore", copy, "--office", tmp_path / "new")[0] == 0


# --- the database is moved, or has another password


@pytest.fixture
def server_(database: Database) -> Server:
    return Server(database())


def address_file(folder: Path, address: str) -> Path:
    file = folder / "address"
    file.write_text(address + "\n", encoding="utf-8")
    return file


def kept_address(folder: Path) -> str:
    with Office.unlock(folder, Vault.open(folder).officers[0].id, PASSPHRASE) as hq:
        return records_database.address(hq.machine)


def test_a_database_that_was_moved_or_has_another_password_is_found_again(
    terminal: Terminal, server_: Server, tmp_path: Path
) -> None:
    assert terminal.init("--database-file", address_file(tmp_path, server_.address))[0] == 0
    moved = server_.rename()
    code, out, err = terminal.run("offices", "--office", terminal.folder)
    assert (code, out) == (1, "") and "hq database" in err
    secret = str(make_url(moved).set(password="s3cr3t").render_as_string(hide_password=False))
    code, out, err = terminal.run("database", "--office", terminal.folder, "--database", secret)
    assert code == 1 and "s3cr3t" not in out + err
    said = terminal.answer("database", "--office", terminal.folder, "--database-file", address_file(tmp_path, secret))
    assert "s3cr3t" not in said["database"] and make_url(moved).database in said["database"]
    assert terminal.answer("offices", "--office", terminal.folder) == {"offices": []}
    assert kept_address(terminal.folder) == secret


def test_only_the_records_of_this_headquarters_are_taken(
    terminal: Terminal, server_: Server, database: Database, tmp_path: Path
) -> None:
    empty, other = database(), database()
    assert terminal.init("--database-file", address_file(tmp_path, server_.address))[0] == 0
    second = Terminal(tmp_path / "second", terminal._capsys)
    assert second.init("--database-file", address_file(tmp_path, other))[0] == 0
    older = server_.copied()
    with Office.unlock(terminal.folder, Vault.open(terminal.folder).officers[0].id, PASSPHRASE) as hq:
        people.add_officer(hq.work, Officer(id=new_id(), name="Lucía Prado", role="hq_reviewer"))
    newest = server_.copied()
    for address, reason in ((empty, "Siège"), (other, "Siège"), (older, "ancienne"), ("postgresql://nowhere/x", "")):
        before = tables(address) if reason else []
        code, out, err = terminal.run(
            "database", "--office", terminal.folder, "--database-file", address_file(tmp_path, address)
        )
        assert (code, out, err.count("\n")) == (1, "", 1) and reason in err
        assert not reason or tables(address) == before
        assert kept_address(terminal.folder) == server_.address
    terminal.answer("database", "--office", terminal.folder, "--database-file", address_file(tmp_path, newest))
    assert kept_address(terminal.folder) == newest


def test_records_that_were_put_back_behind_its_back_open_no_headquarters(
    terminal: Terminal, server_: Server, tmp_path: Path
) -> None:
    """The same address, and an older state in it: what it then wrote would fork every office's history."""
    assert terminal.init("--database-file", address_file(tmp_path, server_.address))[0] == 0
    older = Server(server_.copied())
    with Office.unlock(terminal.folder, Vault.open(terminal.folder).officers[0].id, PASSPHRASE) as hq:
        people.add_officer(hq.work, Officer(id=new_id(), name="Lucía Prado", role="hq_reviewer"))
    server_.rename()
    older.rename(make_url(server_.address).database or "")
    code, out, err = terminal.run("offices", "--office", terminal.folder)
    assert (code, out, err.count("\n")) == (1, "", 1) and "hq restore" in err


def test_without_a_database_or_an_address_nothing_is_changed(
    terminal: Terminal, database: Database, tmp_path: Path
) -> None:
    assert terminal.init()[0] == 0
    named = ("--database-file", address_file(tmp_path, database()))
    code, out, err = terminal.run("database", "--office", terminal.folder, *named)
    assert (code, out) == (1, "") and "son propre répertoire" in err
    second = Terminal(tmp_path / "second", terminal._capsys)
    address = database()
    assert second.init("--database", address)[0] == 0
    code, out, err = second.run("database", "--office", second.folder)
    assert (code, out) == (1, "") and (make_url(address).database or "?") in err


def test_an_office_has_no_such_database(
    terminal: Terminal, office_folder: tuple[Path, Staff], tmp_path: Path, database: Database
) -> None:
    folder = shutil.copytree(office_folder[0], tmp_path / "sn")
    named = ("--database-file", address_file(tmp_path, database()), "--officer", "Awa Ndiaye")
    code, out, err = terminal.run("database", "--office", folder, *named)
    assert (code, out) == (1, "") and "Siège" in err


# --- laptops that were lost


def test_a_lost_laptop_is_withdrawn_and_its_later_work_taken_in_up_to_a_change(
    terminal: Terminal, office: Office, tmp_path: Path
) -> None:
    assert terminal.init()[0] == 0
    here = ("--office", terminal.folder)
    assert terminal.answer("laptops", *here) == {"laptops": []}
    asked = tmp_path / "asked.enrol"
    asked.write_bytes(enrolment.request(office.work, office.keys))
    kit = terminal.answer("enrol", asked, "--fingerprint", office.keys.public.fingerprint, *here)["file"]
    enrolment.accept(office.work, enrolment.read_kit(Path(kit).read_bytes(), office.keys))
    first = office.outbox / sending.pack(office.work, office.keys, office.outbox).name
    assert terminal.run("import", first, *here)[0] == 0
    ((laptop,),) = [terminal.answer("laptops", "--of", "SN10", *here)["laptops"]]
    assert (laptop["state"], laptop["withdrawn_after"]) == ("authorized", None)
    name = laptop["label"]
    assert terminal.run("withdraw", name, "--after", "0", "--reason", "Volé", *here)[0] == 1
    assert terminal.answer("withdraw", name, "--reason", "Volé", *here)["state"] == "withdrawn"
    with office.store.change("Officer renamed", office.user.id) as session:
        session.merge(office.user).name = "Awa Ndiaye-Sow"
    later = office.outbox / sending.pack(office.work, office.keys, office.outbox).name
    code, out, _err = terminal.run("import", later, *here)
    assert code == 1 and "aside" in out
    (change,) = terminal.answer("aside", name, *here)["changes"]
    assert (change["number"], change["what"]) == (laptop["number"] + 1, "Officer renamed")
    reason = ("--reason", "Fatou Diop le confirme", *here)
    assert terminal.run("import-aside", name, "--until", change["number"] + 1, *reason)[0] == 1
    taken = terminal.answer("import-aside", name, "--until", change["number"], *reason)
    assert (taken["changes"], taken["aside"], taken["number"]) == (1, 0, change["number"])
    assert terminal.run("withdraw", "nobody’s", "--reason", "Volé", *here)[0] == 1


def test_the_keys_of_headquarters_are_made_renewed_and_shown_by_command(terminal: Terminal, tmp_path: Path) -> None:
    code, _out, said = terminal.init()
    assert code == 0, said
    (typed := tmp_path / "typed").write_text("a quiet harbour before dawn\n", encoding="utf-8")
    sticks = [tmp_path / f"{name}.hqkey" for name in ("a", "b", "c", "spare")]
    own = ("--office", terminal.folder)
    made = terminal.answer("keys", "begin", *sticks, "--key-passphrases", *[typed] * 4, "--sheets", tmp_path, *own)
    assert (made["version"], [Path(sheet).suffix for sheet in made["sheets"]]) == (1, [".pdf"] * 4)
    renewed = terminal.answer("keys", "renew", sticks[0], sticks[2], "--key-passphrases", typed, typed, *own)
    assert (renewed["version"], renewed["not_written"]) == (2, [])
    shown = terminal.answer("keys", "show", *own)
    assert (shown["fingerprint"], shown["offices"]) == (renewed["fingerprint"], [])
    assert terminal.run("keys", "kit", "SN10", *own)[0] != 0
