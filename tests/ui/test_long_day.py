"""The window bears a long day's work."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.widgets import Button


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="they are immortal from Python 3.12 on")
def test_a_hundred_thousand_calls_of_qt_use_up_neither_none_nor_true_nor_false(qapp: QApplication) -> None:
    button = Button("Continuer")
    button.toggled.connect(lambda _on: None)
    for _call in range(100_000):
        button.setEnabled(True)
        button.toggled.emit(True)
        button.toggled.emit(False)
    assert min(sys.getrefcount(one) for one in (None, True, False)) > 1_000_000
