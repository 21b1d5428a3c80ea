"""The page of a return: what the file holds before it is applied, what was done after."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.bundles.bundle import Refused
from desktop.office import Office
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.services.exchange.headquarters import answering
from desktop.store.place import LOCK
from desktop.store.vault import Vault
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.receiving import ReceiveView
from tests.exchanging import User, answer_of, enrol, headquarters, seated, user
from tests.journeys.test_put_back import deliver, name, partner_names, recognise, rounds
from tests.offices import office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def shown(qtbot: QtBot, office: Office, runner: RunNow, user: User, path: Path) -> ReceiveView:
    presenter = ReceivePresenter(office, runner, str(path))
    presenter.asker, presenter.open_place = user, user.go
    view = ReceiveView(presenter)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    return view


def test_a_return_is_looked_into_taken_in_and_closed_with_the_one_button(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, runner: RunNow, user: User
) -> None:
    view = shown(qtbot, office, runner, user, answer_of(office, headquarters, user, runner))
    assert view.file.isVisible() and not view.done.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    assert view.main.text() == "Prendre ce retour en compte" and view.leave.isVisible()
    view.main.click()
    assert view.done.isVisible() and not view.leave.isVisible() and not view.troubles.isVisible()
    assert view.main.text() == "Fermer"
    view.main.click()
    assert user.went[-1] == ("sync", {})


def test_a_return_left_alone_applies_nothing(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, runner: RunNow, user: User
) -> None:
    view = shown(qtbot, office, runner, user, answer_of(office, headquarters, user, runner))
    view.leave.click()
    assert user.went[-1] == ("sync", {})
    assert view.presenter.report is None


def test_a_file_that_is_no_return_is_refused(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, runner: RunNow, user: User
) -> None:
    enrol(office, headquarters, user, runner)
    stranger = user.stick / "facture.psb"
    stranger.write_bytes(b"%PDF-1.7 not a bundle at all")
    with pytest.raises(Refused) as refusal:
        shown(qtbot, office, runner, user, stranger)
    assert refusal.value.code


def test_a_laptop_with_another_history_is_offered_a_new_identity(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, runner: RunNow, user: User, tmp_path: Path
) -> None:
    recognise(office, headquarters)
    name(office, "A")
    rounds(office, headquarters, 1)
    shutil.copytree(office.folder, tmp_path / "copy")
    (tmp_path / "copy" / LOCK).unlink()
    with Office.enter(tmp_path / "copy", Vault.open(tmp_path / "copy"), office.opened) as copied:
        name(office, "B")
        name(copied, "C", "D")
        rounds(office, headquarters, 1)
        assert deliver(copied, headquarters) == "fork"
        path = answering.answer(headquarters.work, headquarters.keys, "SN10", headquarters.outbox)
        view = shown(qtbot, copied, runner, user, path)
        assert not view.renew.isVisible()
        with refused("another-history") as parted:
            view.presenter.take_in()
        view.presenter.refuse(parted.value)  # as the window does
        assert view.renew.isVisible() and view.main.text() == "Fermer"
        view.renew.click()
        assert not view.renew.isVisible() and "nouvelle identité" in view.presenter.sentence
        assert view.presenter.moved == 2 and copied.keyset() is None
        sentence = seated(ExchangePresenter(copied, runner), user).sentence
        assert "sauvegarde" not in sentence and "nouvelle identité" in sentence
        recognise(copied, headquarters)
        rounds(copied, headquarters, 1)
        assert partner_names(copied) == list("ABCD")
