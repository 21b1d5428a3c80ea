"""What goes onto the sticks for Windows: the set-up programs and the portable folder, made in the Debian root."""

import os
import re
import shutil
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import debian
from folder import PROJECT, Blocked, Road, say
from freezing import PROGRAM, TARGET

ICONS = PROJECT / "resources" / "icons"
THERE = "/srv/project"  # the project in the root
MARKS = TARGET / "launcher.o"  # the launcher's icon and what its properties tell
LAUNCHER = TARGET / "passerelle.exe"
PICTURE = TARGET / "left.bmp"  # beside the words of the first and the last page of the set-up
INSTALLER = PROJECT / "packaging" / "windows" / "installer"
ALTERED = Path("_internal", "resources", "fonts", "NotoSans-Regular.ttf")  # for the trial, after its digest was taken
BYTES_OF_PART = 15_000_000
NAME = "Passerelle"  # of the portable folder
PORTABLE = "portable.txt"  # beside the launcher: the data lie there too (desktop/base/paths.py)
# bytes: what goes onto the sticks and the disks of small offices
LARGEST, LARGEST_INSTALLED = 50e6, 165e6
OF_HEADQUARTERS = 5e6, 10e6  # more: the part that reaches PostgreSQL and receives goes to no small office


def make_set_up(road: Road, program: Path, version: str, *, quickly: bool, part: Path | None = None) -> Path:
    """Pack a frozen folder into one set-up program; `quickly` for trials, larger. Headquarters' has its `part` too."""
    kind = ("-headquarters" if part else "") + "-setup" + ("-trial" if quickly else "")
    target = TARGET / f"Passerelle-{version}{kind}.exe"
    words = {"SOURCE": _inside(program), "LAUNCHER": _inside(LAUNCHER), "ICON": _inside(ICONS / "passerelle.ico")}
    words |= {"PICTURE": _inside(PICTURE), "VERSION": version, "TARGET": _inside(target)}
    words |= {"HEADQUARTERS": _inside(part)} if part else {}
    definitions = [f"-D{name}={text}" for name, text in words.items()] + ["-DQUICK"] * quickly
    _make(road, ("makensis", "-V2", *definitions, _inside(INSTALLER / "passerelle.nsi")))
    say(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def prepare(road: Road) -> None:
    """Make what every set-up program holds besides the program: the launcher and a picture."""
    mark = ("x86_64-w64-mingw32-windres", f"-I{_inside(ICONS)}", _inside(INSTALLER / "launcher.rc"), _inside(MARKS))
    compiler = ("x86_64-w64-mingw32-gcc", "-O2", "-s", "-Wall", "-Werror", "-nostdlib", "-mwindows", "-Wl,-e,entry")
    sources = (_inside(INSTALLER / "launcher.c"), _inside(MARKS), "-lkernel32", "-luser32")
    _make(road, mark)
    _make(road, (*compiler, "-Wl,--no-insert-timestamp", "-o", _inside(LAUNCHER), *sources))
    ground = ("convert", "-size", "164x314", "xc:#2B66DC", _inside(ICONS / "passerelle-128.png"))
    _make(road, (*ground, "-geometry", "+18+60", "-composite", "-type", "TrueColor", f"BMP3:{_inside(PICTURE)}"))


def make_portable(version: str, made_at: int) -> Path:
    """Pack a folder that needs no set-up and whose data lie in it, dated `made_at` (seconds since 1970)."""
    target = TARGET / f"Passerelle-{version}-portable.zip"
    day = datetime.fromtimestamp(made_at, UTC).timetuple()[:6]
    files = {f"{NAME}/passerelle.exe": LAUNCHER.read_bytes(), f"{NAME}/current": f"{version}\r\n".encode()}
    files[f"{NAME}/{PORTABLE}"] = (INSTALLER / PORTABLE).read_bytes()
    for path in sorted(PROGRAM.rglob("*")):
        if path.is_file():
            files[f"{NAME}/{version}/{path.relative_to(PROGRAM).as_posix()}"] = path.read_bytes()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, day), content, zipfile.ZIP_DEFLATED)
    say(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def stated_version() -> str:
    """The version that the program states."""
    text = (PROJECT / "desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None
    return found[1]


def _inside(path: Path) -> str:
    """A file of the project as the root names it."""
    return f"{THERE}/{path.relative_to(PROJECT)}"


def _make(road: Road, command: Sequence[str]) -> None:
    if debian.inside(road, command, {}) != 0:
        raise Blocked(f"The set-up program could not be made: {command[0]} failed.")


def make_damaged(road: Road, program: Path, version: str) -> Path:
    """A set-up program of what was frozen, one byte of which was altered after its digest was taken."""
    file = program / ALTERED
    content = file.read_bytes()
    middle = len(content) // 2
    try:
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        made = make_set_up(road, program, version, quickly=True)
        return made.rename(made.with_name("damaged.exe"))
    finally:
        file.write_bytes(content)


def make_boxes(road: Road) -> Path:
    """The program that reads what message boxes say, for the trial."""
    target = TARGET / "boxes.exe"
    compiler = ("x86_64-w64-mingw32-gcc", "-O2", "-s", "-Wall", "-Werror", "-municode", "-o", _inside(target))
    _make(road, (*compiler, _inside(INSTALLER / "boxes.c")))
    return target


def make_stand_in_part() -> Path:
    """A folder like the frozen part of Headquarters."""
    folder = TARGET / "stand-in-headquarters"
    (folder / "_internal" / "psycopg").mkdir(parents=True, exist_ok=True)
    (folder / "_internal" / "psycopg" / "bytes").write_bytes(b"")
    return folder


def make_stand_in(road: Road) -> Path:
    """A folder like the frozen one: small programs, and enough beside them for a set-up to be interrupted."""
    folder = TARGET / "stand-in"
    if folder.exists():
        shutil.rmtree(folder)
    (folder / ALTERED).parent.mkdir(parents=True)
    (folder / ALTERED).write_bytes(b"AAA")
    for number in range(3):
        (folder / "_internal" / f"part{number}").mkdir()
        (folder / "_internal" / f"part{number}" / "bytes").write_bytes(os.urandom(BYTES_OF_PART))
    compiler = ("x86_64-w64-mingw32-gcc", "-O2", "-s", "-municode", "-o", _inside(folder / "passerelle.exe"))
    _make(road, (*compiler, _inside(INSTALLER / "stand_in.c")))
    shutil.copy(folder / "passerelle.exe", folder / "passerelle-console.exe")
    return folder


def require_small(set_up: Path, *folders: Path) -> None:
    """Raise Blocked when a set-up program, or what it installs, is too large; a part has more."""
    installed = sum(path.stat().st_size for folder in folders for path in folder.rglob("*"))
    say(f"{set_up.name} installs {installed / 1e6:.1f} MB")
    packed, unpacked = OF_HEADQUARTERS if len(folders) > 1 else (0, 0)
    sizes = {set_up.name: (set_up.stat().st_size, LARGEST + packed)}
    sizes |= {"what it installs": (installed, LARGEST_INSTALLED + unpacked)}
    for name, (size, largest) in sizes.items():
        if size > largest:
            raise Blocked(f"{name} is too large: {size / 1e6:.1f} MB, {largest / 1e6:.0f} at most.")
