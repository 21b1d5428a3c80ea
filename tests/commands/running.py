"""One command line run in this process, as a test reads it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import commands
from desktop.commands import terminal
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE

Run = Callable[..., tuple[int, str, str]]


def run_with(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line and gives its exit code, standard output and standard error."""

    def line(*arguments: str | Path) -> tuple[int, str, str]:
        code = commands.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return line


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs command lines in a training office."""
    monkeypatch.setenv(terminal.PASSPHRASE, TRAINING_PASSPHRASE)
    return run_with(capsys)
