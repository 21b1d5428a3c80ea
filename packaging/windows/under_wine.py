"""What pytest loads under Wine: it leaves out the tests of cannot.txt, and writes what became of every other one."""

import os
from collections.abc import Generator
from pathlib import Path

import outcomes
import pytest

LIST = Path(__file__).with_name("cannot.txt")
OUTCOMES = "PASSERELLE_OUTCOMES"  # the variable that names the file for them; see outcomes.py


def left_out(text: str) -> dict[str, str]:
    """The reason by the whole name of a test: a line that begins with `#` gives that of the names below it."""
    reasons: dict[str, str] = {}
    reason = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("#"):
            reason = line.lstrip("# ")
        elif line:
            reasons[line] = reason
    return reasons


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None, None, None]:
    names = left_out(LIST.read_text(encoding="utf-8"))
    cannot = [item for item in items if item.nodeid in names]  # also those of a matrix that are not dealt out
    yield
    items[:] = [item for item in items if item.nodeid not in names]
    config.hook.pytest_deselected(items=cannot)
    _write(outcomes.LISTED, 0.0, *(item.nodeid for item in cannot))
    _write(outcomes.NOT_RUN, 0.0, *(item.nodeid for item in items))


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _write(outcomes.FAILED, 0.0, report.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    told = report.when == "call" or not report.passed  # what is set up and put away well says nothing of the test
    reason = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
    _write(report.outcome if told else outcomes.NOTHING, report.duration, report.nodeid, reason=reason)


def _write(word: str, seconds: float, *names: str, reason: str = "") -> None:
    if path := os.environ.get(OUTCOMES):
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(outcomes.line(word, seconds, name, reason) for name in names)
