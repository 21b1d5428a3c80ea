"""Two partners are merged and parted again on the command line, in a training office."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base.values import today
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


def test_what_happened_is_told_and_a_reminder_is_put_off_and_taken_back(
    run: Run, office: tuple[str | Path, ...], tmp_path: Path
) -> None:
    name = "Teranga Câbles & Réseaux SA"
    code, out, _err = run("partners", "timeline", name, *office, "--json")
    entries = json.loads(out)["entries"]
    days = [entry["on"] for entry in entries]
    assert (
        code == 0 and days == sorted(days, reverse=True) and {entry["kind"] for entry in entries} >= {"case", "meeting"}
    )
    code, out, _err = run("partners", "timeline", name, *office, "--kind", "meeting", "--out", tmp_path / "t.pdf")
    assert code == 0 and (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")
    _code, out, _err = run("tasks", "list", *office, "--json")
    task = next(task for task in json.loads(out)["tasks"] if task["partner"] == name and not task["overdue"])
    until = (today() + timedelta(days=20)).isoformat()
    code, out, err = run("tasks", "put-off", task["id"], *office, "--until", until, "--reason", "why")
    assert code == 1 and "headquarters" in out + err
    code, out, _err = run("tasks", "put-off", task["id"], *office, "--until", until, "--reason", "partner")
    assert code == 0 and "reporté" in out
    _code, out, _err = run("tasks", "list", *office, "--json")
    assert next(own for own in json.loads(out)["tasks"] if own["id"] == task["id"])["until"] == until
    code, out, _err = run("tasks", "take-back", task["id"], *office)
    assert code == 0
    _code, out, _err = run("tasks", "list", *office, "--json")
    assert "until" not in next(own for own in json.loads(out)["tasks"] if own["id"] == task["id"])


def test_other_offices_are_asked_of_a_name(run: Run, office: tuple[str | Path, ...]) -> None:
    code, out, _err = run("partners", "elsewhere", "Kaoural Transports", *office)
    assert code == 0 and "Kaoural Transport SARL" in out and "NE10, Niamey" in out
    code, out, _err = run("partners", "elsewhere", *office, "--json")
    listed = json.loads(out)
    assert (code, len(listed["partners"]), bool(listed["day"])) == (0, 9, True)
    code, out, err = run("hq", "same", *office)
    assert code == 1 and "Siège" in out + err
