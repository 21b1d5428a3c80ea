"""A sheet of sums, for IOM alone: charts, then tables; of costs (¶30 b) and of indicators (¶29)."""

from dataclasses import dataclass

from desktop.base.values import JsonObject
from desktop.documents.blocks import (
    MOST_WHOLE,
    Align,
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
    """A table of sums: the first column says of what; `total` is empty where there is none.

    `layout` is of each column its share of the width and its side; without it figures stand at the right.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    layout: tuple[tuple[float, Align], ...] = ()


@dataclass(frozen=True, slots=True)
class SumsSheet:
    """What the sheet says, in one language but for `subtitle`, a sentence of the catalogue; `kind` names its record.

    The notes stand first, then the charts, then the tables.
    """

    title: str
    subtitle: str
    kind: str
    notes: tuple[str, ...]
    tables: tuple[PrintedSums, ...]
    charts: tuple[Chart, ...] = ()


def draw_sums(
    content: SumsSheet,
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
        PartBlock(content.title, in_languages(languages, content.subtitle), internal=True),
        *(ParagraphBlock(note, "quiet") for note in content.notes),
    ]
    blocks += map(ChartBlock, content.charts)
    for table in content.tables:
        blocks.append(HeadingBlock(table.title, 3))
        layout = table.layout or _layout(table)
        columns = tuple(
            TableColumn(title, share, side) for title, (share, side) in zip(table.columns, layout, strict=True)
        )
        is_short = len(table.rows) <= MOST_WHOLE
        blocks.append(TableBlock(columns, table.rows, table.total, whole=is_short))
    record: JsonObject = {"kind": content.kind, "title": content.title}
    document = Document(
        content.title, reference, tuple(blocks), languages, made_at, office, record, mark, internal=True, paper=paper
    )
    return render(document)


def _is_words(table: PrintedSums, at: int) -> bool:
    return any(any(sign.isalpha() for sign in row[at]) for row in table.rows)


def _layout(table: PrintedSums) -> tuple[tuple[float, Align], ...]:
    wide = FIGURES if len(table.columns) > 4 else WORDS
    return tuple(
        (wide if not at else FIGURES, "right" if at and not _is_words(table, at) else "left")
        for at in range(len(table.columns))
    )
