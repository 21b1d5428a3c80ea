"""Copying what a page only tells: its texts, selected by mouse or keys, one by one or all.

Ctrl+A where nothing is typed selects every text of the page, as in a browser; the arrows go from one to the next, with
Shift they select in it; Ctrl+C copies what is selected, in the order in which it is read.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.ui.keyboard import announce, in_reading_order
from desktop.ui.widgets.basics import Text, texts_of


def selected_words(page: QWidget) -> str:
    """What is selected of the texts of a page, a line for each."""
    texts = (widget for widget in in_reading_order(page) if isinstance(widget, Text))
    return "\n".join(text.selectedText().replace("\u2029", "\n") for text in texts if text.hasSelectedText())


def copy_words(page: QWidget) -> bool:
    """Put what is selected on the clipboard; False when nothing is."""
    if words := selected_words(page):
        QGuiApplication.clipboard().setText(words)
        announce(page, _("Copied."))
    return bool(words)


def select_words(page: QWidget) -> None:
    """Select every text of a page; the arrows begin at the first."""
    texts = list(texts_of(page))
    if texts:
        texts[0].setFocus(Qt.FocusReason.ShortcutFocusReason)  # before: focus that goes takes a selection away
    for text in texts:
        text.select_words()


def take_key(page: QWidget, event: QKeyEvent) -> bool:
    """Whether a key that nothing else took was for the texts of a page or box."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return copy_words(page)
    if event.matches(QKeySequence.StandardKey.SelectAll):
        select_words(page)
        return True
    return False
