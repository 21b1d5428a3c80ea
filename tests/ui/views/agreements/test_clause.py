"""The page of a clause: the text in the language spoken comes first, and nothing on it can be changed."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.agreements.clause import ClausePresenter
from desktop.ui.keyboard import unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.agreements.clause import ClauseView
from desktop.ui.widgets import SectionBox
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]


def test_the_texts_stand_below_one_another(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = ClauseView(seated(ClausePresenter(office, RunNow(), "S-GEN"), user))
    qtbot.addWidget(view)
    view.show()
    titles = [section.title.text() for section in view.findChildren(SectionBox)]
    assert titles == ["Français", "Types d’accord qui la contiennent", "English", "Español"]
    assert view.page.title.text() == "Conditions générales" and unnamed(view) == []
