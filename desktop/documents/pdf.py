"""Blocks -> PDF: the same bytes every time for the same document, with its record attached.

PDF/A-3b (ISO 19005-3), tagged; two codes on every page; a pale mark beneath the text of what binds nobody.
"""

from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from desktop.base.text import N_, said_in
from desktop.base.values import canonical, sha256
from desktop.documents import codes
from desktop.documents.blocks import Document, Paper, each_language, internal_banner
from desktop.documents.tags import Tags
from desktop.documents.typesetting import one_line

if TYPE_CHECKING:
    from desktop.documents.drawing import InkPage, InkRow
    from desktop.documents.layout import Layout

SIZES = {Paper.A4: (595.28, 841.89), Paper.LETTER: (612.0, 792.0)}  # points
ABOVE, BOTTOM = 85.89, 90.0  # from the edges to the text
CLOSER_ABOVE, CLOSER_BOTTOM = 78.0, 86.0  # where a document is set closely
HEADER_ABOVE, FOOTER_RULE = 71.89, 82.0
TOP_CODE, BOTTOM_CODE = 37.0, 42.5  # 13 and 15 mm
MARK_SIZE, MARK_ROOM = 120.0, 680.0  # points: of its letters at most, and along the page from corner to corner
MARK_COLOR = (0.915, 0.925, 0.94)  # pale enough not to hinder the text above it


@dataclass(frozen=True, slots=True)
class Pdf:
    """A drawn document: its bytes, number of pages, and the SHA-256 of the attached record in hexadecimal."""

    data: bytes
    pages: int
    record: str


def render(document: Document) -> Pdf:
    """Draw the document; raises ValueError when something drawn is taller than a page.

    Reads no clock, no network and no file but the fonts and the colour profile.
    """
    prepare()
    from desktop.documents.archive import finish
    from desktop.documents.drawing import paginate
    from desktop.documents.layout import Layout

    record = canonical(dict(document.record))
    tags = Tags()
    above, bottom = _edges(document)
    frame = _size(document)[1] - above - bottom
    layout = Layout(document, tags.root, frame)
    pages = paginate(layout.lay(), frame, document.internal)
    raw = _Draftsman(document, sha256(record), layout, tags).draw(pages)
    return Pdf(finish(raw, document, record, tags), len(pages), sha256(record))


def _size(document: Document) -> tuple[float, float]:
    """Width and height of a page, in points."""
    width, height = SIZES[document.paper]
    return (height, width) if document.across else (width, height)


def _edges(document: Document) -> tuple[float, float]:
    """How far the text stands from the upper and from the lower edge, in points."""
    return (CLOSER_ABOVE, CLOSER_BOTTOM) if document.close else (ABOVE, BOTTOM)


def prepare() -> None:
    """Set what ReportLab reads while it is imported; otherwise it would use Helvetica, which is not embedded."""
    from reportlab import rl_config

    rl_config.invariant = 1
    rl_config.useA85 = 0
    rl_config.canvas_basefontname = "NotoSans-Regular"
    from desktop.documents.fonts import font

    font("sans")


class _Draftsman:
    """Draws pages that are already laid out: every page number is known."""

    def __init__(self, document: Document, record: str, layout: "Layout", tags: Tags) -> None:
        from reportlab.pdfgen.canvas import Canvas

        from desktop.documents.drawing import Pen

        self.document, self.record, self.layout, self.tags = document, record, layout, tags
        self.code = (0, 0, "")  # of the page that is drawn: its number, its squares across, what draws them
        self.out = BytesIO()
        self.size = _size(document)
        self.left, self.right = (self.size[0] - layout.width) / 2, (self.size[0] + layout.width) / 2
        self.top, self.header_rule = self.size[1] - _edges(document)[0], self.size[1] - HEADER_ABOVE
        self.canvas: Any = Canvas(self.out, pagesize=self.size, invariant=1, pageCompression=1)
        self.pen: Pen = Pen(self.canvas, tags)

    def draw(self, pages: "list[InkPage]") -> bytes:
        self._number(pages)
        for number, page in enumerate(pages, 1):
            self.tags.start_page()
            if self.document.mark:
                self._mark(each_language(self.document.mark.text))
            self._header(page, number)
            self._footer(page, number, len(pages))
            for row, down in page.placed:
                self._row(row, self.top - down)
            self.canvas.showPage()
        self._outline()
        self.canvas.save()
        return self.out.getvalue()

    def _number(self, pages: "list[InkPage]") -> None:
        for number, page in enumerate(pages, 1):
            for row, _ in page.placed:
                if row.anchor:
                    self.layout.page_of[row.anchor] = number

    def _row(self, row: "InkRow", top: float) -> None:
        if row.anchor:
            self.canvas.bookmarkPage(row.anchor, fit="XYZ", left=self.left, top=top + 12, zoom=0)
        row.draw(self.pen, self.left, top, self.layout.width)

    def _outline(self) -> None:
        depth = 0
        for entry in self.layout.entries:
            level = min(entry.level - 1, depth)
            self.canvas.addOutlineEntry(
                one_line(entry.label + each_language(entry.text)[0]) or "…", entry.anchor, level, closed=level == 0
            )
            depth = level + 1
        if self.layout.entries:
            self.canvas.showOutline()

    # furniture, drawn as artifacts

    def _mark(self, texts: tuple[str, ...]) -> None:
        """Pale across the page from corner to corner, each language on a line of its own."""
        lines = tuple(dict.fromkeys(texts))
        widest = max(self._width(line, "sans bold", 1) for line in lines)
        size = min(MARK_SIZE, MARK_ROOM / widest)
        with self.tags.drawing(self.canvas, None):
            self.canvas.saveState()
            self.canvas.translate(self.size[0] / 2, self.size[1] / 2)
            self.canvas.rotate(32 if self.document.across else 52)
            self.canvas.setFillColorRGB(*MARK_COLOR)
            self.canvas.setFont(self._font("sans bold"), size)
            for place, line in enumerate(lines):
                down = (place - (len(lines) - 1) / 2) * 1.25 + 0.36
                self.canvas.drawCentredString(0, -size * down, line)
            self.canvas.restoreState()

    def _header(self, page: "InkPage", number: int) -> None:
        x, right = self.left, self.right
        self._code(right - TOP_CODE, self.header_rule + 7, TOP_CODE, number)
        if page.internal:
            self._internal_band(x, right - TOP_CODE - 10)
        elif not page.plain:
            self._label(self.document.reference, x, self.header_rule + 8, 110)
            titles = " · ".join(dict.fromkeys(each_language(self.document.title)))
            self._label(titles, right - TOP_CODE - 10, self.header_rule + 8, 312, align="right")
        if not page.plain:
            self.pen.line(x, self.header_rule, right - x)

    def _internal_band(self, x: float, right: float) -> None:
        self.pen.fill(x, self.header_rule + 7, right - x, 28, "#1B1F24", 3)
        banner = internal_banner(self.document)
        first, *others = dict.fromkeys(banner)
        y = self.header_rule + (22.5 if others else 18)
        self._label(first, x + 12, y, right - x - 130, color="#FFFFFF", face="sans bold", size=8.4)
        for other in others:
            self._label(other, x + 12, self.header_rule + 12, right - x - 130, color="#D5DAE1", size=7)
        self._label(self.document.reference, right - 12, self.header_rule + 18, 110, "right", "#FFFFFF", size=7.4)

    def _footer(self, page: "InkPage", number: int, total: int) -> None:
        right = self.right
        self.pen.line(self.left, FOOTER_RULE, right - self.left)
        self._code(self.left, FOOTER_RULE - 8 - BOTTOM_CODE, BOTTOM_CODE, number)
        pages = "  ·  ".join(
            dict.fromkeys(
                said_in(language, N_("Page {page} of {pages}")).format(page=number, pages=total)
                for language in self.document.languages
            )
        )
        x = self.left + BOTTOM_CODE + 10
        self._label(pages, x, FOOTER_RULE - 18, 220, size=7.8)
        digits = codes.foot(self.record)
        names = "  ·  ".join(
            dict.fromkeys(
                said_in(language, N_("Record {digits}")).format(digits=digits) for language in self.document.languages
            )
        )
        self._label(names, x, FOOTER_RULE - 30, 300, size=6.6)
        for place, original in enumerate(filter(None, dict.fromkeys(each_language(self.document.original)))):
            self._label(original, x, FOOTER_RULE - 41 - 9 * place, right - 114 - x, face="sans bold", size=7)
        if self.document.initials and not page.internal:
            self._initials(right)
        elif page.plain or page.internal:
            self._label(self.document.reference, right, FOOTER_RULE - 18, 160, align="right", size=7.8)

    def _initials(self, right: float) -> None:
        label = " / ".join(dict.fromkeys(said_in(code, N_("Initials")) for code in self.document.languages))
        self._label(label, right - 104, FOOTER_RULE - 18, 104, size=7)
        for x in (right - 104, right - 49):
            self.pen.frame(x, FOOTER_RULE - 8 - BOTTOM_CODE, 49, 24, 2)

    def _code(self, x: float, y: float, size: float, number: int) -> None:
        if self.code[0] != number:  # it stands twice on its page
            squares = codes.modules(codes.code_content(self.document.reference, self.record, number))
            dark = [
                f"{start} {line} {length} 1 re"
                for line, row in enumerate(reversed(squares))
                for start, length in _stretches(row)
            ]
            self.code = number, len(squares), "\n".join(dark)
        _number, across, drawn = self.code
        unit = size / across
        with self.tags.drawing(self.canvas, None):
            self.canvas._code.append(f"q 0 g {unit:.4f} 0 0 {unit:.4f} {x:.2f} {y:.2f} cm\n{drawn}\nf Q")

    def _label(
        self,
        text: str,
        x: float,
        y: float,
        room: float,
        align: str = "left",
        color: str = "#545B66",
        face: str = "sans",
        size: float = 7.6,
    ) -> None:
        """One line of furniture, shortened to its room."""
        from desktop.documents.drawing import Style, TextInk

        line = self._shorten(text, room, face, size)
        ink = TextInk.of(line, Style(face, size, size * 1.2, color, align), room + 40, None, self.document.languages[0])
        ink.draw(self.pen, x if align == "left" else x - room - 40, y + size)

    def _shorten(self, text: str, room: float, face: str, size: float) -> str:
        """The text, or as much of it as fits in `room` points with an ellipsis; at least three characters."""
        if len(text) <= 4 or self._width(text, face, size) <= room:
            return text

        def shortened(length: int) -> str:
            return text[:length].rstrip(" …") + "…"

        fitting = bisect_right(
            range(len(text) - 1), room, key=lambda length: self._width(shortened(length), face, size)
        )
        return shortened(max(fitting - 1, 3))

    def _font(self, face: str) -> str:
        from desktop.documents.fonts import font

        return font(face)

    def _width(self, text: str, face: str, size: float) -> float:
        return float(self.canvas.stringWidth(text, self._font(face), size))


def _stretches(row: list[bool]) -> list[tuple[int, int]]:
    """The start and the length, in modules, of each dark stretch of a code's line."""
    stretches: list[tuple[int, int]] = []
    for place, dark in enumerate([*row, False]):
        if dark and not (place and row[place - 1]):
            start = place
        elif not dark and place and row[place - 1]:
            stretches.append((start, place - start))
    return stretches
