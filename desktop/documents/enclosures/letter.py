"""A letter to a partner on one page: who writes, to whom, the subject, the paragraphs and room to sign."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    WriteInBlock,
)
from desktop.documents.enclosures.wording import in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """What a letter says; every text in the one language of the document. `recipient` has a line each."""

    sender: str
    place: str
    date: str
    recipient: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]


def draw_letter(
    content: PrintedLetter, language: str, reference: str, made_at: str, mark: PageMark | None, paper: Paper
) -> Pdf:
    """One page without any record inside: a partner's copy holds what is read on it and nothing else."""
    languages = (language,)
    where = ", ".join(part for part in (content.place, content.date) if part)
    blocks: list[Block] = [
        PartBlock(content.sender, where),
        KeyValuesBlock(((in_languages(languages, N_("To")), ", ".join(content.recipient)),)),
        HeadingBlock(content.subject, 3),
        *(ParagraphBlock(paragraph) for paragraph in content.paragraphs),
        WriteInBlock((in_languages(languages, N_("Name, function and signature")),)),
    ]
    record = {"kind": "letter", "made": made_at}
    return render(
        Document(
            content.subject, reference, tuple(blocks), languages, made_at, content.sender, record, mark, paper=paper
        )
    )
