"""Several faces of one record."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QToolButton, QWidget

from desktop.base.text import _
from desktop.ui.theme import px
from desktop.ui.widgets.basics import hairline
from desktop.ui.widgets.layouts import column, line, restyle


class Tabs(QWidget):
    """Several faces of one record: words above, one face below.

    Words that have no room stand closer together, and scroll where they have none even so.
    """

    turned = Signal(str)  # the key of the face now shown

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, 0)
        self.bar, self.faces = QTabBar(), QStackedWidget()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setAccessibleName(_("Parts of this page"))
        for arrow in self.bar.findChildren(QToolButton):  # for the mouse: the keys turn the words themselves
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keys: list[str] = []
        self._to_make: dict[str, Callable[[], QWidget]] = {}
        self.row = line(gap=16)  # what stands beside the words
        self.row.addWidget(self.bar)
        layout.addLayout(self.row)
        layout.addWidget(hairline())
        layout.addSpacing(px(16))
        layout.addWidget(self.faces, 1)
        self.bar.currentChanged.connect(self._turn)

    def add(self, key: str, title: str, face: QWidget) -> None:
        """One more face."""
        self._keys.append(key)
        self.faces.addWidget(face)
        self.bar.addTab(title)

    def add_later(self, key: str, title: str, make: Callable[[], QWidget]) -> None:
        """One more face, which is made when somebody turns to it, or by `make`."""
        face = QWidget()
        column(face, 0)
        self._to_make[key] = make
        self.add(key, title, face)

    def make(self, key: str) -> None:
        """Have a face made, if it was not yet."""
        if (make := self._to_make.pop(key, None)) is not None:
            face = self.faces.widget(self._keys.index(key))
            if face is not None and (layout := face.layout()) is not None:
                layout.addWidget(make())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self.bar.fontMetrics()
        words = sum(metrics.horizontalAdvance(self.bar.tabText(at)) + px(8 + 16) for at in range(self.bar.count()))
        close = words > self.width()
        if close is not bool(self.bar.property("close")):
            self.bar.setProperty("close", close)
            restyle(self.bar)

    def show_face(self, key: str) -> None:
        """Turn to a face; raises ValueError for an unknown key."""
        self.bar.setCurrentIndex(self._keys.index(key))

    def _turn(self, at: int) -> None:
        if 0 <= at < len(self._keys):
            self.make(self._keys[at])
        for index in range(self.faces.count()):  # a hidden face must not make the shown one taller
            policy = QSizePolicy.Policy.Preferred if index == at else QSizePolicy.Policy.Ignored
            if (face := self.faces.widget(index)) is not None:
                face.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.faces.setCurrentIndex(at)
        if 0 <= at < len(self._keys):
            self.turned.emit(self._keys[at])
