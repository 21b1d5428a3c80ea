"""The exercises in a window: Today leads there, the arrows choose one, its steps and what lacks stand there."""

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from desktop.ui.frame.window import Window
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.views.office.exercises import ExercisesView
from desktop.ui.views.today import TodayView

SIZE = QSize(911, 464)


def test_today_leads_to_the_exercises_which_say_what_lacks(desk: Window, qtbot: QtBot) -> None:
    desk.go("today")
    today = desk.view
    assert isinstance(today, TodayView)
    qtbot.waitUntil(lambda: "0 sur 6" in today.practised.text())
    today.practised.click()
    view = desk.view
    assert isinstance(view, ExercisesView)
    qtbot.waitUntil(lambda: len(view.list.rows) == 6)
    view.list.set_current("exercise_name")
    qtbot.waitUntil(lambda: "Sahel Fret" in view.text.toPlainText())
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    assert not view.wanted.isVisible() and view.records.isVisible()
    view.page.main_button.click()
    assert desk.here == "diligence"
