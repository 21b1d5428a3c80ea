"""How far the cells of a workbook reach: the library that reads it lays out every cell up to the last filled one.

One cell in the last corner of an empty sheet, a file of some kilobytes, would take more memory than any computer has,
and end the program. So the corners are found first, in the XML itself, a piece at a time.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

MOST_CELLS = 8_000_000  # of a sheet, up to its last filled row and column: 30 columns of 250,000 rows
PIECE = 1 << 20  # bytes
LONGEST_TAG = 1 << 16  # bytes of a tag that is looked at
_EXCEL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)>")
_OPEN = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^<>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,8})(\d{0,9})["']""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})["']""")
_FILLED = re.compile(rb"office:(?:value|date-value|time-value|boolean-value|string-value)\b")


def reaches_too_far(package: zipfile.ZipFile) -> bool:
    """Whether a sheet of this workbook has more cells, up to its last filled one, than are read.

    Raises as `zipfile`, and BadZipFile for a binary workbook (XLSB): how far it reaches cannot be told.
    """
    for part in package.infolist():
        name = part.filename.replace("\\", "/").lower()
        if name.endswith(".bin") and "worksheets/" in name:
            raise zipfile.BadZipFile("binary workbook")
        if name.endswith(".xml") and "worksheets/" in name:
            with package.open(part) as sheet:
                cells = _excel_cells(sheet)
        elif name == "content.xml":
            with package.open(part) as content:
                cells = _open_cells(content)
        else:
            continue
        if cells > MOST_CELLS:
            return True
    return False


def _tags(part: IO[bytes], pattern: re.Pattern[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The tags of these names with what stands in them, in the order of the part."""
    rest = b""
    while piece := part.read(PIECE):
        text = rest + piece
        end = text.rfind(b"<")
        if end < 0 or len(text) - end > LONGEST_TAG:
            end = len(text)
        for tag in pattern.finditer(text, 0, end):
            yield tag[1], tag[2]
        rest = text[end:]
    for tag in pattern.finditer(rest):
        yield tag[1], tag[2]


def _excel_cells(sheet: IO[bytes]) -> int:
    """Rows times columns up to the last cell with something in it; one without a place follows the one before."""
    row = column = last_row = last_column = 0
    for name, inside in _tags(sheet, _EXCEL):
        place = _PLACE.search(inside)
        letters, number = place.groups() if place else (b"", b"")
        if name == b"row":
            row, column = int(number or row + 1), 0
            continue
        column = _column(letters) if letters else column + 1
        row = int(number or row)
        if not inside.endswith(b"/"):
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row * last_column


def _column(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _open_cells(content: IO[bytes]) -> int:
    """The same of the largest sheet of an ODF workbook, where a row or a cell may be said to repeat."""
    most = row = column = last_row = last_column = 0
    for name, inside in _tags(content, _OPEN):
        times = _REPEATED.search(inside)
        count = int(times[1]) if times else 1
        if name == b"table":
            most, row, last_row, last_column = max(most, last_row * last_column), 0, 0, 0
        elif name == b"table-row":
            row, column = row + count, 0
        else:
            column += count
            if not inside.endswith(b"/") or _FILLED.search(inside):
                last_row, last_column = max(last_row, row), max(last_column, column)
    return max(most, last_row * last_column)
