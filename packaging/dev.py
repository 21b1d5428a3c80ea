"""Set the project up and run, test, measure or build it: `python3 packaging/dev.py run|test|bench|build|deb`.

Needs Python 3.11 or newer and nothing else. The first time it makes `.venv` and installs what `packaging/lock.txt`
names, checked by digest; later it starts at once and needs no network. Arguments after the verb are passed on:
to the program for `run`, to pytest for `test` and `bench`, to PyInstaller for `build`.
On Debian, `deb-test` tries the packages in clean roots, and `windows set-up|test|build` does the same as all this under
Wine, as Windows would.
`linux-folder` makes the folder that takes updates; `release-keys`, `release-file` and `sign-release` make updates that
two people sign (packaging/releases.py).
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone
from datetime import time as clock_time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "lock.txt"
ROAD = ROOT / "packaging" / "windows" / "road.py"
NOT_SET_UP = 77  # what it answers where the road to Windows was never set up
STAMP = VENV / "passerelle-installed"
UNFINISHED = VENV / "passerelle-installing"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

UTC = timezone.utc  # noqa: UP017 - read by whatever python3 there is, before it is told its version
OLDEST_BUILD = 31  # days: an older program would believe clocks that are further behind

# Debian's packages for the libraries that Qt loads and its wheels do not carry
DEBIAN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    # and what Python's own modules ask of the system, where it is frozen
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libbz2.so.1.0": "libbz2-1.0",
    "libcrypto.so.3": "libssl3",
    "libffi.so.8": "libffi8",
    "libgcc_s.so.1": "libgcc-s1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "liblzma.so.5": "liblzma5",
    "libreadline.so.8": "libreadline8",
    "libsqlite3.so.0": "libsqlite3-0",
    "libssl.so.3": "libssl3",
    "libstdc++.so.6": "libstdc++6",
    "libuuid.so.1": "libuuid1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


class Failed(Exception):
    """Set-up cannot go on; the message says what to do."""


# ---- set-up -----------------------------------------------------------------------------------------------------


def set_up() -> None:
    """Make `.venv` hold exactly what the lock names; done at once when it does already."""
    fingerprint = _fingerprint()
    if not (STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint and _works(PYTHON)):
        _install(fingerprint)
    _add_command()
    _find_system_libraries()
    _call([PYTHON, ROOT / "packaging" / "catalogues.py", "compile"])


def _fingerprint() -> str:
    """What a finished installation is known by: the lock, the Python and the place."""
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {sys.version_info[:2]} {ROOT}"


def _works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", "import desktop"], cwd=VENV, check=False).returncode == 0


def _install(fingerprint: str) -> None:
    print(f"Installing into {VENV} (the first time takes some minutes)...", flush=True)
    STAMP.unlink(missing_ok=True)
    if UNFINISHED.exists() or not (PYTHON.exists() and _has_pip()):
        _make_venv()  # what an interruption left cannot be trusted, not even by pip
    UNFINISHED.touch()
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input"]
    if _run([*pip, "--no-deps", "--prefer-binary", "--require-hashes", "-r", LOCK]) != 0:
        raise Failed("The libraries could not be installed: connect to the network once and run this again.")
    _add_project()
    STAMP.write_text(fingerprint, encoding="utf-8")
    UNFINISHED.unlink()


def _has_pip() -> bool:
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    python = getattr(sys, "_base_executable", sys.executable)  # this one may itself lie in the folder to be cleared
    process = subprocess.run([python, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if process.returncode != 0:
        print(process.stdout, process.stderr, file=sys.stderr)
        raise Failed("No virtual environment could be made; on Debian or Ubuntu first: apt-get install python3-venv")


def _add_project() -> None:
    """Put the source tree on the environment's path."""
    folder = subprocess.check_output(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    Path(folder.strip(), "passerelle.pth").write_text(f"{ROOT}\n", encoding="locale")


def _add_command() -> None:
    """Put the program's name among the commands of the environment; it runs no code of the folder it is started in."""
    if WINDOWS:
        (BIN / "passerelle.cmd").write_text(f'@"{PYTHON}" -P -m desktop %*\n', encoding="utf-8")
        return
    command = BIN / "passerelle"
    command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -P -m desktop "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def _find_system_libraries() -> None:
    """On Linux, install the libraries that Qt needs from the system, or say how."""
    if not sys.platform.startswith("linux") or not (missing := _missing_libraries()):
        return
    packages = sorted({DEBIAN[name] for name in missing if name in DEBIAN})
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installing the system libraries {' '.join(packages)}...", flush=True)
        _quietly(["apt-get", "update", "-qq"])
        _quietly(install)
        missing = _missing_libraries()
    if missing:
        print(f"Qt lacks these system libraries: {' '.join(sorted(missing))}", file=sys.stderr)
        print(f"On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}", file=sys.stderr)


def _missing_libraries() -> set[str]:
    qt = next(VENV.glob("lib/python*/site-packages/PySide6/Qt"), None)
    if qt is None or not shutil.which("ldd"):
        return set()
    loaded = [*qt.glob("plugins/platforms/libq*.so"), *qt.glob("lib/libQt6Pdf.so*"), *qt.glob("lib/libQt6Widgets.so*")]
    unused = ("libqeglfs.so", "libqlinuxfb.so", "libqminimalegl.so", "libqvkkhrdisplay.so", "libqvnc.so")
    files = [path for path in loaded if path.name not in unused]
    output = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in output.splitlines() if line.endswith("not found")}


def _quietly(command: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stderr.strip(), file=sys.stderr)


# ---- verbs ------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Open the window, or without a display make the demonstration's files."""
    if arguments or _has_display():
        return _run([PYTHON, "-P", "-m", "desktop", *arguments])
    folder = ROOT / "demo"
    print("No display here: running the demonstration without a window.", flush=True)
    code = _run([PYTHON, "-P", "-m", "desktop", "demo", "--out", folder], {"QT_QPA_PLATFORM": "offscreen"})
    if code == 0:
        print(f"\nThe demonstration's files are in {folder}")
    return code


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def test(arguments: list[str]) -> int:
    """Format, lint, types and tests, a few under Wine where that is set up; all are run even if one fails."""
    workers = (os.cpu_count() or 1) + 1  # one more than cores: tests of windows and processes wait now and then
    whole = ["--ignore=tests/bench", "-n", f"{workers}", "--dist", "worksteal"]  # whoever is done takes from the others
    where = [] if any(not word.startswith("-") for word in arguments) else whole
    quick: dict[str, list[object]] = {
        "ruff format": ["-m", "ruff", "format", "--check", "--quiet"],
        "ruff check": ["-m", "ruff", "check", "--quiet"],
    }
    results = [(name, *_timed([PYTHON, *command])) for name, command in quick.items()]
    with ThreadPoolExecutor(1) as beside:  # mypy keeps one core busy, and the tests are not always at work on all
        types = beside.submit(_timed, [PYTHON, "-m", "mypy", "--no-error-summary"], quietly=True)
        under_wine = beside.submit(_timed, [PYTHON, ROAD, "quick"], quietly=True) if where else None
        tests = _timed([PYTHON, "-m", "pytest", "-q", *where, *arguments])
        results += [("mypy", *types.result()), ("pytest", *tests)]
        if under_wine is not None and (few := under_wine.result())[0] != NOT_SET_UP:
            results.append(("under Wine", *few))
    print()
    for name, code, seconds, said in results:
        print(f"{said}{name:12} {'ok' if code == 0 else 'FAILED'} ({seconds:.0f} s)")
    return 1 if any(code for _name, code, _seconds, _said in results) else 0


def _timed(command: list[object], *, quietly: bool = False) -> tuple[int, float, str]:
    """The exit code, how long it took, and what it said if it said it quietly."""
    start = time.monotonic()
    done = _done(command, {"QT_QPA_PLATFORM": "offscreen"}, subprocess.PIPE if quietly else None)
    return done.returncode, time.monotonic() - start, done.stdout or ""


def bench(arguments: list[str]) -> int:
    """The measured promises, on this machine; those of the files named, where some are."""
    named = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
    measured = [] if named else ["tests/bench"]
    return _run([PYTHON, "-m", "pytest", *measured, "--benchmark-enable", *arguments], {"QT_QPA_PLATFORM": "offscreen"})


def build(arguments: list[str]) -> int:
    """Freeze the program into dist/passerelle, the same bytes every time, and let it check itself.

    It bears the day of its commit, by which it knows a clock that is wrong; `SOURCE_DATE_EPOCH` builds an old one.
    """
    fixed = _release_variables()
    work = ["--noconfirm", "--clean", "--log-level=WARN", "--distpath", ROOT / "dist", "--workpath", ROOT / "build"]
    code = _run([PYTHON, "-m", "PyInstaller", *work, *arguments, ROOT / "build.spec"], fixed)
    if code != 0:
        return code
    folder = ROOT / "dist" / "passerelle"
    if sys.platform.startswith("linux"):
        _call([PYTHON, ROOT / "packaging" / "file_types.py", folder])
    digests(folder, folder.with_name("passerelle-headquarters"))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"Built {folder}: {size / 1e6:.0f} MB", flush=True)
    program = folder / ("passerelle-console.exe" if WINDOWS else "passerelle")
    if sys.platform == "darwin":
        _call([PYTHON, ROOT / "packaging" / "mac_app.py"])
        program = ROOT / "dist" / "Passerelle.app" / "Contents" / "MacOS" / "passerelle"
    return _run([program, "check"], {"QT_QPA_PLATFORM": "offscreen"})


def digests(*folders: Path) -> None:
    """Write the lists of what is in frozen folders."""
    _call([PYTHON, ROOT / "packaging" / "digests.py", *folders])


def _release_variables() -> dict[str, str]:
    """What makes a build the same every time; raises Failed when the commit may not go out."""
    at, again = _commit_time(), "SOURCE_DATE_EPOCH" in os.environ
    faults = release_faults(ROOT, _utc_day(at), _utc_day(None), again=again)
    if faults:
        raise Failed("Nothing was built:\n" + "\n".join(f"- {fault}" for fault in faults))
    return {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": f"{at}"}


def _commit_time() -> int:
    """Seconds since 1970; of an unpacked archive, which has no commit, the day of the last release."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    answer = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(answer.stdout.strip() or datetime.combine(stated(ROOT)[1], clock_time(), UTC).timestamp())


def _utc_day(at: int | None) -> date:
    return (datetime.now(UTC) if at is None else datetime.fromtimestamp(at, UTC)).date()


def stated(root: Path) -> tuple[str, date]:
    """The version that the program states, and the day of its last release."""
    text = (root / "desktop" / "__init__.py").read_text(encoding="utf-8")
    version, day = (
        re.search(r'__version__ = "([^"]+)"', text),
        re.search(r"RELEASED = date\((\d+), (\d+), (\d+)\)", text),
    )
    if version is None or day is None:
        raise Failed("desktop/__init__.py states no version, or no day of the last release.")
    year, month, number = map(int, day.groups())
    return version[1], date(year, month, number)


def release_faults(root: Path, built: date, today: date, *, again: bool) -> list[str]:
    """Why what is built on that day may not go out; none when it may. `again` builds an old commit once more."""
    version, released = stated(root)
    heading = re.search(r"^## (\S+)(?: — (.+))?$", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    newest, dated = (heading[1], heading[2] or "") if heading else ("", "")
    entry = date.fromisoformat(dated) if re.fullmatch(r"\d{4}-\d\d-\d\d", dated) else released
    faults = {
        f"desktop/__init__.py says {version}, the newest entry of CHANGELOG.md {newest}": version != newest,
        f"the commit is of {built}, before the last release ({released})": built < released,
        f"the commit is of {built}, before the newest entry of CHANGELOG.md ({entry})": built < entry,
        f"the commit is of {built}, a day still to come": built > today,
        f"the commit is of {built}, older than {OLDEST_BUILD} days: commit the release first": not again
        and (today - built).days > OLDEST_BUILD,
    }
    return [fault for fault, holds in faults.items() if holds]


def deb(arguments: list[str]) -> int:
    """Freeze, and pack what was frozen for Debian 12 and 13 into dist/debian, the same bytes every time."""
    return build(arguments) or _run([PYTHON, ROOT / "packaging" / "deb.py"], _release_variables())


def deb_test(arguments: list[str]) -> int:
    """Try those packages in clean roots of Debian 12 and 13, as root; `deb-test trixie` in one of them."""
    return _run([PYTHON, ROOT / "packaging" / "deb_trial.py", *arguments])


def linux_folder(arguments: list[str]) -> int:
    """Freeze, and lay the folder out that takes updates, into dist/linux/Passerelle."""
    return build(arguments) or _run([PYTHON, ROOT / "packaging" / "linux_folder.py"])


def releases(verb: str, arguments: list[str]) -> int:
    """Release keys, and updates signed with two of them; packaging/releases.py tells how."""
    return _run([PYTHON, ROOT / "packaging" / "releases.py", verb, *arguments])


def tool(arguments: list[str]) -> int:
    """One of the project's own tools, as the hooks of a commit call it: `tool ruff check`."""
    return _run([PYTHON, "-m", *arguments]) if arguments else 2


def windows(arguments: list[str]) -> int:
    """The program under Wine, as Windows would run it; its own help tells the verbs."""
    fixed = _release_variables() if arguments[:1] in (["build"], ["install-test"]) else {}
    return _run([PYTHON, ROAD, *arguments], fixed)


def lock(arguments: list[str]) -> int:
    """Write packaging/lock.txt anew from pyproject.toml, for every system; `lock --upgrade` takes newer versions.

    What it names is installed at once, and docs/licences.md written from it.
    """
    uv = shutil.which("uv") or shutil.which("uv", path=str(BIN))
    if uv is None:
        raise Failed("The lock is written with uv: install it once with `pip install uv`.")
    form = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--extra", "dev"]
    code = _run(
        [uv, "pip", "compile", "-q", *form, "--python-version", "3.11", *arguments, "pyproject.toml", "-o", LOCK]
    )
    if code == 0:
        set_up()
        code = _run([PYTHON, ROOT / "packaging" / "licences.py"])
    return code


# ---- processes --------------------------------------------------------------------------------------------------


def _run(command: list[object], more: Mapping[str, str] = {}) -> int:
    """Run in the project's folder with this terminal; the exit code."""
    return _done(command, more, None).returncode


def _done(command: list[object], more: Mapping[str, str], output: int | None) -> subprocess.CompletedProcess[str]:
    """Run in the project's folder; what it writes goes to this terminal, or all of it to `output`."""
    environment = {**os.environ, "PYTHONUTF8": "1", **more}
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PYTHONDONTWRITEBYTECODE"):  # compiling again takes seconds
        environment.pop(name, None)
    errors = subprocess.STDOUT if output is not None else None
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=environment, stdout=output, stderr=errors, encoding="utf-8", check=False)


def _call(command: list[object]) -> None:
    if _run(command) != 0:
        raise Failed(f"{Path(str(command[1])).name} failed.")


VERBS: Mapping[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "build": build,
    "deb": deb,
    "deb-test": deb_test,
    "linux-folder": linux_folder,
    "lock": lock,
    "release-file": partial(releases, "release-file"),
    "release-keys": partial(releases, "release-keys"),
    "sign-release": partial(releases, "sign-release"),
    "tool": tool,
    "windows": windows,
}


def main() -> int:
    verb, arguments = (sys.argv[1:2] or ["help"])[0], sys.argv[2:]
    if verb not in VERBS:
        print(__doc__)
        return 0 if verb in ("help", "-h", "--help") else 2
    try:
        set_up()
        return VERBS[verb](arguments[1:] if arguments[:1] == ["--"] else arguments)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - started by whatever python3 there is
        sys.exit("Passerelle needs Python 3.11 or newer: start this file with it.")
    sys.exit(main())
