"""Where this program is installed: a folder of versions, and the small files that say which one starts.

    current     one line, the folder of the version in use; the launcher beside it starts that one
    before      the folder of the version used before it, then where the backup made before it lies
    trial       a version that has not shown its window yet, then one dot for each time it was started

The launcher never changes. It adds the dots, and after two starts without a window it puts the version before back into
`current` (packaging/windows/installer/launcher.c, packaging/linux/launcher.sh). The set-up knows the same files.
"""

import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import PART, discard, move, put_in_place, write_safely
from desktop.base.text import _

CURRENT, BEFORE, TRIAL = "current", "before", "trial"
GONE = ".gone"  # a version half removed
TRIES = 2  # starts without a window after which the launcher goes back
FOLDER = re.compile(r"[0-9a-z-][0-9a-z.-]{0,38}")  # as the launcher reads it
LONGEST = 4096  # bytes of one of these files
PART_OF_HEADQUARTERS = "digests-headquarters.txt"  # in a program that has it (packaging/digests.py)
SYSTEMS: Mapping[str, str] = {"win32": "windows", "linux": "linux", "darwin": "macos"}
MACHINES: Mapping[str, str] = {"amd64": "x64", "x86_64": "x64", "arm64": "arm64", "aarch64": "arm64"}


def platform() -> str:
    """For what a release must be made to run here: `windows-x64`, and `windows-x64-headquarters` with its part."""
    from platform import machine

    name = f"{SYSTEMS.get(sys.platform, sys.platform)}-{MACHINES.get(machine().lower(), machine().lower())}"
    return f"{name}-headquarters" if (paths.resources().parent / PART_OF_HEADQUARTERS).is_file() else name


def console(system: str) -> str:
    """The program of a version's folder that answers commands."""
    return "passerelle-console.exe" if system == "win32" else "passerelle"


@dataclass(frozen=True)
class FailedVersion:
    """A version that was started twice and showed no window: its folder, and the backup that was made before it."""

    version: str
    backup: Path | None


@dataclass(frozen=True)
class InstalledProgram:
    """The folder of the versions, and the name of the one that runs."""

    folder: Path
    running: str

    @property
    def in_use(self) -> str:
        """The version that the launcher starts next; empty where that cannot be read."""
        return self._lines(CURRENT)[0]

    def waits(self, version: str) -> bool:
        """Whether this version was installed beside the one that runs, and is used from the next start on."""
        in_use = self.in_use
        return in_use != self.running and (in_use == version or in_use.startswith(f"{version}-"))

    def free_folder(self, version: str) -> str:
        """The name under which this version can be laid beside the others, as the set-up chooses it."""
        name, number = version, 2
        while (self.folder / name).exists():
            name, number = f"{version}-{number}", number + 1
        return name

    def part(self, name: str) -> Path:
        """Where a version lies that is not whole yet; what an interruption left there is removed."""
        part = self.folder / f"{name}{PART}"
        discard(part)
        if part.exists():
            raise Problem(
                _("“{name}” could not be removed; nothing was changed.").format(name=part.name),
                _("Restart the computer, then try again."),
                code="update-leftover-held",
            )
        return part

    def put_in_place(self, part: Path, name: str) -> None:
        """Give a whole version its name. Raises OSError."""
        put_in_place(part, self.folder / name)

    def switch(self, name: str, backup: Path | None) -> None:
        """Let the launcher start this version next, on trial; a power cut leaves the one or the other.

        Raises Problem where nothing can be written there; the version in use is then as before.
        """
        former = self.in_use or self.running
        write_safely(self.folder / BEFORE, f"{former}\n{backup or ''}\n".encode())
        write_safely(self.folder / TRIAL, f"{name}\n".encode())
        write_safely(self.folder / CURRENT, f"{name}\n".encode())

    def confirm_shown(self) -> None:
        """The window of the version that runs is shown: it is on trial no longer."""
        if self._lines(TRIAL)[0] == self.running:
            discard(self.folder / TRIAL)

    def forget_try(self) -> None:
        """The start that counted last showed no window because a program that runs did what was asked."""
        if self._lines(TRIAL)[0] == self.running:
            with suppress(Problem):  # it counts then, as if the window had not come
                write_safely(self.folder / TRIAL, f"{self.running}\n".encode())

    def failed_version(self) -> FailedVersion | None:
        """The version that the launcher came back from; None for none."""
        version, tries = self._lines(TRIAL)
        if version in ("", self.running) or len(tries) < TRIES or self.in_use != self.running:
            return None
        former, backup = self._lines(BEFORE)
        return FailedVersion(version, Path(backup) if backup and former == self.running else None)

    def forget_failed(self) -> None:
        """Somebody was told of it."""
        discard(self.folder / TRIAL)

    def remove_older(self) -> None:
        """Remove what an interruption left, and the versions that are neither in use nor the one before.

        Where it is not noted which was the one before, the set-up put this one in place, and removed older ones itself.
        What cannot be removed now stays: the next start tries again.
        """
        before = self._lines(BEFORE)[0]
        if not before or self.running != self.in_use:
            return
        staying = {self.running, before}
        for folder in self.folder.iterdir():
            if not folder.is_dir() or folder.is_symlink():
                continue
            if folder.name.endswith((PART, GONE)):
                discard(folder)
            elif folder.name not in staying and _holds_version(folder) and not _runs(folder):
                with suppress(OSError):  # in use after all: the next start tries again
                    gone = folder.with_name(f"{folder.name}{GONE}")
                    shutil.rmtree(gone, ignore_errors=True)
                    move(folder, gone)
                    discard(gone)

    def _lines(self, name: str) -> tuple[str, str]:
        """The first two lines of a small file; empty where it is not there or is none of ours."""
        try:
            with (self.folder / name).open("rb") as file:
                text = file.read(LONGEST).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return "", ""
        first, second = (*(line.strip() for line in text.split("\n")), "", "")[:2]
        return (first, second) if FOLDER.fullmatch(first) else ("", "")


def _holds_version(folder: Path) -> bool:
    return bool(FOLDER.fullmatch(folder.name)) and (folder / console(sys.platform)).is_file()


def _runs(folder: Path) -> bool:
    """Whether a program of this folder runs: no system lets anybody write to it then."""
    try:
        with (folder / console(sys.platform)).open("ab"):
            return False
    except OSError:
        return True


def own_installation() -> InstalledProgram | None:
    """Where the program that runs is installed; None where it is not started by a launcher."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).resolve().parent
    installation = InstalledProgram(folder.parent, folder.name)
    return installation if (folder.parent / CURRENT).is_file() else None


def require_updatable() -> InstalledProgram:
    """The same; raises Problem, in one sentence, where an update cannot be applied."""
    installation = own_installation()
    if installation is not None:
        return installation
    if not getattr(sys, "frozen", False):
        raise Problem(
            _("This program is run from its source, where an update cannot be applied; nothing was changed."),
            _("Get the newer source instead."),
            code="update-from-source",
        )
    if Path(sys.executable).is_relative_to("/usr"):
        raise Problem(
            _("This program was installed as a package, which an update cannot replace; nothing was changed."),
            _("Ask the administrator of this computer to install the newer package."),
            code="update-of-package",
        )
    raise Problem(
        _("This folder of the program has no launcher, so an update cannot be applied; nothing was changed."),
        _("Copy the newer folder from the stick in its place."),
        code="update-without-launcher",
    )
