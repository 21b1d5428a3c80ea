"""The page that writes everything out: what it says before, and its one button."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.export import ExportPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.export import ExportView
from tests.exchanging import User, seated, user
from tests.offices import PASSPHRASE, office, office_folder

__all__ = ["office", "office_folder", "user"]


def test_the_passphrase_is_typed_and_the_folder_written(
    qtbot: QtBot, theme: Theme, office: Office, user: User, tmp_path: Path
) -> None:
    user.stick = tmp_path
    view = ExportView(seated(ExportPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    view.form.inputs["passphrase"].first().setText(PASSPHRASE)
    view.page.main_button.click()
    assert view.presenter.written is not None
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
