"""The menu bar: what can be done here, with its keys, greyed where it would do nothing.

It holds no deed of its own: what stands in it is what the frame and the page have bound (`keyboard.shortcut`), and the
buttons of the page's bar.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.base.text import N_, _
from desktop.ui import deeds
from desktop.ui.deeds import DEEDS, MENUS, ListedDeed, Menu, key_words
from desktop.ui.frame.rail import Rail
from desktop.ui.keyboard import DeedKeys, Letters
from desktop.ui.navigation import Places
from desktop.ui.preview.page_canvas import PageCanvas
from desktop.ui.row_view import RowTable
from desktop.ui.views.view import View
from desktop.ui.widgets.copying import copy_words, select_words, selected_words
from desktop.ui.widgets.undo import settle_undo_keys

SEVERAL = (deeds.PLACE, deeds.NTH_SECTION, deeds.CHOOSE_BY_DIGIT)  # one line of the table, nine deeds
KEYS_ONLY = (*SEVERAL, deeds.OPEN_MENU, deeds.CLOSE_MESSAGE, deeds.INTO_LIST, deeds.CONTINUE)
RULED = (  # they begin a group: a line stands before them
    deeds.CLOSE,
    deeds.CUT,
    deeds.TAKE_OFF,
    deeds.SEARCH,
    deeds.REFRESH,
    deeds.FULL_SCREEN,
    deeds.ABOUT,
)

TextBox = QLineEdit | QPlainTextEdit | QTextEdit
TEXT_BOXES = (QLineEdit, QPlainTextEdit, QTextEdit)


class MenuFrame(Protocol):
    """What the menus ask of the frame: where one is, what is shown there, and how one moves."""

    view: View[Any] | None
    places: Places
    rail: Rail

    @property
    def here(self) -> str: ...

    def go(self, key: str, /, **arguments: object) -> None: ...


class MenuBar(QMenuBar):
    """Five menus, filled when they open. Hidden, it comes back for one use with Alt or F10."""

    def __init__(self, window: QWidget, frame: MenuFrame) -> None:
        super().__init__(window)
        self._window, self._frame = window, frame
        self.kept = True  # whether it stands there always
        self._focus: QWidget | None = None  # what had the focus before the menu took it
        self.menus: dict[Menu, QMenu] = {}
        for menu, title in MENUS.items():
            opened = self.menus[menu] = self.addMenu(_(title))
            opened.aboutToShow.connect(lambda menu=menu: self.fill(menu))
            opened.aboutToHide.connect(self._tuck_away_soon)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def keep(self, on: bool) -> None:
        """Let it stand there always, or only when it is called."""
        self.kept = on
        self.setVisible(on)

    def call(self) -> None:
        """Show it, with the first menu chosen, as the keys of menus do."""
        self.show()
        self.setFocus()
        self.setActiveAction(self.actions()[0])

    @property
    def _at_work(self) -> QWidget | None:
        """What had the focus before the menu took it, if it is still there: a page may have gone with it."""
        return next((shown for shown in self._window.findChildren(QWidget) if shown is self._focus), None)

    def _copying(self, listed: ListedDeed) -> tuple[Callable[[], object], bool] | None:
        """What the keys of copying do where nobody types, and whether they would do anything."""
        focus, view = self._at_work, self._frame.view
        if view is None or listed not in (deeds.COPY, deeds.SELECT_ALL):
            return None
        copies = listed is deeds.COPY
        if isinstance(focus, RowTable) and focus.isVisible():
            return (focus.copy_wanted.emit, bool(focus.selected())) if copies else (focus.selectAll, True)
        if isinstance(focus, PageCanvas) and focus.isVisible():
            return (focus.copy, bool(focus.selected_text)) if copies else (focus.select_page, True)
        page = view.page
        words = selected_words(page)
        return (lambda: copy_words(page), bool(words)) if copies else (lambda: select_words(page), True)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and self._window.isAncestorOf(now):
            self._focus = now

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tuck_away_soon()

    def _tuck_away_soon(self) -> None:
        if not self.kept:
            QTimer.singleShot(0, self, self._tuck_away)

    def _tuck_away(self) -> None:
        opened = any(menu.isVisible() for menu in self.menus.values())
        if not (self.kept or opened or self.hasFocus()):
            self.hide()

    # What stands in a menu

    def fill(self, menu: Menu) -> None:
        """Put into a menu what can be done here, each under a letter of its own."""
        opened, letters = self.menus[menu], Letters("")
        opened.clear()
        settle_undo_keys(self._window)
        for listed in (listed for listed in DEEDS if listed.menu == menu and listed not in KEYS_ONLY):
            self._add_listed(opened, letters, listed)
        if menu == Menu.VIEW:
            self._add_places(opened, letters)
        if menu == Menu.CASE:
            self._add_buttons(opened, letters)

    def _add_listed(self, opened: QMenu, letters: Letters, listed: ListedDeed) -> None:
        bound = self._bound(listed)
        deed, ready = _deed_of(bound), bound is not None and bound.can_act
        words = bound.words() if bound is not None else _(listed.words)
        focus = self._at_work
        box = focus if isinstance(focus, TEXT_BOXES) and focus.isVisible() else None
        if (copying := self._copying(listed)) is not None:
            deed, ready = copying
        if box is not None and listed in TEXT_DEEDS and TEXT_DEEDS[listed][1](box):  # as the key does in a field
            act, _possible = TEXT_DEEDS[listed]
            deed, ready = partial(act, box), True
            words = _(TYPED_WORDS[listed]) if listed in TYPED_WORDS else _(listed.words)
        if bound is None and not listed.everywhere:
            return
        if listed in RULED and opened.actions():
            opened.addSeparator()
        action = self._add(opened, letters.mark(words), key_words(listed), deed)
        action.setEnabled(ready)
        if listed is deeds.MENU_BAR:
            action.setCheckable(True)
            action.setChecked(self.kept)

    def _add_places(self, opened: QMenu, letters: Letters) -> None:
        opened.addSeparator()
        here = self._frame.places[self._frame.here] if self._frame.here else None
        marked = (here.under or here.key) if here is not None else ""
        for number, (key, entry) in enumerate(self._frame.rail.entries.items(), 1):
            keys = f"Ctrl+{number}" if number < 10 else ""
            action = self._add(opened, letters.mark(entry.title), keys, partial(self._frame.go, key))
            action.setCheckable(True)
            action.setChecked(key == marked)

    def _add_buttons(self, opened: QMenu, letters: Letters) -> None:
        """What the page's own buttons do: first the filled one."""
        view = self._frame.view
        if view is None:
            return
        first = opened.actions()[0] if opened.actions() else None
        main, listed = view.page.main_button, {_spoken(action.text().split("\t")[0]) for action in opened.actions()}
        for button in ([main] if main is not None else []) + [b for b in view.page.bar.buttons if b is not main]:
            words = _spoken(button.text())
            if words in listed:  # with its key, further down
                continue
            keys = key_words(deeds.CONTINUE) if button is main else ""
            action = QAction(f"{letters.mark(words)}\t{keys}" if keys else letters.mark(words), opened)
            action.triggered.connect(button.click)
            action.setEnabled(button.isEnabled())
            opened.insertAction(first, action) if first is not None else opened.addAction(action)
        if first is not None and opened.actions()[0] is not first:
            opened.insertSeparator(first)
        if not opened.actions():
            self._add(opened, _("Nothing more can be done on this page."), "", lambda: None).setEnabled(False)

    @staticmethod
    def _add(opened: QMenu, words: str, keys: str, deed: Callable[[], object]) -> QAction:
        action = opened.addAction(f"{words}\t{keys}" if keys else words)
        action.triggered.connect(lambda _on=False: deed())
        return action

    def _bound(self, listed: ListedDeed) -> DeedKeys | None:
        """The binding of a deed on what is shown: the one around the focus, else one that can act, else any."""
        shown = [keys for keys in self._window.findChildren(DeedKeys) if keys.listed == listed and self._shows(keys)]
        focus = self._at_work
        around = [keys for keys in shown if focus is not None and keys.owner.isAncestorOf(focus)]
        able = [keys for keys in shown if keys.can_act]
        near = [keys for keys in around if keys.can_act and keys.owner is not self._window]
        return next(iter((*near, *able, *shown)), None)

    def _shows(self, keys: DeedKeys) -> bool:
        return keys.owner is self._window or keys.owner.isVisible()


def _spoken(marked: str) -> str:
    """The words of a button or an entry, without the mark of its letter."""
    return marked.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _deed_of(bound: DeedKeys | None) -> Callable[[], object]:
    return bound.deed if bound is not None else lambda: None


# --- in text fields, which bind these keys themselves


def _selected(box: TextBox) -> bool:
    return box.hasSelectedText() if isinstance(box, QLineEdit) else box.textCursor().hasSelection()


def _text(box: TextBox) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


def _can_undo(box: TextBox) -> bool:
    return box.isUndoAvailable() if isinstance(box, QLineEdit) else box.document().isUndoAvailable()


def _can_redo(box: TextBox) -> bool:
    return box.isRedoAvailable() if isinstance(box, QLineEdit) else box.document().isRedoAvailable()


def _can_paste(box: TextBox) -> bool:
    return not box.isReadOnly() and bool(QGuiApplication.clipboard().text())


TEXT_DEEDS: dict[ListedDeed, tuple[Callable[[TextBox], object], Callable[[TextBox], bool]]] = {
    deeds.UNDO: (lambda box: box.undo(), lambda box: not box.isReadOnly() and _can_undo(box)),
    deeds.REDO: (lambda box: box.redo(), lambda box: not box.isReadOnly() and _can_redo(box)),
    deeds.CUT: (lambda box: box.cut(), lambda box: not box.isReadOnly() and _selected(box)),
    deeds.COPY: (lambda box: box.copy(), _selected),
    deeds.PASTE: (lambda box: box.paste(), _can_paste),
    deeds.SELECT_ALL: (lambda box: box.selectAll(), lambda box: bool(_text(box))),
}


TYPED_WORDS = {deeds.UNDO: N_("Undo: typing"), deeds.REDO: N_("Redo: typing")}
