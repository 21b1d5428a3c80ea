"""The list of pairs at Headquarters, and two records side by side."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.same_companies import SameCompaniesPresenter
from desktop.presenters.registry.same_company import SameCompanyPresenter
from desktop.store.states import RulingKind
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.same_companies import SameCompaniesView
from desktop.ui.views.registry.same_company import SameCompanyView
from tests.exchanging import User, headquarters, seated, user
from tests.presenters.registry.test_same_company import of_two_offices

__all__ = ["headquarters", "user"]


def test_pairs_are_listed_and_one_is_ruled_on(qtbot: QtBot, theme: Theme, headquarters: Office, user: User) -> None:
    view = SameCompaniesView(seated(SameCompaniesPresenter(headquarters, RunNow()), user))
    qtbot.addWidget(view)
    view.show()
    assert view.none.isVisible()
    ids = of_two_offices(headquarters)
    view.presenter.refresh()
    assert len(view.list.rows) == 1 and unnamed(view) == []
    page = SameCompanyView(seated(SameCompanyPresenter(headquarters, RunNow(), *ids), user))
    qtbot.addWidget(page)
    page.resize(911, 464)
    page.show()
    assert unnamed(page) == [] and all(times == 1 for times in mnemonics(page).values())
    assert not page.taking_back.isVisible()
    page.page.main_button.click()
    assert page.presenter.pair.ruling == "", "without a ruling nothing is recorded"
    page.form.fill({"ruling": RulingKind.NOT_SAME.value, "reason": "Deux propriétaires."})
    page.presenter.take("ruling", RulingKind.NOT_SAME.value)
    page.presenter.take("reason", "Deux propriétaires.")
    page.page.main_button.click()
    assert page.presenter.pair.ruling == RulingKind.NOT_SAME and page.taking_back.isVisible()
    page.undoing.undo()
    assert page.presenter.pair.ruling == ""
