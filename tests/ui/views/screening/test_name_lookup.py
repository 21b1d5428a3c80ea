"""The page on which names are looked up, in its window: pasted, searched, read beside, printed."""

from datetime import date

from pytestqt.qtbot import QtBot

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.office import Office
from desktop.presenters.screening.name_lookup import NameLookupPresenter
from desktop.screening import library
from desktop.store.states import Role
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.screening.name_lookup import NameLookupView
from tests.makers import on
from tests.offices import office, office_folder

__all__ = ["office", "office_folder"]


def shown(qtbot: QtBot, office: Office) -> NameLookupView:
    view = NameLookupView(NameLookupPresenter(office, RunNow()))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    return view


def test_names_are_pasted_searched_and_put_on_paper(qtbot: QtBot, theme: Theme, office: Office) -> None:
    speak("fr")
    on(office, date(2026, 11, 23))
    library.install(office.lists, paths.resources() / "reference" / library.PRACTICE)
    view = shown(qtbot, office)
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.names.edit.setPlainText("Fatou Sarr Diouf\n박정건")
    view.page.main_button.click()
    assert [row.title for row in view.name_rows.rows] == ["Fatou Sarr Diouf", "박정건"]
    assert view.match_rows.isVisible() and view.why.isVisible() and view.disclaimer.isVisible()
    assert "Se lit" in view.match_rows.rows[0].note
    assert view.search_rows.rows[0].title == "Fatou Sarr Diouf, 박정건"
    next(button for button in view.page.bar.buttons if button.text() == "Montrer le document").click()
    assert view.preview.isVisible()


def test_without_a_list_and_without_the_right_nothing_can_be_typed_in_vain(
    qtbot: QtBot, theme: Theme, office: Office
) -> None:
    speak("fr")
    view = shown(qtbot, office)
    assert "lists" in view.page._panels and view.page.main_button is None
    office.user.role = Role.READER
    view = shown(qtbot, office)
    assert view.refused.isVisible() and not view.names.isVisible() and view.page.main_button is None
