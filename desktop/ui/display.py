"""Whether a window can stand here: Qt's plug-in for this system, and a display that answers.

Where one fails Qt ends the program with words of its own; this module says what is missing instead.
"""

import ctypes
import os
import sys
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QMessageLogContext,
    QPluginLoader,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.base.errors import Problem
from desktop.base.process import tell
from desktop.base.system_errors import incomplete, library_in
from desktop.base.text import _

PLUGINS = {"win32": "q{name}.dll", "darwin": "libq{name}.dylib"}
PLATFORMS = {"win32": ("windows",), "darwin": ("cocoa",)}
X11, WAYLAND = "xcb", "wayland"
NO_PLATFORM = "no Qt platform plugin"  # in what Qt says when it ends the program because no display answers


class Application(QApplication):
    """The application of this process; `opened` tells a file that the system asks it to open, as macOS does."""

    opened = Signal(object)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.opened.emit(Path(event.file()))
            return True
        return super().event(event)


def application(*arguments: str) -> Application:
    """The application of this process; ends the process with a sentence where Qt would end it with words of its own."""
    if sys.platform in PLATFORMS and (lacking := lacking_of_plugins()):  # before Qt shows a box of its own there
        raise incomplete(lacking[0])
    warnings: list[str] = []

    def heard(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            tell(str(_reason(message)))
            os._exit(1)  # Qt aborts when this returns
        warnings.append(message)

    qInstallMessageHandler(heard)
    app = Application([*sys.argv[:1], *arguments])
    qInstallMessageHandler(None)
    for warning in warnings:
        print(warning, file=sys.stderr)
    return app


def _reason(message: str) -> Problem:
    """Why Qt has no application, by what it said last."""
    if lacking := next(filter(None, map(_lacking, _plugins())), ""):
        return incomplete(lacking)
    if NO_PLATFORM in message:
        return Problem(
            _("No screen can be reached from here, so no window opens. Your records are safe."),
            _("Open Passerelle on the desktop of this computer; “passerelle --help” says what goes without a window."),
            code="display-not-reached",
        )
    return Problem(
        _("The window cannot be opened: {reason} Your records are safe.").format(reason=message.partition("\n")[0]),
        _("Restart the computer and try again; if it happens again, tell support these words."),
        code="window-not-opened",
    )


def lacking_of_plugins() -> list[str]:
    """What is missing for Qt's plug-ins for this system, when none of them can be loaded."""
    lacking = [_lacking(plugin) for plugin in _plugins()]
    return lacking if all(lacking) else []


def _plugins() -> list[Path]:
    """The plug-ins that Qt may take here, as the environment or the system says."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    asked = [name.partition(":")[0] for name in os.environ.get("QT_QPA_PLATFORM", "").split(";") if name]
    wayland = (WAYLAND,) if os.environ.get("WAYLAND_DISPLAY") else ()
    names = asked or PLATFORMS.get(sys.platform, (X11, *wayland))
    return [folder / PLUGINS.get(sys.platform, "libq{name}.so").format(name=name) for name in names]


def _lacking(plugin: Path) -> str:
    """The name of the file for want of which a plug-in cannot be loaded; empty when it can."""
    if not plugin.is_file():
        return plugin.name
    if QPluginLoader(str(plugin)).load():
        return ""
    try:
        ctypes.CDLL(str(plugin))  # Qt does not say again why a plug-in that it tried before is not loaded
    except OSError as error:
        return library_in(str(error)) or plugin.name
    return plugin.name
