"""The main window: rail, search, history, page, status; the frame that never moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import PySide6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, qVersion
from PySide6.QtGui import (
    QCloseEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedLayout, QWidget

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _, speak
from desktop.presenters.office.about import about
from desktop.presenters.office.settings import UnsavedSettings
from desktop.presenters.presenter import Asker, Printers
from desktop.presenters.status import StatusChip
from desktop.services.office.list_choices import RecordTrail
from desktop.services.office.rights import Right, may
from desktop.ui import deeds
from desktop.ui.asking import Boxes
from desktop.ui.frame.banner import Banner, BannerLine, BannerWords
from desktop.ui.frame.bars import StatusBar, TopBar
from desktop.ui.frame.dropping import drag_of_files, files_of, is_over_own_field, open_file, take_files
from desktop.ui.frame.help_panel import HelpPanel
from desktop.ui.frame.menus import MenuBar
from desktop.ui.frame.rail import Rail
from desktop.ui.frame.second_click import SecondClick
from desktop.ui.frame.sheets import about_sheet, sheet_of_keys
from desktop.ui.frame.sizes import fit_screen
from desktop.ui.keyboard import (
    DeedKeys,
    announce,
    bring_into_sight,
    digit_shortcut,
    lost_focus,
    presses,
    shortcut,
    tab_on,
)
from desktop.ui.navigation import Badge, Places
from desktop.ui.printing import PrinterDesk
from desktop.ui.tasks import Tasks
from desktop.ui.theme import LOW, NARROW, SIZES, TIGHT, Theme, look, px
from desktop.ui.views.view import View
from desktop.ui.widgets import Message, column, line, set_shown
from desktop.ui.widgets.copying import take_key

if TYPE_CHECKING:
    from desktop.office import Office
    from desktop.ui.frame.search_popup import SearchPopup

HELP_BESIDE = 88  # em: the narrowest window with room for the help beside its page
PAUSE = 400  # ms from a change until badges and chips are counted again


@dataclass(frozen=True)
class _Visit:
    key: str
    arguments: dict[str, Any]
    trail: RecordTrail | None = None  # the list from which its record was opened


class Window(QMainWindow):
    """Shows places. `go` is how everybody moves; `status` and the hooks are set by whoever starts the program."""

    typed = Signal()  # what is typed on a page and not saved was written down
    stale = Signal(object)  # kinds of record that changed, from whatever thread committed
    arrived = Signal(str)
    searched = Signal(str)  # Return in the search box
    new_wanted = Signal()
    person_wanted = Signal()  # another one, to work here
    backup_wanted = Signal()
    menu_bar_turned = Signal(bool)  # whether it stands there from now on

    def __init__(
        self, office: "Office", places: Places, tasks: Tasks, theme: Theme, asker: Asker | None = None
    ) -> None:
        super().__init__()
        self.office, self.places, self.tasks, self.theme = office, places, tasks, theme
        self.asker: Asker = asker or Boxes(self)
        self.printers: Printers = PrinterDesk(self, tasks, UnsavedSettings())
        self.view: View[Any] | None = None
        self.lock_screen: View[Any] | None = None
        self._file_asked_for: Path | None = None  # by the system, while the window was locked
        self._visits: list[_Visit] = []
        self._at = -1
        self._narrow, self._low, self._tight = False, False, False
        self._menus_stand, self._alt_alone = True, False
        self._second = SecondClick()
        self._helped: QWidget | None = None  # what had the focus when the help was asked for
        self._chips: tuple[StatusChip, ...] = ()
        self._counts: dict[str, int] = {}  # what waits for the reader, by place
        self._counting = False
        self._banner: BannerWords = Banner
        self._badges_soon = QTimer(self, singleShot=True, interval=PAUSE)  # once for many changes
        self._badges_soon.timeout.connect(self.show_badges)
        self.setWindowTitle("Passerelle")
        self.setAcceptDrops(True)
        self._frame()
        self._install_keys()
        self.stale.connect(self._freshen)
        tasks.started.connect(self._work_began)
        tasks.progressed.connect(self._work_went_on)
        tasks.ended.connect(self._work_ended)
        theme.changed.connect(self.rebuild)
        fit_screen(self)

    # Building

    def _frame(self) -> None:
        """Everything around the page, in the language and look of now."""
        base = QWidget()
        self._layers = QStackedLayout(base)
        self.page_ground = whole = QWidget()  # the frame and the page, over which cards are laid
        outer, across = column(whole, 0), line(gap=0)
        self.rail, self.top, self.status = Rail(), TopBar(), StatusBar(self.go)
        right = column(gap=0)
        self._place = column(gap=0)
        right.addWidget(self.top)
        right.addLayout(self._place, 1)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self._right, self._across = right, across
        self.help = HelpPanel(self._read_more, self.show_keys, self.close_help)
        across.addWidget(self.help)
        self.banner = BannerLine(self._banner())
        framed = bool(self.banner.shown.words)
        around = px(4 if framed else 0)
        outer.setContentsMargins(around, 0, around, around)
        outer.addWidget(self.banner)
        outer.addLayout(across, 1)
        outer.addWidget(self.status)
        whole.setProperty("role", "framed" if framed else "")
        whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layers.addWidget(whole)
        self.setCentralWidget(base)
        self.menus = MenuBar(self, self)
        self.setMenuBar(self.menus)
        self.top.menu.clicked.connect(self._open_menus)
        self.setStyleSheet(self.theme.sheet)
        self.rail.fill(list(self.places.rail(self.office)), self.go)
        for key, entry in self.rail.entries.items():
            entry.show_count(self._counts.get(key, 0))
        self.top.back.clicked.connect(self.back)
        self.top.forward.clicked.connect(self.forward)
        self.top.new.clicked.connect(self.new_wanted)
        set_shown(self.top.new, self._may_add)
        self.top.say_who(self.office.user.name if self.office else "")
        self.top.person.clicked.connect(self.person_wanted)
        self.top.state.clicked.connect(self.status.open_more)
        self.popup: SearchPopup | None = None
        self.top.search.returnPressed.connect(self._search_all)
        self.top.search.textEdited.connect(self._search_while_typing)
        self._show_narrow()

    @property
    def _may_add(self) -> bool:
        """Whether whoever is at work registers partners; Headquarters and readers do not."""
        return not self.office or may(self.office.user, Right.REGISTER)

    # Moving

    @property
    def here(self) -> str:
        """The key of the place shown."""
        return self._visits[self._at].key if self._visits else ""

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of the place shown."""
        return self._visits[self._at].arguments if self._visits else {}

    def go(self, key: str, /, **arguments: object) -> None:
        """Show a place; raises KeyError for an unknown one."""
        self.places[key]
        if "text" not in arguments:
            self.top.search.clear()  # what was searched there is not searched here
        before = self._visits, self._at
        self._visits = [*self._visits[: self._at + 1], _Visit(key, dict(arguments), self._followed(key, arguments))]
        self._at = len(self._visits) - 1
        try:
            self._show()
        except Problem:  # it is said on the page that is still there
            self._visits, self._at = before
            raise

    def _followed(self, key: str, arguments: object) -> RecordTrail | None:
        """The list whose row leads to this place, when that row was just opened."""
        if not self.office or (trail := self.office.list_choices.trail) is None:
            return None
        self.office.list_choices.trail = None
        return trail if trail.record == (key, arguments) else None

    def walk(self, by: int) -> None:
        """The record of the row before or after, in the list from which the one shown was opened."""
        visit = self._visits[self._at] if self._visits else None
        if visit is None or visit.trail is None or (trail := visit.trail.moved(by)) is None:
            return
        key, arguments = trail.record
        self.office.list_choices.last[trail.name] = trail
        self._visits[self._at] = _Visit(key, dict(arguments), trail)
        try:
            self._show()
        except Problem:  # it is said on the page that is still there
            self._visits[self._at] = visit
            raise

    def _may_walk(self, by: int) -> bool:
        trail = self._visits[self._at].trail if self._visits else None
        return trail is not None and trail.moved(by) is not None

    def _show_walk(self) -> None:
        trail = self._visits[self._at].trail
        if trail is not None and self.view is not None:
            ends = trail.moved(-1) is not None, trail.moved(1) is not None
            self.view.page.show_walk(trail.words, self.walk, *ends)

    def back(self) -> None:
        """The place before."""
        if self._at > 0:
            self._at -= 1
            self._show()
            if self.view is not None:
                self.view.go_on()

    def forward(self) -> None:
        """The place after, when we went back."""
        if self._at < len(self._visits) - 1:
            self._at += 1
            self._show()

    def _go_nth(self, number: int) -> None:
        keys = list(self.rail.entries)
        if number <= len(keys):
            self.go(keys[number - 1])

    def _show(self) -> None:
        visit = self._visits[self._at]
        place = self.places[visit.key]
        if self.view is not None:
            self.view.settle_typing()  # the next page may be about the same, and reads what was typed
        presenter = place.presenter(self.office, self.tasks, **visit.arguments)
        presenter.open_place, presenter.asker, presenter.printers = self.go, self.asker, self.printers
        self._put(place.view(presenter))
        self.rail.mark(place.under or place.key)
        self.setWindowTitle(f"{place.title()} – Passerelle")
        announce(self, place.title())
        if self.help.isVisible():
            self._fill_help(None)
        self.arrived.emit(place.key)

    def _put(self, view: View[Any]) -> None:
        before, self.view = self.view, view
        self._place.addWidget(view)
        view.focus_first()
        self._show_walk()
        if before is not None:
            self._drop(before)
        self.top.back.setEnabled(self._at > 0)
        self.top.forward.setEnabled(self._at < len(self._visits) - 1)

    def _drop(self, view: View[Any]) -> None:
        view.settle_typing()
        view.presenter.leave()
        view.presenter.changed = _forgotten
        view.hide()
        QTimer.singleShot(0, view, view.deleteLater)  # after the next page was painted: a long one takes a while

    def rebuild(self) -> None:
        """Make everything again, in the language and look of now; the page keeps its presenter."""
        view_before, marked = self.view, self.places[self.here] if self._visits else None
        presenter = view_before.presenter if view_before else None
        typed, screen = self.top.search.text(), self.lock_screen
        if screen is not None:
            screen.setParent(None)
        if view_before is not None:
            view_before.settle_typing()
            focus = self.focusWidget()
            if focus is not None and view_before.isAncestorOf(focus):
                focus.clearFocus()
            view_before.deleteLater()
            self.view = None
        self._frame()
        self.top.search.setText(typed)
        self.show_status(self._chips)
        if marked is not None and presenter is not None:
            view = marked.view(presenter)
            presenter.refresh()  # what it had read speaks the language before
            self._put(view)
            self.rail.mark(marked.under or marked.key)
            self.setWindowTitle(f"{marked.title()} – Passerelle")
        if screen is not None:
            self._layers.addWidget(screen)
            self._layers.setCurrentWidget(screen)

    def speak(self, language: str) -> None:
        """Change the language while running."""
        speak(language)
        self.rebuild()

    # What others tell the window

    def refresh(self) -> None:
        """Read everything shown again."""
        self._badges_soon.start()
        if self.view is not None:
            self.view.presenter.refresh()

    def _freshen(self, kinds: frozenset[str]) -> None:
        if any(kinds & badge.kinds for badge in self._badges().values()):
            self._badges_soon.start()
        if self.view is not None and kinds & self.view.presenter.shows:
            self.view.presenter.refresh()

    def _badges(self) -> dict[str, Badge]:
        return {key: badge for key in self.rail.entries if (badge := self.places[key].badge) is not None}

    def show_badges(self) -> None:
        """Count again what waits for the reader, away from the window, and show it when it is known."""
        if self._counting:
            self._badges_soon.start()
            return
        self._counting, office, badges = True, self.office, self._badges()
        self.tasks.quietly(lambda: {key: badge.count(office) for key, badge in badges.items()}, self._show_counts)

    def _show_counts(self, counts: dict[str, int]) -> None:
        self._counting, self._counts = False, counts
        for key, entry in self.rail.entries.items():
            entry.show_count(counts.get(key, 0))

    def show_status(self, chips: Sequence[StatusChip]) -> None:
        """Show the state of the work, the safest first: to send, lists, backup, saved."""
        self._chips = tuple(chips)
        self.status.show_status(self._chips, self._narrow)
        self.status.fold(self._tight, self.top.state)

    def show_saved(self, chip: StatusChip) -> None:
        """Show anew what is said of what is typed here."""
        chips = tuple(chip if shown.key == chip.key else shown for shown in self._chips)
        if chips != self._chips:
            self.show_status(chips)

    # Bound methods, not lambdas: they run on the window's thread whoever emits.

    def _work_began(self, what: str, progress: Progress) -> None:
        self.status.begin(what, progress)

    def _work_went_on(self, done: int, total: int, text: str) -> None:
        self.status.advance(done, total, text)

    def _work_ended(self, progress: Progress) -> None:
        if not self.tasks.waiting:
            self.status.end()

    def show_problem(self, problem: Problem) -> None:
        """Show what the user can act on, on the page shown."""
        if self.view is not None:
            self.view.presenter.refuse(problem)

    def show_message(self, message: Message, key: str = "") -> None:
        """Show a message on the page shown."""
        if self.view is not None:
            self.view.page.show_message(message, key)

    # Keys

    def find_words(self) -> None:
        """Find words: in the document shown, else in the list shown, else among the records."""
        document = self.view.document if self.view is not None else None
        field = self.view.search_field if self.view is not None else None
        if document is not None:
            document.find_words()
        elif field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()
            bring_into_sight(field)
        else:
            self.focus_search()

    def turn_full_screen(self) -> None:
        """Give the whole screen to the document shown, else to the window; or make it a window again."""
        if (document := self.view.document if self.view is not None else None) is not None:
            document.turn_full_screen()
        elif self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _search_while_typing(self, text: str) -> None:
        """Show the likeliest hits below the box."""
        if not self.office:
            return
        if self.popup is None:
            from desktop.presenters.search import SearchPresenter
            from desktop.ui.frame.search_popup import SearchPopup

            def presenter() -> SearchPresenter:
                looking = SearchPresenter(self.office, self.tasks)
                looking.open_place = self.go
                return looking

            self.popup = SearchPopup(self.top.search, self.page_ground, presenter)
        self.popup.type(text)

    def _search_all(self) -> None:
        """The page of all hits."""
        if self.popup is not None:
            self.popup.hide()
        self.searched.emit(self.top.search.text())

    def focus_search(self) -> None:
        """Into the search box."""
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def save_now(self) -> None:
        """Record what is being typed, or keep it as a draft where a form has a button of its own; say which."""
        self.tell_typing()
        if self.office:
            self.office.unsaved.write()
        announce(self, _("Kept as a draft on this computer; not saved yet.") if self.holds_unsaved else _("Saved."))

    def tell_typing(self) -> None:
        """Tell what is being typed, and have it written away from the window: whatever comes next does not wait."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
            focus.setFocus()
        if self.view is not None:
            self.view.settle_typing()

    @property
    def holds_unsaved(self) -> bool:
        """Whether something is typed on the page shown that is not saved yet."""
        return self.view is not None and bool(self.view.presenter.holds_unsaved)

    def show_keys(self) -> None:
        """The sheet of keys."""
        sheet_of_keys(self).open()

    def show_about(self) -> None:
        """What this program is; the definitions are read away from the window."""
        parts = {"Qt": qVersion(), "PySide": PySide6.__version__}
        office = self.office
        self.tasks.quietly(lambda: about(office, parts), lambda lines: about_sheet(self, lines).open())

    def show_help(self) -> None:
        """What the handbook says of the page and of the field one is in, beside it; or take that away again.

        It has the focus while it is read; who closes it goes on where they were.
        """
        if self.help.isVisible():
            self.close_help()
        elif self.view is not None and self._visits:
            self._helped = self.focusWidget()
            self._fill_help(self._helped)
            self._place_help()
            self.help.show()
            self.help.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_help(self) -> None:
        """Take the help away."""
        had_focus = self.help.isAncestorOf(self.focusWidget() or self)
        self.help.hide()
        if not had_focus or self.view is None:
            return
        before = next(
            (part for part in self.findChildren(QWidget) if part is self._helped), None
        )  # if it is still there
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.focus_first()

    def _fill_help(self, focus: QWidget | None) -> None:
        if self.view is not None:
            own = {keys.listed: None for keys in self.view.findChildren(DeedKeys) if keys.listed.where}
            self.help.show_place(self.here, self.places[self.here].title(), tuple(own), focus)

    def _place_help(self) -> None:
        """Beside the page where there is room, below it where there is not."""
        beside = self.width() >= look().em(HELP_BESIDE)
        (self._across if beside else self._right).addWidget(self.help)
        self.help.stand(beside=beside, room=self.height())

    def _read_more(self, section: str) -> None:
        self.help.hide()
        self.go("handbook", section=section)

    # The menu bar

    def keep_menu_bar(self, on: bool) -> None:
        """Let the menu bar stand there, or come only when it is called, as in every window without room for it."""
        self._menus_stand = on
        self._show_menus()

    def _show_menus(self) -> None:
        on = self._menus_stand and not self._tight
        self.menus.keep(on and self.lock_screen is None)
        self.top.menu.setVisible(not on)

    def _open_menus(self) -> None:
        """Show the bar that was turned off; the one that has no room comes for one use."""
        if self._menus_stand:
            self.call_menu_bar()
        else:
            self.turn_menu_bar()

    def turn_menu_bar(self) -> None:
        """Show the menu bar when it is hidden, hide it when it stands there; that is remembered."""
        self.keep_menu_bar(not self._menus_stand)
        self.menu_bar_turned.emit(self._menus_stand)

    def call_menu_bar(self) -> None:
        """Open the menu by its key, also when the bar is hidden."""
        if self.lock_screen is None:
            self.menus.call()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Alt, pressed and let go alone, calls a hidden menu bar; one that stands there hears it itself."""
        if event.key() == Qt.Key.Key_Alt and self._alt_alone and not self.menus.isVisible():
            self.call_menu_bar()
        self._alt_alone = False
        super().keyReleaseEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The buttons of a mouse that go back and forward, wherever it points; files, wherever they are dragged."""
        if (drag := drag_of_files(event)) is not None:
            return self._dragged(drag)
        if isinstance(event, QMouseEvent) and self._second.swallows(event, self.view):
            return True
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            moves = {Qt.MouseButton.BackButton: self.back, Qt.MouseButton.ForwardButton: self.forward}
            if event.button() in moves and self.lock_screen is None:
                moves[event.button()]()
                return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (handle := self.windowHandle()) is not None:
            handle.installEventFilter(self)  # once, however often it is shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._alt_alone = event.key() == Qt.Key.Key_Alt
        shown = self.lock_screen or self.view
        if event.key() == Qt.Key.Key_Escape and self._closed_by_escape(shown):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._press_main(shown)
            return
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and presses(focus):
            focus.click()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.lock_screen is not None:
            self._press_main(shown)  # there is one thing to do there
            return
        if shown is not None and take_key(shown.page, event):
            return
        super().keyPressEvent(event)

    def _closed_by_escape(self, shown: View[Any] | None) -> bool:
        """Close the help that is read, else a message, else the help."""
        reads = self.lock_screen is None and self.help.isVisible()
        if reads and self.help.isAncestorOf(self.focusWidget() or self):
            self.close_help()
        elif shown is None or not shown.page.close_one_message():
            if reads:
                self.close_help()
            return reads
        return True

    def _press_main(self, view: View[Any] | None) -> None:
        if view is not None and (main := view.page.main_button) is not None:
            main.setFocus()
            main.click()

    def _install_keys(self) -> None:
        for digit in range(1, 10):
            digit_shortcut(self, deeds.PLACE, digit, partial(self._go_nth, digit))
        for listed, deed in (
            (deeds.SEARCH, self.find_words),
            (deeds.SEARCH_BOX, self.focus_search),
            (deeds.LOOK_UP, lambda: self.go("look_up")),
            *([(deeds.ADD_PARTNER, self.new_wanted.emit)] if self._may_add else []),
            (deeds.SAVE, self.save_now),
            (deeds.BACK_UP, self.backup_wanted.emit),
            (deeds.BACKUPS, lambda: self.go("backups")),
            (deeds.LOCK, self.person_wanted.emit),
            (deeds.CLOSE, self.close),
            (deeds.QUIT, self.close),
            (deeds.REFRESH, self.refresh),
            (deeds.FULL_SCREEN, self.turn_full_screen),
            (deeds.MENU_BAR, self.turn_menu_bar),
            (deeds.OPEN_MENU, self.call_menu_bar),
            (deeds.HELP, self.show_help),
            (deeds.HANDBOOK, lambda: self.go("handbook")),
            (deeds.KEYS, self.show_keys),
            (deeds.REFERENCES, lambda: self.go("references")),
            (deeds.ABOUT, self.show_about),
        ):
            shortcut(self, listed, deed)
        for listed, move, ready in (
            (deeds.BACK, self.back, lambda: self._at > 0),
            (deeds.FORWARD, self.forward, lambda: self._at < len(self._visits) - 1),
            (deeds.PREVIOUS_RECORD, partial(self.walk, -1), partial(self._may_walk, -1)),
            (deeds.NEXT_RECORD, partial(self.walk, 1), partial(self._may_walk, 1)),
            (deeds.LARGER, lambda: self.theme.step(1), lambda: self.theme.size < SIZES[-1]),
            (deeds.SMALLER, lambda: self.theme.step(-1), lambda: self.theme.size > SIZES[0]),
        ):
            shortcut(self, listed, move, ready=ready)

    def _set_keys(self, on: bool) -> None:
        for keys in self.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            keys.setEnabled(on)

    # The banner

    def show_banner(self, words: BannerWords) -> None:
        """Say above every page, and by a frame, what kind of office this is; nothing for an ordinary one."""
        self._banner = words
        self.rebuild()

    # Locking

    def lock(self, screen: View[Any]) -> None:
        """Cover everything; what was being typed stays where it is. No key reaches what is covered."""
        self.unlock()
        for box in self.findChildren(QDialog):
            box.reject()
        self._set_keys(False)
        self.lock_screen = screen
        self.menus.keep(False)
        self._layers.addWidget(screen)
        self._layers.setCurrentWidget(screen)
        self.setWindowTitle("Passerelle")
        screen.setFocus()

    def unlock(self) -> None:
        """Show everything again."""
        if self.lock_screen is not None:
            self._layers.setCurrentIndex(0)
            self._layers.removeWidget(self.lock_screen)
            self.lock_screen.deleteLater()
            self.lock_screen = None
            self._show_menus()
            self._set_keys(True)
            if self._visits:
                self.setWindowTitle(f"{self.places[self.here].title()} – Passerelle")
            if (path := self._file_asked_for) is not None:
                self._file_asked_for = None
                QTimer.singleShot(0, self, lambda: open_file(self, path))

    def open_file(self, path: Path) -> None:
        """Lead a file that the system was asked to open to its page; of a locked window, as soon as it is not."""
        if self.lock_screen is None:
            open_file(self, path)
            return
        self._file_asked_for = path
        words = _("“{name}” is opened as soon as the office is open.").format(name=path.name)
        self.lock_screen.page.show_message(Message("info", words), "file")

    # Size

    def focusNextPrevChild(self, forward: bool) -> bool:
        shown, lost = self.lock_screen or self.view, lost_focus(self)
        if lost is not None and shown is not None and shown.isVisible():
            shown.page.go_on_from(lost)
            return True
        return tab_on(self, forward) or super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self._narrow, self._low, self._tight) != self._sizes():
            self._show_narrow()
        if self.help.isVisible():
            self._place_help()

    def _sizes(self) -> tuple[bool, bool, bool]:
        """Whether it is narrow, low, and lower still."""
        em = look().em
        return self.width() < em(NARROW), self.height() < em(LOW), self.height() < em(TIGHT)

    def _show_narrow(self) -> None:
        self._narrow, self._low, self._tight = self._sizes()
        self._show_menus()
        self.top.press_together(self._low)
        self.rail.press_together(self._low)
        self.banner.fit(low=self._low, tight=self._tight)
        self.rail.set_narrow(self._narrow)
        self.show_status(self._chips)

    # Files dropped beside every field for files

    def _dragged(self, event: QDropEvent) -> bool:
        """Whether files were taken here, not by a field for files: a text field never gets their addresses."""
        if self.lock_screen is not None:
            event.ignore()
            return True
        if is_over_own_field(self, event):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            paths = files_of(event.mimeData())
            QTimer.singleShot(0, self, lambda: take_files(self, paths))  # whoever dropped them waits for the answer
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        self._badges_soon.stop()
        if self.view is not None:
            self._drop(self.view)
            self.view = None
        super().closeEvent(event)


def _forgotten() -> None:
    """The presenter of a view that is gone has nobody to tell."""
