"""Tables that other programs saved, row by row: CSV in each of Excel's ways, and workbooks (XLSX, XLS, ODS).

What a file is, is told by its content: its ending says nothing.
"""

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.decoding import MARKS, encoding_of
from desktop.base.errors import Problem
from desktop.base.swelling import swells
from desktop.base.text import _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LONGEST_CELL = 4 * 1024 * 1024  # characters: OpenSanctions keeps hundreds of aliases in one cell
LARGEST_WORKBOOK = 64 * 1024 * 1024  # bytes: a workbook is read whole
SEPARATORS = (",", ";", "\t", "|")
PIECE = 1 << 20
_MARKS = tuple(mark for mark, _encoding in MARKS)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = b"PK\x03\x04"
_SAID = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)  # Excel's own line: it names the separator and is no row


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a table as texts: of a CSV file, or of the first sheet of a workbook that holds anything.

    Raises csv.Error when a CSV file ends inside a quoted cell, UnicodeDecodeError when it ends inside a character,
    and Problem with the true reason for a workbook that cannot be read and for a file that is no table.
    """
    with path.open("rb") as file:
        start = file.read(PIECE)
    if start.startswith((_COMPOUND, _PACKAGE)):
        yield from _workbook_rows(path)
        return
    if b"\0" in start[:4096] and not encoding_of([start]).startswith("utf-16") and not start.startswith(_MARKS):
        raise _no_table(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding_of(_pieces(path)), newline="") as text:
        first = text.readline(65536).removeprefix("\ufeff")
        said = _SAID.fullmatch(first)
        separator = said[1] if said else _separator(first)
        if said is None:
            text.seek(0)
        for number, row in enumerate(csv.reader(text, delimiter=separator, strict=True)):
            if number == 0 and said is None and row:
                row[0] = row[0].removeprefix("\ufeff")
            yield row


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _separator(line: str) -> str:
    """What parts the cells of a row: whatever stands in it most often outside quotation marks, a comma in doubt."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=lambda separator: (bare.count(separator), separator == ","))


# --- workbooks


def _workbook_rows(path: Path) -> Iterator[list[str]]:
    import python_calamine

    _require_measured(path)
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            for name in workbook.sheet_names:
                sheet_rows = list(_sheet_rows(workbook.get_sheet_by_name(name)))
                if sheet_rows:
                    break
            else:
                sheet_rows = []
    except python_calamine.PasswordError as error:
        raise _under_password(path) from error
    except (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError, OSError) as error:
        raise _unreadable(path, error) from error
    yield from sheet_rows


def _sheet_rows(sheet: "CalamineSheet") -> Iterator[list[str]]:
    blank: list[list[str]] = []  # held back: those at the end are none
    for cells in sheet.to_python():
        row = [_as_text(cell) for cell in cells]
        if any(row):
            yield from blank
            blank = []
            yield row
        else:
            blank.append(row)


def _as_text(cell: "int | float | str | bool | time | date | datetime | timedelta") -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _require_measured(path: Path) -> None:
    """Raise Problem for a workbook that is too large to be read whole, or that swells."""
    size = path.stat().st_size
    too_large = size > LARGEST_WORKBOOK
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            too_large = too_large or swells(package, size)
    if too_large:
        raise Problem(
            _("“{name}” is too large to be read as a workbook; nothing was read.").format(name=path.name),
            _("Save it as a CSV file, then choose that."),
            code="table-too-large",
        )


def _under_password(path: Path) -> Problem:
    return Problem(
        _("“{name}” is under a password; nothing was read.").format(name=path.name),
        _("Open it in Excel or LibreOffice, save it without a password or as a CSV file, then choose that."),
        code="table-under-password",
    )


def _unreadable(path: Path, error: Exception) -> Problem:
    if "encrypt" in str(error).lower() or "password" in str(error).lower():
        return _under_password(path)
    return Problem(
        _("“{name}” is no workbook that can be read, or is damaged; nothing was read.").format(name=path.name),
        _("Open it in Excel or LibreOffice, save it as a CSV file, then choose that."),
        code="table-damaged",
    )


def _no_table(path: Path) -> Problem:
    return Problem(
        _("“{name}” is no table; nothing was read.").format(name=path.name),
        _("Choose a table: a CSV file or a workbook (XLSX, ODS)."),
        code="table-none",
    )
