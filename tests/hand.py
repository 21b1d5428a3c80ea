"""Two hands on a keyboard: the real windows, keys only, nothing called behind them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.definitions.answers import Question
from desktop.services.demo import sound_answers
from desktop.ui.app import Program
from desktop.ui.forms.answers import AnswerForm, PersonsForm
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import ChoiceField, Field
from desktop.ui.forms.form import RowsInput
from desktop.ui.forms.inputs import (
    AreaInput,
    ChecksInput,
    DateInput,
    FieldInput,
    NumberInput,
    RadioInput,
    TextInput,
    YesInput,
)
from desktop.ui.frame.controller import WindowController
from desktop.ui.lists import RowList
from desktop.ui.views.diligence.question import QuestionBox

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier
LIMIT = 60_000  # ms
ANSWERS = {"result": "clear", "found": "none", "scale": "4"}  # where the mildest answer is not the one meant
TEXTS = {
    ("choices", "text"): "Vérifié avec le partenaire.",
    ("text", "text"): "Vérifié dans le registre du commerce.",
    ("number", "text"): "Rien à signaler.",
    ("scale", "text"): "Le but est commun.",
    ("amount", "usd"): "1200",
    ("amount", "text"): "Temps de travail.",
    ("findings", "text"): "Presse et registre du tribunal, en français et en anglais : rien.",
}
FAR = 120  # Tabs that a patient hand presses to get somewhere


class Hand:
    """They see the windows and touch nothing else."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot
        self.strokes = 0  # keys pressed beside the texts that were typed

    @property
    def window(self) -> Any:
        """The window in front."""
        found = self.program.controller.window if self.program.controller is not None else self.program.front
        assert found is not None
        return found

    @property
    def desk(self) -> WindowController:
        """The office at work."""
        assert self.program.controller is not None
        return self.program.controller

    @property
    def view(self) -> Any:
        """The page."""
        return self.window.view

    # --- keys

    def at(self) -> QWidget:
        """Where a key goes now."""
        modal = QApplication.activeModalWidget()
        return QApplication.focusWidget() or modal or self.window

    def press(self, key: Qt.Key, with_keys: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        """Press a key, several times, where the focus is."""
        self.strokes += times
        for _each in range(times):
            QTest.keyClick(self.at(), key, with_keys)

    def type(self, words: str) -> None:
        """Letters, also those with accents; whatever a letter is the key of hears of it first, as from a keyboard."""
        for letter in words:
            pressed = Key(ord(letter.upper())) if ord(letter) < 0x100 else Key.Key_unknown
            QTest.sendKeyEvent(QTest.KeyAction.Click, self.at(), pressed, letter, PLAIN)

    def tab(self, times: int = 1) -> None:
        """On to the next field."""
        self.press(Key.Key_Tab, times=times)

    def tab_to(self, wanted: QWidget) -> None:
        """Tab until a widget has the focus: it must be within reach of a patient hand."""
        for _each in range(FAR):
            if wanted.hasFocus() or (wanted.focusProxy() is not None and wanted.focusProxy().hasFocus()):
                return
            self.tab()
        pytest.fail(f"no Tab reaches {wanted.accessibleName() or wanted}")

    def go_on(self) -> None:
        """The filled button of the page, by its key."""
        self.press(Key.Key_Return, CONTROL)

    def push(self, button: QWidget) -> None:
        """A button, reached and pressed."""
        self.tab_to(button)
        self.press(Key.Key_Space)

    # --- fields

    def write(self, field: Field, words: str) -> None:
        """Into a field of words, in the place of what it held."""
        self.tab_to(field.box)
        self.press(Key.Key_A, CONTROL)
        self.press(Key.Key_Delete)
        self.type(words)

    def choose(self, rows: ChoiceRows, key: str) -> None:
        """One of a few answers: Tab to the rows, arrows to the one meant; arrows go by where the rows stand."""
        QApplication.processEvents()
        keys = [one for one, button in rows.buttons.items() if button.isVisible() and button.isEnabled()]
        first = rows.buttons[keys[0]]
        self.wait(lambda: first.height() >= first.minimumSizeHint().height())  # arrows go by what is laid out
        here = rows.value() or keys[0]
        self.tab_to(rows.buttons[here])
        steps = keys.index(key) - keys.index(here)
        self.press(Key.Key_Down if steps > 0 else Key.Key_Up, times=abs(steps))
        if rows.value() != key:
            self.press(Key.Key_Space)
        assert rows.value() == key

    def spell(self, field: ChoiceField, words: str) -> None:
        """An entry of a drop-down, by its first letters."""
        self.tab_to(field.combo)
        self.type(words)
        assert field.combo.currentText().startswith(words[:1].upper()), field.combo.currentText()

    def enter(self, rows: RowList, title: str) -> None:
        """A row of a list, by arrows and Return."""
        self.tab_to(rows.view)
        self.press(Key.Key_Home)
        self.press(Key.Key_Down, times=[row.title for row in rows.rows].index(title))
        self.press(Key.Key_Return)

    def give_path(self, path: Path) -> None:
        """The name of a file, typed into the system's dialog."""
        self.wait(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        self.wait(lambda: dialog.isAncestorOf(self.at()))
        self.press(Key.Key_A, CONTROL)
        self.type(str(path))
        QTest.keyClick(dialog, Key.Key_Return)
        self.window.activateWindow()  # no window manager does it offscreen
        self.wait(self.window.isActiveWindow)

    def confirm(self) -> None:
        """Return in the box that asks."""
        self.wait(lambda: QApplication.activeModalWidget() is not None)
        box = QApplication.activeModalWidget()
        assert box is not None
        self.wait(lambda: box.isAncestorOf(self.at()))
        self.press(Key.Key_Return)
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def turn(self) -> None:
        """The filled button, and the page it leads to."""
        page = self.view
        self.go_on()
        self.wait(lambda: self.view is not page and self.view.isVisible())
        self.rest()

    # --- patience

    def wait(self, until: Callable[[], bool]) -> None:
        """What the program does by itself."""
        self.qtbot.waitUntil(until, timeout=LIMIT)

    def rest(self) -> None:
        """Until no work is under way, and everything that is read away from the window has arrived."""
        self.wait(lambda: not self.program.tasks.busy)

    def arrive(self, place: str) -> None:
        """Until a place is shown and a key goes to it."""
        self.wait(lambda: self.window.here == place and self.view.isVisible())
        self.rest()


# --- the questionnaire


def answer(hand: Hand, box: QuestionBox, proof: Path) -> None:
    """One question, as a sound company's officer would answer it."""
    question = box.question
    if box.declared is not None and box.sides is not None:
        fill(hand, box.declared)
        hand.choose(box.sides, "same")
    if box.control.isVisible():
        fill(hand, box.control)
    if sound_answers.is_proved(question) and not box.evidence.drop._rows.count():
        hand.press(Key.Key_E, CONTROL)
        hand.press(Key.Key_Space)
        hand.give_path(proof)
        hand.wait(lambda: bool(box.evidence.drop._rows.count()))


def fill(hand: Hand, form: AnswerForm) -> None:
    """The form of one answer."""
    question = form.question
    for key, field in form.shown.items():
        if field.isVisible():
            fill_field(hand, question, key, field)


def fill_field(hand: Hand, question: Question, key: str, field: FieldInput) -> None:
    """One field of an answer."""
    match field:
        case RadioInput():
            hand.choose(
                field.choice,
                question.roles[0].id if key == "role" else ANSWERS.get(key) or sound_answers.mildest(question),
            )
        case ChecksInput():
            hand.push(field.choice.buttons["c" if question.choice("c") else "none"])
        case DateInput():
            hand.write(field.box, hand.view.presenter.office.work.today().strftime("%d/%m/%Y"))
        case AreaInput() | NumberInput():
            hand.write(field.box, TEXTS.get((question.type, key), "0"))
        case RowsInput() if key == "persons":
            push_over = field.parentWidget()
            assert isinstance(push_over, PersonsForm)
            hand.push(push_over.take_over)
        case YesInput():
            hand.push(field.check_line)
        case TextInput():
            hand.write(field.box, "Cabinet d’audit")
        case RowsInput() if question.type == "plan":
            hand.push(field.add_button)
            row = field.cards[-1].form.inputs
            hand.wait(lambda: all(part.isVisible() for part in row.values()))
            for part, words in zip(row.values(), ("Rembourser les frais", "Direction", "01/03/2027"), strict=True):
                hand.write(part.date if isinstance(part, DateInput) else part.box, words)
        case RowsInput():
            hand.push(field.add_button)
            hand.type("Mame Diarra Sow")
            hand.tab()
            hand.type("100")
        case _:
            pytest.fail(f"no hand for {type(field).__name__}")
