"""The light route as an officer takes it: few answers, joint statements, and what the register says already."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.terms import Level, QuestionType
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.question import OTHER, SAME, QuestionPresenter
from desktop.services.diligence import answers, handing_over
from desktop.services.registry import partnerships
from desktop.store.states import Opinion
from desktop.ui.views.diligence.question import QuestionView
from tests.casework import Casework, work
from tests.foreign import sound_pdf
from tests.makers import on
from tests.refusal import refused

__all__ = ["work"]

LOG = "Presse nationale et tribunal de commerce, en français et en wolof, le 20 novembre."


@pytest.fixture
def rooms(work: Casework) -> Casework:
    """A case on hotel rooms worth USD 7,400."""
    changes = {"value": "7400.00", "value_usd": "7400.00", "contribution_kinds": ["services"], "goods_kinds": []}
    partnerships.change(on(work.office, today()), work.case.partnership_id, **changes)
    return work


def opened(work: Casework, qtbot: QtBot, question: str) -> QuestionView:
    view = QuestionView(QuestionPresenter(work.office, RunNow(), work.case.id, question=question))
    qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    with qtbot.waitActive(view):
        view.activateWindow()
    return view


def presented(work: Casework, question: str) -> QuestionPresenter:
    return QuestionPresenter(work.office, RunNow(), work.case.id, question=question)


def test_a_statement_answers_its_questions_and_each_has_its_own_answer(rooms: Casework, qtbot: QtBot) -> None:
    view = opened(rooms, qtbot, "C03")
    assert view.statement is not None and view.statement.isVisible()
    assert not any(box.isVisible() for box in view.boxes.values())
    view.statement.choice.buttons[SAME].click()
    view.presenter.leave()
    for id_ in ("B05", "C01", "C02", "C03", "C04", "C05", "F06"):
        (version,) = answers.versions(rooms.office.store, rooms.case.id, id_)
        assert version.content["note"].startswith("L’entité ne fait commerce ni d’armes")
        assert rooms.file.review.answers[id_].level is Level.LOW
    assert rooms.file.review.light


def test_a_search_is_described_before_it_answers_anything(rooms: Casework, qtbot: QtBot) -> None:
    view = opened(rooms, qtbot, "G02")
    assert view.statement is not None and view.statement.log is not None
    view.statement.choice.buttons[SAME].click()
    assert "Dites comment vous avez cherché" in view.statement.wrong.text()
    assert view.statement.choice.value() is None
    assert rooms.file.answers.get("G02", AnswerContent()).value is None
    view.statement.log.set_value(LOG)
    view.statement.choice.buttons[SAME].click()
    assert {rooms.file.answers[id_].value["text"] for id_ in ("D04", "E01", "I01")} == {LOG}
    assert view.statement.wrong.text() == ""
    with refused("search-not-described"):
        view.presenter.state_jointly("  ")


def test_whoever_is_not_sure_of_one_answers_each_alone(rooms: Casework, qtbot: QtBot) -> None:
    view = opened(rooms, qtbot, "C03")
    assert view.statement is not None
    view.statement.choice.buttons[SAME].click()
    view.statement.choice.buttons[OTHER].click()
    QApplication.processEvents()
    assert not view.statement.isVisible()
    assert all(box.isVisible() for box in view.boxes.values())
    assert rooms.file.answers["C01"].value is None  # taken back
    view.presenter.answer("C01", "yes")
    assert not view.presenter.review.light
    again = presented(rooms, "C03")
    assert "C03" in again.page and again.joint is None


def test_an_adverse_answer_elsewhere_leaves_what_was_stated_and_asks_the_rest(rooms: Casework) -> None:
    stated = presented(rooms, "C03")
    stated.state_jointly("")
    stated.leave()
    asked = set(stated.order)
    other = presented(rooms, "K02")
    other.answer("K02", "supplier")
    assert not other.review.light and asked < set(other.order)
    assert all(rooms.file.answers[id_].value is not None for id_ in ("B05", "C01", "C05"))
    page = presented(rooms, "C03")
    assert page.joint is None and not page.offers_statement
    page.go_on()


def test_a_paper_attached_to_a_statement_supports_each_of_its_questions(rooms: Casework, tmp_path: Path) -> None:
    page = presented(rooms, "M01")
    form = tmp_path / "déclaration signée.pdf"
    form.write_bytes(sound_pdf())
    page.attach(page.page[0], [form])
    page.state_jointly("")
    (piece,) = rooms.file.evidence
    assert set(piece.questions) == {"H04", "M01"}
    page.use(page.page[0], piece.id, used=False)
    assert rooms.file.evidence[0].questions == []
    page.use(page.page[0], piece.id, used=True)
    assert set(rooms.file.evidence[0].questions) == {"H04", "M01"}


def test_what_the_register_says_is_not_asked_and_goes_with_the_case(rooms: Casework, tmp_path: Path) -> None:
    """A whole case from few answers: nature, persons and aims come from the register, and are recorded at the end."""
    office = rooms.office
    before = DiligencePresenter(office, RunNow(), rooms.case.id)
    assert before.fresh and "voie légère" in before.depth
    assert {id_ for id_ in ("A02", "A05", "L01") if rooms.file.is_registered(id_)} == {"A02", "A05", "L01"}
    persons = rooms.file.answers["A05"].value["persons"]
    assert [person["born"] for person in persons] == ["1979-04-02", "1984-03-14", "1971-10-21"]
    given = 0
    proof = tmp_path / "extrait.pdf"
    proof.write_bytes(sound_pdf())
    while gap := next(iter(rooms.file.review.missing), None):
        page, question = presented(rooms, gap.question), office.definitions.form.by_id[gap.question]
        given += 1
        if page.offers_statement:
            page.attach(page.page[0], [proof])
            page.state_jointly(LOG)
        else:
            given -= question.id == "B03"  # one search answers for both lists
            page.put(question.id, **sound_parts(rooms, question.id))
            if gap.question == "A01":
                page.attach("A01", [proof])
        page.leave()
        assert gap.question not in [missing.question for missing in rooms.file.review.missing], gap
    assert given <= 15
    assessment = handing_over.submit(on(office, today()), rooms.case.id, Opinion.FAVOURABLE, "Don simple et utile.")
    assert assessment.review.light and assessment.review.inherent is Level.LOW
    for id_ in ("A02", "A05", "L01"):
        (version,) = answers.versions(office.store, rooms.case.id, id_)
        assert AnswerContent.from_json(version.content).value == assessment.answers[id_].value


def sound_parts(work: Casework, question: str) -> dict[str, object]:
    """The answer of a sound company, as it is typed."""
    from desktop.services.demo.sound_answers import sound_content

    asked = work.office.definitions.form.by_id[question]
    if asked.type is QuestionType.SCREENING:
        return {"value": {"result": "clear", "list_day": today().isoformat()}}
    return {"value": sound_content(asked, "fr", today()).value}


def test_a_year_of_birth_is_enough_for_a_person(rooms: Casework) -> None:
    page = presented(rooms, "A05")
    page.answer("A05", {"persons": [{"name": "Astou Fall", "born": "1980", "nationality": "SN", "signs": True}]})
    page.leave()
    names = {person["name"]: person["born"] for person in page.registered}
    page.refresh()
    names = {person["name"]: person["born"] for person in page.registered}
    assert names["Astou Fall"] == "1980"
