"""What the columns of any publisher's table hold, remembered for the next file with the same columns."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop.base.files import write_safely
from desktop.base.tables import TITLE_LINES
from desktop.base.text import folded
from desktop.base.values import canonical, digest, parse_json
from desktop.screening.entries import CsvMapping, tidy

MAPPINGS = "mappings.json"


def saved_mapping(folder: Path, first: Sequence[Sequence[str]]) -> CsvMapping | None:
    """What a person said of columns with these heads, which stand in one of the first rows; None for new columns."""
    for number, row in enumerate(first[:TITLE_LINES]):
        for known_columns, mapping in _mappings(folder):
            if known_columns == _columns(row):
                return replace(mapping, head=number)
    return None


def save_mapping(folder: Path, heads: Sequence[str], mapping: CsvMapping) -> None:
    """Remember what the columns of this source hold, in place of what was remembered for it before."""
    others = [(columns, other) for columns, other in _mappings(folder) if other.source != mapping.source]
    mappings = (*others, (_columns(heads), mapping))
    rows = [{"columns": columns, "mapping": mapping.to_json()} for columns, mapping in mappings]
    write_safely(folder / MAPPINGS, canonical(rows))


def source_called(title: str) -> str:
    """The source under which a table is known from now on, by what a person calls its list."""
    plain = re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")[:40]
    return f"table-{plain or digest(title.encode())[:8]}"


def _mappings(folder: Path) -> list[tuple[list[str], CsvMapping]]:
    try:
        rows = parse_json((folder / MAPPINGS).read_text(encoding="utf-8"))
        return [(row["columns"], CsvMapping.from_json(row["mapping"])) for row in rows]
    except (OSError, ValueError, LookupError, TypeError):  # none yet, or damaged: a person says again what columns hold
        return []


def _columns(heads: Sequence[str]) -> list[str]:
    return [tidy(head).lower() for head in heads]
