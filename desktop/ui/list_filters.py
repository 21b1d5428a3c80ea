"""What narrows a list, above it: a field to type into, and a button for each filter with the counts of its choices."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QMenu, QSizePolicy, QWidget

from desktop.base.text import _
from desktop.presenters.listing import ListFilter
from desktop.ui import deeds
from desktop.ui.deeds import with_key
from desktop.ui.keyboard import FINDS, shortcut
from desktop.ui.theme import look, px
from desktop.ui.widgets import Button, literal, restyle, set_shown

TYPING = 120  # ms without a key before the list is searched
FIELD = 16  # em: the least width of the field
SHARE = 8  # of a window's height, the part that filters may take before they fold together: an eighth


class FlowLayout(QLayout):
    """Side by side, and below one another where there is no room; `wide` takes what the others of its line leave."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._placed: list[QLayoutItem] = []
        self.wide: QWidget | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._placed.append(item)

    def count(self) -> int:
        return len(self._placed)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._placed[index] if 0 <= index < len(self._placed) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._placed.pop(index) if 0 <= index < len(self._placed) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._placed]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        gap, used = px(8), 0
        for item in (part for part in self._placed if not part.isEmpty()):
            width = item.sizeHint().width()
            if lines[-1] and used + gap + width > rect.width():
                lines.append([])
                used = 0
            used += width + (gap if lines[-1] else 0)
            lines[-1].append(item)
        top = rect.top()
        for row in lines:
            height = max((item.sizeHint().height() for item in row), default=0)
            if place:
                self._place(row, QRect(rect.left(), top, rect.width(), height))
            top += height + (gap if row is not lines[-1] else 0)
        return top - rect.top()

    def _place(self, row: Sequence[QLayoutItem], line: QRect) -> None:
        gap = px(8)
        widths = [min(item.sizeHint().width(), line.width()) for item in row]
        if row and row[0].widget() is self.wide:
            widths[0] += max(0, min(line.width() - sum(widths) - gap * (len(widths) - 1), look().em(FIELD)))
        left = line.left()
        for item, width in zip(row, widths, strict=True):
            height = min(item.sizeHint().height(), line.height())
            item.setGeometry(QRect(QPoint(left, line.top() + (line.height() - height) // 2), QSize(width, height)))
            left += width + gap


class FilterBar(QWidget):
    """The words that a list is searched for and the filters in force, told as they change.

    Where they would take too much of a low window from the list, the filters fold together behind one button.
    """

    searched = Signal(str)
    narrowed = Signal(str, str)  # the name of a filter and a code
    into_list = Signal()  # on from the field into the list

    def __init__(self, name: str, *, searches: bool = True) -> None:
        super().__init__()
        self.offers = False  # whether there is a filter to choose
        self._flow = FlowLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.edit = _FilterField()
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(_("Filter this list"))
        self.edit.setToolTip(with_key(name, deeds.SEARCH))
        self.edit.setProperty(FINDS, True)
        self.edit.setClearButtonEnabled(True)
        if searches:
            self._flow.addWidget(self.edit)
            self._flow.wide = self.edit
        else:
            self.edit.setParent(self)
            self.edit.hide()
        self.buttons: dict[str, Button] = {}
        self.folded = False
        self.fold = Button("", self._open_all, "filter", "down")
        self.fold.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.fold.hide()
        self._flow.addWidget(self.fold)
        self._filters: dict[str, ListFilter] = {}
        self.menu: QMenu | None = None  # the last one that was opened
        self._pause = QTimer(self, singleShot=True, interval=TYPING)
        self._pause.timeout.connect(self._search)
        self.edit.textChanged.connect(lambda: self._pause.start())
        self.edit.returnPressed.connect(self._go_on)
        shortcut(self.edit, deeds.INTO_LIST, self._go_on, whole_window=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """As tall as its lines: a page would give a height that follows the width to the list instead."""
        self._fold_where_low()
        height = self._flow.heightForWidth(self.width())
        if height != self.height():
            self.setFixedHeight(height)

    def _fold_where_low(self) -> None:
        """Fold when more than one line would take more than its share of the window's height."""
        self._show_folded(False)
        height = self._flow.heightForWidth(self.width())
        one_line = self.edit.sizeHint().height() + px(8)
        self._show_folded(height > one_line and height * SHARE > self.window().height())

    def _show_folded(self, folded: bool) -> None:
        self.folded = folded
        offered = [offer for offer in self._filters.values() if _is_offered(offer)]
        for offer in self._filters.values():
            set_shown(self.buttons[offer.name], not folded and offer in offered)
        set_shown(self.fold, folded and bool(offered))
        self._flow.invalidate()

    def _search(self) -> None:
        self._pause.stop()
        self.searched.emit(self.edit.text())

    def _go_on(self) -> None:
        self._search()
        self.into_list.emit()

    def write(self, text: str) -> None:
        """Show other words, unless somebody is typing."""
        if text != self.edit.text().strip() and not self._pause.isActive():
            self.edit.blockSignals(True)
            self.edit.setText(text)
            self.edit.blockSignals(False)

    def show_filters(self, filters: Sequence[ListFilter]) -> None:
        """The filters and what each keeps; one that would leave nothing to choose is not shown."""
        for offer in filters:
            self._filters[offer.name] = offer
            if offer.name not in self.buttons:
                button = self.buttons[offer.name] = Button("", partial(self._open, offer.name), "filter", "down")
                button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
                self._flow.addWidget(button)
            button = self.buttons[offer.name]
            text = _in_force(offer)
            if button.text() != literal(text):
                button.setText(literal(text))
            if button.property("on") != bool(offer.code):
                button.setProperty("on", bool(offer.code))
                restyle(button)
        self.offers = any(map(_is_offered, filters))
        self._dress_fold()
        self._fit_height()

    def _dress_fold(self) -> None:
        """The button that they fold behind says how many are in force."""
        count = sum(bool(offer.code) for offer in self._filters.values())
        text = _("Filters ({count})").format(count=count) if count else _("Filters")
        self.fold.setText(text)
        if self.fold.property("on") != bool(count):
            self.fold.setProperty("on", bool(count))
            restyle(self.fold)

    def _open_all(self) -> None:
        """All filters in one menu, each with its choices."""
        self.menu = menu = QMenu(self.fold)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for offer in self._filters.values():
            if _is_offered(offer):
                self._fill(menu.addMenu(literal(_in_force(offer))), offer)
        menu.popup(self.fold.mapToGlobal(QPoint(0, self.fold.height())))

    def _open(self, name: str) -> None:
        button = self.buttons[name]
        self.menu = menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu, self._filters[name])
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _fill(self, menu: QMenu, shown: ListFilter) -> None:
        """The choices of one filter."""
        self._entry(menu, shown.everything, not shown.code, partial(self.narrowed.emit, shown.name, ""))
        menu.addSeparator()
        for option in shown.options:
            counted = _("{choice} ({count})").format(choice=option.words, count=option.count)
            words = option.words if option.count is None else counted
            self._entry(menu, words, option.code == shown.code, partial(self.narrowed.emit, shown.name, option.code))

    @staticmethod
    def _entry(menu: QMenu, words: str, on: bool, deed: Callable[[], object]) -> None:
        action = menu.addAction(literal(words))
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda: deed())


def _is_offered(offer: ListFilter) -> bool:
    """Whether a filter leaves anything to choose."""
    return bool(offer.code) or len(offer.options) > 1


def _in_force(offer: ListFilter) -> str:
    """What a filter is called, with the choice in force."""
    words = next((option.words for option in offer.options if option.code == offer.code), "")
    return f"{offer.title}\u00a0: {words}" if words else offer.title


class _FilterField(QLineEdit):
    """The field that is typed into; in a line with buttons it keeps its least width."""

    def sizeHint(self) -> QSize:
        return QSize(look().em(FIELD), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().em(FIELD // 2), super().minimumSizeHint().height())
