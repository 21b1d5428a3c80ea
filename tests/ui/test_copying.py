"""What a page only tells is selected by mouse and keys, and copied."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.presenters.presenter import Confirmation
from desktop.ui.asking import Boxes, ConfirmBox
from desktop.ui.frame.menus import MenuBar
from desktop.ui.frame.window import Window
from desktop.ui.widgets import Text
from desktop.ui.widgets.copying import selected_words, texts_of
from tests.training import gestures
from tests.ui.test_menus import Menu, entries, go

SIZE = QSize(1366, 740)  # of the window of this file
COPY, ALL = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll


@pytest.fixture
def in_front(desk: Window, qtbot: QtBot) -> Window:
    """The window, in front, with the page of a partner."""
    go(desk, "partner")
    with qtbot.waitActive(desk):
        desk.activateWindow()
    QGuiApplication.clipboard().setText("before")
    return desk


def press(desk: Window, key: QKeySequence.StandardKey) -> None:
    """A key, wherever the focus is."""
    QTest.keySequence(desk.focusWidget() or desk, QKeySequence(key))


def facts_of(desk: Window) -> Text:
    """A fact of the partner shown."""
    assert desk.view is not None
    city = desk.view.presenter.partner.city
    return next(text for text in desk.view.findChildren(Text) if text.text() == city)


def test_a_fact_is_copied_by_the_mouse(in_front: Window) -> None:
    fact = facts_of(in_front)
    QTest.mouseMove(fact, QPoint(4, 4))
    fact.enterEvent(None)  # type: ignore[arg-type]  # offscreen, the mouse enters nothing
    QTest.mousePress(fact, Qt.MouseButton.LeftButton, pos=QPoint(0, fact.height() // 2))
    QTest.mouseMove(fact, QPoint(fact.width() - 1, fact.height() // 2))
    QTest.mouseRelease(fact, Qt.MouseButton.LeftButton, pos=QPoint(fact.width() - 1, fact.height() // 2))
    assert fact.selectedText() == fact.text()
    press(in_front, COPY)
    assert QGuiApplication.clipboard().text() == fact.text()


def test_everything_a_page_says_is_copied_by_the_keys(in_front: Window) -> None:
    view = in_front.view
    assert view is not None
    view.page.focus_heading()
    press(in_front, COPY)
    assert QGuiApplication.clipboard().text() == "before", "nothing is selected yet"
    press(in_front, ALL)
    press(in_front, COPY)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert view.presenter.partner.name in copied and facts_of(in_front).text() in copied
    assert copied.index(view.presenter.partner.name) < copied.index(facts_of(in_front).text()), "as it is read"
    view.show_state()
    press(in_front, COPY)
    assert QGuiApplication.clipboard().text().split("\n") == copied, "what was read meanwhile takes no selection away"


def test_the_arrows_go_from_text_to_text_and_shift_selects(in_front: Window) -> None:
    view = in_front.view
    assert view is not None
    view.page.focus_heading()
    press(in_front, ALL)
    first = in_front.focusWidget()
    assert isinstance(first, Text)
    QTest.keyClick(first, Qt.Key.Key_Down)
    second = in_front.focusWidget()
    assert isinstance(second, Text) and second is list(texts_of(view.page))[1]
    assert selected_words(view.page) == ""
    QTest.keyClick(second, Qt.Key.Key_Home)
    for _letter in range(3):
        QTest.keyClick(second, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(in_front, COPY)
    assert QGuiApplication.clipboard().text() == second.text()[:3]
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert not isinstance(in_front.focusWidget(), Text) and selected_words(view.page) == ""


def test_the_edit_menu_copies_what_the_keys_copy(in_front: Window, qtbot: QtBot) -> None:
    view = in_front.view
    assert view is not None
    view.page.focus_heading()
    assert not entries(in_front, Menu.EDIT)["Copier"].isEnabled()
    entries(in_front, Menu.EDIT)["Tout sélectionner"].trigger()
    entries(in_front, Menu.EDIT)["Copier"].trigger()
    assert facts_of(in_front).text() in QGuiApplication.clipboard().text()
    in_front.go("agreements")
    assert in_front.view is not None
    rows = in_front.view.list
    qtbot.waitUntil(lambda: bool(rows.rows))
    rows.view.setFocus()
    rows.set_current(rows.keys[0])
    entries(in_front, Menu.EDIT)["Copier"].trigger()
    assert QGuiApplication.clipboard().text().startswith(rows.rows[0].title)


def test_a_menu_opens_after_what_had_the_focus_is_gone(in_front: Window, qapp: QApplication) -> None:
    box = Text("a field of a page that is gone")
    box.setParent(in_front.centralWidget())
    menus = in_front.findChild(MenuBar)
    assert menus is not None
    menus._focus_moved(None, box)
    box.deleteLater()
    QApplication.sendPostedEvents(box, 0)
    for menu in Menu:
        menus.fill(menu)


def test_every_page_says_what_it_says_in_texts_that_can_be_copied(desk: Window) -> None:
    for key, arguments in gestures(desk.office):
        desk.go(key, **arguments)
        assert desk.view is not None
        labels = [label for label in desk.view.page.findChildren(QLabel) if label.isVisible() and label.text()]
        shut = {label.text() for label in labels if not (isinstance(label, Text) and label.lay_open())}
        named = {label.text() for label in labels if label.buddy() is not None}
        assert shut <= named, key


@pytest.mark.modal
def test_a_question_of_a_box_is_copied_too(desk: Window) -> None:
    words = "Cet accord sera retiré."
    Boxes(desk).confirm(Confirmation("Retirer", words, "Retirer", "Non"), lambda: None)
    box = desk.findChild(ConfirmBox)
    assert box is not None
    QTest.keySequence(box.confirm, QKeySequence(ALL))
    QTest.keySequence(box.focusWidget() or box, QKeySequence(COPY))
    assert words in QGuiApplication.clipboard().text()
    box.reject()
