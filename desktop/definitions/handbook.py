"""The handbook: chapters of plain text under `resources/handbook`, one folder for each language, read when asked for.

A file is a chapter: `# title`, its opening, then sections `## title {#key}`. A section that is about a place of the
program bears the key of that place, and what it says first is what the place is for. A line that begins with a number
is a step, one that begins with `>` says what can go wrong and what to do. `[[word]]`, or `[[words|word]]`, is a word
that `glossary.md` explains.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from desktop.base.paths import resources

GLOSSARY = "glossary.md"
_HEADING = re.compile(r"## (?P<title>.+) \{#(?P<key>[a-z_]+)\}")
_STEP = re.compile(r"(?P<number>\d+)\. (?P<words>.+)")
_TERM = re.compile(r"\[\[(?P<shown>[^]|]+)(?:\|(?P<term>[^]]+))?\]\]")
_PARAGRAPH = re.compile(r"¶(?P<first>\d+)(?:\u00a0[a-f])?(?:–(?P<last>\d+))?")


class TextKind(StrEnum):
    """What a line of the handbook is: telling, a step, or what can go wrong."""

    TELLING = "telling"
    STEP = "step"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class TextPiece:
    """Some words of a line; `term` is the word of the glossary that explains them, empty where none does."""

    shown: str
    term: str = ""


@dataclass(frozen=True)
class HandbookText:
    """One line of the handbook; `number` is that of a step, and 0 of anything else."""

    kind: TextKind
    pieces: tuple[TextPiece, ...]
    number: int = 0

    @property
    def words(self) -> str:
        """The whole line as it is read."""
        return "".join(piece.shown for piece in self.pieces)


@dataclass(frozen=True)
class HandbookSection:
    """A section: its key, the same in every language, its number ("6.3"), its title, its lines."""

    key: str
    number: str
    title: str
    texts: tuple[HandbookText, ...]

    @property
    def purpose(self) -> str:
        """What it says first."""
        return next((text.words for text in self.texts if text.kind is TextKind.TELLING), self.title)


@dataclass(frozen=True)
class HandbookChapter:
    """A chapter: the name of its file, its number from 1, its title, what stands before its sections."""

    key: str
    number: int
    title: str
    opening: tuple[HandbookText, ...]
    sections: tuple[HandbookSection, ...]


@dataclass(frozen=True)
class GlossaryWord:
    """A word of the program: `key` is the English one, by which the languages belong together."""

    key: str
    word: str
    explanation: str


@dataclass(frozen=True)
class Handbook:
    """The handbook in one language; `glossary` by the words as the text has them, in small letters."""

    language: str
    chapters: tuple[HandbookChapter, ...]
    glossary: Mapping[str, GlossaryWord]

    @property
    def sections(self) -> Mapping[str, HandbookSection]:
        """Every section by its key, in the order of the handbook."""
        return {section.key: section for chapter in self.chapters for section in chapter.sections}

    @property
    def paragraphs(self) -> Mapping[int, Sequence[str]]:
        """The paragraphs of the strategy (C/106/INF/16) that the text names, each with the numbers of the chapters and
        sections that name it."""
        named: dict[int, list[str]] = {}
        for chapter in self.chapters:
            places = [(str(chapter.number), chapter.opening)]
            places += [(section.number, section.texts) for section in chapter.sections]
            for place, texts in places:
                for number in sorted(_paragraphs(texts)):
                    named.setdefault(number, []).append(place)
        return dict(sorted(named.items()))


def _paragraphs(texts: Sequence[HandbookText]) -> set[int]:
    numbers: set[int] = set()
    for match in _PARAGRAPH.finditer(" ".join(text.words for text in texts)):
        first = int(match["first"])
        numbers |= set(range(first, int(match["last"] or first) + 1))
    return numbers


@lru_cache(maxsize=3)
def handbook(language: str) -> Handbook:
    """The handbook in a language of `desktop.base.text.LANGUAGES`; raises ValueError with file and line for a fault."""
    folder = resources() / "handbook" / language
    paths = sorted(path for path in folder.glob("*.md") if path.name != GLOSSARY)
    chapters = tuple(_chapter(path, number) for number, path in enumerate(paths, 1))
    return Handbook(language, chapters, _glossary(folder / GLOSSARY))


def _glossary(path: Path) -> Mapping[str, GlossaryWord]:
    words: dict[str, GlossaryWord] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 3 or not all(cells):
            raise ValueError(f"{path.name}:{number}: three parts, with | between them")
        words[cells[1].lower()] = GlossaryWord(*cells)
    return words


def _chapter(path: Path, number: int) -> HandbookChapter:
    heading, *lines = path.read_text(encoding="utf-8").splitlines()
    if not heading.startswith("# "):
        raise ValueError(f"{path.name}:1: a chapter begins with its title")
    opening: list[HandbookText] = []
    sections: list[tuple[str, str, list[HandbookText]]] = []
    for at, line in enumerate(lines, 2):
        if line.startswith("#"):
            if (match := _HEADING.fullmatch(line)) is None:
                raise ValueError(f"{path.name}:{at}: a section begins with ## title {{#key}}")
            sections.append((match["key"], match["title"], []))
        elif line.strip():
            (sections[-1][2] if sections else opening).append(_text(line))
    return HandbookChapter(
        path.stem.split("-", 1)[1],
        number,
        heading.removeprefix("# "),
        tuple(opening),
        tuple(
            HandbookSection(key, f"{number}.{place}", title, tuple(texts))
            for place, (key, title, texts) in enumerate(sections, 1)
        ),
    )


def _text(line: str) -> HandbookText:
    if (step := _STEP.fullmatch(line)) is not None:
        return HandbookText(TextKind.STEP, tuple(_pieces(step["words"])), int(step["number"]))
    kind = TextKind.TROUBLE if line.startswith("> ") else TextKind.TELLING
    return HandbookText(kind, tuple(_pieces(line.removeprefix("> "))))


def _pieces(line: str) -> Iterator[TextPiece]:
    at = 0
    for match in _TERM.finditer(line):
        if match.start() > at:
            yield TextPiece(line[at : match.start()])
        yield TextPiece(match["shown"], (match["term"] or match["shown"]).lower())
        at = match.end()
    if at < len(line):
        yield TextPiece(line[at:])
