"""The handbook in a window: contents, search, a word explained, the paper; and the help of F1, which leads there."""

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.text import speak
from desktop.ui.frame.window import Window
from desktop.ui.views.office.handbook import HandbookView

SIZE = QSize(1366, 768)


@pytest.fixture
def view(desk: Window) -> HandbookView:
    desk.go("handbook")
    assert isinstance(desk.view, HandbookView)
    return desk.view


def test_typing_finds_with_accents_left_out_and_a_mistake_and_enter_reads(
    desk: Window, view: HandbookView, qtbot: QtBot
) -> None:
    assert view.filter.edit.hasFocus()
    QTest.keyClicks(view.filter.edit, "phrase secrete oublie")
    qtbot.waitUntil(lambda: view.presenter.text != "" and view.presenter.state != "")
    assert view.list.rows[0].key == "forgotten"
    QTest.keyClick(view.filter.edit, Qt.Key.Key_Return)
    QTest.keyClick(view.list.view, Qt.Key.Key_Return)
    assert view.presenter.chapter.key == "trouble" and view.text.hasFocus()
    view.filter.edit.setText("zzqx")
    qtbot.waitUntil(lambda: bool(view.presenter.nothing))
    assert view.none.isVisible() and not view.list.isVisible()


def test_a_word_of_the_glossary_is_explained(view: HandbookView) -> None:
    view.presenter.read("name_on_a_list")
    view.text.anchorClicked.emit(QUrl("word:chef de mission"))
    assert "décide" in view.word.text() and view.word.isVisible()
    view.presenter.read("before")
    for word in ("chef de mission", "Siège"):
        QTest.keyClick(view.text, Qt.Key.Key_Right)
        assert view.text.textCursor().selectedText() == word
    QTest.keyClick(view.text, Qt.Key.Key_Left)
    QTest.keyClick(view.text, Qt.Key.Key_Return)
    assert view.presenter.explained == "chef de mission"


def test_the_help_says_what_the_page_and_the_field_are_and_leads_into_the_handbook(desk: Window) -> None:
    desk.go("add_partner")
    assert desk.view is not None
    desk.view.focus_first()
    field = desk.focusWidget()
    QTest.keyClick(field, Qt.Key.Key_F1)
    assert desk.help.isVisible() and desk.help.text.hasFocus()
    assert desk.help.field.text()
    assert "Ajouter un partenaire" in desk.help.text.toPlainText()
    QTest.keyClick(desk.help.text, Qt.Key.Key_Escape)
    assert not desk.help.isVisible() and desk.focusWidget() is field
    desk.show_help()
    desk.help.more.click()
    assert desk.here == "handbook" and isinstance(desk.view, HandbookView)
    assert desk.view.presenter.section == "add_partner" and not desk.help.isVisible()


def test_an_open_help_follows_to_the_next_page_and_speaks_the_next_language(desk: Window) -> None:
    desk.go("today")
    desk.show_help()
    desk.go("lists")
    assert "Listes de sanctions" in desk.help.text.toPlainText()
    desk.speak("es")
    desk.show_help()
    assert "Listas de sanciones" in desk.help.text.toPlainText()
    speak("fr")
