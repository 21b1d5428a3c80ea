"""Every library that comes along is listed, under a licence somebody accepted."""

import re
from pathlib import Path
from types import ModuleType


def test_every_locked_library_is_listed_under_an_accepted_licence(root: Path, licences: ModuleType) -> None:
    listed = dict(
        re.findall(r"^\| ([\w.-]+) \| \d[\w.]* \| (.+) \|$", (root / "docs" / "licences.md").read_text("utf-8"), re.M)
    )
    assert set(licences.locked()) <= set(listed)
    assert [name for name in licences.locked() if not licences.acceptable(listed[name])] == []


def test_the_page_says_what_the_installed_libraries_say(root: Path, licences: ModuleType) -> None:
    assert (root / "docs" / "licences.md").read_text(encoding="utf-8") == licences.page()


def test_the_page_says_the_same_on_every_system_and_python(root: Path, licences: ModuleType) -> None:
    lock = (root / "packaging" / "lock.txt").read_text(encoding="utf-8")
    elsewhere = re.findall(r"^([\w.-]+)==\S+ ; (?:sys_platform|python_full_version) ", lock, re.MULTILINE)
    assert elsewhere
    assert set(elsewhere) - set(licences.REVIEWED) == set()


def test_a_licence_nobody_accepted_is_not_passed(licences: ModuleType) -> None:
    assert not licences.acceptable("AGPL-3.0-only")
    assert not licences.acceptable("unknown")
    assert licences.licence("no-such-library") == "unknown"


def test_the_lock_holds_every_declared_library_with_its_digests(root: Path, licences: ModuleType) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", line, maxsplit=1)[0]).lower() for line in declared}
    assert names <= set(licences.locked())
    blocks = re.split(r"\n(?=\w)", (root / "packaging" / "lock.txt").read_text(encoding="utf-8"))
    assert [block for block in blocks if "==" in block and "--hash=sha256:" not in block] == []
