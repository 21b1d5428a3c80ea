"""The training office says where to begin and how to play another person; system dialogs in the program's language."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.text import speak
from desktop.office import PRACTICE, Account, Office
from desktop.presenters.unlock import TRAINING_PASSPHRASE
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR
from desktop.ui.app import Program
from desktop.ui.widgets import Text


def said(window: QWidget) -> str:
    """Every word that stands in the window."""
    texts = (text.text() for text in window.findChildren(Text) if text.isVisibleTo(window))
    return " ".join(texts).replace("\xa0", " ")


def says(window: QWidget, words: str) -> bool:
    """Whether these words stand in the window."""
    return words in said(window)


def test_the_dialogs_of_the_system_speak_the_language_of_the_program(tmp_path: Path, qapp: QApplication) -> None:
    program = Program(qapp, tmp_path / "office")
    said = {}
    for spoken in ("fr", "es", "en"):
        speak(spoken)
        program.speak_dialogs()
        said[spoken] = qapp.translate("QFileDialog", "File &name:").replace("&", "")
    program.close()
    assert (said["fr"][:4], said["es"][:6], said["en"]) == ("Nom ", "Nombre", "File name:")


def test_the_training_office_says_where_to_begin_and_how_to_act_as_somebody_else(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    account = Account("Awa Ndiaye", "", "officer", TRAINING_PASSPHRASE)
    profile = OfficeProfile(code="SN10", country="SN", kind=PRACTICE)
    office = Office.create(tmp_path / "office", account, profile, cost=FLOOR)
    program = Program(qapp, tmp_path / "office")
    program.begin()
    program._entered(office)
    assert program.desk is not None
    window = program.desk.window
    for place, words in (("today", "Prochaine étape"), ("decisions", "Ctrl+L"), ("people", "Ctrl+L")):
        window.go(place)
        qtbot.waitUntil(partial(says, window, words))
    program.close()
