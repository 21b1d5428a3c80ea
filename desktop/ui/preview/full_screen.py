"""A document on a page of its own, over the whole screen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from desktop.base.text import _
from desktop.ui.widgets import column


class FullScreen(QDialog):
    """Shows a widget that belongs elsewhere until Esc or F11; the window's lock ends it too, as any of its boxes."""

    def __init__(self, owner: QWidget, shown: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Document"))
        self.setStyleSheet(owner.window().styleSheet())
        column(self, 0, 12).addWidget(shown)
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses nothing by itself here."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
