"""Small pages beside a document: where one is, and the way to any other page."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from desktop.base.text import _
from desktop.ui.preview.page_pictures import PagePictures, PageSize
from desktop.ui.preview.pdf_pages import PdfPages
from desktop.ui.theme import PAPER, look, px

WIDTH = 84  # of a small page


class PageStrip(QListWidget):
    """A small picture of each page; those in sight are drawn, after the pages that are read."""

    chosen = Signal(int)  # a page, from 0

    def __init__(self, pages: PdfPages, pictures: PagePictures) -> None:
        super().__init__()
        self._pages, self._pictures = pages, pictures
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setSpacing(px(6))
        self.setFixedWidth(px(WIDTH + 52))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Small pages"))
        self.setProperty("role", "strip")
        self.currentRowChanged.connect(self._choose)
        self.verticalScrollBar().valueChanged.connect(self._ask)
        pictures.drawn.connect(self._drawn)
        self._following = False

    def fill(self) -> None:
        """Another document."""
        self._following = True
        self.clear()
        tallest = max((self._height(page) for page in range(self._pages.count)), default=1)
        self.setIconSize(QSize(px(WIDTH), tallest))
        for page in range(self._pages.count):
            entry = QListWidgetItem(self._icon(page), str(page + 1))
            spoken = _("Page {page} of {pages}").format(page=page + 1, pages=self._pages.count)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.addItem(entry)
        self._following = False
        self._ask()

    def follow(self, page: int) -> None:
        """Mark the page in front."""
        if self.currentRow() != page:
            self._following = True
            self.setCurrentRow(page)
            self._following = False
        if (entry := self.item(page)) is not None:
            self.scrollToItem(entry)

    def _choose(self, page: int) -> None:
        if page >= 0 and not self._following:
            self.chosen.emit(page)

    def _height(self, page: int) -> int:
        size = self._pages.sizes[page]
        return round(px(WIDTH) * size.height() / size.width())

    def _pixels(self, page: int) -> PageSize:
        ratio = self.devicePixelRatioF()
        return PageSize(page, round(px(WIDTH) * ratio), round(self._height(page) * ratio))

    def _in_sight(self) -> Iterator[int]:
        seen = self.viewport().rect()
        for page in range(self.count()):
            entry = self.item(page)
            if entry is not None and self.visualItemRect(entry).intersects(seen):
                yield page

    def _ask(self) -> None:
        self._pictures.wish(1, [self._pixels(page) for page in self._in_sight()] if self.isVisible() else [])

    def _drawn(self, page: int) -> None:
        entry = self.item(page)
        if self.isVisible() and entry is not None:
            entry.setIcon(self._icon(page))

    def _icon(self, page: int) -> QIcon:
        """A small picture that keeps its colours when it is chosen."""
        sheet, shown = self._sheet(page), QIcon()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            shown.addPixmap(sheet, mode)
        return shown

    def _sheet(self, page: int) -> QPixmap:
        """The small picture of a page, or its blank sheet until it is drawn, with a hairline around it."""
        pixels = self._pixels(page)
        pixmap = QPixmap(pixels.width, pixels.height)
        pixmap.fill(QColor(PAPER.surface))
        painter = QPainter(pixmap)
        picture = self._pictures.picture(pixels)
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(pixmap.rect(), picture)
        painter.setPen(QColor(look().tokens.strong))
        painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
        painter.end()
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        return pixmap

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()
