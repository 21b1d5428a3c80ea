"""The beginning of the main line as a person plays it: the real windows, keys only, nothing called behind them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.services import partners
from desktop.ui.app import Program
from desktop.ui.desk import Desk

SECRET = "baobab marée lanterne 27"
LIMIT = 20_000  # ms
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """Two hands on a keyboard; they see the windows and touch nothing else."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot

    @property
    def window(self) -> QWidget:
        """The window in front."""
        found = self.program.desk.window if self.program.desk is not None else self.program.front
        assert found is not None
        return found

    @property
    def desk(self) -> Desk:
        """The office at work."""
        assert self.program.desk is not None
        return self.program.desk

    def at(self) -> QWidget:
        """Where a key goes now."""
        modal = QApplication.activeModalWidget()
        return QApplication.focusWidget() or modal or self.window

    def press(
        self, key: Qt.Key, with_keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> None:
        """Press a key, several times, where the focus is."""
        for _each in range(times):
            QTest.keyClick(self.at(), key, with_keys)

    def type(self, words: str) -> None:
        """Letters, also those with accents, which QTest cannot press."""
        for letter in words:
            QApplication.sendEvent(
                self.at(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            )

    def tab(self, times: int = 1) -> None:
        """On to the next field."""
        self.press(Key.Key_Tab, times=times)

    def tab_to(self, wanted: QWidget) -> None:
        """Tab until a widget has the focus: it must be within reach of a patient hand."""
        for _each in range(60):
            if wanted.hasFocus() or (wanted.focusProxy() is not None and wanted.focusProxy().hasFocus()):
                return
            self.tab()
        pytest.fail(f"no Tab reaches {wanted.accessibleName() or wanted}")

    def go_on(self) -> None:
        """The filled button of the page, by its key."""
        self.press(Key.Key_Return, CONTROL)

    def wait(self, until: Callable[[], bool]) -> None:
        """What the program does by itself."""
        self.qtbot.waitUntil(until, timeout=LIMIT)

    def rest(self) -> None:
        """Until no work is under way."""
        self.wait(lambda: not self.program.tasks.waiting)


@pytest.fixture
def hand(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Hand]:
    program = Program(qapp, tmp_path / "office")
    program.begin()
    made = Hand(program, qtbot)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    program.close()


def set_up(hand: Hand) -> None:
    """The seven pages of the first start."""
    from desktop.ui.views.welcome import WelcomeView

    front = hand.program.front
    assert front is not None

    def shown() -> WelcomeView:
        assert isinstance(front.view, WelcomeView)
        return front.view

    hand.press(Key.Key_Ampersand)  # the key of 1 on a French keyboard
    hand.wait(lambda: shown().kinds.buttons["country"].hasFocus())
    hand.go_on()
    hand.wait(lambda: shown()._fields["code"].box.hasFocus())
    hand.type("sn10")
    hand.tab()
    hand.type("Bureau de Dakar")
    hand.tab()
    hand.type("Sén")
    hand.go_on()
    hand.wait(lambda: shown()._fields["person"].box.hasFocus())
    hand.type("Awa Ndiaye")
    hand.tab_to(shown()._fields["passphrase"])
    hand.type(SECRET)
    hand.go_on()
    hand.wait(lambda: shown().presenter.page == "recovery" and bool(shown().presenter.recovery.words))
    recovery = shown().presenter.recovery
    for place, field in zip(recovery.asked, shown().words.checks, strict=True):
        hand.tab_to(field)
        hand.type(recovery.words[place])
    hand.go_on()
    hand.wait(lambda: shown().presenter.page == "backups")
    hand.go_on()
    hand.wait(lambda: shown().presenter.page == "ready")
    hand.go_on()
    hand.wait(lambda: hand.program.desk is not None)
    hand.window.activateWindow()
    hand.wait(lambda: hand.window.isActiveWindow())
    hand.rest()


@pytest.mark.modal
def test_an_office_a_list_a_partner_and_a_first_answer_by_keys_alone(hand: Hand, shared_data: Path) -> None:
    set_up(hand)
    office, window = hand.desk.office, hand.desk.window
    assert (office.profile.code, office.profile.country) == ("SN10", "SN")

    hand.press(Key.Key_6, CONTROL)
    assert window.here == "lists"
    hand.go_on()
    hand.wait(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    hand.wait(lambda: dialog.isAncestorOf(hand.at()))
    hand.type(str(shared_data / "lists" / "unsc-2026-02-27.xml"))
    QTest.keyClick(dialog, Key.Key_Return)
    hand.wait(lambda: window._chips[1].text.startswith("Liste"))

    window.activateWindow()  # no window manager does it offscreen
    hand.wait(window.isActiveWindow)
    hand.press(Key.Key_N, CONTROL)
    hand.wait(lambda: QApplication.focusWidget() is not None and window.view.isAncestorOf(QApplication.focusWidget()))
    hand.type("Teranga Câbles & Réseaux SA")
    hand.go_on()
    hand.wait(lambda: window.here == "partner")
    hand.go_on()
    assert window.here == "partnership"
    hand.type("Câbles pour trois centres")
    hand.go_on()
    hand.wait(lambda: window.here == "partner")
    hand.go_on()
    hand.wait(lambda: window.here == "diligence")
    hand.go_on()
    hand.wait(lambda: window.here == "question")
    assert [one.name for one in partners.find(office.store)] == ["Teranga Câbles & Réseaux SA"]

    typing = next(area for area in window.view.findChildren(QWidget) if area.inherits("QPlainTextEdit"))
    hand.tab_to(typing)
    hand.type("Teranga SA, registre de Dakar")
    hand.press(Key.Key_L, CONTROL)
    screen = window.lock_screen
    assert screen is not None
    hand.wait(lambda: QApplication.focusWidget() is not None and screen.isAncestorOf(QApplication.focusWidget()))
    hand.type(SECRET)
    hand.press(Key.Key_Return)
    hand.wait(lambda: window.lock_screen is None)
    assert typing.toPlainText() == "Teranga SA, registre de Dakar"
