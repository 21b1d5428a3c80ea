"""The pages of the cost of the function: the form that is ready for the next entry, the year, the entries."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.results.cost import CostPresenter
from desktop.presenters.results.cost_entries import CostEntriesPresenter
from desktop.presenters.results.costs import CostsPresenter
from desktop.services.registry import partners
from desktop.services.results import function_costs
from desktop.services.results.function_costs import NewCost
from desktop.store.records import Partner
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.cost import CostView
from desktop.ui.views.results.cost_entries import CostEntriesView
from desktop.ui.views.results.costs import CostsView
from tests.charted import typical
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]


def test_one_entry_after_the_other_and_the_last_one_taken_back(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    partners.register(office.work, Partner(name="Teranga"))
    view = CostView(seated(CostPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.form.inputs["hours"].box.edit.setText("1,5")
    view.form.inputs["partner_name"].box.edit.setText("Teranga")
    view.presenter.take("partner_name", "Teranga")
    assert view.whose.isVisible()
    view.presenter.is_about(view.presenter.alike[0].id)
    view.page.main_button.click()
    (entry,) = function_costs.every(office.work)
    assert (entry.cost.hours, entry.partner) == ("1.5", "Teranga")
    assert not view.form.inputs["hours"].box.text() and view.undo.isVisible()
    view.undo.undo()
    assert not function_costs.every(office.work)
    view = CostView(seated(CostPresenter(office, RunNow(), id=entry.cost.id), user))
    qtbot.addWidget(view)
    view.show()
    view.away.click()
    assert not function_costs.read(office.work, entry.cost.id).archived


def test_the_year_shows_what_there_is(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = CostsView(seated(CostsPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.show()
    assert view.none.isVisible() and not view.hours.isVisible()
    cost = function_costs.record(office.work, NewCost(today().isoformat(), "internal", hours="2"))
    view.presenter.refresh()
    assert view.hours.isVisible() and not view.money.isVisible() and not view.offices.isVisible()
    assert unnamed(view) == []
    assert not view.hour_chart.isVisible(), "one month is no trend"
    view.presenter.hour_chart = typical("fr")["kinds"]
    view.show_state()
    assert view.hour_chart.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.hour_chart.canvas.setFocus()
    QTest.keyClick(view.hour_chart.canvas, Qt.Key.Key_Return)
    assert user.went[-1][0] == "cost_entries"
    listed = CostEntriesView(seated(CostEntriesPresenter(office, RunNow()), user))
    qtbot.addWidget(listed)
    listed.show()
    assert [row.key for row in listed.list.rows] == [cost.id] and unnamed(listed) == []
    listed.presenter.filter("zzz")
    assert listed.unfound.isVisible()
