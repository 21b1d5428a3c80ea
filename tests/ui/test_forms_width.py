"""Forms use the width they are given: choices in columns, in the order in which they are read."""

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from desktop.presenters.form import Option
from desktop.ui.forms.choices import MultiChoice

NAMES = ("Agriculture", "Construction", "Mines et pétrole", "Habillement", "Huile de palme", "Autre secteur")


def test_choices_stand_in_as_many_columns_as_fit_and_are_read_across(qtbot: QtBot) -> None:
    choice = MultiChoice("Secteurs", [Option(name, name) for name in NAMES])
    qtbot.addWidget(choice)
    choice.resize(200, 400)
    choice.show()
    narrow = choice.heightForWidth(200)
    choice.resize(900, 400)
    qtbot.waitUntil(lambda: choice.heightForWidth(900) * 2 < narrow)
    places = [choice.buttons[name].mapTo(choice, QPoint()) for name in NAMES]
    assert places == sorted(places, key=lambda place: (place.y(), place.x()))
    choice.hide_options(("Construction",))
    qtbot.waitUntil(lambda: choice.buttons["Mines et pétrole"].mapTo(choice, QPoint()) == places[1])


def test_a_choice_with_a_long_title_takes_the_whole_width(qtbot: QtBot) -> None:
    choice = MultiChoice(
        "Traits", [Option("a", "Un titre qui remplit à lui seul presque toute la ligne"), Option("b", "B")]
    )
    qtbot.addWidget(choice)
    choice.resize(500, 200)
    choice.show()
    assert choice.buttons["a"].x() == choice.buttons["b"].x()
