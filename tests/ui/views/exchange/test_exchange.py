"""The exchange's screens and the pictures, through the window."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.presenter import Confirmation
from desktop.services.demo import invented
from desktop.store.vault import FLOOR
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.views.exchange.overview import ExchangeView
from tests.offices import PASSPHRASE, office, office_folder, runner

__all__ = ["office", "office_folder", "runner"]


class Quiet:
    """A user who saves where asked."""

    def __init__(self, folder: Path) -> None:
        self.place = folder

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        confirmed()

    def files(self, title: str, patterns: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        """Chooses nothing."""

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.place)

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.place / name)


@pytest.fixture
def view(office: Office, runner: RunNow, tmp_path: Path, qtbot: QtBot) -> Iterator[ExchangeView]:
    """“Envois” in an office that nobody enrolled yet."""
    presenter = ExchangePresenter(office, runner)
    presenter.asker = Quiet(tmp_path)
    made = ExchangeView(presenter)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    yield made


def test_enrolment_comes_first_and_its_key_saves_the_request(view: ExchangeView, qtbot: QtBot, tmp_path: Path) -> None:
    assert view.enrol.isVisible() and not view.exchange.isVisible()
    assert view.enrol.ours.text() == view.presenter.fingerprint
    view.activateWindow()
    QTest.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.enrol"))))
    assert view.main.text() == "Choisir le fichier de réponse…"


def test_everything_on_the_page_has_a_name_and_letters_are_used_once(view: ExchangeView) -> None:
    assert unnamed(view) == []
    assert all(count == 1 for count in mnemonics(view).values())


@pytest.mark.usefixtures("dear_guesses")
def test_pictures_are_taken_without_a_display(office: Office, tmp_path: Path) -> None:
    invented.partner(office.work, "fr")
    office.vault.change_passphrase(office.opened.officer_id, PASSPHRASE, PASSPHRASE, FLOOR)
    folder = office.folder
    office.close()
    target = tmp_path / "pictures"
    asked = [sys.executable, "-m", "desktop", "--pictures", str(target), "--office", str(folder), "--language", "es"]
    done = subprocess.run(asked, input=PASSPHRASE.encode(), capture_output=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr.decode()
    sizes = {path.stem: QImage(str(path)).size().toTuple() for path in target.glob("*.png")}
    assert sizes["partners"] == (1366, 768)
    assert sizes["today-small"] == (911, 464)


def test_a_wrong_passphrase_takes_no_picture(office: Office, tmp_path: Path) -> None:
    folder = office.folder
    office.close()
    asked = [sys.executable, "-m", "desktop", "--pictures", str(tmp_path / "p"), "--office", str(folder)]
    done = subprocess.run(asked, input=b"autre chose", capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
