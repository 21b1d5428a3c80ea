"""The window bears a long day's work."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.widgets import Button


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_hundred_thousand_calls_of_qt_do_not_use_up_none(qapp: QApplication) -> None:
    button = Button("Continuer")
    for _call in range(100_000):
        button.setEnabled(True)
    assert sys.getrefcount(None) > 1_000_000
