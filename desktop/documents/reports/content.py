"""The content of a report in one language: words, tables of real numbers and days, charts. The same for every format.

A number stands here once, exact, with what it is a number of; each format writes it in its own way, so that no two
disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money, format_number, share_decimals, share_figures, with_percent
from desktop.base.places import DOLLARS
from desktop.base.text import said_in
from desktop.documents.blocks import Align
from desktop.documents.charts.chart import Chart


class NumberKind(StrEnum):
    """What a number of a report is a number of."""

    COUNT = "count"
    USD = "usd"
    PERCENT = "percent"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """An exact number; None where it is not computable, which is not 0."""

    value: Decimal | None
    kind: NumberKind = NumberKind.COUNT

    def words(self, language: str, least: int = 1) -> str:
        """As it is read, with its unit where it has one of its own; a share with no fewer decimals than `least`."""
        if self.value is None:
            return said_in(language, "not computable")
        match self.kind:
            case NumberKind.USD:
                return format_money(self.value, DOLLARS, language)
            case NumberKind.PERCENT:
                return with_percent(share_figures(self.value, language, least), language)
            case _other:
                return format_number(self.value, language)


ReportCell = str | date | ReportNumber | None


def cell_words(cell: ReportCell, language: str, least: int = 1) -> str:
    """A cell as it is read; nothing where there is nothing to say. Shares have no fewer decimals than `least`."""
    if cell is None:
        return ""
    if isinstance(cell, ReportNumber):
        return cell.words(language, least)
    return day_in_words(cell.isoformat(), language) if isinstance(cell, date) else cell


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column: its name for programs, its heading, its share of the width, its side."""

    id: str
    heading: str
    share: float = 1.0
    side: Align = "left"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row; `code` tells a program what it is about: an indicator, a record."""

    cells: tuple[ReportCell, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows as long as the columns; `note` stands below. Without rows `when_empty` is said in its place.

    Raises ValueError for a row that is longer or shorter.
    """

    id: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    total: tuple[ReportCell, ...] = ()
    note: str = ""
    when_empty: str = ""

    def __post_init__(self) -> None:
        for cells in (*(row.cells for row in self.rows), *((self.total,) if self.total else ())):
            if len(cells) != len(self.columns):
                raise ValueError(f"a row of {len(cells)} cells in a table of {len(self.columns)} columns")

    @property
    def share_decimals(self) -> int:
        """The decimals of every share of the table: those of the one that needs most, so that they stand even."""
        cells = (cell for row in (*(row.cells for row in self.rows), self.total) for cell in row)
        shares = (cell.value for cell in cells if isinstance(cell, ReportNumber) and cell.kind is NumberKind.PERCENT)
        return max((share_decimals(value) for value in shares if value is not None), default=1)


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A chart; of a `repeated` one the numbers stand in a table of the same section already: one that it `heads` comes
    next, without a title of its own."""

    id: str
    chart: Chart
    repeated: bool = False
    heads: bool = False


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Running text, a paragraph each; or, as `bullets`, short items. A `quiet` text is a note."""

    paragraphs: tuple[str, ...]
    bullets: bool = False
    quiet: bool = False


ReportPiece = ReportTable | ReportChart | ReportWords


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section: what it is, a line about it, and its pieces in order."""

    id: str
    title: str
    about: str
    pieces: tuple[ReportPiece, ...]


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What every report states: the period, whose it is, when it was run, by which definitions, for whom it is."""

    kind: str
    title: str
    about: str
    language: str
    first: date
    last: date
    period: str
    office: str
    office_name: str
    run_on: date
    definitions: tuple[tuple[str, str], ...]  # what they define, and their version
    reference: str
    internal: bool
    sheet: bool = False  # on one page, without a cover
    partner: str = ""  # the id of the partner that it is about and for
    standing: str = ""  # that the figures of the period were closed, and restated since; empty where they were not


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    head: ReportHead
    sections: tuple[ReportSection, ...]

    def tables(self) -> Iterator[tuple[ReportSection, ReportTable]]:
        """Every table, and every chart whose numbers stand nowhere else as one, with its section."""
        for section in self.sections:
            for piece in section.pieces:
                if isinstance(piece, ReportTable):
                    yield section, piece
                elif isinstance(piece, ReportChart) and not piece.repeated:
                    yield section, charted(piece)


def charted(piece: ReportChart) -> ReportTable:
    """The numbers of a chart as a table."""
    chart = piece.chart
    kind = NumberKind.PERCENT if chart.unit.percent else NumberKind.USD if chart.unit.currency else NumberKind.COUNT
    columns = (
        ReportColumn("label", chart.unit.heading(chart.language), 2.0),
        *(ReportColumn(f"series_{n}", own.name, 1.0, "right") for n, own in enumerate(chart.series, 1)),
    )
    rows = tuple(
        ReportRow((label, *(ReportNumber(own.data[place].value, kind) for own in chart.series)))
        for place, label in enumerate(chart.labels)
    )
    return ReportTable(piece.id, chart.title, columns, rows)
