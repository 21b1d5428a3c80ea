"""A page walked by its keys alone, both ways round, and what breaks the rule of the keyboard on that way.

The rule: focus starts in the first field, or at the heading of a page that asks for nothing; nothing destructive and
nothing inserted stands between two fields; Tab reaches what saves before what cancels; Enter presses what has the
focus; a field keeps the focus while it is typed in.
"""

from collections.abc import Iterator

from PySide6.QtCore import QMetaMethod, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from desktop.ui.forms.fields import Field
from desktop.ui.keyboard import ASIDE, DESTRUCTIVE
from desktop.ui.widgets import Button, MessagePanel, PageFrame

FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QRadioButton, QCheckBox)
CANCELS = ("Cancel", "Annuler", "Cancelar", "Cancel", "Laisser", "Dejarlo")
TAKING = ("Take off", "Archive", "Remove", "Delete", "Exclude clause", "Retirer", "Supprimer", "Ranger", "Quitar")
LONGEST = 400  # stops; no page has as many


def round_of(window: QMainWindow, key: Qt.Key) -> list[QWidget]:
    """Where a key takes the focus from where it is, until it comes by again where it was before."""
    stops: list[QWidget] = []
    for _stop in range(LONGEST):
        QTest.keyClick(window.focusWidget() or window, key)
        focus = window.focusWidget()
        assert focus is not None
        if focus in stops:
            break
        stops.append(focus)
    return stops


def broken(window: QMainWindow, page: PageFrame) -> Iterator[str]:
    """Each breach of the rule on a page that was just opened, in a few words."""
    QApplication.processEvents()
    start = window.focusWidget()
    page.focus_heading()
    forward = round_of(window, Qt.Key.Key_Tab)
    page.focus_heading()
    backward = round_of(window, Qt.Key.Key_Backtab)
    fields = [stop for stop in forward if asks(stop) and within_the_body(stop, page)]
    if start is not (fields[0] if fields else page.content):
        yield f"focus starts at {named(start)}"
    if set(forward) != set(backward):
        yield f"one way only: {[named(stop) for stop in set(forward) ^ set(backward)]}"
    elif turned(forward) != turned(list(reversed(backward))):
        yield "backwards it is another way"
    if missed := {field for field in page.findChildren(QWidget) if waits(field)} - set(forward):
        yield f"Tab does not reach {[named(field) for field in missed]}"
    yield from between(forward, fields)
    yield from late(forward, page)


def turned(stops: list[QWidget]) -> list[QWidget]:
    """The same round, begun at one place whatever it was begun at."""
    first = min(range(len(stops)), key=lambda at: id(stops[at]))
    return [*stops[first:], *stops[:first]]


def between(forward: list[QWidget], fields: list[QWidget]) -> Iterator[str]:
    """What must not stand between two fields of a page."""
    if len(fields) < 2:
        return
    start = forward.index(fields[0])
    stops = [*forward[start:], *forward[:start]]
    for stop in stops[: stops.index(fields[-1])]:
        if destroys(stop):
            yield f"{named(stop)} destroys between two fields"
        if inserted(stop):
            yield f"{named(stop)} was inserted between two fields"


def late(forward: list[QWidget], page: PageFrame) -> Iterator[str]:
    """What cancels and comes before what saves: the filled button of the page, the leading one of its own form."""
    for stop in forward:
        if not isinstance(stop, Button) or not page.isAncestorOf(stop):
            continue
        cancels = any(stop.text().replace("&", "") == word for word in CANCELS)
        saving = page.bar.main if page.bar.isAncestorOf(stop) else neighbour(stop) if cancels else None
        if saving in forward and stop is not saving and before(stop, saving, forward, page):
            yield f"{named(stop)} comes before {named(saving)}"


def neighbour(stop: Button) -> QWidget | None:
    """The button beside one that cancels, or nothing when it stands alone."""
    around = stop.parentWidget()
    beside = around.findChildren(Button, options=Qt.FindChildOption.FindDirectChildrenOnly) if around else []
    row = [one for one in beside if one is not stop and one.isVisible() and abs(one.y() - stop.y()) < stop.height()]
    return next((one for one in row if not one.property(DESTRUCTIVE)), None)


def before(one: QWidget, other: QWidget | None, forward: list[QWidget], page: PageFrame) -> bool:
    """Whether a stop of a page comes before another one, from the top of the page."""
    inside = [stop for stop in forward if page.isAncestorOf(stop)]
    start = next((at for at, stop in enumerate(forward) if stop in inside and forward[at - 1] not in inside), 0)
    stops = [*forward[start:], *forward[:start]]
    return other is not None and stops.index(one) < stops.index(other)


def typed_through(window: QMainWindow, page: PageFrame) -> Iterator[str]:
    """Types into every field of a page and pauses: what loses the focus, the letter, or goes out of sight."""
    for field in page.findChildren(Field):
        box = field.box
        if not (field.isVisible() and field.isEnabled()) or not isinstance(box, QLineEdit | QPlainTextEdit):
            continue
        if box.isReadOnly() or field.text():
            continue
        box.setFocus()
        QTest.keyClicks(box, "2024")  # a year is a number, a day and a name as well
        field.commit()
        QApplication.processEvents()
        if window.focusWidget() is not box:
            yield f"{named(box)} lost the focus to {named(window.focusWidget())} while it was typed in"
        elif "2024" not in field.text().replace("\N{NARROW NO-BREAK SPACE}", ""):
            yield f"{named(box)} lost what was typed: {field.text()}"


def pressed_through(window: QMainWindow, page: PageFrame) -> Iterator[str]:
    """Enter on every button of a page: what does not press it, or presses another. The page is dead afterwards."""
    told: list[QAbstractButton] = []
    buttons = [button for button in page.findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()]
    stops = [button for button in buttons if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for button in buttons:
        for signal in (button.clicked, button.toggled):
            if button.isSignalConnected(QMetaMethod.fromSignal(signal)):
                signal.disconnect()
        button.clicked.connect(lambda _on=False, one=button: told.append(one))
    for button in stops:
        if isinstance(button, QRadioButton) and button.isChecked():
            continue
        told.clear()
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        if told != [button]:
            yield f"Enter on {named(button)} pressed {[named(one) for one in told]}"


def out_of_sight(field: QWidget) -> bool:
    """Whether a part of a field is scrolled away, under the head or under the foot of its page."""
    area: QWidget | None = field
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if not isinstance(area, QScrollArea):
        return False
    seen = area.viewport().rect()
    return not seen.contains(QRect(field.mapTo(area.viewport(), QPoint(0, 0)), field.size()))


def asks(widget: QWidget) -> bool:
    """Whether it is a field."""
    return isinstance(widget, FIELDS)


def within_the_body(widget: QWidget, page: PageFrame) -> bool:
    """Whether it stands in the content of a page: not beside it, not in what was inserted."""
    return page._body.isAncestorOf(widget) and not inserted(widget)


def inserted(widget: QWidget) -> bool:
    """Whether it stands in a message or in another panel that came into the page by itself."""
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, MessagePanel) or at.property(ASIDE):
            return True
        at = at.parentWidget()
    return False


def destroys(widget: QWidget) -> bool:
    """Whether it takes something away: it is declared so, or its name says so."""
    name = (widget.accessibleName() or widget.text()) if isinstance(widget, QAbstractButton) else ""
    return bool(widget.property(DESTRUCTIVE)) or name.startswith(TAKING)


def waits(widget: QWidget) -> bool:
    """Whether Tab has to reach it: a field or a button in sight that speaks for itself."""
    if not isinstance(widget, (*FIELDS, Button)) or not (widget.isVisible() and widget.isEnabled()):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        shown = [one for one in group.buttons() if one.isVisible() and one.isEnabled()]
        if widget is not (group.checkedButton() or shown[0]):
            return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def named(widget: QWidget | None) -> str:
    """What a tester calls it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} “{(widget.accessibleName() if widget else '') or text}”"
