"""In the smallest window the content keeps its height, and no warning goes under without a sign."""

import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.base.progress import Progress
from desktop.base.text import speak
from desktop.presenters.status import StatusChip
from desktop.ui.frame.bars import StatusBar
from desktop.ui.frame.controller import training_banner
from desktop.ui.frame.sizes import LEAST
from desktop.ui.frame.window import Window
from desktop.ui.widgets import Button
from tests.offices import Templates
from tests.training import gestures, opened, set_up_training, window_of

SHARE = 0.45  # of the window's height (design/look.md)


@pytest.fixture(scope="module")
def desk(templates: Templates, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    """The smallest window of a training office, with its banner and its menu bar."""
    folder = tmp_path_factory.mktemp("low") / "training"
    shutil.copytree(templates.folder(set_up_training)[0], folder)
    speak("fr")
    with opened(folder) as office, window_of(office, qapp, LEAST) as window:
        window.show_banner(training_banner)
        yield window


def share_of_content(window: Window) -> float:
    """How much of the window's height is left under title and messages, above the bar."""
    assert window.view is not None
    page = window.view.page
    inside = page._document if page._document is not None and page._document.isVisible() else page._body
    top = inside.mapTo(window, QPoint(0, 0)).y()
    end = page.bar if page.bar.isVisible() else window.status
    return (end.mapTo(window, QPoint(0, 0)).y() - top) / window.height()


def test_the_content_has_almost_half_of_the_smallest_window(desk: Window) -> None:
    """On every place and step, with what stands above it in the training office."""
    low = {}
    for key, arguments in [*gestures(desk.office), ("agreement", _previewed(desk))]:
        desk.go(key, **arguments)
        QTest.qWait(1)
        if (share := share_of_content(desk)) < SHARE:
            low[f"{key} {arguments.get('step', '')}"] = round(share, 2)
    assert low == {}


def test_a_page_has_one_filled_button(desk: Window) -> None:
    """In the box of the next step or in the bar, never both (design/look.md)."""
    several = {}
    for key, arguments in gestures(desk.office):
        desk.go(key, **arguments)
        QApplication.processEvents()
        assert desk.view is not None
        buttons = [button for button in desk.view.findChildren(Button) if button.property("kind") == "filled"]
        seen = [button.text() for button in buttons if button.isVisible()]
        if len(seen) > 1:
            several[f"{key} {arguments.get('step', '')}"] = seen
    assert several == {}


def _previewed(window: Window) -> dict[str, str]:
    return next({**given, "step": "preview"} for key, given in gestures(window.office) if key == "agreement")


def test_a_warning_that_has_no_room_is_counted_and_coloured(qapp: QApplication) -> None:
    """Two chips stand in a narrow bar, those that warn first; the others are counted, and coloured when one warns."""
    chips = [
        StatusChip(str(at), f"chip {at}", f"{at}", f"full {at}", "check", warns=at in (1, 2, 3)) for at in range(4)
    ]
    bar = StatusBar(lambda key: None)
    bar.show_status(chips, narrow=True)
    assert chips_of(bar) == ["1", "3", "+2"]
    (more,) = (button for button in bar.findChildren(Button) if button.text() == "+2")
    assert more.property("tone") == "warn" and "full 2" in more.toolTip() and "full 0" in more.accessibleDescription()


def chips_of(bar: StatusBar) -> list[str]:
    """What stands in the bar besides the work under way."""
    buttons = (button for button in bar.findChildren(Button) if button is not bar.stop)
    return [button.text() for button in buttons if button.isVisibleTo(bar)]


@pytest.mark.parametrize(("width", "narrow"), [(LEAST.width(), True), (1366, False), (1920, False)])
def test_chips_make_room_for_the_whole_sentence_of_the_work_under_way(desk: Window, width: int, narrow: bool) -> None:
    """They are counted meanwhile, stay where they are while the sentence grows shorter, and come back at its end."""
    words = [f"une phrase assez longue {at}" for at in range(4)]
    bar = StatusBar(lambda key: None)
    bar.resize(width, 30)
    bar.show()
    chips = [StatusChip(str(at), text, f"{at}", text, "check") for at, text in enumerate(words)]
    bar.show_status(chips, narrow)
    bar.begin("Préparation de la liste pour la recherche", Progress())
    assert bar.work_text.text() == "Préparation de la liste pour la recherche"
    during = chips_of(bar)
    if narrow:
        assert during == ["0", "3", "+2"]
    else:
        assert during == (words if width > 1366 else [words[0], words[1], words[3], "+1"])
    bar.advance(1, 2, "Lecture")
    assert (bar.work_text.text(), chips_of(bar)) == ("Lecture", during)
    bar.advance(1, 2, "Préparation " * 40)
    assert bar.width() == width and bar.work_text.text().endswith("…")
    assert bar.work_text.toolTip() == "Préparation " * 40
    bar.end()
    assert chips_of(bar) == (["0", "3", "+2"] if narrow else words)
    bar.close()


def test_a_training_window_is_framed(desk: Window) -> None:
    """The frame that the style declares is there in pixels, on each side, and not around another office."""
    desk.go("today")
    QApplication.processEvents()
    picture = desk.grab().toImage()
    middle, width = picture.height() // 2, picture.width()
    for x, y in ((1, middle), (width - 2, middle), (width // 2, picture.height() - 2)):
        assert picture.pixelColor(x, y).name().upper() == "#E8B800", (x, y)
    desk.show_banner(lambda: "")
    QApplication.processEvents()
    picture = desk.grab().toImage()
    assert picture.pixelColor(1, middle).name().upper() != "#E8B800"
    desk.show_banner(training_banner)
