"""The pictures of pages, drawn by QtPdf in a thread of its own: what is in sight first, one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from desktop.ui.preview.pdf_pages import PdfPages

ROOM = 96 * 1024 * 1024  # bytes of pictures that are remembered


@dataclass(frozen=True)
class PageSize:
    """A page and how large it is to be drawn, in pixels of the screen."""

    page: int
    width: int
    height: int


class PagePictures(QObject):
    """Draws the pages that are asked for. What is no longer asked for when its turn comes is never drawn."""

    drawn = Signal(int)  # a page whose picture is there now
    idle = Signal()  # everything asked for is drawn

    def __init__(self, pages: PdfPages) -> None:
        from PySide6.QtPdf import QPdfDocumentRenderOptions, QPdfPageRenderer

        super().__init__(pages)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(pages.pdf)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._options = QPdfDocumentRenderOptions()
        self._options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
        self._renderer.pageRendered.connect(self._take)
        self._sheets: dict[PageSize, QPixmap] = {}  # the longest unused first
        self._wishes: dict[int, tuple[PageSize, ...]] = {}
        self._under_way: tuple[int, PageSize] | None = None  # the number of the request and what it draws

    @property
    def busy(self) -> bool:
        """Whether a page that is asked for is not drawn yet."""
        return self._under_way is not None

    def forget(self) -> None:
        """The document is another one."""
        self._sheets, self._wishes = {}, {}
        self._under_way = None

    def wish(self, rank: int, sizes: Sequence[PageSize]) -> None:
        """Say which pages are in sight in one place, in their order; lower ranks come first."""
        self._wishes[rank] = tuple(sizes)
        self._draw_next()

    def picture(self, size: PageSize) -> QPixmap | None:
        """The picture of a page at this size; until it is drawn, one of another size, or None."""
        exact = self._sheets.pop(size, None)
        if exact is not None:
            self._sheets[size] = exact  # used last
            return exact
        others = [shown for shown in self._sheets if shown.page == size.page]
        return self._sheets[max(others, key=lambda shown: shown.width)] if others else None

    def _draw_next(self) -> None:
        wishes = (size for rank in sorted(self._wishes) for size in self._wishes[rank])
        missing = next((size for size in wishes if size not in self._sheets), None)
        if self._under_way is not None:
            return
        if missing is None:
            self.idle.emit()
            return
        pixels = QSize(missing.width, missing.height)
        number = self._renderer.requestPage(missing.page, pixels, options=self._options)
        self._under_way = (number, missing)

    def _take(self, _page: int, _size: QSize, image: QImage, _options: object, number: int) -> None:
        if self._under_way is None or self._under_way[0] != number:
            return  # of the document before
        drawn, self._under_way = self._under_way[1], None
        self._sheets[drawn] = QPixmap.fromImage(image)  # once: an image is turned into one each time it is painted
        self._make_room()
        self.drawn.emit(drawn.page)
        self._draw_next()

    def _make_room(self) -> None:
        wished = {size for sizes in self._wishes.values() for size in sizes}
        total = sum(_bytes(sheet) for sheet in self._sheets.values())
        for size in [size for size in self._sheets if size not in wished]:
            if total <= ROOM:
                return
            total -= _bytes(self._sheets.pop(size))


def _bytes(sheet: QPixmap) -> int:
    return sheet.width() * sheet.height() * sheet.depth() // 8
