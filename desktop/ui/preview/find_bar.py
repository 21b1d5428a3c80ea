"""The line in which words of a document are looked for, opened by Ctrl+F."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.keyboard import announce
from desktop.ui.preview.finding import FEWEST, Finder
from desktop.ui.theme import look
from desktop.ui.widgets import Text, icon_button, line

PAUSE = 200  # ms after a letter until the words are looked for


class FindBar(QWidget):
    """Enter goes to the next place, Shift+Enter to the one before, Esc puts the line away."""

    closed = Signal()
    wanted = Signal(str)  # the words to look for

    def __init__(self, finder: Finder) -> None:
        super().__init__()
        self._finder = finder
        row = line(self, 8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in the document"))
        self.field.setAccessibleName(_("Find in the document"))
        self.field.setMaximumWidth(look().em(26))
        self.count = Text(role="note", measure=0)
        self.count.setWordWrap(False)
        self.previous = icon_button("up", _("Previous place"), lambda: finder.go(-1), deeds.FIND_PREVIOUS)
        self.next = icon_button("down", _("Next place"), lambda: finder.go(1), deeds.FIND_NEXT)
        self.away = icon_button("close", _("Close the search"), self.put_away, deeds.CLOSE_MESSAGE)
        row.addWidget(self.field, 1)
        for part in (self.previous, self.next, self.count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.away)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self.look)
        self.field.textChanged.connect(lambda _text: self._soon.start())
        finder.changed.connect(self._show_count)
        self._show_count()
        self.hide()

    def open(self) -> None:
        """Show the line, ready to be typed into."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def look(self) -> None:
        """Look for what is typed, at once."""
        self._soon.stop()
        self.wanted.emit(self.field.text())

    def put_away(self) -> None:
        """Mark nothing any more."""
        if self.isHidden():
            return
        self.field.clear()
        self.look()
        self.hide()
        self.closed.emit()

    def _show_count(self) -> None:
        finder = self._finder
        passages = finder.passages
        self.previous.setEnabled(bool(passages))
        self.next.setEnabled(bool(passages))
        if passages and finder.current in passages:
            words = _("{at} of {count}").format(at=passages.index(finder.current) + 1, count=len(passages))
        elif finder.searching:
            words = _("Looking…")
        elif len(finder.words) >= FEWEST:
            words = _("Not in this document")
        else:
            words = ""
        self.count.set(words)
        if not finder.searching:
            announce(self, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            if self._soon.isActive():
                self.look()
            else:
                self._finder.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)
