"""Tables that other programs saved, row by row: CSV in each of Excel's ways, and workbooks (XLSX, ODS).

What a file is, is told by its content: its ending says nothing.
"""

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from desktop.base.cell_area import reaches_too_far
from desktop.base.compound import SIGNATURE, UNDER_PASSWORD, streams
from desktop.base.decoding import MARKS, encoding_of
from desktop.base.errors import Problem
from desktop.base.files import PIECE, pieces_of
from desktop.base.swelling import DAMAGED_PACKAGE, swells
from desktop.base.text import _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

LONGEST_CELL = 4 * 1024 * 1024  # characters: OpenSanctions keeps hundreds of aliases in one cell
LARGEST_WORKBOOK = 64 * 1024 * 1024  # bytes: a workbook is read whole
SEPARATORS = (",", ";", "\t", "|")
TITLE_LINES = 10  # at most, above the heads of a table
_MARKS = tuple(mark for mark, _encoding in MARKS)
_PANIC = "PanicException"  # of the library that reads workbooks, on what it did not expect: no `Exception`
_PACKAGE = b"PK\x03\x04"
# OFAC parts its `.del` files by a sign that others have in addresses only.
_OFAC_LINE = re.compile(r"\d+@(?:[^@]*@){3}")
_SAID = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)  # Excel's own line: it names the separator and is no row


def rows(path: Path, sheet: str = "") -> Iterator[list[str]]:
    """The rows of a table as texts: of a CSV file, or of a workbook.

    `sheet` names the sheet of a workbook; without it, or where there is none of that name, it is the first that holds
    anything.

    Raises csv.Error when a CSV file ends inside a quoted cell, UnicodeDecodeError when it ends inside a character,
    and Problem with the true reason for a workbook that cannot be read and for a file that is no table.
    """
    with path.open("rb") as file:
        start = file.read(PIECE)
    if start.startswith(SIGNATURE):
        raise _old_or_locked(path)
    if start.startswith(_PACKAGE):
        yield from _workbook_rows(path, sheet)
        return
    if b"\0" in start[:4096] and not encoding_of([start]).startswith("utf-16") and not start.startswith(_MARKS):
        raise _no_table(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding_of(pieces_of(path)), newline="") as text:
        first = text.readline(65536).removeprefix("\ufeff")
        separator_line = _SAID.fullmatch(first)
        separator = separator_line[1] if separator_line else _separator([first, *_next_lines(text)])
        text.seek(0)
        if separator_line is not None:
            text.readline(65536)
        for number, row in enumerate(csv.reader(text, delimiter=separator, strict=True)):
            if number == 0 and separator_line is None and row:
                row[0] = row[0].removeprefix("\ufeff")
            yield row


def _next_lines(text: TextIO) -> list[str]:
    return [text.readline(65536) for _number in range(TITLE_LINES)]


def _separator(lines: Sequence[str]) -> str:
    """What parts the cells of a row: whatever stands most often outside quotation marks in the first line that has any
    (titles and dates above a table have none); a comma in doubt."""
    for line in lines:
        bare = re.sub(r'"[^"]*"', "", line)
        if _OFAC_LINE.match(bare):
            return "@"
        counts = {separator: bare.count(separator) for separator in SEPARATORS}
        if any(counts.values()):
            return max(SEPARATORS, key=lambda separator: (counts[separator], separator == ","))
    return ","


# --- workbooks


def _workbook_rows(path: Path, sheet: str) -> Iterator[list[str]]:
    with _opened(path) as book:
        names = [sheet] if sheet in book.sheet_names else book.sheet_names
        for name in names:
            is_filled = False
            for row in _sheet_rows(book.get_sheet_by_name(name)):
                is_filled = True
                yield row
            if is_filled:
                return


@contextmanager
def _opened(path: Path) -> Iterator["CalamineWorkbook"]:
    """A workbook to read; what cannot be read of it raises Problem."""
    import python_calamine

    errors = (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError)
    try:
        _require_whole(path)
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            yield book
    except python_calamine.PasswordError as error:
        raise _under_password(path) from error
    except (*errors, *DAMAGED_PACKAGE) as error:
        raise _unreadable(path) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise _unreadable(path) from error
        raise


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """The rows of every sheet of a workbook as texts, from its first cell on: the first row of a list is row 1.

    Raises Problem with the true reason for what is no workbook, or none that can be read.
    """
    with path.open("rb") as file:
        start = file.read(PIECE)
    if start.startswith(SIGNATURE):
        raise _old_or_locked(path)
    if not start.startswith(_PACKAGE):
        raise _unreadable(path)
    with _opened(path) as book:
        return {
            name: [
                [_as_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook, none of a CSV file; raises Problem for a workbook that cannot be read."""
    with path.open("rb") as file:
        start = file.read(PIECE)
    if not start.startswith(_PACKAGE):
        return ()
    with _opened(path) as book:
        return tuple(book.sheet_names)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by its first bytes: one that was cut short cannot be opened."""
    with path.open("rb") as file:
        return file.read(len(_PACKAGE)) == _PACKAGE


def every_sheet(path: Path) -> dict[str, list[list[str]]]:
    """The rows of every sheet of a workbook by its name, or those of a CSV file under an empty one.

    Raises as `rows` does.
    """
    with path.open("rb") as file:
        start = file.read(len(_PACKAGE))
    return sheets(path) if start == _PACKAGE else {"": list(rows(path))}


def _sheet_rows(sheet: "CalamineSheet") -> Iterator[list[str]]:
    blank: list[list[str]] = []  # held back: those at the end are none
    start = sheet.start  # rows and columns before the first filled cell are none
    if start is None:
        return
    for cells in islice(sheet.iter_rows(), start[0], None):
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


def _require_whole(path: Path) -> None:
    """Raise Problem for a workbook that is too large to be read whole or that swells, BadZipFile for a damaged one.

    The library that reads it is made for sound ones: each part is held against its checksum first.
    """
    size = path.stat().st_size
    with zipfile.ZipFile(path) as package:
        if size > LARGEST_WORKBOOK or swells(package, size) or reaches_too_far(package):
            raise Problem(
                _("“{name}” is too large to be read as a workbook; nothing was read.").format(name=path.name),
                _("Save it as a CSV file, then choose that."),
                code="table-too-large",
            )
        if package.testzip() is not None:
            raise zipfile.BadZipFile


def _old_or_locked(path: Path) -> Problem:
    with path.open("rb") as file:
        if UNDER_PASSWORD in streams(file):
            return _under_password(path)
    return Problem(
        _("“{name}” is a file of an old Office program; nothing was read.").format(name=path.name),
        _("Open it in Excel or LibreOffice, save it as .xlsx or as a CSV file, then choose that."),
        code="table-old-office",
    )


def _under_password(path: Path) -> Problem:
    return Problem(
        _("“{name}” is under a password; nothing was read.").format(name=path.name),
        _("Open it in Excel or LibreOffice, save it without a password or as a CSV file, then choose that."),
        code="table-under-password",
    )


def _unreadable(path: Path) -> Problem:
    return Problem(
        _("“{name}” is no workbook that can be read, or is damaged; nothing was read.").format(name=path.name),
        _("Open it in Excel or LibreOffice, save it as a CSV file, then choose that."),
        code="table-unreadable",
    )


def _no_table(path: Path) -> Problem:
    return Problem(
        _("“{name}” is no table; nothing was read.").format(name=path.name),
        _("Choose a table: a CSV file or a workbook (XLSX, ODS)."),
        code="table-none",
    )
