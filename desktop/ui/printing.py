"""Printing: the system's own dialogue, and the pages of a PDF as they are, at the resolution of the printer.

QtPrintSupport is loaded when something is printed. A page is drawn by QtPdf in a thread of its own and handed to the
printer in strips, between which the window goes on.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.base.errors import Problem
from desktop.base.numbers import format_percent
from desktop.base.progress import Progress
from desktop.base.text import _, language
from desktop.presenters.office.settings import ComputerSettings
from desktop.presenters.presenter import Confirmation, HandedOver, Printout
from desktop.ui.asking import Boxes
from desktop.ui.preview.pdf_pages import PdfPages
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

POINTS = 72  # to the inch
FINEST = 600  # dots to the inch: finer cannot be seen, and a page would take half a gigabyte
STRIP = 160  # rows of dots that are handed over at one turn
SLACK = 3.0  # points by which paper may differ: drivers round


@dataclass(frozen=True)
class Placing:
    """How pages come onto the paper: 1.0 is as large as they are."""

    scale: float
    landscape: bool

    @property
    def percent(self) -> int:
        """The scale as people say it."""
        return int(100 * self.scale)


def placing(page: QSizeF, sheet: QSizeF) -> Placing:
    """How a page comes onto a sheet that stands upright: as it is, turned when it is wide, smaller only if it must."""
    landscape = page.width() > page.height()
    wide, high = (sheet.height(), sheet.width()) if landscape else (sheet.width(), sheet.height())
    fits = page.width() <= wide + SLACK and page.height() <= high + SLACK
    return Placing(1.0 if fits else min(wide / page.width(), high / page.height()), landscape)


def sheet_of(printer: "QPrinter") -> QSizeF:
    """The paper in a printer, upright, in points."""
    return printer.pageLayout().pageSize().size(QPageSize.Unit.Point)


def chosen_pages(printer: "QPrinter", count: int) -> list[int]:
    """The pages chosen in the dialogue, from 0, in the order in which they are handed over."""
    from PySide6.QtPrintSupport import QPrinter

    pages = list(range(count))
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        first, last = printer.fromPage(), printer.toPage() or count
        pages = [
            page for page in pages if (first <= page + 1 <= last if ranges.isEmpty() else ranges.contains(page + 1))
        ]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    if printer.supportsMultipleCopies():
        return pages
    copies = printer.copyCount()
    return pages * copies if printer.collateCopies() else [page for page in pages for _copy in range(copies)]


class PageSource(QObject):
    """Draws one page of a document at a time, away from the window."""

    def __init__(self, parent: QObject, pdf: bytes) -> None:
        from PySide6.QtPdf import QPdfDocumentRenderOptions, QPdfPageRenderer

        super().__init__(parent)
        self.pages = PdfPages(self)
        self.pages.open(pdf)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(self.pages.pdf)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._take)
        self._options = QPdfDocumentRenderOptions()
        self._options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
        self._image: QImage | None = None

    def _take(self, _page: int, _size: QSize, image: QImage, _options: object, _number: int) -> None:
        self._image = image

    def drawn(self, page: int, resolution: float) -> Generator[None, None, QImage]:
        """The picture of a page at so many dots to the inch."""
        size, self._image = self.pages.sizes[page], None
        dots = QSize(round(size.width() * resolution / POINTS), round(size.height() * resolution / POINTS))
        self._renderer.requestPage(page, dots, options=self._options)
        while self._image is None:
            yield
        image, self._image = self._image, None
        return image


def hand_over(
    printer: "QPrinter", source: PageSource, pages: Sequence[int], progress: Progress
) -> Generator[None, None, int]:
    """Give pages to a printer, strip by strip; returns how many it took.

    Raises Problem when the printer cannot be begun with or stops taking pages. What was not finished is withdrawn.
    """
    from PySide6.QtPrintSupport import QPrinter

    printer.setFullPage(True)
    sheet, painter, finished = sheet_of(printer), QPainter(), False
    _turn_sheet(printer, placing(source.pages.sizes[pages[0]], sheet))
    if not printer.isValid() or not painter.begin(printer):
        raise _not_taken()
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for number, page in enumerate(pages):
            progress.step(number, len(pages), _("Page {page} for the printer").format(page=number + 1))
            placed = placing(source.pages.sizes[page], sheet)
            if number:
                _turn_sheet(printer, placed)
                if not printer.newPage():
                    raise _not_taken()
            resolution = min(printer.resolution(), FINEST)
            image = yield from source.drawn(page, resolution * placed.scale)
            yield from _paint(painter, image, printer.resolution() / resolution)
        finished = True
    finally:
        if not finished:
            printer.abort()
        painter.end()
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise _not_taken()
    return len(pages)


def _turn_sheet(printer: "QPrinter", placed: Placing) -> None:
    across = QPageLayout.Orientation.Landscape if placed.landscape else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(across)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def _paint(painter: QPainter, image: QImage, ratio: float) -> Generator[None, None, None]:
    """Lay a page onto the paper from its upper left corner, `ratio` dots of the printer for each of the picture."""
    for top in range(0, image.height(), STRIP):
        strip = image.copy(QRect(0, top, image.width(), min(STRIP, image.height() - top)))
        size = QSizeF(strip.size()) * ratio
        painter.drawImage(QRectF(QPointF(0, top * ratio), size), strip)
        yield


def _not_taken() -> Problem:
    return Problem(
        _("The printer did not take the pages; none of them is to be used, and nothing was changed."),
        _("See that the printer is on and has paper, then print again, or save the PDF and print it elsewhere."),
        code="printer-not-ready",
    )


class PrinterDesk:
    """The printers of this computer, asked for a window. The one used last is proposed again."""

    def __init__(self, window: QWidget, tasks: Tasks, machine: ComputerSettings) -> None:
        self.window, self.tasks, self.machine = window, tasks, machine

    def put_on_paper(self, paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        """Ask which printer and which pages, hand them over, then say so; raises Problem when there is no printer."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            raise Problem(
                _("No printer is set up on this computer."),
                _("Save the PDF and print it on another computer."),
                code="no-printer",
            )
        known = QPrinterInfo.printerInfo(self.machine.settings.printer)
        printer = QPrinter(
            known if not known.isNull() else QPrinterInfo.defaultPrinter(), QPrinter.PrinterMode.HighResolution
        )
        self.ask(printer, paper, handed_over)

    def ask(self, printer: "QPrinter", paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        """Open the system's dialogue on a printer, with the pages' own paper proposed."""
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

        source = self.source(paper)
        size = source.pages.sizes[0]
        upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
        printer.setDocName(paper.name)
        printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
        dialog = QPrintDialog(printer, self.window)
        dialog.setWindowTitle(_("Print"))
        options = QAbstractPrintDialog.PrintDialogOption
        dialog.setOption(options.PrintToFile, False)  # the PDF itself is better, and is saved as it is
        dialog.setMinMax(1, source.pages.count)
        dialog.setFromTo(1, source.pages.count)
        dialog.finished.connect(partial(self._answered, printer, source, handed_over))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _answered(
        self, printer: "QPrinter", source: PageSource, handed_over: Callable[[HandedOver], None], code: int
    ) -> None:
        if code == QDialog.DialogCode.Accepted.value:
            self.accept(printer, source, handed_over)
        else:
            source.deleteLater()

    def source(self, paper: Printout) -> PageSource:
        """The pages to print, read."""
        return PageSource(self.window, paper.pdf)

    def accept(self, printer: "QPrinter", source: PageSource, handed_over: Callable[[HandedOver], None]) -> None:
        """Print what was chosen; pages that would come out smaller are said first."""
        pages = chosen_pages(printer, source.pages.count)
        self.machine.keep(printer=printer.printerName())
        if not pages:
            source.deleteLater()
            return
        smallest = min((placing(source.pages.sizes[page], sheet_of(printer)) for page in pages), key=lambda p: p.scale)
        start = partial(self._start, printer, source, pages, handed_over)
        if smallest.scale == 1.0:
            start()
            return
        percent = format_percent(smallest.percent, language())
        question = Confirmation(
            _("The pages are larger than the paper chosen."),
            _("They come out at {percent} of their size, so that nothing is cut.").format(percent=percent),
            _("Print at {percent}").format(percent=percent),
            _("Do not print"),
        )
        Boxes(self.window).confirm(question, start)

    def _start(
        self,
        printer: "QPrinter",
        source: PageSource,
        pages: Sequence[int],
        handed_over: Callable[[HandedOver], None],
    ) -> None:
        name = printer.printerName()
        self.tasks.by_turns(
            _("Printing"),
            lambda progress: self.steps(printer, source, pages, progress),
            lambda count: handed_over(HandedOver(name, count)),
        )

    def steps(
        self, printer: "QPrinter", source: PageSource, pages: Sequence[int], progress: Progress
    ) -> Generator[None, None, int]:
        """Hand the pages over, and let go of them however it ends."""
        try:
            return (yield from hand_over(printer, source, pages, progress))
        finally:
            source.deleteLater()
