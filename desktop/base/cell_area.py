"""How far the cells of a workbook reach: the library that reads it lays out every cell up to the last filled one.

One cell in the last corner of an empty sheet, a file of some kilobytes, would take more memory than any computer has,
and end the program. So the corners are found first, in the XML itself, a piece at a time.
"""

import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import IO

from desktop.base.files import PIECE

MOST_CELLS = 8_000_000  # of a sheet, up to its last filled row and column: 30 columns of 250,000 rows
DIGITS = 9  # of a row, of times that something repeats; letters of a column
BEYOND = 1_000_000_000
LONGEST_TAG = 1 << 16  # bytes of a tag that is looked at
_EXCEL = re.compile(
    rb"""<(?:\w+:)?(row|c)(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["']([A-Za-z]*)(\d*)["'])?[^<>]*?(/?)>"""
)  # a row or a cell, its place, and whether it is empty
_OPEN = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^<>]*)>")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d+)["']""")
_COUNT = re.compile(rb"""\b(unique)?[Cc]ount\s*=\s*["'](\d+)["']""")
_TEXTS = b"sst"
_COUNTED = re.compile(rb"<(?:\w+:)?(\w*s|sst)(?=\s)([^<>]*[Cc]ount[^<>]*)>")  # `cellXfs`, `mergeCells`, `fonts`
_FILLED = re.compile(rb"office:(?:value|date-value|time-value|boolean-value|string-value)\b")


def reaches_too_far(package: zipfile.ZipFile) -> bool:
    """Whether a sheet of this workbook has more cells, up to its last filled one, than are read.

    Raises as `zipfile`, and BadZipFile for a binary workbook (XLSB): how far it reaches cannot be told.
    """
    whole = sum(part.file_size for part in package.infolist())
    for part in package.infolist():
        name = part.filename.replace("\\", "/").lower()
        if name.endswith(".bin") and "worksheets/" in name:
            raise zipfile.BadZipFile("binary workbook")
        if name.endswith(".xml") and name.startswith("xl/"):
            with package.open(part) as content:
                if _promises_too_much(content, part.file_size, whole):
                    return True
        if name.endswith(".xml") and "worksheets/" in name:
            with package.open(part) as sheet:
                cells = _excel_cells(sheet)
        elif name == "content.xml":
            with package.open(part) as table:
                cells = _open_cells(table)
        else:
            continue
        if cells > MOST_CELLS:
            return True
    return False


def _tags(part: IO[bytes], pattern: re.Pattern[bytes]) -> Iterator[tuple[bytes, ...]]:
    """What the groups of the pattern hold of each of its tags, in the order of the part; nothing is empty."""
    rest = b""
    while piece := part.read(PIECE):
        text = rest + piece
        end = text.rfind(b"<")
        if end < 0 or len(text) - end > LONGEST_TAG:
            end = len(text)
        yield from (tag.groups(b"") for tag in pattern.finditer(text, 0, end))
        rest = text[end:]
    yield from (tag.groups(b"") for tag in pattern.finditer(rest))


def _promises_too_much(content: IO[bytes], size: int, whole: int) -> bool:
    """Whether a part says that it holds more of something than it has bytes, for which the library makes room at once.

    Only how often shared texts are used may be said in another part than where it is done: `whole` are all bytes.
    """
    for name, inside in _tags(content, _COUNTED):
        for unique, digits in _COUNT.findall(inside):
            if _number(digits) > (size if unique or name != _TEXTS else whole):
                return True
    return False


def _excel_cells(sheet: IO[bytes]) -> int:
    """Rows times columns up to the last cell with something in it; one without a place follows the one before."""
    row = column = last_row = last_column = 0
    for name, letters, number, empty in _tags(sheet, _EXCEL):
        if name == b"row":
            row, column = _number(number) if number else row + 1, 0
            continue
        column = _column(letters) if letters else column + 1
        row = _number(number) if number else row
        if not empty:
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row * last_column


def _number(digits: bytes) -> int:
    """A number; one of more digits than any place has is far beyond it, however the library would read it."""
    return int(digits) if len(digits) <= DIGITS else BEYOND


@lru_cache(maxsize=512)
def _column(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16384."""
    if len(letters) > DIGITS:
        return BEYOND
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _open_cells(content: IO[bytes]) -> int:
    """The same of the largest sheet of an ODF workbook, where a row or a cell may be said to repeat."""
    most = row = column = last_row = last_column = 0
    for name, inside in _tags(content, _OPEN):
        times = _REPEATED.search(inside)
        count = _number(times[1]) if times else 1
        if name == b"table":
            most, row, last_row, last_column = max(most, last_row * last_column), 0, 0, 0
        elif name == b"table-row":
            row, column = row + count, 0
        else:
            column += count
            if not inside.endswith(b"/") or _FILLED.search(inside):
                last_row, last_column = max(last_row, row), max(last_column, column)
    return max(most, last_row * last_column)
