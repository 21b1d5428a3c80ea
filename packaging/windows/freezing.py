"""The program frozen for Windows under Wine, and tried by an ordinary user where there is no Python."""

import os
import shutil
import subprocess
import sys

import debian
import wine
from folder import PROJECT, Blocked, Road, say

TARGET = PROJECT / "dist" / "windows"
PROGRAM, HEADQUARTERS = TARGET / "passerelle", TARGET / "passerelle-headquarters"
DATE = "SOURCE_DATE_EPOCH"
FREEZE = (
    *("P:\\python.exe", "-X", "utf8", "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"),
    *("--distpath", "S:\\project\\dist\\windows", "--workpath", "S:\\project\\build\\windows"),
)
CONSOLE = "C:\\Passerelle\\passerelle-console.exe"
# An ordinary folder of an ordinary user: with a space and an accent
DEMONSTRATION = f"C:\\users\\{debian.USER}\\Démonstration du bureau"


def build(road: Road, arguments: list[str]) -> int:
    """Freeze into dist/windows/passerelle, then let the frozen program check itself and play the demonstration."""
    if DATE not in os.environ:
        raise Blocked(f"The program bears the day of its commit: start this by dev.py, or set {DATE}.")
    fixed = {"PYTHONHASHSEED": "0", DATE: os.environ[DATE]}
    TARGET.mkdir(parents=True, exist_ok=True)
    say("Freezing (some minutes)...")
    code = wine.for_tests(road).run([*FREEZE, *arguments, "S:\\project\\build.spec"], fixed, place="/srv/project")
    if code != 0:
        return code
    list_digests()
    for folder in (PROGRAM, HEADQUARTERS):
        files = [path for path in folder.rglob("*") if path.is_file()]
        say(f"Frozen into {folder}: {sum(path.stat().st_size for path in files) / 1e6:.1f} MB in {len(files)} files")
        strange = sorted(path.name for path in files if path.stem.lower() in wine.STAND_INS)
        if strange:
            raise Blocked(f"What stands in for Windows came along, and must not: {', '.join(strange)}")
    return _try(road)


def list_digests() -> None:
    """Write anew what the frozen program compares itself with: signing has altered it since it was built."""
    script = PROJECT / "packaging" / "digests.py"
    subprocess.run([sys.executable, script, PROGRAM, HEADQUARTERS], check=True, stdout=subprocess.DEVNULL)


def _try(road: Road) -> int:
    """The exit code of the first command that fails, else 0."""
    user = wine.of_a_user(road, "user")
    say(f"Making a Windows for the user {debian.USER}, without Python...")
    user.make()
    program = user.folder / "drive_c" / "Passerelle"
    shutil.copytree(PROGRAM, program)
    for command in (["check"], ["demo", "--out", DEMONSTRATION]):
        say(f"\n{' '.join(command)}")
        code = user.run([CONSOLE, *command], {}, place="/tmp")
        if code != 0:
            return code
    return 0
