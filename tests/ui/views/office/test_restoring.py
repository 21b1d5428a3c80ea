"""The page on which a backup becomes the office of this computer, from the file to the button."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.office.restoring import RestoringView
from tests.exchanging import User
from tests.journeys.test_put_back import name
from tests.offices import PASSPHRASE, office, office_folder, runner
from tests.presenters.office.test_restoring import NewComputer, back_up, computer

__all__ = ["computer", "office", "office_folder", "runner"]


def test_the_page_is_filled_from_the_file_to_the_button(
    qtbot: QtBot, theme: Theme, office: Office, computer: NewComputer, tmp_path: Path
) -> None:
    name(office, "A")
    user = User(tmp_path / "stick")
    user.opens.append(back_up(office, tmp_path / "stick"))
    computer.page.asker = user
    view = RestoringView(computer.page)
    qtbot.addWidget(view)
    view.resize(1000, 640)
    view.show()
    assert view.choose.isVisible() and not view.main.isVisible() and not view.secret.isVisible()
    view.choose.click()
    assert view.who.isVisible() and view.secret.isVisible() and not view.words.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.turn.click()
    assert view.words.isVisible() and not view.secret.isVisible()
    view.turn.click()
    view.secret.edit.setText(PASSPHRASE)
    view.main.click()
    assert computer.restored
