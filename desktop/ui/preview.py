"""Looking at a document before it is printed: QtPdf, loaded when the first document is shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.base.text import _
from desktop.ui.theme import look, px
from desktop.ui.widgets import EmptyState, Text, column, icon_button, line

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class DocumentPreview(QWidget):
    """Shows PDF bytes page by page, larger or smaller as one likes."""

    def __init__(self) -> None:
        super().__init__()
        layout, head = column(self, 8), line(gap=8)
        self.previous = icon_button("up", _("Previous page"), lambda: self.turn(-1))
        self.next = icon_button("down", _("Next page"), lambda: self.turn(1))
        self.where = Text(role="note", measure=0)
        self.smaller = icon_button("smaller", _("Smaller"), lambda: self.magnify(-1))
        self.larger = icon_button("larger", _("Larger"), lambda: self.magnify(1))
        for part in (self.previous, self.next, self.where):
            head.addWidget(part)
        head.addStretch(1)
        for part in (self.smaller, self.larger):
            head.addWidget(part)
        self.stack = QStackedWidget()
        self.waiting = EmptyState("document", _("The pages are being prepared…"))
        self.refused = EmptyState("document", _("The document cannot be shown here."))
        for state in (self.waiting, self.refused):
            self.stack.addWidget(state)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        self.setMinimumHeight(look().em(18))
        self._document: QPdfDocument | None = None
        self._view: QPdfView | None = None
        self._zoom = ZOOMS.index(0.8)  # most of a page is seen and its text can be read

    @property
    def pages(self) -> int:
        """How many pages the document has; 0 when none could be read."""
        return self._document.pageCount() if self._document else 0

    @property
    def page(self) -> int:
        """The page in front, from 1."""
        return self._view.pageNavigator().currentPage() + 1 if self._view and self.pages else 0

    def set_pdf(self, data: bytes) -> None:
        """Show a document; bytes that are none say so calmly."""
        view, document = self._loaded()
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes, self)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(self._buffer)
        self.stack.setCurrentWidget(view if document.pageCount() > 0 else self.refused)
        self._say()

    def turn(self, by: int) -> None:
        """Go some pages on or back."""
        if self._view is not None and 1 <= self.page + by <= self.pages:
            self._view.pageNavigator().jump(self.page - 1 + by, QPointF())

    def magnify(self, by: int) -> None:
        """One step larger or smaller."""
        if self._view is not None:
            self._zoom = min(max(self._zoom + by, 0), len(ZOOMS) - 1)
            self._view.setZoomFactor(ZOOMS[self._zoom])

    def paper(self, page: int) -> QSizeF:
        """A page's size in points, from page 1."""
        return self._loaded()[1].pagePointSize(page - 1)

    def _loaded(self) -> "tuple[QPdfView, QPdfDocument]":
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        if self._view is None or self._document is None:
            self._document, self._view = QPdfDocument(self), QPdfView(self)
            self._view.setDocument(self._document)
            self._view.setPageMode(QPdfView.PageMode.MultiPage)
            self._view.setZoomMode(QPdfView.ZoomMode.Custom)
            self._view.setZoomFactor(ZOOMS[self._zoom])
            self._view.setPageSpacing(px(12))
            around = self._view.palette()
            around.setColor(QPalette.ColorRole.Dark, QColor(look().tokens.line))  # what QPdfView fills behind the pages
            self._view.setPalette(around)
            self._view.setAccessibleName(_("Document"))
            self._view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._view.pageNavigator().currentPageChanged.connect(lambda _page: self._say())
            self.stack.addWidget(self._view)
        return self._view, self._document

    def _say(self) -> None:
        self.where.set(_("Page {page} of {pages}").format(page=self.page, pages=self.pages) if self.pages else "")
        self.previous.setEnabled(self.page > 1)
        self.next.setEnabled(self.page < self.pages)
