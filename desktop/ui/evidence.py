"""Attaching files: a button, a place to drop them, and what is attached with its size and a way to take it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QWidget

from desktop.base.numbers import format_size
from desktop.base.text import _, language
from desktop.presenters.scanner import ScannerFolder
from desktop.ui import deeds
from desktop.ui.asking import Boxes
from desktop.ui.keyboard import announce, bring_into_sight, shortcut, under_focus
from desktop.ui.scanner import ScannerButton, ScannerPanel
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Remark,
    Text,
    UndoLine,
    column,
    empty_layout,
    icon_button,
    line,
    literal,
    picture,
    restyle,
)

PAGES = ("http", "https")  # the schemes of pages on the web


@dataclass(frozen=True)
class AttachmentLine:
    """An attached file, or with `size` 0 a link or a paper: `size` in bytes, `note` says since when or why."""

    key: str
    name: str
    size: int
    note: str = ""


def _unwrapped(text: str) -> Text:
    label = Text(text, "note", measure=0)
    label.setWordWrap(False)
    return label


def _addresses(given: QMimeData) -> list[QUrl]:
    """What is dropped or pasted, as addresses; a browser may give that of a page only as words."""
    words = given.text().strip()
    is_page = words.lower().startswith(("http://", "https://", "www.")) and len(words.split()) == 1
    return given.urls() or ([QUrl.fromUserInput(words)] if is_page else [])


class FileDrop(QWidget):
    """Pieces of evidence. `added` tells paths chosen or dropped, `removed`, `restored` and `opened` tell a key.

    `for_link` is the sentence for whoever drops or pastes a link, which is no file. With a `scanner`, what it has
    written can be taken too.
    """

    added = Signal(object)  # list[Path]
    removed = Signal(str)
    restored = Signal(str)  # what was taken off is wanted back
    opened = Signal(str)

    def __init__(
        self,
        label: str,
        for_link: str,
        help_text: str = "",
        patterns: str = "",
        scanner: ScannerFolder | None = None,
    ) -> None:
        super().__init__()
        self._for_link, self._label, self._patterns = for_link, label, patterns
        self.setAcceptDrops(True)
        layout = column(self, 4)
        self.frame = QFrame()
        self.frame.setProperty("role", "drop")
        inside = column(self.frame, 4, 8)
        self._rows = column(gap=2)
        self._locked = False
        self._foot = QWidget()
        foot = ButtonFlow(self._foot, gap=8)
        self.button = Button(_("Attach a file…"), self.choose, "link", "attach")
        self.button.setAccessibleDescription(label)
        foot.addWidget(self.button)
        self.panel: ScannerPanel | None = None
        if scanner is not None:
            self.from_scanner = ScannerButton(scanner, "link")
            self.from_scanner.setAccessibleDescription(label)
            foot.addWidget(self.from_scanner)
            self.panel = ScannerPanel(scanner, self._chosen)
        foot.addWidget(_unwrapped(_("or drop or paste it here")))
        inside.addLayout(self._rows)
        inside.addWidget(self._foot)
        if self.panel is not None:
            inside.addWidget(self.panel)
        self.undo = UndoLine(self)
        inside.addWidget(self.undo)
        for part in (Text(label, "label"), Text(help_text, "note"), self.frame):
            layout.addWidget(part)
        self.no_file = Remark(lambda said: inside.insertWidget(inside.indexOf(self._foot), said), "error")
        self.error = Remark(layout.addWidget, "error")

    def set_files(self, files: Sequence[AttachmentLine]) -> None:
        """Show what is attached."""
        empty_layout(self._rows)
        for attachment in files:
            self._rows.addWidget(self._row(attachment))

    def set_locked(self, locked: bool) -> None:
        """Let what is attached only be opened, from the next `set_files` on."""
        self._locked = locked
        self._foot.setVisible(not locked)
        self.setAcceptDrops(not locked)

    def set_error(self, text: str) -> None:
        """Say what is missing or wrong, or nothing."""
        self.error.set(text)

    def choose(self) -> None:
        """Ask for files in the system's dialog."""
        Boxes(self.window()).files(self._label, self._patterns, self._chosen)

    def _chosen(self, paths: Sequence[Path]) -> None:
        self.no_file.set("")
        self.added.emit(paths)

    def _row(self, attachment: AttachmentLine) -> QWidget:
        row = QWidget()
        layout = line(row, 8)
        layout.addWidget(picture("document", 18))
        layout.addWidget(Button(literal(attachment.name), lambda: self.opened.emit(attachment.key), "link"))
        size = format_size(attachment.size, language()) if attachment.size else ""
        about = " · ".join(part for part in (size, attachment.note) if part)
        layout.addWidget(Text(about, "note", measure=0), 1)
        if not self._locked:
            name = _("Remove {file}").format(file=attachment.name)
            layout.addWidget(icon_button("remove", name, lambda: self._take_off(attachment), deeds.TAKE_OFF))
            shortcut(row, deeds.TAKE_OFF, lambda: self._take_off(attachment), whole_window=False)
        return row

    def _take_off(self, attachment: AttachmentLine) -> None:
        """Take a file off; it can be brought back."""
        if under_focus(self):
            self.button.setFocus()
        self.removed.emit(attachment.key)
        self.undo.offer(attachment.name, lambda: self.restored.emit(attachment.key), lambda: self._take_off(attachment))

    def _show_over(self, over: bool) -> None:
        self.frame.setProperty("over", over)
        restyle(self.frame)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _addresses(event.mimeData()):
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        event.acceptProposedAction()
        self._take(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste files copied elsewhere."""
        copied = QGuiApplication.clipboard().mimeData()  # of which there may be none at all
        pastes = event.matches(QKeySequence.StandardKey.Paste) and not self._locked
        if pastes and copied is not None:
            self._take(copied)
        else:
            super().keyPressEvent(event)

    def _take(self, given: QMimeData) -> None:
        """Tell the files that were given; of what is none say what to do instead, until other files come."""
        addresses = _addresses(given)
        paths = [Path(url.toLocalFile()) for url in addresses if url.isLocalFile()]
        others = [url for url in addresses if not url.isLocalFile()]
        if any(url.scheme() in PAGES for url in others):
            sentence = self._for_link
        elif others:
            sentence = _("This lies on another device: copy it to this computer, then add the copy.")
        else:
            sentence = "" if paths else _("This is not a file: save it as one, then add that file.")
        self.no_file.set(sentence)
        if sentence:
            announce(self, sentence)
            self.button.setFocus()  # the hand is here: a page stays where its focus is
            bring_into_sight(self.frame)
        if paths:
            self.added.emit(paths)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.setAcceptDrops(self.isEnabled())
