"""Keys that work on every keyboard, one letter for one thing on a page, and words for screen readers."""

from collections import Counter
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QScrollArea, QWidget

# What the digit keys give without Shift on a French and on a Belgian or Spanish keyboard: Ctrl+1 never fires there.
_DIGITS = {1: "&", 2: "É", 3: '"', 4: "'", 5: "(", 6: "-§", 7: "È", 8: "_!", 9: "Ç"}


def shortcut(owner: QWidget, keys: str, deed: Callable[[], object], *, whole_window: bool = True) -> QShortcut:
    """Let `keys` do something while `owner`'s window (or only `owner`) is in front."""
    key = QShortcut(QKeySequence(keys), owner)
    key.setContext(Qt.ShortcutContext.WindowShortcut if whole_window else Qt.ShortcutContext.WidgetWithChildrenShortcut)
    key.activated.connect(lambda: deed())
    return key


def digit_forms(digit: int) -> list[QKeySequence]:
    """Ctrl and a digit, as QWERTY and as AZERTY send it."""
    return [QKeySequence(f"Ctrl+{digit}"), *(QKeySequence(f"Ctrl+{letter}") for letter in _DIGITS[digit])]


def digit_shortcut(owner: QWidget, digit: int, deed: Callable[[], object]) -> QShortcut:
    """Ctrl+1 … Ctrl+9 on every layout."""
    keys = QShortcut(owner)
    keys.setKeys(digit_forms(digit))
    keys.activated.connect(lambda: deed())
    return keys


def plain_digit_shortcut(owner: QWidget, digit: int, deed: Callable[[], object]) -> QShortcut:
    """A digit alone on every layout, while the focus is in `owner` and not in a field."""
    keys = QShortcut(owner)
    keys.setKeys([QKeySequence(str(digit)), *(QKeySequence(letter) for letter in _DIGITS[digit])])
    keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    keys.activated.connect(lambda: deed())
    return keys


class Letters:
    """Gives every answer of a page an underlined letter of its own, as long as there are letters."""

    def __init__(self, used: str = "") -> None:
        self._taken = set(used.lower())

    def mark(self, text: str) -> str:
        """The text as a button shows it, with its letter marked: the first of a word if one is free."""
        starts = [at for at, letter in enumerate(text) if letter.isalpha() and not text[at - 1 : at].isalnum()]
        for at in (*starts, *range(len(text))):
            letter = text[at].lower()
            if letter.isascii() and letter.isalpha() and letter not in self._taken:
                self._taken.add(letter)
                return f"{text[:at].replace('&', '&&')}&{text[at:].replace('&', '&&')}"
        return text.replace("&", "&&")


def announce(widget: QWidget, text: str) -> None:
    """Tell a screen reader what changed, politely; silent when none listens."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def mnemonics(page: QWidget) -> Counter[str]:
    """How often each letter is underlined on a page: more than once is a mistake."""
    counts: Counter[str] = Counter()
    labels = [label for label in page.findChildren(QLabel) if label.buddy() is not None]
    shown: list[QAbstractButton | QLabel] = [*page.findChildren(QAbstractButton), *labels]
    for widget in shown:
        key = QKeySequence.mnemonic(widget.text()).toString()
        if key and widget.isVisibleTo(page):
            counts[key] += 1
    return counts


def unnamed(page: QWidget) -> list[str]:
    """The classes of the widgets that take focus and have nothing to say to a screen reader."""
    classes = []
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(page) or not widget.isEnabled():
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text) and widget.objectName()[:3] != "qt_":
            classes.append(f"{type(widget).__name__} {widget.objectName()}".strip())
    return classes


def tab_on(window: QMainWindow, forward: bool) -> bool:
    """Move the focus to the next (or previous) stop of a window, in the order in which the eye reads it.

    Qt's own order is that in which widgets were made: a row that is added later would come after everything else.
    """
    base, focus = window.centralWidget(), window.focusWidget()
    to = None if base is None else _neighbour(base, focus, forward) or next(_stops(base, forward), None)
    if to is None:
        return False
    to.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_into_sight(to)
    return True


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever scrolls around a widget until it is seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def follow(button: QAbstractButton) -> None:
    """Let the focus and the eye follow an answer chosen by its letter, wherever on the page it stands."""
    if not button.underMouse():
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_into_sight(button)


def _neighbour(base: QWidget, focus: QWidget | None, forward: bool) -> QWidget | None:
    """The stop after (or before) `here`, from the inside to the outside; None at the end."""
    if focus is None or not base.isAncestorOf(focus):
        return None
    if forward and (inner := next((stop for stop in _stops(focus, True) if stop is not focus), None)) is not None:
        return inner  # on from a heading, or from what holds fields, to the first of them
    at: QWidget | None = focus
    while at is not None and at is not base:
        around = at.parentWidget()
        if around is None:
            return None
        beside = list(_read(around, forward))
        for sibling in beside[beside.index(at) + 1 :] if at in beside else ():
            if (stop := next(_stops(sibling, forward), None)) is not None:
                return stop
        if not forward and _is_stop(around):
            return around
        at = around
    return None


def _is_stop(widget: QWidget) -> bool:
    policy = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return policy and widget.focusProxy() is None and _speaks_for_its_group(widget)


def _stops(widget: QWidget | None, forward: bool) -> Iterator[QWidget]:
    """Where Tab stops in a widget: itself, then what it holds, row by row; or backwards."""
    if widget is None or not (widget.isVisible() and widget.isEnabled()):
        return
    if forward and _is_stop(widget):
        yield widget
    if isinstance(widget, QScrollArea):
        yield from _stops(widget.widget(), forward)
    elif widget.layout() is not None:
        for inner in _read(widget, forward):
            yield from _stops(inner, forward)
    if not forward and _is_stop(widget):
        yield widget


def _read(widget: QWidget, forward: bool) -> Iterator[QWidget]:
    """What stands in a widget, from the top, and from the left where things stand side by side; or backwards."""
    children = (child for child in widget.children() if isinstance(child, QWidget) and not child.isHidden())
    placed = sorted((child.y(), child.x(), at, child) for at, child in enumerate(children) if not child.isWindow())
    rows: list[list[tuple[int, int, QWidget]]] = []
    bottom = -1
    for y, x, at, child in placed:
        if rows and y + child.height() / 2 <= bottom:
            rows[-1].append((x, at, child))
        else:
            rows.append([(x, at, child)])
            bottom = y + child.height()
    for row in rows if forward else reversed(rows):
        yield from (child for _x, _at, child in sorted(row, reverse=not forward, key=lambda place: place[:2]))


def _speaks_for_its_group(widget: QWidget) -> bool:
    """Whether it is the one stop of its group of answers: the chosen one, else the first; arrows go to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive() or widget.hasFocus():
        return True
    shown = [button for button in group.buttons() if button.isVisible() and button.isEnabled()]
    return widget is (group.checkedButton() or next(iter(shown), widget))


class CapsWatch(QObject):
    """Says whether Caps Lock seems on, from the letters typed into a field: Qt does not know it."""

    def __init__(self, field: QWidget, tell: Callable[[bool], None]) -> None:
        super().__init__(field)
        self._tell = tell
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            text, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() == Qt.Key.Key_CapsLock:
                self._tell(False)
            elif len(text) == 1 and text.isalpha():
                self._tell(text.isupper() != shift)
        return False


def under_focus(widget: QWidget) -> bool:
    """Whether the officer is typing in `widget` or inside it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
