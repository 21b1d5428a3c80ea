"""The coverage of the principles in the window: from the case to a principle to its question and back, by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.base.text import _, speak
from desktop.ui import deeds
from desktop.ui.frame.window import Window
from desktop.ui.keyboard import unnamed
from desktop.ui.navigation import places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.coverage import CoverageView, PrincipleView
from desktop.ui.views.diligence.hub import DiligenceView
from desktop.ui.views.diligence.question import QuestionView
from desktop.ui.views.diligence.references import ReferencesView
from desktop.ui.widgets import Button
from tests.casework import Casework, work

__all__ = ["work"]

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, work: Casework) -> Iterator[Window]:
    opened = Window(work.office, places(), Tasks(), Theme(qapp, "light"))
    opened.resize(911, 464)
    opened.show()
    opened.go("diligence", case=work.case.id)
    with qtbot.waitActive(opened):
        opened.activateWindow()
    yield opened
    opened.tasks.settle()
    opened.close()
    opened.tasks.close()
    opened.deleteLater()


def press(qtbot: QtBot, button: Button) -> None:
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    QApplication.processEvents()


def way(view: DiligenceView, words: str) -> Button:
    return next(button for button in view.findChildren(Button) if button.text() == words)


def test_a_principle_leads_to_its_question_and_back_with_the_keyboard_alone(window: Window, qtbot: QtBot) -> None:
    hub = window.view
    assert isinstance(hub, DiligenceView)
    press(qtbot, way(hub, "Couverture des principes"))
    view = window.view
    assert isinstance(view, CoverageView)
    rows = view.texts.all["compact"]
    rows.view.setFocus()
    rows.set_current("compact-4")
    qtbot.keyClick(rows.view, Qt.Key.Key_Return)
    detail = window.view
    assert isinstance(detail, PrincipleView)
    assert detail.presenter.point == "compact-4" and "E01 · Il n’y a pas encore de réponse." in detail.gap_words.text()
    detail.rows.view.setFocus()
    detail.rows.set_current("E01")
    qtbot.keyClick(detail.rows.view, Qt.Key.Key_Return)
    assert isinstance(window.view, QuestionView) and window.view.presenter.at == "E01"
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert isinstance(window.view, PrincipleView)


def test_a_question_that_is_not_asked_leads_nowhere(window: Window, work: Casework) -> None:
    window.go("principle", case=work.case.id, point="guiding-17-21")
    detail = window.view
    assert isinstance(detail, PrincipleView)
    detail.rows.opened.emit("D02")
    assert window.view is detail


def test_ctrl_p_shows_the_annex(window: Window, qtbot: QtBot, work: Casework) -> None:
    window.go("coverage", case=work.case.id)
    view = window.view
    assert isinstance(view, CoverageView)
    QApplication.processEvents()
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: view.presenter.pdf is not None, timeout=30_000)
    assert view.page.bar.buttons[0].text() == "Retour à la couverture"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_reference_texts_are_read_from_help_and_from_a_question(
    window: Window, qtbot: QtBot, work: Casework, language: str
) -> None:
    speak(language)
    window.go("question", case=work.case.id, question="K04")
    view = window.view
    assert isinstance(view, QuestionView)
    press(qtbot, view.read)
    page = window.view
    assert isinstance(page, ReferencesView) and page.presenter.text == "guidelines"
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    for text in work.office.definitions.references.texts:
        assert text.title[language] in said and text.source[language] in said
        for point in text.points:
            assert point.wording[language] in said
    assert unnamed(page) == []
    window.go("diligence", case=work.case.id)
    window.menus.fill(deeds.Menu.HELP)
    entries = window.menus.menus[deeds.Menu.HELP].actions()
    entry = next(entry for entry in entries if entry.text().replace("&", "") == _(deeds.REFERENCES.words))
    entry.trigger()
    assert isinstance(window.view, ReferencesView)
