"""The pages of a document below one another: as large as one likes, their words to be selected and marked."""

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from desktop.base.text import _
from desktop.ui.preview.finding import Finder, Occurrence
from desktop.ui.preview.page_pictures import PagePictures, PageSize
from desktop.ui.preview.pdf_pages import PdfPages, boxes
from desktop.ui.theme import PAPER, look, px

ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
POINTS = 72  # to the inch
LEGIBLE = 0.55  # of its size: below this the text of a page cannot be read on the usual screen
SHARE = 3  # the page in front is the one that reaches over the upper third of what is seen
WHEEL = 120  # eighths of a degree: one notch


class Fit(StrEnum):
    """How large pages are: a whole one in sight, as wide as there is room, or as chosen."""

    READING = "reading"  # a whole page where its text can still be read, else its width
    PAGE = "page"
    WIDTH = "width"
    CHOSEN = "chosen"


class PageCanvas(QAbstractScrollArea):
    """Draws what is in sight. Pages count from 0; `turned` tells that another page is in front or its size changed."""

    turned = Signal()

    def __init__(self, pages: PdfPages, pictures: PagePictures, finder: Finder) -> None:
        super().__init__()
        self._pages, self._pictures, self._finder = pages, pictures, finder
        self.fit, self._zoom = Fit.READING, 1.0
        self._tops: list[int] = []
        self._scale, self._widest = 1.0, 0  # pixels of a point; of the widest page with its margins
        self._anchor: tuple[int, QPointF] | None = None  # where a selection begins: page and point
        self._pressed: QPoint | None = None
        self._selected: tuple[int, str, list[QRectF]] | None = None
        self._marks: dict[Occurrence, list[QRectF]] = {}
        self._front = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        pictures.drawn.connect(self._drawn)
        finder.changed.connect(self.viewport().update)

    # Where pages stand

    @property
    def page(self) -> int:
        """The page in front."""
        return self._front

    @property
    def zoom(self) -> float:
        """How large pages are beside paper: 1.0 is as large."""
        return self._scale * POINTS / self._inch

    @property
    def selected_text(self) -> str:
        """What is selected; empty when nothing is."""
        return self._selected[1] if self._selected else ""

    @property
    def _inch(self) -> float:
        return self.logicalDpiX()

    def begin(self) -> None:
        """Another document: its first page."""
        self._selected, self._anchor, self._front, self._marks, self._tops = None, None, 0, {}, []
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self._scrolled()

    def show_fit(self, fit: Fit) -> None:
        """Whole pages, their width, or what can be read best; the page in front stays there."""
        self.fit = fit
        self._arrange_in_place()

    def magnify(self, by: int) -> None:
        """One step larger or smaller."""
        now = self.zoom
        steps = [zoom for zoom in ZOOMS if (zoom > now + 0.01 if by > 0 else zoom < now - 0.01)]
        if steps:
            self.fit, self._zoom = Fit.CHOSEN, steps[0] if by > 0 else steps[-1]
            self._arrange_in_place()

    def go_to(self, page: int) -> None:
        """Put a page in front."""
        if 0 <= page < self._pages.count:
            self.verticalScrollBar().setValue(self._tops[page] - px(8))
            if self._front != page:  # the last pages may be too short to come up that far
                self._front = page
                self.turned.emit()

    def show_passage(self, passage: Occurrence) -> None:
        """Bring some letters of a page into sight."""
        places = self._places(passage)
        where = self._on_canvas(passage.page, places[0]) if places else self._box(passage.page)
        room = self.viewport().rect().adjusted(px(8), px(24), -px(8), -px(24))
        if not room.contains(where):
            for bar, by in (
                (self.verticalScrollBar(), where.center().y() - room.center().y()),
                (self.horizontalScrollBar(), where.center().x() - room.center().x()),
            ):
                bar.setValue(bar.value() + by)
        self.viewport().update()

    def _fitting(self) -> float:
        """The scale by which pages fit as they should."""
        sizes = self._pages.sizes
        around = 2 * px(12)
        wide = (self.viewport().width() - around) / max(size.width() for size in sizes)
        high = (self.viewport().height() - around) / max(size.height() for size in sizes)
        natural = self._inch / POINTS
        return {
            Fit.PAGE: min(wide, high),
            Fit.WIDTH: wide,
            Fit.CHOSEN: self._zoom * natural,
            Fit.READING: min(wide, high) if high >= LEGIBLE * natural else min(wide, natural),
        }[self.fit]

    def _arrange(self) -> None:
        sizes = self._pages.sizes
        if not sizes:
            return
        self._scale = max(self._fitting(), 0.05)
        top, self._tops = px(12), []
        for size in sizes:
            self._tops.append(top)
            top += round(size.height() * self._scale) + px(12)
        self._widest = widest = max(round(size.width() * self._scale) for size in sizes) + 2 * px(12)
        room = self.viewport().size()
        for bar, length, seen in (
            (self.verticalScrollBar(), top, room.height()),
            (self.horizontalScrollBar(), widest, room.width()),
        ):
            bar.setRange(0, max(0, length - seen))
            bar.setPageStep(max(1, seen - px(24)))
            bar.setSingleStep(px(40))

    def _arrange_in_place(self) -> None:
        """Give pages their places, and leave in front what was."""
        if not self._pages.sizes:
            return
        page, before = self._front, self._scale
        into = (self.verticalScrollBar().value() - self._tops[page]) / before if self._tops else 0.0
        self._arrange()
        self.verticalScrollBar().setValue(round(self._tops[page] + into * self._scale))
        bar = self.horizontalScrollBar()
        bar.setValue((bar.minimum() + bar.maximum()) // 2)
        self._ask_for_pictures()
        self.viewport().update()
        self.turned.emit()

    def _box(self, page: int) -> QRect:
        """Where a page stands in what is seen."""
        size, room = self._pages.sizes[page], self.viewport().width()
        width, height = round(size.width() * self._scale), round(size.height() * self._scale)
        left = (max(room, self._widest) - width) // 2 - self.horizontalScrollBar().value()
        return QRect(left, self._tops[page] - self.verticalScrollBar().value(), width, height)

    def _in_sight(self) -> Iterator[int]:
        top = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, top) - 1, 0)
        return takewhile(self._begins_in_sight, range(first, len(self._tops)))

    def _begins_in_sight(self, page: int) -> bool:
        return self._tops[page] < self.verticalScrollBar().value() + self.viewport().height()

    def _scrolled(self) -> None:
        if not self._tops:
            return
        line = self.verticalScrollBar().value() + self.viewport().height() // SHARE
        front = max(bisect_right(self._tops, line) - 1, 0)
        self._ask_for_pictures()
        self.viewport().update()
        if front != self._front:
            self._front = front
            self.turned.emit()

    def _ask_for_pictures(self) -> None:
        pages = list(self._in_sight())
        beyond = [pages[-1] + 1] if pages and pages[-1] + 1 < self._pages.count else []
        self._pictures.wish(0, [self._pixels(page) for page in (*pages, *beyond)])

    def _pixels(self, page: int) -> PageSize:
        box, ratio = self._box(page), self.devicePixelRatioF()
        return PageSize(page, round(box.width() * ratio), round(box.height() * ratio))

    def _drawn(self, page: int) -> None:
        if page < len(self._tops) and self._box(page).intersects(self.viewport().rect()):
            self.viewport().update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(look().tokens.line))
        for page in self._in_sight():
            box = self._box(page)
            picture = self._pictures.picture(self._pixels(page))
            painter.fillRect(box, QColor(PAPER.surface))
            if picture is not None:
                painter.drawPixmap(box, picture)
            self._paint_marks(painter, page)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look().tokens.accent), px(2)))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        ink, ground = PAPER.tones["medium"]
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for passage in self._finder.on_page(page):
            current = passage == self._finder.current
            painter.setPen(QPen(QColor(PAPER.accent if current else ink), px(3 if current else 1)))
            painter.setBrush(QColor(PAPER.selected if current else ground))
            for place in self._places(passage):
                painter.drawRect(self._on_canvas(page, place).adjusted(-px(2), -px(2), px(2), px(2)))
        if self._selected is not None and self._selected[0] == page:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(PAPER.tones["info"][1]))
            for place in self._selected[2]:
                painter.drawRect(self._on_canvas(page, place))
        painter.restore()

    def _places(self, passage: Occurrence) -> list[QRectF]:
        if passage not in self._marks:
            self._marks[passage] = self._pages.places(passage.page, passage.start, passage.length)
        return self._marks[passage]

    def _on_canvas(self, page: int, place: QRectF) -> QRect:
        corner, scale = self._box(page).topLeft(), self._scale
        scaled = QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale)
        return scaled.translated(QPointF(corner)).toAlignedRect()

    # Selecting

    def _point(self, position: QPoint) -> tuple[int, QPointF] | None:
        """The page under a point of what is seen, and the point on it."""
        for page in self._in_sight():
            if (box := self._box(page)).contains(position):
                return page, QPointF(position - box.topLeft()) / self._scale
        return None

    def select_page(self) -> None:
        """Select everything on the page in front."""
        if self._pages.count:
            self._select(self._front, self._pages.text(self._front), 0)

    def _select(self, page: int, text: str, start: int) -> None:
        self._selected = (page, text, self._pages.places(page, start, len(text)))
        self.viewport().update()

    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        if text := self.selected_text:
            QGuiApplication.clipboard().setText(text.replace("\r\n", "\n"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._anchor, self._selected = event.position().toPoint(), None, None
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or (there := self._point(event.position().toPoint())) is None:
            return
        page, point = there
        if self._anchor is None:  # a selection begun in the margin begins at the first letter that is met
            begun = self._point(self._pressed)
            candidates = (there, begun) if begun is None or begun[0] != page else (begun, there)
            self._anchor = next((place for place in candidates if place and self._pages.has_letter_at(*place)), None)
        if self._anchor is None or self._anchor[0] != page:
            return
        if (passage := self._pages.passage(page, self._anchor[1], point)) is not None:
            self._selected = (page, passage.text(), boxes(passage))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copying = menu.addAction(_("Copy"), QKeySequence.StandardKey.Copy, self.copy)
        copying.setEnabled(bool(self.selected_text))
        menu.addAction(_("Select the page"), QKeySequence.StandardKey.SelectAll, self.select_page)
        menu.popup(event.globalPos())

    # Moving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_page()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Space):
            back = event.key() == Qt.Key.Key_PageUp or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._leaf(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _leaf(self, by: int) -> None:
        """A page on or back where pages are seen whole, else what is seen."""
        bar = self.verticalScrollBar()
        if self._tops and self._box(self._front).height() <= self.viewport().height():
            self.go_to(self._front + by)
        else:
            bar.setValue(bar.value() + by * bar.pageStep())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if abs(turn := event.angleDelta().y()) >= WHEEL:
                self.magnify(1 if turn > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_in_place()

    def tell_reader(self) -> None:
        """Let a screen reader have the words of the page in front."""
        number = _("Page {page} of {pages}").format(page=self._front + 1, pages=self._pages.count)
        self.setAccessibleName(number)
        if QAccessible.isActive() and self._pages.count:
            self.setAccessibleDescription(self._pages.text(self._front))
