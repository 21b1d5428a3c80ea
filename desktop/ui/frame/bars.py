"""What stands above and below the page: search, history and New; the state of the work and what is under way."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QProgressBar, QStyle, QWidget

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.presenters.status import StatusChip
from desktop.ui import deeds
from desktop.ui.deeds import ListedDeed, with_key
from desktop.ui.icons import icon
from desktop.ui.theme import look, px
from desktop.ui.widgets import Button, Text, empty_layout, icon_button, line, literal, restyle

CHIP_KEYS: Mapping[str, ListedDeed] = {"saved": deeds.SAVE}  # what else does its deed
LEAST_BAR = 26  # em: the bar above with drawings alone and a search box of a few words
SAID_LEAST = 8  # em: of what work under way says in the status bar, however narrow that is


class _SearchBox(QLineEdit):
    """A field with a drawing before its words, as large as they are: Qt's own keep 16 pixels at every text size."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextMargins(px(24), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = px(16)
        box = QRect(px(10), (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        direction = self.layoutDirection()
        icon("search", look().tokens.quiet).paint(painter, QStyle.visualRect(direction, self.rect(), box))
        painter.end()


class TopBar(QWidget):
    """Back, forward, one search box, and New."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = layout = line(self, 8)
        self.press_together(False)
        self.menu = icon_button("menu", _("Show the menu bar"), listed=deeds.OPEN_MENU)
        self.menu.hide()
        self.back, self.forward = icon_button("back", _("Back")), icon_button("forward", _("Forward"))
        self.back.says_key(deeds.BACK)
        self.forward.says_key(deeds.FORWARD)
        self.search = _SearchBox()
        self.search.setMaximumWidth(look().em(44))
        self.state = Button("", kind="status", drawing="more")  # the state of the work, in a window without room for it
        self.state.hide()
        self.person = Button("", kind="status", drawing="user")
        self._who, self._new_words = "", _("New partner")
        self.new = Button(self._new_words, kind="outlined", drawing="add", name=self._new_words)
        layout.addWidget(self.menu)
        layout.addWidget(self.back)
        layout.addWidget(self.forward)
        layout.addWidget(self.search, 4)
        layout.addStretch(1)
        layout.addWidget(self.state)
        layout.addWidget(self.person)
        layout.addWidget(self.new)
        words = _("Search everything: a name, a word, a number…")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.search.setToolTip(with_key(words, deeds.SEARCH_BOX))
        self.new.setToolTip(with_key(_("Add a partner"), deeds.ADD_PARTNER))

    def minimumSizeHint(self) -> QSize:
        """Buttons show their drawing alone before the window must become wider."""
        return QSize(look().em(LEAST_BAR), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Fold anew when a part comes or goes, too."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Leave the words of the buttons out where the search box would have no room beside them."""
        words = self.new.fontMetrics().horizontalAdvance(self._new_words)
        words += self.person.fontMetrics().horizontalAdvance(self._who)
        least = self._row.minimumSize().width() + (0 if self.new.text() else words + px(32))  # with air around words
        narrow = least > self.width() or self.width() - words < look().em(LEAST_BAR)
        self.new.setText("" if narrow else self._new_words)
        self.person.setText("" if narrow else literal(self._who))

    def press_together(self, on: bool) -> None:
        """Leave less air above and below where a window is low."""
        self._row.setContentsMargins(px(14), px(1 if on else 8), px(24), px(2 if on else 9))

    def say_who(self, name: str) -> None:
        """Show who works here; a click lets somebody else."""
        self._who = name
        self._fold()
        self.person.setAccessibleName(name)
        self.person.setVisible(bool(name))
        self.person.setToolTip(with_key(_("Lock the window, or let somebody else work"), deeds.LOCK))
        self.person.setAccessibleDescription(self.person.toolTip())


class StatusBar(QWidget):
    """Is my work safe, sent and checked? At most four chips; what has no room is under “more”."""

    def __init__(self, go: Callable[..., None]) -> None:
        super().__init__()
        self._go = go
        self._shown: tuple[StatusChip, ...] | None = None
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = line(self, 8)
        self._layout.setContentsMargins(px(10), px(3), px(10), px(3))
        self._narrow = False
        self._under_way: Progress | None = None
        self._longest = 0  # pixels of the longest line of the work under way
        self._buttons: list[Button] = []
        self._above: Button | None = None  # that of the bar above, where this one has no room
        self._build_work()
        self._rest = Button("", self.open_more, "status", "more")

    def _build_work(self) -> None:
        self.work = QWidget()
        row = line(self.work, 8)
        self.work_text, self.work_bar, self.stop = (
            Text(role="note", measure=0),
            QProgressBar(),
            Button("", self._stop, "status"),
        )
        self.work_text.setWordWrap(False)
        self.work_text.setMinimumWidth(1)  # a long sentence keeps no window wide: it is cut to what there is
        self.work_bar.setTextVisible(False)
        self.work_bar.setFixedSize(px(120), px(4))
        for part in (self.work_text, self.work_bar, self.stop):
            row.addWidget(part)
        self.work.hide()

    def show_status(self, chips: Sequence[StatusChip], narrow: bool) -> None:
        """Show these chips, unless they are the ones shown."""
        if (tuple(chips), narrow) == (self._shown, self._narrow):
            return
        self._shown, self._narrow = tuple(chips), narrow
        for part in (self._rest, self.work):
            part.setParent(None)
        empty_layout(self._layout)
        self._buttons = [self._button(chip) for chip in self._shown]
        for button in (*self._buttons, self._rest):
            self._layout.addWidget(button)
        self._layout.addStretch(1)
        self._layout.addWidget(self.work)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """What it says never makes the window wider: it says less."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Show the chips that have room, and the whole sentence of the work under way, to which they make room."""
        chips = self._shown or ()
        order = sorted(range(len(chips)), key=lambda at: (not chips[at].warns, at not in (0, len(chips) - 1), at))
        visible = order[:2] if self._narrow and len(chips) > 2 else order
        while visible and self._room(visible) < (self._longest if self._under_way is not None else 0):
            visible = visible[:-1]
        for at, button in enumerate(self._buttons):
            button.setVisible(at in visible)
        self._count([chip for at, chip in enumerate(chips) if at not in visible])
        if self._under_way is not None:
            room = max(self._room(visible), look().em(SAID_LEAST))
            words = self.work_text.toolTip()
            self.work_text.set(self.work_text.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))

    def _room(self, visible: Sequence[int]) -> int:
        """Pixels that these chips leave; for the sentence of the work under way, beside its bar and its Stop."""
        beside = [self._buttons[at] for at in visible] + [self._rest] * (len(visible) < len(self._buttons))
        margins, gap = self._layout.contentsMargins(), self._layout.spacing()
        occupied = sum(part.sizeHint().width() + gap for part in beside)
        if self._under_way is not None:
            occupied += self.stop.sizeHint().width() + self.work_bar.width() + 3 * gap
        return self.width() - margins.left() - margins.right() - occupied

    def _count(self, hidden: Sequence[StatusChip]) -> None:
        self.count_on(self._rest, f"+{len(hidden)}", hidden)
        self._rest.setVisible(bool(hidden))

    @staticmethod
    def count_on(button: Button, words: str, hidden: Sequence[StatusChip]) -> None:
        """Say how many more there are, in the colour of a warning when one of them warns."""
        full = " · ".join(chip.full for chip in hidden)
        button.setText(words)
        button.setAccessibleName(_("More about the state of the work"))
        button.setAccessibleDescription(full)
        button.setToolTip(full)
        button.setProperty("tone", "warn" if any(chip.warns for chip in hidden) else "")
        restyle(button)

    def fold(self, on: bool, button: Button) -> None:
        """Let one button of the bar above say it all, except while work is under way."""
        self._above = button if on else None
        button.setVisible(on)
        self.count_on(button, str(len(self._shown or ())), self._shown or ())
        self.setVisible(not on or self._under_way is not None)

    def _button(self, chip: StatusChip) -> Button:
        text = chip.short if self._narrow else chip.text
        button = Button(text, lambda: self._open(chip), "status", chip.drawing, chip.full)
        if chip.key in CHIP_KEYS:
            button.says_key(CHIP_KEYS[chip.key])
        button.setIconSize(QSize(px(15), px(15)))
        button.setProperty("tone", "warn" if chip.warns else "")
        return button

    def _open(self, chip: StatusChip) -> None:
        if chip.place:
            self._go(chip.place)

    def open_more(self) -> None:
        """All of it, as a menu."""
        menu = QMenu(self)
        for chip in self._shown or ():
            menu.addAction(icon(chip.drawing), chip.full).triggered.connect(
                lambda _on=False, status=chip: self._open(status)
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size, above = menu.sizeHint(), self._above
        if above is not None:
            menu.popup(above.mapToGlobal(QPoint(0, above.height())))
        else:
            menu.popup(self.mapToGlobal(QPoint(max(self.width() - size.width() - px(8), 0), -size.height())))

    def begin(self, what: str, progress: Progress) -> None:
        """Show work under way, with its Stop."""
        self._under_way, self._longest = progress, 0
        self.work_bar.setRange(0, 0)
        self.stop.setText(_("Stop"))
        self.stop.setAccessibleName(_("Stop: {what}").format(what=what))
        self.work.show()
        self.show()
        self._tell(what)

    def advance(self, done: int, total: int, text: str) -> None:
        """Show how far the work is."""
        self.work_bar.setRange(0, total)
        self.work_bar.setValue(done)
        if text:
            self._tell(text)

    def _tell(self, text: str) -> None:
        """What is being done, in one line; the chips keep the room of the longest line, so that they stand still."""
        self.work_text.setToolTip(text)
        self._longest = max(self._longest, self.work_text.fontMetrics().horizontalAdvance(text))
        self._arrange()

    def end(self) -> None:
        """No more work."""
        self._under_way = None
        self.work.hide()
        self.setVisible(self._above is None)
        self._arrange()

    def _stop(self) -> None:
        if self._under_way is not None:
            self._under_way.stop()
