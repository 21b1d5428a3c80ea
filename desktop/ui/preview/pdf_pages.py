"""A PDF that is looked at: how large its pages are, what stands on them and where; QtPdf, loaded with the first one.

Pages count from 0. Lengths are points, from the upper left corner of a page.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPointF, QRectF, QSizeF

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfSelection


class PdfPages(QObject):
    """The pages of a document. Asking for words takes some milliseconds a page, and they are remembered."""

    def __init__(self, parent: QObject) -> None:
        from PySide6.QtPdf import QPdfDocument

        super().__init__(parent)
        self.pdf = QPdfDocument(self)
        self.sizes: tuple[QSizeF, ...] = ()
        self._texts: dict[int, str] = {}

    def open(self, content: bytes) -> bool:
        """Read a document; False for bytes that are none, which has no pages then."""
        self._texts = {}
        self._bytes = QByteArray(content)
        self._buffer = QBuffer(self._bytes, self)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pdf.load(self._buffer)
        self.sizes = tuple(self.pdf.pagePointSize(page) for page in range(self.pdf.pageCount()))
        return bool(self.sizes)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.sizes)

    def text(self, page: int) -> str:
        """What stands on a page."""
        if page not in self._texts:
            self._texts[page] = self.pdf.getAllText(page).text()
        return self._texts[page]

    def places(self, page: int, start: int, length: int) -> list[QRectF]:
        """Where some letters of a page stand, line by line."""
        return boxes(self.pdf.getSelectionAtIndex(page, start, length))

    def passage(self, page: int, begin: QPointF, end: QPointF) -> "QPdfSelection | None":
        """What stands between two points of a page; None when either of them is on no letter."""
        selection = self.pdf.getSelection(page, begin, end)
        return selection if selection.isValid() and selection.text() else None

    def has_letter_at(self, page: int, point: QPointF) -> bool:
        """Whether a letter stands there."""
        return self.pdf.getSelection(page, point, point).startIndex() >= 0


def boxes(selection: "QPdfSelection") -> list[QRectF]:
    """The rectangles around selected letters."""
    return [polygon.boundingRect() for polygon in selection.bounds()]
