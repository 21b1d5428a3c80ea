"""Cards in columns side by side: arrows go from card to card and from column to column."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStyleOptionViewItem, QWidget

from desktop.ui.lists import Row, RowList
from desktop.ui.row_layout import chip, cut
from desktop.ui.row_view import AIR, Index, RowDelegate
from desktop.ui.theme import look, note_font, px, strong_font
from desktop.ui.widgets import Text, column, paint_mark, set_shown

LEAST = 10.4  # em: of a column
AIR_OF_CARD = 16  # pixels of the 14-pixel font above and below its words together
LINES = 2  # that the name of a card, and what is next, may take each


class CardDelegate(RowDelegate):
    """Draws a row as a card: its name and its note on two lines each at most, its mark below them."""

    @property
    def height(self) -> int:
        bold, quiet = QFontMetrics(strong_font()).height(), QFontMetrics(note_font()).height()
        return LINES * (bold + quiet) + px(AIR_OF_CARD) + (mark_height() if self._has_marks else 0)

    @property
    def _has_marks(self) -> bool:
        return any(row.mark is not None for row in self._model.first)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        current, box, row = look(), QRect(option.rect), self.shown(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, option.state, current, index)
        left, top = box.left() + px(AIR), box.top() + px(AIR_OF_CARD // 2)
        for lines, font, ink in self._lines(row, box):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            for words in lines:
                height = QFontMetrics(font).height()
                painter.drawText(QRect(left, top, box.width(), height), Qt.AlignmentFlag.AlignVCenter, words)
                top += height
        if row.mark is not None:
            mark, place = chip(row.mark, QRect(left, top, box.width() - 2 * px(AIR), mark_height()), at_right=False)
            paint_mark(painter, place, mark)
        painter.restore()

    def _lines(self, row: Row, box: QRect) -> Sequence[tuple[Sequence[str], QFont, str]]:
        tokens, width = look().tokens, box.width() - 2 * px(AIR)
        return (
            (broken(row.title, strong_font(), width, LINES), strong_font(), tokens.text),
            (broken(row.note, note_font(), width, LINES), note_font(), tokens.quiet),
        )

    def cut_words(self, index: Index, box: QRect) -> str:
        """The whole card where a part of it has no room."""
        row = self.shown(index)
        shown = [" ".join(lines) for lines, _font, _ink in self._lines(row, box)]
        parts = [row.title, row.note]
        return "\n".join(parts) if shown != [" ".join(part.split()) for part in parts] else ""


def mark_height() -> int:
    """The room of a mark below the words."""
    return QFontMetrics(note_font()).height() + px(12)


def broken(text: str, font: QFont, width: int, most: int) -> list[str]:
    """A text in at most so many lines; the last one ends with an ellipsis where there is more."""
    measure, lines, words = QFontMetrics(font), [""], text.split()
    for at, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or measure.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = " ".join((lines[-1], *words[at:]))
            break
    return [cut(line, font, width) for line in lines]


class BoardColumn(QWidget):
    """The head of a column, its cards, or a sentence that says what comes here."""

    def __init__(self) -> None:
        super().__init__()
        inner = column(self, 4)
        self.name, self.note = Text(role="label", measure=0), Text(role="note", measure=0)
        self.empty = Text(role="note", measure=0)
        self.list = RowList("", drawn_by=CardDelegate)
        inner.addWidget(self.name)
        inner.addWidget(self.note)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.empty)
        inner.addStretch(0)
        self.setMinimumWidth(look().em(LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_cards(self, name: str, note: str, empty: str, rows: Sequence[Row]) -> None:
        """Other cards."""
        self.name.set(name)
        self.note.set(note)
        self.empty.set("" if rows else empty)
        self.list.view.setAccessibleName(f"{name}, {note}")
        self.list.set_rows(rows)
        set_shown(self.list, bool(rows))
        set_shown(self.empty, not rows)


class CardBoard(QScrollArea):
    """Columns side by side, which scroll sideways where the window is too narrow for all of them."""

    opened = Signal(object)  # the key of a card
    current = Signal(object)  # the key of the card the arrows are on

    def __init__(self, count: int) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = inside = QWidget()
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(8))
        self.columns = tuple(BoardColumn() for _number in range(count))
        for lane in self.columns:
            across.addWidget(lane, 1)
            lane.list.opened.connect(self.opened)
            lane.list.current.connect(self.current)
            lane.list.view.installEventFilter(self)
        self.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns are as high as there is room; each scrolls its own cards."""
        self._inside.setMaximumHeight(event.size().height())
        super().resizeEvent(event)

    def show_columns(self, columns: Sequence[tuple[str, str, str, Sequence[Row]]]) -> None:
        """Other cards: the name, the note and the sentence of each column, and its rows."""
        focused = self._at()
        key = self.columns[focused].list.current_key() if focused >= 0 else None
        for shown, state in zip(self.columns, columns, strict=True):
            shown.show_cards(*state)
        if focused >= 0 and key is not None:
            self.go_to(key)

    def go_to(self, key: object) -> None:
        """Put the arrows on a card, in whichever column it stands now."""
        for lane in self.columns:
            if key in lane.list.keys:
                lane.list.set_current(key)
                self._enter(lane)
                return

    def current_key(self) -> object | None:
        """The key of the card that has the focus; None when none has."""
        at = self._at()
        return self.columns[at].list.current_key() if at >= 0 else None

    def focus_first(self) -> None:
        """Into the first column with a card."""
        first = next((lane for lane in self.columns if lane.list.rows), None)
        if first is not None:
            self._enter(first)

    def _at(self) -> int:
        return next((at for at, lane in enumerate(self.columns) if lane.list.view.hasFocus()), -1)

    def _enter(self, to: BoardColumn) -> None:
        view = to.list.view
        if view.at < 0:
            view.go_to(0)
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(to, px(8), 0)
        self.current.emit(to.list.current_key())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self._step_aside(step)
                return True
        if event.type() == QEvent.Type.FocusIn:
            at = next((lane for lane in self.columns if lane.list.view is watched), None)
            if at is not None:
                self.ensureWidgetVisible(at, px(8), 0)
                if at.list.current_key() is not None:
                    self.current.emit(at.list.current_key())
        return super().eventFilter(watched, event)

    def _step_aside(self, step: int) -> None:
        """To the next column with a card; nowhere beyond the last."""
        at = self._at() + step
        while 0 <= at < len(self.columns):
            if self.columns[at].list.rows:
                self._enter(self.columns[at])
                return
            at += step
