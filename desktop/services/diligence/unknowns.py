"""“I don't know yet”: who was asked, and by when, is a task on Today until the answer is there (dossier 2.3)."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.text import folded
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.definitions.answers import is_day
from desktop.definitions.completeness import is_settled
from desktop.store.records import Answer, Case, Officer, Task
from desktop.store.states import TaskSource


def keep_tasks(session: Session, case: Case, answers: Iterable[Answer]) -> None:
    """Within a deed's transaction: a task for each of these answers that somebody will find out by a day.

    Where the answer is there, or no day is promised any more, its task is done. The task is the officer's whose name
    was written, else of whoever answered.
    """
    query = select(Officer.name, Officer.id).where(Officer.left_on.is_(None), Officer.office == case.office)
    officers = {folded(name): officer_id for name, officer_id in session.execute(query)}
    waiting = {task.question: task for task in session.scalars(_open_tasks(case.id))}
    for answer in answers:
        task, content = waiting.get(answer.question), AnswerContent.from_json(answer.content)
        person, due = str(content.unknown.get("who") or "").strip(), content.unknown.get("by")
        if content.value != UNKNOWN or is_settled(content) or not is_day(due):
            if task is not None:
                task.done_on, task.done_by = day_of(answer.answered_at).isoformat(), answer.author
            continue
        owner = officers.get(folded(person), answer.author)
        if task is None:
            task = Task(about=case.partner_id, what=person, source=TaskSource.UNKNOWN, case_id=case.id)
            task.question = answer.question
            session.add(task)
        task.what, task.owner, task.due_on = person, owner, str(due)


def is_waiting(session: Session, case_id: str) -> bool:
    """Whether anything of a case is looked for, or was until its question was no longer asked."""
    return (
        session.scalars(_tasks(case_id).where(or_(Task.done_on.is_(None), Task.done_by == "")).limit(1)).first()
        is not None
    )


def follow_questions(session: Session, case: Case, asked: Collection[str], day: str) -> None:
    """Within a deed's transaction: what a question that is not asked any more looks for is set aside, by nobody.

    It comes back with its question.
    """
    for task in session.scalars(_tasks(case.id)):
        if task.done_on is None and task.question not in asked:
            task.done_on, task.done_by = day, ""
        elif task.done_on is not None and not task.done_by and task.question in asked:
            task.done_on = None


def pass_tasks_on(session: Session, case: Case, before: str, colleague: str) -> None:
    """Within a deed's transaction: what one officer of a case had to find out is another's from now on."""
    for task in session.scalars(_open_tasks(case.id).where(Task.owner == before)):
        task.owner = colleague


def end_tasks(session: Session, case: Case, day: str, officer: str) -> None:
    """Within a deed's transaction: nothing of this case is looked for any more, also of questions no longer asked."""
    for task in session.scalars(_open_tasks(case.id)):
        task.done_on, task.done_by = day, officer


def _tasks(case_id: str) -> Select[Task]:
    return select(Task).where(Task.case_id == case_id, Task.source == TaskSource.UNKNOWN)


def _open_tasks(case_id: str) -> Select[Task]:
    return _tasks(case_id).where(Task.done_on.is_(None))
