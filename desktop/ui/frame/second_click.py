"""A double click where one click is enough: the second of the two falls on another page, and means nothing there."""

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QWidget

NEAR = 6  # pixels between the two clicks of one double click, at most
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class SecondClick:
    """Which presses of a mouse belong to a double click whose first click opened another page."""

    def __init__(self) -> None:
        self._place, self._moment = QPointF(), 0  # in milliseconds
        self._page: QWidget | None = None  # on which the first one fell

    def swallows(self, event: QMouseEvent, page: QWidget | None) -> bool:
        """Whether nothing of this press may reach the page that is shown now."""
        if event.type() not in PRESSES:
            return False
        near = (event.globalPosition() - self._place).manhattanLength() <= NEAR
        soon = event.timestamp() - self._moment <= QGuiApplication.styleHints().mouseDoubleClickInterval()
        if near and soon and self._page is not None and page is not self._page:
            return True
        self._place, self._moment, self._page = event.globalPosition(), event.timestamp(), page
        return False
