"""The set-up program for one user, and a trial of it: installed, checked, interrupted, taken back, removed."""

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import debian
import wine
from folder import PROJECT, Blocked, Road, say
from freezing import DATE, DEMONSTRATION, HEADQUARTERS, PROGRAM, TARGET, list_digests

ICONS = PROJECT / "resources" / "icons"
THERE = "/srv/project"  # the project in the root
MARKS = TARGET / "launcher.o"  # the launcher's icon and what its properties tell
LAUNCHER = TARGET / "passerelle.exe"
PICTURE = TARGET / "left.bmp"  # beside the words of the first and the last page of the set-up
INSTALLER = PROJECT / "packaging" / "windows" / "installer"
HOME = f"drive_c/users/{debian.USER}"
PROGRAMS = f"{HOME}/AppData/Local/Programs/Passerelle"
PROGRAMS_IN_WINDOWS = f"C:\\users\\{debian.USER}\\AppData\\Local\\Programs\\Passerelle"
ALTERED = Path("_internal", "resources", "fonts", "NotoSans-Regular.ttf")  # for the trial, after its digest was taken
BYTES_OF_PART = 15_000_000
IN_BATCH = "%LOCALAPPDATA%\\Programs\\Passerelle"  # cmd.exe reads accents in the code page of its terminal
BESIDE = "C:\\Beside"  # where the program that runs beside a set-up writes
OLDEST, OLDER = "0.0.1", "0.0.2"  # the versions before, for the trial: the same program under other numbers
NOT_WHOLE, RUNS = 3, 4  # exit codes of the set-up
PORTABLE = "portable.txt"  # beside the launcher: the data lie there too (desktop/base/paths.py)
# bytes: what goes onto the sticks and the disks of small offices
LARGEST, LARGEST_INSTALLED = 50e6, 165e6


def make_set_up(road: Road, program: Path, version: str, *, quickly: bool, headquarters: bool) -> Path:
    """Pack a frozen folder into one set-up program; `quickly` for trials, larger. Headquarters' has its part too."""
    kind = ("-headquarters" if headquarters else "") + "-setup" + ("-trial" if quickly else "")
    target = TARGET / f"Passerelle-{version}{kind}.exe"
    words = {"SOURCE": _inside(program), "LAUNCHER": _inside(LAUNCHER), "ICON": _inside(ICONS / "passerelle.ico")}
    words |= {"PICTURE": _inside(PICTURE), "VERSION": version, "TARGET": _inside(target)}
    words |= {"HEADQUARTERS": _inside(HEADQUARTERS)} if headquarters else {}
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
    files = {"Passerelle/passerelle.exe": LAUNCHER.read_bytes(), "Passerelle/current": f"{version}\r\n".encode()}
    files[f"Passerelle/{PORTABLE}"] = (INSTALLER / PORTABLE).read_bytes()
    for path in sorted(PROGRAM.rglob("*")):
        if path.is_file():
            files[f"Passerelle/{version}/{path.relative_to(PROGRAM).as_posix()}"] = path.read_bytes()
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


def install_test(road: Road, arguments: list[str]) -> int:
    """Make the set-up programs and try the office's as an ordinary user.

    `--trial` leaves the real ones out; `--stand-in` puts a small program in the place of the frozen one.
    """
    version, stand_in = stated_version(), "--stand-in" in arguments
    quickly = stand_in or "--trial" in arguments
    TARGET.mkdir(parents=True, exist_ok=True)
    prepare(road)
    program = _stand_in(road) if stand_in else PROGRAM
    if not (program / "passerelle.exe").is_file():
        raise Blocked("There is no frozen program yet: `python3 packaging/dev.py windows build` first.")
    if not stand_in:
        list_digests()
    older, oldest = (make_set_up(road, program, number, quickly=True, headquarters=False) for number in (OLDER, OLDEST))
    damaged = _made_of_damaged(road, program, version)
    newest = make_set_up(road, program, version, quickly=quickly, headquarters=False)
    if not quickly:
        make_set_up(road, program, version, quickly=False, headquarters=True)
        make_portable(version, int(os.environ[DATE]))
        _require_small(newest)
    say(f"Making a Windows for the user {debian.USER}, without Python...")
    user = wine.of_a_user(road, "installed")
    user.make()
    trial = _Trial(user)
    trial.note_records()
    for title, deed, folders in _steps(trial, version, oldest, older, newest, damaged):
        trial.step(title, deed, *folders)
    say("\n" + ("These failed: " + "; ".join(trial.failed) if trial.failed else "The set-up does what it should."))
    return 1 if trial.failed else 0


def _steps(
    trial: "_Trial", version: str, oldest: Path, older: Path, newest: Path, damaged: Path
) -> Iterator[tuple[str, Callable[[], int], tuple[str, ...]]]:
    """What is done, and the folders that are there afterwards: the one in use first.

    Each set-up lets the program check itself, so that only what an upgrade after an interruption left is checked again.
    """
    half, again, back = f"{version}.part", f"{version}-2", f"{OLDER}-2"
    yield "a silent set-up", lambda: trial.install(oldest), (OLDEST,)
    yield "an upgrade while it runs", lambda: trial.install_beside(older), (OLDER, OLDEST)
    yield "a set-up with one altered byte is refused", lambda: trial.refuse(damaged), (OLDER, OLDEST)
    yield "an upgrade that is interrupted", lambda: trial.interrupt(newest), (OLDER, OLDEST, half)
    yield "the upgrade once more", lambda: trial.install(newest), (version, OLDER)
    yield "the new program checks itself", trial.check, (version, OLDER)
    yield "it plays the demonstration, started by its launcher", trial.play, (version, OLDER)
    yield "the same set-up again, while it runs", lambda: trial.install_beside(newest), (again, version, OLDER)
    yield "going back to the version before", lambda: trial.install(older), (back, again)
    yield "no removal while it runs", trial.remove_beside, (back, again)
    yield "removing everything but the records", trial.remove, ()


def _made_of_damaged(road: Road, program: Path, version: str) -> Path:
    """A set-up program of what was frozen, one byte of which was altered after its digest was taken."""
    file = program / ALTERED
    content = file.read_bytes()
    middle = len(content) // 2
    try:
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        made = make_set_up(road, program, version, quickly=True, headquarters=False)
        return made.rename(made.with_name("damaged.exe"))
    finally:
        file.write_bytes(content)


def _stand_in(road: Road) -> Path:
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


def _require_small(set_up: Path) -> None:
    sizes = {set_up.name: (set_up.stat().st_size, LARGEST)}
    sizes["what it installs"] = (sum(path.stat().st_size for path in PROGRAM.rglob("*")), LARGEST_INSTALLED)
    for name, (size, largest) in sizes.items():
        if size > largest:
            raise Blocked(f"{name} is too large: {size / 1e6:.1f} MB, {largest / 1e6:.0f} at most.")


class _Trial:
    """One user's computer, on which the set-up is tried."""

    def __init__(self, user: wine.Prefix) -> None:
        self._user = user
        self._programs = user.folder / PROGRAMS
        self._records = user.folder / HOME / "AppData" / "Local" / "Passerelle" / "office" / "records.db"
        self._fonts = user.folder / HOME / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
        self.failed: list[str] = []

    def step(self, title: str, deed: Callable[[], int], current: str = "", *others: str) -> None:
        """Do it, and look at what it left: the version in use, the folders, the records, no fonts of the user's."""
        wrong = [f"exit code {code}"] if (code := deed()) else []
        if (in_use := self._current()) != current:
            wrong.append(f"“{in_use}” is in use, not “{current}”")
        folders = {path.name for path in self._programs.glob("*/")}
        if folders != {current, *others} - {""}:
            wrong.append(f"there are the folders {', '.join(sorted(folders))}")
        if self._records.read_bytes() != b"records":
            wrong.append("the records were touched")
        if self._fonts.is_dir() and any(self._fonts.iterdir()):
            wrong.append("fonts lie in the user's folder")
        say(f"{'ok    ' if not wrong else 'FAILED'} {title}{': ' + ', '.join(wrong) if wrong else ''}")
        self.failed += [title] if wrong else []

    def note_records(self) -> None:
        """Lay down something in the place of an office's records."""
        self._records.parent.mkdir(parents=True)
        self._records.write_bytes(b"records")
        for folder in (self._records.parent, self._records.parent.parent):
            os.chown(folder, *2 * (debian.ACCOUNTS[debian.USER],))

    def install(self, set_up: Path) -> int:
        """Run a set-up without questions."""
        return self._user.run_whole([self._laid_down(set_up), "/S"], place="/tmp")

    def refuse(self, set_up: Path) -> int:
        """Run a set-up that has to refuse."""
        return 0 if self.install(set_up) == NOT_WHOLE else 1

    def install_beside(self, set_up: Path) -> int:
        """Run a set-up while the installed program plays the demonstration, which has to come to its end."""
        return self._beside(f'"{self._laid_down(set_up)}" /S') or self._lacks(BESIDE)

    def interrupt(self, set_up: Path) -> int:
        """Cut the power while a set-up unpacks."""
        with self._user.started([self._laid_down(set_up), "/S"], {}, place="/tmp") as process:
            part = self._programs / f"{stated_version()}.part"
            while process.poll() is None and not any(part.glob("_internal/*/*")):
                try:
                    process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
            return 0 if process.poll() is None else 1

    def check(self) -> int:
        """The installed program says that it is whole."""
        return self._user.run([self._console(PROGRAMS_IN_WINDOWS), "check", "--json"], {}, place="/tmp")

    def play(self) -> int:
        """What the shortcut starts hands its arguments on."""
        command = [f"{PROGRAMS_IN_WINDOWS}\\passerelle.exe", "demo", "--out", DEMONSTRATION]
        return self._user.run_whole(command, place="/tmp") or self._lacks(DEMONSTRATION)

    def remove_beside(self) -> int:
        """Remove it while it runs, which has to be refused."""
        return 0 if self._beside(f'"{IN_BATCH}\\uninstall.exe" /S _?={IN_BATCH}') == RUNS else 1

    def remove(self) -> int:
        """Remove it without questions; nothing of it may be left."""
        code = self._user.run_whole([f"{PROGRAMS_IN_WINDOWS}\\uninstall.exe", "/S"], place="/tmp")
        left = list(self._programs.rglob("*"))
        return code or len(left)

    def _beside(self, command: str) -> int:
        """Run a command while the program in use plays the demonstration, and let that come to its end."""
        if (folder := self._on_disk(BESIDE)).exists():
            shutil.rmtree(folder)
        lines = (f'start "" /b "{self._console(IN_BATCH)}" demo --out {BESIDE}', f'start "" /wait {command}')
        batch = self._user.folder / "drive_c" / "beside.bat"
        batch.write_text("".join(f"{line}\r\n" for line in (*lines, "exit %errorlevel%")), encoding="ascii", newline="")
        return self._user.run_whole(["cmd.exe", "/c", "C:\\beside.bat"], place="/tmp")

    def _lacks(self, demonstration: str) -> int:
        """0 when the demonstration that was played there is whole."""
        return 0 if any(self._on_disk(demonstration).rglob("*.pdf")) else 1

    def _laid_down(self, set_up: Path) -> str:
        shutil.copy(set_up, self._user.folder / "drive_c" / "setup.exe")
        return "C:\\setup.exe"

    def _console(self, programs: str) -> str:
        return f"{programs}\\{self._current()}\\passerelle-console.exe"

    def _current(self) -> str:
        file = self._programs / "current"
        return file.read_text(encoding="ascii").strip() if file.exists() else ""

    def _on_disk(self, path: str) -> Path:
        """Where a path of its drive C: lies on this machine."""
        return self._user.folder / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")
