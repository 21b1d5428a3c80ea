"""The sheet of a month: every deadline once, on its day, with whom and under which agreement."""

from datetime import date, timedelta

import pytest

from desktop.base.text import LANGUAGES, speak
from desktop.base.values import today
from desktop.services.agreements import calendar_file, month_sheet
from desktop.services.diligence import conditions
from desktop.store.records import Agreement, Task
from tests.agreed import Agreed, agreed, agreed_folder, in_force
from tests.makers import on
from tests.paper import assert_archivable, page_texts

__all__ = ["agreed", "agreed_folder", "in_force"]


def first_task(agreed: Agreed, made: Agreement) -> Task:
    with agreed.office.store.read() as session:
        return min(session.query(Task).filter(Task.agreement_id == made.id), key=lambda task: task.due_on or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_deadline_stands_on_its_day_and_in_the_list(agreed: Agreed, in_force: Agreement, language: str) -> None:
    work, task = on(agreed.office, today()), first_task(agreed, in_force)
    day = date.fromisoformat(task.due_on or "")
    speak(language)
    data = month_sheet.pdf(work, day, months=1)
    page = " ".join(page_texts(data))
    packed = page.replace(" ", "")  # a cell breaks a reference where it has no room
    assert all(word in packed for word in (in_force.reference, "Teranga", *task.what.split()))
    assert str(day.year) in page and "1 · Teranga" in page
    assert_archivable(data)


def test_what_is_done_or_lies_in_another_month_is_left_out(agreed: Agreed, in_force: Agreement) -> None:
    work, task = on(agreed.office, today()), first_task(agreed, in_force)
    day = date.fromisoformat(task.due_on or "")
    before = month_sheet.deadlines(work, day, day)
    assert task.what in [line.what for line in before]
    assert task.what.encode()[:20] in calendar_file.write(work)
    conditions.finish(work, task.id)
    assert task.what not in [line.what for line in month_sheet.deadlines(work, day, day)]
    long_ago = date(2020, 2, 1)
    assert "Rien n’est dû" in page_texts(month_sheet.pdf(work, long_ago, months=1))[0]


def test_months_gone_by_with_nothing_left_to_do_are_left_out(agreed: Agreed) -> None:
    work = on(agreed.office, date(2026, 3, 10))
    pages = page_texts(month_sheet.pdf(work, date(2026, 1, 1), months=4))
    names = ("Janvier 2026", "Février 2026", "Mars 2026", "Avril 2026")
    assert [name for page in pages for name in names if name in page] == ["Mars 2026", "Avril 2026"]


def test_a_decision_that_runs_out_stands_on_the_sheet(agreed: Agreed) -> None:
    work = on(agreed.office, today())
    due = month_sheet.deadlines(work, today(), today() + timedelta(days=3000))
    assert [line.what for line in due] == ["La décision expire"] and due[0].reference
