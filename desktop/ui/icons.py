"""The icons, by what they mean: Remix Icon's line drawings, of one weight, from QtAwesome.

Only that one font is loaded, at the first icon, and an icon takes the colour of the theme in force when it is
made: whoever keeps icons makes them again when the theme changes.
"""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

from desktop.ui.theme import look

if TYPE_CHECKING:
    from qtawesome.iconic_font import IconicFont

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
    "check": "check-line",
    "info": "information-line",
    "good": "checkbox-circle-line",
    "warn": "alert-line",
    "bad": "error-warning-line",
    "attach": "attachment-line",
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
}


@cache
def _drawn() -> "IconicFont":
    from qtawesome.iconic_font import IconicFont

    return IconicFont(("ri", "remixicon-2.5.0.ttf", "remixicon-charmap-2.5.0.json"))


def are_read() -> bool:
    """Whether the drawings are in memory already; reading them takes as long as opening a small window."""
    return bool(_drawn.cache_info().currsize)


def icon(name: str, colour: str = "") -> QIcon:
    """The drawing for a meaning (a key of DRAWINGS), in the theme's text colour unless told otherwise.

    Raises KeyError for a meaning without a drawing.
    """
    tokens = look().tokens
    shown: QIcon = _drawn().icon(f"ri.{DRAWINGS[name]}", color=colour or tokens.text, color_disabled=tokens.quiet)
    return shown
