"""Ink on paper: texts, chips, boxes, their rows and pages. Imported by `pdf` only, when a document is drawn."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any, Protocol
from xml.sax.saxutils import escape, unescape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.paragraph import Paragraph

from desktop.base.rewording import ToldWords, Wording
from desktop.documents.blocks import ChipLevel, Tick
from desktop.documents.fonts import ascent, characters, font
from desktop.documents.fonts import width as line_width
from desktop.documents.tags import Node, Tags
from desktop.documents.typesetting import NO_BREAK, Script, cleaned, runs, shortened, spaced

ACCENT, TEXT, QUIET, LINE, TINT = "#0033A0", "#1B1F24", "#545B66", "#C6CCD4", "#EEF2F8"
LEVELS = {
    ChipLevel.LOW: ("#1B5E20", "#E8F5E9"),
    ChipLevel.MEDIUM: ("#5D4200", "#FFF4D6"),
    ChipLevel.HIGH: ("#8B0A14", "#FDE7E9"),
    ChipLevel.EXCLUDED: ("#FFFFFF", "#5B0A12"),
    ChipLevel.UNRATED: ("#424242", "#EEEEEE"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a text; sizes in points."""

    face: str = "serif"
    size: float = 9.2
    leading: float = 12.6
    color: str = TEXT
    align: str = "left"

    def bold(self) -> "Style":
        return replace(self, face=f"{self.face.split()[0]} bold")

    def smaller(self, letters: float, lines: float) -> "Style":
        """The same look, its letters and the distance of its lines so many times as large."""
        return replace(self, size=self.size * letters, leading=self.leading * lines)


@cache
def _paragraph_style(style: Style) -> Any:
    return ParagraphStyle(
        repr(style),
        fontName=font(style.face),
        fontSize=style.size,
        leading=style.leading,
        textColor=HexColor(style.color),
        alignment={"left": 0, "center": 1, "right": 2}[style.align],
        splitLongWords=1,
        spaceShrinkage=0,  # the default lets a line run past its column
        allowWidows=0,
        allowOrphans=0,
    )


@cache
def _fragment(style: Style) -> Any:
    """What ReportLab's parser makes of a text without markup."""
    return Paragraph("-", _paragraph_style(style)).frags[0]


def _paragraph(marked: str, style: Style) -> Any:
    """A paragraph; most texts have no markup, and need not be parsed."""
    if "<" in marked or "&" in marked or "\n" in marked:
        return Paragraph(marked, _paragraph_style(style))
    return Paragraph("", _paragraph_style(style), frags=[_fragment(style).clone(text=marked)])


def _script_face(script: Script, face: str) -> str:
    if script == Script.ARABIC and face.endswith("bold"):
        return "arabic bold"
    return script


def _printable(face: str) -> Callable[[str, Script], bool]:
    def has(character: str, script: Script) -> bool:
        return character in characters(face if script == Script.LATIN else _script_face(script, face))

    return has


def markup(text: str, style: Style, language: str, width: float) -> str:
    """The text as ReportLab's paragraph markup, the user's characters escaped, each script in its font."""
    plain, common = _prepared(text, style.face, language)
    if common:
        return plain
    pieces = []
    for run in runs(plain, _printable(style.face)):
        if run.script == Script.LATIN:
            pieces.append(escape(run.text).replace("\n", "<br/>"))
        else:
            face = _script_face(run.script, style.face)
            pieces.append(f'<font name="{font(face)}">{escape(_fit_lines(run.text, face, style.size, width))}</font>')
    return "".join(pieces)


@lru_cache(8192)  # one pack has half as many; most of them stand in the next one too
def _prepared(text: str, face: str, language: str) -> tuple[str, bool]:
    """The text with its spaces set; as markup already, and true, where its face prints every character of it."""
    plain = spaced(cleaned(text), language)
    if not plain.strip():
        return NO_BREAK, True  # an empty line keeps its height
    if plain.isascii() or characters(face).issuperset(set(plain) - {"\n"}):
        return escape(plain).replace("\n", "<br/>"), True
    return plain, False


def _fit_lines(text: str, face: str, size: float, width: float) -> str:
    """A run written from right to left, cut into lines that fit, its first words on the first line."""
    if line_width(text, face, size) <= width:
        return text
    lines: list[str] = []
    line = ""
    for word in reversed(text.split(NO_BREAK)):
        longer = f"{word}{NO_BREAK}{line}" if line else word
        if line and line_width(longer, face, size) > width:
            lines.append(line)
            longer = word
        line = longer
    return " ".join([*lines, line])


@lru_cache(8192)  # a report says the same years and names in many charts
def printed_width(text: str, face: str, size: float, language: str) -> float:
    """How wide a line is as paper prints it, in points: each script in its font."""
    plain, common = _prepared(text, face, language)
    if common:
        return line_width(unescape(plain), face, size)
    pieces = runs(plain, _printable(face))
    return sum(
        line_width(run.text, face if run.script == Script.LATIN else _script_face(run.script, face), size)
        for run in pieces
    )


class Pen:
    """Draws on the canvas of the current page and records it in the logical tree; coordinates in points."""

    def __init__(self, canvas: Any, tags: Tags) -> None:
        self.canvas = canvas
        self.tags = tags
        self._shown: dict[tuple[str, str, float], str] = {}

    def shown(self, line: str, name: str, size: float) -> str:
        """What shows a line in the font of this name, within a text object; each line is made ready once a document."""
        key = (line, name, size)
        if key not in self._shown:
            text = self.canvas.beginText(0, 0)
            text.setFont(name, size)
            self._shown[key] = text._formatText(line)
        return self._shown[key]

    def line(self, x: float, y: float, width: float, color: str = LINE, thick: float = 0.5) -> None:
        with self.tags.drawing(self.canvas, None):
            self.canvas.setStrokeColor(HexColor(color))
            self.canvas.setLineWidth(thick)
            self.canvas.line(x, y, x + width, y)

    def fill(self, x: float, y: float, width: float, height: float, color: str, radius: float = 0) -> None:
        with self.tags.drawing(self.canvas, None):
            self.canvas.setFillColor(HexColor(color))
            self.canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float, radius: float = 0, color: str = LINE) -> None:
        with self.tags.drawing(self.canvas, None):
            self.canvas.setStrokeColor(HexColor(color))
            self.canvas.setLineWidth(0.6)
            self.canvas.roundRect(x, y, width, height, radius, stroke=1, fill=0)


class Ink(Protocol):
    """Something drawn from its top left corner downwards."""

    height: float

    def draw(self, pen: Pen, x: float, top: float) -> None: ...

    def split(self, room: float) -> "tuple[Ink, Ink] | None":
        """The part that fits in `room` and the rest; None when it cannot be cut there."""


PLAIN = 0  # the kind of lines that ReportLab makes of a text in one face


class TextInk:
    """A paragraph wrapped to a width."""

    def __init__(self, paragraph: Any, width: float, node: Node | None) -> None:
        self.paragraph, self.width, self.node = paragraph, width, node
        self.height: float = paragraph.wrap(width, 1e6)[1]

    @classmethod
    def of(cls, text: str, style: Style, width: float, node: Node | None = None, language: str = "") -> "TextInk":
        return cls(_paragraph(markup(text, style, language, width), style), width, node)

    @classmethod
    def reworded(cls, words: Iterable[ToldWords], style: Style, width: float, node: Node | None = None) -> "TextInk":
        """Two wordings in one; lines through and below the words, so that black and white tell them apart too."""
        pieces = []
        for told in words:
            piece = markup(told.text, style, "", width)
            if told.wording is Wording.OLD:
                piece = f'<strike><font color="{QUIET}">{piece}</font></strike>'
            elif told.wording is Wording.NEW:
                piece = f'<u><font color="{ACCENT}">{piece}</font></u>'
            pieces.append(piece)
        return cls(Paragraph("".join(pieces) or NO_BREAK, _paragraph_style(style)), width, node)

    def lines(self) -> list[float]:
        """The length of each line."""
        spare = [line[0] if isinstance(line, tuple) else line.extraSpace for line in self.paragraph.blPara.lines]
        return [self.width - float(left) for left in spare]

    def draw(self, pen: Pen, x: float, top: float) -> None:
        with pen.tags.drawing(pen.canvas, self.node):
            lines = self.paragraph.blPara
            if lines.kind == PLAIN and lines.lines and not (lines.us_lines or lines.link):
                self._draw_plain(pen.canvas, x, top)
            else:
                self.paragraph.drawOn(pen.canvas, x, top - self.height)

    def draw_bare(self, canvas: Any, x: float, base: float) -> None:
        """A single line on its base line, within what is drawn and tagged already."""
        lines = self.paragraph.blPara
        if lines.kind == PLAIN and lines.lines:
            self._draw_plain(canvas, x, base + getattr(lines, "ascent", lines.fontSize))
        else:
            self.paragraph.drawOn(canvas, x, base + lines.lines[0].ascent - self.height)

    def _draw_plain(self, canvas: Any, x: float, top: float) -> None:
        """Lines in one face, as nearly all are: the paragraph's own drawing keeps and restores the state for each."""
        lines, style = self.paragraph.blPara, self.paragraph.style
        canvas.setFillColor(lines.textColor)
        text = canvas.beginText(x, top - getattr(lines, "ascent", lines.fontSize))
        text.setFont(lines.fontName, lines.fontSize, style.leading)
        for spare, words in lines.lines:
            aside = spare * style.alignment / 2  # 0 at the left, half of it in the middle, all at the right
            if aside:
                text.setXPos(aside)
            text.textLine(" ".join(words))
            if aside:
                text.setXPos(-aside)
        canvas.drawText(text)

    def split(self, room: float) -> "tuple[Ink, Ink] | None":
        parts = self.paragraph.split(self.width, room)
        if len(parts) != 2:
            self.paragraph.wrap(self.width, 1e6)  # a refused split forgets the lines
            return None
        return TextInk(parts[0], self.width, self.node), TextInk(parts[1], self.width, self.node)


@lru_cache(32768)  # a register says the same types, themes and states in thousands of rows
def plain_lines(text: str, face: str, size: float, width: float, language: str) -> tuple[tuple[float, str], ...] | None:
    """The lines of a text in one face, each with what it leaves of the width; None where it needs another face.

    As ReportLab breaks them, at a small part of the time: a word that is wider than the column is cut.
    """
    plain, common = _prepared(text, face, language)
    if not common:
        return None
    lines = list[tuple[float, str]]()
    for paragraph in unescape(plain).replace("<br/>", "\n").split("\n"):
        lines += _broken(paragraph, face, size, width)
    return tuple(lines)


def _broken(paragraph: str, face: str, size: float, width: float) -> Iterator[tuple[float, str]]:
    space, line, used = line_width(" ", face, size), list[str](), 0.0
    for word in (piece for own in paragraph.split(" ") for piece in _narrow(own, face, size, width)):
        breadth = line_width(word, face, size)
        if line and used + space + breadth > width:
            yield width - used, " ".join(line)
            line, used = [], 0.0
        used += breadth + (space if line else 0)
        line.append(word)
    yield width - used, " ".join(line)


def _narrow(word: str, face: str, size: float, width: float) -> Iterator[str]:
    """The word, or the pieces of one that no line holds."""
    while len(word) > 1 and line_width(word, face, size) > width:
        fitting = next((at for at in range(len(word) - 1, 1, -1) if line_width(word[:at], face, size) <= width), 1)
        yield word[:fitting]
        word = word[fitting:]
    yield word


class LinesInk:
    """Lines in one face that are broken already: for tables of thousands of rows."""

    def __init__(self, lines: Sequence[tuple[float, str]], style: Style, width: float, node: Node | None) -> None:
        self.lines, self.style, self.width, self.node = lines, style, width, node
        self.height = style.leading * len(lines)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style = self.style
        name = font(style.face)
        y = top - ascent(style.face, style.size)
        side = {"left": 0.0, "center": 0.5, "right": 1.0}[style.align]
        codes = ["BT"]
        for spare, line in self.lines:
            codes.append(f"1 0 0 1 {x + spare * side:.2f} {y:.2f} Tm {pen.shown(line, name, style.size)}")
            y -= style.leading
        with pen.tags.drawing(pen.canvas, self.node):
            pen.canvas.setFillColor(HexColor(style.color))
            pen.canvas._code.append(" ".join((*codes, "ET")))

    def split(self, room: float) -> "tuple[Ink, Ink] | None":
        fitting = int((room + 0.01) // self.style.leading)
        if not 0 < fitting < len(self.lines):
            return None
        first, rest = self.lines[:fitting], self.lines[fitting:]
        return LinesInk(first, self.style, self.width, self.node), LinesInk(rest, self.style, self.width, self.node)


class Whole:
    """Ink that is never cut."""

    height: float = 0

    def split(self, room: float) -> "tuple[Ink, Ink] | None":
        return None


class GapInk(Whole):
    """White space."""

    def __init__(self, height: float) -> None:
        self.height = height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Nothing to draw."""


class ChipInk(Whole):
    """A level: tinted pill with its shape and its word; the word wraps when the column is narrow."""

    def __init__(self, level: ChipLevel, label: str, width: float, node: Node | None, size: float = 8) -> None:
        self.level, self.size = level, size
        ink = LEVELS[level][0]
        self.inset = size * 1.9
        style = Style("sans bold", size, size * 1.3, ink)
        self.label = TextInk.of(shortened(label, 60), style, width - self.inset - size * 0.9, node)
        self.pad = size * 0.34
        self.height = self.label.height + 2 * self.pad
        self.width = min(width, self.inset + max(self.label.lines()) + size * 0.9)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        ink, tint = LEVELS[self.level]
        pen.fill(x, top - self.height, self.width, self.height, tint, self.size * 0.45)
        with pen.tags.drawing(pen.canvas, None):
            shape(
                pen.canvas, self.level, x + self.size * 1.05, top - self.pad - self.size * 0.68, self.size * 0.38, ink
            )
        self.label.draw(pen, x + self.inset, top - self.pad)


def shape(canvas: Any, level: ChipLevel, x: float, y: float, r: float, color: str) -> None:
    """The sign of a level around a centre: disc, diamond, square, cross or ring."""
    canvas.setFillColor(HexColor(color))
    canvas.setStrokeColor(HexColor(color))
    canvas.setLineWidth(r * 0.45)
    if level == ChipLevel.LOW:
        canvas.circle(x, y, r, stroke=0, fill=1)
    elif level == ChipLevel.UNRATED:
        canvas.circle(x, y, r * 0.8, stroke=1, fill=0)
    elif level == ChipLevel.HIGH:
        canvas.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, stroke=0, fill=1)
    elif level == ChipLevel.MEDIUM:
        _path(canvas, [(x, y + r * 1.2), (x + r * 1.2, y), (x, y - r * 1.2), (x - r * 1.2, y)], fill=True)
    else:
        canvas.setLineWidth(r * 0.6)
        _path(canvas, [(x - r, y - r), (x + r, y + r)])
        _path(canvas, [(x - r, y + r), (x + r, y - r)])


def _path(canvas: Any, points: list[tuple[float, float]], fill: bool = False) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if fill:
        path.close()
    canvas.drawPath(path, stroke=0 if fill else 1, fill=1 if fill else 0)


class TickInk(Whole):
    """The mark of a checklist line: a tick, a cross, or an empty box."""

    height = 12.0

    def __init__(self, state: Tick) -> None:
        self.state = state

    def draw(self, pen: Pen, x: float, top: float) -> None:
        color = {Tick.YES: "#1B5E20", Tick.NO: "#8B0A14", Tick.OPEN: QUIET}[self.state]
        y = top - 9.6
        pen.frame(x, y, 8, 8, 1.2, color)
        with pen.tags.drawing(pen.canvas, None):
            pen.canvas.setLineWidth(1.3)
            if self.state == Tick.YES:
                _path(pen.canvas, [(x + 1.8, y + 4.2), (x + 3.4, y + 2.2), (x + 6.4, y + 6.2)])
            elif self.state == Tick.NO:
                _path(pen.canvas, [(x + 2.1, y + 2.1), (x + 5.9, y + 5.9)])
                _path(pen.canvas, [(x + 2.1, y + 5.9), (x + 5.9, y + 2.1)])


class DotInk(Whole):
    """The dot before an item."""

    height = 12.0

    def draw(self, pen: Pen, x: float, top: float) -> None:
        with pen.tags.drawing(pen.canvas, None):
            pen.canvas.setFillColor(HexColor(ACCENT))
            pen.canvas.circle(x + 4, top - 7.4, 1.5, stroke=0, fill=1)


MM = 72 / 25.4  # points


class SignatureInk(Whole):
    """A block to sign: for whom, the name, 25 mm for the signature, place and date, and 40 mm for a stamp.

    The stamp stands below the signature, or `beside` it where a page has to hold more.
    """

    signing = 25 * MM
    stamp = 40 * MM  # across the ring that shows where it goes

    def __init__(
        self,
        heads: list[TextInk],
        name: tuple[TextInk, TextInk | None],
        captions: tuple[TextInk, TextInk, TextInk],
        beside: bool,
    ) -> None:
        self.heads, self.name = heads, name
        self.signature, self.place, self.ring = captions
        self.width = heads[0].width + 24
        value = name[1]
        self.named = 11 + sum(head.height for head in heads) + max(20.0, value.height + 8 if value else 0)
        self.beside = beside
        self.line = self.width - 24 - (self.stamp + 10 if beside else 0)  # to sign on

    def level(self, others: "Sequence[SignatureInk]") -> None:
        """Put the lines of blocks that stand beside one another at one height."""
        self.named = max(other.named for other in others)
        self.signed = self.named + self.name[0].height + self.signing
        above = self.named + self.name[0].height if self.beside else self.signed + self.signature.height
        self.height = above + 6 + self.stamp + 12

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.frame(x, top - self.height, self.width, self.height, 5)
        pen.fill(x + 0.3, top - self.height + 5, 2.2, self.height - 10, ACCENT)
        down = top - 11
        for head in self.heads:
            head.draw(pen, x + 12, down)
            down -= head.height
        caption, value = self.name
        if value:
            value.draw(pen, x + 12, top - self.named + value.height + 1.5)
        self._line(pen, x, top - self.named, self.width - 24, caption)
        self._line(pen, x, top - self.signed, self.line, self.signature)
        self._line(pen, x, top - self.height + 22 + self.place.height, self.place.width, self.place)
        self._ring(pen, x + self.width - 12 - self.stamp / 2, top - self.height + 12 + self.stamp / 2)

    def _line(self, pen: Pen, x: float, y: float, width: float, caption: TextInk) -> None:
        pen.line(x + 12, y, width, QUIET)
        caption.draw(pen, x + 12, y - 1.5)

    def _ring(self, pen: Pen, x: float, y: float) -> None:
        with pen.tags.drawing(pen.canvas, None):
            pen.canvas.setStrokeColor(HexColor(LINE))
            pen.canvas.setLineWidth(0.6)
            pen.canvas.setDash(2, 2)
            pen.canvas.circle(x, y, self.stamp / 2, stroke=1, fill=0)
            pen.canvas.setDash()
        self.ring.draw(pen, x - self.ring.width / 2, y + self.ring.height / 2)


class EmblemsInk(Whole):
    """Room for two emblems, the issuer's at the left and the other party's at the right, 24 mm high each."""

    height = 24 * MM
    breadth = 48 * MM

    def __init__(self, width: float) -> None:
        self.width = width

    def draw(self, pen: Pen, x: float, top: float) -> None:
        with pen.tags.drawing(pen.canvas, None):
            pen.canvas.setStrokeColor(HexColor(LINE))
            pen.canvas.setLineWidth(0.6)
            pen.canvas.setDash(2, 2)
            for left in (x, x + self.width - self.breadth):
                pen.canvas.roundRect(left, top - self.height, self.breadth, self.height, 3, stroke=1, fill=0)
            pen.canvas.setDash()


class BoxInk(Whole):
    """A number and a word in a ruled box: for words that are typed again."""

    def __init__(self, number: TextInk, word: TextInk, width: float) -> None:
        self.number, self.word, self.width, self.height = number, word, width, 34.0

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.frame(x, top - self.height, self.width, self.height, 4)
        self.number.draw(pen, x + 8, top - 6)
        self.word.draw(pen, x + 26, top - self.height / 2 + self.word.height / 2)


@dataclass(slots=True)
class InkCell:
    """Inks one under the other, from `x` (from the frame's left edge), lowered by `drop` to share a baseline."""

    x: float
    inks: list[Ink]
    drop: float = 0

    def height(self) -> float:
        return self.drop + sum(ink.height for ink in self.inks)

    def split(self, room: float) -> "tuple[InkCell, InkCell]":
        """What fits in `room` and the rest; either may be empty."""
        head: list[Ink] = []
        left = room - self.drop
        for place, ink in enumerate(self.inks):
            if ink.height > left + 0.01:
                cut = ink.split(left)
                parts = (*head, cut[0]) if cut else tuple(head)
                rest = [cut[1] if cut else ink, *self.inks[place + 1 :]]
                return InkCell(self.x, list(parts), self.drop), InkCell(self.x, rest, self.drop)
            head.append(ink)
            left -= ink.height
        return InkCell(self.x, head, self.drop), InkCell(self.x, [], self.drop)


@dataclass(slots=True)
class InkRow:
    """Cells at one height, the white space around them, rules and fill, and the behaviour at the end of a page.

    `header` is drawn again when the row opens a page. `leads` keeps it with the row after it. Rows of one `group` stay
    together when a page can hold them. `after(pen, x, top, number)` draws what depends on the page numbers.
    """

    cells: list[InkCell]
    above: float = 0
    pad: float = 0
    fill: str = ""
    bar: str = ""
    over: str = ""
    under: str = ""
    header: "InkRow | None" = None
    leads: bool = False
    group: int = 0
    fresh_page: bool = False
    cut_from: float = 60
    anchor: str = ""
    internal: bool | None = None
    plain: bool = False
    after: Callable[[Pen, float, float, float], None] | None = None
    width: float = 0
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = max((cell.height() for cell in self.cells), default=0) + 2 * self.pad

    def split(self, room: float) -> "tuple[InkRow, InkRow] | None":
        """The row cut at `room`; None unless every cell that has something leaves some of it on this page."""
        parts = [cell.split(room - 2 * self.pad) for cell in self.cells]
        if any(cell.inks and not head.inks for cell, (head, _) in zip(self.cells, parts, strict=True)):
            return None
        if not any(tail.inks for _, tail in parts):
            return None
        first = replace(self, cells=[head for head, _ in parts], under="")
        rest = replace(self, cells=[tail for _, tail in parts], over="", above=0, anchor="", after=None)
        rest.fresh_page = False
        return first, rest

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        if self.fill:
            pen.fill(x, top - self.height, width, self.height, self.fill)
        if self.bar:
            pen.fill(x, top - self.height, 2.5, self.height, self.bar)
        if self.over:
            pen.line(x, top, width, self.over)
        for cell in self.cells:
            y = top - self.pad - cell.drop
            for ink in cell.inks:
                ink.draw(pen, x + cell.x, y)
                y -= ink.height
        if self.under:
            pen.line(x, top - self.height, width, self.under)
        if self.after:
            self.after(pen, x, top, width)


@dataclass(slots=True)
class InkPage:
    """The rows of one page, each with its top measured down from the top of the frame, in points."""

    placed: list[tuple[InkRow, float]] = field(default_factory=list)
    internal: bool = False
    plain: bool = False


SPARSE = 1 / 3  # of a page: less than that is not left on one for the sake of what hangs together
LONELY = 72  # points: five lines, fewer of which are not left alone on the last page of a part


def paginate(rows: list[InkRow], frame: float, internal: bool) -> list[InkPage]:
    """The rows on pages of `frame` points; raises ValueError for a row that neither fits nor can be cut."""
    return list(_Pager(rows, frame, internal).pages())


class _Pager:
    def __init__(self, rows: list[InkRow], frame: float, internal: bool) -> None:
        self.queue = list(reversed(rows))
        self.frame = frame
        self.page = InkPage(internal=internal)
        self.used = 0.0
        self.repeated = 0  # headers drawn again on this page, which are no row of it

    def pages(self) -> Iterator[InkPage]:
        while self.queue:
            row = self.queue.pop()
            if row.fresh_page and self.page.placed:
                yield self._turn()
            if row.internal is not None:
                self.page.internal = row.internal
            self.page.plain |= row.plain
            if self.page.placed and not self._fits(row):
                cut = self._cut(row)
                if cut:
                    self._place(cut[0])
                self.queue.append(cut[1] if cut else row)
                if not cut:
                    self._bring_along()
                yield self._turn()
                continue
            self._open(row)
            if row.height > self.frame - self.used + 0.01:
                cut = row.split(self.frame - self.used)
                if cut is None:
                    raise ValueError("something drawn is taller than a page")
                self._place(cut[0])
                self.queue.append(cut[1])
                yield self._turn()
                continue
            self._place(row)
        yield self.page

    def _bring_along(self) -> None:
        """A page never holds only the last few lines of a part: what stands before them comes along."""
        left = 0.0
        for row in reversed(self.queue):
            if row.fresh_page or left >= LONELY:
                break
            left += row.height + row.above
        placed = self.page.placed
        while (
            left < LONELY and len(placed) > 2 + self.repeated and not (placed[-1][0].group or placed[-1][0].fresh_page)
        ):
            before = placed[-1][0]
            if before.height > self.frame / 3:
                return
            placed.pop()
            self.queue.append(before)
            left += before.height + before.above
        led = list(takewhile(lambda row: row.leads, reversed(self.queue)))
        headed = any(row.anchor for row in led)  # whether a heading came along,
        texts = headed and not led[0].anchor  # and a text of what stands before it
        while len(placed) > 1 + self.repeated and placed[-1][0].leads and self._holds_chain(placed[-1][0]):
            row, top = placed[-1]
            if texts and not row.anchor and top < self.frame * SPARSE:
                break
            self.queue.append(placed.pop()[0])
            texts |= headed and not row.anchor
            headed |= bool(row.anchor)

    def _turn(self) -> InkPage:
        done, self.page = self.page, InkPage(internal=self.page.internal)
        self.used, self.repeated = 0.0, 0
        return done

    def _open(self, row: InkRow) -> None:
        header = row.header
        if not self.page.placed and header is not None and header is not row and header.height < self.frame / 3:
            self._place(_repeat_header(header))
            self.repeated = 1

    def _place(self, row: InkRow) -> None:
        self.used += row.above if self.page.placed else 0
        self.page.placed.append((row, self.used))
        self.used += row.height

    def _fits(self, row: InkRow) -> bool:
        return self.used + row.above + self._needed(row) <= self.frame + 0.01

    def _needed(self, row: InkRow) -> float:
        """The row's height with what must follow it on the same page, as far as a page holds both.

        A page that would be left all but empty holds as much as it can.
        """
        fitting = row.height
        for need in self._chain(row):
            if need > self.frame:
                break
            fitting = need
            if self.page.placed and self.used < self.frame * SPARSE:
                break
        return fitting

    def _holds_chain(self, row: InkRow) -> bool:
        """Whether one page holds the row with all that must follow it."""
        return max(self._chain(row), default=row.height) <= self.frame

    def _chain(self, row: InkRow) -> Iterator[float]:
        """The row's height with one, two and more of the rows that must follow it; a group of rows counts as one."""
        need, last = row.height, row
        for place, follower in enumerate(reversed(self.queue), 1):
            grouped = last.group and follower.group == last.group
            if not (last.leads or grouped):
                break
            whole = follower.group or follower.height < follower.cut_from
            room = follower.height if whole else follower.cut_from * 0.7
            need += follower.above + room
            last = follower
            after = self.queue[-1 - place] if place < len(self.queue) else None
            if not follower.group or after is None or after.group != follower.group:
                yield need

    def _cut(self, row: InkRow) -> tuple[InkRow, InkRow] | None:
        room = self.frame - self.used - row.above
        if row.leads or row.group or row.height < row.cut_from or room < 36:
            return None
        return row.split(room)


def _repeat_header(header: InkRow) -> InkRow:
    """A header drawn again as an artifact, since the logical tree has it already."""
    cells = [InkCell(cell.x, [_without_tags(ink) for ink in cell.inks], cell.drop) for cell in header.cells]
    return replace(header, cells=cells, above=0, leads=False)


def _without_tags(ink: Ink) -> Ink:
    if isinstance(ink, LinesInk):
        return LinesInk(ink.lines, ink.style, ink.width, None)
    return TextInk(ink.paragraph, ink.width, None) if isinstance(ink, TextInk) else ink
