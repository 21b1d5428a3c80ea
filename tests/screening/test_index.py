"""A list set is built, swapped in, and searched."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.screening.entries import EntryKind, ListEntry, ListName, ListVersion, NameQuality, ParsedList
from desktop.screening.index import Index, build_index
from tests.refusal import refused


def names(index: Index, query: str, kind: str = "") -> list[str]:
    return [hit.entry.reference for hit in index.search(query, kind)]


@pytest.mark.parametrize(
    ("query", "reference"),
    [
        ("Moussa Harouna Abdou", "PRi.001"),
        ("Harouna Abdou Musa", "PRi.001"),
        ("Youssef Abdelkarim Mazrouqi", "PRi.002"),
        ("يوسف عبدالكريم مزروقي", "PRi.002"),
        ("Белозубов Николай", "PRi.003"),
        ("Mykola Arkadiyovych Bilozubov", "PRi.003"),
        ("O. D. Sanda", "PRi.004"),
        ("BENKHALDOUN Fatima Zahra", "PRi.005"),
        ("Mohammed Ali Gulled", "PRi.007"),
        ("Park Jong Kun", "PRi.008"),
        ("Sahel Fret & Transit", "PRe.001"),
        ("Fondation Al-Nour", "PRe.002"),
        ("Comptoir minier du Tibesti 2004 SA", "PRe.006"),
    ],
)
def test_a_listed_name_is_found_however_it_is_written(index: Index, query: str, reference: str) -> None:
    assert names(index, query)[:1] == [reference]


@pytest.mark.parametrize("query", ["Awa Ndiaye", "Comptoir minier du Tibesti 2005", "Kim Chong Su", "Jean Dupont"])
def test_another_name_is_not_found(index: Index, query: str) -> None:
    assert [hit for hit in index.search(query) if hit.band != "weak"] == []


def test_a_hit_says_word_by_word_why_it_is_proposed(index: Index) -> None:
    hit = index.search("Musa Harouna Abdou")[0]
    assert [pair.reason for pair in hit.alignment.pairs] == ["variant", "exact", "exact"]
    said = "The same: harouna, abdou. Variants of one name: musa ~ moussa. The words are in a different order."
    assert hit.sentence() == said
    assert hit.band == "strong"


@pytest.mark.parametrize("asked", ["张国强", "Zhang Guoqiang", "ZHANG GUO QIANG"])
def test_of_names_as_close_the_one_written_as_asked_is_shown(tmp_path: Path, asked: str) -> None:
    """Characters and what they are read as are the same name."""
    written = ("ZHANG GUO QIANG", "Zhang Guoqiang", "张国强")
    listed = (ListName(text, NameQuality.ALIAS) for text in written)
    entries = [ListEntry("list", "1", EntryKind.PERSON, tuple(listed))]
    build_index(tmp_path / "own.sqlite", [ParsedList(ListVersion("list", "List", "", "", {}), entries)])
    with Index.open(tmp_path / "own.sqlite") as own:
        assert own.search(asked, EntryKind.PERSON)[0].name == asked


def test_an_uncertain_alias_alerts_only_when_nearly_exact_and_says_so(index: Index) -> None:
    assert "uncertain" in index.search("Abu Talha")[0].sentence()
    assert names(index, "Abu Tahla Hassan") == []


def test_a_kind_narrows_the_search(index: Index) -> None:
    assert set(names(index, "Belozubov", EntryKind.ORGANISATION)) == {"PRe.003"}
    assert "PRe.003" not in names(index, "Nikolai Belozubov", EntryKind.PERSON)


def test_the_index_tells_its_lists_and_gives_back_whole_entries(index: Index, practice: ParsedList) -> None:
    assert index.lists == (practice.version,)
    assert [index.entry(entry.list_id, entry.id) for entry in practice.entries] == list(practice.entries)
    assert index.entry("un-sc", "1") is None


@pytest.mark.parametrize(
    "query",
    ["", "   ", "😀🎉", "123", "---", "\u202e\u200f", "\x00\x07", "Ltd", "Dr.", "م" * 400, "a " * 5000, "x" * 10_000],
)
def test_nonsense_is_answered_quietly(index: Index, query: str) -> None:
    assert [hit for hit in index.search(query) if hit.band == "strong"] == []


def test_a_stopped_build_leaves_the_old_index(tmp_path: Path, practice: ParsedList) -> None:
    path = tmp_path / "lists.sqlite"
    build_index(path, [practice])
    before = path.read_bytes()
    progress = Progress()
    progress.stop()
    with pytest.raises(Cancelled):
        build_index(path, [practice], progress)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["lists.sqlite"]


def cut(path: Path) -> None:
    """Leave the tables of the index out of which it is read."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("DROP TABLE lengths")
        base.commit()


@pytest.mark.parametrize(
    "damage", [lambda path: path.write_bytes(b"not a database" * 100), cut], ids=["strange", "cut"]
)
def test_a_damaged_index_is_let_go(tmp_path: Path, practice: ParsedList, damage: Callable[[Path], None]) -> None:
    """Windows replaces no file that is open; Linux tells the files that a process has open."""
    path = tmp_path / "lists.sqlite"
    build_index(path, [practice])
    damage(path)
    with refused("list-index-unusable"):
        Index.open(path)
    own = Path("/proc/self/fd")
    assert path not in [handle.resolve() for handle in own.iterdir()] if own.exists() else True
    build_index(path, [practice])
    with Index.open(path) as index:
        assert len(index.lists) == 1


def test_no_index_and_a_strange_file_are_explained(tmp_path: Path) -> None:
    with refused("no-list-imported"):
        Index.open(tmp_path / "none.sqlite")
    (tmp_path / "strange.sqlite").write_bytes(b"not a database" * 100)
    with refused("list-index-unusable"):
        Index.open(tmp_path / "strange.sqlite")
