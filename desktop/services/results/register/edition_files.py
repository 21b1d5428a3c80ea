"""The files of an edition: in every language and every form in which it is handed out."""

import errno
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from shutil import rmtree

from desktop.base.errors import Problem
from desktop.base.files import PART, explaining, make_folder, put_in_place, write_safely
from desktop.base.progress import Progress
from desktop.base.system_errors import problem_of
from desktop.base.text import _
from desktop.documents.register import writing
from desktop.documents.register.edition import RegisterEdition
from desktop.services.office import office_paper
from desktop.services.work import Work

PAGES_FORM = "html"  # all that belongs to the pages, of whatever kind
TABLE_FORM, TABLES_FORM = "csv", "tables"  # one table for Excel; every table, also for programs
CONTRIBUTIONS = "-contributions"
ENDINGS: Mapping[str, str] = {TABLE_FORM: "-excel.csv", TABLES_FORM: ".csv"}
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "xml": "application/xml",
}


def media_type(name: str) -> str:
    """Of what kind a file of this name is."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def write(work: Work, edition: RegisterEdition, progress: Progress) -> Mapping[str, bytes]:
    """Every file of an edition by its name; the same edition gives the same bytes."""
    return writing.write(edition, work.definitions, office_paper.of(work), progress)


def names_of(names: Iterable[str], form: str, language: str) -> tuple[str, ...]:
    """The files of one form; those in one language where there are several. The pages for a browser go together."""
    if form == PAGES_FORM:
        return tuple(name for name in names if name.startswith(f"{writing.PAGES}/"))
    own = [name for name in names if name.endswith(ENDINGS.get(form, f".{form}")) and "/" not in name]
    if form == TABLE_FORM:
        own = [name for name in own if CONTRIBUTIONS not in name]
    spoken = [name for name in own if re.search(rf"-{language}[-.]", name)]
    return tuple(spoken or own)


def require_form(names: Sequence[str], form: str) -> None:
    """Raise Problem where an edition has no files of a form."""
    if not names:
        raise Problem(
            _("This edition was not sealed as {form}; nothing was written.").format(form=form.upper()),
            _("Choose another form."),
            code="edition-without-form",
        )


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
            place = part.joinpath(*name.removeprefix(f"{writing.PAGES}/").split("/"))
            make_folder(place.parent)
            write_safely(place, data)
        with explaining(target):
            put_in_place(part, target)
    except BaseException:
        rmtree(part, ignore_errors=True)
        raise
    return target
