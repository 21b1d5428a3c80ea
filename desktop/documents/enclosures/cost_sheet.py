"""The cost of the private-sector function in a year: tables of sums, for IOM alone (¶30 b)."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.base.values import JsonObject
from desktop.documents.blocks import (
    Block,
    ChartBlock,
    Document,
    HeadingBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.charts.chart import Chart
from desktop.documents.enclosures.wording import in_languages
from desktop.documents.pdf import Pdf, render

WORDS, FIGURES = 2.4, 1.0  # the shares of the columns


@dataclass(frozen=True, slots=True)
class PrintedSums:
    """A table of sums: the first column says of what; `total` is empty where there is none."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedCosts:
    """What the sheet says, every text in its one language; the charts stand before the tables."""

    title: str
    note: str
    tables: tuple[PrintedSums, ...]
    charts: tuple[Chart, ...] = ()


def draw_costs(
    content: PrintedCosts,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The sheet as a PDF."""
    languages = (language,)
    blocks: list[Block] = [
        PartBlock(content.title, in_languages(languages, N_("Private-sector function (¶30 b)")), internal=True)
    ]
    if content.note:
        blocks.append(ParagraphBlock(content.note, "quiet"))
    blocks += map(ChartBlock, content.charts)
    for table in content.tables:
        blocks.append(HeadingBlock(table.title, 3))
        wide = FIGURES if len(table.columns) > 4 else WORDS
        columns = tuple(
            TableColumn(title, wide if not at else FIGURES, "right" if at and not _is_words(table, at) else "left")
            for at, title in enumerate(table.columns)
        )
        blocks.append(TableBlock(columns, table.rows, table.total))
    record: JsonObject = {"kind": "cost-of-the-function", "title": content.title}
    document = Document(
        content.title, reference, tuple(blocks), languages, made_at, office, record, mark, internal=True, paper=paper
    )
    return render(document)


def _is_words(table: PrintedSums, at: int) -> bool:
    return any(any(sign.isalpha() for sign in row[at]) for row in table.rows)
