"""hq packs and contents, as an administrator and an officer type them."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop import commands
from desktop.office import Office
from tests import releases
from tests.journeys.test_put_back import recognise, rounds
from tests.offices import PASSPHRASE, headquarters, office, office_folder
from tests.publishing import AUTHORITY, LIMIT, REASON, colleague, edited, un_list

__all__ = ["headquarters", "office", "office_folder"]


def test_rules_are_tried_published_withdrawn_and_applied_by_commands(
    office: Office, headquarters: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    recognise(office, headquarters)
    rounds(office, headquarters, 1)
    colleague(headquarters)
    folder = edited(tmp_path / "changed", AUTHORITY, LIMIT, 'standard_usd = "9000"')
    desk, laptop = headquarters.folder, office.folder
    headquarters.close()
    office.close()

    def answer(*arguments: str | Path, expected: int = 0) -> Any:
        assert commands.main([*map(str, arguments), "--json"]) == expected
        return json.loads(capsys.readouterr().out)

    def packs(*arguments: str | Path, by: str = "Omar Haddad", expected: int = 0) -> Any:
        return answer("hq", "packs", *arguments, "--office", desk, "--officer", by, expected=expected)

    def own(*arguments: str | Path) -> Any:
        return answer("contents", *arguments, "--office", laptop, "--officer", "Awa Ndiaye")

    assert len(packs("try", folder)["differences"]) == 1
    (broken := tmp_path / "authority.toml").write_text("id = 3", encoding="utf-8")
    assert packs("prepare", broken, "--reason", REASON, expected=1)["faults"]
    assert packs("list")["versions"] == []
    assert packs("prepare", folder / AUTHORITY, "--reason", REASON)["version"] == 1
    assert packs("take-back")["version"] == 1
    assert packs("prepare", folder / AUTHORITY, "--reason", REASON)["version"] == 2
    assert commands.main(["hq", "packs", "release", "--office", str(desk), "--officer", "Omar Haddad"]) == 1
    capsys.readouterr()
    assert packs("release", by="Mina Okafor")["version"] == 2
    packs("write", tmp_path / "rules.psb")
    own("import", tmp_path / "rules.psb")
    forwarded = packs("forward-update", update := releases.update(tmp_path / "maker"), "--to", tmp_path / "stick")
    assert (tmp_path / "stick" / update.name).read_bytes() == update.read_bytes()
    assert forwarded["version"] == "9.0.0"
    assert len(own("show")["differences"]) == 1
    own("apply")
    assert own("show")["in_force"]["version"] == 2
    assert packs("withdraw", "--reason", REASON)["version"] == 3
    assert [(own["version"], own["waits"]) for own in packs("list")["versions"]] == [(3, True), (2, False), (1, False)]


def test_a_list_is_published_and_used_by_commands(
    office: Office, headquarters: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    recognise(office, headquarters)
    colleague(headquarters)
    path = un_list(tmp_path, "2026-10-01")
    desk, laptop = headquarters.folder, office.folder
    headquarters.close()
    office.close()

    def answer(*arguments: str | Path, expected: int = 0) -> Any:
        assert commands.main([*map(str, arguments), "--json"]) == expected
        return json.loads(capsys.readouterr().out)

    def packs(*arguments: str | Path, by: str = "Omar Haddad") -> Any:
        return answer("hq", "packs", *arguments, "--office", desk, "--officer", by)

    def own(*arguments: str | Path, expected: int = 0) -> Any:
        return answer(*arguments, "--office", laptop, "--officer", "Awa Ndiaye", expected=expected)

    assert packs("lists")["lists"] == []
    answer("lists", "import", path, "--accept", "--office", desk, "--officer", "Omar Haddad")
    assert [(line["list"], line["published"]) for line in packs("lists")["lists"]] == [("un-sc", False)]
    assert packs("try-list", "un-sc")["dated_on"] == "2026-10-01"
    assert packs("prepare-list", "un-sc", "--reason", REASON)["version"] == 1
    assert packs("take-back", "--list", "un-sc")["version"] == 1
    assert packs("prepare-list", "un-sc", "--reason", REASON)["version"] == 2
    assert packs("release", "--list", "un-sc", by="Mina Okafor")["version"] == 2
    packs("write", tmp_path / "lists.psb")
    assert own("lists", "published")["published"] == []
    assert [pack["subject"] for pack in own("contents", "import", tmp_path / "lists.psb")["waiting"]] == ["un-sc"]
    (waiting,) = own("lists", "published")["published"]
    assert waiting["waits"] and len(waiting["differences"]) == 1
    assert own("lists", "use", "un-sc", "--accept")["subject"] == "un-sc"
    assert [used["published"] for used in own("lists", "show")["lists"]] == ["2026-10-01"]
    assert own("lists", "published")["published"][0]["in_use"]
