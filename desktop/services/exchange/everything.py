"""Everything that an office holds, as a folder that anybody can read without the program.

`records.json` has every record of every kind with the names of its fields, as the journal holds their values;
`records.xlsx` the same to read, a sheet for each kind; `files` has every attached file, named by what it shows.
Drafts, keys and whatever else belongs to a laptop alone are not in it. It is written by a person's own deed, and never
by itself.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import rmtree

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.files import clean_name, make_folder, write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import Json, JsonObject
from desktop.documents.sheet import Content, Spreadsheet, workbook
from desktop.services.office import office_profile
from desktop.services.office.believed_clock import believed_day
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, Attachment, Evidence, Family, Findable, Record, Training
from desktop.store.records.columns import AmountColumn

PAGE = 500  # records that are read at once
FILES = "files"
EARLIEST = date(1900, 3, 1)  # from which every spreadsheet counts days alike
WHOLE_DAY = 10  # letters of an ISO day


@dataclass(frozen=True)
class ExportWords:
    """How kinds, fields and values are called in the language now spoken.

    `value` gives a value of a field of a family in words; empty for one that has none but itself.
    """

    kind: Callable[[str], str]
    field: Callable[[str, str], str]
    value: Callable[[str, str, object], str]


@dataclass(frozen=True)
class WrittenExport:
    """What was written: the folder, how many records of how many kinds, how many files, how many were not here."""

    folder: Path
    records: int
    kinds: int
    files: int


def write(work: Work, target: Path, words: ExportWords, progress: Progress) -> WrittenExport:
    """Write everything into a new folder within `target`, named after the office and the day.

    Nothing stays of one that was stopped or that the disk refused. Raises Problem for a role that does not administer,
    and Cancelled when it is stopped.
    """
    require(work.officer, Right.ADMINISTER)
    parts = ("passerelle", office_profile.read(work.store).code, believed_day(work) or "")
    folder = _new_folder(target, "-".join(filter(None, parts)))
    make_folder(folder)
    try:
        return _written(work, folder, words, progress)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise


def _new_folder(target: Path, name: str) -> Path:
    folder, number = target / name, 1
    while folder.exists():
        number += 1
        folder = target / f"{name}-{number}"
    return folder


def _written(work: Work, folder: Path, words: ExportWords, progress: Progress) -> WrittenExport:
    families = [family for _number, family in sorted(work.store.families.items())]
    kinds: list[Json] = []
    sheets: list[Spreadsheet] = []
    count = 0
    with work.store.read() as session:
        titles = {row.id: row.title for row in session.scalars(select(Findable))}
        for at, family in enumerate(families):
            progress.step(at, len(families) + 1)
            rows = _rows(session, family)
            if not rows:
                continue
            count += len(rows)
            kinds.append(_kind(family, rows, words))
            sheets.append(_sheet(family, rows, words, titles, [sheet.title for sheet in sheets]))
        names = _names(session)
        listed = list(session.scalars(select(Attachment.digest).order_by(Attachment.digest)))
        for at, digest in enumerate(listed):
            progress.step(at, len(listed))
            write_safely(_place(folder, names, digest), files.get(session, digest))
    whole: JsonObject = {
        "office": office_profile.read(work.store).code,
        "made_on": believed_day(work),
        "by": work.officer.name,
        "kinds": kinds,
        "files": {digest: f"{FILES}/{_file_name(names, digest)}" for digest in listed},
    }
    write_safely(folder / "records.json", json.dumps(whole, ensure_ascii=False, indent=1).encode())
    write_safely(folder / "records.xlsx", workbook(sheets))
    write_safely(folder / "README.txt", _readme(work).encode("utf-8-sig"))
    return WrittenExport(folder, count, len(kinds), len(listed))


def _rows(session: Session, family: Family) -> Sequence[Record]:
    query = select(family.record).order_by(family.record.id)
    return session.scalars(query.execution_options(yield_per=PAGE)).all()


def _kind(family: Family, rows: Sequence[Record], words: ExportWords) -> JsonObject:
    fields: list[Json] = [
        {"number": number, "name": name, "label": words.field(family.name, name)}
        for name, number in sorted(family.number.items(), key=lambda pair: pair[1])
    ]
    records: list[Json] = [
        {"id": row.id, "office": row.office, **{name: family.plain(name, getattr(row, name)) for name in family.number}}
        for row in rows
    ]
    return {
        "kind": family.kind,
        "name": family.name,
        "label": words.kind(family.name),
        "fields": fields,
        "records": records,
    }


def _sheet(
    family: Family, rows: Sequence[Record], words: ExportWords, titles: Mapping[str, str], taken: Sequence[str]
) -> Spreadsheet:
    names = [name for name, _number in sorted(family.number.items(), key=lambda pair: pair[1])]
    title = words.kind(family.name)
    title = title if title not in taken else f"{title} {family.kind}"
    headings = (_("Id"), *(f"{words.field(family.name, name)} ({name})" for name in names))
    table = [[row.id, *(_content(family, name, row, words, titles) for name in names)] for row in rows]
    return Spreadsheet(title, headings, table)


def _content(family: Family, name: str, row: Record, words: ExportWords, titles: Mapping[str, str]) -> Content:
    """A value as a spreadsheet takes it: days as days, amounts as numbers, ids by the names of what they stand for."""
    plain = family.plain(name, getattr(row, name))
    if plain is None or plain == "" or plain == [] or plain == {}:
        return None
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(plain, int):
        return plain
    if not isinstance(plain, str):
        is_of_texts = isinstance(plain, list) and all(isinstance(part, str) for part in plain)
        said = words.value(family.name, name, plain) if is_of_texts else ""
        return said or json.dumps(plain, ensure_ascii=False)
    if isinstance(type(row).__table__.c[family.column[name]].type, AmountColumn):
        return Decimal(plain)
    if len(plain) == WHOLE_DAY and name.endswith(("_on", "_until")):
        day = date.fromisoformat(plain)
        return day if day >= EARLIEST else plain
    return titles.get(plain) or words.value(family.name, name, plain) or plain


def _names(session: Session) -> Mapping[str, str]:
    """What each file is called, by its digest."""
    names = {
        digest: f"{reference}.pdf"
        for digest, reference in session.execute(select(Agreement.signed_digest, Agreement.reference))
        if digest and reference
    }
    for columns in ((Evidence.digest, Evidence.name), (Training.certificate, Training.certificate_name)):
        for digest, name in session.execute(select(*columns)):
            if digest and name:
                names[digest] = name
    return names


def _place(folder: Path, names: Mapping[str, str], digest: str) -> Path:
    place = folder / FILES
    if not place.exists():
        make_folder(place)
    return place / _file_name(names, digest)


def _file_name(names: Mapping[str, str], digest: str) -> str:
    """The beginning of the digest, by which a record names the file, and what the file is called."""
    return f"{digest[:12]} {clean_name(names.get(digest, ''))}".strip()


def _readme(work: Work) -> str:
    profile = office_profile.read(work.store)
    return "\r\n".join(
        (
            _("Everything that the office {name} ({code}) held in Passerelle.").format(
                name=profile.name, code=profile.code
            ),
            "",
            _("records.json: every record of every kind, with the names of its fields."),
            _("records.xlsx: the same to read, a sheet for each kind."),
            _("files: papers and evidence; each begins with what the record calls its digest."),
            "",
            _(
                "Nothing here is encrypted: anybody who has this folder reads everything in it. Keep it as you would "
                "keep the papers themselves, and delete it once it is not needed any more."
            ),
            "",
        )
    )
