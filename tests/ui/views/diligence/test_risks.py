"""The register in the window: written on the page of the level, taken off and brought back by Undo."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.text import speak
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.risks import RisksView
from tests.casework import Casework, work
from tests.services.diligence.test_risks import facts

__all__ = ["work"]


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot, work: Casework) -> Iterator[RisksView]:
    speak("fr")
    window = Window(work.office, places(), Tasks(), Theme(qapp, "light"))
    window.resize(911, 464)
    window.show()
    window.go("risks", case=work.case.id)
    assert isinstance(window.view, RisksView)
    yield window.view
    window.tasks.settle()
    window.close()
    window.tasks.close()
    window.deleteLater()


def test_a_risk_is_written_and_taken_off_and_comes_back(view: RisksView, work: Casework) -> None:
    assert view.card.isHidden() and view.why.isHidden()
    view.main.click()
    assert not view.card.isHidden()
    view.main.click()
    assert not view.list.keys, "what lacks is said at its field"
    whole = vars(facts(work))
    for key, value in whole.items():
        view.form.inputs[key].set_value(value or "")
    view.main.click()
    assert len(view.list.keys) == 1 and view.card.isHidden()
    view.list.opened.emit(view.list.keys[0])
    assert not view.remove.isHidden() and not view.done.isHidden()
    view.remove.click()
    assert not view.list.keys and view.card.isHidden()
    view.undo.undo()
    assert len(view.list.keys) == 1
    view.main.click()
    assert view.form.values()["text"] == ""
