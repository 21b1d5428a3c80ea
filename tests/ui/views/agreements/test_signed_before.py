"""The list of what was signed before the program, and the pipeline of all offices."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.pipeline import PipelinePresenter
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import SignedBefore
from desktop.services.registry import partners
from desktop.store.records import Partner
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.agreements.signed_before import SignedBeforeView
from desktop.ui.views.registry.pipeline import PipelineView
from tests.exchanging import User, headquarters, seated, user
from tests.offices import office, office_folder
from tests.presenters.agreements.test_signed_before import listed
from tests.presenters.registry.test_of_all_offices import two_offices

__all__ = ["headquarters", "office", "office_folder", "user"]


def test_the_list_or_a_sentence(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = SignedBeforeView(listed(office, user))
    qtbot.addWidget(view)
    view.show()
    assert view.none.isVisible() and unnamed(view) == []
    partner = partners.register(office.work, Partner(name="Kora", country="SN"))
    earlier.record(office.work, SignedBefore(partner.id, "Don", "2019"))
    view.presenter.refresh()
    assert len(view.list.rows) == 1 and all(times == 1 for times in mnemonics(view).values())
    view.presenter.filter("nothing")
    assert view.unfound.isVisible()
    view._clear()
    assert view.list.isVisible()


def test_headquarters_has_the_list_and_no_board(qtbot: QtBot, theme: Theme, headquarters: Office, user: User) -> None:
    two_offices(headquarters)
    view = PipelineView(seated(PipelinePresenter(headquarters, RunNow()), user))
    qtbot.addWidget(view)
    view.show()
    assert len(view.list.rows) == 2 and view.board.isHidden() and view.turn.isHidden() and unnamed(view) == []
