"""Every publisher's list as it comes: who and how many are on it, their names and facts; counted without our reader."""

import csv
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import openpyxl
import pytest

from desktop.base.errors import Problem
from desktop.screening.entries import ListEntry, moment, moments
from desktop.screening.lists import read_list
from tests.foreign import saved
from tests.refusal import refused

SAMPLES = Path(__file__).parent / "samples"


def xml_elements(tag: str, but: str = "") -> Callable[[Path], int]:
    """How many elements of a name an XML file has at any depth but inside another of that name."""

    def count(path: Path) -> int:
        root = ElementTree.parse(path).getroot()
        direct = [part for part in root.iter() if part.tag.rpartition("}")[2] == tag]
        inner = {id(part) for whole in direct for part in whole.iter() if part is not whole}
        return sum(id(part) not in inner and not (but and part.find(but) is not None) for part in direct)

    return count


def distinct(column: int, above: int, separator: str = ",") -> Callable[[Path], int]:
    """How many different values a column has below the rows `above`."""

    def count(path: Path) -> int:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.reader(file, delimiter=separator))
        return len({re.match(r"\d*", row[column])[0] or row[column] for row in table[above:]})  # type: ignore[index]

    return count


def lines(text: str) -> Callable[[Path], int]:
    return lambda path: len(re.findall(text, path.read_text(encoding="utf-8")))


FORMATS: dict[str, tuple[str, str, Callable[[Path], int]]] = {  # sample: source, date, an independent count
    "uk-ofsi.csv": ("uk-ofsi", "2025-11-03", distinct(28, 2)),
    "uk-sanctions.xml": ("uk-sanctions", "2026-11-10", xml_elements("Designation")),
    "uk-sanctions.csv": ("uk-sanctions", "2026-11-10", distinct(1, 2)),
    "canada.xml": ("ca-sema", "", lambda path: xml_elements("record")(path) - 1),  # one stands there twice
    "seco.xml": ("ch-seco", "2026-11-12", lambda path: xml_elements("target")(path) - 1),  # one was taken off
    "dfat.csv": ("au-dfat", "", distinct(0, 1)),
    "eu.xml": ("eu-fsf", "2026-11-11", xml_elements("sanctionEntity")),
    "eu-whole.xml": ("eu-fsf", "2016-02-11", xml_elements("ENTITY")),
    "eu.csv": ("eu-fsf", "2026-11-12", distinct(1, 1, ";")),
    "world-bank.json": ("world-bank", "", lines('"SUPP_NAME"')),
    "world-bank.csv": ("world-bank", "", distinct(0, 3)),
    "ofac-sdn.xml": ("ofac-sdn", "2026-11-09", xml_elements("sdnEntry")),
    "ofac-advanced.xml": ("ofac-sdn", "2026-11-09", xml_elements("DistinctParty")),
    "ofac-consolidated.xml": ("ofac-consolidated", "2026-11-09", xml_elements("sdnEntry")),
    "opensanctions-simple.csv": ("opensanctions-invented-council-list", "2026-11-10", distinct(0, 1)),
    "opensanctions-nested.json": ("opensanctions-sn-invented-register", "2026-11-10", lines('"target": true')),
}


def entry_named(path: Path, name: str) -> ListEntry:
    return next(entry for entry in read_list(path).entries if name.casefold() in entry.name.casefold())


@pytest.mark.parametrize("sample", FORMATS)
def test_a_list_is_known_dated_and_counted(sample: str) -> None:
    source, published, count = FORMATS[sample]
    path = SAMPLES / sample
    version = read_list(path).version
    assert (version.source, version.published, version.entries) == (source, published, count(path))


@pytest.mark.parametrize("sample", [name for name in FORMATS if name != "ofac-consolidated.xml"])
def test_names_facts_and_the_published_text_are_with_the_entry(sample: str) -> None:
    person, firm = (entry_named(SAMPLES / sample, name) for name in ("idrissa", "delta nav"))
    assert (person.kind, firm.kind) == ("person", "organisation")
    assert "SAMAK" in person.raw.upper()
    if sample.startswith("world-bank"):  # has neither births nor further names of people
        return
    assert any("1969-02-05" in when or "1969" in when for when in person.births)
    further = {name.text: name.quality for name in person.names[1:]}
    assert further
    if sample not in ("eu-whole.xml", "eu.csv", "canada.xml"):  # they grade no name
        assert further.get("Abou Samak", "weak") == "weak"


def test_what_the_formats_tell_is_told() -> None:
    assert [name.quality for name in entry_named(SAMPLES / "seco.xml", "Idrissa").names] == [
        "primary", "alias", "original-script", "weak", "former",
    ]  # fmt: skip
    swiss = entry_named(SAMPLES / "seco.xml", "Idrissa")
    assert [name.text for name in swiss.names[:3]] == ["Idrissa Samaké", "Idrissa Samake", "إدريسا ساماكي"]
    assert (swiss.places, swiss.programme) == (("Zinder, Niger",), "Measures against Sahelia")
    assert (swiss.documents, swiss.listed_on) == (("passport, X1200, Niger",), "2020-02-03")
    ofac = entry_named(SAMPLES / "ofac-advanced.xml", "Idrissa")
    assert ofac.names[0].text == "Idrissa SAMAKÉ"
    assert (ofac.id, ofac.nationalities, ofac.programme) == ("5001", ("Niger",), "SDGT")
    assert (ofac.documents, ofac.places) == (("Passport, X1200, Niger",), ("Zinder, Niger",))
    assert entry_named(SAMPLES / "ofac-advanced.xml", "Delta").addresses == ("12 Invented Road, Tema, Ghana",)
    british = entry_named(SAMPLES / "uk-sanctions.xml", "Idrissa")
    assert british.births == ("1969-02-05", "1970", "1971")
    assert [name.text for name in british.names] == ["IDRISSA OUMAR SAMAKE", "Idriss Samaké"]
    delta = entry_named(SAMPLES / "uk-sanctions.csv", "Delta")
    assert {(name.text, name.quality.value) for name in delta.names[1:]} == {
        ("Delta Nav", "weak"), ("دلتا للملاحة", "original-script"),
    }  # fmt: skip
    assert entry_named(SAMPLES / "uk-ofsi.csv", "Idrissa").name == "Idrissa Oumar SAMAKE"
    assert entry_named(SAMPLES / "dfat.csv", "Idrissa").births == ("1966~", "1969-02-05")
    assert entry_named(SAMPLES / "world-bank.csv", "Idrissa").name == "MR. IDRISSA SAMAKÉ"
    for sample in ("uk-sanctions.xml", "canada.xml", "seco.xml", "dfat.csv", "ofac-advanced.xml"):
        assert entry_named(SAMPLES / sample, "Ocean").kind == "vessel", sample


def test_the_files_of_one_list_number_an_entry_alike() -> None:
    for first, second in (("ofac-sdn.xml", "ofac-advanced.xml"), ("eu.xml", "eu.csv"), ("eu.xml", "eu-whole.xml"),
                          ("uk-sanctions.xml", "uk-sanctions.csv")):  # fmt: skip
        ids = [{entry.id for entry in read_list(SAMPLES / name).entries} for name in (first, second)]
        assert ids[0] == ids[1]


def test_an_amendment_is_refused_with_its_reason() -> None:
    with refused("list-amendment"):
        read_list(SAMPLES / "seco-amendment.xml")


# --- workbooks


def workbook_of(table: Path, path: Path) -> Path:
    """The same rows as an XLSX file, days as days, with an empty sheet before them."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data")
    with table.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    book.save(path)
    return path


def open_document_of(table: Path, path: Path) -> Path:
    """The same rows as an ODS file."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                if cell
                else "<table:table-cell/>"
                for cell in row
            )
            + "</table:table-row>"
            for row in csv.reader(file)
        )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Data">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


@pytest.mark.parametrize("make", [workbook_of, open_document_of])
@pytest.mark.parametrize("sample", ["uk-sanctions.csv", "uk-ofsi.csv", "dfat.csv", "world-bank.csv"])
def test_a_workbook_is_the_same_list(sample: str, make: Callable[[Path, Path], Path], tmp_path: Path) -> None:
    table = read_list(SAMPLES / sample)
    book = read_list(make(SAMPLES / sample, tmp_path / "list.book"))
    assert [entry.digest() for entry in book.entries] == [entry.digest() for entry in table.entries]
    assert (book.version.source, book.version.published) == (table.version.source, table.version.published)
    assert not book.is_unproven, "a workbook that was cut cannot be opened"


def test_a_workbook_says_the_true_reason_and_is_never_called_damaged(tmp_path: Path) -> None:
    path = workbook_of(SAMPLES / "uk-sanctions.csv", tmp_path / "list.xlsx")
    book = openpyxl.load_workbook(path)
    book["Data"].append(["Source: a note"])
    book.save(path)
    with refused("list-row-unclear"):
        read_list(path)
    openpyxl.Workbook().save(path)
    with refused("list-without-entries"):
        read_list(path)
    for name, code in (("msoffcrypto.xlsx", "table-under-password"), ("calc.xls", "table-old-office")):
        path.write_bytes(saved(name))
        with refused(code):
            read_list(path)


def test_a_date_is_read_however_a_list_writes_it() -> None:
    dates = {
        "1971-03-14": "1971-03-14", "05/02/1969": "1969-02-05", "00/00/1943": "1943", "dd/07/1945": "1945-07",
        "5 May 1957": "1957-05-05", "10-Sep-2026": "2026-09-10", "circa 1984": "1984~", "Mar 1984": "1984-03",
        "Approximately 1955- 1958": "1955/1958", "early 1969": "1969~", "2015-03-27-04:00": "2015-03-27",
        "Permanent": "", "": "", "31/02/1970": "1970-02", "2/2/26": "2026-02-02",
    }  # fmt: skip
    assert {text: moment(text) for text in dates} == dates
    assert moments("a) Approximately 1966 b) 1960; 3 May 1961") == ("1966~", "1960", "1961-05-03")


# --- damage


BROKEN = (
    "list-cut-short", "list-unknown", "list-file-empty", "list-without-entries", "list-half", "list-defines-entities",
    "list-is-web-page", "list-entry-twice", "list-amendment", "list-column-missing", "table-none", "table-unreadable",
)  # fmt: skip


def damaged(sample: str) -> dict[str, bytes]:
    """A sample in the ways in which files break."""
    content = (SAMPLES / sample).read_bytes()
    broken = {f"cut {part}": content[: len(content) * part // 10] for part in range(10)}
    page = b"<!DOCTYPE html><html><body>502</body></html>"
    broken |= {"web page": page, "page before": page + content, "other encoding": content.decode().encode("utf-16")}
    broken |= {"noise": bytes(byte ^ 0x5A for byte in content)}
    if content.lstrip().startswith(b"<"):
        start = content.index(b"?>") + 2
        entity = b'<!DOCTYPE list [<!ENTITY a "b">]>'
        broken["entity"] = content[:start] + entity + content[start:]
    rows = content.splitlines(keepends=True)
    broken["rows swapped"] = b"".join(reversed(rows))
    return broken


@pytest.mark.parametrize("sample", FORMATS)
def test_a_broken_file_is_refused_in_one_sentence_or_read_without_loss(sample: str, tmp_path: Path) -> None:
    """A table that was cut at the end of a row cannot be told from a whole one: it asks for a person's word."""
    whole = read_list(SAMPLES / sample)
    for what, content in damaged(sample).items():
        path = tmp_path / f"broken{Path(sample).suffix}"
        path.write_bytes(content)
        try:
            parsed = read_list(path)
        except Problem as problem:
            assert problem.code in BROKEN, (what, problem.code)
            continue
        assert what not in ("web page", "page before", "entity", "noise"), what
        is_same = parsed.version.counts == whole.version.counts
        assert is_same or parsed.is_unproven, (what, dict(parsed.version.counts))


def test_lines_of_json_that_are_no_entities_are_no_list(tmp_path: Path) -> None:
    path = tmp_path / "targets.nested.json"
    line = json.dumps({"schema": "Person", "properties": {}, "id": "1", "caption": "A", "datasets": ["a"]})
    path.write_text(f"{line}\n[1]\n", encoding="utf-8")
    with refused("list-unknown"):
        read_list(path)
