"""The list of what was built, and the frozen program that compares its files with it."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from desktop.base import paths
from desktop.base.intact import require_intact
from desktop.base.settings import Settings, load_settings, save_settings
from desktop.base.text import speak
from desktop.commands.check import CHECKS
from tests.conftest import load_script
from tests.refusal import refused


@pytest.fixture
def digests() -> ModuleType:
    return load_script("digests")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the frozen one; the running program takes itself for the one in it."""
    folder = tmp_path / "passerelle"
    within = folder / "_internal"
    (within / "resources").mkdir(parents=True)
    (folder / "passerelle").write_bytes(b"the program")
    (within / "libé.so").write_bytes(b"a library")
    (within / "resources" / "built").write_text("2026-11-20\n", "ascii")
    monkeypatch.setattr(sys, "_MEIPASS", str(within), raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "passerelle"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    speak("en")  # the other catalogues lie among the resources
    return folder


def test_what_was_built_is_intact(digests: ModuleType, program: Path) -> None:
    listed = digests.write(program).read_text("utf-8").splitlines()
    assert [line.split("  ")[1] for line in listed] == ["_internal/libé.so", "_internal/resources/built", "passerelle"]
    assert require_intact() == 3
    digests.write(program)  # again after it was signed: the list does not list itself
    assert require_intact() == 3


@pytest.mark.parametrize("name", ["passerelle", "_internal/libé.so", "_internal/resources/built"])
def test_one_altered_byte_or_a_missing_file_is_named(digests: ModuleType, program: Path, name: str) -> None:
    digests.write(program)
    content = (program / name).read_bytes()
    (program / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with refused("files-altered") as altered:
        require_intact()
    assert name in str(altered.value)
    (program / name).unlink()
    with refused("files-altered") as missing:
        require_intact()
    assert name in str(missing.value)


def test_a_part_that_is_laid_over_the_program_has_a_list_of_its_own(digests: ModuleType, program: Path) -> None:
    part = program.with_name("passerelle-headquarters")
    (part / "_internal").mkdir(parents=True)
    (part / "_internal" / "driver.so").write_bytes(b"a driver")
    digests.write(program)
    for path in ((part / "_internal" / "driver.so"), digests.write(part)):
        path.rename(program / path.relative_to(part))
    assert require_intact() == 4
    (program / "_internal" / "driver.so").write_bytes(b"another one")
    with refused("files-altered"):
        require_intact()


def test_a_frozen_program_without_its_list_does_not_pass_its_own_check(program: Path, tmp_path: Path) -> None:
    with refused("files-altered"):
        dict(CHECKS)["Files of the program"](tmp_path)


def test_from_source_there_is_no_list() -> None:
    assert require_intact() == 0


def test_a_portable_program_keeps_everything_beside_itself(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLE_CONFIG", raising=False)
    assert program.parent not in paths.default_office().parents
    (program.parent / paths.PORTABLE).touch()
    data = program.parent / "data"
    assert paths.default_office().parent == paths.training_office().parent == data
    assert paths.default_office() != paths.training_office()
    save_settings(Settings(language="es"))
    assert load_settings().language == "es"
    assert [path.parent.parent for path in program.parent.rglob("settings.json")] == [data]


def test_the_mark_of_the_portable_folder_is_the_one_that_the_program_knows(root: Path) -> None:
    mark = root / "packaging" / "windows" / "installer" / paths.PORTABLE
    assert mark.read_text("utf-8").count("data") == 3
    assert f'PORTABLE = "{paths.PORTABLE}"' in (root / "packaging" / "windows" / "making.py").read_text("utf-8")
