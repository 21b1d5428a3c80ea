"""The page of tasks: a list by keys alone, and a sentence where nothing is to be done."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.tasks import TasksPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.tasks import TasksView
from tests.exchanging import User, user
from tests.offices import office, office_folder
from tests.presenters.test_tasks import shown

__all__ = ["office", "office_folder", "user"]


def test_the_list_opens_where_a_task_is_done_and_turns_to_those_of_everybody(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = TasksView(shown(office, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    late, _reminder = view.list.rows
    assert late.mark is not None and late.mark.text == "En retard"
    view.list.view.go_to(1)
    qtbot.keyClick(view.list.view, Qt.Key.Key_Return)
    assert user.went[-1][0] == "partner"
    view.turn.click()
    assert len(view.list.rows) == 3 and view.turn.text() == "N’afficher que mes tâches"


def test_a_task_is_put_off_from_the_list_and_taken_back_by_keys(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = TasksView(shown(office, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    with qtbot.waitActive(view):
        view.activateWindow()
    view.list.view.setFocus()
    view.list.view.go_to(1)
    qtbot.keyClick(view.list.view, Qt.Key.Key_R)
    form = view.put_off_form
    assert form is not None and form.isVisible() and "Appeler Mme Sow" in form.title.text()
    assert view.list.isHidden() and unnamed(view) == []
    form.form.fill({"reason": "leave", "words": "", "until": view.presenter.proposed_day})
    form.save.click()
    late, reminder = view.list.rows
    assert not view.list.isHidden() and late.mark is not None and reminder.mark is not None
    assert reminder.mark.text.startswith("reporté")
    view.list.set_current(reminder.key)
    assert view.later.text() == "Remettre dans Aujourd’hui"
    view.later.click()
    assert not any(line.until for line in view.presenter.lines)
    view.undoing.undo()
    assert [bool(line.until) for line in view.presenter.lines] == [False, True]


def test_an_empty_list_says_so(qtbot: QtBot, theme: Theme, office: Office) -> None:
    view = TasksView(TasksPresenter(office, RunNow()))
    qtbot.addWidget(view)
    view.show()
    view.presenter.refresh()
    assert view.none.isVisible() and not view.list.isVisible()
