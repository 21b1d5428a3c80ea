"""What agreements ask for in a month, as a calendar page to hang on a wall, with the list of it below."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    Document,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.enclosures.wording import Languages, in_first_language, in_languages
from desktop.documents.pdf import Pdf, render
from desktop.documents.typesetting import shortened

IN_CELL = 26  # characters of a partner’s name in the cell of a day
MOST_IN_CELL = 4


@dataclass(frozen=True, slots=True)
class DueOnDay:
    """One thing due: the day of the month, what, with whom, under which agreement, and who sees to it."""

    day: int
    date: str
    what: str
    partner: str
    reference: str
    owner: str


@dataclass(frozen=True, slots=True)
class PrintedMonth:
    """A month: its name, the heads of its seven columns, its weeks of seven days (0 outside it), and what is due."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[int, ...], ...]
    due: tuple[DueOnDay, ...]


def draw_months(
    months: Sequence[PrintedMonth],
    language: str,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """Each month on a page of its own, and on further ones where it asks for more than a page holds."""
    languages = (language,)
    blocks = tuple(block for month in months for block in _month(month, languages, office))
    title = in_languages(languages, N_("Month sheet"))
    record = {"kind": "month-sheet", "months": [month.title for month in months], "made": made_at}
    return render(
        Document(title, reference, blocks, languages, made_at, office, record, mark, internal=True, paper=paper)
    )


def _month(month: PrintedMonth, languages: Languages, office: str) -> list[Block]:
    columns = tuple(TableColumn(name, 1) for name in month.weekdays)
    numbered = list(enumerate(month.due, 1))
    weeks = tuple(tuple(_cell(day, numbered) for day in week) for week in month.weeks)
    blocks: list[Block] = [
        PartBlock(month.title, office, internal=True),
        TableBlock(columns, weeks, tall=True),
    ]
    if not month.due:
        nothing = in_first_language(languages, N_("Nothing is due in this month."))
        return [*blocks, ParagraphBlock(nothing)]
    heads = (
        ("", 1),
        (N_("Day"), 3.6),
        (N_("What is due"), 8),
        (N_("Partner"), 5),
        (N_("Reference"), 5),
        (N_("Who"), 4),
    )
    listed = tuple(TableColumn(in_languages(languages, head) if head else "", share) for head, share in heads)
    rows = tuple((str(number), due.date, due.what, due.partner, due.reference, due.owner) for number, due in numbered)
    return [*blocks, TableBlock(listed, rows)]


def _cell(day: int, numbered: Sequence[tuple[int, DueOnDay]]) -> str:
    if not day:
        return ""
    on_it = [(number, due) for number, due in numbered if due.day == day]
    lines = [f"{number} · {shortened(due.partner, IN_CELL)}" for number, due in on_it[:MOST_IN_CELL]]
    more = ["…"] if len(on_it) > MOST_IN_CELL else []
    return "\n".join((str(day), *lines, *more))
