"""The handbook on paper: a PDF with contents, numbered sections, the glossary and an index of the paragraphs."""

from collections.abc import Iterable, Iterator

from desktop import __version__
from desktop.base.release import released
from desktop.base.text import N_, said_in
from desktop.definitions.handbook import Handbook, HandbookText, TextKind, handbook
from desktop.documents.blocks import (
    Block,
    ClauseBlock,
    ContentsBlock,
    CoverBlock,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    NoticeBlock,
    Paper,
    ParagraphBlock,
    PartBlock,
)
from desktop.documents.pdf import Pdf, render

HANDBOOK, CONTENTS = N_("Handbook"), N_("Contents")
GLOSSARY, INDEX = N_("The words of the program"), N_("The paragraphs of the strategy")
INDEX_ABOUT = N_("Where this handbook speaks of the paragraphs of the strategy (C/106/INF/16), by chapter and section.")
ABOUT = N_("How one works with the program, place by place, and what to do when something goes wrong.")


def paper(language: str, size: Paper = Paper.A4) -> Pdf:
    """The handbook in a language, the same bytes every time for the same version of the program."""
    book = handbook(language)
    day = released().isoformat()
    document = Document(
        title=f"Passerelle · {said_in(language, HANDBOOK)}",
        reference=f"Passerelle {__version__}",
        blocks=tuple(_blocks(book)),
        languages=(language,),
        made_at=f"{day}T00:00:00Z",
        author="Passerelle",
        record={"kind": "handbook", "version": __version__, "language": language},
        paper=size,
    )
    return render(document)


def _blocks(book: Handbook) -> Iterator[Block]:
    language = book.language
    facts = ((said_in(language, N_("Version")), __version__),)
    yield CoverBlock("Passerelle", said_in(language, HANDBOOK), facts, said_in(language, ABOUT))
    yield ContentsBlock(said_in(language, CONTENTS))
    for chapter in book.chapters:
        yield PartBlock(chapter.title, label=str(chapter.number))
        yield from _lines(chapter.opening)
        for section in chapter.sections:
            yield HeadingBlock(f"{section.number}  {section.title}", 2)
            yield from _lines(section.texts)
    yield PartBlock(said_in(language, GLOSSARY))
    words = sorted(book.glossary.values(), key=lambda word: word.word.lower())
    yield KeyValuesBlock(tuple((word.word, word.explanation) for word in words))
    yield PartBlock(said_in(language, INDEX))
    yield ParagraphBlock(said_in(language, INDEX_ABOUT), "quiet", keep=True)
    yield KeyValuesBlock(tuple((f"¶{number}", ", ".join(places)) for number, places in book.paragraphs.items()))


def _lines(texts: Iterable[HandbookText]) -> Iterator[Block]:
    for text in texts:
        match text.kind:
            case TextKind.TELLING:
                yield ParagraphBlock(text.words)
            case TextKind.STEP:
                yield ClauseBlock(f"{text.number}.", text.words)
            case TextKind.TROUBLE:
                yield NoticeBlock(text.words)
