"""A record in short beside the list that it stands in, where the window is wide enough for both."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QWidget

from desktop.base.text import _
from desktop.presenters.listing import RecordSummary, SummaryGroup
from desktop.ui.lists import RowList
from desktop.ui.row_view import RowTable
from desktop.ui.theme import look, px
from desktop.ui.widgets import Button, Card, Chip, KeyValueGrid, Mark, Text, column, level_mark_in_list, line, set_shown
from desktop.ui.widgets.layouts import W

BESIDE_FROM = 88  # em: the least width of a list with its record beside it
LEAST, USUAL = 24, 40  # em: of the record
PAUSE = 90  # ms on one row before its record is read

ReadSummary = Callable[[object, Callable[[RecordSummary], None]], None]


class RecordPane(QScrollArea):
    """What the row says and what it leads to; one button opens it."""

    def __init__(self, open_record: Callable[[], object]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shown: RecordSummary | None = None
        self.card = Card()
        head = QWidget()
        across = line(head, 12)
        self.title, self.chip = Text(role="section", measure=0), Chip()
        across.addWidget(self.title, 1)
        across.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.card.add(head)
        self.about = self.card.add(Text(role="quiet", measure=0))
        step = Card(_("Next step"), role="next")
        self.next = step.add(Text(role="strong", measure=0))
        self.detail = step.add(Text(role="quiet", measure=0))
        self.step = self.card.add(step)
        below = QWidget()
        beneath = line(below, 0)
        self.open = Button(_("Open"), open_record, "outlined", "open")
        beneath.addWidget(self.open)
        beneath.addStretch(1)
        self.card.add(below)
        self.facts = self.card.add(KeyValueGrid())
        self.groups = QWidget()
        self._groups = column(self.groups, 12)
        self.card.add(self.groups)
        whole = QWidget()
        inner = column(whole, 0)
        inner.addWidget(self.card)
        inner.addStretch(1)
        self.setWidget(whole)
        set_shown(self.card, False)

    def show_summary(self, summary: RecordSummary) -> None:
        """Another record."""
        self.shown = summary
        self.title.set(summary.title)
        self.chip.set(_mark(summary))
        self.about.set(summary.about)
        self.next.set(summary.next)
        self.detail.set(summary.next_detail)
        self.facts.set(summary.facts)
        while (item := self._groups.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for group in summary.groups:
            self._groups.addWidget(_group(group))
        self.card.setAccessibleName(f"{summary.title}. {summary.next}")
        set_shown(self.card, True)


def _mark(summary: RecordSummary) -> Mark | None:
    if summary.level is not None:
        return level_mark_in_list(summary.level)
    return Mark(summary.tone, summary.state) if summary.state else None


def _group(group: SummaryGroup) -> QWidget:
    block = QWidget()
    inner = column(block, 4)
    inner.addWidget(Text(group.title, "label", measure=0))
    for title, note, word, tone in group.things:
        row = QWidget()
        across = line(row, 8)
        across.addWidget(Text(title, measure=0), 1)
        if word:
            across.addWidget(Chip(Mark(tone, word)), 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(row)
        inner.addWidget(Text(note, "note", measure=0))
    return block


class _Inside(QWidget):
    """Tells when what stands in it got other places."""

    arranged = Signal()

    def event(self, event: QEvent) -> bool:
        heeded = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.arranged.emit()
        return heeded


class ListColumnOfPage(QScrollArea):
    """Several lists below one another, as tall as their rows, which scroll together beside the record.

    One that comes in its turn is made when its place comes into sight, or when it is asked for; its room is kept until
    then, and nothing that is seen moves when it comes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[str, tuple[QWidget, Callable[[], QWidget]]] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = _Inside()
        self._inside.arranged.connect(self._hold_still)
        self._held: tuple[QWidget, int] | None = None  # a part in sight and where it stands, while others come
        self._led_to: RowTable | None = None  # whose row was to be brought into sight
        self._holding = False
        self._column = column(self._inside, 16)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.verticalScrollBar().valueChanged.connect(self._look_around)

    def add(self, widget: W) -> W:
        """Put a widget below the others and give it back."""
        self._column.insertWidget(self._column.count() - 1, widget)
        return widget

    def add_in_turn(self, key: str, height: int, make: Callable[[], QWidget]) -> None:
        """Keep about this height below the others for what is made later."""
        room = self.add(QWidget())
        room.setFixedHeight(height)
        self._waiting[key] = room, make

    def make(self, key: str) -> None:
        """Have this made now, unless it stands already."""
        if key not in self._waiting:
            return
        room, make = self._waiting.pop(key)
        if self.isVisible() and self._held is None:
            self._held = self._in_sight()
        part = make()
        self._column.insertWidget(self._column.indexOf(room), part)
        self._column.removeWidget(room)
        room.hide()
        room.deleteLater()
        set_shown(part, True)

    def lead_to(self, table: RowTable) -> None:
        """Bring the row on which the arrows of a list are into sight, and keep it there until somebody scrolls."""
        self._led_to = table
        self._hold_still()

    def _in_sight(self) -> tuple[QWidget, int] | None:
        """A part in sight and where it stands: that of the row wanted, else one that is seen from its top on."""
        top, led = self.verticalScrollBar().value(), self._led_to
        items = (self._column.itemAt(at) for at in range(self._column.count()))
        parts = [part for item in items if item is not None and (part := item.widget()) is not None]
        rooms = [room for room, _make in self._waiting.values()]
        seen = [part for part in parts if part.geometry().bottom() > top and part not in rooms]
        whole = [part for part in seen if (part.isAncestorOf(led) if led is not None else part.y() >= top)]
        return next(((part, part.y() - top) for part in (*whole, *seen)), None)

    def _hold_still(self) -> None:
        """What is seen stays where it stands, whatever came above it."""
        self._holding = True
        if self._held is not None:
            part, top = self._held
            self.verticalScrollBar().setValue(part.y() - top)
        if self._led_to is not None:
            self._led_to.show_row()
            self._held = self._in_sight()
        self._holding = False
        if self._waiting:
            self._make_what_is_seen()

    def _look_around(self) -> None:
        if not self._holding:  # somebody scrolled
            self._held = self._led_to = None
            self._make_what_is_seen()

    def _make_what_is_seen(self) -> None:
        top = self.verticalScrollBar().value()
        for key, (room, _make) in list(self._waiting.items()):
            if self.isVisible() and room.y() < top + self.viewport().height() and room.geometry().bottom() > top:
                self.make(key)


class ListBeside(QSplitter):
    """Lists and the record of the row the arrows are on, or the lists alone. Where both stand, a click chooses.

    `content` is what stands at the left: the one list, or whatever holds the `lists`.
    """

    def __init__(self, content: QWidget, lists: Sequence[RowList], read: ReadSummary) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.lists, self._read = tuple(lists), read
        self.rows = self.lists[0]  # the one whose record is shown
        self.addWidget(content)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(px(16))
        self.setStretchFactor(0, 1)
        self._wanted: object = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._look)
        for rows in self.lists:
            self._heed(rows)
        self.splitterMoved.connect(self._moved)

    def take(self, rows: RowList) -> None:
        """One more list, made later than the page."""
        self.lists = (*self.lists, rows)
        self._heed(rows)
        rows.opens_by_click = not self.stands

    def _heed(self, rows: RowList) -> None:
        rows.current.connect(partial(self._turn, rows))
        rows.chosen.connect(partial(self._turn, rows))

    @cached_property
    def pane(self) -> RecordPane:
        """Where the record is shown, made for the first window that is wide enough."""
        pane = RecordPane(self._open)
        pane.setMinimumWidth(look().em(LEAST))
        pane.hide()
        self.addWidget(pane)
        self.setStretchFactor(1, 0)
        return pane

    @property
    def stands(self) -> bool:
        """Whether the record stands beside the lists now."""
        return "pane" in vars(self) and self.pane.isVisibleTo(self)

    @property
    def is_beside(self) -> bool:
        """Whether there is room for both."""
        return self.width() >= look().em(BESIDE_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for no record any more: its page may be left while one is read."""
        super().hideEvent(event)
        self._pause.stop()
        self._wanted = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_again()

    def arrange(self) -> None:
        """Show the record beside the list where there is room, and the first one when none was chosen."""
        filled = [rows for rows in self.lists if rows.rows]
        if filled and self.rows not in filled:
            self.rows = filled[0]
        on = self.is_beside and bool(filled)
        for rows in self.lists:
            rows.opens_by_click = not on
            rows.view.keeps_selection = on and rows is self.rows
        if on != self.stands:
            self.pane.setVisible(on)
            if on:
                width = self.rows.listing.choice.pane if self.rows.listing is not None else 0
                width = min(width or look().em(USUAL), self.width() // 2)
                self.setSizes([self.width() - width - self.handleWidth(), width])
        if on and self.rows.current_key() is None:
            self.rows.view.go_to(0)
        elif on and (self.pane.shown is None or self.pane.shown.key != self.rows.current_key()):
            self._look_soon(self.rows.current_key())

    def look_again(self) -> None:
        """The rows were read again: what is shown beside them may be another story."""
        self.arrange()
        if self.stands:
            self._look_soon(self.rows.current_key())

    def _turn(self, rows: RowList, key: object) -> None:
        """The record of this list is shown from now on."""
        if rows is not self.rows:
            before, self.rows = self.rows, rows
            before.view.keeps_selection, rows.view.keeps_selection = False, self.stands
            before.view.viewport().update()
        self._look_soon(key)

    def _look_soon(self, key: object) -> None:
        self._wanted = key
        if self.stands:
            self._pause.start()

    def _look(self) -> None:
        if self._wanted is not None:
            self._read(self._wanted, self._show)

    def _show(self, summary: RecordSummary) -> None:
        if summary.key == self._wanted:
            self.pane.show_summary(summary)

    def _moved(self) -> None:
        if self.rows.listing is not None:
            self.rows.listing.split(self.sizes()[1])

    def _open(self) -> None:
        self.rows.view.pressed_enter.emit()
