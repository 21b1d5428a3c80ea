"""The sheets of a table that an office kept, the row of their headings, and the lines below it."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from desktop.base import tables
from desktop.base.errors import Problem
from desktop.base.files import PIECE
from desktop.base.text import _, language
from desktop.base.values import sha256
from desktop.definitions.spreadsheets import Heading, SpreadsheetRules, TableKind
from desktop.documents.foreign import iati
from desktop.services.registry.spreadsheets import transactions
from desktop.services.registry.spreadsheets.sheets import TableLine, TableSheet

HIGHEST_HEAD = 30  # rows: the headings stand among the first so many
MOST_LINES = 50_000  # of one sheet: an edition of eight thousand partnerships tells of more than thirty thousand sums
LONGEST_TEXT = 20_000  # characters of one cell
SPACES = "\u00a0\u2007\u2009\u202f\u200c\u200d"  # that Python does not call printable, and that writing needs
TAG = re.compile(r"\s*#\s*[A-Za-z][\w+ ]*")  # of the Humanitarian Exchange Language


@dataclass(frozen=True)
class OfficeTable:
    """A file as it was read: its name, the SHA-256 of its bytes, and those of its sheets that hold lines.

    `kind` is what its lines are taken for; `folder` is where the file lies, and scans that it names.
    """

    name: str
    digest: str
    sheets: tuple[TableSheet, ...]
    kind: TableKind = TableKind.PARTNERS
    folder: Path = Path()
    is_published: bool = False  # an activity file of IATI, of which the lines are transactions

    @property
    def likeliest(self) -> TableSheet:
        """The sheet of which most is understood; of several the longest, then the first."""
        return max(self.sheets, key=lambda sheet: (_told(sheet.understood), len(sheet.lines)))

    def sheet(self, name: str) -> TableSheet:
        """The sheet of a name; raises Problem when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise Problem(
            _("“{file}” has no sheet “{name}” that holds lines; nothing was read.").format(file=self.name, name=name),
            _("Choose one of its sheets: {names}.").format(names=", ".join(sheet.name for sheet in self.sheets)),
            code="spreadsheet-no-sheet",
        )


def read_table(path: Path, rules: SpreadsheetRules, kind: TableKind | None = None) -> OfficeTable:
    """Read a CSV file or a workbook, as a table of this kind, or of the one that its headings make likeliest.

    Raises Problem with the reason for what is no table, is cut off, or holds no lines.
    """
    with path.open("rb") as file:
        if iati.is_xml(file.read(PIECE)):
            return _published(path, rules.for_table(TableKind.GIFTS))
    try:
        every_row = tables.every_sheet(path)
        kind = kind or _likeliest_kind(every_row.values(), rules)
        located = {name: _located(name, rows, rules.for_table(kind)) for name, rows in every_row.items()}
    except (csv.Error, UnicodeDecodeError) as error:
        raise Problem(
            _("“{name}” is cut off or damaged; nothing was read.").format(name=path.name),
            _("Open it in Excel or LibreOffice, save it anew as .xlsx, then choose that."),
            code="spreadsheet-damaged",
        ) from error
    sheets = tuple(sheet for sheet in located.values() if sheet is not None)
    if not sheets:
        raise Problem(
            _("“{name}” holds no line below a row of headings; nothing was read.").format(name=path.name),
            _("Let the first row name the columns, for instance Name, Country, Telephone."),
            code="spreadsheet-empty",
        )
    for sheet in sheets:
        _require_short(path, sheet)
    return OfficeTable(path.name, sha256(path.read_bytes()), sheets, kind, path.parent)


def _published(path: Path, rules: SpreadsheetRules) -> OfficeTable:
    """An activity file of IATI as a sheet of contributions, one line for each transaction that tells one."""
    sheet = transactions.sheet_of(iati.read_activities(path, language()), rules)
    if not sheet.lines:
        raise Problem(
            _("“{name}” tells of no money that was promised or received; nothing was read.").format(name=path.name),
            _("Choose a file whose activities have transactions of pledges, commitments or funds."),
            code="iati-no-transaction",
        )
    _require_short(path, sheet)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return OfficeTable(path.name, digest, (sheet,), TableKind.GIFTS, path.parent, is_published=True)


def _require_short(path: Path, sheet: TableSheet) -> None:
    if len(sheet.lines) > MOST_LINES:
        raise Problem(
            _("“{name}” holds more lines than can be imported at once; nothing was read.").format(name=path.name),
            _("Cut it into files of at most {count} lines each.").format(count=MOST_LINES),
            code="spreadsheet-too-long",
        )


def _likeliest_kind(sheets: Iterable[Sequence[Sequence[str]]], rules: SpreadsheetRules) -> TableKind:
    """The kind of which most headings of one row are known; partners in doubt, and without what tells another kind."""
    heads = [[cell.strip() for cell in row] for rows in sheets for row in rows[:HIGHEST_HEAD]]
    told = {TableKind.PARTNERS: 0}
    for kind in TableKind:
        of_kind = rules.for_table(kind)
        for row in heads:
            fields = {heading.field for heading in _understood(row, of_kind) if heading is not None}
            if any(fields_told <= fields for fields_told in rules.telling[kind]):
                told[kind] = max(told.get(kind, 0), len(fields))
    return max(told, key=lambda kind: (told[kind], kind is TableKind.PARTNERS))


def _located(name: str, rows: Sequence[Sequence[str]], rules: SpreadsheetRules) -> TableSheet | None:
    """A sheet with the row of its headings; None where nothing stands below one."""
    trimmed = [tuple(_printable(cell) for cell in row) for row in rows]
    width = max((len(row) for row in trimmed), default=0)
    padded = [row + ("",) * (width - len(row)) for row in trimmed]
    likely = [(_told(_understood(row, rules)), _looks_like_headings(row)) for row in padded[:HIGHEST_HEAD]]
    if not any(any(mark) for mark in likely):
        return None
    head = likely.index(max(likely))
    tags = padded[head + 1] if _are_tags(padded[head + 1 : head + 2]) else ()
    first = head + (2 if tags else 1)
    lines = tuple(TableLine(at + 1, row) for at, row in enumerate(padded) if at >= first and any(row))
    if not lines:
        return None
    understood = _understood(padded[head], rules)
    by_tag = [rules.tagged(tag) if tag else None for tag in tags] or [None] * width
    return TableSheet(
        name, head + 1, padded[head], tuple(word or tag for word, tag in zip(understood, by_tag, strict=True)), lines
    )


def _printable(cell: str) -> str:
    """A cell without the control characters that no record holds; lines of text stay lines."""
    if len(cell) > LONGEST_TEXT:
        raise Problem(
            _("A cell holds a text of more than {count} characters; nothing was read.").format(count=LONGEST_TEXT),
            _("Shorten it in the table, then choose the file again."),
            code="spreadsheet-cell-too-long",
        )
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or c.isprintable() or c in SPACES).strip()


def _understood(row: Sequence[str], rules: SpreadsheetRules) -> tuple[Heading | None, ...]:
    return tuple(rules.heading(cell) if cell else None for cell in row)


def _told(understood: Sequence[Heading | None]) -> int:
    """How many different fields the headings of a row name."""
    return len({heading.field for heading in understood if heading is not None})


def _looks_like_headings(row: Sequence[str]) -> bool:
    """Whether a row may be headings although none is known: words in most of its cells, and no number."""
    filled = [cell for cell in row if cell]
    return bool(filled) and 2 * len(filled) >= len(row) and not any(re.search(r"\d", cell) for cell in filled)


def _are_tags(rows: Sequence[Sequence[str]]) -> bool:
    filled = [cell for row in rows for cell in row if cell]
    return len(filled) >= 2 and all(TAG.fullmatch(cell) for cell in filled)
