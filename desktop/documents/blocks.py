"""The document model: what a document says, in order, without how it looks.

A service fills these plain values; `pdf.render` draws them. Every sentence is a `Said`: one string, or one string
per language of the document, in the order of `Document.languages`. Two languages stand side by side at equal height
(articles, paragraphs) or one under the other (headings, cells). Any string may come from a user: it is drawn as it is,
never read as markup. Money, dates and figures arrive already written in the document's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Said = str | tuple[str, ...]
Level = Literal["low", "medium", "high", "excluded", "unrated"]
Align = Literal["left", "right", "center"]
Look = Literal["body", "lead", "quiet", "strong"]
State = Literal["yes", "no", "open"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A risk level or a verdict: shape, tint and word together, so that colour never speaks alone."""

    level: Level
    word: Said


Cell = Said | Chip


@dataclass(frozen=True, slots=True)
class Cover:
    """A first page: who issues it, the title, the facts, and a quiet note."""

    masthead: Said
    title: Said
    facts: tuple[tuple[Said, Cell], ...]
    note: Said = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Starts a page, a first-level heading and a line of the contents; one that `flows` stays on the page if it can.

    `label` stands small above the title ("Annex A"). The pages of an internal part carry a visibly different header.
    """

    title: Said
    label: Said = ""
    internal: bool = False
    flows: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of parts and articles with their page numbers."""

    title: Said


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part: level 2 or 3."""

    text: Said
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; in two languages it stands in two columns. `keep` holds it on the page of what follows."""

    text: Said
    look: Look = "body"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered paragraph of an article; `number` may be empty."""

    number: str
    text: Said


@dataclass(frozen=True, slots=True)
class Article:
    """An article of an agreement: the languages side by side, paragraph against paragraph."""

    number: str
    title: Said
    paragraphs: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short items, each with a dot before it."""

    items: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Labels at the left, values at the right, hairlines between."""

    rows: tuple[tuple[Said, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width, relative to the other columns."""

    title: Said
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is repeated on every page; `total` is set apart below, with blanks as "".

    `tall` rows leave room for handwriting. Each row has as many cells as there are columns; raises ValueError
    otherwise.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    tall: bool = False

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must see: a tinted block with a bar."""

    text: Said
    title: Said = ""
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Rating:
    """A level set large, with the sentence that explains it."""

    chip: Chip
    text: Said


@dataclass(frozen=True, slots=True)
class Check:
    """A line of a checklist: done, not done or still open, its code if it has one, and a quiet note."""

    state: State
    text: Said
    note: Said = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Lines with a drawn mark: a tick, a cross or an empty box."""

    items: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: for whom, and the name and title when they are known (else room to write them)."""

    side: Said
    name: str = ""
    title: Said = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a signature block."""

    name: Said
    signature: Said
    date: Said
    stamp: Said


@dataclass(frozen=True, slots=True)
class Signatures:
    """Two blocks a line, never cut by a page, with room for a stamp."""

    parties: tuple[Signatory, ...]
    labels: Labels


@dataclass(frozen=True, slots=True)
class WriteIn:
    """Empty ruled lines to be filled by hand, each with its label."""

    labels: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Numbered words in a grid, to be typed again one day."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a document that binds nobody has pale across every page; `note` says it in a sentence on the cover."""

    words: Said
    note: Said = ""


Block = (
    Cover
    | Part
    | Contents
    | Heading
    | Paragraph
    | Article
    | Bullets
    | KeyValues
    | Table
    | Notice
    | Rating
    | Checklist
    | Signatures
    | WriteIn
    | Words
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `reference` is printed on every page and in its codes. `languages` has one or two of `desktop.base.text.LANGUAGES`.
    `made` is the record's own moment as `desktop.base.values.stamp` writes it: the drawing never reads the clock.
    `mark` is printed beneath the text of every page. `internal` gives every page IOM's internal header. `record` is
    what the document was made from, as JSON values: it is attached to the PDF, and its SHA-256 is on every page.
    `initials` leaves boxes for initials at the foot. `banner` replaces the words of the internal header.
    """

    title: Said
    reference: str
    blocks: tuple[Block, ...]
    languages: tuple[str, ...]
    made: str
    author: str
    record: Mapping[str, object] = field(default_factory=dict)
    mark: Mark | None = None
    internal: bool = False
    initials: bool = False
    banner: Said = ""


def said(text: Said) -> tuple[str, ...]:
    """The sentence in each language it has."""
    return (text,) if isinstance(text, str) else text
