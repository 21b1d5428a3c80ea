"""The mutual-benefit sheet: party by party why it takes part, what it brings and gains, what it takes upon itself."""

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
)
from desktop.documents.enclosures.wording import in_first_language, in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """A party with what is said of it, name and text; nothing is said without any."""

    party: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintedBenefits:
    """What the sheet says, every text in its one language."""

    partnership: str
    partner: str
    purpose: str
    shares: tuple[PrintedShare, ...]


def draw_benefits(
    content: PrintedBenefits,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The sheet as a PDF; it stays inside IOM, because it speaks of motives and risks."""
    languages = (language,)
    title = in_languages(languages, N_("Mutual benefit"))
    blocks: list[Block] = [PartBlock(content.partnership, title, internal=True)]
    blocks += [ParagraphBlock(text, "quiet") for text in (content.partner, content.purpose) if text]
    nothing = in_first_language(languages, N_("Nothing is written yet."))
    for share in content.shares:
        blocks.append(HeadingBlock(share.party, 3))
        blocks.append(KeyValuesBlock(share.lines) if share.lines else ParagraphBlock(nothing))
    record = {"kind": "mutual-benefit", "partnership": content.partnership, "made": made_at}
    document = Document(
        title, reference, tuple(blocks), languages, made_at, office, record, mark, internal=True, paper=paper
    )
    return render(document)
