"""The project's tests in a Windows Python under Wine, without those that Wine cannot do."""

from collections.abc import Mapping

import wine
from database import database_server
from folder import PROJECT, Road, say

PYTEST = (
    *("P:\\python.exe", "-u", "-X", "utf8", "-m", "pytest", "-q", "-p", "no:xdist"),
    *("-p", "under_wine", "--basetemp=T:\\pytest", "-rfE", "--tb=short"),
)
VARIABLES = {
    "W_QT_QPA_PLATFORM": "offscreen",  # see stand_ins/sitecustomize.py
    "W_QT_QPA_FONTDIR": "S:\\project\\resources\\fonts",  # offscreen, Qt looks for no font of the system
    "PYTHONPATH": "S:\\project\\packaging\\windows",  # under_wine.py
}
QUICK = ("tests/base/test_files.py", "tests/base/test_process.py", "tests/bundles/test_confined.py")
NOT_SET_UP = 77  # exit code


def quick(road: Road) -> int:
    """A few tests of what Windows does otherwise, in seconds; NOT_SET_UP where there is no road yet."""
    return _pytest(road, list(QUICK), {}) if road.is_set_up() else NOT_SET_UP


def test(road: Road, arguments: list[str]) -> int:
    """Run pytest with these arguments; without any, folder by folder, each in a process of its own."""
    with database_server() as server:
        if any(not word.startswith("-") for word in arguments):
            return _pytest(road, arguments, server)
        failed = []
        for folder, files in parts().items():
            say(f"\n{folder}")
            if _pytest(road, [*arguments, *files], server) != 0:
                failed.append(folder)
    say("\nUnder Wine " + (f"tests of these folders fail: {', '.join(failed)}" if failed else "every folder passes."))
    return 1 if failed else 0


def parts() -> dict[str, list[str]]:
    """The files of tests by their folder: one process each, so that what stops one leaves the others."""
    together: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "tests").rglob("test_*.py")):
        file = path.relative_to(PROJECT)
        if file.parts[1] != "bench":
            together.setdefault(file.parent.as_posix(), []).append(file.as_posix())
    return together


def _pytest(road: Road, arguments: list[str], server: Mapping[str, str]) -> int:
    return wine.for_tests(road).run([*PYTEST, *arguments], {**VARIABLES, **server}, place="/srv/project")
