"""The practice list, searchable; and the real lists where they are at hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.paths import resources
from desktop.base.text import speak
from desktop.screening.entries import ParsedList
from desktop.screening.index import Index, build_index
from desktop.screening.lists import read_list

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("fr")


@pytest.fixture(scope="session")
def real_lists() -> Path:
    """The folder of real list files."""
    folder = SHARED / "lists"
    if not folder.is_dir():
        pytest.skip("the real lists are not on this machine")
    return folder


@pytest.fixture
def practice() -> ParsedList:
    return read_list(resources() / "reference" / "practice-un.xml")


@pytest.fixture
def index(tmp_path: Path, practice: ParsedList) -> Iterator[Index]:
    build_index(tmp_path / "lists.sqlite", [practice])
    with Index.open(tmp_path / "lists.sqlite") as opened:
        yield opened
