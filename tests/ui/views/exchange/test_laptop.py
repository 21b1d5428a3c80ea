"""The pages of laptops in the window of Headquarters: from the list to a withdrawal and back."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.laptop import LaptopPresenter
from desktop.presenters.exchange.laptops import LaptopsPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.laptop import LaptopView
from desktop.ui.views.exchange.laptops import LaptopsView
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_a_headquarters_without_laptops_leads_to_the_first(
    qtbot: QtBot, theme: Theme, headquarters: Office, runner: RunNow, user: User
) -> None:
    view = LaptopsView(seated(LaptopsPresenter(headquarters, runner), user))
    qtbot.addWidget(view)
    view.show()
    assert not view.rows.rows and unnamed(view) == []
    view.enrol.click()
    assert user.went == [("hq_enrol", {})]


@pytest.fixture
def laptop(qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, runner: RunNow, user: User) -> LaptopView:
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    assert bundle is not None
    seated(HeadquartersPresenter(headquarters, runner), user).take_in([bundle])
    view = LaptopView(seated(LaptopPresenter(headquarters, runner, id=office.store.identity.device), user))
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    return view


def test_a_laptop_is_withdrawn_once_the_reason_is_written(laptop: LaptopView, user: User) -> None:
    assert laptop.card.isVisible() and laptop.doing.isVisible() and not laptop.aside.isVisible()
    assert unnamed(laptop) == [] and all(times == 1 for times in mnemonics(laptop).values())
    laptop.main.click()
    assert not user.asked, "without a reason nothing is asked"
    laptop.presenter.take("reason", "Volé le 12 novembre.")
    laptop.main.click()
    assert len(user.asked) == 1
    assert not laptop.doing.isVisible() and not laptop.main.isVisible() and laptop.chip.isVisible()
    assert not laptop.none.isVisible()
