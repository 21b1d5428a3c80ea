"""A screen of the window is tested twice: its presenter without Qt, its view at the keyboard."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES, speak
from desktop.office import Office
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.navigation import Place, places
from desktop.ui.theme import Theme
from desktop.ui.views.view import View
from tests.offices import office, office_folder, runner
from tests.training import OF_A_RECORD

__all__ = ["office", "office_folder", "runner"]

BY_A_FILE = ("receive",)  # reads a file as soon as it opens
VIEWS = tuple(place for place in places().all if place.allowed is None and place.key not in (*OF_A_RECORD, *BY_A_FILE))
"""The places that any office can open without arguments; each is opened below."""


def presenter_name(place: Place) -> str:
    """The class of a place's presenter, also where the place binds some of its arguments."""
    return str(getattr(place.presenter, "func", place.presenter).__name__)


def read_tests(root: Path, *but: str) -> str:
    """The text of the tests of a folder, those of some of its folders left out."""
    files = (path for path in root.rglob("test_*.py") if path != Path(__file__))
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.relative_to(root).parts[0] not in but)


def test_every_place_has_a_test_of_its_presenter_and_one_of_its_view(root: Path) -> None:
    """Whoever adds a line to `navigation.py` adds a test in tests/presenters, and one in tests/ui/views for its deeds.

    A place that opens without arguments has a test of its view here.
    """
    without_qt = read_tests(root / "tests", "ui", "bench")
    at_the_keyboard = read_tests(root / "tests" / "ui") + " ".join(place.view.__name__ for place in VIEWS)
    presenters = {name for place in places().all if (name := presenter_name(place)) not in without_qt}
    views = {name for place in places().all if (name := place.view.__name__) not in at_the_keyboard}
    assert presenters | views == set(), "places without a test of their presenter or of their view"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_one_filled_button_a_letter_for_one_thing_and_a_name_for_everything(
    qtbot: QtBot, theme: Theme, office: Office, runner: RunNow, language: str
) -> None:
    speak(language)
    for place in VIEWS:
        view: View[Any] = place.view(place.presenter(office, runner))
        qtbot.addWidget(view)
        view.resize(1100, 640)
        view.show()
        buttons = view.findChildren(QPushButton)
        filled = [button.text() for button in buttons if button.property("kind") == "filled" and button.isVisible()]
        assert len(filled) <= 1, (type(view).__name__, filled)
        assert unnamed(view) == [], type(view).__name__
        assert [letter for letter, times in mnemonics(view).items() if times > 1] == [], type(view).__name__
