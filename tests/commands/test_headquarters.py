"""hq init, backup and restore as an administrator types them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from desktop import commands
from desktop.store import server
from tests.offices import PASSPHRASE

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
