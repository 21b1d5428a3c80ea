"""The script that newcomers and CI start first, as far as it can be tried without installing anything."""

import os
import subprocess
import sys
from pathlib import Path

from tests.systems import only_where


def started(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "packaging" / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_it_tells_its_verbs(root: Path) -> None:
    told = started(root)
    assert told.returncode == 0
    assert "run|test|bench|build" in told.stdout


def test_a_wrong_verb_is_a_wrong_usage(root: Path) -> None:
    assert started(root, "fly").returncode == 2


def test_it_needs_nothing_but_python(root: Path) -> None:
    """`-I -S`: no site-packages at all, as on a machine where nothing is installed yet."""
    command = [sys.executable, "-I", "-S", str(root / "packaging" / "dev.py"), "help"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@only_where(os.name == "posix", "file modes are of Unix")
def test_ci_starts_what_the_readme_says(root: Path) -> None:
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "packaging/dev.py test" in script.read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


def test_the_lock_tells_no_place(root: Path) -> None:
    lock = (root / "packaging" / "lock.txt").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
