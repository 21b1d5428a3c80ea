"""A questionnaire's workbook for tests: its sheets, cells that are changed, and the file that they come to."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from desktop.definitions.source import read_toml
from desktop.definitions.xlsforms.editing import workbook_sheets
from desktop.definitions.xlsforms.layout import Sheets
from desktop.documents.sheet import Spreadsheet, workbook
from tests.definitions.files import FORMS

QUESTIONNAIRE = FORMS / "diligence" / "questionnaire.toml"
Workbook = dict[str, list[list[str]]]


def exported() -> Workbook:
    """The sheets of the shipped questionnaire, to be changed at will."""
    return {name: [list(row) for row in rows] for name, rows in _shipped().items()}


@cache
def _shipped() -> Sheets:
    return workbook_sheets(read_toml(QUESTIONNAIRE))


def row_of(sheets: Workbook, sheet: str, *beginning: str) -> int:
    """The number, as a spreadsheet counts, of the row that begins so; a name stands in the second column."""
    rows = enumerate(sheets[sheet], 1)
    return next(number for number, row in rows if tuple(cell for cell in row if cell)[: len(beginning)] == beginning)


def change(sheets: Workbook, sheet: str, row: int, heading: str, cell: str) -> None:
    """Write into a cell, under a heading that may have to be added."""
    headings = sheets[sheet][0]
    if heading not in headings:
        for line in sheets[sheet]:
            line.append("")
        headings[-1] = heading
    sheets[sheet][row - 1][headings.index(heading)] = cell


def saved(sheets: Workbook, path: Path) -> Path:
    """The sheets as a workbook on the disk."""
    tables: Sequence[Spreadsheet] = [Spreadsheet(name, tuple(rows[0]), rows[1:]) for name, rows in sheets.items()]
    path.write_bytes(workbook(tables))
    return path
