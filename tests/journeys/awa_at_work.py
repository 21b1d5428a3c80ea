"""Awa at her keyboard, in a process of its own: something is not known yet, and the power fails as she types."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.settings import load_settings
from desktop.base.text import speak
from desktop.base.values import today
from desktop.office import Office
from desktop.store.vault import Opened, Vault
from desktop.ui.app import Program
from tests.hand import CONTROL, Hand, Key

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

QUESTION = "F06"  # the third of section 6 that such a partner is asked
ASKED = "Comptes 2025, demandés à Mme Sow"
SENTENCE = (
    "Mme Sow a promis les comptes audités de 2025 pour le début de décembre, avec le rapport du commissaire. " * 9
)
BETWEEN = 0.03  # seconds between two keys


class Patience:
    """Waits as the tests' own waiter does, where there is no test."""

    def waitUntil(self, until: Callable[[], bool], *, timeout: int) -> None:
        """Let the program work until something is so, `timeout` milliseconds at most."""
        end = monotonic() + timeout / 1000
        while not until():
            if monotonic() > end:
                raise TimeoutError
            QApplication.processEvents()
            sleep(0.002)


def type_on(folder: Path, settings: Path, opened: Opened, line: "Connection") -> None:
    """From the case to the middle of a sentence; of each of its keys the line hears when it was pressed, and which."""
    os.environ["PASSERELLE_CONFIG"] = str(settings)
    app = QApplication(["passerelle"])
    program = Program(app, load_settings(), folder)
    speak("fr")
    program.begin()
    program._entered(Office.enter(folder, Vault.open(folder), opened))
    hand = Hand(program, cast("QtBot", Patience()))
    hand.window.activateWindow()
    hand.wait(hand.window.isActiveWindow)
    to_the_unknown(hand)
    for letter in SENTENCE:
        began = monotonic()
        hand.type(letter)
        app.processEvents()
        line.send((began, monotonic() - began, letter))
        while monotonic() - began < BETWEEN:
            app.processEvents()
            sleep(0.002)


def to_the_unknown(hand: Hand) -> None:
    """The third question of section 6: not known yet, who was asked, by when; then into the explanation."""
    hand.press(Key.Key_2, CONTROL)
    hand.arrive("partners")
    hand.enter(hand.view.list, "Teranga Câbles & Réseaux SA")
    hand.arrive("partner")
    hand.go_on()
    hand.arrive("diligence")
    hand.press(Key.Key_6)
    hand.arrive("question")
    while QUESTION not in hand.view.boxes:
        hand.turn()
    hand.tab_to(hand.view.boxes[QUESTION].not_known)
    hand.press(Key.Key_U, CONTROL)
    box = hand.view.boxes[QUESTION]
    hand.wait(lambda: bool(box.plan.isVisible()))
    who, by = (box.plan.form.inputs[part] for part in ("who", "by"))
    hand.write(who.box, ASKED)
    hand.write(by.date, f"{today() + timedelta(days=6):%d/%m/%Y}")
    hand.tab_to(box.note.box)
