"""What hands do without thinking: Ctrl+F in a list, and two clicks where one is enough."""

import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.text import speak
from desktop.ui.frame.window import Window
from tests.offices import Templates
from tests.training import gestures, opened, set_up_training, window_of

CONTROL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def desk(templates: Templates, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    folder = tmp_path_factory.mktemp("hands") / "training"
    shutil.copytree(templates.folder(set_up_training)[0], folder)
    speak("fr")
    with opened(folder) as office, window_of(office, qapp, QSize(1000, 700)) as window:
        yield window


class Cover(QWidget):
    """Lies over a window and counts the presses that reach it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.presses = 0
        self.setGeometry(page.rect())
        self.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.presses += 1
        event.accept()


def press_find(desk: Window) -> object:
    """Ctrl+F with the focus on the page; what has the focus then."""
    desk.rail.setFocus()
    QTest.keyClick(desk, Qt.Key.Key_F, CONTROL)
    QApplication.processEvents()
    return desk.focusWidget()


def test_ctrl_f_goes_to_the_search_of_the_list(desk: Window) -> None:
    """Of whatever page has one, of the clauses too; elsewhere, and with F6, to the search of all records."""
    clauses = next(known for key, known in gestures(desk.office) if known.get("step") == "clauses")
    searched = 0
    for key, arguments in (("partners", {}), ("agreement", clauses), ("today", {})):
        desk.go(key, **arguments)
        QApplication.processEvents()
        assert desk.view is not None
        field = desk.view.search_field
        searched += field is not None
        assert press_find(desk) is (field or desk.top.search), key
    assert searched == 2
    desk.go("partners")
    QApplication.processEvents()
    QTest.keyClick(desk, Qt.Key.Key_F6)
    assert desk.focusWidget() is desk.top.search
    assert "F6" in desk.top.search.toolTip() and desk.view is not None
    assert desk.view.search_field is not None and "Ctrl+F" in desk.view.search_field.toolTip()


def test_the_second_click_of_two_presses_nothing_on_the_page_that_the_first_opened(desk: Window, qtbot: QtBot) -> None:
    """One click opens a row of a narrow window; whoever clicks twice is where the first click led."""
    desk.go("partners")
    view = desk.view
    assert view is not None
    qtbot.waitUntil(lambda: not desk.tasks.busy and view.list.view.isVisible() and len(view.list.rows) > 0)
    rows, handle = view.list.view, desk.windowHandle()
    spot = rows.viewport().mapTo(desk, rows.visualRect(rows.model().index(0, 0)).center())
    covers: list[Cover] = []
    link = desk.arrived.connect(lambda _key: covers.append(Cover(desk)))
    QTest.mouseDClick(handle, LEFT, pos=spot)
    desk.arrived.disconnect(link)
    (cover,) = covers
    assert desk.here == "partner" and cover.presses == 0
    QTest.mouseClick(handle, LEFT, pos=spot)
    assert cover.presses == 1, "a click that is none of the two is one"
    cover.hide()
