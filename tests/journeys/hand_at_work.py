"""Somebody who types into one field without ever resting until the process is killed, and says each key pressed."""

import os
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.base.settings import load_settings
from desktop.base.text import speak
from desktop.office import Office
from desktop.store.vault import Vault
from desktop.ui.app import Program
from tests.typed import Practice, press, take_focus, typed_field

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

BETWEEN = 0.03  # seconds between two keys


def type_on(folder: Path, settings: Path, at: Practice, key: str, line: "Connection") -> None:
    """Open the program on the office; for each key goes into the line when it was pressed, how long it took, which."""
    os.environ["PASSERELLE_CONFIG"] = str(settings)
    typed = typed_field(key)
    app = QApplication(["passerelle"])
    program = Program(app, load_settings(), folder)
    speak("fr")
    program.begin()
    program._entered(Office.enter(folder, Vault.open(folder), typed.opened(at)))
    assert program.controller is not None
    window = program.controller.window
    window.go(typed.place, **typed.arguments(at))
    typed.opens(window.view)
    app.processEvents()
    field = typed.field(window.view)
    take_focus(field)
    for letter in typed.stream():
        began = monotonic()
        press(field, letter)
        app.processEvents()
        ended = monotonic()
        line.send((began, ended - began, letter))
        while monotonic() - began < BETWEEN:
            app.processEvents()
            sleep(0.002)
