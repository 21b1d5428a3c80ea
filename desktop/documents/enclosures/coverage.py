"""The coverage matrix of a case on paper: an annex, and a part of the dossier."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.base.text import N_
from desktop.base.values import JsonObject
from desktop.documents.blocks import (
    Block,
    Document,
    HeadingBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.enclosures.wording import Languages, in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedPrinciple:
    """One principle: the questions with their answers, the evidence, and the gap in words, a line each."""

    label: str
    questions: tuple[str, ...]
    evidence: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """One reference text with its principles."""

    title: str
    source: str
    principles: tuple[PrintedPrinciple, ...]


@dataclass(frozen=True, slots=True)
class PrintedCoverage:
    """The matrix; every text in the one language of the document."""

    partner: str
    texts: tuple[PrintedText, ...]


def draw_coverage(
    content: PrintedCoverage,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The matrix as a document of its own, for IOM alone."""
    languages = (language,)
    title = in_languages(languages, N_("Coverage of the principles"))
    record: JsonObject = {"kind": "coverage-matrix", "case": reference, "partner": content.partner}
    blocks = tuple(coverage_blocks(content, languages))
    return render(
        Document(title, reference, blocks, languages, made_at, office, record, mark, internal=True, paper=paper)
    )


def coverage_blocks(content: PrintedCoverage, languages: Languages) -> Iterator[Block]:
    """The matrix, a table for each text."""
    title = in_languages(languages, N_("Coverage of the principles"))
    yield PartBlock(title, content.partner, internal=True, flows=True)
    columns = (
        TableColumn(in_languages(languages, N_("Principle")), 2.2),
        TableColumn(in_languages(languages, N_("Questions and answers")), 4.4),
        TableColumn(in_languages(languages, N_("Evidence")), 2.4),
        TableColumn(in_languages(languages, N_("Gap")), 2.6),
    )
    for text in content.texts:
        yield HeadingBlock(text.title)
        yield ParagraphBlock(text.source, "quiet", keep=True)
        rows = (
            (principle.label, "\n".join(principle.questions), "\n".join(principle.evidence), "\n".join(principle.gaps))
            for principle in text.principles
        )
        yield TableBlock(columns, tuple(rows))
