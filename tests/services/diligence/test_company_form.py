"""The company's own form of a case: sent out, filled in by the company, and read back as what it declares."""

import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.documents.company_form import filled_fields
from desktop.services.diligence import answers, company_form, recording
from tests.casework import Casework, work
from tests.makers import on
from tests.refusal import refused

__all__ = ["work"]

FILLED = {"A01_text": "Teranga Banque, RC 2019", "C01": "no", "C05_alcohol": "2,5", "A05_1_name": "Awa Ndiaye"}


def returned(work: Casework, path: Path, chosen: dict[str, str] | None = None) -> company_form.CompanyAnswers:
    written = company_form.read_answers(work.office.work, path)
    return company_form.compare(on(work.office, today()), work.case.id, written, chosen or {})


def record(work: Casework, path: Path, chosen: dict[str, str] | None = None) -> int:
    return company_form.record_answers(on(work.office, today()), work.case.id, returned(work, path, chosen), path)


def pdf_of(work: Casework, folder: Path, filled: dict[str, str]) -> Path:
    """The form of the case as the company filled it in."""
    path = folder / "form.pdf"
    with pikepdf.open(BytesIO(company_form.make_pdf(work.office.work, work.case.id, "fr"))) as pdf:
        names = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        for name, text in filled.items():
            is_text = pikepdf.Name.Tx == names[name].FT
            names[name].V = pikepdf.String(text) if is_text else pikepdf.Name(f"/{text}")
        pdf.save(path)
    return path


def test_the_pdf_that_comes_back_is_what_the_company_declares_and_is_kept(work: Casework, tmp_path: Path) -> None:
    office, case = on(work.office, today()), work.case.id
    answers.save_draft(office, case, "C01", AnswerContent(value="yes", note="A finding."))
    recording.record(office, case)
    path = pdf_of(work, tmp_path, FILLED)
    shown = returned(work, path)
    assert {change.question for change in shown.changes} == {"A01", "C01", "C05", "A05"}
    assert record(work, path) == 4
    file = work.file
    assert (file.answers["C01"].declared, file.answers["C01"].value) == ("no", "yes")  # the officer's finding stays
    assert file.answers["A01"].declared == {"text": "Teranga Banque, RC 2019"} and file.answers["A01"].value is None
    assert file.answers["C05"].declared == {"percents": {"alcohol": "2.5"}}
    kept = [piece for piece in file.evidence if piece.name == "form.pdf"]
    assert len(kept) == 1 and {"M01", "H04"} <= set(kept[0].questions)


def test_a_form_filled_in_again_says_only_what_is_new_and_a_blank_erases_nothing(
    work: Casework, tmp_path: Path
) -> None:
    record(work, pdf_of(work, tmp_path, FILLED))
    before = work.file.answers
    again = company_form.make_pdf(work.office.work, work.case.id, "fr")
    assert filled_fields(again, "form.pdf") == FILLED | {"C05_alcohol": "2.5"}
    (tmp_path / "less.json").write_text(json.dumps({"A01_text": "", "C01": "no", "C05_gambling": "0"}))
    shown = returned(work, tmp_path / "less.json")
    assert [change.question for change in shown.changes] == ["C05"] and shown.same == 1
    record(work, tmp_path / "less.json")
    assert work.file.answers["A01"] == before["A01"]
    assert work.file.answers["C05"].declared == {"percents": {"alcohol": "2.5", "gambling": "0"}}


def test_what_only_the_partner_answers_is_its_answer(work: Casework, tmp_path: Path) -> None:
    record(work, pdf_of(work, tmp_path, {"M01": "signed"}))
    assert work.file.answers["M01"].value == "signed"


ANSWERS = "section_A/A01_text;A05_1_name;A05_1_born;C01;C05_alcohol\nTeranga « Banque »;Awa Ndiaye;21/03/1984;Non;2,5\n"


TYPED = "A01_text;Teranga « Banque »\nA05_1_name;Awa Ndiaye\nA05_1_born;21.03.1984\nC01;non\nC05_alcohol;2.5"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("excel-fr.csv", ANSWERS.encode("cp1252")),
        ("utf8.csv", ANSWERS.encode("utf-8-sig")),
        (
            "typed.csv",
            TYPED.encode("cp1252"),
        ),
        ("unicode.txt", ANSWERS.replace(";", "\t").encode("utf-16")),
        (
            "kobo.json",
            json.dumps(
                {
                    "count": 1,
                    "results": [
                        {
                            "section_A/A01_text": "Teranga « Banque »",
                            "section_A/A05_group": {"A05_1_name": "Awa Ndiaye", "A05_1_born": "1984-03-21"},
                            "C01": "no",
                            "C05_alcohol": 2.5,
                            "_id": 7,
                            "_attachments": [],
                        }
                    ],
                }
            ).encode(),
        ),
    ],
)
def test_an_export_is_read_however_it_was_saved(name: str, data: bytes, work: Casework, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert record(work, tmp_path / name) == 4
    file = work.file
    assert file.answers["A01"].declared == {"text": "Teranga « Banque »"}
    assert file.answers["A05"].declared == {"persons": [{"name": "Awa Ndiaye", "born": "1984-03-21"}]}
    assert (file.answers["C01"].declared, file.answers["C05"].declared) == ("no", {"percents": {"alcohol": "2.5"}})


def test_a_day_that_fits_two_readings_is_asked_before_anything_is_recorded(work: Casework, tmp_path: Path) -> None:
    path = tmp_path / "typed.csv"
    path.write_text("A05_1_name;A05_1_born\nAwa Ndiaye;03/04/1984\n", "utf-8")
    (doubt,) = returned(work, path).doubts
    assert (doubt.blank.name, doubt.readings) == ("A05_1_born", ("1984-04-03", "1984-03-04"))
    with refused("company-answers-doubtful"):
        record(work, path)
    record(work, path, {"A05_1_born": "1984-03-04"})
    assert work.file.answers["A05"].declared == {"persons": [{"name": "Awa Ndiaye", "born": "1984-03-04"}]}


def test_what_cannot_be_taken_is_said_and_the_rest_is_recorded(work: Casework, tmp_path: Path) -> None:
    path = tmp_path / "typed.csv"
    path.write_text("C01;C05_alcohol\nperhaps;2,5\n", "utf-8")
    shown = returned(work, path)
    assert [blank.blank.name for blank in shown.wrong] == ["C01"]
    assert record(work, path) == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("two.csv", b"C01;C05_alcohol\nno;1\nyes;2\n", "company-answers-several"),
        ("two.json", b'[{"C01": "no"}, {"C01": "yes"}]', "company-answers-several"),
        ("none.csv", b"C01\n", "company-answers-unreadable"),
        ("broken.json", b'{"C01": ', "company-answers-unreadable"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "company-form-unreadable"),
        ("nothing.csv", b"", "company-answers-unreadable"),
    ],
)
def test_what_holds_no_answers_is_refused_in_a_sentence(
    name: str, data: bytes, code: str, work: Casework, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with refused(code):
        returned(work, tmp_path / name)


def test_the_xlsform_of_a_case_asks_what_concerns_it(work: Casework, tmp_path: Path) -> None:
    from desktop.base.tables import sheets

    (tmp_path / "form.xlsx").write_bytes(company_form.make_xlsform(work.office.work, work.case.id, "fr"))
    names = {row[1] for row in sheets(tmp_path / "form.xlsx")["survey"]}
    asked = {
        id_
        for section in work.file.review.sections
        for id_ in section.questions
        if "P" in work.office.definitions.form.by_id[id_].who
    }
    assert all(any(name.split("_")[0] == id_ for name in names) for id_ in asked)
