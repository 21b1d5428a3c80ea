"""backup, restore and check as an administrator types them."""

import json
import shutil
from pathlib import Path

import pytest

from desktop import commands
from desktop.office import Account, Office
from desktop.services.exchange.pending import pending
from desktop.services.registry import partners
from desktop.store.records import OfficeProfile, Partner
from desktop.store.vault import FLOOR, Vault
from tests.offices import Templates

SECRET = "quatre mots sans rapport"


def set_up(folder: Path) -> None:
    account = Account("Awa Ndiaye", "", "officer", SECRET)
    with Office.create(folder, account, OfficeProfile(code="SN10"), cost=FLOOR) as office:
        partners.register(office.work, Partner(name="Teranga"))


@pytest.fixture
def folder(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", SECRET)
    template, _nothing = templates.folder(set_up)
    return Path(shutil.copytree(template, tmp_path / "office"))


def backed_up(folder: Path, to: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert commands.main(["backup", "--office", str(folder), "--to", str(to), "--json"]) == 0
    return Path(json.loads(capsys.readouterr().out)["files"][0])


def test_a_backup_made_by_the_command_fills_an_empty_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = backed_up(folder, tmp_path / "stick", capsys)
    target = tmp_path / "new"
    assert commands.main(["restore", str(file), "--office", str(target), "--yes"]) == 0
    with Office.unlock(target, Vault.open(target).officers[0].id, SECRET) as office:
        assert partners.count(office.store) == 1


def test_restore_without_yes_only_says_what_would_happen(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = backed_up(folder, tmp_path / "stick", capsys)
    with Office.unlock(folder, Vault.open(folder).officers[0].id, SECRET) as office:
        partners.register(office.work, Partner(name="Depuis"))
    assert commands.main(["restore", str(file), "--office", str(folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["lost"], answer["restored"]) == (1, False)
    with Office.unlock(folder, Vault.open(folder).officers[0].id, SECRET) as office:
        assert partners.count(office.store) == 2


def test_a_wrong_passphrase_leaves_an_empty_folder_empty(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up(folder, tmp_path / "stick", capsys)
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", "une autre phrase secrète")
    assert commands.main(["restore", str(file), "--office", str(tmp_path / "new"), "--yes"]) == 1
    assert not (tmp_path / "new").exists()


def test_the_words_of_the_recovery_sheet_bring_an_office_to_a_new_laptop(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Office.unlock(folder, Vault.open(folder).officers[0].id, SECRET) as office:
        words = " ".join(office.vault.make_recovery(office.opened, "fr"))
        lost = office.store.identity.device
    file = backed_up(folder, tmp_path / "stick", capsys)
    monkeypatch.delenv("PASSERELLE_PASSPHRASE")
    (tmp_path / "words.txt").write_text(words.upper(), "utf-8")
    (tmp_path / "wrong.txt").write_text(" ".join([*words.split()[1:], words.split()[0]]), "utf-8")
    target = tmp_path / "new"
    asked = ["restore", str(file), "--office", str(target), "--yes", "--words-file"]
    assert commands.main([*asked, str(tmp_path / "wrong.txt")]) == 1
    assert commands.main([*asked, str(tmp_path / "missing.txt")]) == 1
    assert not target.exists() and "Traceback" not in capsys.readouterr().err
    assert commands.main([*asked, str(tmp_path / "words.txt")]) == 0
    vault = Vault.open(target)
    with Office.enter(target, vault, vault.unlock_with_words(words)) as office:
        assert partners.count(office.store) == 1
        assert office.store.identity.device != lost
        assert pending(office.store).former > 0


def test_this_installation_works(capsys: pytest.CaptureFixture[str]) -> None:
    code = commands.main(["check", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert [row["found"] for row in answer["checks"] if not row["works"]] == []
    assert code == 0
