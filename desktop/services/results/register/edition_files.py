"""The files of an edition: in every language and every form in which it is handed out."""

from collections.abc import Mapping

from desktop.base.progress import Progress
from desktop.documents.register.edition import RegisterEdition, RegisterRows, RegisterTable
from desktop.documents.sheet import SheetKind, Spreadsheet, workbook

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
    "xml": "application/xml",
}


def media_type(name: str) -> str:
    """Of what kind a file of this name is."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def write(edition: RegisterEdition, progress: Progress) -> Mapping[str, bytes]:
    """Every file of an edition by its name; the same edition gives the same bytes."""
    written: dict[str, bytes] = {}
    for at, table in enumerate(edition.tables):
        progress.step(at, len(edition.tables))
        sheet = _sheet(table.title, table.partnerships)
        written[f"register-{table.language}.csv"] = sheet.written(SheetKind.CSV)
        written[f"register-{table.language}.json"] = sheet.written(SheetKind.JSON)
        written[f"register-{table.language}.xlsx"] = workbook(list(_sheets(table)))
    return written


def _sheets(table: RegisterTable) -> list[Spreadsheet]:
    sheets = [_sheet(rows.title, rows) for rows in table.lists]
    hidden = [(own.field, own.rule, own.reason, own.number) for own in table.hidden]
    hidden += [("", own.reason, "", own.number) for own in table.left_out]
    notices = [(own.label, own.text, "", None) for own in table.notices]
    return [*sheets, Spreadsheet(table.title, (table.title, "", "", ""), [*notices, *hidden])]


def _sheet(title: str, rows: RegisterRows) -> Spreadsheet:
    lines = [*rows.rows, rows.totals] if rows.totals else list(rows.rows)
    return Spreadsheet(title, tuple(own.heading for own in rows.columns), lines)
