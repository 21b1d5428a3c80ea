"""The comparison of a draft with what came back in Word, to be read by the other side's lawyer or by Legal."""

from dataclasses import dataclass

from desktop.base.rewording import reworded
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
    RewordingBlock,
    Sentence,
)
from desktop.documents.enclosures.wording import Languages, in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedDifference:
    """One difference: where it is, how it was made, and both wordings."""

    place: str
    manner: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Redline:
    """A comparison; `file` is the name of what was read and `digest` its SHA-256."""

    reference: str
    kind: Sentence
    partner: str
    file: str
    digest: str
    read_on: str
    office: str
    differences: tuple[PrintedDifference, ...]


def draw_redline(
    content: Redline, languages: Languages, made_at: str, mark: PageMark | None, paper: Paper = Paper.A4
) -> Pdf:
    """The comparison, in the language of whoever reads it; the texts stand in their own."""
    lines = (
        (N_("Agreement"), content.kind),
        (N_("Partner"), content.partner),
        (N_("File"), content.file),
        (N_("Fingerprint of the file"), content.digest),
        (N_("Read on"), content.read_on),
    )
    note = N_("Struck through: in the draft and not in the file. Underlined: in the file and not in the draft.")
    blocks: list[Block] = [
        PartBlock(in_languages(languages, N_("What the Word file says otherwise"))),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines)),
        ParagraphBlock(in_languages(languages, note), "quiet"),
    ]
    for difference in content.differences:
        blocks += [
            HeadingBlock(difference.place, 3),
            ParagraphBlock(difference.manner, "quiet", keep=True),
            RewordingBlock(reworded(difference.old, difference.new)),
        ]
    record = {"kind": "redline", "reference": content.reference, "file": content.digest, "made": made_at}
    return render(
        Document(
            title=in_languages(languages, N_("What the Word file says otherwise")),
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
