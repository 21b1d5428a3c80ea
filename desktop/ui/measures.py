"""How much room words need in a font, measured once: a form shows the same words at every visit."""

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

MOST = 20_000  # words of many pages, in three languages and two sizes


@lru_cache(MOST)
def words_width(font: QFont, words: str) -> int:
    """The width of words on one line, in pixels."""
    return QFontMetrics(font).horizontalAdvance(words)


@lru_cache(MOST)
def words_height(font: QFont, words: str, width: int, flags: Qt.TextFlag) -> int:
    """The height of words broken into lines of this width, in pixels."""
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), flags, words).height()
