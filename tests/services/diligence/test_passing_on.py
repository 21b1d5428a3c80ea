"""What nobody knows yet is a task of whoever finds out, and an open case goes on with a colleague."""

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.progress import RunNow
from desktop.base.values import new_id
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.today import TodayPresenter
from desktop.services import today as day
from desktop.services.diligence import answers, entrusting, recording
from desktop.services.diligence.cases import responsible
from desktop.services.office import people
from desktop.services.today import TodayKind
from desktop.services.work import Work
from desktop.store.records import Case, Officer, Task
from desktop.store.states import TaskSource
from tests.casework import Casework, complete, work
from tests.refusal import refused

__all__ = ["work"]


@pytest.fixture
def colleague(work: Casework) -> Officer:
    officer = Officer(id=new_id(), name="Ibrahima Fall", role="officer")
    people.add_officer(work.office.work, officer)
    return officer


def say(work: Casework, question: str, content: AnswerContent, by: Work | None = None) -> None:
    answers.save_draft(by or work.office.work, work.case.id, question, content)
    recording.record(by or work.office.work, work.case.id)


def unknown(who: str, by: str) -> AnswerContent:
    return AnswerContent(value=UNKNOWN, unknown={"who": who, "by": by})


def tasks(work: Casework) -> list[Task]:
    with work.office.store.read() as session:
        return list(session.scalars(select(Task).order_by(Task.question)))


def test_who_was_asked_and_by_when_is_a_task_until_the_answer_is_there(work: Casework) -> None:
    say(work, "J01", unknown("Mme Sow", "2026-12-05"))
    (task,) = tasks(work)
    me = work.office.user.id
    assert (task.source, task.question, task.what, task.due_on) == (TaskSource.UNKNOWN, "J01", "Mme Sow", "2026-12-05")
    assert (task.owner, task.case_id, task.about, task.done_on) == (me, work.case.id, work.case.partner_id, None)
    say(work, "J01", unknown("Mme Sow", "2026-12-20"))
    assert [(task.due_on, task.done_on) for task in tasks(work)] == [("2026-12-20", None)]
    say(work, "J01", AnswerContent(value="yes"))
    assert [(task.done_by, task.done_on is not None) for task in tasks(work)] == [(me, True)]


def test_a_task_falls_away_when_it_could_not_be_established_and_needs_a_day(work: Casework) -> None:
    say(work, "J01", AnswerContent(value=UNKNOWN, unknown={"who": "Mme Sow"}))
    assert tasks(work) == []
    say(work, "J01", unknown("Mme Sow", "2026-12-05"))
    say(work, "J01", AnswerContent(value=UNKNOWN, unknown={"why": "L’entreprise n’a pas de comptes."}))
    assert [task.done_on is not None for task in tasks(work)] == [True]


def test_a_colleague_who_was_asked_finds_the_question_on_their_own_today(work: Casework, colleague: Officer) -> None:
    say(work, "J01", unknown("ibrahima FALL", "2026-11-02"))
    (task,) = tasks(work)
    assert task.owner == colleague.id
    board = day.board(work.office.work.acting_as(colleague))
    (item,) = [item for item in board.mine if item.kind == TodayKind.TASK]
    assert item.name.endswith("\u00a0: se renseigner sur «\u00a0Solidité financière\u00a0»")
    assert item.step is not None
    assert (item.step.place, item.step.arguments) == ("question", {"case": work.case.id, "question": "J01"})


def test_today_says_what_is_to_be_found_out_of_whom_and_leads_to_the_question(work: Casework) -> None:
    say(work, "J01", unknown("Mme Sow", "2026-11-02"))
    seen = TodayPresenter(work.office, RunNow())
    seen.arrive()
    (card,) = [card for card in seen.mine if "Solidité financière" in card.title]
    assert card.note == "Demandé à Mme Sow."
    assert (card.place, dict(card.arguments)) == ("question", {"case": work.case.id, "question": "J01"})


def test_submitting_ends_what_is_still_looked_for(work: Casework, tmp_path: Path) -> None:
    say(work, "D02", unknown("Mme Sow", "2026-12-05"))  # not asked at this depth
    complete(work, tmp_path)
    hub = DiligencePresenter(work.office, RunNow(), work.case.id)
    hub.give_opinion("favourable", "Un don utile.")
    hub.submit()
    assert [task.done_on is not None for task in tasks(work)] == [True]


def test_a_case_that_is_handed_over_waits_for_the_colleague_with_its_note(work: Casework, colleague: Officer) -> None:
    say(work, "J01", unknown("Mme Sow", "2026-12-05"))
    entrusting.entrust(work.office.work, work.case.id, colleague.id, " Il manque les comptes. ")
    case = work.file.case
    assert responsible(case) == colleague.id and case.entrusted_note == "Il manque les comptes."
    assert [task.owner for task in tasks(work)] == [colleague.id]
    mine = day.board(work.office.work)
    assert [(item.kind, item.who) for item in mine.others if item.id == case.id] == [("continue", colleague.id)]
    assert not [item for item in mine.mine if item.id == case.id]
    theirs = day.board(work.office.work.acting_as(colleague))
    (item,) = [item for item in theirs.mine if item.id == case.id]
    assert (item.passed_by, item.note) == (work.office.user.id, "Il manque les comptes.")


def test_a_case_is_handed_over_with_a_note_to_somebody_who_answers_here(work: Casework, colleague: Officer) -> None:
    reader = Officer(id=new_id(), name="Une lectrice", role="reader")
    people.add_officer(work.office.work, reader)
    with refused("entrusted-without-note"):
        entrusting.entrust(work.office.work, work.case.id, colleague.id, "  ")
    for nobody in (reader.id, work.office.user.id, "", new_id()):
        with refused("colleague-unknown"):
            entrusting.entrust(work.office.work, work.case.id, nobody, "Voilà.")
    with work.office.store.read() as session:
        assert session.get_one(Case, work.case.id).entrusted_to == ""


def test_only_an_open_case_is_handed_over_and_alone_nobody_is_offered(work: Casework, tmp_path: Path) -> None:
    alone = DiligencePresenter(work.office, RunNow(), work.case.id)
    assert not alone.may_entrust and alone.colleagues == []
    colleague = Officer(id=new_id(), name="Ibrahima Fall", role="officer")
    people.add_officer(work.office.work, colleague)
    complete(work, tmp_path)
    hub = DiligencePresenter(work.office, RunNow(), work.case.id)
    assert hub.may_entrust and hub.colleagues == [(colleague.id, "Ibrahima Fall")]
    hub.give_opinion("favourable", "Un don utile.")
    hub.submit()
    assert not hub.may_entrust
    with refused("case-locked"):
        hub.entrust(colleague.id, "Voilà.")


def test_what_a_question_looks_for_is_set_aside_with_it_and_comes_back_with_it(work: Casework) -> None:
    say(work, "F01", AnswerContent(value="yes", declared="yes"))
    say(work, "F02", unknown("Mme Sow", "2026-12-05"))
    assert [(task.question, task.done_on) for task in tasks(work)] == [("F02", None)]
    say(work, "F01", AnswerContent(value="no", declared="no"))
    assert [(task.done_on is not None, task.done_by) for task in tasks(work)] == [(True, "")]
    say(work, "F01", AnswerContent(value="yes", declared="yes"))
    assert [(task.question, task.done_on) for task in tasks(work)] == [("F02", None)]
    say(work, "F02", AnswerContent(value="no"))
    (task,) = tasks(work)
    assert task.done_by == work.office.user.id
