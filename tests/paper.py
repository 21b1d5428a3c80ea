"""What a drawn document shows, page by page, as far as a machine can see it."""

from collections.abc import Collection, Sequence
from io import BytesIO

import pikepdf
from pikepdf.pdfa import validate_written
from PIL import Image


def marked(data: bytes) -> list[int]:
    """How many lines stand aslant on each page: those of the mark of what binds nobody."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [_aslant(page) for page in pdf.pages]


def _aslant(page: pikepdf.Page) -> int:
    lines, turned, outside = 0, False, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                outside.append(turned)
            case "Q":
                turned = outside.pop()
            case "cm":
                turned |= float(operands[1]) != 0
            case "Tj":
                lines += turned
    return lines


def outlined(data: bytes) -> list[int]:
    """The pages, from 1, to which the outline leads, in its order."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        targets = [item.destination for top in outline.root for item in (top, *top.children)]
        return [pages[pikepdf.Page(_page_of(pdf, target)).objgen] for target in targets]


def _page_of(pdf: pikepdf.Pdf, target: object) -> pikepdf.Object:
    if isinstance(target, pikepdf.Array):
        return target[0]
    entry = pdf.Root.Dests[str(target)]
    return (entry if isinstance(entry, pikepdf.Array) else entry.D)[0]


def page_texts(data: bytes) -> list[str]:
    """The words of each page as a reader program copies them, blanks and ends of lines as one blank."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    content = QByteArray(data)
    buffer, document = QBuffer(content), QPdfDocument(None)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    texts = [" ".join(document.getAllText(number).text().split()) for number in range(document.pageCount())]
    document.close()
    return texts


def photographed(data: bytes, dots: int = 150, only: Collection[int] | None = None) -> list[Image.Image]:
    """The pages, or those at these places, as grey pictures of so many dots per inch: what a scanner sees."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
    from PySide6.QtGui import QImage
    from PySide6.QtPdf import QPdfDocument

    content = QByteArray(data)
    buffer, document = QBuffer(content), QPdfDocument(None)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    pictures = []
    for number in range(document.pageCount()) if only is None else sorted(only):
        size = document.pagePointSize(number)
        drawn = document.render(number, QSize(round(size.width() * dots / 72), round(size.height() * dots / 72)))
        paper = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
        page = Image.frombytes("RGBA", (paper.width(), paper.height()), bytes(paper.constBits()))
        white = Image.new("RGBA", page.size, "white")
        pictures.append(Image.alpha_composite(white, page).convert("L"))
    document.close()
    return pictures


def words_of(data: bytes) -> str:
    """The text of all pages, as somebody copies it, with a space between any two words."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    content = QByteArray(data)
    buffer, document = QBuffer(content), QPdfDocument(None)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    pages = [document.getAllText(number).text() for number in range(document.pageCount())]
    document.close()
    return " ".join(" ".join(pages).split())


def scanned(pages: Sequence[Image.Image], dots: int = 150) -> bytes:
    """These pictures in one PDF, as a scanner makes it."""
    out = BytesIO()
    first, *others = (page.copy() for page in pages)  # Pillow notes on a picture what it was saved with
    first.save(out, "PDF", save_all=True, append_images=others, resolution=dots)
    return out.getvalue()


def blank_picture() -> bytes:
    """A page as a scanner makes it, without anything on it."""
    out = BytesIO()
    Image.new("L", (600, 800), 255).save(out, "PNG")
    return out.getvalue()


def signed(data: bytes) -> bytes:
    """The PDF as it comes back from somebody who signed on a screen: the same pages, with a mark on the last one."""
    with pikepdf.open(BytesIO(data)) as pdf:
        mark = {"/Type": "/Annot", "/Subtype": "/Square", "/Rect": [300, 100, 400, 130]}
        named = {key: pikepdf.Name(value) if isinstance(value, str) else value for key, value in mark.items()}
        pdf.pages[-1].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(named))])
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def assert_archivable(data: bytes) -> None:
    """PDF/A-3b, and nothing found."""
    report = validate_written(BytesIO(data), "3b")
    assert report.passed, report
    assert not report.findings
