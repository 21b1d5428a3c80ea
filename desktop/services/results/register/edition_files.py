"""The files of an edition: in every language and every form in which it is handed out."""

import errno
from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import rmtree

from desktop.base.files import PART, make_folder, put_in_place, write_safely
from desktop.base.progress import Progress
from desktop.base.system_errors import problem_of
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


def names_of(names: Iterable[str], form: str, language: str) -> tuple[str, ...]:
    """The files of one form, of a page all that belong to it; those in one language where there are several."""
    own = [name for name in names if name.rpartition(".")[2] == form or name.partition("/")[0] == form]
    spoken = [name for name in own if f"-{language}." in name]
    return tuple(spoken or own)


def save(written: Mapping[str, bytes], target: Path) -> Path:
    """Write one file as `target`, or several as a folder of that name, which is whole or not there.

    Raises Problem where the disk refuses, and for a folder that is there already.
    """
    if len(written) == 1:
        write_safely(target, next(iter(written.values())))
        return target
    if target.exists():
        raise problem_of(FileExistsError(errno.EEXIST, "", str(target)))
    part = target.with_name(f"{target.name}{PART}")
    rmtree(part, ignore_errors=True)
    try:
        for name, data in written.items():
            place = part.joinpath(*[piece for piece in name.split("/")[-2:] if piece])
            make_folder(place.parent)
            write_safely(place, data)
        put_in_place(part, target)
    except BaseException:
        rmtree(part, ignore_errors=True)
        raise
    return target
