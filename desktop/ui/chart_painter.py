"""The marks of a chart drawn in the window, with the letters and the colours of the theme in force."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication

from desktop.documents.charts.marks import (
    ChartBar,
    ChartDot,
    ChartScene,
    ChartStroke,
    ChartWords,
    DotShape,
    MarkInk,
    Spot,
    corners,
    hatching,
)
from desktop.ui.theme import Look

MEASURED = 20_000  # texts whose width is remembered


class ScreenLetters:
    """The letters of the window, in logical pixels."""

    def __init__(self, look_: Look) -> None:
        self.size = look_.em(1)
        self._font = QApplication.font()

    def font(self, size: float, bold: bool) -> QFont:
        """The font in which a text of this size is drawn."""
        font = QFont(self._font)
        font.setPointSizeF(self._font.pointSizeF() * size / self.size)
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)  # as broad as on paper, not rounded
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def width(self, text: str, size: float, bold: bool) -> float:
        return _text_width(self.font(size, bold), text)


@lru_cache(MEASURED)
def _text_width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def inks(look_: Look) -> dict[MarkInk, str]:
    """The colours of the marks in the theme in force."""
    tokens = look_.tokens
    first, second, third = tokens.series
    return {
        MarkInk.FIRST: first,
        MarkInk.SECOND: second,
        MarkInk.THIRD: third,
        MarkInk.FOURTH: tokens.quiet,
        MarkInk.FIFTH: tokens.text,
        MarkInk.SIXTH: tokens.text,
        MarkInk.OTHERS: tokens.strong,
        MarkInk.TEXT: tokens.text,
        MarkInk.QUIET: tokens.quiet,
        MarkInk.HAIR: tokens.track,
        MarkInk.AXIS: tokens.strong,
    }


class ChartPainter:
    """Draws the marks of a scene with the colours of a theme."""

    def __init__(self, painter: QPainter, look_: Look, letters: ScreenLetters) -> None:
        self._painter, self._letters = painter, letters
        self._inks = {ink: QColor(colour) for ink, colour in inks(look_).items()}
        self._ground = QColor(look_.tokens.surface)
        self._dots = painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw(self, scene: ChartScene) -> None:
        """Every mark, in its order."""
        for mark in scene.marks:
            match mark:
                case ChartBar():
                    self._bar(mark)
                case ChartStroke():
                    self._stroke(mark)
                case ChartDot():
                    self._dot(mark)
                case ChartWords():
                    self._words(mark)

    def _bar(self, bar: ChartBar) -> None:
        painter, ink, pattern = self._painter, self._inks[bar.ink], hatching(bar, self._letters.size)
        if pattern.edge:
            corner = QPointF(self._snapped(bar.box.left), self._snapped(bar.box.top))
            box = QRectF(corner, QPointF(self._snapped(bar.box.right), self._snapped(bar.box.bottom)))
            box.setHeight(max(box.height(), 1 / self._dots))  # however small, it is seen
            half = pattern.edge / 2
            painter.setPen(QPen(ink, pattern.edge, j=Qt.PenJoinStyle.MiterJoin))
            painter.setBrush(ink if pattern.filled else self._ground)
            painter.drawRect(box.adjusted(half, half, -half, -half))
        if pattern.strokes:
            painter.setPen(QPen(ink, pattern.thick, c=Qt.PenCapStyle.RoundCap))
            if pattern.strokes[0][0] == pattern.strokes[0][1]:
                painter.drawPoints([QPointF(*start) for start, _end in pattern.strokes])
            else:
                painter.drawLines([QLineF(*start, *end) for start, end in pattern.strokes])

    def _snapped(self, length: float) -> float:
        """The edge between two dots of the screen that is nearest: what stands on it is sharp."""
        return round(length * self._dots) / self._dots

    def _sharp(self, spots: Sequence[Spot], thick: float) -> list[QPointF]:
        """A line along an axis in the middle of its dots; any other as it is."""
        (x, y), (end_x, end_y) = spots[0], spots[-1]
        aside = thick / 2
        if len(spots) == 2 and y == end_y:
            y = self._snapped(y - aside) + aside
            return [QPointF(x, y), QPointF(end_x, y)]
        if len(spots) == 2 and x == end_x:
            x = self._snapped(x - aside) + aside
            return [QPointF(x, y), QPointF(x, end_y)]
        return [QPointF(*spot) for spot in spots]

    def _stroke(self, stroke: ChartStroke) -> None:
        thick = max(self._snapped(stroke.thick), 1 / self._dots)
        pen = QPen(self._inks[stroke.ink], thick, c=Qt.PenCapStyle.FlatCap, j=Qt.PenJoinStyle.RoundJoin)
        if stroke.dash:
            pen.setDashPattern([length / thick for length in stroke.dash])
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(self._sharp(stroke.spots, thick))

    def _dot(self, dot: ChartDot) -> None:
        painter, ink, middle = self._painter, self._inks[dot.ink], QPointF(*dot.spot)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        if dot.shape is DotShape.DISC:
            painter.drawEllipse(middle, dot.radius, dot.radius)
        elif dot.shape is DotShape.RING:
            painter.setPen(QPen(ink, dot.radius * 0.45))
            painter.setBrush(self._ground)
            painter.drawEllipse(middle, dot.radius * 0.78, dot.radius * 0.78)
        elif dot.shape is DotShape.CROSS:
            painter.setPen(QPen(ink, dot.radius * 0.5))
            first, second, third, fourth = corners(dot)
            painter.drawLines([QLineF(*first, *second), QLineF(*third, *fourth)])
        else:
            painter.drawPolygon(QPolygonF([QPointF(*spot) for spot in corners(dot)]))

    def _words(self, words: ChartWords) -> None:
        painter = self._painter
        if words.cleared:
            box = words.box
            painter.fillRect(QRectF(box.left - 1, box.top, box.width + 2, box.height), self._ground)
        painter.setFont(self._letters.font(words.size, words.bold))
        painter.setPen(self._inks[words.ink])
        painter.drawText(QPointF(words.left, words.spot.y), words.text)
