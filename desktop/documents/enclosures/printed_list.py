"""A list of the program on paper: the columns that are shown, row by row, for IOM alone."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.base.values import JsonObject
from desktop.documents.blocks import Document, PageMark, Paper, ParagraphBlock, PartBlock, TableBlock, TableColumn
from desktop.documents.enclosures.wording import in_languages
from desktop.documents.pdf import Pdf, render

NARROWEST, WIDEST = 12, 34  # characters that count for the width of a column


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column of a list; `figures` stand at the right."""

    title: str
    figures: bool = False


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list; every text in the one language of the document, each row with a cell for each column."""

    title: str
    note: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[tuple[str, ...], ...]


def draw_list(
    content: PrintedList,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The list as a document of its own; columns are as wide as their words ask for."""
    title = in_languages((language,), N_("List"))
    record: JsonObject = {"kind": "list", "title": content.title, "rows": len(content.rows)}
    columns = tuple(
        TableColumn(column.title, _share(content, at), "right" if column.figures else "left")
        for at, column in enumerate(content.columns)
    )
    blocks = (
        PartBlock(content.title, title, internal=True, flows=True),
        ParagraphBlock(content.note, "quiet", keep=True),
        TableBlock(columns, content.rows),
    )
    return render(
        Document(
            content.title, reference, blocks, (language,), made_at, office, record, mark, internal=True, paper=paper
        )
    )


def _share(content: PrintedList, at: int) -> float:
    longest = max((len(row[at]) for row in content.rows), default=0)
    return float(min(max(longest, len(content.columns[at].title), NARROWEST), WIDEST))
