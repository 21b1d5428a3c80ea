"""The Internet as an officer meets it: the address in the settings, the page of a bundle, the return that came back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base import volumes
from desktop.base.progress import RunNow
from desktop.base.volumes import Volume
from desktop.office import Office
from desktop.presenters.exchange.sending import INTERNET, SendPresenter
from desktop.presenters.office.settings import SettingsPresenter, UnsavedSettings
from desktop.services.exchange import sending
from desktop.services.exchange.headquarters import answering
from desktop.services.exchange.sending import BundleState
from desktop.ui.views.exchange.sending import SendView
from desktop.ui.views.office.settings import SettingsView
from desktop.ui.widgets import Button
from desktop.ui.widgets.messages import MessagePanel
from tests.exchanging import User, seated, user
from tests.journeys.test_put_back import recognise
from tests.lines import certificate, receiving
from tests.offices import headquarters, office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_an_officer_sets_the_address_and_hands_a_bundle_in(
    office: Office, headquarters: Office, runner: RunNow, user: User, tmp_path: Path, qtbot: QtBot
) -> None:
    recognise(office, headquarters)
    headquarters.offer_return("SN10", answering.answer(headquarters.work, headquarters.keys, "SN10", tmp_path))
    public, secret = certificate(tmp_path)
    page = SendView(seated(SendPresenter(office, runner), user))
    qtbot.addWidget(page)
    page.show()
    page.main.click()
    page.ways.buttons[INTERNET].click()
    assert page.set_receiver.isVisible() and not page.main.isEnabled()
    page.set_receiver.click()
    assert user.went[-1] == ("settings", {})

    settings = SettingsView(seated(SettingsPresenter(office, runner, UnsavedSettings()), user))
    qtbot.addWidget(settings)
    settings.show()
    assert not settings.choose_certificate.isVisible()
    with receiving(headquarters.folder, public, secret) as port:
        QTest.keyClicks(settings.address.edit, f"localhost:{port}")
        QTest.keyClick(settings.address.edit, Qt.Key.Key_Return)
        user.opens.append(public)
        settings.choose_certificate.click()
        assert settings.address.text() == f"https://localhost:{port}"
        page.presenter.refresh()
        assert page.main.isEnabled() and "localhost" in page.road.text()
        page.main.click()
    assert page.presenter.sent is not None
    assert sending.state_of(page.presenter.sent, office.work.clock.now()) is BundleState.HANDED_OVER
    (panel,) = (panel for panel in page.findChildren(MessagePanel) if panel.isVisible())
    assert "dernier octet" in panel.accessibleName()
    panel.findChildren(Button)[0].click()
    assert user.went[-1][0] == "receive"


def test_a_stick_is_shown_as_soon_as_it_is_plugged_in_and_gone_when_it_is_pulled(
    office: Office,
    headquarters: Office,
    runner: RunNow,
    user: User,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recognise(office, headquarters)
    plugged: list[Volume] = []
    monkeypatch.setattr(volumes, "removable", lambda: tuple(plugged))
    page = SendView(seated(SendPresenter(office, runner), user))
    qtbot.addWidget(page)
    page.show()
    page.main.click()
    names = [tmp_path / name for name in ("one", "two")]
    for folder in names:
        folder.mkdir()

    def shown(*sticks: Volume) -> list[str]:
        plugged[:] = sticks
        page._look_for_sticks()
        QApplication.processEvents()  # a button is shown in a turn of its own
        return [button.text() for button in page.sticks.findChildren(Button) if button.isVisible()]

    only = Volume(names[0], "CLÉ DKR", 7_200_000_000)
    assert shown() == [] and not page.main.isEnabled()
    assert len(shown(only)) == 1 and page.main.isEnabled() and "CLÉ DKR" in page.room.text()
    assert shown() == [] and not page.main.isEnabled()
    locked = Volume(names[1], "VERROUILLÉE", 10, is_read_only=True)
    both = shown(only, locked)
    assert len(both) == 2 and "lecture seule" in both[1] and not page.main.isEnabled()
    left = names[0] / f"{page.presenter.sent.name}.part" if page.presenter.sent else tmp_path
    left.write_bytes(b"half")
    assert len(shown(only, locked)) == 2 and not left.exists()  # of a stick that was pulled
    next(button for button in page.sticks.findChildren(Button) if button.isVisible()).click()
    page.main.click()
    page.main.click()
    assert page.presenter.sent is not None and page.presenter.sent.handed_how == "CLÉ DKR"
    assert (names[0] / page.presenter.sent.name).is_file()
