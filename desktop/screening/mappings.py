"""What the columns of any publisher's table hold, remembered for the next file with the same columns."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.files import write_safely
from desktop.base.values import canonical, parse_json
from desktop.screening.entries import CsvMapping

MAPPINGS = "mappings.json"


def saved_mapping(folder: Path, heads: Sequence[str]) -> CsvMapping | None:
    """What a person said these very columns hold when such a table was imported last; None for new columns."""
    columns = _columns(heads)
    return next((mapping for known_columns, mapping in _mappings(folder) if known_columns == columns), None)


def save_mapping(folder: Path, heads: Sequence[str], mapping: CsvMapping) -> None:
    """Remember what the columns of this source hold, in place of what was remembered for it before."""
    others = [(columns, other) for columns, other in _mappings(folder) if other.source != mapping.source]
    mappings = (*others, (_columns(heads), mapping))
    rows = [{"columns": columns, "mapping": mapping.to_json()} for columns, mapping in mappings]
    write_safely(folder / MAPPINGS, canonical(rows))


def _mappings(folder: Path) -> list[tuple[list[str], CsvMapping]]:
    try:
        rows = parse_json((folder / MAPPINGS).read_text(encoding="utf-8"))
        return [(row["columns"], CsvMapping.from_json(row["mapping"])) for row in rows]
    except (OSError, ValueError, LookupError, TypeError):  # none yet, or damaged: a person says again what columns hold
        return []


def _columns(heads: Sequence[str]) -> list[str]:
    return [head.strip().lower() for head in heads]
