"""The lists of an office: imported whole or not at all, dated, aged, compared, made searchable again."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.screening import library
from desktop.screening.entries import EntryKind
from desktop.screening.freshness import age_in_days, freshness_of, oldest_age
from tests.refusal import refused

LIMITS = {"warn_days": 7, "stale_days": 30}
PRACTICE = paths.resources() / "reference" / library.PRACTICE
DAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an office's lists."""
    made = tmp_path / "lists"
    made.mkdir()
    return made


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The practice list a week later: one entry gone, one renamed."""
    text = PRACTICE.read_text(encoding="utf-8")
    first, rest = text.split("</INDIVIDUAL>", 1)
    head = first[: first.index("<INDIVIDUAL>")]
    text = (head + rest).replace("2026-11-03T", "2026-11-10T").replace("AL-MAZRUQI", "AL-MAZRUQI-BIS")
    path = tmp_path / "consolidated.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_is_used_and_found_again(folder: Path) -> None:
    done = library.install(folder, PRACTICE)
    assert done.version.published == "2026-11-03"
    assert done.changes is None
    assert [v.digest for v in library.installed(folder)] == [done.version.digest]
    with library.open_index(folder) as index:
        assert index.search("Moussa Harouna Abdou", EntryKind.PERSON)


def test_before_any_import_nothing_is_installed_and_searching_says_so(folder: Path) -> None:
    assert library.installed(folder) == ()
    with refused("no-list-imported"):
        library.open_index(folder)


def test_a_new_version_tells_what_changed_by_name(folder: Path, newer: Path) -> None:
    library.install(folder, PRACTICE)
    done = library.install(folder, newer)
    assert done.changes is not None
    found = library.changes(folder, done.version)
    assert found is not None
    assert (found.before.published, found.after.published) == ("2026-11-03", "2026-11-10")
    assert [one.reference for one in found.removed] == ["PRi.001"]
    assert [one.reference for one in found.changed] == ["PRi.002"]
    assert "BIS" in found.changed[0].name
    assert found.added == ()


def test_the_first_version_has_nothing_to_be_compared_with(folder: Path) -> None:
    done = library.install(folder, PRACTICE)
    assert library.changes(folder, done.version) is None


def test_an_older_list_is_refused_and_the_newer_one_serves(folder: Path, newer: Path) -> None:
    held = library.install(folder, newer).version
    with refused("list-older"):
        library.install(folder, PRACTICE)
    assert [v.digest for v in library.installed(folder)] == [held.digest]


def test_a_doubtful_list_waits_for_a_persons_word(folder: Path, tmp_path: Path) -> None:
    text = PRACTICE.read_text(encoding="utf-8").replace(' dateGenerated="2026-11-03T00:00:00.000Z"', "")
    undated = tmp_path / "undated.xml"
    undated.write_text(text, encoding="utf-8")
    found = library.examine(folder, undated)
    assert found.doubts and not found.version.published
    with refused("list-doubtful"):
        library.install(folder, undated)
    assert library.installed(folder) == ()
    done = library.install(folder, undated, accept=True, published="2026-11-20")
    assert done.version.published == "2026-11-20"


def test_a_date_given_by_a_person_lasts_through_the_next_import(folder: Path, tmp_path: Path) -> None:
    text = PRACTICE.read_text(encoding="utf-8").replace(' dateGenerated="2026-11-03T00:00:00.000Z"', "")
    undated = tmp_path / "undated.xml"
    undated.write_text(text, encoding="utf-8")
    library.install(folder, undated, accept=True, published="2026-11-20")
    other = tmp_path / "debarred.json"
    other.write_text('{"response": {"ZPROCSUPP": []}}', encoding="utf-8")
    with refused("list-without-entries"):
        library.install(folder, other)
    library.rebuild(folder)
    assert [v.published for v in library.installed(folder)] == ["2026-11-20"]


def test_a_file_that_is_no_list_changes_nothing(folder: Path, tmp_path: Path) -> None:
    library.install(folder, PRACTICE)
    for name, text, code in (
        ("page.xml", "<html><body>404</body></html>", "list-is-web-page"),
        ("empty.xml", "", "list-file-empty"),
        ("half.xml", "<CONSOLID", "list-cut-short"),
    ):
        bad = tmp_path / name
        bad.write_text(text, encoding="utf-8")
        with refused(code):
            library.install(folder, bad, accept=True)
    assert len(library.installed(folder)) == 1


def test_stopping_leaves_the_list_before(folder: Path, newer: Path) -> None:
    held = library.install(folder, PRACTICE).version
    progress = Progress()
    progress.stop()
    with pytest.raises(Cancelled):
        library.install(folder, newer, progress)
    assert [v.digest for v in library.installed(folder)] == [held.digest]


def test_a_damaged_index_is_made_again_from_the_lists_kept(folder: Path) -> None:
    library.install(folder, PRACTICE)
    (folder / library.INDEX).write_bytes(b"not a database" * 100)
    with refused("list-index-unusable"):
        library.installed(folder)
    library.rebuild(folder)
    assert [v.published for v in library.installed(folder)] == ["2026-11-03"]


def test_a_list_can_be_imported_over_a_damaged_index(folder: Path, newer: Path) -> None:
    library.install(folder, PRACTICE)
    (folder / library.INDEX).write_bytes(b"not a database" * 100)
    assert library.install(folder, newer).version.published == "2026-11-10"


def test_old_versions_do_not_pile_up(folder: Path, tmp_path: Path) -> None:
    text = PRACTICE.read_text(encoding="utf-8")
    for day in range(4, 9):
        path = tmp_path / f"{day}.xml"
        path.write_text(text.replace("2026-11-03T", f"2026-11-0{day}T"), encoding="utf-8")
        library.install(folder, path)
    assert len([kept for kept in folder.iterdir() if kept.is_dir()]) == library.MOST_VERSIONS
    assert library.installed(folder)[0].published == "2026-11-08"


def test_the_invented_list_is_recognised_whatever_its_name(tmp_path: Path, newer: Path) -> None:
    copy = tmp_path / "real-list.xml"
    shutil.copyfile(PRACTICE, copy)
    assert library.is_practice(copy)
    assert not library.is_practice(newer)


@pytest.mark.parametrize(("day", "said"), [(3, "fresh"), (10, "fresh"), (11, "aging")])
def test_a_list_grows_old_after_a_week(folder: Path, day: int, said: str) -> None:
    version = library.install(folder, PRACTICE).version
    assert freshness_of(version, date(2026, 11, day), LIMITS) == said


@pytest.mark.parametrize(("day", "said"), [(date(2026, 12, 3), "aging"), (date(2026, 12, 4), "stale")])
def test_a_list_supports_no_decision_after_thirty_days(folder: Path, day: date, said: str) -> None:
    version = library.install(folder, PRACTICE).version
    assert freshness_of(version, day, LIMITS) == said
    assert oldest_age([version], day) == age_in_days(version, day)
