"""Check your answers: every answer in words by section, to the very question and back, by the keyboard alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.text import _, speak
from desktop.base.values import new_id
from desktop.definitions.answer_content import AnswerContent
from desktop.presenters.diligence.answers import AnswersPresenter
from desktop.presenters.listing import RecordSummary
from desktop.services.diligence import answers, recording
from desktop.services.office import people
from desktop.store.records import Officer
from desktop.ui.frame.window import Window
from desktop.ui.keyboard import unnamed
from desktop.ui.navigation import places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.answers import AnswersView
from desktop.ui.views.diligence.hub import DiligenceView
from desktop.ui.views.diligence.question import QuestionView
from desktop.ui.widgets import Button
from tests.casework import Casework, work

__all__ = ["work"]

CTRL = Qt.KeyboardModifier.ControlModifier


def say(work: Casework, question: str, content: AnswerContent) -> None:
    answers.save_draft(work.office.work, work.case.id, question, content)
    recording.record(work.office.work, work.case.id)


def checked(work: Casework) -> AnswersPresenter:
    return AnswersPresenter(work.office, RunNow(), work.case.id)


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


def test_every_question_stands_in_its_section_answered_in_words_or_said_not_to_be_asked(work: Casework) -> None:
    say(work, "C01", AnswerContent(value="no", declared="yes"))
    seen = checked(work)
    assert [section.title for section in seen.sections][2] == "3. Secteurs controversés"
    lines = [line for section in seen.sections for line in section.lines]
    assert sorted(line.id for line in lines) == sorted(question.id for question in seen.form.questions)
    assert all(line.answer for line in lines)
    by_id = {line.id: line for line in lines}
    assert by_id["C01"].answer == "Non" and by_id["C01"].declared == "Oui"
    assert by_id["C03"].answer == "Pas encore de réponse." and by_id["C03"].gap == "Il n’y a pas encore de réponse."
    assert by_id["D02"].answer == "Non posée\u00a0: un examen plus approfondi la poserait"
    asked = [line.is_asked for line in seen.sections[3].lines]
    assert asked == sorted(asked, reverse=True)


def test_an_answer_that_a_changed_answer_makes_irrelevant_is_kept_aside_and_comes_back(work: Casework) -> None:
    say(work, "F01", AnswerContent(value="yes", declared="yes"))
    say(work, "F04", AnswerContent(value="licensed", declared="licensed", note="Agrément 117."))
    before = checked(work).lines["F04"]
    assert before.is_asked
    say(work, "F01", AnswerContent(value="no", declared="no"))
    aside = checked(work).lines["F04"]
    assert not aside.is_asked
    assert f"Gardée de côté\u00a0: {before.answer}" in aside.answer
    say(work, "F01", AnswerContent(value="yes", declared="yes"))
    assert checked(work).lines["F04"] == before


def test_the_record_beside_the_list_says_the_whole_answer(work: Casework) -> None:
    say(work, "C01", AnswerContent(value="no", declared="no", note="Vérifié au greffe."))
    shown: list[RecordSummary] = []
    checked(work).summarise("C01", shown.append)
    assert "Vérifié au greffe." in dict(shown[0].facts).values()
    assert shown[0].level == "low"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_an_answer_leads_to_its_question_and_back_with_the_keyboard_alone(
    window: Window, qtbot: QtBot, work: Casework, language: str
) -> None:
    speak(language)
    window.go("diligence", case=work.case.id)
    hub = window.view
    assert isinstance(hub, DiligenceView)
    way = next(button for button in hub.findChildren(Button) if button.text() == _("Check your answers"))
    way.setFocus()
    qtbot.keyClick(way, Qt.Key.Key_Space)
    view = window.view
    assert isinstance(view, AnswersView) and unnamed(view) == []
    rows = view.sections.all["9"]
    rows.view.setFocus()
    rows.set_current("I01")
    qtbot.keyClick(rows.view, Qt.Key.Key_Return)
    page = window.view
    assert isinstance(page, QuestionView) and page.presenter.at == "I01"
    assert page.page.bar.buttons[-1].text().replace("&", "") == _("Back to your answers")
    edit = page.boxes["I01"].control.inputs["text"].box.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "Presse locale")
    qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)
    back = window.view
    assert isinstance(back, AnswersView)
    assert back.sections.all["9"].current_key() == "I01" and "Presse locale" in back.presenter.lines["I01"].answer
    QApplication.processEvents()
    assert QApplication.focusWidget() is back.sections.all["9"].view


def height_of_row(window: Window, section: str) -> int:
    """Where the row that the arrows are on stands in the window when it is painted: what was asked for is laid out."""
    QApplication.sendPostedEvents()
    assert isinstance(window.view, AnswersView)
    table = window.view.sections.made[section].view
    return table.viewport().mapTo(window, table.visualRect(table.currentIndex()).topLeft()).y()


@pytest.mark.parametrize("height", [464, 1000])
def test_nothing_that_is_seen_moves_while_the_lists_out_of_sight_are_made(window: Window, height: int) -> None:
    window.resize(911, height)
    window.go("answers", case=window.view.presenter.case_id, question="I01")
    view = window.view
    assert isinstance(view, AnswersView)
    QApplication.processEvents()
    assert len(view.sections.made) < len(view.presenter.sections)
    first = height_of_row(window, "9")
    assert 0 < first < window.height()
    for _turn in range(len(view.presenter.sections)):
        QApplication.processEvents()
        assert height_of_row(window, "9") == first
    assert len(view.sections.made) == len(view.presenter.sections) == len(view.sections.all)


def test_the_page_follows_the_arrows_in_a_list_that_is_as_tall_as_its_rows(window: Window, qtbot: QtBot) -> None:
    window.go("answers", case=window.view.presenter.case_id)
    view = window.view
    assert isinstance(view, AnswersView)
    rows = view.sections.all["1"]
    QApplication.processEvents()
    rows.view.setFocus()
    for _row in rows.rows:
        qtbot.keyClick(rows.view, Qt.Key.Key_Down)
        QApplication.processEvents()
        table, seen = rows.view, view.sections.column.viewport()
        row = table.visualRect(table.currentIndex())
        top = table.viewport().mapTo(seen, row.topLeft()).y()
        assert top >= 0 and top + row.height() <= seen.height()


def test_a_case_is_handed_to_a_colleague_who_reads_the_note_with_the_keyboard_alone(
    window: Window, qtbot: QtBot, work: Casework
) -> None:
    colleague = Officer(id=new_id(), name="Ibrahima Fall", role="officer")
    people.add_officer(work.office.work, colleague)
    window.go("diligence", case=work.case.id)
    hub = window.view
    assert isinstance(hub, DiligenceView) and hub.entrust.isHidden()
    QApplication.processEvents()
    hub.entrust.link.setFocus()
    qtbot.keyClick(hub.entrust.link, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert hub.entrust.isVisible() and hub.entrust.link.isHidden()
    hub.entrust.colleague.combo.setFocus()
    qtbot.keyClick(hub.entrust.colleague.combo, Qt.Key.Key_Down)
    hub.entrust.note.edit.setFocus()
    qtbot.keyClicks(hub.entrust.note.edit, "Il manque les comptes.")
    button = next(button for button in hub.entrust.findChildren(Button) if button.text() == "Confier")
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert work.file.case.entrusted_to == colleague.id
    assert not hub.entrust.isVisible() and "Il manque les comptes." in hub.presenter.entrusted
    said = " ".join(label.text() for label in hub.page.findChildren(QLabel) if label.isVisible())
    assert "a confié ce dossier à Ibrahima Fall" in said


def test_what_is_typed_for_a_colleague_is_found_again(window: Window, qtbot: QtBot, work: Casework) -> None:
    people.add_officer(work.office.work, Officer(id=new_id(), name="Ibrahima Fall", role="officer"))
    window.go("diligence", case=work.case.id)
    hub = window.view
    assert isinstance(hub, DiligenceView)
    hub.entrust.link.click()
    hub.entrust.note.edit.setFocus()
    qtbot.keyClicks(hub.entrust.note.edit, "À suivre")
    window.go("today")
    window.go("diligence", case=work.case.id)
    again = window.view
    assert isinstance(again, DiligenceView)
    assert not again.entrust.isHidden() and again.entrust.note.text() == "À suivre"
