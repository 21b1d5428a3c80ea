"""The page of messages by theme: what is typed stands on the paper, whatever field the hands are still in."""

from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.kit import KitView
from tests.exchanging import User, user
from tests.offices import office, office_folder
from tests.paper import words_of
from tests.presenters.registry.test_kit import page

__all__ = ["office", "office_folder", "user"]


def test_the_paper_is_shown_with_the_words_just_typed(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = KitView(page(office, user, theme="community"))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.form.inputs["points"].box.edit.setPlainText("Des semences")
    view.page.main_button.click()
    assert view.preview.isVisible() and view.presenter.pdf is not None
    assert "Des semences" in words_of(view.presenter.pdf)
    view.spoken.chosen.emit("es")
    assert user.went[-1] == ("kit", {"theme": "community", "paper": "pitch", "spoken": "es"})
