"""The list of tasks: one's own and nobody's first, those of everybody when asked; each leads to where it is done."""

from datetime import date, timedelta

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.tasks import TasksPresenter
from desktop.services.registry import partners
from desktop.store.records import Partner, Task
from tests.exchanging import User, user

__all__ = ["user"]

DAY = timedelta(days=1)


def partner_of(office: Office) -> Partner:
    """A partner, of whom a reminder speaks."""
    made = Partner(name="Teranga", next_action="Appeler Mme Sow", next_action_on=office.work.today().isoformat())
    return partners.register(office.work, made)


def add(office: Office, about: str, what: str, due: date, owner: str) -> None:
    """One task."""
    with office.store.change("Task added", office.user.id) as session:
        session.add(Task(about=about, what=what, owner=owner, due_on=due.isoformat()))


def shown(office: Office, user: User) -> TasksPresenter:
    """The page with a late task of the reader's, a reminder of today, and a task of somebody else's."""
    today, about = office.work.today(), partner_of(office).id
    add(office, about, "Relancer", today + DAY, "somebody")
    add(office, about, "Envoyer le rapport", today - DAY, office.user.id)
    page = TasksPresenter(office, RunNow())
    page.open_place = user.go
    page.refresh()
    return page


def test_tasks_are_listed_by_day_and_those_of_everybody_when_asked(office: Office, user: User) -> None:
    page = shown(office, user)
    titles = lambda: [line.card.title for line in page.lines]  # noqa: E731
    assert titles() == ["Envoyer le rapport", "Appeler Mme Sow"]
    assert [line.card.warns for line in page.lines] == [True, False]
    assert page.lines[0].words["partner"] == "Teranga" and page.state == "2 tâches, dont 1 en retard."
    page.turn()
    assert titles() == ["Envoyer le rapport", "Appeler Mme Sow", "Relancer"]
    page.turn()
    assert len(titles()) == 2


def test_a_task_leads_to_the_place_where_it_is_done(office: Office, user: User) -> None:
    page = shown(office, user)
    page.open(page.lines[1].card)
    place, arguments = user.went[-1]
    assert place == "partner" and arguments["id"]
    assert page.way(page.lines[1].card) == ("partner", dict(arguments))


def test_the_week_is_what_is_overdue_and_what_is_due_within_seven_days(office: Office, user: User) -> None:
    today, about = office.work.today(), partner_of(office).id
    for days, what in ((-40, "Oublié"), (6, "Samedi"), (7, "La semaine suivante")):
        add(office, about, what, today + days * DAY, office.user.id)
    page = TasksPresenter(office, RunNow())
    page.asker = user
    page.refresh()
    assert [line.card.title for line in page.week] == ["Oublié", "Appeler Mme Sow", "Samedi"]
    assert page.save_week()
    (sheet,) = user.stick.glob("*.pdf")
    assert sheet.name.startswith("Tâches de la semaine") and sheet.read_bytes().startswith(b"%PDF")


def test_a_week_without_anything_due_is_said(office: Office, user: User) -> None:
    page = TasksPresenter(office, RunNow())
    page.asker = user
    page.refresh()
    page.print_week()
    assert "sept jours" in page.deed_sentence and not page.save_week() and not list(user.stick.iterdir())
