"""What Member States read, in a real window."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.members_view import MembersViewPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.members_view import MembersView
from tests.exchanging import User, headquarters, seated, user
from tests.presenters.results.test_members_view import sealed_for_members

__all__ = ["headquarters", "user"]


def test_a_group_opens_its_rows_and_a_row_its_fields(
    qtbot: QtBot, theme: Theme, headquarters: Office, user: User
) -> None:
    view = MembersView(seated(MembersViewPresenter(headquarters, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    view.presenter.refresh()
    assert view.none.isVisibleTo(view) and not view.groups.isVisibleTo(view)
    sealed_for_members(headquarters)
    view.presenter.refresh()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    assert not view.none.isVisibleTo(view) and not view.rows.isVisibleTo(view)
    view.group_list.opened.emit("SN")
    assert [row.key for row in view.row_list.rows] == ["S-1", "S-2", "S-3", "S-4", "S-6"]
    view.row_list.opened.emit("S-2")
    assert view.card.isVisibleTo(view)
