"""The picture of one page of a PDF, as large as its place."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.text import _
from desktop.ui.preview.page_pictures import PagePictures, PageSize
from desktop.ui.preview.pdf_pages import PdfPages
from desktop.ui.theme import PAPER, look, px

SHEET = QSize(210, 297)  # the form of A4


class PagePicture(QWidget):
    """The picture of one page of a PDF, as large as its place, or a sentence where there is none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._pdf, self._page, self._instead = b"", -1, ""
        self._pages: PdfPages | None = None
        self._pictures: PagePictures | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(px(SHEET.width() * 0.7), px(SHEET.height() * 0.7))

    def show_page(self, pdf: bytes, page: int) -> None:
        """Show a page, from 0."""
        if self._pages is None or self._pictures is None:
            self._pages = PdfPages(self)
            self._pictures = PagePictures(self._pages)
            self._pictures.drawn.connect(self.update)
        if pdf is not self._pdf:
            self._pictures.forget()
            self._pages.open(pdf)
            self._pdf = pdf
        self._page, self._instead = page, ""
        self.setAccessibleName(_("{what}, page {page}").format(what=self._name, page=page + 1))
        self.update()

    def say(self, sentence: str) -> None:
        """Show words in the place of a page."""
        self._page, self._instead = -1, sentence
        self.setAccessibleName(sentence)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page in the middle of its place, white in every theme."""
        painter = QPainter(self)
        sheet, tokens = self._place(), look().tokens
        if self._page < 0 or self._pages is None or self._pictures is None:
            painter.setPen(QColor(tokens.quiet))
            inside = sheet.adjusted(px(12), px(12), -px(12), -px(12))
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._instead)
            painter.setPen(QPen(QColor(tokens.strong), 1, Qt.PenStyle.DashLine))
            painter.drawRect(sheet.adjusted(0, 0, -1, -1))
            return
        painter.fillRect(sheet, QColor(PAPER.surface))
        ratio = self.devicePixelRatioF()
        wanted = PageSize(self._page, round(sheet.width() * ratio), round(sheet.height() * ratio))
        self._pictures.wish(0, [wanted])
        if (picture := self._pictures.picture(wanted)) is not None:
            painter.drawPixmap(sheet, picture)
        painter.setPen(QColor(tokens.line))
        painter.drawRect(sheet.adjusted(0, 0, -1, -1))

    def _place(self) -> QRect:
        form = SHEET
        if self._page >= 0 and self._pages is not None and self._page < self._pages.count:
            form = self._pages.sizes[self._page].toSize()
        size = form.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect((self.width() - size.width()) // 2, 0, size.width(), size.height())
