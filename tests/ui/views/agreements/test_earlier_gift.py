"""The page of what was given before: filled in by keys."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.agreements.earlier_gift import EarlierGiftPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.agreements.earlier_gift import EarlierGiftView
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.presenters.agreements.test_earlier import partner_of

__all__ = ["office", "office_folder", "user"]


def test_what_was_given_is_typed_and_recorded(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = EarlierGiftView(seated(EarlierGiftPresenter(office, RunNow(), partner_of(office)), user))
    qtbot.addWidget(view)
    view.show()
    QTest.keyClicks(view.form.inputs["description"].first(), "Don annuel")
    QTest.keyClicks(view.form.inputs["received_on"].first(), "1/12/2016")
    view.page.main_button.click()
    assert user.went[-1][0] == "partner"
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
