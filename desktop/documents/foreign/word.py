"""A Word file that somebody else saved, read as it stands when every tracked change is accepted.

The file is read as a stream of tags, so that neither deep nor endless markup takes the memory or the stack; what it
holds beyond the limits is refused.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING

from desktop.base.errors import RefusedFile
from desktop.base.swelling import DAMAGED_PACKAGE
from desktop.base.text import _
from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign import kinds
from desktop.documents.foreign.judging import judge
from desktop.documents.foreign.packages import main_part

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 32 << 20  # bytes of the text of a file: an agreement of a hundred pages has two or three million
MOST_PARAGRAPHS = 20_000
DEEPEST = 400  # tags inside one another
MOST_WORDS = 4_000_000  # characters of text
_WORDPROCESSING = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # of a file saved as “Strict Open XML”
)
_GONE = frozenset({"del", "moveFrom"})
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_BLANKS = {"tab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph: its words, the bookmarks that begin in it, and whether it is an item of a list.

    `cell` numbers the table cell it stands in and `column` that cell's place in its row, from 0; both are -1 outside
    tables. `authors` changed it while changes were tracked.
    """

    text: str
    marks: tuple[str, ...]
    item: bool
    cell: int
    column: int
    authors: tuple[str, ...]


def read_word(content: bytes, name: str) -> tuple[WordParagraph, ...]:
    """The paragraphs of a Word file in their order.

    Raises RefusedFile for what is no sound Word file, for one under a password or with macros, and beyond the limits.
    """
    judged = judge(content, name)
    if judged.kind not in (kinds.DOCX, kinds.PROTECTED):
        raise _unreadable(name, FileFlaw.NONE)
    if judged.flaw is not FileFlaw.NONE:
        raise _unreadable(name, judged.flaw)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            part = main_part(package)
            if not part:
                raise _unreadable(name, FileFlaw.CUT)
            if package.getinfo(part).file_size > LARGEST:
                raise _too_large(name)
            with package.open(part) as opened:
                return tuple(_WordReader(name).paragraphs(opened))
    except DAMAGED_PACKAGE as error:
        raise _unreadable(name, FileFlaw.CUT) from error


def _unreadable(name: str, flaw: FileFlaw) -> RefusedFile:
    if flaw is FileFlaw.PASSWORD:
        reason = _("“{name}” is locked with a password; nothing was read.")
        return RefusedFile(reason.format(name=name), _("Ask for it without a password."), code="word-password")
    if flaw is not FileFlaw.NONE:
        reason = _("“{name}” is damaged or was cut short; nothing was read.")
        return RefusedFile(reason.format(name=name), _("Ask for it again."), code="word-damaged")
    return RefusedFile(
        _("“{name}” is not a Word file; nothing was read.").format(name=name),
        _("Choose the .docx file that came back; an older .doc is saved as .docx first."),
        code="word-expected",
    )


def _too_large(name: str) -> RefusedFile:
    return RefusedFile(
        _("“{name}” is far larger than any agreement; nothing was read.").format(name=name),
        _("Check that it is the agreement that came back."),
        code="word-too-large",
    )


@dataclass(slots=True)
class _OpenParagraph:
    words: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    authors: dict[str, None] = field(default_factory=dict)
    item: bool = False
    joined: bool = False  # the mark at its end was deleted: the next paragraph goes on in it


@dataclass(slots=True)
class _WordReader:
    """What is known while the tags go by."""

    name: str
    open_tags: list[str] = field(default_factory=list)
    paragraphs_open: list[_OpenParagraph] = field(default_factory=list)
    carried: _OpenParagraph | None = None
    waiting: list[str] = field(default_factory=list)  # bookmarks between paragraphs: they belong to the next
    cells: list[tuple[int, int]] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    cell_count: int = 0
    gone: int = 0  # how many open tags say that what they hold was deleted
    aside: int = 0  # open tags that repeat for old readers what was said already
    count: int = 0
    length: int = 0

    def paragraphs(self, part: IO[bytes]) -> Iterator[WordParagraph]:
        from xml.etree.ElementTree import ParseError

        from defusedxml.ElementTree import iterparse

        try:
            for event, element in iterparse(part, events=("start", "end")):
                tag = self._local(element.tag)
                if event == "start":
                    self._begin(tag, element)
                else:
                    yield from self._end(tag, element)
        except (ParseError, LookupError) as error:
            raise ValueError("damaged XML") from error
        if self.carried is not None:
            yield self._closed(self.carried)

    @staticmethod
    def _local(tag: str) -> str:
        for names in _WORDPROCESSING:
            if tag.startswith(names):
                return tag[len(names) :]
        return "mc:Fallback" if tag.endswith("}Fallback") else ""

    @staticmethod
    def _value(element: "Element", name: str) -> str:
        return next(
            (element.get(f"{names}{name}", "") for names in _WORDPROCESSING if f"{names}{name}" in element.attrib), ""
        )

    def _begin(self, tag: str, element: "Element") -> None:
        parent = self.open_tags[-1] if self.open_tags else ""
        self.open_tags.append(tag)
        if len(self.open_tags) > DEEPEST:
            raise _too_large(self.name)
        if tag == "mc:Fallback":
            self.aside += 1
        elif tag == "p":
            self.paragraphs_open.append(_OpenParagraph(marks=self.waiting))
            self.waiting = []
        elif tag == "tr":
            self.columns.append(-1)
        elif tag == "tc":
            column = self.columns[-1] + 1 if self.columns else 0
            self.columns[-1:] = [column] if self.columns else []
            self.cell_count += 1
            self.cells.append((self.cell_count, column))
        elif tag == "bookmarkStart":
            (self.paragraphs_open[-1].marks if self.paragraphs_open else self.waiting).append(
                self._value(element, "name")
            )
        elif tag in _TRACKED:
            self._tracked(tag, parent, element)
        elif self.paragraphs_open:
            self._in_paragraph(tag, parent, element)

    def _tracked(self, tag: str, parent: str, element: "Element") -> None:
        if self.paragraphs_open:
            self.paragraphs_open[-1].authors[self._value(element, "author") or "?"] = None
            if parent == "rPr" and tag in _GONE and "pPr" in self.open_tags[-3:]:
                self.paragraphs_open[-1].joined = True
        if tag in _GONE:
            self.gone += 1

    def _in_paragraph(self, tag: str, parent: str, element: "Element") -> None:
        paragraph = self.paragraphs_open[-1]
        if tag in _BLANKS and parent == "r" and not self.gone and not self.aside:
            paragraph.words.append(_BLANKS[tag])
        elif tag == "numId" and parent == "numPr":
            paragraph.item = self._value(element, "val") not in ("", "0")
        elif tag == "pStyle":
            paragraph.item = paragraph.item or any(
                word in self._value(element, "val").casefold() for word in ("item", "list", "puce", "vi\u00f1et")
            )

    def _end(self, tag: str, element: "Element") -> Iterator[WordParagraph]:
        self.open_tags.pop()
        if tag == "mc:Fallback":
            self.aside -= 1
        elif tag in _GONE:
            self.gone -= 1
        elif tag == "tr" and self.columns:
            self.columns.pop()
        elif tag == "t" and self.paragraphs_open and not self.gone and not self.aside:
            words = element.text or ""
            self.length += len(words)
            if self.length > MOST_WORDS:
                raise _too_large(self.name)
            self.paragraphs_open[-1].words.append(words)
        elif tag == "p" and self.paragraphs_open:
            yield from self._ended()
        if tag == "tc" and self.cells:
            self.cells.pop()
        if not self.paragraphs_open or tag in ("r", "p"):
            element.clear()

    def _ended(self) -> Iterator[WordParagraph]:
        paragraph = self.paragraphs_open.pop()
        if self.aside:
            return
        if self.carried is not None:
            paragraph.words = [*self.carried.words, *paragraph.words]
            paragraph.marks = [*self.carried.marks, *paragraph.marks]
            paragraph.authors = {**self.carried.authors, **paragraph.authors}
            paragraph.item, self.carried = self.carried.item, None
        if paragraph.joined and paragraph.words:
            self.carried = paragraph
            return
        self.count += 1
        if self.count > MOST_PARAGRAPHS:
            raise _too_large(self.name)
        yield self._closed(paragraph)

    def _closed(self, paragraph: _OpenParagraph) -> WordParagraph:
        cell, column = self.cells[-1] if self.cells else (-1, -1)
        return WordParagraph(
            "".join(paragraph.words), tuple(paragraph.marks), paragraph.item, cell, column, tuple(paragraph.authors)
        )
