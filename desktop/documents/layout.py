"""Blocks -> rows of ink: where the look of paper is decided. Imported by `pdf` only, when a document is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.base.text import N_, said_in
from desktop.documents.blocks import (
    Article,
    Block,
    Bullets,
    Checklist,
    Chip,
    Column,
    Contents,
    Cover,
    Document,
    Heading,
    KeyValues,
    Labels,
    Notice,
    PageBreak,
    Paragraph,
    Part,
    Rating,
    Said,
    Signatory,
    Signatures,
    Table,
    Words,
    WriteIn,
    said,
)
from desktop.documents.blocks import Cell as CellText
from desktop.documents.drawing import (
    ACCENT,
    LINE,
    QUIET,
    TEXT,
    TINT,
    BoxInk,
    Cell,
    ChipInk,
    DotInk,
    Gap,
    Ink,
    Pen,
    Row,
    SignatureInk,
    Style,
    TickInk,
)
from desktop.documents.drawing import Words as Text
from desktop.documents.tags import Node
from desktop.documents.typesetting import one_line, shortened

INTERNAL = N_("internal to IOM")
WIDTH = 481.9  # points between the margins of an A4 page
GUTTER = 16.0
COLUMN = (WIDTH - GUTTER) / 2
HANG = 23.0
TIGHTEST = 0.7  # of the white between the lines of the contents that may be given up
BY_HAND = 13.0  # points above and below the line of a row that is filled in by hand

BODY = Style()
LEAD = Style(size=10.6, leading=15)
SMALL = Style("sans", 8, 10.8)
SMALL_QUIET = Style("sans", 7.6, 10.4, QUIET)
NUMBER = Style("sans", 7.4, 12.6, QUIET)
LABEL = Style("sans", 7.6, 10.8, QUIET)
VALUE = Style("serif", 9.4, 12.8)
TITLE = Style("sans bold", 17, 21, ACCENT)
TITLE_BESIDE = Style("sans", 11, 15, QUIET)
HEAD = {2: Style("sans bold", 10.6, 14, ACCENT), 3: Style("sans bold", 8.8, 12, TEXT)}
LOOKS = {"body": BODY, "lead": LEAD, "quiet": SMALL_QUIET, "strong": BODY.bold()}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents and of the outline."""

    anchor: str
    text: Said
    level: int
    internal: bool = False
    label: str = ""  # what stands before the title: "Annex A", "12"


@dataclass(slots=True)
class Layout:
    """Turns the blocks of one document into rows, growing the logical tree under `root` in reading order."""

    document: Document
    root: Node
    room: float = 0  # the height of a page, when rows are to be fitted to it
    entries: list[Entry] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    page_of: dict[str, int] = field(default_factory=dict)
    groups: int = 0

    def lay(self) -> list[Row]:
        """All rows. Call once; `page_of` is to be filled before they are drawn."""
        self.entries.extend(_entries(self.document.blocks))
        waiting = iter(self.entries)
        node = self.root
        for block in self.document.blocks:
            if isinstance(block, Part | Cover | Contents):
                node = self.root.add("Sect")
            self._block(block, node, waiting)
        return self.rows

    def _block(self, block: Block, node: Node, waiting: Iterator[Entry]) -> None:
        match block:
            case Cover():
                self._cover(block, node)
            case Part():
                self._part(block, node, next(waiting))
            case Article():
                self._article(block, node.add("Sect"), next(waiting))
            case Contents():
                self._contents(block, node)
            case Heading():
                self._stacked_heading(block, node)
            case Paragraph():
                self._paragraph(block, node)
            case Bullets():
                self._bullets(block, node.add("L"))
            case KeyValues():
                self._pairs(block.rows, node.add("Table"))
            case Table():
                self._table(block, node.add("Table"))
            case Notice():
                self._notice(block, node)
            case Rating():
                self._rating(block, node)
            case Checklist():
                self._checklist(block, node.add("L"))
            case Signatures():
                self._signatures(block, node)
            case WriteIn():
                self._write_in(block, node)
            case Words():
                self.rows += _word_grid(block.words, node.add("L"))
            case PageBreak():
                self.rows.append(Row([], fresh_page=True))

    # texts

    def _language(self, place: int) -> str:
        languages = self.document.languages
        return languages[min(place, len(languages) - 1)]

    def text(self, words: str, style: Style, width: float, node: Node | None, place: int = 0) -> Text:
        language = self._language(place)
        if node is not None and place and not node.language:
            node.language = language
        return Text.of(words, style, width, node, language)

    def joined(self, words: Said, style: Style, width: float, node: Node | None) -> Text:
        """Both languages on one line, as labels have them."""
        both = said(words)
        line = " / ".join(dict.fromkeys(both))
        return Text.of(line, style, width, node, self._language(0))

    def stacked(self, words: CellText, style: Style, width: float, node: Node, under: Style | None = None) -> list[Ink]:
        """The second language under the first, quieter; one line when both say the same."""
        if isinstance(words, Chip):
            word, *others = dict.fromkeys(said(words.word))
            chip = ChipInk(words.level, word, width, node.add("Span"), style.size)
            return [chip, *(self.text(other, under or SMALL_QUIET, width, node.add("Span"), 1) for other in others)]
        quiet = under or Style(style.face.split()[0], style.size, style.leading, QUIET, style.align)
        lines = [line for line in dict.fromkeys(said(words)) if line]
        return [
            self.text(line, quiet if place else style, width, node.add("Span") if len(lines) > 1 else node, place)
            for place, line in enumerate(lines)
        ]

    # blocks

    def _cover(self, block: Cover, node: Node) -> None:
        names = tuple(name.upper() for name in said(block.masthead))
        mast = self.stacked(
            names, Style("sans bold", 8.6, 12, ACCENT), WIDTH, node.add("P"), Style("sans", 7.6, 11, QUIET)
        )
        self.rows.append(Row([Cell(0, [Gap(74), *mast])], plain=True, fresh_page=True, after=_accent_bar))
        title = node.add("H1")
        inks = self.stacked(block.title, Style("sans bold", 25, 31, ACCENT), WIDTH, title, Style("sans", 15, 21, QUIET))
        self.rows.append(Row([Cell(0, inks)], above=16))
        self._pairs(block.facts, node.add("Table"), above=34, pad=5.2)
        if block.note:
            inks = self.stacked(block.note, SMALL_QUIET, WIDTH * 0.86, node.add("P"))
            self.rows.append(Row([Cell(0, inks)], above=22))

    def _part(self, block: Part, node: Node, entry: Entry) -> None:
        internal = None if block.flows else block.internal or self.document.internal
        inks: list[Ink] = []
        if block.label:
            inks.append(self.joined(block.label, Style("sans bold", 8, 12, QUIET), WIDTH, node.add("P")))
        inks += self.stacked(block.title, TITLE, WIDTH, node.add("H1"), TITLE_BESIDE)
        row = Row([Cell(0, [*inks, Gap(4)])], above=26, fresh_page=not block.flows, leads=True, anchor=entry.anchor)
        row.internal = internal
        self.rows.append(row)

    def _stacked_heading(self, block: Heading, node: Node) -> None:
        style = HEAD[block.level]
        under = Style("sans", style.size - 1, style.leading, QUIET)
        inks = self.stacked(block.text, style, WIDTH, node.add(f"H{block.level}"), under)
        self.rows.append(Row([Cell(0, inks)], above=12 if block.level == 2 else 9, leads=True))

    def _paragraph(self, block: Paragraph, node: Node) -> None:
        style = LOOKS[block.look]
        texts = said(block.text)
        width = WIDTH if len(texts) == 1 else COLUMN
        cells = [
            Cell(place * (COLUMN + GUTTER), [self.text(text, style, width, node.add("P"), place)])
            for place, text in enumerate(texts)
        ]
        self.rows.append(Row(cells, above=6, leads=block.keep))

    def _article(self, block: Article, node: Node, entry: Entry) -> None:
        count = max(len(said(clause.text)) for clause in block.paragraphs) if block.paragraphs else 1
        width = WIDTH if count == 1 else COLUMN
        sides = [node.add("Sect") for _ in range(count)]
        number = f"{block.number}. " if block.number else ""
        heads = [
            Cell(place * (COLUMN + GUTTER), [self.text(number + text, HEAD[2], width, sides[place].add("H2"), place)])
            for place, text in enumerate(said(block.title)[:count])
        ]
        self.rows.append(Row(heads, above=13.5, leads=True, anchor=entry.anchor))
        for clause in block.paragraphs:
            cells: list[Cell] = []
            for place, text in enumerate(said(clause.text)):
                x, paragraph = place * (COLUMN + GUTTER), sides[place].add("P")
                if clause.number:
                    cells.append(Cell(x, [self.text(clause.number, NUMBER, HANG - 3, paragraph, place)], 1.8))
                cells.append(Cell(x + HANG, [self.text(text, BODY, width - HANG, paragraph, place)]))
            self.rows.append(Row(cells, above=4.2))

    def _contents(self, block: Contents, node: Node) -> None:
        inks = self.stacked(block.title, TITLE, WIDTH, node.add("H1"), TITLE_BESIDE)
        rows = [Row([Cell(0, inks)], fresh_page=True, leads=True), Row([Cell(0, [Gap(8)])])]
        toc = node.add("TOC")
        rows += [self._contents_row(entry, toc.add("TOCI").add("Reference").add("Link")) for entry in self.entries]
        _tighten(rows, self.room)
        self.rows += rows

    def _contents_row(self, entry: Entry, link: Node) -> Row:
        part = entry.level == 1
        style = Style("sans bold", 9, 12.6) if part else Style("sans", 8.2, 11.2)
        indent, room = (0.0, WIDTH - 40) if part else (14.0, WIDTH - 54)
        line = _contents_line(entry, self.document.languages)
        ink = Text.of(line, style, room, link, self._language(0))

        def finish(pen: Pen, x: float, top: float, width: float) -> None:
            page = self.page_of[entry.anchor]
            number = Text.of(str(page), Style(style.face, style.size, style.leading, TEXT, "right"), 34, link)
            number.draw(pen, x + width - 34, top)
            pen.canvas.linkRect(one_line(line), entry.anchor, (x, top - ink.height, x + width, top), relative=0)
            pen.tags.links[-1].append(link)

        under = LINE if part else ""
        return Row([Cell(indent, [ink])], above=7 if part else 1.2, pad=1 if part else 0, under=under, after=finish)

    def _bullets(self, block: Bullets, node: Node) -> None:
        for item in block.items:
            body = node.add("LI").add("LBody")
            inks = self.stacked(item, BODY, WIDTH - 16, body)
            self.rows.append(Row([Cell(0, [DotInk()]), Cell(16, inks)], above=3))

    def _pairs(self, rows: Sequence[tuple[Said, CellText]], node: Node, above: float = 6, pad: float = 3.5) -> None:
        labels = WIDTH * 0.28
        for place, (label, value) in enumerate(rows):
            line = node.add("TR")
            head = line.add("TH")
            name = self.joined(label, LABEL, labels - 10, head)
            cells = _beside(labels, self.stacked(value, VALUE, WIDTH - labels, line.add("TD")))
            drop = 1.6 if not isinstance(value, Chip) else 2.6
            self.rows.append(
                Row([Cell(0, [name], drop), *cells], above=above if place == 0 else 0, pad=pad, under=LINE)
            )

    def _table(self, block: Table, node: Node) -> None:
        places = _places(block.columns)
        header = self._header(block.columns, places, node.add("TR"))
        self.rows.append(header)
        for cells in block.rows:
            self.rows.append(self._table_row(cells, block.columns, places, node.add("TR"), SMALL, header))
            if block.tall:
                self.rows[-1] = replace(self.rows[-1], pad=BY_HAND)
        if len(block.rows) > 2:
            self.rows[-2].leads = True  # no last row alone on a page
        if block.total:
            row = self._table_row(block.total, block.columns, places, node.add("TR"), SMALL.bold(), header)
            row.over, row.fill, row.under = ACCENT, TINT, ""
            self.rows[-1].leads = bool(block.rows)
            self.rows.append(row)

    def _header(self, columns: Sequence[Column], places: list[tuple[float, float]], node: Node) -> Row:
        cells = []
        for column, (x, width) in zip(columns, places, strict=True):
            head = node.add("TH")
            head.header = True
            style = Style("sans bold", 7.6, 10.2, ACCENT, column.align)
            under = Style("sans", 7.2, 9.6, QUIET, column.align)
            cells.append(Cell(x, self.stacked(column.title, style, width, head, under)))
        return Row(cells, above=6, pad=3.6, fill=TINT, under=ACCENT, leads=True)

    def _table_row(
        self,
        texts: Sequence[CellText],
        columns: Sequence[Column],
        places: list[tuple[float, float]],
        node: Node,
        style: Style,
        header: Row,
    ) -> Row:
        cells = []
        for text, column, (x, width) in zip(texts, columns, places, strict=True):
            look = Style(style.face, style.size, style.leading, style.color, column.align)
            under = Style("sans", 7.4, 10, QUIET, column.align)
            cells.append(Cell(x, self.stacked(text, look, width, node.add("TD"), under)))
        return Row(cells, pad=3.4, under=LINE, header=header, cut_from=90)

    def _notice(self, block: Notice, node: Node) -> None:
        color, fill = ("#8B0A14", "#FDF1F2") if block.grave else (ACCENT, TINT)
        titles, inks = said(block.title), list[Ink]()
        for place, text in enumerate(said(block.text)):
            if place:
                inks.append(Gap(5))
            if len(titles) > place and titles[place]:
                bold = Style("sans bold", 8.8, 12.4, QUIET if place else color)
                inks.append(self.text(titles[place], bold, WIDTH - 26, node.add("P"), place))
            body = Style("sans", 8.4, 12, QUIET if place else TEXT)
            inks.append(self.text(text, body, WIDTH - 26, node.add("P"), place))
        self.rows.append(Row([Cell(14, inks)], above=9, pad=7, fill=fill, bar=color))

    def _rating(self, block: Rating, node: Node) -> None:
        rated = self.stacked(block.chip, Style(size=12), WIDTH * 0.4, node.add("P"), SMALL_QUIET)
        x = max(map(_breadth, rated)) + 16
        inks = self.stacked(block.text, BODY, WIDTH - x, node.add("P"))
        self.rows.append(Row([Cell(0, rated), Cell(x, inks, 4)], above=8, cut_from=400))

    def _checklist(self, block: Checklist, node: Node) -> None:
        codes = 44.0 if any(item.code for item in block.items) else 0.0
        for place, item in enumerate(block.items):
            body = node.add("LI").add("LBody")
            note = WIDTH * 0.34 if item.note else 0.0
            cells = [Cell(0, [TickInk(item.state)])]
            if item.code:
                cells.append(Cell(18, [self.text(item.code, SMALL_QUIET, codes - 4, body)], 0.3))
            text = self.stacked(item.text, SMALL, WIDTH - 28 - codes - note, body)
            cells.append(Cell(18 + codes, text))
            if item.note:
                cells.append(Cell(WIDTH - note, self.stacked(item.note, SMALL_QUIET, note, body), 0.3))
            self.rows.append(Row(cells, above=0 if place else 8, pad=2.6, under=LINE))

    def _signatures(self, block: Signatures, node: Node) -> None:
        self.groups += 1
        for start in range(0, len(block.parties), 2):
            inks = [self._signature(party, block.labels, node) for party in block.parties[start : start + 2]]
            for ink in inks:
                ink.height = max(other.height for other in inks)
            cells = [Cell(place * (COLUMN + GUTTER), [ink]) for place, ink in enumerate(inks)]
            self.rows.append(Row(cells, above=12, group=self.groups, cut_from=1e6))

    def _signature(self, party: Signatory, labels: Labels, node: Node) -> SignatureInk:
        inner = COLUMN - 24
        small = Style("sans", 6.8, 9.4, QUIET)
        title = " / ".join(dict.fromkeys(said(party.title)))
        known = shortened(", ".join(part for part in (party.name, title) if part), 240)
        side = tuple(shortened(text, 160) for text in said(party.side))
        head = self.joined(side, Style("sans bold", 8.8, 12, ACCENT), inner, node.add("P"))
        name = self.joined(labels.name, small, inner, node.add("P"))
        value = self.text(known, Style("serif", 9, 11.4), inner, node.add("P")) if known else None
        lines = [
            self.joined(label, small, inner - SignatureInk.stamp_room, node.add("P"))
            for label in (labels.signature, labels.date)
        ]
        stamp = self.joined(labels.stamp, Style("sans", 6.6, 8.6, QUIET, "center"), 48, node.add("P"))
        return SignatureInk(head, (name, value), lines, stamp)

    def _write_in(self, block: WriteIn, node: Node) -> None:
        self.groups += 1
        for label in block.labels:
            caption = self.joined(label, Style("sans", 7, 10, QUIET), WIDTH, node.add("P"))
            self.rows.append(Row([Cell(0, [Gap(2), caption])], above=30, over=QUIET, group=self.groups))


def _word_grid(words: Sequence[str], node: Node, across: int = 3) -> list[Row]:
    """Numbered words in ruled boxes, so many on a line."""
    width = (WIDTH - (across - 1) * 12) / across
    rows = []
    for start in range(0, len(words), across):
        cells = []
        for place, word in enumerate(words[start : start + across]):
            item = node.add("LI")
            number = Text.of(str(start + place + 1), SMALL_QUIET, 18, item.add("Lbl"))
            body = Text.of(shortened(word, 24), Style("sans bold", 13, 17), width - 30, item.add("LBody"))
            cells.append(Cell(place * (width + 12), [BoxInk(number, body, width)]))
        rows.append(Row(cells, above=10))
    return rows


def _accent_bar(pen: Pen, x: float, top: float, width: float) -> None:
    pen.fill(x, top - 60, 56, 4, ACCENT)


def _contents_line(entry: Entry, languages: Sequence[str]) -> str:
    line = entry.label + " / ".join(dict.fromkeys(said(entry.text)))
    internal = " / ".join(dict.fromkeys(said_in(language, INTERNAL) for language in languages))
    return f"{line} ({internal})" if entry.internal else line


def _breadth(ink: Ink) -> float:
    """How far a level or a text reaches to the right."""
    return max(ink.lines()) if isinstance(ink, Text) else ink.width if isinstance(ink, ChipInk) else 0


def _beside(x: float, inks: list[Ink]) -> list[Cell]:
    """Two short lines stand side by side, as the articles do; longer ones stay one under the other."""
    half = (WIDTH - x) / 2
    texts = [ink for ink in inks if isinstance(ink, Text)]
    if len(inks) == len(texts) == 2 and all(len(text.lines()) == 1 and text.lines()[0] <= half - 8 for text in texts):
        return [Cell(x, inks[:1]), Cell(x + half, inks[1:])]
    return [Cell(x, inks)]


def _tighten(rows: Sequence[Row], room: float) -> None:
    """Less white between the rows when that saves a page of a few lines; as they were when it would not."""
    over = sum(row.above + row.height for row in rows) - room
    white = sum(row.above for row in rows)
    if 0 < over <= white * TIGHTEST:
        for row in rows:
            row.above *= 1 - over / white


def _places(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """Left edge and width of each column's text, with room between columns."""
    whole = sum(column.share for column in columns)
    places, x = [], 5.0
    for column in columns:
        width = (WIDTH - 2) * column.share / whole
        places.append((x, width - 8))
        x += width
    return places


def _entries(blocks: Sequence[Block]) -> list[Entry]:
    """Every part and article, in order; the names of their anchors depend on nothing else."""
    found: list[Entry] = []
    for block in blocks:
        anchor = f"at{len(found) + 1}"
        if isinstance(block, Part):
            label = f"{said(block.label)[0]} — " if block.label else ""
            found.append(Entry(anchor, block.title, 1, block.internal, label))
        elif isinstance(block, Article):
            found.append(Entry(anchor, block.title, 2, False, f"{block.number}. " if block.number else ""))
    return found
