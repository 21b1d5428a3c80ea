"""Editions of the transparency register as files: the same sums everywhere, harmless, readable without network."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from html import unescape
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree.ElementTree import Element

import openpyxl
import pikepdf
import pytest
from defusedxml import ElementTree

from desktop.base import places
from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES
from desktop.definitions.iati import NEEDED, load_iati
from desktop.definitions.loading import Definitions
from desktop.definitions.spreadsheets import TableField
from desktop.documents.blocks import Paper
from desktop.documents.foreign.iati import read_activities
from desktop.documents.register.columns import said
from desktop.documents.register.edition import ActivityState, RegisterColumn, RegisterEdition, ReportedStep
from desktop.documents.register.register_paper import as_pdf
from desktop.documents.register.writing import write
from desktop.documents.sheet import Content
from desktop.services.registry.spreadsheets.transactions import COLUMNS, sheet_of
from tests.definitions.files import FORMS
from tests.editions import FIRMS, edition
from tests.paper import assert_archivable, page_texts
from tests.refusal import refused

SUMS = ("committed_usd", "received_usd", "cash_usd", "goods_usd", "matching_organization")
DEFINITIONS = Definitions.load(Path(__file__).parents[2] / "forms")
SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "iati" / "iati-activities-schema.xsd"


@pytest.fixture(scope="module")
def whole() -> RegisterEdition:
    return edition(12)


@pytest.fixture(scope="module")
def files(whole: RegisterEdition) -> dict[str, bytes]:
    return write(whole, DEFINITIONS, Paper.A4, Progress())


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
    files = write(edition(1, number="", contributions=False), DEFINITIONS, Paper.A4, Progress())
    assert "Aperçu : ni scellé ni à remettre".replace(" :", "\u00a0:") in files["register/fr/index.html"].decode()
    book = openpyxl.load_workbook(BytesIO(files["register-es.xlsx"]))
    assert book.worksheets[0].cell(2, 2).value == "Vista previa: sin sellar, no debe entregarse"
    assert json.loads(files["register-en.json"])["number"] is None
    assert "register-fr-contributions.csv" not in files


def test_writing_tells_how_far_it_is_and_can_be_stopped(whole: RegisterEdition) -> None:
    steps: list[tuple[int, int]] = []
    progress = Progress(lambda done, total, _text: steps.append((done, total)))
    assert write(whole, DEFINITIONS, Paper.A4, progress) == write(whole, DEFINITIONS, Paper.A4, Progress()), (
        "the same edition gives the same bytes"
    )
    assert steps[-1][0] == steps[-1][1] == len(steps) - 1
    progress.stop()
    with pytest.raises(Cancelled):
        write(whole, DEFINITIONS, Paper.A4, progress)


def on_paper(content: Content, column: RegisterColumn, language: str) -> str:
    return " ".join(said(content, column, language).split())


def test_paper_is_archived_tagged_and_whole(whole: RegisterEdition, files: dict[str, bytes]) -> None:
    for language in LANGUAGES:
        content, table = files[f"register-{language}.pdf"], whole.table(language)
        assert_archivable(content)
        first, *others = page_texts(content)
        assert "SN-DKR R-2026-M-03" in first and "Sans accord signé" in first and table.title in first
        text = " ".join(" ".join(others).split())
        for row in table.partnerships.rows:
            assert str(row[0]) in text and on_paper(row[21], table.partnerships.columns[21], language) in text
        assert on_paper(table.partnerships.totals[21], table.partnerships.columns[21], language) in text
        with pikepdf.open(BytesIO(content)) as pdf:
            assert all(page.mediabox[2] > page.mediabox[3] for page in pdf.pages)
            assert set(pdf.docinfo.values()) & set(map(pikepdf.String, ("OIM Dakar",)))


def test_a_register_in_other_scripts_and_of_one_long_row_is_printed() -> None:
    one = edition(1, contributions=False)
    rows = one.tables[0].partnerships
    strange = list(rows.rows[0])
    strange[3], strange[9] = "محمد Ольга", "mot " * 900 + "x" * 300
    table = replace(one.tables[0], partnerships=replace(rows, rows=[tuple(strange)], totals=()))
    content = as_pdf(replace(one, tables=(table,)), "fr", Paper.LETTER)
    assert_archivable(content)
    text = "".join(page_texts(content))
    assert "Ольга" in text and text.count("mot ") + text.count("mot\n") >= 899


# --- IATI

CODED = {  # of which codelist the codes of each element and attribute are
    ("activity-status", "code"): "ActivityStatus",
    ("activity-date", "type"): "ActivityDateType",
    ("activity-scope", "code"): "ActivityScope",
    ("budget", "status"): "BudgetStatus",
    ("budget", "type"): "BudgetType",
    ("category", "code"): "DocumentCategory",
    ("collaboration-type", "code"): "CollaborationType",
    ("contact-info", "type"): "ContactType",
    ("default-finance-type", "code"): "FinanceType",
    ("default-flow-type", "code"): "FlowType",
    ("description", "type"): "DescriptionType",
    ("document-link", "format"): "FileFormat",
    ("humanitarian-scope", "type"): "HumanitarianScopeType",
    ("humanitarian-scope", "vocabulary"): "HumanitarianScopeVocabulary",
    ("other-identifier", "type"): "OtherIdentifierType",
    ("participating-org", "role"): "OrganisationRole",
    ("participating-org", "type"): "OrganisationType",
    ("provider-org", "type"): "OrganisationType",
    ("receiver-org", "type"): "OrganisationType",
    ("related-activity", "type"): "RelatedActivityType",
    ("reporting-org", "type"): "OrganisationType",
    ("sector", "vocabulary"): "SectorVocabulary",
    ("tag", "vocabulary"): "TagVocabulary",
    ("transaction-type", "code"): "TransactionType",
}
UNCODED = {"ref", "iso-date", "value-date", "percentage", "currency", "url", "humanitarian", "default-currency"} | {
    "{http://www.w3.org/XML/1998/namespace}lang", "version", "vocabulary-uri", "generated-datetime",
    "last-updated-datetime",
}  # fmt: skip


def activities(files: dict[str, bytes]) -> Element:
    return ElementTree.fromstring(files["iati.xml"])


def test_every_code_of_an_activity_file_is_in_a_codelist_that_is_written_down(files: dict[str, bytes]) -> None:
    known, countries, money = DEFINITIONS.iati.codelists, dict(places.countries("en")), dict(places.currencies("en"))
    for element in activities(files).iter():
        for attribute, code in element.attrib.items():
            if (element.tag, attribute) in CODED:
                assert code in known[CODED[element.tag, attribute]], (element.tag, attribute, code)
            elif element.tag == "sector":
                own = dict(DEFINITIONS.strategy.labels("themes"))
                assert code in UNCODED or attribute in UNCODED or code in (known["Sector"] | own), code
            elif element.tag == "recipient-country" and attribute == "code":
                assert code in countries
            elif (element.tag, attribute) not in {
                ("tag", "code"),
                ("humanitarian-scope", "code"),
                ("language", "code"),
            }:
                assert attribute in UNCODED, (element.tag, attribute)
        assert element.get("currency", "USD") in money
    used = {own for pair, own in CODED.items() if pair[0] in {element.tag for element in activities(files).iter()}}
    assert known.keys() - used == {"Sector", "ActivityScope"} - used, "a codelist that nothing needs"


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema of IATI 2.03 is beside the project, not in it")
def test_an_activity_file_is_valid_by_the_schema_of_2_03(files: dict[str, bytes]) -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(files["iati.xml"]))


def test_an_activity_file_holds_what_a_reader_of_data_expects(files: dict[str, bytes], whole: RegisterEdition) -> None:
    """Shares come to a hundred, budgets to the sum agreed and no longer than a year; kinds and individuals declared."""
    for own, element in zip(whole.activities, activities(files), strict=True):
        for tag, vocabulary in (("recipient-country", None), ("sector", "99"), ("sector", "1")):
            shares = [
                Decimal(part.get("percentage", "0"))
                for part in element.findall(tag)
                if part.get("vocabulary") == vocabulary
            ]
            assert sum(shares) in ((100, 0) if vocabulary == "1" else (100,))
        budgets = [Decimal(part.text or "") for part in element.findall("budget/value")]
        assert sum(budgets) == own.budgets[0].amount
        periods = zip(element.findall("budget/period-start"), element.findall("budget/period-end"), strict=True)
        assert all(
            (date.fromisoformat(last.attrib["iso-date"]) - date.fromisoformat(first.attrib["iso-date"])).days < 366
            for first, last in periods
        )
        roles = [part.get("role") for part in element.findall("participating-org")]
        assert roles == ["1", "2", "4"]
        if own.parties[0].name == "":
            giver = element.find("participating-org")
            assert giver is not None and "ref" not in giver.attrib
            assert [part.text for part in giver] == ["Particulier", "Private individual", "Particular"]
    texts = [part.text or "" for part in activities(files).iter("narrative")]
    assert "En nature : biens. Câbles".replace(" :", "\u00a0:") in texts and "In kind: goods. Câbles" in texts
    links = [part.attrib["url"] for part in activities(files).iter("document-link")]
    assert links == ["https://www.iom.int/a.pdf"]


def test_what_is_written_is_read_back_as_the_same_register(
    files: dict[str, bytes], whole: RegisterEdition, tmp_path: Path
) -> None:
    """By the reader of the import desk: activities, countries, themes, every contribution with its giver and kind."""
    path = tmp_path / "iati.xml"
    path.write_bytes(files["iati.xml"])
    arrived = list(read_activities(path, "en"))
    assert [own.identifier for own in arrived] == [f"XM-DAC-47066-{own.number}" for own in whole.activities]
    steps = {ReportedStep.RECEIVED: "1", ReportedStep.COMMITTED: "11", ReportedStep.PLEDGED: "13"}
    for own, read in zip(whole.activities, arrived, strict=True):
        assert (read.title, read.countries) == (own.titles[""], tuple(code for code, _share in own.countries))
        assert read.sectors == own.themes and read.has_budget
        agreed = ("11", own.signed_on.isoformat() if own.signed_on else "", own.budgets[0].amount, "XOF")
        gifts = [(steps[gift.step], gift.day.isoformat(), gift.amount, gift.currency) for gift in own.contributions]
        moved = [(part.type, part.day, Decimal(part.amount), part.currency) for part in read.transactions]
        assert moved == [agreed, *gifts]
        assert {part.provider.name for part in read.transactions} == {own.parties[0].name or "Private individual"}
    sheet = sheet_of(arrived, DEFINITIONS.spreadsheets)
    kind = list(COLUMNS).index(TableField.GIFT_KIND)
    assert [line.cells[kind] for line in sheet.lines][:4] == ["cash", "cash", "goods", "cash"]


@pytest.mark.parametrize(("table", "codes"), [("states", ActivityState), ("steps", ReportedStep)])
def test_a_file_that_lacks_a_code_is_refused(table: str, codes: type[StrEnum], tmp_path: Path) -> None:
    assert set(NEEDED[table]) == set(map(str, codes)), "what may be written, and what every file must say"
    for code in codes:
        text = (FORMS / "iati.toml").read_text(encoding="utf-8")
        without = re.sub(rf'(?s)(\[{table}\]\n(?:[^\[]*\n)?){code} = "\d+"\n', r"\1", text, count=1)
        assert without != text
        (changed := tmp_path / "iati.toml").write_text(without, encoding="utf-8")
        with refused("definition-key-missing"):
            load_iati(changed)
