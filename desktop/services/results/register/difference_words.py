"""In what two editions of the register differ, said in the language now spoken."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_number
from desktop.base.text import _, language
from desktop.documents.sheet import Content
from desktop.services.results.register.differences import ChangedCell, DifferentRow, EditionDifference


def cell_words(content: Content) -> str:
    """What a cell says, as a sentence has it."""
    if content is None or content == "":
        return _("nothing")
    if isinstance(content, Decimal):
        return format_number(content, language())
    return day_in_words(content.isoformat(), language()) if isinstance(content, date) else str(content)


def row_words(row: DifferentRow) -> str:
    """A row by its number and its partner."""
    return " · ".join(part for part in (row.number, row.partner) if part)


def change_words(cell: ChangedCell) -> str:
    """A field with what it said and says."""
    return _("{field}: {before} → {after}").format(
        field=cell.heading, before=cell_words(cell.before), after=cell_words(cell.after)
    )


def lines(difference: EditionDifference) -> Iterator[str]:
    """All of it, a line for each row that is new or gone and for each field that changed."""
    for words, rows in ((_("New: {row}"), difference.new), (_("Gone: {row}"), difference.gone)):
        yield from (words.format(row=row_words(row)) for row in rows)
    for row in difference.changed:
        yield _("Changed: {row}").format(row=row_words(row))
        yield from (f"  {change_words(cell)}" for cell in row.cells)
    yield from (_("Total: {change}").format(change=change_words(cell)) for cell in difference.totals)
