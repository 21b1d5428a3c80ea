"""No file, however it was altered, ends a reader otherwise than with an answer or a sentence (tests/altered.py)."""

import os
from pathlib import Path

import pytest

from tests.altered import PATIENCE, READERS, Reader, try_reader

EXECUTIONS = int(os.environ.get("EXECUTIONS", "60"))


@pytest.mark.parametrize("reader", READERS.values(), ids=lambda reader: reader.name)
def test_altered_files_end_with_an_answer_or_a_sentence(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALTERED", str(tmp_path))
    trial = try_reader(reader, EXECUTIONS, seed=int(os.environ.get("SEED", "1")))
    assert trial.crashes == []
    assert trial.answered
    assert trial.slowest < PATIENCE
