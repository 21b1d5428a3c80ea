"""`passerelle forms`: the questionnaire out to whoever edits it, and back."""

import json
import shutil
from pathlib import Path

import pytest

from desktop import commands
from desktop.base.paths import forms
from tests.definitions.xlsforms import QUESTIONNAIRE, change, exported, row_of, saved


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = commands.main(["--language", "en", "forms", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_questionnaire_goes_out_and_comes_back_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook, back = tmp_path / "mine.xlsx", tmp_path / "back.toml"
    code, out, _err = said(capsys, "export", workbook)
    assert code == 0 and "60 questions" in out
    code, out, _err = said(capsys, "import", workbook, "--out", back)
    assert code == 0 and "12 worked cases tried: each comes out as before." in out
    assert back.read_bytes() == QUESTIONNAIRE.read_bytes()


def test_faults_are_said_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = exported()
    row = row_of(sheets, "survey", "select_one A06", "A06")
    change(sheets, "survey", row, "label::English (en)", "")
    path, back = saved(sheets, tmp_path / "mine.xlsx"), tmp_path / "back.toml"
    code, out, _err = said(capsys, "import", path, "--out", back)
    assert code == 1 and not back.exists()
    assert f"“survey”, row {row}, column D “label::English (en)”: this text is missing" in out
    code, out, _err = said(capsys, "import", path, "--trial", "--json")
    told = json.loads(out)
    assert code == 1 and [(f["sheet"], f["row"], f["heading"]) for f in told["faults"]] == [
        ("survey", row, "label::English (en)")
    ]


def test_a_trial_says_what_would_come_out_otherwise_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = exported()
    change(sheets, "choices", row_of(sheets, "choices", "F04", "licensed"), "outcome", "high")
    code, out, _err = said(capsys, "import", saved(sheets, tmp_path / "mine.xlsx"), "--trial")
    assert code == 0 and "before: medium risk" in out and "after: high risk" in out
    assert [path.name for path in tmp_path.iterdir()] == ["mine.xlsx"]


def test_a_clause_is_shown_with_who_uses_it_and_when(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = said(capsys, "clause", "s-fmj")
    assert code == 0 and out.startswith("Force majeure\nS-FMJ · version ")
    assert "Agreement on the loan of personnel: Always there." in out and "Español: Fuerza mayor" in out
    code, _out, err = said(capsys, "clause", "S-NON")
    assert code == 1 and "no clause" in err


@pytest.mark.parametrize("name", ["nowhere.xlsx", "note.xlsx"])
def test_what_is_no_workbook_is_refused_in_a_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.xlsx").write_text("A note.")
    code, _out, err = said(capsys, "import", tmp_path / name, "--trial")
    assert code == 1 and name in err and "Traceback" not in err
    code, _out, err = said(capsys, "export", tmp_path / "mine.csv")
    assert code == 1 and ".xlsx" in err


def test_the_forms_of_the_program_have_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = said(capsys, "check")
    assert code == 0 and out.startswith("Nothing is wrong: 55 clauses of agreements, 12 types of agreement")


def test_every_fault_of_the_clauses_is_told_with_its_rule_its_file_and_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(forms(), folder)
    for name, old, new in (
        ("C-PUR", "{{agreement.purpose}}", "{{agreement.porpuse}}"),
        ("S-TER", "{{agreement.notice_days|days}}", "{{agreement.notice_days|date}}"),
    ):
        path = folder / "clauses" / f"{name}.clause"
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    code, out, _err = said(capsys, "check", "--forms", folder)
    lines = out.splitlines()
    assert code == 1 and lines[-1].endswith("the forms cannot be used.")
    assert any(line.startswith("clause-variable-unknown: “C-PUR.clause”, line 9") for line in lines)
    assert any(line.startswith("clause-filter-type: “S-TER.clause”, line 9") for line in lines)
    assert any(line.startswith("clause-translation-differs: “C-PUR.clause”") for line in lines)


def test_the_first_fault_of_each_type_of_agreement_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(forms(), folder)
    for name in ("contribution", "loi"):
        path = folder / "agreements" / f"{name}.toml"
        path.write_text(path.read_text("utf-8").replace('id = "C-PUR"', 'id = "C-NONE"'), "utf-8")
    code, out, _err = said(capsys, "check", "--forms", folder, "--json")
    told = json.loads(out)
    assert code == 1 and [fault["rule"] for fault in told["faults"]] == ["clause-unknown"] * 2
    assert "contribution.toml" in told["faults"][0]["text"] and "loi.toml" in told["faults"][1]["text"]
