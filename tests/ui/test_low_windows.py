"""In the smallest window the content keeps its height, and no warning goes under without a sign."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.progress import Progress
from desktop.presenters.status import StatusChip
from desktop.ui.frame.banner import Banner
from desktop.ui.frame.bars import StatusBar
from desktop.ui.frame.controller import training_banner
from desktop.ui.frame.sizes import LEAST
from desktop.ui.frame.window import Window
from desktop.ui.theme import Theme
from desktop.ui.widgets import Button, PageFrame
from tests.training import finish, gestures

SIZE = LEAST  # of the window of this file
SHARE = 0.45  # of the window's height (design/look.md)


@pytest.fixture(scope="module", autouse=True)
def banner(desk: Window) -> None:
    """What stands above every page of a training office."""
    desk.show_banner(training_banner)


def share_of_content(window: Window) -> float:
    """How much of the window's height is left under title and messages, above the bar."""
    assert window.view is not None
    page = window.view.page
    inside = page._document if page._document is not None and page._document.isVisible() else page._body
    top = inside.mapTo(window, QPoint(0, 0)).y()
    end = page.bar if page.bar.isVisible() else window.status
    return (end.mapTo(window, QPoint(0, 0)).y() - top) / window.height()


def test_the_content_has_almost_half_of_the_smallest_window(desk: Window, qapp: QApplication) -> None:
    """On every place and step, with what stands above it in the training office, once nothing is under way."""
    low = {}
    for key, arguments in [*gestures(desk.office), ("agreement", _previewed(desk))]:
        desk.go(key, **arguments)
        finish(desk, qapp)
        QTest.qWait(1)
        if (share := share_of_content(desk)) < SHARE:
            low[f"{key} {arguments.get('step', '')}"] = round(share, 2)
    assert low == {}


def test_the_frame_folds_where_a_window_is_lower_still(desk: Window, qapp: QApplication, qtbot: QtBot) -> None:
    """At twice the size of text: one line of banner, no menu bar and no status bar, and one line of buttons."""
    Theme(qapp, "light", 200)
    try:
        desk.rebuild()
        desk.go("partners")
        desk.setMinimumSize(0, 0)
        desk.resize(LEAST)
        qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=30_000)  # while work is under way the status bar says so
        QApplication.processEvents()
        assert desk.height() <= LEAST.height()
        assert share_of_content(desk) > SHARE / 2
        assert not desk.menus.isVisible() and desk.top.menu.isVisible()
        assert (
            desk.banner.text() == "Entraînement\u00a0: tout est inventé." and "rien ne quitte" in desk.banner.toolTip()
        )
        chips = [StatusChip("a", "x", "x", "Pas de sauvegarde", "check", warns=True)]
        desk.show_status(chips)
        state = desk.top.state
        assert not desk.status.isVisible() and state.isVisible() and state.text() == "1"
        assert state.property("tone") == "warn" and "Pas de sauvegarde" in state.toolTip()
        desk.status.begin("Recherche", Progress())
        assert desk.status.isVisible(), "what is under way is seen, with its Stop"
        desk.status.end()
        assert not desk.status.isVisible()
    finally:
        Theme(qapp, "light", 100)
        desk.rebuild()
        desk.resize(LEAST)
        QApplication.processEvents()
    assert desk.menus.isVisible() and desk.status.isVisible() and not desk.top.state.isVisible()
    assert "rien ne quitte" in desk.banner.text()


def test_buttons_without_room_in_one_line_are_in_a_menu(qtbot: QtBot, theme: Theme) -> None:
    """Of a low page; hidden by their page they are there no more, and the filled one always stands."""
    page, pressed = PageFrame(), list[str]()
    qtbot.addWidget(page)
    page.setStyleSheet(theme.sheet)
    page.bar.back("Retour", lambda: pressed.append("back"))
    first = page.bar.other("Enregistrer et reprendre plus tard", lambda: pressed.append("later"))
    second = page.bar.other("Imprimer la note de décision", lambda: pressed.append("print"))
    main = page.bar.primary("Continuer", lambda: pressed.append("on"))
    page.resize(400, 300)
    page.show()
    QApplication.processEvents()
    assert page.bar.more.isVisible() and main.isVisible() and not first.isVisible() and not second.isVisible()
    assert [button.text() for button in page.bar.buttons][1:] == [first.text(), second.text(), main.text()]
    assert page.bar.height() < 2 * main.height()
    page.bar.more.click()
    assert page.bar.menu is not None
    page.bar.menu.actions()[0].trigger()
    assert pressed == ["later"]
    page.bar.menu.close()
    for button in (first, second):
        button.hide()
    QApplication.processEvents()
    assert not page.bar.more.isVisible(), "nothing is left for it"
    first.show()
    page.resize(1200, 300)
    QApplication.processEvents()
    assert first.isVisible() and not second.isVisible() and not page.bar.more.isVisible()


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


WORDS = [f"une phrase assez longue {at}" for at in range(4)]
PREPARING = "Préparation de la liste pour la recherche"


def working_bar(width: int, narrow: bool) -> StatusBar:
    """A bar with four chips while work is under way."""
    bar = StatusBar(lambda key: None)
    bar.resize(width, 30)
    bar.show()
    bar.show_status([StatusChip(str(at), text, f"{at}", text, "check") for at, text in enumerate(WORDS)], narrow)
    bar.begin(PREPARING, Progress())
    return bar


def crowded() -> int:
    """The width at which one chip has no room beside the sentence: the letters of each system have their own widths."""
    return next(width for width in range(1920, LEAST.width(), -10) if chips_of(working_bar(width, False)) != WORDS)


@pytest.mark.parametrize("room", ["narrow", "crowded", "wide"])
def test_chips_make_room_for_the_whole_sentence_of_the_work_under_way(desk: Window, room: str) -> None:
    """They are counted meanwhile, stay where they are while the sentence grows shorter, and come back at its end."""
    width = {"narrow": LEAST.width, "crowded": crowded, "wide": lambda: 1920}[room]()
    bar = working_bar(width, room == "narrow")
    assert bar.work_text.text() == PREPARING
    during = chips_of(bar)
    if room == "narrow":
        assert during == ["0", "3", "+2"]
    else:
        assert during == (WORDS if room == "wide" else [WORDS[0], WORDS[1], WORDS[3], "+1"])
    bar.advance(1, 2, "Lecture")
    assert (bar.work_text.text(), chips_of(bar)) == ("Lecture", during)
    bar.advance(1, 2, "Préparation " * 40)
    assert bar.width() == width and bar.work_text.text().endswith("…")
    assert bar.work_text.toolTip() == "Préparation " * 40
    bar.end()
    assert chips_of(bar) == (["0", "3", "+2"] if room == "narrow" else WORDS)
    bar.close()


def test_a_training_window_is_framed(desk: Window) -> None:
    """The frame that the style declares is there in pixels, on each side, and not around another office."""
    desk.go("today")
    QApplication.processEvents()
    picture = desk.grab().toImage()
    middle, width = picture.height() // 2, picture.width()
    for x, y in ((1, middle), (width - 2, middle), (width // 2, picture.height() - 2)):
        assert picture.pixelColor(x, y).name().upper() == "#E8B800", (x, y)
    desk.show_banner(Banner)
    QApplication.processEvents()
    picture = desk.grab().toImage()
    assert picture.pixelColor(1, middle).name().upper() != "#E8B800"
    desk.show_banner(training_banner)
