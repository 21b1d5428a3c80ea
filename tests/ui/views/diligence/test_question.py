"""The pages of the questions as an officer uses them: every type of answer through its own widgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.clock import Clock
from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import UNKNOWN
from desktop.presenters.diligence.answer_fields import RECORDS, answer_typed, answer_value, records_typed
from desktop.presenters.diligence.question import OTHER, SAME, QuestionPresenter, pages
from desktop.services.diligence import answers
from desktop.ui.forms.answers import AnswerForm, answer_form, declared_form
from desktop.ui.keyboard import Letters, mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.question import QuestionView
from tests.casework import Casework, records, sound, work

__all__ = ["work"]

PARTS = 3  # tests that share the questions, so that none takes long


@contextmanager
def made(work: Casework, question: str) -> Iterator[QuestionView]:
    """A page that is not on the screen, gone at once afterwards: many pages slow down every change of theme."""
    view = QuestionView(QuestionPresenter(work.office, RunNow(), work.case.id, question=question))
    yield view
    gone(view)


def gone(widget: QWidget) -> None:
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def opened(work: Casework, qtbot: QtBot, question: str) -> QuestionView:
    """A page in front of the officer."""
    view = QuestionView(QuestionPresenter(work.office, RunNow(), work.case.id, question=question))
    qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    with qtbot.waitActive(view):
        view.activateWindow()
    return view


def kept(work: Casework, question: str) -> AnswerContent:
    """The answer as somebody who opens the case again reads it."""
    presenter = QuestionPresenter(work.office, RunNow(), work.case.id, question=question)
    return presenter.content(question)


def give(form: AnswerForm, value: Any, records: list[dict[str, Any]]) -> None:
    """Put an answer into the fields as an officer who fills every one of them does."""
    shown = {
        **answer_typed(form.question, form._fields, value),
        **({RECORDS: records_typed(records)} if records else {}),
    }
    for key, field_value in shown.items():
        form.inputs[key].write(field_value)
        form.inputs[key].tell(field_value)


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_every_question_shows_and_gives_back_a_sound_value(
    work: Casework, qtbot: QtBot, theme: Theme, language: str
) -> None:
    """Every question: a value shown in the widgets is told again as it was, in each language's way of writing."""
    speak(language)
    form = work.office.definitions.form
    for question in form.questions:
        shown = answer_form(question, Clock(), Letters(""), form.findings)
        shown.show_answer(sound(question), records(question))
        assert answer_value(question, shown.values()) == sound(question), question.id
        assert shown.records() == records(question), question.id
        shown.show_answer(None)
        assert not answer_value(question, shown.values()), question.id
        gone(shown)


@pytest.mark.parametrize("part", range(PARTS))
def test_what_a_widget_tells_is_kept_and_read_again(work: Casework, qtbot: QtBot, theme: Theme, part: int) -> None:
    for question in work.office.definitions.form.questions[part::PARTS]:
        if question.type == "findings":  # an answer of a version before 0.3, where findings stood in answers
            older = AnswerContent(findings=({"source": "Presse"},))
            answers.save_draft(work.office.work, work.case.id, question.id, older)
        with made(work, question.id) as view:
            box = view.boxes[question.id]
            give(box.control, sound(question), records(question))
            view.presenter.leave()
        with made(work, question.id) as again:
            read = again.presenter.content(question.id)
            assert read.value == sound(question), question.id
            assert [*read.findings, *read.plan] == records(question), question.id
            assert question.check(read) is None, question.id
            shown = again.boxes[question.id].control
            assert answer_value(question, shown.values()) == sound(question), question.id


def test_letters_choose_and_ctrl_enter_goes_on(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    view = opened(work, qtbot, "C01")
    went: list[dict[str, object]] = []
    view.presenter.open_place = lambda key, /, **arguments: went.append({"key": key, **arguments})
    box = view.boxes["C01"]
    assert box.declared is not None and box.sides is not None
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.presenter.content("C01").declared == "no")
    assert not box.control.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.presenter.content("C01").value == "no")
    view.page.bar.main.click()  # type: ignore[union-attr]
    assert went == [{"key": "question", "case": work.case.id, "question": "C02"}]


def test_typed_words_are_kept_when_the_page_goes_although_no_field_was_left(
    work: Casework, qtbot: QtBot, theme: Theme
) -> None:
    view = opened(work, qtbot, "A01")
    area = view.boxes["A01"].control.inputs["text"].box.edit
    area.setFocus()
    qtbot.keyClicks(area, "Teranga")
    view.presenter.leave()
    assert kept(work, "A01").value == {"text": "Teranga"}


def test_leaving_a_text_moves_no_answer_from_under_the_click(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    view = opened(work, qtbot, "A01")
    box = view.boxes["A01"]
    area = box.control.inputs["text"].box.edit
    area.setFocus()
    qtbot.keyClicks(area, "Teranga")
    QApplication.processEvents()
    before = box.control.mapTo(view, QPoint(0, 0))
    box.commit()
    QApplication.processEvents()
    assert box.missing.text()
    assert box.control.mapTo(view, QPoint(0, 0)) == before


def test_a_difference_says_what_it_means(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    view = opened(work, qtbot, "C01")
    view.presenter.declare("C01", "no")
    view.presenter.find("C01", OTHER)
    assert view.boxes["C01"].control.isVisible()
    view.presenter.answer("C01", "yes")
    assert "diffère" in view.boxes["C01"].difference.text()
    view.presenter.find("C01", SAME)
    assert view.boxes["C01"].difference.text() == ""


def test_what_is_not_known_asks_who_will_find_out(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    view = opened(work, qtbot, "I01")
    box = view.boxes["I01"]
    assert not box.plan.isVisible()
    qtbot.mouseClick(box.not_known, Qt.MouseButton.LeftButton)
    assert view.presenter.content("I01").value == UNKNOWN
    assert box.plan.isVisible() and not box.control.isVisible()
    qtbot.keyClicks(box.plan.form.inputs["who"].box.edit, "Moussa")
    qtbot.keyClicks(box.plan.form.inputs["by"].box.edit, "24/12/2026")
    view.presenter.leave()
    assert kept(work, "I01").unknown == {"who": "Moussa", "by": "2026-12-24"}


def test_a_follow_up_appears_under_the_answer_and_its_answer_waits_while_hidden(
    work: Casework, qtbot: QtBot, theme: Theme
) -> None:
    view = opened(work, qtbot, "F01")
    assert not view.boxes["F02"].isVisible()
    view.presenter.answer("F01", "yes")
    diligence_tier = view.presenter.review.tier
    shown = view.boxes["F02"].isVisible()
    assert shown is (diligence_tier == "enhanced")
    view.presenter.put("F02", value="worker", declared="worker")
    view.presenter.answer("F01", "no")
    assert not view.boxes["F02"].isVisible()
    view.presenter.answer("F01", "yes")
    assert view.presenter.content("F02").value == "worker"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_every_page_has_one_letter_for_one_answer_and_a_name_for_every_widget(
    work: Casework, qtbot: QtBot, theme: Theme, language: str
) -> None:
    speak(language)
    for page in pages(work.office.definitions.form, light=False):
        with made(work, page[0]) as view:
            twice = {letter for letter, times in mnemonics(view).items() if times > 1}
            assert not twice, (page, twice)
            assert unnamed(view) == [], page


def test_a_case_that_was_handed_over_can_only_be_read(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    work.office.user.role = "reader"
    view = opened(work, qtbot, "A01")
    assert view.boxes["A01"].control.reads
    view.presenter.answer("A01", {"text": "x"})
    view.presenter.leave()
    assert "A01" not in work.file.answers


def test_what_is_not_understood_is_kept_as_typed_and_said(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    view = opened(work, qtbot, "L03")
    box = view.boxes["L03"]
    amount: QWidget = box.control.inputs["usd"].box.edit
    qtbot.keyClicks(amount, "environ mille")
    box.commit()
    assert view.presenter.content("L03").value == {"usd": "environ mille"}
    assert box.wrong.text()


def test_the_partner_side_gives_back_its_value_too(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    form = work.office.definitions.form
    values = {"findings": {"found": "none"}, "number": {"number": 2}}
    for question in form.questions:
        if question.who != "PO" or question.type in ("text", "names", "persons", "plan"):
            continue
        side = declared_form(question, Clock(), Letters(""))
        value = values.get(question.type, sound(question))
        side.show_answer(value)
        assert answer_value(question, side.values()) == value, question.id
        gone(side)


def test_none_at_all_is_a_number_too(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    question = next(one for one in work.office.definitions.form.questions if one.type == "number")
    view = opened(work, qtbot, question.id)
    box = view.boxes[question.id].control.inputs["number"].box.edit
    view.presenter.find(question.id, OTHER)
    qtbot.keyClicks(box, "0")
    view.boxes[question.id].commit()
    assert view.presenter.content(question.id).value == {"number": 0}


def test_a_question_below_others_is_shown_when_it_is_asked_for(work: Casework, qtbot: QtBot, theme: Theme) -> None:
    view = opened(work, qtbot, "K02")
    assert next(iter(view.boxes)) != "K02" and not view.page.is_seen(view.boxes["K02"])
    view.focus_first()  # as the window does when it shows a page
    qtbot.waitUntil(lambda: view.page.is_seen(view.boxes["K02"]))
    assert "questions 1 à" in view.progress.text.text()


def test_continue_first_leads_to_a_question_of_the_page_that_was_not_seen(
    work: Casework, qtbot: QtBot, theme: Theme
) -> None:
    view = opened(work, qtbot, "K01")
    gone: list[str] = []
    view.presenter.open_place = lambda place, **_arguments: gone.append(place)
    below = [id_ for id_ in view.presenter.asked if not view.page.is_seen(view.boxes[id_])]
    main = view.page.bar.main
    assert below and main is not None
    main.click()
    assert not gone and view.page.is_seen(view.boxes[below[0]])
    for _each in view.presenter.asked:
        main.click()
    assert gone
