"""The page of the remedy plan: a check by its form."""

from pytestqt.qtbot import QtBot

from desktop.base.values import today
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.remedy import RemedyView
from tests.agreed import Agreed, agreed, agreed_folder
from tests.exchanging import User, user
from tests.makers import on
from tests.presenters.diligence.test_remedy import opened
from tests.services.diligence.test_remedying import adhoc

__all__ = ["adhoc", "agreed", "agreed_folder", "user"]


def test_a_check_is_recorded_from_the_form(qtbot: QtBot, theme: Theme, adhoc: Agreed, user: User) -> None:
    on(adhoc.office, today())
    view = RemedyView(opened(adhoc, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.main.click()
    assert not view.presenter.checks, "the verifier is asked for"
    values = {
        "milestone": "1",
        "outcome": "verified",
        "verifier": "X",
        "evidence": "Y",
        "checked_on": today().isoformat(),
    }
    view.form.fill(values)
    view.main.click()
    assert len(view.presenter.checks) == 1
