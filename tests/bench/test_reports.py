"""How long reports take: sixty pages with thirty charts and tables on paper, fifty thousand rows as a workbook."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from desktop.base.numbers import format_number
from desktop.documents.reports import tables
from desktop.documents.reports.content import (
    NumberKind,
    Report,
    ReportChart,
    ReportColumn,
    ReportHead,
    ReportNumber,
    ReportPiece,
    ReportRow,
    ReportSection,
    ReportTable,
    ReportWords,
)
from desktop.documents.reports.paper import draw_report
from tests.charted import MADE, typical
from tests.paper import page_texts

Say = Callable[[str], None]
WORDS = "Le bureau et ses partenaires ont suivi les engagements pris, et chaque nombre s’ouvre sur ses fiches. "


def spent(deed: Callable[[], object]) -> float:
    """Seconds of this thread, the best of three."""
    times = []
    for _again in range(3):
        start = time.thread_time()
        deed()
        times.append(time.thread_time() - start)
    return min(times)


def table(id_: str, rows: int) -> ReportTable:
    columns = (
        ReportColumn("what", "Contribution", 2.4),
        ReportColumn("partner", "Partenaire", 1.6),
        ReportColumn("day", "Jour", 1.0),
        ReportColumn("usd", "Dollars", 1.2, "right"),
    )
    cents = Decimal("0.01")
    lines = tuple(
        ReportRow(
            (
                f"Don n° {number}",
                f"=Société {number % 97}",
                date(2026, 1 + number % 12, 1 + number % 28),
                ReportNumber(Decimal(number * 137) * cents, NumberKind.USD),
            ),
            f"C-{number}",
        )
        for number in range(rows)
    )
    return ReportTable(id_, "Contributions", columns, lines)


def report(*sections: ReportSection) -> Report:
    head = ReportHead(
        "office", "Rapport du bureau", "", "fr", date(2026, 1, 1), date(2026, 12, 31), "2026", "SN10", "Dakar",
        date(2026, 11, 30), (("indicateurs", "2026.1"),), "SN10-R-2026", internal=False,
    )  # fmt: skip
    return Report(head, sections)


def test_a_report_of_sixty_pages_with_thirty_charts_and_their_tables(tell: Say) -> None:
    """The target is 3 s. Floor: the same report without its charts."""
    charts = list(typical("fr").values())

    def written(*, with_charts: bool) -> bytes:
        sections = []
        for number in range(30):
            chart = ReportChart(f"c{number}", charts[number % len(charts)], repeated=True)
            pieces: tuple[ReportPiece, ...] = (ReportWords((WORDS * 4,) * 2), table(f"t{number}", 36))
            sections.append(
                ReportSection(f"s{number}", f"Chapitre {number + 1}", "", (chart, *pieces) if with_charts else pieces)
            )
        return draw_report(report(*sections), MADE).data

    pages = len(page_texts(written(with_charts=True)))
    own, floor = spent(lambda: written(with_charts=True)), spent(lambda: written(with_charts=False))
    tell(f"a report of {pages} pages with 30 charts: {own:.2f} s, without its charts {floor:.2f} s (target 3 s)")
    assert pages >= 50


def test_a_report_of_fifty_thousand_numbers_as_a_workbook(tell: Say) -> None:
    """The target is 5 s. Floor: the same as CSV."""
    content = report(ReportSection("s", "Contributions", "", (table("t", 17_000),)))
    rows = len(tables.data(content).rows)
    own, floor = spent(lambda: tables.as_workbook(content)), spent(lambda: tables.as_csv(content))
    tell(f"a workbook of {format_number(Decimal(rows), 'en')} rows: {own:.2f} s, as CSV {floor:.2f} s (target 5 s)")
    assert rows > 50_000
