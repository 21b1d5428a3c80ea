"""What was just taken away, and the button that brings it back, beside the place where it stood."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.ui.keyboard import ASIDE, announce
from desktop.ui.widgets.basics import Button, Deed, Text
from desktop.ui.widgets.layouts import line, set_shown

TAKE_OFF = "Ctrl+Shift+Del"  # the key that takes off the row, the file or the entry that has the focus


class UndoLine(QWidget):
    """Offers to bring back what was taken away in `owner`, the last first; Ctrl+Z does it there as well.

    It never takes the focus by itself. What was taken away can be brought back as long as the page is open.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__()
        self.setProperty(ASIDE, True)
        self._offers: list[tuple[str, Deed]] = []
        row = line(self, 12)
        self.words = Text(role="note", measure=0)
        self.button = Button(_("Bring it back"), self.undo, "link")
        self.button.setToolTip("Ctrl+Z")
        row.addWidget(self.button)
        row.addWidget(self.words, 1)
        self._keys = QShortcut(QKeySequence("Ctrl+Z"), owner)
        self._keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._keys.activated.connect(self.undo)
        self._show()

    def offer(self, name: str, bring_back: Deed) -> None:
        """Say that something of this name was taken off, and offer to bring it back."""
        self.offer_after(_("Taken off: {name}").format(name=name), bring_back)

    def offer_after(self, deed: str, bring_back: Deed) -> None:
        """Say in a sentence what was done, and offer to bring back what was there before it."""
        self._offers.append((deed, bring_back))
        self._show()
        announce(self, self.words.text())

    def undo(self) -> None:
        """Bring back what was taken off last."""
        if self._offers:
            _sentence, bring_back = self._offers.pop()
            self._show()
            bring_back()

    def forget(self) -> None:
        """Offer nothing any more: something else stands here now."""
        self._offers.clear()
        self._show()

    def _show(self) -> None:
        self.words.set(self._offers[-1][0] if self._offers else "")
        self.button.setAccessibleDescription(self.words.text())
        self._keys.setEnabled(bool(self._offers))
        set_shown(self, bool(self._offers))
