"""Tables as a file for a spreadsheet: one as CSV or as an Excel workbook, several as the sheets of a workbook.

Nothing in a file that leaves here is a formula, whatever a name begins with: CSV gets an apostrophe before what a
spreadsheet would calculate (OWASP, *CSV injection*); a workbook holds texts that are declared to be texts.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import BytesIO, StringIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Content = str | int | Decimal | date | None

CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for a formula when a text begins so
WIDEST, NARROWEST = 60, 8  # characters of a column
LONGEST = 32_767  # characters of a cell, as Excel takes them
FIRST_DAY = date(1899, 12, 30)  # from which a workbook counts days
CHANGED = (1980, 1, 1, 0, 0, 0)  # of the parts of every workbook: the same table gives the same bytes


class SheetKind(StrEnum):
    """The kinds of file, as their names end."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True)
class Spreadsheet:
    """A table: its title, the headings of its columns, and rows as long as these."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Content]]

    def written(self, kind: SheetKind) -> bytes:
        """The file: CSV in UTF-8 with its mark, by which Excel reads accents, a workbook, or JSON for a program."""
        if kind == SheetKind.JSON:
            return _json(self)
        return _csv(self) if kind == SheetKind.CSV else workbook([self])


def _csv(sheet: Spreadsheet) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_harmless, sheet.headings))
    writer.writerows([_harmless(content) for content in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _json(sheet: Spreadsheet) -> bytes:
    """An object for each row, by the headings; days as ISO 8601 writes them, numbers as numbers, nothing as null."""
    rows = [
        {heading: _plain(content) for heading, content in zip(sheet.headings, row, strict=True)} for row in sheet.rows
    ]
    return json.dumps({"title": sheet.title, "rows": rows}, ensure_ascii=False, indent=1).encode()


def _plain(content: Content) -> str | int | float | None:
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Decimal):  # money beyond what a number of JSON holds exactly stays text
        return float(content) if Decimal(repr(float(content))) == content else str(content)
    return content


def _harmless(content: Content) -> str:
    """As text that no spreadsheet calculates; numbers with a point and days as ISO 8601 writes them."""
    if content is None:
        return ""
    if not isinstance(content, str):
        return content.isoformat() if isinstance(content, date) else str(content)
    return f"'{content}" if content.startswith(CALCULATED) else content


# --- the workbook: the fewest parts that every spreadsheet opens (ECMA-376, part 1)

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
{}<Override PartName="/xl/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"""
_SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{}.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
_RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BOOK = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<workbook {_MAIN} '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    "<sheets>{}</sheets></workbook>"
)
_SHEET = '<sheet name={name} sheetId="{number}" r:id="rId{number}"/>'
_STYLES = (  # 0 as it is, 1 a heading, 2 a day, 3 wrapped
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet {_MAIN}>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
HEADING, DAY = 1, 2


def workbook(sheets: Sequence[Spreadsheet]) -> bytes:
    """The tables as the sheets of one workbook, named by their titles. The same tables give the same bytes."""
    packed = BytesIO()
    numbered = list(enumerate(sheets, 1))
    relations = [
        _RELATION.format(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number, _s in numbered
    ]
    names = [_SHEET.format(name=quoteattr(_tab(sheet.title)), number=number) for number, sheet in numbered]
    parts = {
        "[Content_Types].xml": _TYPES.format("".join(_SHEET_TYPE.format(number) for number, _sheet in numbered)),
        "_rels/.rels": _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _BOOK.format("".join(names)),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            "".join(relations) + _RELATION.format(f"rId{len(numbered) + 1}", "styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": "".join(_worksheet(sheet)) for number, sheet in numbered},
    }
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            part = ZipInfo(name, CHANGED)
            part.compress_type = ZIP_DEFLATED
            archive.writestr(part, text.encode())
    return packed.getvalue()


def _tab(title: str) -> str:
    """The name of the sheet, of which Excel takes 31 characters and not these."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in _allowed(title))[:31].strip() or "1"


def _worksheet(sheet: Spreadsheet) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet {_MAIN}>'
    yield '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    yield 'state="frozen"/></sheetView></sheetViews><cols>'
    for number, width in enumerate(_widths(sheet), 1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield from _row(1, sheet.headings, HEADING)
    for number, row in enumerate(sheet.rows, 2):
        yield from _row(number, row)
    last = f"{_letters(len(sheet.headings))}{len(sheet.rows) + 1}"
    yield f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'


def _widths(sheet: Spreadsheet) -> list[int]:
    longest = [len(heading) + 4 for heading in sheet.headings]
    for row in sheet.rows:
        longest = [max(length, len(str(content or ""))) for length, content in zip(longest, row, strict=True)]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def _row(number: int, row: Sequence[Content], style: int = 0) -> Iterator[str]:
    yield f'<row r="{number}">'
    for column, content in enumerate(row, 1):
        yield _cell(f"{_letters(column)}{number}", content, style)
    yield "</row>"


def _cell(place: str, content: Content, style: int) -> str:
    if content is None or content == "":
        return ""
    if isinstance(content, date):
        return f'<c r="{place}" s="{DAY}"><v>{(content - FIRST_DAY).days}</v></c>'
    if isinstance(content, int | Decimal):
        return f'<c r="{place}"><v>{content}</v></c>'
    text = escape(_allowed(content)[:LONGEST])
    return f'<c r="{place}" t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(column: int) -> str:
    """The letters by which a spreadsheet calls a column: A, Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _allowed(text: str) -> str:
    """Without the characters that XML does not take."""
    return "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff"))
