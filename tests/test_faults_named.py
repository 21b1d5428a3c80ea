"""docs/sync-faults.md names the tests that make each of the thirty faults; they are there under these names."""

import re
from pathlib import Path

NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_every_fault_has_its_tests(root: Path) -> None:
    page = (root / "docs" / "sync-faults.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| \d+ \|", line)]
    assert [int(line.split("|")[1]) for line in rows] == list(range(1, 31))
    assert all(NAMED.search(line) for line in rows)
    for file, name in NAMED.findall(page):
        source = (root / "tests" / file).read_text(encoding="utf-8")
        assert re.search(rf"^(def {name}\(|{name} = )", source, re.MULTILINE), f"{file}::{name}"
