"""The page of the earlier answers: Ctrl+Enter confirms, Ctrl+Z takes it back."""

from pytestqt.qtbot import QtBot

from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.renewal import RenewalView
from tests.agreed import Agreed, agreed, agreed_folder
from tests.exchanging import User, user
from tests.presenters.diligence.test_renewal import opened

__all__ = ["agreed", "agreed_folder", "user"]


def test_one_is_confirmed_and_taken_back(qtbot: QtBot, theme: Theme, agreed: Agreed, user: User) -> None:
    view = RenewalView(opened(agreed, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    count = len(view.presenter.waiting)
    view.main.click()
    assert len(view.presenter.waiting) == count - 1
    view.undoing.undo()
    assert len(view.presenter.waiting) == count
    assert view.card.isVisible() and not view.changes.isVisible()
