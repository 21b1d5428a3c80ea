"""The pages of the indicators in a real window, by keys."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.budget import BudgetPresenter
from desktop.presenters.results.indicator import IndicatorPresenter
from desktop.presenters.results.indicators import IndicatorsPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.budget import BudgetView
from desktop.ui.views.results.indicator import IndicatorView
from desktop.ui.views.results.indicators import IndicatorsView
from desktop.ui.views.view import View
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.presenters.results.test_indicators import record_story_18

__all__ = ["office", "office_folder", "user"]


def shown(qtbot: QtBot, view: View) -> None:
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    view.presenter.refresh()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())


def test_the_budget_is_written_taken_back_and_written_again(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = BudgetView(seated(BudgetPresenter(office, RunNow(), "2026"), user))
    shown(qtbot, view)
    view.page.main_button.click()
    assert view.presenter.budget is None, "an amount and a source are needed"
    view.presenter.take("source", "Budget du bureau")
    view.presenter.take("money", {"amount": "2064000", "currency": "USD"})
    view.page.main_button.click()
    assert view.presenter.budget is not None and view.away.isVisible()
    view.away.click()
    assert view.presenter.budget is None
    view.presenter.take_back()
    assert view.presenter.budget is not None


def test_enter_on_a_figure_opens_its_records(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    record_story_18(office)
    view = IndicatorsView(seated(IndicatorsPresenter(office, RunNow()), user))
    shown(qtbot, view)
    view.presenter.narrow(year="2026")
    rows = view.sections[2][2]
    rows.set_current("RES-1")
    qtbot.keyClick(rows.view, Qt.Key.Key_Return)
    assert user.went[-1] == ("indicator", {"id": "RES-1"})
    view.panels[0].opened.emit("2025")
    assert view.presenter.listing.filter("year") == "2025"
    page = IndicatorView(seated(IndicatorPresenter(office, RunNow(), "RES-1"), user))
    shown(qtbot, page)
    page.presenter.narrow(year="2026")
    assert len(page.counted_rows.rows) == 4 and not page.left_out.isVisible()
    assert [panel.canvas.chart.title for panel in page.panels if panel.canvas.chart] != []
