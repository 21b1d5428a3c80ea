"""The shipped fonts, registered with ReportLab when first used.

Imported before anything of ReportLab that reads its base font: see `pdf.prepare`.
"""

from functools import cache

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop.base.paths import resources

FONTS = {
    "sans": "NotoSans-Regular",
    "sans bold": "NotoSans-SemiBold",
    "serif": "NotoSerif-Regular",
    "serif bold": "NotoSerif-SemiBold",
    "serif italic": "NotoSerif-Italic",
    "arabic": "NotoNaskhArabic-Regular",
    "arabic bold": "NotoNaskhArabic-SemiBold",
    "bengali": "NotoSansBengali-Regular",
}


@cache
def font(face: str) -> str:
    """The registered name of a face of FONTS."""
    name = FONTS[face]
    pdfmetrics.registerFont(TTFont(name, str(resources() / "fonts" / f"{name}.ttf")))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(name, bold, italic, name)
    return name


@cache
def characters(face: str) -> frozenset[str]:
    """The characters a face can print."""
    return frozenset(map(chr, pdfmetrics.getFont(font(face)).face.charToGlyph))


def width(text: str, face: str, size: float) -> float:
    """How wide a line is, in points."""
    return float(pdfmetrics.stringWidth(text, font(face), size))


@cache
def ascent(face: str, size: float) -> float:
    """How far the letters of a face rise above their line, in points."""
    return float(pdfmetrics.getAscentDescent(font(face), size)[0])
