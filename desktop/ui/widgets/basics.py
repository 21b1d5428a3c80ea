"""Texts, buttons, lines and drawings: what every widget is made of. Everything shown is plain text."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui.deeds import ListedDeed, with_key
from desktop.ui.icons import are_read, icon, program_icon
from desktop.ui.keyboard import DESTRUCTIVE, LEADS, PAGE, announce, bring_into_sight, in_reading_order
from desktop.ui.theme import look, px
from desktop.ui.widgets.layouts import restyle, set_shown

MEASURE = 42  # em: the longest line of running text
Deed = Callable[[], object]


class Text(QLabel):
    """Plain words, hidden when empty. Roles: body strong title section question quiet note label error."""

    def __init__(self, text: str = "", role: str = "body", *, measure: float = MEASURE) -> None:
        super().__init__()
        self._secret = False
        self._heights: dict[int, int] = {}  # by width: a page asks for each a dozen times before it stands
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

    def setText(self, text: str) -> None:
        self._heights.clear()
        super().setText(text)

    def heightForWidth(self, width: int) -> int:
        width = min(width, self.maximumWidth())  # Qt asks for widths the measure forbids
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()  # the font, the style or the way of writing may be another
        super().changeEvent(event)

    def set_role(self, role: str) -> None:
        """Show the same words in another role."""
        self.setProperty("role", role)
        restyle(self)

    # Selecting and copying, prepared for when somebody points at it: for all of a page that would take long

    def lay_open(self) -> bool:
        """Let its words be selected, if they may: what names a field, or stands in a button, belongs to that."""
        if self._secret or self.buddy() is not None or _in_button(self):
            return False
        flags = Qt.TextInteractionFlag
        if not self.textInteractionFlags() & flags.TextSelectableByMouse:
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
            self.setCursor(Qt.CursorShape.IBeamCursor)
        return True

    def keep_secret(self) -> "Text":
        """Declare that it is to be read only: what is copied stays on the clipboard, where every program sees it."""
        self._secret = True
        return self

    def select_words(self) -> None:
        """Select all of it."""
        if self.lay_open():
            self.setSelection(0, len(self.text()))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.lay_open()
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying is that of all the texts around it, which the window reads; the arrows go from text to text."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Copy) or event.matches(keys.SelectAll):
            event.ignore()
        elif event.matches(keys.MoveToNextLine):
            self._go(1)
        elif event.matches(keys.MoveToPreviousLine):
            self._go(-1)
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        """To the text after or before; what was selected is so no more, as with every other way on."""
        page = self.parentWidget() or self
        while not (page.isWindow() or page.property(PAGE)):
            page = page.parentWidget() or page
        texts = list(texts_of(page))
        reached = texts[min(max(texts.index(self) + by, 0), len(texts) - 1)] if self in texts else self
        reached.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(reached)
        announce(reached, reached.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:  # the other one asks what can be done with what is selected
            _forget_selected(self.window())
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is selected stays so while a menu is open, and not when one goes on to something else."""
        reasons = Qt.FocusReason
        super().focusOutEvent(event)
        if event.reason() not in (
            *(reasons.PopupFocusReason, reasons.MenuBarFocusReason, reasons.ActiveWindowFocusReason),
        ):
            _forget_selected(self.window())


def texts_of(page: QWidget) -> Iterator[Text]:
    """The texts of a page or box that can be copied, in the order in which they are read."""
    for widget in in_reading_order(page):
        if isinstance(widget, Text) and widget.text() and widget.lay_open():
            yield widget


def _forget_selected(window: QWidget) -> None:
    for text in window.findChildren(Text):
        if text.hasSelectedText():
            text.setSelection(0, 0)


def _in_button(widget: QWidget) -> bool:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QAbstractButton):
        around = around.parentWidget()
    return around is not None


class Remark:
    """Words that a widget says now and then, such as an error: their label is made, and put in place, with the first.

    A page of forty fields would otherwise be built with more empty labels than anything else.
    """

    def __init__(self, place: Callable[[Text], object], role: str, text: str = "") -> None:
        self._place, self._role = place, role
        self._label: Text | None = None
        self._shown = True
        self.set(text)

    def set(self, text: str) -> None:
        """Say other words, or nothing at all."""
        if self._label is None and text:
            self._label = Text(role=self._role)
            self._place(self._label)
        if self._label is not None:
            self._label.set(text)
            self.show(self._shown)

    def show(self, on: bool) -> None:
        """Let the words be seen, or keep them for who asks."""
        self._shown = on
        if self._label is not None:
            set_shown(self._label, on and bool(self._label.text()))

    def set_role(self, role: str) -> None:
        """Say the same words in another role."""
        if self._label is not None and role != self._role:
            self._label.set_role(role)
        self._role = role

    def text(self) -> str:
        """What is said now."""
        return self._label.text() if self._label is not None else ""

    def height(self, width: int) -> int:
        """How tall it is at a width; 0 while nothing is said."""
        return self._label.heightForWidth(width) if self._label is not None and self._label.text() else 0

    def isVisible(self) -> bool:
        """Whether anything is said on a page that is shown."""
        return self._label is not None and self._label.isVisible()


class Button(QPushButton):
    """A verb. `kind`: filled (one a page), outlined, danger, link, crumb, status or icon (give it a name).

    What is dangerous or drawn as a bin is destructive; another one that takes something away says so by `destroys`.
    """

    def __init__(
        self, text: str, deed: Deed | None = None, kind: str = "outlined", drawing: str = "", name: str = ""
    ) -> None:
        self._listed: ListedDeed | None = None
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.drawing = drawing
        if kind == "danger" or drawing == "remove":
            self.destroys()
        if kind == "filled":
            self.leads()
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

    def destroys(self) -> "Button":
        """Declare that it takes away something filled in, or something in use: Tab comes to it last on its page."""
        self.setProperty(DESTRUCTIVE, True)
        return self

    def says_key(self, listed: ListedDeed) -> "Button":
        """Declare that the keys of a listed deed do the same: whoever points at it reads which they are."""
        self._listed = listed
        self.setToolTip(with_key(self.accessibleName() or self.text().replace("&", ""), listed))
        return self

    def setText(self, text: str) -> None:
        super().setText(text)
        if self._listed is not None:
            self.says_key(self._listed)

    def set_kind(self, kind: str) -> None:
        """Be another kind of button from now on: what leads on is filled."""
        if kind == self.property("kind"):
            return
        self.setProperty("kind", kind)
        self.setProperty(LEADS, kind == "filled")
        restyle(self)
        if self.drawing and not self.icon().isNull():
            self._draw()

    def leads(self) -> "Button":
        """Declare that it saves: Tab comes to it before the buttons beside it."""
        self.setProperty(LEADS, True)
        return self

    def paintEvent(self, event: QPaintEvent) -> None:
        """A filled button shows the focus by a ring inside it: around it none would differ enough from its colour."""
        super().paintEvent(event)
        if self.hasFocus() and self.property("kind") == "filled":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look().tokens.on_accent), px(2)))
            inset = px(4)
            painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), px(2), px(2))
            painter.end()

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


def icon_button(drawing: str, name: str, deed: Deed | None = None, listed: ListedDeed | None = None) -> Button:
    """A button that shows only a drawing, and says its name to those who hover or listen, and its key if it has one."""
    button = Button("", deed, "icon", drawing, name)
    return button if listed is None else button.says_key(listed)


def hairline() -> QFrame:
    """A quiet line between two things."""
    rule = QFrame()
    rule.setProperty("role", "hairline")
    rule.setFixedHeight(1)
    return rule


def emblem() -> QLabel:
    """The program's own drawing, beside its name or that of the office."""
    label = QLabel()
    label.setPixmap(program_icon().pixmap(px(48), px(48)))
    return label


def picture(drawing: str, size: float = 20, colour: str = "") -> QLabel:
    """A drawing of the icon set, beside the words that say the same."""
    label = QLabel()
    label.setPixmap(icon(drawing, colour or look().tokens.quiet).pixmap(QSize(px(size), px(size))))
    label.setFixedSize(px(size), px(size))
    return label
