"""The pages of the settings say each thing once, and in words that stand alone."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES, speak
from desktop.base.values import new_id
from desktop.office import Office
from desktop.presenters.office.backups import BackupsPresenter
from desktop.presenters.office.people import PeoplePresenter
from desktop.presenters.office.settings import SettingsPresenter, UnsavedSettings
from desktop.presenters.screening.lists import ListsPresenter
from desktop.services.office import people
from desktop.store.records import Officer
from desktop.store.states import Role
from desktop.ui.theme import Theme
from desktop.ui.views.office.backups import BackupsView
from desktop.ui.views.office.people import PeopleView
from desktop.ui.views.office.settings import SettingsView
from desktop.ui.views.screening.lists import ListsView
from desktop.ui.widgets import Button
from tests.offices import chief, office, office_folder, runner

__all__ = ["chief", "office", "office_folder", "runner"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("Cheffe de mission", ""),
        ("Jefa de Misión", ""),
        ("chief of mission", ""),
        ("Cheffe de mission par intérim", "Cheffe de mission par intérim"),
        ("Responsable des programmes", "Responsable des programmes"),
        ("", ""),
    ],
)
def test_a_function_that_only_repeats_the_role_is_left_out(
    qtbot: QtBot, theme: Theme, office: Office, chief: Officer, runner: RunNow, function: str, said: str, language: str
) -> None:
    speak(language)
    added = Officer(id=new_id(), name="Mame Diarra Sow", function=function, role="chief_of_mission")
    people.add_officer(office.work.acting_as(chief), added)
    view = PeopleView(PeoplePresenter(office, runner, UnsavedSettings()))
    qtbot.addWidget(view)
    rows = {row.title: row.note for row in view.list.rows}
    assert rows["Mame Diarra Sow"] == said
    assert rows["Awa Ndiaye"] == "", "Chargée de partenariats is what the role says"


def test_naming_somebody_who_decides_asks_for_the_passphrase_of_who_decides(
    qtbot: QtBot, theme: Theme, office: Office, chief: Officer, runner: RunNow
) -> None:
    view = PeopleView(PeoplePresenter(office, runner, UnsavedSettings()))
    qtbot.addWidget(view)
    view.resize(1100, 900)
    view.show()
    view.main.click()
    assert not (view.confirming.isVisible() or view.by_kit.isVisible()), "a reader needs nobody's word"
    view.role.buttons[Role.CHIEF_OF_MISSION].click()
    assert view.confirming.isVisible() and not view.by_kit.isVisible()
    view.role.buttons[Role.OFFICER].click()
    assert not view.confirming.isVisible()
    people.remove_officer(office.work, chief.id)
    view.presenter.refresh()
    view.role.buttons[Role.CHIEF_OF_MISSION].click()
    assert view.by_kit.isVisible() and not view.confirming.isVisible(), "nobody decides any more: Headquarters confirms"


def test_a_backup_says_what_it_is_good_for(qtbot: QtBot, theme: Theme, office: Office, runner: RunNow) -> None:
    view = BackupsView(BackupsPresenter(office, runner, UnsavedSettings()))
    qtbot.addWidget(view)
    view.presenter.make()
    (row,) = view.list.rows
    assert row.mark is not None
    assert row.mark.text == "peut être restaurée"


def test_no_word_stands_on_the_page_that_asks_for_words_of_the_paper(
    qtbot: QtBot, theme: Theme, office: Office, chief: Officer, runner: RunNow
) -> None:
    office.user = chief
    view = SettingsView(SettingsPresenter(office, runner, UnsavedSettings()))
    qtbot.addWidget(view)
    view.resize(1100, 900)
    view.show()

    def seen() -> list[str]:
        words = view.presenter.recovery.words
        return [label.text() for label in view.findChildren(QLabel) if label.isVisible() and label.text() in words]

    view.make.click()
    qtbot.waitUntil(lambda: len(seen()) == 12)
    assert not view.words.question.isVisible()
    view.check.click()
    asked = view.presenter.recovery.checked_places
    assert seen() == [] and view.words.question.isVisible()
    view.words.again.click()
    qtbot.waitUntil(lambda: len(seen()) == 12)
    assert not view.words.question.isVisible()
    view.check.click()
    again = view.presenter.recovery.checked_places
    assert seen() == [] and len(again) == 2 and not set(again) & set(asked)
    for place, field in zip(again, view.words.checks, strict=True):
        field.edit.setText(view.presenter.recovery.words[place])
    view.check.click()
    assert view.presenter.words_checked


def test_an_empty_list_has_its_button_beside_its_sentence(
    qtbot: QtBot, theme: Theme, office: Office, runner: RunNow
) -> None:
    lists = ListsView(ListsPresenter(office, runner))
    backups = BackupsView(BackupsPresenter(office, runner, UnsavedSettings()))
    for view, empty, words in (
        (lists, lists.none, "Importer une liste…"),
        (backups, backups.list.empty, "Sauvegarder"),
    ):
        qtbot.addWidget(view)
        view.resize(1100, 700)
        view.show()
        assert empty.isVisible() and empty.button.isVisible()
        assert words in empty.button.text()
        assert len([b for b in view.findChildren(Button) if b.property("kind") == "filled" and b.isVisible()]) == 1
    assert not backups.make.isVisible(), "the empty list has it"
    backups.list.empty.button.click()
    assert len(backups.list.rows) == 1
    assert backups.make.isVisible(), "where the list is no longer empty the bar has it again"
