"""The partner on one page, for IOM alone: who it is, where things stand with it, and what the sheet does not say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    ChipLevel,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    NoticeBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.enclosures.wording import Languages, in_first_language, in_languages, level_chip
from desktop.documents.pdf import Pdf, render

ROWS = (12, 8, 6, 4, 3, 2, 1)  # of each list that are tried until everything stands on one page
LEFT_OUT = N_(
    "This sheet leaves out the answers, findings and searches of the due diligence, the names that were searched, "
    "owners and directors who do not speak for the partner ({count}), birth dates, identity documents, and whatever "
    "was told in confidence. It stays inside IOM."
)
MORE = N_("and {count} more in the program")


@dataclass(frozen=True, slots=True)
class PrintedPartner:
    """What the sheet says, every text in its one language; a tuple for each row of a table."""

    name: str
    group: str
    where: str
    facts: tuple[tuple[str, str], ...]
    persons: tuple[str, ...]
    unnamed: str
    level: ChipLevel
    grounds: str
    decision: str
    suspended: bool
    agreements: tuple[tuple[str, ...], ...]
    contributions: tuple[tuple[str, ...], ...]
    realised: tuple[str, ...]
    happened: tuple[tuple[str, ...], ...]
    open: tuple[str, ...]
    day: str
    more: tuple[str, ...] = ()  # the sentence on what has no room, by how much that is


def draw_partner(
    content: PrintedPartner,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The sheet, on one page as long as its single texts let it: lists are cut, and say by how much."""
    languages = (language,)
    title = in_languages(languages, N_("Partner sheet"))
    record = {"kind": "partner-sheet", "partner": content.name, "made": made_at}
    drawn: Pdf | None = None
    for rows in ROWS:
        blocks = tuple(_blocks(content, languages, rows))
        document = Document(title, reference, blocks, languages, made_at, office, record, mark, internal=True)
        drawn = render(replace(document, paper=paper))
        if drawn.pages == 1:
            break
    assert drawn is not None
    return drawn


def _blocks(content: PrintedPartner, languages: Languages, rows: int) -> list[Block]:
    standing = (
        (N_("Decision"), content.decision),
        *(((N_("Suspension"), in_first_language(languages, SUSPENDED)),) if content.suspended else ()),
    )
    label = in_languages(languages, N_("Partner sheet of {day}"), day=content.day)
    return [
        PartBlock(content.name, label, internal=True),
        ParagraphBlock(" · ".join(part for part in (content.group, content.where) if part), "quiet"),
        RatingBlock(level_chip(content.level, languages), content.grounds),
        KeyValuesBlock((*((in_languages(languages, name), value) for name, value in standing), *content.facts)),
        *_listed(languages, N_("Who speaks and signs for it"), content.persons, rows),
        *_table(languages, AGREEMENTS, content.agreements, rows),
        *_table(languages, CONTRIBUTIONS, content.contributions, rows),
        *(ParagraphBlock(text, "quiet") for text in content.realised[:rows]),
        *_table(languages, HAPPENED, content.happened, rows),
        *_listed(languages, N_("What is open"), content.open, rows),
        NoticeBlock(in_languages(languages, LEFT_OUT, count=content.unnamed)),
    ]


SUSPENDED = N_("Something stands against it: nothing is signed and nothing is received before it is answered.")
AGREEMENTS = (N_("Agreements"), N_("State"), N_("Until"))
CONTRIBUTIONS = (N_("Contributions"), N_("Amount"), N_("State"))
HAPPENED = (N_("What happened last"), N_("Kind"), N_("What"))
SHARES: dict[tuple[str, ...], tuple[int, int, int]] = {
    AGREEMENTS: (5, 3, 2),
    CONTRIBUTIONS: (5, 2, 3),
    HAPPENED: (2, 2, 6),
}


def _listed(languages: Languages, title: str, lines: Sequence[str], rows: int) -> list[Block]:
    if not lines:
        return [KeyValuesBlock(((in_languages(languages, title), in_first_language(languages, N_("Nothing."))),))]
    more = (in_first_language(languages, MORE, count=str(len(lines) - rows)),) if len(lines) > rows else ()
    return [HeadingBlock(in_languages(languages, title), 3), BulletsBlock((*lines[:rows], *more))]


def _table(languages: Languages, titles: tuple[str, ...], lines: Sequence[tuple[str, ...]], rows: int) -> list[Block]:
    if not lines:
        return [
            KeyValuesBlock(
                (
                    (
                        in_languages(languages, titles[0]),
                        in_first_language(languages, N_("None yet.")),
                    ),
                )
            )
        ]
    columns = tuple(
        TableColumn(in_languages(languages, title), share) for title, share in zip(titles, SHARES[titles], strict=True)
    )
    more = in_first_language(languages, MORE, count=str(len(lines) - rows))
    cut = ((more, *("" for _column in titles[1:])),) if len(lines) > rows else ()
    return [TableBlock(columns, (*lines[:rows], *cut))]
