"""A window with sample pages, on no screen at all."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.base.text import speak
from desktop.ui.frame.window import Window
from desktop.ui.theme import Theme
from tests.offices import Templates
from tests.training import opened, set_up_training, window_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform regrets that it has no window manager; nobody can act on that."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture(scope="session")
def gallery() -> ModuleType:
    """The sample pages of the pictures."""
    spec = importlib.util.spec_from_file_location("gallery", Path(__file__).with_name("gallery.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gallery"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """The interface speaks French, as it does for most of its readers."""
    speak("fr")
    yield
    speak("fr")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light look at the usual size."""
    return Theme(qapp, "light")


@pytest.fixture
def window(qapp: QApplication, gallery: ModuleType) -> Iterator[Window]:
    """The sample window, as large as a usual laptop's screen."""
    made: Window = gallery.made(qapp)
    made.resize(1366, 720)
    made.show()
    made.go("today")
    yield made
    made.close()
    made.tasks.close()
    made.deleteLater()


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest,
    templates: Templates,
    tmp_path_factory: pytest.TempPathFactory,
    qapp: QApplication,
) -> Iterator[Window]:
    """The window of a training office, one for all tests of a file, as large as the file's `SIZE` says."""
    folder = tmp_path_factory.mktemp("desk") / "training"
    shutil.copytree(templates.folder(set_up_training)[0], folder)
    speak("fr")
    with opened(folder) as office, window_of(office, qapp, request.module.SIZE) as window:
        yield window
