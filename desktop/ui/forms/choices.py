"""Choosing: full-width rows with a radio or a check, a title and a quiet explanation; the whole row is the target."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from desktop.presenters.form import Option
from desktop.ui.keyboard import follow
from desktop.ui.measures import words_height, words_width
from desktop.ui.theme import Look, look, note_font, px
from desktop.ui.widgets import Remark, Text, column, set_shown

MOST_ACROSS = 4  # rows beside one another
NARROWEST = 15  # em: the narrowest column of rows
LOWEST, AIR = 36, 7  # pixels: the lowest row, and what is left free above and below its words
WRAP = Qt.TextFlag.TextWordWrap


class _Painter:
    """How a row lays itself out and draws itself: shared by radios and checks."""

    def __init__(self, button: QAbstractButton, note: str) -> None:
        self.button, self.note = button, note
        self._heights: dict[tuple[int, str, float], int] = {}  # by width, words and size of the font

    def left(self) -> int:
        return px(12 + 20 + 10)

    def natural_width(self) -> int:
        """The width at which its words are one line."""
        plain = self.button.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        words = words_width(self.button.font(), plain)
        note = words_width(note_font(), self.note) if self.note else 0
        return max(words, note) + self.left() + px(12) + 2

    def height(self, width: int) -> int:
        key = (width, self.button.text(), self.button.font().pointSizeF())
        if key not in self._heights:
            self._heights[key] = self._height(width)
        return self._heights[key]

    def _height(self, width: int) -> int:
        current = look()
        room = max(width - self.left() - current.px(12), current.px(80))
        flags = WRAP | Qt.TextFlag.TextShowMnemonic
        tall = words_height(self.button.font(), self.button.text(), room, flags)
        if self.note:
            tall += words_height(note_font(), self.note, room, WRAP) + current.px(2)
        return max(tall + current.px(2 * AIR), current.px(LOWEST))

    def paint(self, last: bool) -> None:
        current, box, painter = look(), self.button.rect(), QPainter(self.button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = current.tokens
        if self.button.isEnabled() and (self.button.isChecked() or self.button.underMouse()):
            painter.fillRect(box, QColor(tokens.selected if self.button.isChecked() else tokens.hover))
        if not last:
            painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(tokens.line))
        self._words(painter, box, current)
        self._mark(painter, current)
        if self.button.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), px(4), px(4))
        painter.end()

    def _words(self, painter: QPainter, box: QRect, current: Look) -> None:
        room = box.adjusted(self.left(), px(AIR), -px(12), -px(4))
        painter.setFont(self.button.font())
        reads = self.button.isEnabled() or self.button.isChecked()
        painter.setPen(QColor(current.tokens.text if reads else current.tokens.quiet))
        if not self.note:
            room = box.adjusted(self.left(), 0, -px(12), 0)
        top = Qt.AlignmentFlag.AlignTop if self.note else Qt.AlignmentFlag.AlignVCenter
        flags = WRAP | Qt.TextFlag.TextShowMnemonic | top | Qt.AlignmentFlag.AlignLeading
        drawn = painter.boundingRect(room, flags, self.button.text())
        painter.drawText(room, flags, self.button.text())
        if self.note:
            painter.setFont(note_font())
            painter.setPen(QColor(current.tokens.quiet))
            room.setTop(drawn.bottom() + px(2))
            painter.drawText(room, WRAP | Qt.AlignmentFlag.AlignLeading, self.note)

    def _mark(self, painter: QPainter, current: Look) -> None:
        tokens, on = current.tokens, self.button.isChecked()
        first = QFontMetrics(self.button.font()).height()
        middle = px(AIR) + first / 2 if self.note else self.button.height() / 2
        side = px(17)
        box = QRectF(px(12) + 0.5, middle - side / 2, side, side)
        if self.button.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.button.width() - box.right())
        if not self.button.isEnabled():
            if on:
                self._tick(painter, box, QColor(tokens.text))
            return
        painter.setPen(QPen(QColor(tokens.accent if on else tokens.strong), 1.6))
        painter.setBrush(QColor(tokens.surface))
        if isinstance(self.button, QRadioButton):
            painter.drawEllipse(box)
            if on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(tokens.accent))
                painter.drawEllipse(box.center(), side * 0.28, side * 0.28)
            return
        painter.setBrush(QColor(tokens.accent if on else tokens.surface))
        painter.drawRoundedRect(box, px(3), px(3))
        if on:
            self._tick(painter, box, QColor(tokens.on_accent))

    @staticmethod
    def _tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
        """Also what alone marks the choice where none can be made any more."""
        painter.setPen(QPen(ink, px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        spots = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32))
        painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(box.width() * x, box.width() * y) for x, y in spots]))


if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # Qt knows no button that is neither radio nor check: what both share stands before them


class _DrawnRow(_Button):
    """A row that draws itself and is hit all over; comes before the button of Qt among the bases of a class."""

    drawn: _Painter
    last = False
    allotted = 0  # pixels: the width of its column; 0 while it stands in none

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        wide = self.allotted or look().em(20)
        return QSize(wide, self.drawn.height(self.allotted or self.width() or wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(look().em(12), self.allotted or look().em(12)), px(LOWEST))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.drawn.height(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.drawn.paint(self.last)


class _RadioRow(_DrawnRow, QRadioButton):
    def __init__(self, option: Option) -> None:
        QRadioButton.__init__(self, option.title)
        self.drawn = _Painter(self, option.note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as high as its row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the answer before and after, in however many columns they stand."""
        keys = Qt.Key
        steps = {keys.Key_Down: 1, keys.Key_Right: 1, keys.Key_Up: -1, keys.Key_Left: -1}
        step, group = steps.get(keys(event.key()), 0), self.group()
        if not step or group is None:
            super().keyPressEvent(event)
            return
        shown = [button for button in group.buttons() if button.isVisible() and button.isEnabled()]
        at = shown.index(self) + step
        if 0 <= at < len(shown):
            shown[at].setFocus(Qt.FocusReason.TabFocusReason)
            shown[at].click()


class _CheckRow(_DrawnRow, QCheckBox):
    def __init__(self, option: Option) -> None:
        QCheckBox.__init__(self, option.title)
        self.drawn = _Painter(self, option.note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as high as its row
        self.clicked.connect(lambda: follow(self))


class _Rows(QWidget):
    """The frame around the rows, with the question above when it is not the page's own heading."""

    def __init__(self, question: str, *, heading: bool, in_columns: bool) -> None:
        super().__init__()
        self.placed: list[_DrawnRow] = []
        self.put_away: list[_DrawnRow] = []  # rows out of sight
        self._in_columns = in_columns
        self._arranged: tuple[list[int], list[_DrawnRow]] = ([], [])
        layout = column(self, 6)
        self.frame = QFrame()
        self.frame.setProperty("role", "card")
        self.rows = QGridLayout(self.frame)
        self.rows.setSpacing(0)
        self.rows.setContentsMargins(1, 1, 1, 1)
        self.setAccessibleName(question)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if heading:
            layout.addWidget(Text(question, "label"))
        layout.addWidget(self.frame)
        self.error = Remark(layout.addWidget, "error")

    def set_error(self, text: str) -> None:
        """Say what is missing or wrong, or nothing."""
        self.error.set(text)

    def lock(self, on: bool) -> None:
        """Let what was chosen be read only: a tick marks it, and nothing looks as if it could be chosen."""
        self.setEnabled(not on)

    def minimumSizeHint(self) -> QSize:
        """It can always be made narrower: it has fewer columns then."""
        return QSize(look().em(12), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(look().em(20), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()
        super().resizeEvent(event)
        self.updateGeometry()

    def arrange(self) -> None:
        """Lay the rows out in as many columns as fit, in the order in which they are read and Tab goes."""
        rows = [row for row in self.placed if row not in self.put_away]
        self._lay_out(rows, self._fitting(rows) if self._in_columns else [1])

    def _lay_out(self, rows: list[_DrawnRow], widths: list[int]) -> None:
        if (widths, rows) == self._arranged:
            return
        self._arranged = (widths, list(rows))
        across = len(widths)
        for row in self.placed:
            self.rows.removeWidget(row)
        for at, row in enumerate(rows):
            row.allotted = widths[at % across] if across > 1 else 0
            self.rows.addWidget(row, at // across, at % across)
            row.last = at // across == (len(rows) - 1) // across
        for at in range(MOST_ACROSS):
            self.rows.setColumnStretch(at, widths[at] if at < across else 0)

    def _fitting(self, rows: Sequence[_DrawnRow]) -> list[int]:
        """The widths of the columns that make the group lowest; of fewer columns where that is as low."""
        room = self.width() - 2
        most = max(1, min(MOST_ACROSS, len(rows), room // look().em(NARROWEST)))
        ways = [_shared(_wished(rows, across), room) for across in range(1, most + 1)]
        return min(ways, key=lambda widths: (self._height_of(rows, widths), len(widths)))

    def _height_of(self, rows: Sequence[_DrawnRow], widths: Sequence[int]) -> int:
        """How tall the rows are together in columns so wide."""
        across = len(widths)
        heights = [row.drawn.height(widths[at % across]) for at, row in enumerate(rows)]
        return sum(max(heights[start : start + across]) for start in range(0, len(heights), across))


def _wished(rows: Sequence[_DrawnRow], across: int) -> list[int]:
    """The widths at which so many columns have each of their words in one line."""
    return [max(row.drawn.natural_width() for row in rows[at::across]) for at in range(across)]


def _shared(wished: Sequence[int], room: int) -> list[int]:
    """Columns that share a width: one that needs less than its part leaves the rest to the others."""
    widths, left = [0] * len(wished), room
    for done, at in enumerate(sorted(range(len(wished)), key=lambda at: wished[at])):
        widths[at] = min(wished[at], left // (len(wished) - done))
        left -= widths[at]
    spare = left // len(widths)
    return [width + spare for width in widths]


class ChoiceRows(_Rows):
    """One answer of a few. One tab stop; arrows and underlined letters choose.

    The answers stand below one another; `in_columns`, as one choice among the fields of a form, side by side where
    there is room.
    """

    chosen = Signal(str)  # the key, when the user chose it

    def __init__(
        self, question: str, options: Sequence[Option], *, heading: bool = True, in_columns: bool = False
    ) -> None:
        super().__init__(question, heading=heading, in_columns=in_columns)
        self.buttons: dict[str, _RadioRow] = {}
        self._group = QButtonGroup(self)
        for option in options:
            row = _RadioRow(option)
            row.setAccessibleDescription(f"{question} {option.note}".strip())
            self._group.addButton(row)
            self.placed.append(row)
            self.buttons[option.key] = row
            row.toggled.connect(lambda on, key=option.key: self._tell(on, key))
        self._quiet = False
        self._lay_out(self.placed, [1])  # what is not laid out yet has no width

    def value(self) -> str | None:
        """The chosen key, if any."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Show an answer without telling anyone; None shows none."""
        if key == self.value():
            return
        self._quiet = True
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)
        self._quiet = False

    def _tell(self, on: bool, key: str) -> None:
        if on and not self._quiet:
            follow(self.buttons[key])
            self.chosen.emit(key)


class MultiChoice(_Rows):
    """Any number of answers."""

    changed = Signal(object)  # tuple of the keys now chosen, in the order shown

    def __init__(self, question: str, options: Sequence[Option], *, heading: bool = True) -> None:
        super().__init__(question, heading=heading, in_columns=True)
        self.buttons: dict[str, _CheckRow] = {}
        for option in options:
            row = _CheckRow(option)
            row.setAccessibleDescription(f"{question} {option.note}".strip())
            self.buttons[option.key] = row
            self.placed.append(row)
            row.clicked.connect(lambda: self.changed.emit(self.value()))
        self._lay_out(self.placed, [1])  # what is not laid out yet has no width

    def value(self) -> tuple[str, ...]:
        """The chosen keys, in the order shown."""
        return tuple(key for key, button in self.buttons.items() if button.isChecked())

    def set_value(self, keys: Sequence[str]) -> None:
        """Show answers without telling anyone."""
        for name, button in self.buttons.items():
            button.setChecked(name in keys)

    def hide_options(self, keys: Sequence[str]) -> None:
        """Put these options out of sight, and no others."""
        for name, button in self.buttons.items():
            set_shown(button, name not in keys)
        self.put_away = [button for name, button in self.buttons.items() if name in keys]
        self.arrange()


class CheckLine(_CheckRow):
    """A single yes-or-no in a form: `CheckLine(title, note)`; `toggled` tells."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__(Option("", title, note))
        self.last = True
        self.updateGeometry()
        set_shown(self, True)

    def lock(self, on: bool) -> None:
        """Let it be read only."""
        self.setEnabled(not on)
