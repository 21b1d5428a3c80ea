"""The map of the offices: arrows, Enter, the table one key away."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.office_map import OfficeMapPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.office_map import OfficeMapView
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_the_map_is_gone_through_by_keys_and_leads_to_an_office_and_to_the_table(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    sent(office, user, runner)
    seated(HeadquartersPresenter(headquarters, runner), user).take_in([user.stick])
    presenter = OfficeMapPresenter(headquarters, runner)
    presenter.asker, presenter.open_place = user, user.go
    view = OfficeMapView(presenter)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    assert view.canvas.isVisible() and not view.none.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.canvas.setFocus()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert user.went[-1] == ("hq_office", {"code": "SN10"})
    view.table.click()
    assert user.went[-1] == ("hq", {})
