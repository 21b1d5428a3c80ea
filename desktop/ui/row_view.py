"""The table behind every list: its model, how a row is drawn, what keys and the mouse do in it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from desktop.base.text import _
from desktop.presenters.listing import FIRST, ListColumn, RowCell, begins_at
from desktop.ui.icons import icon
from desktop.ui.keyboard import announce, bring_part_into_sight
from desktop.ui.row_layout import Laid, Lay, Row, Words, chip, cut, layout, row_height
from desktop.ui.theme import Look, look, note_font, px, strong_font
from desktop.ui.widgets import Text, mark_size, paint_mark

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
SPELLING = 1.5  # seconds within which letters belong to one word
PATIENCE = 20  # seconds in which a row of a very long list is found, or not at all
AIR = 14  # pixels of the 14-pixel font at both ends of a cell
WIDEST, NARROWEST = 17, 6  # em: of a column that nobody drew wider
SORT_SIGN = 26  # pixels that the arrow of a heading takes


class RowModel(QAbstractTableModel):
    """The rows of a list and the headings of the columns that stand; the first column is the main line."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.first: Sequence[Row] = ()  # those that decide how all are laid out
        self.columns: tuple[ListColumn, ...] = ()
        self.headings: tuple[str, ...] = ("",)

    def replace(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows, self.first = rows, rows[:FIRST]
        self.endResetModel()

    def stand(self, columns: tuple[ListColumn, ...], headings: tuple[str, ...]) -> bool:
        """Other columns, or other words above them; whether the columns are others."""
        if columns != self.columns:
            self.beginResetModel()
            self.columns, self.headings = columns, headings
            self.endResetModel()
            return True
        if headings != self.headings:
            self.headings = headings
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headings) - 1)
        return False

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1 + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            figures = section > 0 and self.columns[section - 1].figures
            side = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if index.column():
            words = self.cell(row, index.column()).text
            return words if words or role == Qt.ItemDataRole.DisplayRole else _("empty")  # an ear hears no gap
        return row.title if role == Qt.ItemDataRole.DisplayRole else row.spoken()

    def cell(self, row: Row, column: int) -> RowCell:
        """What a row says in one of the columns beside the main line."""
        return row.cells.get(self.columns[column - 1].key, RowCell())


class RowDelegate(QStyledItemDelegate):
    """Draws a row; every length from the theme."""

    arrows = False

    def __init__(self, parent: "RowTable", model: RowModel) -> None:
        super().__init__(parent)
        self._table, self._model = parent, model
        self.two_lines = False
        self._lays: dict[tuple[int, float], Lay] = {}  # by the width and the size of the text
        self._widths: dict[tuple[str, str, float], int] = {}  # by column, heading and the size of the text

    def forget_widths(self) -> None:
        """Other rows are there, or other fonts."""
        self._widths = {}

    def forget(self) -> None:
        """Other rows or columns are drawn from now on."""
        first = self._first()
        self.two_lines, self._lays = any(row.note for row in first), {}
        self._table.set_row_height(self.height)

    @property
    def height(self) -> int:
        """How tall every row is drawn."""
        return row_height(self.two_lines)

    def _first(self) -> list[Row]:
        keys = [column.key for column in self._model.columns]
        first = self._model.first
        return [row.beside_columns(keys) for row in first] if keys else list(first)

    def shown(self, index: Index) -> Row:
        """A row as its main line says it beside the columns that stand."""
        row = self._model.rows[index.row()]
        keys = [column.key for column in self._model.columns]
        return row.beside_columns(keys) if keys else row

    def fills(self, column: ListColumn) -> bool:
        """Whether one of the first rows says something in a column."""
        return any(row.cells.get(column.key, RowCell()).text for row in self._model.first)

    def natural_width(self, column: ListColumn, heading: str) -> int:
        """How wide a column would be by what its first rows say."""
        key = (column.key, heading, look().scale)
        if key not in self._widths:
            self._widths[key] = self._wished_width(column, heading)
        return self._widths[key]

    def _wished_width(self, column: ListColumn, heading: str) -> int:
        plain, quiet = QFontMetrics(QApplication.font()), QFontMetrics(note_font())
        marks = {row.mark for row in self._model.first if row.mark is not None and row.mark_in == column.key}
        marked = [mark_size(mark).width() for mark in marks]
        others = (row for row in self._model.first if row.mark is None or row.mark_in != column.key)
        texts = {row.cells.get(column.key, RowCell()).text for row in others}
        wide = max(quiet.horizontalAdvance(heading) + px(SORT_SIGN), *marked, *map(plain.horizontalAdvance, texts), 0)
        widest = look().em(WIDEST * (2 if column.sentences else 1))
        return min(max(wide + 2 * px(AIR), look().em(NARROWEST)), widest)

    @property
    def arrow_room(self) -> int:
        """What the arrow takes of the last column."""
        return px(24) if self.arrows else 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(look().em(6), self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        current, box = look(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, option.state, current, index)
        if index.column():
            self._cell(painter, box, index, current)
        else:
            row = self.shown(index)
            self._signs(painter, box, row, current)
            self._words(painter, self._laid(row, box), current)
        if self.arrows and index.column() == len(self._model.columns):
            side = px(16)
            place = QRect(box.right() - px(AIR) - side, box.center().y() - side // 2, side, side)
            icon("open", current.tokens.quiet).paint(painter, place)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say whole what is drawn cut: the one place where every list does."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self.cut_words(index, QRect(option.rect)), view)
        return True

    def cut_words(self, index: Index, box: QRect) -> str:
        """What cannot be read whole where it is drawn in this box; empty when all can."""
        if index.column():
            text = self._model.cell(self._model.rows[index.row()], index.column()).text
            return (
                text if cut(text, QApplication.font(), box.width() - 2 * px(AIR)) != " ".join(text.split("\n")) else ""
            )
        row = self.shown(index)
        return self._laid(row, box).lacking(row)

    # --- parts

    def _laid(self, row: Row, box: QRect) -> Laid:
        strong = row.strong or self.two_lines or bool(self._model.columns)
        font = strong_font() if strong else QApplication.font()
        laid = self._lay(box)(row, self._room(row, box), font)
        if row.bold_title is None:
            return laid
        title = replace(laid.title, font=QApplication.font(), bold=row.bold_title)
        return replace(laid, title=title, note=replace(laid.note, bold=row.bold_note) if laid.note else None)

    def _room(self, row: Row, box: QRect) -> QRect:
        """What the signs at both ends of a row leave for its words."""
        left = px(AIR) + (px(28) if row.number else 0) + (px(30) if row.drawing else 0)
        arrow = px(24) if self.arrows and not self._model.columns else 0
        return box.adjusted(left, 0, -px(AIR) - arrow, 0)

    def _lay(self, box: QRect) -> Lay:
        """How all rows are laid out, by the first of them."""
        key = (box.width(), look().scale)
        if key not in self._lays:
            self._lays = {key: layout([(row, self._room(row, box).width()) for row in self._first()])}
        return self._lays[key]

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag, current: Look, index: Index) -> None:
        tokens, flags = current.tokens, QStyle.StateFlag
        if state & flags.State_Selected and self._table.shows_selection:
            painter.fillRect(box, QColor(tokens.selected))
        elif index.row() == self._table.hover_row:
            painter.fillRect(box, QColor(tokens.hover))
        if index.row() < len(self._model.rows) - 1:
            painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(tokens.line))

    def _signs(self, painter: QPainter, box: QRect, row: Row, current: Look) -> None:
        """The number or the drawing before the words."""
        quiet, middle = current.tokens.quiet, box.center().y()
        left = box.left() + px(AIR)
        if row.number:
            painter.setFont(QApplication.font())
            painter.setPen(QColor(quiet))
            painter.drawText(QRect(left, box.top(), px(20), box.height()), Qt.AlignmentFlag.AlignVCenter, row.number)
            left += px(28)
        if row.drawing:
            side = px(18)
            icon(row.drawing, quiet).paint(painter, QRect(left, middle - side // 2, side, side))

    def _cell(self, painter: QPainter, box: QRect, index: Index, current: Look) -> None:
        """One column of a row: its chip, or its words."""
        row, column = self._model.rows[index.row()], self._model.columns[index.column() - 1]
        room = self._cell_room(box, index)
        if row.mark is not None and row.mark_in == column.key:
            mark, place = chip(row.mark, room, at_right=False)
            paint_mark(painter, place, mark)
            return
        painter.setFont(QApplication.font())
        painter.setPen(QColor(current.tokens.text if column.figures else current.tokens.quiet))
        side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
        text = cut(self._model.cell(row, index.column()).text, QApplication.font(), room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _cell_room(self, box: QRect, index: Index) -> QRect:
        arrow = self.arrow_room if index.column() == len(self._model.columns) else 0
        return box.adjusted(px(AIR), 0, -px(AIR) - arrow, 0)

    def _words(self, painter: QPainter, laid: Laid, current: Look) -> None:
        tokens = current.tokens
        for words, ink in ((laid.title, tokens.text), (laid.note, tokens.quiet), (laid.right, tokens.quiet)):
            if words is not None and words.bold:
                _draw_partly_bold(painter, words, QColor(ink), QColor(tokens.text))
            elif words is not None:
                painter.setFont(words.font)
                painter.setPen(QColor(ink))
                painter.drawText(words.box, Qt.AlignmentFlag.AlignVCenter, words.text)
        if laid.mark is not None:
            mark, box = laid.mark
            paint_mark(painter, box, mark)


def _draw_partly_bold(painter: QPainter, words: Words, ink: QColor, bold_ink: QColor) -> None:
    """A text on one line some of whose letters are bold, in any script and direction."""
    formats = []
    for start, end in words.bold:
        part = QTextLayout.FormatRange()
        part.start, part.length = start, max(0, min(end, len(words.text)) - start)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        bold.setForeground(bold_ink)
        part.format = bold
        formats.append(part)
    text = QTextLayout(words.text, words.font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)  # Arabic words too
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    text.setTextOption(option)
    text.setFormats(formats)
    text.beginLayout()
    line = text.createLine()
    line.setLineWidth(words.box.width())
    text.endLayout()
    painter.save()
    painter.setClipRect(words.box)
    painter.setPen(ink)
    top = words.box.top() + (words.box.height() - line.height()) / 2
    text.draw(painter, QPointF(words.box.left(), top))
    painter.restore()


FindRow = Callable[[str, int, Callable[[int], None]], None]  # the letters, from which row on, who is told; -1 for none


class RowTable(QTableView):
    """Rows and columns. Enter opens; arrows, Shift and Ctrl choose; typing finds, and shows what was typed."""

    pressed_enter = Signal()
    copy_wanted = Signal()
    menu_wanted = Signal(object)  # where, on the screen

    def __init__(self) -> None:
        super().__init__()
        self.keeps_selection = False  # what is chosen is shown elsewhere, and stays marked without the focus
        self.plain_click = True  # the last click had no key with it
        self.find_row: FindRow = lambda spelt, after, found: found(
            begins_at([row.title for row in self._rows()], spelt, after)
        )
        self._spelt, self._last_key = "", 0.0
        self._sought, self._sought_from = "", -1  # what is being looked for, and since the arrows were where
        self.spelling = Text(role="spelt", measure=0)
        self.spelling.setParent(self.viewport())
        self.spelling.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.spelling.hide()
        self._forget_soon = QTimer(self, singleShot=True, interval=int(SPELLING * 1000))
        self._forget_soon.timeout.connect(self._stop_spelling)
        self.hover_row = -1  # the row under the mouse
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)  # Tab goes on to the next thing on the page
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._dress_head()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """The rows. The head marks nothing chosen: at each drawing it would look through all rows for that."""
        super().setModel(model)
        if model is not None:
            self.header().setSelectionModel(QItemSelectionModel(model, self.header()))

    def minimumSizeHint(self) -> QSize:
        """One row: a page that it fills may be low, and then it scrolls, not the page."""
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), look().em(3)))

    def _dress_head(self) -> None:
        head = self.header()
        head.setProperty("role", "rows")
        head.setSectionsMovable(False)
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(look().em(4))
        head.setSortIndicatorShown(False)
        head.setHighlightSections(False)
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda at: self.menu_wanted.emit(head.mapToGlobal(at)))

    def header(self) -> QHeaderView:
        """The words above the columns."""
        return self.horizontalHeader()

    def setHeaderHidden(self, hidden: bool) -> None:
        """Show no words above the columns, or show them."""
        if hidden != self.isHeaderHidden():
            self.header().setVisible(not hidden)

    def isHeaderHidden(self) -> bool:
        """Whether no words stand above the columns."""
        return self.header().isHidden()

    def set_row_height(self, pixels: int) -> None:
        """How tall every row is."""
        if self.verticalHeader().defaultSectionSize() != pixels:
            self.verticalHeader().setDefaultSectionSize(pixels)

    def _rows(self) -> Sequence[Row]:
        model = self.model()
        return model.rows if isinstance(model, RowModel) else ()

    @property
    def shows_selection(self) -> bool:
        """Whether what is chosen is marked now."""
        if self.keeps_selection or self.hasFocus():
            return True
        return sum(part.height() for part in self._parts()) > 1

    @property
    def at(self) -> int:
        """The row the arrows are on; -1 for none."""
        return self.currentIndex().row()

    def selected(self) -> Sequence[int]:
        """The rows chosen, from the top."""
        stretches = [range(part.top(), part.bottom() + 1) for part in self._parts()]
        return stretches[0] if len(stretches) == 1 else sorted({row for stretch in stretches for row in stretch})

    def _parts(self) -> list[QItemSelectionRange]:
        """The stretches of rows that are chosen: of fifty thousand rows mostly one."""
        chosen = self.selectionModel().selection()
        return [chosen.at(at) for at in range(chosen.count())]

    def go_to(self, row: int) -> None:
        """Put the arrows on a row, and choose it alone."""
        self.setCurrentIndex(self.model().index(row, 0))

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the frame around the whole row that has the focus."""
        super().paintEvent(event)
        if not self.hasFocus() or self.at < 0:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look().tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        row = self.visualRect(self.currentIndex())
        box = QRect(0, row.top(), self.viewport().width(), row.height())
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -2), px(4), px(4))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            self.hover_row = row
            self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The frame is drawn around the row, not its cell; the page follows where the list is as tall as its rows."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if self.hasFocus() and current.isValid() and current.row() != previous.row():
            self.show_row()

    def show_row(self) -> None:
        """Bring the row that the arrows are on into sight, whatever scrolls around the list."""
        row = self.visualRect(self.currentIndex())
        bring_part_into_sight(self, QRect(self.viewport().mapTo(self, row.topLeft()), row.size()))

    # --- keys and mouse

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """From row to row: the first and the last by Home and End, and nowhere to the side."""
        actions, last = QAbstractItemView.CursorAction, self.model().rowCount() - 1
        if action in (actions.MoveHome, actions.MoveEnd) and last >= 0:
            return self.model().index(0 if action == actions.MoveHome else last, 0)
        if action in (actions.MoveLeft, actions.MoveRight):
            return self.currentIndex()
        return super().moveCursor(action, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed_enter.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif key == Qt.Key.Key_Escape and self._spelt:
            self._sought = ""
            self._stop_spelling()
        elif key == Qt.Key.Key_Backspace and self._spelt:
            self._spell(self._spelt[:-1])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.ask_menu()
        else:
            self.menu_wanted.emit(event.globalPos())

    def ask_menu(self) -> None:
        """Ask for the menu where the arrows are."""
        box = self.visualRect(self.currentIndex())
        self.menu_wanted.emit(self.viewport().mapToGlobal(box.bottomLeft()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.plain_click = event.modifiers() == Qt.KeyboardModifier.NoModifier
        index = self.indexAt(event.position().toPoint())
        beside = event.button() == Qt.MouseButton.RightButton
        if beside and index.isValid() and self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            return  # the menu is for all that are chosen
        super().mousePressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        now = monotonic()
        spelt = (self._spelt if now - self._last_key < SPELLING else "") + search
        if spelt.strip():
            self._spell(spelt)

    def _spell(self, spelt: str) -> None:
        """Show what is looked for, and have the row found that begins so: of a long list, away from the window."""
        self._spelt, self._last_key = spelt, monotonic()
        self._sought, self._sought_from = spelt, self.at
        self._show_spelt(spelt)
        announce(self, spelt)
        self._forget_soon.start()
        self.find_row(spelt, max(self.at, 0), partial(self._turn_to, spelt))

    def _turn_to(self, spelt: str, row: int) -> None:
        """Go to the row that was found, unless other letters were typed meanwhile or the arrows went elsewhere."""
        if spelt != self._sought:
            return
        same = len(set(spelt)) == 1 and len(spelt) > 1  # the same letter again: the next that begins with it
        if row < 0 and same:
            self.find_row(spelt[0], self.at + 1, partial(self._end_at, spelt))
        else:
            self._end_at(spelt, row)

    def _end_at(self, spelt: str, row: int) -> None:
        if spelt != self._sought:
            return
        self._sought = ""
        self._forget_soon.start()
        if row >= 0 and self.at == self._sought_from:
            self.go_to(row)
        elif row >= 0:
            self._stop_spelling()
        else:
            self._show_spelt(f"{spelt} ✖")

    def _show_spelt(self, words: str) -> None:
        self.spelling.set(words)
        self.spelling.adjustSize()
        self._place_spelling()

    def _stop_spelling(self) -> None:
        if self._sought and monotonic() - self._last_key < PATIENCE:  # what was typed stays there until it is found
            self._forget_soon.start()
            return
        self._spelt = self._sought = ""
        self.spelling.hide()

    def _place_spelling(self) -> None:
        room, sign = self.viewport().rect(), self.spelling
        sign.move(room.right() - sign.width() - px(12), room.bottom() - sign.height() - px(8))
        sign.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_spelling()


def stretch_first(head: QHeaderView, widths: Sequence[int]) -> None:
    """The main line takes what the columns beside it leave."""
    modes = QHeaderView.ResizeMode
    head.setSectionResizeMode(0, modes.Stretch)
    for at, width in enumerate(widths, 1):
        head.setSectionResizeMode(at, modes.Interactive)
        head.resizeSection(at, width)
