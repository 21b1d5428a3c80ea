"""Two wordings of an agreement on paper: to be read by the other side’s lawyer, by Legal, or by whoever drafts."""

from dataclasses import dataclass

from desktop.base.rewording import reworded
from desktop.documents.blocks import (
    Block,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    RewordingBlock,
    Sentence,
)
from desktop.documents.enclosures.wording import Languages, in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedDifference:
    """One difference: where it is, how it was made, and both wordings.

    Those of one `part` of the agreement stand together below its heading.
    """

    place: str
    manner: str
    old: str
    new: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Redline:
    """A comparison: its title, what is told of it above, and a note on what struck through and underlined words are.

    `against` names what the agreement was held against: the SHA-256 of a file, or the id of an agreement. `ends` are
    sentences after the last difference.
    """

    reference: str
    title: str
    facts: tuple[tuple[str, Sentence], ...]
    note: str
    against: str
    office: str
    differences: tuple[PrintedDifference, ...]
    ends: tuple[str, ...] = ()


def draw_redline(
    content: Redline, languages: Languages, made_at: str, mark: PageMark | None, paper: Paper = Paper.A4
) -> Pdf:
    """The comparison, in the language of whoever reads it; the texts stand in their own."""
    blocks: list[Block] = [
        PartBlock(in_languages(languages, content.title)),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in content.facts)),
        ParagraphBlock(in_languages(languages, content.note), "quiet"),
    ]
    part = ""
    for difference in content.differences:
        if difference.part != part:
            part = difference.part
            blocks.append(HeadingBlock(part, 2))
        blocks.append(
            ParagraphBlock(difference.place, "quiet", keep=True) if part else HeadingBlock(difference.place, 3)
        )
        if difference.manner:
            blocks.append(ParagraphBlock(difference.manner, "quiet", keep=True))
        blocks.append(RewordingBlock(reworded(difference.old, difference.new)))
    blocks += [ParagraphBlock(sentence, "quiet") for sentence in content.ends]
    record = {"kind": "redline", "reference": content.reference, "against": content.against, "made": made_at}
    return render(
        Document(
            title=in_languages(languages, content.title),
            reference=content.reference,
            blocks=tuple(blocks),
            languages=languages,
            made_at=made_at,
            author=content.office,
            record=record,
            mark=mark,
            paper=paper,
        )
    )
