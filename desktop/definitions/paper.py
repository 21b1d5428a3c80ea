"""In which countries offices print on Letter."""

from pathlib import Path

from desktop.definitions.source import read_toml


def read_letter_countries(path: Path) -> frozenset[str]:
    """The ISO 3166 codes of the countries whose paper is Letter; elsewhere it is A4."""
    top = read_toml(path).top()
    top.only(("letter",))
    top.require("letter")
    return frozenset(top.strings("letter"))
