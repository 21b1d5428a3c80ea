"""Nothing is cut, covered or out of reach on any screen, in any language, size of window and size of text.

And on every place, tab and step, and with what opens there, one button leads on.
"""

from collections.abc import Iterator
from itertools import product
from time import monotonic

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, speak
from desktop.office import Office
from desktop.presenters import status
from desktop.ui.frame.controller import training_banner
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.screens import OfficeScreen, screens
from desktop.ui.theme import Theme
from desktop.ui.widgets import Button
from tests.clipping import faults
from tests.offices import Templates
from tests.training import finish, office_and_headquarters, window_of

SIZES = (QSize(900, 460), QSize(1366, 768), QSize(1920, 1080))
TEXTS = (100, 150, 200)  # per cent
TIGHT: dict[str, str] = {}  # what is known to have too little room in the smallest window at the largest text
SPARE = 1.1  # times the size of a window that it may grow to
PATIENCE = 20.0  # seconds until a screen stands


@pytest.fixture(scope="module")
def offices(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """A training office, and Headquarters, opened once for all screens."""
    with office_and_headquarters(templates, tmp_path_factory.mktemp("clipping")) as both:
        yield both


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["office", "hq"])
def test_nothing_is_cut_or_covered_and_there_is_one_way_on(
    offices: dict[str, Office],
    qapp: QApplication,
    request: pytest.FixtureRequest,
    place: str,
    language: str,
    size: QSize,
    text: int,
) -> None:
    speak(language)
    office = offices[place]
    every = [screen for screen in screens(office, places().all) if not is_waiting(screen, size, text)]
    whole = request.config.getoption("--whole")
    chosen = every if whole else [screen for at, screen in enumerate(every) if is_dealt(at, language, size, text)]
    if not chosen:
        return
    wrong = {}
    try:
        with window_of(office, qapp, size, Theme(qapp, "light", text)) as window:
            window.setMinimumSize(0, 0)
            window.resize(size)
            if office.is_practice:
                window.show_banner(training_banner)
            window.show_status(status.chips(office, unsaved=True))
            for screen in chosen:
                show(window, screen, qapp)
                if found := [*faults(window.centralWidget()), *ways_on(window), *grown(window, size, text)]:
                    wrong[screen.name] = found
    finally:
        Theme(qapp, "light")
    assert wrong == {}


def ways_on(window: Window) -> Iterator[str]:
    """More than one filled button, or a filled one that stands there twice (look.md)."""
    assert window.view is not None
    seen = [button for button in window.view.page.findChildren(Button) if button.isVisible() and button.text()]
    filled = [button.text() for button in seen if button.property("kind") == "filled"]
    doing = [button.text() for button in seen if button.property("kind") in ("filled", "outlined")]
    if len(filled) > 1 or any(doing.count(text) > 1 for text in filled):
        yield f"several ways on: {filled}"


def is_tightest(size: QSize, text: int) -> bool:
    """Whether a page has the least room of all."""
    return (size, text) == (SIZES[0], TEXTS[-1])


def is_waiting(screen: OfficeScreen, size: QSize, text: int) -> bool:
    """Whether a screen is known to have too little room there."""
    return is_tightest(size, text) and screen.name.partition("--")[0] in TIGHT


def grown(window: Window, size: QSize, text: int) -> Iterator[str]:
    """A window that its own parts make larger than its screen; a small one has a tenth of room for large text."""
    if window.width() > size.width() * SPARE or window.height() > size.height() * SPARE:
        yield f"the window grows to {window.width()}x{window.height()}"
    window.resize(size)


def is_dealt(at: int, language: str, size: QSize, text: int) -> bool:
    """Of the 27 cases of a screen, three: each language, size of window and size of text once."""
    row = SIZES.index(size)
    return TEXTS.index(text) == (row + at) % 3 and LANGUAGES.index(language) == (row + at // 3) % 3


def test_each_screen_is_seen_in_each_language_size_and_text() -> None:
    for at in range(12):
        dealt = [case for case in product(LANGUAGES, SIZES, TEXTS) if is_dealt(at, *case)]
        assert len(dealt) == 3
        assert [len({str(case[side]) for case in dealt}) for side in range(3)] == [3, 3, 3]


def show(window: Window, screen: OfficeScreen, app: QApplication) -> None:
    """Go there, open what is to be opened, and wait until it stands."""
    try:
        window.go(screen.key, **screen.arguments)
    except Problem as problem:  # said on the page that is still there, as the program does
        window.show_problem(problem)
        return
    settle(window, app)
    if screen.open is not None and window.view is not None:
        screen.open(window.view)
        settle(window, app)


def settle(window: Window, app: QApplication) -> None:
    """Until nothing is under way and nothing more is laid out."""
    end, quiet, before = monotonic() + PATIENCE, 0, -1
    while quiet < 5 and monotonic() < end:
        finish(window, app)
        QTest.qWait(5)
        height = window.view.page.content.height() if window.view is not None else 0
        stands = window.view is None or window.view.is_made  # some fields are made later
        quiet = quiet + 1 if stands and height == before else 0
        before = height
