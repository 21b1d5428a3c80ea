"""A table of partners is tried, imported and rolled back on the command line, in a training office."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import Run, run
from tests.offices import Templates
from tests.training import set_up_training

__all__ = ["run"]
PREPARER = "Awa Ndiaye"
TABLE = (
    "Raison sociale;Pays;Type;Fax",
    "Alizé Transport;Sénégal;Entreprise;33 1",
    "Ministère du Travail;Sénégal;;",
    "Corne d’Abondance;Kenia;Machin;",
)


def test_a_table_is_tried_imported_and_rolled_back(run: Run, templates: Templates, tmp_path: Path) -> None:
    office = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "office"))
    table = tmp_path / "partenaires.csv"
    table.write_bytes("\r\n".join(TABLE).replace("’", "'").encode("cp1252"))
    command = (
        "partners",
        "import",
        table,
        "--office",
        office,
        "--officer",
        PREPARER,
        "--column",
        "lei=",
        "--note",
        "Fax",
    )

    def names() -> set[str]:
        code, out, _err = run("partners", "list", "--office", office, "--officer", PREPARER, "--json")
        assert code == 0
        return {partner["name"] for partner in json.loads(out)["partners"]}

    def read(*more: str) -> tuple[int, Any]:
        code, out, _err = run(*command, *more, "--json")
        return code, json.loads(out)

    before = names()
    code, first = read()
    assert (code, {asked["id"] for asked in first["questions"]}) == (1, {"public", "kind:Machin"})
    code, out, _err = run(*command)
    assert code == 1 and "Machin" in out and "--answer" in out
    answers = ("--answer", "public=outside", "--answer", "kind:Machin=cooperative")
    code, tried = read(*answers)
    assert (code, tried["counts"], tried["import"]) == (0, {"new": 2, "outside": 1}, None)
    assert names() == before
    code, done = read(*answers, "--write")
    assert (code, done["import"]["registered"]) == (0, 2)
    assert names() - before == {"Alizé Transport", "Corne d'Abondance"}
    code, out, _err = run("partners", "imports", "--office", office, "--officer", PREPARER)
    assert code == 0 and "partenaires.csv" in out
    code, out, _err = run("partners", "roll-back", done["import"]["id"], "--office", office, "--officer", PREPARER)
    assert (code, names()) == (0, before)


@pytest.mark.parametrize(
    "wrong", [("--column", "name=Nom"), ("--column", "naam=Pays"), ("--answer", "public"), ("--sheet", "Feuille 2")]
)
def test_what_does_not_fit_the_table_is_said(
    run: Run, templates: Templates, tmp_path: Path, wrong: tuple[str, str]
) -> None:
    office = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "office"))
    table = tmp_path / "partenaires.csv"
    table.write_text("\n".join(TABLE), encoding="utf-8")
    code, _out, err = run("partners", "import", table, "--office", office, "--officer", PREPARER, *wrong)
    assert code == 1 and err.strip() and "Traceback" not in err
