"""What stands above and below the page: search, history and New; the state of the work and what is under way."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QProgressBar, QWidget

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.presenters.status import StatusChip
from desktop.ui import deeds
from desktop.ui.deeds import with_key
from desktop.ui.icons import icon
from desktop.ui.theme import look, px
from desktop.ui.widgets import Button, Text, empty_layout, icon_button, line, literal

SAID, SAID_NARROW = 26, 12  # em: what work under way says in the status bar


class TopBar(QWidget):
    """Back, forward, one search box, and New."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = layout = line(self, 8)
        self.press_together(False)
        self.menu = icon_button("menu", _("Show the menu bar"))
        self.menu.setToolTip(with_key(_("Show the menu bar"), deeds.OPEN_MENU))
        self.menu.hide()
        self.back, self.forward = icon_button("back", _("Back")), icon_button("forward", _("Forward"))
        self.back.setToolTip(with_key(_("Back"), deeds.BACK))
        self.forward.setToolTip(with_key(_("Forward"), deeds.FORWARD))
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(False)
        self.search.addAction(icon("search", look().tokens.quiet), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(look().em(44))
        self.person = Button("", kind="status", drawing="user")
        self.new = Button(_("New partner"), kind="outlined", drawing="add")
        layout.addWidget(self.menu)
        layout.addWidget(self.back)
        layout.addWidget(self.forward)
        layout.addWidget(self.search, 4)
        layout.addStretch(1)
        layout.addWidget(self.person)
        layout.addWidget(self.new)
        words = _("Search a partner, an agreement, a person…")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.search.setToolTip(with_key(words, deeds.SEARCH))
        self.new.setToolTip(with_key(_("Add a partner"), deeds.ADD_PARTNER))

    def press_together(self, on: bool) -> None:
        """Leave less air above and below where a window is low."""
        self._row.setContentsMargins(px(14), px(1 if on else 8), px(24), px(2 if on else 9))

    def say_who(self, name: str) -> None:
        """Show who works here; a click lets somebody else."""
        self.person.setText(literal(name))
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

    def show_status(self, chips: Sequence[StatusChip], narrow: bool) -> None:
        """Show these chips, unless they are the ones shown."""
        if (tuple(chips), narrow) == (self._shown, self._narrow):
            return
        self._shown, self._narrow = tuple(chips), narrow
        self.work.setParent(None)
        empty_layout(self._layout)
        visible = self._visible(self._shown)
        for chip in visible:
            self._layout.addWidget(self._button(chip))
        if len(visible) < len(chips):
            self._layout.addWidget(self._rest([chip for chip in self._shown if chip not in visible]))
        self._layout.addStretch(1)
        self._layout.addWidget(self.work)

    def _visible(self, chips: tuple[StatusChip, ...]) -> tuple[StatusChip, ...]:
        """All, or where there is no room two: what warns before what does not."""
        if not self._narrow or len(chips) < 3:
            return chips
        order = sorted(range(len(chips)), key=lambda at: (not chips[at].warns, at not in (0, len(chips) - 1), at))
        return tuple(chips[at] for at in sorted(order[:2]))

    def _rest(self, hidden: Sequence[StatusChip]) -> Button:
        """How many more there are, in the colour of a warning when one of them warns; it opens them."""
        words = " · ".join(chip.full for chip in hidden)
        button = Button(f"+{len(hidden)}", self._more, "status", "more")
        button.setAccessibleName(_("More about the state of the work"))
        button.setAccessibleDescription(words)
        button.setToolTip(words)
        button.setProperty("tone", "warn" if any(chip.warns for chip in hidden) else "")
        return button

    def _button(self, chip: StatusChip) -> Button:
        text = chip.short if self._narrow else chip.text
        button = Button(text, lambda: self._open(chip), "status", chip.drawing, chip.full)
        button.setIconSize(QSize(px(15), px(15)))
        button.setProperty("tone", "warn" if chip.warns else "")
        return button

    def _open(self, chip: StatusChip) -> None:
        if chip.place:
            self._go(chip.place)

    def _more(self) -> None:
        menu = QMenu(self)
        for chip in self._shown or ():
            menu.addAction(icon(chip.drawing), chip.full).triggered.connect(
                lambda _on=False, status=chip: self._open(status)
            )
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
