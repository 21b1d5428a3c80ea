"""The page that prepares a meeting: what is typed is in the note, whatever field the hands are still in."""

from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.briefing import BriefingView
from tests.exchanging import User, user
from tests.offices import office, office_folder
from tests.paper import words_of
from tests.presenters.registry.test_briefing import page
from tests.presenters.registry.test_meeting import partner_of

__all__ = ["office", "office_folder", "user"]


def test_the_note_is_shown_with_the_words_just_typed(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = BriefingView(page(office, user, partner_of(office)))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.form.inputs["theirs"].box.edit.setText("Mame Diarra Sow")
    view.form.inputs["points"].box.edit.setPlainText("Qui porte la douane")
    view.page.main_button.click()
    assert view.preview.isVisible() and view.presenter.pdf is not None
    assert "Qui porte la douane" in words_of(view.presenter.pdf)
    view.presenter.hide_paper()
    assert not view.preview.isVisible()
