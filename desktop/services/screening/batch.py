"""A whole register at once: a table of names in, a table of candidates out, which a spreadsheet can open safely."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.tables import rows
from desktop.base.text import SOURCE, _
from desktop.screening.compare import Fact, compare
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index, IndexHit
from desktop.screening.match import Band
from desktop.screening.remarks import remark, searchable

MOST = 20  # candidates kept for one name
LARGEST = 1_000_000  # rows
COLUMNS = (
    *("row", "name", "kind", "birth", "country", "remark", "band", "score", "listed_name", "met_name", "listed_kind"),
    *("list", "list_published", "reference", "entry", "programme", "births", "birth_compared"),
    *("nationalities", "country_compared", "why"),
)
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")  # a spreadsheet reads what begins so as a formula


@dataclass(frozen=True)
class RegisterRow:
    """One row of the register. `row` counts from 2, as a spreadsheet does below the heads."""

    row: int
    name: str
    kind: EntryKind | None
    birth: str = ""
    country: str = ""


@dataclass(frozen=True)
class RegisterSummary:
    """What a register came to: names read, names with a candidate in each band, names that could not be searched."""

    names: int
    bands: Mapping[Band, int]
    unsearched: int


def read_register(path: Path) -> Iterator[RegisterRow]:
    """The names of a table with the columns `name`, `kind` and, when they are there, `birth` and `country`.

    Raises Problem for a file that is no such table, and for a row whose kind is neither person nor organisation.
    """
    table = _readable(path, rows(path))
    heads = [cell.strip().lower() for cell in next(table, [])]
    if "name" not in heads or "kind" not in heads:
        raise Problem(
            _("“{name}” has no columns “name” and “kind”; nothing was searched.").format(name=path.name),
            _("Write these two heads in the first row; “birth” and “country” may follow."),
            code="register-without-columns",
        )
    for number, row in enumerate(table, 2):
        if number > LARGEST:
            raise Problem(
                _("“{name}” has more than a million rows; nothing was written.").format(name=path.name),
                _("Split it into several files."),
                code="register-too-long",
            )
        row_cells = dict(zip(heads, (cell.strip() for cell in row), strict=False))
        if row_cells.get("name"):
            yield RegisterRow(
                number,
                row_cells["name"],
                _kind(path, number, row_cells),
                row_cells.get("birth", ""),
                row_cells.get("country", ""),
            )


def _readable(path: Path, table: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from table
    except (csv.Error, UnicodeDecodeError) as error:
        raise Problem(
            _("“{name}” is no table, or was cut short; nothing was written.").format(name=path.name),
            _("Save it again as a CSV file."),
            code="register-no-table",
        ) from error
    except OSError as error:
        raise Problem(
            _("“{name}” cannot be read; nothing was searched.").format(name=path.name),
            _("Check its name and place."),
            code="register-unreadable",
        ) from error


def _kind(path: Path, number: int, row_cells: Mapping[str, str]) -> EntryKind | None:
    kind = row_cells.get("kind", "").lower()
    if not kind:
        return None
    if kind in set(EntryKind):
        return EntryKind.PERSON if kind == EntryKind.PERSON else EntryKind.ORGANISATION
    raise Problem(
        _("“{name}”, row {row}: “{kind}” is neither “person” nor “organisation”; nothing was written.").format(
            name=path.name, row=number, kind=kind[:40]
        ),
        _("Correct the row, then search again."),
        code="register-kind-unknown",
    )


def screen_register(index: Index, source: Path, out: Path, progress: Progress | None = None) -> RegisterSummary:
    """Search every name of `source` and write one row for each candidate to `out`, one for a name without any.

    Raises Problem, leaving `out` as it was, for a register that cannot be read whole; Cancelled when stopped.
    """
    register_rows, progress = list(read_register(source)), progress or Progress()
    output, bands, unsearched = io.StringIO(newline=""), dict.fromkeys((Band.STRONG, Band.REVIEW, Band.WEAK), 0), 0
    table = csv.DictWriter(output, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for done, row in enumerate(register_rows):
        progress.step(done, len(register_rows), _("Searching the names"))
        if not searchable(row.name):
            unsearched += 1
        hits = index.search(row.name, row.kind, MOST) if searchable(row.name) else ()
        if hits:
            bands[hits[0].band] += 1
        table.writerows(map(_safe, _lines(index, row, hits)))
    write_safely(out, b"\xef\xbb\xbf" + output.getvalue().encode())
    return RegisterSummary(len(register_rows), bands, unsearched)


def _lines(index: Index, row: RegisterRow, hits: Iterable[IndexHit]) -> Iterator[dict[str, str]]:
    common = {
        "row": str(row.row),
        "name": row.name[:1000],
        "kind": row.kind or "",
        "birth": row.birth,
        "country": row.country,
        "remark": remark(row.name, row.kind),
    }
    dated = {version.source: version.published for version in index.lists}
    lines = [{**common, **_candidate(row, hit, dated)} for hit in hits]
    yield from lines or [common]


def _candidate(row: RegisterRow, hit: IndexHit, dated: Mapping[str, str]) -> dict[str, str]:
    country = row.country.upper() if len(row.country) == 2 else row.country
    entry = hit.entry
    facts = compare(row.kind, row.birth, country, "", entry.kind, entry.births, entry.nationalities, (), SOURCE)
    verdicts = {compared.fact: compared.verdict for compared in facts}
    return {
        "band": hit.band,
        "score": f"{hit.score:.3f}",
        "listed_name": entry.name,
        "met_name": hit.name,
        "listed_kind": entry.kind,
        "list": entry.list_id,
        "list_published": dated.get(entry.list_id, ""),
        "reference": entry.reference,
        "entry": entry.id,
        "programme": entry.programme,
        "births": ", ".join(entry.births),
        "birth_compared": verdicts.get(Fact.BIRTH, ""),
        "nationalities": ", ".join(entry.nationalities),
        "country_compared": verdicts.get(Fact.NATIONALITY, ""),
        "why": hit.sentence(),
    }


def _safe(line: Mapping[str, str]) -> dict[str, str]:
    """The same row with nothing that a spreadsheet would run: an apostrophe before what looks like a formula."""
    return {key: safe_cell(text) for key, text in line.items()}


def safe_cell(text: str) -> str:
    """One cell that a spreadsheet shows and never runs; without control characters."""
    plain = "".join(c for c in text if c >= " " or c in "\t\n\r")
    return f"'{plain}" if plain.lstrip(" \u00a0").startswith(RISKY) else plain
