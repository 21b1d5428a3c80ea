"""An edition for spreadsheets and programs: a workbook, CSV in two manners, JSON; one of each in each language.

One workbook for each language, so that who opens it reads its own and no sheet twice; the sheet `data` has the ids of
the fields for headings, the same in every language, so that a machine compares them.
"""

import json
from collections.abc import Iterator

from desktop.base.text import N_, said_in
from desktop.base.values import Json
from desktop.documents.register.columns import FIRST, places
from desktop.documents.register.edition import ColumnKind, RegisterEdition, RegisterRows, RegisterTable
from desktop.documents.sheet import (
    DATA_MANNER,
    EXCEL_MANNERS,
    Content,
    SheetKind,
    Spreadsheet,
    plain,
    workbook,
)

DATA, DATA_CONTRIBUTIONS = "data", "data_contributions"
PREVIEW = N_("Preview: not sealed, not to be handed out")


def as_workbook(edition: RegisterEdition, language: str) -> bytes:
    """The workbook of a language: to be read, its data, what each column means and what is left out or hidden."""
    table = edition.table(language)
    sheets = [_readable(edition, table), _data(DATA, table.partnerships)]
    if table.contributions is not None:
        sheets.append(_data(DATA_CONTRIBUTIONS, table.contributions))
    return workbook([*sheets, _meanings(table)])


def as_csv(edition: RegisterEdition, language: str) -> Iterator[tuple[str, bytes]]:
    """The lists as CSV, each by what follows the name of the file: for programs, and as Excel of the language opens."""
    table = edition.table(language)
    for end, rows in (("", table.partnerships), ("-contributions", table.contributions)):
        if rows is not None:
            yield end, _data(DATA, rows).written(SheetKind.CSV, DATA_MANNER)
            headings = tuple(column.heading for column in rows.columns)
            own = Spreadsheet(rows.title, headings, rows.rows, total=rows.totals)
            yield f"{end}-excel", own.written(SheetKind.CSV, EXCEL_MANNERS[language])


def as_json(edition: RegisterEdition, language: str) -> bytes:
    """Everything, for a program: days as ISO 8601 writes them, nothing as null, sums exact."""
    table = edition.table(language)
    content: dict[str, Json] = {
        "register": table.title,
        "number": edition.number or None,
        "audience": edition.audience,
        "language": language,
        "period": {"words": edition.period, "first": edition.first.isoformat(), "last": edition.last.isoformat()},
        "sealed_on": edition.sealed_on.isoformat() if edition.is_sealed else None,
        "office": {"code": edition.office_code, "name": edition.office_name, "contact": edition.contact or None},
        "corrects": edition.corrects or None,
        "notices": [{"label": notice.label, "text": notice.text} for notice in table.notices],
        "partnerships": _rows_json(table.partnerships),
        "contributions": _rows_json(table.contributions) if table.contributions is not None else None,
        "left_out": [{"reason": own.reason, "number": own.number} for own in table.left_out],
        "hidden": [
            {"field": own.field, "rule": own.rule, "reason": own.reason, "rows": own.number} for own in table.hidden
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _rows_json(rows: RegisterRows) -> Json:
    fields = [column.field for column in rows.columns]
    return {
        "columns": [
            {"field": column.field, "heading": column.heading, "kind": column.kind, "meaning": column.meaning}
            for column in rows.columns
        ],
        "rows": [dict(zip(fields, map(plain, row), strict=True)) for row in rows.rows],
        "totals": dict(zip(fields, map(plain, rows.totals), strict=True)) if rows.totals else None,
    }


def _data(title: str, rows: RegisterRows) -> Spreadsheet:
    return Spreadsheet(title, tuple(column.field for column in rows.columns), rows.rows, money=_money(rows))


def _money(rows: RegisterRows) -> frozenset[int]:
    return frozenset(place for place, column in enumerate(rows.columns) if column.kind is ColumnKind.MONEY)


def _readable(edition: RegisterEdition, table: RegisterTable) -> Spreadsheet:
    """The partnerships below what the edition says of itself; the number and the partner stay in sight."""
    rows = table.partnerships
    first = places(rows, FIRST)
    order = [*first, *(place for place in range(len(rows.columns)) if place not in first)]
    sums = _money(rows)
    return Spreadsheet(
        table.title,
        tuple(rows.columns[place].heading for place in order),
        [tuple(row[place] for place in order) for row in rows.rows],
        tuple(_above(edition, table)),
        tuple(rows.totals[place] for place in order) if rows.totals else (),
        frozenset(at for at, place in enumerate(order) if place in sums),
        fixed=len(first),
    )


def _above(edition: RegisterEdition, table: RegisterTable) -> Iterator[tuple[str, ...]]:
    yield (f"{table.title} {edition.period}",)
    yield said_in(table.language, N_("Edition")), edition.number or said_in(table.language, PREVIEW)
    yield said_in(table.language, N_("Office")), edition.office_name
    yield from ((notice.label, notice.text) for notice in table.notices)
    yield ("",)


def _meanings(table: RegisterTable) -> Spreadsheet:
    """What each column means, then which partnerships are left out and what is hidden, by which rule and why."""
    language = table.language
    meant, omitted, hidden = (said_in(language, sentence) for sentence in (N_("Column"), N_("Left out"), N_("Hidden")))
    rows: list[tuple[Content, ...]] = [
        (meant, column.heading, column.field, column.meaning, None) for column in table.partnerships.columns
    ]
    if table.contributions is not None:
        rows += [(meant, column.heading, column.field, column.meaning, None) for column in table.contributions.columns]
    rows += [(omitted, None, None, own.reason, own.number) for own in table.left_out]
    rows += [(hidden, own.field, own.rule, own.reason, own.number) for own in table.hidden]
    headings = (N_("What"), N_("Field"), N_("Name in the data, or rule"), N_("Meaning, or reason"), N_("Rows"))
    title = said_in(language, N_("Columns and what is left out"))
    return Spreadsheet(title, tuple(said_in(language, heading) for heading in headings), rows, ((title,), ("",)))
