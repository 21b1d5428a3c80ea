"""Charts on paper: the marks of a scene with ReportLab. Imported by `layout` only, when a document is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor

from desktop.documents.charts.chart import Chart
from desktop.documents.charts.marks import (
    ChartBar,
    ChartDot,
    ChartStroke,
    ChartWords,
    DotShape,
    MarkInk,
    Spot,
    corners,
    hatching,
)
from desktop.documents.charts.plot import plot
from desktop.documents.charts.telling import told
from desktop.documents.drawing import LINE, QUIET, TEXT, Pen, Style, TextInk, Whole, printed_width
from desktop.documents.tags import Node

SIZE = 8.0  # points: of the letters of a chart
GROUND = "#FFFFFF"
INKS = {
    MarkInk.FIRST: "#0072B2",  # these three as Okabe and Ito chose them: https://jfly.uni-koeln.de/color/
    MarkInk.SECOND: "#D55E00",
    MarkInk.THIRD: "#009E73",
    MarkInk.FOURTH: QUIET,
    MarkInk.FIFTH: TEXT,
    MarkInk.SIXTH: TEXT,
    MarkInk.OTHERS: "#767D88",
    MarkInk.TEXT: TEXT,
    MarkInk.QUIET: QUIET,
    MarkInk.HAIR: LINE,
    MarkInk.AXIS: QUIET,
}


@dataclass(frozen=True, slots=True)
class PrintedLetters:
    """The letters of paper, in points."""

    language: str
    size: float = SIZE

    def width(self, text: str, size: float, bold: bool) -> float:
        return printed_width(text, "sans bold" if bold else "sans", size, self.language)


class ChartInk(Whole):
    """A chart as one figure, whose words a screen reader speaks; one that is higher than `room` is drawn smaller."""

    def __init__(self, chart: Chart, width: float, room: float, node: Node) -> None:
        self.chart, self.node = chart, node
        self.scene = plot(chart, width, PrintedLetters(chart.language))
        self.share = min(1.0, room / self.scene.height) if room else 1.0
        self.height = self.scene.height * self.share
        node.alternative = f"{chart.title}. {told(chart)}" if chart.title else told(chart)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        canvas = pen.canvas
        self.node.bounds = (x, top - self.height, x + self.scene.width * self.share, top)
        with pen.tags.drawing(canvas, self.node):
            canvas.saveState()
            canvas.translate(x, top)
            canvas.scale(self.share, self.share)
            for mark in self.scene.marks:
                match mark:
                    case ChartBar():
                        _bar(canvas, mark)
                    case ChartStroke():
                        _stroke(canvas, mark)
                    case ChartDot():
                        _dot(canvas, mark)
                    case ChartWords():
                        _words(canvas, mark, self.chart.language)
            canvas.restoreState()


def _bar(canvas: Any, bar: ChartBar) -> None:
    box, ink, pattern = bar.box, HexColor(INKS[bar.ink]), hatching(bar, SIZE)
    canvas.setStrokeColor(ink)
    if pattern.edge:
        canvas.setFillColor(ink if pattern.filled else HexColor(GROUND))
        canvas.setLineWidth(pattern.edge)
        half = pattern.edge / 2
        width, height = max(box.width - pattern.edge, 0.01), max(box.height - pattern.edge, 0.01)
        canvas.rect(box.left + half, -box.bottom + half, width, height, stroke=1, fill=1)
    if pattern.strokes:
        canvas.setLineWidth(pattern.thick)
        canvas.setLineCap(1)
        canvas.lines([(start.x, -start.y, end.x, -end.y) for start, end in pattern.strokes])
        canvas.setLineCap(0)


def _stroke(canvas: Any, stroke: ChartStroke) -> None:
    canvas.setStrokeColor(HexColor(INKS[stroke.ink]))
    canvas.setLineWidth(stroke.thick)
    canvas.setDash(list(stroke.dash))
    _path(canvas, stroke.spots, stroke=1)
    canvas.setDash()


def _dot(canvas: Any, dot: ChartDot) -> None:
    ink, (x, y) = HexColor(INKS[dot.ink]), dot.spot
    canvas.setFillColor(ink)
    canvas.setStrokeColor(ink)
    if dot.shape is DotShape.DISC:
        canvas.circle(x, -y, dot.radius, stroke=0, fill=1)
    elif dot.shape is DotShape.RING:
        canvas.setFillColor(HexColor(GROUND))
        canvas.setLineWidth(dot.radius * 0.45)
        canvas.circle(x, -y, dot.radius * 0.78, stroke=1, fill=1)
    elif dot.shape is DotShape.CROSS:
        canvas.setLineWidth(dot.radius * 0.5)
        first, second, third, fourth = corners(dot)
        canvas.lines([(first.x, -first.y, second.x, -second.y), (third.x, -third.y, fourth.x, -fourth.y)])
    else:
        _path(canvas, corners(dot), fill=1)


def _path(canvas: Any, spots: Iterable[Spot], *, stroke: int = 0, fill: int = 0) -> None:
    path = canvas.beginPath()
    first, *others = spots
    path.moveTo(first.x, -first.y)
    for spot in others:
        path.lineTo(spot.x, -spot.y)
    if fill:
        path.close()
    canvas.drawPath(path, stroke=stroke, fill=fill)


def _words(canvas: Any, words: ChartWords, language: str) -> None:
    if words.cleared:
        box = words.box
        canvas.setFillColor(HexColor(GROUND))
        canvas.rect(box.left - 1, -box.bottom, box.width + 2, box.height, stroke=0, fill=1)
    style = Style("sans bold" if words.bold else "sans", words.size, words.size * 1.3, INKS[words.ink])
    line = TextInk.of(words.text, style, words.width + 20, None, language)
    line.draw_bare(canvas, words.left, -words.spot.y)
