"""What a drawn document shows, page by page, as far as a machine can see it."""

from io import BytesIO

import pikepdf
from pikepdf.pdfa import validate_written


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


def assert_archivable(data: bytes) -> None:
    """PDF/A-3b, and nothing found."""
    report = validate_written(BytesIO(data), "3b")
    assert report.passed, report
    assert not report.findings
