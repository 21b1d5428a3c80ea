"""A PDF as it comes back from a scanner, for the demonstration: grey pictures, a little askew, with ink on them."""

import os
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QGuiApplication, QImage

from desktop.base.files import write_safely
from desktop.ui.preview.pdf_pages import PdfPages

DOTS = 150  # to the inch: what an office’s scanner is usually set to
POINTS = 72
ASKEW = (0.5, -0.4, 0.3, -0.6)  # degrees, page by page
INK = 60  # grey of a pen
QUALITY = 60  # of the JPEG in which a scanner writes its pages


def main(arguments: Sequence[str]) -> int:
    """Scan the PDF named first into the PDF named second; 1 for a file that has no pages."""
    source, target = (Path(argument) for argument in arguments[-2:])
    application = QGuiApplication.instance() or QGuiApplication(["scan"])
    scan = scanned(source.read_bytes())
    if scan:
        write_safely(target, scan)
    application.processEvents()
    return 0 if scan else 1


def scanned(content: bytes) -> bytes:
    """The scan as a PDF of pictures; empty for what has no pages."""
    owner = QObject()
    pages = PdfPages(owner)
    if not pages.open(content):
        return b""
    pictures = [_page(pages, number) for number in range(pages.count)]
    written = BytesIO()
    first, *others = pictures
    first.save(written, "PDF", save_all=True, append_images=others, resolution=DOTS, quality=QUALITY)
    return written.getvalue()


def _page(pages: PdfPages, number: int) -> Image.Image:
    size = pages.sizes[number]
    width, height = (round(side * DOTS / POINTS) for side in (size.width(), size.height()))
    drawn = pages.pdf.render(number, QSize(width, height)).convertToFormat(QImage.Format.Format_RGBA8888)
    page = Image.frombytes("RGBA", (width, height), bytes(drawn.constBits()))
    paper = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page).convert("L")
    _initial(paper, number)
    return paper.rotate(ASKEW[number % len(ASKEW)], Image.Resampling.BILINEAR, fillcolor=255)


def _initial(page: Image.Image, number: int) -> None:
    """A hand’s loops where the pages have room for initials, no two of them alike."""
    pen, (width, height) = ImageDraw.Draw(page), page.size
    for loop in range(3):
        left, top = width * (0.8 + 0.02 * loop), height * (0.925 + 0.004 * ((loop + number) % 3))
        pen.arc((left, top, left + width * 0.035, top + height * 0.02), 20, 330, fill=INK, width=4)
