"""The pages of the ledger: the list with its keys and sums, a contribution, its steps, its value, a promise."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.presenters.results.contribution import ContributionPresenter
from desktop.presenters.results.contribution_step import ContributionStepPresenter
from desktop.presenters.results.contributions import ContributionsPresenter
from desktop.presenters.results.promise import PromisePresenter
from desktop.presenters.results.valuation import ValuationPresenter
from desktop.services.registry import partners
from desktop.services.results import ledger
from desktop.services.results.ledger import NewPromise
from desktop.store.records import Contribution, Partner
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.contribution import ContributionView
from desktop.ui.views.results.contribution_step import ContributionStepView
from desktop.ui.views.results.contributions import ContributionsView
from desktop.ui.views.results.promise import PromiseView
from desktop.ui.views.results.valuation import ValuationView
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]


@pytest.fixture
def promise(office: Any) -> Contribution:
    teranga = partners.register(office.work, Partner(name="Teranga"))
    new = NewPromise(teranga.id, "goods", "Un camion", today().isoformat(), "18400", quantity="1")
    return ledger.promise(office.work, new)


def on_screen(qtbot: QtBot, view: Any) -> Any:
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    return view


def test_the_list_says_its_sums_and_its_keys_lead_on(
    qtbot: QtBot, theme: Theme, office: Any, user: User, promise: Contribution
) -> None:
    view = on_screen(qtbot, ContributionsView(seated(ContributionsPresenter(office, RunNow()), user)))
    assert [row.key for row in view.list.rows] == [promise.id] and "18\u00a0400,00" in view.sums.text()
    view.list.set_current(promise.id)
    with qtbot.waitActive(view):
        view.activateWindow()
    view.list.view.setFocus()
    for key, modifiers, place in (
        (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, "contribution"),
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, "promise"),
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, "valuation"),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, "promise"),
    ):
        qtbot.keyClick(view.list.view, key, modifiers)
        assert user.went[-1][0] == place
    view.presenter.filter("zzz")
    assert view.unfound.isVisible()
    view.presenter.clear()
    ledger.withdraw(office.work, promise.id, True)
    view.presenter.refresh()
    assert not view.list.rows and not view.sums.isVisible()


def test_a_contribution_is_written_off_and_expected_again(
    qtbot: QtBot, theme: Theme, office: Any, user: User, promise: Contribution
) -> None:
    page = on_screen(qtbot, ContributionView(seated(ContributionPresenter(office, RunNow(), promise.id), user)))
    page.presenter.receive()
    assert page.which.isVisible(), "no agreement is in force"
    step = seated(ContributionStepPresenter(office, RunNow(), promise.id, "write_off"), user)
    form = on_screen(qtbot, ContributionStepView(step))
    form.presenter.take("reason", "ended")
    form.page.main_button.click()
    page.presenter.refresh()
    assert page.presenter.record.state == "written_off" and page.presenter.mark[1] == "Abandonnée"
    page.presenter.expect_again()
    page.undoing.undo()
    assert page.presenter.record.state == "written_off"


def test_a_promise_and_a_value_are_typed(
    qtbot: QtBot, theme: Theme, office: Any, user: User, promise: Contribution
) -> None:
    view = on_screen(qtbot, PromiseView(seated(PromisePresenter(office, RunNow()), user)))
    view.presenter.take("partner_name", "Teranga")
    assert view.whose.isVisible()
    view.presenter.is_about(view.presenter.alike[0].id)
    view.form.inputs["description"].box.edit.setText("Don")
    view.page.main_button.click()
    assert user.went[-1][0] == "contribution" and len(ledger.ids(office.work)) == 2
    value = on_screen(qtbot, ValuationView(seated(ValuationPresenter(office, RunNow(), promise.id), user)))
    value.presenter.take("new_value", "20000")
    value.page.main_button.click()
    assert value.presenter.number == 2
    value.page.main_button.click()
    assert value.presenter.number == 2, "a method is needed"
    value.presenter.take("method", "symbolic")
    for _page in range(3):
        value.page.main_button.click()
    assert user.went[-1] == ("contribution", {"id": promise.id})
