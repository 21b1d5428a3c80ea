"""The six pillars in a real window."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.pillars import PillarsPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.pillars import PillarsView
from tests.exchanging import User, headquarters, seated, user

__all__ = ["headquarters", "user"]


def test_each_pillar_has_its_section(qtbot: QtBot, theme: Theme, headquarters: Office, user: User) -> None:
    view = PillarsView(seated(PillarsPresenter(headquarters, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    view.presenter.refresh()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    assert [part.id for part, section, *_rest in view.sections if section.isVisible()] == [
        part.id for part in view.presenter.kind.parts
    ]
    view.page.main_button.click()
    assert user.went[-1][0] == "strategy_figure"
