"""What pytest loads under Wine: it leaves out the tests of cannot.txt, each by its whole name and for its reason."""

from pathlib import Path

import pytest

LIST = Path(__file__).with_name("cannot.txt")


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    names = left_out(LIST.read_text(encoding="utf-8"))
    cannot = [item for item in items if item.nodeid in names]
    items[:] = [item for item in items if item.nodeid not in names]
    config.hook.pytest_deselected(items=cannot)
