"""The set-up program for one user, and a trial of it: installed, checked, interrupted, taken back, removed."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import debian
import wine
from folder import PROJECT, Blocked, Road, say
from freezing import TARGET

ICON = "/srv/project/resources/icons/passerelle.ico"
MARKS = "/srv/project/dist/windows/launcher.o"  # the launcher's icon and what its properties tell
MARK = (
    *("x86_64-w64-mingw32-windres", "-I/srv/project/resources/icons"),
    *("/srv/project/packaging/windows/installer/launcher.rc", MARKS),
)
LAUNCHER = (
    *("x86_64-w64-mingw32-gcc", "-O2", "-s", "-Wall", "-Werror", "-nostdlib", "-mwindows", "-Wl,-e,entry"),
    *("-Wl,--no-insert-timestamp", "-o", "/srv/project/dist/windows/passerelle.exe"),
    *("/srv/project/packaging/windows/installer/launcher.c", MARKS, "-lkernel32", "-luser32"),
)
HOME = f"drive_c/users/{debian.USER}"
PROGRAMS = f"{HOME}/AppData/Local/Programs/Passerelle"
PROGRAMS_IN_WINDOWS = f"C:\\users\\{debian.USER}\\AppData\\Local\\Programs\\Passerelle"
OLDER = "0.0.1"  # the version before, for the trial: the same program under another number


def make_set_up(road: Road, version: str, *, quickly: bool) -> Path:
    """Pack dist/windows/passerelle into one set-up program; `quickly` for trials, larger."""
    if not (TARGET / "passerelle" / "passerelle.exe").is_file():
        raise Blocked("There is no frozen program yet: `python3 packaging/dev.py windows build` first.")
    target = TARGET / f"Passerelle-{version}-setup{'-trial' if quickly else ''}.exe"
    words = {"SOURCE": "/srv/project/dist/windows/passerelle", "LAUNCHER": "/srv/project/dist/windows/passerelle.exe"}
    words["ICON"] = ICON
    words |= {"VERSION": version, "TARGET": f"/srv/project/dist/windows/{target.name}"}
    definitions = [f"-D{name}={text}" for name, text in words.items()] + ["-DQUICK"] * quickly
    script = "/srv/project/packaging/windows/installer/passerelle.nsi"
    steps = (MARK, LAUNCHER, ("makensis", "-V2", *definitions, script))
    if any(debian.inside(road, step, {}) for step in steps):
        raise Blocked("The set-up program could not be made.")
    say(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def stated_version() -> str:
    """The version that the program states."""
    text = (PROJECT / "desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None
    return found[1]


def install_test(road: Road, arguments: list[str]) -> int:
    """Make the set-up program, and try a quickly packed one as an ordinary user; `--trial` leaves the real one out."""
    version = stated_version()
    if "--trial" not in arguments:
        make_set_up(road, version, quickly=False)
    older, newer = (make_set_up(road, number, quickly=True) for number in (OLDER, version))
    say(f"Making a Windows for the user {debian.USER}, without Python...")
    user = wine.of_a_user(road, "installed")
    user.make()
    trial = _Trial(user)
    trial.note_records()
    trial.step("a silent set-up", lambda: trial.install(older), current=OLDER)
    trial.step("the installed program checks itself", trial.check, current=OLDER)
    trial.step("an upgrade that is interrupted", lambda: trial.interrupt(newer), current=OLDER)
    trial.step("the program before it still works", trial.check, current=OLDER)
    trial.step("the upgrade once more", lambda: trial.install(newer), current=version)
    trial.step("the new program checks itself", trial.check, current=version)
    trial.step("going back to the version before", lambda: trial.install(older), current=OLDER)
    trial.step("removing everything but the records", trial.remove, current="")
    say("\n" + ("These failed: " + "; ".join(trial.failed) if trial.failed else "The set-up does what it should."))
    return 1 if trial.failed else 0


class _Trial:
    """One user's computer, on which the set-up is tried."""

    def __init__(self, user: wine.Prefix) -> None:
        self._user = user
        self._programs = user.folder / PROGRAMS
        self._records = user.folder / HOME / "AppData" / "Local" / "Passerelle" / "office" / "records.db"
        self._fonts = user.folder / HOME / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
        self.failed: list[str] = []

    def step(self, title: str, deed: Callable[[], int], *, current: str) -> None:
        """Do it, and look at what it left: the version in use, the records, no fonts in the user's folder."""
        code = deed()
        wrong = [] if code == 0 else [f"exit code {code}"]
        file = self._programs / "current"
        in_use = file.read_text(encoding="ascii").strip() if file.exists() else ""
        if in_use != current:
            wrong.append(f"“{in_use}” is in use, not “{current}”")
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
        shutil.copy(set_up, self._user.folder / "drive_c" / "setup.exe")
        return self._user.run_whole(["C:\\setup.exe", "/S"], place="/tmp")

    def interrupt(self, set_up: Path) -> int:
        """Cut the power while a set-up unpacks."""
        shutil.copy(set_up, self._user.folder / "drive_c" / "setup.exe")
        with self._user.started(["C:\\setup.exe", "/S"], {}, place="/tmp") as process:
            part = self._programs / f"{stated_version()}.part"
            while process.poll() is None and not any(part.glob("_internal/*/*")):
                try:
                    process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
            return 0 if process.poll() is None else 1

    def check(self) -> int:
        """The installed program says that it is whole."""
        version = (self._programs / "current").read_text(encoding="ascii").strip()
        return self._user.run(
            [f"{PROGRAMS_IN_WINDOWS}\\{version}\\passerelle-console.exe", "check", "--json"], {}, place="/tmp"
        )

    def remove(self) -> int:
        """Remove it without questions; nothing of it may be left."""
        code = self._user.run_whole([f"{PROGRAMS_IN_WINDOWS}\\uninstall.exe", "/S"], place="/tmp")
        left = list(self._programs.rglob("*"))
        return code or len(left)
