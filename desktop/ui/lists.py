"""Lists of ten or fifty thousand rows: a main line, a quiet second line and a state; columns where there is room."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Generic, TypeVar, overload

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionRange, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QStackedWidget, QWidget

from desktop.base.long_list import LongList
from desktop.base.text import _
from desktop.documents.sheet import SheetKind
from desktop.presenters.listing import ListColumn, Listing, NotedLine, PagedLines, RowDeed
from desktop.services.office.list_choices import ListOrder, Way
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.row_layout import Row
from desktop.ui.row_view import Index, RowDelegate, RowModel, RowTable, stretch_first
from desktop.ui.theme import Shape, look
from desktop.ui.widgets import EmptyState, Mark, column

__all__ = ["Row", "RowList", "Step", "StepList", "rows_of", "state_mark"]

L = TypeVar("L")

MAIN = 19  # em: the least width of the main line beside columns
NARROW = 7  # em: of a column that has to share
MANY_CHOSEN = 2000  # stretches of rows that are chosen again after others were put in their place
COPIED_AT_ONCE = 200  # rows that are made into text for the clipboard without keeping anybody
WIDEST = 16_777_215  # as Qt bounds a widget
LOOKED_AT = 400  # rows that stay made
LOWEST_HEADED = 8  # em: a list without columns is as high as a head and two rows
MANY = 8  # rows from which a list that is too narrow for columns says by what it is sorted


def rows_of(lines: Sequence[NotedLine]) -> list[Row]:
    """The rows of a short list."""
    return list(map(row_of, lines))


def row_of(line: NotedLine) -> Row:
    """The row of a line that has no mark."""
    return Row(line.key, line.title, line.note, cells=line.cells, brief="")


class LazyRows(Sequence[Row], Generic[L]):
    """Rows that are made as somebody looks at them, of lines whose keys are known."""

    def __init__(self, keys: Sequence[object], lines: Sequence[L], row: Callable[[L], Row]) -> None:
        self.keys, self._lines, self._row = keys, lines, row
        self._rows: dict[int, Row] = {}  # those looked at last: each is drawn cell by cell

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self[position] for position in range(*at.indices(len(self)))]
        row = self._rows.get(at)
        if row is None:
            if len(self._rows) > LOOKED_AT:
                self._rows = {}
            row = self._row(self._lines[at])
            if self.is_read(at):  # else it is shown until the line is read
                self._rows[at] = row
        return row

    def key(self, at: int) -> object:
        """The key of a row; empty where it was not read yet, of a list so long that only a part of it is."""
        return self.keys.peek(at) if isinstance(self.keys, LongList) else self.keys[at]

    def is_read(self, at: int) -> bool:
        """Whether a row is known already, which of a list so long that only a part of it is read it may not be."""
        return not isinstance(self.keys, LongList) or self.keys.peek(at) != ""

    def waited_for(self, at: int) -> Row:
        """A row, as soon as it is read: never on the window's thread."""
        return self._row(self._lines.line(at)) if isinstance(self._lines, PagedLines) else self[at]

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self._lines)


class _SomeKeys(Sequence[object]):
    """Some keys of a very long list by their places, read as somebody goes through them."""

    def __init__(self, keys: LongList, places: Sequence[int]) -> None:
        self.keys, self.places = keys, places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[object]: ...
    def __getitem__(self, at: int | slice) -> object:
        return _SomeKeys(self.keys, self.places[at]) if isinstance(at, slice) else self.keys[self.places[at]]

    def in_memory(self) -> set[object]:
        """Those of them that are in memory."""
        places = self.places if isinstance(self.places, range) else set(self.places)
        return {key for at, key in self.keys.in_memory() if at in places}


class _RowsOrEmpty(QStackedWidget):
    """Rows, or what is said without any: it needs the room of what is shown, not of the other."""

    def minimumSizeHint(self) -> QSize:
        least, shown = super().minimumSizeHint(), self.currentWidget()
        return QSize(least.width(), shown.minimumSizeHint().height()) if shown is not None else least


class RowList(QWidget):
    """A list that scrolls by itself, or, with `fits`, one as tall as its rows, inside a page that scrolls; of more than
    `most` of them one as tall as so many.

    A click or Enter opens; arrows move, Shift and Ctrl choose several; typing finds; the right button, the menu key or
    Shift+F10 says what can be done. With a `listing` it has columns where there is room for them, is sorted by them and
    exported. Without rows it shows `empty`. A row shortens what is longer than its line and says it whole to whoever
    points at it: a text to be read in full belongs into a Card.
    """

    opened = Signal(object)  # the row's key
    current = Signal(object)  # the key of the row the arrows are on
    chosen = Signal(object)  # the key of a row that was clicked and not opened

    def __init__(
        self,
        name: str,
        empty: EmptyState | None = None,
        *,
        fits: bool = False,
        most: int = 0,
        arrows: bool = False,
        listing: Listing | None = None,
        way: Way | None = None,
        drawn_by: type[RowDelegate] = RowDelegate,
    ) -> None:
        super().__init__()
        self._fits, self._most, self.listing, self._way = fits, most, listing, way
        self.opens_by_click = True
        self.deeds: Sequence[RowDeed] = ()
        self.menu: QMenu | None = None  # the last one that was asked for
        self._told: object = None  # the row that `current` told of
        self._takes_focus = False  # with the first rows that come
        layout = column(self, 0)
        self.stack, self.view = _RowsOrEmpty(), RowTable()
        self._model = RowModel(self)
        self._delegate = drawn_by(self.view, self._model)
        self._delegate.arrows = arrows
        self._without_rows = empty
        self.stack.addWidget(self.view)
        layout.addWidget(self.stack, 1)
        layout.addStretch(0)
        self._dress_view(name)

    def _dress_view(self, name: str) -> None:
        view = self.view
        view.setProperty("role", "rows")
        view.setAccessibleName(name)
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setHeaderHidden(True)
        view.clicked.connect(self._click)
        view.doubleClicked.connect(self._double_click)
        view.pressed_enter.connect(lambda: self._open(view.currentIndex()))
        view.copy_wanted.connect(self.copy)
        view.menu_wanted.connect(self._show_menu)
        view.selectionModel().currentRowChanged.connect(lambda at: self._move(at))
        shortcut(view, deeds.ROW_MENU, view.ask_menu, whole_window=False)
        head = view.header()
        head.sectionClicked.connect(self._head_clicked)
        head.sectionResized.connect(self._head_drawn)
        if self._fits:
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    # --- rows

    @cached_property
    def empty(self) -> EmptyState:
        """What is shown without rows, put there when it is needed; where nothing was given, a plain sentence."""
        shown = self._without_rows or EmptyState("inbox", _("Nothing here yet."))
        self.stack.addWidget(shown)
        return shown

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, in its order."""
        return self._model.rows

    @property
    def keys(self) -> Sequence[object]:
        """The keys of the rows, in their order."""
        return self.rows.keys if isinstance(self.rows, LazyRows) else [row.key for row in self.rows]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the arrows stay on the same key when it is still there, and what is chosen stays chosen.

        Rows that are read as somebody looks at them are any sequence that gives them one by one.
        """
        key, chosen = self.current_key(), self.selected_keys()
        if key is None and self.listing is not None:
            key = self.listing.stands_on
        self._model.replace(self._arranged(rows))
        self._delegate.forget_widths()
        self.stack.setCurrentWidget(self.view if rows else self.empty)
        self._stand()
        self._choose_again(chosen, key)
        if self._takes_focus and rows:
            self._takes_focus = False
            QTimer.singleShot(0, self.view, self.view.setFocus)  # once what stands around them is shown too

    def _arranged(self, rows: Sequence[Row]) -> Sequence[Row]:
        if self.listing is None or self.listing.by_store or not self.listing.order.column:
            return rows
        return [rows[at] for at in self.listing.positions([row.line for row in rows])]

    def look_again(self) -> None:
        """Rows that were waited for are read."""
        self._delegate.forget()
        self.view.viewport().update()
        self._move(self.view.currentIndex())

    def _choose_again(self, chosen: Sequence[object], current: object) -> None:
        """After rows or columns were replaced, what was chosen is chosen still; of a list that is read in part, all of
        it or what is in memory."""
        if isinstance(chosen, _SomeKeys) and len(chosen) == len(chosen.keys):
            self.view.selectAll()
        elif isinstance(chosen, _SomeKeys):
            self._choose(chosen.in_memory(), current)
        elif len(chosen) > 1:
            self._choose(set(chosen), current)
        else:
            self.set_current(current)

    def _choose(self, keys: set[object], current: object) -> None:
        chooser = self.view.selectionModel()
        chooser.setCurrentIndex(self._model.index(self._place_of(current), 0), chooser.SelectionFlag.NoUpdate)
        chosen = QItemSelection()
        for first, last in islice(_stretches(self.keys, keys), MANY_CHOSEN):
            chosen.append(QItemSelectionRange(self._model.index(first, 0), self._model.index(last, 0)))
        chooser.select(chosen, chooser.SelectionFlag.Select | chooser.SelectionFlag.Rows)

    def current_key(self) -> object | None:
        """The key of the row the arrows are on."""
        at = self.view.at
        return self._key(at) if 0 <= at < len(self.rows) else None

    def _key(self, at: int) -> object | None:
        """The key of a row; None of one that was not read yet."""
        if not isinstance(self.rows, LazyRows):
            return self.rows[at].key
        return self.rows.key(at) if self.rows.is_read(at) else None

    def selected_keys(self) -> Sequence[object]:
        """The keys of the rows chosen, from the top; at least that of the row the arrows are on."""
        chosen = self.view.selected()
        if len(chosen) > 1:
            keys = self.keys
            if isinstance(keys, LongList):
                return _SomeKeys(keys, chosen)
            return list(keys) if len(chosen) == len(keys) else [keys[at] for at in chosen]
        return [key] if (key := self.current_key()) is not None else []

    def focus_rows(self) -> None:
        """Let the keys go to the rows, as soon as there are any."""
        self._takes_focus = not self.rows
        if self.rows:
            self.view.setFocus()

    def set_current(self, key: object) -> None:
        """Put the arrows on a row; nothing when it is not there."""
        at = self._place_of(key)
        if at >= 0:
            self.view.go_to(at)

    def _place_of(self, key: object) -> int:
        try:
            return self.keys.index(key) if key is not None else -1
        except ValueError:
            return -1

    # --- opening

    def _click(self, index: Index) -> None:
        if self.opens_by_click and self.view.plain_click:
            self._open(index)
        elif index.isValid() and index.row() < len(self.rows):
            self.chosen.emit(self._key(index.row()))

    def _double_click(self, index: Index) -> None:
        if not self.opens_by_click:  # else the first of the two has opened it
            self._open(index)

    def _open(self, index: Index) -> None:
        if not index.isValid() or (key := self._key(index.row())) is None:
            return
        if self.listing is not None and self._way is not None:
            self.listing.follow(self.keys, index.row(), self._way)
        self.opened.emit(key)

    def _move(self, index: Index) -> None:
        """Tell of another row; replacing the rows leaves the arrows where they are, which is nothing to tell."""
        if (
            index.isValid()
            and index.row() < len(self.rows)
            and (key := self._key(index.row())) not in (None, self._told)
        ):
            self._told = key
            if self.listing is not None:
                self.listing.row = key
            self.current.emit(key)

    # --- columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._delegate.forget_widths()
            self._stand()

    def _stand(self) -> None:
        """Let the columns chosen stand where there is room; where there is none, a head says by what is sorted."""
        listing = self.listing
        columns, widths = self._that_fit()
        if listing is None:
            self._delegate.forget()
            stretch_first(self.view.header(), widths)
            self._fit_height()
            return
        first = listing.heading(listing.first) if columns else listing.sorted_words
        others = columns != self._model.columns
        chosen, current = (self.selected_keys(), self.current_key()) if others else ([], None)
        if self._model.stand(columns, (first, *(listing.heading(each.key) for each in columns))):
            self._choose_again(chosen, current)
        self._delegate.forget()
        head = self.view.header()
        low = not self._fits and self.height() < look().em(LOWEST_HEADED)  # its menu sorts it all the same
        self.view.setHeaderHidden(not columns and (low or len(self.rows) < MANY or not listing.sorts))
        stretch_first(head, widths)
        head.setSectionsClickable(True)
        self._show_order()
        self._fit_height()

    def _that_fit(self) -> tuple[tuple[ListColumn, ...], list[int]]:
        listing = self.listing
        if listing is None or not self.rows:
            return (), []
        drawn, columns = listing.choice.widths, listing.shown
        if listing.choice.columns is None:  # nobody asked for a column in which nothing stands
            columns = tuple(each for each in columns if self._delegate.fills(each))
        wished = [
            drawn.get(each.key) or self._delegate.natural_width(each, listing.heading(each.key)) for each in columns
        ]
        if wished and columns[-1].key not in drawn:
            wished[-1] += self._delegate.arrow_room
        room = self.width() - look().em(MAIN)
        least = min(look().em(NARROW), *wished, room) if wished else 0
        chosen = listing.choice.columns is not None or drawn  # who asks for columns has them, if need be narrower
        if chosen and sum(wished) > room and least * len(wished) <= room:
            wished = _squeezed(wished, room, least)
        return (columns, wished) if wished and sum(wished) <= room else ((), [])

    def _show_order(self) -> None:
        listing, head = self.listing, self.view.header()
        if listing is None:
            return
        order = listing.order
        keys = [listing.first, *(each.key for each in self._model.columns)]
        section = 0 if not self._model.columns else keys.index(order.column) if order.column in keys else -1
        head.setSortIndicatorShown(section >= 0 and bool(order.column))
        down = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(section, down)

    def _fit_height(self) -> None:
        head = 0 if self.view.isHeaderHidden() else self.view.header().sizeHint().height()
        scrolls = bool(self._most) and len(self.rows) > self._most
        count = self._most if self._fits and scrolls else len(self.rows)
        tall = count * self._delegate.height + 2 + head
        if self._fits and self._most:
            policy = Qt.ScrollBarPolicy
            self.view.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
        if not self._fits:  # it has the room that is left, and ends where its rows end
            self.stack.setMaximumHeight(tall if self.rows else WIDEST)
            return
        height = tall if self.rows else self.empty.height_at(self.width())
        if self.stack.height() != height or self.stack.minimumHeight() != height:
            self.stack.setFixedHeight(height)

    def _head_clicked(self, section: int) -> None:
        if self.listing is None:
            return
        if not self._model.columns:
            self._show_menu(self.view.header().mapToGlobal(QPoint(0, self.view.header().height())))
            return
        keys = [self.listing.first, *(each.key for each in self._model.columns)]
        self.listing.sort(keys[section])

    def _head_drawn(self, section: int, before: int, width: int) -> None:
        """Remember a column that somebody draws wider, not one that is laid out."""
        drawn = QApplication.mouseButtons() & Qt.MouseButton.LeftButton and self.view.header().underMouse()
        if self.listing is not None and section and drawn and before != width:
            self.listing.widen(self._model.columns[section - 1].key, width)

    # --- what can be done

    def _show_menu(self, at: QPoint) -> None:
        if (
            self.menu is not None and self.menu.isVisible()
        ):  # the key came twice: as a key and as the system's wish for a menu
            return
        self.menu = menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self._forget_menu)
        keys = self.selected_keys()
        if len(keys) == 1:
            self._entry(menu, _("Open"), partial(self._open, self.view.currentIndex()), _("Enter"))
        for deed in self.deeds:
            if keys and (deed.for_several or len(keys) == 1):
                self._entry(menu, deed.words, partial(deed.do, keys))
        if keys:
            menu.addSeparator()
            self._entry(menu, _("Copy"), self.copy, "Ctrl+C")
        self._entry(menu, _("Select all"), self.view.selectAll, "Ctrl+A")
        if self.listing is not None:
            self._add_columns(menu, self.listing)
            menu.addSeparator()
            several = len(keys) > 1
            for kind, whole, part in (
                (SheetKind.XLSX, _("Export the list to Excel…"), _("Export what is selected to Excel…")),
                (SheetKind.CSV, _("Export the list as CSV…"), _("Export what is selected as CSV…")),
                (SheetKind.JSON, _("Export the list as JSON…"), _("Export what is selected as JSON…")),
            ):
                self._entry(menu, part if several else whole, partial(self.export, kind))
            self._entry(menu, _("Print what is selected…") if several else _("Print the list…"), self.print_rows)
            self._entry(
                menu, _("Save what is selected as PDF…") if several else _("Save the list as PDF…"), self.save_as_pdf
            )
        menu.popup(at)

    def _forget_menu(self) -> None:
        self.menu = None

    def _add_columns(self, menu: QMenu, listing: Listing) -> None:
        if not listing.sorts:
            return
        menu.addSeparator()
        sorting = menu.addMenu(_("Sort by"))
        order = listing.order
        for key in (listing.first, *(each.key for each in listing.columns)):
            entry = self._entry(sorting, listing.heading(key), partial(listing.sort_by, ListOrder(key)))
            entry.setCheckable(True)
            entry.setChecked(order.column == key)
        sorting.addSeparator()
        turned = ListOrder(order.column or listing.first, not order.descending)
        entry = self._entry(sorting, _("The other way round"), partial(listing.sort_by, turned))
        entry.setCheckable(True)
        entry.setChecked(order.descending)
        shown = menu.addMenu(_("Columns"))
        for each in listing.columns:
            entry = self._entry(shown, listing.heading(each.key), partial(listing.turn_column, each.key))
            entry.setCheckable(True)
            entry.setChecked(listing.shows(each.key))
        shown.addSeparator()
        self._entry(shown, _("As they were at first"), listing.as_it_was)

    @staticmethod
    def _entry(menu: QMenu, words: str, deed: Callable[[], object], keys: str = "") -> QAction:
        action = menu.addAction(f"{words.replace('&', '&&')}\t{keys}" if keys else words.replace("&", "&&"))
        action.triggered.connect(lambda: deed())
        return action

    def chosen_rows(self) -> Sequence[Row]:
        """The rows chosen when they are several, else all."""
        chosen, rows = self.view.selected(), self.rows
        return _Chosen(rows, chosen) if 1 < len(chosen) < len(rows) else rows

    def copy(self) -> None:
        """The rows chosen as text, for any other program; very many are made into it away from the window."""
        chosen, rows = self.view.selected() or [at for at in (self.view.at,) if at >= 0], self.rows
        rows = rows if len(chosen) == len(rows) else _Chosen(rows, chosen)
        if self.listing is None or not self.listing.columns:
            _to_clipboard("\n".join(row.words for row in rows))
        elif len(chosen) <= COPIED_AT_ONCE:
            _to_clipboard(self.listing.copied(row.line for row in rows))
        else:
            self.listing.copy((row.line for row in rows), _to_clipboard)

    def print_rows(self) -> None:
        """The list as it is shown, or the rows chosen when they are several, on paper; nothing without rows."""
        if self.listing is not None and self.rows:
            self.listing.put_on_paper(row.line for row in self.chosen_rows())

    def save_as_pdf(self) -> None:
        """The same as a file."""
        if self.listing is not None and self.rows:
            self.listing.save_as_pdf(row.line for row in self.chosen_rows())

    def export(self, kind: SheetKind) -> None:
        """The list as it is shown, or the rows chosen when they are several, into a file."""
        if self.listing is not None:
            self.listing.export(kind, (row.line for row in self.chosen_rows()))


class _Chosen(Sequence[Row]):
    """Some rows of a list by their places, made as somebody goes through them."""

    def __init__(self, rows: Sequence[Row], places: Sequence[int]) -> None:
        self._rows, self._places = rows, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return _Chosen(self._rows, self._places[at]) if isinstance(at, slice) else self._rows[self._places[at]]

    def __iter__(self) -> Iterator[Row]:
        rows = self._rows
        return (rows.waited_for(at) if isinstance(rows, LazyRows) else rows[at] for at in self._places)


def _stretches(keys: Sequence[object], wanted: set[object]) -> Iterator[tuple[int, int]]:
    """The first and the last place of each stretch of these keys among all."""
    if len(wanted) == len(keys) and not isinstance(keys, LongList) and wanted.issuperset(keys):
        yield 0, len(keys) - 1  # all were chosen: of fifty thousand rows that is told ten times as fast
        return
    first = -1
    last = -1
    for at, key in keys.in_memory() if isinstance(keys, LongList) else enumerate(keys):
        if first >= 0 and (at > last + 1 or key not in wanted):
            yield first, last
            first = -1
        if key in wanted:
            first, last = at if first < 0 else first, at
    if first >= 0:
        yield first, last


def _to_clipboard(text: str) -> None:
    if text:
        QGuiApplication.clipboard().setText(text)


def _squeezed(widths: Sequence[int], room: int, least: int) -> list[int]:
    """Columns that share less than they wish for: each gives in proportion, and none falls under the least."""
    over = sum(widths) - room
    give = [max(0, width - least) for width in widths]
    total = max(1, sum(give))
    return [width - -(-over * part // total) for width, part in zip(widths, give, strict=True)]


@dataclass(frozen=True)
class Step:
    """One section of a plan. `state` is todo, doing, unknown, done, none or review; `note` counts what is missing."""

    key: object
    name: str
    state: str
    note: str = ""


def state_mark(state: str) -> Mark:
    """The chip of a section's state."""
    return {
        "todo": Mark("neutral", _("To start"), Shape.RING),
        "doing": Mark("info", _("Under way"), Shape.HALF),
        "unknown": Mark("warn", _("Unknowns")),
        "done": Mark("good", _("Done")),
        "none": Mark("neutral", _("Not applicable"), Shape.DASH),
        "review": Mark("bad", _("To look at again")),
    }[state]


class StepList(RowList):
    """The plan of a long form: number, section, what is missing, state; a click or Enter opens a section."""

    def __init__(self, name: str) -> None:
        super().__init__(name, fits=True, arrows=True)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show the plan."""
        self.set_rows(
            [Row(s.key, s.name, right=s.note, mark=state_mark(s.state), number=str(n)) for n, s in enumerate(steps, 1)]
        )
