"""The icons, by what they mean: Remix Icon's line drawings, of one weight, drawn as letters of its font.

The font is loaded at the first icon, and an icon takes the colour of the theme in force when it is made: whoever keeps
icons makes them again when the theme changes.
"""

import json
from functools import cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from desktop.base import paths
from desktop.ui.theme import look

FILLS = 0.875  # of the height of an icon: the rest is the margin of its letter
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # pixels: of the program's icon, as packaging/icons.py draws it
DRAWINGS = {
    "today": "sun-line",
    "partners": "team-line",
    "pipeline": "route-line",
    "agreements": "file-text-line",
    "contributions": "hand-coin-line",
    "indicators": "bar-chart-2-line",
    "activities": "calendar-event-line",
    "sending": "send-plane-line",
    "headquarters": "building-4-line",
    "settings": "settings-3-line",
    "help": "question-line",
    "audit": "history-line",
    "content": "book-2-line",
    "search": "search-line",
    "add": "add-line",
    "remove": "delete-bin-line",
    "close": "close-line",
    "back": "arrow-left-line",
    "forward": "arrow-right-line",
    "previous": "arrow-left-s-line",
    "next": "arrow-right-s-line",
    "open": "arrow-right-s-line",
    "down": "arrow-down-s-line",
    "up": "arrow-up-s-line",
    "more": "more-line",
    "menu": "menu-line",
    "check": "check-line",
    "info": "information-line",
    "good": "checkbox-circle-line",
    "warn": "alert-line",
    "bad": "error-warning-line",
    "attach": "attachment-line",
    "scanner": "scan-line",
    "document": "file-line",
    "calendar": "calendar-line",
    "lock": "lock-line",
    "show": "eye-line",
    "hide": "eye-off-line",
    "shield": "shield-check-line",
    "save": "save-line",
    "backup": "database-2-line",
    "print": "printer-line",
    "edit": "edit-line",
    "user": "user-line",
    "inbox": "inbox-line",
    "import": "download-line",
    "export": "upload-line",
    "folder": "folder-line",
    "refresh": "refresh-line",
    "link": "external-link-line",
    "time": "time-line",
    "country": "global-line",
    "copy": "file-copy-line",
    "filter": "filter-line",
    "sign": "quill-pen-line",
    "screening": "file-search-line",
    "diligence": "survey-line",
    "results": "flag-line",
    "compare": "scales-3-line",
    "book": "book-open-line",
    "smaller": "zoom-out-line",
    "larger": "zoom-in-line",
    "whole_page": "aspect-ratio-line",
    "page_width": "arrow-left-right-line",
    "small_pages": "layout-left-line",
    "full_screen": "fullscreen-line",
    "leave_full_screen": "fullscreen-exit-line",
}


@cache
def _family() -> str:
    """The name of the font, loaded at the first call."""
    number = QFontDatabase.addApplicationFont(str(paths.resources() / "icons" / "remixicon.ttf"))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _letters() -> dict[str, str]:
    """The letter of each drawing."""
    points = json.loads((paths.resources() / "icons" / "remixicon.json").read_text(encoding="utf-8"))
    return {drawing: chr(int(points[drawing], 16)) for drawing in DRAWINGS.values()}


def are_read() -> bool:
    """Whether the drawings are in memory already; reading them takes as long as opening a small window."""
    return bool(_family.cache_info().currsize)


class _LetterEngine(QIconEngine):
    """Draws one letter of the font at any size, in a colour for each mode."""

    def __init__(self, letter: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._letter, self._colour, self._disabled = letter, colour, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(max(1, round(FILLS * rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._disabled if mode == QIcon.Mode.Disabled else self._colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _LetterEngine(self._letter, self._colour, self._disabled)


def program_icon() -> QIcon:
    """The program's own icon, for its windows and the task bar; its pictures are read when they are shown."""
    shown = QIcon()
    for size in SIZES:
        shown.addFile(str(paths.resources() / "icons" / f"passerelle-{size}.png"), QSize(size, size))
    return shown


def icon(name: str, colour: str = "") -> QIcon:
    """The drawing for a meaning (a key of DRAWINGS), in the theme's text colour unless told otherwise.

    Raises KeyError for a meaning without a drawing.
    """
    tokens = look().tokens
    return QIcon(_LetterEngine(_letters()[DRAWINGS[name]], colour or tokens.text, tokens.quiet))
