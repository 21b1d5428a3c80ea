"""The note of an officer who hands everything on, for IOM alone: as a PDF, and as a Word file to go on writing in."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents import word
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    NoticeBlock,
    PaperSetting,
    PartBlock,
)
from desktop.documents.enclosures.wording import Languages, in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedHandOver:
    """What the note says, every text in its one language; `groups` are headings with their lines."""

    officer: str
    receivers: str
    day: str
    note: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]


def draw_hand_over(content: PrintedHandOver, setting: PaperSetting) -> Pdf:
    """The note as a PDF."""
    return render(_document(content, setting))


def write_hand_over(content: PrintedHandOver, setting: PaperSetting) -> bytes:
    """The same note as a Word file; nothing of it is read back."""
    return word.write(_document(content, setting), {}, "")


def _document(content: PrintedHandOver, setting: PaperSetting) -> Document:
    languages: Languages = (setting.language,)
    title = in_languages(languages, N_("Hand-over note"))
    lines = (
        (N_("Day"), content.day),
        (N_("To"), content.receivers),
        (N_("How things stand"), content.note),
    )
    blocks: list[Block] = [
        PartBlock(content.officer, title, internal=True),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines if value)),
    ]
    for heading, things in content.groups:
        blocks += [HeadingBlock(heading, 2), BulletsBlock(things)]
    blocks.append(NoticeBlock(in_languages(languages, N_("It stays inside IOM: hand it to your colleagues alone."))))
    record = {"kind": "hand-over-note", "officer": content.officer, "made": setting.made_at}
    return Document(
        title,
        setting.reference,
        tuple(blocks),
        languages,
        setting.made_at,
        setting.office,
        record,
        setting.mark,
        internal=True,
        paper=setting.paper,
    )
