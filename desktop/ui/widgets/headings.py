"""A heading and the words that explain it: on one line where both fit, else below one another or below a box."""

from collections.abc import Callable

from PySide6.QtWidgets import QBoxLayout

from desktop.ui.theme import look, px
from desktop.ui.widgets.basics import MEASURE, Remark, Text
from desktop.ui.widgets.layouts import set_shown

DIRECTIONS = QBoxLayout.Direction
UNBOUNDED = 200  # em: wider than any window


class HeadWords(QBoxLayout):
    """`heading` and its explanation, which may be empty. Whoever holds it calls `settle` when it was laid out.

    With `below`, an explanation that has no room beside the heading is put where that says, out of this layout.
    """

    def __init__(self, heading: Text, words: str, role: str, below: Callable[[Text], object] | None = None) -> None:
        super().__init__(DIRECTIONS.TopToBottom)
        self.setSpacing(px(4))
        self.heading, self._hidden, self._below = heading, False, below
        self._measure = heading.maximumWidth()
        self._label = heading  # that of the explanation, once there is one
        self.addWidget(heading)
        self.words = Remark(self._place, role, words)

    def _place(self, text: Text) -> None:
        self._label = text
        if self._below is None or self.direction() is DIRECTIONS.LeftToRight:
            self.addWidget(text, 1)
        else:
            self._below(text)

    def settle(self, width: int) -> None:
        """Stand in this width."""
        beside = self._fits(width)
        if self._label is not self.heading:
            whole = beside or one_line(self._label) <= width  # what fits on one line is not broken by the measure
            self._label.setMaximumWidth(look().em(UNBOUNDED if whole else MEASURE))
        was_beside = self.direction() is DIRECTIONS.LeftToRight
        if beside and was_beside and self.heading.maximumWidth() != one_line(self.heading):  # another heading since
            self.heading.setFixedWidth(one_line(self.heading))
        if beside is was_beside:
            return
        self.setDirection(DIRECTIONS.LeftToRight if beside else DIRECTIONS.TopToBottom)
        self.setSpacing(px(10 if beside else 4))
        self.heading.setMinimumWidth(one_line(self.heading) if beside else 0)
        self.heading.setMaximumWidth(one_line(self.heading) if beside else self._measure)
        if self._label is not self.heading and self._below is not None:
            self._place(self._label)

    def _fits(self, width: int) -> bool:
        if self._hidden or not self.words.text() or not self.heading.text():
            return False
        return one_line(self.heading) + px(10) + one_line(self._label) <= width

    def height_at(self, width: int) -> int:
        """How much it takes at a width; 0 where nothing is said."""
        if self._hidden:
            return 0
        heading = self.heading.heightForWidth(width) if self.heading.text() else 0
        words = self.words.height(width)
        if self._fits(width):
            return max(heading, words)
        if self._below is not None:
            return heading
        return heading + words + (px(4) if heading and words else 0)

    def show_words(self, on: bool) -> None:
        """Show the words, or nothing where they stand elsewhere, as above the columns of a table."""
        self._hidden = not on
        set_shown(self.heading, on and bool(self.heading.text()))
        self.words.show(on)


def one_line(text: Text) -> int:
    """The width of a text on one line."""
    text.ensurePolished()
    return text.fontMetrics().horizontalAdvance(text.text()) + 2
