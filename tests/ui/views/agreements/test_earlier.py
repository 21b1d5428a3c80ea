"""The page of what was signed before: filled in by keys, and the scan shown."""

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.agreements.earlier import EarlierPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.agreements.earlier import EarlierView
from tests.exchanging import User, seated, user
from tests.foreign import sound_pdf
from tests.offices import office, office_folder
from tests.presenters.agreements.test_earlier import partner_of, recorded

__all__ = ["office", "office_folder", "user"]


def test_it_is_typed_and_recorded(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = EarlierView(seated(EarlierPresenter(office, RunNow(), partner_of(office)), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    view.page.main_button.click()
    assert user.went == []  # the form says what lacks
    QTest.keyClicks(view.form.inputs["title"].first(), "Transport")
    QTest.keyClicks(view.form.inputs["signed"].first(), "2014")
    view.page.main_button.click()
    assert user.went[-1][0] == "earlier"
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())


def test_a_file_that_is_dropped_is_its_scan_and_it_is_taken_back(
    qtbot: QtBot, theme: Theme, office: Office, user: User, tmp_path: Path
) -> None:
    view = EarlierView(recorded(office, user))
    qtbot.addWidget(view)
    view.show()
    (tmp_path / "Accord.pdf").write_bytes(sound_pdf("Accord"))
    assert view.take_files([tmp_path / "Accord.pdf"])
    view.presenter.show_scan()
    assert view.preview.isVisible()
    view.presenter.opened.close()
    view.away.click()
    assert view.presenter.is_archived
    view.undo.button.click()
    assert not view.presenter.is_archived and unnamed(view) == []
