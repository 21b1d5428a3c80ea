"""Screening a register, the difference of two lists by name, kept lists verified, odd names: as they are typed."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from desktop.base.values import today
from desktop.commands import terminal
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.screening import library
from desktop.screening.lists import read_list
from tests.commands.running import Run, run_with
from tests.offices import Templates
from tests.training import set_up_training


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_with(capsys)


@pytest.fixture
def practice(root: Path) -> Path:
    return root / "resources" / "reference" / "practice-un.xml"


def register(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("name,kind,birth,country", *rows)) + "\n", encoding="utf-8")
    return path


def table(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel would take it for another encoding"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_register_is_screened_into_a_table_that_keeps_every_name(run: Run, practice: Path, tmp_path: Path) -> None:
    source = register(
        tmp_path / "in.csv",
        "Moussa Harouna Abdou,person,1984-03-14,NE",
        "Boulangerie du Plateau,organisation,,SN",
        "💣💣,person,,",
    )
    out = tmp_path / "out.csv"
    code, said, err = run("screen", "--batch", source, "--out", out, "--list", practice, "--json")
    assert code == 0, err
    answer = json.loads(said)
    assert (answer["names"], answer["unsearched"], answer["bands"]["strong"]) == (3, 1, 1)
    rows = table(out)
    assert {row["row"] for row in rows} == {"2", "3", "4"}
    first = rows[0]
    assert (first["reference"], first["band"], first["birth_compared"]) == ("PRi.001", "strong", "contradicts")
    assert first["list_published"] == read_list(practice).version.published
    assert rows[-1]["remark"] and not rows[-1]["band"]


def test_nothing_of_a_register_runs_in_a_spreadsheet(run: Run, practice: Path, tmp_path: Path) -> None:
    names = ("=HYPERLINK(1)", "+cmd|calc", "-2+3", "@SUM(A1)", "\t=1+1")
    source = tmp_path / "in.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "kind"])
        writer.writerows([name, "organisation"] for name in names)
    out = tmp_path / "out.csv"
    assert run("screen", "--batch", source, "--out", out, "--list", practice)[0] == 0
    for row in table(out):
        assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row.values())


@pytest.mark.parametrize(
    "content",
    ["", "a,b\n1,2\n", "name,kind\nX,boat\n", 'name,kind\n"X,person\n'],
    ids=["empty", "heads", "kind", "cut"],
)
def test_a_bad_register_is_one_sentence_and_writes_nothing(
    run: Run, practice: Path, tmp_path: Path, content: str
) -> None:
    (tmp_path / "in.csv").write_text(content, encoding="utf-8")
    code, _out, err = run("screen", "--batch", tmp_path / "in.csv", "--out", tmp_path / "out.csv", "--list", practice)
    assert code == 1 and err.strip() and "Traceback" not in err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("name", ["💣", "a" * 10_000, "؟!", "\u202e\u200f", "  "])
def test_what_is_no_name_is_refused_in_a_sentence(run: Run, practice: Path, name: str) -> None:
    code, _out, err = run("screen", name, "--list", practice)
    assert code == 1 and err.strip() and "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Dr Prof", "person"),
        ("SARL", "organisation"),
        ("Moussa", "person"),
        ("Moussa \u202eHarouna", "person"),
        ("Moussa 💣 Harouna", "person"),
        ("Mоussa Harouna", "person"),  # a Cyrillic o
    ],
)
def test_an_odd_name_is_searched_and_said_to_be_odd(run: Run, practice: Path, name: str, kind: str) -> None:
    code, out, err = run("screen", name, "--kind", kind, "--list", practice, "--json")
    assert code == 0, err
    assert json.loads(out)["names"][0]["remark"]


def test_a_usual_name_has_no_remark(run: Run, practice: Path) -> None:
    _code, out, _err = run("screen", "Moussa Harouna Abdou", "شركة تيرانغا", "--list", practice, "--json")
    assert all("remark" not in one for one in json.loads(out)["names"])


@pytest.mark.parametrize("dates", [("2018-10-29", "2024-09-26"), ("2024-09-26", "2026-02-27")])
def test_the_difference_of_two_real_lists_names_every_entry(
    run: Run, shared_data: Path, dates: tuple[str, str]
) -> None:
    old, new = (shared_data / "lists" / f"unsc-{date}.xml" for date in dates)
    code, out, err = run("lists", "diff", old, new, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    before, after = ({e.id: e for e in read_list(path).entries} for path in (old, new))
    assert {one["id"] for one in found["added"]} == set(after) - set(before)
    assert {one["id"] for one in found["removed"]} == set(before) - set(after)
    moved = {i for i in set(before) & set(after) if before[i].digest() != after[i].digest()}
    assert {one["id"] for one in found["changed"]} == moved
    assert all(one["name"] and one["reference"] for part in ("added", "changed", "removed") for one in found[part])
    assert all(one["facts"] for one in found["changed"])
    _code, out, _err = run("lists", "diff", old, new)
    assert all(f"{one['id']}  {one['reference']}  {one['name']}" in out for one in found["added"])


def test_two_lists_are_no_two_versions_of_one(run: Run, shared_data: Path) -> None:
    folder = shared_data / "lists"
    code, _out, err = run("lists", "diff", folder / "unsc-2026-02-27.xml", folder / "worldbank-debarred-2018.csv")
    assert code == 1 and err.strip()


def test_a_kept_list_that_was_touched_is_found_out(practice: Path, tmp_path: Path) -> None:
    library.install(tmp_path, practice, accept=True)
    [sound] = library.verify(tmp_path)
    assert sound.sound
    kept = next(tmp_path.glob("*/list.xml"))
    kept.write_text(kept.read_text(encoding="utf-8").replace("Abou Moussa", "Abou Mousa"), encoding="utf-8")
    [touched] = library.verify(tmp_path)
    assert not touched.digest and not touched.sound
    kept.unlink()
    [gone] = library.verify(tmp_path)
    assert gone.problem and not gone.sound


def test_a_search_in_the_lists_of_an_office_is_remembered_and_shown(
    templates: Templates, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(terminal.PASSPHRASE, TRAINING_PASSPHRASE)
    training = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training"))
    run, at = run_with(capsys), ("--office", training, "--officer", "Awa Ndiaye")
    paper = tmp_path / "recherche.pdf"
    code, said, err = run("screen", "يوسف عبد الكريم المزروقي", "--paper", paper, *at, "--language", "es")
    assert code == 0, err
    assert "se lee Yusuf" in said and "Muy próxima" in said and paper.read_bytes().startswith(b"%PDF")
    source = register(tmp_path / "in.csv", "Moussa Harouna Abdou,person,,", "Fatou Sarr,person,,")
    assert run("screen", "--batch", source, "--out", tmp_path / "out.csv", *at)[0] == 0
    code, said, err = run("screen", "--remembered", "--json", *at)
    table_of_names, typed = json.loads(said)["searches"]
    assert (table_of_names["kind"], table_of_names["count"], table_of_names["names"]) == ("table", 2, [])
    assert typed["names"] == [{"name": "يوسف عبد الكريم المزروقي", "hits": 1}]
    assert "Harouna" not in run("screen", "--remembered", *at)[1]


def test_a_list_imported_by_a_command_is_searched_for_every_partner_at_once(
    templates: Templates,
    tmp_path: Path,
    practice: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(terminal.PASSPHRASE, TRAINING_PASSPHRASE)
    training = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training"))
    run, at = run_with(capsys), ("--office", training, "--officer", "Awa Ndiaye", "--json")
    newer = tmp_path / "liste.xml"
    text = practice.read_text(encoding="utf-8").replace("<YEAR>1971</YEAR>", "<YEAR>1979</YEAR>", 1)
    newer.write_text(text.replace("2026-11-03", today().isoformat(), 1), encoding="utf-8")
    code, said, err = run("lists", "import", newer, *at)
    assert code == 0, err
    searched = json.loads(said)["searched"]
    assert searched["partners"] > 1 and searched["changed"] >= 1
