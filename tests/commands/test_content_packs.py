"""hq packs and contents, as an administrator and an officer type them."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop import commands
from desktop.office import Office
from tests.journeys.test_put_back import recognise, rounds
from tests.offices import PASSPHRASE, headquarters, office, office_folder
from tests.publishing import AUTHORITY, LIMIT, REASON, colleague, edited

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
    assert len(own("show")["differences"]) == 1
    own("apply")
    assert own("show")["in_force"]["version"] == 2
    assert packs("withdraw", "--reason", REASON)["version"] == 3
    assert [(own["version"], own["waits"]) for own in packs("list")["versions"]] == [(3, True), (2, False), (1, False)]
