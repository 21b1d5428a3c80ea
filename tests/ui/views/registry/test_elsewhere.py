"""The list of other offices' partners, and the card that says who else knows one."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.add_partner import AddPartnerPresenter
from desktop.services.demo import other_offices
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.add_partner import AddPartnerView
from desktop.ui.views.registry.elsewhere import ElsewhereView
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.presenters.registry.test_elsewhere import age, listed

__all__ = ["office", "office_folder", "user"]


def test_the_list_shows_rows_a_sentence_or_that_it_is_old(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = ElsewhereView(listed(office, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert view.none.isVisible() and not view.list.isVisible()
    other_offices.tell(office.work)
    view.presenter.refresh()
    assert view.list.isVisible() and len(view.list.rows) == 9 and unnamed(view) == []
    assert all(times == 1 for times in mnemonics(view).values())
    view.presenter.filter("nobody of this name")
    assert view.unfound.isVisible()
    view._clear()
    age(office, 100)
    view.presenter.refresh()
    assert "old" in view.page._panels


def test_the_card_stands_under_the_name_that_is_typed(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    other_offices.tell(office.work)
    view = AddPartnerView(seated(AddPartnerPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.show()
    assert not view.elsewhere.isVisible()
    view.presenter.take("name", "Kaoural Transport")
    view.presenter.look()
    assert view.elsewhere.isVisible() and "Niamey" in view.elsewhere.partners.findChildren(type(view.links))[1].text()
