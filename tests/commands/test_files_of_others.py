"""Tables, passphrases and words from files that other programs saved, as commands read them."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.commands import main
from desktop.office import Account, Office
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR, Vault
from tests.foreign import saved

Run = Callable[..., tuple[int, str, str]]
SECRET = "baobab marée lanterne 27"
CASES = Path(__file__).parents[3] / "shared" / "data" / "cases"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("PASSERELLE_PASSPHRASE", raising=False)

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return command


@pytest.fixture
def practice(root: Path) -> Path:
    return root / "resources" / "reference" / "practice-un.xml"


WAYS = {
    "utf-16.csv": lambda text: text.replace(";", "\t").encode("utf-16"),
    "sep.csv": lambda text: f"sep=;\r\n{text}".encode("cp1252"),
    "sep-utf-16.csv": lambda text: f"sep=;\r\n{text}".encode("utf-16"),
    "cp1252.csv": lambda text: text.encode("cp1252"),
    "marked.csv": lambda text: text.encode("utf-8-sig"),
    "tabs.tsv": lambda text: text.replace(";", "\t").encode(),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_register_is_read_as_excel_saved_it(name: str, run: Run, practice: Path, tmp_path: Path) -> None:
    source, out = tmp_path / name, tmp_path / "out.csv"
    source.write_bytes(WAYS[name]("name;kind\r\nMoussa Harouna Abdou;person\r\nSociété Générale;organisation\r\n"))
    code, _said, err = run("screen", "--batch", source, "--out", out, "--list", practice)
    assert code == 0, err
    with out.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert {row["name"] for row in read} == {"Moussa Harouna Abdou", "Société Générale"}
    assert {row["row"] for row in read} == {"2", "3"}


@pytest.mark.parametrize("name", ["calc.xlsx", "calc.ods"])
def test_a_register_may_be_a_workbook(name: str, run: Run, practice: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(saved(name))
    code, _said, err = run("screen", "--batch", tmp_path / name, "--out", tmp_path / "out.csv", "--list", practice)
    assert code == 0, err
    assert "Awa Exemple" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_a_register_under_a_password_says_so_and_how_to_go_on(run: Run, practice: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "registre.xlsx", tmp_path / "out.csv"
    source.write_bytes(saved("msoffcrypto.xlsx"))
    code, _said, err = run("screen", "--batch", source, "--out", out, "--list", practice)
    assert code == 1 and "mot de passe" in err and "CSV" in err and not out.exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office that the passphrase opens."""
    return opened_by(SECRET, tmp_path / "office")


def opened_by(secret: str, folder: Path) -> Path:
    account = Account("Awa Ndiaye", "", "officer", secret)
    Office.create(folder, account, OfficeProfile(code="SN10", country="SN"), cost=FLOOR).close()
    return folder


SAVED_SECRETS = {
    "plain": SECRET.encode(),
    "line end": f"{SECRET}\r\n".encode(),
    "mark": f"{SECRET}\n".encode("utf-8-sig"),
    "PowerShell": f"{SECRET}\r\n".encode("utf-16"),
    "Windows": f"{SECRET}\r\n".encode("cp1252"),
    "several line ends": f"{SECRET}\r\n\r\n".encode(),
}


@pytest.mark.parametrize("way", SAVED_SECRETS)
def test_a_passphrase_file_is_read_as_a_shell_or_an_editor_saved_it(way: str, run: Run, folder: Path) -> None:
    file = folder.parent / "secret.txt"
    file.write_bytes(SAVED_SECRETS[way])
    code, _said, err = run("partners", "list", "--office", folder, "--passphrase-file", file)
    assert code == 0, err


def test_a_passphrase_in_the_environment_may_end_with_a_line_end(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", f"{SECRET}\r\n")
    assert run("partners", "list", "--office", folder)[0] == 0


@pytest.mark.parametrize("content", [b"\0\1\2\3", b"\x89PNG\r\n\x1a\n\0"])
def test_a_passphrase_file_that_holds_no_text_is_one_sentence(content: bytes, run: Run, folder: Path) -> None:
    file = folder.parent / "secret.txt"
    file.write_bytes(content)
    code, said, err = run("partners", "list", "--office", folder, "--passphrase-file", file)
    assert (code, said) == (1, "") and err.count("\n") == 1 and "UTF-8" in err
    code, said, err = run("partners", "list", "--office", folder, "--passphrase-file", folder)
    assert (code, said) == (1, "") and err.count("\n") == 1


@pytest.mark.parametrize("file", ["passphrase-powershell-utf16.txt", "passphrase-utf8-bom.txt"])
@pytest.mark.skipif(not CASES.is_dir(), reason="the files of others are not beside the project")
def test_the_passphrase_files_that_failed(file: str, run: Run, tmp_path: Path) -> None:
    office, path = opened_by("719e7f2c01dd2dd3ae2b6bd3", tmp_path / "office"), CASES / "passphrases" / file
    assert run("partners", "list", "--office", office, "--passphrase-file", path)[0] == 0


@pytest.mark.skipif(not CASES.is_dir(), reason="the files of others are not beside the project")
def test_a_wrong_passphrase_in_windows_letters_is_one_sentence(run: Run, folder: Path) -> None:
    path = CASES / "passphrases" / "passphrase-cp1252.txt"
    code, _said, err = run("partners", "list", "--office", folder, "--passphrase-file", path)
    assert code == 1 and err.count("\n") == 1 and "n’ouvre pas" in err


WRITTEN = {
    "numbered": lambda words: "\n".join(f"{place}. {word}" for place, word in enumerate(words, 1)).encode(),
    "numbered in brackets": lambda words: "  ".join(f"{n:02d}) {word}" for n, word in enumerate(words, 1)).encode(),
    "UTF-16": lambda words: "\r\n".join(words).encode("utf-16"),
    "Windows": lambda words: " ".join(words).encode("cp1252"),
    "a table": lambda words: "\n".join(f"{n}\t{word};" for n, word in enumerate(words, 1)).encode("utf-8-sig"),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_the_words_of_the_sheet_are_read_with_their_numbers(way: str, run: Run, folder: Path, tmp_path: Path) -> None:
    with Office.unlock(folder, Vault.open(folder).officers[0].id, SECRET) as office:
        words = office.vault.make_recovery(office.opened, "fr")
    (stick := tmp_path / "stick").mkdir()
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    assert run("backup", "--to", stick, "--office", folder, "--passphrase-file", tmp_path / "secret")[0] == 0
    (tmp_path / "words.txt").write_bytes(WRITTEN[way](words))
    (backup,) = (path for path in stick.iterdir() if path.suffix)
    target = tmp_path / "new"
    code, _said, err = run(*("restore", backup, "--office", target, "--yes", "--words-file", tmp_path / "words.txt"))
    assert code == 0, err
