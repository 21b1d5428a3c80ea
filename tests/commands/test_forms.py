"""`passerelle forms`: the questionnaire out to whoever edits it, and back."""

import json
from pathlib import Path

import pytest

from desktop import commands
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


@pytest.mark.parametrize("name", ["nowhere.xlsx", "note.xlsx"])
def test_what_is_no_workbook_is_refused_in_a_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.xlsx").write_text("A note.")
    code, _out, err = said(capsys, "import", tmp_path / name, "--trial")
    assert code == 1 and name in err and "Traceback" not in err
    code, _out, err = said(capsys, "export", tmp_path / "mine.csv")
    assert code == 1 and ".xlsx" in err
