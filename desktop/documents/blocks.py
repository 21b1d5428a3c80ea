"""The document model: the content of a document in order, without its look.

A service fills these plain values; `pdf.render` draws them. A `Sentence` is one string, or one string per language of
the document in the order of `Document.languages`. Two languages stand side by side at equal height (articles,
paragraphs) or one under the other (headings, cells). Any string may come from a user: it is drawn as it is, never read
as markup. Money, dates and figures arrive already formatted in the document's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from desktop.base.rewording import ToldWords
from desktop.base.text import N_, said_in
from desktop.documents.charts.chart import Chart, ChartKind

Sentence = str | tuple[str, ...]
DocumentRecord = Mapping[str, object]  # what a document is made from, as JSON values; its SHA-256 is on every page
Align = Literal["left", "right", "center"]
Look = Literal["body", "lead", "quiet", "strong"]


class ChipLevel(StrEnum):
    """A risk level as documents draw it; sealed records hold these texts."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    EXCLUDED = "excluded"
    UNRATED = "unrated"

    @classmethod
    def of(cls, level: str) -> "ChipLevel":
        """A level of due diligence; what is not rated, cannot be yet or arrived as another word is unrated."""
        return cls(level) if level in tuple(cls) else cls.UNRATED


class Paper(StrEnum):
    """The sizes of paper that offices print on."""

    A4 = "A4"
    LETTER = "Letter"


class Tick(StrEnum):
    """Whether something is there or fulfilled; open where that cannot be said, or somebody waived it."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class LevelChip:
    """A risk level or a verdict, drawn as shape, tint and word together, so that colour is never the only sign."""

    level: ChipLevel
    word: Sentence


@dataclass(frozen=True, slots=True)
class CellLines:
    """Lines of a cell one under the other, in the one language of the document; the `first` is the one to be found."""

    first: str
    others: tuple[str, ...] = ()


CellText = Sentence | LevelChip | CellLines


@dataclass(frozen=True, slots=True)
class CoverParties:
    """What a cover says below the title: *between* A *and* B, about what, where and when; small words as they print.

    `second_locally` is the other party's name in scripts of its country; `others` are parties beside these two. Above
    the title the emblems have room.
    """

    between: Sentence
    first: Sentence
    joined: Sentence
    second: Sentence
    second_locally: str = ""
    others: tuple[str, ...] = ()
    subject: Sentence = ""
    place_and_date: Sentence = ""


@dataclass(frozen=True, slots=True)
class CoverBlock:
    """A first page: the issuer, the title, the parties, labelled facts, and a quiet note."""

    masthead: Sentence
    title: Sentence
    facts: tuple[tuple[Sentence, CellText], ...]
    note: Sentence = ""
    parties: CoverParties | None = None


@dataclass(frozen=True, slots=True)
class PartBlock:
    """Starts a page, a first-level heading and a line of the contents; one that `flows` stays on the page if it fits.

    `label` stands small above the title ("Annex A"). The pages of an internal part carry a visibly different header.
    A `sheet` is a part that is set on one page where less white suffices for that.
    """

    title: Sentence
    label: Sentence = ""
    internal: bool = False
    flows: bool = False
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class ContentsBlock:
    """The list of parts and articles with their page numbers."""

    title: Sentence


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading inside a part: level 2 or 3."""

    text: Sentence
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class ParagraphBlock:
    """Running text; in two languages it stands in two columns. `keep` puts it on the page of the block after it."""

    text: Sentence
    look: Look = "body"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    """One numbered paragraph of an article and the items of the list below it; `number` may be empty."""

    number: str
    text: Sentence
    items: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """An article of an agreement: the languages side by side, paragraph against paragraph.

    One that is `kept` stands whole on the page of the block after it, as the last one does with the signatures.
    """

    number: str
    title: Sentence
    paragraphs: tuple[ClauseBlock, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class RewordingBlock:
    """Two wordings of one paragraph in one: what only the old one says is struck through, the new one's underlined."""

    words: tuple[ToldWords, ...]


@dataclass(frozen=True, slots=True)
class BulletsBlock:
    """Short items, each with a dot before it."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class KeyValuesBlock:
    """Labels at the left, values at the right, hairlines between."""

    rows: tuple[tuple[Sentence, CellText], ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `share` is its part of the width, relative to the other columns."""

    title: Sentence
    share: float
    align: Align = "left"


MOST_WHOLE = 16  # rows of a table that is better whole on the next page than cut


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows under a header that is repeated on every page; `total` is set apart below, its blank cells "".

    `tall` rows leave room for handwriting. A `whole` table is not cut where a page holds it. Each row has as many cells
    as there are columns; raises ValueError otherwise.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[CellText, ...], ...]
    total: tuple[CellText, ...] = ()
    tall: bool = False
    whole: bool = False

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart across the page, in its own language; what it tells in words is for those who cannot see it.

    A `tabled` one has its numbers below it, whole, as `table_of` sets them. `keep` puts it on the page of the block
    after it.
    """

    chart: Chart
    tabled: bool = False
    keep: bool = False


def table_of(chart: Chart) -> TableBlock:
    """The numbers of a chart: a row for each label, a column for each series, and the totals of a stack."""
    several = len(chart.series) > 1
    totals = several and chart.kind is ChartKind.STACKED
    heads = [series.name for series in chart.series]
    heads = heads if several else [chart.unit.heading(chart.language) or heads[0]]
    heads += [said_in(chart.language, "Total")] if totals else []
    rows: list[tuple[CellText, ...]] = []
    for place, label in enumerate(chart.labels):
        values = [series.data[place].value for series in chart.series]
        values += [chart.total(place)] if totals else []
        rows.append((label, *map(chart.tabled_value, values)))
    columns = (TableColumn("", 2), *(TableColumn(head, 1.2, "right") for head in heads))
    return TableBlock(columns, tuple(rows), whole=len(rows) <= MOST_WHOLE)


@dataclass(frozen=True, slots=True)
class NoticeBlock:
    """A warning or remark: a tinted block with a bar."""

    text: Sentence
    title: Sentence = ""
    grave: bool = False


@dataclass(frozen=True, slots=True)
class RatingBlock:
    """A level set large, with the sentence that explains it."""

    chip: LevelChip
    text: Sentence


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A line of a checklist: its state, text, code (may be empty) and a quiet note."""

    state: Tick
    text: Sentence
    note: Sentence = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistBlock:
    """Lines with a drawn mark: a tick, a cross or an empty box."""

    items: tuple[ChecklistLine, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs and the party they sign for; an empty name leaves room to write it by hand.

    `party` is the name of the party, set off below its `side`, so that no language has to put an article before it.
    """

    side: Sentence
    name: str = ""
    title: Sentence = ""
    party: Sentence = ""


@dataclass(frozen=True, slots=True)
class SignatureLabels:
    """The captions of a signature block."""

    name: Sentence
    signature: Sentence
    date: Sentence
    stamp: Sentence


@dataclass(frozen=True, slots=True)
class SignaturesBlock:
    """Two blocks a line, never cut by a page, with 25 mm to sign and 40 mm for a stamp."""

    parties: tuple[Signatory, ...]
    labels: SignatureLabels


@dataclass(frozen=True, slots=True)
class WriteInBlock:
    """Empty ruled lines to be filled by hand, each with its label."""

    labels: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class WordsBlock:
    """Numbered recovery words in a grid, to be typed in again."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageBreakBlock:
    """The next block starts a new page."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """The pale text across every page of a document that binds nobody; `note` says the same on the cover."""

    text: Sentence
    note: Sentence = ""


Block = (
    CoverBlock
    | PartBlock
    | ContentsBlock
    | HeadingBlock
    | ParagraphBlock
    | ClauseBlock
    | ArticleBlock
    | RewordingBlock
    | BulletsBlock
    | KeyValuesBlock
    | TableBlock
    | ChartBlock
    | NoticeBlock
    | RatingBlock
    | ChecklistBlock
    | SignaturesBlock
    | WriteInBlock
    | WordsBlock
    | PageBreakBlock
)


@dataclass(frozen=True, slots=True)
class PaperSetting:
    """In what a paper of one language is drawn, beside its content; `office` is who made it."""

    language: str
    reference: str
    made_at: str
    office: str
    mark: PageMark | None
    paper: Paper


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `reference` is printed on every page and in its codes. `languages` has one or two of `desktop.base.text.LANGUAGES`.
    `made_at` is the record's own stamp (`desktop.base.values.stamp`): the drawing never reads the clock. `mark` is
    printed beneath the text of every page. `internal` gives every page IOM's internal header. `record` is attached to
    the PDF. `initials` leaves boxes for initials at the foot. `banner` replaces the text of the internal header.
    `paper` is what the office prints on. A `close` one is set in smaller letters with less white between them.
    `original` says at the foot of every page which of several originals this is; the record and the codes are the same.
    The pages of one that is `across` lie on their long side: for wide tables.
    """

    title: Sentence
    reference: str
    blocks: tuple[Block, ...]
    languages: tuple[str, ...]
    made_at: str
    author: str
    record: DocumentRecord = field(default_factory=dict)
    mark: PageMark | None = None
    internal: bool = False
    initials: bool = False
    banner: Sentence = ""
    paper: Paper = Paper.A4
    close: bool = False
    original: Sentence = ""
    across: bool = False


def each_language(text: Sentence) -> tuple[str, ...]:
    """The sentence in each language it has."""
    return (text,) if isinstance(text, str) else text


INTERNAL = N_("INTERNAL TO IOM: do not hand over to the partner")


def internal_banner(document: Document) -> tuple[str, ...]:
    """What stands above each page of a document, or of a part of one, that is IOM's alone."""
    return each_language(document.banner or tuple(said_in(code, INTERNAL) for code in document.languages))
