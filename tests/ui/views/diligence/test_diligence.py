"""The hub and the pages in the window: the keyboard alone is enough, on every layout and in every language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from desktop.base.text import speak
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.ui.frame.window import Window
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.navigation import Page, Place, Places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.hub import DiligenceView
from desktop.ui.views.diligence.question import QuestionView
from tests.casework import Casework, complete, work

__all__ = ["work"]

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PLACES = Places(
    (
        Place("diligence", lambda: "Diligence", lambda: Page(DiligencePresenter, DiligenceView), "diligence"),
        Place("question", lambda: "Question", lambda: Page(QuestionPresenter, QuestionView), under="diligence"),
    )
)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, work: Casework) -> Iterator[Window]:
    made = Window(work.office, PLACES, Tasks(), Theme(qapp, "light"))
    made.resize(911, 464)
    made.show()
    made.go("diligence", case=work.case.id)
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    made.close()
    made.tasks.close()
    made.deleteLater()


def go(window: Window, key: str, **arguments: object) -> None:
    """Go to a place and let it appear."""
    window.go(key, **arguments)
    QApplication.processEvents()


def question(window: Window) -> QuestionView:
    assert isinstance(window.view, QuestionView)
    return window.view


def test_a_section_opens_by_its_digit_on_qwerty_and_on_azerty(window: Window, qtbot: QtBot) -> None:
    for key, section in ((Qt.Key.Key_3, "C"), (Qt.Key.Key_Ampersand, "A"), (Qt.Key.Key_Eacute, "B")):
        go(window, "diligence", case=window.view.presenter.case_id)  # type: ignore[union-attr]
        qtbot.keyClick(window, key)
        assert question(window).presenter.at.startswith(section)


def test_a_case_is_begun_answered_and_left_with_the_keyboard_alone(
    window: Window, qtbot: QtBot, work: Casework
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert question(window).presenter.at == "A01"
    field = question(window).boxes["A01"].control.inputs["text"].box.edit
    field.setFocus()
    qtbot.keyClicks(field, "Teranga")
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert question(window).presenter.at == "A02"
    assert work.file.answers["A01"].value == {"text": "Teranga"}
    choice = QApplication.focusWidget()
    assert isinstance(choice, QRadioButton)
    qtbot.keyClick(choice, Qt.Key.Key_Left, ALT)
    assert question(window).presenter.at == "A01"


def test_f1_ctrl_u_ctrl_e_and_ctrl_g_lead_where_they_say(window: Window, qtbot: QtBot, work: Casework) -> None:
    go(window, "question", case=work.case.id, question="I01")
    view = question(window)
    field = view.boxes["I01"].control.inputs["text"].box.edit
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F1)
    assert QApplication.focusWidget() is view.why
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL)
    assert QApplication.focusWidget() is view.boxes["I01"].evidence.drop.button
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    assert QApplication.focusWidget() is view.go_to.combo
    qtbot.keyClick(window, Qt.Key.Key_U, CTRL)
    assert QApplication.focusWidget() is view.boxes["I01"].plan.form.inputs["who"].first()
    assert view.presenter.content("I01").value == "unknown"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_f1_shows_an_example_of_evidence_and_where_to_look_without_the_internet(
    window: Window, qtbot: QtBot, work: Casework, language: str
) -> None:
    speak(language)
    go(window, "question", case=work.case.id, question="I01")
    view = question(window)
    qtbot.keyClick(view.boxes["I01"].control.inputs["text"].box.edit, Qt.Key.Key_F1)
    shown = " ".join(label.text() for label in view.why.findChildren(QLabel) if label.isVisible())
    helps = work.office.definitions.guidance.by_question["I01"]
    assert helps.example[language] in shown and helps.offline[language] in shown
    assert helps.example[language] in view.why.accessibleDescription()


def test_a_footnote_of_the_strategy_is_cited_in_the_language_of_the_screen(window: Window, work: Casework) -> None:
    go(window, "question", case=work.case.id, question="A07")
    assert "note 13" in question(window).presenter.why("A07")[1][1].split(" · ")


def test_letters_typed_in_a_field_of_the_hub_go_nowhere_else(window: Window, qtbot: QtBot, work: Casework) -> None:
    view = window.view
    assert isinstance(view, DiligenceView)
    view.presenter.ask_depth(True)
    view.depth_reason.edit.setFocus()
    qtbot.keyClicks(view.depth_reason.edit, "une exigence 123")
    assert window.view is view
    assert view.depth_reason.text() == "une exigence 123"


def test_u_and_e_go_to_what_is_missing(window: Window, qtbot: QtBot, work: Casework) -> None:
    presenter = QuestionPresenter(work.office, window.tasks, work.case.id, question="I01")
    presenter.not_known("I01", True)
    window.refresh()
    qtbot.keyClick(window, Qt.Key.Key_U)
    assert question(window).presenter.at == "I01"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_hub_of_a_complete_case_is_named_and_lettered(
    window: Window, qtbot: QtBot, work: Casework, tmp_path: Path, language: str
) -> None:
    complete(work, tmp_path)
    speak(language)
    go(window, "diligence", case=work.case.id)
    view = window.view
    assert isinstance(view, DiligenceView)
    assert view.hand_over.isVisible() and not view.gaps.isVisible()
    assert [letter for letter, times in mnemonics(view).items() if times > 1] == []
    assert unnamed(view) == []
    view.opinion.buttons["conditions"].click()
    view.reason.write("Avec une condition.")
    view.reason.commit()
    view.presenter.submit()
    assert view.presenter.assessment.case.state == "ready"
    assert view.recall.isVisible() and not view.hand_over.isVisible()
    view.recall.click()
    assert view.presenter.assessment.case.state == "open"


def test_the_box_of_the_next_step_has_its_button_until_the_case_can_be_submitted(
    window: Window, work: Casework, tmp_path: Path
) -> None:
    view = window.view
    assert isinstance(view, DiligenceView)
    assert view.page.main_button is view.next.button and not view.main.isVisible()
    complete(work, tmp_path)
    go(window, "diligence", case=work.case.id)
    view = window.view
    assert isinstance(view, DiligenceView) and view.presenter.ready
    assert view.page.main_button is view.main and not view.next.button.isVisible()


def test_what_opens_on_the_page_of_a_case_is_in_sight_and_has_the_keys(window: Window, work: Casework) -> None:
    view = window.view
    assert isinstance(view, DiligenceView)
    view.presenter.ask_depth(True)
    QApplication.processEvents()
    assert view.tier.combo.hasFocus() and view.page.is_seen(view.tier), "in a small window it stands below"
    view.presenter.ask_depth(False)
