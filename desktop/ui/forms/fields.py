"""Fields: a label above, help beside it or under the box, an echo of what was understood, and an error in words.

A field tells its value when the user leaves it or pauses for a second and a half, never at each key, and it does
not let `set_value` write over what is being typed. `typing` is told at each key: what is typed is safe long before it
is told (`keeping`).
"""

import unicodedata
from collections.abc import Sequence
from math import ceil
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.icons import icon
from desktop.ui.keyboard import CapsWatch, is_key_of
from desktop.ui.measures import words_width
from desktop.ui.theme import look, px
from desktop.ui.widgets import HeadWords, Remark, Text, column, icon_button, line, restyle, set_shown

PAUSE = 1500  # ms without a key before what was typed is kept
NOTHING = "–"  # what is read where nothing was filled in
DEEDS_OVER_FIELDS = (deeds.REPEAT, deeds.EVIDENCE, deeds.NOT_KNOWN)
LINE_ENDS = {0x2028: "\n", 0x2029: "\n"}  # how a document of Qt parts lines and paragraphs
SPELLING = 1.5  # seconds without a key after which a name in a drop-down is begun anew
NARROWEST = 7  # em: the narrowest field beside another
MOST_LINES = 8  # lines to which a box grows with its text; more are scrolled


class Field(QWidget):
    """What every field has. `box` is the widget that is typed in; `chars` its usual width, 0 for the whole column."""

    committed = Signal(str)  # what was typed, when it changed and the user left or paused
    typing = Signal()  # another key
    unchanged = Signal()  # the user left or paused, and it holds what was told before

    def __init__(self, label: str, box: QWidget, help_text: str = "", chars: int = 0) -> None:
        super().__init__()
        self.box, self._kept, self._label = box, "", label
        self._resumed = False  # whether it holds what was typed before the page was opened, untold
        self._locked = False
        self._before, self._refused = "", False  # what was told before; whether what is typed was not taken
        self._column = column(self, 4)
        self._row = line(gap=8)
        self._column.addLayout(self._row)
        self._head = HeadWords(Text(label.replace("&", ""), "label", measure=0), help_text, "note", self._explain)
        self.label, self.help = self._head.heading, self._head.words
        self._row.addWidget(box, 1000 if chars else 1)  # up to its usual width, before the empty room beside it
        self._has_room = bool(chars)
        if chars:
            box.setMaximumWidth(look().em(chars * 0.62 + 1.5))
            box.setMinimumWidth(look().em(min(chars, 12) * 0.62 + 1.5))
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._row.addStretch(1)
        self._column.insertLayout(0, self._head)
        self.echo = Remark(lambda text: self._column.insertWidget(self._column.indexOf(self._row) + 1, text), "note")
        self.error = Remark(self._column.addWidget, "error")
        self._said = Remark(lambda text: self._column.insertWidget(self._column.indexOf(self._row) + 1, text), "body")
        self._name()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.commit)
        box.installEventFilter(self)
        self.setFocusProxy(box)

    def _name(self) -> None:
        self.label.setTextFormat(Qt.TextFormat.AutoText)
        self.label.setText(self._label)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setBuddy(self.box)
        self.box.setAccessibleName(self._label.replace("&", ""))
        self.box.setAccessibleDescription(self.help.text())

    def _explain(self, text: Text) -> None:
        """Say below the box what it asks for: fields side by side then begin on one line, and no label hangs alone."""
        self._column.insertWidget(self._column.indexOf(self._row) + 1, text)

    def add_beside(self, widget: QWidget) -> None:
        """Put a button or a unit at the right of the box."""
        self._row.insertWidget(self._row.count() - (1 if self._has_room else 0), widget)

    def add_before(self, widget: QWidget) -> None:
        """Put a word at the left of the box."""
        self._row.insertWidget(0, widget)

    def head_height(self, width: int) -> int:
        """How much label and help take above the box, at a width of the field."""
        return self._head.height_at(width)

    def show_head(self, on: bool) -> None:
        """Show label and help, or leave them to whatever stands above; a screen reader says them in any case."""
        self._head.show_words(on)
        self._column.setSpacing(px(4 if on else 2))

    def event(self, event: QEvent) -> bool:
        """Have the help beside the label whenever the field was laid out and both fit."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._head.settle(self.width())
        return super().event(event)

    def push_down(self, by: int) -> None:
        """Leave this much room above the label."""
        if self._column.contentsMargins().top() != by:
            self._column.setContentsMargins(0, by, 0, 0)

    def lock(self, on: bool) -> None:
        """Be read as words, which can be copied, or be filled in again."""
        if on is not self._locked:
            self._locked = on
            for part in (place.widget() for at in range(self._row.count()) if (place := self._row.itemAt(at))):
                if part is not None:
                    set_shown(part, not on)
            for remark in (self.echo, self.help):
                remark.show(not on)
        self._said.set((self.words() or NOTHING) if on else "")

    def words(self) -> str:
        """What is in the box as it is read."""
        return self.text()

    def text(self) -> str:
        """What is in the box now."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Put words into the box."""
        raise NotImplementedError

    def set_value(self, text: str) -> None:
        """Show a value, unless the user is typing another one."""
        if (self.box.hasFocus() or self._timer.isActive() or self._resumed) and self.text() != self._kept:
            return
        if self._refused and text == self._kept:
            return  # what was typed and not taken stays in sight
        self._kept, self._refused = text, False
        if self.text() != text:
            self.write(text)
        self._timer.stop()
        self.heard()
        if self._locked:
            self.lock(True)

    def set_error(self, text: str) -> None:
        """Say what is missing or wrong, in words, or nothing."""
        self.error.set(text)
        if self.box.property("wrong") != bool(text):
            self.box.setProperty("wrong", bool(text))
            restyle(self.box)

    def set_label(self, label: str, help_text: str = "") -> None:
        """Ask otherwise."""
        self._label = label
        self.help.set(help_text)
        self._name()

    def heard(self) -> None:
        """Show what was understood; plain text needs no echo."""

    def commit(self) -> None:
        """Tell the value if it changed since it was last told."""
        self._timer.stop()
        self._resumed = False
        if self.text() != self._kept:
            if self._refused:
                self._refused = False
                self.set_error("")
            self._before, self._kept = self._kept, self.text()
            self.tell()
        else:
            self.unchanged.emit()

    def forget(self) -> None:
        """Let go of what is being typed: it is not told any more."""
        self._timer.stop()
        self._resumed = False
        self._kept = self.text()

    def refuse(self, reason: str) -> None:
        """What was told last is not taken: it stays as it was typed, with the reason; the value is the one before."""
        self._kept, self._refused = self._before, True
        self.set_error(reason)

    @property
    def told(self) -> str:
        """What was shown or told last, whatever is being typed."""
        return self._kept

    def resume(self, text: str) -> None:
        """Put back what was typed here before: it is told as all typing is, when the field is left."""
        if text != self.text():
            self.write(text)
            self._resumed = text != self._kept
            self.heard()

    def put_back(self) -> None:
        """Show again what was shown or told last, in the place of what is typed."""
        told = self._kept
        self.forget()
        self._kept = told
        self.write(told)
        self.heard()

    def tell(self) -> None:
        """Emit the value."""
        self.committed.emit(self._kept)

    def typed(self) -> None:
        """A key was pressed."""
        self._timer.start()
        self.typing.emit()
        self.heard()

    def _left(self, reason: Qt.FocusReason) -> None:
        if reason != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QFocusEvent) and event.lostFocus():
            self._left(event.reason())
        return False


def _is_a_deed(event: QEvent) -> bool:
    """Whether a key is one of the program’s, which X11 would have move or delete in a field: the field leaves it."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return is_key_of(event, DEEDS_OVER_FIELDS)


class _OneLine(QLineEdit):
    """Shows where its words begin, however short it is, once nobody types in it; typing goes on at their end."""

    def event(self, event: QEvent) -> bool:
        if _is_a_deed(event):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.end(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        reasons = Qt.FocusReason
        if event.reason() in (reasons.TabFocusReason, reasons.BacktabFocusReason, reasons.MouseFocusReason):
            self.home(False)


class TextField(Field):
    """One line."""

    def __init__(self, label: str, help_text: str = "", chars: int = 0, placeholder: str = "") -> None:
        self.edit = _OneLine()
        self.edit.setPlaceholderText(placeholder)
        super().__init__(label, self.edit, help_text, chars)
        self.edit.textEdited.connect(lambda: self.typed())
        self.edit.returnPressed.connect(self.commit)

    def text(self) -> str:
        """What is in the box now."""
        return self.edit.text()

    def write(self, text: str) -> None:
        """Put words into the box."""
        self.edit.setText(text)
        if not self.edit.hasFocus():
            self.edit.home(False)


class _GrowingBox(QPlainTextEdit):
    """As high as its text, within limits: one line for a title, all of a paragraph."""

    def event(self, event: QEvent) -> bool:
        if _is_a_deed(event):
            event.ignore()
            return False
        return super().event(event)

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = least
        self._scrolls, self._measured = False, (0, 0)  # whether it scrolls; the width and the text of which that is so
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.grow)
        self.grow()
        self.textChanged.connect(self.grow)

    def grow(self) -> None:
        """Take the height of the text, or of as many lines as are shown of it."""
        lines, height = self._extent()
        asked = self.width(), self.document().revision()
        # A bar makes longer lines of no text: once there it stays, until the text or the box is another
        self._scrolls = lines > MOST_LINES or (self._scrolls and asked == self._measured)
        self._measured = asked
        bars = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bars.ScrollBarAsNeeded if self._scrolls else bars.ScrollBarAlwaysOff)
        shown = min(lines, MOST_LINES)
        line = max(self.fontMetrics().lineSpacing(), ceil(height / max(lines, 1)))
        self.setFixedHeight(max(ceil(height * shown / max(lines, 1)), line * self._least) + px(12) + 6)

    def _extent(self) -> tuple[int, float]:
        """How many lines the text has, and how high they are; no more are counted than tell whether it scrolls."""
        layout, block = self.document().documentLayout(), self.document().firstBlock()
        lines, height = 0, 0.0
        while block.isValid() and lines <= MOST_LINES:
            lines += block.lineCount()
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return lines, height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes other lines; the height is taken afterwards, not while the page is laid out."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._soon.start()


class TextArea(Field):
    """Lines of text, at least `lines` high, growing with what is written; Tab leaves it."""

    def __init__(self, label: str, help_text: str = "", lines: int = 4) -> None:
        self.edit = _GrowingBox(lines)
        super().__init__(label, self.edit, help_text)
        self.edit.textChanged.connect(self._changed)

    def text(self) -> str:
        """What is in the box now; Qt's plain text would make common spaces of those that keep words together."""
        return self.edit.document().toRawText().translate(LINE_ENDS)

    def write(self, text: str) -> None:
        """Put words into the box."""
        self.edit.setPlainText(text)

    def _changed(self) -> None:
        if self.edit.hasFocus():
            self.typed()


class PasswordField(TextField):
    """A secret, with a button that shows it and a word when Caps Lock seems on."""

    entered = Signal()  # Return was pressed

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(label, help_text, 32)
        self.eye = icon_button("show", _("Show what is typed"), self._turn)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_beside(self.eye)
        self.edit.returnPressed.connect(self.entered)
        CapsWatch(self.edit, self._caps)

    def clear(self) -> None:
        """Forget what was typed."""
        self.edit.clear()

    def commit(self) -> None:
        """A secret is asked for with `text()`, never told around."""
        self._timer.stop()

    def typed(self) -> None:
        """A key was pressed: nobody is told."""

    def _turn(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        name = _("Hide what is typed") if hidden else _("Show what is typed")
        self.eye.setIcon(icon("hide" if hidden else "show"))
        self.eye.setAccessibleName(name)
        self.eye.setToolTip(name)

    def _caps(self, on: bool) -> None:
        self.echo.set(_("Caps Lock is on.") if on else "")


def begins(names: Sequence[str], spelt: str, current: int) -> int:
    """The entry that begins as spelt; the same letter again goes to the one after `here`; -1 for none."""
    plain, letters = [_plain(name) for name in names], _plain(spelt)
    whole = [at for at, name in enumerate(plain) if name.startswith(letters)]
    if whole or len(set(letters)) != 1:
        return whole[0] if whole else -1
    same = [at for at, name in enumerate(plain) if name.startswith(letters[0])]
    return next((at for at in same if at > current), same[0] if same else -1)


class _Names(QListView):
    """The list that hangs below a drop-down, spelt into in the same way; Return chooses."""

    def __init__(self) -> None:
        super().__init__()
        self._spelt, self._last_key = "", 0.0

    def keyboardSearch(self, search: str) -> None:
        now = monotonic()
        self._spelt = (self._spelt if now - self._last_key < SPELLING else "") + search
        self._last_key = now
        names = [str(self.model().index(at, 0).data()) for at in range(self.model().rowCount())]
        row = begins(names, self._spelt, self.currentIndex().row())
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))


class Choice(QComboBox):
    """A drop-down, drawn like the other fields; the wheel does not change it in passing.

    Typing finds an entry by its first letters, with or without accents, at the pace of a slow typist. What keys found
    is told like what is typed elsewhere: after a pause, with Return, or on leaving; never the entries on the way to it.
    """

    picked = Signal()  # an entry was chosen

    def __init__(self) -> None:
        super().__init__()
        self._spelt, self._last_key, self._by_key = "", 0.0, False
        self._widest = 0  # pixels of the longest entry; 0 until it is measured
        self._whole = ""  # what is chosen, where it has no room
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.picked)
        self.activated.connect(self._chosen)
        self.currentTextChanged.connect(self._tell_whole)
        self._hangs = False  # whether the list below was made: as many widgets as a small form
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(self.fontMetrics().height() + px(12) + 4)
        self.setMaxVisibleItems(12)

    def sizeHint(self) -> QSize:
        if not self._widest:
            font = self.font()
            self._widest = max(words_width(font, name) for name in (self.placeholderText(), *self._names()))
        return QSize(self._widest + px(11 + 16 + 12 + 6), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().em(12)), self.minimumHeight())

    def offer(self, entries: Sequence[tuple[str, str]]) -> None:
        """Offer these entries, keys and words, and no others."""
        self.clear()
        for key, words in entries:
            self.addItem(words, key)
        self._widest = 0
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        """Let what is chosen be read whole by whoever points at it, where the field has no room for it."""
        if self.toolTip() != self._whole:  # somebody else says something there
            return
        words = self.currentText()
        room = self.width() - px(11 + 16 + 12 + 6)
        self._whole = words if self.fontMetrics().horizontalAdvance(words) > room else ""
        self.setToolTip(self._whole)

    def changeEvent(self, event: QEvent) -> None:
        self._widest = 0  # the font may be another
        if self._hangs or event.type() != QEvent.Type.StyleChange:
            super().changeEvent(event)
        else:  # Qt would make the list to dress it
            QWidget.changeEvent(self, event)

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def showPopup(self) -> None:
        if not self._hangs:
            self._hangs = True
            self.setView(_Names())
            super().changeEvent(QEvent(QEvent.Type.StyleChange))
        super().showPopup()

    def _chosen(self) -> None:
        if self._by_key:
            self._pause.start()
        else:
            self._pause.stop()
            self.picked.emit()

    @property
    def waits(self) -> bool:
        """Whether keys found an entry that was not told yet."""
        return self._pause.isActive()

    def tell(self) -> None:
        """Tell at once what keys found."""
        if self.waits:
            self._pause.stop()
            self.picked.emit()

    def event(self, event: QEvent) -> bool:
        """Tell before the key of a button or of a place is heeded; a letter is one of a name, whatever it opens."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _commands(event):
                self.tell()
            elif event.text() and event.text().isprintable():
                event.accept()
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.tell()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.waits and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tell()
        elif self._spells(event):
            index = begins(self._names(), self._spelt, self.currentIndex())
            if index >= 0:
                self.setCurrentIndex(index)
                self._pause.start()
        elif _commands(event) and event.text():
            event.ignore()  # a shortcut that nobody took is no letter of a name
        else:
            self._by_key = True
            super().keyPressEvent(event)
            self._by_key = False

    def _spells(self, event: QKeyEvent) -> bool:
        """Whether this key is one more letter of a name; a space is only inside one."""
        letter, now = event.text(), monotonic()
        if not letter.isprintable() or not letter or _commands(event):
            return False
        spelt = self._spelt if now - self._last_key < SPELLING else ""
        if letter == " " and not spelt:
            return False
        self._spelt, self._last_key = spelt + letter, now
        return True

    def _names(self) -> list[str]:
        return [self.itemText(at) for at in range(self.count())]

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = look().tokens, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        edge = tokens.accent if focus else tokens.bad if self.property("wrong") else tokens.strong
        half = 1.0 if focus or self.property("wrong") else 0.5
        painter.setPen(QPen(QColor(edge), half * 2))
        painter.setBrush(QColor(tokens.surface if self.isEnabled() else tokens.ground))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), px(4), px(4))
        side = px(16)
        spot = QRect(self.width() - side - px(8), (self.height() - side) // 2, side, side)
        icon("down", tokens.quiet).paint(painter, spot)
        painter.setPen(QColor(tokens.text if self.currentIndex() >= 0 and self.isEnabled() else tokens.quiet))
        room = self.rect().adjusted(px(11), 0, -side - px(12), 0)
        words = self.currentText() or self.placeholderText()
        words = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)
        painter.end()


def _commands(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))


def _plain(words: str) -> str:
    """As a hurried hand types it: no accents, no capitals, the apostrophe of the keyboard."""
    letters = unicodedata.normalize("NFKD", words.replace("’", "'"))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


class ChoiceField(Field):
    """One of many, in a drop-down: for countries and currencies; a few answers belong into `ChoiceRows`."""

    chosen = Signal(str)  # the key

    def __init__(self, label: str, options: Sequence[tuple[str, str]], help_text: str = "", chars: int = 32) -> None:
        self.combo = Choice()
        super().__init__(label, self.combo, help_text, chars)
        self.combo.setPlaceholderText(_("Choose…"))
        self.set_options(options)
        self.combo.picked.connect(lambda: self.chosen.emit(self.value() or ""))
        self.combo.picked.connect(self.typing)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other answers: keys and words."""
        key_before = self.value()
        self.combo.offer(options)
        self.combo.setCurrentIndex(self.combo.findData(key_before) if key_before else -1)

    def value(self) -> str | None:
        """The chosen key, if any."""
        key = self.combo.currentData()
        return key if isinstance(key, str) else None

    def text(self) -> str:
        """The chosen key."""
        return self.value() or ""

    def words(self) -> str:
        """The words of the chosen entry."""
        return self.combo.currentText()

    def write(self, text: str) -> None:
        """Choose a key without telling."""
        self.combo.setCurrentIndex(self.combo.findData(text) if text else -1)

    def commit(self) -> None:
        """Tell what keys found; what was picked was told at once."""
        self.combo.tell()
        self._kept = self.text()


def align_boxes(fields: Sequence[Field]) -> None:
    """Fields side by side begin with their boxes on one line, however long the help above each is."""
    heads = [field.head_height(field.width()) for field in fields] if len(fields) > 1 else [0] * len(fields)
    for field, head in zip(fields, heads, strict=True):
        field.push_down(max(heads) - head)


class FieldRow(QWidget):
    """Fields that belong together, side by side; below one another where one of them would have too little room."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(16))
        self._parts = fields
        self._fields = [field for field in fields if isinstance(field, Field)]
        for field in fields:
            self._row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def event(self, event: QEvent) -> bool:
        """Align the boxes whenever the row was laid out."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._settle()
        return super().event(event)

    def _settle(self) -> None:
        shown = [part for part in self._parts if not part.isHidden()]
        least = sum(max(part.minimumSizeHint().width(), look().em(NARROWEST)) for part in shown)
        beside = least + px(16) * (len(shown) - 1) <= self.width()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._row.setSpacing(px(16 if beside else 8))
        align_boxes(self._fields if beside else ())
        if not beside:
            for field in self._fields:
                field.push_down(0)

    def minimumSizeHint(self) -> QSize:
        """It can be made as narrow as its widest field."""
        widths = [part.minimumSizeHint().width() for part in self._parts if not part.isHidden()]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())
