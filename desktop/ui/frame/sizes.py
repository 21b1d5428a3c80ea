"""How large a window is, where it stood, and what its screen has room for."""

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from desktop.ui.theme import room_for

LEAST = QSize(900, 460)
USUAL = QSize(1280, 800)


def geometry_text(window: QMainWindow) -> str:
    """Size and place of a window, for the settings."""
    return bytes(window.saveGeometry().toBase64().data()).decode()


def restore_geometry(window: QMainWindow, text: str) -> None:
    """Give a window the size and place kept in the settings, never larger than the screen."""
    window.restoreGeometry(QByteArray.fromBase64(text.encode()))
    window.resize(window.size().boundedTo(room_for(window)))


def fit_screen(window: QMainWindow) -> None:
    """Give a window its usual size, or what its screen has room for."""
    room = room_for(window)
    window.setMinimumSize(LEAST.boundedTo(room))
    window.resize(USUAL.boundedTo(room))
