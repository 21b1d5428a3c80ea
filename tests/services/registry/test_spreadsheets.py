"""An office's own tables of partners: understood, tried, taken in once, and taken back."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from desktop.base.progress import Progress
from desktop.office import Office
from desktop.services.registry.spreadsheets import columns, reading, taking_in, trial
from desktop.services.registry.spreadsheets.trial import ImportAnswers, LineVerdict, Trial

EXPECTED = tomllib.loads((Path(__file__).parent / "office_tables.toml").read_text(encoding="utf-8"))["tables"]
QUIET = Progress()


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda told: f"{told['file']}-{len(told['asked'])}-{told['names']}")
def test_public_tables_say_what_was_counted_before(office: Office, shared_data: Path, expected: dict[str, Any]) -> None:
    rules = office.work.definitions.spreadsheets
    table = reading.read_table(shared_data / "cases" / "spreadsheets" / expected["file"], rules)
    sheet = table.sheet(expected["sheet"])
    mapping = columns.proposed(office.store, sheet, rules, "SN")
    assert {field: sheet.headings[at] for field, at in mapping.fields.items()} == expected["columns"]
    assert (sheet.head, len(sheet.lines)) == (expected["head"], expected["lines"])
    first = trial.try_lines(office.work, sheet, mapping, ImportAnswers(), QUIET)
    tried = trial.try_lines(office.work, sheet, mapping, ImportAnswers(expected["asked"]), QUIET)
    alike = {question.id for question in tried.questions} - expected["asked"].keys()
    assert alike <= {"alike"}
    assert {question.id for question in first.questions} - {"alike"} <= expected["asked"].keys()
    counts = tried.counts
    assert counts[LineVerdict.NEW] + counts[LineVerdict.ALIKE] == expected["names"]
    assert counts[LineVerdict.REPEATED] == expected["repeated"]
    assert counts[LineVerdict.OUTSIDE] == expected["outside"]
    assert counts[LineVerdict.NAMELESS] == expected["nameless"]
    assert not counts[LineVerdict.ASKED]

