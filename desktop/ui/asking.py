"""The few boxes that ask: one confirmation and the system's own file dialogs. They open and answer later."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.base.files import clean_name
from desktop.base.text import _
from desktop.presenters.presenter import Confirmation
from desktop.ui.keyboard import press_by_enter
from desktop.ui.theme import look
from desktop.ui.widgets import Button, ButtonFlow, Text, column
from desktop.ui.widgets.copying import take_key


class ConfirmBox(QDialog):
    """A title, one paragraph, a verb and a way out. Esc is the way out; a grave deed does not begin with the focus."""

    def __init__(self, parent: QWidget | None, question: Confirmation) -> None:
        super().__init__(parent)
        self.question = question
        self.setWindowTitle(question.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout, row = column(self, 12, 24), ButtonFlow(gap=8)
        layout.addWidget(Text(question.title, "section"))
        layout.addWidget(Text(question.text))
        layout.addSpacing(8)
        self.refuse = Button(question.refuse, self.reject)
        self.confirm = Button(question.confirm, self.accept, "danger" if question.grave else "filled")
        row.addStretch(1)
        row.addWidget(self.refuse)
        row.addWidget(self.confirm)
        layout.addLayout(row)
        self.setMinimumWidth(look().em(30))
        self.setMaximumWidth(look().em(46))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.refuse if self.question.grave else self.confirm).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, and nothing when neither button has it."""
        if not press_by_enter(self, event) and not take_key(self, event):
            super().keyPressEvent(event)


class Boxes:
    """The Asker of a window."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._folder = _documents()

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        """Ask before a deed that cannot be taken back."""
        box = ConfirmBox(self._parent, question)
        box.accepted.connect(lambda: confirmed())
        box.open()

    def files(self, title: str, patterns: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        """Ask for files to read; `patterns` as in `*.pdf *.png`."""
        dialog = self._dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if patterns:
            dialog.setNameFilter(_("Files ({patterns})").format(patterns=patterns))
        dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
        dialog.open()

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        """Ask for a folder or a stick."""
        dialog = self._dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        """Ask where to write a file, under a name that every system takes; the dialog warns before an existing one."""
        dialog = self._dialog(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(clean_name(name))
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        """A file dialog where the last one ended; the first begins among the user's documents, never the program's."""
        dialog = QFileDialog(self._parent, title, self._folder)
        dialog.accepted.connect(lambda: self._go_on_from(dialog.directory().absolutePath()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for part, words in (  # Qt's own catalogues lack these in French
            (QFileDialog.DialogLabel.LookIn, _("Folder:")),
            (QFileDialog.DialogLabel.FileType, _("Kind of file:")),
        ):
            dialog.setLabelText(part, words)
        return dialog

    def _go_on_from(self, folder: str) -> None:
        self._folder = folder


def _documents() -> str:
    """Where a user keeps files, or their home where they have no such folder."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return folder if Path(folder).is_dir() else str(Path.home())
