"""Tables as a file for a spreadsheet: one as CSV or as an Excel workbook, several as the sheets of a workbook.

Nothing in a file that leaves here is a formula, whatever a name begins with: CSV gets an apostrophe before what a
spreadsheet would calculate (OWASP, *CSV injection*); a workbook holds texts that are declared to be texts, and to stay
texts when somebody types them again.
"""

import csv
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from io import BytesIO, StringIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Content = str | int | Decimal | date | None

CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for a formula when a text begins so
WIDEST, NARROWEST = 60, 8  # characters of a column
LINE, MOST_LINES = 15, 25  # points of a line, and lines of a row: Excel has none higher than 409 points
WIDEST_WRAPPED = 44  # of a column of a sheet to be read, whose texts have several lines
LONGEST = 32_767  # characters of a cell, as Excel takes them
FIRST_DAY = date(1899, 12, 30)  # from which a workbook counts days
FOLDED = 3  # how much time is spent on folding a workbook: beyond it a tenth smaller takes twice as long
_REFUSED = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\U00010000-\U0010ffff]")  # by XML 1.0
_MARKED = re.compile("[&<>]|[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\U00010000-\U0010ffff]")
CHANGED = (1980, 1, 1, 0, 0, 0)  # of the parts of every workbook: the same table gives the same bytes


class SheetKind(StrEnum):
    """The kinds of file, as their names end."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class CsvManner:
    """How a table is written as CSV: what parts its cells, the point of numbers, how a day is written, its mark.

    A file with the mark of UTF-8 is read by Excel with its accents.
    """

    delimiter: str = ";"
    point: str = "."
    day: str = "%Y-%m-%d"
    is_marked: bool = True


HOUSE = CsvManner()
DATA_MANNER = CsvManner(",", is_marked=False)  # RFC 4180, for programs
EXCEL_MANNERS = {  # as Excel of each language writes and reads it
    "fr": CsvManner(";", ",", "%d/%m/%Y"),
    "es": CsvManner(";", ",", "%d/%m/%Y"),
    "en": CsvManner(","),
}


@dataclass(frozen=True)
class Spreadsheet:
    """A table: its title, the headings of its columns, and rows as long as these.

    One to be read has lines `above` its headings, the first of which is its title; its texts wrap, its page lies
    across. `total` is a row that stands apart below, `money` says which columns, counted from 0, hold sums of money,
    and the first `fixed` columns stay in sight. Where several tables stand below one another, the headings at the top
    are empty; `titles` and `heads` are the rows, counted from 0, that stand out, `sums` the places of sums of money.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Content]]
    above: tuple[tuple[str, ...], ...] = ()
    total: Sequence[Content] = ()
    money: frozenset[int] = frozenset()
    fixed: int = 0
    titles: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    sums: frozenset[tuple[int, int]] = frozenset()

    def written(self, kind: SheetKind, manner: CsvManner = HOUSE) -> bytes:
        """The file: CSV in UTF-8 in a manner, a workbook, or JSON for a program."""
        if kind == SheetKind.JSON:
            return _json(self)
        return _csv(self, manner) if kind == SheetKind.CSV else workbook([self])


def _csv(sheet: Spreadsheet, manner: CsvManner) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=manner.delimiter, lineterminator="\r\n")
    writer.writerow([_harmless(heading, manner) for heading in sheet.headings])
    writer.writerows([_harmless(content, manner) for content in row] for row in sheet.rows)
    if sheet.total:
        writer.writerow([_harmless(content, manner) for content in sheet.total])
    return text.getvalue().encode("utf-8-sig" if manner.is_marked else "utf-8")


def _json(sheet: Spreadsheet) -> bytes:
    """An object for each row, by the headings; days as ISO 8601 writes them, numbers as numbers, nothing as null."""
    rows = [
        {heading: plain(content) for heading, content in zip(sheet.headings, row, strict=True)} for row in sheet.rows
    ]
    return json.dumps({"title": sheet.title, "rows": rows}, ensure_ascii=False, indent=1).encode()


def plain(content: Content) -> str | int | float | None:
    """A content as JSON writes it; money beyond what a number of JSON holds exactly is text."""
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Decimal):
        return float(content) if Decimal(repr(float(content))) == content else str(content)
    return content


def _harmless(content: Content, manner: CsvManner) -> str:
    """As text that no spreadsheet calculates; numbers and days in a manner."""
    if content is None:
        return ""
    if isinstance(content, str):
        return f"'{content}" if content.startswith(CALCULATED) else content
    if isinstance(content, date):
        return content.strftime(manner.day)
    return format(content, "f").replace(".", manner.point) if isinstance(content, Decimal) else str(content)


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
    "<sheets>{}</sheets>{}</workbook>"
)
_SHEET = '<sheet name={name} sheetId="{number}" r:id="rId{number}"/>'
_FONT = '<font>{}<sz val="{}"/><name val="Calibri"/></font>'
_FILL = '<fill><patternFill patternType="{}"/></fill>'
_TINTED = '<fill><patternFill patternType="solid"><fgColor rgb="FFEEF2F8"/></patternFill></fill>'
_LOOKS = (  # of cells: number format, font (1 bold, 2 a title), whether it wraps, tinted, and is text when typed again
    *((0, 0, 0, 0, 0), (0, 1, 0, 0, 0), (14, 0, 0, 0, 0), (0, 0, 1, 0, 0), (4, 0, 0, 0, 0), (0, 2, 0, 0, 0)),
    *((0, 1, 1, 1, 0), (4, 1, 0, 1, 0), (0, 0, 0, 0, 1), (0, 0, 1, 0, 1), (14, 0, 1, 0, 0), (4, 0, 1, 0, 0)),
)
HEADING, DAY, WRAPPED, MONEY, TITLE, APART, APART_MONEY, TEXT, WRAPPED_TEXT, WRAPPED_DAY, WRAPPED_MONEY = range(1, 12)
_FORMAT = (
    '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" '
    'applyFill="1" applyAlignment="1"{}>'
    '<alignment vertical="top"{}/></xf>'
)
_STYLES = "".join(
    (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet {_MAIN}>',
        '<fonts count="3">',
        *(_FONT.format(bold, size) for bold, size in (("", 11), ("<b/>", 11), ("<b/>", 16))),
        f'</fonts><fills count="3">{_FILL.format("none")}{_FILL.format("gray125")}{_TINTED}</fills>',
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
        f'<cellXfs count="{len(_LOOKS)}">',
        *(
            _FORMAT.format(
                number, font, 2 * tinted, ' quotePrefix="1"' if quoted else "", ' wrapText="1"' if wraps else ""
            )
            for number, font, wraps, tinted, quoted in _LOOKS
        ),
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    )
)


def workbook(sheets: Sequence[Spreadsheet]) -> bytes:
    """The tables as the sheets of one workbook, named by their titles. The same tables give the same bytes."""
    packed = BytesIO()
    numbered = list(enumerate(sheets, 1))
    relations = [
        _RELATION.format(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number, _s in numbered
    ]
    tabs = _tabs([sheet.title for sheet in sheets])
    names = [_SHEET.format(name=quoteattr(tab), number=number) for number, tab in enumerate(tabs, 1)]
    parts: dict[str, Callable[[], str]] = {
        "[Content_Types].xml": lambda: _TYPES.format("".join(_SHEET_TYPE.format(number) for number, _s in numbered)),
        "_rels/.rels": lambda: _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": lambda: _BOOK.format("".join(names), _repeated(tabs, sheets)),
        "xl/_rels/workbook.xml.rels": lambda: _RELATIONS.format(
            "".join(relations) + _RELATION.format(f"rId{len(numbered) + 1}", "styles", "styles.xml")
        ),
        "xl/styles.xml": lambda: _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": partial(_worksheet, sheet) for number, sheet in numbered},
    }
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=FOLDED) as archive:
        for name, text in parts.items():
            part = ZipInfo(name, CHANGED)
            part.compress_type = ZIP_DEFLATED
            archive.writestr(part, text().encode(), compresslevel=FOLDED)
    return packed.getvalue()


def _tabs(titles: Sequence[str]) -> list[str]:
    """The names of the sheets, of which Excel takes 31 characters, each once and not these."""
    tabs = list[str]()
    for title in titles:
        plain_title = "".join(" " if letter in "[]:*?/\\'" else letter for letter in without_refused(title))
        tab = plain_title[:31].strip() or "1"
        number = 1
        while tab.casefold() in {other.casefold() for other in tabs}:
            number += 1
            tab = f"{plain_title[: 30 - len(str(number))].strip()} {number}"
        tabs.append(tab)
    return tabs


def _repeated(tabs: Sequence[str], sheets: Sequence[Spreadsheet]) -> str:
    """Which rows are printed at the head of every page of a sheet to be read."""
    lines = [
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{_fixed_columns(tab, sheet)}'{escape(tab)}'!${len(sheet.above) + 1}:${len(sheet.above) + 1}</definedName>"
        for place, (tab, sheet) in enumerate(zip(tabs, sheets, strict=True))
        if sheet.above
    ]
    return f"<definedNames>{''.join(lines)}</definedNames>" if lines else ""


def _fixed_columns(tab: str, sheet: Spreadsheet) -> str:
    return f"'{escape(tab)}'!$A:${_letters(sheet.fixed)}," if sheet.fixed else ""


def _worksheet(sheet: Spreadsheet) -> str:
    is_read, head = bool(sheet.above), len(sheet.above) + 1
    letters = [_letters(column) for column in range(1, len(sheet.headings) + 1)]
    pieces = [f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet {_MAIN}>']
    if is_read:
        pieces.append('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    split = f'xSplit="{sheet.fixed}" ' if sheet.fixed else ""
    pane = "bottomRight" if sheet.fixed else "bottomLeft"
    pieces.append(
        f'<sheetViews><sheetView workbookViewId="0"><pane {split}ySplit="{head}" '
        f'topLeftCell="{_letters(sheet.fixed + 1)}{head + 1}" activePane="{pane}" state="frozen"/>'
        "</sheetView></sheetViews><cols>"
    )
    widths = _widths(sheet)
    for number, width in enumerate(widths, 1):
        pieces.append(f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>')
    pieces.append("</cols><sheetData>")
    for number, line in enumerate(sheet.above, 1):
        cells = (_text(f"{_letters(at)}{number}", text, _above(number, at)) for at, text in enumerate(line, 1) if text)
        pieces.append(f'<row r="{number}"{_height(2 if number == 1 else 1)}>{"".join(cells)}</row>')
    looks, lines = _looks(sheet), widths if is_read else ()
    pieces.append(_row(head, sheet.headings, letters, [APART if is_read else HEADING] * len(letters), lines))
    if sheet.heads or sheet.titles or sheet.sums:
        rows = ((place, row, _looks_of(sheet, place, looks)) for place, row in enumerate(sheet.rows))
        pieces += [_row(head + 1 + place, row, letters, own, lines) for place, row, own in rows]
    else:
        pieces += [_row(number, row, letters, looks, lines) for number, row in enumerate(sheet.rows, head + 1)]
    last = head + len(sheet.rows)
    if sheet.total:
        apart = [APART_MONEY if at in sheet.money else APART for at in range(len(letters))]
        pieces.append(_row(last + 1, sheet.total, letters, apart, lines))
    if any(sheet.headings):
        pieces.append(f'</sheetData><autoFilter ref="A{head}:{letters[-1]}{last}"/>')
    else:
        pieces.append("</sheetData>")
    if is_read:
        pieces.append(
            f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="{2 if sheet.fixed else 1}" fitToHeight="0"/>'
        )
        pieces.append("<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>")
    pieces.append("</worksheet>")
    return "".join(pieces)


def _above(number: int, at: int) -> int:
    """The look of a line above the headings: the first is the title, then labels with what they say."""
    return TITLE if number == 1 else HEADING if at == 1 else 0


def _looks(sheet: Spreadsheet) -> list[int]:
    """The look of each column: texts wrap on a sheet to be read, sums of money have two decimals."""
    is_read = bool(sheet.above)
    money, usual = (WRAPPED_MONEY, WRAPPED) if is_read else (MONEY, 0)
    return [money if at in sheet.money else usual for at in range(len(sheet.headings))]


def _looks_of(sheet: Spreadsheet, place: int, looks: Sequence[int]) -> Sequence[int]:
    """The looks of a row among several tables: of a title, of headings or a total, or of its columns."""
    if place in sheet.titles:
        return [HEADING] * len(looks)
    if place in sheet.heads:
        return [APART_MONEY if (place, at) in sheet.sums else APART for at in range(len(looks))]
    return [WRAPPED_MONEY if (place, at) in sheet.sums else own for at, own in enumerate(looks)]


def _widths(sheet: Spreadsheet) -> list[int]:
    widest = WIDEST_WRAPPED if sheet.above else WIDEST
    widths = []
    for at, heading in enumerate(sheet.headings):
        longest = max((len(str(row[at])) for row in sheet.rows if row[at] is not None), default=0)
        head = max(map(len, heading.split()), default=0) + 3 if sheet.above else len(heading) + 6
        widths.append(min(max(longest + 2, head, NARROWEST), widest))
    return widths


def _height(lines: int) -> str:
    """The height of a row of so many lines: not every program finds it by itself."""
    return f' ht="{LINE * min(lines, MOST_LINES)}" customHeight="1"' if lines > 1 else ""


def _lines(row: Sequence[Content], widths: Sequence[int]) -> int:
    texts = zip(row, widths, strict=True)
    return max((-(-len(text) // max(width - 2, 1)) for text, width in texts if isinstance(text, str)), default=1)


def _row(
    number: int, row: Sequence[Content], letters: Sequence[str], looks: Sequence[int], widths: Sequence[int] = ()
) -> str:
    """A row; where `widths` are told, it is as high as its texts are in columns so wide."""
    cells = [
        _text(f"{letter}{number}", content, look)
        if content.__class__ is str
        else _cell(f"{letter}{number}", content, look)
        for letter, content, look in zip(letters, row, looks, strict=True)
        if content is not None and content != ""
    ]
    return f'<row r="{number}"{_height(_lines(row, widths)) if widths else ""}>{"".join(cells)}</row>'


def _cell(place: str, content: Content, look: int) -> str:
    if isinstance(content, str):
        return _text(place, content, look)
    if isinstance(content, date):
        own = WRAPPED_DAY if look in (WRAPPED, WRAPPED_MONEY) else APART if look in (APART, APART_MONEY) else DAY
        return f'<c r="{place}" s="{own}"><v>{(content - FIRST_DAY).days}</v></c>'
    return f'<c r="{place}" s="{look}"><v>{content}</v></c>'


def _text(place: str, content: str, look: int) -> str:
    """A text; what a spreadsheet might calculate stays a text when somebody types it again."""
    if content[0] in CALCULATED and look in (0, WRAPPED):
        look = WRAPPED_TEXT if look else TEXT
    if _MARKED.search(content):
        content = escape(without_refused(content))
    text = content[:LONGEST]
    spaces = "" if text.isprintable() and text == text.strip() else ' xml:space="preserve"'  # at its ends, or lines
    return f'<c r="{place}" t="inlineStr" s="{look}"><is><t{spaces}>{text}</t></is></c>'


def _letters(column: int) -> str:
    """The letters by which a spreadsheet calls a column: A, Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def without_refused(text: str) -> str:
    """Without the characters that XML does not take."""
    return _REFUSED.sub("", text)
