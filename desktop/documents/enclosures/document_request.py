"""The letter that asks a partner for the documents of a case that are still missing."""

from dataclasses import dataclass, replace

from desktop.base.text import N_
from desktop.definitions.company_form import NOTICES
from desktop.documents.blocks import (
    Block,
    Document,
    KeyValuesBlock,
    NoticeBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    TableBlock,
    TableColumn,
    WriteInBlock,
)
from desktop.documents.enclosures.wording import Languages, in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """Who asks whom for what. `papers` are what is asked for, each with what it is to show."""

    partner: str
    office: str
    officer: str
    address: str  # to which the papers go, an email address as a rule
    partnership: str
    number: str
    date: str
    papers: tuple[tuple[str, str], ...]


def draw_request(
    content: DocumentRequest, language: str, made_at: str, mark: PageMark | None = None, paper: Paper = Paper.A4
) -> Pdf:
    """The letter in one language. It says nothing of what was found, and the two notices stand under its list."""
    languages: Languages = (language,)
    lines = (
        (N_("To"), content.partner),
        (N_("From"), content.office),
        (N_("Subject"), content.partnership),
        (N_("Reference"), content.number),
        (N_("Date"), content.date),
    )
    columns = (
        TableColumn(in_languages(languages, N_("Document")), 3),
        TableColumn(in_languages(languages, N_("What it is to show")), 2),
    )
    asks = N_(
        "Before it concludes an agreement the International Organization for Migration examines every partner in "
        "the same way. We kindly ask you for the documents listed below. A copy is enough; where one does not exist, "
        "please say so in a sentence."
    )
    closing = N_("Please send them with the reference above to: {address}")
    blocks: tuple[Block, ...] = (
        PartBlock(in_languages(languages, N_("Documents we ask you for")), content.partner),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines if value)),
        ParagraphBlock(in_languages(languages, asks)),
        TableBlock(columns, content.papers),
        ParagraphBlock(in_languages(languages, closing, address=content.address or content.office)),
        *(NoticeBlock(in_languages(languages, notice)) for notice in NOTICES),
        ParagraphBlock(content.officer, keep=True),
        WriteInBlock((in_languages(languages, N_("Signature")),)),
    )
    record = {"kind": "document-request", "case": content.number, "made": made_at}
    title = in_languages(languages, N_("Documents we ask you for"))
    letter = Document(title, content.number, blocks, languages, made_at, content.office, record, mark)
    return render(replace(letter, paper=paper))
