"""“From the scanner”, wherever files are chosen: what has newly arrived in its folder, and the first page of each."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _, plural
from desktop.presenters.scanner import ScanLine, ScannerFolder
from desktop.ui.keyboard import bring_into_sight
from desktop.ui.lists import Row, RowList
from desktop.ui.preview.page_picture import PagePicture
from desktop.ui.theme import px
from desktop.ui.widgets import Button, ButtonFlow, Card, EmptyState, Mark, Text, column, line, literal, set_shown

EVERY = 1000  # ms between two looks into the folder, while the panel is open
HEIGHT = 240
LIST_WIDTH = 340


class ScannerButton(Button):
    """Opens what has arrived from the scanner."""

    def __init__(self, scanner: ScannerFolder, kind: str = "outlined") -> None:
        super().__init__(_("From the scanner…"), scanner.open, kind, "scanner")


class ScannerPanel(Card):
    """The scans that have arrived, the newest first; `take` is handed those that were chosen.

    A click shows the first page; Enter, a double click or the button takes. Nothing in the folder is ever deleted.
    """

    def __init__(self, scanner: ScannerFolder, take: Callable[[Sequence[Path]], object]) -> None:
        super().__init__()
        self.scanner, self._take = scanner, take
        self._made = False
        self._lines: Sequence[ScanLine] = ()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(scanner.look)
        self.hide()
        scanner.changed = self.show_scans

    def _make(self) -> None:
        """The parts, once somebody opens the panel."""
        self._made = True
        scanner = self.scanner
        self.where = self.add(Text("", "note"))
        self.said = self.add(Text("", "error"))
        halves = QWidget()
        beside = line(halves, 16)
        empty = EmptyState("inbox", _("Nothing new has arrived. Scan the paper: it appears here by itself."))
        self.list = RowList(_("Scans that have arrived"), empty)
        self.list.opens_by_click = False
        self.list.current.connect(lambda key: scanner.show(Path(str(key))))
        self.list.opened.connect(lambda key: self._hand_over([Path(str(key))]))
        self.list.view.selectionModel().selectionChanged.connect(lambda: self._name_button())
        self.list.setMinimumWidth(px(LIST_WIDTH // 2))
        self.list.setMaximumWidth(px(LIST_WIDTH))
        self.page = PagePicture(_("First page of the scan"))
        pages = QWidget()
        inside = column(pages, 0)
        inside.addWidget(self.page, 1)
        beside.addWidget(self.list, 1)
        beside.addWidget(pages, 1)
        halves.setFixedHeight(px(HEIGHT))
        self.add(halves)
        foot = QWidget()
        row = ButtonFlow(foot)
        self.other = Button(_("Another folder…"), scanner.choose_folder, "link", "folder")
        self.old = Button("", lambda: scanner.show_taken(not scanner.shows_taken), "link")
        row.addWidget(self.other)
        row.addWidget(self.old)
        row.addStretch(1)
        self.leave = Button(_("Close"), self._close)
        self.taking = Button(_("Take"), lambda: self._hand_over(self._chosen()))
        row.addWidget(self.leave)
        row.addWidget(self.taking)
        self.add(foot)

    def show_scans(self) -> None:
        """Make the panel agree with what is known of the folder."""
        scanner = self.scanner
        opens = scanner.is_open and self.isHidden()
        if scanner.is_open and not self._made:
            self._make()
        set_shown(self, scanner.is_open)
        if not scanner.is_open:
            self._timer.stop()
            return
        self._timer.start()
        self.where.set(_("From the folder {folder}").format(folder=literal(str(scanner.folder))))
        self.said.set(str(scanner.problem) if scanner.problem is not None else "")
        if scanner.lines != self._lines:  # rows made anew would lose what is being chosen
            self._lines = scanner.lines
            self.list.set_rows([_row(scan) for scan in self._lines])
        set_shown(self.old, bool(scanner.taken))
        self.old.setText(_("Hide those taken already") if scanner.shows_taken else scanner.taken)
        if scanner.picture and scanner.shown is not None:
            self.page.show_page(scanner.picture, 0)
        else:
            self.page.say(_("The first page of the scan that is chosen"))
        self._name_button()
        if opens:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """In the newest scan that can be taken, where there is one."""
        if not self.list.rows:
            self.leave.setFocus()
        elif self.list.current_key() is None:
            first = next((scan for scan in self._lines if scan.is_offered), self._lines[0])
            self.list.set_current(str(first.path))
            self.list.view.setFocus()
        bring_into_sight(self)

    def _chosen(self) -> list[Path]:
        return self.scanner.offered([Path(str(key)) for key in self.list.selected_keys()])

    def _name_button(self) -> None:
        chosen = len(self._chosen())
        self.taking.setText(plural("Take this scan", "Take these {count} scans", chosen) if chosen else _("Take"))
        self.taking.setEnabled(chosen > 0)

    def _hand_over(self, paths: Sequence[Path]) -> None:
        if offered := self.scanner.offered(paths):
            self._close()
            self._take(offered)

    def _close(self) -> None:
        self.scanner.close()


def _row(scan: ScanLine) -> Row:
    return Row(str(scan.path), scan.title, scan.note, Mark(scan.tone, scan.state) if scan.state else None)
