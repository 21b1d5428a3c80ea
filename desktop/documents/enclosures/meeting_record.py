"""The record of a meeting with a partner on paper: with whom, what was said, who does what by when."""

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
    TableBlock,
    TableColumn,
)
from desktop.documents.enclosures.wording import in_first_language, in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedMeeting:
    """What the record says, every text in its one language; each action is who, what, by when, and how far it is."""

    partner: str
    subject: str
    day: str
    way: str
    place: str
    partnership: str
    ours: str
    theirs: str
    text: str
    actions: tuple[tuple[str, str, str, str], ...]


def draw_meeting(
    content: PrintedMeeting,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The record, for IOM alone: what the partner is sent is written for it."""
    languages = (language,)
    lines = (
        (N_("Partner"), content.partner),
        (N_("Day"), content.day),
        (N_("How"), content.way),
        (N_("Place"), content.place),
        (N_("Partnership"), content.partnership),
        (N_("For the partner"), content.theirs),
        (N_("For IOM"), content.ours),
    )
    columns = tuple(
        TableColumn(in_languages(languages, title), share)
        for title, share in ((N_("Who"), 3), (N_("Does what"), 6), (N_("By when"), 2), (N_("State"), 2))
    )
    nothing = in_first_language(languages, N_("Nothing was agreed to be done."))
    blocks: tuple[Block, ...] = (
        PartBlock(content.subject, in_languages(languages, N_("Meeting record")), internal=True),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines if value)),
        HeadingBlock(in_languages(languages, N_("What was said")), 2),
        *(ParagraphBlock(part) for part in content.text.split("\n") if part.strip()),
        HeadingBlock(in_languages(languages, N_("Who does what by when")), 2),
        TableBlock(columns, content.actions) if content.actions else ParagraphBlock(nothing),
    )
    title = in_languages(languages, N_("Meeting record"))
    record = {"kind": "meeting-record", "partner": content.partner, "day": content.day, "made": made_at}
    return render(
        Document(title, reference, blocks, languages, made_at, office, record, mark, internal=True, paper=paper)
    )
