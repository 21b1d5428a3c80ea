"""A report as paper: a cover that states what it is, the contents, the sections; a short one without the contents."""

from collections.abc import Iterator

from desktop.base.dates import day_in_words
from desktop.base.text import N_, said_in
from desktop.base.values import JsonObject
from desktop.documents.blocks import (
    MOST_WHOLE,
    Block,
    BulletsBlock,
    ChartBlock,
    ContentsBlock,
    CoverBlock,
    Document,
    HeadingBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.pdf import Pdf, render
from desktop.documents.reports.content import Report, ReportPiece, ReportSection, ReportTable, ReportWords, cell_words

LONG = 4  # sections from which a report has a table of contents
BANNER = N_("FOR USE INSIDE IOM")


def draw_report(report: Report, made_at: str, mark: PageMark | None = None, paper: Paper = Paper.A4) -> Pdf:
    """The report as a PDF, tagged and archived as packs are; `made_at` is the stamp of when it was run."""
    head, language = report.head, report.head.language
    if head.sheet:
        blocks = _sheet(report)
    else:
        blocks = [CoverBlock(head.office_name, head.title, _facts(report), head.about)]
        blocks += [ContentsBlock(said_in(language, "Contents"))] if len(report.sections) >= LONG else []
        for number, section in enumerate(report.sections):
            blocks += _section(section, language, opens_page=not number)
    record: JsonObject = {"kind": f"report-{head.kind}", "title": head.title, "period": head.period}
    document = Document(
        title=f"{head.title} · {head.period}",
        reference=head.reference,
        blocks=tuple(blocks),
        languages=(language,),
        made_at=made_at,
        author=head.office_name,
        record=record,
        mark=mark,
        internal=head.internal,
        banner=said_in(language, BANNER) if head.internal else "",
        paper=paper,
    )
    return render(document)


def _sheet(report: Report) -> list[Block]:
    """One page: the title, what the report states of itself in a line, the sections below one another."""
    head = report.head
    pair = said_in(head.language, "{name}: {text}")
    labelled = (pair.format(name=label, text=words) for label, words in _facts(report)[2:4])
    stated = " · ".join(filter(None, (head.office_name, head.period, *labelled, head.standing)))
    blocks: list[Block] = [PartBlock(f"{head.title} · {head.period}", sheet=True), ParagraphBlock(stated, "quiet")]
    for section in report.sections:
        blocks.append(HeadingBlock(section.title, 2))
        for piece in section.pieces:
            blocks += _piece(piece, head.language)
    return blocks


def head_facts(report: Report) -> tuple[tuple[str, str], ...]:
    """What the report states of itself, as labels and words."""
    head, spoken = report.head, report.head.language
    whose = head.office_name if not head.office else f"{head.office_name} ({head.office})"
    return (
        (said_in(spoken, "Period covered"), head.period),
        (said_in(spoken, "Office"), whose),
        (said_in(spoken, "Run on"), day_in_words(head.run_on.isoformat(), spoken, "long")),
        *((f"{said_in(spoken, 'Definitions')} · {what}", version) for what, version in head.definitions),
        *(((said_in(spoken, "Figures of the period"), head.standing),) if head.standing else ()),
        (said_in(spoken, "Reference"), head.reference),
    )


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    """The same in as few lines as a cover has room for."""
    head, spoken = report.head, report.head.language
    together = " · ".join(f"{what}\u00a0{version}" for what, version in head.definitions)
    own = [fact for fact in head_facts(report) if not fact[0].startswith(said_in(spoken, "Definitions"))]
    return (*own[:3], (said_in(spoken, "Definitions"), together), *own[3:])


def _section(section: ReportSection, language: str, opens_page: bool) -> Iterator[Block]:
    yield PartBlock(section.title, flows=not opens_page)
    if section.about:
        yield ParagraphBlock(section.about, "quiet", keep=bool(section.pieces))
    for place, piece in enumerate(section.pieces, 1):
        yield from _piece(piece, language, heads=place < len(section.pieces))


def _piece(piece: ReportPiece, language: str, heads: bool = False) -> Iterator[Block]:
    """The blocks of a piece; a note that `heads` another one is not left alone at the foot of a page."""
    if isinstance(piece, ReportWords):
        if piece.bullets:
            yield BulletsBlock(piece.paragraphs)
        elif piece.quiet:
            yield from (ParagraphBlock(text, "quiet", keep=heads) for text in piece.paragraphs)
        else:
            yield from (ParagraphBlock(text, "lead") for text in piece.paragraphs)
    elif isinstance(piece, ReportTable):
        yield from _table(piece, language)
    else:
        yield ChartBlock(piece.chart, tabled=not piece.repeated, keep=piece.heads)


def _table(table: ReportTable, language: str) -> Iterator[Block]:
    if table.title:
        yield HeadingBlock(table.title, 3)
    if table.rows:
        columns = tuple(TableColumn(own.heading, own.share, own.side) for own in table.columns)
        least = table.share_decimals
        rows = tuple(tuple(cell_words(cell, language, least) for cell in row.cells) for row in table.rows)
        total = tuple(cell_words(cell, language, least) for cell in table.total)
        yield TableBlock(columns, rows, total, whole=len(rows) <= MOST_WHOLE)
    elif table.when_empty:
        yield ParagraphBlock(table.when_empty, "quiet")
    if table.note:
        yield ParagraphBlock(table.note, "quiet")
