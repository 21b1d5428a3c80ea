"""The page of the company's form: by its buttons, and by a file that is dropped on it."""

from pytestqt.qtbot import QtBot

from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.company_form import CompanyFormView
from desktop.ui.widgets import Button
from tests.casework import Casework, work
from tests.exchanging import User, user
from tests.presenters.diligence.test_company_form import opened, typed

__all__ = ["user", "work"]


def test_a_form_that_came_back_is_shown_a_doubt_settled_and_recorded(
    qtbot: QtBot, theme: Theme, work: Casework, user: User
) -> None:
    view = CompanyFormView(opened(work, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert not view.result.isVisible() and not view.main.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    path = typed(user, "A05_1_name;Awa Ndiaye\nA05_1_born;03/04/1984\nC01;Non\nC04;peut-être\n")
    assert view.take_files([path])
    assert view.result.isVisible() and not view.make.isVisible() and view.main.isVisible() and not view.main.isEnabled()
    march = next(button for button in view.result.findChildren(Button) if "mars" in button.text())
    march.click()
    assert view.main.isEnabled()
    view.main.click()
    assert not view.result.isVisible()
    assert work.file.answers["A05"].declared == {"persons": [{"name": "Awa Ndiaye", "born": "1984-03-04"}]}
    assert work.file.answers["C01"].declared == "no"
