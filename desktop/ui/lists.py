"""Lists of ten or ten thousand: rows with a main line, a quiet second line and a state at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.base.text import _
from desktop.ui.icons import icon
from desktop.ui.row_layout import Laid, Lay, Row, layout, row_height
from desktop.ui.theme import Look, Shape, look, px, strong_font
from desktop.ui.widgets import EmptyState, Mark, column, paint_mark

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
ENOUGH = 200  # rows that decide how those of a list are laid out, so that it stays the same as more are read

__all__ = ["Row", "RowList", "Step", "StepList", "state_mark"]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: tuple[Row, ...] = ()
        self.total = 0
        self.ask: Callable[[], object] = lambda: None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self.shown) < self.total

    def fetchMore(self, parent: Index) -> None:
        self.ask()

    def replace(self, rows: tuple[Row, ...]) -> None:
        count = len(self.shown)
        if count and len(rows) > count and rows[:count] == self.shown:  # more of the same: keep the place
            self.beginInsertRows(QModelIndex(), count, len(rows) - 1)
            self.shown = rows
            self.endInsertRows()
            return
        self.beginResetModel()
        self.shown = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.shown[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None


class _Delegate(QStyledItemDelegate):
    """Draws a row; every length from the theme."""

    arrows = False

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.two_lines = False
        self._lays: dict[tuple[int, float], Lay] = {}  # by the width and the size of the text

    def take(self, rows: tuple[Row, ...]) -> None:
        """These rows are drawn from now on."""
        self.rows, self.two_lines, self._lays = rows, any(row.note for row in rows), {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(look().em(20), row_height(self.two_lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, current = index.data(ROW), look()
        box, state = QRect(option.rect), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, state, current, index)
        self._signs(painter, box, row, current)
        font = strong_font() if row.strong or self.two_lines else QApplication.font()
        self._words(painter, self._lay(box)(row, self._room(row, box), font), current)
        painter.restore()

    def _room(self, row: Row, box: QRect) -> QRect:
        """What the signs at both ends of a row leave for its words."""
        left = px(14) + (px(28) if row.number else 0) + (px(30) if row.drawing else 0)
        return box.adjusted(left, 0, -px(14) - (px(24) if self.arrows else 0), 0)

    def _lay(self, box: QRect) -> Lay:
        """How all rows are laid out, by the first of them."""
        key = (box.width(), look().scale)
        if key not in self._lays:
            self._lays = {key: layout([(row, self._room(row, box).width()) for row in self.rows[:ENOUGH]])}
        return self._lays[key]

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag, current: Look, index: Index) -> None:
        tokens, flags = current.tokens, QStyle.StateFlag
        view = self.parent()
        focused = isinstance(view, QListView) and view.hasFocus()
        if state & flags.State_Selected and focused:
            painter.fillRect(box, QColor(tokens.selected))
        elif state & flags.State_MouseOver:
            painter.fillRect(box, QColor(tokens.hover))
        if index.row() < index.model().rowCount() - 1:
            painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(tokens.line))
        if state & flags.State_Selected and focused:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -2), px(4), px(4))

    def _signs(self, painter: QPainter, box: QRect, row: Row, current: Look) -> None:
        """The number or the drawing before the words, and the arrow after them."""
        quiet, middle = current.tokens.quiet, box.center().y()
        left = box.left() + px(14)
        if row.number:
            painter.setFont(QApplication.font())
            painter.setPen(QColor(quiet))
            painter.drawText(QRect(left, box.top(), px(20), box.height()), Qt.AlignmentFlag.AlignVCenter, row.number)
            left += px(28)
        if row.drawing:
            side = px(18)
            icon(row.drawing, quiet).paint(painter, QRect(left, middle - side // 2, side, side))
        if self.arrows:
            side = px(16)
            icon("open", quiet).paint(painter, QRect(box.right() - px(14) - side, middle - side // 2, side, side))

    def _words(self, painter: QPainter, laid: Laid, current: Look) -> None:
        tokens = current.tokens
        for words, ink in ((laid.title, tokens.text), (laid.note, tokens.quiet), (laid.right, tokens.quiet)):
            if words is not None:
                painter.setFont(words.font)
                painter.setPen(QColor(ink))
                painter.drawText(words.box, Qt.AlignmentFlag.AlignVCenter, words.text)
        if laid.mark is not None:
            mark, box = laid.mark
            paint_mark(painter, box, mark)


class RowListView(QListView):
    pressed_enter = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed_enter.emit()
        else:
            super().keyPressEvent(event)


class RowList(QWidget):
    """A list that scrolls by itself, or, with `fits`, one as tall as its rows, inside a page that scrolls.

    A click or Enter opens; arrows move; typing finds. Without rows it shows `empty`. A row shortens what is longer
    than its line: a text to be read in full belongs into a Card.
    """

    opened = Signal(object)  # the row's key
    current = Signal(object)  # the key of the row the arrows are on
    more = Signal()  # the list was scrolled to the end of the rows given, and there are more

    def __init__(self, name: str, empty: EmptyState | None = None, *, fits: bool = False, arrows: bool = False) -> None:
        super().__init__()
        self._fits = fits
        layout = column(self, 0)
        self.stack, self.view = QStackedWidget(), RowListView()
        self._model, self._delegate = _Model(self), _Delegate(self.view)
        self._model.ask = self.more.emit
        self._delegate.arrows = arrows
        self.empty = empty or EmptyState("inbox", _("Nothing here yet."))
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack)
        self._dress_view(name)

    def _dress_view(self, name: str) -> None:
        view = self.view
        view.setProperty("role", "rows")
        view.setAccessibleName(name)
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(self._open)
        view.pressed_enter.connect(lambda: self._open(view.currentIndex()))
        view.selectionModel().currentChanged.connect(lambda at: self._move(at))
        if self._fits:
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._model.shown

    def set_rows(self, rows: Sequence[Row], total: int = 0) -> None:
        """Show other rows; the arrows stay on the same key when it is still there.

        With a `total` greater than the rows given, `more` asks for the next ones as the list is scrolled.
        """
        key = self.current_key()
        self._model.total = total
        self._delegate.take(tuple(rows))
        self._model.replace(tuple(rows))
        self.stack.setCurrentWidget(self.view if rows else self.empty)
        if self._fits:
            tall = len(rows) * row_height(self._delegate.two_lines) + 2
            self.stack.setFixedHeight(tall if rows else self.empty.sizeHint().height())
        self.set_current(key)

    def current_key(self) -> object | None:
        """The key of the row the arrows are on."""
        index = self.view.currentIndex()
        return self._model.shown[index.row()].key if index.isValid() else None

    def set_current(self, key: object) -> None:
        """Put the arrows on a row; nothing when it is not there."""
        for at, row in enumerate(self._model.shown):
            if key is not None and row.key == key:
                self.view.setCurrentIndex(self._model.index(at, 0))

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self._model.shown[index.row()].key)

    def _move(self, index: Index) -> None:
        if index.isValid():
            self.current.emit(self._model.shown[index.row()].key)


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
