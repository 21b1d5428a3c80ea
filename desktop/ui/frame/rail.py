"""The rail: the places of the program, with how much waits in each."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QApplication, QButtonGroup, QSizePolicy, QWidget

from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.deeds import with_nth_key
from desktop.ui.icons import icon
from desktop.ui.navigation import Place
from desktop.ui.theme import look, note_font, px, strong_font
from desktop.ui.widgets import column, empty_layout

TOLD = "told_of_rail"  # the application's property that says it was done
HIGH, LEAST = 40, 18  # pixels: of an entry, and of one in a low window or at large text


class _Told(QAccessibleWidget):
    """The rail or one of its entries as a screen reader is told of it: tabs, of which one is selected.

    Qt itself would call an entry a check box, which one would expect to be able to clear.
    """

    def __init__(self, part: QWidget, role: QAccessible.Role) -> None:
        super().__init__(part, role)
        self._part = part

    def state(self) -> QAccessible.State:
        state = super().state()
        if isinstance(self._part, RailEntry):
            state.selectable, state.selected = True, self._part.isChecked()
        return state


def told_of_rail(_kind: str, part: QObject) -> QAccessibleInterface | None:
    """For `QAccessible.installFactory`: what a screen reader is told of the rail; None for everything else."""
    if not isinstance(part, Rail | RailEntry):
        return None
    if part.reading is None:  # it lives as long as the widget, to which Qt gives it back
        roles = QAccessible.Role
        part.reading = _Told(part, roles.PageTab if isinstance(part, RailEntry) else roles.PageTabList)
    return part.reading


def tell_of_rail() -> None:
    """Let screen readers be told so; once for an application."""
    app = QApplication.instance()
    if app is not None and not app.property(TOLD):
        QAccessible.installFactory(told_of_rail)
        app.setProperty(TOLD, True)


class RailEntry(QAbstractButton):
    """One place: icon, word, and how much waits there for the reader."""

    def __init__(self, drawing: str, title: str, number: int) -> None:
        super().__init__()
        self.drawing, self.title, self.number, self.count, self.narrow = drawing, title, number, 0, False
        self.reading: _Told | None = None
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(px(LEAST))
        self.setMaximumHeight(px(HIGH))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show a badge, or none for 0."""
        self.count = count
        name = _("{place}: {count} waiting for you").format(place=self.title, count=count) if count else self.title
        self.setAccessibleName(name)
        self.setToolTip(with_nth_key(name, deeds.PLACE, self.number))
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon only; the name stays for those who hover or listen."""
        self.narrow = narrow
        self.show_count(self.count)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(strong_font()).horizontalAdvance(self.title)
        return QSize(px(56) if self.narrow else px(52) + words + px(44), px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter, box = look().tokens, QPainter(self), self.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.fillRect(box, QColor(tokens.selected if self.isChecked() else tokens.hover))
        if self.isChecked():
            painter.fillRect(QRect(0, 0, px(3), box.height()), QColor(tokens.accent))
        side = min(px(20), box.height() - px(2))
        left = (box.width() - side) // 2 if self.narrow else px(18)
        ink = tokens.accent if self.isChecked() else tokens.quiet
        icon(self.drawing, ink).paint(painter, QRect(left, (box.height() - side) // 2, side, side))
        if not self.narrow:
            painter.setFont(strong_font() if self.isChecked() else self.font())
            painter.setPen(QColor(tokens.text))
            painter.drawText(box.adjusted(px(50), 0, -px(8), 0), Qt.AlignmentFlag.AlignVCenter, self.title)
        if self.count:
            self._badge(painter, box)
        if self.hasFocus():
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
            painter.drawRect(box.adjusted(2, 2, -3, -3))
        painter.end()

    def _badge(self, painter: QPainter, box: QRect) -> None:
        tokens, words = look().tokens, str(self.count) if self.count < 100 else "99+"
        painter.setFont(note_font())
        high = px(18)
        wide = max(QFontMetrics(note_font()).horizontalAdvance(words) + px(10), high)
        spot = QRect(box.right() - wide - px(12), (box.height() - high) // 2, wide, high)
        if self.narrow:
            spot = QRect(box.width() // 2 + px(4), px(2), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(spot, high / 2, high / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QWidget):
    """The places, one below the other; the last ones stay at the bottom."""

    def __init__(self) -> None:
        tell_of_rail()
        super().__init__()
        self.reading: _Told | None = None
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = column(self, 0)
        self.press_together(False)
        self.entries: dict[str, RailEntry] = {}
        self._group = QButtonGroup(self)

    def fill(self, places: Sequence[Place], go: Callable[[str], None]) -> None:
        """Show these places."""
        empty_layout(self._layout)
        self.entries = {}
        for number, place in enumerate(places, 1):
            entry = RailEntry(place.icon, place.title(), number)
            entry.clicked.connect(lambda _on=False, key=place.key: go(key))
            self._group.addButton(entry)
            self.entries[place.key] = entry
            self._layout.addWidget(entry)
        self._layout.addStretch(1)
        self.setAccessibleName(_("Places"))

    def press_together(self, on: bool) -> None:
        """Leave less air above and below where a window is low."""
        around = px(2 if on else 12)
        self._layout.setContentsMargins(0, around, 1, around)

    def mark(self, key: str) -> None:
        """Show where we are."""
        if key not in self.entries:  # it belongs to none of them
            self._group.setExclusive(False)
            for entry in self.entries.values():
                entry.setChecked(False)
            self._group.setExclusive(True)
        elif not self.entries[key].isChecked():
            self.entries[key].setChecked(True)
            if QAccessible.isActive():
                event = QAccessibleEvent(self.entries[key], QAccessible.Event.Selection)
                QAccessible.updateAccessibility(event)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        for entry in self.entries.values():
            entry.set_narrow(narrow)
        wide = max((entry.sizeHint().width() for entry in self.entries.values()), default=px(56))
        self.setFixedWidth(wide + 1)
