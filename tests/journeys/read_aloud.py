"""The window of a training office, which goes to the places that its standard input names, for a screen reader to read.

A line names a place and its arguments; when its page is shown, `shown PLACE` stands on the standard output.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from desktop.base.settings import load_settings
from desktop.base.text import speak
from desktop.ui.app import Program
from tests.guessing import Guesses
from tests.training import opened


def main(folder: Path) -> None:
    """Open the office and show the places that are asked for, until the input ends."""
    Guesses().put_in_place(setattr)
    app = QApplication(["passerelle"])
    program = Program(app, load_settings(), folder)
    speak("fr")
    program.begin()
    program._entered(opened(folder))
    assert program.controller is not None
    window = program.controller.window

    def go() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        key, arguments = json.loads(line)
        window.go(key, **arguments)
        settle(key)

    def settle(key: str) -> None:
        if program.tasks.busy:
            QTimer.singleShot(20, lambda: settle(key))
        else:
            print(f"shown {key}", flush=True)

    asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    asked.activated.connect(go)
    print("ready", flush=True)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
