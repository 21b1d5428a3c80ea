"""From record to record of the list from which one was opened, by key and by button, and back to the row."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.services.registry import partners
from desktop.store.records import Partner
from desktop.ui.frame.window import Window
from tests.offices import office, office_folder
from tests.training import window_of

__all__ = ["office", "office_folder"]

NAMES = ("Alpha", "Beta", "Gamma")


@pytest.fixture
def shown(office: Office, qapp: QApplication) -> Iterator[Window]:
    for name in NAMES:
        partners.register(office.work, Partner(name=name))
    with window_of(office, qapp, QSize(1100, 700)) as window:
        yield window


def test_a_record_leads_to_those_before_and_after_it_in_its_list(shown: Window, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    shown.go("partners")
    qtbot.waitUntil(lambda: len(shown.view.list.rows) == len(NAMES))
    shown.view.presenter.listing.sort("name")  # the other way round
    qtbot.waitUntil(lambda: shown.view.list.rows[0].title == "Gamma")
    shown.view.list.view.go_to(1)
    qtbot.keyClick(shown.view.list.view, Qt.Key.Key_Return)
    page = lambda: (shown.view.presenter.partner.name, shown.view.page.walk_words)  # noqa: E731
    assert page() == ("Beta", "2 sur 3")
    qtbot.keyClick(shown, Qt.Key.Key_PageDown, control)
    assert page() == ("Alpha", "3 sur 3")
    qtbot.keyClick(shown, Qt.Key.Key_PageDown, control)
    assert page() == ("Alpha", "3 sur 3")
    qtbot.keyClick(shown, Qt.Key.Key_PageUp, control)
    qtbot.keyClick(shown, Qt.Key.Key_PageUp, control)
    assert page() == ("Gamma", "1 sur 3")
    shown.back()  # one step, however many records were looked at
    qtbot.waitUntil(lambda: len(shown.view.list.rows) == len(NAMES))
    assert shown.view.list.rows[shown.view.list.view.at].title == "Gamma"
    qtbot.waitUntil(lambda: shown.focusWidget() is shown.view.list.view)  # and the arrows go on from there
    qtbot.keyClick(shown.view.list.view, Qt.Key.Key_Down)
    assert shown.view.list.rows[shown.view.list.view.at].title == "Beta"


def test_a_record_that_no_list_led_to_says_nothing_of_one(shown: Window, office: Office, qtbot: QtBot) -> None:
    partner = partners.register(office.work, Partner(name="Delta"))
    shown.go("partner", id=partner.id)
    assert shown.view.page.walk_words == ""
    qtbot.keyClick(shown, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert shown.view.presenter.partner.name == "Delta"


def test_a_wide_window_shows_the_record_beside_its_list_and_enter_opens_it(shown: Window, qtbot: QtBot) -> None:
    shown.resize(1900, 900)
    shown.go("partners")
    qtbot.waitUntil(lambda: len(shown.view.list.rows) == len(NAMES))
    beside = shown.view.beside
    qtbot.waitUntil(lambda: beside.pane.shown is not None and beside.pane.shown.title == "Alpha")
    assert "diligence raisonnable en dépend" in beside.pane.next.text()
    view = shown.view.list.view
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)  # chooses, and opens nothing
    qtbot.waitUntil(lambda: beside.pane.shown.title == "Beta")
    assert shown.here == "partners"
    beside.moveSplitter(1100, 1)
    width = beside.sizes()[1]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert shown.here == "partner"
    shown.back()
    qtbot.waitUntil(lambda: shown.view.beside.pane.isVisible())
    assert abs(shown.view.beside.sizes()[1] - width) <= 2
    shown.resize(1000, 700)
    qtbot.waitUntil(lambda: not shown.view.beside.pane.isVisible())
