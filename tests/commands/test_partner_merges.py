"""Two partners are merged and parted again on the command line, in a training office."""

import json
import shutil
from pathlib import Path

import pytest

from tests.commands.running import Run, run
from tests.offices import Templates
from tests.training import set_up_training

__all__ = ["run"]
TABLE = "Raison sociale;Pays;Ville\nAlizé Transport;Sénégal;Thiès\nAlyzé Transports;Sénégal;Kolda\n"


@pytest.fixture
def office(templates: Templates, tmp_path: Path) -> tuple[str | Path, ...]:
    folder = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "office"))
    return "--office", folder, "--officer", "Awa Ndiaye"


def names(run: Run, office: tuple[str | Path, ...]) -> set[str]:
    code, out, _err = run("partners", "list", *office, "--json")
    assert code == 0
    return {partner["name"] for partner in json.loads(out)["partners"]}


def test_two_partners_are_merged_and_parted_again(run: Run, office: tuple[str | Path, ...], tmp_path: Path) -> None:
    table = tmp_path / "partenaires.csv"
    table.write_text(TABLE, encoding="utf-8")
    code, out, err = run("partners", "import", table, *office, "--answer", "alike=new", "--write")
    assert code == 0, out + err
    before = names(run, office)
    two = ("Alizé Transport", "Alyzé Transports")
    code, out, _err = run("partners", "merge", *two, *office, "--take", "city", "--keep", "name", "--show")
    assert code == 0
    assert "Kolda" in out and "rien n’a été modifié" in out
    assert names(run, office) == before
    code, out, err = run("partners", "merge", *two, *office, "--take", "nonsense")
    assert code == 1 and "nonsense" in out + err
    code, out, err = run("partners", "merge", *two, *office)
    assert code == 1 and "différents" in out + err  # as the import marked them
    chosen = ("--take", "city", "--keep", "name")
    code, out, _err = run("partners", "merge", *two, *office, *chosen, "--knowing", "--json")
    done = json.loads(out)
    assert (code, done["done"], done["choices"]) == (0, True, {"name": False, "city": True})
    assert names(run, office) == before - {two[1]}
    for name in (two[1], done["merged"]):  # its name and its id lead to what it became
        code, out, _err = run("partners", "sheet", name, *office, "--out", tmp_path / f"{name}.pdf")
        assert (code, (tmp_path / f"{name}.pdf").exists()) == (0, True)
    code, out, _err = run("partners", "part", two[1], *office)
    assert code == 0 and two[1] in out
    assert names(run, office) == before
    code, out, err = run("partners", "part", two[1], *office)
    assert code == 1 and two[1] in out + err
