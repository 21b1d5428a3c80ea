"""What is said of a theme of the strategy: for colleagues, for a partner, before a meeting; as a PDF and in Word."""

from dataclasses import dataclass

from desktop.documents import word
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    Document,
    HeadingBlock,
    Look,
    PaperSetting,
    ParagraphBlock,
    PartBlock,
)
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class KitSection:
    """A part below its heading: paragraphs, then items, then what is set small."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    small: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands below the heading."""
        return not (self.paragraphs or self.items or self.small)


@dataclass(frozen=True, slots=True)
class PrintedKit:
    """What the paper says, in its one language; parts in which nothing stands are left out."""

    theme: str
    title: str
    headline: str
    sections: tuple[KitSection, ...]
    is_internal: bool
    kind: str  # names its record


def draw_kit(content: PrintedKit, setting: PaperSetting) -> Pdf:
    """The paper as a PDF."""
    return render(_document(content, setting))


def write_kit(content: PrintedKit, setting: PaperSetting) -> bytes:
    """The same as a Word file; nothing of it is read back."""
    return word.write(_document(content, setting), {}, "")


def _document(content: PrintedKit, setting: PaperSetting) -> Document:
    blocks: list[Block] = [PartBlock(content.theme, content.title, internal=content.is_internal, sheet=True)]
    if content.headline:
        blocks.append(ParagraphBlock(content.headline, "lead"))
    for section in content.sections:
        if not section.is_empty:
            blocks += _section(section, "body" if content.is_internal else "lead")
    record = {"kind": content.kind, "theme": content.theme, "made": setting.made_at}
    return Document(
        f"{content.title} – {content.theme}",
        setting.reference,
        tuple(blocks),
        (setting.language,),
        setting.made_at,
        setting.office,
        record,
        setting.mark,
        internal=content.is_internal,
        paper=setting.paper,
    )


def _section(section: KitSection, look: Look) -> list[Block]:
    blocks: list[Block] = [HeadingBlock(section.heading, 2)] if section.heading else []
    blocks += [ParagraphBlock(paragraph, look) for paragraph in section.paragraphs]
    blocks += [BulletsBlock(section.items)] if section.items else []
    blocks += [ParagraphBlock(line, "quiet") for line in section.small]
    return blocks
