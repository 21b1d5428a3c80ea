"""A document as a Word file (Office Open XML, ISO/IEC 29500-1), to be negotiated in and read back.

The same blocks as the PDF, the same bytes for the same document. Every paragraph has a bookmark whose name says which
paragraph it is and ends with a digest of its words, so that what comes back is compared with what went out and not
with what the draft says by then. Changes in a file that belongs to a record are tracked from the first opening on.
"""

import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from desktop.base.values import digest
from desktop.documents.blocks import (
    ArticleBlock,
    Block,
    BulletsBlock,
    CellLines,
    CellText,
    ClauseBlock,
    CoverBlock,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    LevelChip,
    NoticeBlock,
    Paper,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
    Sentence,
    Signatory,
    SignaturesBlock,
    TableBlock,
    TableColumn,
    each_language,
    internal_banner,
)
from desktop.documents.typesetting import cleaned, one_line, spaced

MARK = re.compile(r"(x_\d+|p_([A-Z0-9_]+?)_(\d+)_(fr|en|es)(?:_i(\d+))?)_([0-9a-f]{10})")  # the name of a bookmark
RIGHT, QUIET = ("right",), ("quiet",)  # how a column or a text of the document is set otherwise than usually
OWNER = re.compile(r"a_([0-9a-f]{32})")  # the bookmark that says which agreement a file is of
HELD = re.compile(r"c_([A-Z0-9_]+)_(\d+)")  # one for each clause that a file was written with, and its paragraphs
OUTSIDE = re.compile(r"n_([0-9a-f]{10})")  # the digest of everything outside the clauses
LOCALES = {"fr": "fr-FR", "en": "en-GB", "es": "es-ES"}
SIZES = {Paper.A4: (11906, 16838), Paper.LETTER: (12240, 15840)}  # in twentieths of a point
INSIDE = 9638  # the width between the margins, in twentieths of a point
BESIDE = INSIDE // 2
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class WordUnit:
    """One paragraph of a file: its key, its words, and of which paragraph of which clause it is the text or an item.

    Outside the clauses `clause` is empty. `item` counts from 1; 0 is the sentence itself.
    """

    key: str
    text: str
    language: str
    clause: str = ""
    paragraph: int = 0
    item: int = 0


def settled(text: str) -> str:
    """The words without what an editor changes by itself: kinds of blanks, soft hyphens, composed letters."""
    return " ".join(unicodedata.normalize("NFKC", cleaned(text)).split())


def mark_of(text: str) -> str:
    """The digest of the words that ends the name of a paragraph's bookmark."""
    return digest(settled(text).encode())[:10]


def write(document: Document, clauses: Mapping[str, str], owner: str) -> bytes:
    """The Word file of a document; `clauses` names the clause of each article by its number, `owner` is the record.

    One without an owner is only read and written on: nothing of it comes back, and no change is tracked.
    """
    writer = _written(document, clauses, owner)
    return _package(document, "".join(writer.parts), tracked=bool(owner))


def units(document: Document, clauses: Mapping[str, str]) -> tuple[WordUnit, ...]:
    """Every paragraph that such a file holds, in its order."""
    return tuple(_written(document, clauses, "").units)


def _written(document: Document, clauses: Mapping[str, str], owner: str) -> "_WordWriter":
    writer = _WordWriter(document, clauses, owner)
    for block in document.blocks:
        writer.block(block)
    writer.parts.append(writer.listed())
    return writer


def outside_of(written: Sequence[WordUnit]) -> str:
    """The digest of everything outside the clauses: another one says that its places are no longer the same."""
    return digest(*(settled(unit.text).encode() for unit in written if not unit.clause))[:10]


@dataclass(slots=True)
class _WordWriter:
    """Writes block after block as WordprocessingML and remembers each paragraph."""

    document: Document
    clauses: Mapping[str, str]
    owner: str
    parts: list[str] = field(default_factory=list)
    units: list[WordUnit] = field(default_factory=list)
    fresh: bool = False  # the next paragraph starts a page

    # --- one paragraph

    def _language(self, place: int) -> str:
        return self.document.languages[min(place, len(self.document.languages) - 1)]

    def _paragraph(self, text: str, style: str, place: int = 0, unit: WordUnit | None = None, number: str = "") -> str:
        """One paragraph and its bookmark; a number stands before it and is no part of its words."""
        language = self._language(place)
        written = unit or WordUnit(f"x_{len(self.units) + 1}", text, language)
        self.units.append(written)
        count = len(self.units)
        name = f"{written.key}_{mark_of(text)}"
        owner = f'<w:bookmarkStart w:id="0" w:name="a_{self.owner}"/><w:bookmarkEnd w:id="0"/>' if count == 1 else ""
        before = f'<w:r><w:rPr><w:rStyle w:val="Number"/></w:rPr><w:t>{number}</w:t><w:tab/></w:r>' if number else ""
        page, self.fresh = "<w:pageBreakBefore/>" if self.fresh else "", False
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{page}</w:pPr>{owner if self.owner else ""}{before}'
            f'<w:bookmarkStart w:id="{count}" w:name={quoteattr(name)}/>{self._run(text, language)}'
            f'<w:bookmarkEnd w:id="{count}"/></w:p>'
        )

    @staticmethod
    def _run(text: str, language: str) -> str:
        lines = spaced(cleaned(text), language).split("\n")
        written = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
        return f'<w:r><w:rPr><w:lang w:val="{LOCALES[language]}"/></w:rPr>{written}</w:r>'

    def _each(self, sentence: CellText, style: str) -> str:
        """A sentence in each of its languages, one under the other; one that both share is written once."""
        if isinstance(sentence, CellLines):
            return "".join(self._paragraph(line, style, 0) for line in (sentence.first, *sentence.others) if line)
        words = sentence.word if isinstance(sentence, LevelChip) else sentence
        texts = dict.fromkeys(each_language(words))
        return "".join(self._paragraph(text, style, place) for place, text in enumerate(texts) if text.strip())

    def listed(self) -> str:
        """A last paragraph without words, whose bookmarks say with which clauses the file was written."""
        paragraphs: dict[str, int] = {}
        for unit in self.units:
            if unit.clause:
                clause = unit.clause.replace("-", "_")
                paragraphs[clause] = max(unit.paragraph, paragraphs.get(clause, 0))
        names = [f"n_{outside_of(self.units)}", *(f"c_{clause}_{count}" for clause, count in paragraphs.items())]
        marks = "".join(
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
            for number, name in enumerate(names, len(self.units) + 1)
        )
        return f'<w:p><w:pPr><w:pStyle w:val="End"/></w:pPr>{marks}</w:p>'

    # --- blocks

    def block(self, block: Block) -> None:
        """One block; contents, and what is only printed, are left out."""
        match block:
            case CoverBlock():
                self._cover(block)
            case PartBlock():
                self.fresh = not block.flows and bool(self.parts)
                self.parts.append(self._each(block.label, "Quiet") + self._each(block.title, "Heading1"))
            case HeadingBlock():
                self.parts.append(self._each(block.text, "Heading2"))
            case ParagraphBlock():
                self._beside([block.text], "Quiet" if block.look in QUIET else "Body")
            case ClauseBlock():
                self._clauses([block], "")
            case ArticleBlock():
                self._article(block)
            case BulletsBlock():
                self._beside(block.items, "Item")
            case KeyValuesBlock():
                self._pairs(block.rows)
            case TableBlock():
                self._table(block)
            case NoticeBlock():
                self.parts.append(self._each(block.title, "Heading2") + self._each(block.text, "Body"))
            case RatingBlock():
                self.parts.append(self._each(block.chip, "Party") + self._each(block.text, "Body"))
            case SignaturesBlock():
                self._signatures(block)
            case _:
                pass

    def _cover(self, block: CoverBlock) -> None:
        self.parts.append(self._each(block.masthead, "Quiet") + self._each(block.title, "Title"))
        if parties := block.parties:
            for text, style in (
                (parties.between, "Quiet"),
                (parties.first, "Party"),
                (parties.joined, "Quiet"),
                (parties.second, "Party"),
                (parties.second_locally, "Quiet"),
                *((other, "Party") for other in parties.others),
                (parties.subject, "Body"),
                (parties.place_and_date, "Body"),
            ):
                self.parts.append(self._each(text, style))
        self._pairs(block.facts)
        self.parts.append(self._each(block.note, "Quiet"))

    def _beside(self, sentences: Sequence[Sentence], style: str) -> None:
        for sentence in sentences:
            texts = each_language(sentence)
            written = [self._paragraph(text, style, place) for place, text in enumerate(texts)]
            beside = len(written) > 1
            self.parts.append(_rows([written], [BESIDE] * len(written), lined=False) if beside else written[0])

    def _article(self, block: ArticleBlock) -> None:
        titles = each_language(block.title)
        heads = [
            self._paragraph(title, "Heading2", place, number=f"{block.number}.") for place, title in enumerate(titles)
        ]
        if len(titles) == 1:
            self.parts.append(heads[0])
            self._clauses(block.paragraphs, self.clauses.get(block.number, ""))
        else:
            rows = [heads, *self._levels(block.paragraphs, self.clauses.get(block.number, ""))]
            self.parts.append(_rows(rows, [BESIDE] * len(titles), lined=False))

    def _clauses(self, paragraphs: Sequence[ClauseBlock], clause: str) -> None:
        rows = self._levels(paragraphs, clause)
        if rows and len(rows[0]) > 1:
            self.parts.append(_rows(rows, [BESIDE] * len(rows[0]), lined=False))
        else:
            self.parts += ["".join(row) for row in rows]

    def _levels(self, paragraphs: Sequence[ClauseBlock], clause: str) -> list[list[str]]:
        """A row for each paragraph, with a cell for each language; the items of its list stand in the same cell."""
        rows = []
        for place_in_article, paragraph in enumerate(paragraphs, 1):
            cells = []
            for place, text in enumerate(each_language(paragraph.text)):
                items = [each_language(item)[place] for item in paragraph.items]
                written = []
                for item, words in enumerate((text, *items)):
                    style, number = ("Item", "") if item else ("Clause", paragraph.number)
                    if item and not words:
                        continue
                    unit = self._unit(words, clause, place_in_article, place, item)
                    written.append(self._paragraph(words, style, place, unit, number))
                cells.append("".join(written))
            rows.append(cells)
        return rows

    def _unit(self, text: str, clause: str, paragraph: int, place: int, item: int) -> WordUnit | None:
        if not clause:
            return None
        language = self._language(place)
        key = f"p_{clause.replace('-', '_')}_{paragraph}_{language}{f'_i{item}' if item else ''}"
        return WordUnit(key, text, language, clause, paragraph, item)

    def _pairs(self, rows: Sequence[tuple[Sentence, CellText]]) -> None:
        cells = [[self._each(label, "Label"), self._each(value, "Cell")] for label, value in rows]
        self.parts.append(_rows(cells, [3000, INSIDE - 3000]))

    def _table(self, block: TableBlock) -> None:
        shares = sum(column.share for column in block.columns)
        widths = [int(INSIDE * column.share / shares) for column in block.columns]
        rows = [[self._each(column.title, "Label") for column in block.columns]]
        rows += [self._row(row, block.columns) for row in (*block.rows, *((block.total,) if block.total else ()))]
        self.parts.append(_rows(rows, widths, heads=1))

    def _row(self, row: Sequence[CellText], columns: Sequence[TableColumn]) -> list[str]:
        styles = ["CellRight" if column.align in RIGHT else "Cell" for column in columns]
        return [self._each(cell, style) for cell, style in zip(row, styles, strict=True)]

    def _signatures(self, block: SignaturesBlock) -> None:
        cells = [self._signature(party, block) for party in block.parties]
        rows = [
            [*cells[start : start + 2], *[""] * (2 - len(cells[start : start + 2]))]
            for start in range(0, len(cells), 2)
        ]
        self.parts.append(_rows(rows, [BESIDE, BESIDE]))

    def _signature(self, party: Signatory, block: SignaturesBlock) -> str:
        title = " / ".join(dict.fromkeys(each_language(party.title)))
        lines = (block.labels.name, block.labels.signature, block.labels.date, block.labels.stamp)
        named = ", ".join(part for part in (party.name, title) if part)
        labels = [" / ".join(dict.fromkeys(each_language(line))) for line in lines]
        written = [
            self._each(party.side, "Party"),
            self._each(party.party, "Cell"),
            self._paragraph(labels[0], "Quiet"),
        ]
        written.append(self._paragraph(named, "Cell") if named else "")
        written += [self._paragraph(label, "ToSign") for label in labels[1:]]
        return "".join(written)


def _rows(rows: Sequence[Sequence[str]], widths: Sequence[int], *, lined: bool = True, heads: int = 0) -> str:
    """A table of cells that are paragraphs already; the first `heads` rows are repeated on every page."""
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C6CCD4"/>' for side in ("top", "bottom", "insideH")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"{f'<w:tblBorders>{border}</w:tblBorders>' if lined else ''}"
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    ]
    for place, row in enumerate(rows):
        whole = "<w:cantSplit/>" if lined else ""  # articles in two columns may be longer than a page
        head = f"<w:trPr>{whole}{'<w:tblHeader/>' if place < heads else ''}</w:trPr>" if whole else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell or "<w:p/>"}</w:tc>'
            for cell, width in zip(row, widths, strict=True)
        )
        written.append(f"<w:tr>{head}{cells}</w:tr>")
    return "".join([*written, '</w:tbl><w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'])


# --- the package


def _package(document: Document, body: str, *, tracked: bool) -> bytes:
    width, height = SIZES[document.paper]
    side = (width - INSIDE) // 2
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="1134" w:right="{side}" w:bottom="1134" w:left="{side}" w:header="567" w:footer="567" '
        'w:gutter="0"/></w:sectPr>'
    )
    banner = internal_banner(document) if document.internal else ()
    mark = " / ".join((*banner, *(each_language(document.mark.text) if document.mark else ())))
    title = one_line(" / ".join(each_language(document.title)))
    written = f"{document.made_at[:10] or '2000-01-01'}T00:00:00Z"  # the day alone: the same draft, the same bytes
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")).replace(
            "</Relationships>",
            '<Relationship Id="rId2" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/package/2006/'
            'relationships/metadata/core-properties"/></Relationships>',
        ),
        "docProps/core.xml": f"""{_HEAD}<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>\
<dc:creator>{escape(one_line(document.author))}</dc:creator><dc:language>{document.languages[0]}</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">{escape(written)}</dcterms:created></cp:coreProperties>""",
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
            ("header", "header1.xml"),
            ("footer", "footer1.xml"),
        ),
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{body}{section}</w:body></w:document>",
        "word/styles.xml": f"{_HEAD}<w:styles {_NAMES}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"{_HEAD}<w:numbering {_NAMES}>{_NUMBERING}</w:numbering>",
        "word/settings.xml": f"{_HEAD}<w:settings {_NAMES}>{'<w:trackRevisions/>' if tracked else ''}</w:settings>",
        "word/header1.xml": f"{_HEAD}<w:hdr {_NAMES}>{_plain(mark)}</w:hdr>",
        "word/footer1.xml": f"{_HEAD}<w:ftr {_NAMES}>{_plain(document.reference, _PAGES)}</w:ftr>",
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # a ZipInfo has no clock
    return out.getvalue()


def _plain(text: str, after: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Quiet"/></w:pPr><w:r><w:t xml:space="preserve">{escape(one_line(text))}</w:t>'
        f"</w:r>{after}</w:p>"
    )


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{place}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{names}">{lines}</Relationships>'


def _content_types() -> str:
    parts = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/word/{name}.xml": f"{_TYPES}.{name}+xml" for name in ("styles", "numbering", "settings")},
        "/word/header1.xml": f"{_TYPES}.header+xml",
        "/word/footer1.xml": f"{_TYPES}.footer+xml",
    }
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


_PAGES = (
    f'<w:r><w:tab/><w:t xml:space="preserve"> </w:t></w:r>{_field("PAGE")}<w:r><w:t>/</w:t></w:r>{_field("NUMPAGES")}'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/><w:pPr><w:ind w:left="850" w:hanging="227"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def _style(name: str, about: str, letters: str = "", following: str = "") -> str:
    basis = "" if name == "Body" else '<w:basedOn w:val="Body"/>'
    after = f'<w:next w:val="{following}"/>' if following else ""
    default = ' w:default="1"' if name == "Body" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{_KNOWN.get(name, name)}"/>'
        f"{basis}{after}<w:qFormat/><w:pPr>{about}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


_KNOWN = {"Body": "Normal", "Heading1": "heading 1", "Heading2": "heading 2", "Title": "Title"}
_SANS, _BLUE, _GREY = (
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>',
    '<w:color w:val="0033A0"/>',
    '<w:color w:val="545B66"/>',
)
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
    '<w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("Body", '<w:spacing w:before="80" w:after="80" w:line="276" w:lineRule="auto"/>')
    + _style(
        "Heading1",
        '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>',
        f'{_SANS}<w:b/>{_BLUE}<w:sz w:val="32"/>',
        "Body",
    )
    + _style(
        "Heading2",
        '<w:keepNext/><w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:spacing w:before="240" w:after="60"/>'
        '<w:ind w:left="567" w:hanging="567"/><w:outlineLvl w:val="1"/>',
        f'{_SANS}<w:b/>{_BLUE}<w:sz w:val="21"/>',
        "Clause",
    )
    + _style("Title", '<w:spacing w:before="1200" w:after="240"/>', f'{_SANS}<w:b/>{_BLUE}<w:sz w:val="48"/>', "Body")
    + _style(
        "Clause",
        '<w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/>',
        "",
        "Clause",
    )
    + _style(
        "Item",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:before="20" w:after="20"/>'
        '<w:ind w:left="850" w:hanging="227"/>',
        "",
        "Item",
    )
    + _style("Party", "", "<w:b/>")
    + _style("Quiet", "", f'{_SANS}{_GREY}<w:sz w:val="16"/>')
    + _style("Label", '<w:spacing w:before="20" w:after="20"/>', f'{_SANS}{_GREY}<w:sz w:val="16"/>')
    + _style("Cell", '<w:spacing w:before="20" w:after="20"/>', '<w:sz w:val="18"/>')
    + _style("CellRight", '<w:spacing w:before="20" w:after="20"/><w:jc w:val="right"/>', '<w:sz w:val="18"/>')
    + _style("ToSign", '<w:spacing w:before="400" w:after="20"/>', f'{_SANS}{_GREY}<w:sz w:val="16"/>')
    + _style("Gap", '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>', '<w:sz w:val="8"/>')
    + _style("End", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>', '<w:sz w:val="2"/>')
    + '<w:style w:type="character" w:styleId="Number"><w:name w:val="Number"/>'
    f'<w:rPr>{_SANS}{_GREY}<w:sz w:val="16"/></w:rPr></w:style>'
)
