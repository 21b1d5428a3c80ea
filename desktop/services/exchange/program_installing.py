"""A verified release is put beside the version that runs, which nothing touches, and is used from the next start on.

In this order, so that whatever interrupts it leaves the one or the other version whole: unpack under a name that nobody
starts, compare every file, let the new program check itself, back up the office, give the folder its name, switch.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import discard, explaining
from desktop.base.installation import InstalledProgram, console
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.bundles import program_release
from desktop.services.exchange import program_updates
from desktop.services.office.rights import Right, require
from desktop.services.work import Work

PATIENCE = 600.0  # seconds that a slow computer may take to check a program that was just unpacked
# What a frozen program tells its own children, and what must not reach another one (PyInstaller, "Launching External
# Programs from the PyInstaller Frozen Application")
OWN_LIBRARIES = "LD_LIBRARY_PATH"


@dataclass(frozen=True)
class InstalledUpdate:
    """What is used from the next start on: the version, its folder, and the backups made before."""

    version: str
    folder: Path
    backups: Sequence[Path]


def install(
    work: Work,
    path: Path,
    installation: InstalledProgram,
    back_up: Callable[[Progress], Sequence[Path]],
    progress: Progress,
) -> InstalledUpdate:
    """Verify an update once more, put it beside the version that runs and let the next start use it.

    `back_up` makes verified backups of the office and returns their files. Raises Problem, with the version in use as
    before and nothing half unpacked left, where anything does not hold.
    """
    require(work.officer, Right.ADMINISTER)
    looked = program_updates.look_at(work, path, progress)
    program_updates.require_installable(work, looked.release)
    version = looked.release.manifest.version
    name = installation.free_folder(version)
    part = installation.part(name)
    with explaining(part):
        try:
            program_release.unpack(looked.release, part, progress)
            progress.step(0, 1, _("The new version checks itself"))
            _require_working(part)
            progress.step(0, 1, _("Backing up the office"))
            backups = back_up(progress)
            progress.check()
            installation.put_in_place(part, name)
        except BaseException:
            discard(part)
            raise
    installation.switch(name, backups[0] if backups else None)
    return InstalledUpdate(version, installation.folder / name, backups)


def _require_working(program: Path) -> None:
    """Raise Problem unless the unpacked program says of itself that it is whole and works."""
    command = [str(program / console(sys.platform)), "check"]
    try:
        code = subprocess.run(  # noqa: S603 - a program that two release keys signed, compared with its digests
            command,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ).returncode
    except (OSError, subprocess.SubprocessError):
        code = -1
    if code != 0:
        raise Problem(
            _("The new version does not work on this computer: its own check failed; it was not installed."),
            _("Go on with the version in use, and tell Headquarters."),
            code="update-check-failed",
        )


def _environment() -> Mapping[str, str]:
    own = {name: value for name, value in os.environ.items() if name != OWN_LIBRARIES}
    before = os.environ.get(f"{OWN_LIBRARIES}_ORIG")
    return {**own, **({OWN_LIBRARIES: before} if before else {}), "PYINSTALLER_RESET_ENVIRONMENT": "1"}
