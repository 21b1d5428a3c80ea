"""The sheets over the window: all keys, and what this program is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from desktop.base.text import _
from desktop.presenters.office.about import AboutLine, as_text
from desktop.ui.deeds import DEEDS, MENUS, all_key_words
from desktop.ui.keyboard import announce, press_by_enter
from desktop.ui.theme import look, px, room_for
from desktop.ui.widgets import Button, Text, column, emblem, line
from desktop.ui.widgets.copying import take_key


@dataclass(frozen=True)
class SheetSection:
    """A heading and its lines: what is left, what is right, and a quiet word after it."""

    title: str
    lines: tuple[tuple[str, str, str], ...]


class Sheet(QDialog):
    """Lines under headings, to be read; Esc closes. `copied` is what the button copies, empty for no button."""

    def __init__(self, parent: QWidget, title: str, sections: Sequence[SheetSection], copied: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._copied = copied
        outer = column(self, 12, 24)
        self.head = line(gap=12)
        self.head.addWidget(Text(title, "title", measure=0), 1)
        outer.addLayout(self.head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(title)
        self.area.setWidget(self._filled(sections))
        outer.addWidget(self.area, 1)
        self.foot = line(gap=12)
        self.copy = Button(_("Copy for support"), self._copy, "outlined", "copy")
        self.copy.setVisible(bool(copied))
        self.remark = Text(role="note")
        self.close_button = Button(_("Close"), self.accept, "filled")
        for part in (self.copy, self.remark):
            self.foot.addWidget(part)
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        outer.addLayout(self.foot)
        inside = self.area.widget()
        wanted = inside.sizeHint().height() if inside is not None else 0
        room = room_for(parent.window())
        self.resize(min(look().em(46), room.width()), min(wanted + px(170), room.height(), parent.window().height()))
        self.close_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus; the texts can be copied."""
        if not press_by_enter(self, event) and not take_key(self, event):
            super().keyPressEvent(event)

    def _filled(self, sections: Sequence[SheetSection]) -> QWidget:
        inside = QWidget()
        inside.setProperty("role", "ground")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, px(12), 0)
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(0, 1)
        row = 0
        top = Qt.AlignmentFlag.AlignTop
        for section in sections:
            if section.title:
                heading = Text(section.title, "section", measure=0)
                heading.setContentsMargins(0, px(10) if row else 0, 0, px(2))
                grid.addWidget(heading, row, 0, 1, 3)
                row += 1
            for left, middle, right in section.lines:
                grid.addWidget(Text(left, measure=0), row, 0, top)
                grid.addWidget(Text(middle, "strong", measure=24), row, 1, top)
                if right:
                    grid.addWidget(Text(right, "note", measure=0), row, 2, top)
                row += 1
        grid.setRowStretch(row, 1)
        return inside

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)
        self.remark.set(_("Copied."))
        announce(self, self.remark.text())


def sheet_of_keys(parent: QWidget) -> Sheet:
    """Every key that the program binds, by menu, with the pages that have it."""
    return Sheet(parent, _("All keys"), tuple(_key_sections()))


def _key_sections() -> Iterator[SheetSection]:
    for menu, title in MENUS.items():
        deeds = [deed for deed in DEEDS if deed.menu == menu and deed.keys]
        lines = tuple((_(deed.words), all_key_words(deed), _(deed.where)) for deed in deeds)
        yield SheetSection(_(title).replace("&", ""), lines)


def about_sheet(parent: QWidget, lines: tuple[AboutLine, ...]) -> Sheet:
    """What this program is, to be copied for support."""
    rows = tuple((about.name, about.version, "") for about in lines)
    sheet = Sheet(parent, _("About Passerelle"), (SheetSection("", rows),), as_text(lines))
    sheet.head.insertWidget(0, emblem())
    return sheet
