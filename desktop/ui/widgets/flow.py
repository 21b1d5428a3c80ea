"""A row of buttons that goes on in the next line where its width has no room for one more."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget, QWidgetItem

from desktop.ui.theme import px


class ButtonFlow(QLayout):
    """Buttons beside one another from the beginning of a line, those added after `addStretch` from its end.

    A button keeps the width that its words take, unless the whole line is narrower.
    """

    def __init__(self, parent: QWidget | None = None, gap: float = 12, around: float = 0) -> None:
        super().__init__(parent) if parent else super().__init__()
        self._items: list[QLayoutItem] = []
        self._at_end: set[int] = set()  # which of them, by their identity
        self._ends = False
        self._gap = px(gap)
        self._width = 0  # that it was given last
        self.setContentsMargins(px(around), px(around), px(around), px(around))

    def addItem(self, item: QLayoutItem) -> None:
        """Put one more at the end of what is there."""
        self._items.append(item)
        if self._ends:
            self._at_end.add(id(item))

    def addStretch(self, _stretch: int = 0) -> None:
        """What comes now stands at the other end of its line."""
        self._ends = True

    def insert_button(self, at: int, button: QWidget, *, at_end: bool) -> None:
        """Put a button before the one at this place, at the beginning of its line or at the end."""
        self.addChildWidget(button)
        item = QWidgetItem(button)
        self._items.insert(at, item)
        if at_end:
            self._at_end.add(id(item))
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        if not 0 <= at < len(self._items):
            return None
        item = self._items.pop(at)
        self._at_end.discard(id(item))
        return item

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        heights = [self._height(row) for row in self._rows(width - margins.left() - margins.right())]
        return sum(heights) + self._gap * max(len(heights) - 1, 0) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """All in one line."""
        visible = [item for item in self._items if not item.isEmpty()]
        wide = sum(item.sizeHint().width() for item in visible) + self._gap * max(len(visible) - 1, 0)
        return self._with_margins(QSize(wide, self._height(visible)))

    def minimumSize(self) -> QSize:
        """The widest of them alone, and as high as all are in the width that they have: none is ever cut off."""
        visible = [item for item in self._items if not item.isEmpty()]
        wide = max((item.minimumSize().width() for item in visible), default=0)
        least = self._with_margins(QSize(wide, self._height(visible)))
        return least.expandedTo(QSize(0, self.heightForWidth(self._width))) if self._width else least

    def setGeometry(self, room: QRect) -> None:
        super().setGeometry(room)
        if room.width() != self._width:
            self._width = room.width()
            self.invalidate()
        inside, parent = room.marginsRemoved(self.contentsMargins()), self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        rows, top = [*self._rows(inside.width())], inside.top()
        spare = inside.height() - sum(map(self._height, rows)) - self._gap * max(len(rows) - 1, 0)
        top += max(spare, 0) // 2
        for row in rows:
            high = self._height(row)
            for item, left in self._places(row, inside):
                wide = min(item.sizeHint().width(), inside.width())
                tall = min(item.sizeHint().height(), high)
                box = QRect(left, top + (high - tall) // 2, wide, tall)
                item.setGeometry(QStyle.visualRect(direction, inside, box))
            top += high + self._gap

    def _places(self, row: list[QLayoutItem], inside: QRect) -> Iterator[tuple[QLayoutItem, int]]:
        """Where each of a line begins."""
        left, right = inside.left(), inside.right() + 1
        for item in row:
            if id(item) not in self._at_end:
                yield item, left
                left += item.sizeHint().width() + self._gap
        for item in reversed(row):
            if id(item) in self._at_end:
                right -= min(item.sizeHint().width(), inside.width())
                yield item, right
                right -= self._gap

    def _rows(self, width: int) -> Iterator[list[QLayoutItem]]:
        """What stands in each line."""
        row: list[QLayoutItem] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if row and used + self._gap + wide > width:
                yield row
                row, used = [], 0
            used += wide + (self._gap if row else 0)
            row.append(item)
        if row:
            yield row

    @staticmethod
    def _height(row: list[QLayoutItem]) -> int:
        return max((item.sizeHint().height() for item in row), default=0)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
