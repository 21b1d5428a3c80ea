"""The marks of a chart drawn in the window, with the letters and the colours of the theme in force."""

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
        box = QRectF(bar.box.left, bar.box.top, bar.box.width, bar.box.height)
        if pattern.edge:
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

    def _stroke(self, stroke: ChartStroke) -> None:
        pen = QPen(self._inks[stroke.ink], stroke.thick, c=Qt.PenCapStyle.FlatCap, j=Qt.PenJoinStyle.RoundJoin)
        if stroke.dash:
            pen.setDashPattern([length / stroke.thick for length in stroke.dash])
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline([QPointF(*spot) for spot in stroke.spots])

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
