"""What is built bears the day of its commit and one version, so that it knows a clock that is wrong."""

import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

import desktop
from desktop.base import release
from desktop.base.clock import Clock
from desktop.base.text import speak
from desktop.base.values import today
from tests.conftest import load_script
from tests.refusal import refused

DAY = date(2027, 3, 10)
INIT = '__version__ = "0.9.0"\nRELEASED = date(2027, 3, 1)\n'


@pytest.fixture
def dev() -> ModuleType:
    return load_script("dev")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose version is 0.9.0, released on 1 March 2027."""
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "__init__.py").write_text(INIT, "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## 0.9.0 — not released yet\n\n- A line.\n\n## 0.8.0\n", "utf-8"
    )
    return tmp_path


def test_version_and_day_stand_in_one_place_and_the_changelog_agrees(root: Path, dev: ModuleType) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    assert "version" not in project["project"] and project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "desktop.__version__"}
    assert dev.stated(root) == (desktop.__version__, desktop.RELEASED)
    assert dev.release_faults(root, today(), today(), again=False) == []


def test_one_entry_of_the_changelog_at_most_is_not_released_yet_and_days_go_back(root: Path) -> None:
    """Newest first: no entry may wait for its release below one that has it."""
    headings = re.findall(r"^## (\S+)(?: — (.+))?$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    versions = [tuple(map(int, version.split("."))) for version, _day in headings]
    assert versions == sorted(set(versions), reverse=True)
    assert "not released yet" not in [day for _version, day in headings[1:]]


def test_a_commit_of_these_days_may_go_out(dev: ModuleType, project: Path) -> None:
    for age in (0, 9):
        assert dev.release_faults(project, DAY - timedelta(days=age), DAY, again=False) == []


@pytest.mark.parametrize(
    ("built", "word"),
    [(date(2027, 2, 28), "last release"), (date(2027, 3, 11), "still to come"), (date(2026, 1, 1), "last release")],
)
def test_a_commit_before_the_release_or_after_today_does_not(
    dev: ModuleType, project: Path, built: date, word: str
) -> None:
    assert word in "\n".join(dev.release_faults(project, built, DAY, again=True))


def test_a_commit_older_than_a_month_goes_out_only_when_it_is_built_again(dev: ModuleType, project: Path) -> None:
    late = DAY + timedelta(days=40)
    assert "31 days" in "\n".join(dev.release_faults(project, DAY, late, again=False))
    assert dev.release_faults(project, DAY, late, again=True) == []


def test_a_version_that_the_changelog_does_not_have_does_not_go_out(dev: ModuleType, project: Path) -> None:
    (project / "desktop" / "__init__.py").write_text(INIT.replace("0.9.0", "1.0.0"), "utf-8")
    assert "CHANGELOG" in "\n".join(dev.release_faults(project, DAY, DAY, again=False))


def test_a_commit_before_the_newest_entry_does_not_go_out(dev: ModuleType, project: Path) -> None:
    text = (project / "CHANGELOG.md").read_text("utf-8").replace("not released yet", "2027-03-12")
    (project / "CHANGELOG.md").write_text(text, "utf-8")
    assert "newest entry" in "\n".join(dev.release_faults(project, DAY, DAY, again=False))


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The resources of a program that PyInstaller froze."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    release.released.cache_clear()
    (tmp_path / "resources").mkdir()
    yield tmp_path / "resources"
    release.released.cache_clear()


def test_a_build_believes_no_clock_before_its_commit(frozen: Path) -> None:
    (frozen / release.FILE).write_text("2027-03-10\n", "ascii")
    assert release.require_day() == Clock().released == DAY


@pytest.mark.parametrize("written", ["", "yesterday", "2020-01-01"])
def test_a_day_that_cannot_be_read_or_lies_before_the_release_counts_for_nothing(frozen: Path, written: str) -> None:
    (frozen / release.FILE).write_text(written, "ascii")
    assert Clock().released == desktop.RELEASED


def test_a_build_without_its_day_does_not_pass_its_own_check(frozen: Path) -> None:
    speak("en")  # the other catalogues lie among the resources
    with refused("build-without-day"):
        release.require_day()


def test_the_build_writes_the_day_where_the_program_looks_for_it(root: Path) -> None:
    spec = (root / "build.spec").read_text("utf-8")
    assert f'workpath, "{release.FILE}"' in spec and '(str(BUILT), "resources")' in spec
