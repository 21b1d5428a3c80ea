"""States as shape and word on a tint: on pages as a chip, in lists painted by the row."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.text import _
from desktop.ui.theme import SHAPES, Shape, look, note_font, px
from desktop.ui.widgets.layouts import set_shown

UNRATED = "unrated"  # the tone of a level that nothing says yet


@dataclass(frozen=True)
class Mark:
    """A state in a word: `tone` is a level (low … unrated) or good, warn, bad, neutral, info.

    `own_shape` replaces the tone's.
    """

    tone: str
    text: str
    own_shape: Shape | None = None

    @property
    def shape(self) -> Shape | None:
        """What stands before the word."""
        return self.own_shape or SHAPES.get(self.tone)


def level_word(level: str) -> str:
    """The word for a risk level."""
    return {
        "low": _("low"),
        "medium": _("medium"),
        "high": _("high"),
        "excluded": _("excluded"),
    }.get(level, _("not yet rated"))


def level_mark(level: str) -> Mark:
    """The chip of a risk level; the word risk stands in it, for a chip is often read alone."""
    from desktop.definitions.terms import Level

    words = {"low": _("low risk"), "medium": _("medium risk"), "high": _("high risk")}
    rated = level in (Level.LOW, Level.MEDIUM, Level.HIGH, Level.EXCLUDED)
    return Mark(level if rated else UNRATED, words.get(level) or level_word(level))


def level_mark_in_list(level: str) -> Mark:
    """The chip of a risk level in a list: where nothing is rated yet, that is said in as few words as the levels."""
    mark = level_mark(level)
    return Mark(UNRATED, _("not rated yet")) if mark.tone == UNRATED else mark


def mark_size(mark: Mark) -> QSize:
    """The room a chip takes."""
    metrics = QFontMetrics(note_font())
    shape = px(15) if mark.shape else 0
    return QSize(metrics.horizontalAdvance(mark.text) + shape + px(18), metrics.height() + px(5))


def paint_mark(painter: QPainter, box: QRect, mark: Mark) -> None:
    """Draw a chip in `box`: tint, shape, word."""
    ink, ground = look().tone(mark.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(box), px(4), px(4))
    left = box.left() + px(9)
    if mark.shape:
        side = px(9)
        paint_shape(painter, QRectF(left, box.center().y() - side / 2 + 0.5, side, side), mark.shape, QColor(ink))
        left += px(15)
    painter.setPen(QColor(ink))
    painter.setFont(note_font())
    words = QRect(left, box.top(), box.right() - left, box.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.text)
    painter.restore()


def paint_shape(painter: QPainter, box: QRectF, shape: Shape, ink: QColor) -> None:
    """Draw one of the shapes that stand beside colours."""
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    middle = box.center()
    if shape == Shape.DISC:
        painter.drawEllipse(box)
    elif shape == Shape.SQUARE:
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == Shape.DIAMOND:
        corners = (
            (middle.x(), box.top()),
            (box.right(), middle.y()),
            (middle.x(), box.bottom()),
            (box.left(), middle.y()),
        )
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    elif shape == Shape.TRIANGLE:
        corners3 = ((middle.x(), box.top()), (box.right(), box.bottom()), (box.left(), box.bottom()))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners3]))
    else:
        _stroke_shape(painter, box, shape, ink)


def _stroke_shape(painter: QPainter, box: QRectF, shape: Shape, ink: QColor) -> None:
    pen = QPen(ink, max(1.6, box.width() / 6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(0.8, 0.8, -0.8, -0.8)
    if shape in (Shape.RING, Shape.HALF):
        painter.drawEllipse(inner)
        if shape == Shape.HALF:
            painter.setBrush(ink)
            painter.drawPie(inner, 90 * 16, 180 * 16)
    elif shape == Shape.DASH:
        painter.drawLine(QPointF(inner.left(), inner.center().y()), QPointF(inner.right(), inner.center().y()))
    elif shape == Shape.CROSS:
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif shape == Shape.CHECK:
        elbow = QPointF(inner.left() + inner.width() * 0.38, inner.bottom() - 0.5)
        painter.drawPolyline(
            QPolygonF([QPointF(inner.left(), inner.center().y() + 0.5), elbow, QPointF(inner.right(), inner.top() + 1)])
        )


class Chip(QWidget):
    """A state as shape and word on a tint."""

    def __init__(self, mark: Mark | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(mark)

    def set(self, mark: Mark | None) -> None:
        """Show another state, or none."""
        self.mark = mark
        self.setAccessibleName(mark.text if mark else "")
        set_shown(self, mark is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return mark_size(self.mark) if self.mark else QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.mark:
            painter = QPainter(self)
            paint_mark(painter, QRect(0, 0, self.width(), self.height()), self.mark)
            painter.end()
