"""What is typed and not taken stays in its field as it was typed, with the reason beside it, over every form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.ui.forms.days import DateField, PartialDayField
from desktop.ui.forms.fields import Field
from desktop.ui.forms.numbers import MoneyField, NumberField
from desktop.ui.frame.window import Window
from tests.training import gestures
from tests.ui.test_keyboard_rule import desk, enter, training_folder, turns
from tests.ui.test_typing import NOT_HELD, unheld

__all__ = ["training_folder"]

JUDGED = (DateField, PartialDayField, NumberField, MoneyField)  # fields that do not take everything
IMPOSSIBLE = "31/02/1900"  # neither a day nor a number


def judged(view: Any) -> list[Field]:
    """The fields in sight that may refuse what is typed."""
    return [
        field
        for field in view.findChildren(Field)
        if isinstance(field, JUDGED) and field.isVisible() and field.isEnabled()
    ]


def type_instead(field: Field, text: str) -> None:
    """The hand replaces what stands in a field, and leaves it."""
    box = field.box
    assert isinstance(box, QLineEdit)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    QApplication.processEvents()


def refused_badly(place: str, view: Any, met: set[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the fields in sight that were not met before."""
    for field in judged(view):
        if (place, field.label.text()) in met:
            continue
        met.add((place, field.label.text()))
        type_instead(field, IMPOSSIBLE)
        for deed in (view.presenter.changed, view.presenter.refresh):
            deed()
            QApplication.processEvents()
        if field.text() != IMPOSSIBLE:
            yield f"{place}: {field.label.text()} shows {field.text()}"
        elif not field.error.text():
            yield f"{place}: {field.label.text()} does not say why"


def test_what_was_refused_stays_in_its_field_with_the_reason_and_every_box_is_safe(
    training_folder: Path, tmp_path: Path, qapp: QApplication
) -> None:
    """One walk over every page, for both people: each field that may refuse once, whoever it is shown to.

    And every box that is typed in is held by its page as it opens, or is named in `test_typing` with the reason.
    """
    breaches, met, unsafe = [], set[tuple[str, str]](), set[tuple[str, str]]()
    for role in ("officer", "chief_of_mission"):
        with enter(training_folder, role) as office, desk(office, qapp, tmp_path / "bugs") as window:
            for place, arguments in gestures(office):
                for turn in turns(window, place, arguments):
                    QApplication.processEvents()
                    view: Any = window.view
                    if turn is None:
                        unsafe |= {(place, name) for name in unheld(view)}
                    else:
                        turn(view)
                        QTest.qWait(1)
                    breaches += refused_badly(place, view, met)
    assert not breaches, "\n" + "\n".join(breaches)
    assert {("partner", "Date de création"), ("partner", "Date de naissance")} <= met, met
    assert unsafe - NOT_HELD.keys() == set()


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("founded", "31.02.1900", "pas une date"),
        ("founded", "2091", "pas encore arrivé"),
        ("founded", "14/03/1448", "année"),
        ("name", "", "nom"),
    ],
)
def test_a_fact_that_is_not_taken_is_never_overwritten(
    training_folder: Path, tmp_path: Path, qapp: QApplication, name: str, typed: str, reason: str
) -> None:
    with enter(training_folder, "officer") as office, desk(office, qapp, tmp_path / "bugs") as window:
        place, arguments = next((key, given) for key, given in gestures(office) if key == "partner")
        window.go(place, **arguments)
        view: Any = window.view
        view.presenter.edit(True)
        QTest.qWait(1)
        field = view.form.inputs[name].box
        recorded = getattr(view.presenter.partner, name)
        retype(field, typed)
        view.presenter.set("city", "Thiès")  # another fact is recorded, and all are shown anew
        QApplication.processEvents()
        assert field.text() == typed and reason in field.error.text()
        assert getattr(view.presenter.partner, name) == recorded
        again_there(window, arguments, typed, name)
        field = window.view.form.inputs[name].box
        retype(field, "1999" if name == "founded" else "Teranga")
        assert not field.error.text() and getattr(window.view.presenter.partner, name) in ("1999", "Teranga")


def retype(field: Field, text: str) -> None:
    """Everything that stands in a field is deleted, and another text typed."""
    field.box.setFocus()
    QTest.keyClick(field.box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field.box, Qt.Key.Key_Delete)
    QTest.keyClicks(field.box, text)
    QTest.keyClick(field.box, Qt.Key.Key_Tab)
    QApplication.processEvents()


def again_there(window: Window, arguments: dict[str, str], typed: str, name: str) -> None:
    """Left and opened again, it is offered back as it was typed."""
    window.go("today")
    window.go("partner", **arguments)
    QTest.qWait(1)
    assert window.view.form.inputs[name].box.text() == typed
