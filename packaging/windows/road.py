"""The road to Windows, walked on Debian: `python3 packaging/dev.py windows set-up|test|quick|build|install-test`.

`set-up` makes what the others need, once (about 3 GB, some minutes), and goes on where it was interrupted.
`test` runs the tests in a Windows Python under Wine; arguments are passed on to pytest.
`quick` runs a few of them as it stands; it is what `dev.py test` starts, and does nothing before `set-up`.
`build` freezes the program and tries it as an ordinary user who has no Python; arguments are passed on to PyInstaller.
`install-test` makes the set-up programs and the portable one and tries them as that user; `--stand-in` needs no build.
"""

import signal
import sys
from collections.abc import Callable, Mapping

import debian
import freezing
import installing
import runtime
import suite
import wine
from folder import HERE, LOCK, Blocked, Road, need_linux_and_root, road_folder, say


def set_up(road: Road) -> None:
    """Every step that is not finished yet."""
    need_linux_and_root()
    road.folder.mkdir(parents=True, exist_ok=True)
    packages = [debian.SUITE.encode(), debian.USER.encode(), *(name.encode() for name in debian.PACKAGES)]
    road.step("root", "Making a Debian with Wine (some minutes)...", packages, lambda: debian.make_root(road))
    python = [runtime.PYTHON_WHEEL.read_bytes()]
    road.step("python", "Unpacking Python for Windows...", python, lambda: runtime.make_python(road))
    locked = runtime.locked_for_windows(LOCK.read_text(encoding="utf-8")).encode()
    libraries = [*python, locked, (HERE / "stand_ins" / "sitecustomize.py").read_bytes()]
    road.step("libraries", "Fetching the locked libraries...", libraries, lambda: runtime.add_libraries(road))
    made = list(wine.sources())
    road.step("stand-ins", "Compiling what Wine lacks...", made, lambda: wine.compile_stand_ins(road))
    road.step("prefix", "Making Wine's drive C:...", [*packages, *made], wine.for_tests(road).make)


def _set_up(road: Road, _arguments: list[str]) -> int:
    set_up(road)
    say(f"The road to Windows is ready in {road.folder}")
    return 0


def _test(road: Road, arguments: list[str]) -> int:
    set_up(road)
    return suite.test(road, arguments)


def _quick(road: Road, _arguments: list[str]) -> int:
    return suite.quick(road)


def _build(road: Road, arguments: list[str]) -> int:
    set_up(road)
    return freezing.build(road, arguments)


def _install_test(road: Road, arguments: list[str]) -> int:
    set_up(road)
    return installing.install_test(road, arguments)


VERBS: Mapping[str, Callable[[Road, list[str]], int]] = {
    "set-up": _set_up,
    "test": _test,
    "quick": _quick,
    "build": _build,
    "install-test": _install_test,
}


def main() -> int:
    verb, arguments = (sys.argv[1:2] or ["help"])[0], sys.argv[2:]
    if verb not in VERBS:
        print(__doc__)
        return 0 if verb in ("help", "-h", "--help") else 2
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(128 + signal.SIGTERM))  # what it started ends with it
    try:
        return VERBS[verb](Road(road_folder()), arguments)
    except Blocked as blocked:
        print(blocked, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
