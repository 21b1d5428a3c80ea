"""The package for Debian, made from a small program in the place of the frozen one."""

import hashlib
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from desktop.base import file_kinds
from desktop.bundles import bundle, parts
from tests.conftest import load_script
from tests.systems import only_where

MADE_AT = 1_780_000_000
DAY = f"{datetime.fromtimestamp(MADE_AT, UTC):%Y-%m-%d}"

pytestmark = only_where(
    bool(shutil.which("dpkg-deb") and shutil.which("objdump")), "a package for Debian is made on Debian"
)


@pytest.fixture
def dev() -> ModuleType:
    return load_script("dev")


@pytest.fixture
def deb(dev: ModuleType) -> ModuleType:
    load_script("file_types")
    return load_script("deb")


def frozen(folder: Path, program: str) -> Path:
    """A folder like the frozen one, whose program is one of the system's."""
    within = folder / "_internal"
    within.mkdir(parents=True)
    shutil.copy(program, folder / "passerelle")
    (within / "licences.md").write_text("licences", encoding="utf-8")
    (within / "licences.md").chmod(0o600)
    return folder


@pytest.fixture
def package(deb: ModuleType, tmp_path: Path) -> Path:
    folder = frozen(tmp_path / "frozen", "/bin/true")
    return Path(deb.pack(folder, tmp_path / "target", MADE_AT))


def told(*command: object) -> str:
    zone = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    return subprocess.run([str(word) for word in command], env=zone, capture_output=True, text=True, check=True).stdout


def test_it_holds_the_program_its_icon_and_an_entry_of_the_menu(package: Path) -> None:
    lines = told("dpkg-deb", "--contents", package).splitlines()
    assert all(line.split()[1] == "root/root" for line in lines)
    assert {line.split()[3] for line in lines} == {DAY}
    modes = {line.split(maxsplit=5)[5]: line.split()[0] for line in lines}
    assert modes["./usr/lib/passerelle/passerelle"] == "-rwxr-xr-x"
    assert modes["./usr/lib/passerelle/_internal/licences.md"] == "-rw-r--r--"
    assert "./usr/bin/passerelle -> ../lib/passerelle/passerelle" in modes
    for file in ("applications/passerelle.desktop", "mime/packages/passerelle.xml", "doc/passerelle/copyright"):
        assert modes[f"./usr/share/{file}"] == "-rw-r--r--"
    for size in ("16x16", "48x48", "256x256"):
        assert f"./usr/share/icons/hicolor/{size}/apps/passerelle.png" in modes
    assert all(name.startswith("./usr/") or name in ("./", "./usr/") for name in modes)


def test_a_double_click_on_every_kind_of_file_opens_the_program(package: Path, tmp_path: Path) -> None:
    """The entry takes a file, and the system's own list of kinds knows them by their endings and their first bytes."""
    told("dpkg-deb", "--extract", package, tmp_path)
    entry = (tmp_path / "usr" / "share" / "applications" / "passerelle.desktop").read_text("utf-8")
    assert "Exec=passerelle %f" in entry
    kinds = ElementTree.parse(tmp_path / "usr" / "share" / "mime" / "packages" / "passerelle.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    told_of = list(kinds.iter(f"{space}mime-type"))
    assert f"MimeType={';'.join(kind.get('type', '') for kind in told_of)};" in entry
    globs = [glob.get("pattern") for kind in told_of for glob in kind.iter(f"{space}glob")]
    assert globs == [f"*{ending}" for ending in file_kinds.OPENED]
    assert [match.get("value") for match in kinds.iter(f"{space}match")] == [
        bundle.MAGIC.decode(),
        parts.MAGIC.decode(),
    ]
    assert all(len(list(kind.iter(f"{space}comment"))) == 3 for kind in told_of), "in each language"


def test_a_folder_without_set_up_puts_itself_into_the_menu_and_takes_itself_out(root: Path, tmp_path: Path) -> None:
    folder, home = frozen(tmp_path / "une clé", "/bin/true"), tmp_path / "home"
    load_script("file_types").lay_into(folder)
    environment = {"PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(home / "données"), "LANG": "es_ES.UTF-8"}
    script = folder / "add-to-menu"
    done = subprocess.run([script], env=environment, capture_output=True, text=True, check=True)
    assert "Passerelle está en el menú" in done.stdout
    entry_file = home / "données" / "applications" / "passerelle.desktop"
    assert f'Exec="{folder}/passerelle" %f\n' in entry_file.read_text("utf-8")
    assert (home / "données" / "mime" / "packages" / "passerelle.xml").is_file()
    assert (home / "données" / "icons" / "hicolor" / "scalable" / "apps" / "passerelle.svg").is_file()
    (launcher := folder.parent / "passerelle").touch(mode=0o755)
    (folder.parent / "current").write_text("une clé\n", encoding="utf-8")
    subprocess.run([script], env=environment, capture_output=True, check=True)
    assert f'Exec="{launcher}" %f\n' in entry_file.read_text("utf-8"), "whichever version is in use"
    (home / "données" / "applications" / "other.desktop").write_text("of another program", encoding="utf-8")
    subprocess.run([script, "--remove"], env=environment, capture_output=True, check=True)
    left = [path.name for path in home.rglob("*") if path.is_file() and path.parent.name != "mime"]
    assert left == ["other.desktop"]


def test_the_same_folder_gives_the_same_package(deb: ModuleType, package: Path, tmp_path: Path) -> None:
    habit = os.umask(0o077)  # whoever builds may have other habits
    try:
        again = deb.pack(frozen(tmp_path / "elsewhere", "/bin/true"), tmp_path / "again", MADE_AT)
    finally:
        os.umask(habit)
    first, second = (hashlib.sha256(path.read_bytes()).hexdigest() for path in (package, Path(again)))
    assert first == second


def test_removing_it_runs_nothing(package: Path, tmp_path: Path) -> None:
    """So that a purge cannot touch what offices wrote in the folders of users."""
    told("dpkg-deb", "--control", package, tmp_path / "control")
    assert [path.name for path in (tmp_path / "control").iterdir()] == ["control"]


def test_it_depends_on_what_its_files_ask_for(deb: ModuleType, dev: ModuleType, package: Path, tmp_path: Path) -> None:
    version, _day = dev.stated(dev.ROOT)
    assert told("dpkg-deb", "--field", package, "Version").strip() == version
    assert told("dpkg-deb", "--field", package, "Depends").startswith("libc6 (>= 2.")
    packer = frozen(tmp_path / "packer", "/usr/bin/xz")
    assert "liblzma5" in deb.depends(packer)


def test_what_lies_in_the_folder_is_not_asked_of_the_system(deb: ModuleType, tmp_path: Path) -> None:
    packer = frozen(tmp_path / "packer", "/usr/bin/xz")
    (packer / "_internal" / "liblzma.so.5").write_bytes(b"")
    assert "liblzma5" not in deb.depends(packer)


def test_the_part_for_headquarters_is_a_package_of_its_own(deb: ModuleType, dev: ModuleType, tmp_path: Path) -> None:
    program, part = frozen(tmp_path / "frozen", "/bin/true"), tmp_path / "part"
    (part / "_internal").mkdir(parents=True)
    shutil.copy("/usr/bin/xz", part / "_internal" / "driver.so")
    (program / "_internal" / "liblzma.so.5").write_bytes(b"")
    package = Path(deb.pack_part(part, program, tmp_path / "target", MADE_AT))
    version, _day = dev.stated(dev.ROOT)
    needs = told("dpkg-deb", "--field", package, "Depends")
    assert package.name.startswith("passerelle-headquarters_") and needs.startswith(f"passerelle (= {version}), libc6")
    assert "liblzma5" not in needs  # the program beside it has that one
    held = {line.split()[5] for line in told("dpkg-deb", "--contents", package).splitlines()}
    assert "./usr/lib/passerelle/_internal/driver.so" in held and "./usr/bin/" not in held
    of_program = told("dpkg-deb", "--contents", deb.pack(program, tmp_path / "target", MADE_AT))
    assert {name for name in held if not name.endswith("/")}.isdisjoint(of_program.split())


def test_a_library_of_no_known_package_stops_it(deb: ModuleType, dev: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(dev.Failed, match=r"DEBIAN.*libselinux\.so\.1"):
        deb.depends(frozen(tmp_path / "other", "/usr/bin/dpkg"))


def test_without_a_frozen_program_it_says_so(deb: ModuleType, dev: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(dev.Failed, match="no frozen program"):
        deb.depends(tmp_path)
