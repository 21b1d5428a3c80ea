"""The company's own form: every question of a partner, blank by blank, in a PDF, an XLSForm and back."""

import random
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.company_form import (
    AskedQuestion,
    BlankKind,
    FormBlank,
    declared_value,
    filled_in,
    partner_questions,
    with_blanks,
)
from desktop.definitions.facts import Facts
from desktop.definitions.filled_blanks import read_blanks
from desktop.definitions.loading import shipped
from desktop.definitions.xlsforms.company import company_sheets
from desktop.definitions.xlsforms.structure import structure_of
from desktop.documents.blocks import Paper
from desktop.documents.company_form import PrintedCompanyForm, PrintedQuestion, draw_company_form, filled_fields
from tests.definitions.xlsforms import saved
from tests.refusal import refused

QUESTIONS = with_blanks(partner_questions(shipped().form))
TODAY = date(2026, 11, 24)


def printed(filled: dict[str, str]) -> PrintedCompanyForm:
    form = shipped().form
    sections = tuple(
        (section.title, own)
        for section in form.sections
        if (own := tuple(PrintedQuestion(q) for q in QUESTIONS if q.question.section == section.id))
    )
    return PrintedCompanyForm("Boulangerie Ndiaye", "DD-SN-2026-0001", "OIM Sénégal", sections, filled)


def written(blank: FormBlank, chance: random.Random) -> str:
    """Something that a company may write into a blank."""
    match blank.kind:
        case BlankKind.CHOICE:
            return chance.choice(blank.options).id
        case BlankKind.WHOLE:
            return str(chance.randint(0, 90))
        case BlankKind.PERCENT:
            return str(chance.randint(0, 100))
        case BlankKind.PAST_DAY:
            return chance.choice(["1984", "1984-03", "1984-03-21"])
    return chance.choice(["Awa Ndiaye", "Été à Zürich", "Ольга Щербакова", "سعيد"]) + str(chance.randint(0, 9999))


def everything(chance: random.Random) -> dict[str, str]:
    return {blank.name: written(blank, chance) for question in QUESTIONS for blank in question.blanks}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question.id)
def test_what_is_filled_in_is_what_is_declared_and_stands_in_the_blanks_again(question: AskedQuestion) -> None:
    for seed in range(5):
        filled = everything(random.Random(seed))
        own = {blank.name: filled[blank.name] for blank in question.blanks}
        value = declared_value(question, own, None)
        assert question.question.check(AnswerContent(declared=value)) is None
        assert filled_in(question, value) == own
        assert declared_value(question, own, value) == value


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question.id)
def test_a_blank_erases_nothing(question: AskedQuestion) -> None:
    filled = everything(random.Random(7))
    value = declared_value(question, filled, None)
    assert declared_value(question, {}, value) == value
    assert declared_value(question, {blank.name: "  " for blank in question.blanks}, value) == value
    for blank in question.blanks:  # one blank alone leaves the others as they are
        alone = filled_in(question, declared_value(question, {blank.name: filled[blank.name]}, value))
        assert blank.row or alone == filled_in(question, value)


def test_names_of_blanks_are_unlike_one_another() -> None:
    names = [blank.name for question in QUESTIONS for blank in question.blanks]
    assert len(names) == len(set(names)) > 100


# --- the PDF


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_the_fields_of_the_pdf_is_read_back(language: str) -> None:
    filled = everything(random.Random(3))
    data = draw_company_form(printed(filled), language, Paper.A4)
    assert filled_fields(data, "mine.pdf") == filled
    assert data == draw_company_form(printed(filled), language, Paper.A4)


def test_names_in_other_scripts_stand_on_the_paper_too() -> None:
    names = {"A05_1_name": "Ольга Щербакова", "A05_2_name": "Ngô Thị Ánh", "A01_text": "Été à Zürich"}
    data = draw_company_form(printed(names), "fr", Paper.A4)
    with pikepdf.open(BytesIO(data)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        for name in names:  # drawn with a font of ours that is in the file, not left to the reader's
            fonts = fields[name].AP.N.Resources.Font.values()
            assert any("/FontFile2" in font.get("/FontDescriptor", {}) for font in fonts), name
        assert "/NeedAppearances" not in pdf.Root.AcroForm or not pdf.Root.AcroForm.NeedAppearances


def test_a_pdf_that_a_reader_filled_in_is_read() -> None:
    blank = draw_company_form(printed({}), "fr", Paper.LETTER)
    assert filled_fields(blank, "mine.pdf") == {}
    with pikepdf.open(BytesIO(blank)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if str(field.T) == "A01_text":
                field.V = pikepdf.String("Boulangerie Ndiaye, RC 2019-B-1234")
            if str(field.T) == "C01":
                field.V = pikepdf.Name("/no")
        out = BytesIO()
        pdf.save(out)
    assert filled_fields(out.getvalue(), "mine.pdf") == {"A01_text": "Boulangerie Ndiaye, RC 2019-B-1234", "C01": "no"}


def test_a_pdf_without_fields_or_that_is_damaged_is_refused_in_a_sentence() -> None:
    empty = pikepdf.new()
    empty.add_blank_page()
    out = BytesIO()
    empty.save(out)
    with refused("company-form-without-fields"):
        filled_fields(out.getvalue(), "scan.pdf")
    whole = draw_company_form(printed({"C01": "no"}), "fr", Paper.A4)
    chance = random.Random(5)
    for _round in range(60):
        spoilt = bytearray(whole)
        for _byte in range(chance.randint(1, 40)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            filled_fields(bytes(spoilt[: chance.randint(1, len(spoilt))]), "spoilt.pdf")
        except Problem as problem:
            assert problem.code.startswith("company-form-")


# --- the XLSForm

CASES: dict[str, Facts | None] = {
    "whomever": None,
    "company": Facts.of({"partner.group": "ENT", "partner.subtype": "small", "today": "2026-11-24"}),
    "foundation": Facts.of({"partner.group": "FOA", "partner.subtype": "foundation", "partnership.cash": True}),
}


@pytest.mark.parametrize("name", list(CASES))
def test_the_xlsform_is_taken_by_pyxform_by_odk_validate_and_by_kobo(name: str, tmp_path: Path) -> None:
    sheets = company_sheets(shipped().form, CASES[name], "fr")
    structure = structure_of(sheets)
    assert structure.faults == () and structure.questions > 60
    convert = pytest.importorskip("pyxform.xls2xform", reason="pyxform is not installed").convert
    path = saved({name_: [list(row) for row in rows] for name_, rows in sheets.items()}, tmp_path / "company.xlsx")
    assert convert(path, validate=False).warnings == []
    if shutil.which("java") is None:
        pytest.skip("Java, under which ODK Validate runs, is not on this machine")
    assert convert(path, validate=True).warnings == []


def cells(sheets: Any, name: str) -> dict[str, str]:
    headings, *rows = sheets["survey"]
    return next(dict(zip(headings, row, strict=True)) for row in rows if row[1] == name)


def test_the_notices_stand_first_and_rules_and_messages_in_every_language() -> None:
    sheets = company_sheets(shipped().form, None, "es")
    assert [row[1] for row in sheets["survey"][1:4]] == ["notices", "notice_1", "notice_2"]
    for language in ("Français (fr)", "English (en)", "Español (es)"):
        assert cells(sheets, "notice_1")[f"label::{language}"] and cells(sheets, "notice_2")[f"label::{language}"]
        assert cells(sheets, "M01")[f"required_message::{language}"]
        assert cells(sheets, "C05_alcohol")[f"constraint_message::{language}"]
    assert cells(sheets, "M01")["required"] == "yes"
    assert cells(sheets, "F02")["relevant"] == "${F01} = 'yes'"
    assert "${nature} = 'foundation'" in cells(sheets, "A07_text")["relevant"]
    assert sheets["settings"][1][sheets["settings"][0].index("default_language")] == "Español (es)"


def test_a_form_of_a_case_asks_what_concerns_it() -> None:
    names = {row[1] for row in company_sheets(shipped().form, CASES["company"], "fr")["survey"]}
    assert "G01" in names and "A07_text" not in names and "nature" not in names
    names = {row[1] for row in company_sheets(shipped().form, CASES["foundation"], "fr")["survey"]}
    assert "A07_text" in names and "G01" not in names and "J02_text" in names


# --- what is written in many ways


@pytest.mark.parametrize(
    ("blank", "text", "read", "readings"),
    [
        ("C01", "no", "no", ()),
        ("C01", "Non", "no", ()),
        ("C01", "Sí", "yes", ()),
        ("A05_1_signs", "oui", "yes", ()),
        ("A03_1_share", "12,5", "12.5", ()),
        ("A03_1_share", "25 %", "25", ()),
        ("A05_1_born", "1984-03-21", "1984-03-21", ()),
        ("A05_1_born", "21/03/1984", "1984-03-21", ()),
        ("A05_1_born", "03/21/1984", "1984-03-21", ()),
        ("A05_1_born", "05/05/1984", "1984-05-05", ()),
        ("A05_1_born", "1984-03-21 00:00:00", "1984-03-21", ()),
        ("A05_1_born", "21 mars 1984", "1984-03-21", ()),
        ("A05_1_born", "1984", "1984", ()),
        ("A05_1_born", "03/04/1984", "", ("1984-04-03", "1984-03-04")),
        ("A05_1_born", "12/11/2026", "2026-11-12", ()),
    ],
)
def test_answers_are_understood_however_they_are_written(
    blank: str, text: str, read: str, readings: tuple[str, ...]
) -> None:
    (only,) = read_blanks(QUESTIONS, {blank: text}, {}, "fr", TODAY)
    assert (only.text, only.readings, only.wrong) == (read, readings, "")


def test_a_day_that_fits_two_readings_is_the_one_that_is_chosen() -> None:
    (only,) = read_blanks(QUESTIONS, {"A05_1_born": "03/04/1984"}, {"A05_1_born": "1984-04-03"}, "fr", TODAY)
    assert (only.text, only.readings) == ("1984-04-03", ())


@pytest.mark.parametrize(
    ("blank", "text"),
    [("C01", "perhaps"), ("A03_1_share", "most"), ("A05_1_born", "31/02/1984"), ("A05_1_born", "2031")],
)
def test_what_means_nothing_is_said(blank: str, text: str) -> None:
    (only,) = read_blanks(QUESTIONS, {blank: text}, {}, "fr", TODAY)
    assert only.wrong and not only.text


@settings(max_examples=60, deadline=None)
@given(blank=st.sampled_from([b.name for q in QUESTIONS for b in q.blanks]), text=st.text(max_size=30))
def test_whatever_is_written_is_read_asked_or_refused(blank: str, text: str) -> None:
    for only in read_blanks(QUESTIONS, {blank: text}, {}, "fr", TODAY):
        assert bool(only.text) + bool(only.readings) + bool(only.wrong) == 1
