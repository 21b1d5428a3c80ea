"""The page of one office at Headquarters."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.office_page import OfficePagePresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.office_page import OfficePageView
from tests.exchanging import User, enrol, headquarters, user
from tests.offices import office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_an_office_shows_its_laptops_and_writes_its_return(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    presenter = OfficePagePresenter(headquarters, runner, code="SN10")
    presenter.asker, presenter.open_place = user, user.go
    view = OfficePageView(presenter)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    assert [row.key for row in view.laptops.rows] == [office.store.identity.device]
    assert not view.none.isVisible() and not view.asking.isVisible() and not view.coming.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.main.click()
    assert len(list(user.stick.glob("*.psb"))) == 1
