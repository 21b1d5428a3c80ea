"""How long charts take: a report of sixty pages with thirty of them, and one at a new width in the window."""

import time
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.base.numbers import format_number
from desktop.documents.blocks import (
    Block,
    ChartBlock,
    Document,
    HeadingBlock,
    PageBreakBlock,
    ParagraphBlock,
    PartBlock,
)
from desktop.documents.charts.marks import ChartScene
from desktop.documents.charts.plot import plot
from desktop.documents.pdf import Pdf, render
from desktop.ui.chart_painter import ChartPainter, ScreenLetters
from desktop.ui.theme import Theme, look
from tests.charted import MADE, typical

Say = Callable[[str], None]
WORDS = (
    "Le bureau et ses partenaires ont suivi pendant l’année les engagements pris ; ce qui n’était pas calculable "
    "est dit comme tel, et chaque nombre s’ouvre sur les pièces qui le fondent. "
)


def spent(deed: Callable[[], object]) -> float:
    """Seconds of this thread, the best of three."""
    times = []
    for _again in range(3):
        start = time.thread_time()
        deed()
        times.append(time.thread_time() - start)
    return min(times)


def shown(seconds: float) -> str:
    return format_number(Decimal(str(seconds * 1000)), "en", 0)


def report(*, with_charts: bool) -> Pdf:
    """Sixty pages of text; every other page has a chart in the place of its last paragraphs."""
    blocks: list[Block] = [PartBlock("Rapport")]
    charts = list(typical("fr").values())
    for number in range(60):
        chart = with_charts and number % 2 == 0
        blocks.append(HeadingBlock(f"Chapitre {number + 1}"))
        blocks += [ParagraphBlock(WORDS * 3)] * (2 if chart else 5)
        if chart:
            blocks.append(ChartBlock(charts[number // 2 % len(charts)]))
        blocks.append(PageBreakBlock())
    return render(Document("Rapport", "R-60", tuple(blocks[:-1]), ("fr",), MADE, "Dakar"))


def test_a_report_of_sixty_pages_with_thirty_charts(tell: Say) -> None:
    """The target is 3 s. Floor: the same report with text in the place of its charts."""
    assert report(with_charts=True).pages == 60
    ours, floor = spent(lambda: report(with_charts=True)), spent(lambda: report(with_charts=False))
    tell(f"report of 60 pages with 30 charts: {shown(ours)} ms (target 3 000), without them {shown(floor)} ms")
    assert ours < 4 * floor


def draw(scene: ChartScene, picture: QImage, letters: ScreenLetters) -> None:
    """The marks as the window draws them."""
    painter = QPainter(picture)
    ChartPainter(painter, look(), letters).draw(scene)
    painter.end()


def test_a_chart_at_a_new_width_in_the_window(tell: Say, qapp: QApplication) -> None:
    """Nothing may hold the window up for 50 ms. Floor: the same marks drawn at their places of before."""
    Theme(qapp, "light")
    letters = ScreenLetters(look())
    for name, chart in typical("fr").items():
        scene, picture = plot(chart, 900, letters), QImage(900, 700, QImage.Format.Format_ARGB32_Premultiplied)
        widths = iter(range(880, 1000))
        new_width = spent(lambda chart=chart, widths=widths: plot(chart, next(widths), letters))

        drawn = spent(lambda scene=scene, picture=picture: draw(scene, picture, letters))
        tell(f"chart {name}: set out {shown(new_width)} ms, drawn {shown(drawn)} ms (target together 50)")
        assert new_width < 20 * drawn
