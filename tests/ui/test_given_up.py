"""Whoever leaves a form by its own button, in a hurry, finds what was typed again with one key on the same page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.frame.controller import WindowController
from tests.typed import FIELDS, Practice
from tests.ui.test_typing import HERE_AGAIN, Start, at, find_again, open_field, says, start, type_into

__all__ = ["at", "start"]

LEAVES = {
    **dict.fromkeys(("new person", "person", "colleague", "clause", "waiver"), "Annuler"),
    "depth": "Annuler",
}


def button(desk: WindowController, words: str, qtbot: QtBot) -> QPushButton:
    """The one button in sight that says this."""
    QTest.qWait(50)
    (shown,) = [b for b in desk.window.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    return shown


@pytest.mark.parametrize("key", LEAVES)
def test_what_was_given_up_comes_back_by_one_key(key: str, at: Practice, start: Start, qtbot: QtBot) -> None:
    typed = next(typed for typed in FIELDS if typed.key == key)
    desk = start(typed.opened(at))
    field = open_field(desk, at, typed)
    recorded = field.told
    text = type_into(field, typed)
    leave = button(desk, LEAVES[key], qtbot)
    leave.setFocus()
    QTest.keyClick(leave, Qt.Key.Key_Return)
    assert not field.isVisibleTo(desk.window), "the form is still open"
    QTest.keyClick(desk.window.focusWidget() or desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    field = typed.field(desk.window.view)
    qtbot.waitUntil(lambda: field.isVisibleTo(desk.window))
    assert field.text() == text
    leave = button(desk, LEAVES[key], qtbot)
    leave.click()
    typed.opens(desk.window.view)
    assert typed.field(desk.window.view).text() == recorded, "opened anew, it begins anew"


@pytest.mark.parametrize("key", ["name", "person", "waiver", "reason"])
def test_what_was_thrown_away_comes_back_by_one_button(key: str, at: Practice, start: Start, qtbot: QtBot) -> None:
    typed = next(typed for typed in FIELDS if typed.key == key)
    desk = start(typed.opened(at))
    text = type_into(open_field(desk, at, typed), typed)
    desk.window.go("today")
    field = find_again(desk, at, typed, qtbot)
    button(desk, "Revenir à l’état enregistré", qtbot).click()
    assert field.text() != text and HERE_AGAIN not in says(desk)
    button(desk, "Rétablir", qtbot).click()
    assert typed.field(desk.window.view).text() == text and HERE_AGAIN in says(desk)
