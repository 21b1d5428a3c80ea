"""The road to Windows, as far as it can be tried without walking it."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from desktop.base import file_kinds
from tests.conftest import load_script
from tests.systems import OF_ANOTHER_SYSTEM

LOCK = r"""
alembic==1.20.1 \
    --hash=sha256:11 \
    --hash=sha256:22
jeepney==0.9.0 ; sys_platform == 'linux' \
    --hash=sha256:33
tzdata==2026.6 ; sys_platform == 'win32' \
    --hash=sha256:44
zipp==4.1.2 ; python_full_version < '3.12' \
    --hash=sha256:55
"""
TESTS = """
import os
import pytest

def test_passes():
    pass

def test_fails():
    assert False

@pytest.mark.skip(reason="not here")
def test_skipped():
    pass

@pytest.mark.skip(reason="of another system: there")
def test_of_another_system():
    pass

def test_listed():
    assert False

def test_ends_badly(request):
    request.addfinalizer(lambda: 1 / 0)

def test_dies():
    os._exit(3)

def test_never_reached():
    pass
"""
LIST = "# Wine cannot\ntests/odd/test_odd.py::test_listed\ntests/odd/test_odd.py::test_of_old\n"


@pytest.fixture(scope="module")
def scripts(root: Path) -> Iterator[None]:
    """The scripts of packaging/windows find one another."""
    sys.path.insert(0, str(root / "packaging" / "windows"))
    yield
    sys.path.remove(str(root / "packaging" / "windows"))


@pytest.fixture
def runtime(scripts: None) -> ModuleType:
    return load_script("windows/runtime")


@pytest.fixture
def folder(scripts: None) -> ModuleType:
    return load_script("windows/folder")


@pytest.fixture
def outcomes(scripts: None) -> ModuleType:
    return load_script("windows/outcomes")


@pytest.fixture
def under_wine(scripts: None) -> ModuleType:
    return load_script("windows/under_wine")


def test_it_tells_its_verbs(root: Path) -> None:
    script = root / "packaging" / "windows" / "road.py"
    told = subprocess.run([sys.executable, script], capture_output=True, text=True, encoding="utf-8", check=False)
    assert told.returncode == 0
    assert "set-up" in told.stdout
    assert subprocess.run([sys.executable, script, "fly"], capture_output=True, check=False).returncode == 2


def test_the_lock_is_read_as_windows_reads_it_with_every_digest(runtime: ModuleType) -> None:
    assert runtime.locked_for_windows(LOCK).splitlines() == [
        "alembic==1.20.1 --hash=sha256:11 --hash=sha256:22",
        "tzdata==2026.6 --hash=sha256:44",
    ]


def test_a_step_is_done_once_and_again_when_it_is_made_from_something_else(folder: ModuleType, tmp_path: Path) -> None:
    road, done = folder.Road(tmp_path), []

    def fail() -> None:
        raise folder.Blocked("no network")

    for made_from in ([b"1"], [b"1"], [b"1", b"2"], [b"12"]):
        road.step("root", "Making it", made_from, lambda: done.append(1))
    assert len(done) == 3
    with pytest.raises(folder.Blocked):
        road.step("root", "Making it", [b"new"], fail)
    road.step("root", "Making it", [b"12"], lambda: done.append(1))
    assert len(done) == 4  # what an interruption left is not trusted


def test_what_is_left_out_under_wine_exists_has_a_reason_and_is_little(root: Path, under_wine: ModuleType) -> None:
    reasons = under_wine.left_out(under_wine.LIST.read_text(encoding="utf-8"))
    functions = {
        f"{path.relative_to(root).as_posix()}::{node.name}"
        for path in (root / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert {name for name, reason in reasons.items() if not reason} == set()
    assert {name.partition("[")[0] for name in reasons} <= functions
    assert len(reasons) * 100 <= len(functions)


def test_what_became_of_each_test_is_told_by_folder_even_where_the_process_dies(
    root: Path, outcomes: ModuleType, tmp_path: Path
) -> None:
    plugin, file = tmp_path / "plugin", tmp_path / "outcomes.txt"
    plugin.mkdir()
    for name in ("under_wine.py", "outcomes.py"):
        shutil.copy(root / "packaging" / "windows" / name, plugin)
    (plugin / "cannot.txt").write_text(LIST, encoding="utf-8")
    for folder, text in (("odd", TESTS), ("plain", "def test_plain(): pass\n"), ("broken", "import no_such_thing\n")):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        (tmp_path / "tests" / folder / f"test_{folder}.py").write_text(text, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "under_wine"]
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(plugin), "PASSERELLE_OUTCOMES": str(file)}
    variables = {**os.environ, **alone}
    for folders in (["tests/plain", "tests/odd"], ["tests/broken"]):
        subprocess.run([*command, *folders], cwd=tmp_path, env=variables, capture_output=True, check=False)

    ended = outcomes.read(file.read_text(encoding="utf-8"))
    assert {name.rpartition("::")[2]: outcome.word for name, outcome in ended.items()} == {
        "test_passes": "passed",
        "test_fails": "failed",
        "test_skipped": "skipped",
        "test_of_another_system": "elsewhere",
        "test_listed": "on the list",
        "test_ends_badly": "failed",
        "test_dies": "not run",
        "test_never_reached": "not run",
        "test_plain": "passed",
        "tests/broken/test_broken.py": "failed",
    }
    assert [words.split()[:8] for words in outcomes.summary(ended).splitlines()[1:]] == [
        ["tests/broken", "1", "0", "0", "0", "1", "0", "0"],
        ["tests/odd", "8", "1", "1", "1", "2", "2", "1"],
        ["tests/plain", "1", "1", "0", "0", "0", "0", "0"],
        ["all", "10", "2", "1", "1", "3", "2", "1"],
    ]
    assert outcomes.left_undone(ended).splitlines() == [
        "not here (1)",
        "    tests/odd/test_odd.py::test_skipped",
        "of another system: there (1)",
        "    tests/odd/test_odd.py::test_of_another_system",
    ]
    assert not outcomes.is_whole(ended)


def test_a_list_that_does_not_fit_is_told(outcomes: ModuleType) -> None:
    listed = [f"tests/test_odd.py::test_{n}" for n in range(2)]
    text = "".join(outcomes.line(outcomes.LISTED, 0.0, name) for name in listed)
    text += "".join(outcomes.line("passed", 0.1, f"tests/test_plain.py::test_{n}") for n in range(198))
    ended = outcomes.read(text)
    assert outcomes.is_whole(ended)
    assert outcomes.faults(ended, listed, []) == []
    assert outcomes.faults(ended, listed, listed[:1]) == ["tests/test_odd.py::test_0 is on the list and passes."]
    assert outcomes.faults(ended, [*listed, "tests/test_odd.py::test_2"], []) == [
        "tests/test_odd.py::test_2 is on the list and is no test any more.",
        "More than one test in 100 is on the list or skipped: 3 of 200.",
    ]
    assert OF_ANOTHER_SYSTEM == outcomes.OF_ANOTHER_SYSTEM
    skipped = outcomes.line("skipped", 0.0, "tests/test_plain.py::test_skipped", "no disk")
    elsewhere = outcomes.line("skipped", 0.0, "tests/test_plain.py::test_debian", f"{outcomes.OF_ANOTHER_SYSTEM}Debian")
    assert outcomes.faults(outcomes.read(text + elsewhere), listed, []) == []
    assert outcomes.faults(outcomes.read(text + skipped + elsewhere), listed, []) == [
        "More than one test in 100 is on the list or skipped: 3 of 202."
    ]


def test_nothing_made_for_windows_lies_among_the_project_s_files(root: Path, tracked: list[Path]) -> None:
    assert [path for path in tracked if path.suffix in (".dll", ".exe", ".pyd", ".whl")] == []
    assert "/.windows/" in (root / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_set_up_lets_a_double_click_open_every_kind_of_file_and_takes_that_back(root: Path, scripts: None) -> None:
    script = (root / "packaging" / "windows" / "installer" / "passerelle.nsi").read_text(encoding="utf-8")
    told = dict(re.findall(r'^  !insertmacro associate "(\.\w+)" "(\w+)"', script, re.MULTILINE))
    assert tuple(told) == file_kinds.OPENED and told == load_script("windows/trial").OPENED
    assert dict(re.findall(r'^  !insertmacro dissociate "(\.\w+)" "(\w+)"', script, re.MULTILINE)) == told


def test_the_set_up_says_everything_in_the_three_languages(root: Path) -> None:
    script = (root / "packaging" / "windows" / "installer" / "passerelle.nsi").read_text(encoding="utf-8")
    said = re.findall(r'^LangString (\w+) \$\{LANG_(\w+)\} "(.+)"$', script, re.MULTILINE)
    used = set(re.findall(r"\$\((\w+)\)", script))
    languages = ("FRENCH", "ENGLISH", "SPANISH")
    assert used and {(name, language) for name, language, _text in said} == {(n, la) for n in used for la in languages}
    assert [text for _name, _language, text in said if "'" in text] == []
