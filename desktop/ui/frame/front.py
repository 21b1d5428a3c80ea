"""The window before the office is open: welcome, unlocking, coming back from a damaged database."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.asking import Boxes
from desktop.ui.frame.dropping import drag_of_files, files_of
from desktop.ui.keyboard import lost_focus, presses, shortcut, tab_on
from desktop.ui.theme import Theme, room_for
from desktop.ui.views.view import View
from desktop.ui.widgets import Message, column
from desktop.ui.widgets.copying import take_key

SIZE = QSize(1000, 680)


class FrontWindow(QMainWindow):
    """Shows one view at a time; it is a board for errors like the main window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.asker = Boxes(self)
        self.view: View[Any] | None = None
        self.setWindowTitle("Passerelle")
        self.setAcceptDrops(True)
        self.resize(SIZE.boundedTo(room_for(self)))
        self._theme = theme
        self.setStyleSheet(theme.sheet)
        theme.changed.connect(self.rebuild)
        for listed in (deeds.CLOSE, deeds.QUIT):
            shortcut(self, listed, self.close)

    def put(self, view: View[Any]) -> None:
        """Show a view in the place of the one before."""
        view.presenter.asker = self.asker
        self.view = view
        base = QWidget()
        column(base, 0).addWidget(view)
        self.setCentralWidget(base)
        QTimer.singleShot(0, view, view.focus_first)

    def rebuild(self) -> None:
        """Make the view again, in the language and look of now; its presenter stays."""
        self.setStyleSheet(self._theme.sheet)
        if self.view is not None:
            self.put(type(self.view)(self.view.presenter))

    def show_problem(self, problem: Problem) -> None:
        """Show what the user can act on."""
        if self.view is not None:
            self.view.presenter.refuse(problem)

    def show_message(self, message: Message, key: str = "") -> None:
        """Show a message above the content."""
        if self.view is not None:
            self.view.page.show_message(message, key)

    def focusNextPrevChild(self, forward: bool) -> bool:
        lost = lost_focus(self)
        if lost is not None and self.view is not None and self.view.isVisible():
            self.view.page.go_on_from(lost)
            return True
        return tab_on(self, forward) or super().focusNextPrevChild(forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file dropped before the office is open is not read; a text field never gets its address."""
        drag = drag_of_files(event)
        if drag is None:
            return False
        drag.acceptProposedAction()
        if drag.type() == QEvent.Type.Drop:
            name = files_of(drag.mimeData())[0].name
            what = _("“{name}” was not imported: the office is not open yet.").format(name=name)
            self.show_message(Message("warn", what, _("Open the office, then drop the file again.")), "dropped")
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (handle := self.windowHandle()) is not None:
            handle.installEventFilter(self)  # once, however often it is shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.view.page if self.view is not None else None
        if page is not None and event.key() == Qt.Key.Key_Escape and page.close_one_message():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus, plain = self.focusWidget(), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            main = page.main_button if page is not None else None
            pressed = focus if plain and presses(focus) else main
            if pressed is not None:
                pressed.click()
                return
        if page is None or not take_key(page, event):
            super().keyPressEvent(event)
