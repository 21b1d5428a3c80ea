"""What stands together on a page: sections, cards, the next step, facts, help, and what an empty list says."""

from collections.abc import Sequence
from functools import cached_property, partial

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.keyboard import PAGE
from desktop.ui.theme import look, px
from desktop.ui.widgets.basics import MEASURE, Button, Deed, Text, picture
from desktop.ui.widgets.headings import UNBOUNDED, one_line
from desktop.ui.widgets.layouts import W, column, empty_layout, line, set_shown
from desktop.ui.widgets.marks import Chip, Mark

EMPTINESS = "emptiness"  # a page's property that changes when an empty state in it comes or goes
NARROW = 26  # em: of facts whose values stand under their names
NAME = 14  # the widest column of names of facts, in ems


class SectionBox(QWidget):
    """A group under a heading; `add` puts widgets below one another."""

    def __init__(self, title: str = "", note: str = "", gap: float = 8) -> None:
        super().__init__()
        self._layout = column(self, gap)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(px(12))
        self.title, self.note = Text(title, "section", measure=0), Text(note, "quiet")
        self._beside: list[QWidget] = []
        self._head.addWidget(self.title, 1)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.note)

    def add(self, widget: W) -> W:
        """Put a widget below the others and give it back."""
        self._layout.addWidget(widget)
        return widget

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a link or a chip at the right of the heading."""
        self._beside.append(widget)
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the heading and what stands beside it have no room in one line, that goes below it."""
        super().resizeEvent(event)
        words = self.title.fontMetrics().horizontalAdvance(self.title.text()) + px(4)
        beside = sum(px(12) + part.sizeHint().width() for part in self._beside if not part.isHidden())
        directions = QBoxLayout.Direction
        wide = directions.LeftToRight if words + beside <= self.width() else directions.TopToBottom
        if wide != self._head.direction():
            self._head.setDirection(wide)
            sides = Qt.AlignmentFlag.AlignRight if wide is directions.LeftToRight else Qt.AlignmentFlag.AlignLeft
            for part in self._beside:
                self._head.setAlignment(part, sides | Qt.AlignmentFlag.AlignVCenter)

    def clear(self) -> None:
        """Take out what `add` put in."""
        first = 1 if self._head.indexOf(self.note) >= 0 else 2
        while self._layout.count() > first:
            if (item := self._layout.takeAt(first)) and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Have the note beside the heading whenever the group was laid out and both fit on its line."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place_note()
        return super().event(event)

    def _place_note(self) -> None:
        is_beside = self._head.indexOf(self.note) >= 0
        parts = [item.widget() for at in range(self._head.count()) if (item := self._head.itemAt(at)) is not None]
        others = [part for part in parts if part and part not in (self.title, self.note) and not part.isHidden()]
        taken = sum(part.sizeHint().width() + self._head.spacing() for part in others)
        words = one_line(self.title) + one_line(self.note) + 2 * self._head.spacing()
        beside = bool(self.note.text() and self.title.text()) and words + taken <= self.width()
        if beside is is_beside:
            return
        for layout in (self._head, self._layout):
            layout.removeWidget(self.note)
        if beside:
            self._head.insertWidget(1, self.note, 1)
        else:
            self._layout.insertWidget(1, self.note)
        self._head.setStretch(0, 0 if beside else 1)
        self.note.setMaximumWidth(look().em(UNBOUNDED if beside else MEASURE))
        self.title.setFixedWidth(one_line(self.title)) if beside else self.title.setMinimumWidth(0)
        if not beside:
            self.title.setMaximumWidth(look().em(UNBOUNDED))


class Card(QFrame):
    """A surface with a hairline around it, for what stands apart."""

    def __init__(self, title: str = "", role: str = "card") -> None:
        super().__init__()
        self.setProperty("role", role)
        self._layout = column(self, 8, 0 if role == "clear" else 16)  # nothing drawn around it: no room for that
        self._above = 0  # parts that stand above what is added
        if title:
            self.title.set(title)

    @cached_property
    def title(self) -> Text:
        """The heading, made with its first words: most cards have none."""
        heading, self._above = Text(role="strong"), 1
        self._layout.insertWidget(0, heading)
        return heading

    def add(self, widget: W) -> W:
        """Put a widget below the others and give it back."""
        self._layout.addWidget(widget)
        return widget

    def clear(self) -> None:
        """Take out what `add` put in."""
        while self._layout.count() > self._above:
            if (item := self._layout.takeAt(self._above)) and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()


LEAST_WORDS = 9  # em that the sentence of a next step has beside its button; with less, the button stands below it


class NextStepBox(QFrame):
    """What to do now, in one sentence, and the one button that does it; in a low window in as few lines as it can."""

    def __init__(self, text: str = "", detail: str = "", button: str = "", deed: Deed | None = None) -> None:
        super().__init__()
        self.setProperty("role", "next")
        self._layout, self._low = line(self, 16, 16), False
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sentence = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sentence.setSpacing(px(4))
        self.head = Text(_("Next step"), "note", measure=0)
        self.text, self.detail = Text(role="strong", measure=0), Text(role="quiet", measure=0)
        self._sentence.addWidget(self.head)
        self._sentence.addWidget(self.text, 1)
        self._words.addLayout(self._sentence)
        self._words.addWidget(self.detail)
        self._layout.addLayout(self._words, 1)
        self.button = Button("", lambda: self._deed() if self._deed else None, "filled")
        self.button.says_key(deeds.CONTINUE)
        self._layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set(text, detail, button, deed)

    def set(self, text: str, detail: str = "", button: str = "", deed: Deed | None = None) -> None:
        """Show another step; without a button when somebody else is next."""
        self._deed = deed
        self.text.set(text)
        self.detail.set(detail)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._settle()

    def press_together(self, on: bool) -> None:
        """Leave less air, and have what it is about and the sentence on one line where both fit."""
        self._low = on
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        around = px(8 if self._low else 16)
        self._layout.setContentsMargins(px(16), around, px(16), around)
        button = self.button.sizeHint().width() + px(16) if not self.button.isHidden() else 0
        if below := button > 0 and self.width() - 2 * px(16) - button < look().em(LEAST_WORDS):
            button = 0
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(down if below else across)
        room, head, text = self.width() - 2 * px(16) - button, one_line(self.head), one_line(self.text)
        beside = self._low and head + px(12) + text <= room
        whole = beside and "\n" not in self.detail.text() and head + text + one_line(self.detail) + 2 * px(12) <= room
        for layout, flat in ((self._sentence, beside), (self._words, whole)):
            layout.setDirection(QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom)
            layout.setSpacing(px(12 if flat else 4))
        self._words.setStretch(1, 1 if whole else 0)
        for part, wide in ((self.head, head if beside else 0), (self.text, text if whole else 0)):
            part.setMinimumWidth(wide)
            part.setMaximumWidth(wide or look().em(UNBOUNDED))


class KeyValueGrid(QWidget):
    """Facts as name and value, aligned, or each value under its name in a side column; empty ones read as a dash."""

    def __init__(self, pairs: Sequence[tuple[str, str]] = (), *, stacked: bool = False) -> None:
        super().__init__()
        self._stacked, self._narrow = stacked, False
        self._pairs: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1_000)
        self._grid.setColumnStretch(2, 1)  # of a wide page it takes what no line of words fills
        self.set(pairs)

    def set(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other facts; the same ones stay as they are, with what is selected in them."""
        if (shown := tuple(pairs)) != self._pairs:
            self._pairs = shown
            self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where names and values have no room beside one another, each value stands under its name."""
        super().resizeEvent(event)
        if (self.width() < look().em(NARROW)) is not self._narrow:
            self._narrow = not self._narrow
            self._lay()

    def minimumSizeHint(self) -> QSize:
        return QSize(look().em(NAME), super().minimumSizeHint().height())

    def _lay(self) -> None:
        empty_layout(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        names: list[Text] = []
        stacked = self._stacked or self._narrow
        for row, (name, value) in enumerate(self._pairs):
            if stacked:
                self._grid.addWidget(Text(name, "note"), 2 * row, 0, 1, 2, top)
                self._grid.addWidget(Text(value or "–"), 2 * row + 1, 0, 1, 2, top)
                continue
            label = Text(name, "quiet", measure=NAME)
            self._grid.addWidget(label, row, 0, top)
            self._grid.addWidget(Text(value or "–"), row, 1, top)
            names.append(label)
        self._grid.setColumnMinimumWidth(0, 0 if stacked else self._name_width(names))

    def _name_width(self, names: Sequence[Text]) -> int:
        """Room for the longest name on one line, up to the measure: alone, a label that wraps asks for less."""
        for name in names:
            name.ensurePolished()
        widths = [name.fontMetrics().horizontalAdvance(name.text()) + px(4) for name in names]
        return min(max(look().em(9), *widths, 0), look().em(NAME))


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
    """A page or list without content: one drawing, one sentence, one button.

    Most pages have one and few ever show it, so its parts are made when somebody asks for them.
    """

    def __init__(
        self, drawing: str, text: str, button: str = "", deed: Deed | None = None, kind: str = "filled"
    ) -> None:
        super().__init__()
        self._layout = column(self, 12, 24)
        self._make = partial(_parts_of_none, drawing, text, button, deed, kind)

    @cached_property
    def _parts(self) -> tuple[QLabel, Text, Button]:
        parts = self._make()
        text, button = parts[1:]
        middle = Qt.AlignmentFlag.AlignHCenter
        text.setAlignment(middle)
        text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._layout.addStretch(2)
        for part in parts:
            self._layout.addWidget(part, 0, middle)
        self._layout.addStretch(3)
        button.setVisible(bool(button.text()))
        self._wrap(text, look().em(34))
        return parts

    def _fill(self) -> None:
        """Make the parts, unless they are there."""
        self.text.ensurePolished()

    @property
    def text(self) -> Text:
        """The sentence."""
        return self._parts[1]

    @property
    def button(self) -> Button:
        """The one button, hidden where there is nothing to press."""
        return self._parts[2]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_page()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_page()

    def _tell_page(self) -> None:
        """Let the page know that its emptiness came or went."""
        around = self.parentWidget()
        while around is not None and not around.property(PAGE):
            around = around.parentWidget()
        if around is not None:
            around.setProperty(EMPTINESS, not around.property(EMPTINESS))

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self.text.set(sentence)
        self._wrap(self.text, max(self.width() - px(48), look().em(8)))

    def take_lead(self) -> None:
        """Be what the page is for: its button is the filled one."""
        self.button.set_kind("filled")

    @staticmethod
    def _wrap(text: Text, room: int) -> None:
        """Give the sentence this width at most, in lines of like length so that none has one word alone."""
        text.ensurePolished()
        metrics, words = text.fontMetrics(), int(Qt.TextFlag.TextWordWrap)

        def tall(width: int) -> int:
            """The height of the sentence in this width, whatever room it was given before."""
            box = QRect(0, 0, width - px(2), look().em(UNBOUNDED))
            return metrics.boundingRect(box, words, text.text()).height()

        natural = metrics.horizontalAdvance(text.text()) + px(8)
        wide, step = min(natural, look().em(34), room), max(look().em(1), 1)
        height = tall(wide)
        while wide - step >= look().em(8) and tall(wide - step) == height:
            wide -= step
        text.setFixedSize(wide, height)

    def sizeHint(self) -> QSize:
        """Of what it says, which is made for the first who asks for room for it."""
        self._fill()
        return super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """It may stand in a side column: the sentence wraps where there is less room than it likes."""
        self._fill()
        return QSize(look().em(12), super().minimumSizeHint().height())

    def height_at(self, width: int) -> int:
        """How tall it is in a column of this width."""
        self._wrap(self.text, max(width - px(48), look().em(8)))
        return self._natural_height

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.height_at(event.size().width())
        self._press_together(event.size().height())
        super().resizeEvent(event)

    @property
    def _natural_height(self) -> int:
        """What the drawing, the sentence and the button take with air around them."""
        button = self.button.sizeHint().height() + px(12) if not self.button.isHidden() else 0
        return self._parts[0].sizeHint().height() + px(12) + self.text.height() + button + 2 * px(24)

    def _press_together(self, height: int) -> None:
        """Without room for all, the sentence and the button come first."""
        natural = self._natural_height
        set_shown(self._parts[0], height >= natural - 2 * px(24))
        around = px(24) if height >= natural else 0
        self._layout.setContentsMargins(px(24), around, px(24), around)


def _parts_of_none(drawing: str, text: str, button: str, deed: Deed | None, kind: str) -> tuple[QLabel, Text, Button]:
    return picture(drawing, 40), Text(text, "quiet"), Button(button, deed, kind)


class SideHelp(Card):
    """“Why this question?” beside or under what it explains. `passages` are heading, which may be empty, and text."""

    def __init__(self, passages: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._passages: tuple[tuple[str, str], ...] | None = None
        self.set(passages)

    def set(self, passages: Sequence[tuple[str, str]]) -> None:
        """Show other explanations; the same ones stay as they are, with what is selected in them."""
        if (shown := tuple(passages)) == self._passages:
            return
        self._passages = shown
        self.clear()
        set_shown(self, bool(passages))
        for heading, text in passages:
            block = QWidget()
            inner = column(block, 4)
            if heading:
                inner.addWidget(Text(heading, "strong"))
            inner.addWidget(Text(text, "quiet"))
            self.add(block)
