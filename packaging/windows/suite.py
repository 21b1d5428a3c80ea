"""The project's tests in a Windows Python under Wine, without those that Wine cannot do."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import outcomes
import wine
from database import database_server
from folder import PROJECT, Road, say
from under_wine import LIST, OUTCOMES, left_out

PYTEST = ("P:\\python.exe", "-u", "-X", "utf8", "-m", "pytest", "-q", "-p", "no:xdist", "--basetemp=T:\\pytest")
TOLD = ("-p", "under_wine", "-rfEs", "--tb=short")
LONGEST = "--timeout=900"  # seconds: a test that waits for ever ends its process; the summary tells what did not run
VARIABLES = {
    "W_QT_QPA_PLATFORM": "offscreen",  # see stand_ins/sitecustomize.py
    "PASSERELLE_SMALL_DISK": "Z:\\small",  # tests/faulty.py, see debian.ENTER
    "W_QT_QPA_FONTDIR": "S:\\project\\resources\\fonts",  # offscreen, Qt looks for no font of the system
    "PYTHONPATH": "S:\\project\\packaging\\windows",  # under_wine.py, usercustomize.py
}
QUICK = ("tests/base/test_files.py", "tests/base/test_process.py", "tests/bundles/test_confined.py")
NOT_SET_UP = 77  # exit code
NO_TESTS = 5  # pytest's exit code where its options leave none


def quick(road: Road) -> int:
    """A few tests of what Windows does otherwise, in seconds; NOT_SET_UP where there is no road yet."""
    return _pytest(road, [*TOLD, *QUICK], {}) if road.is_set_up() else NOT_SET_UP


def test(road: Road, arguments: list[str]) -> int:
    """Run pytest with these arguments and tell what became of how many tests of each folder.

    Without names of tests it runs folder by folder, each in a process of its own. Without any argument it also tries
    each test of the list alone: one that passes, or is none any more, is a fault.
    """
    named = any(not word.startswith("-") for word in arguments)
    runs = {"": arguments} if named else {folder: [*arguments, *files] for folder, files in parts().items()}
    names = list(left_out(LIST.read_text(encoding="utf-8")))
    stopped, passing = [], []
    with TemporaryDirectory(prefix="outcomes-", dir=road.folder) as place, database_server() as server:
        file = Path(place) / "outcomes.txt"
        file.touch()
        variables = {**server, OUTCOMES: f"Z:\\road\\{file.parent.name}\\{file.name}"}
        for folder, words in runs.items():
            say(f"\n{folder}" if folder else "")
            if _pytest(road, [*TOLD, LONGEST, *words], variables) not in (0, NO_TESTS):
                stopped.append(folder)
        if not arguments:
            say("\nthe list" if names else "")
            passing = [name for name in names if _pytest(road, [LONGEST, "--tb=no", name], server) == 0]
        ended = outcomes.read(file.read_text(encoding="utf-8"))
    say(outcomes.left_undone(ended))
    say(outcomes.summary(ended))
    faults = outcomes.faults(ended, names, passing) if not arguments else []
    for sentence in faults:
        say(sentence)
    return 1 if stopped or faults or not outcomes.is_whole(ended) else 0


def parts() -> dict[str, list[str]]:
    """The files of tests by their folder: one process each, so that what stops one leaves the others."""
    together: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "tests").rglob("test_*.py")):
        file = path.relative_to(PROJECT)
        if file.parts[1] != "bench":
            together.setdefault(file.parent.as_posix(), []).append(file.as_posix())
    return together


def _pytest(road: Road, arguments: list[str], more: Mapping[str, str]) -> int:
    return wine.for_tests(road).run([*PYTEST, *arguments], {**VARIABLES, **more}, place="/srv/project")
