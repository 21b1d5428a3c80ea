"""What pages are made of: the page itself, its sections, cards, messages, chips and buttons.

Everything shown is plain text. Fields are in `fields`, choices in `choices`, lists in `lists`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.ui.icons import are_read, icon
from desktop.ui.keyboard import announce
from desktop.ui.theme import SHAPES, look, note_font, px

Deed = Callable[[], object]
W = TypeVar("W", bound=QWidget)
L = TypeVar("L", QVBoxLayout, QHBoxLayout)

MEASURE = 42  # em: the longest line of running text
COLUMN = 50  # em: the column for answering
SIDE = 20  # em: the side column
SHORT = 28  # em: below this a page keeps less air above and below
LONGEST_CRUMB = 36  # characters
SIDE_FROM = 63  # em: the narrowest page that has room for both


# --- Layouts -----------------------------------------------------------------------------------------------------


def column(parent: QWidget | None = None, gap: float = 8, around: float = 0) -> QVBoxLayout:
    """A vertical layout with theme lengths."""
    return _spaced(QVBoxLayout(parent) if parent else QVBoxLayout(), gap, around)


def line(parent: QWidget | None = None, gap: float = 8, around: float = 0) -> QHBoxLayout:
    """A horizontal layout with theme lengths."""
    return _spaced(QHBoxLayout(parent) if parent else QHBoxLayout(), gap, around)


def _spaced(layout: L, gap: float, around: float) -> L:
    layout.setSpacing(px(gap))
    layout.setContentsMargins(px(around), px(around), px(around), px(around))
    return layout


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)


def set_shown(widget: QWidget, on: bool) -> None:
    """Show or hide a widget, even one that has no parent yet and must not become a window."""
    if on and widget.parent() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(on)


def restyled(widget: QWidget) -> None:
    """Make the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


# --- Words and buttons -------------------------------------------------------------------------------------------


class Text(QLabel):
    """Plain words, hidden when empty. Roles: body strong title section question quiet note label error."""

    def __init__(self, text: str = "", role: str = "body", *, measure: float = MEASURE) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if measure:
            self.setMaximumWidth(look().em(measure))
        self.set(text)

    def set(self, text: str) -> None:
        """Show other words, or nothing at all."""
        self.setText(text)
        set_shown(self, bool(text))

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(min(width, self.maximumWidth()))  # Qt asks for widths the measure forbids

    def set_role(self, role: str) -> None:
        """Show the same words in another role."""
        self.setProperty("role", role)
        restyled(self)


class Button(QPushButton):
    """A verb. `kind`: filled (one a page), outlined, danger, link, crumb, status or icon (give it a name)."""

    def __init__(
        self, text: str, deed: Deed | None = None, kind: str = "outlined", drawing: str = "", name: str = ""
    ) -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.drawing = drawing
        if drawing:
            self.setIconSize(QSize(px(18), px(18)))
            if are_read():
                self._draw()
            else:  # the first window stands before its drawings
                QTimer.singleShot(40, self, self._draw)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)
        if deed is not None:
            self.clicked.connect(lambda: deed())

    def _draw(self) -> None:
        self.setIcon(icon(self.drawing, self._ink(self.property("kind"))))

    @staticmethod
    def _ink(kind: str) -> str:
        tokens = look().tokens
        return {"filled": tokens.on_accent, "link": tokens.accent, "danger": tokens.bad, "status": tokens.quiet}.get(
            kind, tokens.text
        )


def literal(text: str) -> str:
    """A name as a button shows it: `&` is no mnemonic."""
    return text.replace("&", "&&")


def icon_button(drawing: str, name: str, deed: Deed | None = None) -> Button:
    """A button that shows only a drawing, and says its name to those who hover or listen."""
    return Button("", deed, "icon", drawing, name)


def hairline() -> QFrame:
    """A quiet line between two things."""
    made = QFrame()
    made.setProperty("role", "hairline")
    made.setFixedHeight(1)
    return made


def picture(drawing: str, size: float = 20, colour: str = "") -> QLabel:
    """A drawing of the icon set, beside the words that say the same."""
    made = QLabel()
    made.setPixmap(icon(drawing, colour or look().tokens.quiet).pixmap(QSize(px(size), px(size))))
    made.setFixedSize(px(size), px(size))
    return made


# --- Chips -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """A state in a word: `tone` is a level (low … unrated) or good, warn, bad, neutral, info.

    `own_shape` replaces the tone's: disc, diamond, square, triangle, ring, half, cross, check or dash.
    """

    tone: str
    text: str
    own_shape: str = ""

    @property
    def shape(self) -> str:
        """What stands before the word."""
        return self.own_shape or SHAPES.get(self.tone, "")


def level_word(level: str) -> str:
    """The word for a risk level."""
    return {
        "low": _("low"),
        "medium": _("medium"),
        "high": _("high"),
        "excluded": _("excluded"),
    }.get(level, _("cannot be rated yet"))


def level_mark(level: str) -> Mark:
    """The chip of a risk level; the word risk stands in it, for a chip is often read alone."""
    words = {"low": _("low risk"), "medium": _("medium risk"), "high": _("high risk")}
    known = level in ("low", "medium", "high", "excluded")
    return Mark(level if known else "unrated", words.get(level) or level_word(level))


def mark_size(mark: Mark) -> QSize:
    """The room a chip takes."""
    metrics = QFontMetrics(note_font())
    shape = px(15) if mark.shape else 0
    return QSize(metrics.horizontalAdvance(mark.text) + shape + px(18), metrics.height() + px(5))


def paint_mark(painter: QPainter, box: QRect, mark: Mark) -> None:
    """Draw a chip in `box`: tint, shape, word."""
    ink, ground = look().tone(mark.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(box), px(4), px(4))
    left = box.left() + px(9)
    if mark.shape:
        side = px(9)
        paint_shape(painter, QRectF(left, box.center().y() - side / 2 + 0.5, side, side), mark.shape, QColor(ink))
        left += px(15)
    painter.setPen(QColor(ink))
    painter.setFont(note_font())
    words = QRect(left, box.top(), box.right() - left, box.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.text)
    painter.restore()


def paint_shape(painter: QPainter, box: QRectF, shape: str, ink: QColor) -> None:
    """Draw one of the shapes that stand beside colours."""
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    middle = box.center()
    if shape == "disc":
        painter.drawEllipse(box)
    elif shape == "square":
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == "diamond":
        corners = (
            (middle.x(), box.top()),
            (box.right(), middle.y()),
            (middle.x(), box.bottom()),
            (box.left(), middle.y()),
        )
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    elif shape == "triangle":
        corners3 = ((middle.x(), box.top()), (box.right(), box.bottom()), (box.left(), box.bottom()))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners3]))
    else:
        _stroke_shape(painter, box, shape, ink)


def _stroke_shape(painter: QPainter, box: QRectF, shape: str, ink: QColor) -> None:
    pen = QPen(ink, max(1.6, box.width() / 6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(0.8, 0.8, -0.8, -0.8)
    if shape in ("ring", "half"):
        painter.drawEllipse(inner)
        if shape == "half":
            painter.setBrush(ink)
            painter.drawPie(inner, 90 * 16, 180 * 16)
    elif shape == "dash":
        painter.drawLine(QPointF(inner.left(), inner.center().y()), QPointF(inner.right(), inner.center().y()))
    elif shape == "cross":
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif shape == "check":
        elbow = QPointF(inner.left() + inner.width() * 0.38, inner.bottom() - 0.5)
        painter.drawPolyline(
            QPolygonF([QPointF(inner.left(), inner.center().y() + 0.5), elbow, QPointF(inner.right(), inner.top() + 1)])
        )


class Chip(QWidget):
    """A state as shape and word on a tint."""

    def __init__(self, mark: Mark | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(mark)

    def set(self, mark: Mark | None) -> None:
        """Show another state, or none."""
        self.mark = mark
        self.setAccessibleName(mark.text if mark else "")
        set_shown(self, mark is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return mark_size(self.mark) if self.mark else QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.mark:
            painter = QPainter(self)
            paint_mark(painter, QRect(0, 0, self.width(), self.height()), self.mark)
            painter.end()


# --- Boxes -------------------------------------------------------------------------------------------------------


class Section(QWidget):
    """A group under a heading; `add` puts widgets below one another."""

    def __init__(self, title: str = "", note: str = "", gap: float = 8) -> None:
        super().__init__()
        self._layout = column(self, gap)
        self._head = line(gap=12)
        self.title, self.note = Text(title, "section", measure=0), Text(note, "quiet")
        self._head.addWidget(self.title, 1)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.note)

    def add(self, widget: W) -> W:
        """Put a widget below the others and give it back."""
        self._layout.addWidget(widget)
        return widget

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a link or a chip at the right of the heading."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def clear(self) -> None:
        """Take out what `add` put in."""
        while self._layout.count() > 2:
            if (item := self._layout.takeAt(2)) and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()


class Card(QFrame):
    """A surface with a hairline around it, for what stands apart."""

    def __init__(self, title: str = "", role: str = "card") -> None:
        super().__init__()
        self.setProperty("role", role)
        self._layout = column(self, 8, 16)
        self.title = Text(title, "strong")
        self._layout.addWidget(self.title)

    def add(self, widget: W) -> W:
        """Put a widget below the others and give it back."""
        self._layout.addWidget(widget)
        return widget

    def clear(self) -> None:
        """Take out what `add` put in."""
        while self._layout.count() > 1:
            if (item := self._layout.takeAt(1)) and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()


class NextStep(QFrame):
    """What to do now, in one sentence, and the one button that does it."""

    def __init__(self, text: str = "", detail: str = "", button: str = "", deed: Deed | None = None) -> None:
        super().__init__()
        self.setProperty("role", "next")
        self._layout = line(self, 16, 16)
        words = column(gap=4)
        self.head = Text(_("Next step"), "note", measure=0)
        self.text, self.detail = Text(role="strong", measure=0), Text(role="quiet", measure=0)
        for part in (self.head, self.text, self.detail):
            words.addWidget(part)
        self._layout.addLayout(words, 1)
        self.button = Button("", lambda: self._deed() if self._deed else None, "filled")
        self._layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set(text, detail, button, deed)

    def set(self, text: str, detail: str = "", button: str = "", deed: Deed | None = None) -> None:
        """Show another step; without a button when somebody else is next."""
        self._deed = deed
        self.text.set(text)
        self.detail.set(detail)
        self.button.setText(button)
        self.button.setVisible(bool(button))


class KeyValues(QWidget):
    """Facts as name and value, aligned, or each value under its name in a side column; empty ones read as a dash."""

    def __init__(self, pairs: Sequence[tuple[str, str]] = (), *, stacked: bool = False) -> None:
        super().__init__()
        self._stacked = stacked
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, 0 if stacked else look().em(9))
        self.set(pairs)

    def set(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other facts."""
        emptied(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, value) in enumerate(pairs):
            if self._stacked:
                self._grid.addWidget(Text(name, "note"), 2 * row, 0, 1, 2, top)
                self._grid.addWidget(Text(value or "–"), 2 * row + 1, 0, 1, 2, top)
                continue
            self._grid.addWidget(Text(name, "quiet", measure=14), row, 0, top)
            self._grid.addWidget(Text(value or "–"), row, 1, top)


class ProgressLine(QWidget):
    """Where one is in a long form: words, a thin bar, and the level that never disappears."""

    def __init__(self, text: str = "", done: int = 0, total: int = 1) -> None:
        super().__init__()
        layout, head = column(self, 6), line(gap=12)
        self.text, self.chip, self.bar = Text(role="quiet", measure=0), Chip(), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(4))
        head.addWidget(self.text, 1)
        head.addWidget(self.chip)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        self.set(text, done, total)

    def set(self, text: str, done: int, total: int, mark: Mark | None = None) -> None:
        """Show another place."""
        self.text.set(text)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.bar.setAccessibleName(text)
        self.chip.set(mark)


class EmptyState(QWidget):
    """A page or list without content: one drawing, one sentence, one button."""

    def __init__(
        self, drawing: str, text: str, button: str = "", deed: Deed | None = None, kind: str = "filled"
    ) -> None:
        super().__init__()
        layout = column(self, 12, 24)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.text, self.button = Text(text, "quiet"), Button(button, deed, kind)
        self.text.setAlignment(middle)
        natural = self.text.fontMetrics().horizontalAdvance(text) + px(8)
        self.text.setFixedWidth(min(natural, look().em(34)))
        self.text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.text.setFixedHeight(self.text.heightForWidth(self.text.maximumWidth()))
        layout.addStretch(2)
        layout.addWidget(picture(drawing, 40), 0, middle)
        layout.addWidget(self.text, 0, middle)
        layout.addWidget(self.button, 0, middle)
        layout.addStretch(3)
        self.button.setVisible(bool(button))


class SideHelp(Card):
    """“Why this question?” beside or under what it explains. `passages` are heading and text."""

    def __init__(self, passages: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.set(passages)

    def set(self, passages: Sequence[tuple[str, str]]) -> None:
        """Show other explanations."""
        self.clear()
        set_shown(self, bool(passages))
        for heading, text in passages:
            block = QWidget()
            inner = column(block, 4)
            inner.addWidget(Text(heading, "strong"))
            inner.addWidget(Text(text, "quiet"))
            self.add(block)


class Tabs(QWidget):
    """Several faces of one record: words above, one face below."""

    turned = Signal(str)  # the key of the face now shown

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, 0)
        self.bar, self.faces = QTabBar(), QStackedWidget()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setAccessibleName(_("Parts of this page"))
        self._keys: list[str] = []
        layout.addWidget(self.bar)
        layout.addWidget(hairline())
        layout.addSpacing(px(16))
        layout.addWidget(self.faces, 1)
        self.bar.currentChanged.connect(self._turn)

    def add(self, key: str, title: str, face: QWidget) -> None:
        """One more face."""
        self._keys.append(key)
        self.faces.addWidget(face)
        self.bar.addTab(title)

    def show_face(self, key: str) -> None:
        """Turn to a face; raises ValueError for an unknown key."""
        self.bar.setCurrentIndex(self._keys.index(key))

    def _turn(self, at: int) -> None:
        for index in range(self.faces.count()):  # a hidden face must not make the shown one taller
            policy = QSizePolicy.Policy.Preferred if index == at else QSizePolicy.Policy.Ignored
            if (face := self.faces.widget(index)) is not None:
                face.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.faces.setCurrentIndex(at)
        if 0 <= at < len(self._keys):
            self.turned.emit(self._keys[at])


# --- Messages ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    """What happened, what is safe, what to do. `kind`: info, good, warn or bad; `actions` are words and deeds."""

    kind: str
    what: str
    do: str = ""
    actions: tuple[tuple[str, Deed], ...] = field(default=())
    details: str = ""


class MessagePanel(QFrame):
    """A message in the flow, above what it concerns."""

    def __init__(self, message: Message, close: Deed | None = None) -> None:
        super().__init__()
        self.message, self.close_deed = message, close or self.hide
        ink, ground = look().tone(message.kind)
        self.setStyleSheet(
            f"MessagePanel {{ background: {ground}; border: none; border-left: {px(4)}px solid {ink};"
            f" border-top-right-radius: {px(4)}px; border-bottom-right-radius: {px(4)}px; }}"
            f' MessagePanel QLabel, MessagePanel QPushButton[kind="link"] {{ color: {ink}; }}'
        )
        layout = line(self, 12, 12)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(picture(message.kind, 20, ink), 0, top)
        words = column(gap=4)
        words.addWidget(Text(message.what, "strong", measure=56))
        words.addWidget(Text(message.do, measure=56))
        self._add_actions(words)
        words.addStretch(1)
        layout.addLayout(words, 1)
        if close is not None:
            layout.addWidget(icon_button("close", _("Close this message"), close), 0, top)
        self.setAccessibleName(f"{message.what} {message.do}".strip())

    def _add_actions(self, words: QVBoxLayout) -> None:
        row = line(gap=12)
        for text, deed in self.message.actions:
            row.addWidget(Button(text, deed))
        if self.message.details:
            self._add_details(row, words)
        if row.count():
            row.addStretch(1)
            words.addSpacing(px(4))
            words.insertLayout(2, row)

    def _add_details(self, row: QHBoxLayout, words: QVBoxLayout) -> None:
        details = Text(self.message.details, "note", measure=56)
        details.hide()
        row.addWidget(Button(_("Details"), lambda: details.setVisible(details.isHidden()), "link"))
        row.addWidget(Button(_("Copy for support"), self._copy, "link"))
        words.addWidget(details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join((self.message.what, self.message.do, self.message.details)))


# --- The page ----------------------------------------------------------------------------------------------------


class ActionBar(QWidget):
    """The bottom of a page: back at the left; at the right the others and the one filled button, last."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = line(self, 8)
        layout.setContentsMargins(px(24), px(10), px(24), px(10))
        self._left, self._right = line(gap=12), line(gap=12)
        layout.addLayout(self._left)
        layout.addStretch(1)
        layout.addLayout(self._right)
        self.main: Button | None = None
        self.hide()

    def back(self, text: str, deed: Deed) -> Button:
        """The button at the left."""
        return self._put(self._left, self._left.count(), Button(text, deed))

    def other(self, text: str, deed: Deed, kind: str = "outlined", drawing: str = "") -> Button:
        """One more button, before the filled one."""
        at = self._right.count() - (1 if self.main else 0)
        return self._put(self._right, at, Button(text, deed, kind, drawing))

    def primary(self, text: str, deed: Deed) -> Button:
        """The one filled button; raises ValueError when the page has one."""
        if self.main is not None:
            raise ValueError("a page has exactly one filled button")
        self.main = self._put(self._right, self._right.count(), Button(text, deed, "filled"))
        return self.main

    def clear(self) -> None:
        """No buttons."""
        emptied(self._left)
        emptied(self._right)
        self.main = None
        self.hide()

    def _put(self, layout: QHBoxLayout, at: int, button: Button) -> Button:
        layout.insertWidget(at, button)
        button.show()  # at once, not when events are next heeded: a key may press it before
        self.show()
        return button


def _crumb(text: str, deed: Deed | None) -> QWidget:
    short = text if len(text) <= LONGEST_CRUMB else f"{text[: LONGEST_CRUMB - 1]}…"
    made = Button(literal(short), deed, "crumb") if deed else Text(short, "here", measure=0)
    if isinstance(made, Text):
        made.setWordWrap(False)
        made.setIndent(0)
    if short != text:
        made.setToolTip(text)
        made.setAccessibleName(text)
    return made


class _Content(QWidget):
    """Lets the scroll area ask for the height at its width, not for that of the narrowest wrapping."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Page(QWidget):
    """Breadcrumb, title, one sentence of state, messages, content, side column and action bar."""

    def __init__(self, *, wide: bool = False, scrolls: bool = True) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wide, self._scrolls = wide, scrolls
        outer = column(self, 0)
        self.content = _Content()
        self.content.setProperty("role", "clear")
        self._build_content(wide)
        outer.addWidget(self._scrolled() if scrolls else self.content, 1)
        self.bar = ActionBar()
        outer.addWidget(self.bar)

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.content)
        self.area = area
        return area

    def _build_content(self, wide: bool) -> None:
        around = column(self.content, 16, 24)
        self._head = QWidget()
        head = column(self._head, 4)
        self._crumbs = line(gap=2)
        self._title_line = line(gap=12)
        self._around = around
        self.title, self.state = Text(role="title", measure=0), Text(role="quiet", measure=60)
        self._title_line.addWidget(self.title, 1)
        head.addLayout(self._crumbs)
        head.addLayout(self._title_line)
        head.addWidget(self.state)
        self._message_area = QWidget()
        self._messages = column(self._message_area, 8)
        self._message_area.hide()
        self._panels: dict[str, MessagePanel] = {}
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(px(32))
        self._body, self._side = QWidget(), QWidget()
        self._body_layout, self._side_layout = column(self._body, 16), column(self._side, 16)
        self._side_layout.addStretch(1)
        if not wide:
            for part in (self._head, self._message_area, self._body):
                part.setMaximumWidth(look().em(COLUMN))
        top = Qt.AlignmentFlag.AlignTop if self._scrolls else Qt.AlignmentFlag(0)
        self._split.addWidget(self._body, 1, top)
        self._split.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        self._split.addStretch(0)
        self._side.hide()
        for part in (self._head, self._message_area):
            row = line(gap=0)  # a row heeds the greatest width when it asks for heights; a column does not
            row.addWidget(part, 1)
            row.addStretch(0)
            around.addLayout(row)
        around.addLayout(self._split, 1)

    @property
    def main_button(self) -> Button | None:
        """The one filled button: that of the bar, else the one in the content, such as the next step's."""
        if self.bar.main is not None and not (self.bar.isHidden() or self.bar.main.isHidden()):
            return self.bar.main
        filled = (button for button in self.content.findChildren(Button) if button.property("kind") == "filled")
        return next((button for button in filled if button.isVisible()), None)

    # The head

    def set_crumbs(self, crumbs: Sequence[tuple[str, Deed | None]]) -> None:
        """The way here: words and what a click does; the last one is the page itself."""
        emptied(self._crumbs)
        for at, (text, deed) in enumerate(crumbs):
            if at:
                self._crumbs.addWidget(picture("next", 14))
            self._crumbs.addWidget(_crumb(text, deed))
        self._crumbs.addStretch(1)

    def set_title(self, title: str, state: str = "") -> None:
        """What this is, and what is missing and who is next."""
        self.title.set(title)
        self.state.set(state)
        self.content.setAccessibleName(f"{title}. {state}" if state else title)

    def focus_heading(self) -> None:
        """Begin at the top: a screen reader says the title, Tab goes to the first field."""
        self.content.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_beside_title(self, widget: QWidget) -> None:
        """A chip or an outlined button at the right of the title."""
        self._title_line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    # Messages

    def show_message(self, message: Message, key: str = "", close: Deed | None = None) -> None:
        """Show a message above the content, in place of the one with the same key."""
        self.clear_message(key)
        panel = MessagePanel(message, close or (lambda: self.clear_message(key)))
        self._panels[key] = panel
        self._messages.addWidget(panel)
        self._message_area.show()
        announce(self, panel.accessibleName())

    def clear_message(self, key: str = "") -> None:
        """Take a message away, if it is there."""
        if (panel := self._panels.pop(key, None)) is not None:
            self._message_area.setVisible(bool(self._panels))
            panel.hide()  # it goes with the page: deleting it from its own button crashes when the page goes first

    def close_one_message(self) -> bool:
        """Close the last message, if there is one: what Esc does."""
        if not self._panels:
            return False
        list(self._panels.values())[-1].close_deed()
        return True

    def show_problem(self, problem: Problem | None, close: Deed | None = None) -> None:
        """Show what the user can act on, or take it away."""
        if problem is None:
            self.clear_message("problem")
            return
        self.show_message(Message("bad", problem.text, problem.remedy), "problem", close)
        self.to_top()

    def to_top(self) -> None:
        """Back to the title."""
        if hasattr(self, "area"):
            self.area.verticalScrollBar().setValue(0)

    # Content

    def add(self, widget: W, stretch: int = 0) -> W:
        """Put a widget below the others and give it back."""
        self._body_layout.addWidget(widget, stretch)
        return widget

    def add_section(self, title: str, note: str = "") -> Section:
        """A group under a heading."""
        return self.add(Section(title, note))

    def add_stretch(self) -> None:
        """Push what was added so far to the top."""
        self._body_layout.addStretch(1)

    def add_side(self, widget: W) -> W:
        """Put a widget into the side column, which moves under the content when the page is narrow."""
        self._side_layout.insertWidget(self._side_layout.count() - 1, widget)
        self._side.show()
        self._arrange()
        return widget

    def clear(self) -> None:
        """Take out content and side column."""
        emptied(self._body_layout)
        while self._side_layout.count() > 1:
            if (item := self._side_layout.takeAt(0)) and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        self._side.hide()

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a part of the content to the top of what is seen."""
        if hasattr(self, "area"):
            bar = self.area.verticalScrollBar()
            bar.setValue(min(widget.mapTo(self.content, QPoint(0, 0)).y() - px(8), bar.maximum()))

    def is_seen(self, widget: QWidget) -> bool:
        """Whether the beginning of a part of the content is in sight."""
        if not hasattr(self, "area"):
            return True
        first_line = widget.mapTo(self.area.viewport(), QPoint(0, widget.fontMetrics().height()))
        return bool(first_line.y() < self.area.viewport().height())

    def reveal(self, widget: QWidget) -> None:
        """Bring a widget into sight and give it the focus."""
        if hasattr(self, "area"):
            self.area.ensureWidgetVisible(widget, px(24), px(24))
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        current = look()
        beside = self.width() >= current.em(SIDE_FROM)
        air = px(24 if self.height() >= current.em(SHORT) else 12)
        spare = 0 if self._wide or beside else self.width() - px(48) - current.em(COLUMN)
        self._around.setContentsMargins(px(24), air, px(24) + max(spare, 0), air)
        directions = QBoxLayout.Direction
        self._split.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._split.setStretch(0, 1 if beside or not self._scrolls else 0)
        self._split.setStretch(2, 0 if beside or not self._scrolls else 1)
        if not self._wide:
            room = self.width() - px(48 + 32 + (12 if self._scrolls else 0)) - current.em(SIDE)
            taken = beside and self._side.isVisibleTo(self)
            for part in (self._head, self._message_area):
                part.setMaximumWidth(min(room, current.em(COLUMN)) if taken else current.em(COLUMN))
        self._side.setMinimumWidth(current.em(SIDE) if beside else 0)
        self._side.setMaximumWidth(current.em(SIDE if beside else COLUMN))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()
