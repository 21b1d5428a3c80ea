"""The targets of Headquarters in a real window."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.strategy_figure import StrategyFigurePresenter
from desktop.presenters.results.strategy_figures import StrategyFiguresPresenter
from desktop.services.results import strategy_figures
from desktop.store.states import FigureMeaning
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.strategy_figure import StrategyFigureView
from desktop.ui.views.results.strategy_figures import StrategyFiguresView
from tests.exchanging import User, headquarters, seated, user

__all__ = ["headquarters", "user"]


def test_a_target_is_written_by_its_form_and_taken_back(
    qtbot: QtBot, theme: Theme, headquarters: Office, user: User
) -> None:
    listed = StrategyFiguresView(seated(StrategyFiguresPresenter(headquarters, RunNow()), user))
    view = StrategyFigureView(seated(StrategyFigurePresenter(headquarters, RunNow()), user))
    for page in (listed, view):
        qtbot.addWidget(page)
        page.resize(911, 464)
        page.show()
        page.presenter.refresh()
        assert unnamed(page) == [] and all(times == 1 for times in mnemonics(page).values())
    assert listed.none.isVisible()
    view.page.main_button.click()
    assert not strategy_figures.every(headquarters.work).every, "a number, an indicator and a document are needed"
    for key, content in {"indicator": "RES-3", "amount": "12", "source": "Note 7"}.items():
        view.presenter.take(key, content)
    view.page.main_button.click()
    (figure,) = strategy_figures.every(headquarters.work).every
    assert (figure.meaning, figure.amount) == (FigureMeaning.TARGET, "12")
    listed.presenter.refresh()
    assert [row.key for row in listed.list.rows] == [figure.id]
    own = StrategyFigureView(seated(StrategyFigurePresenter(headquarters, RunNow(), figure.id), user))
    qtbot.addWidget(own)
    own.show()
    own.presenter.refresh()
    assert own.past.isVisible() and set(own.form.inputs) == {"amount", "source", "dated_on"}
    own.away.click()
    assert own.presenter.is_set_aside
