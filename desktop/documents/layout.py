"""Blocks -> rows of ink: the look of paper. Imported by `pdf` only, when a document is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.base.text import N_, said_in
from desktop.documents.blocks import (
    ArticleBlock,
    Block,
    BulletsBlock,
    CellLines,
    CellText,
    ChartBlock,
    ChecklistBlock,
    ClauseBlock,
    ContentsBlock,
    CoverBlock,
    CoverParties,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    LevelChip,
    NoticeBlock,
    PageBreakBlock,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
    RewordingBlock,
    Sentence,
    Signatory,
    SignatureLabels,
    SignaturesBlock,
    TableBlock,
    TableColumn,
    WordsBlock,
    WriteInBlock,
    each_language,
    table_of,
)
from desktop.documents.chart_ink import ChartInk
from desktop.documents.drawing import (
    ACCENT,
    LINE,
    QUIET,
    TEXT,
    TINT,
    BoxInk,
    ChipInk,
    DotInk,
    EmblemsInk,
    GapInk,
    Ink,
    InkCell,
    InkRow,
    LinesInk,
    Pen,
    SignatureInk,
    Style,
    TextInk,
    TickInk,
    plain_lines,
)
from desktop.documents.tags import Node
from desktop.documents.typesetting import one_line, shortened

INTERNAL = N_("internal to IOM")
WIDTH = 481.9  # points between the margins: those of A4, and the same on the broader Letter
WIDE = 678.6  # points between the margins of a page that lies across: those of Letter, and the same on the longer A4
GUTTER = 16.0
COLUMN = (WIDTH - GUTTER) / 2
HANG, CLOSE_HANG = 23.0, 16.0  # indent of a clause's text, for its number
MEASURE = 366.0  # points of a line of an agreement in one language: 60 to 75 characters
INDENT = 58.0  # from the edge to that line; numbers stand before it
ITEM = 12.0  # indent of an item of a list, for its dot
WHOLE_TABLE = 5  # rows of a table that no page cuts
WHOLE_SHARE = 0.45  # of a page: a longer table, whole or not, would leave too much of the page before it empty
WHOLE_ROW = 160.0  # points up to which a row of a page across is not cut
LONG_NAME = 90  # characters of a party that are set smaller
TIGHTEST = 0.7  # of the white between the lines of the contents that may be given up
CLOSE_LETTERS, CLOSE_LINES, CLOSE_WHITE = 0.87, 0.76, 0.36  # of the usual, where a document is set closely
CLOSE_CONTENTS = 0.9  # of the usual distance of their lines, where one page holds the contents so
BY_HAND = 13.0  # points above and below the line of a row that is filled in by hand

BODY = Style()
READING = Style(size=10.5, leading=15)  # of one language across the page
LEAD = Style(size=10.6, leading=15)
SMALL = Style("sans", 8, 10.8)
SMALL_QUIET = Style("sans", 7.6, 10.4, QUIET)
NUMBER = Style("sans", 7.4, 12.6, QUIET)
READING_NUMBER = Style("sans", 8.2, 15, QUIET)
LABEL = Style("sans", 7.6, 10.8, QUIET)
VALUE = Style("serif", 9.4, 12.8)
TITLE = Style("sans bold", 17, 21, ACCENT)
TITLE_BESIDE = Style("sans", 11, 15, QUIET)
CLOSE_TITLE = Style("sans bold", 12, 16, ACCENT)  # of a part that follows on another one
HEAD = {2: Style("sans bold", 10.6, 14, ACCENT), 3: Style("sans bold", 8.8, 12, TEXT)}
LOOKS = {"body": BODY, "lead": LEAD, "quiet": SMALL_QUIET, "strong": BODY.bold()}


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the contents and of the outline."""

    anchor: str
    text: Sentence
    level: int
    internal: bool = False
    label: str = ""  # what stands before the title: "Annex A", "12"


@dataclass(slots=True)
class Layout:
    """Turns the blocks of one document into rows and builds the logical tree under `root` in reading order."""

    document: Document
    root: Node
    room: float = 0  # the height of a page, when rows are to be fitted to it
    entries: list[OutlineEntry] = field(default_factory=list)
    rows: list[InkRow] = field(default_factory=list)
    page_of: dict[str, int] = field(default_factory=dict)
    kept: dict[int, bool] = field(default_factory=dict)  # rows of the last article, and whether they lead without it
    articles: list[int] = field(default_factory=list)  # at which row each begins
    groups: int = 0
    inside: bool = False  # the part being laid is for IOM alone

    @property
    def width(self) -> float:
        """Points between the margins."""
        return WIDE if self.document.across else WIDTH

    def lay(self) -> list[InkRow]:
        """All rows. Call once; fill `page_of` (page number by anchor) before they are drawn."""
        self.entries.extend(_entries(self.document.blocks))
        waiting = iter(self.entries)
        node, starts = self.root, list[tuple[int, bool]]()
        for block in self.document.blocks:
            if isinstance(block, PartBlock | CoverBlock | ContentsBlock):
                node = self.root.add("Sect")
                starts.append((len(self.rows), isinstance(block, PartBlock) and block.sheet and not block.flows))
            self._block(block, node, waiting)
        ends = [start for start, _sheet in starts[1:]]
        for (start, sheet), end in zip(starts, [*ends, len(self.rows)], strict=False):
            if sheet:
                _tighten(self.rows[start:end], self.room)
        return list(map(_closer, self.rows)) if self.document.close else self.rows

    def _block(self, block: Block, node: Node, waiting: Iterator[OutlineEntry]) -> None:
        match block:
            case CoverBlock():
                self._cover(block, node)
            case PartBlock():
                self._part(block, node, next(waiting))
            case ClauseBlock():
                count = len(each_language(block.text))
                self._clause(block, self._setting(count), [node.add("Sect") for _ in range(count)])
            case ArticleBlock():
                self._article(block, node.add("Sect"), next(waiting))
            case ContentsBlock():
                self._contents(block, node)
            case HeadingBlock():
                self._stacked_heading(block, node)
            case ParagraphBlock():
                self._paragraph(block, node)
            case RewordingBlock():
                ink = TextInk.reworded(block.words, READING, MEASURE, node.add("P"))
                self.rows.append(InkRow([InkCell(INDENT, [ink])], above=4))
            case BulletsBlock():
                self._bullets(block, node.add("L"))
            case KeyValuesBlock():
                self._pairs(block.rows, node.add("Table"))
            case TableBlock():
                self._table(block, node.add("Table"))
            case ChartBlock():
                self._chart(block, node)
            case NoticeBlock():
                self._notice(block, node)
            case RatingBlock():
                self._rating(block, node)
            case ChecklistBlock():
                self._checklist(block, node.add("L"))
            case SignaturesBlock():
                self._signatures(block, node)
            case WriteInBlock():
                self._write_in(block, node)
            case WordsBlock():
                self.rows += _word_grid(block.words, node.add("L"), self.width)
            case PageBreakBlock():
                self.rows.append(InkRow([], fresh_page=True))

    # texts

    def _setting(self, columns: int) -> "ClauseSetting":
        """How articles are set in so many columns: numbers hang less far out where they are set closely."""
        setting = _setting(columns)
        if not self.document.close or columns == 1:
            return setting
        return replace(setting, indent=CLOSE_HANG, hang=CLOSE_HANG, drop=1.5, width=COLUMN - CLOSE_HANG)

    def _set(self, style: Style) -> Style:
        """The style as this document is set."""
        return style.smaller(CLOSE_LETTERS, CLOSE_LINES) if self.document.close else style

    def _language(self, place: int) -> str:
        languages = self.document.languages
        return languages[min(place, len(languages) - 1)]

    def text(self, text: str, style: Style, width: float, node: Node | None, place: int = 0) -> TextInk:
        language = self._language(place)
        if node is not None and place and not node.language:
            node.language = language
        return TextInk.of(text, self._set(style), width, node, language)

    def joined(self, sentence: Sentence, style: Style, width: float, node: Node | None) -> TextInk:
        """Both languages on one line, for labels."""
        both = each_language(sentence)
        line = " / ".join(dict.fromkeys(both))
        return TextInk.of(line, self._set(style), width, node, self._language(0))

    def stacked(
        self, sentence: CellText, style: Style, width: float, node: Node, under: Style | None = None
    ) -> list[Ink]:
        """The second language under the first, quieter; one line when both are the same."""
        if isinstance(sentence, CellLines):
            bold = style if style.face.endswith("bold") else style.bold()
            looks: list[tuple[tuple[str, ...], Style]] = [((sentence.first,), bold)] if sentence.first else []
            looks += [(sentence.others, style)] if sentence.others else []
            spans = len(looks) > 1
            return [
                ink
                for lines, look in looks
                for ink in self._lines(lines, self._set(look), width, node.add("Span") if spans else node)
            ]
        if isinstance(sentence, LevelChip):
            word, *others = dict.fromkeys(each_language(sentence.word))
            chip = ChipInk(sentence.level, word, width, node.add("Span"), self._set(style).size)
            return [chip, *(self.text(other, under or SMALL_QUIET, width, node.add("Span"), 1) for other in others)]
        quiet = under or Style(style.face.split()[0], style.size, style.leading, QUIET, style.align)
        lines = [line for line in dict.fromkeys(each_language(sentence)) if line]
        return [
            self.text(line, quiet if place else style, width, node.add("Span") if len(lines) > 1 else node, place)
            for place, line in enumerate(lines)
        ]

    def _lines(self, lines: Sequence[str], style: Style, width: float, node: Node) -> list[Ink]:
        """Lines one under the other: as one ink where one face prints them all, which is several times as fast."""
        language = self._language(0)
        broken = [plain_lines(line, style.face, style.size, width, language) for line in lines]
        if any(own is None for own in broken):
            return [TextInk.of(line, style, width, node, language) for line in lines]
        return [LinesInk([line for own in broken if own for line in own], style, width, node)]

    # blocks

    def _cover(self, block: CoverBlock, node: Node) -> None:
        start = len(self.rows)
        self._cover_rows(block, node)
        _tighten(self.rows[start:], self.room)  # a cover is one page, on the lower Letter too

    def _cover_rows(self, block: CoverBlock, node: Node) -> None:
        names = tuple(name.upper() for name in each_language(block.masthead))
        mast = self.stacked(
            names, Style("sans bold", 8.6, 12, ACCENT), self.width, node.add("P"), Style("sans", 7.6, 11, QUIET)
        )
        if block.parties:
            self.rows.append(InkRow([InkCell(0, [EmblemsInk(self.width)])], plain=True, fresh_page=True))
            self.rows.append(InkRow([InkCell(0, [GapInk(30), *mast])], after=_bar_above))
        else:
            self.rows.append(InkRow([InkCell(0, [GapInk(74), *mast])], plain=True, fresh_page=True, after=_accent_bar))
        title = node.add("H1")
        inks = self.stacked(
            block.title, Style("sans bold", 25, 31, ACCENT), self.width, title, Style("sans", 15, 21, QUIET)
        )
        self.rows.append(InkRow([InkCell(0, inks)], above=16))
        if block.parties:
            self._cover_parties(block.parties, node)
        self._pairs(
            block.facts, node.add("Table"), above=26 if block.parties else 34, pad=3.6 if block.parties else 5.2
        )
        if block.note:
            inks = self.stacked(block.note, SMALL_QUIET, self.width * 0.86, node.add("P"))
            self.rows.append(InkRow([InkCell(0, inks)], above=22))

    def _cover_parties(self, parties: CoverParties, node: Node) -> None:
        small, name = Style("serif italic", 10.5, 15, QUIET), Style("serif bold", 13.5, 18.5)
        other_name = Style("serif bold", 10.5, 14.5)
        under = Style("serif", 10, 14, QUIET)
        for text, style, above in (
            (parties.between, small, 20.0),
            (parties.first, name, 4.0),
            (parties.joined, small, 5.0),
            (parties.second, name, 4.0),
            (parties.second_locally, Style("serif", 10, 14, QUIET), 2.0),
            *((other, other_name, 4.0) for other in parties.others),
            (parties.subject, Style(size=10.5, leading=15), 16.0),
            (parties.place_and_date, Style(size=10.5, leading=15), 12.0),
        ):
            if not any(each_language(text)):
                continue
            if style is name and max(map(len, each_language(text))) > LONG_NAME:
                style = Style("serif bold", 10.5, 14.5)
            inks: list[Ink]
            if style is small:
                inks = [self.joined(text, small, self.width, node.add("P"))]
            else:
                inks = self.stacked(text, style, self.width, node.add("P"), under)
            self.rows.append(InkRow([InkCell(0, inks)], above=above))

    def _part(self, block: PartBlock, node: Node, entry: OutlineEntry) -> None:
        internal = None if block.flows else block.internal or self.document.internal
        self.inside = self.inside if internal is None else internal
        inks: list[Ink] = []
        if block.label:
            inks.append(self.joined(block.label, Style("sans bold", 8, 12, QUIET), self.width, node.add("P")))
        if self.document.close and block.flows:
            inks.append(self.joined(block.title, CLOSE_TITLE, self.width, node.add("H1")))
        else:
            inks += self.stacked(block.title, TITLE, self.width, node.add("H1"), TITLE_BESIDE)
        row = InkRow(
            [InkCell(0, [*inks, GapInk(4)])], above=26, fresh_page=not block.flows, leads=True, anchor=entry.anchor
        )
        row.internal = internal
        self.rows.append(row)

    def _stacked_heading(self, block: HeadingBlock, node: Node) -> None:
        style = HEAD[block.level]
        under = Style("sans", style.size - 1, style.leading, QUIET)
        inks = self.stacked(block.text, style, self.width, node.add(f"H{block.level}"), under)
        self.rows.append(InkRow([InkCell(0, inks)], above=12 if block.level == 2 else 9, leads=True))

    def _paragraph(self, block: ParagraphBlock, node: Node) -> None:
        style = LOOKS[block.look]
        texts = each_language(block.text)
        if len(texts) == 1 and style is BODY and not self.inside:
            cells = [InkCell(INDENT, [self.text(texts[0], READING, MEASURE, node.add("P"))])]
            self.rows.append(InkRow(cells, above=7.5, leads=block.keep))
            return
        width = self.width if len(texts) == 1 else COLUMN
        cells = [
            InkCell(place * (COLUMN + GUTTER), [self.text(text, style, width, node.add("P"), place)])
            for place, text in enumerate(texts)
        ]
        self.rows.append(InkRow(cells, above=6, leads=block.keep))

    def _article(self, block: ArticleBlock, node: Node, entry: OutlineEntry) -> None:
        count = max(len(each_language(clause.text)) for clause in block.paragraphs) if block.paragraphs else 1
        sides = [node.add("Sect") for _ in range(count)]
        setting = self._setting(count)
        titles = each_language(block.title)[:count]
        heads = [
            cell for place, text in enumerate(titles) for cell in self._head(block.number, text, setting, sides, place)
        ]
        self.articles.append(len(self.rows))
        self.rows.append(InkRow(heads, above=setting.above, leads=True, anchor=entry.anchor))
        for clause in block.paragraphs:
            self._clause(clause, setting, sides)
            if block.kept:
                for row in self.rows[-1 - len(clause.items) :]:
                    self.kept[id(row)], row.leads = row.leads, True

    def _head(
        self, number: str, text: str, setting: "ClauseSetting", sides: Sequence[Node], place: int
    ) -> Iterator[InkCell]:
        """The heading of an article in one language, its number hanging before it where the page has the room."""
        x, heading = place * (COLUMN + GUTTER), sides[place].add("H2")
        said = f"{number}. " if number else ""
        if setting.indent > HANG and said:
            yield InkCell(setting.indent - HANG - 5, [self.text(said.strip(), HEAD[2], HANG + 3, heading, place)])
            said = ""
        x += setting.indent if setting.indent > HANG else 0
        yield InkCell(x, [self.text(said + text, HEAD[2], setting.heading, heading, place)])

    def _clause(self, clause: ClauseBlock, setting: "ClauseSetting", sides: Sequence[Node]) -> None:
        """A numbered paragraph and its list; every item is level with itself in the other language."""
        cells: list[InkCell] = []
        for place, text in enumerate(each_language(clause.text)):
            x, paragraph = place * (COLUMN + GUTTER) + setting.indent, sides[place].add("P")
            if clause.number:
                number = self.text(clause.number, setting.number, HANG + 2, paragraph, place)
                cells.append(InkCell(x - setting.hang, [number], setting.drop))
            cells.append(InkCell(x, [self.text(text, setting.body, setting.width, paragraph, place)]))
        self.rows.append(InkRow(cells, above=setting.between, leads=bool(clause.items)))
        lists = [side.add("L") for side in sides] if clause.items else []
        for item in clause.items:
            cells = []
            for place, text in enumerate(each_language(item)):
                x, entry = place * (COLUMN + GUTTER) + setting.indent, lists[place].add("LI")
                cells.append(InkCell(x, [self.text("•", setting.body, ITEM, entry.add("Lbl"), place)]))
                body = self.text(text, setting.body, setting.width - ITEM, entry.add("LBody"), place)
                cells.append(InkCell(x + ITEM, [body]))
            self.rows.append(InkRow(cells, above=1.6))
        if len(clause.items) > 1:
            self.rows[-2].leads = True  # no last item alone on a page

    def _contents(self, block: ContentsBlock, node: Node) -> None:
        inks = self.stacked(block.title, TITLE, self.width, node.add("H1"), TITLE_BESIDE)
        rows = [InkRow([InkCell(0, inks)], fresh_page=True, leads=True), InkRow([InkCell(0, [GapInk(8)])])]
        toc = node.add("TOC")
        links = [toc.add("TOCI").add("Reference").add("Link") for _entry in self.entries]
        for leading in (1, CLOSE_CONTENTS, 1):  # as usual again where two pages are needed
            lines = [self._contents_row(entry, link, leading) for entry, link in zip(self.entries, links, strict=True)]
            if _tighten([*rows, *lines], self.room):
                break
        self.rows += [*rows, *lines]

    def _contents_row(self, entry: OutlineEntry, link: Node, lines: float = 1) -> InkRow:
        """A line of the contents; its leading is so many times the usual."""
        part = entry.level == 1
        style = (Style("sans bold", 9, 12.6) if part else Style("sans", 8.2, 11.2)).smaller(1, lines)
        indent, room = (0.0, self.width - 40) if part else (14.0, self.width - 54)
        line = _contents_line(entry, self.document.languages)
        ink = TextInk.of(line, style, room, link, self._language(0))

        def finish(pen: Pen, x: float, top: float, width: float) -> None:
            page = self.page_of[entry.anchor]
            number = TextInk.of(str(page), Style(style.face, style.size, style.leading, TEXT, "right"), 34, link)
            number.draw(pen, x + width - 34, top)
            pen.canvas.linkRect(one_line(line), entry.anchor, (x, top - ink.height, x + width, top), relative=0)
            pen.tags.links[-1].append(link)

        under = LINE if part else ""
        return InkRow(
            [InkCell(indent, [ink])], above=7 if part else 1.2, pad=1 if part else 0, under=under, after=finish
        )

    def _bullets(self, block: BulletsBlock, node: Node) -> None:
        for item in block.items:
            body = node.add("LI").add("LBody")
            inks = self.stacked(item, BODY, self.width - 16, body)
            self.rows.append(InkRow([InkCell(0, [DotInk()]), InkCell(16, inks)], above=3))

    def _pairs(self, rows: Sequence[tuple[Sentence, CellText]], node: Node, above: float = 6, pad: float = 3.5) -> None:
        labels = self.width * 0.28
        for place, (label, value) in enumerate(rows):
            line = node.add("TR")
            head = line.add("TH")
            name = self.joined(label, LABEL, labels - 10, head)
            cells = _beside(labels, self.width, self.stacked(value, VALUE, self.width - labels, line.add("TD")))
            drop = 1.6 if not isinstance(value, LevelChip) else 2.6
            self.rows.append(
                InkRow([InkCell(0, [name], drop), *cells], above=above if place == 0 else 0, pad=pad, under=LINE)
            )

    def _table(self, block: TableBlock, node: Node) -> None:
        places = _places(block.columns, self.width)
        header = self._header(block.columns, places, node.add("TR"))
        self.rows.append(header)
        for cells in block.rows:
            self.rows.append(self._table_row(cells, block.columns, places, node.add("TR"), SMALL, header))
            if block.tall:
                self.rows[-1] = replace(self.rows[-1], pad=BY_HAND)
        if len(block.rows) > 2:
            self.rows[-2].leads = True  # no last row alone on a page
        rows = self.rows[len(self.rows) - len(block.rows) :]
        height = sum(row.above + row.height for row in rows)
        most = self.room * WHOLE_SHARE if len(rows) > WHOLE_TABLE else self.room
        if (block.whole or len(rows) <= WHOLE_TABLE) and (not self.room or height + header.height < most):
            for row in rows[:-1]:
                row.leads = True
        if block.total:
            row = self._table_row(block.total, block.columns, places, node.add("TR"), SMALL.bold(), header)
            row.over, row.fill, row.under = ACCENT, TINT, ""
            self.rows[-1].leads = bool(block.rows)
            self.rows.append(row)

    def _chart(self, block: ChartBlock, node: Node) -> None:
        ink = ChartInk(block.chart, self.width, self.room, node.add("Figure", block.chart.language))
        self.rows.append(InkRow([InkCell(0, [ink])], above=14, leads=block.tabled or block.keep))
        if block.tabled:
            self._table(table_of(block.chart), node.add("Table", block.chart.language))

    def _header(self, columns: Sequence[TableColumn], places: list[tuple[float, float]], node: Node) -> InkRow:
        cells = []
        for column, (x, width) in zip(columns, places, strict=True):
            head = node.add("TH")
            head.header = True
            style = Style("sans bold", 7.6, 10.2, ACCENT, column.align)
            under = Style("sans", 7.2, 9.6, QUIET, column.align)
            cells.append(InkCell(x, self.stacked(column.title, style, width, head, under)))
        return InkRow(cells, above=6, pad=3.6, fill=TINT, under=ACCENT, leads=True)

    def _table_row(
        self,
        texts: Sequence[CellText],
        columns: Sequence[TableColumn],
        places: list[tuple[float, float]],
        node: Node,
        style: Style,
        header: InkRow,
    ) -> InkRow:
        cells = []
        for text, column, (x, width) in zip(texts, columns, places, strict=True):
            look = Style(style.face, style.size, style.leading, style.color, column.align)
            under = Style("sans", 7.4, 10, QUIET, column.align)
            cells.append(InkCell(x, self.stacked(text, look, width, node.add("TD"), under)))
        whole = WHOLE_ROW if self.document.across else 90
        return InkRow(cells, pad=3.4, under=LINE, header=header, cut_from=whole)

    def _notice(self, block: NoticeBlock, node: Node) -> None:
        color, fill = ("#8B0A14", "#FDF1F2") if block.grave else (ACCENT, TINT)
        titles, inks = each_language(block.title), list[Ink]()
        for place, text in enumerate(each_language(block.text)):
            if place:
                inks.append(GapInk(5))
            if len(titles) > place and titles[place]:
                bold = Style("sans bold", 8.8, 12.4, QUIET if place else color)
                inks.append(self.text(titles[place], bold, self.width - 26, node.add("P"), place))
            body = Style("sans", 8.4, 12, QUIET if place else TEXT)
            inks.append(self.text(text, body, self.width - 26, node.add("P"), place))
        self.rows.append(InkRow([InkCell(14, inks)], above=9, pad=7, fill=fill, bar=color))

    def _rating(self, block: RatingBlock, node: Node) -> None:
        rated = self.stacked(block.chip, Style(size=12), self.width * 0.4, node.add("P"), SMALL_QUIET)
        x = max(map(_breadth, rated)) + 16
        inks = self.stacked(block.text, BODY, self.width - x, node.add("P"))
        self.rows.append(InkRow([InkCell(0, rated), InkCell(x, inks, 4)], above=8, cut_from=400))

    def _checklist(self, block: ChecklistBlock, node: Node) -> None:
        codes = 44.0 if any(item.code for item in block.items) else 0.0
        for place, item in enumerate(block.items):
            body = node.add("LI").add("LBody")
            note = self.width * 0.34 if item.note else 0.0
            cells = [InkCell(0, [TickInk(item.state)])]
            if item.code:
                cells.append(InkCell(18, [self.text(item.code, SMALL_QUIET, codes - 4, body)], 0.3))
            text = self.stacked(item.text, SMALL, self.width - 28 - codes - note, body)
            cells.append(InkCell(18 + codes, text))
            if item.note:
                cells.append(InkCell(self.width - note, self.stacked(item.note, SMALL_QUIET, note, body), 0.3))
            self.rows.append(InkRow(cells, above=0 if place else 8, pad=2.6, under=LINE))

    def _signatures(self, block: SignaturesBlock, node: Node) -> None:
        self.groups += 1
        first, beside = len(self.rows), self.document.close or len(block.parties) > 2
        for start in range(0, len(block.parties), 2):
            parties = block.parties[start : start + 2]
            inks = [self._signature(party, block.labels, node, beside) for party in parties]
            for ink in inks:
                ink.level(inks)
            cells = [InkCell(place * (COLUMN + GUTTER), [ink]) for place, ink in enumerate(inks)]
            self.rows.append(InkRow(cells, above=12, group=self.groups, cut_from=1e6))
        self._release(first)
        self.kept = {}  # later boxes are those of an annex

    def _release(self, first: int) -> None:
        """Of an article that one page cannot hold with the signatures, only the last paragraphs stay with them.

        The others then follow on the article before it, so that they do not stand alone on a page.
        """
        room = self.room - sum(row.above + row.height for row in self.rows[first:])
        for row in reversed(self.rows[self.articles[-1] : first] if self.articles else []):
            room -= row.above + row.height
            if room < 0 and id(row) in self.kept:
                row.leads = self.kept[id(row)]
        if room < 0 and self.kept:
            start, end = self.articles[-2:] if len(self.articles) > 1 else (0, 0)
            for row in self.rows[start:end]:
                row.leads = True

    def _signature(self, party: Signatory, labels: SignatureLabels, node: Node, beside: bool) -> SignatureInk:
        inner = COLUMN - 24
        small = Style("sans", 6.8, 9.4, QUIET)
        title = " / ".join(dict.fromkeys(each_language(party.title)))
        name_and_title = shortened(", ".join(part for part in (party.name, title) if part), 240)
        said = (party.side, party.party) if any(each_language(party.party)) else (party.side,)
        heads = [
            self.joined(tuple(shortened(text, 160) for text in each_language(text)), style, inner, node.add("P"))
            for text, style in zip(
                said, (Style("sans bold", 8.8, 12, ACCENT), Style("serif bold", 9, 11.8)), strict=False
            )
        ]
        name = self.joined(labels.name, small, inner, node.add("P"))
        value = self.text(name_and_title, Style("serif", 9, 11.4), inner, node.add("P")) if name_and_title else None
        signature = self.joined(labels.signature, small, inner, node.add("P"))
        place = self.joined(labels.date, small, inner - SignatureInk.stamp - 10, node.add("P"))
        stamp = self.joined(labels.stamp, Style("sans", 6.6, 8.6, QUIET, "center"), 60, node.add("P"))
        return SignatureInk(heads, (name, value), (signature, place, stamp), beside)

    def _write_in(self, block: WriteInBlock, node: Node) -> None:
        self.groups += 1
        for label in block.labels:
            caption = self.joined(label, Style("sans", 7, 10, QUIET), self.width, node.add("P"))
            self.rows.append(InkRow([InkCell(0, [GapInk(2), caption])], above=30, over=QUIET, group=self.groups))


@dataclass(frozen=True, slots=True)
class ClauseSetting:
    """How the paragraphs of an article are set: in one column to be read, or in two that are level. All in points."""

    body: Style
    number: Style
    indent: float
    hang: float
    drop: float
    width: float
    heading: float
    above: float
    between: float


def _setting(columns: int) -> ClauseSetting:
    if columns == 1:
        return ClauseSetting(READING, READING_NUMBER, INDENT, HANG + 5, 0.9, MEASURE, MEASURE, 19, 6)
    return ClauseSetting(BODY, NUMBER, HANG, HANG, 1.8, COLUMN - HANG, COLUMN, 13.5, 4.2)


def _word_grid(words: Sequence[str], node: Node, room: float, across: int = 3) -> list[InkRow]:
    """Numbered words in ruled boxes, so many on a line."""
    width = (room - (across - 1) * 12) / across
    rows = []
    for start in range(0, len(words), across):
        cells = []
        for place, word in enumerate(words[start : start + across]):
            item = node.add("LI")
            number = TextInk.of(str(start + place + 1), SMALL_QUIET, 18, item.add("Lbl"))
            body = TextInk.of(shortened(word, 24), Style("sans bold", 13, 17), width - 30, item.add("LBody"))
            cells.append(InkCell(place * (width + 12), [BoxInk(number, body, width)]))
        rows.append(InkRow(cells, above=10))
    return rows


def _bar_above(pen: Pen, x: float, top: float, width: float) -> None:
    pen.fill(x, top - 18, 56, 4, ACCENT)


def _accent_bar(pen: Pen, x: float, top: float, width: float) -> None:
    pen.fill(x, top - 60, 56, 4, ACCENT)


def _contents_line(entry: OutlineEntry, languages: Sequence[str]) -> str:
    line = entry.label + " / ".join(dict.fromkeys(each_language(entry.text)))
    internal = " / ".join(dict.fromkeys(said_in(language, INTERNAL) for language in languages))
    return f"{line} ({internal})" if entry.internal else line


def _breadth(ink: Ink) -> float:
    """How far a level or a text reaches to the right."""
    return max(ink.lines()) if isinstance(ink, TextInk) else ink.width if isinstance(ink, ChipInk) else 0


def _beside(x: float, room: float, inks: list[Ink]) -> list[InkCell]:
    """Two short lines side by side; longer ones one under the other."""
    half = (room - x) / 2
    texts = [ink for ink in inks if isinstance(ink, TextInk)]
    if len(inks) == len(texts) == 2 and all(len(text.lines()) == 1 and text.lines()[0] <= half - 8 for text in texts):
        return [InkCell(x, inks[:1]), InkCell(x + half, inks[1:])]
    return [InkCell(x, inks)]


def _closer(row: InkRow) -> InkRow:
    """The row with less white around it; what is filled in by hand keeps its room."""
    pad = row.pad if row.pad == BY_HAND else row.pad * CLOSE_WHITE
    return replace(row, above=row.above * CLOSE_WHITE, pad=pad, header=row.header and _closer(row.header))


def _tighten(rows: Sequence[InkRow], room: float) -> bool:
    """Reduce the white between the rows when they then fit in `room`; leave them alone when they would not.

    Says whether they fit.
    """
    first, *others = rows
    over = first.height + sum(row.above + row.height for row in others) - room
    white = sum(row.above for row in others) + 2 * sum(row.pad for row in rows)
    if 0 < over <= white * TIGHTEST:
        left = 1 - over / white
        for row in rows:
            row.height -= 2 * row.pad * (1 - left)
            row.above, row.pad = row.above * left, row.pad * left
    return over <= white * TIGHTEST


def _places(columns: Sequence[TableColumn], room: float) -> list[tuple[float, float]]:
    """Left edge and width of each column's text, with room between columns."""
    whole = sum(column.share for column in columns)
    places, x = [], 5.0
    for column in columns:
        width = (room - 2) * column.share / whole
        places.append((x, width - 8))
        x += width
    return places


def _entries(blocks: Sequence[Block]) -> list[OutlineEntry]:
    """Every part and article, in order; the names of their anchors depend on nothing else."""
    entries: list[OutlineEntry] = []
    for block in blocks:
        anchor = f"at{len(entries) + 1}"
        if isinstance(block, PartBlock):
            label = f"{each_language(block.label)[0]} — " if block.label else ""
            entries.append(OutlineEntry(anchor, block.title, 1, block.internal, label))
        elif isinstance(block, ArticleBlock):
            entries.append(OutlineEntry(anchor, block.title, 2, False, f"{block.number}. " if block.number else ""))
    return entries
