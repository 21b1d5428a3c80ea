"""Editions of the transparency register as files: the same sums everywhere, harmless, readable without network."""

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from io import BytesIO, StringIO

import openpyxl
import pytest

from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES
from desktop.documents.register.edition import RegisterEdition
from desktop.documents.register.writing import write
from tests.editions import FIRMS, edition

SUMS = ("committed_usd", "received_usd", "cash_usd", "goods_usd", "matching_organization")
WRITTEN: dict[str, bytes] = {}


@pytest.fixture(scope="module")
def whole() -> RegisterEdition:
    return edition(12)


@pytest.fixture(scope="module")
def files(whole: RegisterEdition) -> dict[str, bytes]:
    return write(whole, Progress())


def totals_of(whole: RegisterEdition) -> dict[str, Decimal]:
    rows = whole.tables[0].partnerships
    sums = {}
    for field in SUMS:
        place = rows.place(field)
        assert place is not None
        sums[field] = sum((cell for row in rows.rows if isinstance(cell := row[place], Decimal)), Decimal(0))
    return sums


def excel_numbers(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def sums_in(files: dict[str, bytes], language: str) -> Iterator[tuple[str, dict[str, Decimal]]]:
    """The sums of each file of a language, worked out from its rows by itself."""
    stem = f"register-{language}"
    book = openpyxl.load_workbook(BytesIO(files[f"{stem}.xlsx"]))
    data = list(book["data"].iter_rows(values_only=True))
    yield (
        "xlsx",
        {field: sum((Decimal(str(row[data[0].index(field)] or 0)) for row in data[1:]), Decimal(0)) for field in SUMS},
    )
    rows = list(csv.DictReader(StringIO(files[f"{stem}.csv"].decode("utf-8"), newline="")))
    yield "csv", {field: sum((Decimal(row[field] or 0) for row in rows), Decimal(0)) for field in SUMS}
    told = json.loads(files[f"{stem}.json"], parse_float=Decimal, parse_int=Decimal)
    yield "json", {field: sum((row[field] or 0 for row in told["partnerships"]["rows"]), Decimal(0)) for field in SUMS}
    yield "json totals", {field: told["partnerships"]["totals"][field] for field in SUMS}
    excel = list(
        csv.reader(
            StringIO(files[f"{stem}-excel.csv"].decode("utf-8-sig"), newline=""),
            delimiter=";" if language != "en" else ",",
        )
    )
    fields = list(told["partnerships"]["rows"][0])
    yield (
        "excel",
        {
            field: sum((excel_numbers(row[fields.index(field)] or "0") for row in excel[1:-1]), Decimal(0))
            for field in SUMS
        },
    )
    page = files[f"register/{language}/index.html"].decode()
    shown = re.findall(r'<td class="n" data-v="([^"]+)">', page.partition("<tfoot>")[0])
    yield "html", {"committed_usd": sum(map(Decimal, shown[0::2])), "received_usd": sum(map(Decimal, shown[1::2]))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_in_every_language_has_the_same_sums_to_the_cent(
    whole: RegisterEdition, files: dict[str, bytes], language: str
) -> None:
    expected = totals_of(whole)
    for form, sums in sums_in(files, language):
        assert {field: expected[field] for field in sums} == sums, form


def test_a_workbook_has_real_numbers_and_days_and_nothing_that_calculates(files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(BytesIO(files["register-fr.xlsx"]))
    assert book.sheetnames == ["Registre de transparence", "data", "data_contributions", "Colonnes et omissions"]
    data = list(book["data"].iter_rows())
    by_field = {cell.value: column for column, cell in enumerate(data[0])}
    assert data[1][by_field["starts_on"]].is_date and data[1][by_field["committed_usd"]].data_type == "n"
    formula = next(row[by_field["partner"]] for row in data if row[by_field["partner"]].value == FIRMS[4])
    assert formula.data_type == "s" and formula.quotePrefix
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    readable = book["Registre de transparence"]
    assert [readable.cell(1, 1).value, readable.cell(2, 2).value] == [
        "Registre de transparence 2026",
        "SN-DKR R-2026-M-03",
    ]
    omissions = [row[3] for row in book["Colonnes et omissions"].iter_rows(values_only=True)]
    assert "Sans accord signé" in omissions and "Protection des données personnelles" in omissions
    assert "docProps/core.xml" not in set(_parts(files["register-fr.xlsx"])), "nobody is its author"


def _parts(content: bytes) -> list[str]:
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as package:
        return package.namelist()


def test_csv_is_for_programs_and_for_excel_and_calculates_nowhere(files: dict[str, bytes]) -> None:
    french = files["register-fr-excel.csv"].decode("utf-8-sig")
    assert files["register-fr-excel.csv"].startswith(b"\xef\xbb\xbf")
    assert "01/01/2026;" in french and ";1666,67;" in french
    assert f";'{FIRMS[4]};" in french and "\r\n=" not in french and ";=" not in french
    plain = files["register-fr.csv"].decode()
    assert plain.startswith("number,office,") and ",2026-01-01," in plain and ",1666.67," in plain
    assert ",1666.67," in files["register-en-excel.csv"].decode("utf-8-sig")


class Page(HTMLParser):
    """What a browser would fetch or run, and what of it is there to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.styles: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "poster", "srcset") and tag != "a":
                self.fetched.append(f"{tag} {value}")
            if name == "href" and not re.fullmatch(r"#table|\.\./\w\w/index\.html|\w\w/index\.html", value or ""):
                self.fetched.append(f"a {value}")
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "style":
                self.styles.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_pages_fetch_and_run_nothing_of_others_and_are_whole_without_a_script(
    whole: RegisterEdition, files: dict[str, bytes]
) -> None:
    for language in LANGUAGES:
        content = files[f"register/{language}/index.html"].decode()
        page = Page()
        page.feed(content)
        assert (page.fetched, page.handlers, page.styles) == ([], [], [])
        assert "default-src 'none'" in unescape(content) and f'<html lang="{language}">' in content
        text = " ".join(page.text)
        for row in whole.table(language).partnerships.rows:
            assert all(cell in text for cell in row if isinstance(cell, str)), row
        assert "<SA>" not in content and "&lt;SA&gt;" in content
    assert 'href="es/index.html"' in files["register/index.html"].decode()


def test_a_preview_says_so_everywhere() -> None:
    files = write(edition(1, number="", contributions=False), Progress())
    assert "Aperçu : ni scellé ni à remettre".replace(" :", "\u00a0:") in files["register/fr/index.html"].decode()
    book = openpyxl.load_workbook(BytesIO(files["register-es.xlsx"]))
    assert book.worksheets[0].cell(2, 2).value == "Vista previa: sin sellar, no debe entregarse"
    assert json.loads(files["register-en.json"])["number"] is None
    assert "register-fr-contributions.csv" not in files


def test_writing_tells_how_far_it_is_and_can_be_stopped(whole: RegisterEdition) -> None:
    steps: list[tuple[int, int]] = []
    progress = Progress(lambda done, total, _text: steps.append((done, total)))
    assert write(whole, progress) == write(whole, Progress()), "the same edition gives the same bytes"
    assert steps[-1][0] == steps[-1][1] == len(steps) - 1
    progress.stop()
    with pytest.raises(Cancelled):
        write(whole, progress)
