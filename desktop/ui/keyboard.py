"""Keys that work on every keyboard, the way of Tab, one letter for one thing on a page, words for screen readers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QWidget,
)

from desktop.base.text import _
from desktop.ui.deeds import ListedDeed, with_key

AIR = 12  # pixels around what is scrolled to
SETTLES = (0, 40, 160)  # ms after which a page is looked at again whether what has the focus is in sight

# Properties by which a widget says how Tab comes to it; `tab_on` says what each means.
DESTRUCTIVE = "destructive"  # takes away something filled in, or cannot be taken back
ASIDE = "aside"  # was inserted into a page: a message, partners alike
LEADS = "leads"  # the one that saves, of the buttons side by side
SCROLLED = "scrolled"  # how far a page was scrolled to show what has the focus
FINDS = "finds"  # a field in which what a page lists is searched
PAGE = "page"  # what Tab passes through as one
# What the digit keys give without Shift on a French and on a Belgian or Spanish keyboard: Ctrl+1 never fires there.
_DIGITS = {1: "&", 2: "É", 3: '"', 4: "'", 5: "(", 6: "-§", 7: "È", 8: "_!", 9: "Ç"}


def always() -> bool:
    """A deed that can be done whenever its keys are bound."""
    return True


class DeedKeys(QShortcut):
    """The keys of a listed deed, bound; the menu does the same deed, under `words` where they say more."""

    def __init__(
        self, owner: QWidget, listed: ListedDeed, deed: Callable[[], object], ready: Callable[[], bool] = always
    ) -> None:
        super().__init__(owner)
        self.owner, self.listed, self.ready = owner, listed, ready
        self.deed = deed
        self.words: Callable[[], str] = lambda: _(listed.words)
        self.setKeys([QKeySequence(key) for key in listed.keys])
        self.activated.connect(lambda: deed())

    @property
    def can_act(self) -> bool:
        """Whether the deed would do something now."""
        return self.isEnabled() and self.owner.isVisible() and self.owner.isEnabled() and self.ready()


def shortcut(
    owner: QWidget,
    listed: ListedDeed,
    deed: Callable[[], object],
    *,
    whole_window: bool = True,
    ready: Callable[[], bool] = always,
) -> DeedKeys:
    """Let the keys of a listed deed do it while `owner`'s window (or only `owner`) is in front."""
    keys = DeedKeys(owner, listed, deed, ready)
    keys.setContext(
        Qt.ShortcutContext.WindowShortcut if whole_window else Qt.ShortcutContext.WidgetWithChildrenShortcut
    )
    return keys


def is_key_of(event: QKeyEvent, listed: Iterable[ListedDeed]) -> bool:
    """Whether a key is that of one of these deeds."""
    pressed = QKeySequence(event.keyCombination())
    return any(pressed == QKeySequence(key) for deed in listed for key in deed.keys)


def by_key(button: QAbstractButton, listed: ListedDeed) -> DeedKeys:
    """Let the keys of a listed deed press a button as long as it can be pressed; its tooltip says which they are."""
    button.setToolTip(with_key(button.accessibleName() or button.text(), listed))
    return shortcut(button, listed, button.click)


def digit_forms(digit: int) -> list[QKeySequence]:
    """Ctrl and a digit, as QWERTY and as AZERTY send it."""
    return [QKeySequence(f"Ctrl+{digit}"), *(QKeySequence(f"Ctrl+{letter}") for letter in _DIGITS[digit])]


def digit_shortcut(owner: QWidget, listed: ListedDeed, digit: int, deed: Callable[[], object]) -> DeedKeys:
    """Ctrl+1 … Ctrl+9 on every layout."""
    keys = shortcut(owner, listed, deed)
    keys.setKeys(digit_forms(digit))
    return keys


def plain_digit_shortcut(owner: QWidget, listed: ListedDeed, digit: int, deed: Callable[[], object]) -> DeedKeys:
    """A digit alone on every layout, while the focus is in `owner` and not in a field."""
    keys = shortcut(owner, listed, deed, whole_window=False)
    keys.setKeys([QKeySequence(str(digit)), *(QKeySequence(letter) for letter in _DIGITS[digit])])
    return keys


class Letters:
    """Gives each of several words an underlined letter of its own, as long as there are letters.

    `taken` are those that mean something already; on a page, the ones that open the menus.
    """

    def __init__(self, taken: str) -> None:
        self._taken = set(taken.lower())

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
        text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""  # a label is read by its words
        if not (widget.accessibleName() or text) and widget.objectName()[:3] != "qt_":
            classes.append(f"{type(widget).__name__} {widget.objectName()}".strip())
    return classes


def tab_on(window: QMainWindow, forward: bool) -> bool:
    """Move the focus to the next (or previous) stop of a window, in the order in which the eye reads it.

    Qt's own order is that in which widgets were made: a row that is added later would come after everything else.
    On a page, what was inserted into it (`ASIDE`) and what takes something away (`DESTRUCTIVE`) come last: whoever
    fills in fields meets neither between two of them. Of buttons side by side the one that saves comes first.
    """
    base, focus = window.centralWidget(), window.focusWidget()
    if base is None:
        return False
    order = [widget for _rank, widget in _ordered(base, focus)]
    if not forward:
        order.reverse()
    at = order.index(focus) if focus in order else -1
    to = next((widget for widget in (*order[at + 1 :], *order[: at + 1]) if _takes_tab(widget)), None)
    if to is None:
        return False
    to.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_into_sight(to)
    return True


def in_reading_order(base: QWidget) -> Iterator[QWidget]:
    """Everything in sight in `base`, in the order in which the eye reads it."""
    for _rank, widget in _ordered(base, None):
        yield widget


def lost_focus(window: QMainWindow) -> QWidget | None:
    """What has the focus of a window although it was just hidden or closed to keys: Qt asks where to go on from it."""
    focus = window.focusWidget()
    gone = focus is not None and window.isVisible() and not (focus.isVisible() and focus.isEnabled())
    return focus if gone else None


def stop_before(base: QWidget, lost: QWidget) -> QWidget | None:
    """The last stop in `base` before one that went away; never one inserted or one that takes something away."""
    order = _ordered(base, lost)
    at = next((at for at, (_rank, widget) in enumerate(order) if widget is lost), 0)
    return next((widget for rank, widget in reversed(order[:at]) if not rank and _takes_tab(widget)), None)


def first_field(base: QWidget) -> QWidget | None:
    """The first field of a page, shown or about to be; None when the page asks for nothing."""
    if not base.isEnabled() or (base.isHidden() and base.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)):
        return None
    if base.property(ASIDE):
        return None
    if is_field(base):
        group = base.group() if isinstance(base, QAbstractButton) else None
        return base if group is None or not group.exclusive() else group.checkedButton() or base
    inside = base.widget() if isinstance(base, QScrollArea) else None
    held = [inside] if inside is not None else _laid_out(base.layout())
    if isinstance(base, QSplitter):
        held = [part for at in range(base.count()) if (part := base.widget(at)) is not None]
    return next((field for child in held if (field := first_field(child)) is not None), None)


def is_field(widget: QWidget) -> bool:
    """Whether something is asked for here: words, a number, one or several of some answers."""
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QComboBox | QRadioButton | QCheckBox)


def presses(focus: QWidget | None) -> TypeGuard[QAbstractButton]:
    """Whether Enter has something to press where the focus is; an answer chosen already leaves it to the page."""
    if not isinstance(focus, QAbstractButton):
        return False
    return not (isinstance(focus, QRadioButton) and focus.isChecked())


def press_by_enter(box: QWidget, event: QKeyEvent) -> bool:
    """Whether a key in a box is Enter, which then has pressed what has the focus, or nothing where nothing can be."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if presses(focus := box.focusWidget()):
        focus.click()
    return True


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever scrolls around a widget until it is seen: now, and as soon as its page stands.

    The field that was left tells its value and may say something new, and a long page is laid out in several turns:
    what has the focus moves in the next moments. Nobody who scrolls meanwhile is pulled back.
    """
    _scroll_to(widget)
    for pause in SETTLES:
        QTimer.singleShot(pause, widget, partial(_follow_focus, widget))


def _follow_focus(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None and widget.window().focusWidget() is widget:
        stay_in_sight(around)


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            if (inside := around.widget()) is not None and (layout := inside.layout()) is not None:
                layout.activate()
            _show_whole(around, widget)
        around = around.parentWidget()


def bring_part_into_sight(widget: QWidget, part: QRect) -> None:
    """Scroll whatever scrolls around a widget until this part of it is seen, such as the row that the arrows are on."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and (inside := around.widget()) is not None:
            middle = widget.mapTo(inside, part.center())
            around.ensureVisible(middle.x(), middle.y(), 0, part.height() // 2 + AIR)
            around.setProperty(SCROLLED, around.verticalScrollBar().value())
        around = around.parentWidget()


def stay_in_sight(area: QScrollArea) -> None:
    """Keep what has the focus in sight when what stands above it grew, unless somebody scrolled away from it."""
    focus, inside = area.window().focusWidget(), area.widget()
    if focus is None or inside is None or not inside.isAncestorOf(focus):
        return
    if area.verticalScrollBar().value() == area.property(SCROLLED):
        _show_whole(area, focus)


def _show_whole(area: QScrollArea, widget: QWidget) -> None:
    """Scroll until the whole of a widget is seen: Qt is content when the line that is typed in is."""
    inside, room = area.widget(), area.viewport().height()
    if inside is not None and widget.height() + 2 * AIR < room:
        middle = widget.mapTo(inside, widget.rect().center())
        area.ensureVisible(middle.x(), middle.y(), 0, widget.height() // 2 + AIR)
    else:
        area.ensureWidgetVisible(widget)
    area.setProperty(SCROLLED, area.verticalScrollBar().value())


def follow(button: QAbstractButton) -> None:
    """Let the focus and the eye follow an answer chosen by its letter, wherever on the page it stands."""
    if not button.underMouse():
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_into_sight(button)


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    """The widgets of a layout and of those in it, in their order."""
    for at in range(layout.count() if layout is not None else 0):
        placed = layout.itemAt(at) if layout is not None else None
        if placed is not None and (widget := placed.widget()) is not None:
            yield widget
        elif placed is not None:
            yield from _laid_out(placed.layout())


def _is_stop(widget: QWidget) -> bool:
    policy = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return policy and widget.focusProxy() is None and _speaks_for_its_group(widget)


def _takes_tab(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and _is_stop(widget)


def _ordered(base: QWidget, here: QWidget | None) -> list[tuple[int, QWidget]]:
    """Everything in sight in `base`, and `here` also out of sight, as Tab comes by: page by page, each by rank."""
    way = set()  # `here` and all that it stands in
    while here is not None:
        way.add(here)
        here = here.parentWidget()
    order: list[tuple[int, QWidget]] = []
    if base.isVisible() or base in way:
        _gather(base, way, 0, order)
    return order


def _gather(widget: QWidget, way: set[QWidget], rank: int, order: list[tuple[int, QWidget]]) -> None:
    """Add a widget and all in it to the order. Every Tab asks for the whole page: Qt is asked as little as can be."""
    if rank < 2 and widget.property(DESTRUCTIVE):
        rank = 2
    elif rank < 1 and widget.property(ASIDE):
        rank = 1
    order.append((rank, widget))
    start = len(order)
    if isinstance(widget, QScrollArea):
        scrolled = widget.widget()
        if scrolled is not None and (not scrolled.isHidden() or scrolled in way):
            _gather(scrolled, way, rank, order)
    elif widget.layout() is not None or isinstance(widget, QSplitter):
        for child in _read(widget, way):
            _gather(child, way, rank, order)
    if len(order) > start and widget.property(PAGE):
        order[start:] = sorted(order[start:], key=lambda pair: pair[0])


def _read(widget: QWidget, way: set[QWidget]) -> Iterator[QWidget]:
    """What stands in a widget, from the top, and from the left where things stand side by side; who saves, first."""
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = [child for child in children if (not child.isHidden() or child in way) and not child.isWindow()]
    placed = sorted((child.y(), child.x(), at, child) for at, child in enumerate(shown))
    rows: list[list[tuple[int, int, QWidget]]] = []
    bottom = -1
    for y, x, at, child in placed:
        if rows and y + child.height() / 2 <= bottom:
            rows[-1].append((x, at, child))
        else:
            rows.append([(x, at, child)])
            bottom = y + child.height()
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda place: (not place[2].property(LEADS), *place[:2]))
        yield from (child for *_place, child in row)


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
