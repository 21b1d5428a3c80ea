"""Lists in tables: rows by column, below titles and dates, put together where an entry has several."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.tables import is_workbook, rows
from desktop.base.text import _
from desktop.base.values import canonical, parse_json
from desktop.screening.entries import CutShortError, WholenessProof, tidy, unique

Facts = dict[str, str]  # a row by its columns


def records(path: Path, *, head: int = 0, sheet: str = "") -> Iterator[dict[str, str]]:
    """The rows of a table by column; column names in lower case. A row of another width is a cut file.

    `head` is the number of the row that names the columns, from 0; those above it are titles and dates.
    """
    table = islice(rows(path, sheet), head, None)
    header = [tidy(cell).lower() for cell in next(table, [])]
    for row in table:
        if not any(row):
            continue
        if len(row) != len(header):
            raise CutShortError("a row of another width")
        yield dict(zip(header, row, strict=True))


def head_of(first: Sequence[Sequence[str]], columns: Set[str]) -> int | None:
    """Which of the first rows of a table names all these columns; None when none does."""
    heads = ({tidy(cell).lower() for cell in row} for row in first)
    return next((number for number, cells in enumerate(heads) if columns <= cells), None)


def table_proof(path: Path, ids: Set[str]) -> WholenessProof:
    """A workbook without its end cannot be opened; a CSV file that was cut at the end of a row looks like one that was
    not."""
    return WholenessProof(is_workbook(path))


def together(table: Iterable[Mapping[str, str]], key: Callable[[Mapping[str, str]], str]) -> Iterator[list[Facts]]:
    """The rows of each entry, in the order in which the entries come first, wherever in the table they stand.

    Lists write one row for each name, sorted by name. The rows are put together in a file that SQLite deletes itself,
    not in memory. Raises CutShortError for a row without a key, Problem when the disk is full.
    """
    numbers: dict[str, int] = {}
    base = sqlite3.connect("")
    try:
        base.execute("CREATE TABLE line (entry INTEGER, cells TEXT)")
        for row in table:
            if not (name := key(row)):
                raise CutShortError("a row that belongs to no entry")
            number = numbers.setdefault(name, len(numbers))
            base.execute("INSERT INTO line VALUES (?, ?)", (number, canonical(dict(row)).decode()))
        lines = base.execute("SELECT entry, cells FROM line ORDER BY entry, rowid")
        for _entry, group in groupby(lines, key=itemgetter(0)):
            yield [parse_json(cells) for _number, cells in group]
    except sqlite3.Error as error:
        raise Problem(
            _("There is no room to put the rows of this list together; nothing was imported."),
            _("Free some space on the disk, then try again."),
            code="list-no-room",
        ) from error
    finally:
        base.close()


def column(row: Mapping[str, str], *names: str) -> str:
    """The first of these columns that holds anything."""
    return next((text for name in names if (text := tidy(row.get(name)))), "")


def cells_of(group: Iterable[Mapping[str, str]], *names: str) -> tuple[str, ...]:
    """What the rows of an entry say in these columns, joined within a row, each only once."""
    return unique(", ".join(text for name in names if (text := tidy(row.get(name)))) for row in group)
