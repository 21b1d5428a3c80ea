"""The note before a meeting with a partner, for IOM alone: as a PDF, and as a Word file to go on writing in."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents import word
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    ChipLevel,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    NoticeBlock,
    PaperSetting,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
)
from desktop.documents.enclosures.wording import Languages, in_first_language, in_languages, level_chip
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedBriefing:
    """What the note says, every text in its one language."""

    partner: str
    where: str
    day: str
    place: str
    with_whom: str
    for_iom: str
    why: str
    summary: str
    level: ChipLevel
    grounds: str
    decision: str
    persons: tuple[str, ...]
    last_contacts: tuple[str, ...]
    promised_by_us: tuple[str, ...]
    promised_by_them: tuple[str, ...]
    agreements: tuple[str, ...]
    open: tuple[str, ...]
    points: tuple[str, ...]
    cautions: tuple[str, ...]


def draw_briefing(content: PrintedBriefing, setting: PaperSetting) -> Pdf:
    """The note as a PDF."""
    return render(_document(content, setting))


def write_briefing(content: PrintedBriefing, setting: PaperSetting) -> bytes:
    """The same note as a Word file; nothing of it is read back."""
    return word.write(_document(content, setting), {}, "")


def _document(content: PrintedBriefing, setting: PaperSetting) -> Document:
    languages: Languages = (setting.language,)
    lines = (
        (N_("Day"), content.day),
        (N_("Place"), content.place),
        (N_("With whom"), content.with_whom),
        (N_("For IOM"), content.for_iom),
        (N_("Why we meet"), content.why),
    )
    about_it = ((N_("Activity"), content.summary), (N_("Decision"), content.decision))
    blocks: list[Block] = [
        PartBlock(content.partner, in_languages(languages, N_("Briefing note before a meeting")), internal=True),
        *([ParagraphBlock(content.where, "quiet")] if content.where else []),
        _pairs(languages, lines),
        *_listed(languages, N_("Points to raise"), content.points),
        HeadingBlock(in_languages(languages, N_("What not to say")), 2),
        BulletsBlock(content.cautions),
        HeadingBlock(in_languages(languages, N_("What was promised")), 2),
        *_listed(languages, N_("By IOM"), content.promised_by_us, level=3),
        *_listed(languages, N_("By the partner"), content.promised_by_them, level=3),
        *_listed(languages, N_("What is open"), content.open),
        HeadingBlock(in_languages(languages, N_("Who they are")), 2),
        RatingBlock(level_chip(content.level, languages), content.grounds),
        _pairs(languages, about_it),
        *_listed(languages, N_("Who speaks and signs for it"), content.persons, level=3),
        *_listed(languages, N_("Agreements"), content.agreements, level=3),
        *_listed(languages, N_("Last contacts"), content.last_contacts, level=3),
        NoticeBlock(in_languages(languages, N_("It stays inside IOM: leave no copy in the room."))),
    ]
    record = {"kind": "briefing-note", "partner": content.partner, "made": setting.made_at}
    title = in_languages(languages, N_("Briefing note before a meeting"))
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


def _pairs(languages: Languages, lines: tuple[tuple[str, str], ...]) -> KeyValuesBlock:
    return KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines if value))


def _listed(languages: Languages, title: str, lines: tuple[str, ...], level: int = 2) -> list[Block]:
    nothing = in_first_language(languages, N_("Nothing."))
    heading = HeadingBlock(in_languages(languages, title), 3 if level == 3 else 2)
    return [heading, BulletsBlock(lines) if lines else ParagraphBlock(nothing)]
