"""The questionnaire as an XLSForm: out and back byte for byte, every fault at its place, and forms of others."""

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import Problem
from desktop.base.tables import sheets as read_sheets
from desktop.base.text import LANGUAGES
from desktop.definitions.form import questionnaire_of
from desktop.definitions.loading import shipped
from desktop.definitions.soundness import unsound
from desktop.definitions.source import parse_toml, read_toml
from desktop.definitions.toml_writing import remarks_of, toml_text
from desktop.definitions.xlsforms.editing import EditedQuestionnaire, edited_questionnaire, workbook_sheets
from desktop.definitions.xlsforms.faults import FormFault
from desktop.definitions.xlsforms.help_sheet import HELP
from desktop.definitions.xlsforms.importing import read_questionnaire
from desktop.definitions.xlsforms.layout import SHEET_HEADINGS
from desktop.definitions.xlsforms.structure import structure_of
from tests.definitions.xlsforms import QUESTIONNAIRE, Workbook, change, exported, row_of, saved
from tests.refusal import refused

VERDICTS = json.loads((Path(__file__).parent / "xlsform_verdicts.json").read_text("utf-8"))


def edited(sheets: Workbook) -> EditedQuestionnaire:
    return edited_questionnaire(sheets, "mine.xlsx", shipped())


def test_out_into_a_workbook_and_back_the_questionnaire_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    read = read_sheets(saved(exported(), tmp_path / "mine.xlsx"))
    back = edited_questionnaire(read, "mine.xlsx", shipped())
    assert (back.questions, back.faults, back.changed) == (len(shipped().form.questions), (), ())
    assert back.text.encode() == QUESTIONNAIRE.read_bytes()


def test_the_file_that_is_shipped_is_sound() -> None:
    definitions = shipped()
    assert unsound(definitions.form, definitions.authority, definitions.library.clauses) == ()


@pytest.mark.parametrize(
    ("sheet", "begins", "heading", "cell", "code"),
    [
        ("survey", ("select_one A06", "A06"), "label::English (en)", "", "form-language-missing"),
        ("survey", ("select_one A06", "A06"), "short::Español (es)", "", "form-language-missing"),
        ("choices", ("A06", "no"), "label::Français (fr)", "", "form-language-missing"),
        ("survey", ("select_one A06", "A06"), "when", "partner.size > 3", "rule-name-unknown"),
        ("survey", ("select_one A06", "A06"), "when", "kind.companny", "rule-name-unknown"),
        ("survey", ("select_one A06", "A06"), "when", 'answers.Z99 == "yes"', "rule-name-unknown"),
        ("survey", ("select_one A06", "A06"), "when", "partner.(", "definition-rule"),
        ("survey", ("select_one A06", "A06"), "when", 'answers.A06 == "no"', "rule-circular"),
        ("survey", ("select_one F01", "F01"), "when", 'answers.F02 == "worker"', "rule-circular"),
        ("survey", ("select_one A06", "A06"), "when", 'answers.C01 == "perhaps"', "question-never-asked"),
        ("survey", ("select_one A06", "A06"), "when", "kind.cooperative and kind.foundation", "question-never-asked"),
        (
            "survey",
            ("select_one A06", "A06"),
            "when",
            "partnership.months < 3 and partnership.months > 7",
            "question-never-asked",
        ),
        ("rules", ("kinds", "company"), "when", "kind.company", "rule-circular"),
        ("survey", ("select_one A06", "A06"), "tier", "deep", "definition-code-unknown"),
        ("survey", ("select_one A06", "A06"), "principles", "one", "cell-wrong"),
        ("survey", ("select_one A06", "A06"), "adhoc", "perhaps", "cell-wrong"),
        ("survey", ("select_one A06", "A06"), "mitigable", "true", "cell-not-read"),
        ("survey", ("select_one A06", "A06"), "type", "integer", "cell-wrong"),
        ("survey", ("select_one A06", "A06"), "relevant", "${A07} = 'x'", "column-not-read"),
        ("survey", ("begin_group", "A"), "tier", "basic", "cell-not-read"),
        ("choices", ("A06", "no"), "list_name", "A99", "cell-wrong"),
        ("choices", ("A06", "no"), "outcome", "terrible", "definition-code-unknown"),
        ("choices", ("A06", "no"), "conditions", "told_to_nobody", "condition-unknown"),
        ("choices", ("A06", "no"), "clauses", "C-XYZ", "clause-unknown"),
        ("choices", ("C02_roles", "none"), "outcome", "low", "cell-not-read"),
        ("choices", ("A02", "micro"), "sets", "partner.subtype", "cell-wrong"),
        ("outcomes", ("C02",), "question", "Z99", "cell-wrong"),
        ("rules", ("tiers", "basic"), "minutes", "twenty", "cell-wrong"),
        ("rules", ("tiers", "basic"), "part", "depths", "cell-wrong"),
        ("numbers", ("thresholds",), "number", "many", "cell-wrong"),
        ("settings", ("diligence",), "default_language", "English (en)", "cell-wrong"),
        ("remarks", ("file",), "before", "nothing", "cell-wrong"),
        ("joint", ("activities",), "questions", "Z99", "question-unknown"),
    ],
)
def test_a_fault_is_named_by_its_sheet_row_and_column(
    sheet: str, begins: tuple[str, ...], heading: str, cell: str, code: str
) -> None:
    sheets = exported()
    row = row_of(sheets, sheet, *begins)
    change(sheets, sheet, row, heading, cell)
    back = edited(sheets)
    assert (sheet, row, heading, code) in {(f.sheet, f.row, f.heading, f.code) for f in back.faults}, back.faults
    assert back.text == ""


def test_a_question_that_the_decision_matrix_goes_by_may_not_go() -> None:
    sheets = exported()
    del sheets["survey"][row_of(sheets, "survey", "select_one K06", "K06") - 1]
    sheets["choices"] = [row for row in sheets["choices"] if row[0] != "K06"]
    holes = [fault for fault in edited(sheets).faults if fault.code == "authority-hole"]
    assert holes and all("K06" in fault.wrong for fault in holes)


def test_a_new_question_needs_its_help_beside_the_questionnaire() -> None:
    sheets = exported()
    row = row_of(sheets, "survey", "select_one A06", "A06")
    fresh = ["select_one A98", "A98", *sheets["survey"][row - 1][2:]]
    sheets["survey"].insert(row, fresh)
    sheets["choices"] += [["A98", *line[1:]] for line in sheets["choices"] if line[0] == "A06"]
    (fault,) = edited(sheets).faults
    assert (fault.sheet, fault.row, fault.heading, fault.code) == ("survey", row + 1, "name", "guidance-missing")


def test_several_faults_are_all_named_at_once() -> None:
    sheets = exported()
    places = [
        ("survey", row_of(sheets, "survey", "select_one A06", "A06"), "label::English (en)", ""),
        ("survey", row_of(sheets, "survey", "select_one C01", "C01"), "when", "partner.size > 3"),
        ("choices", row_of(sheets, "choices", "B05", "no"), "conditions", "told_to_nobody"),
        ("numbers", 2, "number", "many"),
    ]
    for place in places:
        change(sheets, *place)
    assert {(f.sheet, f.row, f.heading) for f in edited(sheets).faults} == {place[:3] for place in places}


def test_an_edited_outcome_shows_which_worked_case_comes_out_otherwise() -> None:
    sheets = exported()
    change(sheets, "choices", row_of(sheets, "choices", "F04", "licensed"), "outcome", "high")
    back = edited(sheets)
    assert back.faults == () and back.tried == 12
    assert [(change_.case.id, change_.before.result, change_.after.result) for change_ in back.changed] == [
        ("2", "medium", "high")
    ]
    assert questionnaire_of(parse_toml(back.text, "mine.toml")).by_id["F04"].choices[1].outcome.level == "high"


def test_the_worked_cases_come_out_as_the_dossier_says() -> None:
    from desktop.definitions.worked_cases import result_of

    definitions = shipped()
    results = [result_of(case, definitions.form, definitions.authority) for case in definitions.worked_cases]
    assert [(result.result, result.decides, result.wrong) for result in results] == [
        ("low", "chief_of_mission", ()),
        ("medium", "chief_of_mission", ()),
        ("adhoc", "ddg", ()),
        ("excluded", "chief_of_mission", ()),
        ("excluded", "chief_of_mission", ()),
        ("high", "hq_reviewer", ()),
        ("incomplete", "", ()),
        ("high", "hq_reviewer", ()),
        ("high", "hq_reviewer", ()),
        ("high", "ddg", ()),
        ("low", "chief_of_mission", ()),
        ("incomplete", "", ()),
    ]


def test_a_file_that_would_not_come_back_as_it_is_is_not_exported() -> None:
    text = QUESTIONNAIRE.read_text("utf-8")
    for spoilt in (
        text.replace('sources = ["footnote 13"]', 'sources = ["a; b"]'),
        text.replace('id = "A06"', "id='A06'"),
    ):
        with refused("questionnaire-not-standard"):
            workbook_sheets(parse_toml(spoilt, "mine.toml"))


# --- whatever is written


texts = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=40).map(str.strip)
words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8)


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_every_question_keeps_whatever_is_written_in_it(data: st.DataObject) -> None:
    source = read_toml(QUESTIONNAIRE)
    content: dict[str, Any] = json.loads(json.dumps(source.content))
    question = data.draw(st.sampled_from(content["questions"]))
    sentence = {language: data.draw(texts.filter(bool)) for language in LANGUAGES}
    question[data.draw(st.sampled_from(["label", "short", "why"]))] = sentence
    question["paragraphs"] = data.draw(st.lists(st.sampled_from(["20", "21", "22a"]), min_size=1, max_size=4))
    for choice in question.get("choices", []):
        choice["label"] = {language: data.draw(texts.filter(bool)) for language in LANGUAGES}
    text = toml_text(content, remarks_of(source.text))
    spoken = parse_toml(text, "mine.toml")
    assert spoken.content == content
    assert read_questionnaire(workbook_sheets(spoken), "mine.xlsx").text == text


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_whatever_is_typed_into_a_cell_ends_in_a_verdict(data: st.DataObject) -> None:
    sheets = exported()
    for _change in range(data.draw(st.integers(1, 4))):
        rows = sheets[data.draw(st.sampled_from(list(sheets)))]
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        cell = data.draw(st.integers(0, len(row) - 1))
        row[cell] = data.draw(st.one_of(texts, words, st.sampled_from(["", "true", "A01", "partner.(", "9", "#"])))
    back = edited(sheets)
    assert bool(back.faults) != bool(back.text)
    assert all(fault.sentence() and fault.row >= 1 for fault in back.faults)


def test_a_damaged_workbook_is_refused_and_never_ends_in_a_traceback(tmp_path: Path) -> None:
    whole = saved(exported(), tmp_path / "mine.xlsx").read_bytes()
    chance = random.Random(12)
    for _round in range(40):
        spoilt = bytearray(whole)
        for _byte in range(chance.randint(1, 8)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        path = tmp_path / "spoilt.xlsx"
        path.write_bytes(spoilt[: chance.randint(1, len(spoilt))] if chance.random() < 0.3 else spoilt)
        try:
            back = edited_questionnaire(read_sheets(path), "spoilt.xlsx", shipped())
        except Problem as problem:
            assert problem.code.startswith("table-")
        else:
            assert back.faults or back.text.encode() == QUESTIONNAIRE.read_bytes()


# --- the forms of others, each with the verdict that was written for it


def grouped(faults: tuple[FormFault, ...]) -> dict[str, dict[str, str]]:
    places: dict[str, dict[str, list[int]]] = {}
    for fault in faults:
        places.setdefault(fault.code, {}).setdefault(f"{fault.sheet} {fault.heading}", []).append(fault.row)
    return {code: {place: spans(rows) for place, rows in found.items()} for code, found in places.items()}


def spans(rows: list[int]) -> str:
    parts: list[list[int]] = []
    for row in sorted(rows):
        if parts and parts[-1][1] == row - 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


@pytest.mark.parametrize("name", list(VERDICTS))
def test_a_form_of_others_has_the_verdict_that_was_written_for_it(name: str, shared_data: Path) -> None:
    sheets = read_sheets(shared_data / "cases" / "xlsforms" / name)
    structure = structure_of(sheets)
    verdict = VERDICTS[name]
    assert (structure.questions, grouped(structure.faults)) == (verdict["questions"], verdict["faults"])
    back = edited_questionnaire(sheets, name, shipped())
    missing = {(fault.sheet, fault.heading) for fault in back.faults if fault.code == "column-missing"}
    absent = {fault.sheet for fault in back.faults if fault.code == "sheet-missing"}
    assert back.text == "" and set(structure.faults) <= set(back.faults)
    assert ("survey", "outcome") not in missing and ("choices", "outcome") in missing
    assert {"outcomes", "rules", "joint", "findings", "numbers", "remarks"} == absent <= set(SHEET_HEADINGS)


def test_every_form_of_others_has_a_verdict(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "cases" / "xlsforms").glob("*.xlsx")} == set(VERDICTS)


# --- the standard's own judges


def test_pyxform_and_odk_validate_take_the_workbook(tmp_path: Path) -> None:
    convert = pytest.importorskip("pyxform.xls2xform", reason="pyxform is not installed").convert
    path = saved(exported(), tmp_path / "mine.xlsx")
    assert convert(path, validate=False).warnings == []
    if shutil.which("java") is None:
        pytest.skip("Java, under which ODK Validate runs, is not on this machine")
    assert convert(path, validate=True).warnings == []


def test_a_sheet_says_in_three_languages_how_to_add_a_question_and_is_not_read_back() -> None:
    sheets = exported()
    head, *steps = sheets[HELP]
    assert head == ["Français (fr)", "English (en)", "Español (es)"]
    assert len(steps) >= 8 and all(len(set(step)) == 3 and all(step) for step in steps)
    without = {name: rows for name, rows in sheets.items() if name != HELP}
    read = [edited_questionnaire(workbook, "q.xlsx", shipped()) for workbook in (sheets, without)]
    assert read[0].text == read[1].text != "" and not read[0].faults


def test_every_translatable_column_stands_in_every_language() -> None:
    for name, headings in SHEET_HEADINGS.items():
        translated = {heading.split("::")[0] for heading in headings if "::" in heading}
        for text in translated:
            assert {heading for heading in headings if heading.startswith(f"{text}::")} == {
                f"{text}::Français (fr)",
                f"{text}::English (en)",
                f"{text}::Español (es)",
            }, name
    assert structure_of(exported()).faults == ()
