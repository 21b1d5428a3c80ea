"""Tables as Excel and others save them: one reader for all of them."""

import csv
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from desktop.base.tables import rows
from tests.foreign import half, repacked, saved, zip_bomb
from tests.refusal import refused

CASES = Path(__file__).parents[3] / "shared" / "data" / "cases"
HEADS = ["name", "kind", "country"]
TABLE = [HEADS, ["Société Œuvre", "organisation", "SN"], ["Awa, dite « A; »", "person", "SN"]]


def written(separator: str, encoding: str, lead: str = "") -> bytes:
    """The table as a program writes it."""
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in TABLE]
    return "".join([lead, *(f"{line}\r\n" for line in lines)]).encode(encoding)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_in_each_of_excels_ways(separator: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "tableau.csv"
    path.write_bytes(written(separator, encoding))
    assert list(rows(path)) == TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("lead", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n"])
def test_excels_own_line_names_the_separator_and_is_no_row(lead: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "tableau.csv"
    path.write_bytes(written(";", encoding, lead))
    assert list(rows(path)) == TABLE


def test_marks_inside_quotation_marks_part_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "tableau.csv"
    path.write_text('"name; aliases; more",kind\n"a;b;c",person\n', encoding="utf-8")
    assert list(rows(path)) == [["name; aliases; more", "kind"], ["a;b;c", "person"]]


@pytest.mark.parametrize("name", ["calc.xlsx", "calc.ods", "gnumeric.xlsx"])
def test_a_workbook_is_read_like_a_table(name: str, tmp_path: Path) -> None:
    path = tmp_path / "tableau.csv"  # its ending says nothing
    path.write_bytes(saved(name))
    assert list(rows(path)) == [HEADS, ["Société Exemple", "organisation", "SN"], ["Awa Exemple", "person", "SN"]]


def test_numbers_days_and_blanks_of_a_workbook_are_texts(tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>12</v></c><c r="B1"><v>12.5</v></c><c r="C1" t="b"><v>1</v></c></row>'
        b'<row r="3"><c r="B3" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(repacked("openpyxl.xlsx", {"xl/worksheets/sheet1.xml": sheet}))
    assert list(rows(path)) == [["12", "12.5", "true"], ["", "", ""], ["", "x", ""]]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: saved("msoffcrypto.xlsx"), "table-under-password"),
        (lambda: half("calc.xlsx"), "table-unreadable"),
        (lambda: saved("calc.xls"), "table-old-office"),
        (lambda: saved("writer.docx"), "table-unreadable"),
        (lambda: saved("gnumeric.ods"), "table-unreadable"),  # whose blanks between cells the library does not expect
        (zip_bomb, "table-too-large"),
        (lambda: saved("reportlab.pdf").replace(b"%PDF", b"%PDF\0"), "table-none"),
        (lambda: saved("netpbm.png"), "table-none"),
    ],
)
def test_what_cannot_be_read_is_said_truly(made: Callable[[], bytes], code: str, tmp_path: Path) -> None:
    path = tmp_path / "tableau.xlsx"
    path.write_bytes(made())
    with refused(code) as caught:
        list(rows(path))
    assert "tableau.xlsx" in caught.value.text and caught.value.remedy


def sheet_with(cells: bytes) -> Callable[[], bytes]:
    """A workbook with these rows after the others."""
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(saved("calc.xlsx"))) as package:
        sheet = package.read(part).replace(b"</sheetData>", cells + b"</sheetData>")
    return lambda: repacked("calc.xlsx", {part: sheet})


def content_with(rows_: bytes) -> Callable[[], bytes]:
    with zipfile.ZipFile(BytesIO(saved("calc.ods"))) as package:
        content = package.read("content.xml").replace(b"</table:table>", rows_ + b"</table:table>", 1)
    return lambda: repacked("calc.ods", {"content.xml": content})


FILLED = b"<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>"
FAR = [
    lambda: repacked(
        "calc.xlsx",
        {"xl/sharedStrings.xml": b'<sst xmlns="x" count="9" uniqueCount="2147483648"><si><t>x</t></si></sst>'},
    ),
    lambda: repacked(
        "calc.xlsx", {"xl/styles.xml": b'<styleSheet xmlns="x"><cellXfs count="999999999999"/></styleSheet>'}
    ),
    sheet_with(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    sheet_with(b'<row><c r="A99999999999999999999"><v>1</v></c></row>'),
    sheet_with(b'<row><c r="AAAAAAAAAAAA1"><v>1</v></c></row>'),
    content_with(b"<table:table-row table:number-rows-repeated='99999999999999'>" + FILLED + b"</table:table-row>"),
    sheet_with(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row><row><c r="ZZ1048577"><v>1</v></c></row>'),
    content_with(b"<table:table-row table:number-rows-repeated='1048576'>" + FILLED * 20 + b"</table:table-row>"),
    content_with(
        b"<table:table-row table:number-rows-repeated='40000'><table:table-cell/></table:table-row>"
        b"<table:table-row><table:table-cell table:number-columns-repeated='16000'/>" + FILLED + b"</table:table-row>"
    ),
]


@pytest.mark.parametrize("made", FAR)
def test_a_cell_in_a_far_corner_is_refused_before_everything_up_to_it_is_laid_out(
    made: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "tableau"
    path.write_bytes(made())
    with refused("table-too-large"):
        list(rows(path))


@pytest.mark.parametrize(
    "made",
    [
        sheet_with(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
        content_with(
            b"<table:table-row table:number-rows-repeated='1048000'>"
            b"<table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
        ),
    ],
)
def test_cells_that_only_have_a_style_reach_nowhere(made: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "tableau"
    path.write_bytes(made())
    assert 0 < len(list(rows(path))) < 100


def test_a_table_that_ends_inside_a_cell_or_a_character_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "tableau.csv"
    path.write_bytes(b'name,kind\n"Soci')
    with pytest.raises(csv.Error):
        list(rows(path))
    path.write_bytes("name,kind\nSociété".encode()[:-1])
    with pytest.raises(UnicodeDecodeError):
        list(rows(path))


@pytest.mark.skipif(not CASES.is_dir(), reason="the files of others are not beside the project")
def test_the_tables_that_were_misread() -> None:
    assert next(rows(CASES / "tables" / "sep-line.csv")) == ["name", "kind"]
    assert len(next(rows(CASES / "tables" / "excel-unicode-utf16-tab.csv"))) > 1
    assert len(next(rows(CASES / "tables" / "semicolon-cp1252.csv"))) > 1
    assert len(next(rows(CASES / "lists" / "dfat-2024-excerpt.xlsx"))) > 5
