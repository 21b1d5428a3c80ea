"""The main window: rail, search, history, page, status; the frame that never moves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QWidget,
)

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _, speak
from desktop.presenters.presenter import Asker
from desktop.ui.asking import Boxes
from desktop.ui.icons import icon
from desktop.ui.keyboard import announce, digit_shortcut, shortcut, tab_on
from desktop.ui.navigation import Place, Places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import NARROW, Theme, look, note_font, px, room_for, strong_font
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Message, Text, column, emptied, icon_button, line, literal

if TYPE_CHECKING:
    from desktop.office import Office

LEAST = QSize(900, 460)
USUAL = QSize(1280, 800)
PAUSE = 400  # ms from a change until the badges are counted again
SAID, SAID_NARROW = 26, 12  # em: what work under way says in the status bar


# --- The rail ----------------------------------------------------------------------------------------------------


class RailEntry(QAbstractButton):
    """One place: icon, word, and how much waits there for the reader."""

    def __init__(self, drawing: str, title: str) -> None:
        super().__init__()
        self.drawing, self.title, self.count, self.narrow = drawing, title, 0, False
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(px(40))
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show a badge, or none for 0."""
        self.count = count
        name = _("{place}: {count} waiting for you").format(place=self.title, count=count) if count else self.title
        self.setAccessibleName(name)
        self.setToolTip(name if self.narrow else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon only; the name stays for those who hover or listen."""
        self.narrow = narrow
        self.show_count(self.count)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(strong_font()).horizontalAdvance(self.title)
        return QSize(px(56) if self.narrow else px(52) + words + px(44), px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter, box = look().tokens, QPainter(self), self.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.fillRect(box, QColor(tokens.selected if self.isChecked() else tokens.hover))
        if self.isChecked():
            painter.fillRect(QRect(0, 0, px(3), box.height()), QColor(tokens.accent))
        side = px(20)
        left = (box.width() - side) // 2 if self.narrow else px(18)
        ink = tokens.accent if self.isChecked() else tokens.quiet
        icon(self.drawing, ink).paint(painter, QRect(left, (box.height() - side) // 2, side, side))
        if not self.narrow:
            painter.setFont(strong_font() if self.isChecked() else self.font())
            painter.setPen(QColor(tokens.text))
            painter.drawText(box.adjusted(px(50), 0, -px(8), 0), Qt.AlignmentFlag.AlignVCenter, self.title)
        if self.count:
            self._badge(painter, box)
        if self.hasFocus():
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
            painter.drawRect(box.adjusted(2, 2, -3, -3))
        painter.end()

    def _badge(self, painter: QPainter, box: QRect) -> None:
        tokens, words = look().tokens, str(self.count) if self.count < 100 else "99+"
        painter.setFont(note_font())
        high = px(18)
        wide = max(QFontMetrics(note_font()).horizontalAdvance(words) + px(10), high)
        spot = QRect(box.right() - wide - px(12), (box.height() - high) // 2, wide, high)
        if self.narrow:
            spot = QRect(box.width() // 2 + px(4), px(2), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(spot, high / 2, high / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QWidget):
    """The places, one below the other; the last ones stay at the bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = column(self, 0)
        self._layout.setContentsMargins(0, px(12), 1, px(12))
        self.entries: dict[str, RailEntry] = {}
        self._group = QButtonGroup(self)

    def fill(self, places: Sequence[Place], go: Callable[[str], None]) -> None:
        """Show these places."""
        emptied(self._layout)
        self.entries = {}
        for place in places:
            entry = RailEntry(place.icon, place.title())
            entry.clicked.connect(lambda _on=False, key=place.key: go(key))
            self._group.addButton(entry)
            self.entries[place.key] = entry
            self._layout.addWidget(entry)
        self._layout.addStretch(1)
        self.setAccessibleName(_("Places"))

    def mark(self, key: str) -> None:
        """Show where we are."""
        if key in self.entries:
            self.entries[key].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        for entry in self.entries.values():
            entry.set_narrow(narrow)
        wide = max((entry.sizeHint().width() for entry in self.entries.values()), default=px(56))
        self.setFixedWidth(wide + 1)


# --- Top and status ----------------------------------------------------------------------------------------------


class TopBar(QWidget):
    """Back, forward, one search box, and New."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = line(self, 8)
        layout.setContentsMargins(px(14), px(8), px(24), px(9))
        self.back, self.forward = icon_button("back", _("Back")), icon_button("forward", _("Forward"))
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(False)
        self.search.addAction(icon("search", look().tokens.quiet), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(look().em(44))
        self.person = Button("", kind="status", drawing="user")
        self.new = Button(_("New"), kind="outlined", drawing="add")
        layout.addWidget(self.back)
        layout.addWidget(self.forward)
        layout.addWidget(self.search, 4)
        layout.addStretch(1)
        layout.addWidget(self.person)
        layout.addWidget(self.new)
        words = _("Search a partner, an agreement, a person…")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.search.setToolTip("Ctrl+F")
        self.new.setToolTip("Ctrl+N")

    def say_who(self, name: str) -> None:
        """Show who works here; a click lets somebody else."""
        self.person.setText(literal(name))
        self.person.setVisible(bool(name))
        self.person.setToolTip(_("Lock the window, or let somebody else work (Ctrl+L)"))
        self.person.setAccessibleDescription(self.person.toolTip())


@dataclass(frozen=True)
class Status:
    """One chip of the status bar: `text` when there is room, `short` when not, `full` for hovering and listening."""

    key: str
    text: str
    short: str
    full: str
    drawing: str
    place: str = ""  # where a click goes
    arguments: dict[str, Any] = field(default_factory=dict)
    tone: str = ""  # "warn" when it wants attention


class StatusBar(QWidget):
    """Is my work safe, sent and checked? At most four chips; what has no room is under “more”."""

    def __init__(self, go: Callable[..., None]) -> None:
        super().__init__()
        self._go = go
        self._shown: tuple[Status, ...] = ()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = line(self, 8)
        self._layout.setContentsMargins(px(10), px(3), px(10), px(3))
        self._narrow = False
        self._under_way: Progress | None = None
        self._build_work()

    def _build_work(self) -> None:
        self.work = QWidget()
        row = line(self.work, 8)
        self.work_text, self.work_bar, self.stop = (
            Text(role="note", measure=0),
            QProgressBar(),
            Button("", self._stop, "status"),
        )
        self.work_text.setWordWrap(False)
        self.work_bar.setTextVisible(False)
        self.work_bar.setFixedSize(px(120), px(4))
        for part in (self.work_text, self.work_bar, self.stop):
            row.addWidget(part)
        self.work.hide()

    def show_status(self, chips: Sequence[Status], narrow: bool) -> None:
        """Show these chips."""
        self._shown, self._narrow = tuple(chips), narrow
        self.work.setParent(None)
        emptied(self._layout)
        for chip in self._visible():
            self._layout.addWidget(self._button(chip))
        if len(self._visible()) < len(chips):
            self._layout.addWidget(icon_button("more", _("More about the state of the work"), self._more))
        self._layout.addStretch(1)
        self._layout.addWidget(self.work)

    def _visible(self) -> tuple[Status, ...]:
        if not self._narrow or len(self._shown) < 3:
            return self._shown
        return (self._shown[0], self._shown[-1])

    def _button(self, chip: Status) -> Button:
        text = chip.short if self._narrow else chip.text
        button = Button(text, lambda: self._open(chip), "status", chip.drawing, chip.full)
        button.setIconSize(QSize(px(15), px(15)))
        button.setProperty("tone", chip.tone)
        return button

    def _open(self, chip: Status) -> None:
        if chip.place:
            self._go(chip.place, **chip.arguments)

    def _more(self) -> None:
        menu = QMenu(self)
        for chip in self._shown:
            menu.addAction(icon(chip.drawing), chip.full).triggered.connect(lambda _on=False, one=chip: self._open(one))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size = menu.sizeHint()
        menu.popup(self.mapToGlobal(QPoint(max(self.width() - size.width() - px(8), 0), -size.height())))

    def begin(self, what: str, progress: Progress) -> None:
        """Show work under way, with its Stop."""
        self._tell(what)
        self.work_bar.setRange(0, 0)
        self.stop.setText(_("Stop"))
        self.stop.setAccessibleName(_("Stop: {what}").format(what=what))
        self._under_way = progress
        self.work.show()

    def advance(self, done: int, total: int, text: str) -> None:
        """Show how far the work is."""
        self.work_bar.setRange(0, total)
        self.work_bar.setValue(done)
        if text:
            self._tell(text)

    def _tell(self, text: str) -> None:
        """What is being done, in one line beside the chips."""
        room = look().em(SAID_NARROW if self._narrow else SAID)
        self.work_text.set(self.work_text.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.work_text.setToolTip(text)

    def end(self) -> None:
        """No more work."""
        self._under_way = None
        self.work.hide()

    def _stop(self) -> None:
        if self._under_way is not None:
            self._under_way.stop()


# --- The window --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Visit:
    key: str
    arguments: dict[str, Any]


def geometry_text(window: QMainWindow) -> str:
    """Size and place of a window, for the settings."""
    return bytes(window.saveGeometry().toBase64().data()).decode()


def restore_geometry(window: QMainWindow, text: str) -> None:
    """Give a window the size and place kept in the settings, never larger than the screen."""
    window.restoreGeometry(QByteArray.fromBase64(text.encode()))
    window.resize(window.size().boundedTo(room_for(window)))


def fit_screen(window: QMainWindow) -> None:
    """Give a window its usual size, or what its screen has room for."""
    room = room_for(window)
    window.setMinimumSize(LEAST.boundedTo(room))
    window.resize(USUAL.boundedTo(room))


class Window(QMainWindow):
    """Shows places. `go` is how everybody moves; `status` and the hooks are set by whoever starts the program."""

    stale = Signal(object)  # kinds of record that changed, from whatever thread committed
    arrived = Signal(str)
    searched = Signal(str)  # Return in the search box
    new_wanted = Signal()
    person_wanted = Signal()  # another one, to work here
    help_wanted = Signal(str)  # the place

    def __init__(
        self, office: "Office", places: Places, tasks: Tasks, theme: Theme, asker: Asker | None = None
    ) -> None:
        super().__init__()
        self.office, self.places, self.tasks, self.theme = office, places, tasks, theme
        self.asker: Asker = asker or Boxes(self)
        self.view: View[Any] | None = None
        self.lock_screen: View[Any] | None = None
        self._visits: list[_Visit] = []
        self._at, self._narrow = -1, False
        self._chips: tuple[Status, ...] = ()
        self._banner: Callable[[], str] = _nothing
        self._badges_soon = QTimer(self, singleShot=True, interval=PAUSE)  # once for many changes
        self._badges_soon.timeout.connect(self.show_badges)
        self.setWindowTitle("Passerelle")
        self._frame()
        _install_keys(self)
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
        whole = QWidget()
        outer, across = column(whole, 0), line(gap=0)
        self.rail, self.top, self.status = Rail(), TopBar(), StatusBar(self.go)
        right = column(gap=0)
        self._place = column(gap=0)
        right.addWidget(self.top)
        right.addLayout(self._place, 1)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self.banner = Text(self._banner(), "banner", measure=0)
        outer.addWidget(self.banner)
        outer.addLayout(across, 1)
        outer.addWidget(self.status)
        whole.setProperty("role", "framed" if self._banner() else "")
        whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layers.addWidget(whole)
        self.setCentralWidget(base)
        self.setStyleSheet(self.theme.sheet)
        self.rail.fill(list(self.places.rail(self.office)), self.go)
        self.top.back.clicked.connect(self.back)
        self.top.forward.clicked.connect(self.forward)
        self.top.new.clicked.connect(self.new_wanted)
        self.top.say_who(self.office.user.name if self.office else "")
        self.top.person.clicked.connect(self.person_wanted)
        self.top.search.returnPressed.connect(lambda: self.searched.emit(self.top.search.text()))
        self._show_narrow()

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
        self._visits = [*self._visits[: self._at + 1], _Visit(key, dict(arguments))]
        self._at = len(self._visits) - 1
        self._show()

    def back(self) -> None:
        """The place before."""
        if self._at > 0:
            self._at -= 1
            self._show()

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
        presenter = place.presenter(self.office, self.tasks, **visit.arguments)
        presenter.open_place, presenter.asker = self.go, self.asker
        self._put(place.view(presenter))
        self.rail.mark(place.under or place.key)
        self.setWindowTitle(f"{place.title()} – Passerelle")
        announce(self, place.title())
        self.arrived.emit(place.key)

    def _put(self, view: View[Any]) -> None:
        before, self.view = self.view, view
        self._place.addWidget(view)
        view.focus_first()
        if before is not None:
            self._drop(before)
        self.top.back.setEnabled(self._at > 0)
        self.top.forward.setEnabled(self._at < len(self._visits) - 1)

    def _drop(self, view: View[Any]) -> None:
        view.presenter.leave()
        view.presenter.changed = _forgotten
        view.hide()
        view.deleteLater()

    def rebuild(self) -> None:
        """Make everything again, in the language and look of now; the page keeps its presenter."""
        kept, marked = self.view, self.places[self.here] if self._visits else None
        presenter = kept.presenter if kept else None
        typed, screen = self.top.search.text(), self.lock_screen
        if screen is not None:
            screen.setParent(None)
        if kept is not None:
            focus = self.focusWidget()
            if focus is not None and kept.isAncestorOf(focus):
                focus.clearFocus()
            kept.deleteLater()
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
        self._badges_soon.start()
        if self.view is not None and kinds & self.view.presenter.shows:
            self.view.presenter.refresh()

    def show_badges(self) -> None:
        """Count again what waits for the reader."""
        for key, entry in self.rail.entries.items():
            counted = self.places[key].badge
            entry.show_count(counted(self.office) if counted else 0)

    def show_status(self, chips: Sequence[Status]) -> None:
        """Show the state of the work, the safest first: to send, lists, backup, saved."""
        self._chips = tuple(chips)
        self.status.show_status(self._chips, self._narrow)

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

    def focus_search(self) -> None:
        """Into the search box."""
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def save_now(self) -> None:
        """Keep what is being typed, and say so: everything else is saved already."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
            focus.setFocus()
        announce(self, _("Saved."))

    def show_keys(self) -> None:
        """The sheet of keys."""
        if self.view is not None:
            text = "\n".join(f"{keys}   {what}" for keys, what in _sheet_of_keys())
            self.view.page.show_message(Message("info", _("Keys"), text), "keys")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self.lock_screen or self.view
        if event.key() == Qt.Key.Key_Escape and shown is not None and shown.page.close_one_message():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            _press_main(shown)
            return
        here = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(here, QPushButton | RailEntry):
            here.click()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.lock_screen is not None:
            _press_main(shown)  # there is one thing to do there
            return
        super().keyPressEvent(event)

    def show_banner(self, text: Callable[[], str]) -> None:
        """Say above every page, and by a frame, what kind of office this is; nothing for an ordinary one."""
        self._banner = text
        self.rebuild()

    # Locking

    def lock(self, screen: View[Any]) -> None:
        """Cover everything; what was being typed stays where it is. No key reaches what is covered."""
        self.unlock()
        for box in self.findChildren(QDialog):
            box.reject()
        _set_keys(self, False)
        self.lock_screen = screen
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
            _set_keys(self, True)
            if self._visits:
                self.setWindowTitle(f"{self.places[self.here].title()} – Passerelle")

    # Size

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tab_on(self, forward) or super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow != self._is_narrow():
            self._show_narrow()

    def _is_narrow(self) -> bool:
        return self.width() < look().em(NARROW)

    def _show_narrow(self) -> None:
        self._narrow = self._is_narrow()
        self.rail.set_narrow(self._narrow)
        self.status.show_status(self._chips, self._narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.view is not None:
            self._drop(self.view)
            self.view = None
        super().closeEvent(event)


def _press_main(view: View[Any] | None) -> None:
    if view is not None and (main := view.page.main_button) is not None:
        main.setFocus()
        main.click()


def _nothing() -> str:
    """No banner."""
    return ""


def _forgotten() -> None:
    """The presenter of a view that is gone has nobody to tell."""


def _sheet_of_keys() -> list[tuple[str, str]]:
    return [
        ("Ctrl+1 … 9", _("Go to a place of the rail")),
        ("Ctrl+F, F6", _("Search")),
        ("Ctrl+N", _("New")),
        ("Ctrl+S", _("Save now")),
        ("Ctrl+" + _("Enter"), _("Continue")),
        ("Alt+← →", _("Back and forward")),
        ("Ctrl+L", _("Lock the window")),
        ("F1, Ctrl+F1", _("Keys")),
        ("F5", _("Read again")),
        ("Ctrl+" + _("Shift") + "+↑ ↓", _("Larger and smaller text")),
        (_("Esc"), _("Close a message or a box")),
    ]


def _set_keys(window: QWidget, on: bool) -> None:
    for keys in window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
        keys.setEnabled(on)


def _install_keys(window: Window) -> None:
    for digit in range(1, 10):
        digit_shortcut(window, digit, partial(window._go_nth, digit))
    for keys, deed in (
        ("Ctrl+F", window.focus_search),
        ("F6", window.focus_search),
        ("Ctrl+N", window.new_wanted.emit),
        ("Alt+Left", window.back),
        ("Alt+Right", window.forward),
        ("F1", lambda: window.help_wanted.emit(window.here)),
        ("Ctrl+F1", window.show_keys),
        ("F5", window.refresh),
        ("Ctrl+S", window.save_now),
        ("Ctrl+Shift+Up", lambda: window.theme.step(1)),
        ("Ctrl+Shift+Down", lambda: window.theme.step(-1)),
    ):
        shortcut(window, keys, deed)
