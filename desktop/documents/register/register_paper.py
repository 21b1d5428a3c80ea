"""An edition on paper: a title page that says what it is, what is left out and why; then the register in a wide table.

A row holds what belongs together in seven columns; the number and the partner are set in bold.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.text import N_, said_in
from desktop.base.values import JsonObject
from desktop.documents.blocks import (
    Align,
    Block,
    CellLines,
    CoverBlock,
    Document,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.pdf import render
from desktop.documents.register.columns import NUMBER, PARTNER, said
from desktop.documents.register.edition import ColumnKind, RegisterColumn, RegisterEdition, RegisterRows, RegisterTable
from desktop.documents.register.tables import PREVIEW
from desktop.documents.sheet import Content

MOST_LISTED = 1_000  # contributions that are printed one by one: thirty pages
STARTS, ENDS = "starts_on", "ends_on"
CONTACT = "contact"  # of the office, on the title page
SCOPE = 2  # the column of what no other names
GROUPS: tuple[tuple[str, float, Align, tuple[str, ...]], ...] = (
    (N_("Number, office, countries"), 1.35, "left", (NUMBER, "office", "countries", "places")),
    (N_("Partner"), 1.5, "left", (PARTNER, "partner_type", "partner_subtype", "partner_country")),
    (
        N_("Nature and scope"),
        3.1,
        "left",
        ("type", "agreement_type", "purpose", "activities", "aims", "themes", "parties"),
    ),
    (N_("Dates and status"), 1.25, "left", (STARTS, ENDS, "status", "diligence", "document")),
    (
        N_("Contribution committed"),
        1.2,
        "right",
        ("committed_usd", "committed", "committed_currency", "committed_kinds"),
    ),
    (N_("Contribution received"), 1.3, "right", ("received_usd", "received", "cash_usd", "goods_usd", "services_usd")),
    (N_("Matching funds"), 1.2, "right", ("matching_organization", "matching_partner", "matching_third")),
)
LABELLED = N_("{label}: {value}")
SPAN = N_("{start} to {end}")
LEADING = (NUMBER, PARTNER, STARTS, "committed_usd", "received_usd")  # in bold, without their heading
UNLABELLED = (*LEADING, "committed")  # whose currency stands beside it
FOLLOWED = ("committed_currency",)  # words beside the amount before it


def as_pdf(edition: RegisterEdition, language: str, paper: Paper) -> bytes:
    """The edition in a language as a tagged PDF, its pages across."""
    table = edition.table(language)
    title = f"{table.title} {edition.period}"
    preview = said_in(language, PREVIEW)
    blocks = [
        _cover(edition, table, title, preview),
        *_left_out(table),
        *_register(table),
        *_contributions(table),
        *_meanings(table),
    ]
    record: JsonObject = {
        "kind": "register",
        "number": edition.number,
        "audience": str(edition.audience),
        "period": edition.period,
        "rows": len(table.partnerships.rows),
    }
    mark = None if edition.is_sealed else PageMark(said_in(language, N_("Preview")), preview)
    return render(
        Document(
            title,
            edition.number or said_in(language, N_("Preview")),
            tuple(blocks),
            (language,),
            f"{edition.sealed_on}T00:00:00.000Z",
            edition.office_name,
            record,
            mark,
            paper=paper,
            across=True,
        )
    ).data


def _cover(edition: RegisterEdition, table: RegisterTable, title: str, preview: str) -> CoverBlock:
    language = table.language
    facts = [(said_in(language, N_("Edition")), edition.number or preview)]
    facts += [(notice.label, notice.text) for notice in table.notices]
    if edition.contact:
        facts.append((said_in(language, N_("Contact")), edition.contact))
    return CoverBlock(edition.office_name, title, tuple(facts), "" if edition.is_sealed else preview)


def _left_out(table: RegisterTable) -> Iterator[Block]:
    language = table.language
    yield PartBlock(said_in(language, N_("What is left out or hidden, and why")), flows=True)
    if not table.left_out and not table.hidden:
        yield ParagraphBlock(said_in(language, N_("Nothing is left out and nothing is hidden.")), "quiet")
        return
    heads = (N_("What"), N_("Rule"), N_("Reason"))
    columns = tuple(TableColumn(said_in(language, head), share) for head, share in zip(heads, (2, 2, 4), strict=True))
    omitted = said_in(language, N_("Partnerships left out"))
    rows = [(omitted, "", own.reason, str(own.number)) for own in table.left_out]
    rows += [(own.field, own.rule, own.reason, str(own.number)) for own in table.hidden]
    yield TableBlock((*columns, TableColumn(said_in(language, N_("Rows")), 0.8, "right")), tuple(rows))


def _register(table: RegisterTable) -> Iterator[Block]:
    rows, language = table.partnerships, table.language
    yield PartBlock(rows.title, flows=True)
    note = said_in(language, N_("Amounts in US dollars unless another currency is named."))
    yield ParagraphBlock(note, "quiet", keep=True)
    columns = tuple(TableColumn(said_in(language, head), share, side) for head, share, side, _fields in GROUPS)
    grouped = _Grouped(rows, language)
    cells = tuple(tuple(grouped.cells(row)) for row in rows.rows)
    total = tuple(grouped.cells(rows.totals)) if rows.totals else ()
    yield TableBlock(columns, cells, total)


class _Grouped:
    """The fields of a register in the columns of the paper; a field that no column names goes to the scope."""

    def __init__(self, rows: RegisterRows, language: str) -> None:
        self.language, self.columns = language, rows.columns
        named = {field: at for at, (_head, _share, _side, fields) in enumerate(GROUPS) for field in fields}
        self.groups: list[list[int]] = [[] for _group in GROUPS]
        for place, column in enumerate(rows.columns):
            if column.field != CONTACT:
                self.groups[named.get(column.field, SCOPE)].append(place)
        for at, (_head, _share, _side, fields) in enumerate(GROUPS):
            order = {field: rank for rank, field in enumerate(fields)}
            self.groups[at].sort(key=lambda place: order.get(rows.columns[place].field, len(order)))
        self.labels = {place: said_in(language, LABELLED) for place in range(len(rows.columns))}

    def cells(self, row: Sequence[Content]) -> Iterator[CellLines]:
        """The cells of a row, as many as there are groups."""
        for places in self.groups:
            lines = list(dict.fromkeys(line for place in places if (line := self._line(row, place))))
            is_led = bool(places) and self.columns[places[0]].field in LEADING and self._holds(row, places[0])
            yield CellLines(lines[0], tuple(lines[1:])) if is_led else CellLines("", tuple(lines))

    @staticmethod
    def _holds(row: Sequence[Content], place: int) -> bool:
        return row[place] not in (None, "")

    def _line(self, row: Sequence[Content], place: int) -> str:
        column, content = self.columns[place], row[place]
        if content in (None, "") or column.field in FOLLOWED:
            return ""
        if column.field == STARTS and self._holds(row, place + 1) and self.columns[place + 1].field == ENDS:
            start, end = (said(row[at], self.columns[at], self.language) for at in (place, place + 1))
            return said_in(self.language, SPAN).format(start=start, end=end)
        if column.field == ENDS and self._holds(row, place - 1) and self.columns[place - 1].field == STARTS:
            return ""
        if self._is_said_in_dollars(row, place):
            return ""
        text = self._money(row, place) if column.kind is ColumnKind.MONEY else said(content, column, self.language)
        if column.kind is not ColumnKind.MONEY or column.field in UNLABELLED:
            return text
        return self.labels[place].format(label=column.heading, value=text)

    def _is_said_in_dollars(self, row: Sequence[Content], place: int) -> bool:
        """Whether an amount in its own currency is in dollars, as which it stands above already."""
        following = self.columns[place + 1].field if place + 1 < len(self.columns) else ""
        return following in FOLLOWED and row[place + 1] == DOLLARS

    def _money(self, row: Sequence[Content], place: int) -> str:
        """An amount: in dollars as its heading says, or in the currency that the next column names."""
        content = row[place]
        if not isinstance(content, Decimal | int):
            return str(content or "")
        if place + 1 < len(self.columns) and self.columns[place + 1].field in FOLLOWED:
            return format_money(Decimal(content), str(row[place + 1] or DOLLARS), self.language)
        return said(content, self.columns[place], self.language)


def _contributions(table: RegisterTable) -> Iterator[Block]:
    listed = table.contributions
    if listed is None or not listed.rows:
        return
    yield PartBlock(listed.title, flows=True)
    if len(listed.rows) > MOST_LISTED:
        elsewhere = N_("They are too many for paper: the workbook, the data and the pages have them one by one.")
        yield ParagraphBlock(said_in(table.language, elsewhere))
        return
    columns = tuple(TableColumn(column.heading, *_share(column)) for column in listed.columns)
    rows = tuple(
        tuple(said(content, column, table.language) for content, column in zip(row, listed.columns, strict=True))
        for row in listed.rows
    )
    yield TableBlock(columns, rows)


def _share(column: RegisterColumn) -> tuple[float, Align]:
    if column.kind in (ColumnKind.MONEY, ColumnKind.NUMBER):
        return 1.2, "right"
    return (2.4, "left") if column.kind in (ColumnKind.TEXT, ColumnKind.LONG) else (1.3, "left")


def _meanings(table: RegisterTable) -> Iterator[Block]:
    language = table.language
    yield PartBlock(said_in(language, N_("What each column means")), flows=True)
    heads = (TableColumn(said_in(language, N_("Column")), 1.4), TableColumn(said_in(language, N_("Meaning")), 4))
    yield TableBlock(heads, tuple((column.heading, column.meaning) for column in table.partnerships.columns))
