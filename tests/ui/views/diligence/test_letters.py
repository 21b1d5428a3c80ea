"""The page of the letters, by its buttons."""

from pytestqt.qtbot import QtBot

from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.letters import LettersView
from desktop.ui.widgets import Button
from tests.agreed import Agreed, agreed, agreed_folder
from tests.exchanging import User, user
from tests.presenters.diligence.test_letters import opened

__all__ = ["agreed", "agreed_folder", "user"]


def test_a_letter_is_made_by_its_button(qtbot: QtBot, theme: Theme, agreed: Agreed, user: User) -> None:
    view = LettersView(opened(agreed, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    next(button for button in view.findChildren(Button) if "français" in button.text()).click()
    assert user.opens[-1].is_file()
