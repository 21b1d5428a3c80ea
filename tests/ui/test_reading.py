"""A text in two languages: side by side or one below the other, scrolled by itself or with what is around it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.reading import LOW, NARROW, Passage, Reading, ReadingArea, Run
from desktop.ui.theme import Theme, look

PASSAGES = tuple(
    Passage(f"1.{number}", ((Run(f"Le texte {number}. " * 20),), (Run(f"The text {number}. " * 20),)))
    for number in range(1, 9)
)


@pytest.fixture
def area(qtbot: QtBot, theme: Theme) -> ReadingArea:
    text, inside = Reading("Texte"), QWidget()
    QVBoxLayout(inside).addWidget(text)
    area = ReadingArea(text, inside)
    qtbot.addWidget(area)
    area.resize(look().em(NARROW + 12), look().em(LOW + 10))
    area.show()
    text.show_passages(PASSAGES)
    return area


def shown(area: ReadingArea) -> Reading:
    text = area.findChild(Reading)
    assert text is not None
    return text


def columns(text: Reading) -> int:
    return text.textCursor().currentTable().columns()


def test_two_languages_stand_one_below_the_other_where_it_is_narrow(area: ReadingArea) -> None:
    text = shown(area)
    assert columns(text) == 3
    text.setTextCursor(text.textCursor().currentTable().cellAt(len(PASSAGES) - 1, 1).firstCursorPosition())
    assert text.place == len(PASSAGES)
    area.resize(look().em(NARROW - 4), area.height())
    assert columns(text) == 2 and text.place == len(PASSAGES), "the passage that is read stays in front"
    cell = text.textCursor().currentTable().cellAt(0, 1)
    first, last = cell.firstCursorPosition(), cell.lastCursorPosition()
    first.setPosition(last.position(), first.MoveMode.KeepAnchor)
    assert first.selectedText().index("Le texte 1") < first.selectedText().index("The text 1")
    area.resize(look().em(NARROW + 12), area.height())
    assert columns(text) == 3


def test_only_one_of_text_and_page_scrolls(area: ReadingArea, qtbot: QtBot) -> None:
    text = shown(area)
    assert text.verticalScrollBar().maximum() > 0 and area.verticalScrollBar().maximum() == 0
    area.resize(area.width(), look().em(LOW - 6))
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert text.verticalScrollBar().maximum() == 0


def test_the_line_that_is_read_is_in_sight(area: ReadingArea, qtbot: QtBot) -> None:
    text = shown(area)
    area.resize(area.width(), look().em(LOW - 6))
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert area.verticalScrollBar().value() > 0
