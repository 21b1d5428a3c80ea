"""Words in a document: found whatever their case, accents, and where a line or a word was broken."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.preview.pdf_pages import PdfPages

BROKEN = "\x02\xad"  # what PDFium writes for the hyphen of a word broken at the end of a line; a soft hyphen
ALIKE = {"’": "'", "‘": "'", "–": "-", "—": "-", "œ": "oe", "æ": "ae"}
FEWEST = 2  # letters that are looked for


@dataclass(frozen=True)
class Occurrence:
    """Some letters of a page."""

    page: int
    start: int
    length: int


@dataclass(frozen=True)
class FoldedText:
    """A text as it is compared, and where each of its letters stood in the text as it was."""

    letters: str
    origins: tuple[int, ...]

    def occurrences(self, words: str) -> Iterator[tuple[int, int]]:
        """Where the folded words stand: first letter and length in the text as it was."""
        at = self.letters.find(words)
        while at >= 0 and words:
            start, last = self.origins[at], self.origins[at + len(words) - 1]
            yield start, last - start + 1
            at = self.letters.find(words, at + len(words))


def folded(text: str) -> FoldedText:
    """Without case and accents, broken words whole, any run of blanks as one."""
    letters: list[str] = []
    origins: list[int] = []
    broken = False
    for at, letter in enumerate(text):
        if letter in BROKEN:
            broken = True
            continue
        if letter.isspace():
            if broken or not letters or letters[-1] == " ":
                continue
            letters.append(" ")
            origins.append(at)
            continue
        broken = False
        for part in _compared(letter):
            letters.append(part)
            origins.append(at)
    return FoldedText("".join(letters), tuple(origins))


def _compared(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", ALIKE.get(letter, letter))
    return "".join(part for part in plain if not unicodedata.combining(part)).casefold()


class Finder(QObject):
    """Looks for words page by page, a page at each turn of the window, beginning with the page in front."""

    changed = Signal()

    def __init__(self, parent: QObject, pages: PdfPages) -> None:
        super().__init__(parent)
        self._pages = pages
        self._folded: dict[int, FoldedText] = {}
        self._words = ""
        self._from = 0  # the page in front when the search began
        self._left: list[int] = []
        self._by_page: dict[int, list[Occurrence]] = {}
        self.current: Occurrence | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._look_on)

    @property
    def searching(self) -> bool:
        """Whether pages are left to look at."""
        return bool(self._left)

    @property
    def words(self) -> str:
        """What is looked for; empty when nothing is."""
        return self._words

    @property
    def passages(self) -> list[Occurrence]:
        """Where the words stand, in the order of the pages."""
        return [passage for page in sorted(self._by_page) for passage in self._by_page[page]]

    def on_page(self, page: int) -> list[Occurrence]:
        """Where the words stand on one page."""
        return self._by_page.get(page, [])

    def forget(self) -> None:
        """The document is another one: its words are looked for anew."""
        self._folded = {}
        words, self._words = self._words, ""
        self.look_for(words, 0)

    def look_for(self, words: str, front: int) -> None:
        """Look for other words, from the page in front; two letters are the least."""
        words = words.strip()
        if words == self._words:
            return
        self._words, self._from, self._by_page, self.current = words, front, {}, None
        count = self._pages.count
        self._left = [(front + on) % count for on in range(count)] if len(words) >= FEWEST else []
        if self._left:
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit()

    def go(self, by: int) -> None:
        """To the next or the previous place, and round at the end."""
        passages = self.passages
        if not passages:
            return
        at = passages.index(self.current) + by if self.current in passages else (0 if by > 0 else -1)
        self.current = passages[at % len(passages)]
        self.changed.emit()

    def _look_on(self) -> None:
        page = self._left.pop(0)
        if page not in self._folded:
            self._folded[page] = folded(self._pages.text(page))
        sought = folded(self._words).letters
        passages = [Occurrence(page, start, length) for start, length in self._folded[page].occurrences(sought)]
        if passages:
            self._by_page[page] = passages
            self.current = self.current or passages[0]
        if not self._left:
            self._timer.stop()
        self.changed.emit()
